/* Who was erased. Part of surveys/store/store_erase.h. */
#include "surveys/store/store_erase.h"

#include "surveys/store/store_internal.h"

static enum trig_status read_gravestones(const struct trig_connection *connection, sqlite3_stmt *statement,
                                         struct trig_arena *arena, struct trig_gravestone *out, size_t most,
                                         size_t *count, struct trig_error *error)
{
    for (*count = 0; *count < most; ++*count) {
        bool row;
        enum trig_status status = trig_sql_step(connection, statement, &row, error);
        if (status || !row)
            return status;
        struct trig_gravestone *stone = &out[*count];
        uint64_t seal = trig_seal_erasure(trig_sql_uint(statement, 0), trig_sql_text(statement, 1),
                                          trig_sql_text(statement, 2), trig_sql_text(statement, 3));
        if (seal != trig_sql_uint(statement, 4))
            return trig_store_damaged(connection, error, "the record of an erasure is damaged");
        status = trig_sql_copy(statement, 1, arena, &stone->time, error);
        if (!status)
            status = trig_sql_copy(statement, 2, arena, &stone->tombstone, error);
        if (!status)
            status = trig_sql_copy(statement, 3, arena, &stone->key, error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

enum trig_status trig_store_gravestones(trig_store *store, struct trig_arena *arena,
                                        const struct trig_gravestone **out, size_t *count,
                                        struct trig_error *error)
{
    const struct trig_connection *connection = &store->connection;
    uint64_t most;
    sqlite3_stmt *statement;
    *count = 0;
    if (connection->version < 2)
        return TRIG_OK;
    enum trig_status status = trig_sql_number(connection, "SELECT count(*) FROM erasure", &most, error);
    if (status || !most)
        return status;
    struct trig_gravestone *stones = trig_arena_calloc(arena, most, sizeof *stones);
    if (!stones)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    status = trig_sql_prepare(
        connection, "SELECT id, time, tombstone, key, checksum FROM erasure ORDER BY id", &statement, error);
    if (status)
        return status;
    status = read_gravestones(connection, statement, arena, stones, most, count, error);
    sqlite3_finalize(statement);
    *out = stones;
    return status;
}
