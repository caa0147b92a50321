/* Institutions as a set: how much they differ beyond chance, and what that says
 * of each of them.
 *
 *      y_i = theta_i + e_i,   e_i ~ N(0, v_i) known,   theta_i ~ N(mu, tau2)
 *
 * Fay and Herriot's model without covariates: each institution keeps its own
 * error variance v_i, where a random-intercept model of the answers would pool
 * them. tau2 by restricted maximum likelihood (Fisher's scoring, then bounded at
 * 0), mu by weighted least squares with weights 1 / (v_i + tau2).
 *
 *      shrunken_i  = y_i - b_i (y_i - mu)
 *      b_i         = (k_i - 3) / (k_i - 1) x v_i / (v_i + tau2)
 *      variance_i  = v_i (1 - (k_i - 1) b_i / k_i) + f_i b_i^2 (y_i - mu)^2
 *      f_i         = 2 / (k - 3) x (vbar + tau2) / (v_i + tau2)
 *
 * k_i = (sum of weights) / weight_i, k where all v_i are equal; vbar is the
 * weighted mean of v. The naive variance (1 - b) v takes tau2 for known and covers far
 * too little with few institutions. Coverage holds on average over the
 * institutions, not for a named one: the outlying ones are covered less often. On average 93 to 98% are
 * (simulated; the least where tau2 is about a quarter of v, so that it is often found to be 0); the
 * parametric bootstrap below, whose tau2 never is, covers 95% and more.
 *
 * v_i is known from the institution's own answers only, so its part of the variance, v_i (1 - (k_i - 1)
 * b_i / k_i), counts for the interval by the square of t with the result's degrees of freedom, the other
 * by that of the normal quantile: with ten respondents and the normal quantile for both, 92.5% of the
 * intervals at 95% would hold the truth.
 *
 * The error of mu is Hartung and Knapp's, from the spread of the results around it, with k - 1 degrees of
 * freedom: sqrt(1 / sum of weights) takes tau2 for known.
 *
 * Sources: Fay and Herriot (1979), JASA 74, 269-277; Morris (1983), JASA 78,
 * 47-55; Cochran (1954), Biometrics 10, 101-129 for Q; Hartung and Knapp (2001), Statistics in
 * Medicine 20, 3875-3889.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_ENSEMBLE_H
#define TRIG_ANALYZE_BENCHMARK_ENSEMBLE_H

#include "analyze/benchmark/entry.h"
#include "surveys/base/error.h"

#include <stddef.h>

/* Fewer institutions say nothing about how institutions spread. */
#define TRIG_ENSEMBLE_LEAST 4

struct trig_ensemble {
    size_t count; /* k */
    double mean;  /* mu */
    double mean_se;
    double weight;     /* sum of 1 / (v + tau2) */
    double mean_error; /* vbar */
    double tau2;       /* variance between institutions; 0: no more than chance makes */
    double q;          /* sum of (y - ybar)^2 / v around the mean weighted by 1 / v */
    double q_p;        /* of Q under chi-square with k - 1 degrees of freedom */
    double i2;         /* max(0, (Q - (k - 1)) / Q): share of the spread that is not chance */
};

/* One institution within the ensemble. */
struct trig_shrunken {
    double estimate;
    double se;          /* Morris's */
    double low;         /* of its interval */
    double high;        /* */
    double reliability; /* tau2 / (tau2 + v): of the institution's own mean */
};

/** Fits the model, with v the squared standard errors.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (fewer than TRIG_ENSEMBLE_LEAST). */
enum trig_status trig_ensemble_fit(const struct trig_entry *entries, size_t count, struct trig_ensemble *out,
                                   struct trig_error *error);

/** Shrinks an institution of the ensemble towards its mean.
 *  @param level  of the interval, 0 to 1. */
struct trig_shrunken trig_ensemble_shrink(const struct trig_ensemble *ensemble,
                                          const struct trig_entry *entry, double level);

/** Shrinks all institutions with intervals by a parametric bootstrap: results and their
 *  errors are drawn from the fitted model, fitted again, and the spread of (truth - shrunken) / error,
 *  institution by institution, takes the place of the normal distribution. tau2 is the
 *  maximum of tau2 times the restricted likelihood, which is never 0, since an error of
 *  0 could not be divided by; so estimates are shrunk a little less than by REML.
 *  @param entries  [count], at least TRIG_ENSEMBLE_LEAST.
 *  @param draws    of the bootstrap, at least 100.
 *  @param out      [count]; se is the naive one, reliability with the tau2 that is used.
 *  @return TRIG_OK or TRIG_ERR_MEMORY.
 *  Sources: Chatterjee, Lahiri and Li (2008), Annals of Statistics 36, 1221-1245; Li and
 *  Lahiri (2010), Journal of Multivariate Analysis 101, 882-892. */
enum trig_status trig_ensemble_bootstrap(const struct trig_entry *entries, size_t count, double level,
                                         size_t draws, unsigned long seed, struct trig_shrunken *out,
                                         struct trig_error *error);

#endif
