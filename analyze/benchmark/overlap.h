/* Intervals to look at side by side: two institutions whose intervals do not
 * overlap differ at the stated level.
 *
 *      y_i -+ c u_i           u_i: standard error
 *      average over all pairs of P(no overlap | i and j are alike)
 *          = average of 2 {1 - Phi(c (u_i + u_j) / sqrt(u_i^2 + u_j^2))} = 1 - level
 *
 * With equal errors c is z / sqrt 2, the well known 1.39 at 95%; with errors that
 * differ by a factor of 5 that is off by a tenth. A confidence interval (c = z) says
 * something else: two of them may overlap and the two still differ.
 * A standard error from few respondents is widened first, to what its difference from
 * an equal one needs: u = se t / z, t with twice its degrees of freedom.
 * For single pairs in a large picture, not adjusted for their number.
 * Source: Goldstein and Healy (1995), Journal of the Royal Statistical Society A
 * 158, 175-177.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_OVERLAP_H
#define TRIG_ANALYZE_BENCHMARK_OVERLAP_H

#include "analyze/benchmark/entry.h"

#include <stddef.h>

/** u of an institution: its standard error, widened for its degrees of freedom. */
double trig_overlap_error(const struct trig_entry *entry, double level);

/** c for institutions with the errors [u].
 *  @param u  [count] above 0.
 *  @return NAN with fewer than two. */
double trig_overlap_factor(const double *u, size_t count, double level);

#endif
