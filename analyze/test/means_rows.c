#include "analyze/test/means.h"
#include "analyze/test/noncentral.h"
#include "analyze/test/testing.h"

#include <math.h>

/* ---- effect sizes -------------------------------------------------------------------------------------- */

/* Cohen's cuts of d. */
static const char *magnitude_of_g(double g)
{
    if (isnan(g))
        return "";
    return fabs(g) < 0.2 ? "negligible" : fabs(g) < 0.5 ? "small" : fabs(g) < 0.8 ? "medium" : "large";
}

/* Cohen's cuts of f = .1, .25, .4, as shares of the variance. */
static const char *magnitude_of_eta2(double eta2)
{
    if (isnan(eta2))
        return "";
    return eta2 < 0.0099 ? "negligible" : eta2 < 0.0588 ? "small" : eta2 < 0.1379 ? "medium" : "large";
}

/* eta2 / (1 - eta2) moves with (groups - 1) F: what chance gives, F = 1, is taken off, and the
 * interval is that of the noncentrality. */
static void add_eta2(const struct trig_means *means, const struct trig_means_test *test, double level,
                     struct trig_test_row *row)
{
    double tail = (1.0 - level) / 2.0;
    double unit = means->eta2 / (1.0 - means->eta2) / (test->statistic * test->df);
    double low = unit * trig_noncentral_lambda(test->statistic, test->df, test->df2, 1.0 - tail);
    double high = unit * trig_noncentral_lambda(test->statistic, test->df, test->df2, tail);
    row->effect = "eta_squared";
    double shift = unit * fmax(0.0, (test->statistic - 1.0) * test->df);
    row->effect_size = shift / (1.0 + shift);
    row->effect_low = low / (1.0 + low);
    row->effect_high = high / (1.0 + high);
    row->magnitude = magnitude_of_eta2(row->effect_size);
}

static void add_difference(const struct trig_means_difference *pair, struct trig_test_row *row)
{
    row->difference = pair->difference;
    row->difference_se = pair->se;
    row->difference_low = pair->low;
    row->difference_high = pair->high;
    row->effect = "hedges_g";
    row->effect_size = pair->hedges_g;
    row->effect_low = pair->g_low;
    row->effect_high = pair->g_high;
    row->magnitude = magnitude_of_g(pair->hedges_g);
}

/* ---- rows ------------------------------------------------------------------------------------------------
 */

static enum trig_status note(const struct trig_testing *testing, const struct trig_means *means,
                             struct trig_test_row *row, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (means->blocks.lonely)
        status = trig_test_rows_note(testing->rows, row, error, "strata of a single unit: %zu",
                                     means->blocks.lonely);
    if (status == TRIG_OK && isnan(row->p))
        status =
            trig_test_rows_note(testing->rows, row, error,
                                "not tested: the design leaves too few degrees of freedom, or answers do "
                                "not vary within groups");
    return status;
}

static enum trig_status add_all(const struct trig_testing *testing, const struct trig_compared *compared,
                                const struct trig_means *means, struct trig_test_row *row,
                                struct trig_error *error)
{
    struct trig_means_test test;
    double level = testing->request.design.level;
    enum trig_status status = trig_means_test(means, &test, error);
    if (status)
        return status;
    row->method = means->groups == 2 ? "design-based t test" : "design-based Wald test of means";
    row->statistic = means->groups == 2 ? "t" : "F";
    row->estimate = test.statistic;
    row->df = test.df;
    row->df2 = test.df2;
    row->p = test.p;
    if (means->groups == 2) {
        struct trig_means_difference pair = trig_means_compare(means, 0, 1, level);
        row->first = testing->names[compared->domains[means->group_of[0]]];
        row->second = testing->names[compared->domains[means->group_of[1]]];
        add_difference(&pair, row);
    } else if (!isnan(test.p)) {
        add_eta2(means, &test, level, row);
    }
    return note(testing, means, row, error);
}

static enum trig_status add_pair(const struct trig_testing *testing, const struct trig_tested *tested,
                                 const struct trig_compared *compared, const struct trig_means *means,
                                 size_t first, size_t second, struct trig_error *error)
{
    struct trig_test_row *row = trig_testing_row(testing, tested, compared, error);
    if (!row)
        return TRIG_ERR_MEMORY;
    row->method = "design-based t test";
    row->first = testing->names[compared->domains[means->group_of[first]]];
    row->second = testing->names[compared->domains[means->group_of[second]]];
    row->pair = true;
    row->rounded = false;
    if (compared->limited[means->group_of[first]] || compared->limited[means->group_of[second]]) {
        trig_test_row_hide(row, TRIG_SUPPRESSED_NUMERATOR);
        return TRIG_OK;
    }
    struct trig_means_difference pair =
        trig_means_compare(means, first, second, testing->request.design.level);
    row->statistic = "t";
    row->estimate = pair.t;
    row->df = pair.df;
    row->p = pair.p;
    row->n = (size_t)(means->items[first].n + means->items[second].n + 0.5);
    row->groups = 2;
    add_difference(&pair, row);
    return TRIG_OK;
}

static enum trig_status add_rows(const struct trig_testing *testing, const struct trig_tested *tested,
                                 const struct trig_compared *compared, const struct trig_means *means,
                                 struct trig_test_row *row, struct trig_error *error)
{
    row->n = (size_t)(means->n + 0.5);
    row->groups = means->groups;
    if (means->groups < 2)
        return trig_test_rows_note(testing->rows, row, error, "not tested: there are fewer than two groups");
    enum trig_status status = add_all(testing, compared, means, row, error);
    if (status == TRIG_OK && compared->rounded && isnan(row->p)) { /* that answers are alike tells them */
        trig_test_row_hide(row, TRIG_SUPPRESSED_NUMERATOR);
        row->note = trig_view("not all groups may be shown in full, and a test would tell their answers");
        return TRIG_OK;
    }
    if (!testing->options->pairwise || means->groups == 2)
        return status;
    for (size_t i = 0; i < means->groups && status == TRIG_OK; i++)
        for (size_t j = i + 1; j < means->groups && status == TRIG_OK; j++)
            status = add_pair(testing, tested, compared, means, i, j, error);
    return status;
}

enum trig_status trig_test_means(const struct trig_testing *testing, const struct trig_tested *tested,
                                 const struct trig_compared *compared, struct trig_error *error)
{
    struct trig_means means;
    struct trig_test_row *row = trig_testing_row(testing, tested, compared, error);
    enum trig_status status = row ? trig_compared_note(testing, compared, row, error) : TRIG_ERR_MEMORY;
    if (status)
        return status;
    if (compared->suppressed) {
        trig_test_row_hide(row, compared->suppressed);
        return TRIG_OK;
    }
    status = trig_means_make(&testing->cells, tested->measure, testing->order, compared->group_of_cell,
                             compared->groups, &means, error);
    if (status)
        return status;
    status = add_rows(testing, tested, compared, &means, row, error);
    trig_means_clear(&means);
    return status;
}
