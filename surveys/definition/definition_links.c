/* columns.csv, crosswalk.csv and actions.csv: where a variable is found, how
 * far it is comparable, and what was done about its pillar. */
#include "surveys/definition/definition_internal.h"

#include <math.h>

enum { COLUMN_VARIABLE, COLUMN_PLATFORM, COLUMN_HEADING, COLUMN_WAVE, COLUMN_CODE, COLUMN_SEPARATOR };

static const struct trig_sheet_form column_form = {
    .columns = (const struct trig_sheet_column[]){{"variable", true},
                                                  {"platform", false},
                                                  {"heading", true},
                                                  {"wave", false},
                                                  {"code", false},
                                                  {"separator", false}},
    .count = 6,
};

/* The code of the option that a column stands for, as the scale spells it. */
static struct trig_view read_option(struct trig_reading *reading, const struct trig_sheet_row *row,
                                    size_t variable)
{
    struct trig_view blank = trig_view_of("", 0);
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, COLUMN_CODE);
    if (text.length == 0 || variable == TRIG_NONE)
        return blank;
    size_t scale = reading->definition->variables[variable].scale;
    if (scale == TRIG_NONE && reading->unusable[TRIG_PART_SCALES])
        return blank;
    if (scale == TRIG_NONE) {
        trig_report_mistake(&reading->report, row->line, 0,
                            "code is given, but the variable has no scale to take it from; leave code blank");
        return blank;
    }
    size_t code = trig_reading_code(reading, row, "code", scale, text);
    return code == TRIG_NONE ? blank : reading->definition->scales[scale].codes[code].code;
}

/* The separator is kept as written: Kobo's is a single blank. */
static struct trig_view read_separator(struct trig_reading *reading, const struct trig_sheet_row *row,
                                       size_t variable)
{
    struct trig_view text = trig_sheet_raw(&reading->sheet, row, COLUMN_SEPARATOR);
    struct trig_view copy = trig_arena_copy(&reading->definition->arena, text);
    if (!copy.data)
        trig_report_no_memory(&reading->report);
    if (text.length && variable != TRIG_NONE &&
        reading->definition->variables[variable].type != TRIG_TYPE_MULTIPLE)
        trig_report_mistake(&reading->report, row->line, 0,
                            "separator is given, but the variable is %s and has one answer; leave it blank",
                            trig_type_name(reading->definition->variables[variable].type));
    return copy;
}

/* One heading of one platform and wave stands for one variable, or one option. */
static void check_heading(struct trig_reading *reading, const struct trig_sheet_row *row,
                          const struct trig_column_rule *rule)
{
    struct trig_view heading = trig_reading_normalise(reading, rule->heading);
    struct trig_view platform = trig_reading_normalise(reading, rule->platform);
    struct trig_view key =
        trig_arena_printf(&reading->cells, "%zu %zu %.*s %.*s", rule->wave, platform.length,
                          TRIG_VIEW_ARG(platform), TRIG_VIEW_ARG(heading));
    if (!key.data) {
        trig_report_no_memory(&reading->report);
        return;
    }
    const struct trig_key *earlier =
        trig_reading_add(reading, &reading->rules, key, reading->filled, row->line);
    if (earlier)
        trig_report_mistake(
            &reading->report, row->line, 0,
            "the heading %s has a rule for this platform and wave in line %llu already; remove "
            "one, or say in platform or wave where they differ",
            trig_report_quote(&reading->report, rule->heading), (unsigned long long)earlier->line);
}

static void take_column(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct trig_column_rule *rules = reading->list;
    size_t variable =
        trig_reading_required(reading, row, COLUMN_VARIABLE, &reading->index->variables, TRIG_PART_VARIABLES);
    struct trig_column_rule rule = {
        .variable = variable,
        .platform = trig_reading_text(reading, row, COLUMN_PLATFORM),
        .heading = trig_reading_text(reading, row, COLUMN_HEADING),
        .wave = trig_reading_reference(reading, row, COLUMN_WAVE, &reading->index->waves, TRIG_PART_WAVES),
        .code = read_option(reading, row, variable),
        .separator = read_separator(reading, row, variable),
    };
    if (rule.heading.length == 0)
        trig_report_mistake(&reading->report, row->line, 0,
                            "heading is blank; write the column's heading as the export has it");
    else
        check_heading(reading, row, &rule);
    rules[reading->filled++] = rule;
}

void trig_reading_columns(struct trig_reading *reading)
{
    if (!trig_reading_open(reading, TRIG_PART_COLUMNS, &column_form, sizeof(struct trig_column_rule)))
        return;
    if (!trig_reading_rows(reading, take_column))
        return;
    reading->definition->column_rules = trig_reading_keep(reading);
    reading->definition->column_rule_count = reading->filled;
}

enum {
    CROSSWALK_VARIABLE,
    CROSSWALK_FROM,
    CROSSWALK_TO,
    CROSSWALK_RELATION,
    CROSSWALK_FROM_VARIABLE,
    CROSSWALK_NOTE
};

static const struct trig_sheet_form crosswalk_form = {
    .columns = (const struct trig_sheet_column[]){{"variable", true},
                                                  {"from_wave", true},
                                                  {"to_wave", true},
                                                  {"relation", true},
                                                  {"from_variable", false},
                                                  {"note", false}},
    .count = 6,
};

static void check_waves(struct trig_reading *reading, const struct trig_sheet_row *row,
                        const struct trig_crosswalk *crosswalk)
{
    if (crosswalk->from_wave == TRIG_NONE || crosswalk->to_wave == TRIG_NONE)
        return;
    const struct trig_wave *waves = reading->definition->waves;
    if (crosswalk->from_wave == crosswalk->to_wave ||
        waves[crosswalk->from_wave].time > waves[crosswalk->to_wave].time)
        trig_report_mistake(&reading->report, row->line, 0,
                            "from_wave %s is not earlier than to_wave %s; swap or correct them",
                            trig_report_quote(&reading->report, waves[crosswalk->from_wave].id),
                            trig_report_quote(&reading->report, waves[crosswalk->to_wave].id));
    size_t numbers[] = {crosswalk->variable, crosswalk->from_wave, crosswalk->to_wave};
    const struct trig_key *earlier =
        crosswalk->variable == TRIG_NONE
            ? NULL
            : trig_reading_add(reading, &reading->crosswalks, trig_key_of(numbers, 3), 0, row->line);
    if (earlier)
        trig_report_mistake(&reading->report, row->line, 0,
                            "this variable and these waves are in line %llu already; remove one of the rows",
                            (unsigned long long)earlier->line);
}

/* What [variable] was replaced by, by the rows so far; TRIG_NONE: nothing. */
static size_t successor(const struct trig_reading *reading, size_t variable)
{
    const struct trig_crosswalk *crosswalks = reading->list;
    for (size_t i = 0; i < reading->filled; i++)
        if (crosswalks[i].from_variable == variable && crosswalks[i].variable != TRIG_NONE)
            return crosswalks[i].variable;
    return TRIG_NONE;
}

/* Whether [from], replaced by [variable], would be what [variable] was replaced by. */
static bool leads_back(const struct trig_reading *reading, size_t variable, size_t from)
{
    while (variable != TRIG_NONE && variable != from)
        variable = successor(reading, variable);
    return variable == from;
}

/* A question on another scale is another variable; from one to the next leads one way. */
static void check_from_variable(struct trig_reading *reading, const struct trig_sheet_row *row,
                                struct trig_crosswalk *crosswalk)
{
    struct trig_report *report = &reading->report;
    const struct trig_variable *variables = reading->definition->variables;
    size_t from = crosswalk->from_variable;
    if (from == TRIG_NONE || crosswalk->variable == TRIG_NONE)
        return;
    size_t known = successor(reading, from);
    if (crosswalk->relation != TRIG_RESCALED)
        trig_report_mistake(report, row->line, 0,
                            "from_variable is given, but only a rescaled question was another variable "
                            "before; leave it blank");
    else if (variables[from].pillar != variables[crosswalk->variable].pillar)
        trig_report_mistake(report, row->line, 0,
                            "from_variable %s is of another pillar; both ask one question, so give both the "
                            "same pillar in variables.csv",
                            trig_report_quote(report, variables[from].name));
    else if (leads_back(reading, crosswalk->variable, from))
        trig_report_mistake(report, row->line, 0,
                            "from_variable %s is this variable or one that took its place; name the one that "
                            "was asked before",
                            trig_report_quote(report, variables[from].name));
    else if (known != TRIG_NONE && known != crosswalk->variable)
        trig_report_mistake(report, row->line, 0,
                            "from_variable %s was replaced by %s in a row above; a question goes on as one "
                            "variable",
                            trig_report_quote(report, variables[from].name),
                            trig_report_quote(report, variables[known].name));
    else
        return;
    crosswalk->from_variable = TRIG_NONE;
}

static void take_crosswalk(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    static const char *const relations[] = {"same", "reworded", "rescaled", "broken"};
    struct trig_crosswalk *crosswalks = reading->list;
    const struct trig_definition_index *index = reading->index;
    struct trig_crosswalk crosswalk = {
        .variable =
            trig_reading_required(reading, row, CROSSWALK_VARIABLE, &index->variables, TRIG_PART_VARIABLES),
        .from_wave = trig_reading_required(reading, row, CROSSWALK_FROM, &index->waves, TRIG_PART_WAVES),
        .to_wave = trig_reading_required(reading, row, CROSSWALK_TO, &index->waves, TRIG_PART_WAVES),
        .from_variable = trig_reading_reference(reading, row, CROSSWALK_FROM_VARIABLE, &index->variables,
                                                TRIG_PART_VARIABLES),
        .note = trig_reading_text(reading, row, CROSSWALK_NOTE),
    };
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, CROSSWALK_RELATION);
    size_t relation = TRIG_BROKEN;
    if (text.length == 0)
        trig_report_mistake(&reading->report, row->line, 0,
                            "relation is blank; write same, reworded, rescaled or broken");
    trig_sheet_word(&reading->sheet, row, "relation", text, relations, 4, &relation);
    crosswalk.relation = (enum trig_relation)relation;
    check_waves(reading, row, &crosswalk);
    check_from_variable(reading, row, &crosswalk);
    crosswalks[reading->filled++] = crosswalk;
}

void trig_reading_crosswalk(struct trig_reading *reading)
{
    if (!trig_reading_open(reading, TRIG_PART_CROSSWALK, &crosswalk_form, sizeof(struct trig_crosswalk)))
        return;
    if (!trig_reading_rows(reading, take_crosswalk))
        return;
    reading->definition->crosswalk = trig_reading_keep(reading);
    reading->definition->crosswalk_count = reading->filled;
}

enum { ACTION_INSTITUTION, ACTION_WAVE, ACTION_PILLAR, ACTION_ACTION, ACTION_DATE };

static const struct trig_sheet_form action_form = {
    .columns =
        (const struct trig_sheet_column[]){
            {"institution", false}, {"wave", false}, {"pillar", false}, {"action", true}, {"date", false}},
    .count = 5,
};

static void take_action(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct trig_action *actions = reading->list;
    const struct trig_definition_index *index = reading->index;
    struct trig_action action = {
        .institution = trig_reading_reference(reading, row, ACTION_INSTITUTION, &index->institutions,
                                              TRIG_PART_INSTITUTIONS),
        .wave = trig_reading_reference(reading, row, ACTION_WAVE, &index->waves, TRIG_PART_WAVES),
        .pillar = trig_reading_reference(reading, row, ACTION_PILLAR, &index->pillars, TRIG_PART_PILLARS),
        .action = trig_reading_text(reading, row, ACTION_ACTION),
        .date = trig_reading_date(reading, row, ACTION_DATE),
    };
    bool nameless = trig_sheet_cell(&reading->sheet, row, ACTION_INSTITUTION).length == 0;
    if (nameless && reading->definition->institution_count)
        trig_report_mistake(&reading->report, row->line, 0,
                            "institution is blank; write the id of the one that did this");
    if (action.action.length == 0)
        trig_report_mistake(&reading->report, row->line, 0, "action is blank; say what was done");
    actions[reading->filled++] = action;
}

void trig_reading_actions(struct trig_reading *reading)
{
    if (!trig_reading_open(reading, TRIG_PART_ACTIONS, &action_form, sizeof(struct trig_action)))
        return;
    if (!trig_reading_rows(reading, take_action))
        return;
    reading->definition->actions = trig_reading_keep(reading);
    reading->definition->action_count = reading->filled;
}
