/* Parallel analysis: how many of the eigenvalues of some items' correlations are
 * larger than those that random, uncorrelated answers of as many people give.
 *
 *      eigenvalue   3.1   1.2   0.6   0.5
 *      random, 95%  1.3   1.2   1.1   1.0      the first only: one component
 *
 * Components: eigenvalues of the correlations. Factors: eigenvalues with the
 * diagonal replaced by what one common factor (minres) explains of each item.
 * Random correlations come from Wishart's distribution by Bartlett's
 * decomposition, so a draw costs nothing per person. Answers are drawn as normal;
 * for items of few categories that changes little.
 * Source: Horn (1965), Psychometrika 30, 179-185; as R psych::fa.parallel, which
 * compares with quantiles of simulated normal data too.
 */
#ifndef TRIG_ANALYZE_RELIABILITY_PARALLEL_H
#define TRIG_ANALYZE_RELIABILITY_PARALLEL_H

#include "surveys/base/error.h"

#include <stddef.h>
#include <stdint.h>

#define TRIG_PARALLEL_DRAWS    1000
#define TRIG_PARALLEL_QUANTILE 0.95

struct trig_eigenvalues {
    double *components; /* [items], the largest first */
    double *factors;    /* [items]; NAN with fewer than three items */
};

/** The eigenvalues of [correlation]; NAN when it holds a NAN. */
enum trig_status trig_parallel_eigenvalues(const double *correlation, size_t items,
                                           struct trig_eigenvalues *out, struct trig_error *error);

/** Their quantiles over TRIG_PARALLEL_DRAWS samples of [n] people whose answers
 *  to [items] items are unrelated; NAN unless n > items + 1.
 *  @param seed  the same seed gives the same numbers. */
enum trig_status trig_parallel_quantiles(size_t items, size_t n, uint64_t seed, struct trig_eigenvalues *out,
                                         struct trig_error *error);

/** How many of the first values are above their quantile without a break. */
size_t trig_parallel_above(const double *values, const double *quantiles, size_t items);

#endif
