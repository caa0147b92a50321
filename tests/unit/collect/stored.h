/* What a store holds, as text, one line a response: for comparing two stores. */
#ifndef TRIG_TESTS_STORED_H
#define TRIG_TESTS_STORED_H

#include "surveys/store/store.h"

#include "collect/intake/ingest.h"

#include "tests/unit/collect/collect_support.h"

/* A store in a folder of its own. */
struct stored {
    struct temporary file; /* its path is the store's */
    trig_store *store;
};

/** Makes a store with the definition that the sheets make. */
void stored_open(struct stored *stored, const struct sheet *sheets);
void stored_close(struct stored *stored);

/** Ingests the export; fails the test unless that gives [expected].
 *  @param tally  may be NULL; else gets the counts (without the list of faults). */
void stored_ingest(struct stored *stored, const char *path, const struct trig_ingest_options *options,
                   enum trig_status expected, struct trig_tally *tally);

/** The same of an export that is given as text. */
void stored_ingest_text(struct stored *stored, const char *text, const struct trig_ingest_options *options,
                        enum trig_status expected, struct trig_tally *tally);

/** Fails the test unless all responses are [expected], as stored_print writes them. */
void stored_assert(struct stored *stored, const char *const *names, const char *expected);

/** Writes all responses to [out]: "name=value ..." with codes, numbers, texts and
 *  kinds of missing answers, one line a response.
 *  @param names  columns, ends with NULL. */
void stored_print(struct stored *stored, const char *const *names, char *out, size_t size);

#endif
