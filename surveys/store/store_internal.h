/* What the files of the store share: the connection, SQL made short, seals.
 *
 *      trig_store --- connection --- SQLite            one a store
 *      trig_scan ---- connection --- SQLite            one a scan: its own snapshot
 *
 * A seal is the checksum of a row: every column that means something goes into
 * it, so that no byte can change unnoticed. What belongs to an import is sealed
 * twice: its content when it is staged (nobody knows the import's id yet), and
 * the content's seal together with the id when it is committed.
 */
#ifndef TRIG_SURVEYS_STORE_STORE_INTERNAL_H
#define TRIG_SURVEYS_STORE_STORE_INTERNAL_H

#include "surveys/store/store.h"

#include <sqlite3.h>

/* "TRIG": what `file` and SQLite see in the header of a store. */
#define TRIG_STORE_APPLICATION 0x54524947
/* Goes up when an older program could not read what a newer one has written. */
#define TRIG_STORE_VERSION 3
/* The version that brought the table `weighting`. */
#define TRIG_STORE_WEIGHTINGS_SINCE 3
/* How long we wait for other programs before we give up, in milliseconds: the
 * commit of a large import on a slow disk takes seconds, not minutes. */
#define TRIG_STORE_PATIENCE 60000

struct trig_connection {
    sqlite3 *db;
    char *path; /* as the user gave it, for messages */
    enum trig_store_mode mode;
    bool immutable; /* on a medium where nobody can write */
    /* Of the file. One of version 1 is read as it is, and brought up to date when it is
     * opened for writing; it lacks the tables `superseded` and `erasure`, one of version 2
     * the table `weighting`. */
    uint64_t version;
};

struct trig_store {
    struct trig_connection connection;
    trig_definition *definition;
    uint64_t version; /* of the definition */
    bool importing;   /* an import writer is using the connection */
};

/* ---- connections (store_connection.c) --------------------------------------- */

/** Opens [path] and makes sure that it is a store that this program reads.
 *  Close with trig_connection_close, also after an error. */
enum trig_status trig_connection_open(struct trig_connection *connection, const char *path,
                                      enum trig_store_mode mode, struct trig_error *error);
/** Opens the empty file [path] to be made a store. */
enum trig_status trig_connection_open_new(struct trig_connection *connection, const char *path,
                                          struct trig_error *error);
void trig_connection_close(struct trig_connection *connection);

/** Lets readers and the writer work side by side (write-ahead log). Where the
 *  file system cannot or, within [patience] milliseconds, other readers do not
 *  allow that, SQLite's locks still keep everybody apart. */
void trig_connection_use_log(struct trig_connection *connection, int patience);
/** Makes the store one file again, unless somebody else still has it open. */
void trig_connection_drop_log(struct trig_connection *connection);
/** The same before a large change: it then goes to the file itself, once, while readers wait. Pages
 *  that were read by way of the log are forgotten, since SQLite, on leaving it, does not ask
 *  whether somebody else has changed them since. */
void trig_connection_leave_log(struct trig_connection *connection);

/* ---- SQL made short (store_sql.c) --------------------------------------------- */

/** What SQLite's result [code] means to a user of this store. */
enum trig_status trig_sql_error(const struct trig_connection *connection, int code, struct trig_error *error);
/** Runs statements that give no rows, or whose rows do not matter. */
enum trig_status trig_sql_run(const struct trig_connection *connection, const char *sql,
                              struct trig_error *error);
/** Prepares one statement, to be finalised by the caller. */
enum trig_status trig_sql_prepare(const struct trig_connection *connection, const char *sql,
                                  sqlite3_stmt **out, struct trig_error *error);
/** Steps; [*row] says whether there is a row to read. */
enum trig_status trig_sql_step(const struct trig_connection *connection, sqlite3_stmt *statement, bool *row,
                               struct trig_error *error);
/** Steps a statement that gives no row, and resets it for the next. */
enum trig_status trig_sql_finish(const struct trig_connection *connection, sqlite3_stmt *statement,
                                 struct trig_error *error);
/** The first column of the first row of [sql]; 0 when there is no row. */
enum trig_status trig_sql_number(const struct trig_connection *connection, const char *sql, uint64_t *out,
                                 struct trig_error *error);
/** Rolls back, if a transaction is still open. */
void trig_sql_rollback(const struct trig_connection *connection);

/* Binding borrows: the bytes must stay until the statement is reset. A failure
 * (no memory) shows when the statement is stepped, as a NULL that is refused. */
void trig_sql_bind_text(sqlite3_stmt *statement, int index, struct trig_view text);
void trig_sql_bind_bytes(sqlite3_stmt *statement, int index, struct trig_view bytes);
void trig_sql_bind_number(sqlite3_stmt *statement, int index, uint64_t number);

/** Column [index] of the row, counted from 0; valid until the next step. */
struct trig_view trig_sql_text(sqlite3_stmt *statement, int index);
struct trig_view trig_sql_bytes(sqlite3_stmt *statement, int index);
uint64_t trig_sql_uint(sqlite3_stmt *statement, int index);

/** Copies column [index] into the arena.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_sql_copy(sqlite3_stmt *statement, int index, struct trig_arena *arena,
                               struct trig_view *out, struct trig_error *error);

/* ---- seals (store_seal.c) --------------------------------------------------------- */

uint64_t trig_seal_number(uint64_t seal, uint64_t number);
uint64_t trig_seal_bytes(uint64_t seal, struct trig_view bytes);
/** The seal of a row of an import, from the seal of its content. */
uint64_t trig_seal_owned(uint64_t content, uint64_t import);
uint64_t trig_seal_import(const struct trig_import *import);
uint64_t trig_seal_batch(uint64_t batch, uint64_t rows, struct trig_view columns);
uint64_t trig_seal_reject(const struct trig_reject *reject);
uint64_t trig_seal_version(uint64_t id, struct trig_view time, struct trig_view sha256, uint64_t files);
uint64_t trig_seal_file(uint64_t version, struct trig_view name, struct trig_view content,
                        struct trig_view sha256);

uint64_t trig_seal_superseded(const struct trig_place *place, uint64_t by);
uint64_t trig_seal_weighting(struct trig_view name, struct trig_view time, uint64_t definition,
                             uint64_t state, struct trig_view recipe, struct trig_view software);
uint64_t trig_seal_erasure(uint64_t id, struct trig_view time, struct trig_view tombstone,
                           struct trig_view key);

/* What to do about damage; verify, which has done it, leaves it out. */
#define TRIG_STORE_ADVICE                                                                                    \
    "; restore a copy of the store, or see what else is affected with `trig-collect verify`"

/** TRIG_ERR_DAMAGED with what is damaged and TRIG_STORE_ADVICE. */
enum trig_status trig_store_damaged(const struct trig_connection *connection, struct trig_error *error,
                                    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* ---- the rest ------------------------------------------------------------------------ */

/** TRIG_ERR_USAGE unless the store was opened for writing. */
enum trig_status trig_store_must_write(const trig_store *store, struct trig_error *error);

/** 2024-05-28T14:03:11Z */
void trig_store_now(char out[32]);

/** Makes the tables (store_schema.c) that a store of version [from] lacks; 0: all. */
enum trig_status trig_schema_create(const struct trig_connection *connection, unsigned from,
                                    struct trig_error *error);
/** Whether the tables are those that the store's version has, no more and no less. */
enum trig_status trig_schema_check(const struct trig_connection *connection, struct trig_error *error);

/** Writes a new version of the definition, inside the caller's transaction. */
enum trig_status trig_store_put_definition(const struct trig_connection *connection,
                                           const struct trig_definition_files *files, const char *sha256,
                                           struct trig_error *error);
/** The files of version [version], every seal checked; free with trig_definition_files_clear. */
enum trig_status trig_store_get_definition(const struct trig_connection *connection, uint64_t version,
                                           struct trig_definition_files *out, char sha256[TRIG_SHA256_TEXT],
                                           struct trig_error *error);
enum trig_status trig_store_newest_definition(const struct trig_connection *connection, uint64_t *version,
                                              struct trig_error *error);

/* The columns of a statement that trig_store_read_import and _read_reject read. */
#define TRIG_IMPORT_COLUMNS                                                                                  \
    "id, time, file, sha256, platform, wave, institution, options, software, definition, read, stored, "     \
    "rejected, checksum"
#define TRIG_REJECT_COLUMNS "id, import, record, line, reason, variable, value, fields, checksum"

/* ---- what later imports replaced (store_superseded.c) ------------------------------- */

#define TRIG_SUPERSEDED_INSERT "INSERT INTO superseded(import, batch, row, by, checksum) VALUES(?,?,?,?,?)"

/** Stores one row with [statement], made from TRIG_SUPERSEDED_INSERT. */
enum trig_status trig_superseded_put(const struct trig_connection *connection, sqlite3_stmt *statement,
                                     const struct trig_place *place, uint64_t by, struct trig_error *error);
/** Reads a row of `SELECT import, batch, row, by, checksum`, its seal checked. */
enum trig_status trig_superseded_read(const struct trig_connection *connection, sqlite3_stmt *statement,
                                      struct trig_place *place, uint64_t *by, struct trig_error *error);

#define TRIG_WEIGHTING_COLUMNS "name, time, definition, state, recipe, software, checksum"

/** What computed weights are computed for, as trig_store_state has it (store_weighting.c). */
enum trig_status trig_weighting_state(const struct trig_connection *connection, uint64_t *state,
                                      struct trig_error *error);
/** Checks the seal of a row of TRIG_WEIGHTING_COLUMNS. */
enum trig_status trig_weighting_check(const struct trig_connection *connection, sqlite3_stmt *statement,
                                      struct trig_error *error);

/** The import in the current row, its texts borrowed from the statement. */
enum trig_status trig_store_read_import(const struct trig_connection *connection, sqlite3_stmt *statement,
                                        struct trig_import *out, struct trig_error *error);
enum trig_status trig_store_read_reject(const struct trig_connection *connection, sqlite3_stmt *statement,
                                        struct trig_reject *out, struct trig_error *error);

#endif
