/* Two one-sided tests: R's numbers, words, and how often "within" is wrong. */
#include "tests/support.h"

#include "analyze/benchmark/equivalence.h"
#include "analyze/estimate/contrast.h"
#include "tests/filled_store.h"

#include <math.h>

/* R: max(pt(-(d + m) / se, df), pt((d - m) / se, df)) */
static void test_p_agrees_with_r(void **state)
{
    (void)state;
    static const struct {
        double difference;
        double se;
        double df;
        double margin;
        double p;
    } cases[] = {
        {0.5, 1.0, 10.0, 3.0, 0.015723422118},
        {-2.0, 1.5, 24.0, 3.0, 0.255671888149},
        {0.0, 0.4, INFINITY, 1.0, 0.006209665326},
        {4.0, 1.0, 12.0, 3.0, 0.831475471023},
        {-3.0, 1.0, 8.0, 3.0, 0.5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_close(trig_equivalence_p(cases[i].difference, cases[i].se, cases[i].df, cases[i].margin),
                     cases[i].p, 1e-9, 0);
}

static void test_p_without_an_error_is_none(void **state)
{
    (void)state;
    assert_true(isnan(trig_equivalence_p(1.0, 0.0, 9.0, 3.0)) != 0);
    assert_true(isnan(trig_equivalence_p(1.0, 1.0, NAN, 3.0)) != 0);
    assert_true(isnan(trig_equivalence_p(NAN, 1.0, 9.0, 3.0)) != 0);
    assert_int_equal(trig_equivalence_word(NAN, -1.0, 1.0, 3.0, 0.95).length, 0);
}

/* The word says where the intervals lie: of two tests the one at 2 level - 1. */
static void test_word_says_where_the_intervals_lie(void **state)
{
    (void)state;
    for (int step = -160; step <= 160; step++)
        for (int part = 0; part < 4; part++) {
            double difference = 0.05 * step;
            double level = 0.9 + 0.03 * part;
            double t = trig_t_quantile(level, 14.0);
            double narrow = trig_t_quantile(2.0 * level - 1.0, 14.0);
            double p = trig_equivalence_p(difference, 1.0, 14.0, 3.0);
            struct trig_view word = trig_equivalence_word(p, difference - t, difference + t, 3.0, level);
            bool within = fabs(difference) + narrow < 3.0;
            bool beyond = fabs(difference) - t > 3.0;
            const char *expected = within ? "within" : beyond ? "beyond" : "unclear";
            if (!trig_view_is(word, expected))
                fail_msg("%g at %g: %.*s, not %s", difference, level, TRIG_VIEW_ARG(word), expected);
        }
}

/* ---- how often it errs -------------------------------------------------------------------- */

static double normal(uint64_t *random)
{
    double u = filled_uniform(random);
    return sqrt(-2.0 * log(1.0 - u)) * cos(2.0 * M_PI * filled_uniform(random));
}

/* How often a difference of exactly the margin is called smaller. */
static double false_rate(size_t n, double margin, size_t sets, uint64_t seed)
{
    size_t wrong = 0;
    double count = (double)n;
    for (size_t set = 0; set < sets; set++) {
        double sum = 0.0;
        double square = 0.0;
        for (size_t i = 0; i < n; i++) {
            double y = margin + 20.0 * normal(&seed);
            sum += y;
            square += y * y;
        }
        double mean = sum / count;
        double se = sqrt((square - count * mean * mean) / (count - 1.0) / count);
        wrong += trig_equivalence_p(mean, se, count - 1.0, margin) <= 0.05;
    }
    return (double)wrong / (double)sets;
}

static void test_a_difference_of_the_margin_is_seldom_called_within(void **state)
{
    (void)state;
    static const size_t sizes[] = {10, 17, 50, 200};
    for (size_t i = 0; i < 4; i++) {
        double narrow = false_rate(sizes[i], 10.0, 4000, 5 + i);
        double wide = false_rate(sizes[i], 60.0, 4000, 15 + i);
        if (narrow > 0.06 || wide > 0.06 || wide < 0.04)
            fail_msg("n %zu: %.4f at a margin of 10, %.4f at 60", sizes[i], narrow, wide);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_p_agrees_with_r),
        cmocka_unit_test(test_p_without_an_error_is_none),
        cmocka_unit_test(test_word_says_where_the_intervals_lie),
        cmocka_unit_test(test_a_difference_of_the_margin_is_seldom_called_within),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
