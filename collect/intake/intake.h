/* One reading of an export's records: each of them is stored or set aside.
 *
 *     record --record reader--> verdict --identity--> batch being filled --flush--> store
 *                                   \--------------> reject
 */
#ifndef TRIG_COLLECT_INTAKE_INTAKE_H
#define TRIG_COLLECT_INTAKE_INTAKE_H

#include "surveys/batch/batch_builder.h"
#include "surveys/store/store.h"

#include "collect/intake/identity.h"
#include "collect/intake/reject.h"
#include "collect/intake/replace.h"
#include "collect/intake/tally.h"
#include "collect/match/plan.h"
#include "collect/records/people.h"
#include "collect/records/record.h"
#include "collect/sources/export.h"

struct trig_intake {
    /* Set by the caller, all borrowed. */
    trig_store *store; /* NULL: an export is only tried */
    const trig_definition *definition;
    const struct trig_plan *plan;
    const struct trig_reject_fields *fields;
    struct trig_people people; /* the caller's: a copy */
    struct trig_tally *tally;
    trig_import_writer *writer; /* owned; NULL: nothing is stored */
    bool replace;               /* changed answers take the place of stored ones */
    uint64_t room;              /* for trig_identity_create */

    /* Made by trig_intake_open, unless the caller has set the last two. */
    trig_batch_builder *builder;
    trig_record_reader *reader;
    trig_identity *identity; /* NULL: the export has no response ids */
    trig_replaced *replaced; /* records that came again with other answers */
};

/** Makes ready for the records of [export]: what the store holds is loaded, to be
 *  told from what is new. To be closed in any case. */
enum trig_status trig_intake_open(struct trig_intake *intake, const struct trig_export *export,
                                  const struct trig_record_rules *rules, struct trig_error *error);
/** When all records have been taken, or when taking one has failed: whether they are to be taken
 *  once more, in the same order, as if none had been.
 *  @param intake  only store, tally, writer, identity and replaced are looked at, and the builder
 *                 if there is one.
 *  @param status  of taking them, with its [error].
 *  @return TRIG_OK, or what went wrong. */
enum trig_status trig_intake_settle(struct trig_intake *intake, enum trig_status status, bool *again,
                                    struct trig_error *error);
/** Frees everything; a writer that is left is abandoned. */
void trig_intake_close(struct trig_intake *intake);

/* What trig_intake_take is made of, for those who decide themselves what becomes of a record. */

/** Reads a record into the batch being filled and compares it with those that are known;
 *  the verdict says whether it may be kept. */
enum trig_status trig_intake_judge(struct trig_intake *intake, const struct trig_csv_record *record,
                                   struct trig_verdict *verdict, struct trig_error *error);
/** Keeps the record that was judged last. */
enum trig_status trig_intake_keep(struct trig_intake *intake, const struct trig_csv_record *record,
                                  const struct trig_verdict *verdict, struct trig_error *error);
/** Counts why the record that was judged last is not kept, and what could not be read. */
enum trig_status trig_intake_tell(struct trig_intake *intake, const struct trig_csv_record *record,
                                  const struct trig_verdict *verdict, struct trig_error *error);

/** Takes a record; [context] is the intake. A trig_csv_sink. */
enum trig_status trig_intake_take(void *context, const struct trig_csv_record *record,
                                  struct trig_error *error);

/** Gives the rows gathered so far to the writer. */
enum trig_status trig_intake_flush(struct trig_intake *intake, struct trig_error *error);

#endif
