/* Whether groups differ: the tests behind `trig-analyze test`. */
#ifndef TRIG_ANALYZE_TEST_TEST_H
#define TRIG_ANALYZE_TEST_TEST_H

#include "analyze/context/context.h"
#include "analyze/test/adjust.h"
#include "analyze/test/plan.h"

struct trig_test_options {
    const struct trig_test_plan *plan;
    struct trig_bys bys; /* the one variable whose categories are compared */
    struct trig_waves waves;
    enum trig_adjustment adjustment; /* across measures, and across the pairs of one */
    bool pairwise;                   /* rows of each two groups besides */
    FILE *show_r;                    /* R code that gives the same numbers goes here; NULL: not wanted */
};

/** Reads --by for a test: one variable, institution or wave.
 *  @return TRIG_OK; TRIG_ERR_USAGE (none, several, or groups, which overlap). */
enum trig_status trig_test_by(const trig_definition *definition, const char *list, struct trig_bys *out,
                              struct trig_error *error);

/** The finished table: after disclosure control, with notes and provenance. A row a
 *  measure and wave, then, where asked for, one for each pair of groups. Waves that
 *  are listed without being compared are tested one by one.
 *  @param out  to destroy with trig_table_destroy. */
enum trig_status trig_test_table(const struct trig_context *context, const struct trig_test_options *options,
                                 trig_table **out, struct trig_error *error);

#endif
