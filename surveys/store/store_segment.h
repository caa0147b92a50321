/* One column of one batch, as the bytes that the store keeps.
 *
 *      data, by encoding (rows = n; little-endian; each part begins at a
 *      multiple of its element's size, so that it is read where it lies):
 *
 *      CODES8    | code 1 x n |
 *      CODES16   | code 2 x n |
 *      NUMBER    | number 8 x n         | answer 1 x n |
 *      FLAGS     | word 8 x n           | answer 1 x n |
 *      WORDS     | word 8 x n           |
 *      TEXT      | offset 4 x (n + 1)   | answer 1 x n | bytes offset[n] |
 *
 *      dictionary of CODES8, CODES16 and FLAGS: packed texts
 *
 *      | count 4 | length 4 x count | bytes of text 0, text 1, ... |
 *
 * A categorical column with at most TRIG_CODES8_MOST texts is always CODES8.
 * Whatever is decoded has been checked: lengths fit, codes and flags are in the
 * dictionary, offsets rise, answers are known. A reader may therefore index
 * with what it finds, even in a file made by somebody hostile.
 */
#ifndef TRIG_SURVEYS_STORE_STORE_SEGMENT_H
#define TRIG_SURVEYS_STORE_STORE_SEGMENT_H

#include "surveys/base/error.h"
#include "surveys/batch/batch.h"

struct trig_segment {
    struct trig_view variable;
    enum trig_encoding encoding;
    size_t rows;
    struct trig_view dictionary; /* packed texts; blank for other encodings */
    struct trig_view data;       /* aligned for doubles */
};

/* Room that grows and is used again for the next segment; zeroed at first. */
struct trig_bytes {
    char *data;
    size_t length;
    size_t capacity;
};

struct trig_segment_room {
    struct trig_bytes dictionary;
    struct trig_bytes data;
};

/** Makes room for [length] bytes; what was there is lost.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_bytes_reserve(struct trig_bytes *bytes, size_t length, struct trig_error *error);
void trig_bytes_clear(struct trig_bytes *bytes);
void trig_segment_room_clear(struct trig_segment_room *room);

/** The segment of [column] with [rows] rows.
 *  @param room  what [out] may point into, besides the column itself.
 *  @return TRIG_OK; TRIG_ERR_USAGE (the column breaks the rules of batch.h);
 *          TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
enum trig_status trig_segment_encode(const struct trig_column *column, size_t rows,
                                     struct trig_segment_room *room, struct trig_segment *out,
                                     struct trig_error *error);

/** How long [data] has to be; for TEXT at least this long, plus its bytes.
 *  @return TRIG_OK, or TRIG_ERR_DAMAGED: no such encoding, too many rows. */
enum trig_status trig_segment_size(enum trig_encoding encoding, uint64_t rows, size_t *size,
                                   struct trig_error *error);

/** The column in [segment], whose arrays point into it; [out]->dictionary is NULL.
 *  @return TRIG_OK, or TRIG_ERR_DAMAGED with the reason. */
enum trig_status trig_segment_decode(const struct trig_segment *segment, struct trig_column *out,
                                     struct trig_error *error);

/** The seal of everything but the import and the batch that it belongs to;
 *  [batch] is its number. */
uint64_t trig_segment_seal(const struct trig_segment *segment, uint64_t batch);

/* ---- packed texts ------------------------------------------------------------ */

/* Walks over packed texts that were checked. */
struct trig_texts_cursor {
    const char *lengths;
    const char *bytes;
    size_t left;
};

/** @return TRIG_OK and the number of texts, or TRIG_ERR_DAMAGED. */
enum trig_status trig_texts_check(struct trig_view packed, size_t *count, struct trig_error *error);
struct trig_texts_cursor trig_texts_begin(struct trig_view packed);
bool trig_texts_next(struct trig_texts_cursor *cursor, struct trig_view *out);

/* The text that is number [index] of whatever is packed. */
typedef struct trig_view trig_texts_at(const void *list, size_t index);

/** Packs [count] texts into [room].
 *  @return TRIG_OK, TRIG_ERR_LIMIT (4 GiB) or TRIG_ERR_MEMORY. */
enum trig_status trig_texts_pack(trig_texts_at *at, const void *list, size_t count, struct trig_bytes *room,
                                 struct trig_error *error);
/** Packs the texts of a dictionary. */
enum trig_status trig_texts_pack_dictionary(const trig_dictionary *dictionary, struct trig_bytes *room,
                                            struct trig_error *error);

#endif
