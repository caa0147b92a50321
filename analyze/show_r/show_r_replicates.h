/* --show-r of designs with replicate weights, for show_r.c. */
#ifndef TRIG_ANALYZE_SHOW_R_SHOW_R_REPLICATES_H
#define TRIG_ANALYZE_SHOW_R_SHOW_R_REPLICATES_H

#include "analyze/estimate/cells.h"

#include <stdio.h>

/** design <- svrepdesign of the weights in the data. */
void trig_r_given_replicates(const struct trig_cells *cells, FILE *out);

/** design <- the design of that name with replicates: by as.svrepdesign where R
 *  makes the same, else by svrepdesign of weights that the printed code makes.
 *  @param fpc  whether d has a column .fpc. */
void trig_r_made_replicates(const struct trig_cells *cells, bool fpc, FILE *out);

#endif
