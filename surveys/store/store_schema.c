#include "surveys/store/store_internal.h"

#include <string.h>

/* One import takes one number for ever (AUTOINCREMENT), so that a snapshot named
 * by its newest import is never confused with another. In `segment` the short
 * columns stand before the long ones: SQLite reads a row from its start. A batch
 * lists its columns, so that a missing segment is told from a variable that was
 * not asked. `superseded` names responses (and, with batch 0, rejects by their id) that a
 * later import took the place of. The weights of `weighting` are segments "#weight:NAME". */
static const struct {
    unsigned since; /* the store version that brought it */
    const char *name;
    const char *sql;
} objects[] = {
    {1, "definition_version",
     "CREATE TABLE definition_version(id INTEGER PRIMARY KEY, time TEXT NOT NULL, "
     "sha256 TEXT NOT NULL, files INTEGER NOT NULL, checksum INTEGER NOT NULL)"},
    {1, "definition_file",
     "CREATE TABLE definition_file(version INTEGER NOT NULL REFERENCES "
     "definition_version(id), name TEXT NOT NULL, content BLOB NOT NULL, "
     "sha256 TEXT NOT NULL, checksum INTEGER NOT NULL, UNIQUE(version, name))"},
    {1, "import",
     "CREATE TABLE import(id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, "
     "file TEXT NOT NULL, sha256 TEXT NOT NULL, platform TEXT NOT NULL, wave TEXT NOT NULL, "
     "institution TEXT NOT NULL, options TEXT NOT NULL, software TEXT NOT NULL, "
     "definition INTEGER NOT NULL REFERENCES definition_version(id), read INTEGER NOT NULL, "
     "stored INTEGER NOT NULL, rejected INTEGER NOT NULL, checksum INTEGER NOT NULL)"},
    {1, "batch",
     "CREATE TABLE batch(import INTEGER NOT NULL REFERENCES import(id), batch INTEGER NOT NULL, "
     "rows INTEGER NOT NULL, columns BLOB NOT NULL, checksum INTEGER NOT NULL, "
     "PRIMARY KEY(import, batch)) WITHOUT ROWID"},
    {1, "segment",
     "CREATE TABLE segment(id INTEGER PRIMARY KEY, import INTEGER NOT NULL, "
     "batch INTEGER NOT NULL, variable TEXT NOT NULL, encoding INTEGER NOT NULL, "
     "count INTEGER NOT NULL, checksum INTEGER NOT NULL, dictionary BLOB NOT NULL, "
     "data BLOB NOT NULL, UNIQUE(import, batch, variable), "
     "FOREIGN KEY(import, batch) REFERENCES batch(import, batch))"},
    {1, "reject",
     "CREATE TABLE reject(id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id), "
     "record INTEGER NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL, "
     "variable TEXT NOT NULL, value TEXT NOT NULL, fields TEXT NOT NULL, "
     "checksum INTEGER NOT NULL)"},
    {1, "reject_import", "CREATE INDEX reject_import ON reject(import)"},
    {2, "superseded",
     "CREATE TABLE superseded(import INTEGER NOT NULL REFERENCES import(id), batch INTEGER NOT NULL, "
     "row INTEGER NOT NULL, by INTEGER NOT NULL REFERENCES import(id), checksum INTEGER NOT NULL, "
     "PRIMARY KEY(import, batch, row)) WITHOUT ROWID"},
    {2, "superseded_by", "CREATE INDEX superseded_by ON superseded(by)"},
    {2, "erasure",
     "CREATE TABLE erasure(id INTEGER PRIMARY KEY, time TEXT NOT NULL, tombstone TEXT NOT NULL, "
     "key TEXT NOT NULL, checksum INTEGER NOT NULL)"},
    {3, "weighting",
     "CREATE TABLE weighting(name TEXT PRIMARY KEY, time TEXT NOT NULL, definition INTEGER NOT NULL, "
     "state INTEGER NOT NULL, recipe TEXT NOT NULL, software TEXT NOT NULL, checksum INTEGER NOT NULL) "
     "WITHOUT ROWID"},
};

#define OBJECTS (sizeof objects / sizeof *objects)

enum trig_status trig_schema_create(const struct trig_connection *connection, unsigned from,
                                    struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < OBJECTS && !status; i++)
        if (objects[i].since > from)
            status = trig_sql_run(connection, objects[i].sql, error);
    return status;
}

static bool is_expected(struct trig_view name, struct trig_view sql, uint64_t version)
{
    for (size_t i = 0; i < OBJECTS; i++)
        if (trig_view_is(name, objects[i].name) && objects[i].since <= version)
            return trig_view_is(sql, objects[i].sql);
    return false;
}

enum trig_status trig_schema_check(const struct trig_connection *connection, struct trig_error *error)
{
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(
        connection, "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        &statement, error);
    if (status)
        return status;
    size_t found = 0, expected = 0;
    for (size_t i = 0; i < OBJECTS; i++)
        expected += objects[i].since <= connection->version;
    bool row = true;
    while (!status && row) {
        status = trig_sql_step(connection, statement, &row, error);
        if (status || !row)
            continue;
        if (!is_expected(trig_sql_text(statement, 0), trig_sql_text(statement, 1), connection->version))
            status = trig_store_damaged(connection, error, "the table or index \"%s\" is not as it was made",
                                        (const char *)sqlite3_column_text(statement, 0));
        found++;
    }
    if (!status && found != expected)
        status = trig_store_damaged(connection, error, "a table or an index is missing");
    sqlite3_finalize(statement);
    return status;
}
