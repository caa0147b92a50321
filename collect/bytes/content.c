#include "collect/bytes/content.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include "collect/bytes/gzip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the limit -------------------------------------------------------------------- */

enum trig_status trig_size_take(const char *typed, const char *option, uint64_t *out,
                                struct trig_error *error)
{
    static const char units[] = "KMG";
    double number = 0;
    struct trig_view text = trig_view(typed);
    const char *unit = text.length ? strchr(units, text.data[text.length - 1]) : NULL;
    double factor = 1;
    for (const char *each = units; unit && each <= unit; each++)
        factor *= 1000;
    if (unit)
        text.length--;
    /* 2^60: no file is larger, and sums of it do not overflow. */
    if (!trig_text_to_number(text, &number) || number * factor < 1 ||
        number * factor > (double)(UINT64_C(1) << 60))
        return trig_error_set(error, TRIG_ERR_USAGE, "%s takes a size such as 500M or 8G, not %s", option,
                              typed);
    *out = (uint64_t)(number * factor);
    return TRIG_OK;
}

enum trig_status trig_unpack_limit_take(const char *typed, struct trig_unpack_limit *out,
                                        struct trig_error *error)
{
    *out = (struct trig_unpack_limit){.bytes = TRIG_UNPACK_LIMIT, .is_asked = typed != NULL};
    return typed ? trig_size_take(typed, "--unpack-limit", &out->bytes, error) : TRIG_OK;
}

enum trig_status trig_unpack_limit_check(const struct trig_unpack_limit *limit, uint64_t packed,
                                         uint64_t unpacked, struct trig_error *error)
{
    bool small = limit->bytes < 10000000;
    if (unpacked > limit->bytes)
        return trig_error_set(
            error, TRIG_ERR_LIMIT, "unpacks to more than %llu %s; --unpack-limit raises that limit",
            (unsigned long long)(limit->bytes / (small ? 1 : 1000000)), small ? "bytes" : "MB");
    bool harmless = limit->is_asked || unpacked <= TRIG_UNPACK_HARMLESS;
    if (harmless || unpacked / TRIG_UNPACK_RATIO <= packed)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_LIMIT,
                          "unpacks to more than %d times its size, which no export does and a "
                          "decompression bomb would; if it is to be trusted, say with --unpack-limit how "
                          "large it may get",
                          TRIG_UNPACK_RATIO);
}

/* ---- files ----------------------------------------------------------------------------- */

static enum trig_status system_error(struct trig_error *error, const char *path, const char *what, int number)
{
    enum trig_status status = number == ENOENT || number == ENOTDIR ? TRIG_ERR_MISSING : TRIG_ERR_IO;
    trig_error_set(error, status, "%s: %s", what, strerror(number));
    trig_error_place(error, path, 0, 0);
    return status;
}

ssize_t trig_content_read(int descriptor, void *bytes, size_t size, uint64_t offset)
{
    size_t have = 0;
    while (have < size) {
        ssize_t got = pread(descriptor, (char *)bytes + have, size - have, (off_t)(offset + have));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

static enum trig_status open_file(const char *path, int *out, struct trig_error *error)
{
    struct stat state;
    /* Without O_NONBLOCK a pipe that nobody writes to would hold us here. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0)
        return system_error(error, path, "cannot open the export", errno);
    bool known = fstat(descriptor, &state) == 0;
    if (known && S_ISREG(state.st_mode)) {
        *out = descriptor;
        return TRIG_OK;
    }
    bool folder = known && S_ISDIR(state.st_mode);
    trig_error_set(error, TRIG_ERR_IO,
                   folder ? "is a folder; name the export file itself"
                          : "is no file that can be read twice; save the export to a file first, or hand "
                            "it over on standard input (-)");
    trig_error_place(error, path, 0, 0);
    close(descriptor);
    return TRIG_ERR_IO;
}

/* A file without a name, for its owner only. */
static int open_unnamed(const char *folder)
{
    char path[4096];
    int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return descriptor;
    /* Not every file system knows files without a name. */
    if (snprintf(path, sizeof path, "%s/trigpillar-XXXXXX", folder) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    descriptor = mkostemp(path, O_CLOEXEC);
    if (descriptor >= 0)
        unlink(path);
    return descriptor;
}

static enum trig_status open_temporary(const char *folder, int *out, struct trig_error *error)
{
    *out = open_unnamed(folder);
    if (*out >= 0)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_IO,
                          "cannot make a temporary file in %s: %s; the environment variable TMPDIR names "
                          "another folder",
                          folder, strerror(errno));
}

/* ---- standard input ---------------------------------------------------------------------- */

static enum trig_status write_all(int descriptor, const char *bytes, size_t length, struct trig_error *error)
{
    while (length) {
        ssize_t put = write(descriptor, bytes, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return trig_error_set(error, TRIG_ERR_IO,
                                  "cannot write a temporary file: %s; the environment variable TMPDIR names "
                                  "another folder",
                                  strerror(errno));
        bytes += put;
        length -= (size_t)put;
    }
    return TRIG_OK;
}

static enum trig_status copy_input(int descriptor, struct trig_error *error)
{
    const size_t size = (size_t)256 << 10;
    enum trig_status status = TRIG_OK;
    char *block = trig_calloc(size, 1);
    if (!block)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read standard input");
    while (status == TRIG_OK) {
        ssize_t got = read(STDIN_FILENO, block, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            status = system_error(error, TRIG_STANDARD_INPUT_NAME, "cannot read", errno);
        if (got <= 0)
            break;
        status = write_all(descriptor, block, (size_t)got, error);
    }
    trig_free(block);
    return status;
}

static enum trig_status spool(const char *folder, int *out, struct trig_error *error)
{
    enum trig_status status = open_temporary(folder, out, error);
    if (status != TRIG_OK)
        return status;
    status = copy_input(*out, error);
    if (status != TRIG_OK)
        close(*out);
    return status;
}

/* ---- packed files -------------------------------------------------------------------------- */

struct unpacking {
    const struct trig_unpack_limit *limit;
    int target;
    uint64_t unpacked;
};

static enum trig_status take_unpacked(void *context, struct trig_view bytes, uint64_t packed,
                                      struct trig_error *error)
{
    struct unpacking *unpacking = context;
    unpacking->unpacked += bytes.length;
    enum trig_status status = trig_unpack_limit_check(unpacking->limit, packed, unpacking->unpacked, error);
    return status == TRIG_OK ? write_all(unpacking->target, bytes.data, bytes.length, error) : status;
}

/* Puts the unpacked copy in the place of the packed file. */
static enum trig_status unpack(struct trig_content *content, const struct trig_unpack_limit *limit,
                               const char *folder, bool archive, struct trig_error *error)
{
    struct unpacking unpacking = {.limit = limit};
    enum trig_status status = open_temporary(folder, &unpacking.target, error);
    if (status != TRIG_OK)
        return status;
    status = archive ? trig_archive_unpack(content->descriptor, take_unpacked, &unpacking, content->member,
                                           &content->packed, content->sha256, error)
                     : trig_gzip_unpack(content->descriptor, take_unpacked, &unpacking, &content->packed,
                                        content->sha256, error);
    if (status == TRIG_OK && (trig_gzip_is(unpacking.target) || trig_archive_is(unpacking.target)))
        status =
            trig_error_set(error, TRIG_ERR_FORMAT, "is packed twice; unpack it, and name what comes out");
    if (status != TRIG_OK) {
        close(unpacking.target);
        return status;
    }
    close(content->descriptor);
    content->descriptor = unpacking.target;
    content->is_unpacked = true;
    return TRIG_OK;
}

enum trig_status trig_content_open(const char *path, const struct trig_unpack_limit *limit,
                                   const char *folder, struct trig_content *out, struct trig_error *error)
{
    bool is_input = strcmp(path, TRIG_STANDARD_INPUT) == 0;
    *out = (struct trig_content){.name = is_input ? TRIG_STANDARD_INPUT_NAME : path, .descriptor = -1};
    out->is_spooled = is_input;
    if (!folder || !folder[0])
        folder = "/tmp";
    enum trig_status status =
        is_input ? spool(folder, &out->descriptor, error) : open_file(path, &out->descriptor, error);
    out->is_open = status == TRIG_OK;
    bool gzip = status == TRIG_OK && trig_gzip_is(out->descriptor);
    if (status == TRIG_OK && (gzip || trig_archive_is(out->descriptor)))
        status = unpack(out, limit, folder, !gzip, error);
    if (status == TRIG_OK)
        return TRIG_OK;
    if (error && !error->file[0] && status != TRIG_ERR_MEMORY)
        trig_error_place(error, out->name, 0, 0);
    trig_content_close(out);
    return status;
}

void trig_content_close(struct trig_content *content)
{
    if (content->is_open)
        close(content->descriptor);
    content->is_open = false;
}
