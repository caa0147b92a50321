/* A fitted regression: coefficients, their covariance by the design, tests of terms.
 *
 *      data --fit--> coefficients --covariance--> errors, t, Wald F of each term
 *
 * Degrees of freedom are the design's plus one minus the coefficients (a
 * proportional-odds model's thresholds aside), as in R survey's svyglm and
 * svyolr; terms are tested as its regTermTest does.
 */
#ifndef TRIG_ANALYZE_REGRESS_MODEL_H
#define TRIG_ANALYZE_REGRESS_MODEL_H

#include "analyze/regress/influence.h"

struct trig_regress_test {
    size_t df; /* coefficients that are tested; 0: all are aliased */
    double f;  /* NAN: undefined */
    double p;
};

struct trig_regression {
    struct trig_arena arena; /* owns all lists */
    size_t columns;          /* the intercept included */
    size_t parameters;       /* columns, and thresholds after them */
    bool *aliased;           /* by parameter; of an ordinal model the intercept's place is */
    double *estimates;       /* by parameter; NAN where aliased */
    double *se;
    size_t *places; /* by free parameter */
    size_t free;
    double *covariance; /* free x free */
    double df;          /* of tests; below 1: there are none */
    struct trig_regress_test tests[TRIG_MOST_MODEL_TERMS];
    struct trig_covariance design; /* what the covariance rests on; its v is [covariance] */
    struct trig_regress_sums sums;
    double dispersion; /* gaussian and poisson; else NAN */
    size_t lost;       /* replicates in which a coefficient has no finite value, or no value; left out */
};

/** @param out  free with trig_regression_clear in any case.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (a coefficient without a finite value, no
 *          convergence, a lonely stratum), naming the term; TRIG_ERR_MEMORY. */
enum trig_status trig_regression_fit(const struct trig_regress_data *data, struct trig_regression *out,
                                     struct trig_error *error);
void trig_regression_clear(struct trig_regression *regression);

#endif
