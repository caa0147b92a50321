#include "tests/support.h"

#include "analyze/estimate/interval.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

struct expected {
    const char *label;
    struct trig_proportion input;
    enum trig_interval method;
    double low;
    double high;
};

/* R 4.2.2: qbeta(a/2, ne*p, ne*(1-p)+1), qbeta(1-a/2, ne*p+1, ne*(1-p)) with ne = p(1-p)/V, n/(1-f) at
 * p = 0 and 1, times (qt(a/2, n-1)/qt(a/2, df))^2; Jeffreys qbeta(.., ne*p+.5, ne*(1-p)+.5); Wilson's formula
 * with qt(1-a/2, df) for z; plogis(qlogis(p) -+ qt(1-a/2, df)*sqrt(V)/(p*(1-p))). */
static const struct expected cases[] = {
    {"KG small",
     {.9, .009, 10, 9, 1, false},
     TRIG_INTERVAL_KORN_GRAUBARD,
     0.554983882971805,
     0.997471421455538},
    {"Jeffreys small",
     {.9, .009, 10, 9, 1, false},
     TRIG_INTERVAL_JEFFREYS,
     0.618685228933384,
     0.988988326236839},
    {"Wilson small", {.9, .009, 10, 9, 1, false}, TRIG_INTERVAL_WILSON, 0.543689624702584, 0.98550347716927},
    {"KG", {.62, .0021, 120, 57, 1, false}, TRIG_INTERVAL_KORN_GRAUBARD, 0.52236659099374, 0.710982225966194},
    {"Jeffreys",
     {.62, .0021, 120, 57, 1, false},
     TRIG_INTERVAL_JEFFREYS,
     0.52805920117862,
     0.705838254902898},
    {"Wilson", {.62, .0021, 120, 57, 1, false}, TRIG_INTERVAL_WILSON, 0.525596693942945, 0.706121331445363},
    {"logit", {.62, .0021, 120, 57, 1, false}, TRIG_INTERVAL_LOGIT, 0.524993017930891, 0.706623451319119},
    /* qbeta(.., ne*p, ne*(1-p)+1); uniroot of 2*ne*(p*log(p/y) + (1-p)*log((1-p)/(1-y))) = q^2;
     * sin(asin(sqrt(p)) -+ q/(2*sqrt(ne)))^2; p -+ q*sqrt(V) */
    {"Clopper-Pearson",
     {.62, .0021, 120, 57, 1, false},
     TRIG_INTERVAL_CLOPPER_PEARSON,
     0.523520414574210,
     0.709978437937435},
    {"likelihood",
     {.62, .0021, 120, 57, 1, false},
     TRIG_INTERVAL_LIKELIHOOD,
     0.526198643131981,
     0.708144186297059},
    {"asin", {.62, .0021, 120, 57, 1, false}, TRIG_INTERVAL_ASIN, 0.526643046886341, 0.709080719681635},
    {"mean", {.62, .0021, 120, 57, 1, false}, TRIG_INTERVAL_MEAN, 0.528235504562644, 0.711764495437356},
    {"asin at 0", {0, 0, 17, 16, 1, false}, TRIG_INTERVAL_ASIN, 0, 0.0646450974652598},
    {"likelihood at 0", {0, 0, 17, 16, 1, false}, TRIG_INTERVAL_LIKELIHOOD, 0, 0.123813600456054},
    {"KG at 0", {0, 0, 17, 16, 1, false}, TRIG_INTERVAL_KORN_GRAUBARD, 0, 0.195064322969093},
    {"Wilson at 0", {0, 0, 17, 16, 1, false}, TRIG_INTERVAL_WILSON, 0, 0.20908154815103},
    {"KG at 1 with f = .4", {1, 0, 17, 16, .6, false}, TRIG_INTERVAL_KORN_GRAUBARD, 0.877923564566251, 1},
    {"Wilson at 1 with f = .4", {1, 0, 17, 16, .6, false}, TRIG_INTERVAL_WILSON, 0.863101926664642, 1},
    /* A domain of five in a stratum of 1000: no more than Clopper-Pearson at 5, qbeta(.025, 3, 3) */
    {"KG of a small domain",
     {.6, .048, 5, 1000, 1, false},
     TRIG_INTERVAL_KORN_GRAUBARD,
     0.146632799634673,
     0.947255049473683},
    /* survey::svyciprop(~I(sch.wide == "Yes"), svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc =
     * ~fpc), method = "beta", df = degf(d)), survey 4.1.1 */
    {"apiclus1",
     {0.87431693989071035, 0.00041450831367450213, 183, 14, 1, false},
     TRIG_INTERVAL_KORN_GRAUBARD,
     0.823702210847501,
     0.914704492126865},
};

static void test_interval_proportion_agrees_with_r(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_error error;
        double low, high;
        enum trig_status status =
            trig_interval_proportion(cases[i].method, &cases[i].input, .95, &low, &high, &error);
        assert_ok(status, error);
        if (!trig_close(low, cases[i].low, 1e-9, 1e-12) || !trig_close(high, cases[i].high, 1e-9, 1e-12))
            fail_msg("%s: %.15g to %.15g, not %.15g to %.15g", cases[i].label, low, high, cases[i].low,
                     cases[i].high);
    }
}

/* GSL 2.7's gsl_cdf_beta_Pinv gives NAN in about 1 of 100 of these cases: 18 of
 * 474, for one, or 92 of 1839 with deff .87. */
static void test_interval_proportion_of_every_size_is_found(void **state)
{
    (void)state;
    for (double n = 10; n < 20000; n *= 1.07) {
        for (double p = .05; p < .95; p += .0137) {
            double low, high, x = n * p;
            struct trig_proportion input = {p, p * (1 - p) / n, n, n - 1, 1, false};
            trig_interval_proportion(TRIG_INTERVAL_KORN_GRAUBARD, &input, .95, &low, &high, NULL);
            assert_close(gsl_cdf_beta_P(low, x, n - x + 1), .025, 1e-9, 0);
            assert_close(gsl_cdf_beta_P(high, x + 1, n - x), .975, 1e-9, 0);
        }
    }
}

static void test_interval_proportion_of_census_is_a_point(void **state)
{
    (void)state;
    double low, high;
    struct trig_proportion census = {.4, 0, 30, 29, 0, false};
    assert_int_equal(trig_interval_proportion(TRIG_INTERVAL_KORN_GRAUBARD, &census, .95, &low, &high, NULL),
                     TRIG_OK);
    assert_close(low, .4, 0, 0);
    assert_close(high, .4, 0, 0);
}

static void test_interval_proportion_without_degrees_of_freedom_is_undefined(void **state)
{
    (void)state;
    double low = 0, high = 0;
    struct trig_proportion alone = {1, 0, 1, 0, 1, false};
    assert_int_equal(trig_interval_proportion(TRIG_INTERVAL_KORN_GRAUBARD, &alone, .95, &low, &high, NULL),
                     TRIG_OK);
    assert_true(isnan(low) && isnan(high));
}

static void test_interval_proportion_refuses_logit_in_small_cells(void **state)
{
    (void)state;
    double low, high;
    struct trig_error error;
    struct trig_proportion small = {.9, .0018, 49, 40, 1, false};
    assert_int_equal(trig_interval_proportion(TRIG_INTERVAL_LOGIT, &small, .95, &low, &high, &error),
                     TRIG_ERR_DOMAIN);
    small.n = 60;
    small.p = .95;
    assert_int_equal(trig_interval_proportion(TRIG_INTERVAL_LOGIT, &small, .95, &low, &high, &error),
                     TRIG_ERR_DOMAIN);
}

static void test_interval_proportion_refuses_impossible_input(void **state)
{
    (void)state;
    double low, high;
    struct trig_proportion bad = {1.5, .01, 10, 9, 1, false};
    assert_int_equal(trig_interval_proportion(TRIG_INTERVAL_WILSON, &bad, .95, &low, &high, NULL),
                     TRIG_ERR_DOMAIN);
    bad.p = NAN;
    assert_int_equal(trig_interval_proportion(TRIG_INTERVAL_WILSON, &bad, .95, &low, &high, NULL),
                     TRIG_ERR_DOMAIN);
    bad.p = .5;
    assert_int_equal(trig_interval_proportion(TRIG_INTERVAL_WILSON, &bad, 1, &low, &high, NULL),
                     TRIG_ERR_DOMAIN);
}

/* An effective n above n is cut to n where the NCHS rule is asked for. */
static void test_interval_proportion_with_cap_is_wider(void **state)
{
    (void)state;
    double low, high, capped_low, capped_high;
    struct trig_proportion input = {.3, .001, 100, 99, 1, false};
    trig_interval_proportion(TRIG_INTERVAL_WILSON, &input, .95, &low, &high, NULL);
    input.cap = true;
    trig_interval_proportion(TRIG_INTERVAL_WILSON, &input, .95, &capped_low, &capped_high, NULL);
    assert_true(capped_low < low && capped_high > high);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_interval_proportion_agrees_with_r),
        cmocka_unit_test(test_interval_proportion_of_every_size_is_found),
        cmocka_unit_test(test_interval_proportion_of_census_is_a_point),
        cmocka_unit_test(test_interval_proportion_without_degrees_of_freedom_is_undefined),
        cmocka_unit_test(test_interval_proportion_refuses_logit_in_small_cells),
        cmocka_unit_test(test_interval_proportion_refuses_impossible_input),
        cmocka_unit_test(test_interval_proportion_with_cap_is_wider),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
