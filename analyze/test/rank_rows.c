#include "analyze/test/effects.h"
#include "analyze/test/testing.h"

#include "surveys/base/memory.h"

#include <math.h>

static enum trig_rank_score score_of(enum trig_test_method method)
{
    if (method == TRIG_TEST_VAN_DER_WAERDEN)
        return TRIG_RANK_VAN_DER_WAERDEN;
    return method == TRIG_TEST_MEDIAN ? TRIG_RANK_MEDIAN : TRIG_RANK_WILCOXON;
}

static const char *name_of(enum trig_test_method method, bool two)
{
    if (method == TRIG_TEST_VAN_DER_WAERDEN)
        return "design-based van der Waerden test";
    if (method == TRIG_TEST_MEDIAN)
        return "design-based median test";
    return two ? "design-based Wilcoxon test" : "design-based Kruskal-Wallis test";
}

/* Two groups: t, the difference of their mean scores, Cliff's delta. */
static enum trig_status fill_two(const struct trig_answered *answered, const struct trig_means *means,
                                 double level, struct trig_test_row *row, struct trig_error *error)
{
    struct trig_cliff cliff;
    struct trig_means_difference pair = trig_means_compare(means, 0, 1, level);
    enum trig_status status =
        trig_cliff_delta(answered, means->group_of[0], means->group_of[1], &cliff, error);
    if (status)
        return status;
    row->difference = pair.difference;
    row->difference_se = pair.se;
    row->difference_low = pair.low;
    row->difference_high = pair.high;
    trig_row_set_cliff(&cliff, pair.df, level, row);
    return TRIG_OK;
}

static enum trig_status fill(const struct trig_testing *testing, const struct trig_tested *tested,
                             const struct trig_answered *answered, struct trig_test_row *row,
                             struct trig_error *error)
{
    struct trig_means means;
    struct trig_means_test test;
    double level = testing->request.design.level;
    double *scores = trig_calloc(answered->count, sizeof *scores);
    if (!scores) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for rank scores");
        return TRIG_ERR_MEMORY;
    }
    trig_rank_scores(answered, score_of(tested->method), scores);
    enum trig_status status = trig_answered_means(answered, scores, &means, error);
    trig_free(scores);
    if (status)
        return status;
    row->n = (size_t)(means.n + 0.5);
    row->groups = means.groups;
    row->method = name_of(tested->method, means.groups == 2);
    if (means.groups < 2)
        status =
            trig_test_rows_note(testing->rows, row, error, "not tested: there are fewer than two groups");
    else
        status = trig_means_test(&means, &test, error);
    if (status == TRIG_OK && means.groups >= 2) {
        trig_row_set_means_test(&means, &test, row);
        if (means.groups == 2)
            status = fill_two(answered, &means, level, row, error);
        else if (!isnan(test.p))
            trig_row_set_eta2(means.eta2, &test, level, row);
        if (status == TRIG_OK)
            status = trig_row_note_means(testing, &means, row, error);
    }
    trig_means_clear(&means);
    return status;
}

/* What rows of pairs are made of. */
struct of_pairs {
    const struct trig_testing *testing;
    const struct trig_tested *tested;
    const struct trig_answered *answered;
};

static enum trig_status fill_pair(void *context, size_t first, size_t second, struct trig_test_row *row,
                                  struct trig_error *error)
{
    const struct of_pairs *of = context;
    struct trig_answered two;
    enum trig_status status = trig_answered_pair(of->answered, first, second, &two, error);
    if (status)
        return status;
    status = fill(of->testing, of->tested, &two, row, error);
    trig_answered_clear(&two);
    return status;
}

static enum trig_status add_rows(const struct trig_testing *testing, const struct trig_tested *tested,
                                 const struct trig_compared *compared, const struct trig_answered *answered,
                                 struct trig_test_row *row, struct trig_error *error)
{
    struct of_pairs of = {testing, tested, answered};
    enum trig_status status = fill(testing, tested, answered, row, error);
    if (status == TRIG_OK && compared->groups == 2)
        trig_testing_name_two(testing, compared, row);
    if (status || trig_testing_must_hide(compared, row))
        return status;
    return trig_testing_pairs(testing, tested, compared, fill_pair, &of, error);
}

enum trig_status trig_test_ranks(const struct trig_testing *testing, const struct trig_tested *tested,
                                 const struct trig_compared *compared, struct trig_error *error)
{
    struct trig_answered answered;
    struct trig_test_row *row;
    enum trig_status status = trig_testing_begin(testing, tested, compared, &row, error);
    if (status || row->suppressed)
        return status;
    status = trig_testing_answered(testing, tested, compared, &answered, error);
    if (status)
        return status;
    status = add_rows(testing, tested, compared, &answered, row, error);
    trig_answered_clear(&answered);
    return status;
}
