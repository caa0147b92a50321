/* Tables for the tests of the renderers, and their output as a string. All
 * data are made up. */
#ifndef TRIG_TESTS_UNIT_SURVEYS_TABLE_FIXTURE_H
#define TRIG_TESTS_UNIT_SURVEYS_TABLE_FIXTURE_H

#include "tests/support.h"

#include "surveys/table/table.h"

#include <stdlib.h>

/* Columns of a small result with one of each kind. */
enum { INSTITUTION, MEASURE, ESTIMATE, CI_LOW, CI_HIGH, N, P, BENCHMARK, SUPPRESSED, NOTE, COLUMNS };

static const struct trig_table_column result_columns[COLUMNS] = {
    [INSTITUTION] = {"institution", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [MEASURE] = {"measure", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [ESTIMATE] = {"estimate", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    [CI_LOW] = {"ci_low", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    [CI_HIGH] = {"ci_high", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    [N] = {"n", TRIG_CELL_COUNT, TRIG_STYLE_PLAIN},
    [P] = {"p_adjusted", TRIG_CELL_NUMBER, TRIG_STYLE_P},
    [BENCHMARK] = {"benchmark", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    [SUPPRESSED] = {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [NOTE] = {"note", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

static inline trig_table *make_table(const struct trig_table_column *columns, size_t count)
{
    struct trig_error error = {0};
    trig_table *table = trig_table_create(columns, count, &error);
    if (!table)
        fail_msg("%s", error.message);
    return table;
}

static inline size_t add_row(trig_table *table)
{
    size_t row = SIZE_MAX;
    assert_int_equal(trig_table_add_row(table, &row, NULL), TRIG_OK);
    return row;
}

static inline void set_text(trig_table *table, size_t row, size_t column, const char *text)
{
    assert_int_equal(trig_table_set_text(table, row, column, trig_view(text), NULL), TRIG_OK);
}

/* One row of [result_columns]; NAN and "" leave a cell empty. */
static inline size_t add_result(trig_table *table, const char *institution, const char *measure,
                                double estimate, double low, double high)
{
    size_t row = add_row(table);
    set_text(table, row, INSTITUTION, institution);
    set_text(table, row, MEASURE, measure);
    trig_table_set_number(table, row, ESTIMATE, estimate);
    trig_table_set_number(table, row, CI_LOW, low);
    trig_table_set_number(table, row, CI_HIGH, high);
    return row;
}

/* The output of a renderer, to be freed. */
static inline char *render(const trig_table *table, enum trig_table_format format, size_t width)
{
    char *text = NULL;
    size_t size = 0;
    struct trig_error error = {0};
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    enum trig_status status = trig_table_write(table, format, out, width, &error);
    fclose(out);
    assert_ok(status, error);
    return text;
}

/* Renders, compares and destroys the table. */
static inline void assert_rendered(trig_table *table, enum trig_table_format format, size_t width,
                                   const char *expected)
{
    char *text = render(table, format, width);
    assert_string_equal(text, expected);
    free(text);
    trig_table_destroy(table);
}

#endif
