/* What a stratum's squares count for, for covariance.c and part_covariance.c. */
#ifndef TRIG_ANALYZE_DESIGN_STAGE_H
#define TRIG_ANALYZE_DESIGN_STAGE_H

#include "analyze/design/sample.h"

/** 1 - n_h/N_h. */
double trig_stage_uncovered(const struct trig_stage *stage, size_t stratum);

/** (1 - f) n/(n - 1), 0 for a census. Of a stratum with one unit by the design's
 *  rule, when it is touched: 1 - f (adjust), 0 (remove, certainty), NAN (average: its
 *  squares are replaced by the mean of the others'); [lonely] counts it.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN naming it where the design says fail. */
enum trig_status trig_stage_scale(const trig_sample *sample, const struct trig_stage *stage, size_t stratum,
                                  bool touched, double *scale, size_t *lonely, struct trig_error *error);

/** How many times the strata that are known count for all touched ones: R survey's
 *  "average". NAN when none is known. */
double trig_stage_average(size_t touched, size_t unknown);

#endif
