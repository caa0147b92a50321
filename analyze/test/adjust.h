/* p values of several tests of one run. */
#ifndef TRIG_ANALYZE_TEST_ADJUST_H
#define TRIG_ANALYZE_TEST_ADJUST_H

#include "surveys/base/error.h"

enum trig_adjustment { TRIG_ADJUST_HOLM, TRIG_ADJUST_BH, TRIG_ADJUST_BY, TRIG_ADJUST_NONE };

/** Adjusted p values: Holm keeps the chance of any false alarm, Benjamini and
 *  Hochberg the share of false alarms among the alarms, Benjamini and Yekutieli that
 *  share whatever the tests' dependence.
 *  @param p    [count]; NAN: no test, which does not count as one.
 *  @param out  [count], at most 1, NAN where p is; may be p itself.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. Agrees with R p.adjust. */
enum trig_status trig_adjust(enum trig_adjustment adjustment, const double *p, size_t count, double *out,
                             struct trig_error *error);

/** "Holm", "Benjamini-Hochberg", ... */
const char *trig_adjustment_name(enum trig_adjustment adjustment);

#endif
