/* Which records are known already, by wave and response id.
 *
 *     few: told apart in memory (identity_set.h), as they come
 *     more than that: noted on disk, taken for new, told apart at the end (repeats.h);
 *         where some were not new, all are read once more
 *
 *     begin --> meet .. meet --> settle --> done
 *       ^                           |
 *       +--------- again <----------+
 *
 * Two records are taken for one only when 64 bits of wave and id and 63 of the
 * answers agree, which happens once in 10^19 pairs of different records with
 * different answers; that two ids alone collide (once in 4 x 10^7 imports of a
 * million records) shows as a record set aside as changed, never as a silent loss.
 */
#ifndef TRIG_COLLECT_INTAKE_IDENTITY_H
#define TRIG_COLLECT_INTAKE_IDENTITY_H

#include "surveys/base/error.h"
#include "surveys/definition/definition.h"
#include "surveys/store/store.h"

#include "collect/reason.h"

/* So many records are told apart in memory, in 32 MiB at most. */
#define TRIG_IDENTITY_ROOM ((uint64_t)3 << 19)

typedef struct trig_identity trig_identity;

/** An empty set.
 *  @param room      how many records it tells apart in memory; 0: TRIG_IDENTITY_ROOM.
 *  @param replaces  changed answers take the place of stored ones.
 *  @return NULL when memory is out. */
trig_identity *trig_identity_create(uint64_t room, bool replaces, struct trig_error *error);
void trig_identity_destroy(trig_identity *identity);

/** Says that [count] records may come beside those expected already, and makes room for
 *  them. To be called before the first comes; more may come than that. */
void trig_identity_expect(trig_identity *identity, uint64_t count);

/** Adds every record with a response id that [store] holds.
 *  @param store  NULL: there are none. */
enum trig_status trig_identity_load(trig_identity *identity, trig_store *store, struct trig_error *error);

/** What stands for a record in the set: a hash, never 0.
 *  @param wave  the wave's id; blank for a survey without waves.
 *  @param id    the response id, not blank. */
uint64_t trig_identity_key(struct trig_view wave, struct trig_view id);

/** Fetches from memory what will be looked at for [key]: to be called some hundred
 *  nanoseconds before, since in a large set every look waits. The wave need not be
 *  known: a key of the id alone will do. */
void trig_identity_await(const trig_identity *identity, uint64_t key);

/** Adds a record when it is new.
 *  @param out  whether it was; what one is that was not trig_identity_meet says, which is then to be
 *              called for it before the next.
 *  @return TRIG_OK, TRIG_ERR_MEMORY, TRIG_ERR_IO, or an error that trig_identity_settle does away with. */
enum trig_status trig_identity_add(trig_identity *identity, uint64_t key, uint64_t fingerprint, bool *out,
                                   struct trig_error *error);

/** What the set knows of a record, and adds it when it is new.
 *  @param wave, id  as for trig_identity_key.
 *  @param out   NONE (new, now added, or it [replaces] the one loaded from the store), DUPLICATE
 *               (added before from this file), ALREADY_STORED (loaded from the store), CHANGED
 *               (either, with other answers).
 *  @return as trig_identity_add. */
enum trig_status trig_identity_meet(trig_identity *identity, struct trig_view wave, struct trig_view id,
                                    uint64_t fingerprint, enum trig_reason *out, bool *replaces,
                                    struct trig_error *error);

/** To be called when all records have been met, or when that has failed.
 *  @param store   as for trig_identity_load.
 *  @param status  of meeting them, with its [error].
 *  @param again   whether what was said of them does not count: all are to be met once more, in the
 *                 same order.
 *  @return TRIG_OK, or what meeting or telling them apart failed with. */
enum trig_status trig_identity_settle(trig_identity *identity, trig_store *store, enum trig_status status,
                                      bool *again, struct trig_error *error);

#endif
