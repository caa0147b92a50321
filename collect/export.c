#include "collect/export.h"

static enum trig_status read_codes(struct trig_export *export, const char *codes, struct trig_error *error)
{
    const struct trig_format *format = export->dialect.format;
    if (!codes)
        return TRIG_OK;
    if (!format->read_codebook)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "exports of %s have no key file; --codes belongs to coded exports",
                              format->title);
    return format->read_codebook(codes, &export->arena, &export->codebook, error);
}

static enum trig_status read_header(struct trig_export *export, struct trig_error *error)
{
    const struct trig_dialect *dialect = &export->dialect;
    const struct trig_views *rows = export->head.rows + dialect->title_rows;
    for (size_t i = 0; i < dialect->header_rows; i++)
        if (rows[i].count > export->column_count)
            export->column_count = rows[i].count;
    export->headings = trig_arena_calloc(&export->arena, export->column_count + 1, sizeof *export->headings);
    if (!export->headings)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the header");
    return dialect->format->read_headings(rows, dialect->header_rows,
                                          export->codebook.count ? &export->codebook : NULL, &export->arena,
                                          export->headings, export->column_count, error);
}

enum trig_status trig_export_open(const char *path, const struct trig_sniff_options *options,
                                  const char *codes, struct trig_export *out, struct trig_error *error)
{
    *out = (struct trig_export){.path = path};
    trig_arena_init(&out->arena);
    trig_arena_init(&out->head.arena);
    enum trig_status status = trig_facts_read(path, &out->facts, error);
    if (status == TRIG_OK) {
        out->source = trig_source_find(&out->facts);
        status = out->source->begin(out, options, error);
    }
    if (status == TRIG_OK)
        status = trig_sniff(&out->head, options, &out->dialect, error);
    if (status == TRIG_OK)
        status = read_codes(out, codes, error);
    if (status == TRIG_OK)
        status = read_header(out, error);
    if (status == TRIG_OK)
        return TRIG_OK;
    if (error && !error->file[0] && status != TRIG_ERR_MEMORY)
        trig_error_place(error, path, error->line, error->column);
    trig_export_close(out);
    return status;
}

void trig_export_close(struct trig_export *export)
{
    trig_facts_clear(&export->facts);
    trig_head_clear(&export->head);
    trig_arena_clear(&export->arena);
    export->headings = NULL;
}

uint64_t trig_export_expected(const struct trig_export *export)
{
    uint64_t seen = export->head.seen ? export->head.seen : 1;
    uint64_t each = export->facts.sampled / seen;
    return export->facts.size / (each ? each : 1);
}

/* Leaves out the title lines and the header. */
struct body {
    trig_csv_sink *sink;
    void *context;
    size_t above;
};

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    const struct body *body = context;
    if (record->number <= body->above)
        return TRIG_OK;
    struct trig_csv_record below = *record;
    below.number -= body->above;
    return body->sink(body->context, &below, error);
}

enum trig_status trig_export_read(const struct trig_export *export, trig_csv_sink *sink, void *context,
                                  const struct trig_watcher *watcher, struct trig_undecodable *undecodable,
                                  struct trig_error *error)
{
    struct body body = {sink, context, export->dialect.title_rows + export->dialect.header_rows};
    return export->source->read(export, take_record, &body, watcher, undecodable, error);
}
