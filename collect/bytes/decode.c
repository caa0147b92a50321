#include "collect/bytes/decode.h"

#include "surveys/base/memory.h"

#include "collect/bytes/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* What one call of iconv may write. */
#define OUT_SIZE ((size_t)256 << 10)
/* The longest unfinished character that any encoding leaves at the end of a block. */
#define PENDING_SIZE 16

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

struct trig_decoder {
    trig_decode_sink *sink;
    void *context;
    bool is_utf8;
    iconv_t converter; /* unless is_utf8 */
    char *out;         /* owned, OUT_SIZE bytes, unless is_utf8 */
    char pending[PENDING_SIZE];
    size_t pending_count;
    uint64_t line;   /* of what comes next, from 1 */
    uint64_t column; /* characters of that line already delivered */
    struct trig_undecodable undecodable;
};

/* POSIX says "no converter" by a pointer that is -1. */
static bool is_open(iconv_t converter)
{
    return converter != (iconv_t)-1; /* NOLINT(performance-no-int-to-ptr) */
}

trig_decoder *trig_decoder_create(const char *encoding, trig_decode_sink *sink, void *context,
                                  struct trig_error *error)
{
    trig_decoder *decoder = trig_calloc(1, sizeof *decoder);
    if (!decoder) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to decode the export");
        return NULL;
    }
    decoder->sink = sink;
    decoder->context = context;
    decoder->line = 1;
    decoder->is_utf8 = strcmp(encoding, "UTF-8") == 0;
    if (decoder->is_utf8)
        return decoder;
    decoder->converter = iconv_open("UTF-8", encoding);
    decoder->out = trig_calloc(OUT_SIZE, 1);
    if (is_open(decoder->converter) && decoder->out)
        return decoder;
    if (!is_open(decoder->converter))
        trig_error_set(error, TRIG_ERR_USAGE, "no encoding is called %s", encoding);
    else
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to decode the export");
    trig_decoder_destroy(decoder);
    return NULL;
}

void trig_decoder_destroy(trig_decoder *decoder)
{
    if (!decoder)
        return;
    if (!decoder->is_utf8 && is_open(decoder->converter))
        iconv_close(decoder->converter);
    trig_free(decoder->out);
    trig_free(decoder);
}

const struct trig_undecodable *trig_decoder_undecodable(const trig_decoder *decoder)
{
    return &decoder->undecodable;
}

static enum trig_status deliver(trig_decoder *decoder, const char *text, size_t length,
                                struct trig_error *error)
{
    if (!length)
        return TRIG_OK;
    const char *line = text, *end = text + length;
    for (const char *feed; (feed = memchr(line, '\n', (size_t)(end - line))) != NULL; line = feed + 1) {
        decoder->line++;
        decoder->column = 0;
    }
    for (const char *at = line; at < end; at++)
        decoder->column += ((unsigned char)*at & 0xC0) != 0x80;
    return decoder->sink(decoder->context, trig_view_of(text, length), error);
}

static enum trig_status replace(trig_decoder *decoder, char byte, struct trig_error *error)
{
    struct trig_undecodable *bad = &decoder->undecodable;
    if (bad->count < TRIG_UNDECODABLE_KEPT)
        bad->first[bad->count] = (struct trig_undecodable_byte){
            .line = decoder->line, .column = decoder->column + 1, .byte = (unsigned char)byte};
    bad->count++;
    return deliver(decoder, replacement, strlen(replacement), error);
}

/* Delivers UTF-8 up to a character that the end cuts; [*left] gets its bytes. */
static enum trig_status pass_utf8(trig_decoder *decoder, const char *bytes, size_t length, size_t *left,
                                  struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    *left = 0;
    while (length && status == TRIG_OK) {
        size_t valid = trig_utf8_valid((const unsigned char *)bytes, length);
        status = deliver(decoder, bytes, valid, error);
        bytes += valid;
        length -= valid;
        if (!length || status != TRIG_OK)
            break;
        if (trig_utf8_character((const unsigned char *)bytes, length) == SIZE_MAX) {
            *left = length;
            break;
        }
        status = replace(decoder, *bytes, error);
        bytes++;
        length--;
    }
    return status;
}

/* The same through iconv. */
static enum trig_status convert(trig_decoder *decoder, const char *bytes, size_t length, size_t *left,
                                struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    *left = 0;
    while (length && status == TRIG_OK) {
        char *in = (char *)bytes, *out = decoder->out;
        size_t in_left = length, out_left = OUT_SIZE;
        errno = 0;
        size_t result = iconv(decoder->converter, &in, &in_left, &out, &out_left);
        int reason = result == (size_t)-1 ? errno : 0;
        status = deliver(decoder, decoder->out, OUT_SIZE - out_left, error);
        bytes += length - in_left;
        length = in_left;
        if (reason == EINVAL && length < PENDING_SIZE) {
            *left = length;
            break;
        }
        if (status == TRIG_OK && length && (reason == EILSEQ || reason == EINVAL)) {
            status = replace(decoder, *bytes, error);
            bytes++;
            length--;
        }
    }
    return status;
}

static enum trig_status pass(trig_decoder *decoder, const char *bytes, size_t length, size_t *left,
                             struct trig_error *error)
{
    return decoder->is_utf8 ? pass_utf8(decoder, bytes, length, left, error)
                            : convert(decoder, bytes, length, left, error);
}

/* Completes the character that the last block cut, byte by byte. [*used] gets
 * how many bytes of [bytes] that took. */
static enum trig_status complete_pending(trig_decoder *decoder, struct trig_view bytes, size_t *used,
                                         struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    *used = 0;
    while (decoder->pending_count && *used < bytes.length && status == TRIG_OK) {
        size_t left = 0;
        decoder->pending[decoder->pending_count++] = bytes.data[(*used)++];
        status = pass(decoder, decoder->pending, decoder->pending_count, &left, error);
        memmove(decoder->pending, decoder->pending + decoder->pending_count - left, left);
        decoder->pending_count = left;
    }
    return status;
}

enum trig_status trig_decoder_feed(trig_decoder *decoder, struct trig_view bytes, struct trig_error *error)
{
    size_t used = 0, left = 0;
    enum trig_status status = complete_pending(decoder, bytes, &used, error);
    if (status != TRIG_OK || used == bytes.length)
        return status;
    status = pass(decoder, bytes.data + used, bytes.length - used, &left, error);
    memcpy(decoder->pending, bytes.data + bytes.length - left, left);
    decoder->pending_count = left;
    return status;
}

enum trig_status trig_decoder_finish(trig_decoder *decoder, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < decoder->pending_count && status == TRIG_OK; i++)
        status = replace(decoder, decoder->pending[i], error);
    decoder->pending_count = 0;
    return status;
}
