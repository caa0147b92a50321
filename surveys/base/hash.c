#include "surveys/base/hash.h"

#include "surveys/base/memory.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <xxhash.h>

struct trig_sha256 {
    struct sha256_ctx context;
};

trig_sha256 *trig_sha256_create(struct trig_error *error)
{
    trig_sha256 *hash = trig_calloc(1, sizeof *hash);
    if (hash)
        sha256_init(&hash->context);
    else
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a hash");
    return hash;
}

void trig_sha256_add(trig_sha256 *hash, const void *bytes, size_t length)
{
    if (length)
        sha256_update(&hash->context, length, bytes);
}

static void write_digest(struct sha256_ctx *context, char out[TRIG_SHA256_TEXT])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(context, sizeof digest, digest);
    base16_encode_update(out, sizeof digest, digest);
    out[TRIG_SHA256_TEXT - 1] = '\0';
}

void trig_sha256_finish(trig_sha256 *hash, char out[TRIG_SHA256_TEXT])
{
    write_digest(&hash->context, out);
    trig_sha256_destroy(hash);
}

void trig_sha256_destroy(trig_sha256 *hash)
{
    trig_free(hash);
}

void trig_sha256_of(struct trig_view bytes, char out[TRIG_SHA256_TEXT])
{
    struct sha256_ctx context;
    sha256_init(&context);
    if (bytes.length)
        sha256_update(&context, bytes.length, (const uint8_t *)bytes.data);
    write_digest(&context, out);
}

uint64_t trig_checksum(const void *bytes, size_t length, uint64_t seed)
{
    return XXH3_64bits_withSeed(length ? bytes : "", length, seed);
}
