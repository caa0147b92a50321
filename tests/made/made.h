/* Exports that are not text, of the synthetic survey in tests/cli/fixtures/tiny.
 * Every answer is invented. */
#ifndef TRIG_TESTS_MADE_H
#define TRIG_TESTS_MADE_H

#include <stdbool.h>

/** Writes six responses as a file of SPSS or Stata: labels on every value and on
 *  the ends only, declared missing values and a range of them, dates, a long text,
 *  a question with several answers.
 *  @param kind  "sav", "zsav" or "dta".
 *  @return whether it was written. */
bool made_statistics(const char *kind, const char *path);

#endif
