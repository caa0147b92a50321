#include "analyze/estimate/answered.h"

#include <math.h>
#include <string.h>

/* Correlations nearer to 1 than this are 1 but for rounding. */
#define PERFECT (1.0 - 1e-12)

/* ---- answers ------------------------------------------------------------------------------ */

static void clear(struct trig_answers *answers)
{
    trig_free(answers->rows);
    trig_free(answers->w);
    trig_free(answers->x);
    trig_free(answers->y);
    trig_free(answers->z);
    trig_free(answers->theta);
}

/* [out] is to be cleared in any case. */
static enum trig_status collect(const struct trig_asked_part *part, size_t first, size_t second,
                                struct trig_answers *out, struct trig_error *error)
{
    const trig_sample *sample = trig_parts_sample(part->parts);
    const double *x = sample->measures[first].y;
    const double *y = second == TRIG_NONE ? NULL : sample->measures[second].y;
    *out = (struct trig_answers){.part = part};
    out->rows = trig_calloc(part->count, sizeof *out->rows);
    out->w = trig_calloc(part->count, sizeof *out->w);
    out->x = trig_calloc(part->count, sizeof *out->x);
    out->y = trig_calloc(part->count, sizeof *out->y);
    out->z = trig_calloc(part->count, sizeof *out->z);
    if (!out->rows || !out->w || !out->x || !out->y || !out->z) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the answers of a group");
        return TRIG_ERR_MEMORY;
    }
    for (size_t i = 0; i < part->count; i++) {
        uint32_t row = part->rows[i];
        if (isnan(x[row]) || (y && isnan(y[row])))
            continue;
        out->rows[out->count] = row;
        out->w[out->count] = sample->weight[row];
        out->x[out->count] = x[row];
        out->y[out->count] = y ? y[row] : 0.0;
        out->weight += sample->weight[row];
        out->count++;
    }
    return TRIG_OK;
}

void trig_linearised_clear(struct trig_linearised *influence)
{
    trig_free(influence->rows);
    trig_free(influence->z);
    trig_free(influence->theta);
    *influence = (struct trig_linearised){.count = 0};
}

/* Hands the influence values on, when they are wanted. */
static void hand_on(struct trig_answers *answers)
{
    if (!answers->part->influence)
        return;
    *answers->part->influence =
        (struct trig_linearised){answers->rows, answers->z, answers->theta, answers->count};
    answers->rows = NULL;
    answers->z = answers->theta = NULL;
}

enum trig_status trig_answers_estimate(const struct trig_asked_part *part, size_t first, size_t second,
                                       trig_answers_estimator *estimator, void *context,
                                       struct trig_estimate *out, struct trig_error *error)
{
    struct trig_answers answers;
    *out = trig_estimate_of_nobody;
    enum trig_status status = collect(part, first, second, &answers, error);
    out->n = answers.count;
    if (status == TRIG_OK)
        status = estimator(&answers, context, out, error);
    if (status == TRIG_OK)
        hand_on(&answers);
    clear(&answers);
    return status;
}

static double sum_of(const struct trig_answers *answers, const double *w)
{
    double sum = 0.0;
    for (size_t i = 0; i < answers->count; i++)
        sum += w[i];
    return sum;
}

/* NAN when nobody weighs anything. */
static double mean_with(const struct trig_answers *answers, const double *values, const double *w)
{
    double sum = 0.0;
    for (size_t i = 0; i < answers->count; i++)
        sum += w[i] * (values[i] - values[0]);
    return values[0] + sum / sum_of(answers, w);
}

/* Takes the weighted mean off [values]; first one of them, so that numbers far from 0 keep their digits. */
static void centre(const struct trig_answers *answers, double *values)
{
    double first = values[0];
    for (size_t i = 0; i < answers->count; i++)
        values[i] -= first;
    double mean = mean_with(answers, values, answers->w);
    for (size_t i = 0; i < answers->count; i++)
        values[i] -= mean;
}

/* ---- errors ------------------------------------------------------------------------------------ */

static enum trig_status replicate(struct trig_answers *answers, trig_answers_statistic *statistic,
                                  const void *context, struct trig_estimate *out, struct trig_error *error)
{
    const struct trig_replicates *replicates = trig_parts_sample(answers->part->parts)->replicates;
    if (!answers->theta)
        answers->theta = trig_calloc(replicates->count, sizeof *answers->theta);
    if (!answers->theta)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu replicates", replicates->count);
    enum trig_status status = trig_answers_replicate(answers, statistic, context, answers->theta, error);
    if (status == TRIG_OK)
        status = trig_linearised_degrees(trig_parts_sample(answers->part->parts), answers->rows,
                                         answers->count, &out->df, error);
    out->variance =
        trig_replicates_covariance(replicates, answers->theta, answers->theta, out->estimate, out->estimate);
    out->undefined_replicates = 0;
    for (size_t r = 0; r < replicates->count; r++)
        out->undefined_replicates += isnan(answers->theta[r]) ? 1 : 0;
    return status;
}

/* The design's variance of what z linearises, and what it rests on. */
static enum trig_status linearise(const struct trig_answers *answers, struct trig_estimate *out,
                                  struct trig_error *error)
{
    struct trig_covariance covariance = {.v = &out->variance};
    enum trig_status status = trig_parts_covariance(answers->part->parts, answers->rows, answers->count,
                                                    answers->z, 1, &covariance, error);
    out->df = covariance.df;
    out->strata = covariance.strata;
    out->lonely = covariance.lonely;
    out->unknown = covariance.unknown;
    return status;
}

enum trig_status trig_answers_linearise(struct trig_answers *answers, trig_answers_statistic *statistic,
                                        const void *context, struct trig_estimate *out,
                                        struct trig_error *error)
{
    bool replicated = trig_parts_sample(answers->part->parts)->replicates != NULL;
    enum trig_status status =
        replicated ? replicate(answers, statistic, context, out, error) : linearise(answers, out, error);
    out->se = sqrt(out->variance);
    out->n = answers->count;
    out->weight = answers->weight;
    return status;
}

double trig_answers_level(const struct trig_answers *answers)
{
    return trig_parts_sample(answers->part->parts)->design->level;
}

/* ---- means and totals -------------------------------------------------------------------------- */

static double mean_or_total(const struct trig_answers *answers, const double *w, const void *context)
{
    bool total = *(const bool *)context;
    double sum = 0.0;
    for (size_t i = 0; i < answers->count && total; i++)
        sum += w[i] * answers->x[i];
    return total ? sum : mean_with(answers, answers->x, w);
}

static enum trig_status influence_of(struct trig_answers *answers, void *context, struct trig_estimate *out,
                                     struct trig_error *error)
{
    bool total = *(const bool *)context;
    double scale = total ? 1.0 : answers->weight;
    if (answers->count == 0)
        return TRIG_OK;
    memcpy(answers->z, answers->x, answers->count * sizeof *answers->z);
    if (!total)
        centre(answers, answers->z);
    for (size_t i = 0; i < answers->count; i++)
        answers->z[i] *= answers->w[i] / scale;
    out->estimate = mean_or_total(answers, answers->w, context);
    if (!trig_parts_sample(answers->part->parts)->replicates)
        return TRIG_OK;
    return trig_answers_linearise(answers, mean_or_total, context, out, error);
}

enum trig_status trig_answers_values(const struct trig_asked_part *part, size_t measure, bool total,
                                     struct trig_error *error)
{
    struct trig_estimate unused;
    return trig_answers_estimate(part, measure, TRIG_NONE, influence_of, &total, &unused, error);
}

/* ---- variances -------------------------------------------------------------------------------- */

/* The weighted mean of the squared distances from the mean. */
static double spread_with(const struct trig_answers *answers, const double *w)
{
    double mean = mean_with(answers, answers->x, w);
    double sum = 0.0;
    for (size_t i = 0; i < answers->count; i++)
        sum += w[i] * (answers->x[i] - mean) * (answers->x[i] - mean);
    return sum / sum_of(answers, w);
}

static double variance_with(const struct trig_answers *answers, const double *w, const void *context)
{
    bool root = *(const bool *)context;
    double n = (double)answers->count;
    double variance = n / (n - 1.0) * spread_with(answers, w);
    return root ? sqrt(variance) : variance;
}

static enum trig_status variance_of(struct trig_answers *answers, void *context, struct trig_estimate *out,
                                    struct trig_error *error)
{
    bool root = *(const bool *)context;
    double n = (double)answers->count;
    if (answers->count < 2)
        return TRIG_OK;
    centre(answers, answers->x);
    double scale = n / (n - 1.0);
    double spread = spread_with(answers, answers->w);
    double slope = root ? 1.0 / (2.0 * sqrt(scale * spread)) : 1.0;
    for (size_t i = 0; i < answers->count; i++) {
        double square = answers->x[i] * answers->x[i];
        answers->z[i] =
            spread > 0.0 ? answers->w[i] * slope * scale * (square - spread) / answers->weight : 0.0;
    }
    out->estimate = variance_with(answers, answers->w, context);
    enum trig_status status = trig_answers_linearise(answers, variance_with, context, out, error);
    trig_estimate_bound(out, trig_answers_level(answers));
    out->low = fmax(0.0, out->low); /* NAN stays: fmax would pass over it */
    if (isnan(out->high))
        out->low = NAN;
    return status;
}

enum trig_status trig_estimate_variance(const struct trig_asked_part *part, size_t measure, bool root,
                                        struct trig_estimate *out, struct trig_error *error)
{
    return trig_answers_estimate(part, measure, TRIG_NONE, variance_of, &root, out, error);
}

/* ---- correlations ---------------------------------------------------------------------------------- */

/* Whether those who weigh anything differ; by sums, rounding errors would look like differences. */
static bool differ(const struct trig_answers *answers, const double *values, const double *w)
{
    size_t first = 0;
    while (first < answers->count && w[first] == 0.0)
        first++;
    for (size_t i = first; i < answers->count; i++)
        if (w[i] != 0.0 && values[i] != values[first])
            return true;
    return false;
}

/* Standardises [values] in place: mean 0, variance 1. false when they do not vary. */
static bool standardise(const struct trig_answers *answers, double *values)
{
    double square = 0.0;
    bool varies = differ(answers, values, answers->w);
    centre(answers, values);
    for (size_t i = 0; i < answers->count; i++)
        square += answers->w[i] * values[i] * values[i];
    for (size_t i = 0; i < answers->count && varies; i++)
        values[i] /= sqrt(square / answers->weight);
    return varies;
}

/* Of standardised values; NAN where the weights leave nothing that varies. */
static double correlation_with(const struct trig_answers *answers, const double *w, const void *context)
{
    double x = mean_with(answers, answers->x, w);
    double y = mean_with(answers, answers->y, w);
    double xx = 0.0;
    double xy = 0.0;
    double yy = 0.0;
    (void)context;
    if (!differ(answers, answers->x, w) || !differ(answers, answers->y, w))
        return NAN;
    for (size_t i = 0; i < answers->count; i++) {
        xx += w[i] * (answers->x[i] - x) * (answers->x[i] - x);
        xy += w[i] * (answers->x[i] - x) * (answers->y[i] - y);
        yy += w[i] * (answers->y[i] - y) * (answers->y[i] - y);
    }
    return xx > 0.0 && yy > 0.0 ? fmin(1.0, fmax(-1.0, xy / sqrt(xx * yy))) : NAN;
}

static enum trig_status correlation_of(struct trig_answers *answers, void *context, struct trig_estimate *out,
                                       struct trig_error *error)
{
    double r = 0.0;
    if (answers->count < 2 || !standardise(answers, answers->x) || !standardise(answers, answers->y))
        return TRIG_OK;
    for (size_t i = 0; i < answers->count; i++)
        r += answers->w[i] * answers->x[i] * answers->y[i] / answers->weight;
    r = fmin(1.0, fmax(-1.0, r));
    for (size_t i = 0; i < answers->count; i++) {
        double x = answers->x[i];
        double y = answers->y[i];
        answers->z[i] = answers->w[i] * (x * y - r * (x * x + y * y) / 2.0) / answers->weight;
    }
    out->estimate = r;
    enum trig_status status = trig_answers_linearise(answers, correlation_with, context, out, error);
    if (status || fabs(r) >= PERFECT)
        return status;
    double half = trig_t_quantile(trig_answers_level(answers), out->df) * out->se / (1.0 - r * r);
    out->low = tanh(atanh(r) - half);
    out->high = tanh(atanh(r) + half);
    return TRIG_OK;
}

enum trig_status trig_estimate_correlation(const struct trig_asked_part *part, size_t first, size_t second,
                                           struct trig_estimate *out, struct trig_error *error)
{
    return trig_answers_estimate(part, first, second, correlation_of, NULL, out, error);
}
