#include "analyze/test/effects.h"

#include <math.h>

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
    row->magnitude = trig_magnitude_of_g(pair->hedges_g);
}

/* ---- rows ------------------------------------------------------------------------------------ */

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
    trig_row_set_means_test(means, &test, row);
    if (means->groups == 2) {
        struct trig_means_difference pair = trig_means_compare(means, 0, 1, level);
        trig_testing_name_two(testing, compared, row);
        add_difference(&pair, row);
    } else if (!isnan(test.p)) {
        trig_row_set_eta2(means->eta2, &test, level, row);
    }
    return trig_row_note_means(testing, means, row, error);
}

/* What rows of pairs are made of. */
struct of_pairs {
    const struct trig_testing *testing;
    const struct trig_means *means;
};

static enum trig_status fill_pair(void *context, size_t first, size_t second, struct trig_test_row *row,
                                  struct trig_error *error)
{
    (void)error;
    const struct of_pairs *of = context;
    struct trig_means_difference pair =
        trig_means_compare(of->means, first, second, of->testing->request.design.level);
    row->method = "design-based t test";
    row->statistic = "t";
    row->estimate = pair.t;
    row->df = pair.df;
    row->p = pair.p;
    row->n = (size_t)(of->means->items[first].n + of->means->items[second].n + 0.5);
    row->groups = 2;
    add_difference(&pair, row);
    return TRIG_OK;
}

static enum trig_status add_rows(const struct trig_testing *testing, const struct trig_tested *tested,
                                 const struct trig_compared *compared, const struct trig_means *means,
                                 struct trig_test_row *row, struct trig_error *error)
{
    struct of_pairs of = {testing, means};
    row->n = (size_t)(means->n + 0.5);
    row->groups = means->groups;
    if (means->groups < 2)
        return trig_test_rows_note(testing->rows, row, error, "not tested: there are fewer than two groups");
    enum trig_status status = add_all(testing, compared, means, row, error);
    if (status || trig_testing_must_hide(compared, row))
        return status;
    return trig_testing_pairs(testing, tested, compared, fill_pair, &of, error);
}

enum trig_status trig_test_means(const struct trig_testing *testing, const struct trig_tested *tested,
                                 const struct trig_compared *compared, struct trig_error *error)
{
    struct trig_means means;
    struct trig_test_row *row;
    enum trig_status status = trig_testing_begin(testing, tested, compared, &row, error);
    if (status || row->suppressed)
        return status;
    status = trig_means_of_cells(&testing->cells, tested->measure, testing->order, compared->group_of_cell,
                                 compared->groups, &means, error);
    if (status)
        return status;
    status = add_rows(testing, tested, compared, &means, row, error);
    trig_means_clear(&means);
    return status;
}
