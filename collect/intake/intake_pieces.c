#include "collect/intake/intake_pieces.h"

#include "surveys/base/memory.h"

#include "collect/intake/cutter.h"
#include "collect/intake/piece.h"
#include "surveys/base/crew.h"

/* Large enough that a piece costs little, small enough for a processor's cache. */
#define PIECE_BYTES ((size_t)1 << 20)

/* The CSV reader's standard. */
#define RECORD_LIMIT ((size_t)16 << 20)

/* So many records ahead the set of identities is asked for what it will be asked. */
#define AHEAD 16

/* Records of a piece on their way to the intake, one by one. */
struct again {
    trig_csv_reader *reader; /* one for all */
    uint64_t records;        /* of the export, before the first and below the header */
    uint64_t lines;
    size_t left;
    enum trig_status status;
};

struct pieces {
    struct trig_intake *intake;
    struct trig_csv_options csv;
    struct trig_cutter cutter;
    trig_crew *crew;
    struct trig_piece_reader *readers; /* one a thread */
    size_t threads;
    struct trig_piece **idle; /* those that are not with the crew */
    size_t idle_count;
    size_t given;

    uint64_t above; /* so many records are title lines and header */
    struct again again;

    /* Of the pieces that were merged. */
    uint64_t records;
    uint64_t lines;
};

bool trig_intake_has_pieces(const struct trig_export *export)
{
    return export->source->decode && !export->dialect.escapes;
}

/* ---- records that are read again ------------------------------------------------------ */

static enum trig_status take_again(void *context, const struct trig_csv_record *record,
                                   struct trig_error *error)
{
    struct pieces *pieces = context;
    struct again *again = &pieces->again;
    if (!again->left)
        return TRIG_OK;
    struct trig_csv_record shifted = *record;
    again->left--;
    shifted.number += again->records;
    shifted.line += again->lines;
    again->status = trig_intake_take(pieces->intake, &shifted, error);
    if (again->status != TRIG_OK && error && !error->line)
        trig_error_place(error, NULL, shifted.line, error->column);
    return again->status;
}

/* Gives the records [from] to [to] of [piece] to the intake. What follows them in
 * the text may be broken: that is the piece's own failure. */
static enum trig_status read_again(struct pieces *pieces, const struct trig_piece *piece, size_t from,
                                   size_t to, struct trig_error *error)
{
    const struct trig_piece_record *first = &piece->records[from];
    uint64_t end = to < piece->count ? piece->records[to].offset : piece->text.length;
    struct again *again = &pieces->again;
    again->records = pieces->records + from - pieces->above;
    again->lines = pieces->lines + first->line - 1;
    again->left = to - from;
    again->status = TRIG_OK;
    trig_csv_reader_restart(again->reader);
    enum trig_status status = trig_csv_reader_feed(again->reader, piece->text.data + first->offset,
                                                   (size_t)(end - first->offset), error);
    if (status == TRIG_OK)
        status = trig_csv_reader_finish(again->reader, error);
    return again->status != TRIG_OK || again->left ? status : TRIG_OK;
}

/* ---- a piece that is done --------------------------------------------------------------- */

/* Adds rows of [piece] to the batch being filled. */
static enum trig_status append_rows(struct trig_intake *intake, const struct trig_piece *piece, size_t from,
                                    size_t count, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    intake->tally->read += count;
    intake->tally->stored += count;
    while (count && status == TRIG_OK) {
        size_t taken = 0;
        status = trig_builder_append(intake->builder, &piece->batch, from, count, &taken, error);
        from += taken;
        count -= taken;
        if (status == TRIG_OK && trig_builder_full(intake->builder))
            status = trig_intake_flush(intake, error);
    }
    return status;
}

/* Whether a record is clean and new; a new one is known from now on. */
static enum trig_status is_new(struct trig_intake *intake, const struct trig_piece_record *record, bool *out,
                               struct trig_error *error)
{
    *out = record->is_clean;
    if (!record->is_clean || !intake->identity || !record->key)
        return TRIG_OK;
    return trig_identity_add(intake->identity, record->key, record->fingerprint, out, error);
}

/* The end of the records from [from] on that are not clean. */
static size_t end_of_unclean(const struct trig_piece *piece, size_t from)
{
    while (from < piece->count && !piece->records[from].is_clean)
        from++;
    return from;
}

/* The first record of [piece] below the header; [*row] gets its place among the clean. */
static size_t skip_above(const struct pieces *pieces, const struct trig_piece *piece, size_t *row)
{
    size_t i = 0;
    for (; i < piece->count && pieces->records + i < pieces->above; i++)
        *row += piece->records[i].is_clean;
    return i;
}

static enum trig_status merge_records(struct pieces *pieces, const struct trig_piece *piece,
                                      struct trig_error *error)
{
    struct trig_intake *intake = pieces->intake;
    size_t row = 0; /* of the record */
    size_t i = skip_above(pieces, piece, &row);
    size_t pending = row; /* first row that is not added yet */
    enum trig_status status = TRIG_OK;
    while (i < piece->count && status == TRIG_OK) {
        bool is_next = false;
        if (intake->identity && i + AHEAD < piece->count)
            trig_identity_await(intake->identity, piece->records[i + AHEAD].key);
        status = is_new(intake, &piece->records[i], &is_next, error);
        if (status == TRIG_OK && is_next) {
            row++;
            i++;
            continue;
        }
        size_t end = piece->records[i].is_clean ? i + 1 : end_of_unclean(piece, i);
        if (status == TRIG_OK)
            status = append_rows(intake, piece, pending, row - pending, error);
        if (status == TRIG_OK)
            status = read_again(pieces, piece, i, end, error);
        row += piece->records[i].is_clean;
        pending = row;
        i = end;
    }
    return status == TRIG_OK ? append_rows(intake, piece, pending, row - pending, error) : status;
}

static enum trig_status merge(struct pieces *pieces, const struct trig_piece *piece, struct trig_error *error)
{
    enum trig_status status = merge_records(pieces, piece, error);
    if (status == TRIG_OK && piece->failure.status != TRIG_OK) {
        status = piece->failure.status;
        if (error) {
            *error = piece->failure;
            error->line += error->line ? pieces->lines : 0;
            error->record += error->record ? pieces->records : 0;
        }
    }
    pieces->records += piece->count;
    pieces->lines += piece->lines;
    return status;
}

static enum trig_status merge_oldest(struct pieces *pieces, struct trig_piece *piece,
                                     struct trig_error *error)
{
    enum trig_status status = merge(pieces, piece, error);
    pieces->idle[pieces->idle_count++] = piece;
    return status;
}

/* ---- text that comes in ------------------------------------------------------------------- */

static enum trig_status give_pieces(struct pieces *pieces, bool last, struct trig_error *error)
{
    for (;;) {
        if (!pieces->idle_count) {
            enum trig_status status = merge_oldest(pieces, trig_crew_take(pieces->crew), error);
            if (status != TRIG_OK)
                return status;
        }
        struct trig_piece *piece = pieces->idle[pieces->idle_count - 1];
        enum trig_status status = trig_cutter_cut(&pieces->cutter, last, &piece->text, error);
        if (status != TRIG_OK || !piece->text.length)
            return status;
        piece->is_first = pieces->given++ == 0;
        pieces->idle_count--;
        trig_crew_give(pieces->crew, piece);
    }
}

static enum trig_status take_text(void *context, struct trig_view text, struct trig_error *error)
{
    struct pieces *pieces = context;
    enum trig_status status = trig_cutter_add(&pieces->cutter, text, error);
    if (status != TRIG_OK || pieces->cutter.text.length < pieces->cutter.target)
        return status;
    return give_pieces(pieces, false, error);
}

static enum trig_status finish(struct pieces *pieces, struct trig_error *error)
{
    enum trig_status status = give_pieces(pieces, true, error);
    struct trig_piece *piece;
    while (status == TRIG_OK && (piece = trig_crew_take(pieces->crew)) != NULL)
        status = merge_oldest(pieces, piece, error);
    return status;
}

/* ---- begin and end --------------------------------------------------------------------------- */

static void work(void *context, void *job, size_t worker)
{
    struct pieces *pieces = context;
    trig_piece_read(job, &pieces->readers[worker]);
}

static enum trig_status make_pieces(struct pieces *pieces, struct trig_error *error)
{
    size_t count = trig_crew_room(pieces->threads);
    pieces->idle = trig_calloc(count, sizeof(struct trig_piece *));
    if (!pieces->idle)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read records");
    for (; pieces->idle_count < count; pieces->idle_count++) {
        pieces->idle[pieces->idle_count] = trig_piece_create(pieces->intake->plan, error);
        if (!pieces->idle[pieces->idle_count])
            return TRIG_ERR_MEMORY;
    }
    return TRIG_OK;
}

static enum trig_status begin(struct pieces *pieces, const struct trig_intake_pieces *how,
                              struct trig_error *error)
{
    struct trig_csv_options continued = pieces->csv;
    struct trig_error why = {.status = TRIG_OK};
    enum trig_status status = make_pieces(pieces, error);
    continued.continues = true;
    pieces->again.reader = trig_csv_reader_create(&continued, take_again, pieces, &why);
    if (status == TRIG_OK && !pieces->again.reader)
        status = trig_error_set(error, why.status, "%s", why.message);
    pieces->readers = trig_calloc(how->threads, sizeof *pieces->readers);
    if (status == TRIG_OK && !pieces->readers)
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read records");
    for (size_t i = 0; i < how->threads && status == TRIG_OK; i++)
        status = trig_piece_reader_init(&pieces->readers[i], how->request, how->rules, &pieces->csv, error);
    if (status == TRIG_OK)
        pieces->crew = trig_crew_create(how->threads, work, pieces, error);
    return status == TRIG_OK && !pieces->crew ? TRIG_ERR_MEMORY : status;
}

static void end(struct pieces *pieces)
{
    struct trig_piece *piece;
    while (pieces->crew && (piece = trig_crew_take(pieces->crew)) != NULL)
        trig_piece_destroy(piece);
    trig_crew_destroy(pieces->crew);
    trig_csv_reader_destroy(pieces->again.reader);
    for (size_t i = 0; i < pieces->idle_count; i++)
        trig_piece_destroy(pieces->idle[i]);
    for (size_t i = 0; pieces->readers && i < pieces->threads; i++)
        trig_piece_reader_clear(&pieces->readers[i]);
    trig_free(pieces->idle);
    trig_free(pieces->readers);
    trig_cutter_clear(&pieces->cutter);
}

enum trig_status trig_intake_read_pieces(struct trig_intake *intake, const struct trig_export *export,
                                         const struct trig_intake_pieces *how,
                                         const struct trig_watcher *watcher,
                                         struct trig_undecodable *undecodable, struct trig_error *error)
{
    const struct trig_csv_options *csv = &export->dialect.csv;
    struct pieces pieces = {.intake = intake,
                            .csv = *csv,
                            .threads = how->threads,
                            .above = export->dialect.title_rows + export->dialect.header_rows};
    if (!pieces.csv.quote)
        pieces.csv.quote = '"';
    trig_cutter_init(&pieces.cutter, pieces.csv.quote, how->piece_bytes ? how->piece_bytes : PIECE_BYTES,
                     csv->record_limit ? csv->record_limit : RECORD_LIMIT);
    enum trig_status status = begin(&pieces, how, error);
    if (status == TRIG_OK)
        status = export->source->decode(export, take_text, &pieces, watcher, undecodable, error);
    if (status == TRIG_OK)
        status = finish(&pieces, error);
    end(&pieces);
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, export->path, error->line, error->column);
    return status;
}
