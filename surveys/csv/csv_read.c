#include "surveys/csv/csv_reader.h"

#include "surveys/base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Large enough that reading costs little beside parsing, small enough for a cache. */
#define CHUNK_SIZE ((size_t)64 << 10)

/* Names the file in an error that has its line and column already. */
static enum trig_status name_file(struct trig_error *error, enum trig_status status, const char *name)
{
    if (status && error && error->file[0] == '\0')
        trig_error_place(error, name, error->line, error->column);
    return status;
}

static enum trig_status feed_file(trig_csv_reader *reader, FILE *file, char *chunk, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    size_t length;
    errno = 0;
    while (!status && (length = fread(chunk, 1, CHUNK_SIZE, file)) > 0)
        status = trig_csv_reader_feed(reader, chunk, length, error);
    if (!status && ferror(file))
        return trig_error_set(error, TRIG_ERR_IO, "cannot read: %s", strerror(errno));
    return status ? status : trig_csv_reader_finish(reader, error);
}

enum trig_status trig_csv_read_file(const char *path, const struct trig_csv_options *options,
                                    trig_csv_sink *sink, void *context, struct trig_error *error)
{
    struct trig_error own = {0};
    error = error ? error : &own;
    enum trig_status status = TRIG_OK;
    trig_csv_reader *reader = NULL;
    char *chunk = NULL;
    FILE *file = fopen(path, "rbe");
    if (!file) {
        status = trig_error_set(error, errno == ENOENT ? TRIG_ERR_MISSING : TRIG_ERR_IO, "cannot open: %s",
                                strerror(errno));
        return name_file(error, status, path);
    }
    chunk = trig_resize(NULL, CHUNK_SIZE, 1);
    if (!chunk) {
        status = trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for reading a file");
        goto cleanup;
    }
    reader = trig_csv_reader_create(options, sink, context, error);
    if (!reader) {
        status = error->status;
        goto cleanup;
    }
    status = feed_file(reader, file, chunk, error);

cleanup:
    trig_csv_reader_destroy(reader);
    trig_free(chunk);
    fclose(file);
    return name_file(error, status, path);
}

enum trig_status trig_csv_read_bytes(struct trig_view bytes, const char *name,
                                     const struct trig_csv_options *options, trig_csv_sink *sink,
                                     void *context, struct trig_error *error)
{
    struct trig_error own = {0};
    error = error ? error : &own;
    trig_csv_reader *reader = trig_csv_reader_create(options, sink, context, error);
    if (!reader)
        return name_file(error, error->status, name);
    enum trig_status status = trig_csv_reader_feed(reader, bytes.data, bytes.length, error);
    if (!status)
        status = trig_csv_reader_finish(reader, error);
    trig_csv_reader_destroy(reader);
    return name_file(error, status, name);
}
