/* The covariance of linearised estimates, stage by stage:
 *
 *      V  = sum_h (1 - f_h) n_h/(n_h - 1) sum_i (t_i - mean_h)(t_i - mean_h)'
 *         + sum_i f_h V_i         V_i the same over the second stage of unit i
 *
 * t_i the sum of z over unit i, f_h = n_h/N_h. Source: Särndal, Swensson and
 * Wretman (1992), sec. 4.3; Lumley (2010), Complex Surveys, app. A.
 */
#include "analyze/design/sample_internal.h"
#include "analyze/design/stage.h"

#include <assert.h>
#include <math.h>

/* One stage under way. */
struct stage_sums {
    const struct trig_stage *stage;
    const double *totals; /* by unit: sum of z. Of an unclustered stage: z itself */
    double *owned;        /* owned; what totals points to; NULL when that is the caller's z */
    double *means;        /* owned; by stratum: of its units' totals */
    uint32_t *strata;     /* owned; by unit */
    bool *touched;        /* owned; by stratum */
    size_t *parents;      /* owned; second stage: by stratum, its unit of the first stage */
};

struct covariance {
    const trig_sample *sample;
    const double *z;
    double *residuals; /* owned; what z is then; NULL: weights were not computed */
    size_t k;
    const bool *touched; /* NULL: all in scope */
    struct trig_covariance *out;
    struct stage_sums sums[TRIG_MOST_STAGES];
    double *difference; /* owned; k */
};

static enum trig_status no_memory(const struct covariance *work, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the covariance of %zu estimates", work->k);
    return TRIG_ERR_MEMORY;
}

static bool is_touched(const struct covariance *work, size_t respondent)
{
    return work->touched ? work->touched[respondent] : work->sample->in_scope[respondent];
}

/* ---- totals ---------------------------------------------------------------------------- */

static bool is_clustered(const struct trig_stage *stage, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (stage->unit[i] != i)
            return true;
    return stage->unit_count != count;
}

static bool allocate_stage(struct covariance *work, size_t at)
{
    struct stage_sums *sums = &work->sums[at];
    const struct trig_stage *stage = &work->sample->stages[at];
    sums->stage = stage;
    if (is_clustered(stage, work->sample->count))
        sums->owned = trig_calloc(stage->unit_count * work->k, sizeof *sums->owned);
    sums->totals = sums->owned ? sums->owned : work->z;
    sums->means = trig_calloc(stage->stratum_count * work->k, sizeof *sums->means);
    sums->strata = trig_calloc(stage->unit_count, sizeof *sums->strata);
    sums->touched = trig_calloc(stage->stratum_count, sizeof *sums->touched);
    sums->parents = trig_calloc(stage->stratum_count, sizeof *sums->parents);
    return (sums->owned || !is_clustered(stage, work->sample->count)) && sums->means && sums->strata &&
           sums->touched && sums->parents;
}

static void add_totals(struct covariance *work, size_t at)
{
    struct stage_sums *sums = &work->sums[at];
    const struct trig_stage *stage = sums->stage;
    const trig_sample *sample = work->sample;
    size_t k = work->k;
    for (size_t i = 0; i < sample->count; i++) {
        size_t unit = stage->unit[i];
        size_t stratum = stage->stratum[i];
        sums->strata[unit] = (uint32_t)stratum;
        sums->touched[stratum] = sums->touched[stratum] || is_touched(work, i);
        if (at)
            sums->parents[stratum] = sample->stages[0].unit[i];
        for (size_t j = 0; j < k; j++)
            sums->means[stratum * k + j] += work->z[i * k + j];
        for (size_t j = 0; j < k && sums->owned; j++)
            sums->owned[unit * k + j] += work->z[i * k + j];
    }
    for (size_t i = 0; i < stage->stratum_count; i++)
        for (size_t j = 0; j < k; j++)
            sums->means[i * k + j] /= (double)stage->sampled[i];
}

static void clear_stage(struct stage_sums *sums)
{
    trig_free(sums->owned);
    trig_free(sums->means);
    trig_free(sums->strata);
    trig_free(sums->touched);
    trig_free(sums->parents);
}

/* ---- strata ------------------------------------------------------------------------------ */

/* By stratum: (1 - f) n/(n - 1), and what lonely ones get. */
static enum trig_status set_scales(struct covariance *work, const struct stage_sums *sums, double *scales,
                                   struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sums->stage->stratum_count && status == TRIG_OK; i++)
        status = trig_stage_scale(work->sample, sums->stage, i, sums->touched[i], &scales[i],
                                  &work->out->lonely, error);
    return status;
}

/* [v] += scale x d d', the lower triangle. */
static void add_square(double *v, const double *d, size_t k, double scale)
{
    for (size_t i = 0; i < k; i++) {
        double scaled = scale * d[i];
        for (size_t j = 0; j <= i; j++)
            v[i * k + j] += scaled * d[j];
    }
}

/* A unit's distance from the mean of its stratum; a lonely one that is adjusted
 * is compared with nought, which influence values have as their mean. */
static void set_difference(struct covariance *work, const struct stage_sums *sums, size_t unit)
{
    size_t stratum = sums->strata[unit];
    bool alone = sums->stage->sampled[stratum] == 1;
    for (size_t j = 0; j < work->k; j++)
        work->difference[j] =
            sums->totals[unit * work->k + j] - (alone ? 0.0 : sums->means[stratum * work->k + j]);
}

/* ---- stages ------------------------------------------------------------------------------- */

static enum trig_status add_first(struct covariance *work, double *scales, struct trig_error *error)
{
    struct stage_sums *sums = &work->sums[0];
    const struct trig_stage *stage = sums->stage;
    size_t touched = 0;
    size_t unknown = 0;
    enum trig_status status = set_scales(work, sums, scales, error);
    if (status)
        return status;
    for (size_t i = 0; i < stage->stratum_count; i++) {
        touched += sums->touched[i];
        unknown += isnan(scales[i]) ? 1 : 0;
        work->out->unknown += sums->touched[i] && isinf(stage->population[i]);
    }
    work->out->strata = touched;
    for (size_t i = 0; i < stage->unit_count; i++) {
        double scale = scales[sums->strata[i]];
        if (isnan(scale) || scale == 0.0)
            continue;
        set_difference(work, sums, i);
        add_square(work->out->v, work->difference, work->k, scale);
    }
    double times = trig_stage_average(touched, unknown);
    for (size_t i = 0; i < work->k * work->k; i++)
        work->out->v[i] *= times;
    return TRIG_OK;
}

/* Multiplies the scales of the second stage by the sampling fraction of the
 * first, and by what "average" makes of the lonely strata of each unit. */
static void settle_second(struct covariance *work, double *scales, size_t *touched, size_t *unknown)
{
    const struct stage_sums *sums = &work->sums[1];
    const struct stage_sums *first = &work->sums[0];
    for (size_t i = 0; i < sums->stage->stratum_count; i++) {
        touched[sums->parents[i]] += sums->touched[i];
        unknown[sums->parents[i]] += isnan(scales[i]) ? 1 : 0;
    }
    for (size_t i = 0; i < sums->stage->stratum_count; i++) {
        size_t parent = sums->parents[i];
        double times = trig_stage_average(touched[parent], unknown[parent]);
        double covered = 1.0 - trig_stage_uncovered(first->stage, first->strata[parent]);
        if (isnan(times)) /* every stratum of the unit is lonely: undefined, as in R survey */
            scales[i] = covered > 0.0 ? NAN : 0.0;
        else
            scales[i] = isnan(scales[i]) ? 0.0 : scales[i] * times * covered;
    }
}

static enum trig_status add_second(struct covariance *work, double *scales, struct trig_error *error)
{
    struct stage_sums *sums = &work->sums[1];
    size_t parents = work->sums[0].stage->unit_count;
    enum trig_status status = set_scales(work, sums, scales, error);
    if (status)
        return status;
    size_t *counts = trig_calloc(2 * parents, sizeof *counts);
    if (!counts)
        return no_memory(work, error);
    settle_second(work, scales, counts, counts + parents);
    trig_free(counts);
    for (size_t i = 0; i < sums->stage->unit_count; i++) {
        double scale = scales[sums->strata[i]];
        if (scale == 0.0)
            continue;
        set_difference(work, sums, i);
        add_square(work->out->v, work->difference, work->k, scale);
    }
    return TRIG_OK;
}

static enum trig_status add_stage(struct covariance *work, size_t at, struct trig_error *error)
{
    if (!allocate_stage(work, at))
        return no_memory(work, error);
    add_totals(work, at);
    double *scales = trig_calloc(work->sums[at].stage->stratum_count, sizeof *scales);
    if (!scales)
        return no_memory(work, error);
    enum trig_status status = at ? add_second(work, scales, error) : add_first(work, scales, error);
    trig_free(scales);
    return status;
}

/* ---- degrees of freedom ---------------------------------------------------------------------- */

/* Units that hold a touched respondent, minus their strata. */
static enum trig_status answering_degrees(const struct covariance *work, double *df, struct trig_error *error)
{
    const struct trig_stage *stage = &work->sample->stages[0];
    bool *met = trig_calloc(stage->unit_count, sizeof *met);
    if (!met)
        return no_memory(work, error);
    *df = -(double)work->out->strata;
    for (size_t i = 0; i < work->sample->count; i++) {
        if (!is_touched(work, i) || met[stage->unit[i]])
            continue;
        met[stage->unit[i]] = true;
        *df += 1.0;
    }
    trig_free(met);
    return TRIG_OK;
}

static enum trig_status set_degrees(struct covariance *work, struct trig_error *error)
{
    const struct trig_stage *stage = &work->sample->stages[0];
    work->out->df = 0.0;
    switch (work->sample->design->df) {
    case TRIG_DF_R:
        return answering_degrees(work, &work->out->df, error);
    case TRIG_DF_DESIGN:
        work->out->df = (double)stage->unit_count - (double)stage->stratum_count;
        return TRIG_OK;
    default:
        for (size_t i = 0; i < stage->stratum_count; i++)
            if (work->sums[0].touched[i])
                work->out->df += (double)stage->sampled[i] - 1.0;
        return TRIG_OK;
    }
}

static enum trig_status set_residuals(struct covariance *work, struct trig_error *error)
{
    size_t count = work->sample->count * work->k;
    work->residuals = trig_calloc(count, sizeof *work->residuals);
    if (!work->residuals)
        return no_memory(work, error);
    memcpy(work->residuals, work->z, count * sizeof *work->residuals);
    work->z = work->residuals;
    return trig_sample_residuals(work->sample, work->residuals, work->k, error);
}

enum trig_status trig_sample_covariance(const trig_sample *sample, const double *z, size_t k,
                                        const bool *touched, struct trig_covariance *out,
                                        struct trig_error *error)
{
    struct covariance work = {.sample = sample, .z = z, .k = k, .touched = touched, .out = out};
    assert(sample->stage_count > 0);
    out->lonely = out->unknown = 0;
    for (size_t i = 0; i < k * k; i++)
        out->v[i] = 0.0;
    work.difference = trig_calloc(k, sizeof *work.difference);
    enum trig_status status = work.difference ? TRIG_OK : no_memory(&work, error);
    if (status == TRIG_OK && sample->calibration)
        status = set_residuals(&work, error);
    for (size_t i = 0; i < sample->stage_count && status == TRIG_OK; i++)
        status = add_stage(&work, i, error);
    if (status == TRIG_OK)
        status = set_degrees(&work, error);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++)
            out->v[j * k + i] = out->v[i * k + j];
    for (size_t i = 0; i < sample->stage_count; i++)
        clear_stage(&work.sums[i]);
    trig_free(work.difference);
    trig_free(work.residuals);
    return status;
}
