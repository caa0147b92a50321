/* What came of each of several exports, and of all together: the last thing
 * that an import of several files says. */
#ifndef TRIG_COLLECT_REPORT_OUTCOMES_H
#define TRIG_COLLECT_REPORT_OUTCOMES_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"

#include "collect/intake/ingest.h"

#include <stdio.h>

struct trig_outcome {
    struct trig_view file;
    struct trig_view failure; /* why nothing was stored; blank: it did not fail */
    uint64_t import;          /* 0: none; of a sum: not 0 when there is any */
    uint64_t failed;          /* 1 or 0; of a sum: how many files */
    uint64_t read;
    uint64_t stored;
    uint64_t rejected;
    uint64_t invalid;
};

struct trig_outcomes {
    struct trig_outcome *items; /* owned, in the order of the files */
    size_t count;
    size_t capacity;
    struct trig_arena arena; /* of the texts */
};

void trig_outcomes_init(struct trig_outcomes *outcomes);
void trig_outcomes_clear(struct trig_outcomes *outcomes);

/** Adds what came of [path].
 *  @param failure  NULL: it was read; else what stopped it. */
enum trig_status trig_outcomes_add(struct trig_outcomes *outcomes, const char *path,
                                   const struct trig_ingest_result *result, const struct trig_error *failure,
                                   struct trig_error *error);

/** All counts together; records of files that failed count as neither read nor stored. */
struct trig_outcome trig_outcomes_sum(const struct trig_outcomes *outcomes);

/** Writes one row a file and one for all of them as text.
 *  @param width  0: no limit. */
enum trig_status trig_outcomes_write(const struct trig_outcomes *outcomes, FILE *out, size_t width,
                                     struct trig_error *error);

#endif
