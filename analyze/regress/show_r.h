/* The R code behind a regression. */
#ifndef TRIG_ANALYZE_REGRESS_SHOW_R_H
#define TRIG_ANALYZE_REGRESS_SHOW_R_H

#include "analyze/estimate/cells.h"
#include "analyze/regress/random.h"

#include <stdio.h>

/** Writes R code, for survey or lme4, that starts from a data frame d with one row a
 *  response and ends with a data frame called result.
 *  @param cells   of a scan with the formula's measures and the sample's design.
 *  @param random  the random intercept; NULL: none. */
void trig_regress_show_r(const struct trig_regress_data *data, const struct trig_cells *cells,
                         bool exponentiate, const struct trig_random *random, FILE *out);

#endif
