/* Respondents who agree in everything are one row to a fit. */
#include "tests/support.h"

#include "analyze/regress/patterns.h"

#include <math.h>

#define ROWS 40

/* Data of one factor and one number, over ROWS rows. */
static void set_columns(struct trig_regress_data *data, const uint32_t *level, const double *x)
{
    memset(data, 0, sizeof *data);
    trig_arena_init(&data->arena);
    data->count = ROWS;
    data->columns.regressors[0] = (struct trig_regressor){.level = level, .level_count = 2, .scale = 1.0};
    data->columns.regressors[1] = (struct trig_regressor){.x = x, .centre = 2.0, .scale = 0.5};
    data->columns.regressor_count = 2;
}

static void test_patterns_make_rows_that_agree_are_one(void **state)
{
    (void)state;
    struct trig_error error;
    struct trig_regress_data data;
    uint32_t level[ROWS];
    double x[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        level[i] = i % 2;
        x[i] = i % 3 ? 0.25 * (double)(i % 3) : i % 6 ? 0.0 : -0.0; /* 0 and -0 are one number */
    }
    set_columns(&data, level, x);
    assert_ok(trig_patterns_make(&data, &error), error);
    assert_int_equal(data.pattern_count, 6);
    for (size_t i = 0; i < ROWS; i++) {
        size_t pattern = data.pattern[i];
        assert_true(pattern < 6);
        assert_int_equal(data.patterns.regressors[0].level[pattern], level[i]);
        assert_close(data.patterns.regressors[1].x[pattern], x[i], 0.0, 0.0);
    }
    assert_close(data.patterns.regressors[1].centre, 2.0, 0.0, 0.0);
    trig_regress_data_clear(&data);
}

/* In an ordinal model the answer belongs to the pattern. */
static void test_patterns_make_categories_are_kept_apart(void **state)
{
    (void)state;
    struct trig_error error;
    struct trig_regress_data data;
    uint32_t level[ROWS] = {0};
    double x[ROWS] = {0.0};
    uint32_t category[ROWS];
    for (uint32_t i = 0; i < ROWS; i++)
        category[i] = i % 4;
    set_columns(&data, level, x);
    data.category = category;
    data.categories = 4;
    assert_ok(trig_patterns_make(&data, &error), error);
    assert_int_equal(data.pattern_count, 4);
    for (size_t i = 0; i < ROWS; i++)
        assert_int_equal(data.pattern_category[data.pattern[i]], category[i]);
    trig_regress_data_clear(&data);
}

/* A number that hardly anybody shares: nothing would be saved. */
static void test_patterns_make_hardly_shared_gives_none(void **state)
{
    (void)state;
    struct trig_error error;
    struct trig_regress_data data;
    uint32_t level[ROWS] = {0};
    double x[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        x[i] = (double)i;
    set_columns(&data, level, x);
    assert_ok(trig_patterns_make(&data, &error), error);
    assert_int_equal(data.pattern_count, 0);
    trig_regress_data_clear(&data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns_make_rows_that_agree_are_one),
        cmocka_unit_test(test_patterns_make_categories_are_kept_apart),
        cmocka_unit_test(test_patterns_make_hardly_shared_gives_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
