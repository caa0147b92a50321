#include "surveys/store.h"

#include "surveys/memory.h"
#include "surveys/store_internal.h"
#include "surveys/store_segment.h"

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
                              "fields);";

struct trig_import_writer {
    trig_store *store;
    struct trig_arena arena;   /* owns the texts of [import] */
    struct trig_import import; /* counts [stored] and [rejected] as they come */
    uint64_t imports;          /* that the store held when this one began */
    uint64_t batches;
    sqlite3_stmt *add_batch;
    sqlite3_stmt *add_segment;
    sqlite3_stmt *add_reject;
    struct trig_segment_room room;
};

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
        status = prepare(writer, error);
    if (status)
        trig_import_abandon(writer);
    else
        *out = writer;
    return status;
}

void trig_import_abandon(trig_import_writer *writer)
{
    if (!writer)
        return;
    sqlite3_finalize(writer->add_batch);
    sqlite3_finalize(writer->add_segment);
    sqlite3_finalize(writer->add_reject);
    const struct trig_connection *connection = &writer->store->connection;
    trig_sql_rollback(connection);
    (void)sqlite3_exec(connection->db, "DETACH staging", NULL, NULL, NULL);
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

enum trig_status trig_import_reject(trig_import_writer *writer, const struct trig_reject *reject,
                                    struct trig_error *error)
{
    sqlite3_stmt *statement = writer->add_reject;
    trig_sql_bind_number(statement, 1, trig_seal_reject(reject));
    trig_sql_bind_number(statement, 2, reject->record);
    trig_sql_bind_number(statement, 3, reject->line);
    trig_sql_bind_text(statement, 4, reject->reason);
    trig_sql_bind_text(statement, 5, reject->variable);
    trig_sql_bind_text(statement, 6, reject->value);
    trig_sql_bind_text(statement, 7, reject->fields);
    enum trig_status status = trig_sql_finish(&writer->store->connection, statement, error);
    if (!status)
        writer->import.rejected++;
    return status;
}

/* ---- committing ------------------------------------------------------------------------ */

static enum trig_status check_counts(const trig_import_writer *writer, uint64_t read,
                                     struct trig_error *error)
{
    const struct trig_import *import = &writer->import;
    if (read == import->stored + import->rejected)
        return TRIG_OK;
    trig_error_set(error, TRIG_ERR_DAMAGED,
                   "%" PRIu64 " records were read, but %" PRIu64 " stored and %" PRIu64
                   " set aside: nothing was written",
                   read, import->stored, import->rejected);
    trig_error_place(error, writer->store->connection.path, 0, 0);
    return TRIG_ERR_DAMAGED;
}

/* Whether the imports are those that identities were compared with. An id is
 * used once, so with the same newest one a smaller count means an undo. */
static enum trig_status check_imports(const trig_import_writer *writer, uint64_t newest_seen,
                                      struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    uint64_t newest;
    uint64_t count;
    if (newest_seen == TRIG_ANY_IMPORT)
        return TRIG_OK;
    enum trig_status status = trig_store_newest(writer->store, &newest, error);
    if (!status)
        status = trig_sql_number(connection, "SELECT count(*) FROM import", &count, error);
    if (status || (newest == newest_seen && count >= writer->imports))
        return status;
    trig_error_set(error, TRIG_ERR_BUSY,
                   "another program changed the store meanwhile; nothing was written: try again");
    trig_error_place(error, connection->path, 0, 0);
    return TRIG_ERR_BUSY;
}

/* Answers were coded with the definition as it was when the store was opened. */
static enum trig_status check_definition(const trig_import_writer *writer, struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    uint64_t version;
    enum trig_status status = trig_store_newest_definition(connection, &version, error);
    if (status || version == writer->import.definition)
        return status;
    trig_error_set(error, TRIG_ERR_REFUSED,
                   "the survey's definition was changed meanwhile; nothing was written: open it again");
    trig_error_place(error, connection->path, 0, 0);
    return TRIG_ERR_REFUSED;
}

static enum trig_status check_file(const trig_import_writer *writer, struct trig_error *error)
{
    const struct trig_import *import = &writer->import;
    uint64_t id = 0;
    if (import->sha256.length == 0)
        return TRIG_OK;
    enum trig_status status = trig_store_find_import(writer->store, import->sha256.data, &id, error);
    if (status || id == 0)
        return status;
    return trig_error_set(error, TRIG_ERR_REFUSED,
                          "\"%.*s\" was stored already, as import %" PRIu64
                          "; nothing was written: use --again to store it once more",
                          TRIG_VIEW_ARG(import->file), id);
}

static enum trig_status add_import(trig_import_writer *writer, struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    struct trig_import *import = &writer->import;
    /* The number after the last one ever given, also after an undo. */
    enum trig_status status = trig_sql_number(
        connection, "SELECT 1 + max(seq) FROM (SELECT 0 AS seq UNION SELECT seq FROM sqlite_sequence)",
        &import->id, error);
    sqlite3_stmt *statement;
    if (!status)
        status = trig_sql_prepare(
            connection, "INSERT INTO import(" TRIG_IMPORT_COLUMNS ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            &statement, error);
    if (status)
        return status;
    char now[32];
    trig_store_now(now);
    import->time = trig_view(now);
    const struct trig_view texts[] = {import->time, import->file,        import->sha256,  import->platform,
                                      import->wave, import->institution, import->options, import->software};
    const uint64_t numbers[] = {import->definition, import->read, import->stored, import->rejected,
                                trig_seal_import(import)};
    trig_sql_bind_number(statement, 1, import->id);
    for (int i = 0; i < 8; i++)
        trig_sql_bind_text(statement, 2 + i, texts[i]);
    for (int i = 0; i < 5; i++)
        trig_sql_bind_number(statement, 10 + i, numbers[i]);
    status = trig_sql_finish(connection, statement, error);
    sqlite3_finalize(statement);
    import->time = trig_view(NULL);
    return status;
}

/* Copies what is staged: [from] gives the content's seal and then the columns
 * that [to] takes after the import and its seal. */
static enum trig_status move_rows(const trig_import_writer *writer, sqlite3_stmt *from, sqlite3_stmt *to,
                                  struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    for (;;) {
        bool row;
        enum trig_status status = trig_sql_step(connection, from, &row, error);
        if (status || !row)
            return status;
        trig_sql_bind_number(to, 1, writer->import.id);
        trig_sql_bind_number(to, 2, trig_seal_owned(trig_sql_uint(from, 0), writer->import.id));
        for (int i = 1; i < sqlite3_column_count(from); i++)
            if (sqlite3_bind_value(to, i + 2, sqlite3_column_value(from, i)) != SQLITE_OK)
                return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
        status = trig_sql_finish(connection, to, error);
        if (status)
            return status;
    }
}

static const struct {
    const char *from;
    const char *to;
} moves[] = {
    {"SELECT content, batch, rows, columns FROM staging.batch ORDER BY batch",
     "INSERT INTO main.batch(import, checksum, batch, rows, columns) VALUES(?,?,?,?,?)"},
    {"SELECT content, batch, variable, encoding, count, dictionary, data FROM staging.segment ORDER BY rowid",
     "INSERT INTO main.segment(import, checksum, batch, variable, encoding, count, dictionary, data) "
     "VALUES(?,?,?,?,?,?,?,?)"},
    {"SELECT content, record, line, reason, variable, value, fields FROM staging.reject ORDER BY rowid",
     "INSERT INTO main.reject(import, checksum, record, line, reason, variable, value, fields) "
     "VALUES(?,?,?,?,?,?,?,?)"},
};

static enum trig_status move_all(const trig_import_writer *writer, struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof moves / sizeof *moves && !status; i++) {
        sqlite3_stmt *from = NULL;
        sqlite3_stmt *to = NULL;
        status = trig_sql_prepare(connection, moves[i].from, &from, error);
        if (!status)
            status = trig_sql_prepare(connection, moves[i].to, &to, error);
        if (!status)
            status = move_rows(writer, from, to, error);
        sqlite3_finalize(from);
        sqlite3_finalize(to);
    }
    return status;
}

static enum trig_status write_all(trig_import_writer *writer, uint64_t newest_seen, bool again,
                                  struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    enum trig_status status = trig_sql_run(connection, "BEGIN IMMEDIATE", error);
    if (!status)
        status = check_imports(writer, newest_seen, error);
    if (!status)
        status = check_definition(writer, error);
    if (!status && !again)
        status = check_file(writer, error);
    if (!status)
        status = add_import(writer, error);
    if (!status)
        status = move_all(writer, error);
    if (!status)
        status = trig_sql_run(connection, "COMMIT", error);
    return status;
}

enum trig_status trig_import_commit(trig_import_writer *writer, uint64_t read, uint64_t newest_seen,
                                    bool again, uint64_t *id, struct trig_error *error)
{
    writer->import.read = read;
    enum trig_status status = check_counts(writer, read, error);
    if (!status) {
        trig_connection_use_log(&writer->store->connection, TRIG_STORE_PATIENCE);
        status = write_all(writer, newest_seen, again, error);
    }
    if (!status)
        *id = writer->import.id;
    trig_import_abandon(writer);
    return status;
}
