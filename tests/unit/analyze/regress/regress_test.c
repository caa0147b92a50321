/* Regression on plain arrays: columns, fits with known answers, what has none. */
#include "tests/support.h"

#include "analyze/regress/glm.h"
#include "analyze/regress/mixed.h"
#include "analyze/regress/normal.h"
#include "analyze/regress/ordinal.h"

#include <gsl/gsl_errno.h>

static struct trig_error error;

/* A model of one factor. */
static struct trig_columns one_factor(const uint32_t *level, size_t levels)
{
    struct trig_columns columns = {.regressor_count = 1, .term_count = 1, .threads = 1};
    columns.regressors[0] = (struct trig_regressor){.level = level, .level_count = levels};
    columns.terms[0].count = 1;
    assert_ok(trig_columns_settle(&columns, &error), error);
    return columns;
}

static struct trig_columns one_number(const double *x, size_t rows)
{
    struct trig_columns columns = {.regressor_count = 1, .term_count = 1, .threads = 1};
    columns.regressors[0] = (struct trig_regressor){.x = x};
    columns.terms[0].count = 1;
    assert_ok(trig_columns_settle(&columns, &error), error);
    trig_columns_centre(&columns, rows, true);
    return columns;
}

static void set_term(struct trig_columns *columns, size_t a, size_t b)
{
    struct trig_term_columns *term = &columns->terms[columns->term_count++];
    term->regressors[0] = a;
    term->regressors[1] = b;
    term->count = b == SIZE_MAX ? 1 : 2;
}

/* ---- columns ------------------------------------------------------------------------------ */

/* As model.matrix codes them: in full where no term before holds the rest. */
static void test_columns_settle_product_codes_by_margins(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        size_t terms[3][2];
        size_t term_count;
        size_t columns; /* ncol(model.matrix(~ ...)), f of 3 levels, g of 4, x a number */
    } cases[] = {
        {"f + g + f:g", {{0, SIZE_MAX}, {1, SIZE_MAX}, {0, 1}}, 3, 1 + 2 + 3 + 6},
        {"f:g", {{0, 1}}, 1, 1 + 12},
        {"f + f:g", {{0, SIZE_MAX}, {0, 1}}, 2, 1 + 2 + 9},
        {"g + f:g", {{1, SIZE_MAX}, {0, 1}}, 2, 1 + 3 + 8},
        {"f:x", {{0, 2}}, 1, 1 + 3},
        {"x + f:x", {{2, SIZE_MAX}, {0, 2}}, 2, 1 + 1 + 2},
        {"f + f:x", {{0, SIZE_MAX}, {0, 2}}, 2, 1 + 2 + 3},
        {"f:x + g:x", {{0, 2}, {1, 2}}, 2, 1 + 3 + 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_columns columns = {.regressor_count = 3};
        columns.regressors[0].level_count = 3;
        columns.regressors[1].level_count = 4;
        for (size_t j = 0; j < cases[i].term_count; j++)
            set_term(&columns, cases[i].terms[j][0], cases[i].terms[j][1]);
        assert_ok(trig_columns_settle(&columns, &error), error);
        if (columns.count != cases[i].columns)
            fail_msg("%s has %zu columns, not %zu", cases[i].label, columns.count, cases[i].columns);
    }
}

static void test_columns_settle_too_many_is_refused(void **state)
{
    (void)state;
    struct trig_columns columns = {.regressor_count = 1};
    columns.regressors[0].level_count = TRIG_MOST_COLUMNS + 1;
    set_term(&columns, 0, SIZE_MAX);
    assert_int_equal(trig_columns_settle(&columns, &error), TRIG_ERR_LIMIT);
    assert_non_null(strstr(error.message, "merge levels"));
}

/* The first factor varies fastest, and each column knows its levels. */
static void test_columns_levels_product_tells_each(void **state)
{
    (void)state;
    struct trig_columns columns = {.regressor_count = 2};
    columns.regressors[0].level_count = 3;
    columns.regressors[1].level_count = 3;
    set_term(&columns, 0, SIZE_MAX);
    set_term(&columns, 1, SIZE_MAX);
    set_term(&columns, 0, 1);
    assert_ok(trig_columns_settle(&columns, &error), error);
    static const size_t expected[4][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}};
    for (size_t i = 0; i < 4; i++) {
        size_t levels[TRIG_MOST_PRODUCT];
        trig_columns_levels(&columns, &columns.terms[2], 5 + i, levels);
        assert_int_equal(levels[0], expected[i][0]);
        assert_int_equal(levels[1], expected[i][1]);
    }
}

/* Coefficients come back to the numbers as they are, products included. */
static void test_columns_restore_keeps_predictions(void **state)
{
    (void)state;
    static const double x[] = {2021.0, 2024.0, 2024.5, 2027.0, 2030.0, 2021.5};
    static const double z[] = {-3.0, 5.0, 0.25, 1.0, 8.0, 7.0};
    static const uint32_t level[] = {0, 1, 2, 0, 1, 2};
    struct trig_columns columns = {.regressor_count = 3, .threads = 1};
    columns.regressors[0] = (struct trig_regressor){.level = level, .level_count = 3};
    columns.regressors[1].x = x;
    columns.regressors[2].x = z;
    set_term(&columns, 0, SIZE_MAX);
    set_term(&columns, 1, SIZE_MAX);
    set_term(&columns, 2, SIZE_MAX);
    set_term(&columns, 0, 1);
    set_term(&columns, 1, 2);
    assert_ok(trig_columns_settle(&columns, &error), error);
    struct trig_columns plain = columns;
    trig_columns_centre(&columns, 6, true);
    double centred[16];
    double restored[16];
    for (size_t i = 0; i < columns.count; i++)
        centred[i] = 0.5 + 0.25 * (double)(i * i % 7);
    trig_columns_restore(&columns, centred, restored);
    for (size_t row = 0; row < 6; row++) {
        struct trig_nonzero entries[8];
        double a = 0.0;
        double b = 0.0;
        for (size_t i = trig_columns_row(&columns, row, entries); i-- > 0;)
            a += centred[entries[i].column] * entries[i].value;
        for (size_t i = trig_columns_row(&plain, row, entries); i-- > 0;)
            b += restored[entries[i].column] * entries[i].value;
        assert_close(b, a, 1e-9, 1e-9);
    }
}

/* ---- fits --------------------------------------------------------------------------------------- */

static void test_glm_fit_two_groups_gives_closed_forms(void **state)
{
    (void)state;
    static const uint32_t level[] = {0, 1};
    static const double w[] = {50.0, 80.0};
    static const double wy[] = {10.0, 60.0};
    static const struct {
        enum trig_model_family family;
        double intercept;
        double slope;
        double variance; /* of the slope */
    } cases[] = {
        {TRIG_GAUSSIAN, 0.2, 0.55, 1.0 / 50 + 1.0 / 80},
        {TRIG_LOGISTIC, -1.3862943611198906, 2.4849066497880004, 1.0 / 10 + 1.0 / 40 + 1.0 / 60 + 1.0 / 20},
        {TRIG_POISSON, -1.6094379124341003, 1.3217558399823195, 1.0 / 10 + 1.0 / 60},
    };
    struct trig_columns columns = one_factor(level, 2);
    struct trig_glm_rows rows = {2, w, wy};
    for (size_t i = 0; i < 3; i++) {
        struct trig_newton glm;
        assert_ok(trig_glm_fit(&columns, cases[i].family, &rows, NULL, &glm, &error), error);
        assert_true(glm.converged);
        assert_close(glm.estimates[0], cases[i].intercept, 1e-12, 0.0);
        assert_close(glm.estimates[1], cases[i].slope, 1e-12, 0.0);
        assert_close(glm.inverse[3], cases[i].variance, 1e-12, 0.0);
        assert_true(glm.separated == SIZE_MAX);
        trig_newton_clear(&glm);
    }
}

/* A year has four digits that say nothing: they must not cost any. */
static void test_glm_fit_large_offset_keeps_digits(void **state)
{
    (void)state;
    double x[200];
    double w[200];
    double wy[200];
    for (size_t i = 0; i < 200; i++) {
        x[i] = 1e7 + (double)(i % 10);
        w[i] = 1.0;
        wy[i] = 3.0 + 0.125 * (double)(i % 10) + (i / 10 % 2 ? 0.5 : -0.5);
    }
    struct trig_columns columns = one_number(x, 200);
    struct trig_glm_rows rows = {200, w, wy};
    struct trig_newton glm;
    double restored[2];
    assert_ok(trig_glm_fit(&columns, TRIG_GAUSSIAN, &rows, NULL, &glm, &error), error);
    trig_columns_restore(&columns, glm.estimates, restored);
    assert_close(restored[1], 0.125, 1e-12, 0.0);
    assert_close(restored[0] + restored[1] * 1e7, 3.0, 1e-9, 0.0);
    trig_newton_clear(&glm);
}

/* A level in which all say yes has no finite coefficient, though R would print one. */
static void test_glm_fit_separated_level_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        enum trig_model_family family;
        double wy[3];
        size_t separated;
    } cases[] = {
        {"all yes", TRIG_LOGISTIC, {10.0, 30.0, 12.0}, 1},
        {"all no", TRIG_LOGISTIC, {10.0, 12.0, 0.0}, 2},
        {"no events", TRIG_POISSON, {10.0, 0.0, 44.0}, 1},
        {"nothing", TRIG_LOGISTIC, {10.0, 29.0, 1.0}, SIZE_MAX},
        {"rare", TRIG_POISSON, {10.0, 1e-3, 44.0}, SIZE_MAX},
    };
    static const uint32_t level[] = {0, 1, 2};
    static const double w[] = {30.0, 30.0, 30.0};
    struct trig_columns columns = one_factor(level, 3);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_glm_rows rows = {3, w, cases[i].wy};
        struct trig_newton glm;
        assert_ok(trig_glm_fit(&columns, cases[i].family, &rows, NULL, &glm, &error), error);
        if (glm.separated != cases[i].separated)
            fail_msg("%s: column %zu, not %zu", cases[i].label, glm.separated, cases[i].separated);
        trig_newton_clear(&glm);
    }
}

static void test_glm_fit_numbers_that_separate_are_found(void **state)
{
    (void)state;
    double x[40];
    double w[40];
    double wy[40];
    for (size_t i = 0; i < 40; i++) {
        x[i] = (double)i;
        w[i] = 1.0;
        wy[i] = i >= 17;
    }
    struct trig_columns columns = one_number(x, 40);
    struct trig_glm_rows rows = {40, w, wy};
    struct trig_newton glm;
    assert_ok(trig_glm_fit(&columns, TRIG_LOGISTIC, &rows, NULL, &glm, &error), error);
    assert_true(glm.separated == 1 || !glm.converged);
    trig_newton_clear(&glm);
}

static void test_glm_fit_aliased_column_stays_out(void **state)
{
    (void)state;
    static const uint32_t level[] = {0, 1, 2, 0, 1, 2};
    static const uint32_t coarse[] = {0, 1, 1, 0, 1, 1};
    static const double w[] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    static const double wy[] = {1.0, 2.0, 4.0, 3.0, 5.0, 9.0};
    struct trig_columns columns = {.regressor_count = 2, .threads = 1};
    columns.regressors[0] = (struct trig_regressor){.level = level, .level_count = 3};
    columns.regressors[1] = (struct trig_regressor){.level = coarse, .level_count = 2};
    set_term(&columns, 0, SIZE_MAX);
    set_term(&columns, 1, SIZE_MAX);
    assert_ok(trig_columns_settle(&columns, &error), error);
    struct trig_glm_rows rows = {6, w, wy};
    struct trig_newton glm;
    assert_ok(trig_glm_fit(&columns, TRIG_GAUSSIAN, &rows, NULL, &glm, &error), error);
    assert_int_equal(glm.free, 3);
    assert_true(glm.aliased[3] && !glm.aliased[2]);
    assert_close(glm.estimates[1], 1.5, 1e-12, 0.0);
    assert_close(glm.estimates[2], 4.5, 1e-12, 0.0);
    trig_newton_clear(&glm);
}

/* The same bits for any number of threads, over many blocks. */
static void test_glm_fit_threads_change_no_bit(void **state)
{
    (void)state;
    enum { ROWS = 50000 };
    static double x[ROWS], w[ROWS], wy[ROWS];
    double beta[3][2];
    for (size_t i = 0; i < ROWS; i++) {
        x[i] = sin((double)i);
        w[i] = 0.5 + (double)(i % 7) / 3.0;
        wy[i] = i * i % 11 < 4 ? w[i] : 0.0;
    }
    struct trig_columns columns = one_number(x, ROWS);
    struct trig_glm_rows rows = {ROWS, w, wy};
    for (size_t i = 0; i < 3; i++) {
        struct trig_newton glm;
        columns.threads = i + 1;
        assert_ok(trig_glm_fit(&columns, TRIG_LOGISTIC, &rows, NULL, &glm, &error), error);
        memcpy(beta[i], glm.estimates, sizeof beta[i]);
        trig_newton_clear(&glm);
    }
    assert_memory_equal(beta[0], beta[1], sizeof beta[0]);
    assert_memory_equal(beta[0], beta[2], sizeof beta[0]);
}

/* ---- ordered answers ---------------------------------------------------------------------------- */

/* Without terms the thresholds are the logits of the cumulated shares. */
static void test_ordinal_fit_without_terms_gives_logits(void **state)
{
    (void)state;
    static const uint32_t category[] = {0, 1, 2, 3};
    static const double w[] = {10.0, 20.0, 30.0, 40.0};
    struct trig_columns columns = {.threads = 1};
    assert_ok(trig_columns_settle(&columns, &error), error);
    struct trig_ordinal_rows rows = {4, w, category, 4};
    struct trig_newton ordinal;
    assert_ok(trig_ordinal_fit(&columns, &rows, NULL, &ordinal, &error), error);
    assert_true(ordinal.converged);
    assert_close(ordinal.estimates[1], log(10.0 / 90.0), 1e-10, 0.0);
    assert_close(ordinal.estimates[2], log(30.0 / 70.0), 1e-10, 0.0);
    assert_close(ordinal.estimates[3], log(60.0 / 40.0), 1e-10, 0.0);
    trig_newton_clear(&ordinal);
}

/* With two answers the model is the logistic one. */
static void test_ordinal_fit_two_answers_is_logistic(void **state)
{
    (void)state;
    static const uint32_t level[] = {0, 0, 1, 1};
    static const uint32_t category[] = {0, 1, 0, 1};
    static const double w[] = {40.0, 10.0, 20.0, 60.0};
    struct trig_columns columns = one_factor(level, 2);
    struct trig_ordinal_rows rows = {4, w, category, 2};
    struct trig_newton ordinal;
    assert_ok(trig_ordinal_fit(&columns, &rows, NULL, &ordinal, &error), error);
    assert_close(ordinal.estimates[1], 2.4849066497880004, 1e-11, 0.0);
    assert_close(ordinal.estimates[2], 1.3862943611198906, 1e-11, 0.0);
    assert_close(ordinal.inverse[1 * 3 + 1], 1.0 / 10 + 1.0 / 40 + 1.0 / 60 + 1.0 / 20, 1e-11, 0.0);
    trig_newton_clear(&ordinal);
}

/* Derivatives against differences of the likelihood, at the ends and far out. */
static void test_ordinal_slopes_agree_with_differences(void **state)
{
    (void)state;
    static const double zeta[] = {-1.5, 0.25, 2.0};
    static const double etas[] = {-6.0, -0.3, 0.0, 1.7, 9.0};
    const double step = 1e-5;
    for (size_t category = 0; category < 4; category++) {
        for (size_t i = 0; i < sizeof etas / sizeof *etas; i++) {
            struct trig_ordinal_slopes at, up, down;
            trig_ordinal_slopes(zeta, 4, category, etas[i], &at);
            trig_ordinal_slopes(zeta, 4, category, etas[i] + step, &up);
            trig_ordinal_slopes(zeta, 4, category, etas[i] - step, &down);
            assert_close(at.eta, (up.likelihood - down.likelihood) / (2.0 * step), 1e-6, 1e-8);
            assert_close(at.curvature[0], -(up.eta - down.eta) / (2.0 * step), 1e-6, 1e-8);
            assert_close(at.curvature[1], -(up.above - down.above) / (2.0 * step), 1e-6, 1e-8);
            assert_close(at.curvature[3], -(up.below - down.below) / (2.0 * step), 1e-6, 1e-8);
        }
    }
}

/* ---- random intercepts ---------------------------------------------------------------------------- */

/* In a balanced layout REML is the analysis of variance: within its mean square, between the difference of
 * the two over the size, or nought. */
static void test_mixed_fit_balanced_is_analysis_of_variance(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        double steps; /* between the means of groups */
    } cases[] = {{"apart", 3.0}, {"near", 1.0}, {"alike", 0.0}};
    enum { GROUPS = 6, SIZE = 8 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double y[GROUPS * SIZE];
        uint32_t group[GROUPS * SIZE];
        for (size_t row = 0; row < GROUPS * SIZE; row++) {
            group[row] = (uint32_t)(row / SIZE);
            y[row] = 100.0 + cases[i].steps * (double)(group[row] % 3) + (row % 2 ? 2.0 : -2.0);
        }
        double within = 4.0 * GROUPS * SIZE / (GROUPS * SIZE - GROUPS);
        double between = SIZE * cases[i].steps * cases[i].steps * 4.0 / (GROUPS - 1);
        double tau2 = between > within ? (between - within) / SIZE : 0.0;
        double sigma2 = between > within ? within : 4.0 * GROUPS * SIZE / (GROUPS * SIZE - 1);
        if (between <= within)
            sigma2 += between * (GROUPS - 1) / (GROUPS * SIZE - 1);
        struct trig_columns columns = {.threads = 1};
        struct trig_mixed_rows rows = {GROUPS * SIZE, y, group, GROUPS};
        struct trig_mixed mixed;
        assert_ok(trig_columns_settle(&columns, &error), error);
        assert_ok(trig_mixed_fit(&columns, &rows, 0.95, &mixed, &error), error);
        assert_close(mixed.tau2, tau2, 1e-9, 1e-9);
        assert_close(mixed.sigma2, sigma2, 1e-9, 0.0);
        assert_close(mixed.beta[0], 100.0 + cases[i].steps, 1e-12, 0.0);
        assert_close(mixed.se[0], sqrt((sigma2 + SIZE * tau2) / (GROUPS * SIZE)), 1e-9, 0.0);
        double kept = SIZE * tau2 / (SIZE * tau2 + sigma2);
        assert_close(mixed.effects[2], kept * cases[i].steps, 1e-9, 1e-9);
        assert_true(mixed.icc_low <= mixed.icc && mixed.icc <= mixed.icc_high && mixed.icc_high < 1.0);
        trig_mixed_clear(&mixed);
    }
}

/* ---- Wald ------------------------------------------------------------------------------------------ */

static void test_normal_wald_singular_covariance_is_undefined(void **state)
{
    (void)state;
    static const double b[] = {1.0, 2.0};
    static const double fine[] = {2.0, 1.0, 1.0, 3.0};
    static const double singular[] = {2.0, 2.0, 2.0, 2.0 + 1e-15};
    static const double flat[] = {2.0, 0.0, 0.0, 0.0};
    static const size_t places[] = {0, 1};
    double wald;
    assert_ok(trig_normal_wald(b, fine, 2, places, 2, &wald, &error), error);
    assert_close(wald, (3.0 - 4.0 + 8.0) / 5.0, 1e-13, 0.0); /* b' V^-1 b */
    assert_ok(trig_normal_wald(b, singular, 2, places, 2, &wald, &error), error);
    assert_true(isnan(wald));
    assert_ok(trig_normal_wald(b, flat, 2, places, 2, &wald, &error), error);
    assert_true(isnan(wald));
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns_settle_product_codes_by_margins),
        cmocka_unit_test(test_columns_settle_too_many_is_refused),
        cmocka_unit_test(test_columns_levels_product_tells_each),
        cmocka_unit_test(test_columns_restore_keeps_predictions),
        cmocka_unit_test(test_glm_fit_two_groups_gives_closed_forms),
        cmocka_unit_test(test_glm_fit_large_offset_keeps_digits),
        cmocka_unit_test(test_glm_fit_separated_level_is_found),
        cmocka_unit_test(test_glm_fit_numbers_that_separate_are_found),
        cmocka_unit_test(test_glm_fit_aliased_column_stays_out),
        cmocka_unit_test(test_glm_fit_threads_change_no_bit),
        cmocka_unit_test(test_ordinal_fit_without_terms_gives_logits),
        cmocka_unit_test(test_ordinal_fit_two_answers_is_logistic),
        cmocka_unit_test(test_ordinal_slopes_agree_with_differences),
        cmocka_unit_test(test_mixed_fit_balanced_is_analysis_of_variance),
        cmocka_unit_test(test_normal_wald_singular_covariance_is_undefined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
