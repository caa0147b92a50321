#include "surveys/store/store_erase.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_rewrite.h"

#include <inttypes.h>

/* One erasure on its way. */
struct erasing {
    trig_store *store;
    const struct trig_connection *connection;
    const struct trig_erasure *erasure;
    struct trig_erased *out;
    struct trig_rewrite rewrite;
    struct trig_arena arena;
    uint32_t *rows; /* of the batch at hand: [TRIG_BATCH_ROWS] */
};

/* What the list of batches holds; read before anything changes. */
struct batch_row {
    uint64_t import;
    uint64_t batch;
    uint64_t rows;
};

/* ---- counts -------------------------------------------------------------------------------- */

/* Reads, alters by [responses] that became rejects, and seals an import again. */
static enum trig_status recount_import(const struct erasing *erasing, uint64_t id, uint64_t responses,
                                       struct trig_error *error)
{
    const struct trig_connection *connection = erasing->connection;
    sqlite3_stmt *read = NULL, *write = NULL;
    bool row;
    enum trig_status status =
        trig_sql_prepare(connection, "SELECT " TRIG_IMPORT_COLUMNS " FROM import WHERE id = ?", &read, error);
    if (!status)
        status = trig_sql_prepare(connection,
                                  "UPDATE import SET stored = ?, rejected = ?, checksum = ? WHERE id = ?",
                                  &write, error);
    struct trig_import import;
    if (!status) {
        trig_sql_bind_number(read, 1, id);
        status = trig_sql_step(connection, read, &row, error);
    }
    if (!status)
        status = trig_store_read_import(connection, read, &import, error);
    if (!status) {
        import.stored -= responses;
        import.rejected += responses;
        trig_sql_bind_number(write, 1, import.stored);
        trig_sql_bind_number(write, 2, import.rejected);
        trig_sql_bind_number(write, 3, trig_seal_import(&import));
        trig_sql_bind_number(write, 4, id);
        sqlite3_reset(read);
        status = trig_sql_finish(connection, write, error);
    }
    sqlite3_finalize(read);
    sqlite3_finalize(write);
    return status;
}

/* A reject that says no more than that there was one. */
static struct trig_reject blank_reject(void)
{
    return (struct trig_reject){.reason = trig_view(TRIG_STORE_ERASED),
                                .variable = trig_view(""),
                                .value = trig_view(""),
                                .fields = trig_view("{}")};
}

static enum trig_status run_blank(const struct erasing *erasing, const char *sql, uint64_t import,
                                  uint64_t id, struct trig_error *error)
{
    const struct trig_reject blank = blank_reject();
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(erasing->connection, sql, &statement, error);
    if (status)
        return status;
    trig_sql_bind_text(statement, 1, blank.reason);
    trig_sql_bind_text(statement, 2, blank.fields);
    trig_sql_bind_number(statement, 3, trig_seal_owned(trig_seal_reject(&blank), import));
    trig_sql_bind_number(statement, 4, id);
    status = trig_sql_finish(erasing->connection, statement, error);
    sqlite3_finalize(statement);
    return status;
}

/* ---- responses ------------------------------------------------------------------------------ */

/* Rows that move up, and those that are gone, in what later imports replaced. */
static enum trig_status renumber(const struct erasing *erasing, const struct batch_row *batch,
                                 struct trig_gone gone, struct trig_error *error)
{
    const struct trig_connection *connection = erasing->connection;
    sqlite3_stmt *read = NULL, *write = NULL;
    size_t count = 0, capacity = 0, below = 0;
    struct moved {
        struct trig_place place;
        uint64_t by;
    } *moved = NULL;
    bool row = true;
    enum trig_status status =
        trig_sql_prepare(connection,
                         "DELETE FROM superseded WHERE import = ? AND batch = ? RETURNING import, batch, "
                         "row, by, checksum",
                         &read, error);
    if (!status)
        status = trig_sql_prepare(connection, TRIG_SUPERSEDED_INSERT, &write, error);
    if (!status) {
        trig_sql_bind_number(read, 1, batch->import);
        trig_sql_bind_number(read, 2, batch->batch);
    }
    while (!status && !(status = trig_sql_step(connection, read, &row, error)) && row) {
        status = trig_grow((void **)&moved, &capacity, count + 1, sizeof *moved, error);
        if (!status)
            status = trig_superseded_read(connection, read, &moved[count].place, &moved[count].by, error);
        count += !status;
    }
    for (size_t i = 0; i < count && !status; i++) {
        struct trig_place place = moved[i].place;
        bool is_gone = false;
        below = 0;
        for (size_t j = 0; j < gone.count; j++) {
            is_gone |= gone.rows[j] == place.row;
            below += gone.rows[j] < place.row;
        }
        place.row -= below;
        if (!is_gone)
            status = trig_superseded_put(connection, write, &place, moved[i].by, error);
    }
    sqlite3_finalize(read);
    sqlite3_finalize(write);
    trig_free(moved);
    return status;
}

/* Tells the caller which records go; [rows] are the person's. */
static enum trig_status note_records(struct erasing *erasing, const struct batch_row *batch,
                                     struct trig_gone gone, struct trig_error *error)
{
    const struct trig_erasure *erasure = erasing->erasure;
    struct trig_column column;
    bool found = false;
    if (!erasure->record.length)
        return TRIG_OK;
    enum trig_status status = trig_rewrite_read(&erasing->rewrite, batch->import, batch->batch,
                                                erasure->record, &column, &found, error);
    for (size_t i = 0; i < gone.count && found && column.offsets && !status; i++)
        if (column.answers[gone.rows[i]] == TRIG_ANSWERED)
            status = erasure->note(erasure->context, batch->import, trig_column_text(&column, gone.rows[i]),
                                   error);
    return status;
}

static enum trig_status find_rows(struct erasing *erasing, const struct batch_row *batch,
                                  struct trig_gone *gone, struct trig_error *error)
{
    struct trig_column column;
    bool found = false;
    enum trig_status status = trig_rewrite_read(&erasing->rewrite, batch->import, batch->batch,
                                                erasing->erasure->column, &column, &found, error);
    *gone = (struct trig_gone){erasing->rows, 0};
    if (status || !found || !column.offsets) {
        erasing->out->nameless += status ? 0 : batch->rows;
        return status;
    }
    for (size_t row = 0; row < batch->rows; row++) {
        if (column.answers[row] != TRIG_ANSWERED)
            erasing->out->nameless++;
        else if (trig_view_equal(trig_column_text(&column, row), erasing->erasure->pseudonym))
            erasing->rows[gone->count++] = (uint32_t)row;
    }
    return TRIG_OK;
}

static enum trig_status erase_from_batch(struct erasing *erasing, const struct batch_row *batch,
                                         struct trig_error *error)
{
    static const char add[] = "INSERT INTO reject(import, record, line, reason, variable, value, fields, "
                              "checksum) VALUES(?4, 0, 0, ?1, '', '', ?2, ?3)";
    struct trig_gone gone;
    enum trig_status status = find_rows(erasing, batch, &gone, error);
    if (status || !gone.count)
        return status;
    status = note_records(erasing, batch, gone, error);
    if (!status)
        status = trig_rewrite_batch(&erasing->rewrite, batch->import, batch->batch, batch->rows, gone, error);
    if (!status)
        status = renumber(erasing, batch, gone, error);
    for (size_t i = 0; i < gone.count && !status; i++)
        status = run_blank(erasing, add, batch->import, batch->import, error);
    if (!status)
        status = recount_import(erasing, batch->import, gone.count, error);
    erasing->out->responses += gone.count;
    return status;
}

static enum trig_status list_batches(struct erasing *erasing, struct batch_row **out, size_t *count,
                                     struct trig_error *error)
{
    uint64_t most;
    bool row = true;
    sqlite3_stmt *statement;
    enum trig_status status =
        trig_sql_number(erasing->connection, "SELECT count(*) FROM batch", &most, error);
    if (status)
        return status;
    *out = trig_arena_calloc(&erasing->arena, most + 1, sizeof **out);
    if (!*out)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the batches");
    status =
        trig_sql_prepare(erasing->connection, "SELECT import, batch, rows FROM batch ORDER BY import, batch",
                         &statement, error);
    if (status)
        return status;
    while (*count < most && !(status = trig_sql_step(erasing->connection, statement, &row, error)) && row)
        (*out)[(*count)++] = (struct batch_row){trig_sql_uint(statement, 0), trig_sql_uint(statement, 1),
                                                trig_sql_uint(statement, 2)};
    sqlite3_finalize(statement);
    return status;
}

static enum trig_status erase_responses(struct erasing *erasing, struct trig_error *error)
{
    struct batch_row *batches = NULL;
    size_t count = 0;
    enum trig_status status = list_batches(erasing, &batches, &count, error);
    for (size_t i = 0; i < count && !status; i++) {
        if (batches[i].rows > TRIG_BATCH_ROWS)
            status = trig_store_damaged(erasing->connection, error,
                                        "the record of import %" PRIu64 " is damaged", batches[i].import);
        else
            status = erase_from_batch(erasing, &batches[i], error);
    }
    return status;
}

/* ---- rejects ----------------------------------------------------------------------------------- */

static enum trig_status erase_rejects(struct erasing *erasing, struct trig_error *error)
{
    static const char blank[] = "UPDATE reject SET record = 0, line = 0, reason = ?1, variable = '', "
                                "value = '', fields = ?2, checksum = ?3 WHERE id = ?4";
    struct found {
        uint64_t id;
        uint64_t import;
    } *found = NULL;
    size_t count = 0, capacity = 0;
    bool row = true;
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(
        erasing->connection, "SELECT " TRIG_REJECT_COLUMNS " FROM reject ORDER BY id", &statement, error);
    if (status)
        return status;
    while (!status && !(status = trig_sql_step(erasing->connection, statement, &row, error)) && row) {
        struct trig_reject reject;
        bool theirs = false;
        status = trig_store_read_reject(erasing->connection, statement, &reject, error);
        if (!status)
            status = erasing->erasure->is_theirs(erasing->erasure->context, &reject, &theirs, error);
        if (status || !theirs)
            continue;
        status = trig_grow((void **)&found, &capacity, count + 1, sizeof *found, error);
        if (!status)
            found[count++] = (struct found){reject.id, reject.import};
    }
    sqlite3_finalize(statement);
    for (size_t i = 0; i < count && !status; i++)
        status = run_blank(erasing, blank, found[i].import, found[i].id, error);
    erasing->out->rejects += count;
    trig_free(found);
    return status;
}

/* ---- the tombstone -------------------------------------------------------------------------------- */

static enum trig_status put_tombstone(const struct erasing *erasing, struct trig_error *error)
{
    const struct trig_erasure *erasure = erasing->erasure;
    uint64_t last;
    char now[32];
    sqlite3_stmt *statement;
    enum trig_status status =
        trig_sql_number(erasing->connection, "SELECT max(id) FROM erasure", &last, error);
    if (!status)
        status = trig_sql_prepare(
            erasing->connection,
            "INSERT INTO erasure(id, time, tombstone, key, checksum) SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT "
            "EXISTS (SELECT 1 FROM erasure WHERE tombstone = ?3)",
            &statement, error);
    if (status)
        return status;
    trig_store_now(now);
    trig_sql_bind_number(statement, 1, last + 1);
    trig_sql_bind_text(statement, 2, trig_view(now));
    trig_sql_bind_text(statement, 3, erasure->tombstone);
    trig_sql_bind_text(statement, 4, erasure->key);
    trig_sql_bind_number(statement, 5,
                         trig_seal_erasure(last + 1, trig_view(now), erasure->tombstone, erasure->key));
    status = trig_sql_finish(erasing->connection, statement, error);
    sqlite3_finalize(statement);
    return status;
}

/* ---- all of it ---------------------------------------------------------------------------------------- */

/* Until the log is written back, the store's file still holds what was there before. */
static enum trig_status empty_log(const struct trig_connection *connection, struct trig_error *error)
{
    uint64_t busy = 0;
    enum trig_status status = trig_sql_number(connection, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, NULL);
    if (!status && !busy)
        return TRIG_OK;
    status = status ? status : TRIG_ERR_BUSY;
    trig_error_set(
        error, status,
        "the person is removed, but their bytes are not overwritten yet, because %s: do this again "
        "when that is over",
        status == TRIG_ERR_BUSY ? "another program still reads the store as it was before"
                                : "the store's file system is full or broken");
    trig_error_place(error, connection->path, 0, 0);
    return status;
}

enum trig_status trig_store_erase(trig_store *store, const struct trig_erasure *erasure,
                                  struct trig_erased *out, struct trig_error *error)
{
    struct erasing erasing = {.store = store,
                              .connection = &store->connection,
                              .erasure = erasure,
                              .out = out,
                              .rewrite = {.store = store}};
    *out = (struct trig_erased){0};
    enum trig_status status = trig_store_must_write(store, error);
    if (status)
        return status;
    trig_arena_init(&erasing.arena);
    erasing.rows = trig_arena_calloc(&erasing.arena, TRIG_BATCH_ROWS, sizeof *erasing.rows);
    if (!erasing.rows)
        status = trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    trig_connection_use_log(&store->connection, TRIG_STORE_PATIENCE);
    if (!status)
        status = trig_sql_run(erasing.connection, "BEGIN IMMEDIATE", error);
    if (!status)
        status = erase_responses(&erasing, error);
    if (!status)
        status = erase_rejects(&erasing, error);
    if (!status)
        status = put_tombstone(&erasing, error);
    if (!status)
        status = trig_sql_run(erasing.connection, "COMMIT", error);
    trig_sql_rollback(erasing.connection);
    if (!status)
        status = empty_log(erasing.connection, error);
    trig_rewrite_clear(&erasing.rewrite);
    trig_arena_clear(&erasing.arena);
    return status;
}
