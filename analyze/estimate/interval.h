/* Intervals for proportions under a complex design. */
#ifndef TRIG_ANALYZE_ESTIMATE_INTERVAL_H
#define TRIG_ANALYZE_ESTIMATE_INTERVAL_H

#include "surveys/error.h"

#include <stdbool.h>

enum trig_interval {
    TRIG_INTERVAL_KORN_GRAUBARD, /* the default */
    TRIG_INTERVAL_WILSON,
    TRIG_INTERVAL_JEFFREYS,
    TRIG_INTERVAL_LOGIT
};

struct trig_proportion {
    double p;         /* 0 to 1 */
    double variance;  /* design-based; 0 at p = 0 and p = 1 */
    double n;         /* respondents behind it */
    double df;        /* of the design */
    double uncovered; /* 1 - f: at p = 0 or 1 the effective n is n / uncovered */
    bool cap;         /* n_eff at most n, as NCHS has it */
};

/** The interval of a proportion at [level].
 *  n_eff = p (1 - p) / V; Korn-Graubard scales it by (t_{n-1} / t_df)^2, at most
 *  1, and puts it into Clopper-Pearson.
 *  @param low, high  filled on TRIG_OK; NAN when n < 1 or df < 1. A census
 *                    (uncovered 0) has low = high = p.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (p outside 0-1, level outside (0, 1); logit
 *          below n = 50 or where n p or n (1 - p) is below 5).
 *  Source: Korn and Graubard (1998), Survey Methodology 24, 193-201. */
enum trig_status trig_interval_proportion(enum trig_interval method, const struct trig_proportion *proportion,
                                          double level, double *low, double *high, struct trig_error *error);

#endif
