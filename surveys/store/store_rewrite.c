#include "surveys/store/store_rewrite.h"

#include "surveys/base/memory.h"

#include <inttypes.h>

void trig_rewrite_clear(struct trig_rewrite *rewrite)
{
    trig_bytes_clear(&rewrite->stored);
    trig_bytes_clear(&rewrite->kept);
    trig_bytes_clear(&rewrite->texts);
    trig_segment_room_clear(&rewrite->room);
}

#define SEGMENT_COLUMNS "import, batch, variable, encoding, count, checksum, dictionary, data"

static enum trig_status damaged(const struct trig_rewrite *rewrite, const struct trig_segment *segment,
                                uint64_t import, uint64_t batch, const char *why, struct trig_error *error)
{
    return trig_store_damaged(&rewrite->store->connection, error,
                              "\"%.*s\" in import %" PRIu64 ", batch %" PRIu64 " is damaged: %s",
                              TRIG_VIEW_ARG(segment->variable), import, batch, why);
}

/* The segment in the row of SEGMENT_COLUMNS: its texts are the statement's, its data lie
 * aligned in [rewrite]->stored. */
static enum trig_status take_segment(struct trig_rewrite *rewrite, sqlite3_stmt *statement,
                                     struct trig_segment *out, struct trig_column *column,
                                     struct trig_error *error)
{
    struct trig_view data = trig_sql_bytes(statement, 7);
    uint64_t import = trig_sql_uint(statement, 0), batch = trig_sql_uint(statement, 1);
    struct trig_error why = {0};
    enum trig_status status = trig_bytes_reserve(&rewrite->stored, data.length, error);
    if (status)
        return status;
    if (data.length)
        memcpy(rewrite->stored.data, data.data, data.length);
    *out = (struct trig_segment){
        .variable = trig_sql_text(statement, 2),
        .encoding = (enum trig_encoding)sqlite3_column_int(statement, 3),
        .rows = trig_sql_uint(statement, 4),
        .dictionary = trig_sql_bytes(statement, 6),
        .data = trig_view_of(rewrite->stored.data, data.length),
    };
    if (trig_sql_uint(statement, 5) != trig_seal_owned(trig_segment_seal(out, batch), import))
        return damaged(rewrite, out, import, batch, "its checksum does not fit", error);
    if (trig_segment_decode(out, column, &why))
        return damaged(rewrite, out, import, batch, why.message, error);
    return TRIG_OK;
}

enum trig_status trig_rewrite_read(struct trig_rewrite *rewrite, uint64_t import, uint64_t batch,
                                   struct trig_view variable, struct trig_column *column, bool *found,
                                   struct trig_error *error)
{
    const struct trig_connection *connection = &rewrite->store->connection;
    struct trig_segment segment;
    sqlite3_stmt *statement;
    enum trig_status status =
        trig_sql_prepare(connection,
                         "SELECT " SEGMENT_COLUMNS " FROM segment WHERE import = ? AND batch = ? AND "
                         "variable = ?",
                         &statement, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, import);
    trig_sql_bind_number(statement, 2, batch);
    trig_sql_bind_text(statement, 3, variable);
    status = trig_sql_step(connection, statement, found, error);
    if (!status && *found)
        status = take_segment(rewrite, statement, &segment, column, error);
    sqlite3_finalize(statement);
    column->name = variable;
    return status;
}

/* ---- one segment ----------------------------------------------------------------------- */

/* Whether the dictionary is the survey's own, rather than what people wrote. */
static bool has_fixed_dictionary(const struct trig_rewrite *rewrite, struct trig_view name)
{
    const trig_definition *definition = rewrite->store->definition;
    size_t variable = trig_definition_variable(definition, name);
    return (name.length && name.data[0] == '#') ||
           (variable != TRIG_NONE && definition->variables[variable].scale != TRIG_NONE);
}

static struct trig_view text_at(struct trig_view packed, size_t code)
{
    struct trig_texts_cursor cursor = trig_texts_begin(packed);
    struct trig_view text = {NULL, 0};
    for (size_t i = 0; i <= code; i++)
        (void)trig_texts_next(&cursor, &text);
    return text;
}

/* Codes of 16 bits for what is left, and the texts that they still need. */
static enum trig_status gather_codes(const struct trig_column *column, struct trig_view packed, size_t rows,
                                     trig_dictionary *dictionary, uint16_t *codes, struct trig_error *error)
{
    for (size_t row = 0; row < rows; row++) {
        size_t code = 0, index = 0;
        enum trig_answer answer = trig_column_answer(column, row, &code);
        codes[row] = TRIG_CODE16(answer);
        if (answer != TRIG_ANSWERED)
            continue;
        enum trig_status status = trig_dictionary_add(dictionary, text_at(packed, code), &index, error);
        if (status)
            return status;
        codes[row] = (uint16_t)index;
    }
    return TRIG_OK;
}

static enum trig_status shrink_dictionary(struct trig_rewrite *rewrite, const struct trig_column *column,
                                          struct trig_segment *segment, size_t rows, struct trig_error *error)
{
    trig_dictionary *dictionary = trig_dictionary_create(error);
    enum trig_status status =
        dictionary ? trig_bytes_reserve(&rewrite->texts, rows * sizeof(uint16_t), error) : TRIG_ERR_MEMORY;
    uint16_t *codes = (void *)rewrite->texts.data;
    if (!status)
        status = gather_codes(column, segment->dictionary, rows, dictionary, codes, error);
    struct trig_column shrunk = {.name = segment->variable,
                                 .encoding = TRIG_ENCODING_CODES16,
                                 .dictionary = dictionary,
                                 .codes16 = codes};
    if (!status)
        status = trig_segment_encode(&shrunk, rows, &rewrite->room, segment, error);
    trig_dictionary_destroy(dictionary);
    return status;
}

static enum trig_status put_segment(const struct trig_rewrite *rewrite, sqlite3_int64 id, uint64_t import,
                                    uint64_t batch, const struct trig_segment *segment,
                                    struct trig_error *error)
{
    const struct trig_connection *connection = &rewrite->store->connection;
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(connection,
                                               "UPDATE segment SET encoding = ?, count = ?, checksum = ?, "
                                               "dictionary = ?, data = ? WHERE id = ?",
                                               &statement, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, (uint64_t)segment->encoding);
    trig_sql_bind_number(statement, 2, segment->rows);
    trig_sql_bind_number(statement, 3, trig_seal_owned(trig_segment_seal(segment, batch), import));
    trig_sql_bind_bytes(statement, 4, segment->dictionary);
    trig_sql_bind_bytes(statement, 5, segment->data);
    trig_sql_bind_number(statement, 6, (uint64_t)id);
    status = trig_sql_finish(connection, statement, error);
    sqlite3_finalize(statement);
    return status;
}

static enum trig_status rewrite_segment(struct trig_rewrite *rewrite, sqlite3_int64 id, struct trig_gone gone,
                                        struct trig_error *error)
{
    const struct trig_connection *connection = &rewrite->store->connection;
    struct trig_segment segment = {.rows = 0};
    struct trig_column column = {.encoding = TRIG_ENCODING_TEXT};
    sqlite3_stmt *statement;
    bool row;
    enum trig_status status = trig_sql_prepare(
        connection, "SELECT " SEGMENT_COLUMNS " FROM segment WHERE id = ?", &statement, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, (uint64_t)id);
    status = trig_sql_step(connection, statement, &row, error);
    if (!status)
        status = take_segment(rewrite, statement, &segment, &column, error);
    if (!status)
        status = trig_compact(&column, segment.rows, gone, &rewrite->kept, error);
    if (!status) {
        uint64_t import = trig_sql_uint(statement, 0), batch = trig_sql_uint(statement, 1);
        bool is_coded = column.codes8 || column.codes16;
        segment.rows -= gone.count;
        segment.data = trig_view_of(rewrite->kept.data, rewrite->kept.length);
        if (is_coded && !has_fixed_dictionary(rewrite, segment.variable))
            status = shrink_dictionary(rewrite, &column, &segment, segment.rows, error);
        if (!status)
            status = put_segment(rewrite, id, import, batch, &segment, error);
    }
    sqlite3_finalize(statement);
    return status;
}

/* ---- one batch ---------------------------------------------------------------------------- */

static enum trig_status run_on_batch(const struct trig_rewrite *rewrite, const char *sql, uint64_t import,
                                     uint64_t batch, struct trig_error *error)
{
    const struct trig_connection *connection = &rewrite->store->connection;
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(connection, sql, &statement, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, import);
    trig_sql_bind_number(statement, 2, batch);
    status = trig_sql_finish(connection, statement, error);
    sqlite3_finalize(statement);
    return status;
}

static enum trig_status reseal_batch(const struct trig_rewrite *rewrite, uint64_t import, uint64_t batch,
                                     uint64_t rows, struct trig_error *error)
{
    const struct trig_connection *connection = &rewrite->store->connection;
    sqlite3_stmt *read = NULL, *write = NULL;
    bool row;
    enum trig_status status = trig_sql_prepare(
        connection, "SELECT columns FROM batch WHERE import = ? AND batch = ?", &read, error);
    if (!status)
        status = trig_sql_prepare(connection,
                                  "UPDATE batch SET rows = ?, checksum = ? WHERE import = ? AND batch = ?",
                                  &write, error);
    if (!status) {
        trig_sql_bind_number(read, 1, import);
        trig_sql_bind_number(read, 2, batch);
        status = trig_sql_step(connection, read, &row, error);
    }
    if (!status) {
        uint64_t seal = trig_seal_owned(trig_seal_batch(batch, rows, trig_sql_bytes(read, 0)), import);
        sqlite3_reset(read);
        trig_sql_bind_number(write, 1, rows);
        trig_sql_bind_number(write, 2, seal);
        trig_sql_bind_number(write, 3, import);
        trig_sql_bind_number(write, 4, batch);
        status = trig_sql_finish(connection, write, error);
    }
    sqlite3_finalize(read);
    sqlite3_finalize(write);
    return status;
}

/* The segments' ids first: what is read is about to change. */
static enum trig_status list_segments(const struct trig_rewrite *rewrite, uint64_t import, uint64_t batch,
                                      sqlite3_int64 **ids, size_t *count, struct trig_error *error)
{
    const struct trig_connection *connection = &rewrite->store->connection;
    size_t capacity = 0;
    bool row = true;
    sqlite3_stmt *statement;
    enum trig_status status = trig_sql_prepare(
        connection, "SELECT id FROM segment WHERE import = ? AND batch = ?", &statement, error);
    if (status)
        return status;
    trig_sql_bind_number(statement, 1, import);
    trig_sql_bind_number(statement, 2, batch);
    while (!(status = trig_sql_step(connection, statement, &row, error)) && row) {
        status = trig_grow((void **)ids, &capacity, *count + 1, sizeof **ids, error);
        if (status)
            break;
        (*ids)[(*count)++] = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return status;
}

enum trig_status trig_rewrite_batch(struct trig_rewrite *rewrite, uint64_t import, uint64_t batch,
                                    uint64_t rows, struct trig_gone gone, struct trig_error *error)
{
    sqlite3_int64 *ids = NULL;
    size_t count = 0;
    enum trig_status status = TRIG_OK;
    if (gone.count == rows) {
        status =
            run_on_batch(rewrite, "DELETE FROM segment WHERE import = ? AND batch = ?", import, batch, error);
        return status ? status
                      : run_on_batch(rewrite, "DELETE FROM batch WHERE import = ? AND batch = ?", import,
                                     batch, error);
    }
    status = list_segments(rewrite, import, batch, &ids, &count, error);
    for (size_t i = 0; i < count && !status; i++)
        status = rewrite_segment(rewrite, ids[i], gone, error);
    if (!status)
        status = reseal_batch(rewrite, import, batch, rows - gone.count, error);
    trig_free(ids);
    return status;
}
