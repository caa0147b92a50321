/* Cuts decoded text into pieces that end where a record ends, so that each can be
 * parsed without the ones before it.
 *
 *     id,comment\n  1,"two\nlines"\n  2,"a ""word"""\n
 *                ^        not here  ^                 ^      an even number of quotes before
 *
 * In text that the CSV reader accepts every quote opens a field, closes one or is
 * half of a doubled one, so a line end is that of a record exactly when an even
 * number of quotes lies before it. Text that it does not accept is cut rightly up
 * to its first mistake, and nothing behind that counts.
 */
#ifndef TRIG_COLLECT_INTAKE_CUTTER_H
#define TRIG_COLLECT_INTAKE_CUTTER_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

#include <stdbool.h>

/* Bytes in memory of their own. */
struct trig_buffer {
    char *data; /* owned */
    size_t length;
    size_t capacity;
};

struct trig_cutter {
    char quote;
    size_t target; /* a piece is to have this many bytes */
    size_t most;   /* one without any end of a record is cut here: no record may be as long */
    struct trig_buffer text;
    size_t searched; /* no record ends before it */
    bool in_quotes;  /* the text so far ends within quotes */
};

/** @param target  bytes from which on text is cut.
 *  @param record_limit  the CSV reader's: a longer record is an error there. */
void trig_cutter_init(struct trig_cutter *cutter, char quote, size_t target, size_t record_limit);
void trig_cutter_clear(struct trig_cutter *cutter);

/** Takes [text] behind what is there. */
enum trig_status trig_cutter_add(struct trig_cutter *cutter, struct trig_view text, struct trig_error *error);

/** The next piece, if there is a whole one.
 *  @param last   whether nothing will follow: then all that is left is a piece.
 *  @param piece  gets the text in exchange for its own memory; empty: there is none yet. */
enum trig_status trig_cutter_cut(struct trig_cutter *cutter, bool last, struct trig_buffer *piece,
                                 struct trig_error *error);

#endif
