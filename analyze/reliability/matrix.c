#include "analyze/reliability/matrix.h"

#include "surveys/base/memory.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_sort_vector.h>
#include <math.h>
#include <string.h>

/* Of items on 0-100: a variance below this is a rounding error. */
#define NO_VARIANCE 1e-8

void trig_matrix_correlation(const double *covariance, size_t size, double *out)
{
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++) {
            double a = covariance[i * size + i];
            double b = covariance[j * size + j];
            bool varies = a > NO_VARIANCE && b > NO_VARIANCE;
            out[i * size + j] = !varies ? NAN : i == j ? 1.0 : covariance[i * size + j] / sqrt(a * b);
        }
}

static void fill(double *values, size_t count, double value)
{
    for (size_t i = 0; i < count; i++)
        values[i] = value;
}

static bool is_finite(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return false;
    return true;
}

void trig_matrix_invert(const double *matrix, size_t size, double *inverse, double *log_determinant)
{
    memmove(inverse, matrix, size * size * sizeof *inverse);
    gsl_matrix_view view = gsl_matrix_view_array(inverse, size, size);
    *log_determinant = NAN;
    if (!is_finite(inverse, size * size) || gsl_linalg_cholesky_decomp1(&view.matrix)) {
        fill(inverse, size * size, NAN);
        return;
    }
    *log_determinant = 0.0;
    for (size_t i = 0; i < size; i++)
        *log_determinant += 2.0 * log(inverse[i * size + i]);
    gsl_linalg_cholesky_invert(&view.matrix);
}

void trig_matrix_solve(double *matrix, size_t size, double *b)
{
    gsl_matrix_view view = gsl_matrix_view_array(matrix, size, size);
    gsl_vector_view right = gsl_vector_view_array(b, size);
    if (!is_finite(matrix, size * size) || gsl_linalg_cholesky_decomp1(&view.matrix) ||
        gsl_linalg_cholesky_svx(&view.matrix, &right.vector))
        fill(b, size, NAN);
}

enum trig_status trig_matrix_eigenvalues(const double *matrix, size_t size, double *out,
                                         struct trig_error *error)
{
    fill(out, size, NAN);
    if (!is_finite(matrix, size * size))
        return TRIG_OK;
    gsl_eigen_symm_workspace *space = gsl_eigen_symm_alloc(size);
    double *copy = trig_calloc(size * size, sizeof *copy);
    if (space && copy) {
        memcpy(copy, matrix, size * size * sizeof *copy);
        gsl_matrix_view view = gsl_matrix_view_array(copy, size, size);
        gsl_vector_view values = gsl_vector_view_array(out, size);
        gsl_eigen_symm(&view.matrix, &values.vector, space);
        gsl_sort_vector(&values.vector);
        gsl_vector_reverse(&values.vector);
    }
    gsl_eigen_symm_free(space);
    bool done = space && copy;
    trig_free(copy);
    if (done)
        return TRIG_OK;
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the eigenvalues of %zu items", size);
    return TRIG_ERR_MEMORY;
}

void trig_matrix_multiply(const double *a, const double *b, size_t size, double *out)
{
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++) {
            double sum = 0.0;
            for (size_t k = 0; k < size; k++)
                sum += a[i * size + k] * b[k * size + j];
            out[i * size + j] = sum;
        }
}
