/* Makes a stored column fit the scan's dictionary and encoding.
 *
 *      segment's dictionary   "b" "a" "old"          scan's   "a" "b" "c"
 *      code                    0   1    2     --->             1   0  unreadable
 *
 * The usual segment has the scan's own dictionary and encoding: its codes are
 * then used where they lie. Else one table look-up a row does it; the table is
 * kept while segments with the same dictionary follow one another. A text that
 * the scan's dictionary lacks reads as TRIG_UNREADABLE: something was there
 * that the definition does not know.
 */
#ifndef TRIG_SURVEYS_STORE_STORE_REMAP_H
#define TRIG_SURVEYS_STORE_STORE_REMAP_H

#include "surveys/store/store_segment.h"

/* Zeroed at first. */
struct trig_remap {
    struct trig_bytes source;    /* the packed dictionary that the table is for */
    enum trig_encoding encoding; /* of the source; 0: nothing known yet */
    enum trig_encoding target;
    bool identical;  /* the column can be used as it is; there is no table */
    uint16_t *codes; /* else the target's code by the source's, missing ones included */
};

void trig_remap_clear(struct trig_remap *remap);

/** Makes [column] (CODES8, CODES16 or FLAGS, decoded from [segment]) one of
 *  encoding [target] with [dictionary].
 *  @param room  what the column's arrays point into when they had to change.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_remap_apply(struct trig_remap *remap, const struct trig_segment *segment,
                                  enum trig_encoding target, const trig_dictionary *dictionary,
                                  struct trig_bytes *room, struct trig_column *column,
                                  struct trig_error *error);

/** A column of [rows] rows whose question was never shown. */
enum trig_status trig_remap_absent(enum trig_encoding encoding, size_t rows, struct trig_bytes *room,
                                   struct trig_column *column, struct trig_error *error);

#endif
