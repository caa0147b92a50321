#include "surveys/store/store.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_internal.h"

#include <inttypes.h>

enum trig_status trig_superseded_put(const struct trig_connection *connection, sqlite3_stmt *statement,
                                     const struct trig_place *place, uint64_t by, struct trig_error *error)
{
    trig_sql_bind_number(statement, 1, place->import);
    trig_sql_bind_number(statement, 2, place->batch);
    trig_sql_bind_number(statement, 3, place->row);
    trig_sql_bind_number(statement, 4, by);
    trig_sql_bind_number(statement, 5, trig_seal_superseded(place, by));
    return trig_sql_finish(connection, statement, error);
}

enum trig_status trig_superseded_read(const struct trig_connection *connection, sqlite3_stmt *statement,
                                      struct trig_place *place, uint64_t *by, struct trig_error *error)
{
    *place = (struct trig_place){trig_sql_uint(statement, 0), trig_sql_uint(statement, 1),
                                 trig_sql_uint(statement, 2)};
    *by = trig_sql_uint(statement, 3);
    if (trig_sql_uint(statement, 4) == trig_seal_superseded(place, *by))
        return TRIG_OK;
    return trig_store_damaged(connection, error,
                              "what import %" PRIu64 " replaced of import %" PRIu64 " is damaged", *by,
                              place->import);
}

static enum trig_status read_pairs(const struct trig_connection *connection, sqlite3_stmt *statement,
                                   struct trig_superseded *pairs, size_t most, size_t *count,
                                   struct trig_error *error)
{
    for (*count = 0; *count < most; ++*count) {
        bool row;
        enum trig_status status = trig_sql_step(connection, statement, &row, error);
        if (status || !row)
            return status;
        pairs[*count] = (struct trig_superseded){trig_sql_uint(statement, 0), trig_sql_uint(statement, 1),
                                                 trig_sql_uint(statement, 2), trig_sql_uint(statement, 3)};
    }
    return TRIG_OK;
}

enum trig_status trig_store_superseded(trig_store *store, struct trig_arena *arena,
                                       const struct trig_superseded **out, size_t *count,
                                       struct trig_error *error)
{
    const struct trig_connection *connection = &store->connection;
    uint64_t most;
    *out = NULL;
    *count = 0;
    if (connection->version < 2)
        return TRIG_OK;
    enum trig_status status = trig_sql_number(
        connection, "SELECT count(*) FROM (SELECT DISTINCT import, by FROM superseded)", &most, error);
    if (status)
        return status;
    struct trig_superseded *pairs = trig_arena_calloc(arena, most, sizeof *pairs);
    if (!pairs)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    sqlite3_stmt *statement;
    status = trig_sql_prepare(connection,
                              "SELECT import, by, sum(batch > 0), sum(batch = 0) FROM superseded GROUP BY "
                              "import, by ORDER BY import, by",
                              &statement, error);
    if (status)
        return status;
    status = read_pairs(connection, statement, pairs, most, count, error);
    sqlite3_finalize(statement);
    if (!status)
        *out = pairs;
    return status;
}
