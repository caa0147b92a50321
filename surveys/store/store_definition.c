#include "surveys/store/store.h"

#include "surveys/store/store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- writing --------------------------------------------------------------------- */

static enum trig_status put_version(const struct trig_connection *connection, uint64_t version,
                                    const char *sha256, uint64_t files, struct trig_error *error)
{
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(
        connection, "INSERT INTO definition_version(id, time, sha256, files, checksum) VALUES(?,?,?,?,?)",
        &statement, error);
    if (status)
        return status;
    char now[32];
    trig_store_now(now);
    trig_sql_bind_number(statement, 1, version);
    trig_sql_bind_text(statement, 2, trig_view(now));
    trig_sql_bind_text(statement, 3, trig_view(sha256));
    trig_sql_bind_number(statement, 4, files);
    trig_sql_bind_number(statement, 5, trig_seal_version(version, trig_view(now), trig_view(sha256), files));
    status = trig_sql_finish(connection, statement, error);
    sqlite3_finalize(statement);
    return status;
}

static enum trig_status put_file(const struct trig_connection *connection, sqlite3_stmt *statement,
                                 uint64_t version, const struct trig_definition_file *file,
                                 struct trig_error *error)
{
    char sha256[TRIG_SHA256_TEXT];
    trig_sha256_of(file->content, sha256);
    uint64_t seal = trig_seal_file(version, file->name, file->content, trig_view(sha256));
    trig_sql_bind_number(statement, 1, version);
    trig_sql_bind_text(statement, 2, file->name);
    trig_sql_bind_bytes(statement, 3, file->content);
    trig_sql_bind_text(statement, 4, trig_view(sha256));
    trig_sql_bind_number(statement, 5, seal);
    return trig_sql_finish(connection, statement, error);
}

enum trig_status trig_store_put_definition(const struct trig_connection *connection,
                                           const struct trig_definition_files *files, const char *sha256,
                                           struct trig_error *error)
{
    uint64_t newest;
    sqlite3_stmt *statement = NULL;
    enum trig_status status = trig_store_newest_definition(connection, &newest, error);
    if (!status)
        status = put_version(connection, newest + 1, sha256, files->count, error);
    if (!status)
        status = trig_sql_prepare(
            connection,
            "INSERT INTO definition_file(version, name, content, sha256, checksum) VALUES(?,?,?,?,?)",
            &statement, error);
    for (size_t i = 0; i < files->count && !status; i++)
        status = put_file(connection, statement, newest + 1, &files->items[i], error);
    sqlite3_finalize(statement);
    return status;
}

/* ---- reading ------------------------------------------------------------------------ */

enum trig_status trig_store_newest_definition(const struct trig_connection *connection, uint64_t *version,
                                              struct trig_error *error)
{
    return trig_sql_number(connection, "SELECT max(id) FROM definition_version", version, error);
}

static enum trig_status get_version(const struct trig_connection *connection, uint64_t version,
                                    uint64_t *files, char sha256[TRIG_SHA256_TEXT], struct trig_error *error)
{
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(
        connection, "SELECT id, time, sha256, files, checksum FROM definition_version WHERE id = ?",
        &statement, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, version);
    bool row;
    bool sound = false;
    status = trig_sql_step(connection, statement, &row, error);
    if (!status && row) {
        struct trig_view hash = trig_sql_text(statement, 2);
        *files = trig_sql_uint(statement, 3);
        uint64_t seal =
            trig_seal_version(trig_sql_uint(statement, 0), trig_sql_text(statement, 1), hash, *files);
        sound = seal == trig_sql_uint(statement, 4) && hash.length < TRIG_SHA256_TEXT;
        if (sound)
            snprintf(sha256, TRIG_SHA256_TEXT, "%.*s", TRIG_VIEW_ARG(hash));
    }
    if (!status && !sound)
        status =
            trig_store_damaged(connection, error, "the definition's version %" PRIu64 " is damaged", version);
    sqlite3_finalize(statement);
    return status;
}

static enum trig_status get_file(const struct trig_connection *connection, sqlite3_stmt *statement,
                                 struct trig_definition_files *out, struct trig_error *error)
{
    struct trig_definition_file *file = &out->items[out->count];
    struct trig_view name = trig_sql_text(statement, 1);
    uint64_t seal = trig_seal_file(trig_sql_uint(statement, 0), name, trig_sql_bytes(statement, 2),
                                   trig_sql_text(statement, 3));
    if (seal != trig_sql_uint(statement, 4))
        return trig_store_damaged(connection, error, "the definition's file \"%.*s\" is damaged",
                                  TRIG_VIEW_ARG(name));
    enum trig_status status = trig_sql_copy(statement, 1, &out->arena, &file->name, error);
    if (!status)
        status = trig_sql_copy(statement, 2, &out->arena, &file->content, error);
    if (status)
        return status;
    file->path = trig_arena_printf(&out->arena, "%s:%.*s", connection->path, TRIG_VIEW_ARG(name));
    out->count++;
    return file->path.data ? TRIG_OK : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
}

static enum trig_status get_files(const struct trig_connection *connection, uint64_t version, uint64_t files,
                                  struct trig_definition_files *out, struct trig_error *error)
{
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(connection,
                                               "SELECT version, name, content, sha256, checksum FROM "
                                               "definition_file WHERE version = ? ORDER BY name",
                                               &statement, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, version);
    bool row;
    while (!(status = trig_sql_step(connection, statement, &row, error)) && row && out->count < files) {
        status = get_file(connection, statement, out, error);
        if (status)
            break;
    }
    if (!status && (row || out->count != files))
        status = trig_store_damaged(connection, error,
                                    "the definition's version %" PRIu64 " does not have %" PRIu64 " files",
                                    version, files);
    sqlite3_finalize(statement);
    return status;
}

enum trig_status trig_store_get_definition(const struct trig_connection *connection, uint64_t version,
                                           struct trig_definition_files *out, char sha256[TRIG_SHA256_TEXT],
                                           struct trig_error *error)
{
    uint64_t files = 0;
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->arena);
    enum trig_status status = get_version(connection, version, &files, sha256, error);
    if (status)
        return status;
    out->items = trig_arena_calloc(&out->arena, files, sizeof *out->items);
    if (out->items)
        status = get_files(connection, version, files, out, error);
    else
        status = trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    if (status)
        trig_arena_clear(&out->arena);
    return status;
}

enum trig_status trig_store_definition_files(trig_store *store, struct trig_definition_files *out,
                                             struct trig_error *error)
{
    char sha256[TRIG_SHA256_TEXT];
    return trig_store_get_definition(&store->connection, store->version, out, sha256, error);
}

/* ---- a new version ------------------------------------------------------------------ */

static enum trig_status replace_definition(trig_store *store, const struct trig_definition_files *files,
                                           const char *sha256, uint64_t newest_seen, struct trig_error *error)
{
    const struct trig_connection *connection = &store->connection;
    uint64_t newest, newest_import = newest_seen;
    enum trig_status status = trig_store_newest_definition(connection, &newest, error);
    if (!status && newest_seen != TRIG_ANY_IMPORT)
        status = trig_store_newest(store, &newest_import, error);
    if (status)
        return status;
    if (newest_import > newest_seen) {
        trig_error_set(error, TRIG_ERR_BUSY,
                       "another program stored answers meanwhile; nothing was written: try again");
        trig_error_place(error, connection->path, 0, 0);
        return TRIG_ERR_BUSY;
    }
    if (newest != store->version) {
        trig_error_set(error, TRIG_ERR_BUSY,
                       "another program changed the definition meanwhile; nothing was written: try again");
        trig_error_place(error, connection->path, 0, 0);
        return TRIG_ERR_BUSY;
    }
    status = trig_store_put_definition(connection, files, sha256, error);
    return status ? status : trig_sql_run(connection, "COMMIT", error);
}

enum trig_status trig_store_redefine(trig_store *store, const struct trig_definition_files *files,
                                     uint64_t newest_seen, struct trig_error *error)
{
    trig_definition *definition;
    enum trig_status status = trig_store_must_write(store, error);
    if (!status)
        status = trig_definition_parse(files, NULL, &definition, error);
    if (status)
        return status;
    trig_connection_use_log(&store->connection, TRIG_STORE_PATIENCE);
    status = trig_sql_run(&store->connection, "BEGIN IMMEDIATE", error);
    if (!status)
        status = replace_definition(store, files, definition->sha256, newest_seen, error);
    trig_sql_rollback(&store->connection);
    trig_definition_destroy(definition);
    return status;
}
