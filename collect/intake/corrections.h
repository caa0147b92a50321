/* Corrected rejects: what `trig-collect rejects` prints, edited, read again.
 *
 *     FILE  #import #record ... 1. Role  2. Grade
 *               \------/         \--------/
 *            a reject of the   its fields, perhaps corrected, read as the import's own
 *            store             records were
 *
 *     can be read now           stored, in a new import that takes the reject's place
 *     can still not be read     the reject stays as it was; what is wrong is told
 *     nothing was changed       stays, unless the definition knows its answers by now
 *     no such reject any more   corrected before, erased, or undone: passed over
 */
#ifndef TRIG_COLLECT_INTAKE_CORRECTIONS_H
#define TRIG_COLLECT_INTAKE_CORRECTIONS_H

#include "collect/intake/ingest.h"

/* What came of it. Begin with a zeroed struct. */
struct trig_corrections {
    uint64_t rows;           /* records in the file */
    uint64_t unchanged;      /* stay set aside as they were */
    uint64_t wrong;          /* were changed, and can still not be read */
    uint64_t gone;           /* name no reject */
    struct trig_tally tally; /* stored, replaced, and what was wrong with the others */
    uint64_t import;         /* the store's id; 0: nothing was stored */
};

/** Reads corrected rejects from [path]; all that can be read is stored in one import.
 *  Of [options] sniff, rules, again, replace and dry_run count.
 *  @param out  free with trig_corrections_clear in any case.
 *  @return as trig_ingest; TRIG_ERR_FORMAT also for a file that is no list of rejects. */
enum trig_status trig_correct(trig_store *store, const char *path, const struct trig_ingest_options *options,
                              struct trig_corrections *out, struct trig_error *error);
void trig_corrections_clear(struct trig_corrections *corrections);

#endif
