/* Changed answers that take the place of stored ones (`ingest --replace`).
 *
 *     records that came again with other answers --(wave, id)--> their places in the
 *     store --> superseded by the import that is being written
 */
#ifndef TRIG_COLLECT_INTAKE_REPLACE_H
#define TRIG_COLLECT_INTAKE_REPLACE_H

#include "surveys/base/dictionary.h"
#include "surveys/base/error.h"
#include "surveys/store/store.h"

/** Notes that the record [id] of [wave] (blank: the survey has none) takes the place of
 *  a stored one. */
enum trig_status trig_replace_note(trig_dictionary *replaced, struct trig_view wave, struct trig_view id,
                                   struct trig_error *error);

/** Finds the stored responses of all noted records and stages that [writer]'s import
 *  supersedes them. The names themselves are compared, not their hashes. */
enum trig_status trig_replace_stage(trig_store *store, const trig_dictionary *replaced,
                                    trig_import_writer *writer, struct trig_error *error);

#endif
