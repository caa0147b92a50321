#include "analyze/test/row.h"

#include "surveys/base/memory.h"

#include <math.h>
#include <stdarg.h>

enum kind { TEXT, NUMBER, COUNT };

/* A table's columns never depend on the data. */
enum column {
    WAVE,
    MEASURE,
    PILLAR,
    BY,
    FIRST,
    SECOND,
    METHOD,
    STATISTIC,
    ESTIMATE,
    DF,
    DF2,
    DIFFERENCE,
    DIFFERENCE_SE,
    DIFFERENCE_LOW,
    DIFFERENCE_HIGH,
    P,
    P_ADJUSTED,
    EFFECT,
    EFFECT_SIZE,
    EFFECT_LOW,
    EFFECT_HIGH,
    MAGNITUDE,
    N,
    GROUPS,
    BASIS,
    SUPPRESSED,
    NOTE,
    COLUMNS
};

static const struct trig_table_column columns_of[COLUMNS] = {
    [WAVE] = {"wave", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [MEASURE] = {"measure", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [PILLAR] = {"pillar", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [BY] = {"by", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [FIRST] = {"first", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [SECOND] = {"second", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [METHOD] = {"method", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [STATISTIC] = {"statistic", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [ESTIMATE] = {"estimate", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [DF] = {"df", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    [DF2] = {"df2", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    [DIFFERENCE] = {"difference", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [DIFFERENCE_SE] = {"difference_se", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [DIFFERENCE_LOW] = {"difference_low", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [DIFFERENCE_HIGH] = {"difference_high", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [P] = {"p", TRIG_CELL_NUMBER, TRIG_STYLE_P},
    [P_ADJUSTED] = {"p_adjusted", TRIG_CELL_NUMBER, TRIG_STYLE_P},
    [EFFECT] = {"effect", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [EFFECT_SIZE] = {"effect_size", TRIG_CELL_NUMBER, TRIG_STYLE_EFFECT},
    [EFFECT_LOW] = {"effect_low", TRIG_CELL_NUMBER, TRIG_STYLE_EFFECT},
    [EFFECT_HIGH] = {"effect_high", TRIG_CELL_NUMBER, TRIG_STYLE_EFFECT},
    [MAGNITUDE] = {"magnitude", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [N] = {"n", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [GROUPS] = {"groups", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [BASIS] = {"basis", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [SUPPRESSED] = {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [NOTE] = {"note", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

/* Digits that are left of numbers which rest on answers that are not shown. */
#define DIGITS 3

/* ---- rows ---------------------------------------------------------------------------------------- */

void trig_test_rows_init(struct trig_test_rows *rows)
{
    memset(rows, 0, sizeof *rows);
    trig_arena_init(&rows->arena);
}

void trig_test_rows_clear(struct trig_test_rows *rows)
{
    trig_free(rows->items);
    trig_arena_clear(&rows->arena);
    memset(rows, 0, sizeof *rows);
}

/* The numbers of a row, one after another. */
#define ROW_NUMBERS 12
static void list_numbers(struct trig_test_row *row, double *out[ROW_NUMBERS])
{
    double *numbers[ROW_NUMBERS] = {&row->estimate,
                                    &row->df,
                                    &row->df2,
                                    &row->difference,
                                    &row->difference_se,
                                    &row->difference_low,
                                    &row->difference_high,
                                    &row->p,
                                    &row->p_adjusted,
                                    &row->effect_size,
                                    &row->effect_low,
                                    &row->effect_high};
    memcpy(out, numbers, sizeof numbers);
}

static void empty(struct trig_test_row *row)
{
    double *numbers[ROW_NUMBERS];
    list_numbers(row, numbers);
    for (size_t i = 0; i < ROW_NUMBERS; i++)
        *numbers[i] = NAN;
    row->n = row->groups = TRIG_NONE;
    row->magnitude = "";
}

struct trig_test_row *trig_test_rows_add(struct trig_test_rows *rows, const struct trig_tested *tested,
                                         struct trig_error *error)
{
    if (trig_grow((void **)&rows->items, &rows->capacity, rows->count + 1, sizeof *rows->items, error))
        return NULL;
    struct trig_test_row *row = &rows->items[rows->count++];
    *row = (struct trig_test_row){
        .wave = TRIG_NONE, .tested = tested, .method = "", .statistic = "", .effect = "", .basis = ""};
    empty(row);
    return row;
}

enum trig_status trig_test_rows_note(struct trig_test_rows *rows, struct trig_test_row *row,
                                     struct trig_error *error, const char *format, ...)
{
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    row->note = trig_arena_printf(&rows->arena, "%.*s%s%s", TRIG_VIEW_ARG(row->note),
                                  row->note.length ? "; " : "", text);
    return row->note.data ? TRIG_OK
                          : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the notes of a test");
}

void trig_test_row_hide(struct trig_test_row *row, enum trig_suppression reason)
{
    empty(row);
    row->method = row->statistic = row->effect = "";
    row->suppressed = reason;
}

/* ---- the table ------------------------------------------------------------------------------------- */

static double round_digits(double value)
{
    if (value == 0.0 || !isfinite(value))
        return value;
    double scale = pow(10.0, DIGITS - 1 - floor(log10(fabs(value))));
    return round(value * scale) / scale;
}

static void round_row(struct trig_test_row *row)
{
    double *numbers[ROW_NUMBERS];
    list_numbers(row, numbers);
    for (size_t i = 0; i < ROW_NUMBERS; i++)
        *numbers[i] = round_digits(*numbers[i]);
}

static struct trig_view wave_text(const trig_definition *definition, const struct trig_test_row *row,
                                  enum trig_naming naming)
{
    if (row->wave == TRIG_NONE)
        return trig_view("");
    const struct trig_wave *wave = &definition->waves[row->wave];
    return trig_named(naming, wave->id, wave->label);
}

static struct trig_view pillar_text(const trig_definition *definition, const struct trig_test_row *row,
                                    enum trig_naming naming)
{
    if (row->tested->pillar == TRIG_NONE)
        return trig_view("");
    const struct trig_pillar *pillar = &definition->pillars[row->tested->pillar];
    return trig_named(naming, pillar->id, pillar->label);
}

static enum trig_status set_texts(trig_table *table, size_t at, const struct trig_test_row *row,
                                  const trig_definition *definition, enum trig_naming naming,
                                  struct trig_error *error)
{
    const struct {
        enum column column;
        struct trig_view text;
    } texts[] = {{WAVE, wave_text(definition, row, naming)},
                 {MEASURE, trig_named(naming, row->tested->name, row->tested->label)},
                 {PILLAR, pillar_text(definition, row, naming)},
                 {BY, row->by},
                 {FIRST, row->first},
                 {SECOND, row->second},
                 {METHOD, trig_view(row->method)},
                 {STATISTIC, trig_view(row->statistic)},
                 {EFFECT, trig_view(row->effect)},
                 {MAGNITUDE, trig_view(row->magnitude)},
                 {BASIS, trig_view(row->basis)},
                 {SUPPRESSED, trig_view(trig_suppression_name(row->suppressed))},
                 {NOTE, row->note}};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == TRIG_OK; i++)
        status = trig_table_set_text(table, at, texts[i].column, texts[i].text, error);
    return status;
}

static void set_numbers(trig_table *table, size_t at, struct trig_test_row *row)
{
    static const enum column places[ROW_NUMBERS] = {
        ESTIMATE,        DF, DF2,        DIFFERENCE,  DIFFERENCE_SE, DIFFERENCE_LOW,
        DIFFERENCE_HIGH, P,  P_ADJUSTED, EFFECT_SIZE, EFFECT_LOW,    EFFECT_HIGH};
    double *numbers[ROW_NUMBERS];
    list_numbers(row, numbers);
    for (size_t i = 0; i < ROW_NUMBERS; i++)
        trig_table_set_number(table, at, places[i], *numbers[i]);
    if (row->n != TRIG_NONE)
        trig_table_set_count(table, at, N, row->n);
    if (row->groups != TRIG_NONE)
        trig_table_set_count(table, at, GROUPS, row->groups);
}

/* What a reader of the text form needs; the rest is in CSV and JSON. */
static enum trig_status choose_shown(trig_table *table, struct trig_error *error)
{
    static const char *const shown[] = {"wave",
                                        "measure",
                                        "by",
                                        "first",
                                        "second",
                                        "method",
                                        "statistic",
                                        "estimate",
                                        "df",
                                        "df2",
                                        "difference",
                                        "difference_low",
                                        "difference_high",
                                        "p",
                                        "p_adjusted",
                                        "effect",
                                        "effect_size",
                                        "effect_low",
                                        "effect_high",
                                        "magnitude",
                                        "n",
                                        "groups",
                                        "suppressed",
                                        "note"};
    return trig_table_show(table, shown, sizeof shown / sizeof *shown, error);
}

enum trig_status trig_test_rows_table(struct trig_test_rows *rows, const trig_definition *definition,
                                      enum trig_naming naming, trig_table **out, struct trig_error *error)
{
    trig_table *table = trig_table_create(columns_of, COLUMNS, error);
    enum trig_status status = table ? TRIG_OK : TRIG_ERR_MEMORY;
    for (size_t i = 0; i < rows->count && status == TRIG_OK; i++) {
        struct trig_test_row *row = &rows->items[i];
        size_t at;
        if (row->rounded)
            round_row(row);
        status = trig_table_add_row(table, &at, error);
        if (status == TRIG_OK)
            status = set_texts(table, at, row, definition, naming, error);
        if (status == TRIG_OK)
            set_numbers(table, at, row);
    }
    if (status == TRIG_OK)
        status = choose_shown(table, error);
    if (status)
        trig_table_destroy(table);
    else
        *out = table;
    return status;
}
