#include "tests/oracle/numbers.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"
#include "surveys/csv/csv_reader.h"
#include "tests/oracle/running.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_COLUMNS 64
#define RELATIVE     1e-8
#define ABSOLUTE     1e-12

/* A CSV file held as texts. */
struct sheet {
    struct trig_arena arena;
    struct trig_view names[MOST_COLUMNS];
    size_t columns;
    struct trig_view (*rows)[MOST_COLUMNS];
    size_t count;
    size_t capacity;
};

static const char *const number_names[] = {"estimate",
                                           "se",
                                           "ci_low",
                                           "ci_high",
                                           "n",
                                           "n_eff",
                                           "deff",
                                           "df",
                                           "benchmark",
                                           "difference",
                                           "difference_se",
                                           "difference_low",
                                           "z",
                                           "p",
                                           "p_adjusted",
                                           "effect_size",
                                           "difference_df",
                                           "difference_high",
                                           "t",
                                           "df_term",
                                           "df2",
                                           "effect_low",
                                           "effect_high",
                                           "shrunken",
                                           "shrunken_low",
                                           "shrunken_high",
                                           "reliability",
                                           "funnel_low_95",
                                           "funnel_high_95",
                                           "funnel_low_998",
                                           "funnel_high_998",
                                           "comparison_low",
                                           "comparison_high",
                                           NULL};

static bool is_number(struct trig_view name)
{
    for (size_t i = 0; number_names[i]; i++)
        if (trig_view_is(name, number_names[i]))
            return true;
    return false;
}

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct sheet *sheet = context;
    bool header = sheet->columns == 0;
    if (record->count > MOST_COLUMNS)
        return trig_error_set(error, TRIG_ERR_LIMIT, "%zu columns", record->count);
    enum trig_status status =
        trig_grow((void **)&sheet->rows, &sheet->capacity, sheet->count + 1, sizeof *sheet->rows, error);
    if (status)
        return status;
    struct trig_view *cells = header ? sheet->names : sheet->rows[sheet->count];
    for (size_t i = 0; i < record->count; i++)
        cells[i] = trig_arena_copy(&sheet->arena, record->fields[i].text);
    if (header)
        sheet->columns = record->count;
    else
        sheet->count++;
    return TRIG_OK;
}

static size_t find_column(const struct sheet *sheet, struct trig_view name)
{
    for (size_t i = 0; i < sheet->columns; i++)
        if (trig_view_equal(sheet->names[i], name))
            return i;
    return SIZE_MAX;
}

/* The row of [ours] with the same key as row [row] of [theirs]; SIZE_MAX. */
static size_t find_row(const struct sheet *ours, const struct sheet *theirs, const size_t *columns,
                       size_t row)
{
    for (size_t i = 0; i < ours->count; i++) {
        bool same = true;
        for (size_t j = 0; j < theirs->columns && same; j++)
            same = is_number(theirs->names[j]) ||
                   trig_view_equal(ours->rows[i][columns[j]], theirs->rows[row][j]);
        if (same)
            return i;
    }
    return SIZE_MAX;
}

static double number_of(struct trig_view text)
{
    double number = NAN;
    return trig_text_to_number(text, &number) ? number : NAN;
}

/* How near numbers have to be. */
struct tolerance {
    double relative;
    double absolute;
};

static bool agree(struct trig_view name, struct trig_view ours, struct trig_view theirs,
                  const struct tolerance *tolerance)
{
    double x = number_of(ours);
    double y = number_of(theirs);
    if (isnan(y))
        return trig_view_is(name, "ci_low") || trig_view_is(name, "ci_high") || isnan(x);
    return fabs(x - y) <= tolerance->relative * fmax(fabs(x), fabs(y)) || fabs(x - y) <= tolerance->absolute;
}

static enum trig_status compare_row(const struct sheet *ours, const struct sheet *theirs,
                                    const size_t *columns, size_t row, const struct tolerance *tolerance,
                                    struct trig_error *error)
{
    size_t found = find_row(ours, theirs, columns, row);
    if (found == SIZE_MAX)
        return trig_error_set(error, TRIG_ERR_DOMAIN, "row %zu of R's is not among ours", row + 1);
    for (size_t i = 0; i < theirs->columns; i++) {
        struct trig_view x = ours->rows[found][columns[i]];
        struct trig_view y = theirs->rows[row][i];
        if (is_number(theirs->names[i]) && !agree(theirs->names[i], x, y, tolerance))
            return trig_error_set(error, TRIG_ERR_DOMAIN, "row %zu of R's: %.*s is %.*s here and %.*s there",
                                  row + 1, TRIG_VIEW_ARG(theirs->names[i]), TRIG_VIEW_ARG(x),
                                  TRIG_VIEW_ARG(y));
    }
    return TRIG_OK;
}

static size_t count_filled(const struct sheet *sheet, const char *name)
{
    size_t column = find_column(sheet, trig_view(name));
    size_t count = 0;
    for (size_t i = 0; column != SIZE_MAX && i < sheet->count; i++)
        count += sheet->rows[i][column].length > 0;
    return count;
}

static enum trig_status compare(const struct sheet *ours, const struct sheet *theirs, const char *needed,
                                const struct tolerance *tolerance, struct trig_error *error)
{
    size_t columns[MOST_COLUMNS];
    for (size_t i = 0; i < theirs->columns; i++) {
        columns[i] = find_column(ours, theirs->names[i]);
        if (columns[i] == SIZE_MAX)
            return trig_error_set(error, TRIG_ERR_DOMAIN, "there is no column \"%.*s\"",
                                  TRIG_VIEW_ARG(theirs->names[i]));
    }
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < theirs->count && status == TRIG_OK; i++)
        status = compare_row(ours, theirs, columns, i, tolerance, error);
    if (status == TRIG_OK && needed && count_filled(ours, needed) != theirs->count)
        return trig_error_set(error, TRIG_ERR_DOMAIN, "%zu rows have %s here, %zu are there",
                              count_filled(ours, needed), needed, theirs->count);
    return status;
}

enum trig_status oracle_compare_within(const char *ours, const char *theirs, const char *needed,
                                       double relative, double absolute, size_t *rows,
                                       struct trig_error *error)
{
    const struct tolerance tolerance = {relative, absolute};
    struct sheet sheets[2] = {{.columns = 0}, {.columns = 0}};
    enum trig_status status = trig_csv_read_file(ours, NULL, take_record, &sheets[0], error);
    if (status == TRIG_OK)
        status = trig_csv_read_file(theirs, NULL, take_record, &sheets[1], error);
    if (status == TRIG_OK)
        status = compare(&sheets[0], &sheets[1], needed, &tolerance, error);
    *rows = sheets[1].count;
    for (size_t i = 0; i < 2; i++) {
        trig_free(sheets[i].rows);
        trig_arena_clear(&sheets[i].arena);
    }
    return status;
}

enum trig_status oracle_compare_on(const char *ours, const char *theirs, const char *needed, size_t *rows,
                                   struct trig_error *error)
{
    return oracle_compare_within(ours, theirs, needed, RELATIVE, ABSOLUTE, rows, error);
}

enum trig_status oracle_compare(const char *ours, const char *theirs, size_t *rows, struct trig_error *error)
{
    return oracle_compare_on(ours, theirs, "estimate", rows, error);
}

enum trig_status oracle_compare_with_r(const struct oracle_pair *pair, size_t *rows, struct trig_error *error)
{
    double relative = pair->relative > 0.0 ? pair->relative : RELATIVE;
    double absolute = pair->relative > 0.0 ? 1e-2 * pair->relative : ABSOLUTE;
    char stored[512];
    enum trig_status status = TRIG_OK;
    *rows = 0;
    snprintf(stored, sizeof stored, "%s/tests/oracle/expected/%s.csv", TRIG_SOURCE_DIR,
             pair->stored ? pair->stored : "");
    if (pair->live && pair->stored && getenv("UPDATE") && oracle_run("cp %s %s", pair->live, stored))
        return trig_error_set(error, TRIG_ERR_IO, "%s cannot be copied to %s", pair->live, stored);
    if (pair->live)
        status = oracle_compare_within(pair->ours, pair->live, pair->needed, relative, absolute, rows, error);
    if (status || !pair->stored)
        return status;
    status = oracle_compare_within(pair->ours, stored, pair->needed, relative, absolute, rows, error);
    const struct trig_error found = *error;
    return status ? trig_error_set(error, status, "%s: %s", stored, found.message) : TRIG_OK;
}
