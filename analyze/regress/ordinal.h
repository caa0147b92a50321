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

#include "analyze/regress/columns.h"

struct trig_ordinal_rows {
    size_t count;
    const double *w;          /* above 0 */
    const uint32_t *category; /* below categories; each is some row's */
    size_t categories;        /* at least 2 */
};

/* A fit in the coordinates of the centred columns. Parameter p of a row of
 * [inverse] is column p for p < count, threshold p - count after that. */
struct trig_ordinal {
    size_t count;      /* columns, the unused intercept included */
    size_t parameters; /* count + categories - 1 */
    bool *aliased;     /* by parameter; the intercept's place is */
    size_t free;
    double *estimates; /* by parameter */
    double *inverse;   /* parameters x parameters: of the observed information */
    double likelihood;
    size_t steps;
    bool converged;
    size_t separated; /* the column whose coefficient has no finite value; SIZE_MAX: none */
};

/** @param start  [parameters] to begin with; NULL: none known.
 *  @param out    to clear in any case; not converged: the numbers mean nothing.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_ordinal_fit(const struct trig_columns *columns, const struct trig_ordinal_rows *rows,
                                  const double *start, struct trig_ordinal *out, struct trig_error *error);
void trig_ordinal_clear(struct trig_ordinal *ordinal);

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
