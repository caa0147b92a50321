#include "collect/intake/cutter.h"

#include "surveys/base/memory.h"

#include <string.h>

void trig_cutter_init(struct trig_cutter *cutter, char quote, size_t target, size_t record_limit)
{
    *cutter = (struct trig_cutter){.quote = quote, .target = target, .most = target + record_limit};
}

void trig_cutter_clear(struct trig_cutter *cutter)
{
    trig_free(cutter->text.data);
    cutter->text = (struct trig_buffer){NULL, 0, 0};
}

/* Whether an odd number of [bytes] are quotes. Counted in blocks of a fixed size
 * whose sums fit a byte, which compilers turn into a few wide instructions. */
static bool has_odd_quotes(const char *bytes, size_t length, char quote)
{
    enum { BLOCK = 64 };
    unsigned char odd = 0;
    size_t i = 0;
    for (; i + BLOCK <= length; i += BLOCK) {
        unsigned char count = 0;
        for (size_t j = 0; j < BLOCK; j++)
            count = (unsigned char)(count + (bytes[i + j] == quote));
        odd ^= count;
    }
    for (; i < length; i++)
        odd ^= bytes[i] == quote;
    return odd & 1;
}

enum trig_status trig_cutter_add(struct trig_cutter *cutter, struct trig_view text, struct trig_error *error)
{
    struct trig_buffer *held = &cutter->text;
    enum trig_status status =
        trig_grow((void **)&held->data, &held->capacity, held->length + text.length, 1, error);
    if (status != TRIG_OK || !text.length)
        return status;
    memcpy(held->data + held->length, text.data, text.length);
    held->length += text.length;
    cutter->in_quotes ^= has_odd_quotes(text.data, text.length, cutter->quote);
    return TRIG_OK;
}

/* Whether a line ends before byte [at]. A CR is not known to end one before the
 * byte behind it is seen. */
static bool is_line_end(const struct trig_buffer *text, size_t at)
{
    char before = text->data[at - 1];
    if (before == '\r')
        return at < text->length && text->data[at] != '\r' && text->data[at] != '\n';
    return before == '\n';
}

/* Where the last whole record ends; 0: nowhere. */
static size_t last_end(const struct trig_cutter *cutter)
{
    bool in_quotes = cutter->in_quotes;
    for (size_t at = cutter->text.length; at > cutter->searched; at--) {
        if (!in_quotes && is_line_end(&cutter->text, at))
            return at;
        in_quotes ^= cutter->text.data[at - 1] == cutter->quote;
    }
    return 0;
}

/* Gives away the text before [end] and keeps the rest. */
static enum trig_status split(struct trig_cutter *cutter, size_t end, struct trig_buffer *piece,
                              struct trig_error *error)
{
    struct trig_buffer rest = *piece;
    size_t left = cutter->text.length - end;
    rest.length = 0;
    *piece = (struct trig_buffer){NULL, 0, 0};
    enum trig_status status = trig_grow((void **)&rest.data, &rest.capacity, left, 1, error);
    if (status != TRIG_OK) {
        trig_free(rest.data);
        return status;
    }
    if (left)
        memcpy(rest.data, cutter->text.data + end, left);
    rest.length = left;
    *piece = cutter->text;
    piece->length = end;
    cutter->text = rest;
    cutter->searched = 0;
    return TRIG_OK;
}

enum trig_status trig_cutter_cut(struct trig_cutter *cutter, bool last, struct trig_buffer *piece,
                                 struct trig_error *error)
{
    size_t length = cutter->text.length;
    piece->length = 0;
    if (last || length > cutter->most)
        return length ? split(cutter, length, piece, error) : TRIG_OK;
    if (length < cutter->target)
        return TRIG_OK;
    size_t end = last_end(cutter);
    if (end)
        return split(cutter, end, piece, error);
    cutter->searched = length - 1; /* a CR there may yet turn out to end a line */
    return TRIG_OK;
}
