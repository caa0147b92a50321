#include "surveys/store/store_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* SQLite's codes carry detail in the higher bits. */
static int primary(int code)
{
    return code & 0xff;
}

static enum trig_status input_output_error(const struct trig_connection *connection, struct trig_error *error)
{
    int number = connection->db ? sqlite3_system_errno(connection->db) : 0;
    return trig_error_set(error, TRIG_ERR_IO, "could not be read or written: %s",
                          number ? strerror(number) : sqlite3_errmsg(connection->db));
}

static enum trig_status explain(const struct trig_connection *connection, int code, struct trig_error *error)
{
    switch (primary(code)) {
    case SQLITE_NOMEM:
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return trig_error_set(error, TRIG_ERR_BUSY,
                              "another program holds the store for more than %d seconds; try again when it "
                              "is done",
                              TRIG_STORE_PATIENCE / 1000);
    case SQLITE_FULL:
        return trig_error_set(error, TRIG_ERR_IO,
                              "no space is left on the store's file system or the one for temporary files; "
                              "nothing was written: make room and try again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return trig_error_set(error, TRIG_ERR_IO,
                              "cannot be written: the file, its folder or its medium is read-only");
    case SQLITE_CANTOPEN:
        return trig_error_set(error, TRIG_ERR_IO,
                              "cannot be opened: it or a file beside it is not readable by this account");
    case SQLITE_IOERR:
        return input_output_error(connection, error);
    case SQLITE_NOTADB:
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "is not a Trigpillar store; make one with `trig-collect init`");
    case SQLITE_TOOBIG:
        return trig_error_set(error, TRIG_ERR_LIMIT, "a text or column is larger than SQLite stores");
    default:
        return trig_error_set(error, TRIG_ERR_DAMAGED, "the file is damaged (%s)" TRIG_STORE_ADVICE,
                              sqlite3_errmsg(connection->db));
    }
}

enum trig_status trig_sql_error(const struct trig_connection *connection, int code, struct trig_error *error)
{
    enum trig_status status = explain(connection, code, error);
    trig_error_place(error, connection->path, 0, 0);
    return status;
}

enum trig_status trig_store_damaged(const struct trig_connection *connection, struct trig_error *error,
                                    const char *format, ...)
{
    char what[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    trig_error_set(error, TRIG_ERR_DAMAGED, "%s" TRIG_STORE_ADVICE, what);
    trig_error_place(error, connection->path, 0, 0);
    return TRIG_ERR_DAMAGED;
}

enum trig_status trig_sql_run(const struct trig_connection *connection, const char *sql,
                              struct trig_error *error)
{
    int code = sqlite3_exec(connection->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? TRIG_OK : trig_sql_error(connection, code, error);
}

enum trig_status trig_sql_prepare(const struct trig_connection *connection, const char *sql,
                                  sqlite3_stmt **out, struct trig_error *error)
{
    int code = sqlite3_prepare_v2(connection->db, sql, -1, out, NULL);
    return code == SQLITE_OK ? TRIG_OK : trig_sql_error(connection, code, error);
}

enum trig_status trig_sql_step(const struct trig_connection *connection, sqlite3_stmt *statement, bool *row,
                               struct trig_error *error)
{
    int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? TRIG_OK : trig_sql_error(connection, code, error);
}

enum trig_status trig_sql_finish(const struct trig_connection *connection, sqlite3_stmt *statement,
                                 struct trig_error *error)
{
    bool row;
    enum trig_status status = trig_sql_step(connection, statement, &row, error);
    sqlite3_reset(statement);
    return status;
}

enum trig_status trig_sql_number(const struct trig_connection *connection, const char *sql, uint64_t *out,
                                 struct trig_error *error)
{
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(connection, sql, &statement, error);
    if (status)
        return status;
    bool row;
    status = trig_sql_step(connection, statement, &row, error);
    if (!status)
        *out = row ? trig_sql_uint(statement, 0) : 0;
    sqlite3_finalize(statement);
    return status;
}

void trig_sql_rollback(const struct trig_connection *connection)
{
    if (!sqlite3_get_autocommit(connection->db))
        (void)sqlite3_exec(connection->db, "ROLLBACK", NULL, NULL, NULL);
}

void trig_sql_bind_text(sqlite3_stmt *statement, int index, struct trig_view text)
{
    (void)sqlite3_bind_text64(statement, index, text.length ? text.data : "", text.length, SQLITE_STATIC,
                              SQLITE_UTF8);
}

void trig_sql_bind_bytes(sqlite3_stmt *statement, int index, struct trig_view bytes)
{
    (void)sqlite3_bind_blob64(statement, index, bytes.length ? bytes.data : "", bytes.length, SQLITE_STATIC);
}

void trig_sql_bind_number(sqlite3_stmt *statement, int index, uint64_t number)
{
    (void)sqlite3_bind_int64(statement, index, (sqlite3_int64)number);
}

struct trig_view trig_sql_text(sqlite3_stmt *statement, int index)
{
    const unsigned char *text = sqlite3_column_text(statement, index);
    return trig_view_of((const char *)text, text ? (size_t)sqlite3_column_bytes(statement, index) : 0);
}

struct trig_view trig_sql_bytes(sqlite3_stmt *statement, int index)
{
    const char *bytes = sqlite3_column_blob(statement, index);
    return trig_view_of(bytes, bytes ? (size_t)sqlite3_column_bytes(statement, index) : 0);
}

uint64_t trig_sql_uint(sqlite3_stmt *statement, int index)
{
    return (uint64_t)sqlite3_column_int64(statement, index);
}

enum trig_status trig_sql_copy(sqlite3_stmt *statement, int index, struct trig_arena *arena,
                               struct trig_view *out, struct trig_error *error)
{
    *out = trig_arena_copy(arena, trig_sql_bytes(statement, index));
    return out->data ? TRIG_OK : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
}
