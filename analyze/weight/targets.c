#include "analyze/weight/targets.h"

#include "surveys/definition/definition_sheet.h"

#include <math.h>

enum { WAVE, INSTITUTION, TOTAL_OF, COUNT };

static const struct trig_sheet_form form = {
    .columns =
        (const struct trig_sheet_column[]){
            {"wave", false}, {"institution", false}, {"total_of", false}, {"count", true}},
    .count = 4,
    .open = true,
};

/* A table being read. */
struct reading {
    const trig_definition *definition;
    struct trig_sheet sheet;
    struct trig_report report;
    struct trig_targets *out;
    struct trig_target *items;
    trig_dictionary *seen;                       /* rows, so that none is there twice */
    size_t places[TRIG_TARGETS_MOST_ATTRIBUTES]; /* by attribute: its column of the sheet */
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for population totals");
}

/* ---- headings ------------------------------------------------------------------------ */

static bool is_attribute(const struct trig_variable *variable)
{
    bool type = variable->type == TRIG_TYPE_NOMINAL || variable->type == TRIG_TYPE_ORDINAL;
    return type && variable->role != TRIG_ROLE_PERSONAL && variable->role != TRIG_ROLE_IGNORE &&
           variable->role != TRIG_ROLE_WAVE && variable->role != TRIG_ROLE_INSTITUTION;
}

static void add_attribute(struct reading *reading, size_t place, size_t variable)
{
    struct trig_targets *out = reading->out;
    if (out->attribute_count == TRIG_TARGETS_MOST_ATTRIBUTES) {
        trig_report_mistake(&reading->report, reading->sheet.heading_line, 0,
                            "has more than %d columns of attributes; leave some out",
                            TRIG_TARGETS_MOST_ATTRIBUTES);
        return;
    }
    reading->places[out->attribute_count] = place;
    out->attributes[out->attribute_count] = variable;
    out->texts[out->attribute_count] = trig_dictionary_create(NULL);
    if (!out->texts[out->attribute_count++])
        trig_report_no_memory(&reading->report);
}

static bool is_own(const struct trig_sheet *sheet, size_t place)
{
    for (size_t i = 0; i < form.count; i++)
        if (sheet->places[i] == place)
            return true;
    return false;
}

static void find_attributes(struct reading *reading)
{
    const struct trig_sheet *sheet = &reading->sheet;
    struct trig_report *report = &reading->report;
    for (size_t place = 0; place < sheet->heading_count; place++) {
        struct trig_view heading = sheet->headings[place];
        if (!heading.length || is_own(sheet, place))
            continue;
        size_t variable = trig_definition_variable(reading->definition, heading);
        if (variable == TRIG_NONE)
            trig_report_mistake(report, sheet->heading_line, 0,
                                "column %s is neither wave, institution, total_of or count nor a variable",
                                trig_report_quote(report, heading));
        else if (!is_attribute(&reading->definition->variables[variable]))
            trig_report_mistake(report, sheet->heading_line, 0,
                                "column %s is %s and has no categories; for the sum of a number write its "
                                "name in a column total_of",
                                trig_report_quote(report, heading),
                                trig_type_name(reading->definition->variables[variable].type));
        else
            add_attribute(reading, place, variable);
    }
}

/* ---- rows ------------------------------------------------------------------------------- */

/* A look-up by id: TRIG_NONE when there is no such thing. */
typedef size_t look_up(const trig_definition *definition, struct trig_view id);

static size_t read_id(struct reading *reading, const struct trig_sheet_row *row, size_t column, look_up *find)
{
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, column);
    size_t found = text.length ? find(reading->definition, text) : TRIG_NONE;
    if (text.length && found == TRIG_NONE)
        trig_report_mistake(&reading->report, row->line, 0, "there is no %s %s in the survey",
                            form.columns[column].name, trig_report_quote(&reading->report, text));
    return found;
}

static size_t read_total_of(struct reading *reading, const struct trig_sheet_row *row)
{
    size_t found = read_id(reading, row, TOTAL_OF, trig_definition_variable);
    if (found == TRIG_NONE)
        return TRIG_NONE;
    const struct trig_variable *variable = &reading->definition->variables[found];
    if (variable->type != TRIG_TYPE_NUMERIC || variable->role == TRIG_ROLE_PERSONAL ||
        variable->role == TRIG_ROLE_IGNORE)
        trig_report_mistake(&reading->report, row->line, 0, "total_of %s: it is %s; only numbers add up",
                            trig_report_quote(&reading->report, variable->name),
                            trig_type_name(variable->type));
    return found;
}

static double read_count(struct reading *reading, const struct trig_sheet_row *row, bool is_total)
{
    double count = NAN;
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, COUNT);
    if (!text.length)
        trig_report_mistake(&reading->report, row->line, 0,
                            "count is blank; leave the row out if nobody "
                            "knows it");
    else if (trig_sheet_number(&reading->sheet, row, "count", text, &count) && count < 0.0 && !is_total)
        trig_report_mistake(&reading->report, row->line, 0, "count is %g; people are counted from 0", count);
    return count;
}

static size_t read_value(struct reading *reading, const struct trig_sheet_row *row, size_t attribute)
{
    size_t place = reading->places[attribute], index = TRIG_NONE;
    const struct trig_variable *variable =
        &reading->definition->variables[reading->out->attributes[attribute]];
    struct trig_view text =
        place < row->count ? trig_text_trim(row->cells[place]) : (struct trig_view){"", 0};
    if (!text.length)
        return TRIG_NONE;
    if (variable->scale != TRIG_NONE &&
        trig_scale_code(&reading->definition->scales[variable->scale], text) == TRIG_NONE)
        trig_report_mistake(&reading->report, row->line, 0, "%s is not a code of %s",
                            trig_report_quote(&reading->report, text),
                            trig_report_quote(&reading->report, variable->name));
    else if (trig_dictionary_add(reading->out->texts[attribute], text, &index, NULL))
        trig_report_no_memory(&reading->report);
    return index;
}

/* Whether the row is there already: all that it says but its count. */
static void check_once(struct reading *reading, const struct trig_target *target)
{
    size_t key[3 + TRIG_TARGETS_MOST_ATTRIBUTES] = {target->wave, target->institution, target->total_of};
    size_t count = reading->out->attribute_count, before = trig_dictionary_count(reading->seen), index = 0;
    memcpy(key + 3, target->values, count * sizeof *key);
    if (trig_dictionary_add(reading->seen, trig_view_of((const char *)key, (3 + count) * sizeof *key), &index,
                            NULL))
        trig_report_no_memory(&reading->report);
    else if (index < before)
        trig_report_mistake(&reading->report, target->line, 0,
                            "says the same as line %llu; leave one of them out",
                            (unsigned long long)reading->items[index].line);
}

static void read_row(struct reading *reading, const struct trig_sheet_row *row)
{
    struct trig_targets *out = reading->out;
    size_t mistakes = reading->report.found;
    size_t *values = trig_arena_calloc(&out->arena, out->attribute_count, sizeof *values);
    if (!values) {
        trig_report_no_memory(&reading->report);
        return;
    }
    struct trig_target *target = &reading->items[out->count];
    *target =
        (struct trig_target){.wave = read_id(reading, row, WAVE, trig_definition_wave),
                             .institution = read_id(reading, row, INSTITUTION, trig_definition_institution),
                             .values = values,
                             .total_of = read_total_of(reading, row),
                             .line = row->line};
    for (size_t i = 0; i < out->attribute_count; i++)
        values[i] = read_value(reading, row, i);
    target->count = read_count(reading, row, target->total_of != TRIG_NONE);
    if (reading->report.found > mistakes || reading->report.status)
        return;
    check_once(reading, target);
    out->count++;
}

static enum trig_status read_rows(struct reading *reading, struct trig_error *error)
{
    struct trig_sheet *sheet = &reading->sheet;
    find_attributes(reading);
    if (!sheet->row_count)
        trig_report_mistake(&reading->report, 0, 0, "has no rows below its header");
    reading->items = trig_arena_calloc(&reading->out->arena, sheet->row_count, sizeof *reading->items);
    if (!reading->items)
        return no_memory(error);
    reading->out->items = reading->items;
    for (size_t i = 0; i < sheet->row_count && !reading->report.status; i++)
        if (!sheet->rows[i].ragged)
            read_row(reading, &sheet->rows[i]);
    return reading->report.status;
}

/* ---- the whole ----------------------------------------------------------------------------- */

enum trig_status trig_targets_read(const trig_definition *definition, struct trig_view content,
                                   const char *path, struct trig_problems *problems, struct trig_targets *out,
                                   struct trig_error *error)
{
    struct trig_problems own;
    struct reading reading = {.definition = definition, .out = out, .seen = trig_dictionary_create(error)};
    size_t before = problems ? problems->count : 0;
    trig_problems_init(&own);
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->arena);
    trig_report_init(&reading.report, problems ? problems : &own);
    out->path = trig_arena_copy(&out->arena, trig_view(path)).data;
    reading.report.path = out->path;
    enum trig_status status = out->path && reading.seen ? TRIG_OK : no_memory(error);
    if (status == TRIG_OK && trig_sheet_read(&reading.sheet, content, &form, &out->arena, &reading.report))
        status = read_rows(&reading, error);
    if (status == TRIG_OK)
        status = reading.report.status;
    if (status == TRIG_OK && reading.report.found)
        status = trig_report_first(problems ? problems : &own, before, error);
    if (status == TRIG_ERR_MEMORY)
        no_memory(error);
    trig_sheet_clear(&reading.sheet);
    trig_report_clear(&reading.report);
    trig_dictionary_destroy(reading.seen);
    trig_problems_clear(&own);
    if (status)
        trig_targets_clear(out);
    return status;
}

void trig_targets_clear(struct trig_targets *targets)
{
    for (size_t i = 0; i < targets->attribute_count; i++)
        trig_dictionary_destroy(targets->texts[i]);
    trig_arena_clear(&targets->arena);
    memset(targets, 0, sizeof *targets);
}

/* ---- names ----------------------------------------------------------------------------------- */

uint64_t trig_target_shape(const struct trig_targets *targets, const struct trig_target *target)
{
    uint64_t shape = target->institution != TRIG_NONE;
    for (size_t i = 0; i < targets->attribute_count; i++)
        shape |= (uint64_t)(target->values[i] != TRIG_NONE) << (1 + i);
    return shape;
}

static void append(struct trig_view *text, struct trig_arena *arena, struct trig_view first,
                   struct trig_view second)
{
    if (text->data)
        *text = trig_arena_printf(arena, "%.*s%s%.*s%s%.*s", TRIG_VIEW_ARG(*text), text->length ? ", " : "",
                                  TRIG_VIEW_ARG(first), second.length ? " " : "", TRIG_VIEW_ARG(second));
}

struct trig_view trig_targets_shape_name(const struct trig_targets *targets,
                                         const trig_definition *definition, uint64_t shape,
                                         struct trig_arena *arena)
{
    struct trig_view text = {"", 0}, none = {"", 0};
    if (shape & 1)
        append(&text, arena, trig_view("institution"), none);
    for (size_t i = 0; i < targets->attribute_count; i++)
        if (shape >> (1 + i) & 1)
            append(&text, arena, definition->variables[targets->attributes[i]].name, none);
    return text.length ? text : trig_arena_copy(arena, trig_view("everybody"));
}

struct trig_view trig_target_name(const struct trig_targets *targets, const trig_definition *definition,
                                  const struct trig_target *target, struct trig_arena *arena)
{
    struct trig_view text = {"", 0}, none = {"", 0};
    if (target->institution != TRIG_NONE)
        append(&text, arena, definition->institutions[target->institution].id, none);
    for (size_t i = 0; i < targets->attribute_count; i++)
        if (target->values[i] != TRIG_NONE)
            append(&text, arena, definition->variables[targets->attributes[i]].name,
                   trig_dictionary_at(targets->texts[i], target->values[i]));
    if (target->total_of != TRIG_NONE)
        append(&text, arena, trig_view("total of"), definition->variables[target->total_of].name);
    return text.length ? text : trig_arena_copy(arena, trig_view("everybody"));
}
