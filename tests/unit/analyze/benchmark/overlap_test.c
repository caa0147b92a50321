/* Goldstein and Healy's intervals: R's numbers, and how often alike institutions do not overlap. */
#include "tests/support.h"

#include "analyze/benchmark/overlap.h"
#include "tests/filled_store.h"

#include <math.h>

#define MOST 40

/* R: p <- which(upper.tri(diag(length(u))), arr.ind = TRUE)
 *    r <- (u[p[, 1]] + u[p[, 2]]) / sqrt(u[p[, 1]]^2 + u[p[, 2]]^2)
 *    uniroot(function(c) mean(2 * pnorm(-c * r)) - (1 - level), c(.5, 4), tol = 1e-14)$root */
static void test_factor_agrees_with_r(void **state)
{
    (void)state;
    static const struct {
        size_t count;
        double u[9];
        double factors[4]; /* at .8, .95, .99, .999 */
    } cases[] = {
        {2, {1, 1}, {0.906193802437, 1.385903824350, 1.821386367718, 2.326753765514}},
        {2, {1, 5}, {1.089109406731, 1.665649100518, 2.189033980413, 2.796410002313}},
        {4, {1, 2, 3, 10}, {1.029064188218, 1.584708830800, 2.101265197116, 2.719717596682}},
        {9,
         {.3, .5, .9, 1.1, 2.5, 4, 4, 7, 30},
         {1.076748682282, 1.666514504767, 2.221583608034, 2.890760855883}},
    };
    static const double levels[] = {0.8, 0.95, 0.99, 0.999};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t level = 0; level < 4; level++)
            assert_close(trig_overlap_factor(cases[i].u, cases[i].count, levels[level]),
                         cases[i].factors[level], 1e-10, 0);
    assert_true(isnan(trig_overlap_factor(cases[0].u, 1, 0.95)) != 0);
}

/* R: se * qt(.975, 2 * df) / qnorm(.975) */
static void test_error_is_widened_for_few_respondents(void **state)
{
    (void)state;
    static const struct trig_entry entries[] = {
        {50.0, 0.4, 9.0, 10.0}, {50.0, 1.0, 16.0, 17.0}, {50.0, 3.0, INFINITY, 17.0}};
    static const double expected[] = {0.428767478752, 1.039270802692, 3.0};
    for (size_t i = 0; i < 3; i++)
        assert_close(trig_overlap_error(&entries[i], 0.95), expected[i], 1e-11, 0);
}

/* ---- how often it errs -------------------------------------------------------------------- */

static double normal(uint64_t *random)
{
    double u = filled_uniform(random);
    return sqrt(-2.0 * log(1.0 - u)) * cos(2.0 * M_PI * filled_uniform(random));
}

static struct trig_entry sampled(size_t n, double spread, uint64_t *random)
{
    double sum = 0.0;
    double square = 0.0;
    double count = (double)n;
    for (size_t i = 0; i < n; i++) {
        double y = spread * normal(random);
        sum += y;
        square += y * y;
    }
    double mean = sum / count;
    double variance = (square - count * mean * mean) / (count - 1.0);
    return (struct trig_entry){mean, sqrt(variance / count), count - 1.0, count};
}

/* The share of pairs of alike institutions whose intervals do not overlap. */
static double apart(const size_t sizes[4], size_t sets, uint64_t seed)
{
    size_t found = 0;
    for (size_t set = 0; set < sets; set++) {
        struct trig_entry entries[MOST];
        double u[MOST];
        for (size_t i = 0; i < MOST; i++) {
            entries[i] = sampled(sizes[i % 4], 20.0, &seed);
            u[i] = trig_overlap_error(&entries[i], 0.95);
        }
        double c = trig_overlap_factor(u, MOST, 0.95);
        for (size_t i = 0; i < MOST; i++)
            for (size_t j = i + 1; j < MOST; j++)
                found += fabs(entries[i].y - entries[j].y) > c * (u[i] + u[j]);
    }
    return (double)found / ((double)sets * MOST * (MOST - 1) / 2.0);
}

static void test_alike_institutions_do_not_overlap_as_often_as_it_says(void **state)
{
    (void)state;
    static const size_t sizes[][4] = {
        {10, 10, 10, 10}, {17, 17, 17, 17}, {50, 50, 50, 50}, {10, 17, 50, 200}, {200, 200, 200, 200}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        double found = apart(sizes[i], 100, 3 + i);
        if (found < 0.042 || found > 0.058)
            fail_msg("case %zu: %.4f of the pairs do not overlap", i, found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_factor_agrees_with_r),
        cmocka_unit_test(test_error_is_widened_for_few_respondents),
        cmocka_unit_test(test_alike_institutions_do_not_overlap_as_often_as_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
