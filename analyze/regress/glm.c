#include "analyze/regress/glm.h"

#include "analyze/regress/blocks.h"
#include "analyze/regress/normal.h"
#include "surveys/memory.h"

#include <math.h>
#include <string.h>

#define MOST_STEPS 60
/* Halvings of a step that would lower the likelihood. */
#define MOST_HALVES 30
/* Where a row's predictor is beyond FAR and still moves by MOVING, it has no finite value: Newton's steps
 * towards a finite one shrink, those towards infinity stay near 1. */
#define FAR    12.0
#define MOVING 0.05
/* What a step may still promise to the likelihood of one respondent when the fit is close: the error
 * left after it is of that order. */
#define CLOSE 1e-13
/* Relative rounding of a sum over all rows, generously. */
#define ROUNDING 1e-11

/* ---- families --------------------------------------------------------------------- */

double trig_glm_mean(enum trig_model_family family, double eta)
{
    if (family == TRIG_GAUSSIAN)
        return eta;
    return family == TRIG_POISSON ? exp(eta) : 1.0 / (1.0 + exp(-eta));
}

double trig_glm_variance(enum trig_model_family family, double mean)
{
    if (family == TRIG_GAUSSIAN)
        return 1.0;
    return family == TRIG_POISSON ? mean : mean * (1.0 - mean);
}

/* y log(y / mean), 0 at 0. */
static double log_ratio(double y, double mean)
{
    return y > 0.0 ? y * log(y / mean) : 0.0;
}

double trig_glm_deviance(enum trig_model_family family, double y, double mean)
{
    if (family == TRIG_GAUSSIAN)
        return (y - mean) * (y - mean);
    if (family == TRIG_POISSON)
        return 2.0 * (log_ratio(y, mean) - (y - mean));
    return 2.0 * (log_ratio(y, mean) + log_ratio(1.0 - y, 1.0 - mean));
}

/* The log-likelihood of a row is wy eta - w b(eta), but for what does not depend on eta. */
static double cumulant(enum trig_model_family family, double eta)
{
    if (family == TRIG_GAUSSIAN)
        return 0.5 * eta * eta;
    if (family == TRIG_POISSON)
        return exp(eta);
    return eta > 0.0 ? eta + log1p(exp(-eta)) : log1p(exp(eta));
}

static double link(enum trig_model_family family, double mean)
{
    if (family == TRIG_GAUSSIAN)
        return mean;
    return family == TRIG_POISSON ? log(mean) : log(mean / (1.0 - mean));
}

/* ---- sums over rows --------------------------------------------------------------- */

/* One fit under way; sums are laid out as | likelihood | score: count | X'WX: count x count, lower |. */
struct fitting {
    const struct trig_columns *columns;
    const struct trig_glm_rows *rows;
    enum trig_model_family family;
    size_t count;
    const double *beta; /* NULL: X'WX of the weights alone */
    bool second;        /* whether X'WX is wanted */
    double *sums;
    struct trig_glm *glm;
    size_t *places; /* by free coefficient: its column */
    double *h;      /* free x free */
    double *score;  /* free */
    double *step;   /* free */
    double *trial;  /* count */
    double *moved;  /* count: the last step */
    double likelihood;
    double size; /* what likelihoods are measured by: the sum of the weights, or of the events */
};

static double predict(const double *beta, const struct trig_entry *entries, size_t count)
{
    double eta = 0.0;
    for (size_t i = 0; i < count; i++)
        eta += beta[entries[i].column] * entries[i].value;
    return eta;
}

static void add_squares(const struct trig_entry *entries, size_t count, double weight, size_t width,
                        double *xx)
{
    for (size_t i = 0; i < count; i++) {
        double value = weight * entries[i].value;
        double *row = xx + entries[i].column * width;
        for (size_t j = 0; j <= i; j++)
            row[entries[j].column] += value * entries[j].value;
    }
}

static void add_rows(const void *context, size_t start, size_t end, double *sums)
{
    const struct fitting *fitting = context;
    struct trig_entry entries[TRIG_MOST_MODEL_TERMS + 1];
    double *score = sums + 1;
    double *xx = score + fitting->count;
    for (size_t row = start; row < end; row++) {
        size_t count = trig_columns_row(fitting->columns, row, entries);
        double w = fitting->rows->w[row];
        double curvature = w;
        if (fitting->beta) {
            double eta = predict(fitting->beta, entries, count);
            double mean = trig_glm_mean(fitting->family, eta);
            double residual = fitting->rows->wy[row] - w * mean;
            sums[0] += fitting->rows->wy[row] * eta - w * cumulant(fitting->family, eta);
            curvature = w * trig_glm_variance(fitting->family, mean);
            for (size_t i = 0; i < count; i++)
                score[entries[i].column] += entries[i].value * residual;
        }
        if (fitting->second)
            add_squares(entries, count, curvature, fitting->count, xx);
    }
}

static enum trig_status sum_rows(struct fitting *fitting, const double *beta, bool second,
                                 struct trig_error *error)
{
    fitting->beta = beta;
    fitting->second = second;
    size_t width = 1 + fitting->count + (second ? fitting->count * fitting->count : 0);
    enum trig_status status = trig_blocks_sum(fitting->rows->count, fitting->columns->threads, width,
                                              add_rows, fitting, fitting->sums, error);
    fitting->likelihood = fitting->sums[0];
    return status;
}

/* ---- one step ---------------------------------------------------------------------- */

static enum trig_status find_aliased(struct fitting *fitting, struct trig_error *error)
{
    enum trig_status status = sum_rows(fitting, NULL, true, error);
    if (status)
        return status;
    trig_normal_alias(fitting->sums + 1 + fitting->count, fitting->count, fitting->glm->aliased);
    for (size_t i = 0; i < fitting->count; i++)
        if (!fitting->glm->aliased[i])
            fitting->places[fitting->glm->free++] = i;
    return TRIG_OK;
}

static void take_free(struct fitting *fitting)
{
    size_t left = fitting->glm->free;
    const double *score = fitting->sums + 1;
    const double *xx = score + fitting->count;
    for (size_t i = 0; i < left; i++) {
        fitting->score[i] = score[fitting->places[i]];
        for (size_t j = 0; j <= i; j++)
            fitting->h[i * left + j] = xx[fitting->places[i] * fitting->count + fitting->places[j]];
    }
}

static void set_trial(struct fitting *fitting, double length)
{
    memcpy(fitting->trial, fitting->glm->beta, fitting->count * sizeof *fitting->trial);
    for (size_t i = 0; i < fitting->glm->free; i++)
        fitting->trial[fitting->places[i]] += length * fitting->step[i];
}

/* Goes along the step, half as far as long as the likelihood falls. */
static enum trig_status walk(struct fitting *fitting, struct trig_error *error)
{
    double before = fitting->likelihood;
    double slack = ROUNDING * (fabs(before) + fitting->size);
    double length = 1.0;
    for (size_t i = 0; i < MOST_HALVES; i++) {
        set_trial(fitting, length);
        enum trig_status status = sum_rows(fitting, fitting->trial, false, error);
        if (status)
            return status;
        if (fitting->likelihood >= before - slack)
            break;
        length *= 0.5;
    }
    for (size_t i = 0; i < fitting->count; i++)
        fitting->moved[i] = fitting->trial[i] - fitting->glm->beta[i];
    memcpy(fitting->glm->beta, fitting->trial, fitting->count * sizeof *fitting->trial);
    return TRIG_OK;
}

/* ---- the whole fit ------------------------------------------------------------------ */

/* The column that moves a row most, the intercept aside. */
static size_t find_mover(const struct fitting *fitting, const struct trig_entry *entries, size_t count)
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
    struct trig_entry entries[TRIG_MOST_MODEL_TERMS + 1];
    for (size_t row = 0; row < fitting->rows->count; row++) {
        size_t count = trig_columns_row(fitting->columns, row, entries);
        double eta = predict(fitting->glm->beta, entries, count);
        bool far = eta < -FAR || (eta > FAR && fitting->family == TRIG_LOGISTIC);
        if (far && fabs(predict(fitting->moved, entries, count)) > MOVING)
            return find_mover(fitting, entries, count);
    }
    return SIZE_MAX;
}

static enum trig_status set_inverse(struct fitting *fitting, struct trig_error *error)
{
    struct trig_glm *glm = fitting->glm;
    size_t left = glm->free;
    double *inverse = trig_calloc(left, left * sizeof *inverse);
    if (!inverse)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu coefficients", left);
    enum trig_status status = trig_normal_solve(fitting->h, NULL, left, NULL, inverse, error);
    for (size_t i = 0; i < left && status == TRIG_OK; i++)
        for (size_t j = 0; j < left; j++)
            glm->inverse[fitting->places[i] * glm->count + fitting->places[j]] = inverse[i * left + j];
    trig_free(inverse);
    glm->converged = status == TRIG_OK;
    return status == TRIG_ERR_DOMAIN ? TRIG_OK : status;
}

static bool is_close(const struct fitting *fitting)
{
    double gain = 0.0;
    for (size_t i = 0; i < fitting->glm->free; i++)
        gain += fitting->score[i] * fitting->step[i];
    return fitting->family == TRIG_GAUSSIAN ? fitting->glm->steps > 0 : gain <= CLOSE * fitting->size;
}

static enum trig_status iterate(struct fitting *fitting, struct trig_error *error)
{
    struct trig_glm *glm = fitting->glm;
    bool close = false;
    while (!close && glm->steps < MOST_STEPS) {
        enum trig_status status = sum_rows(fitting, glm->beta, true, error);
        if (status)
            return status;
        take_free(fitting);
        status = trig_normal_solve(fitting->h, fitting->score, glm->free, fitting->step, NULL, error);
        if (status) /* no curvature is left: not converged */
            return status == TRIG_ERR_DOMAIN ? TRIG_OK : status;
        close = is_close(fitting);
        status = walk(fitting, error);
        if (status)
            return status;
        glm->steps++;
    }
    if (!close)
        return TRIG_OK;
    enum trig_status status = sum_rows(fitting, glm->beta, true, error);
    take_free(fitting);
    return status ? status : set_inverse(fitting, error);
}

/* Begins at [start], else at everybody's mean, which is right where the columns say nothing. */
static void set_start(struct fitting *fitting, const double *start)
{
    double w = 0.0;
    double wy = 0.0;
    for (size_t i = 0; i < fitting->rows->count; i++) {
        w += fitting->rows->w[i];
        wy += fitting->rows->wy[i];
    }
    double eta = link(fitting->family, wy / w);
    fitting->size = fitting->family == TRIG_POISSON ? wy : w;
    if (start)
        memcpy(fitting->glm->beta, start, fitting->count * sizeof *start);
    else
        fitting->glm->beta[0] = isfinite(eta) ? eta : 0.0;
}

static enum trig_status fit(struct fitting *fitting, const double *start, struct trig_error *error)
{
    enum trig_status status = find_aliased(fitting, error);
    if (status)
        return status;
    set_start(fitting, start);
    status = iterate(fitting, error);
    if (status == TRIG_OK && fitting->family != TRIG_GAUSSIAN)
        fitting->glm->separated = find_separated(fitting);
    return status;
}

enum trig_status trig_glm_fit(const struct trig_columns *columns, enum trig_model_family family,
                              const struct trig_glm_rows *rows, const double *start, struct trig_glm *out,
                              struct trig_error *error)
{
    size_t count = columns->count;
    *out = (struct trig_glm){.count = count, .separated = SIZE_MAX};
    out->aliased = trig_calloc(count, sizeof *out->aliased);
    out->beta = trig_calloc(count, sizeof *out->beta);
    out->inverse = trig_calloc(count, count * sizeof *out->inverse);
    double *room = trig_calloc(count + 4, count * sizeof *room);
    double *sums = trig_calloc(1, (1 + count + count * count) * sizeof *sums);
    size_t *places = trig_calloc(count, sizeof *places);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (out->aliased && out->beta && out->inverse && room && sums && places) {
        struct fitting fitting = {.columns = columns,
                                  .rows = rows,
                                  .family = family,
                                  .count = count,
                                  .sums = sums,
                                  .glm = out,
                                  .places = places,
                                  .h = room,
                                  .score = room + count * count,
                                  .step = room + count * (count + 1),
                                  .trial = room + count * (count + 2),
                                  .moved = room + count * (count + 3)};
        status = fit(&fitting, start, error);
    } else {
        trig_error_set(error, status, "out of memory for %zu coefficients", count);
    }
    trig_free(places);
    trig_free(sums);
    trig_free(room);
    return status;
}

void trig_glm_clear(struct trig_glm *glm)
{
    trig_free(glm->inverse);
    trig_free(glm->beta);
    trig_free(glm->aliased);
    *glm = (struct trig_glm){.count = 0};
}
