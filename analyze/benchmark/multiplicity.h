/* p values of several comparisons at once. */
#ifndef TRIG_ANALYZE_BENCHMARK_MULTIPLICITY_H
#define TRIG_ANALYZE_BENCHMARK_MULTIPLICITY_H

#include "surveys/base/error.h"

/** Holm's adjusted p values: the chance of one false alarm or more among all of
 *  them is controlled whatever their dependence.
 *  @param p    [count] p values; NAN: no test, which does not count as one.
 *  @param out  [count] values at most 1, NAN where p is; may be p itself.
 *  @return TRIG_OK or TRIG_ERR_MEMORY.
 *  Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70; agrees
 *  with R p.adjust(p, "holm"). */
enum trig_status trig_adjust_holm(const double *p, size_t count, double *out, struct trig_error *error);

#endif
