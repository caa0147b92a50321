#include "collect/intake/piece.h"

#include "surveys/base/memory.h"

#include "collect/intake/identity.h"

enum trig_status trig_piece_reader_init(struct trig_piece_reader *reader,
                                        const struct trig_plan_request *request,
                                        const struct trig_record_rules *rules,
                                        const struct trig_csv_options *csv, struct trig_error *error)
{
    *reader = (struct trig_piece_reader){.csv = *csv};
    enum trig_status status = trig_plan_make(request, &reader->plan, error);
    if (status != TRIG_OK)
        return status;
    reader->reader = trig_record_reader_create(&reader->plan, rules, NULL, error);
    if (reader->reader)
        return TRIG_OK;
    trig_plan_clear(&reader->plan);
    return TRIG_ERR_MEMORY;
}

void trig_piece_reader_clear(struct trig_piece_reader *reader)
{
    if (!reader->reader)
        return;
    trig_record_reader_destroy(reader->reader);
    trig_plan_clear(&reader->plan);
    reader->reader = NULL;
}

struct trig_piece *trig_piece_create(const struct trig_plan *plan, struct trig_error *error)
{
    struct trig_piece *piece = trig_calloc(1, sizeof *piece);
    if (!piece) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read records");
        return NULL;
    }
    piece->builder = trig_builder_create(plan->specs, plan->spec_count, error);
    if (piece->builder)
        return piece;
    trig_piece_destroy(piece);
    return NULL;
}

void trig_piece_destroy(struct trig_piece *piece)
{
    if (!piece)
        return;
    trig_builder_destroy(piece->builder);
    trig_free(piece->records);
    trig_free(piece->text.data);
    trig_free(piece);
}

/* A piece under way. */
struct reading {
    struct trig_piece *piece;
    struct trig_piece_reader *reader;
    struct trig_error ignored; /* kept here: making one blank costs as much as a few cells do */
};

/* Reads the record into the next row, if it is clean. What fails here fails again
 * where records that are not clean are read. */
static void read_row(struct reading *reading, const struct trig_csv_record *record,
                     struct trig_piece_record *out)
{
    trig_batch_builder *builder = reading->piece->builder;
    const trig_definition *definition = reading->reader->plan.definition;
    struct trig_verdict verdict;
    if (trig_builder_full(builder) ||
        trig_record_read(reading->reader->reader, record, &verdict, &reading->ignored) != TRIG_OK ||
        verdict.reason != TRIG_REASON_NONE || verdict.unreadable)
        return;
    struct trig_view wave = {NULL, 0};
    if (verdict.wave != TRIG_NONE)
        wave = definition->waves[verdict.wave].id;
    trig_builder_end_row(builder);
    out->is_clean = true;
    out->fingerprint = verdict.fingerprint;
    out->key = verdict.id.length ? trig_identity_key(wave, verdict.id) : 0;
}

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct reading *reading = context;
    struct trig_piece *piece = reading->piece;
    enum trig_status status = trig_grow((void **)&piece->records, &piece->capacity, piece->count + 1,
                                        sizeof *piece->records, error);
    if (status != TRIG_OK)
        return status;
    struct trig_piece_record *taken = &piece->records[piece->count++];
    *taken = (struct trig_piece_record){.offset = record->offset, .line = record->line};
    read_row(reading, record, taken);
    return TRIG_OK;
}

void trig_piece_read(struct trig_piece *piece, struct trig_piece_reader *reader)
{
    struct reading reading = {.piece = piece, .reader = reader};
    struct trig_csv_options options = reader->csv;
    options.continues = !piece->is_first;
    piece->count = 0;
    piece->lines = 0;
    piece->failure = (struct trig_error){.status = TRIG_OK};
    trig_builder_reset(piece->builder);
    trig_record_reader_fill(reader->reader, piece->builder);
    trig_csv_reader *csv = trig_csv_reader_create(&options, take_record, &reading, &piece->failure);
    if (!csv)
        return;
    if (trig_csv_reader_feed(csv, piece->text.data, piece->text.length, &piece->failure) == TRIG_OK)
        trig_csv_reader_finish(csv, &piece->failure);
    piece->lines = trig_csv_reader_lines(csv);
    trig_csv_reader_destroy(csv);
    struct trig_error memory;
    if (trig_builder_batch(piece->builder, &piece->batch, &memory) != TRIG_OK) {
        piece->count = 0;
        piece->failure = memory;
    }
}
