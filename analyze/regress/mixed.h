/* A random intercept: y = X beta + u_group + e, var u = tau^2, var e = sigma^2,
 * fitted by restricted maximum likelihood.
 *
 *      rows --one pass--> sums of each group: n, X'1, y'1    and X'X, X'y, y'y
 *      sums --one dimension: theta = tau / sigma--> tau^2, sigma^2, beta, u
 *
 * With r = theta^2 and c_g = r / (1 + n_g r) the profiled criterion is
 *      (n - p) log RSS + log |X'X - sum c_g s_g s_g'| + sum log(1 + n_g r),
 * so that a step costs the groups, not the rows. Source: Bates, Mächler, Bolker
 * and Walker (2015), J. Stat. Software 67(1), sec. 3.4; agrees with R lme4::lmer.
 */
#ifndef TRIG_ANALYZE_REGRESS_MIXED_H
#define TRIG_ANALYZE_REGRESS_MIXED_H

#include "analyze/regress/columns.h"

struct trig_mixed_rows {
    size_t count;
    const double *y;
    const uint32_t *group; /* by row, below groups; each is some row's */
    size_t groups;         /* at least 2 */
};

struct trig_mixed {
    size_t count;   /* columns */
    bool *aliased;  /* by column */
    double *beta;   /* by column, of the columns as named; NAN where aliased */
    double *se;     /* by column; given tau^2 and sigma^2 */
    double tau2;    /* between groups; 0: none is seen */
    double sigma2;  /* within */
    double icc;     /* tau^2 / (tau^2 + sigma^2) */
    double icc_low; /* where the profiled criterion rises by the chi-square quantile of one degree of
                       freedom */
    double icc_high;
    double *effects; /* by group: the predicted u */
    double *errors;  /* by group: its standard deviation given the answers, beta taken as known */
    size_t *sizes;   /* by group: rows */
    size_t groups;
};

/** @param columns  settled and centred, over the rows.
 *  @param level    of the interval of icc.
 *  @param out      free with trig_mixed_clear in any case.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (no more rows than coefficients, or the model
 *          fits without any error); TRIG_ERR_MEMORY. */
enum trig_status trig_mixed_fit(const struct trig_columns *columns, const struct trig_mixed_rows *rows,
                                double level, struct trig_mixed *out, struct trig_error *error);
void trig_mixed_clear(struct trig_mixed *mixed);

#endif
