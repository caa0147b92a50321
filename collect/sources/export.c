#include "collect/sources/export.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include "collect/formats/heading.h"
#include "collect/formats/jisc_key.h"
#include "collect/sources/escape.h"
#include "collect/sources/triple_s.h"

#include <stdio.h>

static enum trig_status read_codes(struct trig_export *export, const char *codes, struct trig_error *error)
{
    const struct trig_format *format = export->dialect.format;
    if (!codes || export->companion.length)
        return TRIG_OK;
    if (!format->read_codebook)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "exports of %s have no key file; --codes belongs to coded exports",
                              format->title);
    return format->read_codebook(codes, &export->arena, &export->codebook, error);
}

/* The first records, with the characters that the platform writes words for. */
static enum trig_status decode_head(struct trig_export *export, struct trig_error *error)
{
    const struct trig_escape *escapes = export->dialect.escapes;
    enum trig_status status = TRIG_OK;
    for (size_t row = 0; escapes && row < export->head.count; row++) {
        struct trig_views *cells = &export->head.rows[row];
        struct trig_view *decoded = trig_arena_calloc(&export->arena, cells->count + 1, sizeof *decoded);
        if (!decoded)
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the header");
        for (size_t i = 0; i < cells->count && status == TRIG_OK; i++)
            status = trig_escape_decode(escapes, cells->items[i], &export->arena, &decoded[i], error);
        cells->items = decoded;
    }
    return status;
}

/* Whether the rows are those of a key: questions, each followed by its codes. An export has its
 * questions in the header alone. */
static bool is_jisc_key(const struct trig_head *head)
{
    size_t questions = 0, codes = 0;
    for (size_t i = 0; i < head->count; i++) {
        int64_t number;
        if (head->rows[i].count != 2)
            return false;
        struct trig_view first = trig_text_trim(head->rows[i].items[0]);
        questions += trig_jisc_is_question(first);
        codes += trig_text_to_integer(first, &number);
    }
    return questions > 1 && codes;
}

static bool has_cell(const struct trig_head *head, const char *title, const char *api)
{
    for (size_t i = 0; head->count && i < head->rows[0].count; i++)
        if (trig_heading_is(head->rows[0].items[i], title) || trig_heading_is(head->rows[0].items[i], api))
            return true;
    return false;
}

/* What goes with an export is no export, though it may well be read as a plain one. */
static enum trig_status refuse_key(const struct trig_export *export, struct trig_error *error)
{
    if (is_jisc_key(&export->head))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "is the key of a coded export of Jisc Online Surveys, not responses: name the "
                              "export, and this file with --codes");
    if (has_cell(&export->head, "Variable / Field Name", "field_name") &&
        has_cell(&export->head, "Form Name", "form_name") &&
        has_cell(&export->head, "Field Type", "field_type"))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "is the data dictionary of a REDCap project, not responses: name the export of "
                              "the records, and this file with --codes");
    return TRIG_OK;
}

static enum trig_status read_header(struct trig_export *export, struct trig_error *error)
{
    const struct trig_dialect *dialect = &export->dialect;
    const struct trig_format *format = dialect->format;
    const struct trig_views *rows = export->head.rows + dialect->title_rows;
    size_t records = export->head.count - dialect->title_rows - dialect->header_rows;
    for (size_t i = 0; i < dialect->header_rows; i++)
        if (rows[i].count > export->column_count)
            export->column_count = rows[i].count;
    export->headings = trig_arena_calloc(&export->arena, export->column_count + 1, sizeof *export->headings);
    if (!export->headings)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the header");
    enum trig_status status =
        format->read_headings(rows, dialect->header_rows, export->codebook.count ? &export->codebook : NULL,
                              &export->arena, export->headings, export->column_count, error);
    if (status == TRIG_OK && format->look_at_records)
        status = format->look_at_records(rows + dialect->header_rows, records, &export->arena,
                                         export->headings, export->column_count, error);
    return status;
}

static bool is_plain(const struct trig_facts *facts)
{
    return !facts->utf8.bad && !facts->nuls;
}

/* One look at the beginning saves a pass over a large file: what is not known of the rest
 * comes out while its records are read. Content that is gone after one reading, and
 * what somebody has said the encoding of, is looked at whole. */
static enum trig_status presume(struct trig_export *export, const struct trig_sniff_options *options,
                                struct trig_error *error)
{
    const struct trig_content *content = &export->content;
    if (!options->presume_from || options->encoding || content->is_spooled || content->is_unpacked)
        return TRIG_OK;
    enum trig_status status = trig_facts_glance(content, &export->facts, error);
    if (status != TRIG_OK)
        return status;
    export->is_presumed = export->facts.size >= options->presume_from && is_plain(&export->facts);
    if (!export->is_presumed)
        return TRIG_OK;
    export->gathered = trig_calloc(1, sizeof *export->gathered);
    return export->gathered ? TRIG_OK
                            : trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to open the export");
}

static void drop_gathered(struct trig_export *export)
{
    if (export->gathered)
        trig_facts_clear(export->gathered);
    trig_free(export->gathered);
    export->gathered = NULL;
}

/* Reads the whole file after all. */
static enum trig_status read_facts(struct trig_export *export, struct trig_error *error)
{
    drop_gathered(export);
    trig_facts_clear(&export->facts);
    export->is_presumed = false;
    return trig_facts_read(&export->content, &export->facts, error);
}

enum trig_status trig_export_settle(struct trig_export *export, struct trig_error *error)
{
    struct trig_encoding_guess *encoding = &export->dialect.encoding;
    if (!export->gathered)
        return TRIG_OK;
    trig_facts_end(export->gathered);
    export->gathered->modified_seconds = export->facts.modified_seconds;
    export->gathered->modified_nanoseconds = export->facts.modified_nanoseconds;
    trig_facts_clear(&export->facts);
    export->facts = *export->gathered;
    trig_free(export->gathered);
    export->gathered = NULL;
    export->is_presumed = false;
    enum trig_status status = trig_encoding_guess(&export->facts, encoding, error);
    trig_dialect_note(&export->dialect, TRIG_FOUND_ENCODING, "encoding", encoding->name, &encoding->why);
    return status;
}

/* Opens the bytes and says what had to be done to read them. */
static enum trig_status open_content(struct trig_export *export, const char *path,
                                     const struct trig_sniff_options *options, struct trig_error *error)
{
    struct trig_unpack_limit limit;
    struct trig_why why;
    enum trig_status status = trig_unpack_limit_take(options->unpack_limit, &limit, error);
    if (status == TRIG_OK)
        status = trig_content_open(path, &limit, options->temporary, &export->content, error);
    if (status != TRIG_OK)
        return status;
    export->path = export->content.name;
    trig_why_set(&why, "kept in a temporary file without a name, since an export is read twice");
    if (export->content.is_spooled)
        trig_dialect_note(&export->dialect, TRIG_FOUND_INPUT, "input", TRIG_STANDARD_INPUT_NAME, &why);
    bool archive = export->content.member[0] != 0;
    if (archive)
        trig_why_set(&why, "%.120s, unpacked into a temporary file without a name", export->content.member);
    else
        trig_why_set(&why, "it begins with the bytes 1F 8B; unpacked into a temporary file without a name");
    if (export->content.is_unpacked)
        trig_dialect_note(&export->dialect, TRIG_FOUND_PACKING, "packing", archive ? "zip" : "gzip", &why);
    status = presume(export, options, error);
    return status == TRIG_OK && !export->is_presumed ? read_facts(export, error) : status;
}

/* The metadata of Triple-S that belongs to the export, if there is any. Metadata
 * itself is not an export: the data is. */
static enum trig_status find_companion(struct trig_export *export, const char *codes,
                                       struct trig_error *error)
{
    char path[4096];
    trig_triple_s_find(export->content.is_spooled ? "" : export->path, codes, path, sizeof path);
    export->companion = trig_arena_copy(&export->arena, trig_view(path));
    if (!export->companion.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to open the export");
    if (!export->content.is_spooled && trig_triple_s_is(export->path))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "is the metadata of Triple-S; name the file with the data, and this one with "
                              "--codes unless it stands beside it and is called like it");
    return TRIG_OK;
}

enum trig_status trig_export_open(const char *path, const struct trig_sniff_options *options,
                                  const char *codes, struct trig_export *out, struct trig_error *error)
{
    *out = (struct trig_export){.path = path};
    trig_arena_init(&out->arena);
    trig_arena_init(&out->head.arena);
    enum trig_status status = open_content(out, path, options, error);
    if (status == TRIG_OK)
        status = find_companion(out, codes, error);
    if (status == TRIG_OK) {
        out->source = trig_source_find(out);
        if (out->is_presumed && !out->source->decode)
            status = read_facts(out, error);
    }
    if (status == TRIG_OK)
        status = out->source->begin(out, options, error);
    if (status == TRIG_OK)
        status = refuse_key(out, error);
    if (status == TRIG_OK)
        status = trig_sniff(&out->head, options, &out->dialect, error);
    if (status == TRIG_OK)
        status = decode_head(out, error);
    if (status == TRIG_OK)
        status = read_codes(out, codes, error);
    if (status == TRIG_OK)
        status = read_header(out, error);
    if (status == TRIG_OK)
        return TRIG_OK;
    if (error && !error->file[0] && status != TRIG_ERR_MEMORY)
        trig_error_place(error, out->path, error->line, error->column);
    trig_export_close(out);
    return status;
}

void trig_export_close(struct trig_export *export)
{
    if (export->source && export->source->end)
        export->source->end(export);
    trig_content_close(&export->content);
    trig_facts_clear(&export->facts);
    drop_gathered(export);
    trig_head_clear(&export->head);
    trig_arena_clear(&export->arena);
    export->headings = NULL;
}

uint64_t trig_export_expected(const struct trig_export *export)
{
    if (export->expected)
        return export->expected;
    uint64_t seen = export->head.seen ? export->head.seen : 1;
    uint64_t each = export->facts.sampled / seen;
    return export->facts.size / (each ? each : 1);
}

void trig_export_place(const struct trig_export *export, uint64_t line, size_t column, char *out, size_t size)
{
    if (export->source->place)
        export->source->place(export, line, column, out, size);
    else
        snprintf(out, size, "on line %llu", (unsigned long long)line);
}

/* Leaves out the title lines and the header, and puts escaped characters in. */
struct body {
    trig_csv_sink *sink;
    void *context;
    size_t above;
    const struct trig_escape *escapes; /* NULL: there are none */
    struct trig_arena arena;           /* of the record being decoded */
};

static enum trig_status decode_fields(struct body *body, struct trig_csv_record *record,
                                      struct trig_error *error)
{
    trig_arena_clear(&body->arena);
    struct trig_csv_field *fields = trig_arena_calloc(&body->arena, record->count + 1, sizeof *fields);
    enum trig_status status = TRIG_OK;
    if (!fields)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for a record");
    for (size_t i = 0; i < record->count && status == TRIG_OK; i++) {
        fields[i] = record->fields[i];
        status = trig_escape_decode(body->escapes, fields[i].text, &body->arena, &fields[i].text, error);
    }
    record->fields = fields;
    return status;
}

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct body *body = context;
    if (record->number <= body->above)
        return TRIG_OK;
    struct trig_csv_record below = *record;
    below.number -= body->above;
    enum trig_status status = body->escapes ? decode_fields(body, &below, error) : TRIG_OK;
    return status == TRIG_OK ? body->sink(body->context, &below, error) : status;
}

enum trig_status trig_export_read(const struct trig_export *export, trig_csv_sink *sink, void *context,
                                  const struct trig_watcher *watcher, struct trig_undecodable *undecodable,
                                  struct trig_error *error)
{
    struct body body = {.sink = sink,
                        .context = context,
                        .above = export->dialect.title_rows + export->dialect.header_rows,
                        .escapes = export->dialect.escapes};
    trig_arena_init(&body.arena);
    enum trig_status status = export->source->read(export, take_record, &body, watcher, undecodable, error);
    trig_arena_clear(&body.arena);
    return status;
}
