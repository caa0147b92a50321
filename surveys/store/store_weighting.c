#include "surveys/store/store_weighting.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_internal.h"

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for weights");
}

/* ---- the state ------------------------------------------------------------------- */

/* Adds every number of every row to the seal. */
static enum trig_status seal_rows(const struct trig_connection *connection, const char *sql, uint64_t *seal,
                                  struct trig_error *error)
{
    sqlite3_stmt *statement;
    bool row;
    enum trig_status status = trig_sql_prepare(connection, sql, &statement, error);
    if (status)
        return status;
    while (!(status = trig_sql_step(connection, statement, &row, error)) && row)
        for (int i = 0; i < sqlite3_column_count(statement); i++)
            *seal = trig_seal_number(*seal, trig_sql_uint(statement, i));
    sqlite3_finalize(statement);
    return status;
}

enum trig_status trig_weighting_state(const struct trig_connection *connection, uint64_t *state,
                                      struct trig_error *error)
{
    *state = 0;
    enum trig_status status = seal_rows(connection, "SELECT max(id) FROM definition_version", state, error);
    if (!status)
        status = seal_rows(connection, "SELECT import, batch, rows FROM batch ORDER BY import, batch", state,
                           error);
    if (!status && connection->version >= 2)
        status = seal_rows(connection,
                           "SELECT import, batch, row, by FROM superseded WHERE batch > 0 "
                           "ORDER BY import, batch, row",
                           state, error);
    return status;
}

enum trig_status trig_store_state(trig_store *store, uint64_t *state, struct trig_error *error)
{
    return trig_weighting_state(&store->connection, state, error);
}

/* ---- reading ----------------------------------------------------------------------- */

enum trig_status trig_weighting_check(const struct trig_connection *connection, sqlite3_stmt *statement,
                                      struct trig_error *error)
{
    uint64_t seal = trig_seal_weighting(trig_sql_text(statement, 0), trig_sql_text(statement, 1),
                                        trig_sql_uint(statement, 2), trig_sql_uint(statement, 3),
                                        trig_sql_text(statement, 4), trig_sql_text(statement, 5));
    if (seal == trig_sql_uint(statement, 6))
        return TRIG_OK;
    return trig_store_damaged(connection, error, "the recipe of the weights \"%.*s\" is damaged",
                              TRIG_VIEW_ARG(trig_sql_text(statement, 0)));
}

static enum trig_status read_weighting(const struct trig_connection *connection, sqlite3_stmt *statement,
                                       uint64_t state, struct trig_arena *arena, struct trig_weighting *out,
                                       struct trig_error *error)
{
    enum trig_status status = trig_weighting_check(connection, statement, error);
    if (!status)
        status = trig_sql_copy(statement, 0, arena, &out->name, error);
    if (!status)
        status = trig_sql_copy(statement, 1, arena, &out->time, error);
    if (!status)
        status = trig_sql_copy(statement, 4, arena, &out->recipe, error);
    if (!status)
        status = trig_sql_copy(statement, 5, arena, &out->software, error);
    out->stale = trig_sql_uint(statement, 3) != state;
    return status;
}

static enum trig_status read_weightings(const struct trig_connection *connection, uint64_t state,
                                        struct trig_arena *arena, struct trig_weighting *items, size_t most,
                                        size_t *count, struct trig_error *error)
{
    sqlite3_stmt *statement;
    bool row;
    enum trig_status status = trig_sql_prepare(
        connection, "SELECT " TRIG_WEIGHTING_COLUMNS " FROM weighting ORDER BY name", &statement, error);
    if (status)
        return status;
    while (*count < most && !(status = trig_sql_step(connection, statement, &row, error)) && row) {
        status = read_weighting(connection, statement, state, arena, &items[*count], error);
        if (status)
            break;
        ++*count;
    }
    sqlite3_finalize(statement);
    return status;
}

enum trig_status trig_store_weightings(trig_store *store, struct trig_arena *arena,
                                       const struct trig_weighting **out, size_t *count,
                                       struct trig_error *error)
{
    const struct trig_connection *connection = &store->connection;
    uint64_t most = 0, state;
    *out = NULL;
    *count = 0;
    if (connection->version < TRIG_STORE_WEIGHTINGS_SINCE)
        return TRIG_OK;
    enum trig_status status = trig_sql_number(connection, "SELECT count(*) FROM weighting", &most, error);
    if (!status && most)
        status = trig_weighting_state(connection, &state, error);
    if (status || !most)
        return status;
    struct trig_weighting *items = trig_arena_calloc(arena, most, sizeof *items);
    if (!items)
        return out_of_memory(error);
    *out = items;
    return read_weightings(connection, state, arena, items, most, count, error);
}
