/* Two CSV tables of estimates, ours and R's, compared row by row. */
#ifndef TRIG_TESTS_ORACLE_NUMBERS_H
#define TRIG_TESTS_ORACLE_NUMBERS_H

#include "surveys/base/error.h"

/** Compares [ours] with [theirs]: rows are matched by the columns that are no
 *  numbers (of those that theirs has), numbers agree to 1e-8 relative or 1e-12
 *  absolute, an empty cell of ours with NA, NaN or Inf of theirs; every row of
 *  ours that holds a number in the column [needed] has to be matched. Numbers of theirs that are NA
 *  and not NaN in an interval are not compared: R had no value.
 *  @param rows  gets how many rows agreed.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN with the first difference; what reading returns. */
enum trig_status oracle_compare_on(const char *ours, const char *theirs, const char *needed, size_t *rows,
                                   struct trig_error *error);

/** oracle_compare_on where numbers agree to [relative] or [absolute]: for R's own that are found by steps.
 *  @param needed  NULL: rows of ours may be alone. */
enum trig_status oracle_compare_within(const char *ours, const char *theirs, const char *needed,
                                       double relative, double absolute, size_t *rows,
                                       struct trig_error *error);

/** oracle_compare_on with every row of ours that holds an estimate. */
enum trig_status oracle_compare(const char *ours, const char *theirs, size_t *rows, struct trig_error *error);

#endif
