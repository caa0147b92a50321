/* The rows of an index: institutions, the points of their indicators, and how much
 * the ranks owe to choices. */
#ifndef TRIG_ANALYZE_INDEX_ROWS_H
#define TRIG_ANALYZE_INDEX_ROWS_H

#include "analyze/index/sensitivity.h"

/* Everything one wave's rows are made from; borrowed. */
struct trig_index_wave {
    const struct trig_bench *bench;
    const struct trig_index_options *options;
    size_t wave; /* TRIG_NONE: the survey has none */
    const struct trig_index_parts *parts;
    const struct trig_composite *composites; /* by member */
    const struct trig_sensitivity *sensitivity;
};

/** An empty table with the columns of an index.
 *  @return NULL when memory is out. */
trig_table *trig_index_rows_create(struct trig_error *error);

/** Adds the rows of a wave: composites, the highest first; institutions without one, by
 *  name; then what sensitivity says.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_index_rows_add(const struct trig_index_wave *wave, trig_table *table,
                                     struct trig_error *error);

#endif
