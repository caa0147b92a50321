/* The shape of an import's records: which of its columns were kept, and what each was.
 *
 *     headings, matches --describe--> JSON, among the import's options
 *     JSON --recall--> headings, matches        to read its rejects again, once corrected
 *
 * The export itself may be gone by then, and its headings (of several rows, of a coded
 * export with a key) cannot be found out again from the names in the rejects.
 */
#ifndef TRIG_COLLECT_INTAKE_SHAPE_H
#define TRIG_COLLECT_INTAKE_SHAPE_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/store/store.h"

#include "collect/intake/reject.h"
#include "collect/match/match.h"

#include <jansson.h>

struct trig_shape {
    struct trig_heading *headings; /* [count]; raw is the name under which rejects keep the column */
    struct trig_match *matches;
    size_t count;
};

/** The columns that rejects keep, as a JSON array; NULL when memory is out. */
json_t *trig_shape_describe(const trig_definition *definition, const struct trig_reject_fields *fields,
                            const struct trig_heading *headings, const struct trig_match *matches,
                            size_t count);

/** Reads the shape that [import] noted in its options. Columns whose variable, or option, the
 *  definition no longer has count as unknown.
 *  @return TRIG_OK; TRIG_ERR_REFUSED (an import that did not note its shape);
 *          TRIG_ERR_MEMORY. */
enum trig_status trig_shape_recall(const struct trig_import *import, const trig_definition *definition,
                                   struct trig_arena *arena, struct trig_shape *out,
                                   struct trig_error *error);

#endif
