/* Exports that are not text, of the synthetic survey in tests/cli/fixtures/tiny.
 * Every answer is invented. */
#ifndef TRIG_TESTS_MADE_H
#define TRIG_TESTS_MADE_H

#include <stdbool.h>
#include <stddef.h>

/** Writes six responses as a file of SPSS or Stata: labels on every value and on
 *  the ends only, declared missing values and a range of them, dates, a long text,
 *  a question with several answers.
 *  @param kind  "sav", "zsav" or "dta".
 *  @return whether it was written. */
bool made_statistics(const char *kind, const char *path);

/* One part of a workbook; lists end with a NULL name. */
struct made_part {
    const char *name; /* "xl/workbook.xml" */
    const char *content;
};

/** Packs parts with zip. @return whether it was written. */
bool made_package(const char *path, const struct made_part *parts);
/** The same in memory: [*bytes] is to be freed with free(); NULL when it failed. */
void *made_package_bytes(const struct made_part *parts, size_t *length);

/** Writes a workbook of one sheet, `Sheet1`.
 *  @param rows     the XML within sheetData.
 *  @param shared   the XML within sst; NULL: none, and the part that the workbook names is not there.
 *  @param from_1904  whether its days are counted from 1904.
 *  Styles: 1 a date, 2 a date with a format of its own, 3 a time of day, 4 elapsed
 *  hours, 5 a number in red with a unit. */
bool made_workbook(const char *path, const char *rows, const char *shared, bool from_1904);

/** Writes six responses as Microsoft Forms does. */
bool made_forms(const char *path);

#endif
