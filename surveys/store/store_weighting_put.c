/* Putting weights beside the answers. Part of surveys/store/store_weighting.h. */
#include "surveys/base/memory.h"
#include "surveys/store/store_internal.h"
#include "surveys/store/store_plan.h"
#include "surveys/store/store_segment.h"
#include "surveys/store/store_weighting.h"

#include <math.h>

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for weights");
}

/* ---- the columns of a batch ------------------------------------------------------------ */

/* A batch as it is listed before it is changed. */
struct listed {
    uint64_t import;
    uint64_t batch;
    uint64_t rows;
    struct trig_view columns;
};

/* What putting weights needs on its way. */
struct putting {
    const struct trig_connection *connection;
    struct trig_arena arena;
    struct trig_segment_room room;
    struct trig_view column; /* "#weight:NAME" */
    struct trig_plan plan;
    struct listed *batches;
    size_t count;
    double *numbers; /* of one batch */
    uint8_t *answers;
};

static enum trig_status list_batches(struct putting *putting, struct trig_error *error)
{
    uint64_t most = 0;
    sqlite3_stmt *statement;
    bool row;
    enum trig_status status =
        trig_sql_number(putting->connection, "SELECT count(*) FROM batch", &most, error);
    if (status)
        return status;
    putting->batches = trig_arena_calloc(&putting->arena, most + 1, sizeof *putting->batches);
    if (!putting->batches)
        return out_of_memory(error);
    status = trig_sql_prepare(putting->connection,
                              "SELECT import, batch, rows, columns FROM batch ORDER BY import, batch",
                              &statement, error);
    if (status)
        return status;
    while (putting->count < most && !(status = trig_sql_step(putting->connection, statement, &row, error)) &&
           row) {
        struct listed *listed = &putting->batches[putting->count++];
        *listed = (struct listed){.import = trig_sql_uint(statement, 0),
                                  .batch = trig_sql_uint(statement, 1),
                                  .rows = trig_sql_uint(statement, 2)};
        listed->columns = trig_arena_copy(&putting->arena, trig_sql_bytes(statement, 3));
        if (!listed->columns.data)
            status = out_of_memory(error);
        if (status)
            break;
    }
    sqlite3_finalize(statement);
    return status;
}

static struct trig_view view_at(const void *list, size_t index)
{
    return ((const struct trig_view *)list)[index];
}

/* The batch's columns without the weights and, if [weighed], with them at the end. */
static enum trig_status pack_columns(struct putting *putting, const struct listed *batch, bool weighed,
                                     struct trig_view *packed, struct trig_error *error)
{
    size_t count;
    enum trig_status status = trig_texts_check(batch->columns, &count, error);
    if (status)
        return status;
    struct trig_view *names = trig_arena_calloc(&putting->arena, count + 1, sizeof *names);
    if (!names)
        return out_of_memory(error);
    struct trig_texts_cursor cursor = trig_texts_begin(batch->columns);
    count = 0;
    while (trig_texts_next(&cursor, &names[count]))
        count += !trig_view_equal(names[count], putting->column);
    if (weighed)
        names[count++] = putting->column;
    status = trig_texts_pack(view_at, names, count, &putting->room.data, error);
    *packed = trig_view_of(putting->room.data.data, putting->room.data.length);
    return status;
}

static enum trig_status reseal_batch(struct putting *putting, sqlite3_stmt *statement,
                                     const struct listed *batch, bool weighed, struct trig_error *error)
{
    struct trig_view packed = {"", 0};
    enum trig_status status = pack_columns(putting, batch, weighed, &packed, error);
    if (status)
        return status;
    trig_sql_bind_bytes(statement, 1, packed);
    trig_sql_bind_number(statement, 2,
                         trig_seal_owned(trig_seal_batch(batch->batch, batch->rows, packed), batch->import));
    trig_sql_bind_number(statement, 3, batch->import);
    trig_sql_bind_number(statement, 4, batch->batch);
    return trig_sql_finish(putting->connection, statement, error);
}

/* Every batch that a scan goes through gets the column, the others lose it. */
static enum trig_status relist_columns(struct putting *putting, struct trig_error *error)
{
    sqlite3_stmt *statement;
    size_t next = 0;
    enum trig_status status = trig_sql_prepare(
        putting->connection, "UPDATE batch SET columns = ?, checksum = ? WHERE import = ? AND batch = ?",
        &statement, error);
    if (status)
        return status;
    for (size_t i = 0; i < putting->count && !status; i++) {
        const struct listed *batch = &putting->batches[i];
        const struct trig_plan_batch *planned =
            next < putting->plan.count ? &putting->plan.batches[next] : NULL;
        bool weighed = planned && planned->import == batch->import && planned->batch == batch->batch;
        status = reseal_batch(putting, statement, batch, weighed, error);
        next += weighed;
    }
    sqlite3_finalize(statement);
    return status;
}

/* ---- the segments ------------------------------------------------------------------------ */

/* Spreads the next weights over the rows that are not gone. */
static const double *fill_rows(struct putting *putting, const struct trig_plan_batch *batch,
                               const double *weights)
{
    size_t gone = 0;
    for (size_t row = 0; row < batch->rows; row++) {
        bool left_out = gone < batch->gone.count && batch->gone.rows[gone] == row;
        gone += left_out;
        putting->numbers[row] = left_out ? NAN : *weights++;
        putting->answers[row] = (uint8_t)(isnan(putting->numbers[row]) ? TRIG_SKIPPED : TRIG_ANSWERED);
    }
    return weights;
}

static enum trig_status put_segment(struct putting *putting, sqlite3_stmt *statement,
                                    const struct trig_plan_batch *batch, struct trig_error *error)
{
    const struct trig_column column = {.name = putting->column,
                                       .encoding = TRIG_ENCODING_NUMBER,
                                       .numbers = putting->numbers,
                                       .answers = putting->answers};
    struct trig_segment segment;
    enum trig_status status = trig_segment_encode(&column, batch->rows, &putting->room, &segment, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, batch->import);
    trig_sql_bind_number(statement, 2, batch->batch);
    trig_sql_bind_text(statement, 3, segment.variable);
    trig_sql_bind_number(statement, 4, (uint64_t)segment.encoding);
    trig_sql_bind_number(statement, 5, segment.rows);
    trig_sql_bind_number(statement, 6,
                         trig_seal_owned(trig_segment_seal(&segment, batch->batch), batch->import));
    trig_sql_bind_bytes(statement, 7, segment.dictionary);
    trig_sql_bind_bytes(statement, 8, segment.data);
    return trig_sql_finish(putting->connection, statement, error);
}

static enum trig_status put_segments(struct putting *putting, const double *weights, struct trig_error *error)
{
    sqlite3_stmt *statement;
    enum trig_status status =
        trig_sql_prepare(putting->connection,
                         "INSERT INTO segment(import, batch, variable, encoding, count, checksum, "
                         "dictionary, data) VALUES(?,?,?,?,?,?,?,?)",
                         &statement, error);
    if (status)
        return status;
    for (size_t i = 0; i < putting->plan.count && !status; i++) {
        weights = fill_rows(putting, &putting->plan.batches[i], weights);
        status = put_segment(putting, statement, &putting->plan.batches[i], error);
    }
    sqlite3_finalize(statement);
    return status;
}

/* ---- the whole ---------------------------------------------------------------------------- */

static enum trig_status run_with_text(const struct trig_connection *connection, const char *sql,
                                      struct trig_view text, struct trig_error *error)
{
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(connection, sql, &statement, error);
    if (status)
        return status;
    trig_sql_bind_text(statement, 1, text);
    status = trig_sql_finish(connection, statement, error);
    sqlite3_finalize(statement);
    return status;
}

static enum trig_status put_recipe(const struct trig_connection *connection,
                                   const struct trig_weighting *weighting, uint64_t definition,
                                   uint64_t state, struct trig_error *error)
{
    sqlite3_stmt *statement;
    char now[32];
    trig_store_now(now);
    enum trig_status status =
        run_with_text(connection, "DELETE FROM weighting WHERE name = ?", weighting->name, error);
    if (!status)
        status = trig_sql_prepare(connection,
                                  "INSERT INTO weighting(" TRIG_WEIGHTING_COLUMNS ") VALUES(?,?,?,?,?,?,?)",
                                  &statement, error);
    if (status)
        return status;
    trig_sql_bind_text(statement, 1, weighting->name);
    trig_sql_bind_text(statement, 2, trig_view(now));
    trig_sql_bind_number(statement, 3, definition);
    trig_sql_bind_number(statement, 4, state);
    trig_sql_bind_text(statement, 5, weighting->recipe);
    trig_sql_bind_text(statement, 6, weighting->software);
    trig_sql_bind_number(statement, 7,
                         trig_seal_weighting(weighting->name, trig_view(now), definition, state,
                                             weighting->recipe, weighting->software));
    status = trig_sql_finish(connection, statement, error);
    sqlite3_finalize(statement);
    return status;
}

static enum trig_status changed_meanwhile(const struct trig_connection *connection, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_BUSY,
                   "what is stored was changed meanwhile; nothing was written: compute the weights again");
    trig_error_place(error, connection->path, 0, 0);
    return TRIG_ERR_BUSY;
}

static enum trig_status prepare(struct putting *putting, uint64_t seen, size_t count,
                                struct trig_error *error)
{
    uint64_t state;
    enum trig_status status = trig_weighting_state(putting->connection, &state, error);
    if (!status && state != seen)
        status = changed_meanwhile(putting->connection, error);
    if (!status)
        status = trig_plan_read(putting->connection, (struct trig_views){NULL, 0}, &putting->arena,
                                &putting->plan, error);
    if (!status && putting->plan.rows != count)
        status = changed_meanwhile(putting->connection, error);
    return status ? status : list_batches(putting, error);
}

static enum trig_status put_all(struct putting *putting, const struct trig_weighting *weighting,
                                uint64_t definition, uint64_t state, const double *weights, size_t count,
                                struct trig_error *error)
{
    enum trig_status status = trig_sql_run(putting->connection, "BEGIN IMMEDIATE", error);
    if (!status)
        status = prepare(putting, state, count, error);
    if (!status)
        status = run_with_text(putting->connection, "DELETE FROM segment WHERE variable = ?", putting->column,
                               error);
    if (!status)
        status = relist_columns(putting, error);
    if (!status)
        status = put_segments(putting, weights, error);
    if (!status)
        status = put_recipe(putting->connection, weighting, definition, state, error);
    if (!status)
        status = trig_sql_run(putting->connection, "COMMIT", error);
    trig_sql_rollback(putting->connection);
    return status;
}

enum trig_status trig_store_put_weights(trig_store *store, const struct trig_weighting *weighting,
                                        uint64_t state, const double *weights, size_t count,
                                        struct trig_error *error)
{
    struct putting putting = {.connection = &store->connection};
    enum trig_status status = trig_store_must_write(store, error);
    if (status)
        return status;
    trig_arena_init(&putting.arena);
    putting.column =
        trig_arena_printf(&putting.arena, TRIG_COLUMN_WEIGHT "%.*s", TRIG_VIEW_ARG(weighting->name));
    putting.numbers = trig_arena_calloc(&putting.arena, TRIG_BATCH_ROWS, sizeof *putting.numbers);
    putting.answers = trig_arena_calloc(&putting.arena, TRIG_BATCH_ROWS, sizeof *putting.answers);
    if (!putting.column.data || !putting.numbers || !putting.answers)
        status = out_of_memory(error);
    trig_connection_use_log(&store->connection, TRIG_STORE_PATIENCE);
    if (!status)
        status = put_all(&putting, weighting, store->version, state, weights, count, error);
    trig_segment_room_clear(&putting.room);
    trig_arena_clear(&putting.arena);
    return status;
}
