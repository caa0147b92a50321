/* The strata of a design: their units, their populations. */
#ifndef TRIG_ANALYZE_ESTIMATE_STRATA_H
#define TRIG_ANALYZE_ESTIMATE_STRATA_H

#include "analyze/estimate/cells.h"
#include "analyze/frame/frame_internal.h"

/** Builds the strata of [cells], whose strata and units hold categories and get
 *  indices; sets N_h, and weighs by N_h / n_h where the design says so.
 *  @param fpc  TRIG_SUMS_FPC a cell: the smallest and largest value of the fpc columns.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (fpc that varies, mixes sizes and fractions,
 *          or is smaller than the sample); TRIG_ERR_MEMORY. */
enum trig_status trig_strata_build(const trig_frame *frame, const double *fpc, struct trig_cells *cells,
                                   struct trig_error *error);

#endif
