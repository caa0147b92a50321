/* Leaves rows out of a column.
 *
 *      rows    0 1 2 3 4 5      gone 1, 4      kept    0 2 3 5
 */
#ifndef TRIG_SURVEYS_STORE_STORE_COMPACT_H
#define TRIG_SURVEYS_STORE_STORE_COMPACT_H

#include "surveys/store/store_segment.h"

/* Rows to leave out, rising, each below the number of rows. */
struct trig_gone {
    const uint32_t *rows;
    size_t count;
};

/** Writes what stays of [column] into [room], laid out as a segment's data, and points
 *  the column's arrays there; name and dictionary stay as they are.
 *  @param rows  of the column, more than are gone.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_compact(struct trig_column *column, size_t rows, struct trig_gone gone,
                              struct trig_bytes *room, struct trig_error *error);

#endif
