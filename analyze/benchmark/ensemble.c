#include "analyze/benchmark/ensemble.h"

#include "analyze/estimate/contrast.h"
#include "surveys/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

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
                                  .weight = sum.w,
                                  .tau2 = tau2,
                                  .q = q,
                                  .q_p = gsl_cdf_chisq_Q(q, df),
                                  .i2 = q > df ? (q - df) / q : 0.0};
    double spread = 0.0;
    for (size_t i = 0; i < count; i++) {
        double v = trig_entry_error(&entries[i]);
        double away = entries[i].y - sum.mean;
        out->mean_error += v / (v + tau2) / sum.w;
        spread += away * away / (v + tau2) / df;
    }
    out->mean_se = sqrt(spread / sum.w);
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
    double sampled = v * (1.0 - (own - 1.0) / own * b);
    double fitted = f * b * b * away * away;
    double shrunken = entry->y - b * away;
    double width = hypot(trig_t_quantile(level, entry->df) * sqrt(sampled),
                         trig_t_quantile(level, INFINITY) * sqrt(fitted));
    return (struct trig_shrunken){shrunken, sqrt(sampled + fitted), shrunken - width, shrunken + width,
                                  tau2 / (tau2 + v)};
}

/* ---- the bootstrap ------------------------------------------------------------------------ */

/* A bootstrap under way. */
struct bootstrap {
    const struct trig_entry *entries; /* [count] */
    size_t count;
    size_t draws;
    struct trig_entry *drawn; /* [count]: with results of the draw under way */
    double *truth;            /* [count] */
    double *pivots;           /* count x draws */
    gsl_rng *generator;
};

/* The tau2 at which tau2 times the restricted likelihood is largest: scoring from a
 * start above 0, halved where a step would leave the positive side. */
static double adjusted_variance(const struct trig_entry *entries, size_t count)
{
    double tau2 = 0.0;
    double mean = 0.0;
    for (size_t i = 0; i < count; i++) {
        tau2 += trig_entry_error(&entries[i]) / (double)count;
        mean += entries[i].y / (double)count;
    }
    for (size_t i = 0; i < count; i++)
        tau2 += (entries[i].y - mean) * (entries[i].y - mean) / (double)(count - 1);
    for (size_t step = 0; step < MOST_STEPS; step++) {
        struct weighted sum = weigh(entries, count, tau2);
        double next = tau2 + (2.0 / tau2 + score(&sum)) / (2.0 / (tau2 * tau2) + information(&sum));
        next = next > 0.5 * tau2 ? next : 0.5 * tau2;
        double moved = fabs(next - tau2);
        tau2 = next;
        if (moved <= 1e-10 * tau2)
            break;
    }
    return tau2;
}

/* Shrinks towards the mean with tau2 taken for known. */
static struct trig_shrunken shrink_plainly(const struct trig_entry *entry, double mean, double tau2)
{
    double v = trig_entry_error(entry);
    double reliability = tau2 / (tau2 + v);
    return (struct trig_shrunken){.estimate = mean + reliability * (entry->y - mean),
                                  .se = sqrt(reliability * v),
                                  .reliability = reliability};
}

/* A standard error as another sample of the same size would have it. */
static double draw_error(const struct trig_entry *entry, gsl_rng *generator)
{
    if (!(entry->df < INFINITY))
        return entry->se;
    return entry->se * sqrt(gsl_ran_chisq(generator, entry->df) / entry->df);
}

static void draw_once(struct bootstrap *bootstrap, double mean, double tau2, size_t draw)
{
    size_t count = bootstrap->count;
    gsl_rng *generator = bootstrap->generator;
    for (size_t i = 0; i < count; i++) {
        const struct trig_entry *entry = &bootstrap->entries[i];
        bootstrap->truth[i] = mean + sqrt(tau2) * gsl_ran_gaussian_ratio_method(generator, 1.0);
        bootstrap->drawn[i].y =
            bootstrap->truth[i] + entry->se * gsl_ran_gaussian_ratio_method(generator, 1.0);
        bootstrap->drawn[i].se = draw_error(entry, generator);
    }
    double again = adjusted_variance(bootstrap->drawn, count);
    struct weighted sum = weigh(bootstrap->drawn, count, again);
    for (size_t i = 0; i < count; i++) {
        struct trig_shrunken shrunken = shrink_plainly(&bootstrap->drawn[i], sum.mean, again);
        bootstrap->pivots[i * bootstrap->draws + draw] =
            (bootstrap->truth[i] - shrunken.estimate) / shrunken.se;
    }
}

static enum trig_status begin(struct bootstrap *bootstrap, unsigned long seed, struct trig_error *error)
{
    bootstrap->drawn = trig_calloc(bootstrap->count, sizeof *bootstrap->drawn);
    bootstrap->truth = trig_calloc(bootstrap->count, sizeof *bootstrap->truth);
    bootstrap->pivots = trig_calloc(bootstrap->count * bootstrap->draws, sizeof *bootstrap->pivots);
    bootstrap->generator = gsl_rng_alloc(gsl_rng_mt19937);
    if (!bootstrap->drawn || !bootstrap->truth || !bootstrap->pivots || !bootstrap->generator)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a bootstrap of %zu institutions",
                              bootstrap->count);
    memcpy(bootstrap->drawn, bootstrap->entries, bootstrap->count * sizeof *bootstrap->drawn);
    gsl_rng_set(bootstrap->generator, seed);
    return TRIG_OK;
}

static void end(struct bootstrap *bootstrap)
{
    trig_free(bootstrap->drawn);
    trig_free(bootstrap->truth);
    trig_free(bootstrap->pivots);
    gsl_rng_free(bootstrap->generator);
}

enum trig_status trig_ensemble_bootstrap(const struct trig_entry *entries, size_t count, double level,
                                         size_t draws, unsigned long seed, struct trig_shrunken *out,
                                         struct trig_error *error)
{
    struct bootstrap bootstrap = {.entries = entries, .count = count, .draws = draws};
    enum trig_status status = begin(&bootstrap, seed, error);
    if (status) {
        end(&bootstrap);
        return status;
    }
    double tau2 = adjusted_variance(entries, count);
    double mean = weigh(entries, count, tau2).mean;
    for (size_t draw = 0; draw < draws; draw++)
        draw_once(&bootstrap, mean, tau2, draw);
    for (size_t i = 0; i < count; i++) {
        double *pivots = bootstrap.pivots + i * draws;
        gsl_sort(pivots, 1, draws);
        out[i] = shrink_plainly(&entries[i], mean, tau2);
        out[i].low = out[i].estimate +
                     out[i].se * gsl_stats_quantile_from_sorted_data(pivots, 1, draws, (1.0 - level) / 2.0);
        out[i].high = out[i].estimate +
                      out[i].se * gsl_stats_quantile_from_sorted_data(pivots, 1, draws, (1.0 + level) / 2.0);
    }
    end(&bootstrap);
    return TRIG_OK;
}
