#include "surveys/store/store.h"

#include "surveys/store/store_writeback.h"
#include "surveys/store/store_writer.h"

#include <inttypes.h>

/* Bytes that are worth a beginning of their way to the disk. An import of fewer is synced sooner
 * than that is arranged. */
#define WRITEBACK_STEP ((size_t)4 << 20)

/* Rows on their way from where they are staged. */
struct moving {
    const trig_import_writer *writer;
    trig_writeback *writeback; /* NULL: not yet, or not to be had */
    size_t fresh;              /* bytes that it has not been told of */
};

static enum trig_status check_counts(const trig_import_writer *writer, uint64_t read,
                                     struct trig_error *error)
{
    const struct trig_import *import = &writer->import;
    if (!writer->is_torn && read == import->stored + import->rejected)
        return TRIG_OK;
    if (writer->is_torn)
        trig_error_set(error, TRIG_ERR_DAMAGED,
                       "records were lost on their way to the store: nothing was written");
    else
        trig_error_set(error, TRIG_ERR_DAMAGED,
                       "%" PRIu64 " records were read, but %" PRIu64 " stored and %" PRIu64
                       " set aside: nothing was written",
                       read, import->stored, import->rejected);
    trig_error_place(error, writer->store->connection.path, 0, 0);
    return TRIG_ERR_DAMAGED;
}

static enum trig_status changed_meanwhile(const struct trig_connection *connection, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_BUSY,
                   "another program changed the store meanwhile; nothing was written: try again");
    trig_error_place(error, connection->path, 0, 0);
    return TRIG_ERR_BUSY;
}

/* Whoever was erased since the writer began may be among the records that it read. */
static enum trig_status check_erasures(const trig_import_writer *writer, struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    uint64_t count;
    enum trig_status status = trig_sql_number(connection, "SELECT count(*) FROM erasure", &count, error);
    return status || count == writer->erasures ? status : changed_meanwhile(connection, error);
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
    return changed_meanwhile(connection, error);
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

/* Bytes are most of an import: they stay where [from] has them until [to] is through with them.
 * Adds how many there are to [*written]. */
static int pass_value(sqlite3_stmt *from, int column, sqlite3_stmt *to, int parameter, size_t *written)
{
    if (sqlite3_column_type(from, column) != SQLITE_BLOB)
        return sqlite3_bind_value(to, parameter, sqlite3_column_value(from, column));
    const void *bytes = sqlite3_column_blob(from, column);
    int length = sqlite3_column_bytes(from, column);
    *written += (size_t)length;
    if (length && !bytes)
        return SQLITE_NOMEM;
    return length ? sqlite3_bind_blob(to, parameter, bytes, length, SQLITE_STATIC)
                  : sqlite3_bind_zeroblob(to, parameter, 0);
}

static void write_back(struct moving *moving)
{
    if (moving->fresh < WRITEBACK_STEP)
        return;
    if (!moving->writeback)
        moving->writeback = trig_writeback_start(moving->writer->store->connection.path);
    trig_writeback_go(moving->writeback);
    moving->fresh = 0;
}

/* Copies what is staged: [from] gives the content's seal and then the columns
 * that [to] takes after the import and its seal. */
static enum trig_status move_rows(struct moving *moving, sqlite3_stmt *from, sqlite3_stmt *to,
                                  struct trig_error *error)
{
    const trig_import_writer *writer = moving->writer;
    const struct trig_connection *connection = &writer->store->connection;
    for (;;) {
        bool row;
        enum trig_status status = trig_sql_step(connection, from, &row, error);
        if (status || !row)
            return status;
        trig_sql_bind_number(to, 1, writer->import.id);
        trig_sql_bind_number(to, 2, trig_seal_owned(trig_sql_uint(from, 0), writer->import.id));
        for (int i = 1; i < sqlite3_column_count(from); i++)
            if (pass_value(from, i, to, i + 2, &moving->fresh) != SQLITE_OK)
                return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
        status = trig_sql_finish(connection, to, error);
        if (status)
            return status;
        write_back(moving);
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

static enum trig_status move_all(struct moving *moving, struct trig_error *error)
{
    const struct trig_connection *connection = &moving->writer->store->connection;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof moves / sizeof *moves && !status; i++) {
        sqlite3_stmt *from = NULL;
        sqlite3_stmt *to = NULL;
        status = trig_sql_prepare(connection, moves[i].from, &from, error);
        if (!status)
            status = trig_sql_prepare(connection, moves[i].to, &to, error);
        if (!status)
            status = move_rows(moving, from, to, error);
        sqlite3_finalize(from);
        sqlite3_finalize(to);
    }
    return status;
}

/* What this import replaces is hidden from now on, and comes back when it is undone. */
static enum trig_status move_superseded(const trig_import_writer *writer, struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    sqlite3_stmt *from = NULL;
    sqlite3_stmt *to = NULL;
    bool row = true;
    enum trig_status status =
        trig_sql_prepare(connection, "SELECT import, batch, row FROM staging.superseded", &from, error);
    if (!status)
        status = trig_sql_prepare(connection, TRIG_SUPERSEDED_INSERT, &to, error);
    while (!status && !(status = trig_sql_step(connection, from, &row, error)) && row) {
        const struct trig_place place = {trig_sql_uint(from, 0), trig_sql_uint(from, 1),
                                         trig_sql_uint(from, 2)};
        status = trig_superseded_put(connection, to, &place, writer->import.id, error);
    }
    sqlite3_finalize(from);
    sqlite3_finalize(to);
    return status;
}

static enum trig_status write_all(trig_import_writer *writer, uint64_t newest_seen, bool again,
                                  struct trig_error *error)
{
    const struct trig_connection *connection = &writer->store->connection;
    struct moving moving = {.writer = writer};
    enum trig_status status = trig_sql_run(connection, "BEGIN EXCLUSIVE", error);
    if (!status)
        status = check_imports(writer, newest_seen, error);
    if (!status)
        status = check_erasures(writer, error);
    if (!status)
        status = check_definition(writer, error);
    if (!status && !again)
        status = check_file(writer, error);
    if (!status)
        status = add_import(writer, error);
    if (!status)
        status = move_all(&moving, error);
    if (!status)
        status = move_superseded(writer, error);
    if (!status)
        status = trig_sql_run(connection, "COMMIT", error);
    trig_writeback_stop(moving.writeback);
    return status;
}

enum trig_status trig_import_commit(trig_import_writer *writer, uint64_t read, uint64_t newest_seen,
                                    bool again, uint64_t *id, struct trig_error *error)
{
    writer->import.read = read;
    enum trig_status status = trig_import_close_staging(writer, error);
    if (!status)
        status = check_counts(writer, read, error);
    if (!status) {
        /* An import is new pages nearly throughout: by way of a log they would be written and synced
         * twice. Where somebody else has the store open there is a log, and nobody is kept out. */
        trig_connection_leave_log(&writer->store->connection);
        status = write_all(writer, newest_seen, again, error);
    }
    if (!status)
        *id = writer->import.id;
    trig_import_abandon(writer);
    return status;
}
