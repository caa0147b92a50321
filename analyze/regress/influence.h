/* What each respondent adds to the coefficients of a fit, and their covariance
 * by the design.
 *
 *      z_i = (X'WX)^-1 x_i w_i (y_i - mu_i)      --trig_sample_covariance--> V
 *
 * Source: Binder (1983), International Statistical Review 51, 279-292; agrees
 * with R survey::svyglm and svyolr.
 */
#ifndef TRIG_ANALYZE_REGRESS_INFLUENCE_H
#define TRIG_ANALYZE_REGRESS_INFLUENCE_H

#include "analyze/regress/data.h"

/* A fit of either kind, in the coordinates of the centred columns. */
struct trig_regress_fit {
    const struct trig_regress_data *data;
    const struct trig_columns *columns;  /* over the rows */
    const struct trig_columns *patterns; /* the same over patterns; NULL: there are none */
    size_t parameters;                   /* columns, then thresholds */
    const double *estimates;             /* by parameter */
    const double *inverse;               /* parameters x parameters */
    const size_t *places;                /* by free parameter: which it is */
    size_t free;
};

/* Sums over the rows. */
struct trig_regress_sums {
    double weight;
    double deviance;
    double null_deviance; /* of the model without terms */
    double residual;      /* sum of w r, r Pearson's residual */
    double squares;       /* sum of w r^2 */
};

/** @param out  its v holds free x free numbers.
 *  @return what trig_sample_covariance returns. */
enum trig_status trig_regress_covariance(const struct trig_regress_fit *fit, struct trig_covariance *out,
                                         struct trig_error *error);

/** Deviances and residuals; ordinal: the deviances only. */
enum trig_status trig_regress_sums(const struct trig_regress_fit *fit, struct trig_regress_sums *out,
                                   struct trig_error *error);

/** Takes a vector of all parameters out of the centred coordinates. */
void trig_regress_restore(const struct trig_regress_fit *fit, const double *from, double *to);

#endif
