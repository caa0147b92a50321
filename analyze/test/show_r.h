/* --show-r of tests: R code that gives the same rows, in a data frame called result. */
#ifndef TRIG_ANALYZE_TEST_SHOW_R_H
#define TRIG_ANALYZE_TEST_SHOW_R_H

#include "analyze/test/testing.h"

/** Functions, data and design. */
void trig_test_show_r_begin(const struct trig_testing *testing, FILE *out);

/** One measure; for a test without pairs also the groups that were compared. */
void trig_test_show_r(const struct trig_testing *testing, const struct trig_tested *tested,
                      const struct trig_compared *compared, FILE *out);

/** Adjusts p as the table does, and prints. */
void trig_test_show_r_end(const struct trig_testing *testing, FILE *out);

#endif
