/* A store of synthetic answers and what the commands of trig-analyze share, for
 * tests that call their tables as functions. */
#ifndef TRIG_TESTS_COMPARISON_CONTEXT_H
#define TRIG_TESTS_COMPARISON_CONTEXT_H

#include "analyze/context/context.h"
#include "tests/filled_store.h"

struct comparison {
    char folder[200]; /* temporary */
    char path[240];
    trig_store *store;
    struct trig_context context; /* default design without fpc, disclosure control on */
    struct trig_measures measures;
};

/** Fills a store of its own with [csv] and opens it; ends the program with the
 *  error's words when that fails.
 *  @param measures  as after --measure. */
void comparison_open(struct comparison *comparison, const struct filled_file *files, const char *csv,
                     const char *measures);
/** Closes, and removes the store. */
void comparison_close(struct comparison *comparison);

/** Other measures from now on. */
void comparison_measure(struct comparison *comparison, const char *measures);

/** The first row whose cells of these columns hold these texts (pairs of column
 *  and text, ended by NULL); SIZE_MAX when there is none. */
size_t comparison_row(const trig_table *table, ...);
double comparison_number(const trig_table *table, size_t row, const char *column);
struct trig_view comparison_text(const trig_table *table, size_t row, const char *column);

#endif
