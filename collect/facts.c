#include "collect/facts.h"

#include "surveys/memory.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Enough of the letters beyond ASCII and their neighbours to guess an encoding by. */
#define ODD_LIMIT ((size_t)64 << 10)

static enum trig_status system_error(struct trig_error *error, const char *path, const char *what, int number)
{
    enum trig_status status = number == ENOENT || number == ENOTDIR ? TRIG_ERR_MISSING : TRIG_ERR_IO;
    trig_error_set(error, status, "%s: %s", what, strerror(number));
    trig_error_place(error, path, 0, 0);
    return status;
}

enum trig_status trig_blocks_open(const char *path, struct trig_blocks *out, struct trig_error *error)
{
    struct stat state;
    /* Without O_NONBLOCK a pipe that nobody writes to would hold us here. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0)
        return system_error(error, path, "cannot open the export", errno);
    bool known = fstat(descriptor, &state) == 0;
    if (!known || !S_ISREG(state.st_mode)) {
        bool folder = known && S_ISDIR(state.st_mode);
        trig_error_set(error, TRIG_ERR_IO,
                       folder ? "is a folder; name the export file itself"
                              : "is no file that can be read twice; save the export to a file first");
        trig_error_place(error, path, 0, 0);
        close(descriptor);
        return TRIG_ERR_IO;
    }
    *out = (struct trig_blocks){.descriptor = descriptor, .path = path};
    out->modified_seconds = state.st_mtim.tv_sec;
    out->modified_nanoseconds = state.st_mtim.tv_nsec;
    out->block = trig_calloc(TRIG_BLOCK, 1);
    if (!out->block) {
        close(descriptor);
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read %s", path);
    }
    return TRIG_OK;
}

enum trig_status trig_blocks_next(struct trig_blocks *blocks, struct trig_view *out, struct trig_error *error)
{
    ssize_t got;
    assert(blocks->block);
    do {
        got = read(blocks->descriptor, blocks->block, TRIG_BLOCK);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return system_error(error, blocks->path, "cannot read the export", errno);
    *out = trig_view_of(blocks->block, (size_t)got);
    blocks->offset += (size_t)got;
    return TRIG_OK;
}

void trig_blocks_close(struct trig_blocks *blocks)
{
    close(blocks->descriptor);
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
        trig_error_place(error, blocks->path, 0, 0);
    }
    return status;
}

enum trig_status trig_facts_read(const char *path, struct trig_facts *out, struct trig_error *error)
{
    struct trig_blocks blocks;
    enum trig_status status = trig_blocks_open(path, &blocks, error);
    if (status != TRIG_OK)
        return status;
    *out = (struct trig_facts){.modified_seconds = blocks.modified_seconds,
                               .modified_nanoseconds = blocks.modified_nanoseconds};
    out->sample = trig_calloc(TRIG_SAMPLE, 1);
    out->odd = trig_calloc(ODD_LIMIT, 1);
    if (out->sample && out->odd)
        status = read_all(&blocks, out, error);
    else
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read %s", path);
    trig_blocks_close(&blocks);
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
