#include "analyze/regress/influence.h"

#include "analyze/regress/blocks.h"
#include "analyze/regress/ordinal.h"

#include <math.h>

/* Influence values of so many bytes at once; more coefficients are taken in pairs of groups. */
#define MOST_BYTES ((size_t)256 << 20)

void trig_regress_restore(const struct trig_regress_fit *fit, const double *from, double *to)
{
    if (fit->data->formula->family == TRIG_ORDINAL)
        trig_ordinal_restore(fit->columns, fit->data->categories, from, to);
    else
        trig_columns_restore(fit->columns, from, to);
}

/* ---- points -------------------------------------------------------------------------- */

/* Where a model is looked at: its patterns, or the rows where there are none. */
static size_t category_of(const struct trig_regress_fit *fit, size_t point)
{
    return fit->patterns ? fit->data->pattern_category[point] : fit->data->category[point];
}

static size_t point_entries(const struct trig_regress_fit *fit, size_t point, struct trig_nonzero *entries)
{
    return trig_columns_row(fit->patterns ? fit->patterns : fit->columns, point, entries);
}

static double predict(const double *beta, const struct trig_nonzero *entries, size_t count)
{
    double eta = 0.0;
    for (size_t i = 0; i < count; i++)
        eta += beta[entries[i].column] * entries[i].value;
    return eta;
}

static void set_slopes(const struct trig_regress_fit *fit, size_t point, const struct trig_nonzero *entries,
                       size_t count, struct trig_ordinal_slopes *slopes)
{
    trig_ordinal_slopes(fit->estimates + fit->columns->count, fit->data->categories, category_of(fit, point),
                        predict(fit->estimates, entries, count), slopes);
}

/* ---- influence values ------------------------------------------------------------------ */

/* Values for [k] of the free parameters. A respondent moves an estimate by her weight times what
 * her point does and, but for an ordinal model, times her residual. */
struct influence {
    const struct trig_regress_fit *fit;
    const double *leads; /* parameters x k: what a parameter's score moves each of the k estimates by */
    size_t k;
    double *moves; /* points x k: what a point does */
    double *means; /* by point */
    double *z;     /* respondents of the sample x k; 0 where nothing is written */
};

static void add_lead(const struct influence *influence, size_t parameter, double score, double *move)
{
    const double *lead = influence->leads + parameter * influence->k;
    for (size_t i = 0; i < influence->k; i++)
        move[i] += score * lead[i];
}

static void add_ordinal(const struct influence *influence, size_t point, const struct trig_nonzero *entries,
                        size_t count, double *move)
{
    const struct trig_regress_fit *fit = influence->fit;
    struct trig_ordinal_slopes slopes;
    size_t threshold = fit->columns->count + category_of(fit, point);
    set_slopes(fit, point, entries, count, &slopes);
    for (size_t i = 1; i < count; i++)
        add_lead(influence, entries[i].column, slopes.eta * entries[i].value, move);
    if (threshold < fit->parameters)
        add_lead(influence, threshold, slopes.above, move);
    if (threshold > fit->columns->count)
        add_lead(influence, threshold - 1, slopes.below, move);
}

/* Sets what a point does, and its mean. */
static double set_point(const struct influence *influence, size_t point, double *move)
{
    const struct trig_regress_fit *fit = influence->fit;
    struct trig_nonzero entries[TRIG_MOST_MODEL_TERMS + 1];
    size_t count = point_entries(fit, point, entries);
    for (size_t i = 0; i < influence->k; i++)
        move[i] = 0.0;
    if (fit->data->categories) {
        add_ordinal(influence, point, entries, count, move);
        return NAN;
    }
    for (size_t i = 0; i < count; i++)
        add_lead(influence, entries[i].column, entries[i].value, move);
    return trig_glm_mean(fit->data->formula->family, predict(fit->estimates, entries, count));
}

static void set_patterns(const void *context, size_t start, size_t end, double *sums)
{
    const struct influence *influence = context;
    (void)sums;
    for (size_t i = start; i < end; i++)
        influence->means[i] = set_point(influence, i, influence->moves + i * influence->k);
}

static void set_rows(const void *context, size_t start, size_t end, double *sums)
{
    const struct influence *influence = context;
    const struct trig_regress_data *data = influence->fit->data;
    (void)sums;
    for (size_t row = start; row < end; row++) {
        double *z = influence->z + data->rows[row] * influence->k;
        size_t point = influence->fit->patterns ? data->pattern[row] : row;
        const double *move = influence->fit->patterns ? influence->moves + point * influence->k : z;
        double mean = influence->fit->patterns ? influence->means[point] : set_point(influence, point, z);
        double score = data->categories ? data->w[row] : data->w[row] * (data->y[row] - mean);
        for (size_t i = 0; i < influence->k; i++)
            z[i] = score * move[i];
    }
}

/* ---- leads ------------------------------------------------------------------------------ */

/* [all] by free parameter x parameters: rows of the restored inverse. */
static enum trig_status make_leads(const struct trig_regress_fit *fit, double *all, struct trig_error *error)
{
    double *restored = trig_calloc(fit->parameters, sizeof *restored);
    if (!restored)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu coefficients", fit->parameters);
    for (size_t i = 0; i < fit->parameters; i++) {
        trig_regress_restore(fit, fit->inverse + i * fit->parameters, restored);
        for (size_t j = 0; j < fit->free; j++)
            all[j * fit->parameters + i] = restored[fit->places[j]];
    }
    trig_free(restored);
    return TRIG_OK;
}

/* ---- covariance --------------------------------------------------------------------------- */

/* The covariance of the free parameters, group by group. */
struct covariance {
    const struct trig_regress_fit *fit;
    double *all;   /* free x parameters */
    double *leads; /* parameters x most */
    double *moves; /* patterns x most */
    double *means; /* by pattern */
    double *z;     /* respondents x most */
    double *v;     /* most x most */
    size_t *chosen;
    size_t most; /* parameters at once */
    struct trig_covariance *out;
};

static enum trig_status run_chosen(struct covariance *work, size_t count, struct trig_error *error)
{
    const struct trig_regress_fit *fit = work->fit;
    struct trig_covariance part = {.v = work->v};
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < fit->parameters; j++)
            work->leads[j * count + i] = work->all[work->chosen[i] * fit->parameters + j];
    for (size_t i = 0; i < fit->data->sample->count; i++)
        if (!fit->data->touched[i])
            memset(work->z + i * count, 0, count * sizeof *work->z);
    struct influence influence = {fit, work->leads, count, work->moves, work->means, work->z};
    double none[1];
    size_t threads = fit->columns->threads;
    enum trig_status status =
        trig_blocks_sum(fit->data->pattern_count, threads, 1, set_patterns, &influence, none, error);
    if (status == TRIG_OK)
        status = trig_blocks_sum(fit->data->count, threads, 1, set_rows, &influence, none, error);
    if (status == TRIG_OK)
        status = trig_sample_covariance(fit->data->sample, work->z, count, fit->data->touched, &part, error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        for (size_t j = 0; j < count; j++)
            work->out->v[work->chosen[i] * fit->free + work->chosen[j]] = part.v[i * count + j];
    part.v = work->out->v;
    *work->out = part;
    return status;
}

static size_t choose(struct covariance *work, size_t group, size_t size, size_t already)
{
    size_t count = already;
    for (size_t i = group * size; i < (group + 1) * size && i < work->fit->free; i++)
        work->chosen[count++] = i;
    return count;
}

static enum trig_status run_groups(struct covariance *work, struct trig_error *error)
{
    if (work->fit->free <= work->most)
        return run_chosen(work, choose(work, 0, work->most, 0), error);
    size_t size = work->most / 2;
    size_t groups = (work->fit->free + size - 1) / size;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < groups; i++)
        for (size_t j = 0; j < i && status == TRIG_OK; j++)
            status = run_chosen(work, choose(work, j, size, choose(work, i, size, 0)), error);
    return status;
}

enum trig_status trig_regress_covariance(const struct trig_regress_fit *fit, struct trig_covariance *out,
                                         struct trig_error *error)
{
    struct covariance work = {.fit = fit, .out = out};
    size_t respondents = fit->data->sample->count;
    work.most = MOST_BYTES / (respondents * sizeof *work.z);
    work.most = work.most < 2 ? 2 : work.most > fit->free ? fit->free : work.most;
    work.all = trig_calloc(fit->free, fit->parameters * sizeof *work.all);
    work.leads = trig_calloc(work.most, fit->parameters * sizeof *work.leads);
    /* Not zeroed here: run_chosen writes all of it, by several threads. */
    work.z = trig_resize(NULL, respondents, work.most * sizeof *work.z);
    work.moves = trig_calloc(fit->data->pattern_count, work.most * sizeof *work.moves);
    work.means = trig_calloc(fit->data->pattern_count, sizeof *work.means);
    work.v = trig_calloc(work.most, work.most * sizeof *work.v);
    work.chosen = trig_calloc(fit->free, sizeof *work.chosen);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (work.all && work.leads && work.moves && work.means && work.z && work.v && work.chosen) {
        status = make_leads(fit, work.all, error);
        if (status == TRIG_OK)
            status = run_groups(&work, error);
    } else {
        trig_error_set(error, status, "out of memory for the covariance of %zu coefficients", fit->free);
    }
    trig_free(work.chosen);
    trig_free(work.v);
    trig_free(work.means);
    trig_free(work.moves);
    trig_free(work.z);
    trig_free(work.leads);
    trig_free(work.all);
    return status;
}

/* ---- sums ------------------------------------------------------------------------------------ */

enum { SUM_WEIGHT, SUM_DEVIANCE, SUM_NULL, SUM_RESIDUAL, SUM_SQUARES, SUM_COUNT };

struct summing {
    const struct trig_regress_fit *fit;
    double mean;          /* of the outcome */
    const double *shares; /* ordinal: of the categories */
    double *values;       /* by pattern: its mean; ordinal: the logarithm of its likelihood */
};

static double point_value(const struct trig_regress_fit *fit, size_t point)
{
    struct trig_nonzero entries[TRIG_MOST_MODEL_TERMS + 1];
    struct trig_ordinal_slopes slopes;
    size_t count = point_entries(fit, point, entries);
    if (!fit->data->categories)
        return trig_glm_mean(fit->data->formula->family, predict(fit->estimates, entries, count));
    set_slopes(fit, point, entries, count, &slopes);
    return slopes.likelihood;
}

static void value_patterns(const void *context, size_t start, size_t end, double *sums)
{
    const struct summing *summing = context;
    (void)sums;
    for (size_t i = start; i < end; i++)
        summing->values[i] = point_value(summing->fit, i);
}

static void sum_rows(const void *context, size_t start, size_t end, double *sums)
{
    const struct summing *summing = context;
    const struct trig_regress_fit *fit = summing->fit;
    const struct trig_regress_data *data = fit->data;
    enum trig_model_family family = data->formula->family;
    for (size_t row = start; row < end; row++) {
        double w = data->w[row];
        double value = fit->patterns ? summing->values[data->pattern[row]] : point_value(fit, row);
        sums[SUM_WEIGHT] += w;
        if (data->categories) {
            sums[SUM_DEVIANCE] += -2.0 * w * value;
            sums[SUM_NULL] += -2.0 * w * log(summing->shares[data->category[row]]);
            continue;
        }
        double residual = (data->y[row] - value) / sqrt(trig_glm_variance(family, value));
        sums[SUM_DEVIANCE] += w * trig_glm_deviance(family, data->y[row], value);
        sums[SUM_NULL] += w * trig_glm_deviance(family, data->y[row], summing->mean);
        sums[SUM_RESIDUAL] += w * residual;
        sums[SUM_SQUARES] += w * residual * residual;
    }
}

static void find_mean(struct summing *summing, double *shares)
{
    const struct trig_regress_data *data = summing->fit->data;
    double weight = 0.0;
    double sum = 0.0;
    for (size_t row = 0; row < data->count; row++) {
        weight += data->w[row];
        sum += data->w[row] * data->y[row];
        if (data->categories)
            shares[data->category[row]] += data->w[row];
    }
    summing->mean = sum / weight;
    for (size_t i = 0; i < data->categories; i++)
        shares[i] /= weight;
    summing->shares = shares;
}

enum trig_status trig_regress_sums(const struct trig_regress_fit *fit, struct trig_regress_sums *out,
                                   struct trig_error *error)
{
    const struct trig_regress_data *data = fit->data;
    struct summing summing = {.fit = fit};
    double sums[SUM_COUNT] = {0.0};
    double *shares = trig_calloc(data->categories, sizeof *shares);
    summing.values = trig_calloc(data->pattern_count, sizeof *summing.values);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (shares && summing.values) {
        find_mean(&summing, shares);
        status = trig_blocks_sum(data->pattern_count, fit->columns->threads, 1, value_patterns, &summing,
                                 sums, error);
        if (status == TRIG_OK)
            status = trig_blocks_sum(data->count, fit->columns->threads, SUM_COUNT, sum_rows, &summing, sums,
                                     error);
    } else {
        trig_error_set(error, status, "out of memory for the sums of a regression");
    }
    trig_free(summing.values);
    trig_free(shares);
    if (status)
        return status;
    *out = (struct trig_regress_sums){.weight = sums[SUM_WEIGHT],
                                      .deviance = sums[SUM_DEVIANCE],
                                      .null_deviance = sums[SUM_NULL],
                                      .residual = sums[SUM_RESIDUAL],
                                      .squares = sums[SUM_SQUARES]};
    return TRIG_OK;
}
