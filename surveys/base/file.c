#include "surveys/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_LIMIT ((size_t)64 << 20)

/* What the operating system said about [path], as an error that names it. */
static enum trig_status system_error(struct trig_error *error, const char *path, const char *what, int number)
{
    enum trig_status status = number == ENOENT || number == ENOTDIR ? TRIG_ERR_MISSING : TRIG_ERR_IO;
    trig_error_set(error, status, "%s: %s", what, strerror(number));
    trig_error_place(error, path, 0, 0);
    return status;
}

/* ---- reading whole files ------------------------------------------------- */

static enum trig_status too_large(struct trig_error *error, const char *path, size_t limit)
{
    trig_error_set(error, TRIG_ERR_LIMIT,
                   "the file is larger than the %zu bytes that are read of such a file", limit);
    trig_error_place(error, path, 0, 0);
    return TRIG_ERR_LIMIT;
}

/* Reads to the end of [file] or to [limit] + 1 bytes into a growing buffer. */
static enum trig_status read_growing(FILE *file, size_t limit, char **bytes, size_t *length,
                                     struct trig_error *error)
{
    size_t capacity = 0;
    do {
        size_t room = *length < (64u << 10) ? (64u << 10) : *length;
        if (room > limit - *length + 1)
            room = limit - *length + 1;
        enum trig_status status = trig_grow((void **)bytes, &capacity, *length + room, 1, error);
        if (status)
            return status;
        *length += fread(*bytes + *length, 1, room, file);
    } while (*length <= limit && !feof(file) && !ferror(file));
    return TRIG_OK;
}

static enum trig_status read_open(FILE *file, const char *path, size_t limit, struct trig_arena *arena,
                                  struct trig_view *out, struct trig_error *error)
{
    char *bytes = NULL;
    size_t length = 0;
    errno = 0;
    enum trig_status status = read_growing(file, limit, &bytes, &length, error);
    if (!status && ferror(file))
        status = system_error(error, path, "cannot read", errno);
    if (!status && length > limit)
        status = too_large(error, path, limit);
    if (!status) {
        struct trig_view copy = trig_arena_copy(arena, trig_view_of(bytes, length));
        if (copy.data)
            *out = copy;
        else
            status =
                trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the %zu bytes of %s", length, path);
    }
    trig_free(bytes);
    return status;
}

enum trig_status trig_file_read(const char *path, size_t limit, struct trig_arena *arena,
                                struct trig_view *out, struct trig_error *error)
{
    if (limit == 0)
        limit = DEFAULT_LIMIT;
    if (limit > PTRDIFF_MAX / 2)
        limit = PTRDIFF_MAX / 2;
    FILE *file = fopen(path, "rbe");
    if (!file)
        return system_error(error, path, "cannot open", errno);
    enum trig_status status = read_open(file, path, limit, arena, out, error);
    fclose(file);
    return status;
}

/* ---- writing all or nothing ---------------------------------------------- */

void trig_output_discard(struct trig_output *output)
{
    if (output->file)
        fclose(output->file);
    if (output->temporary)
        unlink(output->temporary);
    trig_free(output->temporary);
    trig_free(output->path);
    memset(output, 0, sizeof *output);
}

static char *copy_text(const char *text, size_t length)
{
    char *copy = trig_resize(NULL, length + 1, 1);
    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

/* The folder that [path] is in, as a prefix: "a/b/" of "a/b/c", "" of "c". */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Creates a file that nobody else has, beside the final one: a rename within a
 * folder is atomic. Its name tells a person what it is, should we be killed. */
static enum trig_status create_temporary(struct trig_output *output, mode_t mode, struct trig_error *error)
{
    size_t folder = folder_length(output->path);
    size_t size = folder + 64;
    output->temporary = trig_resize(NULL, size, 1);
    if (!output->temporary)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a file name");
    int descriptor = -1;
    int number = EEXIST;
    for (unsigned attempt = 0; descriptor < 0 && number == EEXIST && attempt < 1000; attempt++) {
        snprintf(output->temporary, size, "%.*s.trigpillar-%ld-%u.part", (int)folder, output->path,
                 (long)getpid(), attempt);
        descriptor = open(output->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        number = errno;
    }
    if (descriptor < 0) {
        trig_free(output->temporary);
        output->temporary = NULL;
        return system_error(error, output->path, "cannot create", number);
    }
    output->file = fdopen(descriptor, "wb");
    if (output->file)
        return TRIG_OK;
    close(descriptor);
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for an output file");
}

/* What stands at [path] decides how it is replaced: a regular file by rename,
 * keeping its mode; a link's target, not the link; a terminal, a pipe or
 * /dev/null is written to, since a rename would remove it. */
static enum trig_status open_over(struct trig_output *output, const struct stat *old,
                                  struct trig_error *error)
{
    if (S_ISDIR(old->st_mode))
        return system_error(error, output->path, "cannot write", EISDIR);
    if (!S_ISREG(old->st_mode)) {
        output->file = fopen(output->path, "wbe");
        return output->file ? TRIG_OK : system_error(error, output->path, "cannot write", errno);
    }
    char *target = realpath(output->path, NULL);
    if (!target)
        return system_error(error, output->path, "cannot write", errno);
    trig_free(output->path);
    output->path = copy_text(target, strlen(target));
    free(target);
    if (!output->path)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a file name");
    enum trig_status status = create_temporary(output, old->st_mode & 0777, error);
    if (!status && fchmod(fileno(output->file), old->st_mode & 0777) != 0)
        status = system_error(error, output->path, "cannot set the mode of a new version", errno);
    return status;
}

enum trig_status trig_output_open(struct trig_output *output, const char *path, struct trig_error *error)
{
    memset(output, 0, sizeof *output);
    output->path = copy_text(path, strlen(path));
    if (!output->path)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a file name");
    struct stat old;
    enum trig_status status;
    if (stat(path, &old) == 0)
        status = open_over(output, &old, error);
    else if (errno == ENOENT)
        status = create_temporary(output, 0666, error);
    else
        status = system_error(error, path, "cannot write", errno);
    if (status)
        trig_output_discard(output);
    return status;
}

/* The rename itself is on the disk only when the folder is. A folder that
 * cannot be opened or synchronised is the file system's choice, not a failure. */
static void sync_folder(const char *path)
{
    size_t length = folder_length(path);
    char *folder = length ? copy_text(path, length) : copy_text(".", 1);
    int descriptor = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
    trig_free(folder);
}

/* Closes the file with everything on the disk; a pipe or terminal has no disk. */
static int close_durably(struct trig_output *output)
{
    errno = 0;
    bool failed = fflush(output->file) != 0 || ferror(output->file);
    if (!failed && output->temporary)
        failed = fsync(fileno(output->file)) != 0;
    int number = errno;
    if (fclose(output->file) != 0 && !failed) {
        failed = true;
        number = errno;
    }
    output->file = NULL;
    return failed ? (number ? number : EIO) : 0;
}

enum trig_status trig_output_commit(struct trig_output *output, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    int number = close_durably(output);
    if (!number && output->temporary && rename(output->temporary, output->path) != 0)
        number = errno;
    if (number) {
        status = system_error(error, output->path, "cannot write", number);
    } else if (output->temporary) {
        sync_folder(output->path);
        trig_free(output->temporary);
        output->temporary = NULL;
    }
    trig_output_discard(output);
    return status;
}

/* ---- folders --------------------------------------------------------------- */

static enum trig_status make_one(const char *path, struct trig_error *error)
{
    struct stat found;
    if (mkdir(path, 0777) == 0)
        return TRIG_OK;
    int number = errno;
    if (stat(path, &found) == 0 && S_ISDIR(found.st_mode))
        return TRIG_OK;
    return system_error(error, path, "cannot make the folder", number);
}

enum trig_status trig_folder_make(const char *path, struct trig_error *error)
{
    char *part = copy_text(path, strlen(path));
    if (!part)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a file name");
    enum trig_status status = TRIG_OK;
    for (char *slash = strchr(part + (*part == '/'), '/'); slash && !status; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        status = make_one(part, error);
        *slash = '/';
    }
    if (!status)
        status = make_one(part, error);
    trig_free(part);
    return status;
}

bool trig_file_beside_program(const char *name, char *out, size_t size)
{
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    out[0] = 0;
    if (length <= 0)
        return false;
    program[length] = 0;
    char *slash = strrchr(program, '/');
    if (slash)
        *slash = 0;
    int written = snprintf(out, size, "%s/%s", program, name);
    if (written > 0 && (size_t)written < size)
        return true;
    out[0] = 0;
    return false;
}
