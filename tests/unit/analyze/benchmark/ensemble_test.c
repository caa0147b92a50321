/* Institutions as a set: closed forms, what REML promises, and coverage. */
#include "tests/support.h"

#include "analyze/benchmark/ensemble.h"
#include "tests/filled_store.h"

#include <math.h>

#define MOST 60

static struct trig_error error;

static double normal(uint64_t *random)
{
    double u = filled_uniform(random);
    double v = filled_uniform(random);
    return sqrt(-2.0 * log(1.0 - u)) * cos(2.0 * M_PI * v);
}

static enum trig_status fit(const double *y, const double *v, size_t count, struct trig_ensemble *out)
{
    struct trig_entry entries[MOST];
    for (size_t i = 0; i < count; i++)
        entries[i] = (struct trig_entry){y[i], sqrt(v[i]), INFINITY, 1.0};
    return trig_ensemble_fit(entries, count, out, &error);
}

static void shrink(const struct trig_ensemble *ensemble, const double *y, const double *v,
                   struct trig_shrunken *out)
{
    for (size_t i = 0; i < ensemble->count; i++) {
        struct trig_entry entry = {y[i], sqrt(v[i]), INFINITY, 1.0};
        out[i] = trig_ensemble_shrink(ensemble, &entry, 0.95);
    }
}

static void test_fit_with_equal_variances_is_the_closed_form(void **state)
{
    (void)state;
    static const double y[] = {52.0, 61.0, 47.5, 58.0, 66.0, 55.5};
    static const double v[] = {9.0, 9.0, 9.0, 9.0, 9.0, 9.0};
    struct trig_ensemble ensemble;
    struct trig_shrunken shrunken[6];
    assert_ok(fit(y, v, 6, &ensemble), error);
    double mean = 340.0 / 6.0;
    double square = 0.0;
    for (size_t i = 0; i < 6; i++)
        square += (y[i] - mean) * (y[i] - mean);
    double tau2 = square / 5.0 - 9.0;
    assert_close(ensemble.mean, mean, 1e-14, 0);
    assert_close(ensemble.tau2, tau2, 1e-12, 0);
    assert_close(ensemble.mean_se, sqrt((9.0 + tau2) / 6.0), 1e-12, 0);
    assert_close(ensemble.q, square / 9.0, 1e-13, 0);
    shrink(&ensemble, y, v, shrunken);
    double b = 3.0 / 5.0 * 9.0 / (9.0 + tau2);
    for (size_t i = 0; i < 6; i++) {
        double away = y[i] - mean;
        double variance = 9.0 * (1.0 - 5.0 * b / 6.0) + 2.0 * b * b * away * away / 3.0;
        assert_close(shrunken[i].estimate, y[i] - b * away, 1e-12, 0);
        assert_close(shrunken[i].se, sqrt(variance), 1e-12, 0);
        assert_close(shrunken[i].high - shrunken[i].low, 2.0 * 1.959963984540054 * sqrt(variance), 1e-12, 0);
        assert_close(shrunken[i].reliability, tau2 / (tau2 + 9.0), 1e-12, 0);
    }
}

static double restricted_likelihood(const double *y, const double *v, size_t count, double tau2)
{
    double w = 0.0;
    double wy = 0.0;
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        w += 1.0 / (v[i] + tau2);
        wy += y[i] / (v[i] + tau2);
    }
    for (size_t i = 0; i < count; i++)
        sum -= 0.5 * log(v[i] + tau2) + 0.5 * (y[i] - wy / w) * (y[i] - wy / w) / (v[i] + tau2);
    return sum - 0.5 * log(w);
}

static void test_fit_is_where_the_restricted_likelihood_is_largest(void **state)
{
    (void)state;
    uint64_t random = 7;
    for (size_t trial = 0; trial < 500; trial++) {
        double y[MOST];
        double v[MOST];
        struct trig_ensemble ensemble;
        size_t count = 4 + filled_random(&random) % (MOST - 4);
        double between = 3.0 * filled_uniform(&random);
        for (size_t i = 0; i < count; i++) {
            v[i] = exp(3.0 * filled_uniform(&random) - 1.0);
            y[i] = 50.0 + between * normal(&random) + sqrt(v[i]) * normal(&random);
        }
        assert_ok(fit(y, v, count, &ensemble), error);
        double best = restricted_likelihood(y, v, count, ensemble.tau2);
        double step = 1e-4 * (ensemble.tau2 + 1.0);
        if (restricted_likelihood(y, v, count, ensemble.tau2 + step) > best ||
            (ensemble.tau2 > step && restricted_likelihood(y, v, count, ensemble.tau2 - step) > best))
            fail_msg("trial %zu of %zu institutions: tau2 %g is no maximum", trial, count, ensemble.tau2);
    }
}

static void test_fit_of_too_few_is_refused(void **state)
{
    (void)state;
    static const double y[] = {1.0, 2.0, 3.0};
    static const double v[] = {1.0, 1.0, 1.0};
    struct trig_ensemble ensemble;
    assert_int_equal(fit(y, v, 3, &ensemble), TRIG_ERR_DOMAIN);
    assert_non_null(strstr(error.message, "3 institutions are too few"));
}

static void test_shrink_of_alike_institutions_gives_their_mean(void **state)
{
    (void)state;
    static const double y[] = {50.1, 49.9, 50.0, 50.2, 49.8, 50.0, 50.0, 50.0};
    static const double v[] = {4.0, 9.0, 4.0, 1.0, 9.0, 4.0, 2.0, 4.0};
    struct trig_ensemble ensemble;
    struct trig_shrunken shrunken[8] = {{0}};
    assert_ok(fit(y, v, 8, &ensemble), error);
    assert_true(ensemble.tau2 == 0.0);
    assert_true(ensemble.i2 == 0.0);
    shrink(&ensemble, y, v, shrunken);
    for (size_t i = 0; i < 8; i++) {
        assert_true(shrunken[i].reliability == 0.0);
        assert_true(fabs(shrunken[i].estimate - ensemble.mean) <= fabs(y[i] - ensemble.mean));
    }
}

/* A result around its truth, with its error as so many degrees of freedom tell it. */
static struct trig_entry sampled(double truth, double df, uint64_t *random)
{
    double v = 0.25 * (double)(1u << filled_random(random) % 5);
    double y = truth + sqrt(v) * normal(random);
    double square = 0.0;
    size_t squares = isfinite(df) ? (size_t)df : 0;
    for (size_t i = 0; i < squares; i++) {
        double z = normal(random);
        square += z * z;
    }
    return (struct trig_entry){y, isfinite(df) ? sqrt(v * square / df) : sqrt(v), df, 1.0};
}

/* The share of true values that the intervals hold, over institutions and sets. */
static double coverage(size_t count, double between, double df, size_t sets, uint64_t seed)
{
    struct trig_entry entries[MOST];
    double truth[MOST];
    size_t held = 0;
    for (size_t set = 0; set < sets; set++) {
        struct trig_ensemble ensemble;
        for (size_t i = 0; i < count; i++) {
            truth[i] = between * normal(&seed);
            entries[i] = sampled(truth[i], df, &seed);
        }
        assert_ok(trig_ensemble_fit(entries, count, &ensemble, &error), error);
        for (size_t i = 0; i < count; i++) {
            struct trig_shrunken shrunken = trig_ensemble_shrink(&ensemble, &entries[i], 0.95);
            held += truth[i] >= shrunken.low && truth[i] <= shrunken.high;
        }
    }
    return (double)held / (double)(sets * count);
}

static void test_intervals_hold_the_truth_as_often_as_they_say(void **state)
{
    (void)state;
    static const struct {
        size_t count;
        double between;
        double df; /* of errors: 9 where ten answered */
        double least;
    } cases[] = {{5, 1.0, INFINITY, 0.93},  {10, 0.3, INFINITY, 0.93}, {10, 1.0, INFINITY, 0.92},
                 {10, 3.0, INFINITY, 0.93}, {30, 0.3, INFINITY, 0.90}, {30, 1.0, INFINITY, 0.93},
                 {60, 1.0, INFINITY, 0.93}, {10, 1.0, 9.0, 0.94},      {30, 1.0, 9.0, 0.94},
                 {30, 3.0, 9.0, 0.94},      {30, 1.0, 16.0, 0.94},     {60, 1.0, 49.0, 0.94}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double found =
            coverage(cases[i].count, cases[i].between, cases[i].df, 30000 / cases[i].count, 11 + i);
        if (found < cases[i].least)
            fail_msg("%zu institutions, %g between, df %g: %.3f covered", cases[i].count, cases[i].between,
                     cases[i].df, found);
    }
}

/* The same of the bootstrap, which has to draw for every set. */
static double bootstrap_coverage(size_t count, double between, double df, size_t sets, uint64_t seed)
{
    struct trig_entry entries[MOST];
    struct trig_shrunken shrunken[MOST];
    double truth[MOST];
    size_t held = 0;
    for (size_t set = 0; set < sets; set++) {
        for (size_t i = 0; i < count; i++) {
            truth[i] = between * normal(&seed);
            entries[i] = sampled(truth[i], df, &seed);
        }
        assert_ok(trig_ensemble_bootstrap(entries, count, 0.95, 200, 5 + set, shrunken, &error), error);
        for (size_t i = 0; i < count; i++)
            held += truth[i] >= shrunken[i].low && truth[i] <= shrunken[i].high;
    }
    return (double)held / (double)(sets * count);
}

static void test_bootstrap_intervals_hold_the_truth_as_often_as_they_say(void **state)
{
    (void)state;
    static const struct {
        size_t count;
        double between;
        double df;
    } cases[] = {{5, 1.0, INFINITY},  {10, 0.3, INFINITY}, {10, 1.0, INFINITY}, {10, 3.0, INFINITY},
                 {30, 1.0, INFINITY}, {10, 1.0, 9.0},      {30, 1.0, 9.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double found =
            bootstrap_coverage(cases[i].count, cases[i].between, cases[i].df, 1000 / cases[i].count, 21 + i);
        if (found < 0.92 || found > 0.985)
            fail_msg("%zu institutions, %g between, df %g: %.3f covered", cases[i].count, cases[i].between,
                     cases[i].df, found);
    }
}

/* tau2 times the restricted likelihood is largest there: its logarithm's slope is 0 on either side. */
static void test_bootstrap_shrinks_by_the_adjusted_likelihood(void **state)
{
    (void)state;
    static const double y[] = {52.0, 61.0, 47.5, 58.0, 66.0, 55.5, 57.0};
    static const double v[] = {9.0, 4.0, 25.0, 9.0, 16.0, 9.0, 2.0};
    struct trig_entry entries[7];
    struct trig_shrunken shrunken[7] = {{0}};
    for (size_t i = 0; i < 7; i++)
        entries[i] = (struct trig_entry){y[i], sqrt(v[i]), INFINITY, 1.0};
    assert_ok(trig_ensemble_bootstrap(entries, 7, 0.95, 500, 1, shrunken, &error), error);
    double reliability = shrunken[0].reliability;
    double tau2 = 9.0 * reliability / (1.0 - reliability);
    double best = log(tau2) + restricted_likelihood(y, v, 7, tau2);
    assert_true(best > log(tau2 * 1.001) + restricted_likelihood(y, v, 7, tau2 * 1.001));
    assert_true(best > log(tau2 / 1.001) + restricted_likelihood(y, v, 7, tau2 / 1.001));
    for (size_t i = 0; i < 7; i++) {
        assert_close(shrunken[i].reliability, tau2 / (tau2 + v[i]), 1e-9, 0);
        assert_true(shrunken[i].low < shrunken[i].estimate && shrunken[i].estimate < shrunken[i].high);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit_with_equal_variances_is_the_closed_form),
        cmocka_unit_test(test_fit_is_where_the_restricted_likelihood_is_largest),
        cmocka_unit_test(test_fit_of_too_few_is_refused),
        cmocka_unit_test(test_shrink_of_alike_institutions_gives_their_mean),
        cmocka_unit_test(test_intervals_hold_the_truth_as_often_as_they_say),
        cmocka_unit_test(test_bootstrap_intervals_hold_the_truth_as_often_as_they_say),
        cmocka_unit_test(test_bootstrap_shrinks_by_the_adjusted_likelihood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
