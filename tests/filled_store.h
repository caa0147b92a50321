/* Stores filled from CSV texts, for tests of analysis: what a test says and what
 * R reads are the same bytes. */
#ifndef TRIG_TESTS_FILLED_STORE_H
#define TRIG_TESTS_FILLED_STORE_H

#include "surveys/store/store.h"

/* One file of a survey definition. */
struct filled_file {
    const char *name;
    const char *content;
};

/** Parses a definition; [files] ends with a NULL name, in any order. Free with
 *  trig_definition_destroy. */
enum trig_status filled_definition(const struct filled_file *files, trig_definition **out,
                                   struct trig_error *error);

/** Makes a store at [path] (replacing a file that is there) and stores every
 *  record of [csv] in one import. Its header names variables; `wave` and
 *  `institution` hold ids. Cells hold codes, numbers, or codes between bars; an
 *  empty one is skipped, an unknown code unreadable.
 *  @param batch  rows a batch; 0: as many as one holds. */
enum trig_status filled_store(const char *path, const struct filled_file *files, const char *csv,
                              size_t batch, struct trig_error *error);

/* A growing text, for making such CSV. */
struct filled_text {
    char *data; /* owned; NUL-terminated */
    size_t length;
    size_t capacity;
};

/** printf at the end of [text]; ends the program when memory is out. */
void filled_print(struct filled_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void filled_clear(struct filled_text *text);

/** The next number of a seeded sequence (SplitMix64), and one from 0 to 1. */
uint64_t filled_random(uint64_t *state);
double filled_uniform(uint64_t *state);

#endif
