#include "analyze/summary/summary_pairs.h"

#include "analyze/estimate/sums.h"

#include <math.h>

/* Correlations nearer to 1 than this leave nothing to guess. */
#define PERFECT (1.0 - 1e-9)

/* Those of a domain who answered both measures. */
struct pair {
    double n;
    struct trig_extremes first;
    struct trig_extremes second;
};

static struct pair count_pair(struct trig_summary_rows *rows, const struct trig_planned *planned,
                              const struct trig_domain *domain)
{
    const double *x = rows->sample.measures[planned->measure].y;
    const double *y = rows->sample.measures[planned->other].y;
    struct pair pair = {.n = 0.0};
    size_t count;
    const uint32_t *list = trig_parts_rows(rows->parts, domain, &count);
    for (size_t i = 0; i < count; i++) {
        double weight = rows->sample.weight[list[i]];
        if (isnan(x[list[i]]) || isnan(y[list[i]]))
            continue;
        pair.n += 1.0;
        trig_extremes_add(&pair.first, fabs(weight * x[list[i]]));
        trig_extremes_add(&pair.second, fabs(weight * y[list[i]]));
    }
    return pair;
}

/* Only numbers without bounds can be dominated: an answer on a scale is never most
 * of a total of ten people's. */
static bool dominates(const struct trig_summary_rows *rows, size_t measure,
                      const struct trig_extremes *extremes)
{
    return isnan(rows->request->measures->items[measure].low) &&
           trig_disclosure_dominates(rows->protection->rules, extremes);
}

static enum trig_suppression bar_ratio(const struct trig_summary_rows *rows,
                                       const struct trig_planned *planned, const struct pair *pair)
{
    return dominates(rows, planned->measure, &pair->first) || dominates(rows, planned->other, &pair->second)
               ? TRIG_SUPPRESSED_DOMINANCE
               : TRIG_SUPPRESSED_NONE;
}

static void bar_perfect(struct trig_summary_rows *rows, const struct trig_planned *planned,
                        enum trig_suppression *reasons)
{
    const struct trig_lattice *lattice = &rows->protection->lattice;
    size_t place = (size_t)(planned - rows->plan);
    for (size_t i = 0; i < lattice->shown; i++) {
        double r = rows->results->items[i * rows->plan_count + place].estimate;
        if (fabs(r) >= PERFECT && reasons[lattice->first + i] == TRIG_SUPPRESSED_NONE)
            reasons[lattice->first + i] = TRIG_SUPPRESSED_NUMERATOR;
    }
}

enum trig_status trig_summary_pairs_protect(struct trig_summary_rows *rows,
                                            const struct trig_planned *planned,
                                            enum trig_suppression *reasons, struct trig_error *error)
{
    const struct trig_lattice *lattice = &rows->protection->lattice;
    if (rows->protection->rules->mode == TRIG_DISCLOSURE_NONE)
        return TRIG_OK;
    double *n = trig_calloc(lattice->count, sizeof *n);
    if (!n)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    for (size_t i = 0; i < lattice->count; i++) {
        struct pair pair = count_pair(rows, planned, &lattice->domains[i]);
        n[i] = pair.n;
        if (planned->statistic == TRIG_STATISTIC_RATIO && reasons[i] == TRIG_SUPPRESSED_NONE)
            reasons[i] = bar_ratio(rows, planned, &pair);
    }
    if (planned->statistic == TRIG_STATISTIC_CORRELATION)
        bar_perfect(rows, planned, reasons);
    enum trig_status status = trig_protection_counts(rows->protection, n, NULL, reasons, error);
    trig_free(n);
    return status;
}
