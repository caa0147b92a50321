/* Changed answers that take the place of stored ones (`ingest --replace`).
 *
 *     records that came again with other answers --(wave, id)--> their places in the
 *     store --> superseded by the import that is being written
 *
 * Memory does not grow with them: what is noted lies on disk until all of them are, and is then
 * looked for in the store, as many at a time as a table of 16 MiB holds.
 */
#ifndef TRIG_COLLECT_INTAKE_REPLACE_H
#define TRIG_COLLECT_INTAKE_REPLACE_H

#include "surveys/base/error.h"
#include "surveys/store/store.h"

typedef struct trig_replaced trig_replaced;

/** Nothing noted yet.
 *  @param room  how many are looked for at a time; 0: the usual.
 *  @return NULL when memory is out; free with trig_replaced_destroy. */
trig_replaced *trig_replaced_create(uint64_t room, struct trig_error *error);
void trig_replaced_destroy(trig_replaced *replaced);

/** Notes that the record [id] of [wave] (blank: the survey has none) takes the place of
 *  a stored one. To be noted once, as trig_identity_meet says it once.
 *  @return TRIG_OK, TRIG_ERR_MEMORY, TRIG_ERR_IO (no space for a temporary file). */
enum trig_status trig_replaced_note(trig_replaced *replaced, struct trig_view wave, struct trig_view id,
                                    struct trig_error *error);

/** Finds the stored responses of all noted records and stages that [writer]'s import
 *  supersedes them. Of wave and id two hashes are compared, of 126 bits together.
 *  @return TRIG_OK, TRIG_ERR_MEMORY, or what reading the store and staging return. */
enum trig_status trig_replaced_stage(trig_replaced *replaced, trig_store *store, trig_import_writer *writer,
                                     struct trig_error *error);

#endif
