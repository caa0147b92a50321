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

static struct weighted weigh(const double *y, const double *v, size_t count, double tau2)
{
    struct weighted sum = {0};
    double wy = 0.0;
    for (size_t i = 0; i < count; i++) {
        double w = 1.0 / (v[i] + tau2);
        sum.w += w;
        sum.ww += w * w;
        sum.www += w * w * w;
        wy += w * y[i];
    }
    sum.mean = wy / sum.w;
    for (size_t i = 0; i < count; i++) {
        double w = 1.0 / (v[i] + tau2);
        sum.wwr += w * w * (y[i] - sum.mean) * (y[i] - sum.mean);
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

static double smallest(const double *v, size_t count)
{
    double least = v[0];
    for (size_t i = 1; i < count; i++)
        least = fmin(least, v[i]);
    return least;
}

/* Scoring from a start that is too large comes down without passing the root;
 * halved steps keep it above 0. */
static double restricted_variance(const double *y, const double *v, size_t count)
{
    double scale = smallest(v, count);
    double mean = 0.0;
    double tau2 = 0.0;
    for (size_t i = 0; i < count; i++)
        mean += y[i] / (double)count;
    for (size_t i = 0; i < count; i++)
        tau2 += (y[i] - mean) * (y[i] - mean) / (double)(count - 1);
    for (size_t step = 0; step < MOST_STEPS; step++) {
        struct weighted sum = weigh(y, v, count, tau2);
        double next = fmax(0.0, tau2 + score(&sum) / information(&sum));
        double moved = fabs(next - tau2);
        tau2 = next;
        if (moved <= TOLERANCE * (tau2 + scale))
            break;
    }
    return tau2;
}

enum trig_status trig_ensemble_fit(const double *y, const double *v, size_t count, struct trig_ensemble *out,
                                   struct trig_error *error)
{
    if (count < TRIG_ENSEMBLE_LEAST)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "%zu institutions are too few to say how institutions differ; at least %d are "
                              "needed",
                              count, TRIG_ENSEMBLE_LEAST);
    struct weighted plain = weigh(y, v, count, 0.0);
    double df = (double)(count - 1);
    double q = 0.0;
    for (size_t i = 0; i < count; i++)
        q += (y[i] - plain.mean) * (y[i] - plain.mean) / v[i];
    double tau2 = restricted_variance(y, v, count);
    struct weighted sum = weigh(y, v, count, tau2);
    *out = (struct trig_ensemble){.count = count,
                                  .mean = sum.mean,
                                  .mean_se = sqrt(1.0 / sum.w),
                                  .tau2 = tau2,
                                  .q = q,
                                  .q_p = gsl_cdf_chisq_Q(q, df),
                                  .i2 = q > df ? (q - df) / q : 0.0};
    return TRIG_OK;
}

void trig_ensemble_shrink(const struct trig_ensemble *ensemble, const double *y, const double *v,
                          double level, struct trig_shrunken *out)
{
    double tau2 = ensemble->tau2;
    double normal = gsl_cdf_ugaussian_Pinv((1.0 + level) / 2.0);
    double total = 0.0;
    double mean_v = 0.0;
    for (size_t i = 0; i < ensemble->count; i++)
        total += 1.0 / (v[i] + tau2);
    for (size_t i = 0; i < ensemble->count; i++)
        mean_v += v[i] / (v[i] + tau2) / total;
    for (size_t i = 0; i < ensemble->count; i++) {
        double own = total * (v[i] + tau2);
        double b = (own > 3.0 ? (own - 3.0) / (own - 1.0) : 0.0) * v[i] / (v[i] + tau2);
        double away = y[i] - ensemble->mean;
        double f = 2.0 / ((double)ensemble->count - 3.0) * (mean_v + tau2) / (v[i] + tau2);
        double variance = v[i] * (1.0 - (own - 1.0) / own * b) + f * b * b * away * away;
        double se = sqrt(variance);
        double shrunken = y[i] - b * away;
        out[i] = (struct trig_shrunken){shrunken, se, shrunken - normal * se, shrunken + normal * se,
                                        tau2 / (tau2 + v[i])};
    }
}
