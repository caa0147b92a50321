#include "collect/bytes/facts.h"

#include "surveys/base/memory.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Enough of the letters beyond ASCII and their neighbours to guess an encoding by. */
#define ODD_LIMIT ((size_t)64 << 10)

enum trig_status trig_blocks_open(const struct trig_content *content, struct trig_blocks *out,
                                  struct trig_error *error)
{
    *out = (struct trig_blocks){.content = content, .block = trig_calloc(TRIG_BLOCK, 1)};
    if (!out->block)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read %s", content->name);
    return TRIG_OK;
}

enum trig_status trig_blocks_next(struct trig_blocks *blocks, struct trig_view *out, struct trig_error *error)
{
    assert(blocks->block);
    ssize_t got = trig_content_read(blocks->content->descriptor, blocks->block, TRIG_BLOCK, blocks->offset);
    if (got < 0) {
        trig_error_set(error, TRIG_ERR_IO, "cannot read the export: %s", strerror(errno));
        trig_error_place(error, blocks->content->name, 0, 0);
        return TRIG_ERR_IO;
    }
    *out = trig_view_of(blocks->block, (size_t)got);
    blocks->offset += (size_t)got;
    return TRIG_OK;
}

void trig_blocks_close(struct trig_blocks *blocks)
{
    trig_free(blocks->block);
    blocks->block = NULL;
}

/* Keeps stretches of bytes around those beyond ASCII. */
static void gather_odd(struct trig_facts *facts, struct trig_view block)
{
    size_t i = 0;
    while (i < block.length && facts->odd_length < ODD_LIMIT) {
        i += trig_utf8_valid((const unsigned char *)block.data + i, block.length - i);
        if (i >= block.length)
            return;
        size_t start = i > 16 ? i - 16 : 0;
        size_t end = block.length - i > 48 ? i + 48 : block.length;
        if (end - start > ODD_LIMIT - facts->odd_length)
            end = start + ODD_LIMIT - facts->odd_length;
        memcpy(facts->odd + facts->odd_length, block.data + start, end - start);
        facts->odd_length += end - start;
        i = end;
    }
}

static uint64_t count_nuls(struct trig_view block)
{
    uint64_t count = 0;
    const char *end = block.data + block.length;
    for (const char *at = block.data; (at = memchr(at, 0, (size_t)(end - at))) != NULL; at++)
        count++;
    return count;
}

enum trig_status trig_facts_begin(struct trig_facts *facts, struct trig_error *error)
{
    *facts = (struct trig_facts){.sample = trig_calloc(TRIG_SAMPLE, 1), .odd = trig_calloc(ODD_LIMIT, 1)};
    facts->hash = trig_sha256_create(NULL);
    if (facts->sample && facts->odd && facts->hash)
        return TRIG_OK;
    trig_facts_clear(facts);
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read the export");
}

void trig_facts_add(struct trig_facts *facts, struct trig_view block)
{
    uint64_t bad = facts->utf8.bad;
    trig_sha256_add(facts->hash, block.data, block.length);
    trig_utf8_census_add(&facts->utf8, block.data, block.length);
    if (facts->utf8.bad > bad)
        gather_odd(facts, block);
    facts->nuls += count_nuls(block);
    size_t room = TRIG_SAMPLE - facts->sampled;
    size_t take = block.length < room ? block.length : room;
    memcpy(facts->sample + facts->sampled, block.data, take);
    facts->sampled += take;
    facts->size += block.length;
}

void trig_facts_end(struct trig_facts *facts)
{
    trig_utf8_census_finish(&facts->utf8);
    trig_sha256_finish(facts->hash, facts->sha256);
    facts->hash = NULL;
}

static enum trig_status read_blocks(struct trig_blocks *blocks, uint64_t most, struct trig_facts *out,
                                    struct trig_error *error)
{
    struct trig_view block;
    enum trig_status status = TRIG_OK;
    while (out->size < most && (status = trig_blocks_next(blocks, &block, error)) == TRIG_OK && block.length)
        trig_facts_add(out, block);
    if (status == TRIG_OK && !out->size) {
        status = trig_error_set(error, TRIG_ERR_FORMAT, "the file is empty; export the responses again");
        trig_error_place(error, blocks->content->name, 0, 0);
    }
    return status;
}

/* Reads blocks until there are [most] bytes. [*size] gets how many the file says it has. */
static enum trig_status read_bytes(const struct trig_content *content, uint64_t most, struct trig_facts *out,
                                   uint64_t *size, struct trig_error *error)
{
    struct stat state;
    struct trig_blocks blocks;
    if (fstat(content->descriptor, &state) != 0) {
        trig_error_set(error, TRIG_ERR_IO, "cannot look at the export: %s", strerror(errno));
        return TRIG_ERR_IO;
    }
    enum trig_status status = trig_blocks_open(content, &blocks, error);
    if (status != TRIG_OK)
        return status;
    *size = (uint64_t)state.st_size;
    status = trig_facts_begin(out, error);
    if (status == TRIG_OK) {
        out->modified_seconds = state.st_mtim.tv_sec;
        out->modified_nanoseconds = state.st_mtim.tv_nsec;
        status = read_blocks(&blocks, most, out, error);
        if (status != TRIG_OK)
            trig_facts_clear(out);
    }
    trig_blocks_close(&blocks);
    return status;
}

enum trig_status trig_facts_read(const struct trig_content *content, struct trig_facts *out,
                                 struct trig_error *error)
{
    uint64_t size;
    enum trig_status status = read_bytes(content, UINT64_MAX, out, &size, error);
    if (status != TRIG_OK)
        return status;
    trig_facts_end(out);
    if (content->is_unpacked)
        memcpy(out->sha256, content->sha256, sizeof out->sha256);
    return TRIG_OK;
}

enum trig_status trig_facts_glance(const struct trig_content *content, struct trig_facts *out,
                                   struct trig_error *error)
{
    uint64_t size;
    enum trig_status status = read_bytes(content, TRIG_SAMPLE, out, &size, error);
    if (status != TRIG_OK)
        return status;
    trig_sha256_destroy(out->hash);
    out->hash = NULL;
    out->size = size;
    return TRIG_OK;
}

enum trig_status trig_facts_widen(const struct trig_content *content, size_t most, struct trig_facts *facts,
                                  struct trig_error *error)
{
    struct trig_blocks blocks;
    struct trig_view block;
    enum trig_status status = trig_blocks_open(content, &blocks, error);
    if (status != TRIG_OK)
        return status;
    char *sample = trig_calloc(most, 1);
    size_t used = 0;
    if (!sample)
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read the export");
    while (sample && status == TRIG_OK && used < most &&
           (status = trig_blocks_next(&blocks, &block, error)) == TRIG_OK && block.length) {
        size_t take = block.length < most - used ? block.length : most - used;
        memcpy(sample + used, block.data, take);
        used += take;
    }
    trig_blocks_close(&blocks);
    if (status != TRIG_OK || used <= facts->sampled) {
        trig_free(sample);
        return status;
    }
    trig_free(facts->sample);
    facts->sample = sample;
    facts->sampled = used;
    return TRIG_OK;
}

bool trig_facts_hold(const struct trig_facts *facts, const struct trig_content *content)
{
    struct stat state;
    return fstat(content->descriptor, &state) == 0 && (uint64_t)state.st_size == facts->size &&
           state.st_mtim.tv_sec == facts->modified_seconds &&
           state.st_mtim.tv_nsec == facts->modified_nanoseconds;
}

void trig_facts_clear(struct trig_facts *facts)
{
    trig_sha256_destroy(facts->hash);
    trig_free(facts->sample);
    trig_free(facts->odd);
    facts->hash = NULL;
    facts->sample = NULL;
    facts->odd = NULL;
}
