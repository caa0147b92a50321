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

/* A table of ours, and where R's numbers of the same are. */
struct oracle_pair {
    const char *ours;
    const char *live;   /* what R has just written; NULL: it is not here */
    const char *stored; /* expected/STORED.csv; NULL: nothing is stored */
    const char *needed; /* as oracle_compare_within has it */
    double relative;    /* 0: 1e-8, and 1e-12 absolute; else a hundredth of it is the absolute one */
};

/** Compares ours with what R has written and, wherever the test runs, with what it once had: stored numbers
 *  that are out of date are seen where R is. UPDATE=1 in the environment stores R's numbers first.
 *  @param rows  gets how many rows agreed; 0: there was nothing to compare with.
 *  @param error  not NULL.
 *  @return as oracle_compare_on; TRIG_ERR_IO: the numbers could not be stored. */
enum trig_status oracle_compare_with_r(const struct oracle_pair *pair, size_t *rows,
                                       struct trig_error *error);

#endif
