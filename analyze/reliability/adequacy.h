/* Whether the correlations of some items lend themselves to a factor analysis. */
#ifndef TRIG_ANALYZE_RELIABILITY_ADEQUACY_H
#define TRIG_ANALYZE_RELIABILITY_ADEQUACY_H

#include "surveys/base/error.h"

#include <stddef.h>

struct trig_adequacy {
    double kmo;        /* Kaiser, Meyer and Olkin's measure; NAN unless correlations are positive definite */
    double *items;     /* [items]: the same by item; the caller's */
    double chi_square; /* Bartlett's test that no two items correlate */
    double df;
    double p;
};

/** KMO: squared correlations beside squared partial correlations, r^2 / (r^2 + q^2)
 *  summed over pairs. Bartlett: -(n - 1 - (2 items + 5) / 6) log |R|.
 *  @param n    respondents, or the effective number of weighted ones.
 *  @param out  its array is the caller's.
 *  Source: Kaiser and Rice (1974), Educational and Psychological Measurement 34,
 *  111-117; Bartlett (1951), Biometrika 38, 337-344; agrees with R psych::KMO and
 *  psych::cortest.bartlett. */
enum trig_status trig_adequacy_measure(const double *correlation, size_t items, double n,
                                       struct trig_adequacy *out, struct trig_error *error);

#endif
