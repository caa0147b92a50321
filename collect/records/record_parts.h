/* The two halves of reading a record: record_cells.c reads its cells one by one,
 * record.c says what follows from all of them. */
#ifndef TRIG_COLLECT_RECORDS_RECORD_PARTS_H
#define TRIG_COLLECT_RECORDS_RECORD_PARTS_H

#include "collect/records/record.h"
#include "collect/records/response_id.h"
#include "collect/records/ticks.h"

struct trig_record_reader {
    const struct trig_plan *plan;
    struct trig_record_rules rules;
    trig_batch_builder *builder;
    struct trig_ticks *ticks; /* by group */
    bool *unopened;           /* by section */
    struct trig_response_id id;

    /* The record being read. */
    const struct trig_csv_record *record;
    struct trig_verdict *verdict;
    enum trig_reason status; /* preview, test, partial, or none */
    enum trig_reason place;  /* wave or institution */
    size_t place_column;
    double submitted;
    bool answered;
    uint64_t fingerprint;
};

/* What an answer adds to the fingerprint. */
static inline uint64_t trig_record_mix(const struct trig_plan_column *column, uint64_t hash)
{
    uint64_t mixed = (hash ^ column->seed) * UINT64_C(0x9E3779B97F4A7C15);
    return mixed ^ (mixed >> 29);
}

/* Makes an answer part of the fingerprint, where it is to be. */
static inline void trig_record_tell(trig_record_reader *reader, const struct trig_plan_column *column,
                                    uint64_t hash)
{
    if (column->is_told)
        reader->fingerprint += trig_record_mix(column, hash);
}

/* An answer was read. */
static inline void trig_record_note_answer(trig_record_reader *reader, const struct trig_plan_column *column,
                                           uint64_t hash)
{
    reader->answered |= column->is_answer;
    trig_record_tell(reader, column, hash);
}

/* A cell could not be read. */
static inline void trig_record_note_unreadable(trig_record_reader *reader, size_t index,
                                               enum trig_reason reason)
{
    struct trig_verdict *verdict = reader->verdict;
    reader->answered |= reader->plan->columns[index].is_answer;
    if (verdict->unreadable < TRIG_VERDICT_FAULTS)
        verdict->faults[verdict->unreadable] = (struct trig_cell_fault){reason, index};
    verdict->unreadable++;
}

/** Reads all cells of the record into the row that was begun. */
enum trig_status trig_record_read_cells(trig_record_reader *reader, struct trig_error *error);

#endif
