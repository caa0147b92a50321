#include "analyze/reliability/factor.h"

#include "analyze/estimate/interval.h"
#include "analyze/reliability/matrix.h"
#include "surveys/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define MINRES_SWEEPS 5000
#define MINRES_CLOSE  1e-12
#define SCORING_STEPS 500
#define SCORING_CLOSE 1e-11
#define HALVINGS      30

/* A unique part at its bound, but for rounding. */
#define AT_BOUND (TRIG_FACTOR_LEAST_UNIQUE * (1.0 + 1e-9))

static const double most_loading = 0.99749686716300012; /* sqrt(1 - TRIG_FACTOR_LEAST_UNIQUE) */

static void set_undefined(size_t items, struct trig_factor *out)
{
    for (size_t i = 0; i < items; i++)
        out->loadings[i] = out->unique[i] = NAN;
    out->heywood = false;
}

static bool is_defined(const double *matrix, size_t items)
{
    for (size_t i = 0; i < items * items; i++)
        if (!isfinite(matrix[i]))
            return false;
    return items >= 3;
}

/* The sign of a factor is free: most items shall load positively. */
static void orient(size_t items, double *loadings)
{
    double sum = 0.0;
    for (size_t i = 0; i < items; i++)
        sum += loadings[i];
    for (size_t i = 0; i < items && sum < 0.0; i++)
        loadings[i] = -loadings[i];
}

/* ---- minres ------------------------------------------------------------------------------ */

/* One regression of each item on the others' loadings; the largest change. */
static double sweep(const double *correlation, size_t items, double *loadings)
{
    double largest = 0.0;
    for (size_t i = 0; i < items; i++) {
        double above = 0.0;
        double below = 0.0;
        for (size_t j = 0; j < items; j++) {
            above += j == i ? 0.0 : correlation[i * items + j] * loadings[j];
            below += j == i ? 0.0 : loadings[j] * loadings[j];
        }
        double next = below > 0.0 ? fmin(fmax(above / below, -most_loading), most_loading) : 0.0;
        largest = fmax(largest, fabs(next - loadings[i]));
        loadings[i] = next;
    }
    return largest;
}

/* The first centroid: sums of correlations, in proportion. */
static void start(const double *correlation, size_t items, double *loadings)
{
    double total = 0.0;
    for (size_t i = 0; i < items * items; i++)
        total += fabs(correlation[i]);
    for (size_t i = 0; i < items; i++) {
        double sum = 0.0;
        for (size_t j = 0; j < items; j++)
            sum += correlation[i * items + j];
        loadings[i] = sum / sqrt(total);
    }
}

void trig_factor_minres(const double *correlation, size_t items, struct trig_factor *out)
{
    set_undefined(items, out);
    if (!is_defined(correlation, items))
        return;
    start(correlation, items, out->loadings);
    for (size_t i = 0; i < MINRES_SWEEPS; i++)
        if (sweep(correlation, items, out->loadings) < MINRES_CLOSE)
            break;
    orient(items, out->loadings);
    for (size_t i = 0; i < items; i++) {
        out->unique[i] = 1.0 - out->loadings[i] * out->loadings[i];
        out->heywood = out->heywood || out->unique[i] <= AT_BOUND;
    }
}

/* ---- likelihood ------------------------------------------------------------------------------ */

/* The model's inverse W = (l l' + diag(u))^-1 and what comes of it. */
struct likelihood {
    size_t items;
    double *inverse;     /* W */
    double *product;     /* W l */
    double square;       /* l' W l */
    double *information; /* of (l, u), 2 items x 2 items, for one respondent */
    double *step;        /* [2 items]: the score, then the step */
    double *work;        /* items x items */
    double *more;        /* items x items */
    double *tried;       /* [2 items] */
};

static enum trig_status likelihood_init(struct likelihood *work, size_t items, struct trig_error *error)
{
    double *room = trig_calloc(3 * items * items + items + 4 * items * items + 4 * items, sizeof *room);
    if (!room) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a factor of %zu items", items);
        return TRIG_ERR_MEMORY;
    }
    work->items = items;
    work->inverse = room;
    work->work = room + items * items;
    work->more = work->work + items * items;
    work->product = work->more + items * items;
    work->information = work->product + items;
    work->step = work->information + 4 * items * items;
    work->tried = work->step + 2 * items;
    return TRIG_OK;
}

static void likelihood_clear(struct likelihood *work)
{
    trig_free(work->inverse);
}

/* Sherman and Morrison's inverse. */
static void set_inverse(struct likelihood *work, const double *loadings, const double *unique)
{
    size_t items = work->items;
    double sum = 1.0;
    for (size_t i = 0; i < items; i++)
        sum += loadings[i] * loadings[i] / unique[i];
    for (size_t i = 0; i < items; i++)
        for (size_t j = 0; j < items; j++)
            work->inverse[i * items + j] =
                (i == j ? 1.0 / unique[i] : 0.0) - loadings[i] * loadings[j] / (unique[i] * unique[j] * sum);
    work->square = 0.0;
    for (size_t i = 0; i < items; i++) {
        work->product[i] = loadings[i] / (unique[i] * sum);
        work->square += loadings[i] * work->product[i];
    }
}

/* -2 log likelihood of one respondent, without constants. */
static double discrepancy(const double *correlation, size_t items, const double *loadings,
                          const double *unique)
{
    double sum = 1.0;
    double cross = 0.0;
    double value = 0.0;
    for (size_t i = 0; i < items; i++) {
        sum += loadings[i] * loadings[i] / unique[i];
        value += log(unique[i]) + correlation[i * items + i] / unique[i];
        for (size_t j = 0; j < items; j++)
            cross += correlation[i * items + j] * loadings[i] * loadings[j] / (unique[i] * unique[j]);
    }
    return value + log(sum) - cross / sum;
}

static void set_information(struct likelihood *work)
{
    size_t items = work->items;
    size_t width = 2 * items;
    for (size_t a = 0; a < items; a++)
        for (size_t b = 0; b < items; b++) {
            double w = work->inverse[a * items + b];
            work->information[a * width + b] = work->product[a] * work->product[b] + work->square * w;
            work->information[a * width + items + b] = w * work->product[b];
            work->information[(items + b) * width + a] = w * work->product[b];
            work->information[(items + a) * width + items + b] = 0.5 * w * w;
        }
}

/* The score, from W S W - W: S are the correlations. */
static void set_score(struct likelihood *work, const double *correlation, const double *loadings)
{
    size_t items = work->items;
    trig_matrix_multiply(work->inverse, correlation, items, work->work);
    trig_matrix_multiply(work->work, work->inverse, items, work->more);
    for (size_t a = 0; a < items; a++) {
        double sum = 0.0;
        for (size_t b = 0; b < items; b++)
            sum += (work->more[a * items + b] - work->inverse[a * items + b]) * loadings[b];
        work->step[a] = sum;
        work->step[items + a] = 0.5 * (work->more[a * items + a] - work->inverse[a * items + a]);
    }
}

/* Unique parts at their bound that would go below it stay where they are. */
static void hold_bounds(struct likelihood *work, const double *unique)
{
    size_t items = work->items;
    size_t width = 2 * items;
    for (size_t a = 0; a < items; a++) {
        if (unique[a] > AT_BOUND || work->step[items + a] > 0.0)
            continue;
        for (size_t b = 0; b < width; b++)
            work->information[(items + a) * width + b] = work->information[b * width + items + a] = 0.0;
        work->information[(items + a) * width + items + a] = 1.0;
        work->step[items + a] = 0.0;
    }
}

/* How much of the step can be gone until a unique part meets its bound. */
static double reach(const struct likelihood *work, const double *unique)
{
    double length = 1.0;
    for (size_t i = 0; i < work->items; i++) {
        double step = work->step[work->items + i];
        if (unique[i] > AT_BOUND && unique[i] + step < TRIG_FACTOR_LEAST_UNIQUE)
            length = fmin(length, (TRIG_FACTOR_LEAST_UNIQUE - unique[i]) / step);
    }
    return length;
}

/* Goes along the step as far as it helps; the largest change. */
static double move(struct likelihood *work, const double *correlation, struct trig_factor *factor)
{
    size_t items = work->items;
    double before = discrepancy(correlation, items, factor->loadings, factor->unique);
    double length = reach(work, factor->unique);
    for (size_t halving = 0; halving < HALVINGS; halving++) {
        double largest = 0.0;
        for (size_t i = 0; i < items; i++) {
            work->tried[i] = factor->loadings[i] + length * work->step[i];
            work->tried[items + i] =
                fmax(factor->unique[i] + length * work->step[items + i], TRIG_FACTOR_LEAST_UNIQUE);
            largest = fmax(largest, fabs(work->tried[i] - factor->loadings[i]));
            largest = fmax(largest, fabs(work->tried[items + i] - factor->unique[i]));
        }
        if (discrepancy(correlation, items, work->tried, work->tried + items) <= before + 1e-13) {
            memcpy(factor->loadings, work->tried, items * sizeof *factor->loadings);
            memcpy(factor->unique, work->tried + items, items * sizeof *factor->unique);
            return largest;
        }
        length /= 2.0;
    }
    return 0.0; /* no direction helps: this is the best there is */
}

static bool climb(struct likelihood *work, const double *correlation, struct trig_factor *factor)
{
    for (size_t i = 0; i < SCORING_STEPS; i++) {
        set_inverse(work, factor->loadings, factor->unique);
        set_score(work, correlation, factor->loadings);
        set_information(work);
        hold_bounds(work, factor->unique);
        trig_matrix_solve(work->information, 2 * work->items, work->step);
        if (isnan(work->step[0]))
            return false;
        if (move(work, correlation, factor) < SCORING_CLOSE)
            return true;
    }
    return false;
}

enum trig_status trig_factor_likelihood(const double *correlation, size_t items, struct trig_factor *out,
                                        struct trig_error *error)
{
    struct likelihood work = {.items = items};
    trig_factor_minres(correlation, items, out);
    if (isnan(out->loadings[0]))
        return TRIG_OK;
    enum trig_status status = likelihood_init(&work, items, error);
    if (status)
        return status;
    if (climb(&work, correlation, out))
        orient(items, out->loadings);
    else
        set_undefined(items, out);
    likelihood_clear(&work);
    out->heywood = false;
    for (size_t i = 0; i < items; i++)
        out->heywood = out->heywood || out->unique[i] <= AT_BOUND;
    return TRIG_OK;
}

/* ---- omega ---------------------------------------------------------------------------------- */

/* The derivative G of omega by the covariances into work->more; unique parts and
 * loadings are in the covariances' units. With c the derivative of the sum of the
 * unique parts by the likelihood's score, X = sum of c times what each parameter
 * does to the model: G = sum(u) / V^2 11' - W X W / (2 V). */
static void set_derivative(struct likelihood *work, const double *loadings, const double *unique, double all)
{
    size_t items = work->items;
    double sum = 0.0;
    set_inverse(work, loadings, unique);
    set_information(work);
    for (size_t i = 0; i < items; i++) {
        work->step[i] = 0.0;
        work->step[items + i] = 1.0;
        sum += unique[i];
    }
    trig_matrix_solve(work->information, 2 * items, work->step);
    for (size_t i = 0; i < items; i++)
        for (size_t j = 0; j < items; j++)
            work->work[i * items + j] = work->step[i] * loadings[j] + loadings[i] * work->step[j] +
                                        (i == j ? work->step[items + i] : 0.0);
    trig_matrix_multiply(work->inverse, work->work, items, work->more);
    trig_matrix_multiply(work->more, work->inverse, items, work->work);
    for (size_t i = 0; i < items * items; i++)
        work->more[i] = sum / (all * all) - work->work[i] / (2.0 * all);
}

/* 2 tr(G C G C), for G in work->more. */
static double normal_variance(struct likelihood *work, const double *covariance)
{
    size_t items = work->items;
    double trace = 0.0;
    trig_matrix_multiply(work->more, covariance, items, work->work);
    for (size_t i = 0; i < items; i++)
        for (size_t j = 0; j < items; j++)
            trace += work->work[i * items + j] * work->work[j * items + i];
    return 2.0 * trace;
}

enum trig_status trig_factor_omega(const double *covariance, size_t items, const struct trig_factor *factor,
                                   double n, double level, struct trig_omega *out, struct trig_error *error)
{
    struct likelihood work = {.items = items};
    double all = 0.0;
    double own = 0.0;
    *out = (struct trig_omega){NAN, NAN, NAN, NAN};
    enum trig_status status = likelihood_init(&work, items, error);
    if (status)
        return status;
    double *loadings = work.tried;
    double *unique = work.tried + items;
    for (size_t i = 0; i < items; i++) {
        double variance = covariance[i * items + i];
        loadings[i] = factor->loadings[i] * sqrt(variance);
        unique[i] = factor->unique[i] * variance;
        own += unique[i];
    }
    for (size_t i = 0; i < items * items; i++)
        all += covariance[i];
    out->omega = all > 0.0 ? 1.0 - own / all : NAN;
    if (!isnan(out->omega) && !factor->heywood && n > 1.0) {
        set_derivative(&work, loadings, unique, all);
        out->se = sqrt(normal_variance(&work, covariance) / n);
        if (out->omega > 0.0 && out->omega < 1.0)
            trig_interval_by_logit(out->omega, gsl_cdf_ugaussian_Pinv(0.5 + level / 2.0) * out->se, &out->low,
                                   &out->high);
    }
    likelihood_clear(&work);
    return TRIG_OK;
}
