/* Records that are too many to be told apart in memory: they are noted on disk while
 * they are read, and told apart when all of them have been.
 *
 *     note: key, fingerprint, number --by key--> shelves ... settle: each shelf by itself, in order
 *                                                    |
 *     read once more, in the same order <--by number-- what each record is, unless new
 *
 * Every record is taken for new at first. Mostly all of them are, and nothing is read
 * once more.
 */
#ifndef TRIG_COLLECT_INTAKE_REPEATS_H
#define TRIG_COLLECT_INTAKE_REPEATS_H

#include "collect/intake/identity_set.h"

typedef struct trig_repeats trig_repeats;

/** @param replaces  as for trig_identity_set_meet.
 *  @param out       set on TRIG_OK alone; free with trig_repeats_destroy.
 *  @return TRIG_OK, TRIG_ERR_MEMORY, TRIG_ERR_IO. */
enum trig_status trig_repeats_create(bool replaces, trig_repeats **out, struct trig_error *error);
void trig_repeats_destroy(trig_repeats *repeats);

/** Notes a record that the store has: all of them before the first of the file.
 *  @return TRIG_OK, TRIG_ERR_MEMORY, TRIG_ERR_IO. */
enum trig_status trig_repeats_note_stored(trig_repeats *repeats, uint64_t key, uint64_t fingerprint,
                                          struct trig_error *error);

/** Notes the next record of the file; the same. */
enum trig_status trig_repeats_note(trig_repeats *repeats, uint64_t key, uint64_t fingerprint,
                                   struct trig_error *error);

/** Tells all noted records apart; none may be noted from then on.
 *  @param any  whether one was not new.
 *  @return TRIG_OK, TRIG_ERR_MEMORY, TRIG_ERR_IO. */
enum trig_status trig_repeats_settle(trig_repeats *repeats, bool *any, struct trig_error *error);

/** What the next record of the file is, once they are settled: they come in the order in which
 *  they were noted.
 *  @return TRIG_OK, TRIG_ERR_MEMORY, TRIG_ERR_IO (also: more than were noted). */
enum trig_status trig_repeats_look(trig_repeats *repeats, enum trig_meeting *out, struct trig_error *error);
/** Goes on to the one behind it. */
void trig_repeats_pass(trig_repeats *repeats);

#endif
