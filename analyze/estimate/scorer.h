/* One measure's y for a block of rows, from the columns of one store.
 *
 *   a single coded source   code -> y                                one look-up
 *   a pillar on a lattice   item codes -> (answered, sum) -> y        see below
 *   numbers, flags, mixed   arithmetic in doubles
 *
 * Lattice: when all items of a pillar lie on a common grid of 1/U (five points:
 * U = 4), an item adds one 16-bit number, `answered | sum`, and the total is
 * looked up in a table of all states. That needs two bytes a row and no division.
 *
 *      bits   15 ........ s | s-1 ..... 0
 *             answered      | sum in 1/U
 */
#ifndef TRIG_ANALYZE_ESTIMATE_SCORER_H
#define TRIG_ANALYZE_ESTIMATE_SCORER_H

#include "analyze/frame/frame.h"

/* Rows scored at once: what one block needs stays in the first-level cache. */
#define TRIG_BLOCK 1024

typedef struct trig_scorer trig_scorer;

/** A scorer of measure [measure] for batches of store [store] of [frame]. */
trig_scorer *trig_scorer_create(const trig_frame *frame, size_t store, size_t measure,
                                struct trig_error *error);
void trig_scorer_destroy(trig_scorer *scorer);

/** Writes y - shift of [count] (at most TRIG_BLOCK) rows from [start]; NAN where
 *  y is not defined. */
void trig_scorer_run(const trig_scorer *scorer, const struct trig_batch *batch, size_t start, size_t count,
                     double *y);

#endif
