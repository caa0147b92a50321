#include "surveys/store/store.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_internal.h"
#include "surveys/store/store_segment.h"
#include "surveys/store/store_writer.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* What is staged lives in a database without a name: a file that SQLite has
 * unlinked already, so that it is gone whatever becomes of this process. It needs
 * no journal on disk, which would cost more than a reject itself: after an error nothing
 * of it is used. The content of each row is sealed here; the import's id is added
 * when it is known. */
static const char staging[] = "ATTACH '' AS staging;"
                              "PRAGMA staging.page_size = 16384;"
                              "PRAGMA staging.journal_mode = MEMORY;"
                              "CREATE TABLE staging.batch(content, batch INTEGER PRIMARY KEY, rows, columns);"
                              "CREATE TABLE staging.segment(content, batch, variable, encoding, count, "
                              "dictionary, data, UNIQUE(batch, variable));"
                              "CREATE TABLE staging.reject(content, record, line, reason, variable, value, "
                              "fields);"
                              "CREATE TABLE staging.superseded(import, batch, row);";

static enum trig_status copy_import(trig_import_writer *writer, const struct trig_import *import,
                                    struct trig_error *error)
{
    struct trig_import *copy = &writer->import;
    const struct trig_view from[] = {import->file,        import->sha256,  import->platform, import->wave,
                                     import->institution, import->options, import->software};
    struct trig_view *const to[] = {&copy->file,        &copy->sha256,  &copy->platform, &copy->wave,
                                    &copy->institution, &copy->options, &copy->software};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        *to[i] = trig_arena_copy(&writer->arena, from[i]);
        if (!to[i]->data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for an import");
    }
    copy->definition = writer->store->version;
    return TRIG_OK;
}

static enum trig_status prepare(trig_import_writer *writer, struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    const struct {
        const char *sql;
        sqlite3_stmt **statement;
    } all[] = {
        {"INSERT INTO staging.batch(content, batch, rows, columns) VALUES(?,?,?,?)", &writer->add_batch},
        {"INSERT INTO staging.segment(content, batch, variable, encoding, count, dictionary, data) "
         "VALUES(?,?,?,?,?,?,?)",
         &writer->add_segment},
        {"INSERT INTO staging.reject(content, record, line, reason, variable, value, fields) "
         "VALUES(?,?,?,?,?,?,?)",
         &writer->add_reject},
        {"INSERT INTO staging.superseded(import, batch, row) VALUES(?,?,?)", &writer->add_superseded},
    };
    enum trig_status status = trig_sql_run(connection, staging, error);
    for (size_t i = 0; i < sizeof all / sizeof *all && !status; i++)
        status = trig_sql_prepare(connection, all[i].sql, all[i].statement, error);
    return status;
}

enum trig_status trig_import_begin(trig_store *store, const struct trig_import *import,
                                   trig_import_writer **out, struct trig_error *error)
{
    assert(!store->importing);
    enum trig_status status = trig_store_must_write(store, error);
    if (status)
        return status;
    trig_import_writer *writer = trig_calloc(1, sizeof *writer);
    if (!writer)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for an import");
    trig_arena_init(&writer->arena);
    writer->store = store;
    store->importing = true;
    status = copy_import(writer, import, error);
    if (!status)
        status = trig_sql_number(&store->connection, "SELECT count(*) FROM import", &writer->imports, error);
    if (!status)
        status =
            trig_sql_number(&store->connection, "SELECT count(*) FROM erasure", &writer->erasures, error);
    if (!status)
        status = prepare(writer, error);
    if (status)
        trig_import_abandon(writer);
    else
        *out = writer;
    return status;
}

enum trig_status trig_import_set_hash(trig_import_writer *writer, struct trig_view sha256,
                                      struct trig_error *error)
{
    struct trig_view copy = trig_arena_copy(&writer->arena, sha256);
    if (!copy.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for an import");
    writer->import.sha256 = copy;
    return TRIG_OK;
}

/* Lets go what is staged. */
static void drop(trig_import_writer *writer)
{
    sqlite3_stmt **const all[] = {&writer->add_batch, &writer->add_segment, &writer->add_reject,
                                  &writer->add_superseded};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        sqlite3_finalize(*all[i]);
        *all[i] = NULL;
    }
    trig_sql_rollback(&writer->store->connection);
    (void)sqlite3_exec(writer->store->connection.db, "DETACH staging", NULL, NULL, NULL);
}

/* After an error: what went with the transaction is missing, and no commit may take the import
 * for whole. */
static enum trig_status lose_staged(trig_import_writer *writer, enum trig_status status)
{
    trig_sql_rollback(&writer->store->connection);
    writer->is_torn = true;
    return status;
}

enum trig_status trig_import_close_staging(trig_import_writer *writer, struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    enum trig_status status = TRIG_OK;
    if (!sqlite3_get_autocommit(connection->db))
        status = trig_sql_run(connection, "COMMIT", error);
    return status ? lose_staged(writer, status) : TRIG_OK;
}

enum trig_status trig_import_restart(trig_import_writer *writer, struct trig_error *error)
{
    drop(writer);
    writer->batches = writer->import.stored = writer->import.rejected = 0;
    writer->is_torn = false;
    return prepare(writer, error);
}

void trig_import_abandon(trig_import_writer *writer)
{
    if (!writer)
        return;
    drop(writer);
    writer->store->importing = false;
    trig_segment_room_clear(&writer->room);
    trig_arena_clear(&writer->arena);
    trig_free(writer);
}

/* ---- staging ------------------------------------------------------------------------- */

static enum trig_status stage_segment(trig_import_writer *writer, const struct trig_column *column,
                                      size_t rows, struct trig_error *error)
{
    struct trig_segment segment;
    enum trig_status status = trig_segment_encode(column, rows, &writer->room, &segment, error);
    if (status)
        return status;
    sqlite3_stmt *statement = writer->add_segment;
    trig_sql_bind_number(statement, 1, trig_segment_seal(&segment, writer->batches));
    trig_sql_bind_number(statement, 2, writer->batches);
    trig_sql_bind_text(statement, 3, segment.variable);
    trig_sql_bind_number(statement, 4, (uint64_t)segment.encoding);
    trig_sql_bind_number(statement, 5, segment.rows);
    trig_sql_bind_bytes(statement, 6, segment.dictionary);
    trig_sql_bind_bytes(statement, 7, segment.data);
    return trig_sql_finish(&writer->store->connection, statement, error);
}

static struct trig_view name_at(const void *list, size_t index)
{
    return ((const struct trig_column *)list)[index].name;
}

static enum trig_status stage_batch(trig_import_writer *writer, const struct trig_batch *batch,
                                    struct trig_error *error)
{
    struct trig_bytes *room = &writer->room.data;
    enum trig_status status = trig_texts_pack(name_at, batch->columns, batch->column_count, room, error);
    if (status)
        return status;
    struct trig_view columns = trig_view_of(room->data, room->length);
    sqlite3_stmt *statement = writer->add_batch;
    trig_sql_bind_number(statement, 1, trig_seal_batch(writer->batches, batch->rows, columns));
    trig_sql_bind_number(statement, 2, writer->batches);
    trig_sql_bind_number(statement, 3, batch->rows);
    trig_sql_bind_bytes(statement, 4, columns);
    return trig_sql_finish(&writer->store->connection, statement, error);
}

static enum trig_status check_batch(const struct trig_batch *batch, struct trig_error *error)
{
    if (batch->rows > TRIG_BATCH_ROWS)
        return trig_error_set(error, TRIG_ERR_LIMIT, "a batch of %zu rows is larger than %u", batch->rows,
                              TRIG_BATCH_ROWS);
    for (size_t i = 0; i < batch->column_count; i++)
        for (size_t j = 0; j < i; j++)
            if (trig_view_equal(batch->columns[i].name, batch->columns[j].name))
                return trig_error_set(error, TRIG_ERR_USAGE, "a batch has two columns called \"%.*s\"",
                                      TRIG_VIEW_ARG(batch->columns[i].name));
    return TRIG_OK;
}

enum trig_status trig_import_append(trig_import_writer *writer, const struct trig_batch *batch,
                                    struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    enum trig_status status = check_batch(batch, error);
    if (status || batch->rows == 0)
        return status;
    status = trig_import_close_staging(writer, error);
    if (status)
        return status;
    writer->batches++;
    status = trig_sql_run(connection, "BEGIN", error);
    if (!status)
        status = stage_batch(writer, batch, error);
    for (size_t i = 0; i < batch->column_count && !status; i++)
        status = stage_segment(writer, &batch->columns[i], batch->rows, error);
    if (!status)
        status = trig_sql_run(connection, "COMMIT", error);
    trig_sql_rollback(connection);
    if (!status)
        writer->import.stored += batch->rows;
    return status;
}

/* Rows that come one by one share a transaction, which costs several times what a row does. */
static enum trig_status open_staging(const trig_import_writer *writer, struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    return sqlite3_get_autocommit(connection->db) ? trig_sql_run(connection, "BEGIN", error) : TRIG_OK;
}

enum trig_status trig_import_reject(trig_import_writer *writer, const struct trig_reject *reject,
                                    struct trig_error *error)
{
    sqlite3_stmt *statement = writer->add_reject;
    enum trig_status status = open_staging(writer, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, trig_seal_reject(reject));
    trig_sql_bind_number(statement, 2, reject->record);
    trig_sql_bind_number(statement, 3, reject->line);
    trig_sql_bind_text(statement, 4, reject->reason);
    trig_sql_bind_text(statement, 5, reject->variable);
    trig_sql_bind_text(statement, 6, reject->value);
    trig_sql_bind_text(statement, 7, reject->fields);
    status = trig_sql_finish(&writer->store->connection, statement, error);
    if (status)
        return lose_staged(writer, status);
    writer->import.rejected++;
    return TRIG_OK;
}

enum trig_status trig_import_supersede(trig_import_writer *writer, const struct trig_place *place,
                                       struct trig_error *error)
{
    sqlite3_stmt *statement = writer->add_superseded;
    enum trig_status status = open_staging(writer, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, place->import);
    trig_sql_bind_number(statement, 2, place->batch);
    trig_sql_bind_number(statement, 3, place->row);
    status = trig_sql_finish(&writer->store->connection, statement, error);
    return status ? lose_staged(writer, status) : TRIG_OK;
}
