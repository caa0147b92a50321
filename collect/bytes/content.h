/* The bytes of an export, wherever they come from, as a file that can be read
 * from any place and as often as needed.
 *
 *     export.csv       ------------------------------> descriptor
 *     standard input   --spool------------------------> unlinked temporary file
 *     export.csv.gz    --unpack-----------------------> unlinked temporary file
 *     export.zip       --the file of data in it-------> unlinked temporary file
 *
 * A temporary file has no name from the moment it is there, so nothing of the
 * answers is left behind however the program ends. What is unpacked is bounded:
 * in all, and in proportion to what is packed, which is what tells a bomb.
 */
#ifndef TRIG_COLLECT_BYTES_CONTENT_H
#define TRIG_COLLECT_BYTES_CONTENT_H

#include "surveys/base/error.h"
#include "surveys/base/hash.h"

#include "collect/bytes/archive.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What standard input is called on the command line, and in messages. */
#define TRIG_STANDARD_INPUT      "-"
#define TRIG_STANDARD_INPUT_NAME "standard input"

/* How much may come out of a packed file, unless the user says otherwise: a
 * response of a long survey is about a kilobyte, so this is some four million. */
#define TRIG_UNPACK_LIMIT ((uint64_t)4 << 30)

/* Answers pack well, but not that well. Deflate itself ends at 1,032. */
#define TRIG_UNPACK_RATIO 200
/* Less than this harms nobody, whatever the ratio. */
#define TRIG_UNPACK_HARMLESS ((uint64_t)16 << 20)

/* How much a packed file may unpack to. */
struct trig_unpack_limit {
    uint64_t bytes;
    bool is_asked; /* by the user: then the ratio does not matter */
};

/** Reads a size that the user typed after [option]: a number of bytes with K, M or G (powers of
 *  ten) after it if need be, from 1 to 2^60.
 *  @return TRIG_OK or TRIG_ERR_USAGE. */
enum trig_status trig_size_take(const char *typed, const char *option, uint64_t *out,
                                struct trig_error *error);

/** The same after --unpack-limit; NULL: the default. */
enum trig_status trig_unpack_limit_take(const char *typed, struct trig_unpack_limit *out,
                                        struct trig_error *error);

/** Whether [unpacked] bytes may come out of [packed].
 *  @return TRIG_OK or TRIG_ERR_LIMIT, the message naming the option. */
enum trig_status trig_unpack_limit_check(const struct trig_unpack_limit *limit, uint64_t packed,
                                         uint64_t unpacked, struct trig_error *error);

struct trig_content {
    const char *name;               /* for messages: the path, borrowed, or TRIG_STANDARD_INPUT_NAME */
    int descriptor;                 /* owned; of the bytes to be read; to be used with pread */
    bool is_open;                   /* [descriptor] is to be closed; false in a zeroed struct */
    bool is_spooled;                /* came from standard input */
    bool is_unpacked;               /* was packed, by gzip or in a zip file */
    char member[TRIG_ARCHIVE_NAME]; /* of the zip file that it is; blank: none */
    uint64_t packed;                /* bytes before unpacking */
    char sha256[TRIG_SHA256_TEXT];  /* of the file as it is, before unpacking; blank unless is_unpacked */
};

/** Opens [path], TRIG_STANDARD_INPUT included, and unpacks what gzip or zip has packed.
 *  @param folder  for temporary files; NULL: /tmp.
 *  @return TRIG_OK and content to close; TRIG_ERR_MISSING (no such file);
 *          TRIG_ERR_IO (a folder, a pipe, not readable, no room in [folder]);
 *          TRIG_ERR_FORMAT (damaged or cut gzip or zip, packed twice); TRIG_ERR_USAGE (a zip file of
 *          several files); TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
enum trig_status trig_content_open(const char *path, const struct trig_unpack_limit *limit,
                                   const char *folder, struct trig_content *out, struct trig_error *error);
void trig_content_close(struct trig_content *content);

/** Reads up to [size] bytes from [offset], less only at the end of the file.
 *  @return how many, or -1 with the system's error in errno. */
ssize_t trig_content_read(int descriptor, void *bytes, size_t size, uint64_t offset);

#endif
