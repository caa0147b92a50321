#include "surveys/store/store_plan.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_segment.h"

#include <inttypes.h>

/* What reading the plan needs on its way. */
struct reading {
    const struct trig_connection *connection;
    struct trig_views names;
    struct trig_arena *arena;
    struct trig_plan *plan;
    struct trig_view columns; /* of the batch before, in the arena: batches are alike */
    const bool *present;
};

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a scan");
}

static enum trig_status stored_rows(const struct trig_connection *connection, uint64_t *rows,
                                    struct trig_error *error)
{
    sqlite3_stmt *statement;
    enum trig_status status =
        trig_sql_prepare(connection, "SELECT " TRIG_IMPORT_COLUMNS " FROM import", &statement, error);
    if (status)
        return status;
    bool row;
    *rows = 0;
    while (!(status = trig_sql_step(connection, statement, &row, error)) && row) {
        struct trig_import import;
        status = trig_store_read_import(connection, statement, &import, error);
        if (status)
            break;
        *rows += import.stored;
    }
    sqlite3_finalize(statement);
    return status;
}

static enum trig_status note_columns(struct reading *reading, struct trig_view columns,
                                     struct trig_error *error)
{
    size_t count;
    enum trig_status status = trig_texts_check(columns, &count, error);
    if (status)
        return status;
    bool *present = trig_arena_calloc(reading->arena, reading->names.count, sizeof *present);
    reading->columns = trig_arena_copy(reading->arena, columns);
    if (!present || !reading->columns.data)
        return out_of_memory(error);
    struct trig_texts_cursor cursor = trig_texts_begin(columns);
    struct trig_view name;
    while (trig_texts_next(&cursor, &name))
        for (size_t i = 0; i < reading->names.count; i++)
            present[i] |= trig_view_equal(name, reading->names.items[i]);
    reading->present = present;
    return TRIG_OK;
}

static enum trig_status read_batch(struct reading *reading, sqlite3_stmt *statement, struct trig_error *error)
{
    struct trig_plan_batch *batch = &reading->plan->batches[reading->plan->count];
    struct trig_view columns = trig_sql_bytes(statement, 3);
    uint64_t rows = trig_sql_uint(statement, 2);
    batch->import = trig_sql_uint(statement, 0);
    batch->batch = trig_sql_uint(statement, 1);
    batch->rows = rows;
    uint64_t seal = trig_seal_owned(trig_seal_batch(batch->batch, rows, columns), batch->import);
    if (seal != trig_sql_uint(statement, 4))
        return trig_store_damaged(reading->connection, error,
                                  "the record of import %" PRIu64 ", batch %" PRIu64 " is damaged",
                                  batch->import, batch->batch);
    if (!reading->present || !trig_view_equal(columns, reading->columns)) {
        enum trig_status status = note_columns(reading, columns, error);
        if (status)
            return status;
    }
    batch->present = reading->present;
    reading->plan->rows += rows;
    reading->plan->count++;
    return TRIG_OK;
}

static enum trig_status read_batches(struct reading *reading, uint64_t most, struct trig_error *error)
{
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(
        reading->connection,
        "SELECT import, batch, rows, columns, checksum FROM batch ORDER BY import, batch", &statement, error);
    if (status)
        return status;
    bool row;
    while (!(status = trig_sql_step(reading->connection, statement, &row, error)) && row) {
        if (reading->plan->count == most)
            status = trig_store_damaged(reading->connection, error, "the list of batches is damaged");
        if (!status)
            status = read_batch(reading, statement, error);
        if (status)
            break;
    }
    sqlite3_finalize(statement);
    return status;
}

/* ---- rows that are gone ------------------------------------------------------------ */

static struct trig_plan_batch *find_batch(struct trig_plan *plan, size_t *from,
                                          const struct trig_place *place)
{
    for (; *from < plan->count; ++*from) {
        struct trig_plan_batch *batch = &plan->batches[*from];
        if (batch->import == place->import && batch->batch == place->batch)
            return place->row < batch->rows ? batch : NULL;
    }
    return NULL;
}

/* Both lists are in the order of import and batch. */
static enum trig_status note_gone(struct reading *reading, sqlite3_stmt *statement, uint32_t *rows,
                                  size_t most, struct trig_error *error)
{
    size_t at = 0;
    bool row;
    for (size_t i = 0; i < most; i++) {
        struct trig_place place;
        uint64_t by;
        enum trig_status status = trig_sql_step(reading->connection, statement, &row, error);
        if (status || !row)
            return status;
        status = trig_superseded_read(reading->connection, statement, &place, &by, error);
        if (status)
            return status;
        struct trig_plan_batch *batch = find_batch(reading->plan, &at, &place);
        if (!batch)
            return trig_store_damaged(reading->connection, error,
                                      "import %" PRIu64 " replaced a record of import %" PRIu64
                                      " that is not there",
                                      by, place.import);
        rows[i] = (uint32_t)place.row;
        if (!batch->gone.count)
            batch->gone.rows = &rows[i];
        batch->gone.count++;
    }
    return TRIG_OK;
}

static enum trig_status read_gone(struct reading *reading, struct trig_error *error)
{
    uint64_t most = 0;
    if (reading->connection->version < 2)
        return TRIG_OK;
    enum trig_status status =
        trig_sql_number(reading->connection, "SELECT count(*) FROM superseded WHERE batch > 0", &most, error);
    if (status || !most)
        return status;
    uint32_t *rows = trig_arena_calloc(reading->arena, most, sizeof *rows);
    if (!rows)
        return out_of_memory(error);
    sqlite3_stmt *statement;
    status = trig_sql_prepare(reading->connection,
                              "SELECT import, batch, row, by, checksum FROM superseded WHERE batch > 0 "
                              "ORDER BY import, batch, row",
                              &statement, error);
    if (status)
        return status;
    status = note_gone(reading, statement, rows, most, error);
    sqlite3_finalize(statement);
    return status;
}

/* A batch without rows would look like the end of the scan. */
static void drop_empty(struct trig_plan *plan)
{
    size_t kept = 0;
    for (size_t i = 0; i < plan->count; i++) {
        plan->rows -= plan->batches[i].gone.count;
        if (plan->batches[i].gone.count < plan->batches[i].rows)
            plan->batches[kept++] = plan->batches[i];
    }
    plan->count = kept;
}

enum trig_status trig_plan_read(const struct trig_connection *connection, struct trig_views names,
                                struct trig_arena *arena, struct trig_plan *out, struct trig_error *error)
{
    struct reading reading = {connection, names, arena, out, trig_view(NULL), NULL};
    uint64_t stored;
    uint64_t most;
    enum trig_status status = stored_rows(connection, &stored, error);
    if (!status)
        status = trig_sql_number(connection, "SELECT count(*) FROM batch", &most, error);
    if (status)
        return status;
    *out = (struct trig_plan){.batches = trig_arena_calloc(arena, most, sizeof *out->batches)};
    if (!out->batches)
        return out_of_memory(error);
    status = read_batches(&reading, most, error);
    if (!status && out->rows != stored)
        status = trig_store_damaged(connection, error,
                                    "%" PRIu64 " responses were stored and %" PRIu64 " are there", stored,
                                    out->rows);
    if (!status)
        status = read_gone(&reading, error);
    if (!status)
        drop_empty(out);
    return status;
}
