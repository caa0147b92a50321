#include "analyze/test/effects.h"
#include "analyze/test/studentized.h"
#include "analyze/test/unweighted.h"

#include <math.h>

/* One measure's tests under way. */
struct comparing {
    const struct trig_testing *testing;
    const struct trig_tested *tested;
    const struct trig_compared *compared;
    struct trig_answered *answered; /* everybody in one stratum, weighing 1 */
    struct trig_unweighted groups;
    double quantile; /* of Tukey's pairs */
    struct trig_error *error;
};

/* ---- everybody alike -------------------------------------------------------------------------------- */

/* Takes the design away: one stratum, weights of 1; groups without answers too. */
static enum trig_status level(struct trig_answered *answered, struct trig_error *error)
{
    static const struct trig_design simple = {.lonely = TRIG_LONELY_ADJUST, .df = TRIG_DF_STRATA};
    struct trig_stratum *all = trig_arena_calloc(&answered->arena, 1, sizeof *all);
    struct trig_cells *cells = trig_arena_calloc(&answered->arena, 1, sizeof *cells);
    if (!all || !cells) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for an unweighted test");
        return TRIG_ERR_MEMORY;
    }
    *all = (struct trig_stratum){.units = (uint64_t)(answered->n + 0.5), .population = INFINITY};
    answered->design = &simple;
    cells->strata = all;
    cells->stratum_count = 1;
    answered->cells = cells;
    answered->weight = answered->n;
    for (size_t i = 0; i < answered->count; i++) {
        struct trig_answered_entry *entry = &answered->entries[i];
        entry->stratum = 0;
        entry->psu = TRIG_NONE;
        entry->w = entry->ww = entry->n;
    }
    return TRIG_OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool of_ranks(enum trig_test_method method)
{
    return method == TRIG_TEST_UNWEIGHTED_KRUSKAL_WALLIS || method == TRIG_TEST_UNWEIGHTED_WILCOXON;
}

static void set(const struct trig_unweighted_test *test, const char *method, const char *statistic,
                struct trig_test_row *row)
{
    row->basis = "unweighted";
    row->method = method;
    row->statistic = statistic;
    row->estimate = test->statistic;
    row->df = test->df;
    row->df2 = test->df2;
    row->p = test->p;
    row->difference = test->difference;
    row->difference_se = test->se;
    row->difference_low = test->low;
    row->difference_high = test->high;
}

static enum trig_status add_cliff(const struct comparing *comparing, size_t first, size_t second,
                                  struct trig_test_row *row)
{
    struct trig_cliff cliff;
    enum trig_status status = trig_cliff_delta(comparing->answered, first, second, &cliff, comparing->error);
    if (status)
        return status;
    double n = comparing->groups.items[first].n + comparing->groups.items[second].n;
    trig_row_set_cliff(&cliff, n - 2.0, comparing->testing->request.design.level, row);
    return TRIG_OK;
}

/* Hedges's g with the two groups' own pooled deviation. */
static void add_g(const struct comparing *comparing, size_t first, size_t second, struct trig_test_row *row)
{
    const struct trig_unweighted_group *a = &comparing->groups.items[first];
    const struct trig_unweighted_group *b = &comparing->groups.items[second];
    double df = a->n + b->n - 2.0;
    double pooled = ((a->n - 1.0) * a->variance + (b->n - 1.0) * b->variance) / df;
    if (!(pooled > 0.0))
        return;
    double g = (1.0 - 3.0 / (4.0 * df - 1.0)) * (b->mean - a->mean) / sqrt(pooled);
    double reach = trig_t_quantile(comparing->testing->request.design.level, df) *
                   sqrt(1.0 / a->n + 1.0 / b->n + g * g / (2.0 * df));
    row->effect = "hedges_g";
    row->effect_size = g;
    row->effect_low = g - reach;
    row->effect_high = g + reach;
    row->magnitude = trig_magnitude_of_g(g);
}

/* Of several groups: the share between them, less what chance gives. */
static void add_share(const struct comparing *comparing, struct trig_test_row *row)
{
    const struct trig_unweighted *groups = &comparing->groups;
    double k = (double)groups->groups;
    row->effect = "eta_squared";
    if (of_ranks(comparing->tested->method)) {
        row->effect_size = fmax(0.0, (row->estimate - k + 1.0) / (groups->n - k));
    } else {
        struct trig_unweighted_test anova = trig_anova(groups);
        double eta2 = groups->between / (groups->between + groups->within);
        struct trig_means_test test = {anova.statistic, anova.df, anova.df2, anova.p};
        if (!isnan(anova.p))
            trig_row_set_eta2(eta2, &test, comparing->testing->request.design.level, row);
    }
    row->magnitude = trig_magnitude_of_eta2(row->effect_size);
}

static enum trig_status add_two(const struct comparing *comparing, size_t first, size_t second,
                                struct trig_test_row *row)
{
    const struct trig_unweighted *groups = &comparing->groups;
    double confidence = comparing->testing->request.design.level;
    struct trig_unweighted_test test;
    if (comparing->tested->method == TRIG_TEST_UNWEIGHTED_WILCOXON) {
        test = trig_mann_whitney(groups, comparing->error);
        if (test.exact && isnan(test.p))
            return TRIG_ERR_MEMORY;
        set(&test, test.exact ? "Wilcoxon test, exact" : "Wilcoxon test", "W", row);
    } else if (comparing->tested->method == TRIG_TEST_UNWEIGHTED_KRUSKAL_WALLIS) {
        test = trig_kruskal_wallis(groups);
        set(&test, "Kruskal-Wallis test", "H", row);
    } else {
        bool welch = comparing->tested->method == TRIG_TEST_UNWEIGHTED_WELCH;
        test = trig_unweighted_t(groups, first, second, welch, confidence);
        set(&test, welch ? "Welch's t test" : "Student's t test", "t", row);
    }
    if (of_ranks(comparing->tested->method))
        return add_cliff(comparing, first, second, row);
    add_g(comparing, first, second, row);
    return TRIG_OK;
}

static void add_several(const struct comparing *comparing, struct trig_test_row *row)
{
    struct trig_unweighted_test test;
    if (of_ranks(comparing->tested->method)) {
        test = trig_kruskal_wallis(&comparing->groups);
        set(&test, "Kruskal-Wallis test", "H", row);
    } else if (comparing->tested->method == TRIG_TEST_UNWEIGHTED_WELCH) {
        test = trig_welch(&comparing->groups);
        set(&test, "Welch's ANOVA", "F", row);
    } else {
        test = trig_anova(&comparing->groups);
        set(&test, "ANOVA", "F", row);
    }
    if (!isnan(test.p))
        add_share(comparing, row);
}

/* ---- pairs ----------------------------------------------------------------------------------- */

/* Wilcoxon's ranks are those of the two groups alone. */
static enum trig_status add_wilcoxon(const struct comparing *comparing, size_t first, size_t second,
                                     struct trig_test_row *row)
{
    struct trig_answered two;
    struct comparing pair = *comparing;
    enum trig_status status = trig_answered_pair(comparing->answered, first, second, &two, comparing->error);
    if (status)
        return status;
    pair.answered = &two;
    status = trig_unweighted_make(&two, &pair.groups, comparing->error);
    if (status == TRIG_OK) {
        status = add_two(&pair, 0, 1, row);
        trig_unweighted_clear(&pair.groups);
    }
    trig_answered_clear(&two);
    return status;
}

static enum trig_status fill_pair(void *context, size_t first, size_t second, struct trig_test_row *row,
                                  struct trig_error *error)
{
    (void)error;
    const struct comparing *comparing = context;
    struct trig_unweighted_test test;
    row->n = (size_t)(comparing->groups.items[first].n + comparing->groups.items[second].n + 0.5);
    row->groups = 2;
    switch (comparing->tested->method) {
    case TRIG_TEST_UNWEIGHTED_WILCOXON:
        return add_wilcoxon(comparing, first, second, row);
    case TRIG_TEST_UNWEIGHTED_WELCH:
        return add_two(comparing, first, second, row);
    case TRIG_TEST_UNWEIGHTED_KRUSKAL_WALLIS:
        test = trig_dunn(&comparing->groups, first, second);
        set(&test, "Dunn's test", "z", row);
        return add_cliff(comparing, first, second, row);
    default:
        test = trig_tukey(&comparing->groups, first, second, comparing->quantile);
        set(&test, "Tukey's HSD", "q", row);
        row->p_adjusted = row->p; /* of all pairs together */
        row->p = NAN;
        add_g(comparing, first, second, row);
        return TRIG_OK;
    }
}

static enum trig_status add_pairs(struct comparing *comparing)
{
    const struct trig_unweighted *groups = &comparing->groups;
    const struct trig_testing *testing = comparing->testing;
    if (testing->options->pairwise && comparing->tested->method == TRIG_TEST_UNWEIGHTED_ANOVA)
        comparing->quantile = trig_studentized_quantile(testing->request.design.level, (double)groups->groups,
                                                        groups->n - (double)groups->groups);
    return trig_testing_pairs(testing, comparing->tested, comparing->compared, fill_pair, comparing,
                              comparing->error);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum trig_status add_rows(struct comparing *comparing, struct trig_test_row *row)
{
    const struct trig_testing *testing = comparing->testing;
    const struct trig_compared *compared = comparing->compared;
    enum trig_status status = TRIG_OK;
    row->n = (size_t)(comparing->groups.n + 0.5);
    row->groups = comparing->groups.groups;
    row->basis = "unweighted";
    if (comparing->groups.groups < 2)
        return trig_test_rows_note(testing->rows, row, comparing->error,
                                   "not tested: there are fewer than two groups");
    if (comparing->groups.groups == 2) {
        trig_testing_name_two(testing, compared, row);
        status = add_two(comparing, 0, 1, row);
    } else {
        add_several(comparing, row);
    }
    if (status == TRIG_OK && trig_testing_must_hide(compared, row))
        return TRIG_OK;
    if (status == TRIG_OK && isnan(row->p))
        status = trig_test_rows_note(testing->rows, row, comparing->error,
                                     "not tested: answers do not vary within groups");
    return status ? status : add_pairs(comparing);
}

enum trig_status trig_test_unweighted(const struct trig_testing *testing, const struct trig_tested *tested,
                                      const struct trig_compared *compared, struct trig_error *error)
{
    struct trig_answered answered;
    struct comparing comparing = {testing, tested, compared, &answered, {.groups = 0}, NAN, error};
    struct trig_test_row *row;
    enum trig_status status = trig_testing_begin(testing, tested, compared, &row, error);
    if (status || row->suppressed)
        return status;
    status = trig_testing_answered(testing, tested, compared, &answered, error);
    if (status)
        return status;
    status = level(&answered, error);
    if (status == TRIG_OK)
        status = trig_unweighted_make(&answered, &comparing.groups, error);
    if (status == TRIG_OK) {
        status = add_rows(&comparing, row);
        trig_unweighted_clear(&comparing.groups);
    }
    trig_answered_clear(&answered);
    return status;
}
