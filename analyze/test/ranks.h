/* Rank scores under a design, and Cliff's delta.
 *
 * Estimated ranks in the population: r_i = sum of the weights below y_i, and half of those at it
 * (R survey's way, which takes the weights of a tie in the order of the rows and averages). A
 * test of ranks is a test of the means of their scores (means.h), which are taken as fixed:
 *
 *      Wilcoxon, Kruskal-Wallis   r / N
 *      van der Waerden            the normal quantile of r / N
 *      median                     1 above N / 2
 *
 * Source: Lumley and Scott (2013), Biometrika 100, 831-842; agrees with R survey::svyranktest.
 *
 * Cliff's delta = P(Y2 > Y1) - P(Y2 < Y1), with the weights' shares for P. Linearised, a
 * respondent of group 2 has the score P(Y1 < y) - P(Y1 > y), one of group 1 the score P(Y2 > y) -
 * P(Y2 < y); both groups' mean scores are delta, and its variance is that of their sum.
 */
#ifndef TRIG_ANALYZE_TEST_RANKS_H
#define TRIG_ANALYZE_TEST_RANKS_H

#include "analyze/test/answered.h"

enum trig_rank_score { TRIG_RANK_WILCOXON, TRIG_RANK_VAN_DER_WAERDEN, TRIG_RANK_MEDIAN };

/** @param scores  [answered->count] gets the score of each entry. */
void trig_rank_scores(const struct trig_answered *answered, enum trig_rank_score score, double *scores);

struct trig_cliff {
    double delta;
    double se;
};

/** Of groups [first] and [second]; the others are left aside. NANs when one has no answer. */
enum trig_status trig_cliff_delta(const struct trig_answered *answered, size_t first, size_t second,
                                  struct trig_cliff *out, struct trig_error *error);

#endif
