/* What of a change lies in who answered, and what in how each kind of people answered.
 *
 *      category j, wave t:  share c_jt of the answers, mean r_jt
 *      composition  =  sum_j (c_j2 - c_j1) (r_j1 + r_j2) / 2
 *      within       =  sum_j (c_j1 + c_j2) / 2 (r_j2 - r_j1)         their sum is the change
 *
 * Shares add up to 1 in each wave, so neither part depends on where a scale begins. Linearised, a
 * respondent of category j in wave t (s = -1, +1; W_t the wave's weight, means over the wave's c) has
 *
 *      composition  z = w {(c_j2 - c_j1) / 2 (y - r_jt) / W_jt + s (rbar_j - mean_t rbar) / W_t}
 *      within       z = w {s (c_j1 + c_j2) / 2 (y - r_jt) / W_jt + (d_j - mean_t d) / (2 W_t)},  d_j = r_j2 -
 * r_j1
 *
 * y - r_jt is taken k_jt = sqrt(n_jt / (n_jt - 1) (n_t - 1) / n_t) times, since the mean r_jt of few answers
 * is nearer to them than its truth is: z alone would make errors of many small categories too small.
 *
 * Source: Kitagawa (1955), JASA 50, 1168-1194; Das Gupta (1993) for several attributes, which are taken
 * jointly here: every combination of theirs is a category.
 */
#ifndef TRIG_ANALYZE_TREND_KITAGAWA_H
#define TRIG_ANALYZE_TREND_KITAGAWA_H

#include "analyze/estimate/contrast.h"

/* A category in the wave before and after. */
struct trig_kitagawa_category {
    const struct trig_domain *domains[2];
    double n[2];      /* its answers, 2 or more */
    double weight[2]; /* of them, above 0 */
    double mean[2];   /* shifted as the cells' sums are */
};

struct trig_kitagawa {
    double composition;
    double within;
};

/** @param composition, within  [2 x count] get the influences of the two parts. */
struct trig_kitagawa trig_kitagawa_split(const struct trig_kitagawa_category *categories, size_t count,
                                         struct trig_influence *composition, struct trig_influence *within);

#endif
