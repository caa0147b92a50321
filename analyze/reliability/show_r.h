/* The R code behind a table of reliability. */
#ifndef TRIG_ANALYZE_RELIABILITY_SHOW_R_H
#define TRIG_ANALYZE_RELIABILITY_SHOW_R_H

#include "analyze/disclosure/lattice.h"
#include "analyze/reliability/reliability.h"
#include "analyze/reliability/scan.h"

/** Writes to the options' show_r R code, for psych and base R, that starts from a
 *  data frame d with one row a response and ends with a data frame called result. */
void trig_reliability_show_r(const struct trig_scale_pillars *pillars, const trig_scale_scan *scan,
                             const struct trig_lattice *lattice,
                             const struct trig_reliability_options *options);

#endif
