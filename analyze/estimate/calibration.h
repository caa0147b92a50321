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
#include "analyze/design/sample.h"
#include "analyze/design/sample_calibration.h"
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

/* Members of a calibration are those who have one fit: cells; respondents where totals of numbers were
 * reproduced, each with a number of their own. */

static inline bool trig_cells_are_calibrated(const struct trig_cells *cells)
{
    return cells->calibration || cells->respondents;
}

/** How many members there are. Where weights were not computed, cells. */
static inline size_t trig_cells_members(const struct trig_cells *cells)
{
    return cells->respondents ? cells->respondents->count : cells->count;
}

/** The cell that a member is, or is in. */
static inline size_t trig_cells_of_member(const struct trig_cells *cells, size_t member)
{
    return cells->respondents ? cells->respondents->cell[member] : member;
}

/** What weights of a member were multiplied by when they were trimmed: 1 when nothing was. */
static inline double trig_cells_trimming(const struct trig_cells *cells, size_t member)
{
    if (!cells->respondents)
        return cells->calibration ? cells->calibration->trimming[member] : 1.0;
    double w = cells->respondents->calibration->w[member];
    return w > 0.0 ? cells->respondents->weight[member] / w : 1.0;
}

#endif
