/* Linear equations A x = b with a symmetric A that may be short of rank, as those
 * of overlapping margins are: every margin adds up to everybody. Unknowns that
 * follow from others are 0.
 *
 *      reset -> add .. -> factor -> solve, solve, ...
 */
#ifndef TRIG_ANALYZE_DESIGN_EQUATIONS_H
#define TRIG_ANALYZE_DESIGN_EQUATIONS_H

#include "surveys/base/error.h"

#include <stdbool.h>

typedef struct trig_equations trig_equations;

/** @param count  of unknowns, at least 1; memory grows with its square. */
trig_equations *trig_equations_create(size_t count, struct trig_error *error);
void trig_equations_destroy(trig_equations *equations);

/** Sets A to zero. */
void trig_equations_reset(trig_equations *equations);
/** Adds [value] to A[row, column]; the caller keeps A symmetric. */
void trig_equations_add(trig_equations *equations, size_t row, size_t column, double value);

/** Factors A (QR with pivoting, rows and columns scaled to a diagonal of ones).
 *  @return false when A is zero or not finite. */
bool trig_equations_factor(trig_equations *equations);
/** @param x  gets the solution; with too little rank, one of least squares. */
void trig_equations_solve(trig_equations *equations, const double *b, double *x);

#endif
