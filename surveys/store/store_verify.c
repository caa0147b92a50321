#include "surveys/store/store.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_internal.h"
#include "surveys/store/store_segment.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A verification on its way: what was found goes into [problems], and it goes on. */
struct check {
    const struct trig_connection *connection;
    struct trig_problems *problems;
    size_t found;
    struct trig_bytes room; /* a segment's data, aligned */
};

static enum trig_status note(struct check *check, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static enum trig_status note(struct check *check, const char *format, ...)
{
    char what[768];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    check->found++;
    return trig_problems_add(check->problems, TRIG_MISTAKE, check->connection->path, 0, 0, "%s", what);
}

/* Damage is a finding; whatever else went wrong ends the verification. */
static enum trig_status take(struct check *check, enum trig_status status, const struct trig_error *error)
{
    if (status != TRIG_ERR_DAMAGED)
        return status;
    const char *advice = strstr(error->message, TRIG_STORE_ADVICE);
    int length = advice ? (int)(advice - error->message) : (int)strlen(error->message);
    return note(check, "%.*s", length, error->message);
}

/* Looks at one row. */
typedef enum trig_status look(struct check *check, sqlite3_stmt *statement, struct trig_error *error);

static enum trig_status each_row(struct check *check, const char *sql, look *at, struct trig_error *error)
{
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(check->connection, sql, &statement, error);
    bool row = true;
    while (!status) {
        status = trig_sql_step(check->connection, statement, &row, error);
        if (status || !row)
            break;
        status = take(check, at(check, statement, error), error);
    }
    sqlite3_finalize(statement);
    return status;
}

/* ---- what each row must be --------------------------------------------------------- */

static enum trig_status look_at_structure(struct check *check, sqlite3_stmt *statement,
                                          struct trig_error *error)
{
    (void)error;
    struct trig_view line = trig_sql_text(statement, 0);
    return trig_view_is(line, "ok") ? TRIG_OK : note(check, "%.*s", TRIG_VIEW_ARG(line));
}

static enum trig_status look_at_reference(struct check *check, sqlite3_stmt *statement,
                                          struct trig_error *error)
{
    (void)error;
    return note(check, "a row of \"%.*s\" refers to a row of \"%.*s\" that is not there",
                TRIG_VIEW_ARG(trig_sql_text(statement, 0)), TRIG_VIEW_ARG(trig_sql_text(statement, 2)));
}

static enum trig_status look_at_number(struct check *check, sqlite3_stmt *statement, struct trig_error *error)
{
    (void)error;
    return trig_sql_uint(statement, 0) ? note(check, "the number of the last import is damaged") : TRIG_OK;
}

static enum trig_status look_at_version(struct check *check, sqlite3_stmt *statement,
                                        struct trig_error *error)
{
    struct trig_definition_files files;
    char sha256[TRIG_SHA256_TEXT];
    enum trig_status status =
        trig_store_get_definition(check->connection, trig_sql_uint(statement, 0), &files, sha256, error);
    if (!status)
        trig_definition_files_clear(&files);
    return status;
}

static enum trig_status look_at_import(struct check *check, sqlite3_stmt *statement, struct trig_error *error)
{
    struct trig_import import;
    enum trig_status status = trig_store_read_import(check->connection, statement, &import, error);
    if (status)
        return status;
    uint64_t rows = trig_sql_uint(statement, 14);
    uint64_t rejects = trig_sql_uint(statement, 15);
    if (import.read != import.stored + import.rejected)
        status = note(check,
                      "import %" PRIu64 ": %" PRIu64 " records read are not %" PRIu64 " stored and %" PRIu64
                      " rejected",
                      import.id, import.read, import.stored, import.rejected);
    if (!status && rows != import.stored)
        status =
            note(check, "import %" PRIu64 ": %" PRIu64 " responses were stored and %" PRIu64 " are there",
                 import.id, import.stored, rows);
    if (!status && rejects != import.rejected)
        status =
            note(check, "import %" PRIu64 ": %" PRIu64 " records were rejected and %" PRIu64 " are there",
                 import.id, import.rejected, rejects);
    return status;
}

static enum trig_status look_at_batch(struct check *check, sqlite3_stmt *statement, struct trig_error *error)
{
    uint64_t import = trig_sql_uint(statement, 0);
    uint64_t batch = trig_sql_uint(statement, 1);
    struct trig_view columns = trig_sql_bytes(statement, 3);
    uint64_t seal = trig_seal_owned(trig_seal_batch(batch, trig_sql_uint(statement, 2), columns), import);
    size_t count;
    struct trig_error why;
    if (seal != trig_sql_uint(statement, 4) || trig_texts_check(columns, &count, &why))
        return trig_store_damaged(check->connection, error,
                                  "the record of import %" PRIu64 ", batch %" PRIu64 " is damaged", import,
                                  batch);
    uint64_t found = trig_sql_uint(statement, 5);
    return found == count ? TRIG_OK
                          : note(check,
                                 "import %" PRIu64 ", batch %" PRIu64 ": %zu columns were stored and %" PRIu64
                                 " are there",
                                 import, batch, count, found);
}

static bool is_listed(struct trig_view columns, struct trig_view variable)
{
    size_t count;
    struct trig_error why;
    if (trig_texts_check(columns, &count, &why))
        return false;
    struct trig_texts_cursor cursor = trig_texts_begin(columns);
    struct trig_view name;
    while (trig_texts_next(&cursor, &name))
        if (trig_view_equal(name, variable))
            return true;
    return false;
}

/* What is wrong with a segment that stands beside its batch's rows and columns;
 * blank: nothing. */
static enum trig_status judge_segment(struct check *check, sqlite3_stmt *statement, struct trig_error *why)
{
    struct trig_view data = trig_sql_bytes(statement, 7);
    enum trig_status status = trig_bytes_reserve(&check->room, data.length, why);
    if (status)
        return status;
    if (data.length)
        memcpy(check->room.data, data.data, data.length);
    const struct trig_segment segment = {
        .variable = trig_sql_text(statement, 2),
        .encoding = (enum trig_encoding)sqlite3_column_int(statement, 3),
        .rows = trig_sql_uint(statement, 4),
        .dictionary = trig_sql_bytes(statement, 6),
        .data = trig_view_of(check->room.data, data.length),
    };
    uint64_t content = trig_segment_seal(&segment, trig_sql_uint(statement, 1));
    if (trig_sql_uint(statement, 5) != trig_seal_owned(content, trig_sql_uint(statement, 0)))
        return trig_error_set(why, TRIG_ERR_DAMAGED, "its checksum does not fit");
    if (segment.rows != trig_sql_uint(statement, 8))
        return trig_error_set(why, TRIG_ERR_DAMAGED, "it has a different number of rows");
    if (!is_listed(trig_sql_bytes(statement, 9), segment.variable))
        return trig_error_set(why, TRIG_ERR_DAMAGED, "the batch does not list it");
    struct trig_column column;
    return trig_segment_decode(&segment, &column, why);
}

static enum trig_status look_at_segment(struct check *check, sqlite3_stmt *statement,
                                        struct trig_error *error)
{
    struct trig_error why = {0};
    enum trig_status status = judge_segment(check, statement, &why);
    if (status == TRIG_ERR_DAMAGED)
        return trig_store_damaged(check->connection, error,
                                  "\"%.*s\" in import %" PRIu64 ", batch %" PRIu64 " is damaged: %s",
                                  TRIG_VIEW_ARG(trig_sql_text(statement, 2)), trig_sql_uint(statement, 0),
                                  trig_sql_uint(statement, 1), why.message);
    if (status && error)
        *error = why;
    return status;
}

static enum trig_status look_at_reject(struct check *check, sqlite3_stmt *statement, struct trig_error *error)
{
    struct trig_reject reject;
    return trig_store_read_reject(check->connection, statement, &reject, error);
}

static enum trig_status look_at_superseded(struct check *check, sqlite3_stmt *statement,
                                           struct trig_error *error)
{
    struct trig_place place;
    uint64_t by;
    enum trig_status status = trig_superseded_read(check->connection, statement, &place, &by, error);
    if (status)
        return status;
    return trig_sql_uint(statement, 5)
               ? TRIG_OK
               : note(check, "import %" PRIu64 " replaced a record of import %" PRIu64 " that is not there",
                      by, place.import);
}

static enum trig_status look_at_erasure(struct check *check, sqlite3_stmt *statement,
                                        struct trig_error *error)
{
    uint64_t id = trig_sql_uint(statement, 0);
    uint64_t seal = trig_seal_erasure(id, trig_sql_text(statement, 1), trig_sql_text(statement, 2),
                                      trig_sql_text(statement, 3));
    if (seal == trig_sql_uint(statement, 4))
        return TRIG_OK;
    return trig_store_damaged(check->connection, error, "the record of erasure %" PRIu64 " is damaged", id);
}

static enum trig_status look_at_weighting(struct check *check, sqlite3_stmt *statement,
                                          struct trig_error *error)
{
    return trig_weighting_check(check->connection, statement, error);
}

static enum trig_status look_at_weights(struct check *check, sqlite3_stmt *statement,
                                        struct trig_error *error)
{
    (void)error;
    return note(check, "import %" PRIu64 ", batch %" PRIu64 ": there are weights \"%.*s\" without a recipe",
                trig_sql_uint(statement, 0), trig_sql_uint(statement, 1),
                TRIG_VIEW_ARG(trig_sql_text(statement, 2)));
}

/* ---- the whole ------------------------------------------------------------------------ */

static const struct {
    unsigned since; /* store version */
    const char *sql;
    look *at;
} looks[] = {
    {1, "PRAGMA integrity_check", look_at_structure},
    {1, "PRAGMA foreign_key_check", look_at_reference},
    {1,
     "SELECT count(*) FROM import WHERE id > (SELECT coalesce(max(seq), 0) FROM sqlite_sequence "
     "WHERE name = 'import')",
     look_at_number},
    {1, "SELECT id FROM definition_version", look_at_version},
    {1,
     "SELECT " TRIG_IMPORT_COLUMNS ", "
     "(SELECT coalesce(sum(rows), 0) FROM batch WHERE batch.import = import.id), "
     "(SELECT count(*) FROM reject WHERE reject.import = import.id) FROM import ORDER BY id",
     look_at_import},
    {1,
     "SELECT import, batch, rows, columns, checksum, (SELECT count(*) FROM segment "
     "WHERE segment.import = batch.import AND segment.batch = batch.batch) FROM batch",
     look_at_batch},
    {1,
     "SELECT s.import, s.batch, s.variable, s.encoding, s.count, s.checksum, s.dictionary, s.data, "
     "b.rows, b.columns FROM segment s LEFT JOIN batch b ON b.import = s.import AND b.batch = s.batch",
     look_at_segment},
    {1, "SELECT " TRIG_REJECT_COLUMNS " FROM reject", look_at_reject},
    {2,
     "SELECT s.import, s.batch, s.row, s.by, s.checksum, CASE s.batch WHEN 0 THEN EXISTS (SELECT 1 FROM "
     "reject r WHERE r.id = s.row AND r.import = s.import) ELSE EXISTS (SELECT 1 FROM batch b WHERE "
     "b.import = s.import AND b.batch = s.batch AND s.row < b.rows) END FROM superseded s",
     look_at_superseded},
    {2, "SELECT id, time, tombstone, key, checksum FROM erasure", look_at_erasure},
    {3, "SELECT name, time, definition, state, recipe, software, checksum FROM weighting", look_at_weighting},
    {3,
     "SELECT import, batch, variable FROM segment WHERE variable GLOB '" TRIG_COLUMN_WEIGHT
     "*' AND NOT EXISTS (SELECT 1 FROM weighting WHERE variable = '" TRIG_COLUMN_WEIGHT "' || name)",
     look_at_weights},
};

static enum trig_status conclude(const struct check *check, struct trig_error *error)
{
    if (check->found == 0)
        return TRIG_OK;
    trig_error_set(error, TRIG_ERR_DAMAGED,
                   "%zu finding%s; restore a copy of the store, or `trig-collect undo` the imports that are "
                   "named and ingest them again",
                   check->found, check->found == 1 ? "" : "s");
    trig_error_place(error, check->connection->path, 0, 0);
    return TRIG_ERR_DAMAGED;
}

enum trig_status trig_store_verify(trig_store *store, struct trig_problems *problems,
                                   struct trig_error *error)
{
    struct trig_error own = {0};
    struct check check = {.connection = &store->connection, .problems = problems};
    struct trig_error *why = error ? error : &own; /* findings are taken from its words */
    enum trig_status status = trig_sql_run(check.connection, "BEGIN", why);
    for (size_t i = 0; i < sizeof looks / sizeof *looks && !status; i++)
        if (looks[i].since <= store->connection.version)
            status = take(&check, each_row(&check, looks[i].sql, looks[i].at, why), why);
    trig_sql_rollback(check.connection);
    trig_bytes_clear(&check.room);
    return status ? status : conclude(&check, error);
}
