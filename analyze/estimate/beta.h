/* Quantiles of the beta distribution and its kin. GSL's own inverses fail in
 * about 1 of 100 cases that surveys meet (a = 18.7, b = 455.3 at .975), mostly
 * with NAN, at times with a wrong number, and of many million respondents they
 * may not return at all. */
#ifndef TRIG_ANALYZE_ESTIMATE_BETA_H
#define TRIG_ANALYZE_ESTIMATE_BETA_H

/** The quantile at [probability] (0 to 1); 0 for a <= 0, 1 for b <= 0. Relative
 *  error of the probability at most 1e-12. */
double trig_beta_quantile(double probability, double a, double b);

/** The quantile of Fisher's F with [numerator] and [denominator] degrees of
 *  freedom, both above 0. */
double trig_f_quantile(double probability, double numerator, double denominator);

#endif
