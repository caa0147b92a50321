/* A batch without some of its rows: the part of store_erase.h that knows segments. */
#ifndef TRIG_SURVEYS_STORE_STORE_REWRITE_H
#define TRIG_SURVEYS_STORE_STORE_REWRITE_H

#include "surveys/store/store_compact.h"
#include "surveys/store/store_internal.h"

/* Room for the segment that is read and for what is left of it; zeroed at first. */
struct trig_rewrite {
    struct trig_store *store;
    struct trig_bytes stored;
    struct trig_bytes kept;
    struct trig_bytes texts;
    struct trig_segment_room room;
};

void trig_rewrite_clear(struct trig_rewrite *rewrite);

/** Reads a segment, its seal checked.
 *  @param column  its arrays point into [rewrite]'s room until the next call.
 *  @param found   false: the batch has no such column. */
enum trig_status trig_rewrite_read(struct trig_rewrite *rewrite, uint64_t import, uint64_t batch,
                                   struct trig_view variable, struct trig_column *column, bool *found,
                                   struct trig_error *error);

/** Leaves rows out of all segments of a batch, which is removed when nothing is left of
 *  it. Texts of open dictionaries that no row has any more are left out too. */
enum trig_status trig_rewrite_batch(struct trig_rewrite *rewrite, uint64_t import, uint64_t batch,
                                    uint64_t rows, struct trig_gone gone, struct trig_error *error);

#endif
