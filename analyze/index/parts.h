/* What an index is computed from: every institution's results on every indicator,
 * as they are and in every replicate of the design.
 *
 *      standing (who may be shown) --> institutions with all indicators: members
 *                                      y        [member x indicator]
 *                                      replicates [member x indicator x R]
 *
 * Only institutions all of whose indicators may be shown take part, so that an
 * index and its yardsticks are made of numbers that everybody may see.
 */
#ifndef TRIG_ANALYZE_INDEX_PARTS_H
#define TRIG_ANALYZE_INDEX_PARTS_H

#include "analyze/benchmark/bench.h"
#include "analyze/estimate/replicate_sums.h"

struct trig_index_member {
    size_t domain; /* of the standing */
    size_t n;      /* respondents behind its least answered indicator */
    double df;     /* of its indicator with the fewest */
};

struct trig_index_parts {
    struct trig_index_member *members; /* of the arena, as is the rest */
    size_t count;
    size_t indicators;
    double *y;
    double *replicates;
    size_t replicate_count; /* R */
    double **sorted;        /* by indicator: the members' y, ascending */
};

/** The most degrees of freedom of a composite: as many as given replicates have, and those of
 *  respondents drawn in groups; INFINITY where nothing bounds them. */
double trig_index_most_degrees(const struct trig_replicate_plan *plan);

/** Gathers the parts of the institutions of [wave]; the cells must have replicates.
 *  @param arena  gets all lists.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_index_parts_gather(const struct trig_bench *bench, size_t wave,
                                         struct trig_arena *arena, struct trig_index_parts *out,
                                         struct trig_error *error);

#endif
