/* Generalised linear models with their canonical links, fitted to weighted rows.
 *
 *      rows: weight w and weighted outcome w y of respondents, or of patterns of
 *            them (all who agree in every factor), by the same code
 *      --Newton with halved steps--> coefficients, inverse of X'WX
 *      --each respondent--> score x w (y - mu), residuals
 *
 * Source: McCullagh and Nelder (1989) ch. 2; agrees with R glm.
 */
#ifndef TRIG_ANALYZE_REGRESS_GLM_H
#define TRIG_ANALYZE_REGRESS_GLM_H

#include "analyze/regress/newton.h"

enum trig_model_family { TRIG_GAUSSIAN, TRIG_LOGISTIC, TRIG_POISSON, TRIG_ORDINAL };

struct trig_glm_rows {
    size_t count;
    const double *w;  /* above 0 */
    const double *wy; /* logistic: y between 0 and 1; poisson: at least 0 */
};

/** Fits [family], which is not ordinal.
 *  @param columns  settled and centred, over the rows.
 *  @param start    [columns->count] coefficients to begin with; NULL: none known.
 *  @param out      its information is X'WX; to clear with trig_newton_clear in any case.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_glm_fit(const struct trig_columns *columns, enum trig_model_family family,
                              const struct trig_glm_rows *rows, const double *start, struct trig_newton *out,
                              struct trig_error *error);

/** The mean that a linear predictor stands for. */
double trig_glm_mean(enum trig_model_family family, double eta);
/** The variance that belongs to a mean, but for the dispersion. */
double trig_glm_variance(enum trig_model_family family, double mean);
/** Twice the log-likelihood that [mean] lacks of a perfect fit, for one respondent of weight 1. */
double trig_glm_deviance(enum trig_model_family family, double y, double mean);

#endif
