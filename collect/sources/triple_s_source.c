/* Exports of Triple-S: data as text, and what it means in a file beside it.
 *
 *     text --fixed width--> lines   \
 *          \--CSV--> CSV reader      --cells--> sink(record)
 */
#include "collect/bytes/encoding.h"
#include "collect/formats/formats.h"
#include "collect/sources/export.h"
#include "collect/sources/triple_s_cells.h"

#include <stdio.h>

/* A line longer than this is none, as in CSV. */
#define LONGEST_LINE ((size_t)16 << 20)

struct state {
    struct trig_triple_s metadata;
    const struct trig_triple_s_column *columns;
    size_t column_count;
};

/* ---- from text to records --------------------------------------------------------------- */

struct delivery {
    const struct state *state;
    struct trig_triple_s_cells cells;
    trig_csv_sink *sink;
    void *context;
    uint64_t number;         /* of the record, the header being the first */
    trig_csv_reader *reader; /* of CSV; NULL: fixed width */
    char *line;              /* owned: a line of fixed width, or its beginning */
    size_t used;
    size_t room;
    uint64_t line_number;
};

static enum trig_status deliver(struct delivery *delivery, uint64_t line, struct trig_error *error)
{
    struct trig_csv_record record = {.fields = delivery->cells.fields,
                                     .count = delivery->cells.count,
                                     .number = ++delivery->number,
                                     .line = line};
    enum trig_status status = delivery->sink(delivery->context, &record, error);
    if (status != TRIG_OK && error && !error->line)
        error->line = line;
    return status;
}

/* The names of the columns are the header. */
static enum trig_status deliver_names(struct delivery *delivery, struct trig_error *error)
{
    for (size_t i = 0; i < delivery->cells.count; i++)
        delivery->cells.fields[i] = (struct trig_csv_field){delivery->cells.columns[i].name, false};
    return deliver(delivery, 0, error);
}

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct delivery *delivery = context;
    if (record->number <= delivery->state->metadata.skip)
        return TRIG_OK;
    trig_triple_s_read_record(&delivery->cells, record);
    return deliver(delivery, record->line, error);
}

static enum trig_status end_line(struct delivery *delivery, struct trig_error *error)
{
    struct trig_view line = trig_view_of(delivery->line, delivery->used);
    delivery->line_number++;
    delivery->used = 0;
    while (line.length && strchr("\r\x1A", line.data[line.length - 1]))
        line.length--;
    if (!line.length)
        return TRIG_OK;
    enum trig_status status = trig_triple_s_read_line(&delivery->cells, line, error);
    return status == TRIG_OK ? deliver(delivery, delivery->line_number, error) : status;
}

static enum trig_status add_to_line(struct delivery *delivery, const char *bytes, size_t length,
                                    struct trig_error *error)
{
    if (length > LONGEST_LINE - delivery->used)
        return trig_error_set(error, TRIG_ERR_LIMIT, "line %llu is longer than %zu MiB",
                              (unsigned long long)delivery->line_number + 1, LONGEST_LINE >> 20);
    enum trig_status status =
        trig_grow((void **)&delivery->line, &delivery->room, delivery->used + length + 1, 1, error);
    if (status != TRIG_OK)
        return status;
    memcpy(delivery->line + delivery->used, bytes, length);
    delivery->used += length;
    return TRIG_OK;
}

static enum trig_status take_text(void *context, struct trig_view text, struct trig_error *error)
{
    struct delivery *delivery = context;
    if (delivery->reader)
        return trig_csv_reader_feed(delivery->reader, text.data, text.length, error);
    enum trig_status status = TRIG_OK;
    const char *at = text.data, *end = text.data + text.length;
    while (at < end && status == TRIG_OK) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop ? stop : end) - at);
        status = add_to_line(delivery, at, length, error);
        if (status == TRIG_OK && stop)
            status = end_line(delivery, error);
        at += length + (stop ? 1 : 0);
    }
    return status;
}

static enum trig_status begin_delivery(struct delivery *delivery, const struct state *state,
                                       trig_csv_sink *sink, void *context, struct trig_error *error)
{
    *delivery = (struct delivery){.state = state, .sink = sink, .context = context};
    enum trig_status status =
        trig_triple_s_cells_init(&delivery->cells, state->columns, state->column_count, error);
    if (status == TRIG_OK && state->metadata.is_csv) {
        delivery->reader = trig_csv_reader_create(NULL, take_record, delivery, error);
        status = delivery->reader ? TRIG_OK : TRIG_ERR_MEMORY;
    }
    return status == TRIG_OK ? deliver_names(delivery, error) : status;
}

static enum trig_status finish_delivery(struct delivery *delivery, struct trig_error *error)
{
    return delivery->reader ? trig_csv_reader_finish(delivery->reader, error) : end_line(delivery, error);
}

static void clear_delivery(struct delivery *delivery)
{
    trig_triple_s_cells_clear(&delivery->cells);
    trig_csv_reader_destroy(delivery->reader);
    trig_free(delivery->line);
}

static enum trig_status read(const struct trig_export *export, trig_csv_sink *sink, void *context,
                             const struct trig_watcher *watcher, struct trig_undecodable *undecodable,
                             struct trig_error *error)
{
    struct delivery delivery;
    enum trig_status status = begin_delivery(&delivery, export->reading, sink, context, error);
    if (status == TRIG_OK)
        status = trig_source_text.decode(export, take_text, &delivery, watcher, undecodable, error);
    if (status == TRIG_OK)
        status = finish_delivery(&delivery, error);
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, export->path, error->line, error->column);
    clear_delivery(&delivery);
    return status;
}

/* ---- beginning ------------------------------------------------------------------------------ */

static bool recognise(const struct trig_export *export)
{
    return export->companion.length > 0;
}

/* What the codebook says of each column: an option has none of its own. */
static enum trig_status make_codebook(struct trig_export *export, const struct state *state,
                                      struct trig_error *error)
{
    static const struct trig_option_meaning logical[] = {{{"1", 1}, {"Yes", 3}}, {{"0", 1}, {"No", 2}}};
    struct trig_codebook_question *questions =
        trig_arena_calloc(&export->arena, state->column_count + 1, sizeof *questions);
    if (!questions)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the metadata");
    for (size_t i = 0; i < state->column_count; i++) {
        const struct trig_triple_s_column *column = &state->columns[i];
        const struct trig_triple_s_variable *variable = column->variable;
        questions[i] = (struct trig_codebook_question){.code = variable->name, .text = variable->label};
        questions[i].is_multiple = column->option != NULL;
        questions[i].is_record = variable->is_serial;
        questions[i].is_text = variable->type == TRIG_TRIPLE_S_CHARACTER && !variable->option_count;
        questions[i].options = column->option ? column->option : variable->options;
        questions[i].option_count = column->option ? 1 : variable->option_count;
        if (variable->type == TRIG_TRIPLE_S_LOGICAL && !variable->option_count) {
            questions[i].options = logical;
            questions[i].option_count = 2;
        }
    }
    export->codebook = (struct trig_codebook){questions, state->column_count};
    return TRIG_OK;
}

/* The head is full: enough is known. Its status is nobody's mistake. */
struct heading_reader {
    struct trig_head *head;
    bool full;
};

static enum trig_status take_first(void *context, const struct trig_csv_record *record,
                                   struct trig_error *error)
{
    struct heading_reader *reader = context;
    enum trig_status status = trig_head_take(reader->head, record, error);
    reader->full = status == TRIG_OK && reader->head->count == TRIG_HEAD_ROWS;
    return reader->full ? TRIG_ERR_LIMIT : status;
}

static enum trig_status read_head(struct trig_export *export, struct trig_error *error)
{
    struct heading_reader reader = {.head = &export->head};
    struct trig_undecodable undecodable;
    enum trig_status status = read(export, take_first, &reader, NULL, &undecodable, error);
    return reader.full ? TRIG_OK : status;
}

static enum trig_status find_encoding(struct trig_export *export, const struct trig_sniff_options *options,
                                      struct trig_error *error)
{
    struct trig_encoding_guess *encoding = &export->dialect.encoding;
    enum trig_status status = options->encoding
                                  ? trig_encoding_take(options->encoding, &export->facts, encoding, error)
                                  : trig_encoding_guess(&export->facts, encoding, error);
    if (status == TRIG_OK)
        trig_dialect_note(&export->dialect, TRIG_FOUND_ENCODING, "encoding", encoding->name, &encoding->why);
    return status;
}

static enum trig_status begin(struct trig_export *export, const struct trig_sniff_options *options,
                              struct trig_error *error)
{
    struct state *state = trig_calloc(1, sizeof *state);
    struct trig_why why;
    if (!state)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the metadata");
    export->reading = state;
    enum trig_status status = trig_triple_s_read(export->companion.data, &state->metadata, error);
    if (status == TRIG_OK)
        status = trig_triple_s_columns(&state->metadata, &state->metadata.arena, &state->columns,
                                       &state->column_count, error);
    if (status == TRIG_OK)
        status = find_encoding(export, options, error);
    if (status != TRIG_OK)
        return status;
    const char *slash = strrchr(export->companion.data, '/');
    trig_why_set(&why, "its metadata is in %.80s, %s", slash ? slash + 1 : export->companion.data,
                 options->has_codes ? "as asked (--codes)" : "found beside it by its name");
    trig_dialect_note(&export->dialect, TRIG_FOUND_KIND, "kind of file",
                      state->metadata.is_csv ? "Triple-S, CSV" : "Triple-S, fixed width", &why);
    export->dialect.formats = trig_formats_of_triple_s;
    status = make_codebook(export, state, error);
    return status == TRIG_OK ? read_head(export, error) : status;
}

static void end(struct trig_export *export)
{
    struct state *state = export->reading;
    if (!state)
        return;
    trig_triple_s_clear(&state->metadata);
    trig_free(state);
    export->reading = NULL;
}

const struct trig_source trig_source_triple_s = {
    .name = "triple_s", .recognise = recognise, .begin = begin, .read = read, .end = end};
