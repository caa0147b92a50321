#include "analyze/benchmark/mix_file.h"

#include "surveys/base/dictionary.h"
#include "surveys/base/file.h"
#include "surveys/definition/definition_sheet.h"

#include <math.h>

enum { INSTITUTION, CELL, N, P };

static const struct trig_sheet_column columns[] = {
    [INSTITUTION] = {"institution", true}, [CELL] = {"cell", true}, [N] = {"n", true}, [P] = {"p", true}};
static const struct trig_sheet_form form = {columns, sizeof columns / sizeof *columns, false};

/* More combinations than this are a mistake, not a table that anybody published. */
#define MOST_COMBINATIONS ((size_t)10000000)

/* Of one row of the file. */
struct place {
    size_t institution;
    size_t cell;
};

/* A file being read. */
struct reading {
    struct trig_sheet sheet;
    struct trig_report report;
    trig_dictionary *institutions;
    trig_dictionary *cells;
    struct place *places;         /* by row, of the arena */
    struct trig_mix_cell *values; /* of the arena; variance below 0: not read yet */
};

/* The index of a name, which is added when it is new; SIZE_MAX after a mistake. */
static size_t index_of(struct reading *reading, trig_dictionary *names, const struct trig_sheet_row *row,
                       size_t column)
{
    size_t index = SIZE_MAX;
    struct trig_view name = trig_sheet_cell(&reading->sheet, row, column);
    if (!name.length)
        trig_report_mistake(&reading->report, row->line, 0, "%s is blank; every row needs one",
                            columns[column].name);
    else if (trig_dictionary_add(names, name, &index, NULL) != TRIG_OK)
        trig_report_no_memory(&reading->report);
    return index;
}

/* The number and share of a row; false after a mistake. */
static bool read_values(struct reading *reading, const struct trig_sheet_row *row, struct trig_mix_cell *out)
{
    const struct trig_sheet *sheet = &reading->sheet;
    struct trig_view n = trig_sheet_cell(sheet, row, N), p = trig_sheet_cell(sheet, row, P);
    double count = 0.0, share = NAN;
    size_t mistakes = reading->report.found;
    if (!n.length)
        trig_report_mistake(&reading->report, row->line, 0, "n is blank; write 0 where nobody answered");
    else if (trig_sheet_number(sheet, row, "n", n, &count) && !(count >= 0.0 && isfinite(count)))
        trig_report_mistake(&reading->report, row->line, 0, "n is %g; a count of answers is 0 or more",
                            count);
    if (trig_sheet_number(sheet, row, "p", p, &share) && !(share >= 0.0 && share <= 1.0))
        trig_report_mistake(&reading->report, row->line, 0,
                            "p is %g; a share is from 0 to 1 (divide percentages by 100)", share);
    else if (count > 0.0 && !p.length)
        trig_report_mistake(&reading->report, row->line, 0, "p is blank, though %g answered", count);
    *out = trig_mix_cell_of(count, share, share * (1.0 - share));
    return reading->report.found == mistakes;
}

static void read_row(struct reading *reading, const struct trig_sheet_row *row, const struct place *place)
{
    struct trig_mix_cell values;
    struct trig_report *report = &reading->report;
    if (!read_values(reading, row, &values))
        return;
    size_t cells = trig_dictionary_count(reading->cells);
    struct trig_mix_cell *out = &reading->values[place->institution * cells + place->cell];
    if (out->variance >= 0.0)
        trig_report_mistake(report, row->line, 0, "a second row for %s in cell %s",
                            trig_report_quote(report, trig_sheet_cell(&reading->sheet, row, INSTITUTION)),
                            trig_report_quote(report, trig_sheet_cell(&reading->sheet, row, CELL)));
    *out = values;
    if (!(values.n > 0.0))
        *out = trig_mix_cell_of(0.0, 0.0, 0.0);
}

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a table of institutions and cells");
}

static bool find_places(struct reading *reading)
{
    for (size_t i = 0; i < reading->sheet.row_count; i++) {
        const struct trig_sheet_row *row = &reading->sheet.rows[i];
        reading->places[i] = (struct place){index_of(reading, reading->institutions, row, INSTITUTION),
                                            index_of(reading, reading->cells, row, CELL)};
    }
    return reading->report.found == 0 && reading->report.status == TRIG_OK;
}

static struct trig_views views_of(const trig_dictionary *names, struct trig_arena *arena)
{
    size_t count = trig_dictionary_count(names);
    struct trig_view *items = trig_arena_calloc(arena, count, sizeof *items);
    for (size_t i = 0; items && i < count; i++)
        items[i] = trig_arena_copy(arena, trig_dictionary_at(names, i));
    return (struct trig_views){items, items ? count : 0};
}

static enum trig_status fill(struct reading *reading, struct trig_mix_file *out, struct trig_error *error)
{
    size_t institutions = trig_dictionary_count(reading->institutions);
    size_t cells = trig_dictionary_count(reading->cells);
    if (institutions && cells > MOST_COMBINATIONS / institutions)
        return trig_error_set(error, TRIG_ERR_LIMIT,
                              "%zu institutions by %zu cells are more than %zu numbers", institutions, cells,
                              MOST_COMBINATIONS);
    reading->values = trig_arena_calloc(&out->arena, institutions * cells, sizeof *reading->values);
    if (!reading->values)
        return no_memory(error);
    for (size_t i = 0; i < institutions * cells; i++)
        reading->values[i].variance = -1.0;
    for (size_t i = 0; i < reading->sheet.row_count; i++)
        read_row(reading, &reading->sheet.rows[i], &reading->places[i]);
    for (size_t i = 0; i < institutions * cells; i++)
        reading->values[i].variance = fmax(0.0, reading->values[i].variance);
    out->mix = (struct trig_mix){reading->values, institutions, cells};
    out->institutions = views_of(reading->institutions, &out->arena);
    out->cells = views_of(reading->cells, &out->arena);
    return out->institutions.count == institutions && out->cells.count == cells ? TRIG_OK : no_memory(error);
}

static enum trig_status read_sheet(struct reading *reading, struct trig_view content,
                                   struct trig_mix_file *out, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (!trig_sheet_read(&reading->sheet, content, &form, &out->arena, &reading->report))
        return reading->report.status;
    if (!reading->sheet.row_count)
        trig_report_mistake(&reading->report, 0, 0, "has no rows below its header");
    reading->places = trig_arena_calloc(&out->arena, reading->sheet.row_count, sizeof *reading->places);
    if (!reading->places)
        return no_memory(error);
    if (find_places(reading))
        status = fill(reading, out, error);
    return status ? status : reading->report.status;
}

enum trig_status trig_mix_file_read(const char *path, struct trig_mix_file *out,
                                    struct trig_problems *problems, struct trig_error *error)
{
    struct trig_view content;
    struct reading reading = {.institutions = trig_dictionary_create(error),
                              .cells = trig_dictionary_create(error)};
    *out = (struct trig_mix_file){.mix = {.cells = NULL}};
    trig_arena_init(&out->arena);
    trig_report_init(&reading.report, problems);
    reading.report.path = path;
    enum trig_status status = reading.institutions && reading.cells ? TRIG_OK : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = trig_file_read(path, 0, &out->arena, &content, error);
    if (status == TRIG_OK)
        status = read_sheet(&reading, content, out, error);
    if (status == TRIG_OK && reading.report.found)
        status = trig_report_first(problems, 0, error);
    if (status == TRIG_ERR_MEMORY)
        no_memory(error);
    trig_sheet_clear(&reading.sheet);
    trig_report_clear(&reading.report);
    trig_dictionary_destroy(reading.institutions);
    trig_dictionary_destroy(reading.cells);
    if (status != TRIG_OK)
        trig_mix_file_clear(out);
    return status;
}

void trig_mix_file_clear(struct trig_mix_file *file)
{
    trig_arena_clear(&file->arena);
    file->institutions = file->cells = (struct trig_views){NULL, 0};
}
