/* Whether a stream of bytes is UTF-8, block by block: characters may be cut by
 * the end of a block. */
#ifndef TRIG_COLLECT_BYTES_UTF8_H
#define TRIG_COLLECT_BYTES_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The bytes of the character that [bytes] begins with: 1 to 4 when it is valid
 *  UTF-8; 0 when it is not; SIZE_MAX when [left] bytes are a valid beginning only. */
size_t trig_utf8_character(const unsigned char *bytes, size_t left);

/** How many of the first bytes are valid UTF-8, whole characters only. */
size_t trig_utf8_valid(const unsigned char *bytes, size_t length);

/* What has been seen of a stream so far. Begin with a zeroed struct. */
struct trig_utf8_census {
    uint64_t multibyte; /* characters beyond ASCII */
    uint64_t bad;       /* bytes that are part of no character */
    unsigned char pending[4];
    size_t pending_count;
};

void trig_utf8_census_add(struct trig_utf8_census *census, const void *bytes, size_t length);
/** The end of the stream: a character cut short is bad. */
void trig_utf8_census_finish(struct trig_utf8_census *census);

#endif
