#include "tests/support.h"

#include "analyze/imputed.h"

/* R 4.2.2: mitools::MIcombine(as.list(c(50.2, 51.9, 49.7, 52.4)), as.list(c(1.1, 1.3, 1.0, 1.2)^2)) for
 * estimate and error; share <- 1.25 * var(q) / T, df 1 / (1 / (41 / 43 * 40 * (1 - share)) + share^2 / 3)
 * (Barnard and Rubin). */
static void test_imputed_combine_agrees_with_r(void **state)
{
    (void)state;
    static const double estimates[] = {50.2, 51.9, 49.7, 52.4};
    static const double errors[] = {1.1, 1.3, 1.0, 1.2};
    struct trig_imputed found = trig_imputed_combine(estimates, errors, 4, 40);
    assert_close(found.estimate, 51.05, 1e-12, 0);
    assert_close(found.se, 1.858987179442969, 1e-12, 0);
    assert_close(found.df, 5.170255235747256, 1e-12, 0);
    assert_close(found.missing, 0.7082599979583465, 1e-12, 0);
}

/* Sets that agree leave the design's error, and nearly its degrees of freedom. */
static void test_imputed_combine_of_equal_sets_misses_nothing(void **state)
{
    (void)state;
    static const double estimates[] = {3, 3, 3};
    static const double errors[] = {.5, .5, .5};
    struct trig_imputed found = trig_imputed_combine(estimates, errors, 3, 20);
    assert_close(found.estimate, 3, 0, 0);
    assert_close(found.se, .5, 1e-15, 0);
    assert_close(found.df, 21.0 / 23.0 * 20.0, 1e-12, 0);
    assert_close(found.missing, 0, 0, 0);
    found = trig_imputed_combine(estimates, errors, 3, INFINITY);
    assert_true(isinf(found.df));
}

static void test_imputed_combine_of_sets_that_differ_has_fewer_degrees_of_freedom(void **state)
{
    (void)state;
    static const double estimates[] = {1, 9};
    static const double errors[] = {.1, .1};
    struct trig_imputed found = trig_imputed_combine(estimates, errors, 2, INFINITY);
    assert_true(found.df > 1.0 && found.df < 1.01);
    assert_true(found.missing > 0.9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_imputed_combine_agrees_with_r),
        cmocka_unit_test(test_imputed_combine_of_equal_sets_misses_nothing),
        cmocka_unit_test(test_imputed_combine_of_sets_that_differ_has_fewer_degrees_of_freedom),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
