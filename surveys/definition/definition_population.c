/* population.csv: how many people there were, as a whole and by attributes.
 *
 *      wave, institution, role   , grade, count
 *      2021, aston      ,        ,      , 320     the total
 *      2021, aston      , tech   ,      , 200  \
 *      2021, aston      , manager,      , 120   } a breakdown by role: adds up to the total
 *
 * The rows of one wave and institution that fill the same attributes are one
 * breakdown; all breakdowns of a wave and institution must add up to the same.
 */
#include "surveys/definition/definition_internal.h"

#include <math.h>
#include <string.h>

enum { WAVE, INSTITUTION, COUNT };

static const struct trig_sheet_form form = {
    .columns = (const struct trig_sheet_column[]){{"wave", false}, {"institution", false}, {"count", true}},
    .count = 3,
    .open = true,
};

/* Counts stay exact in a double, and so do their sums. */
#define MOST_PEOPLE 1e12

/* A column that is neither wave, institution nor count. */
struct attribute_column {
    size_t place;
    size_t variable;
};

struct breakdown {
    size_t total; /* index of its wave and institution among the totals */
    double sum;
    uint64_t line; /* of its last row */
};

/* What the rows are checked against; lives with the cells of the file. */
struct trig_census {
    struct attribute_column *columns;
    size_t column_count;
    bool partial;                 /* a column is not known, so rows that differ look alike */
    struct trig_keys values;      /* texts of attributes without scale -> a number */
    struct trig_keys rows;        /* {wave, institution, value of each attribute} */
    struct trig_keys filled;      /* {wave, institution, whether each attribute is filled} -> breakdown */
    struct breakdown *breakdowns; /* room for one a row */
    size_t breakdown_count;
    size_t *key; /* room for wave, institution and one number an attribute */
};

static bool categorical(const struct trig_variable *variable)
{
    bool type = variable->type == TRIG_TYPE_NOMINAL || variable->type == TRIG_TYPE_ORDINAL;
    return type && variable->role != TRIG_ROLE_PERSONAL && variable->role != TRIG_ROLE_IGNORE;
}

/* The variable that a heading names, TRIG_NONE with a mistake. */
static size_t find_attribute(struct trig_reading *reading, struct trig_view heading)
{
    struct trig_report *report = &reading->report;
    size_t variable = trig_keys_target(&reading->index->variables, heading);
    if (variable == TRIG_NONE && !reading->unusable[TRIG_PART_VARIABLES])
        trig_report_mistake(report, reading->sheet.heading_line, 0,
                            "column %s is neither wave, institution or count nor a variable%s",
                            trig_report_quote(report, heading),
                            trig_reading_suggest(reading, heading, &reading->index->variables));
    if (variable != TRIG_NONE && !categorical(&reading->definition->variables[variable])) {
        const struct trig_variable *found = &reading->definition->variables[variable];
        trig_report_mistake(
            report, reading->sheet.heading_line, 0,
            "column %s is of type %s with the role %s; people are counted by nominal or ordinal "
            "attributes, so remove it",
            trig_report_quote(report, heading), trig_type_name(found->type), trig_role_name(found->role));
        return TRIG_NONE;
    }
    return variable;
}

static bool is_form_column(const struct trig_sheet *sheet, size_t place)
{
    for (size_t i = 0; i < sheet->form->count; i++)
        if (sheet->places[i] == place)
            return true;
    return false;
}

/* @return whether memory sufficed. */
static bool find_columns(struct trig_reading *reading, struct trig_census *census)
{
    const struct trig_sheet *sheet = &reading->sheet;
    struct trig_keys seen;
    if (trig_keys_init(&seen, NULL)) {
        trig_report_no_memory(&reading->report);
        return false;
    }
    for (size_t i = 0; i < sheet->heading_count; i++) {
        if (sheet->headings[i].length == 0 || is_form_column(sheet, i))
            continue;
        if (trig_reading_add(reading, &seen, sheet->headings[i], i, 0)) {
            trig_report_mistake(&reading->report, sheet->heading_line, 0,
                                "column %s is there twice; remove or rename one of them",
                                trig_report_quote(&reading->report, sheet->headings[i]));
            continue;
        }
        size_t variable = find_attribute(reading, sheet->headings[i]);
        if (variable == TRIG_NONE)
            census->partial = true;
        else
            census->columns[census->column_count++] = (struct attribute_column){i, variable};
    }
    trig_keys_clear(&seen);
    return reading->report.status == TRIG_OK;
}

static double read_count(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, COUNT);
    double count = NAN;
    if (text.length == 0)
        trig_report_mistake(&reading->report, row->line, 0,
                            "count is blank; write a number, or remove the row when it is not known");
    if (!trig_sheet_number(&reading->sheet, row, "count", text, &count) || row->ragged)
        return NAN;
    if (count >= 0 && count <= MOST_PEOPLE && count == floor(count))
        return count;
    trig_report_mistake(&reading->report, row->line, 0, "count is %s; people come in whole numbers from 0",
                        trig_report_quote(&reading->report, text));
    return NAN;
}

/* Fills [attribute] and its number in the key, from 1, 0 for a blank; false when
 * the value is not one of the variable's scale. */
static bool read_attribute(struct trig_reading *reading, const struct trig_sheet_row *row, size_t index,
                           struct trig_population_attribute *attribute)
{
    struct trig_census *census = reading->census;
    const struct attribute_column *column = &census->columns[index];
    const struct trig_variable *variable = &reading->definition->variables[column->variable];
    struct trig_view text =
        column->place < row->count ? trig_text_trim(row->cells[column->place]) : trig_view_of("", 0);
    *attribute = (struct trig_population_attribute){.variable = column->variable, .value = trig_view("")};
    census->key[2 + index] = text.length ? 1 : 0;
    if (text.length == 0)
        return true;
    if (variable->scale != TRIG_NONE) {
        size_t code = trig_reading_code(reading, row, variable->name.data, variable->scale, text);
        if (code == TRIG_NONE)
            return false;
        census->key[2 + index] = code + 1;
        attribute->value = reading->definition->scales[variable->scale].codes[code].code;
        return true;
    }
    size_t value = trig_dictionary_count(census->values.texts);
    const struct trig_key *earlier = trig_reading_add(reading, &census->values, text, value, row->line);
    census->key[2 + index] = earlier ? earlier->target + 1 : value + 1;
    attribute->value = trig_arena_copy(&reading->definition->arena, text);
    if (!attribute->value.data)
        trig_report_no_memory(&reading->report);
    return true;
}

/* Adds a row's count to the breakdown that the key describes. */
static void add_count(struct trig_reading *reading, const struct trig_sheet_row *row, double count)
{
    struct trig_census *census = reading->census;
    size_t length = 2 + census->column_count;
    for (size_t i = 2; i < length; i++)
        census->key[i] = census->key[i] != 0;
    size_t next = census->breakdown_count;
    const struct trig_key *earlier =
        trig_reading_add(reading, &census->filled, trig_key_of(census->key, length), next, row->line);
    struct breakdown *breakdown = &census->breakdowns[earlier ? earlier->target : next];
    if (!earlier) {
        struct trig_keys *totals = &reading->index->populations;
        size_t total = trig_dictionary_count(totals->texts);
        const struct trig_key *known =
            trig_reading_add(reading, totals, trig_key_of(census->key, 2), total, row->line);
        breakdown->total = known ? known->target : total;
        census->breakdown_count++;
    }
    breakdown->sum += count;
    breakdown->line = row->line;
}

/* Whether a cell that refers to something was blank or led to it. */
static bool resolved(const struct trig_reading *reading, const struct trig_sheet_row *row, size_t column,
                     size_t target)
{
    return target != TRIG_NONE || trig_sheet_cell(&reading->sheet, row, column).length == 0;
}

/* The key is complete: a row like it may not have come before. */
static bool is_new(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct trig_census *census = reading->census;
    const struct trig_key *earlier =
        trig_reading_add(reading, &census->rows, trig_key_of(census->key, 2 + census->column_count),
                         reading->filled, row->line);
    if (earlier)
        trig_report_mistake(&reading->report, row->line, 0,
                            "line %llu counts the same people already; remove one of the rows",
                            (unsigned long long)earlier->line);
    return !earlier;
}

static void take_population(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct trig_census *census = reading->census;
    struct trig_population_attribute *attributes =
        trig_reading_list(reading, census->column_count, sizeof *attributes);
    if (!attributes)
        return;
    struct trig_population population = {
        .wave = trig_reading_reference(reading, row, WAVE, &reading->index->waves, TRIG_PART_WAVES),
        .institution = trig_reading_reference(reading, row, INSTITUTION, &reading->index->institutions,
                                              TRIG_PART_INSTITUTIONS),
        .attributes = attributes,
        .attribute_count = census->column_count,
        .count = read_count(reading, row),
    };
    bool known = true;
    for (size_t i = 0; i < census->column_count; i++)
        known = read_attribute(reading, row, i, &attributes[i]) && known;
    bool placed = !census->partial && resolved(reading, row, WAVE, population.wave) &&
                  resolved(reading, row, INSTITUTION, population.institution);
    census->key[0] = population.wave;
    census->key[1] = population.institution;
    if (placed && !known)
        add_count(reading, row, NAN); /* some of these people are lost: nothing to compare */
    else if (placed && is_new(reading, row))
        add_count(reading, row, population.count);
    ((struct trig_population *)reading->list)[reading->filled++] = population;
}

/* ---- do the breakdowns agree? ------------------------------------------------ */

/* "the counts by role, grade", or "the count of all" for the total. */
static const char *describe(struct trig_reading *reading, size_t index)
{
    struct trig_census *census = reading->census;
    struct trig_arena *texts = &reading->report.texts;
    struct trig_view key = trig_dictionary_at(census->filled.texts, index);
    memcpy(census->key, key.data, key.length);
    struct trig_view names = trig_view("");
    for (size_t i = 0; i < census->column_count && names.data; i++)
        if (census->key[2 + i])
            names = trig_arena_printf(texts, "%s%s%s", names.data, names.length ? ", " : "",
                                      reading->definition->variables[census->columns[i].variable].name.data);
    struct trig_view text = names.length ? trig_arena_printf(texts, "the counts by %s", names.data)
                                         : trig_view("the count of all");
    if (!names.data || !text.data) {
        trig_report_no_memory(&reading->report);
        return "";
    }
    return text.data;
}

static const char *place_of(struct trig_reading *reading, const struct breakdown *breakdown)
{
    const trig_definition *definition = reading->definition;
    size_t numbers[2];
    memcpy(numbers, trig_dictionary_at(reading->index->populations.texts, breakdown->total).data,
           sizeof numbers);
    struct trig_view text =
        trig_arena_printf(&reading->report.texts, "%s%s%s%s", numbers[1] == TRIG_NONE ? "" : " at ",
                          numbers[1] == TRIG_NONE ? "" : definition->institutions[numbers[1]].id.data,
                          numbers[0] == TRIG_NONE ? "" : " in wave ",
                          numbers[0] == TRIG_NONE ? "" : definition->waves[numbers[0]].id.data);
    if (!text.data)
        trig_report_no_memory(&reading->report);
    return text.data ? text.data : "";
}

/* Fills the totals from the first breakdown of each; the others must agree. A
 * breakdown with a row that was wrong has no sum to compare. */
static void compare_breakdowns(struct trig_reading *reading, double *totals)
{
    const struct trig_census *census = reading->census;
    size_t *first = trig_arena_calloc(&reading->cells, census->breakdown_count, sizeof *first);
    if (!first) {
        trig_report_no_memory(&reading->report);
        return;
    }
    for (size_t i = 0; i < census->breakdown_count; i++) {
        const struct breakdown *breakdown = &census->breakdowns[i];
        if (isnan(breakdown->sum))
            continue;
        if (isnan(totals[breakdown->total])) {
            totals[breakdown->total] = breakdown->sum;
            first[breakdown->total] = i;
        } else if (breakdown->sum != totals[breakdown->total]) {
            trig_report_mistake(&reading->report, breakdown->line, 0,
                                "%s%s: %.0f, but %s (up to line %llu): %.0f; correct one of them",
                                describe(reading, i), place_of(reading, breakdown), breakdown->sum,
                                describe(reading, first[breakdown->total]),
                                (unsigned long long)census->breakdowns[first[breakdown->total]].line,
                                totals[breakdown->total]);
        }
    }
}

static void finish_totals(struct trig_reading *reading)
{
    size_t count = trig_dictionary_count(reading->index->populations.texts);
    double *totals = trig_reading_list(reading, count, sizeof *totals);
    if (!totals)
        return;
    for (size_t i = 0; i < count; i++)
        totals[i] = NAN;
    compare_breakdowns(reading, totals);
    reading->index->population_totals = totals;
}

/* ---- the file -------------------------------------------------------------------- */

static bool begin_census(struct trig_reading *reading, struct trig_census *census)
{
    const struct trig_sheet *sheet = &reading->sheet;
    struct trig_arena *cells = &reading->cells;
    census->columns = trig_arena_calloc(cells, sheet->heading_count, sizeof *census->columns);
    census->breakdowns = trig_arena_calloc(cells, sheet->row_count, sizeof *census->breakdowns);
    census->key = trig_arena_calloc(cells, 2 + sheet->heading_count, sizeof *census->key);
    bool made = census->columns && census->breakdowns && census->key &&
                trig_keys_init(&census->values, NULL) == TRIG_OK &&
                trig_keys_init(&census->rows, NULL) == TRIG_OK &&
                trig_keys_init(&census->filled, NULL) == TRIG_OK;
    if (!made)
        trig_report_no_memory(&reading->report);
    return made;
}

void trig_reading_population(struct trig_reading *reading)
{
    if (!trig_reading_open(reading, TRIG_PART_POPULATION, &form, sizeof(struct trig_population)))
        return;
    struct trig_census census = {.column_count = 0};
    reading->census = &census;
    if (begin_census(reading, &census) && find_columns(reading, &census) &&
        trig_reading_rows(reading, take_population)) {
        finish_totals(reading);
        reading->definition->population = trig_reading_keep(reading);
        reading->definition->population_count = reading->filled;
    }
    reading->census = NULL;
    trig_keys_clear(&census.values);
    trig_keys_clear(&census.rows);
    trig_keys_clear(&census.filled);
}
