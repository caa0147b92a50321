#include "tests/support.h"

#include "analyze/summary/imputed.h"

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

/* What one set hides no other set tells: neither how many there are, nor degrees of freedom, which
 * say as much. */
static void test_imputed_results_hidden_in_one_set_tell_nothing(void **state)
{
    (void)state;
    enum { SETS = 3 };
    static const struct trig_bys bys = {.count = 0};
    struct trig_error error = {.status = TRIG_OK};
    for (size_t hidden = 0; hidden <= SETS; hidden++) { /* SETS: in none */
        struct trig_results sets[SETS];
        for (size_t i = 0; i < SETS; i++) {
            size_t at;
            assert_ok(trig_results_init(&sets[i], &bys, &error), error);
            assert_ok(trig_results_add(&sets[i], &at, &error), error);
            struct trig_result *row = &sets[i].items[at];
            row->estimate = 50.0 + (double)i;
            row->se = 1.0;
            row->n = 12 + i;
            row->df = 11.0 + (double)i;
            if (i == hidden)
                trig_disclosure_hide(row, TRIG_SUPPRESSED_THRESHOLD);
        }
        assert_ok(trig_imputed_results(sets, SETS, 0.95, &error), error);
        const struct trig_result *row = &sets[0].items[0];
        if (hidden == SETS) {
            assert_close(row->estimate, 51.0, 1e-15, 0);
            assert_int_equal(row->n, 12);
        } else {
            assert_true(trig_disclosure_is_hidden(row));
            assert_true(isnan(row->estimate) && isnan(row->se) && isnan(row->df) && isnan(row->ci_low));
            assert_true(row->n == TRIG_NONE && row->note.length == 0);
        }
        for (size_t i = 0; i < SETS; i++)
            trig_results_clear(&sets[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_imputed_combine_agrees_with_r),
        cmocka_unit_test(test_imputed_combine_of_equal_sets_misses_nothing),
        cmocka_unit_test(test_imputed_combine_of_sets_that_differ_has_fewer_degrees_of_freedom),
        cmocka_unit_test(test_imputed_results_hidden_in_one_set_tell_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
