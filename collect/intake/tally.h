/* Counting what became of the records, and gathering what could not be read so
 * that the same mistake in a thousand records is one line to look at. */
#ifndef TRIG_COLLECT_INTAKE_TALLY_H
#define TRIG_COLLECT_INTAKE_TALLY_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

#include "collect/reason.h"

/* More different mistakes than this are counted, not listed. */
#define TRIG_FAULTS_KEPT 500

/* One thing that was wrong, however often. */
struct trig_fault {
    enum trig_reason reason;
    size_t variable;        /* of the definition; TRIG_NONE: none */
    struct trig_view value; /* what the cells held */
    uint64_t count;
    uint64_t line; /* of the first record that held it */
    size_t column; /* of the export, in which it stood then; TRIG_NONE: none */
};

struct trig_tally {
    uint64_t read;
    uint64_t stored;
    uint64_t reasons[TRIG_REASONS]; /* records set aside */
    uint64_t unreadable;            /* cells stored as unreadable */
    uint64_t replaced;              /* of those stored: they take the place of earlier ones */
    struct trig_fault *faults;      /* owned, in order of appearance */
    size_t fault_count;
    size_t fault_capacity;
    uint64_t unlisted; /* faults beyond TRIG_FAULTS_KEPT */
    struct trig_arena arena;
};

void trig_tally_init(struct trig_tally *tally);
void trig_tally_clear(struct trig_tally *tally);

/** Counts a fault. [value] is copied. */
enum trig_status trig_tally_add_fault(struct trig_tally *tally, enum trig_reason reason, size_t variable,
                                      struct trig_view value, uint64_t line, size_t column,
                                      struct trig_error *error);

/** Records set aside, in all and because they are invalid. */
uint64_t trig_tally_rejected(const struct trig_tally *tally);
uint64_t trig_tally_invalid(const struct trig_tally *tally);

#endif
