/* Which records are known already, by wave and response id.
 *
 *     key = hash(wave id, response id) -> fingerprint of its answers
 *
 * 16 bytes a record, held as two 64-bit hashes: two records are taken for one
 * only when both agree, which happens once in 10^19 pairs of different records
 * with different answers; that two ids alone collide (once in 4 x 10^7 imports of
 * a million records) shows as a record set aside as changed, never as a silent loss.
 */
#ifndef TRIG_COLLECT_IDENTITY_H
#define TRIG_COLLECT_IDENTITY_H

#include "surveys/definition.h"
#include "surveys/error.h"
#include "surveys/store.h"

#include "collect/reason.h"

typedef struct trig_identity trig_identity;

/** An empty set. NULL when memory is out. */
trig_identity *trig_identity_create(struct trig_error *error);
void trig_identity_destroy(trig_identity *identity);

/** Makes room for [count] records beside those expected already, so that the set need not grow while they
 * come. More than that may come, and memory for it may be lacking: then it just grows. */
void trig_identity_expect(trig_identity *identity, uint64_t count);

/** Adds every record with a response id that [store] holds. */
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
 *  @param out  whether it was; what is known of one that was not says trig_identity_meet.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_identity_add(trig_identity *identity, uint64_t key, uint64_t fingerprint, bool *out,
                                   struct trig_error *error);

/** What the set knows of a record, and adds it when it is new.
 *  @param wave, id  as for trig_identity_key.
 *  @param out   NONE (new, now added), DUPLICATE (added before from this file),
 *               ALREADY_STORED (loaded from the store), CHANGED (either, with other answers).
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_identity_meet(trig_identity *identity, struct trig_view wave, struct trig_view id,
                                    uint64_t fingerprint, enum trig_reason *out, struct trig_error *error);

/** Lets a record that came again with other answers take the place of the one that was
 *  loaded from the store.
 *  @return whether there was one; a record met in this file is not replaced. */
bool trig_identity_replace(trig_identity *identity, struct trig_view wave, struct trig_view id,
                           uint64_t fingerprint);

#endif
