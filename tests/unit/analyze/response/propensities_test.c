/* Representativeness of cells: numbers by hand, and what repeated surveys of a known population show. */
#include "tests/support.h"

#include "analyze/response/propensities.h"

#include <gsl/gsl_randist.h>
#include <math.h>

static struct trig_propensities measure(const struct trig_propensity_cell *cells, size_t count, size_t groups)
{
    struct trig_propensities measured;
    struct trig_error error = {.status = TRIG_OK};
    assert_ok(trig_propensities_measure(cells, count, groups, &measured, &error), error);
    return measured;
}

static void test_measure_of_two_cells_takes_off_what_chance_adds(void **state)
{
    (void)state;
    /* rates .3 and .6 of 100 people each: sum 2 x 100 x .15^2 = 4.5; v = .21 x 100/99, .24 x 100/99;
     * chance (1 - 1/2)(.212121 + .242424) = .227273; over 199 */
    static const struct trig_propensity_cell cells[] = {{100, 30, 0}, {100, 60, 0}};
    struct trig_propensities measured = measure(cells, 2, 1);
    assert_close(measured.rate, 0.45, 1e-15, 0);
    assert_close(measured.variance, (4.5 - 0.22727272727272727) / 199, 1e-14, 0);
    double spread = sqrt((4.5 - 0.22727272727272727) / 199);
    assert_close(trig_propensities_indicator(&measured, 0.95).estimate, 1 - 2 * spread, 1e-14, 0);
    assert_close(trig_propensities_of_cell(cells, 2, 0, 0.95).estimate, sqrt(0.5) * -0.15, 1e-14, 0);
}

static void test_measure_of_groups_compares_within_them(void **state)
{
    (void)state;
    /* Two groups, each of one rate: nothing is left but chance. */
    static const struct trig_propensity_cell cells[] = {{50, 10, 0}, {100, 20, 0}, {60, 30, 1}, {20, 10, 1}};
    struct trig_propensities measured = measure(cells, 4, 2);
    assert_true(measured.variance < 0.0);
    struct trig_propensity_estimate found = trig_propensities_spread(&measured, 0.95);
    assert_close(found.estimate, 0, 0, 0);
    assert_close(found.low, 0, 0, 0);
    assert_true(found.high > 0.0 && isnan(found.se));
}

static void test_measure_of_everybody_answering_is_even(void **state)
{
    (void)state;
    static const struct trig_propensity_cell cells[] = {{50, 50, 0}, {1, 1, 0}};
    struct trig_propensities measured = measure(cells, 2, 1);
    struct trig_propensity_estimate found = trig_propensities_indicator(&measured, 0.95);
    assert_close(found.estimate, 1, 0, 0);
    assert_close(found.low, 1, 0, 0);
    static const struct trig_propensity_cell alone[] = {{1, 1, 0}};
    measured = measure(alone, 1, 1);
    assert_close(trig_propensities_indicator(&measured, 0.95).estimate, NAN, 0, 0);
}

/* ---- repeated surveys ------------------------------------------------------------------------------ */

enum { REPEATS = 1500, CELLS = 5, PEOPLE = 60 };

struct repeated {
    double mean;  /* of the variances found */
    double error; /* of that mean */
    double held;  /* share of intervals that hold the truth */
};

static double truth_of(const double *propensities)
{
    double mean = 0.0;
    double sum = 0.0;
    for (size_t i = 0; i < CELLS; i++)
        mean += propensities[i] / CELLS;
    for (size_t i = 0; i < CELLS; i++)
        sum += PEOPLE * pow(propensities[i] - mean, 2);
    return sum / (PEOPLE * CELLS - 1.0);
}

static struct repeated repeat(const double *propensities, gsl_rng *random)
{
    double spread = sqrt(truth_of(propensities));
    double sum = 0.0;
    double squares = 0.0;
    struct repeated repeated = {.held = 0};
    for (size_t i = 0; i < REPEATS; i++) {
        struct trig_propensity_cell cells[CELLS];
        for (size_t j = 0; j < CELLS; j++)
            cells[j] =
                (struct trig_propensity_cell){PEOPLE, gsl_ran_binomial(random, propensities[j], PEOPLE), 0};
        struct trig_propensities measured = measure(cells, CELLS, 1);
        struct trig_propensity_estimate found = trig_propensities_spread(&measured, 0.95);
        sum += measured.variance;
        squares += measured.variance * measured.variance;
        repeated.held += found.low <= spread + 1e-9 && spread <= found.high + 1e-9 ? 1.0 / REPEATS : 0.0;
    }
    repeated.mean = sum / REPEATS;
    repeated.error = sqrt((squares - sum * sum / REPEATS) / REPEATS / (REPEATS - 1));
    return repeated;
}

static void test_intervals_of_repeated_surveys_hold_the_truth(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        double propensities[CELLS];
    } cases[] = {{"equal", {0.4, 0.4, 0.4, 0.4, 0.4}},
                 {"nearly equal", {0.35, 0.4, 0.42, 0.45, 0.38}},
                 {"far apart", {0.2, 0.3, 0.4, 0.5, 0.6}}};
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double truth = truth_of(cases[i].propensities);
        struct repeated found = repeat(cases[i].propensities, random);
        if (fabs(found.mean - truth) > 3.5 * found.error || found.held < 0.93 || found.held > 0.985)
            fail_msg("%s: mean %g of %g, %g of the intervals", cases[i].label, found.mean, truth, found.held);
    }
    gsl_rng_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_measure_of_two_cells_takes_off_what_chance_adds),
                                       cmocka_unit_test(test_measure_of_groups_compares_within_them),
                                       cmocka_unit_test(test_measure_of_everybody_answering_is_even),
                                       cmocka_unit_test(test_intervals_of_repeated_surveys_hold_the_truth)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
