/* The R code behind a table of reliability. */
#ifndef TRIG_ANALYZE_RELIABILITY_SHOW_R_H
#define TRIG_ANALYZE_RELIABILITY_SHOW_R_H

#include "analyze/reliability/pillars.h"

#include <stdio.h>

/** Writes R code, for psych and base R, that starts from a data frame d with one
 *  row a response and ends with a data frame called result. */
void trig_reliability_show_r(const struct trig_scale_pillars *pillars, const struct trig_cells *cells,
                             FILE *out);

#endif
