/* Small symmetric matrices, size x size by rows, by way of GSL. What is not
 * defined is NAN, with TRIG_OK. */
#ifndef TRIG_ANALYZE_RELIABILITY_MATRIX_H
#define TRIG_ANALYZE_RELIABILITY_MATRIX_H

#include "surveys/base/error.h"

#include <stddef.h>

/** Correlations of covariances; NAN in the rows and columns of what does not vary. */
void trig_matrix_correlation(const double *covariance, size_t size, double *out);

/** The inverse and the logarithm of the determinant; all NAN unless [matrix] is
 *  positive definite.
 *  @param inverse  size x size; may be [matrix] itself. */
void trig_matrix_invert(const double *matrix, size_t size, double *inverse, double *log_determinant);

/** Solves matrix x = b in place of [b]; [matrix] is overwritten. [b] becomes NAN
 *  unless [matrix] is positive definite. */
void trig_matrix_solve(double *matrix, size_t size, double *b);

/** The eigenvalues, the largest first; NAN when [matrix] holds a NAN.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_matrix_eigenvalues(const double *matrix, size_t size, double *out,
                                         struct trig_error *error);

/** out = a b; [out] is neither of them. */
void trig_matrix_multiply(const double *a, const double *b, size_t size, double *out);

#endif
