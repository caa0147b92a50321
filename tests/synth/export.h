/* A whole export: plan, draw, spoil, write; memory does not grow with it. */
#ifndef TRIG_TESTS_SYNTH_EXPORT_H
#define TRIG_TESTS_SYNTH_EXPORT_H

#include "tests/synth/flaws.h"
#include "tests/synth/plan.h"

#include <stdio.h>

struct trig_synth_counts {
    uint64_t responses;               /* of the plan, flawed ones included */
    uint64_t flaws[TRIG_SYNTH_FLAWS]; /* by kind */
};

/** Writes the headings and every row to [out]. Rows without a flaw are the same
 *  whether there are flaws or not, and hold the same answers on every platform.
 *  @param plan    its rows are used up.
 *  @param flaws   whether to plant any.
 *  @param counts  may be NULL. */
enum trig_status trig_synth_export_write(const struct trig_synth_model *model, struct trig_synth_plan *plan,
                                         const struct trig_synth_layout *layout, bool flaws, FILE *out,
                                         struct trig_synth_counts *counts, struct trig_error *error);

#endif
