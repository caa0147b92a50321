/* Funnel limits: known values, what over-dispersion finds, and the ends of the scale. */
#include "tests/support.h"

#include "analyze/benchmark/funnel.h"
#include "tests/filled_store.h"

#include <math.h>

#define MOST 200

/* Of [n] answers that vary by [variance]; a funnel of shares takes theirs from the shares. */
#define MEAN(y, n, variance)                                                                                 \
    {                                                                                                        \
        y, sqrt((variance) / (n)), (n)-1.0, n                                                                \
    }
#define SHARE(share, n) MEAN(share, n, 1.0)

static struct trig_error error;

static double normal(uint64_t *random)
{
    double u = filled_uniform(random);
    return sqrt(-2.0 * log(1.0 - u)) * cos(2.0 * M_PI * filled_uniform(random));
}

static struct trig_funnel fitted(const struct trig_entry *entries, size_t count, bool share,
                                 enum trig_funnel_rule rule)
{
    struct trig_funnel funnel;
    assert_ok(trig_funnel_fit(entries, count, share, rule, &funnel, &error), error);
    return funnel;
}

static void test_limits_of_chance_for_means_are_normal(void **state)
{
    (void)state;
    const struct trig_entry entries[] = {MEAN(50.0, 10.0, 400.0), MEAN(60.0, 30.0, 400.0),
                                         MEAN(55.0, 60.0, 400.0)};
    struct trig_funnel funnel = fitted(entries, 3, false, TRIG_FUNNEL_CHANCE);
    struct trig_funnel_limits limits = trig_funnel_at(&funnel, 16.0);
    assert_close(funnel.centre, 56.0, 1e-14, 0);
    assert_close(funnel.sigma, 20.0, 1e-14, 0);
    assert_close(limits.low95, 56.0 - 1.959964 * 5.0, 1e-13, 0);
    assert_close(limits.high95, 56.0 + 1.959964 * 5.0, 1e-13, 0);
    assert_close(limits.low998, 56.0 - 3.090232 * 5.0, 1e-13, 0);
    assert_close(limits.high998, 56.0 + 3.090232 * 5.0, 1e-13, 0);
}

static void test_limits_of_small_shares_stay_on_the_scale(void **state)
{
    (void)state;
    const struct trig_entry entries[] = {SHARE(0.02, 400.0), SHARE(0.05, 100.0), SHARE(0.01, 300.0)};
    for (size_t rule = TRIG_FUNNEL_ADDITIVE; rule <= TRIG_FUNNEL_EXACT; rule++) {
        struct trig_funnel funnel = fitted(entries, 3, true, (enum trig_funnel_rule)rule);
        for (double n = 1.0; n < 5000.0; n *= 1.7) {
            struct trig_funnel_limits limits = trig_funnel_at(&funnel, n);
            /* So few that even none is above the quantile: exact limits end below the centre. */
            double slack = rule == TRIG_FUNNEL_EXACT ? funnel.centre : 1e-12;
            if (!(limits.low998 >= 0.0 && limits.low998 <= limits.low95 && limits.low95 <= funnel.centre &&
                  funnel.centre <= limits.high95 + slack && limits.high95 <= limits.high998 &&
                  limits.high998 <= 1.0))
                fail_msg("rule %zu, n %g: %g %g %g %g", rule, n, limits.low998, limits.low95, limits.high95,
                         limits.high998);
        }
    }
}

/* R: r <- qbinom(q, n, p); at <- pbinom(r, n, p); below <- pbinom(r - 1, n, p)
 *    max(0, (r - (at - q) / (at - below)) / n), q = pnorm(+-1.959964), pnorm(+-3.090232) */
static void test_exact_limits_are_binomial(void **state)
{
    (void)state;
    static const struct {
        double share;
        double n;
        double limits[4];
    } cases[] = {
        {0.3, 20.0, {0.081176504358, 0.487255148061, 0.001477324225, 0.613699628706}},
        {0.9, 12.0, {0.664173599617, 0.992623529097, 0.510092302704, 0.999704940849}},
        {0.5, 400.0, {0.449759418445, 0.547740581555, 0.421542730645, 0.575957269355}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct trig_entry entries[] = {SHARE(cases[i].share, 50.0), SHARE(cases[i].share, 50.0)};
        struct trig_funnel funnel = fitted(entries, 2, true, TRIG_FUNNEL_EXACT);
        struct trig_funnel_limits limits = trig_funnel_at(&funnel, cases[i].n);
        assert_close(limits.low95, cases[i].limits[0], 1e-9, 0);
        assert_close(limits.high95, cases[i].limits[1], 1e-9, 0);
        assert_close(limits.low998, cases[i].limits[2], 1e-9, 0);
        assert_close(limits.high998, cases[i].limits[3], 1e-9, 0);
    }
}

static void test_answers_that_do_not_vary_have_no_funnel(void **state)
{
    (void)state;
    const struct trig_entry shares[] = {SHARE(0.0, 10.0), SHARE(0.0, 20.0)};
    const struct trig_entry means[] = {MEAN(5.0, 10.0, 0.0), MEAN(5.0, 20.0, 0.0)};
    struct trig_funnel funnel;
    assert_int_equal(trig_funnel_fit(shares, 2, true, TRIG_FUNNEL_ADDITIVE, &funnel, &error),
                     TRIG_ERR_DOMAIN);
    assert_int_equal(trig_funnel_fit(means, 2, false, TRIG_FUNNEL_ADDITIVE, &funnel, &error),
                     TRIG_ERR_DOMAIN);
    assert_int_equal(trig_funnel_fit(means, 1, false, TRIG_FUNNEL_ADDITIVE, &funnel, &error),
                     TRIG_ERR_DOMAIN);
    assert_non_null(strstr(error.message, "two institutions or more"));
}

/* ---- over-dispersion ---------------------------------------------------------------------- */

/* The mean of tau2 found in sets of institutions between which it is [tau2]. */
static double mean_tau2(enum trig_funnel_rule rule, double tau2, size_t sets)
{
    uint64_t random = 19;
    double sum = 0.0;
    for (size_t set = 0; set < sets; set++) {
        struct trig_entry entries[MOST];
        for (size_t i = 0; i < MOST; i++) {
            double n = 20.0 + (double)(i % 5) * 20.0;
            double error_variance = 400.0 / n;
            entries[i] =
                (struct trig_entry)MEAN(50.0 + sqrt(tau2 + error_variance) * normal(&random), n, 400.0);
        }
        sum += fitted(entries, MOST, false, rule).tau2 / (double)sets;
    }
    return sum;
}

static void test_over_dispersion_is_found_in_full_but_by_the_published_rule(void **state)
{
    (void)state;
    double tau2 = 9.0; /* errors are from 2 to 4.5 */
    for (size_t rule = TRIG_FUNNEL_ADDITIVE; rule <= TRIG_FUNNEL_PAULE_MANDEL; rule++) {
        double found = mean_tau2((enum trig_funnel_rule)rule, tau2, 200);
        if (found < 0.9 * tau2 || found > 1.1 * tau2)
            fail_msg("rule %zu finds %g of %g", rule, found, tau2);
    }
    assert_true(mean_tau2(TRIG_FUNNEL_PUBLISHED, tau2, 200) < 0.6 * tau2);
    assert_true(mean_tau2(TRIG_FUNNEL_CHANCE, tau2, 5) == 0.0);
}

static void test_no_over_dispersion_widens_little(void **state)
{
    (void)state;
    assert_true(mean_tau2(TRIG_FUNNEL_PAULE_MANDEL, 0.0, 200) < 0.5);
    assert_true(mean_tau2(TRIG_FUNNEL_ADDITIVE, 0.0, 200) < 0.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits_of_chance_for_means_are_normal),
        cmocka_unit_test(test_limits_of_small_shares_stay_on_the_scale),
        cmocka_unit_test(test_exact_limits_are_binomial),
        cmocka_unit_test(test_answers_that_do_not_vary_have_no_funnel),
        cmocka_unit_test(test_over_dispersion_is_found_in_full_but_by_the_published_rule),
        cmocka_unit_test(test_no_over_dispersion_widens_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
