/* Normal equations: symmetric systems whose later columns may follow from the
 * earlier ones. Matrices are square, row-major; only what is said to be read is. */
#ifndef TRIG_ANALYZE_REGRESS_NORMAL_H
#define TRIG_ANALYZE_REGRESS_NORMAL_H

#include "surveys/base/error.h"

#include <stdbool.h>

/* A column of which so little of the squares is left after the columns before it
 * is taken for a combination of them. */
#define TRIG_ALIASED_BELOW 1e-10

/** Finds the columns of X that are combinations of those before them.
 *  @param xx       X'X, [count] x [count], both triangles; used up.
 *  @param aliased  [count] gets them. */
void trig_normal_alias(double *xx, size_t count, bool *aliased);

/** Solves h step = score and inverts h, which has to be positive definite
 *  (scaled to a diagonal of ones first).
 *  @param h     [count] x [count], lower triangle.
 *  @param step  [count]; NULL: not wanted.
 *  @param inverse  [count] x [count], both triangles; NULL: not wanted.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN without a message: not positive definite;
 *          TRIG_ERR_MEMORY. */
enum trig_status trig_normal_solve(const double *h, const double *score, size_t count, double *step,
                                   double *inverse, struct trig_error *error);

/** The Wald statistic b' V^-1 b of [count] coefficients; NAN when V is singular.
 *  @param places  which of the [width] rows and columns of [v]. */
enum trig_status trig_normal_wald(const double *b, const double *v, size_t width, const size_t *places,
                                  size_t count, double *out, struct trig_error *error);

#endif
