/* Shares of a variable's answers as measures, so that they are estimated as any
 * other: their sums follow from the counts by answer that one scan left.
 *
 *      bins of a cell -> moments of "is in this part" -> trig_estimate_mean
 */
#ifndef TRIG_ANALYZE_ANSWERS_SHARES_H
#define TRIG_ANALYZE_ANSWERS_SHARES_H

#include "analyze/answers/question.h"
#include "analyze/estimate/contrast.h"

/* The questions that one variable is, with the parts that are wanted of them. */
struct trig_shares_asked {
    const struct trig_question *questions;
    size_t count;
    const bool *wanted; /* [question * most_levels + level] */
    size_t most_levels;
    size_t place; /* the variable's first bin */
};

struct trig_shares {
    struct trig_cells cells; /* those of the scan, with these measures; a view, not to be cleared */
    struct trig_request request;
    struct trig_measures measures;
    size_t *first; /* [question * most_levels + level]: measure of part 0; TRIG_NONE: not wanted */
    trig_estimator *estimator;
};

/** @param cells  with bins of the variable; borrowed.
 *  @param arena  gets everything but the estimator.
 *  @param out    free with trig_shares_clear. */
enum trig_status trig_shares_init(const struct trig_cells *cells, const struct trig_shares_asked *asked,
                                  struct trig_arena *arena, struct trig_shares *out,
                                  struct trig_error *error);
void trig_shares_clear(struct trig_shares *shares);

#endif
