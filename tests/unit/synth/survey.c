#include "tests/unit/synth/survey.h"

#include "surveys/csv/csv_reader.h"

#include "tests/support.h"

#include <stdlib.h>

void survey_read(struct survey *survey)
{
    struct trig_error error = {0};
    *survey = (struct survey){0};
    assert_ok(trig_definition_files_read(TRIG_DEFINITIONS "/demo", TRIG_DEFINITIONS, &survey->files, &error),
              error);
    assert_ok(trig_definition_parse(&survey->files, NULL, &survey->definition, &error), error);
}

void survey_clear(struct survey *survey)
{
    trig_definition_destroy(survey->definition);
    trig_definition_files_clear(&survey->files);
}

struct wanted wanted_on(const char *platform)
{
    return (struct wanted){.platform = platform, .wave = "2021", .seed = 7, .responses = 300};
}

int survey_begin(void **state)
{
    struct survey *survey = calloc(1, sizeof *survey);
    if (!survey)
        return 1;
    survey_read(survey);
    *state = survey;
    return 0;
}

int survey_end(void **state)
{
    survey_clear(*state);
    free(*state);
    return 0;
}

/* ---- reading back ------------------------------------------------------------ */

struct gathered {
    struct trig_arena *arena;
    struct trig_views *rows;
    size_t count;
    size_t capacity;
};

static enum trig_status gather(void *context, const struct trig_csv_record *record, struct trig_error *error)
{
    struct gathered *gathered = context;
    void *rows = gathered->rows;
    enum trig_status status =
        trig_grow(&rows, &gathered->capacity, gathered->count + 1, sizeof *gathered->rows, error);
    if (status != TRIG_OK)
        return status;
    gathered->rows = rows;
    struct trig_view *cells = trig_arena_calloc(gathered->arena, record->count, sizeof *cells);
    if (!cells)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory");
    for (size_t i = 0; i < record->count; i++)
        cells[i] = trig_arena_copy(gathered->arena, record->fields[i].text);
    gathered->rows[gathered->count++] = (struct trig_views){cells, record->count};
    return TRIG_OK;
}

struct trig_views *split_rows(struct trig_arena *arena, struct trig_view bytes, char separator, size_t *count)
{
    struct trig_error error = {0};
    struct gathered gathered = {.arena = arena};
    struct trig_csv_options options = {.separator = separator};
    assert_ok(trig_csv_read_bytes(bytes, "export", &options, gather, &gathered, &error), error);
    *count = gathered.count;
    return gathered.rows;
}

/* ---- sheets ---------------------------------------------------------------------- */

static void write_sheet(const struct survey *survey, const struct wanted *wanted, struct sheet *sheet)
{
    struct trig_error error = {0};
    struct trig_synth_model *model = NULL;
    struct trig_synth_plan plan = {0};
    struct trig_synth_settings settings = {
        .seed = wanted->seed,
        .wave = trig_definition_wave(survey->definition, trig_view(wanted->wave)),
        .response_rate = TRIG_SYNTH_RESPONSE_RATE,
        .between = TRIG_SYNTH_BETWEEN,
    };
    const struct trig_synth_platform *platform = trig_synth_platform_find(wanted->platform);
    assert_non_null(platform);
    assert_ok(trig_synth_model_create(survey->definition, &settings, &model, &error), error);
    assert_ok(trig_synth_plan_make(model, wanted->chosen, wanted->responses, &plan, &error), error);
    assert_ok(trig_synth_layout_make(platform, survey->definition, settings.wave, &wanted->options,
                                     &sheet->layout, &error),
              error);
    FILE *out = open_memstream(&sheet->bytes, &sheet->length);
    assert_non_null(out);
    assert_ok(
        trig_synth_export_write(model, &plan, &sheet->layout, wanted->flaws, out, &sheet->counts, &error),
        error);
    assert_int_equal(fclose(out), 0);
    trig_synth_plan_clear(&plan);
    trig_synth_model_destroy(model);
}

void sheet_make(const struct survey *survey, const struct wanted *wanted, struct sheet *sheet)
{
    *sheet = (struct sheet){0};
    write_sheet(survey, wanted, sheet);
    trig_arena_init(&sheet->arena);
    sheet->rows = split_rows(&sheet->arena, trig_view_of(sheet->bytes, sheet->length),
                             sheet->layout.style.separator, &sheet->row_count);
}

void sheet_clear(struct sheet *sheet)
{
    trig_arena_clear(&sheet->arena);
    trig_free(sheet->rows);
    trig_synth_layout_clear(&sheet->layout);
    free(sheet->bytes);
}

struct trig_view sheet_cell(const struct sheet *sheet, size_t row, size_t column)
{
    assert_true(row < sheet->row_count);
    if (column >= sheet->rows[row].count)
        fail_msg("%s: row %zu has %zu cells, none is number %zu", sheet->layout.platform->name, row,
                 sheet->rows[row].count, column);
    return sheet->rows[row].items[column];
}

size_t sheet_column(const struct sheet *sheet, size_t variable)
{
    for (size_t i = 0; i < sheet->layout.column_count; i++) {
        if (sheet->layout.columns[i].variable == variable)
            return i;
    }
    return TRIG_NONE;
}

size_t sheet_column_of(const struct sheet *sheet, enum trig_synth_source source)
{
    for (size_t i = 0; i < sheet->layout.column_count; i++) {
        if (sheet->layout.columns[i].source == source)
            return i;
    }
    return TRIG_NONE;
}

size_t sheet_find_row(const struct sheet *sheet, const struct sheet *other, size_t row)
{
    struct trig_view id = sheet_cell(other, row, sheet_column_of(other, TRIG_SYNTH_RECORD));
    size_t column = sheet_column_of(sheet, TRIG_SYNTH_RECORD);
    for (size_t i = 1; i < sheet->row_count; i++) {
        if (trig_view_equal(sheet_cell(sheet, i, column), id))
            return i;
    }
    return 0;
}
