/* How far the answers of an export are read: of each column that is matched, how
 * many cells hold something, and how many of those could not be read. */
#ifndef TRIG_COLLECT_INTAKE_COVERAGE_H
#define TRIG_COLLECT_INTAKE_COVERAGE_H

#include "collect/match/plan.h"
#include "collect/records/record.h"
#include "collect/sources/export.h"

struct trig_coverage {
    uint64_t *filled; /* owned, by column of the export; 0 of a column that is not read */
    uint64_t *unread; /* the same; of the first TRIG_VERDICT_FAULTS unread cells of each record */
    size_t count;     /* columns; 0: nothing was counted */
};

/** Reads all records once more and counts; nothing is kept of them.
 *  @return TRIG_OK and a coverage to clear with trig_coverage_clear; else what
 *          trig_export_read and trig_record_read return. */
enum trig_status trig_coverage_take(const struct trig_plan *plan, const struct trig_export *export,
                                    struct trig_coverage *out, struct trig_error *error);
void trig_coverage_clear(struct trig_coverage *coverage);

#endif
