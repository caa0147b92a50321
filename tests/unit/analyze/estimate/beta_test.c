/* Quantiles of the beta distribution where both numbers are large: GSL's own function does not return there,
 * or returns another number. Expected: qbeta(probability, a, b) of R 4.2.2. */
#include "analyze/estimate/beta.h"

#include "tests/support.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>

static void test_beta_quantile_of_large_numbers_is_that_of_r(void **state)
{
    (void)state;
    static const struct {
        double probability, a, b, expected;
    } cases[] = {
        {0.05, 104400673.017406, 74351524.294472203, 0.58399189083403968},
        {0.995, 73076515, 14695467, 0.83267486936384039},
        {0.025, 2755404, 16754254, 0.14107831830349915},
        {0.975, 10001, 10001, 0.50692892658439159},
        {0.025, 10001, 5e8, 1.9611496911035315e-05},
        {0.995, 5e11, 10002, 0.99999998050746064},
        {0.5, 3e6, 3e6, 0.5},
        {1e-6, 2e5, 7e7, 0.0028188659160743182},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_close(trig_beta_quantile(cases[i].probability, cases[i].a, cases[i].b), cases[i].expected, 0,
                     1e-10);
}

/* One method ends where the other begins: both hold there. */
static void test_beta_quantile_goes_on_where_the_method_changes(void **state)
{
    (void)state;
    static const double probabilities[] = {1e-6, 0.005, 0.025, 0.5, 0.975, 0.995, 1 - 1e-6};
    for (size_t i = 0; i < sizeof probabilities / sizeof *probabilities; i++)
        for (double b = 9000; b < 30000; b += 500) {
            double p = probabilities[i];
            double below = trig_beta_quantile(p, 9999.9, b), above = trig_beta_quantile(p, 10000.1, b);
            assert_true(below < above);
            assert_close(gsl_cdf_beta_P(above, 10000.1, b), p, 0, 1e-9);
            assert_close(gsl_cdf_beta_P(below, 9999.9, b), p, 0, 1e-9);
        }
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_beta_quantile_of_large_numbers_is_that_of_r),
        cmocka_unit_test(test_beta_quantile_goes_on_where_the_method_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
