/* Trends of a few waves without a line: Mann and Kendall's test and Theil and Sen's slope.
 *
 *      S = sum over i < j of sign(y_j - y_i)
 *
 * From waves in the order of time, which all differ. Up to TRIG_KENDALL_EXACT waves p is exact, ties
 * among y included: inversions of the arrangements of a multiset are counted by the Gaussian
 * multinomial coefficient [n]! / ([t1]! [t2]! ...). Beyond,
 *
 *      Var S = {n (n - 1) (2 n + 5) - sum t (t - 1) (2 t + 5)} / 18,   z = (|S| - 1) / sqrt(Var S), 0 at S =
 * 0
 *
 * Errors of the waves' estimates do not enter: the waves themselves are the sample. With four waves the
 * smallest p is 2/24, so fewer than TRIG_KENDALL_LEAST are not tested.
 * Sources: Mann (1945), Econometrica 13, 245-259; Kendall (1975), Rank Correlation Methods; Theil
 * (1950); Sen (1968), JASA 63, 1379-1389. Agrees with R cor.test(method = "kendall") without ties.
 */
#ifndef TRIG_ANALYZE_TREND_KENDALL_H
#define TRIG_ANALYZE_TREND_KENDALL_H

#include "surveys/base/error.h"

#include <stddef.h>

#define TRIG_KENDALL_LEAST 5
#define TRIG_KENDALL_EXACT 10
/* As many waves as a survey can have. */
#define TRIG_KENDALL_MOST 64

struct trig_kendall {
    double s;
    double tau; /* S over the root of (pairs) (pairs that differ in y); NAN when none differ */
    double z;   /* of the normal approximation; NAN where p is exact */
    double p;   /* two-sided */
};

/** @param y      [count] estimates in the order of time.
 *  @param count  2 to TRIG_KENDALL_MOST. */
struct trig_kendall trig_kendall_test(const double *y, size_t count);

struct trig_theil_sen {
    double slope; /* the median of all pairs' slopes */
    double low;   /* of the interval; NAN where no two pairs' slopes hold the level */
    double high;
};

/** @param x      [count] times, ascending, all different. The interval holds at least [level]
 *                where up to TRIG_KENDALL_EXACT waves differ.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_theil_sen(const double *x, const double *y, size_t count, double level,
                                struct trig_theil_sen *out, struct trig_error *error);

#endif
