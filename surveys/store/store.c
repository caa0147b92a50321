#include "surveys/store/store.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void trig_store_now(char out[32])
{
    struct tm parts;
    time_t now = time(NULL);
    if (!gmtime_r(&now, &parts) || strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        snprintf(out, 32, "1970-01-01T00:00:00Z");
}

enum trig_status trig_store_must_write(const trig_store *store, struct trig_error *error)
{
    if (store->connection.mode == TRIG_STORE_WRITE)
        return TRIG_OK;
    trig_error_set(error, TRIG_ERR_USAGE, "was opened for reading only");
    trig_error_place(error, store->connection.path, 0, 0);
    return TRIG_ERR_USAGE;
}

/* ---- creating ----------------------------------------------------------------- */

static enum trig_status system_error(struct trig_error *error, const char *path, int number)
{
    trig_error_set(error, TRIG_ERR_IO, "cannot make the store: %s", strerror(number));
    trig_error_place(error, path, 0, 0);
    return TRIG_ERR_IO;
}

static enum trig_status exists_already(struct trig_error *error, const char *path)
{
    trig_error_set(error, TRIG_ERR_REFUSED,
                   "exists already; give the new store another name, or add to this one with "
                   "`trig-collect ingest`");
    trig_error_place(error, path, 0, 0);
    return TRIG_ERR_REFUSED;
}

/* An empty file of our own beside the final one, whose name says what it is. */
static enum trig_status make_temporary(const char *path, char *name, size_t size, struct trig_error *error)
{
    int descriptor = -1;
    int number = EEXIST;
    for (unsigned attempt = 0; descriptor < 0 && number == EEXIST && attempt < 1000; attempt++) {
        snprintf(name, size, "%s.%ld-%u.part", path, (long)getpid(), attempt);
        descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        number = errno;
    }
    if (descriptor < 0)
        return system_error(error, path, number);
    close(descriptor);
    return TRIG_OK;
}

/* Everything in one transaction, on the disk when this returns. */
static enum trig_status fill(const char *temporary, const struct trig_definition_files *files,
                             const char *sha256, struct trig_error *error)
{
    struct trig_connection connection;
    enum trig_status status = trig_connection_open_new(&connection, temporary, error);
    if (!status)
        status = trig_sql_run(&connection, "BEGIN", error);
    if (!status)
        status = trig_schema_create(&connection, 0, error);
    if (!status)
        status = trig_store_put_definition(&connection, files, sha256, error);
    if (!status)
        status = trig_sql_run(&connection, "COMMIT", error);
    trig_connection_close(&connection);
    return status;
}

/* Gives the finished file its name, unless somebody else took it meanwhile. */
static enum trig_status publish(const char *temporary, const char *path, struct trig_error *error)
{
    if (link(temporary, path) == 0)
        return TRIG_OK;
    if (errno == EEXIST)
        return exists_already(error, path);
    /* Some file systems (FAT, some network shares) have no links. */
    if (access(path, F_OK) == 0)
        return exists_already(error, path);
    return rename(temporary, path) == 0 ? TRIG_OK : system_error(error, path, errno);
}

/* Fills a file under a temporary name and publishes it; nothing else stays. */
static enum trig_status make_store(const char *path, char *temporary, size_t size,
                                   const struct trig_definition_files *files, const char *sha256,
                                   struct trig_error *error)
{
    if (access(path, F_OK) == 0)
        return exists_already(error, path);
    enum trig_status status = make_temporary(path, temporary, size, error);
    if (status)
        return status;
    status = fill(temporary, files, sha256, error);
    /* The temporary name means nothing to whoever reads the message. */
    if (status && error)
        trig_error_place(error, path, error->line, error->column);
    if (!status)
        status = publish(temporary, path, error);
    unlink(temporary);
    return status;
}

enum trig_status trig_store_create(const char *path, const struct trig_definition_files *files,
                                   struct trig_error *error)
{
    trig_definition *definition;
    enum trig_status status = trig_definition_parse(files, NULL, &definition, error);
    if (status)
        return status;
    size_t size = strlen(path) + 48;
    char *temporary = trig_resize(NULL, size, 1);
    if (temporary)
        status = make_store(path, temporary, size, files, definition->sha256, error);
    else
        status = trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a file name");
    trig_free(temporary);
    trig_definition_destroy(definition);
    return status;
}

/* ---- opening --------------------------------------------------------------------- */

static enum trig_status load_definition(trig_store *store, struct trig_error *error)
{
    struct trig_definition_files files;
    char sha256[TRIG_SHA256_TEXT];
    enum trig_status status = trig_store_newest_definition(&store->connection, &store->version, error);
    if (!status)
        status = trig_store_get_definition(&store->connection, store->version, &files, sha256, error);
    if (status)
        return status;
    status = trig_definition_parse(&files, NULL, &store->definition, error);
    if (!status && strcmp(store->definition->sha256, sha256) != 0)
        status =
            trig_store_damaged(&store->connection, error, "the definition is not the one that was stored");
    trig_definition_files_clear(&files);
    return status;
}

enum trig_status trig_store_open(const char *path, enum trig_store_mode mode, trig_store **out,
                                 struct trig_error *error)
{
    trig_store *store = trig_calloc(1, sizeof *store);
    if (!store)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a store");
    enum trig_status status = trig_connection_open(&store->connection, path, mode, error);
    if (!status)
        status = load_definition(store, error);
    if (status)
        trig_store_close(store);
    else
        *out = store;
    return status;
}

void trig_store_close(trig_store *store)
{
    if (!store)
        return;
    trig_connection_drop_log(&store->connection);
    trig_connection_close(&store->connection);
    trig_definition_destroy(store->definition);
    trig_free(store);
}

const char *trig_store_path(const trig_store *store)
{
    return store->connection.path;
}

const trig_definition *trig_store_definition(const trig_store *store)
{
    return store->definition;
}
