#include "collect/facts.h"

#include "surveys/memory.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Enough of the letters beyond ASCII and their neighbours to guess an encoding by. */
#define ODD_LIMIT ((size_t)64 << 10)

enum trig_status trig_blocks_open(const struct trig_content *content, struct trig_blocks *out,
                                  struct trig_error *error)
{
    struct stat state = {0};
    *out = (struct trig_blocks){.content = content};
    if (fstat(content->descriptor, &state) == 0) {
        out->modified_seconds = state.st_mtim.tv_sec;
        out->modified_nanoseconds = state.st_mtim.tv_nsec;
    }
    out->block = trig_calloc(TRIG_BLOCK, 1);
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

static void take_block(struct trig_facts *facts, trig_sha256 *hash, struct trig_view block)
{
    trig_sha256_add(hash, block.data, block.length);
    uint64_t bad = facts->utf8.bad;
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

static enum trig_status read_all(struct trig_blocks *blocks, struct trig_facts *out, struct trig_error *error)
{
    struct trig_view block;
    trig_sha256 *hash = trig_sha256_create(error);
    if (!hash)
        return TRIG_ERR_MEMORY;
    enum trig_status status;
    while ((status = trig_blocks_next(blocks, &block, error)) == TRIG_OK && block.length)
        take_block(out, hash, block);
    trig_utf8_census_finish(&out->utf8);
    trig_sha256_finish(hash, out->sha256);
    if (status == TRIG_OK && !out->size) {
        status = trig_error_set(error, TRIG_ERR_FORMAT, "the file is empty; export the responses again");
        trig_error_place(error, blocks->content->name, 0, 0);
    }
    return status;
}

enum trig_status trig_facts_read(const struct trig_content *content, struct trig_facts *out,
                                 struct trig_error *error)
{
    struct trig_blocks blocks;
    enum trig_status status = trig_blocks_open(content, &blocks, error);
    if (status != TRIG_OK)
        return status;
    *out = (struct trig_facts){.modified_seconds = blocks.modified_seconds,
                               .modified_nanoseconds = blocks.modified_nanoseconds};
    out->sample = trig_calloc(TRIG_SAMPLE, 1);
    out->odd = trig_calloc(ODD_LIMIT, 1);
    if (out->sample && out->odd)
        status = read_all(&blocks, out, error);
    else
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read %s", content->name);
    trig_blocks_close(&blocks);
    if (content->is_unpacked)
        memcpy(out->sha256, content->sha256, sizeof out->sha256);
    if (status != TRIG_OK)
        trig_facts_clear(out);
    return status;
}

void trig_facts_clear(struct trig_facts *facts)
{
    trig_free(facts->sample);
    trig_free(facts->odd);
    facts->sample = NULL;
    facts->odd = NULL;
}
