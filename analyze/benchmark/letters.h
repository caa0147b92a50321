/* Who differs from whom, in letters: two institutions that share a letter are not
 * shown to differ, two that share none are.
 *
 *      differ: a-d, b-d        a  a        each letter stands for a set as large as can
 *                              b  a        be in which nobody is told from anybody
 *                              c  ab
 *                              d   b
 *
 * Found by insertion and absorption: one set of all; for each two that differ, every
 * set that holds both becomes one without the first and one without the second; sets
 * within another go. Source: Piepho (2004), Journal of Computational and Graphical
 * Statistics 13, 456-466.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_LETTERS_H
#define TRIG_ANALYZE_BENCHMARK_LETTERS_H

#include "surveys/base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* More sets than this tell a reader nothing. */
#define TRIG_MOST_LETTERS ((size_t)200)

typedef struct trig_letters trig_letters;

/** @param count   institutions, at least 1; letters are given from the first on.
 *  @param differ  count x count, symmetric.
 *  @return NULL when memory is out, with TRIG_ERR_MEMORY, or when there are more than
 *          TRIG_MOST_LETTERS sets, with TRIG_ERR_LIMIT. */
trig_letters *trig_letters_create(size_t count, const bool *differ, struct trig_error *error);
void trig_letters_destroy(trig_letters *letters);

/** How many sets there are. */
size_t trig_letters_count(const trig_letters *letters);

/** Whether institution [item] is in set [letter]. */
bool trig_letters_has(const trig_letters *letters, size_t letter, size_t item);

/** The sets of [item] as text: a to z, A to Z, then a2 and so on. Cut where [size] is
 *  too small; 4 bytes a letter and one more are enough. */
void trig_letters_write(const trig_letters *letters, size_t item, char *out, size_t size);

#endif
