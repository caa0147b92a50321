#include "surveys/store/store.h"

#include "surveys/store/store_internal.h"

#include <inttypes.h>
#include <stdio.h>

enum trig_status trig_store_read_reject(const struct trig_connection *connection, sqlite3_stmt *statement,
                                        struct trig_reject *out, struct trig_error *error)
{
    *out = (struct trig_reject){
        .id = trig_sql_uint(statement, 0),
        .import = trig_sql_uint(statement, 1),
        .record = trig_sql_uint(statement, 2),
        .line = trig_sql_uint(statement, 3),
        .reason = trig_sql_text(statement, 4),
        .variable = trig_sql_text(statement, 5),
        .value = trig_sql_text(statement, 6),
        .fields = trig_sql_text(statement, 7),
    };
    if (trig_sql_uint(statement, 8) != trig_seal_owned(trig_seal_reject(out), out->import))
        return trig_store_damaged(connection, error,
                                  "the reject of record %" PRIu64 " in import %" PRIu64 " is damaged",
                                  out->record, out->import);
    return TRIG_OK;
}

static enum trig_status deliver(const struct trig_connection *connection, sqlite3_stmt *statement,
                                trig_reject_sink *sink, void *context, struct trig_error *error)
{
    for (;;) {
        struct trig_reject reject;
        bool row;
        enum trig_status status = trig_sql_step(connection, statement, &row, error);
        if (status || !row)
            return status;
        status = trig_store_read_reject(connection, statement, &reject, error);
        if (!status)
            status = sink(context, &reject, error);
        if (status)
            return status;
    }
}

enum trig_status trig_store_rejects(trig_store *store, uint64_t import, trig_reject_sink *sink, void *context,
                                    struct trig_error *error)
{
    const struct trig_connection *connection = &store->connection;
    char sql[400];
    snprintf(sql, sizeof sql, "SELECT " TRIG_REJECT_COLUMNS " FROM reject WHERE %s%s ORDER BY id",
             import ? "import = ?" : "1",
             connection->version < 2 ? ""
                                     : " AND NOT EXISTS (SELECT 1 FROM superseded s WHERE "
                                       "s.import = reject.import AND s.batch = 0 AND s.row = reject.id)");
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(connection, sql, &statement, error);
    if (status)
        return status;
    if (import)
        trig_sql_bind_number(statement, 1, import);
    status = deliver(connection, statement, sink, context, error);
    sqlite3_finalize(statement);
    return status;
}
