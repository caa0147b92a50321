#include "analyze/design/part_internal.h"
#include "analyze/design/stage.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the covariance of a group");
    return TRIG_ERR_MEMORY;
}

static enum trig_status begin_totals(struct trig_part_totals *totals, size_t needed, struct trig_error *error)
{
    totals->count = 0;
    return trig_grow((void **)&totals->sums, &totals->capacity, needed, sizeof *totals->sums, error);
}

static void end_totals(struct trig_part_totals *totals)
{
    for (size_t i = 0; i < totals->count; i++)
        totals->slots[totals->list[i]] = 0;
}

/* The sums of [which], from nought when it is new. */
static double *sums_of(struct trig_part_totals *totals, uint32_t which, size_t k)
{
    if (totals->slots[which] == 0) {
        totals->list[totals->count] = which;
        totals->slots[which] = (uint32_t)++totals->count;
        memset(totals->sums + (totals->count - 1) * k, 0, k * sizeof *totals->sums);
    }
    return totals->sums + (size_t)(totals->slots[which] - 1) * k;
}

/* Sums by unit and by stratum; behind the k sums of a stratum how many of its units
 * are touched. */
static void add_rows(trig_parts *parts, const uint32_t *rows, size_t count, const double *z, size_t k)
{
    const struct trig_stage *stage = &parts->sample->stages[0];
    for (size_t i = 0; i < count; i++) {
        uint32_t unit = stage->unit[rows[i]];
        bool met = parts->units.slots[unit] != 0;
        double *of_unit = sums_of(&parts->units, unit, k + 1);
        double *of_stratum = sums_of(&parts->strata, stage->stratum[rows[i]], k + 1);
        of_unit[k] = (double)stage->stratum[rows[i]];
        of_stratum[k] += met ? 0.0 : 1.0;
        for (size_t j = 0; j < k; j++) {
            of_unit[j] += z[i * k + j];
            of_stratum[j] += z[i * k + j];
        }
    }
}

/* [v] += scale x d d'. */
static void add_square(double *v, const double *d, size_t k, double scale)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            v[i * k + j] += scale * d[i] * d[j];
}

/* What every touched stratum's squares count for; the mean of its units in place of
 * their sums, nought for a lonely one; and the squares of the units that nobody
 * touched, all at the mean's distance. */
static enum trig_status settle_strata(trig_parts *parts, size_t k, double *scales,
                                      struct trig_covariance *out, struct trig_error *error)
{
    const struct trig_stage *stage = &parts->sample->stages[0];
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < parts->strata.count && status == TRIG_OK; i++) {
        uint32_t stratum = parts->strata.list[i];
        double *sums = parts->strata.sums + i * (k + 1);
        double n = (double)stage->sampled[stratum];
        status = trig_stage_scale(parts->sample, stage, stratum, true, &scales[i], &out->lonely, error);
        out->unknown += isinf(stage->population[stratum]) ? 1 : 0;
        for (size_t j = 0; j < k; j++)
            sums[j] = n > 1.0 ? sums[j] / n : 0.0;
        if (status == TRIG_OK && !isnan(scales[i]))
            add_square(out->v, sums, k, scales[i] * (n - sums[k]));
    }
    return status;
}

static void add_units(trig_parts *parts, size_t k, const double *scales, double *v)
{
    for (size_t i = 0; i < parts->units.count; i++) {
        double *sums = parts->units.sums + i * (k + 1);
        size_t slot = parts->strata.slots[(size_t)sums[k]] - 1;
        const double *means = parts->strata.sums + slot * (k + 1);
        if (isnan(scales[slot]))
            continue;
        for (size_t j = 0; j < k; j++)
            sums[j] -= means[j];
        add_square(v, sums, k, scales[slot]);
    }
}

static double degrees(const trig_parts *parts)
{
    const struct trig_stage *stage = &parts->sample->stages[0];
    double df = 0.0;
    if (parts->sample->design->df == TRIG_DF_DESIGN)
        return (double)stage->unit_count - (double)stage->stratum_count;
    if (parts->sample->design->df == TRIG_DF_R)
        return (double)parts->units.count - (double)parts->strata.count;
    for (size_t i = 0; i < parts->strata.count; i++)
        df += (double)stage->sampled[parts->strata.list[i]] - 1.0;
    return df;
}

static enum trig_status one_stage(trig_parts *parts, size_t k, struct trig_covariance *out,
                                  struct trig_error *error)
{
    double *scales = trig_calloc(parts->strata.count, sizeof *scales);
    if (!scales)
        return no_memory(error);
    enum trig_status status = settle_strata(parts, k, scales, out, error);
    if (status == TRIG_OK) {
        size_t unknown = 0;
        add_units(parts, k, scales, out->v);
        for (size_t i = 0; i < parts->strata.count; i++)
            unknown += isnan(scales[i]) ? 1 : 0;
        for (size_t i = 0; i < k * k; i++)
            out->v[i] *= trig_stage_average(parts->strata.count, unknown);
        out->strata = parts->strata.count;
        out->df = degrees(parts);
    }
    trig_free(scales);
    return status;
}

/* Several stages, or weights that were calibrated: everybody counts. */
static enum trig_status whole_design(trig_parts *parts, const uint32_t *rows, size_t count, const double *z,
                                     size_t k, struct trig_covariance *out, struct trig_error *error)
{
    const trig_sample *sample = parts->sample;
    double *all = trig_calloc(sample->count * k, sizeof *all);
    bool *touched = trig_calloc(sample->count, sizeof *touched);
    enum trig_status status = all && touched ? TRIG_OK : no_memory(error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        memcpy(all + rows[i] * k, z + i * k, k * sizeof *z);
        touched[rows[i]] = true;
    }
    if (status == TRIG_OK)
        status = trig_sample_covariance(sample, all, k, touched, out, error);
    trig_free(all);
    trig_free(touched);
    return status;
}

enum trig_status trig_parts_covariance(trig_parts *parts, const uint32_t *rows, size_t count, const double *z,
                                       size_t k, struct trig_covariance *out, struct trig_error *error)
{
    if (parts->sample->stage_count > 1 || parts->sample->calibration)
        return whole_design(parts, rows, count, z, k, out, error);
    for (size_t i = 0; i < k * k; i++)
        out->v[i] = 0.0;
    out->lonely = out->unknown = 0;
    enum trig_status status = begin_totals(&parts->units, count * (k + 1), error);
    if (status == TRIG_OK)
        status = begin_totals(&parts->strata, count * (k + 1), error);
    if (status)
        return status;
    add_rows(parts, rows, count, z, k);
    status = one_stage(parts, k, out, error);
    end_totals(&parts->units);
    end_totals(&parts->strata);
    return status;
}
