/* The numbers behind reliability's methods, and what protects the people behind them. */
#include "tests/support.h"

#include "analyze/reliability/adequacy.h"
#include "analyze/reliability/bivariate.h"
#include "analyze/reliability/factor.h"
#include "analyze/reliability/matrix.h"
#include "analyze/reliability/parallel.h"
#include "analyze/reliability/polychoric.h"
#include "analyze/reliability/reliability.h"
#include "tests/comparison_context.h"
#include "tests/comparison_survey.h"

#include <gsl/gsl_errno.h>

enum { ITEMS = 5 };

/* l <- c(.8,.7,.6,.5,.4); R <- l %o% l; diag(R) <- 1 */
static void fill_one_factor(double *correlation)
{
    static const double loadings[ITEMS] = {0.8, 0.7, 0.6, 0.5, 0.4};
    for (size_t i = 0; i < ITEMS; i++)
        for (size_t j = 0; j < ITEMS; j++)
            correlation[i * ITEMS + j] = i == j ? 1.0 : loadings[i] * loadings[j];
}

/* R[1,2] <- R[2,1] <- .7 */
static void fill_misfit(double *correlation)
{
    fill_one_factor(correlation);
    correlation[1] = correlation[ITEMS] = 0.7;
}

/* ---- factors ------------------------------------------------------------------------------------ */

static void test_factor_of_one_factor_is_found_exactly(void **state)
{
    (void)state;
    double correlation[ITEMS * ITEMS];
    double loadings[ITEMS];
    double unique[ITEMS];
    struct trig_factor factor = {loadings, unique, true};
    struct trig_error error = {.status = TRIG_OK};
    fill_one_factor(correlation);
    for (int way = 0; way < 2; way++) {
        if (way == 0)
            trig_factor_minres(correlation, ITEMS, &factor);
        else
            assert_ok(trig_factor_likelihood(correlation, ITEMS, &factor, &error), error);
        for (size_t i = 0; i < ITEMS; i++) {
            assert_close(loadings[i], 0.8 - 0.1 * (double)i, 0, 1e-8);
            assert_close(unique[i], 1.0 - loadings[i] * loadings[i], 0, 1e-8);
        }
        assert_false(factor.heywood);
    }
}

/* factanal(covmat = R, factors = 1, control = list(opt = list(factr = 10))) of R 4.2.2 */
static void test_factor_likelihood_agrees_with_r(void **state)
{
    (void)state;
    static const double expected[ITEMS] = {0.88374289741493928, 0.78638824053848388, 0.54874874839755661,
                                           0.45995398095742190, 0.36925870934090255};
    double correlation[ITEMS * ITEMS];
    double loadings[ITEMS];
    double unique[ITEMS];
    struct trig_factor factor = {loadings, unique, false};
    struct trig_omega omega;
    struct trig_error error = {.status = TRIG_OK};
    fill_misfit(correlation);
    assert_ok(trig_factor_likelihood(correlation, ITEMS, &factor, &error), error);
    for (size_t i = 0; i < ITEMS; i++)
        assert_close(loadings[i], expected[i], 0, 1e-6);
    assert_ok(trig_factor_omega(correlation, ITEMS, &factor, 100.0, 0.95, &omega, &error), error);
    assert_close(omega.omega, 0.76158665644016499, 0, 1e-6);
    assert_true(omega.low < omega.omega && omega.omega < omega.high && omega.high < 1.0);
}

/* The delta method beside what samples show: omega's spread over samples of a known factor. */
static void test_omega_error_is_that_of_samples(void **state)
{
    (void)state;
    enum { SAMPLES = 400, PEOPLE = 300 };
    static const double truth[ITEMS] = {0.8, 0.7, 0.6, 0.5, 0.4};
    struct trig_error error = {.status = TRIG_OK};
    uint64_t random = 1904;
    double sum = 0.0;
    double squares = 0.0;
    double errors = 0.0;
    for (int sample = 0; sample < SAMPLES; sample++) {
        double covariance[ITEMS * ITEMS] = {0};
        double correlation[ITEMS * ITEMS];
        double mean[ITEMS] = {0};
        double loadings[ITEMS];
        double unique[ITEMS];
        struct trig_factor factor = {loadings, unique, false};
        struct trig_omega omega;
        for (int person = 0; person < PEOPLE; person++) {
            double y[ITEMS];
            double normal[ITEMS + 1];
            for (size_t i = 0; i <= ITEMS; i++) /* Box and Muller */
                normal[i] = sqrt(-2.0 * log(1.0 - filled_uniform(&random))) *
                            cos(6.283185307179586 * filled_uniform(&random));
            for (size_t i = 0; i < ITEMS; i++) {
                y[i] = 10.0 * (truth[i] * normal[ITEMS] + sqrt(1.0 - truth[i] * truth[i]) * normal[i]);
                mean[i] += y[i] / PEOPLE;
            }
            for (size_t i = 0; i < ITEMS * ITEMS; i++)
                covariance[i] += y[i / ITEMS] * y[i % ITEMS] / PEOPLE;
        }
        for (size_t i = 0; i < ITEMS * ITEMS; i++)
            covariance[i] -= mean[i / ITEMS] * mean[i % ITEMS];
        trig_matrix_correlation(covariance, ITEMS, correlation);
        assert_ok(trig_factor_likelihood(correlation, ITEMS, &factor, &error), error);
        assert_ok(trig_factor_omega(covariance, ITEMS, &factor, PEOPLE, 0.95, &omega, &error), error);
        sum += omega.omega / SAMPLES;
        squares += omega.omega * omega.omega / SAMPLES;
        errors += omega.se / SAMPLES;
    }
    assert_close(errors, sqrt(squares - sum * sum), 0.1, 0); /* two standard errors of the latter: 7% */
}

static void test_factor_of_what_does_not_vary_is_undefined(void **state)
{
    (void)state;
    double correlation[9] = {1.0, NAN, 0.5, NAN, NAN, NAN, 0.5, NAN, 1.0};
    double loadings[3];
    double unique[3];
    struct trig_factor factor = {loadings, unique, false};
    struct trig_error error = {.status = TRIG_OK};
    assert_ok(trig_factor_likelihood(correlation, 3, &factor, &error), error);
    assert_true(isnan(loadings[0]) && isnan(unique[2]));
}

/* ---- adequacy and parallel analysis ---------------------------------------------------------------- */

/* psych::KMO(R), psych::cortest.bartlett(R, 100) of psych 2.2.9 */
static void test_adequacy_agrees_with_r_psych(void **state)
{
    (void)state;
    static const double by_item[ITEMS] = {0.68847469390977978, 0.70629355232386570, 0.85715132759849744,
                                          0.87781703675474643, 0.89264775494442106};
    double correlation[ITEMS * ITEMS];
    double items[ITEMS];
    struct trig_adequacy found = {.items = items};
    struct trig_error error = {.status = TRIG_OK};
    fill_misfit(correlation);
    assert_ok(trig_adequacy_measure(correlation, ITEMS, 100.0, &found, &error), error);
    assert_close(found.kmo, 0.757923458202866, 1e-12, 0);
    for (size_t i = 0; i < ITEMS; i++)
        assert_close(items[i], by_item[i], 1e-12, 0);
    assert_close(found.chi_square, 123.71918410030716, 1e-12, 0);
    assert_close(found.df, 10.0, 0, 0);
    assert_close(found.p, 8.8852303904252477e-22, 1e-10, 0);
    correlation[1] = correlation[ITEMS] = 1.0; /* two items alike */
    assert_ok(trig_adequacy_measure(correlation, ITEMS, 100.0, &found, &error), error);
    assert_true(isnan(found.kmo) && isnan(found.chi_square) && isnan(found.p));
}

static void test_parallel_eigenvalues_are_those_of_the_correlations(void **state)
{
    (void)state;
    static const double expected[ITEMS] = {2.53274437175536260, 0.82241306039028306, 0.72477283185091079,
                                           0.62689242416432034, 0.29317731183912249}; /* eigen(R)$values */
    double correlation[ITEMS * ITEMS];
    double room[2 * ITEMS];
    struct trig_eigenvalues values = {room, room + ITEMS};
    struct trig_error error = {.status = TRIG_OK};
    fill_misfit(correlation);
    assert_ok(trig_parallel_eigenvalues(correlation, ITEMS, &values, &error), error);
    for (size_t i = 0; i < ITEMS; i++)
        assert_close(values.components[i], expected[i], 1e-12, 0);
    fill_one_factor(correlation);
    assert_ok(trig_parallel_eigenvalues(correlation, ITEMS, &values, &error), error);
    assert_close(values.factors[0], 1.9, 0, 1e-8); /* the sum of the squared loadings */
    assert_close(values.factors[1], 0.0, 0, 1e-8);
}

/* apply(replicate(20000, eigen(cor(matrix(rnorm(500), 100)))$values), 1, quantile, .95) of R; of 1000
 * draws a quantile errs by about 0.006. */
static void test_parallel_quantiles_are_those_of_random_answers(void **state)
{
    (void)state;
    static const double expected[ITEMS] = {1.4274, 1.2089, 1.0608, 0.9507, 0.8318};
    double room[4 * ITEMS];
    struct trig_eigenvalues first = {room, room + ITEMS};
    struct trig_eigenvalues again = {room + 2 * ITEMS, room + 3 * ITEMS};
    struct trig_error error = {.status = TRIG_OK};
    assert_ok(trig_parallel_quantiles(ITEMS, 100, 7, &first, &error), error);
    assert_ok(trig_parallel_quantiles(ITEMS, 100, 7, &again, &error), error);
    for (size_t i = 0; i < ITEMS; i++) {
        assert_close(first.components[i], expected[i], 0, 0.025);
        assert_close(again.components[i], first.components[i], 0, 0);
        assert_close(again.factors[i], first.factors[i], 0, 0);
    }
    assert_ok(trig_parallel_quantiles(ITEMS, ITEMS + 1, 7, &first, &error), error);
    assert_true(isnan(first.components[0]));
}

/* ---- polychoric correlations ----------------------------------------------------------------------------
 */

/* Quadrature of phi(x) Phi((k - rho x) / sqrt(1 - rho^2)) with 30 digits. */
static void test_bivariate_agrees_with_quadrature(void **state)
{
    (void)state;
    static const struct {
        double h;
        double k;
        double rho;
        double expected;
    } cases[] = {{-1.2, 0.7, 0.5, 0.110341064949565677},    {0.3, 0.31, 0.999, 0.612851699820416394},
                 {1.5, -2.0, -0.8, 0.00624420245036936181}, {-3.0, -3.0, 0.95, 0.000809163346435935687},
                 {2.0, 1.0, -0.999, 0.818594614120363741},  {0.0, 0.0, 0.5, 1.0 / 3.0},
                 {0.4, 0.4, 1.0, 0.65542174161032418},      {0.5, -0.5, -1.0, 0.0},
                 {INFINITY, 0.4, 0.3, 0.65542174161032418}, {-INFINITY, INFINITY, 0.3, 0.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_close(trig_bivariate_below(cases[i].h, cases[i].k, cases[i].rho), cases[i].expected, 0, 1e-15);
        assert_close(trig_bivariate_below(cases[i].k, cases[i].h, cases[i].rho), cases[i].expected, 0, 1e-15);
    }
    for (double rho = -0.99; rho < 1.0; rho += 0.03) /* Sheppard's formula */
        assert_close(trig_bivariate_below(0, 0, rho), 0.25 + asin(rho) / 6.283185307179586, 0, 1e-15);
}

/* optimize(psych:::polyF, c(-1, 1), rc = , cc = , tab = , tol = 1e-11)$minimum of psych 2.2.9; of four cells
 * tetrachoric(tab, correct = 0) gives 0.75294. */
static void test_polychoric_agrees_with_psych(void **state)
{
    (void)state;
    static const double sixteen[] = {13, 6, 2, 0, 9, 21, 14, 3, 1, 12, 33, 17, 0, 2, 11, 26};
    static const double spread[] = {13, 0, 6, 2, 0,  9,  0,  21, 14, 3, 0,  0, 0,
                                    0,  0, 1, 0, 12, 33, 17, 0,  0,  2, 11, 26};
    static const double four[] = {40, 12, 9, 31};
    static const double diagonal[] = {20, 0, 0, 20};
    static const double alone[] = {20, 10};
    static const struct {
        const char *label;
        const double *counts;
        size_t rows;
        size_t columns;
        double correct;
        double expected;
    } cases[] = {{"sixteen cells", sixteen, 4, 4, 0.0, 0.7642389893},
                 {"corrected", sixteen, 4, 4, 0.5, 0.7376533226},
                 {"answers nobody gave", spread, 5, 5, 0.0, 0.7642389893},
                 {"four cells", four, 2, 2, 0.0, 0.7529400380},
                 {"as far as it goes", diagonal, 2, 2, 0.0, TRIG_POLYCHORIC_BOUND},
                 {"one answer", alone, 1, 2, 0.0, NAN}};
    struct trig_error error = {.status = TRIG_OK};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double rho;
        assert_ok(
            trig_polychoric(cases[i].counts, cases[i].rows, cases[i].columns, cases[i].correct, &rho, &error),
            error);
        assert_close(rho, cases[i].expected, 0, 1e-7);
    }
}

/* ---- protection ---------------------------------------------------------------------------------------- */

static trig_table *table_of(struct comparison *comparison, const char *by, unsigned methods,
                            enum trig_missing missing)
{
    trig_table *table;
    struct trig_error error = {.status = TRIG_OK};
    struct trig_reliability_options options = {.methods = methods, .missing = missing, .seed = 1};
    options.waves = (struct trig_waves){.choice = TRIG_WAVES_LATEST};
    assert_ok(trig_bys_parse(comparison->context.definition, by, &options.bys, &error), error);
    assert_ok(trig_reliability_table(&comparison->context, &options, &table, &error), error);
    return table;
}

static bool shows(const trig_table *table, size_t row)
{
    return !trig_table_is_empty(table, row, trig_table_find(table, "estimate"));
}

static const unsigned all_methods = TRIG_SCALE_ALPHA | TRIG_SCALE_OMEGA | TRIG_SCALE_CORRELATION |
                                    TRIG_SCALE_KMO | TRIG_SCALE_PARALLEL | TRIG_SCALE_POLYCHORIC;

/* Two small institutions are hidden; with one hidden alone a second is, since the sector is known. */
static void test_reliability_by_institution_hides_the_small_ones(void **state)
{
    (void)state;
    struct comparison comparison;
    struct filled_text csv = {NULL, 0, 0};
    comparison_answers(&csv);
    comparison_open(&comparison, comparison_files(), csv.data, "v1");
    trig_table *table = table_of(&comparison, "institution", all_methods, TRIG_MISSING_LISTWISE);
    size_t shown = 0;
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        struct trig_view institution = comparison_text(table, row, "institution");
        bool small = trig_view_is(institution, "ivy") || trig_view_is(institution, "thorn");
        bool hidden = comparison_text(table, row, "suppressed").length > 0;
        assert_true(!small || hidden);
        if (hidden)
            for (size_t column = trig_table_find(table, "estimate"); column < trig_table_find(table, "basis");
                 column++)
                assert_true(trig_table_is_empty(table, row, column));
        shown += shows(table, row);
        if (shows(table, row))
            assert_true(comparison_number(table, row, "n") >= 10);
    }
    assert_true(shown > 100);
    trig_table_destroy(table);
    filled_clear(&csv);
    comparison_close(&comparison);
}

static const struct filled_file three[] = {
    {"survey.csv", "key,value\nid,three\n"},
    {"scales.csv", "scale,code,label,kind\nfive,1,a,substantive\nfive,2,b,substantive\nfive,3,c,substantive\n"
                   "five,4,d,substantive\nfive,5,e,substantive\n"},
    {"pillars.csv", "id,label\np,P\n"},
    {"variables.csv", "name,label,role,type,scale,pillar\na,A,item,ordinal,five,p\nb,B,item,ordinal,five,p\n"
                      "c,C,item,ordinal,five,p\nd,D,item,ordinal,five,p\n"},
    {NULL, NULL},
};

/* Thirty people; two of them alone did not give 3 to c: with means and spreads known their other
 * answers would follow from c's correlations. */
static void test_reliability_of_an_item_with_two_others_is_hidden(void **state)
{
    (void)state;
    struct comparison comparison;
    struct filled_text csv = {NULL, 0, 0};
    filled_print(&csv, "a,b,c,d\n");
    for (int i = 0; i < 30; i++)
        filled_print(&csv, "%d,%d,%d,%d\n", 1 + i % 5, 1 + (i + i % 3) % 5,
                     i == 4   ? 1
                     : i == 8 ? 5
                              : 3,
                     1 + i * i % 5);
    comparison_open(&comparison, three, csv.data, "a");
    trig_table *table = table_of(&comparison, NULL, all_methods, TRIG_MISSING_LISTWISE);
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        struct trig_view statistic = comparison_text(table, row, "statistic");
        struct trig_view measure = comparison_text(table, row, "measure");
        struct trig_view with = comparison_text(table, row, "with");
        bool pair = trig_view_is(statistic, "correlation") || trig_view_is(statistic, "polychoric");
        bool without = (pair && !trig_view_is(measure, "c") && !trig_view_is(with, "c")) ||
                       (trig_view_is(statistic, "alpha_if_dropped") && trig_view_is(measure, "c"));
        assert_int_equal(shows(table, row), without);
        assert_true(without || trig_view_is(comparison_text(table, row, "suppressed"), "numerator"));
    }
    trig_table_destroy(table);
    filled_clear(&csv);
    comparison_close(&comparison);
}

/* Forty people, of whom [skipped] left d out: beside the listwise correlation of a and b a pairwise one
 * would tell of them. */
static void check_pairwise(int skipped, bool shown)
{
    struct comparison comparison;
    struct filled_text csv = {NULL, 0, 0};
    filled_print(&csv, "a,b,c,d\n");
    for (int i = 0; i < 40; i++) {
        filled_print(&csv, "%d,%d,%d,", 1 + i % 5, 1 + (i + i % 3) % 5, 1 + (i + i % 2) % 5);
        filled_print(&csv, i < skipped ? "\n" : "%d\n", 1 + i * i % 5);
    }
    comparison_open(&comparison, three, csv.data, "a");
    trig_table *table = table_of(&comparison, NULL, TRIG_SCALE_CORRELATION, TRIG_MISSING_PAIRWISE);
    size_t row = comparison_row(table, "measure", "a", "with", "b", NULL);
    assert_int_equal(shows(table, row), shown);
    if (shown)
        assert_close(comparison_number(table, row, "n"), 40.0, 0, 0);
    else
        assert_true(trig_view_is(comparison_text(table, row, "suppressed"), "secondary"));
    row = comparison_row(table, "measure", "a", "with", "d", NULL);
    assert_close(comparison_number(table, row, "n"), 40.0 - skipped, 0, 0);
    trig_table_destroy(table);
    filled_clear(&csv);
    comparison_close(&comparison);
}

static void test_reliability_pairwise_of_a_few_more_is_hidden(void **state)
{
    (void)state;
    check_pairwise(0, true);
    check_pairwise(1, false);
    check_pairwise(9, false);
    check_pairwise(10, true);
}

static void test_reliability_methods_are_parsed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned methods;
    } cases[] = {{NULL, TRIG_SCALE_ALPHA},
                 {"omega", TRIG_SCALE_OMEGA},
                 {"kmo, parallel", TRIG_SCALE_KMO | TRIG_SCALE_PARALLEL},
                 {"all", 0}};
    struct trig_error error = {.status = TRIG_OK};
    unsigned methods;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(trig_reliability_methods(cases[i].text, &methods, &error), error);
        assert_int_equal(methods & all_methods, cases[i].methods ? cases[i].methods : all_methods);
    }
    assert_int_equal(trig_reliability_methods("alpah", &methods, &error), TRIG_ERR_USAGE);
    assert_non_null(strstr(error.message, "alpha"));
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_factor_of_one_factor_is_found_exactly),
        cmocka_unit_test(test_factor_likelihood_agrees_with_r),
        cmocka_unit_test(test_omega_error_is_that_of_samples),
        cmocka_unit_test(test_factor_of_what_does_not_vary_is_undefined),
        cmocka_unit_test(test_adequacy_agrees_with_r_psych),
        cmocka_unit_test(test_parallel_eigenvalues_are_those_of_the_correlations),
        cmocka_unit_test(test_parallel_quantiles_are_those_of_random_answers),
        cmocka_unit_test(test_bivariate_agrees_with_quadrature),
        cmocka_unit_test(test_polychoric_agrees_with_psych),
        cmocka_unit_test(test_reliability_by_institution_hides_the_small_ones),
        cmocka_unit_test(test_reliability_of_an_item_with_two_others_is_hidden),
        cmocka_unit_test(test_reliability_pairwise_of_a_few_more_is_hidden),
        cmocka_unit_test(test_reliability_methods_are_parsed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
