/* How many responses a store holds, by wave and institution, and how many of
 * them count: all `eligible` rules of the definition match, and a missing answer
 * does not. */
#ifndef TRIG_COLLECT_CENSUS_H
#define TRIG_COLLECT_CENSUS_H

#include "surveys/base/error.h"
#include "surveys/store/store.h"

/* Row w * institutions + i of the arrays is wave w and institution i; after the
 * last wave and the last institution stands one more, for responses without. */
struct trig_census {
    size_t waves;        /* of the definition, plus one */
    size_t institutions; /* the same */
    uint64_t *stored;    /* owned */
    uint64_t *in_scope;  /* owned */
};

/** Counts in one scan. @return TRIG_OK and a census to free with trig_census_clear. */
enum trig_status trig_census_take(trig_store *store, struct trig_census *out, struct trig_error *error);
void trig_census_clear(struct trig_census *census);

#endif
