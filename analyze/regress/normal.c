#include "analyze/regress/normal.h"

#include "surveys/base/memory.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* Pivots of a covariance scaled to a diagonal of ones below this are rounding: coefficients that depend
 * on one another, as those of more levels than the design has units for. */
#define SINGULAR_BELOW 1e-12

/* Takes column [pivot] out of the columns after it. */
static void eliminate(double *xx, size_t count, size_t pivot)
{
    for (size_t i = pivot + 1; i < count; i++) {
        double factor = xx[i * count + pivot] / xx[pivot * count + pivot];
        if (factor == 0.0)
            continue;
        for (size_t j = pivot + 1; j <= i; j++)
            xx[i * count + j] -= factor * xx[j * count + pivot];
    }
}

void trig_normal_alias(double *xx, size_t count, bool *aliased)
{
    /* The squares a column had at first, kept above the diagonal, which nothing else reads. */
    for (size_t i = 0; i + 1 < count; i++)
        xx[i * count + count - 1] = xx[i * count + i];
    double last = count ? xx[count * count - 1] : 0.0;
    for (size_t i = 0; i < count; i++) {
        double whole = i + 1 < count ? xx[i * count + count - 1] : last;
        aliased[i] = !(xx[i * count + i] > TRIG_ALIASED_BELOW * whole);
        if (!aliased[i])
            eliminate(xx, count, i);
    }
}

/* The lower triangle of [h] scaled to a diagonal of ones, and what scaled it. */
static bool scale_matrix(const double *h, size_t count, gsl_matrix *scaled, gsl_vector *scale)
{
    for (size_t i = 0; i < count; i++) {
        double square = h[i * count + i];
        if (!(square > 0.0) || isinf(square))
            return false;
        gsl_vector_set(scale, i, 1.0 / sqrt(square));
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j <= i; j++)
            gsl_matrix_set(scaled, i, j,
                           h[i * count + j] * gsl_vector_get(scale, i) * gsl_vector_get(scale, j));
    return true;
}

static void solve_scaled(const gsl_matrix *factor, const gsl_vector *scale, const double *score, size_t count,
                         double *step)
{
    gsl_vector_view x = gsl_vector_view_array(step, count);
    for (size_t i = 0; i < count; i++)
        step[i] = score[i] * gsl_vector_get(scale, i);
    gsl_linalg_cholesky_svx(factor, &x.vector);
    for (size_t i = 0; i < count; i++)
        step[i] *= gsl_vector_get(scale, i);
}

static void invert_scaled(gsl_matrix *factor, const gsl_vector *scale, size_t count, double *inverse)
{
    gsl_linalg_cholesky_invert(factor);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            inverse[i * count + j] =
                gsl_matrix_get(factor, i, j) * gsl_vector_get(scale, i) * gsl_vector_get(scale, j);
}

enum trig_status trig_normal_solve(const double *h, const double *score, size_t count, double *step,
                                   double *inverse, struct trig_error *error)
{
    if (count == 0)
        return TRIG_OK;
    gsl_matrix *factor = gsl_matrix_alloc(count, count);
    gsl_vector *scale = gsl_vector_alloc(count);
    enum trig_status status = TRIG_OK;
    if (!factor || !scale)
        status = trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu coefficients", count);
    else if (!scale_matrix(h, count, factor, scale) || gsl_linalg_cholesky_decomp1(factor) != GSL_SUCCESS)
        status = TRIG_ERR_DOMAIN;
    if (status == TRIG_OK && step)
        solve_scaled(factor, scale, score, count, step);
    if (status == TRIG_OK && inverse)
        invert_scaled(factor, scale, count, inverse);
    gsl_vector_free(scale);
    gsl_matrix_free(factor);
    return status;
}

/* Whether the scaled covariance of some coefficients is of lower rank than they are many. */
static bool is_singular(const double *v, size_t count, gsl_matrix *factor, gsl_vector *scale)
{
    if (!scale_matrix(v, count, factor, scale) || gsl_linalg_cholesky_decomp1(factor) != GSL_SUCCESS)
        return true;
    for (size_t i = 0; i < count; i++)
        if (gsl_matrix_get(factor, i, i) * gsl_matrix_get(factor, i, i) < SINGULAR_BELOW)
            return true;
    return false;
}

/* b' V^-1 b, V factored. */
static double quadratic_form(const gsl_matrix *factor, const gsl_vector *scale, const double *b, size_t count,
                             double *solved)
{
    double sum = 0.0;
    solve_scaled(factor, scale, b, count, solved);
    for (size_t i = 0; i < count; i++)
        sum += b[i] * solved[i];
    return sum;
}

enum trig_status trig_normal_wald(const double *b, const double *v, size_t width, const size_t *places,
                                  size_t count, double *out, struct trig_error *error)
{
    double *room = trig_calloc(count + 2, count * sizeof *room);
    gsl_matrix *factor = gsl_matrix_alloc(count, count);
    gsl_vector *scale = gsl_vector_alloc(count);
    enum trig_status status = TRIG_ERR_MEMORY;
    *out = NAN;
    if (room && factor && scale) {
        status = TRIG_OK;
        for (size_t i = 0; i < count; i++)
            room[i] = b[places[i]];
        for (size_t i = 0; i < count * count; i++)
            room[2 * count + i] = v[places[i / count] * width + places[i % count]];
        if (!is_singular(room + 2 * count, count, factor, scale))
            *out = quadratic_form(factor, scale, room, count, room + count);
    } else {
        trig_error_set(error, status, "out of memory for a test of %zu coefficients", count);
    }
    gsl_vector_free(scale);
    gsl_matrix_free(factor);
    trig_free(room);
    return status;
}
