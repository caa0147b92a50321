#include "analyze/regress/ordinal.h"

#include "analyze/regress/blocks.h"
#include "analyze/regress/normal.h"
#include "surveys/memory.h"

#include <math.h>
#include <string.h>

#define MOST_STEPS  80
#define MOST_HALVES 40
#define FAR         12.0
#define MOVING      0.05
#define CLOSE       1e-13
#define ROUNDING    1e-11

/* ---- one respondent ------------------------------------------------------------------ */

static double logistic(double x)
{
    return x >= 0.0 ? 1.0 / (1.0 + exp(-x)) : exp(x) / (1.0 + exp(x));
}

/* F(a) - F(b) without losing digits where both are near 1. */
static double between(double a, double b)
{
    return a > 0.0 && b > 0.0 ? logistic(-b) - logistic(-a) : logistic(a) - logistic(b);
}

void trig_ordinal_slopes(const double *zeta, size_t categories, size_t category, double eta,
                         struct trig_ordinal_slopes *out)
{
    bool top = category + 1 == categories;
    bool bottom = category == 0;
    double a = top ? INFINITY : zeta[category] - eta;
    double b = bottom ? -INFINITY : zeta[category - 1] - eta;
    double probability = top ? logistic(-b) : bottom ? logistic(a) : between(a, b);
    double fa = top ? 0.0 : logistic(a) * logistic(-a);
    double fb = bottom ? 0.0 : logistic(b) * logistic(-b);
    out->likelihood = probability > 0.0 ? log(probability) : -INFINITY;
    out->above = fa / probability;
    out->below = -fb / probability;
    out->eta = -(out->above + out->below);
    /* Second derivatives of log(F(a) - F(b)) by a and b. */
    double turn_a = top ? 0.0 : fa * (logistic(-a) - logistic(a)) / probability;
    double turn_b = bottom ? 0.0 : -fb * (logistic(-b) - logistic(b)) / probability;
    double aa = out->above * out->above - turn_a;
    double bb = out->below * out->below - turn_b;
    double ab = out->above * out->below;
    out->curvature[0] = aa + bb + 2.0 * ab;
    out->curvature[1] = -(aa + ab);
    out->curvature[2] = aa;
    out->curvature[3] = -(bb + ab);
    out->curvature[4] = ab;
    out->curvature[5] = bb;
}

/* ---- sums over rows --------------------------------------------------------------------- */

/* Sums: | likelihood | score: parameters | information: parameters x parameters, lower |. */
struct fitting {
    const struct trig_columns *columns;
    const struct trig_ordinal_rows *rows;
    size_t parameters;
    const double *at; /* parameters; NULL: X'WX of the weights alone */
    bool second;
    double *sums;
    struct trig_ordinal *ordinal;
    size_t *places; /* by free parameter */
    double *h;
    double *score;
    double *step;
    double *trial; /* parameters */
    double *moved; /* parameters: the last step */
    double likelihood;
    double size; /* sum of the weights */
};

static double predict(const double *beta, const struct trig_entry *entries, size_t count)
{
    double eta = 0.0;
    for (size_t i = 1; i < count; i++)
        eta += beta[entries[i].column] * entries[i].value;
    return eta;
}

static void add_square(double *h, size_t width, size_t a, size_t b, double value)
{
    if (a >= b)
        h[a * width + b] += value;
    else
        h[b * width + a] += value;
}

static void add_columns(const struct trig_entry *entries, size_t count, double weight, size_t width,
                        double *h)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j <= i; j++)
            h[entries[i].column * width + entries[j].column] += weight * entries[i].value * entries[j].value;
}

/* The thresholds' part of the information, and what they share with the columns. */
static void add_thresholds(const struct fitting *fitting, const struct trig_entry *entries, size_t count,
                           size_t category, const double *curvature, double w, double *h)
{
    size_t width = fitting->parameters;
    size_t above = fitting->columns->count + category;
    bool top = category + 1 == fitting->rows->categories;
    if (!top)
        add_square(h, width, above, above, w * curvature[2]);
    if (category > 0)
        add_square(h, width, above - 1, above - 1, w * curvature[5]);
    if (!top && category > 0)
        add_square(h, width, above, above - 1, w * curvature[4]);
    for (size_t i = 1; i < count; i++) {
        if (!top)
            add_square(h, width, above, entries[i].column, w * curvature[1] * entries[i].value);
        if (category > 0)
            add_square(h, width, above - 1, entries[i].column, w * curvature[3] * entries[i].value);
    }
}

static void add_row(const struct fitting *fitting, size_t row, double *sums)
{
    struct trig_entry entries[TRIG_MOST_MODEL_TERMS + 1];
    struct trig_ordinal_slopes slopes;
    size_t count = trig_columns_row(fitting->columns, row, entries);
    size_t columns = fitting->columns->count;
    size_t category = fitting->rows->category[row];
    double w = fitting->rows->w[row];
    double *score = sums + 1;
    double *h = score + fitting->parameters;
    trig_ordinal_slopes(fitting->at + columns, fitting->rows->categories, category,
                        predict(fitting->at, entries, count), &slopes);
    sums[0] += w * slopes.likelihood;
    if (!fitting->second)
        return;
    for (size_t i = 1; i < count; i++)
        score[entries[i].column] += w * slopes.eta * entries[i].value;
    if (category + 1 < fitting->rows->categories)
        score[columns + category] += w * slopes.above;
    if (category > 0)
        score[columns + category - 1] += w * slopes.below;
    add_columns(entries + 1, count - 1, w * slopes.curvature[0], fitting->parameters, h);
    add_thresholds(fitting, entries, count, category, slopes.curvature, w, h);
}

static void add_rows(const void *context, size_t start, size_t end, double *sums)
{
    const struct fitting *fitting = context;
    struct trig_entry entries[TRIG_MOST_MODEL_TERMS + 1];
    for (size_t row = start; row < end; row++) {
        if (fitting->at) {
            add_row(fitting, row, sums);
            continue;
        }
        size_t count = trig_columns_row(fitting->columns, row, entries);
        add_columns(entries, count, fitting->rows->w[row], fitting->columns->count, sums);
    }
}

static enum trig_status sum_rows(struct fitting *fitting, const double *at, bool second,
                                 struct trig_error *error)
{
    size_t width = 1 + fitting->parameters + (second ? fitting->parameters * fitting->parameters : 0);
    fitting->at = at;
    fitting->second = second;
    if (!at)
        width = fitting->columns->count * fitting->columns->count;
    enum trig_status status = trig_blocks_sum(fitting->rows->count, fitting->columns->threads, width,
                                              add_rows, fitting, fitting->sums, error);
    fitting->likelihood = fitting->sums[0];
    return status;
}

/* ---- where to begin ------------------------------------------------------------------------ */

static enum trig_status find_aliased(struct fitting *fitting, struct trig_error *error)
{
    enum trig_status status = sum_rows(fitting, NULL, false, error);
    struct trig_ordinal *ordinal = fitting->ordinal;
    if (status)
        return status;
    trig_normal_alias(fitting->sums, ordinal->count, ordinal->aliased);
    ordinal->aliased[0] = true; /* the thresholds do its work */
    for (size_t i = 0; i < fitting->parameters; i++)
        if (!ordinal->aliased[i])
            fitting->places[ordinal->free++] = i;
    return TRIG_OK;
}

/* Thresholds that give everybody the shares of all. */
static void set_start(struct fitting *fitting, const double *start)
{
    const struct trig_ordinal_rows *rows = fitting->rows;
    double *estimates = fitting->ordinal->estimates;
    double *zeta = estimates + fitting->ordinal->count;
    for (size_t i = 0; i < rows->count; i++) {
        fitting->size += rows->w[i];
        if (rows->category[i] + 1 < rows->categories)
            zeta[rows->category[i]] += rows->w[i];
    }
    double below = 0.0;
    for (size_t i = 0; i + 1 < rows->categories; i++) {
        below += zeta[i];
        zeta[i] = log(below / (fitting->size - below));
    }
    if (start)
        memcpy(estimates, start, fitting->parameters * sizeof *start);
}

/* ---- steps ----------------------------------------------------------------------------------- */

static void take_free(struct fitting *fitting)
{
    size_t left = fitting->ordinal->free;
    const double *score = fitting->sums + 1;
    const double *h = score + fitting->parameters;
    for (size_t i = 0; i < left; i++) {
        fitting->score[i] = score[fitting->places[i]];
        for (size_t j = 0; j <= i; j++)
            fitting->h[i * left + j] = h[fitting->places[i] * fitting->parameters + fitting->places[j]];
    }
}

/* Goes along the step, half as far as long as the likelihood falls or thresholds cross. */
static enum trig_status walk(struct fitting *fitting, struct trig_error *error)
{
    double before = fitting->likelihood;
    double slack = ROUNDING * (fabs(before) + fitting->size);
    double *estimates = fitting->ordinal->estimates;
    double length = 1.0;
    for (size_t i = 0; i < MOST_HALVES; i++) {
        memcpy(fitting->trial, estimates, fitting->parameters * sizeof *estimates);
        for (size_t j = 0; j < fitting->ordinal->free; j++)
            fitting->trial[fitting->places[j]] += length * fitting->step[j];
        enum trig_status status = sum_rows(fitting, fitting->trial, false, error);
        if (status)
            return status;
        if (fitting->likelihood >= before - slack)
            break;
        length *= 0.5;
    }
    for (size_t i = 0; i < fitting->parameters; i++)
        fitting->moved[i] = fitting->trial[i] - estimates[i];
    memcpy(estimates, fitting->trial, fitting->parameters * sizeof *estimates);
    return TRIG_OK;
}

static enum trig_status set_inverse(struct fitting *fitting, struct trig_error *error)
{
    struct trig_ordinal *ordinal = fitting->ordinal;
    size_t left = ordinal->free;
    double *inverse = trig_calloc(left, left * sizeof *inverse);
    if (!inverse)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu coefficients", left);
    enum trig_status status = trig_normal_solve(fitting->h, NULL, left, NULL, inverse, error);
    for (size_t i = 0; i < left && status == TRIG_OK; i++)
        for (size_t j = 0; j < left; j++)
            ordinal->inverse[fitting->places[i] * ordinal->parameters + fitting->places[j]] =
                inverse[i * left + j];
    trig_free(inverse);
    ordinal->converged = status == TRIG_OK;
    return status == TRIG_ERR_DOMAIN ? TRIG_OK : status;
}

static enum trig_status iterate(struct fitting *fitting, struct trig_error *error)
{
    struct trig_ordinal *ordinal = fitting->ordinal;
    bool close = false;
    while (!close && ordinal->steps < MOST_STEPS) {
        enum trig_status status = sum_rows(fitting, ordinal->estimates, true, error);
        if (status)
            return status;
        take_free(fitting);
        status = trig_normal_solve(fitting->h, fitting->score, ordinal->free, fitting->step, NULL, error);
        if (status) /* no curvature is left: not converged */
            return status == TRIG_ERR_DOMAIN ? TRIG_OK : status;
        double gain = 0.0;
        for (size_t i = 0; i < ordinal->free; i++)
            gain += fitting->score[i] * fitting->step[i];
        close = gain <= CLOSE * fitting->size;
        status = walk(fitting, error);
        if (status)
            return status;
        ordinal->steps++;
    }
    if (!close)
        return TRIG_OK;
    enum trig_status status = sum_rows(fitting, ordinal->estimates, true, error);
    take_free(fitting);
    ordinal->likelihood = fitting->likelihood;
    return status ? status : set_inverse(fitting, error);
}

/* A column whose coefficient runs away; SIZE_MAX. */
static size_t find_separated(const struct fitting *fitting)
{
    struct trig_entry entries[TRIG_MOST_MODEL_TERMS + 1];
    for (size_t row = 0; row < fitting->rows->count; row++) {
        size_t count = trig_columns_row(fitting->columns, row, entries);
        if (count < 2 || fabs(predict(fitting->ordinal->estimates, entries, count)) < FAR ||
            fabs(predict(fitting->moved, entries, count)) < MOVING)
            continue;
        size_t most = 1;
        for (size_t i = 2; i < count; i++)
            if (fabs(fitting->moved[entries[i].column]) > fabs(fitting->moved[entries[most].column]))
                most = i;
        return entries[most].column;
    }
    return SIZE_MAX;
}

/* ---- the whole fit ---------------------------------------------------------------------------- */

static enum trig_status fit(struct fitting *fitting, const double *start, struct trig_error *error)
{
    enum trig_status status = find_aliased(fitting, error);
    if (status)
        return status;
    set_start(fitting, start);
    status = iterate(fitting, error);
    if (status == TRIG_OK)
        fitting->ordinal->separated = find_separated(fitting);
    return status;
}

enum trig_status trig_ordinal_fit(const struct trig_columns *columns, const struct trig_ordinal_rows *rows,
                                  const double *start, struct trig_ordinal *out, struct trig_error *error)
{
    size_t count = columns->count + rows->categories - 1;
    *out = (struct trig_ordinal){.count = columns->count, .parameters = count, .separated = SIZE_MAX};
    out->aliased = trig_calloc(count, sizeof *out->aliased);
    out->estimates = trig_calloc(count, sizeof *out->estimates);
    out->inverse = trig_calloc(count, count * sizeof *out->inverse);
    double *room = trig_calloc(count + 4, count * sizeof *room);
    double *sums = trig_calloc(1, (1 + count + count * count) * sizeof *sums);
    size_t *places = trig_calloc(count, sizeof *places);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (out->aliased && out->estimates && out->inverse && room && sums && places) {
        struct fitting fitting = {.columns = columns,
                                  .rows = rows,
                                  .parameters = count,
                                  .sums = sums,
                                  .ordinal = out,
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

void trig_ordinal_clear(struct trig_ordinal *ordinal)
{
    trig_free(ordinal->inverse);
    trig_free(ordinal->estimates);
    trig_free(ordinal->aliased);
    *ordinal = (struct trig_ordinal){.count = 0};
}

void trig_ordinal_restore(const struct trig_columns *columns, size_t categories, const double *from,
                          double *to)
{
    trig_columns_restore(columns, from, to);
    for (size_t i = 0; i + 1 < categories; i++)
        to[columns->count + i] = from[columns->count + i] - to[0];
    to[0] = 0.0;
}
