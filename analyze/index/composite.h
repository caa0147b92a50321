/* The composites of one wave's institutions, with errors over the replicates.
 *
 *      parts --yardsticks--> points [member x indicator] --aggregate--> composite
 *      replicates --the same yardsticks--> composite of each replicate --> variance
 *
 * Yardsticks (goalposts, mean and SD, the order of institutions) are those of the
 * estimates and stay fixed in the replicates: an interval says how unsure the
 * institution's own results make its place on this yardstick. Where the composite is
 * linear in the results its variance tends to the design's linearised one as replicates
 * grow in number. The interval is t's, with the fewest degrees of freedom among the
 * institution's indicators.
 */
#ifndef TRIG_ANALYZE_INDEX_COMPOSITE_H
#define TRIG_ANALYZE_INDEX_COMPOSITE_H

#include "analyze/benchmark/entry.h"
#include "analyze/benchmark/rank_sets.h"
#include "analyze/index/parts.h"
#include "analyze/index/spec.h"

/* The usual bootstrap draws so many groups of an institution's respondents where there are more
 * of them: its error is good to 3.5% then, and its cost does not grow with the respondents. */
#define TRIG_INDEX_GROUPS 400

struct trig_index_options {
    const struct trig_index_spec *spec; /* borrowed */
    enum trig_aggregation aggregation;
    struct trig_waves waves;   /* never pooled */
    struct trig_design design; /* its replication: how errors are found */
    bool ranks;                /* rank sets are wanted */
    enum trig_rank_kind kind;
    size_t draws; /* behind rank sets and sensitivity, at least 100 */
    unsigned long seed;
    bool parts;   /* the points of every indicator too */
    FILE *show_r; /* NULL: none */
};

struct trig_composite {
    double estimate;
    double se; /* NAN: no replicate is defined */
    double low;
    double high;
    double reliability;         /* NAN: fewer than TRIG_ENSEMBLE_LEAST institutions */
    struct trig_rank_set ranks; /* rank 0: none were wanted, or errors are unknown */
};

/** The points of a member's indicator, as specified. */
double trig_composite_points(const struct trig_index_parts *parts, const struct trig_index_spec *spec,
                             size_t member, size_t indicator);

/** Computes every member's composite.
 *  @param plan  of the replicates.
 *  @param out   [members].
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_composite_make(const struct trig_index_parts *parts,
                                     const struct trig_index_options *options,
                                     const struct trig_replicate_plan *plan, struct trig_composite *out,
                                     struct trig_error *error);

#endif
