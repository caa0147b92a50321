/* One common factor behind the items of a scale,
 *
 *      R = l l' + diag(u),   u >= 0.005
 *
 * l the loadings, u what is unique to each item; by maximum likelihood, or by
 * minimal squared residuals off the diagonal (minres), which needs no normality
 * and no inverse. A unique part that the data would make smaller than the bound
 * (R psych's and factanal's) stays at it: a Heywood case.
 */
#ifndef TRIG_ANALYZE_RELIABILITY_FACTOR_H
#define TRIG_ANALYZE_RELIABILITY_FACTOR_H

#include "surveys/base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define TRIG_FACTOR_LEAST_UNIQUE 0.005

struct trig_factor {
    double *loadings; /* [items]; their sum is not negative */
    double *unique;   /* [items] */
    bool heywood;     /* a unique part is at its bound */
};

/** Minres. With fewer than
 *  three items or a NAN in [correlation] the factor is NAN.
 *  @param out  its arrays are the caller's.
 *  Source: Harman and Jones (1966), Psychometrika 31, 351-368; agrees with R
 *  psych::fa(fm = "minres"). */
void trig_factor_minres(const double *correlation, size_t items, struct trig_factor *out);

/** Maximum likelihood by Fisher scoring from minres; NAN also when it does not
 *  settle. Agrees with R factanal and psych::fa(fm = "ml").
 *  Source: Lawley and Maxwell (1971), Factor Analysis as a Statistical Method. */
enum trig_status trig_factor_likelihood(const double *correlation, size_t items, struct trig_factor *out,
                                        struct trig_error *error);

/* McDonald's omega of the sum of the items: the share of its variance that is not
 * unique to single items, 1 - sum_i s_i^2 u_i / V with s_i^2 the items' and V the
 * sum's variance. */
struct trig_omega {
    double omega;
    double se; /* delta method, taking answers as normal */
    double low;
    double high;
};

/** Omega of items with these covariances, from the factor of their correlations by
 *  maximum likelihood. The standard error is 2 tr(G C G C) / n with G the derivative
 *  of omega by the covariances C through the likelihood equations; the interval is
 *  symmetric on the logistic scale.
 *  @param factor  of the correlations of [covariance].
 *  @param n       respondents, or the effective number of weighted ones.
 *  Source: McDonald (1999), Test Theory, ch. 6; Browne and Shapiro (1986), Linear
 *  Algebra and its Applications 82, 169-176; agrees with R psych::omega's total. */
enum trig_status trig_factor_omega(const double *covariance, size_t items, const struct trig_factor *factor,
                                   double n, double level, struct trig_omega *out, struct trig_error *error);

#endif
