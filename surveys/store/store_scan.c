#include "surveys/store/store_scan_parts.h"

#include "surveys/base/memory.h"

/* ---- opening -------------------------------------------------------------------------- */

static enum trig_status gather_texts(trig_scan *scan, struct trig_scan_column *column,
                                     const struct trig_plan_batch *batch, struct trig_error *error)
{
    struct trig_scan_found found;
    size_t count;
    enum trig_status status = trig_scan_find_segment(scan, batch, column->spec.name, &found, error);
    if (status || !trig_scan_is_categorical(found.segment.encoding))
        return status; /* of another kind: refused when it is read */
    struct trig_error why = {0};
    if (trig_texts_check(found.segment.dictionary, &count, &why))
        return trig_scan_bad_segment(scan, batch, column->spec.name, why.message, error);
    struct trig_texts_cursor cursor = trig_texts_begin(found.segment.dictionary);
    struct trig_view text;
    while (!status && trig_texts_next(&cursor, &text))
        status = trig_dictionary_add(column->open, text, NULL, error);
    if (!status && trig_dictionary_count(column->open) > TRIG_CODES16_MOST)
        status = trig_error_set(error, TRIG_ERR_LIMIT,
                                "\"%.*s\" has more than %u different answers; give it a scale, or the type "
                                "text",
                                TRIG_VIEW_ARG(column->spec.name), TRIG_CODES16_MOST);
    return status;
}

/* The union of an open dictionary's texts; what it needs decides the encoding. */
static enum trig_status open_dictionary(trig_scan *scan, size_t index, struct trig_error *error)
{
    struct trig_scan_column *column = &scan->columns[index];
    column->open = trig_dictionary_create(error);
    enum trig_status status = column->open ? TRIG_OK : TRIG_ERR_MEMORY;
    for (size_t i = 0; i < scan->plan.count && !status; i++)
        if (scan->plan.batches[i].present[index])
            status = gather_texts(scan, column, &scan->plan.batches[i], error);
    if (!status && trig_dictionary_count(column->open) <= TRIG_CODES8_MOST)
        column->spec.encoding = TRIG_ENCODING_CODES8;
    return status;
}

static enum trig_status open_columns(trig_scan *scan, const trig_definition *definition,
                                     const struct trig_view *names, size_t count, struct trig_error *error)
{
    scan->columns = trig_calloc(count, sizeof *scan->columns);
    scan->column_count = scan->columns ? count : 0;
    scan->views = trig_calloc(count, sizeof *scan->views);
    if (!scan->columns || !scan->views)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a scan of %zu columns", count);
    for (size_t i = 0; i < count; i++) {
        struct trig_view name = trig_arena_copy(&scan->arena, names[i]);
        if (!name.data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a scan of %zu columns", count);
        enum trig_status status = trig_column_spec_init(&scan->columns[i].spec, definition, name, error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

/* The answers of the snapshot are to be read with the definition they were coded
 * with; a version that came after the store was opened adds codes we do not know. */
static enum trig_status check_definition(const trig_scan *scan, uint64_t version, struct trig_error *error)
{
    uint64_t newest;
    enum trig_status status = trig_store_newest_definition(&scan->connection, &newest, error);
    if (status || newest == version)
        return status;
    trig_error_set(error, TRIG_ERR_BUSY, "the survey's definition was changed meanwhile; open it again");
    trig_error_place(error, scan->connection.path, 0, 0);
    return TRIG_ERR_BUSY;
}

static enum trig_status open_snapshot(trig_scan *scan, const trig_store *store, const struct trig_view *names,
                                      size_t count, struct trig_error *error)
{
    const struct trig_connection *connection = &scan->connection;
    enum trig_status status =
        trig_connection_open(&scan->connection, store->connection.path, TRIG_STORE_READ, error);
    if (!status)
        status = trig_sql_run(connection, "BEGIN", error);
    if (!status)
        status = check_definition(scan, store->version, error);
    if (!status)
        status =
            trig_plan_read(connection, (struct trig_views){names, count}, &scan->arena, &scan->plan, error);
    return status ? status : trig_scan_prepare(scan, error);
}

enum trig_status trig_scan_open(trig_store *store, const struct trig_view *names, size_t count,
                                trig_scan **out, struct trig_error *error)
{
    trig_scan *scan = trig_calloc(1, sizeof *scan);
    if (!scan)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a scan");
    scan->first = scan;
    trig_arena_init(&scan->arena);
    pthread_mutex_init(&scan->lock, NULL);
    enum trig_status status = open_columns(scan, store->definition, names, count, error);
    if (!status)
        status = open_snapshot(scan, store, names, count, error);
    for (size_t i = 0; i < count && !status; i++)
        if (trig_column_spec_is_open(&scan->columns[i].spec))
            status = open_dictionary(scan, i, error);
    if (status)
        trig_scan_close(scan);
    else
        *out = scan;
    return status;
}

/* The columns of a fork borrow what they are from the first scan's. */
static enum trig_status fork_columns(trig_scan *scan, const trig_scan *first, struct trig_error *error)
{
    scan->columns = trig_calloc(first->column_count, sizeof *scan->columns);
    scan->views = trig_calloc(first->column_count, sizeof *scan->views);
    if (!scan->columns || !scan->views)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a scan of %zu columns",
                              first->column_count);
    scan->column_count = first->column_count;
    for (size_t i = 0; i < first->column_count; i++) {
        scan->columns[i].spec = first->columns[i].spec;
        scan->columns[i].open = first->columns[i].open;
    }
    return TRIG_OK;
}

enum trig_status trig_scan_fork(trig_scan *first, trig_scan **out, struct trig_error *error)
{
    trig_scan *scan = trig_calloc(1, sizeof *scan);
    if (!scan)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a scan");
    scan->first = first->first;
    scan->plan = first->plan;
    enum trig_status status = fork_columns(scan, first, error);
    if (!status) {
        pthread_mutex_lock(&scan->first->lock);
        status = trig_scan_prepare(scan, error);
        pthread_mutex_unlock(&scan->first->lock);
    }
    if (status)
        trig_scan_close(scan);
    else
        *out = scan;
    return status;
}

static void clear_column(struct trig_scan_column *column, bool owner)
{
    if (owner) {
        trig_column_spec_clear(&column->spec);
        trig_dictionary_destroy(column->open);
    }
    trig_bytes_clear(&column->stored);
    trig_bytes_clear(&column->mapped);
    trig_bytes_clear(&column->kept);
    trig_remap_clear(&column->remap);
}

void trig_scan_close(trig_scan *scan)
{
    if (!scan)
        return;
    bool owner = scan->first == scan;
    for (size_t i = 0; i < scan->column_count; i++)
        clear_column(&scan->columns[i], owner);
    trig_free(scan->columns);
    trig_free(scan->views);
    pthread_mutex_lock(&scan->first->lock);
    sqlite3_finalize(scan->find);
    sqlite3_blob_close(scan->blob);
    pthread_mutex_unlock(&scan->first->lock);
    if (owner) {
        trig_connection_close(&scan->connection);
        pthread_mutex_destroy(&scan->lock);
        trig_arena_clear(&scan->arena);
    }
    trig_free(scan);
}

const trig_dictionary *trig_scan_dictionary(const trig_scan *scan, size_t index)
{
    const struct trig_scan_column *column = &scan->columns[index];
    return column->open ? column->open : column->spec.dictionary;
}

uint64_t trig_scan_rows(const trig_scan *scan)
{
    return scan->plan.rows;
}

size_t trig_scan_batches(const trig_scan *scan)
{
    return scan->plan.count;
}

/* ---- reading --------------------------------------------------------------------------- */

static enum trig_status read_column(trig_scan *scan, size_t index, const struct trig_plan_batch *batch,
                                    struct trig_error *error)
{
    struct trig_scan_column *column = &scan->columns[index];
    struct trig_column *view = &scan->views[index];
    const trig_dictionary *dictionary = trig_scan_dictionary(scan, index);
    enum trig_encoding encoding = column->spec.encoding;
    struct trig_segment segment;
    enum trig_status status;
    if (batch->present[index]) {
        status = trig_scan_read_segment(scan, column, batch, &segment, view, error);
        if (!status && dictionary)
            status = trig_remap_apply(&column->remap, &segment, encoding, dictionary, &column->mapped, view,
                                      error);
    } else {
        status = trig_remap_absent(encoding, batch->rows, &column->mapped, view, error);
    }
    if (!status && batch->gone.count)
        status = trig_compact(view, batch->rows, batch->gone, &column->kept, error);
    view->name = column->spec.name;
    view->dictionary = dictionary;
    return status;
}

void trig_scan_seek(trig_scan *scan, size_t batch)
{
    scan->next = batch < scan->plan.count ? batch : scan->plan.count;
}

enum trig_status trig_scan_next(trig_scan *scan, struct trig_batch *out, struct trig_error *error)
{
    *out = (struct trig_batch){0, scan->column_count, scan->views};
    if (scan->next == scan->plan.count)
        return TRIG_OK;
    const struct trig_plan_batch *batch = &scan->plan.batches[scan->next];
    for (size_t i = 0; i < scan->column_count; i++) {
        enum trig_status status = read_column(scan, i, batch, error);
        if (status)
            return status;
    }
    out->rows = batch->rows - batch->gone.count;
    scan->next++;
    return TRIG_OK;
}

struct trig_place trig_scan_place(const trig_scan *scan, size_t row)
{
    const struct trig_plan_batch *batch = &scan->plan.batches[scan->next - 1];
    for (size_t i = 0; i < batch->gone.count && batch->gone.rows[i] <= row; i++)
        row++;
    return (struct trig_place){batch->import, batch->batch, row};
}
