/* A synthetic survey for tests of comparisons: eighteen fictional institutions
 * of 4 to 60 respondents, two overlapping groups, two waves, two pillars, an item
 * whose meaning broke between the waves, one that was asked in 2024 only. The
 * answers come from a seeded generator; nobody gave them. */
#ifndef TRIG_TESTS_COMPARISON_SURVEY_H
#define TRIG_TESTS_COMPARISON_SURVEY_H

#include "tests/filled_store.h"

/** The definition's files, ended by a NULL name. */
const struct filled_file *comparison_files(void);

/** Its answers as CSV; free with filled_clear. */
void comparison_answers(struct filled_text *csv);

/** Stores them in a new file, under the definition.
 *  @param path  a template of mkstemp; gets the file's name.
 *  @return 0: done; as cmocka has it of a setup. */
int comparison_store(char *path);

#endif
