/* Several sets of the same responses, whose missing answers were imputed, combined
 * by Rubin's rules.
 *
 *      set 1 --> rows --+
 *      set 2 --> rows --+--> one result: T = W + (1 + 1/m) B
 *      set m --> rows --+
 */
#ifndef TRIG_ANALYZE_SUMMARY_IMPUTED_H
#define TRIG_ANALYZE_SUMMARY_IMPUTED_H

#include "analyze/result/result.h"

struct trig_imputed {
    double estimate;
    double se;
    double df;      /* of t; INFINITY: the sets agree and the design's are without bound */
    double missing; /* share of the information that is missing */
};

/** Combines [count] (at least 2) estimates of one number.
 *  @param errors  their standard errors.
 *  @param df      the design's degrees of freedom.
 *  Source: Rubin (1987), Multiple Imputation, ch. 3; Barnard and Rubin (1999), Biometrika 86,
 *  948-955, for df. Estimate and error agree with R mitools::MIcombine. */
struct trig_imputed trig_imputed_combine(const double *estimates, const double *errors, size_t count,
                                         double df);

/** Combines the rows of [count] results, which have to be the same ones in the same order,
 *  into those of the first: estimate, se, interval by t and df; n the smallest; no
 *  n_eff or deff. What is hidden in one is hidden.
 *  @param level  of the intervals.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (other groups in one set); TRIG_ERR_MEMORY. */
enum trig_status trig_imputed_results(struct trig_results *sets, size_t count, double level,
                                      struct trig_error *error);

#endif
