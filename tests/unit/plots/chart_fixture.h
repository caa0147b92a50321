/* Tables and definitions of charts' tests. All of it is synthetic. */
#ifndef TRIG_TESTS_CHART_FIXTURE_H
#define TRIG_TESTS_CHART_FIXTURE_H

#include "plots/kinds/charts.h"

/** A table from lines of fields with `|` between them, the first line naming the
 *  columns; `n` is a count, `estimate`, `ci_low`, `ci_high` and `benchmark` are
 *  numbers, all others text. An empty field is an empty cell. Fails the test
 *  that calls it when that does not work. */
trig_table *chart_table(const char *lines);

/** A small survey: two pillars, an agreement scale of five answers, waves 2021
 *  and 2024 (times 2021.1 and 2024.3), institutions own, north, south. */
trig_definition *chart_definition(void);

/** The whole of a file, to free; NULL when it cannot be read. */
char *chart_file(const char *folder, const char *name, size_t *length);

/** A new empty folder, to be removed with chart_folder_remove. */
char *chart_folder(void);
void chart_folder_remove(char *folder);

#endif
