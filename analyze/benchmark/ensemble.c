#include "analyze/benchmark/ensemble.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Scoring ends when tau2 moves by less than this, relative to the variances. */
#define TOLERANCE  1e-13
#define MOST_STEPS 200

/* Sums over the institutions with weights w = 1 / (v + tau2). */
struct weighted {
    double w;
    double ww;
    double www;
    double mean;
    double wwr; /* w^2 (y - mean)^2 */
};

static struct weighted weigh(const struct trig_entry *entries, size_t count, double tau2)
{
    struct weighted sum = {0};
    double wy = 0.0;
    for (size_t i = 0; i < count; i++) {
        double w = 1.0 / (trig_entry_error(&entries[i]) + tau2);
        sum.w += w;
        sum.ww += w * w;
        sum.www += w * w * w;
        wy += w * entries[i].y;
    }
    sum.mean = wy / sum.w;
    for (size_t i = 0; i < count; i++) {
        double w = 1.0 / (trig_entry_error(&entries[i]) + tau2);
        sum.wwr += w * w * (entries[i].y - sum.mean) * (entries[i].y - sum.mean);
    }
    return sum;
}

/* Derivative of the restricted log-likelihood, times 2. */
static double score(const struct weighted *sum)
{
    return sum->wwr - (sum->w - sum->ww / sum->w);
}

/* Expected information, times 2. */
static double information(const struct weighted *sum)
{
    double share = sum->ww / sum->w;
    return sum->ww - 2.0 * sum->www / sum->w + share * share;
}

/* Scoring from a start that is too large comes down to the root; a step below 0
 * ends there. */
static double restricted_variance(const struct trig_entry *entries, size_t count)
{
    double least = INFINITY;
    double mean = 0.0;
    double tau2 = 0.0;
    for (size_t i = 0; i < count; i++) {
        least = fmin(least, trig_entry_error(&entries[i]));
        mean += entries[i].y / (double)count;
    }
    for (size_t i = 0; i < count; i++)
        tau2 += (entries[i].y - mean) * (entries[i].y - mean) / (double)(count - 1);
    for (size_t step = 0; step < MOST_STEPS; step++) {
        struct weighted sum = weigh(entries, count, tau2);
        double next = fmax(0.0, tau2 + score(&sum) / information(&sum));
        double moved = fabs(next - tau2);
        tau2 = next;
        if (moved <= TOLERANCE * (tau2 + least))
            break;
    }
    return tau2;
}

enum trig_status trig_ensemble_fit(const struct trig_entry *entries, size_t count, struct trig_ensemble *out,
                                   struct trig_error *error)
{
    if (count < TRIG_ENSEMBLE_LEAST)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "%zu institutions are too few to say how institutions differ; at least %d are "
                              "needed",
                              count, TRIG_ENSEMBLE_LEAST);
    struct weighted plain = weigh(entries, count, 0.0);
    double df = (double)(count - 1);
    double q = 0.0;
    for (size_t i = 0; i < count; i++)
        q += (entries[i].y - plain.mean) * (entries[i].y - plain.mean) / trig_entry_error(&entries[i]);
    double tau2 = restricted_variance(entries, count);
    struct weighted sum = weigh(entries, count, tau2);
    *out = (struct trig_ensemble){.count = count,
                                  .mean = sum.mean,
                                  .mean_se = sqrt(1.0 / sum.w),
                                  .weight = sum.w,
                                  .tau2 = tau2,
                                  .q = q,
                                  .q_p = gsl_cdf_chisq_Q(q, df),
                                  .i2 = q > df ? (q - df) / q : 0.0};
    for (size_t i = 0; i < count; i++) {
        double v = trig_entry_error(&entries[i]);
        out->mean_error += v / (v + tau2) / sum.w;
    }
    return TRIG_OK;
}

struct trig_shrunken trig_ensemble_shrink(const struct trig_ensemble *ensemble,
                                          const struct trig_entry *entry, double level)
{
    double tau2 = ensemble->tau2;
    double v = trig_entry_error(entry);
    double own = ensemble->weight * (v + tau2);
    double b = (own > 3.0 ? (own - 3.0) / (own - 1.0) : 0.0) * v / (v + tau2);
    double away = entry->y - ensemble->mean;
    double f = 2.0 / ((double)ensemble->count - 3.0) * (ensemble->mean_error + tau2) / (v + tau2);
    double se = sqrt(v * (1.0 - (own - 1.0) / own * b) + f * b * b * away * away);
    double shrunken = entry->y - b * away;
    double width = gsl_cdf_ugaussian_Pinv((1.0 + level) / 2.0) * se;
    return (struct trig_shrunken){shrunken, se, shrunken - width, shrunken + width, tau2 / (tau2 + v)};
}
