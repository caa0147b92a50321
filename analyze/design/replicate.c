/* Variances by replicate weights, for any statistic. */
#include "analyze/design/stage.h"

#include <math.h>

/* Weights of so many replicates are made in one reading of the factors, whose
 * rows hold them side by side. */
#define AT_ONCE 16

struct replication {
    const trig_sample *sample;
    trig_sample_statistic *statistic;
    void *context;
    size_t k;
    double *weights;   /* owned; AT_ONCE columns of [count] */
    double *estimates; /* owned; R x k: of each replicate */
    double *centre;    /* owned; k */
};

static void fill_weights(const struct replication *work, size_t first, size_t count)
{
    const trig_sample *sample = work->sample;
    const struct trig_replicates *replicates = sample->replicates;
    for (size_t i = 0; i < sample->count; i++) {
        const double *factors = replicates->factors + replicates->row[i] * replicates->count + first;
        const double *changes =
            replicates->changes ? replicates->changes + sample->cell[i] * replicates->count + first : NULL;
        double weight = replicates->combined ? 1.0 : sample->weight[i];
        for (size_t r = 0; r < count; r++)
            work->weights[r * sample->count + i] = weight * factors[r] * (changes ? changes[r] : 1.0);
    }
}

static enum trig_status estimate_all(const struct replication *work, struct trig_error *error)
{
    const trig_sample *sample = work->sample;
    size_t replicates = sample->replicates->count;
    enum trig_status status = TRIG_OK;
    for (size_t first = 0; first < replicates && status == TRIG_OK; first += AT_ONCE) {
        size_t count = replicates - first < AT_ONCE ? replicates - first : AT_ONCE;
        fill_weights(work, first, count);
        for (size_t r = 0; r < count && status == TRIG_OK; r++)
            status = work->statistic(sample, work->weights + r * sample->count, work->context,
                                     work->estimates + (first + r) * work->k, error);
    }
    return status;
}

static bool is_defined(const double *estimates, size_t k)
{
    for (size_t i = 0; i < k; i++)
        if (isnan(estimates[i]))
            return false;
    return true;
}

/* The mean over the replicates that count. @return how many are defined. */
static size_t set_centre(const struct replication *work, const double *estimates)
{
    const struct trig_replicates *replicates = work->sample->replicates;
    size_t defined = 0;
    double averaged = 0.0;
    memset(work->centre, 0, work->k * sizeof *work->centre);
    for (size_t r = 0; r < replicates->count; r++) {
        const double *theta = work->estimates + r * work->k;
        if (!is_defined(theta, work->k))
            continue;
        defined++;
        if (!(replicates->rscales[r] > 0.0))
            continue;
        averaged += 1.0;
        for (size_t i = 0; i < work->k; i++)
            work->centre[i] += theta[i];
    }
    for (size_t i = 0; i < work->k; i++)
        work->centre[i] = replicates->mse ? estimates[i] : work->centre[i] / averaged;
    return defined;
}

static void add_squares(const struct replication *work, double *v)
{
    const struct trig_replicates *replicates = work->sample->replicates;
    for (size_t r = 0; r < replicates->count; r++) {
        double *theta = work->estimates + r * work->k;
        if (!is_defined(theta, work->k))
            continue;
        double scale = replicates->scale * replicates->rscales[r];
        for (size_t i = 0; i < work->k; i++)
            theta[i] -= work->centre[i];
        for (size_t i = 0; i < work->k; i++)
            for (size_t j = 0; j < work->k; j++)
                v[i * work->k + j] += scale * theta[i] * theta[j];
    }
}

static enum trig_status replicate(const struct replication *work, double *estimates,
                                  struct trig_covariance *out, struct trig_error *error)
{
    if (!work->weights || !work->estimates || !work->centre)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu replicates of %zu estimates",
                              work->sample->replicates->count, work->k);
    enum trig_status status =
        work->statistic(work->sample, work->sample->weight, work->context, estimates, error);
    if (status == TRIG_OK)
        status = estimate_all(work, error);
    if (status)
        return status;
    size_t defined = set_centre(work, estimates);
    for (size_t i = 0; i < work->k * work->k; i++)
        out->v[i] = defined ? 0.0 : NAN;
    if (defined)
        add_squares(work, out->v);
    out->df = work->sample->replicates->df;
    out->strata = out->lonely = out->unknown = 0;
    return TRIG_OK;
}

enum trig_status trig_sample_replicate(const trig_sample *sample, trig_sample_statistic *statistic,
                                       void *context, size_t k, double *estimates,
                                       struct trig_covariance *out, struct trig_error *error)
{
    struct replication work = {.sample = sample, .statistic = statistic, .context = context, .k = k};
    work.weights = trig_calloc(AT_ONCE * sample->count, sizeof *work.weights);
    work.estimates = trig_calloc(sample->replicates->count * k, sizeof *work.estimates);
    work.centre = trig_calloc(k, sizeof *work.centre);
    enum trig_status status = replicate(&work, estimates, out, error);
    trig_free(work.weights);
    trig_free(work.estimates);
    trig_free(work.centre);
    return status;
}

/* ---- two statistics ------------------------------------------------------------------------- */

/* The mean of [a] over the replicates that count: those in which [b] is defined, too. */
static double mean_of(const struct trig_replicates *replicates, const double *a, const double *b)
{
    double sum = 0.0;
    double count = 0.0;
    for (size_t r = 0; r < replicates->count; r++) {
        if (isnan(a[r]) || isnan(b[r]) || !(replicates->rscales[r] > 0.0))
            continue;
        sum += a[r];
        count += 1.0;
    }
    return sum / count;
}

double trig_replicates_covariance(const struct trig_replicates *replicates, const double *a, const double *b,
                                  double estimate_a, double estimate_b)
{
    double centre_a = replicates->mse ? estimate_a : mean_of(replicates, a, b);
    double centre_b = replicates->mse ? estimate_b : mean_of(replicates, b, a);
    double sum = 0.0;
    bool defined = false;
    for (size_t r = 0; r < replicates->count; r++) {
        if (isnan(a[r]) || isnan(b[r]))
            continue;
        defined = true;
        sum += replicates->rscales[r] * (a[r] - centre_a) * (b[r] - centre_b);
    }
    return defined ? replicates->scale * sum : NAN;
}

/* ---- degrees of freedom --------------------------------------------------------------------- */

/* By stratum: units with a respondent who is touched. [met] by unit, false at first. */
static void count_answering(const trig_sample *sample, const bool *touched, bool *met, size_t *answering)
{
    const struct trig_stage *stage = &sample->stages[0];
    for (size_t i = 0; i < sample->count; i++) {
        if (!touched[i] || met[stage->unit[i]])
            continue;
        met[stage->unit[i]] = true;
        answering[stage->stratum[i]]++;
    }
}

enum trig_status trig_sample_replicate_degrees(const trig_sample *sample, const bool *touched, double *df,
                                               struct trig_error *error)
{
    const struct trig_stage *stage = &sample->stages[0];
    struct trig_replicate_rank rank = {.type = sample->design->replication.type,
                                       .lonely = sample->design->lonely};
    *df = sample->replicates->df;
    if (sample->design->df != TRIG_DF_R)
        return TRIG_OK;
    bool *met = trig_calloc(stage->unit_count, sizeof *met);
    size_t *answering = trig_calloc(stage->stratum_count, sizeof *answering);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (met && answering) {
        status = TRIG_OK;
        count_answering(sample, touched, met, answering);
        for (size_t i = 0; i < stage->stratum_count; i++) {
            const struct trig_replicate_stratum stratum = {
                stage->sampled[i], trig_stage_uncovered(stage, (uint32_t)i), stage->text[i]};
            if (answering[i])
                trig_replicate_rank_add(&rank, &stratum, answering[i]);
        }
        *df = trig_replicate_rank_degrees(&rank, *df);
    } else {
        trig_error_set(error, status, "out of memory for the degrees of freedom of %zu units",
                       stage->unit_count);
    }
    trig_free(answering);
    trig_free(met);
    return status;
}
