/* Which batches a scan goes through, and which of its columns each one has.
 *
 *      batch 0   import 1, batch 1   65,536 rows   present: 1 1 0
 *      batch 1   import 1, batch 2   12,001 rows   present: 1 1 0
 *      batch 2   import 3, batch 1      880 rows   present: 1 1 1   (variable added)
 *
 * Rows that a later import replaced are listed as gone; a batch of which nothing is left
 * is not in the plan.
 */
#ifndef TRIG_SURVEYS_STORE_STORE_PLAN_H
#define TRIG_SURVEYS_STORE_STORE_PLAN_H

#include "surveys/store/store_compact.h"
#include "surveys/store/store_internal.h"

struct trig_plan_batch {
    uint64_t import;
    uint64_t batch;        /* from 1 within the import */
    size_t rows;           /* as stored */
    struct trig_gone gone; /* of those */
    const bool *present;   /* by column of the scan */
};

struct trig_plan {
    struct trig_plan_batch *batches; /* in order of import and batch */
    size_t count;
    uint64_t rows; /* of all batches, without those that are gone */
};

/** Reads the plan for a scan of the columns [names], checking the seals of
 *  imports and batches and that they hold as many rows as was stored.
 *  @param arena  owns the plan. */
enum trig_status trig_plan_read(const struct trig_connection *connection, struct trig_views names,
                                struct trig_arena *arena, struct trig_plan *out, struct trig_error *error);

#endif
