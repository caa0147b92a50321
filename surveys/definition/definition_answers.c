/* How the answers to one variable are read: its scale and bounds, whether a
 * pillar can score it, and which answers make a respondent count. */
#include "surveys/definition/definition_internal.h"

#include <math.h>

/* The flags of a `multiple` answer are one 64-bit word. */
#define MOST_OPTIONS 64

static void check_scale(struct trig_reading *reading, const struct trig_sheet_row *row,
                        const struct trig_variable *variable)
{
    struct trig_report *report = &reading->report;
    bool blank = trig_sheet_cell(&reading->sheet, row, TRIG_VARIABLE_SCALE).length == 0;
    bool coded = variable->type == TRIG_TYPE_ORDINAL || variable->type == TRIG_TYPE_MULTIPLE;
    if (blank && coded)
        trig_report_mistake(report, row->line, 0,
                            "a variable of type %s needs a scale; name one that scales.csv defines",
                            trig_type_name(variable->type));
    if (!blank && !coded && variable->type != TRIG_TYPE_NOMINAL)
        trig_report_mistake(report, row->line, 0,
                            "a variable of type %s has no scale; leave the scale blank, or make the type "
                            "ordinal, nominal or multiple",
                            trig_type_name(variable->type));
    if (variable->scale == TRIG_NONE || variable->type != TRIG_TYPE_MULTIPLE)
        return;
    size_t options = reading->definition->scales[variable->scale].count;
    if (options > MOST_OPTIONS)
        trig_report_mistake(
            report, row->line, 0,
            "a variable of type multiple takes at most %d options, its scale has %zu; split it", MOST_OPTIONS,
            options);
}

/* ---- bounds and scoring ------------------------------------------------------ */

static void read_bounds(struct trig_reading *reading, const struct trig_sheet_row *row,
                        struct trig_variable *variable)
{
    const struct trig_sheet *sheet = &reading->sheet;
    bool any =
        trig_sheet_number(sheet, row, "min", trig_sheet_cell(sheet, row, TRIG_VARIABLE_MIN), &variable->min);
    any = trig_sheet_number(sheet, row, "max", trig_sheet_cell(sheet, row, TRIG_VARIABLE_MAX),
                            &variable->max) ||
          any;
    if (any && variable->type != TRIG_TYPE_NUMERIC)
        trig_report_mistake(&reading->report, row->line, 0,
                            "min and max are for numeric variables, this one is %s; leave them blank",
                            trig_type_name(variable->type));
    if (variable->min > variable->max)
        trig_report_mistake(&reading->report, row->line, 0,
                            "min (%g) is above max (%g); swap or correct them", variable->min, variable->max);
}

static void check_reversed(struct trig_reading *reading, const struct trig_sheet_row *row,
                           const struct trig_variable *variable)
{
    bool scored = variable->type == TRIG_TYPE_ORDINAL || variable->type == TRIG_TYPE_NUMERIC;
    if (!variable->reversed)
        return;
    if (variable->role != TRIG_ROLE_ITEM)
        trig_report_mistake(&reading->report, row->line, 0,
                            "only an item can be reversed, this is %s; leave reversed blank",
                            trig_role_name(variable->role));
    else if (!scored)
        trig_report_mistake(
            &reading->report, row->line, 0,
            "only an ordinal or numeric item can be reversed, this is %s; leave reversed blank",
            trig_type_name(variable->type));
}

/* An item of a pillar is rescaled to 0-100 by the ends of its scale or its
 * bounds; a comment on a pillar is read, not scored. */
static void check_pillar(struct trig_reading *reading, const struct trig_sheet_row *row,
                         const struct trig_variable *variable)
{
    struct trig_report *report = &reading->report;
    if (trig_sheet_cell(&reading->sheet, row, TRIG_VARIABLE_PILLAR).length == 0)
        return;
    if (variable->role == TRIG_ROLE_COMMENT)
        return;
    if (variable->role != TRIG_ROLE_ITEM) {
        trig_report_mistake(
            report, row->line, 0,
            "only an item or a comment can belong to a pillar, this is %s; leave the pillar blank",
            trig_role_name(variable->role));
        return;
    }
    if (variable->type == TRIG_TYPE_NUMERIC) {
        if (!(variable->min < variable->max))
            trig_report_mistake(
                report, row->line, 0,
                "a numeric item of a pillar is scored between its min and max; give both, min "
                "below max");
        return;
    }
    if (variable->type != TRIG_TYPE_ORDINAL) {
        trig_report_mistake(
            report, row->line, 0,
            "an item of type %s cannot be scored for a pillar; leave the pillar blank, or make "
            "it ordinal or numeric",
            trig_type_name(variable->type));
        return;
    }
    if (variable->scale == TRIG_NONE)
        return;
    const struct trig_scale *scale = &reading->definition->scales[variable->scale];
    if (scale->min == scale->max)
        trig_report_mistake(
            report, row->line, 0,
            "scale %s has one value only, so this item cannot be scored for a pillar; give its "
            "codes different values",
            trig_report_quote(report, scale->name));
}

/* ---- who counts ---------------------------------------------------------------- */

/* Spells the eligible values as codes of the scale. */
static void resolve_eligible(struct trig_reading *reading, const struct trig_sheet_row *row,
                             struct trig_variable *variable)
{
    struct trig_views eligible = trig_reading_views(reading, row, TRIG_VARIABLE_ELIGIBLE);
    struct trig_view *values = trig_reading_list(reading, eligible.count, sizeof *values);
    if (!values)
        return;
    double number;
    for (size_t i = 0; i < eligible.count; i++) {
        values[i] = eligible.items[i];
        size_t code = variable->scale == TRIG_NONE
                          ? TRIG_NONE
                          : trig_reading_code(reading, row, "eligible value", variable->scale, values[i]);
        if (code != TRIG_NONE)
            values[i] = reading->definition->scales[variable->scale].codes[code].code;
        if (variable->type == TRIG_TYPE_NUMERIC && !trig_text_to_number(values[i], &number))
            trig_report_mistake(&reading->report, row->line, 0,
                                "eligible value %s is not a number, but the variable is numeric; correct it",
                                trig_report_quote(&reading->report, values[i]));
    }
    variable->eligible = (struct trig_views){.items = values, .count = eligible.count};
    if (eligible.count && (variable->role == TRIG_ROLE_PERSONAL || variable->role == TRIG_ROLE_IGNORE))
        trig_report_mistake(
            &reading->report, row->line, 0,
            "a variable with the role %s is not stored, so it cannot say who is eligible; leave "
            "eligible blank",
            trig_role_name(variable->role));
}

void trig_reading_answers(struct trig_reading *reading, const struct trig_sheet_row *row,
                          struct trig_variable *variable)
{
    read_bounds(reading, row, variable);
    check_scale(reading, row, variable);
    check_reversed(reading, row, variable);
    check_pillar(reading, row, variable);
    resolve_eligible(reading, row, variable);
}
