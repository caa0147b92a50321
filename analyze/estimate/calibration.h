/* Cells whose weights were computed: what their calibration explains of an estimate
 * is the same for a whole cell, since cells are told apart by everything that the
 * margins ask for.
 *
 *      z_k = w_k (A_e y_k - B_e)  -->  w_k (A_e y_k - B_e - c_e)
 *
 * c_e is not 0 in cells that the estimate itself does not touch.
 */
#ifndef TRIG_ANALYZE_ESTIMATE_CALIBRATION_H
#define TRIG_ANALYZE_ESTIMATE_CALIBRATION_H

#include "analyze/design/calibrated.h"
#include "analyze/estimate/cells.h"
#include "analyze/weight/applied.h"

struct trig_cells_calibration {
    struct trig_arena arena;     /* owns the arrays */
    struct trig_applied applied; /* members are cells */
    trig_calibrated *calibrated; /* owned */
    double *n;                   /* by cell: respondents that were calibrated */
    double *w;                   /* by cell: sum of their weights before trimming */
    double *trimming;            /* by cell: final weight over the weight before trimming */
};

/** Makes cells->calibration from the recipe of the design; nothing when numeric totals
 *  were reproduced, which cells cannot tell.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_cells_calibrate(struct trig_cells *cells, struct trig_error *error);
void trig_cells_calibration_destroy(struct trig_cells_calibration *calibration);

/** What weights of a cell were multiplied by when they were trimmed: 1 when nothing was. */
static inline double trig_cells_trimming(const struct trig_cells *cells, size_t cell)
{
    return cells->calibration ? cells->calibration->trimming[cell] : 1.0;
}

#endif
