#include "surveys/store/store.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_internal.h"

#include <inttypes.h>

enum trig_status trig_store_read_import(const struct trig_connection *connection, sqlite3_stmt *statement,
                                        struct trig_import *out, struct trig_error *error)
{
    *out = (struct trig_import){
        .id = trig_sql_uint(statement, 0),
        .time = trig_sql_text(statement, 1),
        .file = trig_sql_text(statement, 2),
        .sha256 = trig_sql_text(statement, 3),
        .platform = trig_sql_text(statement, 4),
        .wave = trig_sql_text(statement, 5),
        .institution = trig_sql_text(statement, 6),
        .options = trig_sql_text(statement, 7),
        .software = trig_sql_text(statement, 8),
        .definition = trig_sql_uint(statement, 9),
        .read = trig_sql_uint(statement, 10),
        .stored = trig_sql_uint(statement, 11),
        .rejected = trig_sql_uint(statement, 12),
    };
    if (trig_sql_uint(statement, 13) != trig_seal_import(out))
        return trig_store_damaged(connection, error, "the record of import %" PRIu64 " is damaged", out->id);
    return TRIG_OK;
}

static enum trig_status copy_texts(struct trig_import *import, struct trig_arena *arena,
                                   struct trig_error *error)
{
    enum { TEXTS = 8 };
    struct trig_view *const texts[TEXTS] = {&import->time,     &import->file,    &import->sha256,
                                            &import->platform, &import->wave,    &import->institution,
                                            &import->options,  &import->software};
    for (size_t i = 0; i < TEXTS; i++) {
        *texts[i] = trig_arena_copy(arena, *texts[i]);
        if (!texts[i]->data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    }
    return TRIG_OK;
}

static enum trig_status read_imports(const struct trig_connection *connection, sqlite3_stmt *statement,
                                     struct trig_arena *arena, struct trig_import *imports, size_t most,
                                     size_t *count, struct trig_error *error)
{
    for (*count = 0; *count < most; ++*count) {
        bool row;
        enum trig_status status = trig_sql_step(connection, statement, &row, error);
        if (status || !row)
            return status;
        status = trig_store_read_import(connection, statement, &imports[*count], error);
        if (!status)
            status = copy_texts(&imports[*count], arena, error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

enum trig_status trig_store_imports(trig_store *store, struct trig_arena *arena,
                                    const struct trig_import **out, size_t *count, struct trig_error *error)
{
    const struct trig_connection *connection = &store->connection;
    uint64_t most;
    enum trig_status status = trig_sql_number(connection, "SELECT count(*) FROM import", &most, error);
    if (status)
        return status;
    struct trig_import *imports = trig_arena_calloc(arena, most, sizeof *imports);
    if (!imports)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %" PRIu64 " imports", most);
    sqlite3_stmt *statement;
    status = trig_sql_prepare(connection, "SELECT " TRIG_IMPORT_COLUMNS " FROM import ORDER BY id",
                              &statement, error);
    if (status)
        return status;
    status = read_imports(connection, statement, arena, imports, most, count, error);
    sqlite3_finalize(statement);
    if (!status)
        *out = imports;
    return status;
}

enum trig_status trig_store_find_import(trig_store *store, const char *sha256, uint64_t *id,
                                        struct trig_error *error)
{
    const struct trig_connection *connection = &store->connection;
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(
        connection, "SELECT id FROM import WHERE sha256 = ? ORDER BY id LIMIT 1", &statement, error);
    if (status)
        return status;
    trig_sql_bind_text(statement, 1, trig_view(sha256));
    bool row;
    status = trig_sql_step(connection, statement, &row, error);
    if (!status)
        *id = row ? trig_sql_uint(statement, 0) : 0;
    sqlite3_finalize(statement);
    return status;
}

enum trig_status trig_store_newest(trig_store *store, uint64_t *id, struct trig_error *error)
{
    return trig_sql_number(&store->connection, "SELECT max(id) FROM import", id, error);
}

/* ---- undoing ------------------------------------------------------------------------ */

/* What an import has, in an order that no reference forbids; the import last. */
static const char *const removals[] = {
    "DELETE FROM superseded WHERE ? IN (import, by)",
    "DELETE FROM segment WHERE import = ?",
    "DELETE FROM batch WHERE import = ?",
    "DELETE FROM reject WHERE import = ?",
    "DELETE FROM import WHERE id = ?",
};

static enum trig_status remove_import(const struct trig_connection *connection, uint64_t import,
                                      struct trig_error *error)
{
    for (size_t i = 0; i < sizeof removals / sizeof *removals; i++) {
        sqlite3_stmt *statement;
        enum trig_status status = trig_sql_prepare(connection, removals[i], &statement, error);
        if (status)
            return status;
        trig_sql_bind_number(statement, 1, import);
        status = trig_sql_finish(connection, statement, error);
        sqlite3_finalize(statement);
        if (status)
            return status;
    }
    if (sqlite3_changes(connection->db) == 0) {
        trig_error_set(error, TRIG_ERR_MISSING,
                       "has no import %" PRIu64 "; `trig-collect status` lists those it has", import);
        trig_error_place(error, connection->path, 0, 0);
        return TRIG_ERR_MISSING;
    }
    return TRIG_OK;
}

/* What a later import took from this one would be stored twice if what this one took from
 * an earlier one came back. */
static enum trig_status check_order(const struct trig_connection *connection, uint64_t import,
                                    struct trig_error *error)
{
    sqlite3_stmt *statement;
    bool row;
    enum trig_status status =
        trig_sql_prepare(connection,
                         "SELECT max(by) FROM superseded WHERE import = ?1 AND EXISTS (SELECT 1 FROM "
                         "superseded s WHERE s.by = ?1)",
                         &statement, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, import);
    status = trig_sql_step(connection, statement, &row, error);
    uint64_t by = status || !row ? 0 : trig_sql_uint(statement, 0);
    sqlite3_finalize(statement);
    if (status || !by)
        return status;
    trig_error_set(error, TRIG_ERR_REFUSED,
                   "import %" PRIu64 " replaced answers of import %" PRIu64 ", which replaced others: undo "
                   "import %" PRIu64 " first",
                   by, import, by);
    trig_error_place(error, connection->path, 0, 0);
    return TRIG_ERR_REFUSED;
}

enum trig_status trig_store_undo(trig_store *store, uint64_t import, struct trig_error *error)
{
    const struct trig_connection *connection = &store->connection;
    enum trig_status status = trig_store_must_write(store, error);
    if (status)
        return status;
    trig_connection_use_log(&store->connection, TRIG_STORE_PATIENCE);
    status = trig_sql_run(connection, "BEGIN IMMEDIATE", error);
    if (status)
        return status;
    status = check_order(connection, import, error);
    if (!status)
        status = remove_import(connection, import, error);
    if (!status)
        status = trig_sql_run(connection, "COMMIT", error);
    trig_sql_rollback(connection);
    return status;
}
