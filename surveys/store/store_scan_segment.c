#include "surveys/store/store_scan_parts.h"

#include <inttypes.h>
#include <string.h>

bool trig_scan_is_categorical(enum trig_encoding encoding)
{
    return encoding == TRIG_ENCODING_CODES8 || encoding == TRIG_ENCODING_CODES16;
}

enum trig_status trig_scan_bad_segment(const trig_scan *scan, const struct trig_plan_batch *batch,
                                       struct trig_view variable, const char *why, struct trig_error *error)
{
    return trig_store_damaged(&scan->first->connection, error,
                              "\"%.*s\" in import %" PRIu64 ", batch %" PRIu64 " is damaged: %s",
                              TRIG_VIEW_ARG(variable), batch->import, batch->batch, why);
}

enum trig_status trig_scan_find_segment(trig_scan *scan, const struct trig_plan_batch *batch,
                                        struct trig_view variable, struct trig_scan_found *out,
                                        struct trig_error *error)
{
    memset(out, 0, sizeof *out);
    sqlite3_reset(scan->find);
    trig_sql_bind_number(scan->find, 1, batch->import);
    trig_sql_bind_number(scan->find, 2, batch->batch);
    trig_sql_bind_text(scan->find, 3, variable);
    bool row;
    enum trig_status status = trig_sql_step(&scan->first->connection, scan->find, &row, error);
    if (status)
        return status;
    if (!row)
        return trig_scan_bad_segment(scan, batch, variable, "it is not there", error);
    *out = (struct trig_scan_found){
        .id = sqlite3_column_int64(scan->find, 0),
        .seal = trig_sql_uint(scan->find, 3),
        .segment.variable = variable,
        .segment.encoding = (enum trig_encoding)sqlite3_column_int(scan->find, 1),
        .segment.rows = batch->rows,
        .segment.dictionary = trig_sql_bytes(scan->find, 4),
    };
    if (trig_sql_uint(scan->find, 2) != batch->rows)
        return trig_scan_bad_segment(scan, batch, variable, "it has a different number of rows", error);
    return TRIG_OK;
}

enum trig_status trig_scan_prepare(trig_scan *scan, struct trig_error *error)
{
    return trig_sql_prepare(&scan->first->connection,
                            "SELECT id, encoding, count, checksum, dictionary FROM segment "
                            "WHERE import = ? AND batch = ? AND variable = ?",
                            &scan->find, error);
}

static enum trig_status read_data(trig_scan *scan, sqlite3_int64 id, struct trig_bytes *room,
                                  struct trig_error *error)
{
    int code = scan->blob ? sqlite3_blob_reopen(scan->blob, id)
                          : sqlite3_blob_open(scan->first->connection.db, "main", "segment", "data", id, 0,
                                              &scan->blob);
    if (code != SQLITE_OK)
        return trig_sql_error(&scan->first->connection, code, error);
    int length = sqlite3_blob_bytes(scan->blob);
    enum trig_status status = trig_bytes_reserve(room, (size_t)length, error);
    if (status)
        return status;
    code = sqlite3_blob_read(scan->blob, room->data, length, 0);
    if (code != SQLITE_OK)
        return trig_sql_error(&scan->first->connection, code, error);
    room->length = (size_t)length;
    return TRIG_OK;
}

static enum trig_status check_kind(const trig_scan *scan, const struct trig_scan_column *column,
                                   const struct trig_plan_batch *batch, enum trig_encoding stored,
                                   struct trig_error *error)
{
    enum trig_encoding asked = column->spec.encoding;
    if (stored == asked || (trig_scan_is_categorical(stored) && trig_scan_is_categorical(asked)))
        return TRIG_OK;
    trig_error_set(error, TRIG_ERR_FORMAT,
                   "\"%.*s\" was stored as another type in import %" PRIu64
                   " than the definition now gives it; give it that type again, or undo the import",
                   TRIG_VIEW_ARG(column->spec.name), batch->import);
    trig_error_place(error, scan->first->connection.path, 0, 0);
    return TRIG_ERR_FORMAT;
}

enum trig_status trig_scan_read_segment(trig_scan *scan, struct trig_scan_column *column,
                                        const struct trig_plan_batch *batch, struct trig_segment *out,
                                        struct trig_column *view, struct trig_error *error)
{
    struct trig_scan_found found;
    struct trig_view name = column->spec.name;
    pthread_mutex_lock(&scan->first->lock);
    enum trig_status status = trig_scan_find_segment(scan, batch, name, &found, error);
    if (!status)
        status = read_data(scan, found.id, &column->stored, error);
    pthread_mutex_unlock(&scan->first->lock);
    if (status)
        return status;
    found.segment.data = trig_view_of(column->stored.data, column->stored.length);
    if (found.seal != trig_seal_owned(trig_segment_seal(&found.segment, batch->batch), batch->import))
        return trig_scan_bad_segment(scan, batch, name, "its checksum does not fit", error);
    struct trig_error why = {0};
    if (trig_segment_decode(&found.segment, view, &why))
        return trig_scan_bad_segment(scan, batch, name, why.message, error);
    *out = found.segment;
    return check_kind(scan, column, batch, found.segment.encoding, error);
}
