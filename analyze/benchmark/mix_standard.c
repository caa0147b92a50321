#include "analyze/benchmark/mix.h"

#include "analyze/regress/glm.h"
#include "surveys/base/memory.h"

#include <math.h>

/* All institutions together, or all but one. */
static struct trig_mix_cell pool(const struct trig_mix *mix, size_t cell, size_t without)
{
    struct trig_mix_cell all = {.n = 0.0};
    double squares = 0.0;
    for (size_t k = 0; k < mix->institutions; k++) {
        const struct trig_mix_cell *one = trig_mix_cell_at(mix, k, cell);
        if (k == without || !(one->n > 0.0))
            continue;
        /* West's update: no difference of large sums. */
        double n = all.n + one->n;
        double step = one->mean - all.mean;
        squares += one->n * one->variance + step * step * all.n * one->n / n;
        all.mean += step * one->n / n;
        all.n = n;
        all.answers += one->answers;
    }
    all.variance = all.n > 0.0 ? squares / all.n : 0.0;
    return all;
}

static double weight_of(const struct trig_mix *mix, size_t which)
{
    double n = 0.0;
    for (size_t j = 0; j < mix->cell_count; j++)
        n += trig_mix_cell_at(mix, which, j)->n;
    return n;
}

/* ---- by cells ------------------------------------------------------------------------------ */

static void stand_by_cells(const struct trig_mix *mix, const struct trig_mix_options *options, size_t which,
                           struct trig_mix_standard *out)
{
    double n = weight_of(mix, which);
    for (size_t j = 0; j < mix->cell_count; j++) {
        const struct trig_mix_cell *own = trig_mix_cell_at(mix, which, j);
        struct trig_mix_cell everybody = pool(mix, j, SIZE_MAX);
        struct trig_mix_cell behind = options->leave_out ? pool(mix, j, which) : everybody;
        bool bessel = options->means && everybody.answers > 1.0;
        out->expected[j] = behind.n > 0.0 ? behind.mean : NAN;
        out->pull[j] = own->n > 0.0 && behind.n > 0.0 ? own->n / n / behind.n : 0.0;
        out->variance[j] =
            everybody.variance * (bessel ? everybody.answers / (everybody.answers - 1.0) : 1.0);
        out->df += own->n > 0.0 ? everybody.answers - 1.0 : 0.0;
    }
}

/* ---- by main effects ------------------------------------------------------------------------- */

/* A regression under way: its rows are the cells that hold anybody. */
struct model {
    struct trig_arena arena;
    struct trig_columns columns;
    enum trig_model_family family;
    size_t *cells; /* by row */
    size_t rows;
    double *w; /* by row */
    double *wy;
    double answers;
    struct trig_newton fit;
    double *toward; /* by column: G^-1 g */
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for an adjusted benchmark");
}

static void set_terms(struct model *model, const struct trig_mix_factors *factors)
{
    struct trig_columns *columns = &model->columns;
    columns->threads = 1;
    for (size_t i = 0; i < factors->count; i++) {
        columns->terms[columns->term_count++] =
            (struct trig_term_columns){.regressors = {columns->regressor_count}, .count = 1};
        columns->regressors[columns->regressor_count++].level_count = factors->level_counts[i];
    }
}

static enum trig_status set_rows(struct model *model, const struct trig_mix *mix,
                                 const struct trig_mix_factors *factors, struct trig_error *error)
{
    uint32_t *levels = trig_arena_calloc(&model->arena, factors->count * mix->cell_count, sizeof *levels);
    model->cells = trig_arena_calloc(&model->arena, mix->cell_count, sizeof *model->cells);
    model->w = trig_arena_calloc(&model->arena, 2 * mix->cell_count, sizeof *model->w);
    if (!levels || !model->cells || !model->w)
        return no_memory(error);
    model->wy = model->w + mix->cell_count;
    for (size_t j = 0; j < mix->cell_count; j++) {
        struct trig_mix_cell all = pool(mix, j, SIZE_MAX);
        if (!(all.n > 0.0))
            continue;
        for (size_t i = 0; i < factors->count; i++)
            levels[i * mix->cell_count + model->rows] = factors->levels[i * mix->cell_count + j];
        model->cells[model->rows] = j;
        model->w[model->rows] = all.n;
        model->wy[model->rows++] = all.n * all.mean;
        model->answers += all.answers;
    }
    for (size_t i = 0; i < factors->count; i++)
        model->columns.regressors[i].level = levels + i * mix->cell_count;
    return TRIG_OK;
}

static enum trig_status fit(struct model *model, struct trig_error *error)
{
    const struct trig_glm_rows rows = {model->rows, model->w, model->wy};
    enum trig_status status = trig_columns_settle(&model->columns, error);
    if (status == TRIG_OK)
        status = trig_glm_fit(&model->columns, model->family, &rows, NULL, &model->fit, error);
    if (status == TRIG_OK && (!model->fit.converged || model->fit.separated != SIZE_MAX))
        return trig_error_set(error, TRIG_ERR_DOMAIN, "the regression on the mix has no finite fit");
    return status;
}

static double times(const struct model *model, size_t row, const double *coefficients)
{
    struct trig_nonzero entries[TRIG_MOST_MODEL_TERMS + 1];
    size_t count = trig_columns_row(&model->columns, row, entries);
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += coefficients[entries[i].column] * entries[i].value;
    return sum;
}

/* G^-1 g: how the coefficients move the benchmark of an institution. */
static enum trig_status set_toward(struct model *model, const struct trig_mix *mix, size_t which,
                                   const double *expected, struct trig_error *error)
{
    size_t count = model->columns.count;
    double n = weight_of(mix, which);
    double *g = trig_arena_calloc(&model->arena, 2 * count, sizeof *g);
    if (!g)
        return no_memory(error);
    model->toward = g + count;
    for (size_t row = 0; row < model->rows; row++) {
        struct trig_nonzero entries[TRIG_MOST_MODEL_TERMS + 1];
        size_t entered = trig_columns_row(&model->columns, row, entries);
        size_t j = model->cells[row];
        double slope = trig_mix_cell_at(mix, which, j)->n / n * trig_glm_variance(model->family, expected[j]);
        for (size_t i = 0; i < entered; i++)
            g[entries[i].column] += slope * entries[i].value;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            model->toward[i] += model->fit.inverse[i * count + j] * g[j];
    return TRIG_OK;
}

/* The variance of one answer around the fit, alike in all cells. */
static double residual_variance(const struct model *model, const struct trig_mix *mix, const double *expected)
{
    double squares = 0.0;
    double n = 0.0;
    for (size_t row = 0; row < model->rows; row++) {
        struct trig_mix_cell all = pool(mix, model->cells[row], SIZE_MAX);
        double away = all.mean - expected[model->cells[row]];
        squares += all.n * (all.variance + away * away);
        n += all.n;
    }
    double left = model->answers - (double)model->fit.free;
    return left > 0.0 ? squares / n * model->answers / left : NAN;
}

static enum trig_status stand_by_model(struct model *model, const struct trig_mix *mix,
                                       const struct trig_mix_options *options, size_t which,
                                       struct trig_mix_standard *out, struct trig_error *error)
{
    set_terms(model, options->factors);
    enum trig_status status = set_rows(model, mix, options->factors, error);
    if (status == TRIG_OK)
        status = fit(model, error);
    if (status)
        return status;
    for (size_t row = 0; row < model->rows; row++)
        out->expected[model->cells[row]] =
            trig_glm_mean(model->family, times(model, row, model->fit.estimates));
    status = set_toward(model, mix, which, out->expected, error);
    if (status)
        return status;
    double residual = residual_variance(model, mix, out->expected);
    for (size_t row = 0; row < model->rows; row++) {
        size_t j = model->cells[row];
        out->pull[j] = times(model, row, model->toward);
        out->variance[j] = options->means ? residual : trig_glm_variance(model->family, out->expected[j]);
    }
    out->df = model->answers - (double)model->fit.free;
    return TRIG_OK;
}

enum trig_status trig_mix_standard_make(const struct trig_mix *mix, const struct trig_mix_options *options,
                                        size_t which, struct trig_mix_standard *out, struct trig_error *error)
{
    struct trig_mix_standard standard = {.expected = trig_calloc(3, mix->cell_count * sizeof(double))};
    enum trig_status status = TRIG_OK;
    if (!standard.expected)
        return no_memory(error);
    standard.pull = standard.expected + mix->cell_count;
    standard.variance = standard.pull + mix->cell_count;
    if (!options->factors) {
        stand_by_cells(mix, options, which, &standard);
    } else {
        struct model model = {.family = options->means ? TRIG_GAUSSIAN : TRIG_LOGISTIC};
        trig_arena_init(&model.arena);
        status = stand_by_model(&model, mix, options, which, &standard, error);
        trig_newton_clear(&model.fit);
        trig_arena_clear(&model.arena);
    }
    if (status == TRIG_OK)
        *out = standard;
    else
        trig_mix_standard_clear(&standard);
    return status;
}

void trig_mix_standard_clear(struct trig_mix_standard *standard)
{
    trig_free(standard->expected);
    *standard = (struct trig_mix_standard){.df = 0.0};
}
