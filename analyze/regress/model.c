#include "analyze/regress/model.h"

#include "analyze/regress/labels.h"
#include "analyze/regress/normal.h"
#include "analyze/regress/ordinal.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

/* A model being fitted, perhaps for many weights. */
struct work {
    const struct trig_regress_data *data;
    struct trig_regression *out;
    struct trig_columns columns;  /* over the rows */
    struct trig_columns patterns; /* over the patterns */
    size_t fitted;                /* rows that are fitted: patterns, or rows */
    double *w;                    /* by fitted row */
    double *wy;
    struct trig_newton newton; /* the sample's fit */
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a regression");
    return TRIG_ERR_MEMORY;
}

/* ---- one fit -------------------------------------------------------------------------------- */

static void gather_weights(struct work *work, const double *weight)
{
    const struct trig_regress_data *data = work->data;
    memset(work->w, 0, work->fitted * sizeof *work->w);
    memset(work->wy, 0, work->fitted * sizeof *work->wy);
    for (size_t row = 0; row < data->count; row++) {
        size_t at = data->pattern_count ? data->pattern[row] : row;
        work->w[at] += weight[data->rows[row]];
        work->wy[at] += weight[data->rows[row]] * data->y[row];
    }
}

/* @param start  parameters to begin with; NULL: none known.
 * @param out    to clear in any case. */
static enum trig_status fit_weights(struct work *work, const double *weight, const double *start,
                                    struct trig_newton *out, struct trig_error *error)
{
    const struct trig_regress_data *data = work->data;
    const struct trig_columns *columns = data->pattern_count ? &work->patterns : &work->columns;
    struct trig_glm_rows rows = {work->fitted, work->w, work->wy};
    struct trig_ordinal_rows ordinal = {work->fitted, work->w,
                                        data->pattern_count ? data->pattern_category : data->category,
                                        data->categories};
    gather_weights(work, weight);
    return data->formula->family == TRIG_ORDINAL
               ? trig_ordinal_fit(columns, &ordinal, start, out, error)
               : trig_glm_fit(columns, data->formula->family, &rows, start, out, error);
}

/* ---- the fit of the sample ----------------------------------------------------------------- */

/* Whether a column is; the intercept's place of a model with thresholds is not used. */
static bool any_aliased(const struct work *work)
{
    size_t unused = work->newton.parameters > work->columns.count;
    return work->newton.free + unused < work->newton.parameters;
}

/* Says which coefficient has no finite value. */
static enum trig_status refuse_separated(const struct work *work, struct trig_error *error)
{
    struct trig_view name = trig_view("the reference levels");
    if (work->newton.separated)
        name = trig_regress_name(work->data, work->newton.separated, &work->out->arena);
    if (!name.data)
        return no_memory(error);
    return trig_error_set(
        error, TRIG_ERR_DOMAIN,
        "the terms separate the answers to \"%.*s\": no finite coefficient of %.*s fits them "
        "best; merge levels, or leave the term out",
        TRIG_VIEW_ARG(work->data->formula->measures.items[0].name), TRIG_VIEW_ARG(name));
}

static enum trig_status fit_sample(struct work *work, struct trig_error *error)
{
    const struct trig_regress_data *data = work->data;
    enum trig_status status = fit_weights(work, data->sample->weight, NULL, &work->newton, error);
    if (status == TRIG_OK && any_aliased(work) && !trig_columns_are_factors(&work->columns)) {
        trig_columns_centre(&work->columns, data->count, false);
        trig_columns_centre_like(&work->patterns, &work->columns);
        trig_newton_clear(&work->newton);
        status = fit_weights(work, data->sample->weight, NULL, &work->newton, error);
    }
    if (status)
        return status;
    assert(work->newton.aliased);
    if (work->newton.separated != SIZE_MAX)
        return refuse_separated(work, error);
    if (!work->newton.converged)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "the fit did not converge; leave out terms that say nearly the same, or merge "
                              "small levels");
    return TRIG_OK;
}

/* ---- errors ----------------------------------------------------------------------------------- */

static void describe(const struct work *work, struct trig_regress_fit *fit)
{
    *fit = (struct trig_regress_fit){.data = work->data,
                                     .columns = &work->columns,
                                     .patterns = work->data->pattern_count ? &work->patterns : NULL,
                                     .parameters = work->out->parameters,
                                     .estimates = work->newton.estimates,
                                     .inverse = work->newton.inverse,
                                     .places = work->out->places,
                                     .free = work->out->free};
}

/* The free parameters of a replicate's fit; NAN where it has none. */
static enum trig_status set_replicate(const struct work *work, const struct trig_newton *newton,
                                      double *estimates, struct trig_error *error)
{
    struct trig_regress_fit fit;
    double *restored = trig_calloc(work->out->parameters, sizeof *restored);
    if (!restored)
        return no_memory(error);
    describe(work, &fit);
    trig_regress_restore(&fit, newton->estimates, restored);
    bool fits = newton->converged && newton->separated == SIZE_MAX;
    for (size_t i = 0; i < fit.free; i++)
        estimates[i] = fits && !newton->aliased[fit.places[i]] ? restored[fit.places[i]] : NAN;
    trig_free(restored);
    return TRIG_OK;
}

static bool any_lost(const double *estimates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (isnan(estimates[i]))
            return true;
    return false;
}

/* A statistic of replicate weights, begun at the sample's. */
static enum trig_status refit(const trig_sample *sample, const double *weight, void *context,
                              double *estimates, struct trig_error *error)
{
    struct work *work = context;
    struct trig_newton newton;
    (void)sample;
    enum trig_status status = fit_weights(work, weight, work->newton.estimates, &newton, error);
    if (status == TRIG_OK)
        status = set_replicate(work, &newton, estimates, error);
    if (status == TRIG_OK && any_lost(estimates, work->out->free))
        work->out->lost++;
    trig_newton_clear(&newton);
    return status;
}

static enum trig_status replicate(struct work *work, struct trig_error *error)
{
    struct trig_regression *out = work->out;
    double *estimates = trig_arena_calloc(&out->arena, out->free, sizeof *estimates);
    if (!estimates)
        return no_memory(error);
    enum trig_status status =
        trig_sample_replicate(work->data->sample, refit, work, out->free, estimates, &out->design, error);
    return status ? status
                  : trig_sample_replicate_degrees(work->data->sample, work->data->touched, &out->design.df,
                                                  error);
}

static enum trig_status set_covariance(struct work *work, struct trig_error *error)
{
    struct trig_regression *out = work->out;
    struct trig_regress_fit fit;
    out->places = trig_arena_calloc(&out->arena, out->parameters, sizeof *out->places);
    if (!out->places)
        return no_memory(error);
    for (size_t i = 0; i < out->parameters; i++)
        if (!work->newton.aliased[i])
            out->places[out->free++] = i;
    out->covariance = trig_arena_calloc(&out->arena, out->free, out->free * sizeof *out->covariance);
    if (!out->covariance)
        return no_memory(error);
    out->design.v = out->covariance;
    describe(work, &fit);
    enum trig_status status = trig_regress_sums(&fit, &out->sums, error);
    if (status)
        return status;
    return work->data->sample->replicates ? replicate(work, error)
                                          : trig_regress_covariance(&fit, &out->design, error);
}

/* ---- results ------------------------------------------------------------------------------------ */

static void set_estimates(struct work *work)
{
    struct trig_regression *out = work->out;
    struct trig_regress_fit fit;
    describe(work, &fit);
    trig_regress_restore(&fit, work->newton.estimates, out->estimates);
    for (size_t i = 0; i < out->parameters; i++) {
        out->aliased[i] = work->newton.aliased[i];
        out->se[i] = NAN;
        if (work->newton.aliased[i])
            out->estimates[i] = NAN;
    }
    for (size_t i = 0; i < out->free; i++)
        out->se[out->places[i]] = sqrt(out->covariance[i * out->free + i]);
    size_t slopes = 0;
    for (size_t i = 1; i < out->columns; i++)
        slopes += !work->newton.aliased[i];
    out->df = out->design.df - (double)slopes;
    double n = (double)work->data->count;
    double mean = out->sums.residual / out->sums.weight;
    enum trig_model_family family = work->data->formula->family;
    out->dispersion = family == TRIG_GAUSSIAN || family == TRIG_POISSON
                          ? n / (n - 1.0) * (out->sums.squares / out->sums.weight - mean * mean)
                          : NAN;
}

static enum trig_status test_term(const struct work *work, const struct trig_term_columns *term,
                                  struct trig_regress_test *test, struct trig_error *error)
{
    struct trig_regression *out = work->out;
    size_t *chosen = trig_arena_calloc(&out->arena, out->free, sizeof *chosen);
    double *b = trig_arena_calloc(&out->arena, out->free, sizeof *b);
    if (!chosen || !b)
        return no_memory(error);
    *test = (struct trig_regress_test){0, NAN, NAN};
    for (size_t i = 0; i < out->free; i++) {
        b[i] = out->estimates[out->places[i]];
        if (out->places[i] >= term->first && out->places[i] < term->first + term->columns)
            chosen[test->df++] = i;
    }
    double wald = NAN;
    enum trig_status status =
        test->df ? trig_normal_wald(b, out->covariance, out->free, chosen, test->df, &wald, error) : TRIG_OK;
    if (status || isnan(wald))
        return status;
    test->f = wald / (double)test->df;
    if (out->df >= 1.0)
        test->p = gsl_cdf_fdist_Q(test->f, (double)test->df, out->df);
    return TRIG_OK;
}

static enum trig_status fit_all(struct work *work, struct trig_error *error)
{
    enum trig_status status = fit_sample(work, error);
    if (status == TRIG_OK)
        status = set_covariance(work, error);
    if (status)
        return status;
    set_estimates(work);
    for (size_t i = 0; i < work->columns.term_count && status == TRIG_OK; i++)
        status = test_term(work, &work->columns.terms[i], &work->out->tests[i], error);
    return status;
}

enum trig_status trig_regression_fit(const struct trig_regress_data *data, struct trig_regression *out,
                                     struct trig_error *error)
{
    struct work work = {.data = data, .out = out, .columns = data->columns, .patterns = data->patterns};
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->arena);
    out->columns = data->columns.count;
    out->parameters = out->columns + (data->categories ? data->categories - 1 : 0);
    work.fitted = data->pattern_count ? data->pattern_count : data->count;
    size_t count = out->parameters;
    out->aliased = trig_arena_calloc(&out->arena, count, sizeof *out->aliased);
    out->estimates = trig_arena_calloc(&out->arena, count, sizeof *out->estimates);
    out->se = trig_arena_calloc(&out->arena, count, sizeof *out->se);
    work.w = trig_arena_calloc(&out->arena, work.fitted, sizeof *work.w);
    work.wy = trig_arena_calloc(&out->arena, work.fitted, sizeof *work.wy);
    if (!out->aliased || !out->estimates || !out->se || !work.w || !work.wy)
        return no_memory(error);
    enum trig_status status = fit_all(&work, error);
    trig_newton_clear(&work.newton);
    return status;
}

void trig_regression_clear(struct trig_regression *regression)
{
    trig_arena_clear(&regression->arena);
    memset(regression, 0, sizeof *regression);
}
