/* Which encoding the bytes of an export are in, and why. */
#ifndef TRIG_COLLECT_BYTES_ENCODING_H
#define TRIG_COLLECT_BYTES_ENCODING_H

#include "collect/bytes/facts.h"
#include "collect/formats/format.h"

/* Room for the name of an encoding, with its NUL. */
#define TRIG_ENCODING_NAME 40

struct trig_encoding_guess {
    char name[TRIG_ENCODING_NAME]; /* as iconv knows it; "UTF-8" for ASCII too */
    size_t mark;                   /* bytes of the byte order mark at the start */
    struct trig_why why;
};

/** Guesses the encoding from a byte order mark, the pattern of zero bytes,
 *  whether all is UTF-8, and else from the letters beyond ASCII.
 *  @return TRIG_OK or TRIG_ERR_FORMAT (zero bytes that no encoding of text explains). */
enum trig_status trig_encoding_guess(const struct trig_facts *facts, struct trig_encoding_guess *out,
                                     struct trig_error *error);

/** Takes the encoding that the user names, in iconv's spelling or a usual one.
 *  @return TRIG_OK or TRIG_ERR_USAGE (iconv does not know it). */
enum trig_status trig_encoding_take(const char *name, const struct trig_facts *facts,
                                    struct trig_encoding_guess *out, struct trig_error *error);

#endif
