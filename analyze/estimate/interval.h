/* Intervals for proportions under a complex design. */
#ifndef TRIG_ANALYZE_ESTIMATE_INTERVAL_H
#define TRIG_ANALYZE_ESTIMATE_INTERVAL_H

#include "surveys/base/error.h"

#include <stdbool.h>

enum trig_interval {
    TRIG_INTERVAL_KORN_GRAUBARD, /* the default */
    TRIG_INTERVAL_WILSON,
    TRIG_INTERVAL_JEFFREYS,
    TRIG_INTERVAL_LOGIT,
    TRIG_INTERVAL_CLOPPER_PEARSON, /* at the effective n, not scaled for degrees of freedom */
    TRIG_INTERVAL_LIKELIHOOD,      /* of the effective n */
    TRIG_INTERVAL_ASIN,            /* symmetric on the scale of asin sqrt p, within 0 to 1 */
    TRIG_INTERVAL_MEAN             /* p -+ t se, within 0 to 1 */
};

/* What users call the methods, one more than there are: NULL ends them. */
extern const char *const trig_interval_names[];

struct trig_proportion {
    double p;         /* 0 to 1 */
    double variance;  /* design-based; 0 at p = 0 and p = 1 */
    double n;         /* respondents behind it */
    double df;        /* of the design */
    double uncovered; /* 1 - f: at p = 0 or 1 the effective n is n / uncovered */
    bool cap;         /* n_eff at most n, as NCHS has it */
};

/** p -+ [half] as it is on the scale of the log odds, by the delta method.
 *  @param p  above 0, below 1. */
void trig_interval_by_logit(double p, double half, double *low, double *high);

/** Whether [method] may be used: logit and mean rest on a normal approximation,
 *  which needs n of 50 and n p and n (1 - p) of 5. */
bool trig_interval_holds(enum trig_interval method, const struct trig_proportion *proportion);

/** The interval of a proportion at [level].
 *  n_eff = p (1 - p) / V; Korn-Graubard scales it by (t_{n-1} / t_df)^2, at most
 *  1, and puts it into Clopper-Pearson.
 *  @param low, high  filled on TRIG_OK; NAN when n < 1 or df < 1. A census
 *                    (uncovered 0) has low = high = p.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (p outside 0-1, level outside (0, 1); a
 *          method that does not hold).
 *  Source: Korn and Graubard (1998), Survey Methodology 24, 193-201; the score
 *  interval of Wilson (1927); Rao and Scott (1984) for the likelihood. Agrees with
 *  R survey::svyciprop: beta, logit and xlogit, asin, mean. Its likelihood
 *  interpolates a profile, so it agrees to about three digits. */
enum trig_status trig_interval_proportion(enum trig_interval method, const struct trig_proportion *proportion,
                                          double level, double *low, double *high, struct trig_error *error);

#endif
