#include "analyze/regress/newton.h"

#include "analyze/regress/blocks.h"
#include "analyze/regress/normal.h"

#include <math.h>
#include <string.h>

#define MOST_STEPS 80
/* Halvings of a step that would lower the likelihood. */
#define MOST_HALVES 40
/* Where a row's predictor is beyond FAR and still moves by MOVING, it has no finite value: Newton's steps
 * towards a finite one shrink, those towards infinity stay near 1. */
#define FAR    12.0
#define MOVING 0.05
/* What a step may still promise to the likelihood of one respondent when the fit is close: the error
 * left after it is of that order. */
#define CLOSE 1e-13
/* Relative rounding of a sum over all rows, generously. */
#define ROUNDING 1e-11

/* ---- sums over rows --------------------------------------------------------------------- */

enum { SUM_LIKELIHOOD, SUM_FAR, SUM_LISTS };

/* One fit under way; sums: | likelihood | rows that are far | score | information |. */
struct fitting {
    const struct trig_newton_model *model;
    struct trig_newton *out;
    struct trig_arena room; /* owns the lists */
    const double *point;    /* parameters; NULL: X'WX of the weights alone */
    double *sums;
    size_t *places;  /* by free parameter: which it is */
    double *h;       /* free x free */
    double *inverse; /* free x free */
    double *score;   /* free */
    double *step;    /* free */
    double *trial;   /* parameters */
    double *moved;   /* parameters: the last step */
};

static double predict(const double *coefficients, const struct trig_nonzero *entries, size_t count)
{
    double eta = 0.0;
    for (size_t i = 0; i < count; i++)
        eta += coefficients[entries[i].column] * entries[i].value;
    return eta;
}

static bool is_far(const struct trig_newton_model *model, double eta)
{
    return eta < -FAR || (eta > FAR && !model->one_sided);
}

void trig_newton_add_columns(struct trig_newton_sums *sums, const struct trig_nonzero *entries, size_t count,
                             double slope, double curvature)
{
    for (size_t i = 0; i < count; i++) {
        double value = curvature * entries[i].value;
        double *row = sums->information + entries[i].column * sums->parameters;
        sums->score[entries[i].column] += slope * entries[i].value;
        for (size_t j = 0; j <= i; j++)
            row[entries[j].column] += value * entries[j].value;
    }
}

static struct trig_newton_sums lay_out(const struct trig_newton_model *model, double *sums)
{
    return (struct trig_newton_sums){.likelihood = sums + SUM_LIKELIHOOD,
                                     .score = sums + SUM_LISTS,
                                     .information = sums + SUM_LISTS + model->parameters,
                                     .parameters = model->parameters};
}

static void add_rows(const void *context, size_t start, size_t end, double *sums)
{
    const struct fitting *fitting = context;
    const struct trig_newton_model *model = fitting->model;
    struct trig_newton_sums parts = lay_out(model, sums);
    struct trig_nonzero entries[TRIG_MOST_MODEL_TERMS + 1];
    for (size_t i = start; i < end; i++) {
        if (model->w[i] == 0.0)
            continue;
        struct trig_newton_row row = {.row = i, .entries = entries, .point = fitting->point};
        row.count = trig_columns_row(model->columns, i, entries);
        if (!fitting->point) {
            trig_newton_add_columns(&parts, entries, row.count, 0.0, model->w[i]);
            continue;
        }
        row.eta = predict(fitting->point, entries, row.count);
        sums[SUM_FAR] += is_far(model, row.eta);
        model->add(model->context, &row, &parts);
    }
}

static enum trig_status sum_rows(struct fitting *fitting, const double *point, struct trig_error *error)
{
    const struct trig_newton_model *model = fitting->model;
    fitting->point = point;
    return trig_blocks_sum(model->rows, model->columns->threads,
                           SUM_LISTS + model->parameters * (model->parameters + 1), add_rows, fitting,
                           fitting->sums, error);
}

/* ---- where to begin ------------------------------------------------------------------------ */

static enum trig_status find_aliased(struct fitting *fitting, struct trig_error *error)
{
    const struct trig_newton_model *model = fitting->model;
    struct trig_newton *out = fitting->out;
    size_t columns = model->columns->count;
    enum trig_status status = sum_rows(fitting, NULL, error);
    if (status)
        return status;
    trig_normal_alias(lay_out(model, fitting->sums).information, model->parameters, out->aliased);
    if (model->parameters > columns)
        out->aliased[0] = true;
    for (size_t i = 0; i < model->parameters; i++) {
        if (i >= columns)
            out->aliased[i] = false;
        if (!out->aliased[i])
            fitting->places[out->free++] = i;
    }
    return TRIG_OK;
}

static void set_start(struct fitting *fitting, const double *start)
{
    const struct trig_newton_model *model = fitting->model;
    struct trig_newton *out = fitting->out;
    if (start)
        memcpy(out->estimates, start, model->parameters * sizeof *start);
    else
        model->begin(model->context, out->estimates);
    for (size_t i = 0; i < model->parameters; i++)
        if (out->aliased[i])
            out->estimates[i] = 0.0;
}

/* ---- steps --------------------------------------------------------------------------------- */

static void take_free(struct fitting *fitting)
{
    size_t left = fitting->out->free;
    const struct trig_newton_sums sums = lay_out(fitting->model, fitting->sums);
    for (size_t i = 0; i < left; i++) {
        const double *row = sums.information + fitting->places[i] * sums.parameters;
        fitting->score[i] = sums.score[fitting->places[i]];
        for (size_t j = 0; j <= i; j++)
            fitting->h[i * left + j] = row[fitting->places[j]];
    }
}

static bool is_close(const struct fitting *fitting)
{
    double gain = 0.0;
    for (size_t i = 0; i < fitting->out->free; i++)
        gain += fitting->score[i] * fitting->step[i];
    return fitting->model->quadratic ? fitting->out->steps > 0 : gain <= CLOSE * fitting->model->size;
}

static void set_trial(struct fitting *fitting, double length)
{
    memcpy(fitting->trial, fitting->out->estimates, fitting->model->parameters * sizeof *fitting->trial);
    for (size_t i = 0; i < fitting->out->free; i++)
        fitting->trial[fitting->places[i]] += length * fitting->step[i];
}

/* Goes along the step, half as far as long as the likelihood falls; the sums are then of where it ends. */
static enum trig_status walk(struct fitting *fitting, struct trig_error *error)
{
    double *estimates = fitting->out->estimates;
    double before = fitting->sums[SUM_LIKELIHOOD];
    double least = before - ROUNDING * (fabs(before) + fitting->model->size);
    double length = 1.0;
    for (size_t i = 0; i < MOST_HALVES; i++) {
        set_trial(fitting, length);
        enum trig_status status = sum_rows(fitting, fitting->trial, error);
        if (status)
            return status;
        if (fitting->sums[SUM_LIKELIHOOD] >= least)
            break;
        length *= 0.5;
    }
    for (size_t i = 0; i < fitting->model->parameters; i++)
        fitting->moved[i] = fitting->trial[i] - estimates[i];
    memcpy(estimates, fitting->trial, fitting->model->parameters * sizeof *estimates);
    fitting->out->steps++;
    return TRIG_OK;
}

/* Sets [close] where the steps came to an end. */
static enum trig_status iterate(struct fitting *fitting, bool *close, struct trig_error *error)
{
    struct trig_newton *out = fitting->out;
    enum trig_status status = sum_rows(fitting, out->estimates, error);
    while (status == TRIG_OK && !*close && out->steps < MOST_STEPS) {
        take_free(fitting);
        status = trig_normal_solve(fitting->h, fitting->score, out->free, fitting->step, NULL, error);
        if (status) /* no curvature is left: not converged */
            return status == TRIG_ERR_DOMAIN ? TRIG_OK : status;
        *close = is_close(fitting);
        status = walk(fitting, error);
    }
    return status;
}

/* ---- results ------------------------------------------------------------------------------- */

/* Of the information where the steps ended. */
static enum trig_status set_inverse(struct fitting *fitting, struct trig_error *error)
{
    struct trig_newton *out = fitting->out;
    size_t left = out->free;
    take_free(fitting);
    enum trig_status status = trig_normal_solve(fitting->h, NULL, left, NULL, fitting->inverse, error);
    if (status)
        return status == TRIG_ERR_DOMAIN ? TRIG_OK : status;
    for (size_t i = 0; i < left; i++)
        for (size_t j = 0; j < left; j++)
            out->inverse[fitting->places[i] * out->parameters + fitting->places[j]] =
                fitting->inverse[i * left + j];
    out->converged = true;
    return TRIG_OK;
}

/* The column that moves a row most, the intercept aside. */
static size_t find_mover(const struct fitting *fitting, const struct trig_nonzero *entries, size_t count)
{
    size_t most = 0;
    for (size_t i = 1; i < count; i++)
        if (most == 0 || fabs(fitting->moved[entries[i].column] * entries[i].value) >
                             fabs(fitting->moved[entries[most].column] * entries[most].value))
            most = i;
    return entries[most].column;
}

/* A column whose coefficient runs away; SIZE_MAX. */
static size_t find_separated(const struct fitting *fitting)
{
    const struct trig_newton_model *model = fitting->model;
    struct trig_nonzero entries[TRIG_MOST_MODEL_TERMS + 1];
    for (size_t row = 0; row < model->rows; row++) {
        if (model->w[row] == 0.0)
            continue;
        size_t count = trig_columns_row(model->columns, row, entries);
        if (is_far(model, predict(fitting->out->estimates, entries, count)) &&
            fabs(predict(fitting->moved, entries, count)) > MOVING)
            return find_mover(fitting, entries, count);
    }
    return SIZE_MAX;
}

static enum trig_status fit(struct fitting *fitting, const double *start, struct trig_error *error)
{
    bool close = false;
    enum trig_status status = find_aliased(fitting, error);
    if (status)
        return status;
    set_start(fitting, start);
    status = iterate(fitting, &close, error);
    if (status == TRIG_OK && close)
        status = set_inverse(fitting, error);
    if (status == TRIG_OK && !fitting->model->quadratic && fitting->sums[SUM_FAR] > 0.0)
        fitting->out->separated = find_separated(fitting);
    return status;
}

static bool allocate(struct fitting *fitting)
{
    struct trig_newton *out = fitting->out;
    struct trig_arena *room = &fitting->room;
    size_t count = out->parameters;
    out->aliased = trig_arena_calloc(&out->arena, count, sizeof *out->aliased);
    out->estimates = trig_arena_calloc(&out->arena, count, sizeof *out->estimates);
    out->inverse = trig_arena_calloc(&out->arena, count, count * sizeof *out->inverse);
    fitting->sums = trig_arena_calloc(room, SUM_LISTS + count * (count + 1), sizeof *fitting->sums);
    fitting->places = trig_arena_calloc(room, count, sizeof *fitting->places);
    fitting->h = trig_arena_calloc(room, count, count * sizeof *fitting->h);
    fitting->inverse = trig_arena_calloc(room, count, count * sizeof *fitting->inverse);
    fitting->score = trig_arena_calloc(room, count, sizeof *fitting->score);
    fitting->step = trig_arena_calloc(room, count, sizeof *fitting->step);
    fitting->trial = trig_arena_calloc(room, count, sizeof *fitting->trial);
    fitting->moved = trig_arena_calloc(room, count, sizeof *fitting->moved);
    return out->aliased && out->estimates && out->inverse && fitting->sums && fitting->places && fitting->h &&
           fitting->inverse && fitting->score && fitting->step && fitting->trial && fitting->moved;
}

enum trig_status trig_newton_fit(const struct trig_newton_model *model, const double *start,
                                 struct trig_newton *out, struct trig_error *error)
{
    struct fitting fitting = {.model = model, .out = out};
    *out = (struct trig_newton){.parameters = model->parameters, .separated = SIZE_MAX};
    trig_arena_init(&out->arena);
    trig_arena_init(&fitting.room);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (allocate(&fitting))
        status = fit(&fitting, start, error);
    else
        trig_error_set(error, status, "out of memory for %zu coefficients", model->parameters);
    trig_arena_clear(&fitting.room);
    return status;
}

void trig_newton_clear(struct trig_newton *newton)
{
    trig_arena_clear(&newton->arena);
    *newton = (struct trig_newton){.parameters = 0};
}
