/* --show-r of an index: the R code of its composites and their errors by replicates. Rank sets and what
 * choices move are random draws, and not in it.
 *
 *      begin (data, measures, design, functions) -> wave, wave, ... -> end
 */
#ifndef TRIG_ANALYZE_INDEX_SHOW_R_H
#define TRIG_ANALYZE_INDEX_SHOW_R_H

#include "analyze/index/rows.h"

#include <stdio.h>

/** Everything before the first wave. */
void trig_index_show_begin(const struct trig_bench *bench, FILE *out);

/** The results of a wave's members on every indicator. */
void trig_index_show_wave(const struct trig_index_wave *wave, FILE *out);

/** The specification, and the data frame result, printed. */
void trig_index_show_end(const struct trig_bench *bench, const struct trig_index_options *options, FILE *out);

#endif
