/* Exports that are workbooks.
 *
 *     workbook --the only sheet with rows, or the one asked for--> rows --> sink(record)
 */
#include "collect/formats/heading.h"
#include "collect/sources/export.h"
#include "collect/sources/workbook.h"

#include <stdio.h>

struct reading {
    trig_workbook *workbook;
    const struct trig_sheet *sheet;
    size_t width; /* of the header and the first records */
};

static bool recognise(const struct trig_export *export)
{
    return trig_workbook_is(export->facts.sample, export->facts.sampled);
}

/* ---- which sheet --------------------------------------------------------------------- */

/* The names of the sheets that hold records, or all, for a message. */
static void name_sheets(const trig_workbook *workbook, bool all, char *out, size_t size)
{
    size_t count, used = 0;
    const struct trig_sheet *sheets = trig_workbook_sheets(workbook, &count);
    out[0] = 0;
    for (size_t i = 0; i < count && used < size; i++)
        if (all || sheets[i].rows > 1)
            used += (size_t)snprintf(out + used, size - used, "%s\"%.*s\"", used ? ", " : "",
                                     TRIG_VIEW_ARG(sheets[i].name));
}

static enum trig_status take_named(const trig_workbook *workbook, const char *name,
                                   const struct trig_sheet **out, struct trig_error *error)
{
    char names[400];
    size_t count;
    const struct trig_sheet *sheets = trig_workbook_sheets(workbook, &count);
    for (size_t i = 0; i < count; i++)
        if (trig_heading_is(sheets[i].name, name)) {
            *out = &sheets[i];
            return TRIG_OK;
        }
    name_sheets(workbook, true, names, sizeof names);
    return trig_error_set(error, TRIG_ERR_USAGE, "no sheet is called %s; there are %s", name, names);
}

/* The only sheet with a header and records; a hidden one only where no other has them. */
static enum trig_status choose_sheet(const trig_workbook *workbook, const struct trig_sheet **out,
                                     struct trig_why *why, struct trig_error *error)
{
    char names[400];
    size_t count, seen = 0, hidden = 0;
    const struct trig_sheet *sheets = trig_workbook_sheets(workbook, &count);
    for (size_t i = 0; i < count; i++) {
        if (sheets[i].rows < 2)
            continue;
        if (!sheets[i].is_hidden || !seen)
            *out = &sheets[i];
        seen += !sheets[i].is_hidden;
        hidden += sheets[i].is_hidden;
    }
    if (!seen && !hidden)
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "has no sheet with a header and records below it: nothing to store");
    if (seen > 1 || (!seen && hidden > 1)) {
        name_sheets(workbook, false, names, sizeof names);
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "several sheets hold records: %s; say which with --sheet", names);
    }
    trig_why_set(why, count == 1            ? "the only sheet"
                      : seen == 1 && hidden ? "the only sheet with records that is not hidden"
                                            : "the only sheet with records");
    return TRIG_OK;
}

/* ---- beginning ------------------------------------------------------------------------ */

/* Makes all copied rows as wide as the widest. */
static enum trig_status widen(struct trig_head *head, size_t *width, struct trig_error *error)
{
    for (size_t i = 0; i < head->count; i++)
        if (head->rows[i].count > *width)
            *width = head->rows[i].count;
    for (size_t i = 0; i < head->count; i++) {
        struct trig_view *cells = trig_arena_calloc(&head->arena, *width + 1, sizeof *cells);
        if (!cells)
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the first records");
        memcpy(cells, head->rows[i].items, head->rows[i].count * sizeof *cells);
        head->rows[i] = (struct trig_views){cells, *width};
    }
    return TRIG_OK;
}

static enum trig_status open_sheet(struct trig_export *export, struct reading *reading,
                                   const struct trig_sniff_options *options, struct trig_error *error)
{
    struct trig_unpack_limit limit;
    struct trig_why why;
    char name[TRIG_FOUND_VALUE];
    trig_why_set(&why, "as asked");
    enum trig_status status = trig_unpack_limit_take(options->unpack_limit, &limit, error);
    if (status == TRIG_OK)
        status = trig_workbook_open(export->content.descriptor, &limit, &reading->workbook, error);
    if (status != TRIG_OK)
        return status;
    status = options->sheet ? take_named(reading->workbook, options->sheet, &reading->sheet, error)
                            : choose_sheet(reading->workbook, &reading->sheet, &why, error);
    if (status != TRIG_OK)
        return status;
    snprintf(name, sizeof name, "%.*s", TRIG_VIEW_ARG(reading->sheet->name));
    trig_dialect_note(&export->dialect, TRIG_FOUND_SHEET, "sheet", name, &why);
    return TRIG_OK;
}

static enum trig_status begin(struct trig_export *export, const struct trig_sniff_options *options,
                              struct trig_error *error)
{
    struct reading *reading = trig_calloc(1, sizeof *reading);
    struct trig_why why;
    if (!reading)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to open the workbook");
    export->reading = reading;
    trig_why_set(&why, "it begins with PK, as what is packed with zip does, and holds sheets");
    trig_dialect_note(&export->dialect, TRIG_FOUND_KIND, "kind of file", "workbook .xlsx", &why);
    enum trig_status status = open_sheet(export, reading, options, error);
    if (status != TRIG_OK)
        return status;
    const struct trig_sheet_request request = {
        .most = TRIG_HEAD_ROWS, .sink = trig_head_take, .context = &export->head};
    status = trig_workbook_read(reading->workbook, reading->sheet, &request, error);
    if (status == TRIG_OK && !export->head.count)
        status = trig_error_set(error, TRIG_ERR_FORMAT, "sheet %.*s is empty",
                                TRIG_VIEW_ARG(reading->sheet->name));
    return status == TRIG_OK ? widen(&export->head, &reading->width, error) : status;
}

/* ---- reading ---------------------------------------------------------------------------- */

struct progress {
    const struct trig_watcher *watcher;
    uint64_t size;
};

static void tell(void *context, double share)
{
    const struct progress *progress = context;
    if (progress->watcher && progress->watcher->moved)
        progress->watcher->moved(progress->watcher->context,
                                 (uint64_t)((double)progress->size * (share < 1 ? share : 1)),
                                 progress->size);
}

static enum trig_status read(const struct trig_export *export, trig_csv_sink *sink, void *context,
                             const struct trig_watcher *watcher, struct trig_undecodable *undecodable,
                             struct trig_error *error)
{
    const struct reading *reading = export->reading;
    struct progress progress = {watcher, export->facts.size};
    const struct trig_sheet_request request = {
        .width = reading->width, .sink = sink, .context = context, .moved = tell, .moved_context = &progress};
    *undecodable = (struct trig_undecodable){.count = 0};
    enum trig_status status = trig_workbook_read(reading->workbook, reading->sheet, &request, error);
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, export->path, 0, 0);
    return status;
}

static void end(struct trig_export *export)
{
    struct reading *reading = export->reading;
    if (!reading)
        return;
    trig_workbook_close(reading->workbook);
    trig_free(reading);
    export->reading = NULL;
}

static void place(const struct trig_export *export, uint64_t line, size_t column, char *out, size_t size)
{
    const struct reading *reading = export->reading;
    char cell[TRIG_CELL_NAME];
    trig_workbook_cell(line, column == SIZE_MAX ? 0 : column, cell);
    snprintf(out, size, "in %.*s!%s", TRIG_VIEW_ARG(reading->sheet->name), cell);
}

const struct trig_source trig_source_workbook = {
    .name = "workbook", .recognise = recognise, .begin = begin, .read = read, .end = end, .place = place};
