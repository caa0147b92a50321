/* Sums over many rows, by several threads, the same bits for any number of them:
 * rows are cut into blocks that depend on nothing but their number, each block
 * is summed by itself, and the blocks are merged in order.
 *
 *      rows:  | block 0 | block 1 | block 2 | ...     any thread takes any block
 *                 \         |         /
 *                  total + 0, + 1, + 2, ...           in this order
 */
#ifndef TRIG_ANALYZE_REGRESS_BLOCKS_H
#define TRIG_ANALYZE_REGRESS_BLOCKS_H

#include "surveys/base/error.h"

/* Rows of a block: their columns stay in the second-level cache, and what a block
 * costs to begin with does not show. */
#define TRIG_BLOCK_ROWS 8192

/** Adds the rows from [start] to before [end] to [sums], which hold zeros. */
typedef void trig_block_add(const void *context, size_t start, size_t end, double *sums);

/** Sums [width] numbers over [rows] rows. [add] is called from several threads.
 *  @param threads  how many; 0: one a processor.
 *  @param total  filled on TRIG_OK.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_blocks_sum(size_t rows, size_t threads, size_t width, trig_block_add *add,
                                 const void *context, double *total, struct trig_error *error);

#endif
