/* How many gave which answers to the items of a scale, of those who answered all
 * of them: by item, and for polychoric correlations by pair of items.
 *
 *      item 1   1 2 3 4 5          items 1 and 2    1  2  3  4  5   of item 2
 *               3 9 40 61 12                   1    2  1  0  0  0
 *                                              2    0  4  5  ...
 *
 * Answers are levels: the distinct values that an item's codes have, from 0.
 */
#ifndef TRIG_ANALYZE_RELIABILITY_TABLES_H
#define TRIG_ANALYZE_RELIABILITY_TABLES_H

#include "analyze/frame/measure.h"

#include <stdint.h>

/* More levels than this are taken for a number. */
#define TRIG_LEVELS_MOST 16
/* Answers are told apart on 0-100 to a tenth; finer scales are taken for numbers. */
#define TRIG_LEVELS_PLACES 1001
#define TRIG_NO_LEVEL      255

/* The levels of one item. */
struct trig_levels {
    size_t count; /* 0: a number */
    uint8_t places[TRIG_LEVELS_PLACES];
};

/** The levels of an item on 0-100. */
void trig_levels_of(const struct trig_measure *item, struct trig_levels *out);

/** The level of [y], an answer on 0-100 less [shift]; [y] is no NAN. */
static inline uint8_t trig_levels_at(const struct trig_levels *levels, double y, double shift)
{
    return levels->places[(size_t)((y + shift) * 10.0 + 0.5)];
}

typedef struct trig_answer_tables trig_answer_tables;

/** @param levels  of each of the [items], borrowed.
 *  @param pairs   whether answers are counted by pair too. */
trig_answer_tables *trig_answer_tables_create(const struct trig_levels *levels, size_t items, bool pairs,
                                              struct trig_error *error);
void trig_answer_tables_destroy(trig_answer_tables *tables);

/** Adds a respondent who gave these levels and weighs [weight]. */
void trig_answer_tables_add(trig_answer_tables *tables, const uint8_t *levels, double weight);

/** Adds [other], of the same items. */
void trig_answer_tables_merge(trig_answer_tables *tables, const trig_answer_tables *other);

/** Of the respondents, so many did not give the commonest answer to [item];
 *  UINT64_MAX for a number. */
uint64_t trig_answer_tables_others(const trig_answer_tables *tables, size_t item);

/** The weights by level of [a] (rows) and of [b] (columns); NULL without pairs, or where one
 *  is a number. Borrowed.
 *  @param a, b  with a < b. */
const double *trig_answer_tables_pair(const trig_answer_tables *tables, size_t a, size_t b, size_t *rows,
                                      size_t *columns);

#endif
