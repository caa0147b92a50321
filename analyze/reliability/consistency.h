/* How consistently the items of a scale rank respondents, from the items'
 * covariances c_ij, k items, t = sum of all c_ij:
 *
 *      alpha = k / (k - 1) (1 - sum_i c_ii / t)
 *
 * Covariances may be of either kind: what divides them cancels out. Agrees with
 * R psych::alpha (raw_alpha, alpha.drop, r.drop, average_r).
 * Source: Cronbach (1951), Psychometrika 16, 297-334.
 */
#ifndef TRIG_ANALYZE_RELIABILITY_CONSISTENCY_H
#define TRIG_ANALYZE_RELIABILITY_CONSISTENCY_H

#include <stdbool.h>
#include <stddef.h>

/* No item is left out. */
#define TRIG_ALL_ITEMS ((size_t)-1)

/** Raw alpha of the items but [dropped] (an index, or TRIG_ALL_ITEMS).
 *  @param covariance  items x items.
 *  @return NAN with fewer than two items left, or when their sum does not vary. */
double trig_consistency_alpha(const double *covariance, size_t items, size_t dropped);

/** The correlation of [item] with the sum of the others; NAN when one of the two
 *  does not vary. */
double trig_consistency_item_rest(const double *covariance, size_t items, size_t item);

/** The mean of the correlations of all pairs; NAN when an item does not vary. */
double trig_consistency_inter_item(const double *covariance, size_t items);

/** Whether an item on 0-100 has the same answer from everybody. */
bool trig_consistency_is_constant(const double *covariance, size_t items, size_t item);

/** Feldt's interval of alpha at [level]: 1 - (1 - alpha) F with n - 1 and
 *  (n - 1)(items - 1) degrees of freedom. It takes respondents as independent
 *  and items as normal with equal covariances.
 *  @param n  respondents, or the effective number of weighted ones; below 2 or
 *            with alpha NAN both ends are NAN.
 *  Source: Feldt, Woodruff and Salih (1987), Applied Psychological Measurement 11,
 *  93-103; agrees with R psych::alpha.ci. */
void trig_consistency_feldt(double alpha, double n, size_t items, double level, double *low, double *high);

#endif
