#include "analyze/design/calibration.h"

#include "analyze/design/equations.h"
#include "surveys/base/memory.h"

#include <math.h>
#include <string.h>

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a calibration");
}

/* ---- functions -------------------------------------------------------------------- */

static double clamp(const struct trig_calibration_form *form, double g)
{
    return fmax(form->lower, fmin(form->upper, g));
}

/* The constant of the logit function that makes its slope 1 where g is 1. */
static double logit_scale(const struct trig_calibration_form *form)
{
    return (form->upper - form->lower) / ((form->upper - 1.0) * (1.0 - form->lower));
}

static double logit(const struct trig_calibration_form *form, double u)
{
    double lower = form->lower, upper = form->upper;
    double e = exp(-logit_scale(form) * u); /* large where g is near its lower bound */
    if (isinf(e))
        return lower;
    return (lower * (upper - 1.0) * e + upper * (1.0 - lower)) / ((upper - 1.0) * e + 1.0 - lower);
}

double trig_calibration_factor(const struct trig_calibration_form *form, double u)
{
    if (form->method != TRIG_CALIBRATE)
        return exp(u);
    switch (form->function) {
    case TRIG_RAKING:
        return clamp(form, exp(u));
    case TRIG_LOGIT:
        return logit(form, u);
    default:
        return clamp(form, 1.0 + u);
    }
}

/* Its derivative. */
static double slope(const struct trig_calibration_form *form, double u)
{
    double g = trig_calibration_factor(form, u);
    if (form->function == TRIG_LOGIT)
        return logit_scale(form) * (g - form->lower) * (form->upper - g) / (form->upper - form->lower);
    bool inside = g > form->lower && g < form->upper;
    if (form->function == TRIG_RAKING)
        return inside ? g : 0.0;
    return inside ? 1.0 : 0.0;
}

/* ---- sums over rows ------------------------------------------------------------------ */

static double x_of(const struct trig_margin *margin, size_t unit)
{
    return margin->x ? margin->x[unit] : 1.0;
}

/* What the weights add up to in each row of a margin. */
static void add_up(const struct trig_calibration *calibration, const struct trig_margin *margin,
                   const double *weights, double *sums)
{
    memset(sums, 0, margin->count * sizeof *sums);
    for (size_t i = 0; i < calibration->count; i++)
        if (margin->rows[i] != TRIG_MARGIN_NONE)
            sums[margin->rows[i]] += weights[i] * x_of(margin, i);
}

/* Where the weights are farthest from the totals. */
static void measure(const struct trig_calibration *calibration, const double *weights, double *sums,
                    struct trig_calibration_end *end)
{
    end->worst = -1.0;
    for (size_t m = 0; m < calibration->margin_count; m++) {
        const struct trig_margin *margin = &calibration->margins[m];
        add_up(calibration, margin, weights, sums);
        for (size_t row = 0; row < margin->count; row++) {
            double distance = fabs(sums[row] - margin->totals[row]) / (1.0 + fabs(margin->totals[row]));
            if (distance <= end->worst)
                continue;
            end->worst = isnan(distance) ? (double)INFINITY : distance;
            end->margin = m;
            end->row = row;
            end->sum = sums[row];
        }
    }
    end->converged = end->worst <= calibration->epsilon;
}

/* ---- scaling, margin after margin ------------------------------------------------------ */

static void scale_to(const struct trig_calibration *calibration, const struct trig_margin *margin,
                     double *weights, double *sums, double *lambda)
{
    add_up(calibration, margin, weights, sums);
    for (size_t row = 0; row < margin->count; row++) {
        sums[row] = margin->totals[row] / sums[row];
        lambda[row] += log(sums[row]);
    }
    for (size_t i = 0; i < calibration->count; i++)
        if (margin->rows[i] != TRIG_MARGIN_NONE)
            weights[i] *= sums[margin->rows[i]];
}

static void rake(const struct trig_calibration *calibration, double *weights, double *lambda, double *sums,
                 struct trig_calibration_end *end)
{
    size_t most = calibration->margin_count == 1 ? 1 : calibration->most_iterations;
    do {
        size_t first = 0;
        for (size_t m = 0; m < calibration->margin_count; m++) {
            scale_to(calibration, &calibration->margins[m], weights, sums, lambda + first);
            first += calibration->margins[m].count;
        }
        end->iterations++;
        measure(calibration, weights, sums, end);
    } while (!end->converged && end->iterations < most);
}

/* ---- Newton ------------------------------------------------------------------------------ */

struct newton {
    const struct trig_calibration *calibration;
    size_t totals;
    double *u;      /* by respondent */
    double *misfit; /* by total */
    double *step;
    trig_equations *equations;
};

static void set_weights(const struct newton *newton, const double *lambda, double *weights)
{
    const struct trig_calibration *calibration = newton->calibration;
    memset(newton->u, 0, calibration->count * sizeof *newton->u);
    for (size_t m = 0, first = 0; m < calibration->margin_count; first += calibration->margins[m++].count) {
        const struct trig_margin *margin = &calibration->margins[m];
        for (size_t i = 0; i < calibration->count; i++)
            if (margin->rows[i] != TRIG_MARGIN_NONE)
                newton->u[i] += x_of(margin, i) * lambda[first + margin->rows[i]];
    }
    for (size_t i = 0; i < calibration->count; i++)
        weights[i] = calibration->base[i] * trig_calibration_factor(&calibration->form, newton->u[i]);
}

static bool all_finite(const double *weights, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(weights[i]))
            return false;
    return true;
}

/* The rows that respondent [i] is in, and its x there. */
static size_t rows_of(const struct trig_calibration *calibration, size_t i, size_t *rows, double *x)
{
    size_t count = 0;
    for (size_t m = 0, first = 0; m < calibration->margin_count; first += calibration->margins[m++].count) {
        const struct trig_margin *margin = &calibration->margins[m];
        if (margin->rows[i] == TRIG_MARGIN_NONE)
            continue;
        rows[count] = first + margin->rows[i];
        x[count++] = x_of(margin, i);
    }
    return count;
}

/* sum d F'(u) x x' and the misfit of each total. */
static void fill_equations(struct newton *newton, const double *weights, size_t *rows, double *x)
{
    const struct trig_calibration *calibration = newton->calibration;
    trig_equations_reset(newton->equations);
    for (size_t m = 0, first = 0; m < calibration->margin_count; first += calibration->margins[m++].count)
        memcpy(newton->misfit + first, calibration->margins[m].totals,
               calibration->margins[m].count * sizeof *newton->misfit);
    for (size_t i = 0; i < calibration->count; i++) {
        size_t count = rows_of(calibration, i, rows, x);
        double d = calibration->base[i] * slope(&calibration->form, newton->u[i]);
        for (size_t a = 0; a < count; a++) {
            newton->misfit[rows[a]] -= weights[i] * x[a];
            for (size_t b = 0; b < count; b++)
                trig_equations_add(newton->equations, rows[a], rows[b], d * x[a] * x[b]);
        }
    }
}

static void take_step(const struct newton *newton, double *lambda, double *weights)
{
    for (size_t i = 0; i < newton->totals; i++)
        lambda[i] += newton->step[i];
    set_weights(newton, lambda, weights);
    for (size_t halving = 0; halving < 60 && !all_finite(weights, newton->calibration->count); halving++) {
        for (size_t i = 0; i < newton->totals; i++) {
            newton->step[i] /= 2.0;
            lambda[i] -= newton->step[i];
        }
        set_weights(newton, lambda, weights);
    }
}

static enum trig_status iterate(struct newton *newton, double *weights, double *lambda, double *sums,
                                struct trig_calibration_end *end, struct trig_error *error)
{
    const struct trig_calibration *calibration = newton->calibration;
    size_t *rows = trig_calloc(calibration->margin_count, sizeof *rows);
    double *x = trig_calloc(calibration->margin_count, sizeof *x);
    set_weights(newton, lambda, weights);
    while (rows && x && !end->converged && end->iterations < calibration->most_iterations) {
        fill_equations(newton, weights, rows, x);
        if (!trig_equations_factor(newton->equations))
            break;
        trig_equations_solve(newton->equations, newton->misfit, newton->step);
        take_step(newton, lambda, weights);
        end->iterations++;
        measure(calibration, weights, sums, end);
    }
    enum trig_status status = rows && x ? TRIG_OK : no_memory(error);
    trig_free(rows);
    trig_free(x);
    return status;
}

static enum trig_status find_by_newton(const struct trig_calibration *calibration, size_t totals,
                                       double *weights, double *lambda, double *sums,
                                       struct trig_calibration_end *end, struct trig_error *error)
{
    struct newton newton = {.calibration = calibration,
                            .totals = totals,
                            .u = trig_calloc(calibration->count, sizeof *newton.u),
                            .misfit = trig_calloc(totals, sizeof *newton.misfit),
                            .step = trig_calloc(totals, sizeof *newton.step),
                            .equations = trig_equations_create(totals, error)};
    enum trig_status status = TRIG_OK;
    if (newton.u && newton.misfit && newton.step && newton.equations)
        status = iterate(&newton, weights, lambda, sums, end, error);
    else
        status = no_memory(error);
    trig_equations_destroy(newton.equations);
    trig_free(newton.step);
    trig_free(newton.misfit);
    trig_free(newton.u);
    return status;
}

/* ---- the whole ----------------------------------------------------------------------------- */

void trig_calibration_set_limits(struct trig_calibration *calibration)
{
    calibration->epsilon = 1e-10;
    calibration->most_iterations = calibration->form.method == TRIG_CALIBRATE ? 100 : 2000;
}

enum trig_status trig_calibration_find(const struct trig_calibration *calibration, double *weights,
                                       double *lambda, struct trig_calibration_end *end,
                                       struct trig_error *error)
{
    size_t totals = 0, most = 0;
    for (size_t m = 0; m < calibration->margin_count; m++) {
        totals += calibration->margins[m].count;
        most = calibration->margins[m].count > most ? calibration->margins[m].count : most;
    }
    bool newton = calibration->form.method == TRIG_CALIBRATE;
    if (newton && totals > TRIG_MOST_TOTALS)
        return trig_error_set(
            error, TRIG_ERR_LIMIT,
            "%zu totals are too many to calibrate to at once (at most %d); rake instead, or "
            "merge categories",
            totals, TRIG_MOST_TOTALS);
    double *sums = trig_calloc(most, sizeof *sums);
    if (!sums)
        return no_memory(error);
    memset(lambda, 0, totals * sizeof *lambda);
    memcpy(weights, calibration->base, calibration->count * sizeof *weights);
    *end = (struct trig_calibration_end){.converged = false};
    enum trig_status status = TRIG_OK;
    if (newton)
        status = find_by_newton(calibration, totals, weights, lambda, sums, end, error);
    else
        rake(calibration, weights, lambda, sums, end);
    trig_free(sums);
    return status;
}

/* ---- trimming -------------------------------------------------------------------------------- */

/* One pass. @return how many were beyond. */
static size_t trim_once(double *weights, size_t count, double lower, double upper)
{
    double missing = 0.0;
    size_t beyond = 0;
    for (size_t i = 0; i < count; i++) {
        double kept = fmax(lower, fmin(weights[i], upper));
        missing += weights[i] - kept;
        beyond += weights[i] != kept;
    }
    for (size_t i = 0; i < count && beyond; i++) {
        bool outside = weights[i] < lower || weights[i] > upper;
        weights[i] =
            outside ? fmax(lower, fmin(weights[i], upper)) : weights[i] + missing / (double)(count - beyond);
    }
    return beyond;
}

/* More passes than any weights need that can be trimmed to the bounds at all. */
#define MOST_PASSES 10000

size_t trig_calibration_trim(double *weights, size_t count, double lower, double upper, bool again)
{
    size_t first = trim_once(weights, count, lower, upper);
    size_t beyond = again ? first : 0;
    for (size_t pass = 0; pass < MOST_PASSES && beyond; pass++)
        beyond = trim_once(weights, count, lower, upper);
    return first;
}
