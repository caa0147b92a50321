/* One record of an export: from its fields to a row of the batch, and a verdict
 * whether the row may stay.
 *
 *     fields --plan--> builder row       NONE: the caller ends the row
 *            \-------> verdict           else: the caller drops it and sets the record aside
 */
#ifndef TRIG_COLLECT_RECORDS_RECORD_H
#define TRIG_COLLECT_RECORDS_RECORD_H

#include "surveys/base/error.h"
#include "surveys/base/pseudonym.h"
#include "surveys/batch/batch_builder.h"
#include "surveys/csv/csv_reader.h"

#include "collect/match/plan.h"
#include "collect/reason.h"

/* What is done with records that are not quite right. */
struct trig_record_rules {
    bool keep_partial; /* store what was not submitted */
    bool bad_missing;  /* store a record with an unreadable answer, the cell marked so */
};

/* More unreadable cells of one record than this are counted, not listed. */
#define TRIG_VERDICT_FAULTS 16

/* A cell that could not be read. */
struct trig_cell_fault {
    enum trig_reason reason;
    size_t column; /* of the export */
};

/* What was found in a record. */
struct trig_verdict {
    enum trig_reason reason;
    size_t column;          /* of the export, where the reason lies; TRIG_NONE: nowhere */
    struct trig_view value; /* of that column, borrowed from the record */
    struct trig_cell_fault faults[TRIG_VERDICT_FAULTS];
    size_t unreadable;                /* cells that could not be read; the first of them are in [faults] */
    size_t wave;                      /* index in the definition; TRIG_NONE: none */
    size_t institution;               /* the same */
    struct trig_view id;              /* the platform's response id, trimmed; blank: none */
    char person[TRIG_PSEUDONYM_TEXT]; /* the pseudonym of who answered; blank: none */
    uint64_t fingerprint;             /* of the answers */
};

typedef struct trig_record_reader trig_record_reader;

/** A reader that fills [builder], which was made with the plan's specs (NULL: to be
 *  said before the first record). Plan and builder are borrowed. @return the reader, or NULL when memory is
 * out. */
trig_record_reader *trig_record_reader_create(const struct trig_plan *plan,
                                              const struct trig_record_rules *rules,
                                              trig_batch_builder *builder, struct trig_error *error);
void trig_record_reader_destroy(trig_record_reader *reader);

/** Makes [reader] fill another builder, of the same specs. */
void trig_record_reader_fill(trig_record_reader *reader, trig_batch_builder *builder);

/** Begins a row and reads [record] into it. The verdict is one reason: what sets
 *  a whole record aside counts before what is wrong with an answer, and of the
 *  answers the first.
 *  @return TRIG_OK with a verdict; TRIG_ERR_MEMORY, TRIG_ERR_LIMIT (too many categories). */
enum trig_status trig_record_read(trig_record_reader *reader, const struct trig_csv_record *record,
                                  struct trig_verdict *out, struct trig_error *error);

#endif
