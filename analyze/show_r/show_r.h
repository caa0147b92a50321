/* --show-r: the R code that gives the same numbers, to be believed by running it.
 *
 * The code is whole: functions first, then what this survey and request add. It
 * was checked with R 4.2.2 and survey 4.1.1, against which the program is tested
 * by running this very code. */
#ifndef TRIG_ANALYZE_SHOW_R_SHOW_R_H
#define TRIG_ANALYZE_SHOW_R_SHOW_R_H

#include "analyze/estimate/cells.h"

#include <stdio.h>

/** Writes to [out] R code that computes the means and shares of the cells'
 *  request. It starts from a data frame d with one row a response; a comment
 *  says which columns it needs. The result is a data frame called result. */
void trig_show_r(const struct trig_cells *cells, FILE *out);

/** Its comments alone: what d is. */
void trig_show_r_head(const struct trig_cells *cells, FILE *out);

/** The first part of it, for other commands: functions, data, measures, design and
 *  settings, without a result. */
void trig_show_r_design(const struct trig_cells *cells, FILE *out);

/** The design with the replicates of [cells], after code that was of the same cells without them
 *  and that kept d as it was read in `answers`. */
void trig_show_r_replicates(const struct trig_cells *cells, FILE *out);

#endif
