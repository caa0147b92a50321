/* What a calibration leaves of a linearised estimate: its residuals.
 *
 *      z_k = w_k r_k  --fit r on the margins-->  z_k - w_k fit_k
 *
 * Weights that were made to reproduce totals vary less about what the totals
 * explain; the variance is that of the residuals. A unit is a respondent, or
 * a cell of respondents who agree in everything that the margins ask for: then
 * the fit is the same for all of them, and sums over the cell are enough.
 *
 *      post-stratification   the mean of r in the row, weighted
 *      raking                ten sweeps of plain means, row by row of each margin
 *      calibration           least squares of r on x, weighted by the weights before
 *                            calibration
 *
 *      propensities          least squares of r on p x, weighted by (1 - p) / p^2; x the main effects
 *                            (weight/propensity.h)
 *
 * but for the last as R survey::svyrecvar does. Sources: Deville and Särndal (1992), eq. 3.4;
 * Deville, Särndal and Sautory (1993).
 */
#ifndef TRIG_ANALYZE_DESIGN_CALIBRATED_H
#define TRIG_ANALYZE_DESIGN_CALIBRATED_H

#include "analyze/design/calibration.h"

/* Everything is borrowed and must outlive what is made of it. */
struct trig_calibrated_units {
    struct trig_calibration_form form;
    const struct trig_margin *margins; /* rows and x by unit; totals are not looked at */
    size_t margin_count;
    size_t count;
    const double *n; /* by unit: respondents; 0: was not calibrated */
    const double *w; /* by unit: sum of the calibrated weights, before trimming */
    const double *g; /* by unit: calibrated weight over that of its square: with TRIG_CALIBRATE the
                        weight before; may be NULL unless squares are least */
};

typedef struct trig_calibrated trig_calibrated;

/** @return NULL when memory is out. */
trig_calibrated *trig_calibrated_create(const struct trig_calibrated_units *units, struct trig_error *error);
void trig_calibrated_destroy(trig_calibrated *calibrated);

/** The fit of one estimate.
 *  @param r   by unit: the sum of z / w over its respondents, w before trimming.
 *  @param wr  by unit: the sum of z.
 *  @param fit by unit: gets the fit; 0 where not calibrated. */
void trig_calibrated_fit(trig_calibrated *calibrated, const double *r, const double *wr, double *fit);

/** The coefficients alone of a fit, of an estimate that only some units have a part in: with least squares it
 *  costs these and not all.
 *  @param listed   [count] units, each once; r and wr of all others are 0.
 *  @param scratch  by unit. */
void trig_calibrated_solve(trig_calibrated *calibrated, const size_t *listed, size_t count, const double *r,
                           const double *wr, double *scratch);

/** How many rows the margins have together. */
size_t trig_calibrated_rows(const trig_calibrated *calibrated);

/** What the last fit is made of: fit of a unit = the sum over its margins of x times the coefficient
 *  of its row.
 *  @return by row, those of a margin after those of the margin before; until the next fit. */
const double *trig_calibrated_coefficients(const trig_calibrated *calibrated);

#endif
