#include "surveys/store/store_internal.h"

#include "surveys/base/memory.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* synchronous=EXTRA: a committed import survives a power cut, in every mode: FULL leaves it to
 * chance whether the end of a journal does. secure_delete: what was undone or erased is
 * overwritten. temp_store: what is staged goes to disk, so that memory does not grow with the
 * export. The rest distrusts the file. */
static const char settings[] = "PRAGMA synchronous = EXTRA;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA secure_delete = ON;"
                               "PRAGMA temp_store = FILE;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA trusted_schema = OFF;";

static char *copy_path(const char *path, struct trig_error *error)
{
    size_t size = strlen(path) + 1;
    char *copy = trig_resize(NULL, size, 1);
    if (copy)
        memcpy(copy, path, size);
    else
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a file name");
    return copy;
}

/* SQLite takes "file:x" for an address and ":memory:" for no file at all; with a
 * folder in front every name is a name. */
static const char *folder_in_front(const char *path)
{
    return path[0] == '/' ? "" : "./";
}

/* An address that says: nobody writes to this file. Free with sqlite3_free. */
static char *immutable_address(const char *path)
{
    sqlite3_str *address = sqlite3_str_new(NULL);
    sqlite3_str_appendf(address, "file:%s", folder_in_front(path));
    for (const char *at = path; *at; at++) {
        if (strchr("%?#", *at))
            sqlite3_str_appendf(address, "%%%02x", (unsigned)(unsigned char)*at);
        else
            sqlite3_str_appendchar(address, 1, *at);
    }
    sqlite3_str_appendall(address, "?immutable=1");
    return sqlite3_str_finish(address);
}

static char *plain_name(const char *path)
{
    return sqlite3_mprintf("%s%s", folder_in_front(path), path);
}

/* Opens the file as it stands; [flags] say how. */
static enum trig_status open_file(struct trig_connection *connection, int flags, struct trig_error *error)
{
    char *name = connection->immutable ? immutable_address(connection->path) : plain_name(connection->path);
    if (!name)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a file name");
    int code = sqlite3_open_v2(name, &connection->db,
                               flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                                   (connection->immutable ? SQLITE_OPEN_URI : 0),
                               NULL);
    sqlite3_free(name);
    if (code != SQLITE_OK)
        return trig_sql_error(connection, code, error);
    sqlite3_busy_timeout(connection->db, TRIG_STORE_PATIENCE);
    sqlite3_db_config(connection->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    enum trig_status status = trig_sql_run(connection, settings, error);
    if (!status && connection->mode == TRIG_STORE_READ)
        status = trig_sql_run(connection, "PRAGMA query_only = ON", error);
    return status;
}

static enum trig_status check_version(struct trig_connection *connection, struct trig_error *error)
{
    uint64_t application;
    enum trig_status status = trig_sql_number(connection, "PRAGMA application_id", &application, error);
    if (!status)
        status = trig_sql_number(connection, "PRAGMA user_version", &connection->version, error);
    if (status)
        return status;
    if (application != TRIG_STORE_APPLICATION)
        return trig_sql_error(connection, SQLITE_NOTADB, error);
    if (connection->version > TRIG_STORE_VERSION)
        status = trig_error_set(error, TRIG_ERR_FORMAT,
                                "was made by a newer Trigpillar (store version %" PRIu64
                                "; this one reads version "
                                "%d); install that one",
                                connection->version, TRIG_STORE_VERSION);
    trig_error_place(error, connection->path, 0, 0);
    return status ? status : trig_schema_check(connection, error);
}

/* What can be said about [path] in better words than SQLite's. */
static enum trig_status check_file(const char *path, struct trig_error *error)
{
    struct stat found;
    enum trig_status status = TRIG_OK;
    if (stat(path, &found) != 0)
        status = trig_error_set(error, errno == ENOENT || errno == ENOTDIR ? TRIG_ERR_MISSING : TRIG_ERR_IO,
                                "cannot open the store: %s", strerror(errno));
    else if (S_ISDIR(found.st_mode))
        status = trig_error_set(error, TRIG_ERR_FORMAT,
                                "is a folder, not a Trigpillar store; make one with `trig-collect init`");
    else if (access(path, R_OK) != 0)
        status = trig_error_set(error, TRIG_ERR_IO, "cannot open the store: %s", strerror(errno));
    if (status)
        trig_error_place(error, path, 0, 0);
    return status;
}

static bool has_companion(const char *path, const char *suffix)
{
    char *name = sqlite3_mprintf("%s%s", path, suffix);
    bool found = name && access(name, F_OK) == 0;
    sqlite3_free(name);
    return found;
}

/* A store whose last user was killed may be left in the mode for writing; where
 * nobody can write, SQLite reads such a file only when told that it cannot
 * change. With a log or a journal beside it the file alone is not the store. */
static bool can_be_immutable(const struct trig_connection *connection)
{
    return connection->mode == TRIG_STORE_READ && !has_companion(connection->path, "-wal") &&
           !has_companion(connection->path, "-journal");
}

static enum trig_status open_reading(struct trig_connection *connection, struct trig_error *error)
{
    /* A reader that may write can tidy up after a writer that was killed. */
    bool may_write = access(connection->path, W_OK) == 0;
    enum trig_status status =
        open_file(connection, may_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, error);
    if (!status)
        status = check_version(connection, error);
    int code = connection->db ? sqlite3_errcode(connection->db) & 0xff : SQLITE_OK;
    if (status == TRIG_ERR_IO && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) &&
        can_be_immutable(connection)) {
        sqlite3_close(connection->db);
        connection->db = NULL;
        connection->immutable = true;
        status = open_file(connection, SQLITE_OPEN_READONLY, error);
        if (!status)
            status = check_version(connection, error);
    }
    return status;
}

/* Adds what the store's version lacks; somebody else may just have done so. */
static enum trig_status bring_up_to_date(struct trig_connection *connection, struct trig_error *error)
{
    char sql[64];
    if (connection->version == TRIG_STORE_VERSION)
        return TRIG_OK;
    enum trig_status status = trig_sql_run(connection, "BEGIN IMMEDIATE", error);
    if (!status)
        status = trig_sql_number(connection, "PRAGMA user_version", &connection->version, error);
    if (!status && connection->version < TRIG_STORE_VERSION)
        status = trig_schema_create(connection, (unsigned)connection->version, error);
    snprintf(sql, sizeof sql, "PRAGMA user_version = %d", TRIG_STORE_VERSION);
    if (!status)
        status = trig_sql_run(connection, sql, error);
    if (!status)
        status = trig_sql_run(connection, "COMMIT", error);
    trig_sql_rollback(connection);
    connection->version = TRIG_STORE_VERSION;
    return status;
}

static enum trig_status open_writing(struct trig_connection *connection, struct trig_error *error)
{
    enum trig_status status = open_file(connection, SQLITE_OPEN_READWRITE, error);
    if (!status)
        status = check_version(connection, error);
    if (!status && sqlite3_db_readonly(connection->db, "main") != 0)
        status = trig_sql_error(connection, SQLITE_READONLY, error);
    if (!status)
        trig_connection_use_log(connection, 0);
    if (!status)
        status = bring_up_to_date(connection, error);
    return status;
}

enum trig_status trig_connection_open(struct trig_connection *connection, const char *path,
                                      enum trig_store_mode mode, struct trig_error *error)
{
    *connection = (struct trig_connection){.mode = mode};
    enum trig_status status = check_file(path, error);
    if (status)
        return status;
    connection->path = copy_path(path, error);
    if (!connection->path)
        return TRIG_ERR_MEMORY;
    return mode == TRIG_STORE_READ ? open_reading(connection, error) : open_writing(connection, error);
}

/* Large pages: a segment is a few of them. The journal in memory: a store that
 * could not be made is thrown away, and nothing must stay beside it. */
enum trig_status trig_connection_open_new(struct trig_connection *connection, const char *path,
                                          struct trig_error *error)
{
    char sql[160];
    snprintf(sql, sizeof sql,
             "PRAGMA page_size = 16384; PRAGMA journal_mode = MEMORY; PRAGMA application_id = %d; "
             "PRAGMA user_version = %d",
             TRIG_STORE_APPLICATION, TRIG_STORE_VERSION);
    *connection = (struct trig_connection){.mode = TRIG_STORE_WRITE};
    connection->path = copy_path(path, error);
    if (!connection->path)
        return TRIG_ERR_MEMORY;
    enum trig_status status = open_file(connection, SQLITE_OPEN_READWRITE, error);
    return status ? status : trig_sql_run(connection, sql, error);
}

void trig_connection_close(struct trig_connection *connection)
{
    sqlite3_close(connection->db);
    trig_free(connection->path);
    memset(connection, 0, sizeof *connection);
}

void trig_connection_use_log(struct trig_connection *connection, int patience)
{
    sqlite3_busy_timeout(connection->db, patience);
    (void)sqlite3_exec(connection->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    sqlite3_busy_timeout(connection->db, TRIG_STORE_PATIENCE);
}

void trig_connection_drop_log(struct trig_connection *connection)
{
    if (!connection->db || connection->immutable || sqlite3_db_readonly(connection->db, "main") != 0)
        return;
    sqlite3_busy_timeout(connection->db, 0);
    (void)sqlite3_exec(connection->db, "PRAGMA query_only = OFF; PRAGMA main.journal_mode = DELETE", NULL,
                       NULL, NULL);
    sqlite3_busy_timeout(connection->db, TRIG_STORE_PATIENCE);
}

void trig_connection_leave_log(struct trig_connection *connection)
{
#ifdef SQLITE_FCNTL_RESET_CACHE
    trig_connection_drop_log(connection);
    sqlite3_file_control(connection->db, "main", SQLITE_FCNTL_RESET_CACHE, NULL);
#else
    (void)connection; /* an older SQLite: the log does, at the price of writing twice */
#endif
}
