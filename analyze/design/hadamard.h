/* Hadamard matrices: +1 and -1, rows orthogonal, the first row all +1.
 *
 *      order 2^k          Sylvester: the sign of row, column is the parity of (row & column)
 *      order p + 1        Paley: p a prime, p = 3 mod 4, by quadratic residues
 *      order 2^k (p + 1)  the product of both
 *
 * Source: Wolter (2007), Introduction to Variance Estimation, app. A.
 */
#ifndef TRIG_ANALYZE_DESIGN_HADAMARD_H
#define TRIG_ANALYZE_DESIGN_HADAMARD_H

#include <stdbool.h>
#include <stddef.h>

/** The smallest of these orders that is at least [least] (and at least 2). */
size_t trig_hadamard_order(size_t least);

/** How many times 2 is to be taken out of [order], one of these, to leave p + 1
 *  or 1; *prime gets p, or 0. */
size_t trig_hadamard_doublings(size_t order, size_t *prime);

/** Whether the element is +1. [order] as trig_hadamard_order gives it. */
bool trig_hadamard_is_positive(size_t order, size_t row, size_t column);

#endif
