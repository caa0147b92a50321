/* Cochran and Armitage's test of a trend in shares of independent, unweighted samples.
 *
 *      U  = sum_t (x_t - xbar) r_t,   xbar = sum n_t x_t / n
 *      z  = U / sqrt(p (1 - p) sum_t n_t (x_t - xbar)^2),   p = sum r_t / n
 *
 * z^2 is chi-squared with one degree of freedom where no share differs. Invalid with weights, and
 * where people answered in several waves: the design-based slope is a test of those.
 * Sources: Cochran (1954), Biometrics 10, 417-451; Armitage (1955), Biometrics 11, 375-386; agrees
 * with R prop.trend.test.
 */
#ifndef TRIG_ANALYZE_TREND_ARMITAGE_H
#define TRIG_ANALYZE_TREND_ARMITAGE_H

#include <stddef.h>

struct trig_armitage_wave {
    double time;
    double n;
    double positive; /* r, of n */
};

struct trig_armitage {
    double z; /* NAN where all or none are positive, or all times are one */
    double p; /* two-sided */
};

struct trig_armitage trig_armitage_test(const struct trig_armitage_wave *waves, size_t count);

#endif
