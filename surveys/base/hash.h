/* The three hashes: SHA-256 names files and definitions, XXH3 guards what is
 * stored against flipped bytes and tells records apart, BLAKE2b with a key
 * (surveys/base/pseudonym.h) hides people. */
#ifndef TRIG_SURVEYS_BASE_HASH_H
#define TRIG_SURVEYS_BASE_HASH_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

#include <stdint.h>

/* Room for the hexadecimal form of a SHA-256 with its NUL. */
#define TRIG_SHA256_TEXT 65

typedef struct trig_sha256 trig_sha256;

trig_sha256 *trig_sha256_create(struct trig_error *error);
void trig_sha256_add(trig_sha256 *hash, const void *bytes, size_t length);
/** Writes the digest in hexadecimal and frees [hash]. */
void trig_sha256_finish(trig_sha256 *hash, char out[TRIG_SHA256_TEXT]);
void trig_sha256_destroy(trig_sha256 *hash);

/** The SHA-256 of [bytes] in hexadecimal. */
void trig_sha256_of(struct trig_view bytes, char out[TRIG_SHA256_TEXT]);

/** XXH3, 64 bits, of [bytes]; [seed] chains several stretches or separates uses. */
uint64_t trig_checksum(const void *bytes, size_t length, uint64_t seed);

#endif
