#include "analyze/test/unweighted.h"

#include "analyze/benchmark/comparison.h"
#include "analyze/estimate/contrast.h"
#include "analyze/test/studentized.h"
#include "surveys/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Below so many in both groups, and without ties, Wilcoxon's distribution is counted out. */
#define EXACT_BELOW 50.0

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for an unweighted test");
    return TRIG_ERR_MEMORY;
}

static struct trig_unweighted_test undefined(void)
{
    return (struct trig_unweighted_test){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, false};
}

/* ---- groups ------------------------------------------------------------------------------------------ */

/* Around one of the answers, so that numbers far from 0 keep their digits. */
static void find_means(const struct trig_answered *answered, struct trig_unweighted *out)
{
    double origin = answered->count ? answered->entries[0].y : 0.0;
    double total = 0.0;
    for (size_t i = 0; i < answered->count; i++) {
        const struct trig_answered_entry *entry = &answered->entries[i];
        out->items[entry->group].n += entry->n;
        out->items[entry->group].mean += entry->n * (entry->y - origin);
        total += entry->n * (entry->y - origin);
        out->n += entry->n;
    }
    for (size_t i = 0; i < out->groups; i++) {
        struct trig_unweighted_group *group = &out->items[i];
        group->mean /= group->n;
        out->between += group->n * pow(group->mean - total / out->n, 2.0);
    }
    for (size_t i = 0; i < answered->count; i++) {
        const struct trig_answered_entry *entry = &answered->entries[i];
        struct trig_unweighted_group *group = &out->items[entry->group];
        group->variance += entry->n * pow(entry->y - origin - group->mean, 2.0);
    }
    for (size_t i = 0; i < out->groups; i++) {
        out->within += out->items[i].variance;
        out->items[i].variance /= out->items[i].n - 1.0;
    }
}

static void find_ranks(const struct trig_answered *answered, struct trig_unweighted *out)
{
    const struct trig_answered_entry *entries = answered->entries;
    double below = 0.0;
    size_t to;
    for (size_t from = 0; from < answered->count; from = to) {
        double tie = 0.0;
        double y = entries[answered->sorted[from]].y;
        for (to = from; to < answered->count && entries[answered->sorted[to]].y == y; to++)
            tie += entries[answered->sorted[to]].n;
        for (size_t i = from; i < to; i++) {
            const struct trig_answered_entry *entry = &entries[answered->sorted[i]];
            out->items[entry->group].rank += entry->n * (below + (tie + 1.0) / 2.0);
        }
        out->ties += tie * tie * tie - tie;
        below += tie;
    }
    for (size_t i = 0; i < out->groups; i++)
        out->items[i].rank /= out->items[i].n;
}

enum trig_status trig_unweighted_make(const struct trig_answered *answered, struct trig_unweighted *out,
                                      struct trig_error *error)
{
    struct trig_unweighted made = {.groups = answered->groups};
    trig_arena_init(&made.arena);
    made.items = trig_arena_calloc(&made.arena, made.groups, sizeof *made.items);
    if (!made.items)
        return no_memory(error);
    find_means(answered, &made);
    find_ranks(answered, &made);
    *out = made;
    return TRIG_OK;
}

void trig_unweighted_clear(struct trig_unweighted *groups)
{
    trig_arena_clear(&groups->arena);
    memset(groups, 0, sizeof *groups);
}

/* ---- of all groups ------------------------------------------------------------------------------------- */

struct trig_unweighted_test trig_anova(const struct trig_unweighted *groups)
{
    struct trig_unweighted_test test = undefined();
    test.df = (double)groups->groups - 1.0;
    test.df2 = groups->n - (double)groups->groups;
    if (!(test.df2 >= 1.0) || !(groups->within > 0.0))
        return test;
    test.statistic = groups->between / test.df / (groups->within / test.df2);
    test.p = gsl_cdf_fdist_Q(test.statistic, test.df, test.df2);
    return test;
}

struct trig_unweighted_test trig_welch(const struct trig_unweighted *groups)
{
    struct trig_unweighted_test test = undefined();
    double k = (double)groups->groups;
    double weight = 0.0;
    double mean = 0.0;
    double spread = 0.0;
    double between = 0.0;
    test.df = k - 1.0;
    for (size_t i = 0; i < groups->groups; i++) {
        if (!(groups->items[i].variance > 0.0))
            return test;
        weight += groups->items[i].n / groups->items[i].variance;
        mean += groups->items[i].n / groups->items[i].variance * groups->items[i].mean;
    }
    mean /= weight;
    for (size_t i = 0; i < groups->groups; i++) {
        const struct trig_unweighted_group *group = &groups->items[i];
        double own = group->n / group->variance;
        spread += pow(1.0 - own / weight, 2.0) / (group->n - 1.0) / (k * k - 1.0);
        between += own * pow(group->mean - mean, 2.0);
    }
    test.statistic = between / (test.df * (1.0 + 2.0 * (k - 2.0) * spread));
    test.df2 = 1.0 / (3.0 * spread);
    test.p = gsl_cdf_fdist_Q(test.statistic, test.df, test.df2);
    return test;
}

struct trig_unweighted_test trig_kruskal_wallis(const struct trig_unweighted *groups)
{
    struct trig_unweighted_test test = undefined();
    double n = groups->n;
    double sum = 0.0;
    double tied = 1.0 - groups->ties / (n * n * n - n);
    test.df = (double)groups->groups - 1.0;
    for (size_t i = 0; i < groups->groups; i++)
        sum += groups->items[i].n * groups->items[i].rank * groups->items[i].rank;
    if (!(tied > 0.0))
        return test;
    test.statistic = (12.0 * sum / (n * (n + 1.0)) - 3.0 * (n + 1.0)) / tied;
    test.p = gsl_cdf_chisq_Q(test.statistic, test.df);
    return test;
}

/* ---- of pairs -------------------------------------------------------------------------------- */

struct trig_unweighted_test trig_unweighted_t(const struct trig_unweighted *groups, size_t first,
                                              size_t second, bool welch, double level)
{
    const struct trig_unweighted_group *a = &groups->items[first];
    const struct trig_unweighted_group *b = &groups->items[second];
    struct trig_unweighted_test test = undefined();
    double pooled = groups->within / (groups->n - (double)groups->groups);
    double va = (welch ? a->variance : pooled) / a->n;
    double vb = (welch ? b->variance : pooled) / b->n;
    test.difference = b->mean - a->mean;
    test.df = welch ? trig_welch_df(va, a->n - 1.0, vb, b->n - 1.0) : groups->n - (double)groups->groups;
    test.se = sqrt(va + vb);
    test.statistic = test.se > 0.0 ? test.difference / test.se : NAN;
    test.p = trig_two_sided_p(test.statistic, test.df);
    test.low = test.difference - trig_t_quantile(level, test.df) * test.se;
    test.high = test.difference + trig_t_quantile(level, test.df) * test.se;
    return test;
}

struct trig_unweighted_test trig_tukey(const struct trig_unweighted *groups, size_t first, size_t second,
                                       double quantile)
{
    const struct trig_unweighted_group *a = &groups->items[first];
    const struct trig_unweighted_group *b = &groups->items[second];
    struct trig_unweighted_test test = undefined();
    test.df = (double)groups->groups;
    test.df2 = groups->n - test.df;
    double root = sqrt(groups->within / test.df2 / 2.0 * (1.0 / a->n + 1.0 / b->n));
    test.difference = b->mean - a->mean;
    test.se = root * sqrt(2.0);
    test.statistic = root > 0.0 ? test.difference / root : NAN;
    test.p = 1.0 - trig_studentized_range(fabs(test.statistic), test.df, test.df2);
    test.low = test.difference - quantile * root;
    test.high = test.difference + quantile * root;
    return test;
}

struct trig_unweighted_test trig_dunn(const struct trig_unweighted *groups, size_t first, size_t second)
{
    const struct trig_unweighted_group *a = &groups->items[first];
    const struct trig_unweighted_group *b = &groups->items[second];
    struct trig_unweighted_test test = undefined();
    double n = groups->n;
    double variance = n * (n + 1.0) / 12.0 - groups->ties / (12.0 * (n - 1.0));
    test.difference = b->rank - a->rank;
    test.se = sqrt(variance * (1.0 / a->n + 1.0 / b->n));
    test.statistic = test.se > 0.0 ? test.difference / test.se : NAN;
    test.p = 2.0 * gsl_cdf_ugaussian_Q(fabs(test.statistic));
    return test;
}

/* P(W <= w) by counting: counts[u] ways to have u, one respondent of the first group after another
 * at each number of the second (Mann and Whitney's recursion). NAN when memory is out. */
static double wilcoxon_p(double w, size_t first, size_t second, struct trig_error *error)
{
    size_t most = first * second;
    double *counts = trig_calloc(most + 1, sizeof *counts);
    double below = 0.0;
    double all = 0.0;
    if (!counts) {
        no_memory(error);
        return NAN;
    }
    /* The generating function is prod_{i = 1..first} (1 - x^(second + i)) / (1 - x^i). */
    counts[0] = 1.0;
    for (size_t i = 1; i <= first; i++) {
        for (size_t u = most; u >= second + i; u--)
            counts[u] -= counts[u - second - i];
        for (size_t u = i; u <= most; u++)
            counts[u] += counts[u - i];
    }
    for (size_t u = 0; u <= most; u++) {
        all += counts[u];
        below += (double)u <= w ? counts[u] : 0.0;
    }
    trig_free(counts);
    return below / all;
}

struct trig_unweighted_test trig_mann_whitney(const struct trig_unweighted *groups, struct trig_error *error)
{
    struct trig_unweighted_test test = undefined();
    if (groups->groups != 2)
        return test;
    double a = groups->items[0].n;
    double b = groups->items[1].n;
    double n = a + b;
    test.statistic = round(2.0 * a * groups->items[0].rank - a * (a + 1.0)) / 2.0; /* halves at most */
    test.exact = groups->ties == 0.0 && a < EXACT_BELOW && b < EXACT_BELOW;
    if (test.exact) {
        double smaller = fmin(test.statistic, a * b - test.statistic); /* the distribution is symmetric */
        test.p = fmin(1.0, 2.0 * wilcoxon_p(smaller, (size_t)a, (size_t)b, error));
        return test;
    }
    double away = test.statistic - a * b / 2.0;
    double sigma = sqrt(a * b / 12.0 * (n + 1.0 - groups->ties / (n * (n - 1.0))));
    double z = (away - (away > 0.0 ? 0.5 : away < 0.0 ? -0.5 : 0.0)) / sigma;
    test.p = sigma > 0.0 ? fmin(1.0, 2.0 * gsl_cdf_ugaussian_Q(fabs(z))) : NAN;
    return test;
}
