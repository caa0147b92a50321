/* Whether a difference is too small to matter: two one-sided tests against a margin.
 *
 *      -margin      0      margin
 *         |    [----+--]     |          within:   no larger than the margin, beyond doubt
 *         |         |    [---+--]       unclear
 *         |         |        |  [---]   beyond:   larger than the margin, beyond doubt
 *
 * p = max(P(T >= (d + margin) / se), P(T >= (margin - d) / se)); p at most 1 - level is the
 * same as the interval at 2 level - 1 (90% for .95) lying between the margins. No
 * significant difference is not the same as no difference: that is what "within"
 * says, and only it.
 * Source: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_EQUIVALENCE_H
#define TRIG_ANALYZE_BENCHMARK_EQUIVALENCE_H

#include "analyze/result/result.h"

/** The p value of both tests together.
 *  @param margin  above 0, in the unit of [difference].
 *  @return NAN when se is not above 0 or df < 1. */
double trig_equivalence_p(double difference, double se, double df, double margin);

/** "within", "unclear", "beyond"; blank when p is NAN.
 *  @param p  trig_equivalence_p's.
 *  @param low   of the difference's interval at [level].
 *  @param high  */
struct trig_view trig_equivalence_word(double p, double low, double high, double margin, double level);

/** Puts both into a row that holds a difference.
 *  @param margin  in points (of shares: percentage points), or the measure's own unit. */
void trig_equivalence_fill(struct trig_result *row, double margin, double level);

#endif
