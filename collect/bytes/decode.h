/* Bytes of an export, in whatever encoding, to UTF-8, block by block.
 *
 *     feed(bytes) --> UTF-8 as it is, or iconv --> sink(UTF-8)
 *
 * Bytes that cannot be decoded become U+FFFD; the first of them are kept with
 * their place, all are counted.
 */
#ifndef TRIG_COLLECT_BYTES_DECODE_H
#define TRIG_COLLECT_BYTES_DECODE_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

#include <stdint.h>

/* How many undecodable bytes are kept with their place. */
#define TRIG_UNDECODABLE_KEPT 10

/* A byte that cannot be decoded. */
struct trig_undecodable_byte {
    uint64_t line;   /* from 1 */
    uint64_t column; /* in characters, from 1 */
    unsigned char byte;
};

struct trig_undecodable {
    uint64_t count;
    struct trig_undecodable_byte first[TRIG_UNDECODABLE_KEPT];
};

/** Gets decoded text. Anything but TRIG_OK stops the decoder, which returns it. */
typedef enum trig_status trig_decode_sink(void *context, struct trig_view text, struct trig_error *error);

typedef struct trig_decoder trig_decoder;

/** @param encoding  as trig_encoding_guess names it.
 *  @return the decoder, or NULL: iconv does not know the encoding, or memory. */
trig_decoder *trig_decoder_create(const char *encoding, trig_decode_sink *sink, void *context,
                                  struct trig_error *error);
void trig_decoder_destroy(trig_decoder *decoder);

/** Decodes [bytes]; a character cut by their end waits for the next call.
 *  @return TRIG_OK or the sink's status. */
enum trig_status trig_decoder_feed(trig_decoder *decoder, struct trig_view bytes, struct trig_error *error);
/** The end: a character that is still cut is undecodable. */
enum trig_status trig_decoder_finish(trig_decoder *decoder, struct trig_error *error);

/** What could not be decoded so far; lives as long as the decoder. */
const struct trig_undecodable *trig_decoder_undecodable(const trig_decoder *decoder);

#endif
