#include "analyze/index/spec.h"

#include "surveys/base/file.h"
#include "surveys/definition/definition_sheet.h"

#include <math.h>
#include <string.h>

enum { INDICATOR, DIRECTION, WEIGHT, NORMALISATION, LOW, HIGH, REFERENCE };

static const struct trig_sheet_column columns[] = {[INDICATOR] = {"indicator", true},
                                                   [DIRECTION] = {"direction", false},
                                                   [WEIGHT] = {"weight", false},
                                                   [NORMALISATION] = {"normalisation", false},
                                                   [LOW] = {"low", false},
                                                   [HIGH] = {"high", false},
                                                   [REFERENCE] = {"reference", false}};
static const struct trig_sheet_form form = {columns, sizeof columns / sizeof *columns, false};

static const char *const directions[] = {"higher", "lower"};

/* A file being read. */
struct reading {
    const trig_definition *definition;
    struct trig_sheet sheet;
    struct trig_report report;
    struct trig_arena arena;
    struct trig_view *names;  /* by row: the canonical measure; data NULL after a mistake */
    struct trig_view *labels; /* by row: as it was written */
    struct trig_index_spec *out;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the specification of an index");
}

/* ---- one row ------------------------------------------------------------------------------- */

/* Checks the only measure of a cell and keeps its canonical name. */
static void check_measure(struct reading *reading, size_t row, const struct trig_measures *measures)
{
    const struct trig_measure *measure = &measures->items[0];
    uint64_t line = reading->sheet.rows[row].line;
    if (measures->count != 1) {
        trig_report_mistake(&reading->report, line, 0,
                            "indicator: %s stands for %zu measures; give each a row of its own",
                            trig_report_quote(&reading->report, reading->labels[row]), measures->count);
        return;
    }
    if (measure->kind == TRIG_MEASURE_RESPONDENTS) {
        trig_report_mistake(
            &reading->report, line, 0,
            "indicator: respondents are a count, no result of theirs; take a score, mean or share");
        return;
    }
    for (size_t above = 0; above < row; above++)
        if (reading->names[above].data && trig_view_equal(reading->names[above], measure->name))
            trig_report_mistake(&reading->report, line, 0,
                                "indicator: %s stands in line %ju already; give it one row and one weight",
                                trig_report_quote(&reading->report, measure->name),
                                (uintmax_t)reading->sheet.rows[above].line);
    reading->names[row] = trig_arena_copy(&reading->arena, measure->name);
    reading->out->items[row].percent = measure->unit == TRIG_UNIT_SHARE ? 100.0 : 1.0;
    if (!reading->names[row].data)
        trig_report_no_memory(&reading->report);
    if (reading->out->items[row].normalisation == TRIG_NORMALISE_NONE && measure->unit == TRIG_UNIT_OWN)
        trig_report_mistake(&reading->report, line, 0,
                            "normalisation: none is for scores and shares; %s has a unit of its own: take "
                            "min-max, rank or reference",
                            trig_report_quote(&reading->report, measure->name));
}

static void read_measure(struct reading *reading, size_t row)
{
    struct trig_measures measures;
    struct trig_error error = {.status = TRIG_OK};
    struct trig_view text = trig_sheet_cell(&reading->sheet, &reading->sheet.rows[row], INDICATOR);
    reading->labels[row] = trig_arena_copy(&reading->arena, text);
    if (!reading->labels[row].data) {
        trig_report_no_memory(&reading->report);
        return;
    }
    if (!text.length) {
        trig_report_mistake(&reading->report, reading->sheet.rows[row].line, 0,
                            "indicator is blank; every row needs a measure, as pillar:ID");
        return;
    }
    enum trig_status status =
        trig_measures_parse(reading->definition, reading->labels[row].data, &measures, &error);
    if (status == TRIG_ERR_MEMORY)
        trig_report_no_memory(&reading->report);
    else if (status)
        trig_report_mistake(&reading->report, reading->sheet.rows[row].line, 0, "indicator: %s",
                            error.message);
    if (status)
        return;
    check_measure(reading, row, &measures);
    trig_measures_clear(&measures);
}

/* The number of a cell, which has to be above 0 where it is given. */
static void read_positive(struct reading *reading, const struct trig_sheet_row *row, size_t column,
                          double *out)
{
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, column);
    const char *name = columns[column].name;
    if (trig_sheet_number(&reading->sheet, row, name, text, out) && !(*out > 0.0 && isfinite(*out)))
        trig_report_mistake(&reading->report, row->line, 0, "%s is %g; it has to be above 0", name, *out);
}

static void read_goalposts(struct reading *reading, const struct trig_sheet_row *row,
                           struct trig_indicator *out)
{
    const struct trig_sheet *sheet = &reading->sheet;
    struct trig_view low = trig_sheet_cell(sheet, row, LOW), high = trig_sheet_cell(sheet, row, HIGH);
    bool read = trig_sheet_number(sheet, row, "low", low, &out->low);
    read = trig_sheet_number(sheet, row, "high", high, &out->high) && read;
    if (!low.length != !high.length)
        trig_report_mistake(&reading->report, row->line, 0,
                            "%s is blank; give both goalposts or neither, for the institutions' own",
                            low.length ? "high" : "low");
    else if (read && !(isfinite(out->low) && isfinite(out->high) && out->low < out->high))
        trig_report_mistake(&reading->report, row->line, 0,
                            "low is %g and high is %g; low has to be below high", out->low, out->high);
    if ((low.length || high.length) && out->normalisation != TRIG_NORMALISE_MIN_MAX)
        trig_report_mistake(&reading->report, row->line, 0,
                            "low and high are the goalposts of min-max; leave them blank for %s",
                            trig_normalisation_names[out->normalisation]);
}

static void read_reference(struct reading *reading, const struct trig_sheet_row *row,
                           struct trig_indicator *out)
{
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, REFERENCE);
    bool needed = out->normalisation == TRIG_NORMALISE_REFERENCE;
    read_positive(reading, row, REFERENCE, &out->reference);
    if (needed && !text.length)
        trig_report_mistake(&reading->report, row->line, 0,
                            "reference is blank; normalisation reference needs the value that is 100 points");
    if (!needed && text.length)
        trig_report_mistake(&reading->report, row->line, 0,
                            "reference belongs to normalisation reference; leave it blank for %s",
                            trig_normalisation_names[out->normalisation]);
}

static void read_row(struct reading *reading, size_t at)
{
    const struct trig_sheet *sheet = &reading->sheet;
    const struct trig_sheet_row *row = &sheet->rows[at];
    struct trig_indicator *out = &reading->out->items[at];
    size_t direction = 0;
    size_t normalisation = TRIG_NORMALISE_MIN_MAX;
    *out = (struct trig_indicator){.weight = 1.0, .low = NAN, .high = NAN, .reference = NAN, .percent = 1.0};
    trig_sheet_word(sheet, row, "direction", trig_sheet_cell(sheet, row, DIRECTION), directions, 2,
                    &direction);
    trig_sheet_word(sheet, row, "normalisation", trig_sheet_cell(sheet, row, NORMALISATION),
                    trig_normalisation_names, TRIG_NORMALISE_NONE + 1, &normalisation);
    out->lower_is_better = direction == 1;
    out->normalisation = (enum trig_normalisation)normalisation;
    read_positive(reading, row, WEIGHT, &out->weight);
    read_goalposts(reading, row, out);
    read_reference(reading, row, out);
    read_measure(reading, at);
}

/* ---- the whole ----------------------------------------------------------------------------- */

static void check_all(struct reading *reading)
{
    const struct trig_index_spec *out = reading->out;
    size_t standard = 0;
    for (size_t i = 0; i < out->count; i++)
        standard += out->items[i].normalisation == TRIG_NORMALISE_Z;
    if (standard && standard < out->count)
        trig_report_mistake(&reading->report, 0, 0,
                            "normalisation z is in standard deviations and the others are in points: take z "
                            "for all %zu indicators or for none",
                            out->count);
    if (out->count < 2)
        trig_report_mistake(&reading->report, 0, 0,
                            "has %s; an index needs at least two (trig-analyze compare shows one measure)",
                            out->count ? "one indicator" : "no indicators");
}

static void share_weights(struct trig_index_spec *spec)
{
    double sum = 0.0;
    for (size_t i = 0; i < spec->count; i++)
        sum += spec->items[i].weight;
    for (size_t i = 0; i < spec->count; i++)
        spec->items[i].weight /= sum;
}

/* All rows' measures together: a scan reads them at once. */
static enum trig_status parse_measures(struct reading *reading, struct trig_error *error)
{
    struct trig_view list = trig_view("");
    for (size_t i = 0; i < reading->out->count && list.data; i++)
        list = trig_arena_printf(&reading->arena, "%.*s%s%.*s", TRIG_VIEW_ARG(list), i ? "," : "",
                                 TRIG_VIEW_ARG(reading->labels[i]));
    if (!list.data)
        return no_memory(error);
    return trig_measures_parse(reading->definition, list.data, &reading->out->measures, error);
}

static enum trig_status read_rows(struct reading *reading, struct trig_error *error)
{
    size_t count = reading->sheet.row_count;
    if (count > TRIG_MOST_INDICATORS) {
        trig_report_mistake(&reading->report, reading->sheet.rows[TRIG_MOST_INDICATORS].line, 0,
                            "is the %dth indicator; an index takes at most %d: put items together as pillars",
                            TRIG_MOST_INDICATORS + 1, TRIG_MOST_INDICATORS);
        return TRIG_OK;
    }
    reading->names = trig_arena_calloc(&reading->arena, count, sizeof *reading->names);
    reading->labels = trig_arena_calloc(&reading->arena, count, sizeof *reading->labels);
    reading->out->items = trig_calloc(count, sizeof *reading->out->items);
    if (!reading->names || !reading->labels || !reading->out->items)
        return no_memory(error);
    reading->out->count = count;
    for (size_t i = 0; i < count; i++)
        read_row(reading, i);
    check_all(reading);
    if (reading->report.found || reading->report.status)
        return TRIG_OK;
    share_weights(reading->out);
    return parse_measures(reading, error);
}

static enum trig_status read_file(struct reading *reading, const char *path, struct trig_error *error)
{
    struct trig_view content;
    enum trig_status status = trig_file_read(path, 0, &reading->arena, &content, error);
    if (status)
        return status;
    if (trig_sheet_read(&reading->sheet, content, &form, &reading->arena, &reading->report))
        status = read_rows(reading, error);
    if (status == TRIG_OK && reading->report.status)
        return no_memory(error);
    return status;
}

enum trig_status trig_index_spec_read(const trig_definition *definition, const char *path,
                                      struct trig_index_spec *out, struct trig_problems *problems,
                                      struct trig_error *error)
{
    struct reading reading = {.definition = definition, .out = out};
    *out = (struct trig_index_spec){.count = 0};
    trig_arena_init(&reading.arena);
    trig_report_init(&reading.report, problems);
    reading.report.path = path;
    enum trig_status status = read_file(&reading, path, error);
    if (status == TRIG_OK && reading.report.found)
        status = trig_report_first(problems, 0, error);
    trig_sheet_clear(&reading.sheet);
    trig_report_clear(&reading.report);
    trig_arena_clear(&reading.arena);
    if (status)
        trig_index_spec_clear(out);
    return status;
}

void trig_index_spec_clear(struct trig_index_spec *spec)
{
    trig_measures_clear(&spec->measures);
    trig_free(spec->items);
    *spec = (struct trig_index_spec){.count = 0};
}
