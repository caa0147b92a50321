#include "collect/bytes/gzip.h"

#include "surveys/base/memory.h"

#include "collect/bytes/content.h"

#include <errno.h>
#include <string.h>
#include <zlib.h>

#define BLOCK ((size_t)128 << 10)

/* Tells zlib to expect a gzip header, with the largest window. */
#define GZIP_WINDOW (15 + 16)

struct unpacking {
    z_stream stream;
    trig_gzip_sink *sink;
    void *context;
    unsigned char *in;  /* BLOCK bytes */
    unsigned char *out; /* BLOCK bytes */
    uint64_t read;      /* packed bytes taken from the file */
    bool in_member;     /* a member has begun and not ended */
    bool has_ended;     /* at least one member has ended */
    bool in_padding;    /* nothing but zero bytes may follow */
};

bool trig_gzip_is(int descriptor)
{
    unsigned char start[3];
    return trig_content_read(descriptor, start, sizeof start, 0) == (ssize_t)sizeof start &&
           start[0] == 0x1F && start[1] == 0x8B && start[2] == Z_DEFLATED;
}

static enum trig_status say_damaged(const struct unpacking *unpacking, struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_FORMAT,
                          "the gzip file is damaged at byte %llu (%s); copy or download it again",
                          (unsigned long long)(unpacking->read - unpacking->stream.avail_in),
                          unpacking->stream.msg ? unpacking->stream.msg : "it makes no sense");
}

/* Unpacks from what is left of the block until it is used up or the member ends. */
static enum trig_status inflate_block(struct unpacking *unpacking, struct trig_error *error)
{
    z_stream *stream = &unpacking->stream;
    int code = Z_OK;
    do {
        stream->next_out = unpacking->out;
        stream->avail_out = BLOCK;
        code = inflate(stream, Z_NO_FLUSH);
        if (code == Z_MEM_ERROR)
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to unpack");
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return say_damaged(unpacking, error);
        struct trig_view bytes = {(const char *)unpacking->out, BLOCK - stream->avail_out};
        enum trig_status status = TRIG_OK;
        if (bytes.length)
            status = unpacking->sink(unpacking->context, bytes, unpacking->read - stream->avail_in, error);
        if (status != TRIG_OK)
            return status;
    } while (code == Z_OK && (stream->avail_in || !stream->avail_out));
    if (code == Z_STREAM_END) {
        unpacking->in_member = false;
        unpacking->has_ended = true;
    }
    return TRIG_OK;
}

/* What stands behind a member: another one, or zero bytes that fill up a tape. */
static enum trig_status begin_member(struct unpacking *unpacking, struct trig_error *error)
{
    z_stream *stream = &unpacking->stream;
    while (unpacking->has_ended && stream->avail_in && !*stream->next_in) {
        unpacking->in_padding = true;
        stream->next_in++;
        stream->avail_in--;
    }
    if (!stream->avail_in)
        return TRIG_OK;
    if (unpacking->in_padding || (unpacking->has_ended && *stream->next_in != 0x1F))
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "something else stands behind the packed data; copy or download it again");
    inflateReset(stream);
    unpacking->in_member = true;
    return TRIG_OK;
}

static enum trig_status take_block(struct unpacking *unpacking, size_t length, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    unpacking->stream.next_in = unpacking->in;
    unpacking->stream.avail_in = (uInt)length;
    unpacking->read += length;
    while (unpacking->stream.avail_in && status == TRIG_OK) {
        if (!unpacking->in_member)
            status = begin_member(unpacking, error);
        if (status == TRIG_OK && unpacking->in_member)
            status = inflate_block(unpacking, error);
    }
    return status;
}

static enum trig_status unpack_all(struct unpacking *unpacking, int descriptor, trig_sha256 *hash,
                                   struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    ssize_t got;
    while (status == TRIG_OK &&
           (got = trig_content_read(descriptor, unpacking->in, BLOCK, unpacking->read)) != 0) {
        if (got < 0)
            return trig_error_set(error, TRIG_ERR_IO, "cannot read the export: %s", strerror(errno));
        trig_sha256_add(hash, unpacking->in, (size_t)got);
        status = take_block(unpacking, (size_t)got, error);
    }
    if (status == TRIG_OK && unpacking->in_member)
        status = trig_error_set(error, TRIG_ERR_FORMAT,
                                "the gzip file ends in the middle: it is cut short; copy or download it "
                                "again");
    return status;
}

enum trig_status trig_gzip_unpack(int descriptor, trig_gzip_sink *sink, void *context, uint64_t *packed,
                                  char sha256[TRIG_SHA256_TEXT], struct trig_error *error)
{
    struct unpacking unpacking = {.sink = sink, .context = context};
    trig_sha256 *hash = trig_sha256_create(error);
    unpacking.in = trig_calloc(2, BLOCK);
    bool made = hash && unpacking.in && inflateInit2(&unpacking.stream, GZIP_WINDOW) == Z_OK;
    enum trig_status status = TRIG_OK;
    if (made) {
        unpacking.out = unpacking.in + BLOCK;
        status = unpack_all(&unpacking, descriptor, hash, error);
        inflateEnd(&unpacking.stream);
        *packed = unpacking.read;
    } else {
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to unpack");
    }
    if (status == TRIG_OK)
        trig_sha256_finish(hash, sha256);
    else
        trig_sha256_destroy(hash);
    trig_free(unpacking.in);
    return status;
}
