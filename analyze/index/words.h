/* The sentences that an index owes its readers. */
#ifndef TRIG_ANALYZE_INDEX_WORDS_H
#define TRIG_ANALYZE_INDEX_WORDS_H

#include "analyze/index/rows.h"

/** Adds the title and what the index is made of, what its columns mean and whose it is.
 *  @param wave  the last one. */
enum trig_status trig_index_describe(const struct trig_index_wave *wave, trig_table *table,
                                     struct trig_error *error);

#endif
