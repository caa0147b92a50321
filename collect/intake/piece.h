/* A piece of an export's text and what a thread made of it: the rows of the
 * records that are in order, and where the others lie.
 *
 *     text     r1 | r2 | r3 | r4        records   offset, line, what identity compares
 *     batch    r1 | r2 |    | r4        r3 is not clean: it is to be read again, by the
 *                                       one who counts, sets aside and explains
 */
#ifndef TRIG_COLLECT_INTAKE_PIECE_H
#define TRIG_COLLECT_INTAKE_PIECE_H

#include "surveys/batch/batch_builder.h"
#include "surveys/csv/csv_reader.h"

#include "collect/intake/cutter.h"
#include "collect/match/plan.h"
#include "collect/records/record.h"

/* A record of a piece. */
struct trig_piece_record {
    uint64_t offset; /* of its first byte, in the piece's text */
    uint64_t line;   /* of the piece, from 1 */
    uint64_t key;    /* trig_identity_key; 0: it has no response id */
    uint64_t fingerprint;
    bool is_clean; /* it is the next row of the batch */
};

struct trig_piece {
    /* Set by the caller. */
    struct trig_buffer text; /* owned */
    bool is_first;           /* of the export */

    /* What became of it. */
    struct trig_piece_record *records; /* owned; header and title lines too */
    size_t count;
    size_t capacity;
    trig_batch_builder *builder; /* owned */
    struct trig_batch batch;     /* of the clean records */
    uint64_t lines;              /* line ends in the text */
    struct trig_error failure;   /* where the text is no CSV, behind the records; status TRIG_OK: nowhere */
};

/* What a thread needs to read pieces, for itself alone. */
struct trig_piece_reader {
    struct trig_plan plan;
    trig_record_reader *reader;
    struct trig_csv_options csv;
};

/** @param request, rules  as for the export; borrowed.
 *  @return TRIG_OK and a reader to clear; TRIG_ERR_MEMORY, or what trig_plan_make returns. */
enum trig_status trig_piece_reader_init(struct trig_piece_reader *reader,
                                        const struct trig_plan_request *request,
                                        const struct trig_record_rules *rules,
                                        const struct trig_csv_options *csv, struct trig_error *error);
void trig_piece_reader_clear(struct trig_piece_reader *reader);

/** An empty piece for records of [plan]; NULL when memory is out. */
struct trig_piece *trig_piece_create(const struct trig_plan *plan, struct trig_error *error);
void trig_piece_destroy(struct trig_piece *piece);

/** Reads the piece's text. */
void trig_piece_read(struct trig_piece *piece, struct trig_piece_reader *reader);

#endif
