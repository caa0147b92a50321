/* What the bytes of an export say before anybody reads them as text: size,
 * hash, whether they are UTF-8. One pass over the file, or along with the pass
 * that reads its records:
 *
 *     read                                     all is known
 *     glance -> begin, add, add, .. -> end     size and beginning are known; all is */
#ifndef TRIG_COLLECT_BYTES_FACTS_H
#define TRIG_COLLECT_BYTES_FACTS_H

#include "surveys/base/error.h"
#include "surveys/base/hash.h"
#include "surveys/base/view.h"

#include "collect/bytes/content.h"
#include "collect/bytes/utf8.h"

/* How much of a file is looked at to guess encoding, separator and platform. */
#define TRIG_SAMPLE ((size_t)256 << 10)

/* Blocks in which files are read. */
#define TRIG_BLOCK ((size_t)256 << 10)

/* Gets told how many bytes of how many have been dealt with; may be NULL. */
struct trig_watcher {
    void (*moved)(void *context, uint64_t bytes, uint64_t size);
    void *context;
};

struct trig_facts {
    uint64_t size;
    int64_t modified_seconds; /* to notice a file that changes while it is read */
    int64_t modified_nanoseconds;
    char sha256[TRIG_SHA256_TEXT]; /* of the file as it is, packed if it is packed */
    struct trig_utf8_census utf8;
    uint64_t nuls;  /* bytes that are 0 */
    char *sample;   /* owned: the first TRIG_SAMPLE bytes, more once widened */
    size_t sampled; /* bytes in it */
    char *odd;      /* owned: bytes around those beyond ASCII, for guessing the encoding */
    size_t odd_length;
    trig_sha256 *hash; /* owned; between begin and end */
};

/** Reads [content] once.
 *  @return TRIG_OK and facts to free with trig_facts_clear; TRIG_ERR_IO,
 *          TRIG_ERR_FORMAT (empty), TRIG_ERR_MEMORY. */
enum trig_status trig_facts_read(const struct trig_content *content, struct trig_facts *out,
                                 struct trig_error *error);
void trig_facts_clear(struct trig_facts *facts);

/** Reads no more of [content] than the sample. Size and time are the file's, the rest is
 *  that of the sample, without the hash. Parameters and errors as of trig_facts_read. */
enum trig_status trig_facts_glance(const struct trig_content *content, struct trig_facts *out,
                                   struct trig_error *error);

/** Reads a longer sample: the first [most] bytes of [content].
 *  @return TRIG_OK; TRIG_ERR_IO, TRIG_ERR_MEMORY, which leave the sample as it was. */
enum trig_status trig_facts_widen(const struct trig_content *content, size_t most, struct trig_facts *facts,
                                  struct trig_error *error);

/** Begins to gather facts from bytes that somebody else reads.
 *  @return TRIG_OK and facts to clear, or TRIG_ERR_MEMORY. */
enum trig_status trig_facts_begin(struct trig_facts *facts, struct trig_error *error);
/** The next bytes of the file. */
void trig_facts_add(struct trig_facts *facts, struct trig_view block);
/** The end of the file: the hash is known. */
void trig_facts_end(struct trig_facts *facts);

/** Whether [content] has the size and the time that it had before [facts] were read. To be
 *  asked after its records were read too: whatever was written meanwhile has changed them. */
bool trig_facts_hold(const struct trig_facts *facts, const struct trig_content *content);

/* A file being read in blocks. */
struct trig_blocks {
    const struct trig_content *content; /* borrowed */
    char *block;                        /* owned, TRIG_BLOCK bytes */
    uint64_t offset;                    /* bytes delivered so far */
};

/** Begins to read [content], which must outlive the blocks. */
enum trig_status trig_blocks_open(const struct trig_content *content, struct trig_blocks *out,
                                  struct trig_error *error);
/** The next bytes; empty at the end. Valid until the next call. */
enum trig_status trig_blocks_next(struct trig_blocks *blocks, struct trig_view *out,
                                  struct trig_error *error);
/** To be called once after a successful open. */
void trig_blocks_close(struct trig_blocks *blocks);

#endif
