/* Proportional odds: P(y <= k) = 1 / (1 + exp(-(zeta_k - x beta))), one line of
 * thresholds zeta and one set of slopes, fitted by Newton's method with the
 * observed information; the likelihood is concave.
 *
 *      parameters:  beta of column 1 .. count-1 | zeta 0 .. categories-2
 *                   (the intercept, column 0, is in zeta: its place is not used)
 *
 * Source: McCullagh (1980), JRSS B 42, 109-142; agrees with R MASS::polr and
 * survey::svyolr.
 */
#ifndef TRIG_ANALYZE_REGRESS_ORDINAL_H
#define TRIG_ANALYZE_REGRESS_ORDINAL_H

#include "analyze/regress/newton.h"

struct trig_ordinal_rows {
    size_t count;
    const double *w;          /* above 0 */
    const uint32_t *category; /* below categories; each is some row's */
    size_t categories;        /* at least 2 */
};

/** @param start  [parameters] to begin with; NULL: none known.
 *  @param out    to clear with trig_newton_clear in any case.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_ordinal_fit(const struct trig_columns *columns, const struct trig_ordinal_rows *rows,
                                  const double *start, struct trig_newton *out, struct trig_error *error);

/** Takes parameters out of the centred coordinates, as trig_columns_restore; what
 *  the intercept gains there leaves the thresholds. */
void trig_ordinal_restore(const struct trig_columns *columns, size_t categories, const double *from,
                          double *to);

/* What one respondent says of the parameters. */
struct trig_ordinal_slopes {
    double likelihood; /* log of the category's probability */
    double eta;        /* derivatives by the predictor x beta, by the threshold above the category, and by
                          the one below; 0 where there is no such threshold */
    double above;
    double below;
    double curvature[6]; /* minus the second ones: eta eta, eta above, above above, eta below, above below,
                            below below */
};

/** @param zeta  [categories - 1], rising; a category whose thresholds do not rise has
 *               a likelihood of -INFINITY. */
void trig_ordinal_slopes(const double *zeta, size_t categories, size_t category, double eta,
                         struct trig_ordinal_slopes *out);

#endif
