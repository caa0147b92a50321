#include "analyze/regress/ordinal.h"

#include <math.h>

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

/* ---- the fit ------------------------------------------------------------------------- */

/* What is fitted. */
struct fitting {
    const struct trig_ordinal_rows *rows;
    size_t columns;
    double size; /* sum of the weights */
};

static void add_square(struct trig_newton_sums *sums, size_t a, size_t b, double value)
{
    size_t row = a >= b ? a : b;
    size_t column = a >= b ? b : a;
    sums->information[row * sums->parameters + column] += value;
}

/* A threshold's part of score and information, and what it shares with the columns.
 * @param shared  the curvature by the predictor and this threshold. */
static void add_threshold(struct trig_newton_sums *sums, const struct trig_newton_row *row, size_t parameter,
                          double slope, double curvature, double shared)
{
    sums->score[parameter] += slope;
    add_square(sums, parameter, parameter, curvature);
    for (size_t i = 1; i < row->count; i++)
        add_square(sums, parameter, row->entries[i].column, shared * row->entries[i].value);
}

/* The intercept, a row's first entry, is in the thresholds. */
static void add_row(const void *context, const struct trig_newton_row *row, struct trig_newton_sums *sums)
{
    const struct fitting *fitting = context;
    const struct trig_ordinal_rows *rows = fitting->rows;
    struct trig_ordinal_slopes slopes;
    size_t category = rows->category[row->row];
    size_t above = fitting->columns + category;
    bool top = category + 1 == rows->categories;
    bool bottom = category == 0;
    double w = rows->w[row->row];
    trig_ordinal_slopes(row->point + fitting->columns, rows->categories, category, row->eta, &slopes);
    *sums->likelihood += w * slopes.likelihood;
    trig_newton_add_columns(sums, row->entries + 1, row->count - 1, w * slopes.eta, w * slopes.curvature[0]);
    if (!top)
        add_threshold(sums, row, above, w * slopes.above, w * slopes.curvature[2], w * slopes.curvature[1]);
    if (!bottom)
        add_threshold(sums, row, above - 1, w * slopes.below, w * slopes.curvature[5],
                      w * slopes.curvature[3]);
    if (!top && !bottom)
        add_square(sums, above, above - 1, w * slopes.curvature[4]);
}

/* Thresholds that give everybody the shares of all. */
static void begin(const void *context, double *parameters)
{
    const struct fitting *fitting = context;
    const struct trig_ordinal_rows *rows = fitting->rows;
    double *zeta = parameters + fitting->columns;
    for (size_t i = 0; i < rows->count; i++)
        if (rows->category[i] + 1 < rows->categories)
            zeta[rows->category[i]] += rows->w[i];
    double below = 0.0;
    for (size_t i = 0; i + 1 < rows->categories; i++) {
        below += zeta[i];
        zeta[i] = log(below / (fitting->size - below));
    }
}

enum trig_status trig_ordinal_fit(const struct trig_columns *columns, const struct trig_ordinal_rows *rows,
                                  const double *start, struct trig_newton *out, struct trig_error *error)
{
    struct fitting fitting = {rows, columns->count, 0.0};
    for (size_t i = 0; i < rows->count; i++)
        fitting.size += rows->w[i];
    struct trig_newton_model model = {.columns = columns,
                                      .rows = rows->count,
                                      .w = rows->w,
                                      .parameters = columns->count + rows->categories - 1,
                                      .size = fitting.size,
                                      .add = add_row,
                                      .begin = begin,
                                      .context = &fitting};
    return trig_newton_fit(&model, start, out, error);
}

void trig_ordinal_restore(const struct trig_columns *columns, size_t categories, const double *from,
                          double *to)
{
    trig_columns_restore(columns, from, to);
    for (size_t i = 0; i + 1 < categories; i++)
        to[columns->count + i] = from[columns->count + i] - to[0];
    to[0] = 0.0;
}
