#include "collect/bytes/codes_file.h"

#include "collect/bytes/content.h"
#include "collect/bytes/decode.h"
#include "collect/bytes/encoding.h"
#include "collect/bytes/facts.h"

/* A key of a thousand questions has a megabyte. */
#define LARGEST ((size_t)64 << 20)

/* The decoded file. */
struct text {
    char *bytes;
    size_t length, capacity;
};

static enum trig_status append(void *context, struct trig_view part, struct trig_error *error)
{
    struct text *text = context;
    if (text->length + part.length > LARGEST)
        return trig_error_set(error, TRIG_ERR_LIMIT, "is larger than %zu MiB: no key is", LARGEST >> 20);
    enum trig_status status =
        trig_grow((void **)&text->bytes, &text->capacity, text->length + part.length, 1, error);
    if (status != TRIG_OK)
        return status;
    memcpy(text->bytes + text->length, part.data, part.length);
    text->length += part.length;
    return TRIG_OK;
}

static enum trig_status decode_blocks(const struct trig_content *content, trig_decoder *decoder, size_t mark,
                                      struct trig_error *error)
{
    struct trig_blocks blocks;
    struct trig_view block;
    enum trig_status status = trig_blocks_open(content, &blocks, error);
    if (status != TRIG_OK)
        return status;
    while ((status = trig_blocks_next(&blocks, &block, error)) == TRIG_OK && block.length) {
        size_t skipped = mark < block.length ? mark : block.length;
        mark -= skipped;
        status =
            trig_decoder_feed(decoder, trig_view_of(block.data + skipped, block.length - skipped), error);
        if (status != TRIG_OK)
            break;
    }
    trig_blocks_close(&blocks);
    return status == TRIG_OK ? trig_decoder_finish(decoder, error) : status;
}

static enum trig_status decode_all(const struct trig_content *content, struct text *out,
                                   struct trig_error *error)
{
    struct trig_facts facts;
    struct trig_encoding_guess encoding;
    enum trig_status status = trig_facts_read(content, &facts, error);
    if (status != TRIG_OK)
        return status;
    status = trig_encoding_guess(&facts, &encoding, error);
    trig_facts_clear(&facts);
    if (status != TRIG_OK)
        return status;
    trig_decoder *decoder = trig_decoder_create(encoding.name, append, out, error);
    if (!decoder)
        return error ? error->status : TRIG_ERR_MEMORY;
    status = decode_blocks(content, decoder, encoding.mark, error);
    trig_decoder_destroy(decoder);
    return status;
}

/* The separator that the first line has most of. */
static char separator_of(const struct text *text)
{
    static const char separators[] = {',', ';', '\t'};
    const char *line_end = text->length ? memchr(text->bytes, '\n', text->length) : NULL;
    size_t length = line_end ? (size_t)(line_end - text->bytes) : text->length;
    size_t best = 0, most = 0;
    for (size_t i = 0; i < sizeof separators; i++) {
        size_t count = 0;
        for (size_t j = 0; j < length; j++)
            count += text->bytes[j] == separators[i];
        if (count > most) {
            most = count;
            best = i;
        }
    }
    return separators[best];
}

enum trig_status trig_codes_file_read(const char *path, trig_csv_sink *sink, void *context,
                                      struct trig_error *error)
{
    struct trig_content content;
    struct trig_unpack_limit limit;
    struct text text = {NULL, 0, 0};
    enum trig_status status = trig_unpack_limit_take(NULL, &limit, error);
    if (status == TRIG_OK)
        status = trig_content_open(path, &limit, NULL, &content, error);
    if (status == TRIG_ERR_MISSING) {
        trig_error_set(error, status, "no such file; --codes names the file that says what codes mean");
        trig_error_place(error, path, 0, 0);
    }
    if (status != TRIG_OK)
        return status;
    status = decode_all(&content, &text, error);
    const struct trig_csv_options options = {.separator = separator_of(&text)};
    if (status == TRIG_OK)
        status =
            trig_csv_read_bytes(trig_view_of(text.bytes, text.length), path, &options, sink, context, error);
    trig_content_close(&content);
    trig_free(text.bytes);
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, path, error->line, error->column);
    return status;
}
