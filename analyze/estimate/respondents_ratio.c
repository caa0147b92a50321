/* The ratio of the totals of two measures, by respondents. */
#include "analyze/estimate/answered.h"

#include <math.h>

/* The total of the linearised residuals. */
static double residuals_with(const struct trig_answers *answers, const double *w, const void *context)
{
    double sum = 0.0;
    (void)context;
    for (size_t i = 0; i < answers->count; i++)
        sum += w[i] / answers->w[i] * answers->z[i];
    return sum;
}

/* Their variance: that of the ratio, but for replicates, of which a ratio is no linear function. */
static enum trig_status variance_of_residuals(const struct trig_answers *answers,
                                              const struct trig_estimate *ratio, double *out,
                                              struct trig_error *error)
{
    const struct trig_replicates *replicates = trig_parts_sample(answers->part->parts)->replicates;
    *out = ratio->variance;
    if (!replicates)
        return TRIG_OK;
    double *theta = trig_calloc(replicates->count, sizeof *theta);
    if (!theta)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu replicates", replicates->count);
    enum trig_status status = trig_answers_replicate(answers, residuals_with, NULL, theta, error);
    *out = trig_replicates_covariance(replicates, theta, theta, 0.0, 0.0);
    trig_free(theta);
    return status;
}

/* deff of the total of the residuals: their variance over that of a simple sample. n_eff as of means. */
static enum trig_status set_efficiency(const struct trig_answers *answers, struct trig_estimate *out,
                                       struct trig_error *error)
{
    double n = (double)answers->count;
    double whole = answers->weight;
    double squares = 0.0;
    double sum = 0.0;
    double variance;
    for (size_t i = 0; i < answers->count; i++) {
        double residual = answers->z[i] / answers->w[i] * whole;
        squares += answers->w[i] * residual * residual / whole;
        sum += answers->w[i] * residual / whole;
    }
    double left = answers->part->mean_weight > TRIG_UNSCALED_WEIGHT ? (whole - n) / whole : 1.0;
    double simple = (squares - sum * sum) / (n - 1.0);
    enum trig_status status = variance_of_residuals(answers, out, &variance, error);
    out->deff = left > 0.0 && simple > 0.0 ? variance / (simple * left) : NAN;
    out->n_eff = variance > 0.0 && simple > 0.0 ? n * simple / variance : NAN;
    return status;
}

/* NAN where nothing is left of both, infinite where there is nothing to divide by. */
static double ratio_with(const struct trig_answers *answers, const double *w, const void *context)
{
    double numerator = 0.0;
    double denominator = 0.0;
    (void)context;
    for (size_t i = 0; i < answers->count; i++) {
        numerator += w[i] * answers->x[i];
        denominator += w[i] * answers->y[i];
    }
    if (denominator == 0.0)
        return numerator == 0.0 ? NAN : INFINITY;
    return numerator / denominator;
}

static enum trig_status ratio_of(struct trig_answers *answers, void *context, struct trig_estimate *out,
                                 struct trig_error *error)
{
    double ratio = ratio_with(answers, answers->w, context);
    double denominator = 0.0;
    if (!isfinite(ratio))
        return TRIG_OK;
    for (size_t i = 0; i < answers->count; i++)
        denominator += answers->w[i] * answers->y[i];
    for (size_t i = 0; i < answers->count; i++)
        answers->z[i] = answers->w[i] * (answers->x[i] - ratio * answers->y[i]) / denominator;
    out->estimate = ratio;
    enum trig_status status = trig_answers_linearise(answers, ratio_with, context, out, error);
    trig_estimate_bound(out, trig_answers_level(answers));
    return status ? status : set_efficiency(answers, out, error);
}

enum trig_status trig_estimate_ratio(const struct trig_asked_part *part, size_t numerator, size_t denominator,
                                     struct trig_estimate *out, struct trig_error *error)
{
    return trig_answers_estimate(part, numerator, denominator, ratio_of, NULL, out, error);
}
