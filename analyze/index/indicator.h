/* One part of a composite index, and the yardstick that its results are laid on.
 *
 *      result y --yardstick--> points x        higher is better, whatever the direction
 *
 *      normalisation   x of an institution                                   0 and 100 are
 *      min-max         100 (y - low) / (high - low)                          low and high: given, or the
 *                                                                            institutions' least and largest
 *      rank            100 (k - r) / (k - 1), r its rank of k, ties shared    the last and the first
 *      percentile      100 (below + equal / 2) / k                           nobody and everybody below
 *      reference       100 y / reference                                     nothing and the reference
 *      none            y, shares as percent                                  the ends of the scale
 *      z               (y - mean) / SD of the institutions' results          (in standard deviations)
 *
 * Where lower is better x is mirrored: 100 - x, for a reference 200 - x, for z -x.
 * Institutions that are all alike get the middle, 50 points or z = 0: such an
 * indicator tells nobody apart. Source: OECD and JRC (2008), Handbook on
 * Constructing Composite Indicators, step 5.
 */
#ifndef TRIG_ANALYZE_INDEX_INDICATOR_H
#define TRIG_ANALYZE_INDEX_INDICATOR_H

#include <stdbool.h>
#include <stddef.h>

enum trig_normalisation {
    TRIG_NORMALISE_MIN_MAX,
    TRIG_NORMALISE_Z,
    TRIG_NORMALISE_RANK,
    TRIG_NORMALISE_PERCENTILE,
    TRIG_NORMALISE_REFERENCE,
    TRIG_NORMALISE_NONE
};

/* As specifications spell them, in the order of the enum; NULL ends them. */
extern const char *const trig_normalisation_names[];

struct trig_indicator {
    bool lower_is_better;
    double weight; /* above 0; the weights of a specification add up to 1 */
    enum trig_normalisation normalisation;
    double low; /* of min-max: the goalposts; NAN: the institutions' own */
    double high;
    double reference; /* above 0 */
    double percent;   /* what turns y into points where nothing else does: 100 for shares, 1 for scores */
};

struct trig_yardstick {
    const double *sorted; /* ranks and percentiles: the institutions' results, ascending; NULL: linear */
    size_t count;
    double offset; /* x = offset + factor y; of positions: of the position, 0 to 1 */
    double factor;
};

/** Makes the yardstick of [indicator] from the institutions' results.
 *  @param how     the normalisation to use: usually the indicator's own.
 *  @param sorted  [count] results, ascending, at least two; must outlive the yardstick. */
struct trig_yardstick trig_yardstick_make(const struct trig_indicator *indicator, enum trig_normalisation how,
                                          const double *sorted, size_t count);

/** The points of a result; NAN for NAN. */
double trig_yardstick_points(const struct trig_yardstick *yardstick, double y);

enum trig_aggregation { TRIG_AGGREGATE_ARITHMETIC, TRIG_AGGREGATE_GEOMETRIC };

/* As options spell them; NULL ends them. */
extern const char *const trig_aggregation_names[];

/** The weighted mean of [count] points. The geometric one is of 1 + 0.99 x with x
 *  at least 0, so that points from 0 to 100 become 1 to 100 and no zero annihilates
 *  the rest.
 *  @param weights  add up to 1. */
double trig_index_aggregate(enum trig_aggregation how, const double *points, const double *weights,
                            size_t count);

#endif
