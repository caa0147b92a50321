/* Records that are told apart in memory: what is known of each by its key.
 *
 *     key = hash(wave id, response id) -> fingerprint of its answers, and where it was met
 *
 * 16 bytes a record, held as two 64-bit hashes, in a table with a quarter of its
 * places free or more.
 */
#ifndef TRIG_COLLECT_INTAKE_IDENTITY_SET_H
#define TRIG_COLLECT_INTAKE_IDENTITY_SET_H

#include "surveys/base/error.h"

#include <stdbool.h>

/* What a record is to those that were met before it. */
enum trig_meeting {
    TRIG_MEETING_NEW,       /* now it is known */
    TRIG_MEETING_DUPLICATE, /* met in the same file */
    TRIG_MEETING_STORED,    /* the store has it */
    TRIG_MEETING_CHANGED,   /* either, with other answers */
    TRIG_MEETING_REPLACES   /* the store has it with other answers, whose place it takes */
};

struct trig_identity_slot;

/* Begin with a zeroed struct. */
struct trig_identity_set {
    struct trig_identity_slot *slots; /* owned; NULL: none yet */
    size_t mask;
    size_t count;
};

/** Makes room for [count] records in all, where memory allows: else the set grows as they come. */
void trig_identity_set_reserve(struct trig_identity_set *set, uint64_t count);
/** Forgets all records and keeps the room. */
void trig_identity_set_empty(struct trig_identity_set *set);
void trig_identity_set_clear(struct trig_identity_set *set);

/** Fetches from memory what will be looked at for [key]. */
void trig_identity_set_await(const struct trig_identity_set *set, uint64_t key);

/** Adds a record unless it is known. @param key  not 0.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_identity_set_add(struct trig_identity_set *set, uint64_t key, uint64_t fingerprint,
                                       bool *is_new, struct trig_error *error);

/** Whether a record was added with this key and this fingerprint. */
bool trig_identity_set_holds(const struct trig_identity_set *set, uint64_t key, uint64_t fingerprint);

/** Adds a record that the store has.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_identity_set_load(struct trig_identity_set *set, uint64_t key, uint64_t fingerprint,
                                        struct trig_error *error);

/** What a record of a file is, which is added when it is new.
 *  @param replaces  changed answers take the place of stored ones, once.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_identity_set_meet(struct trig_identity_set *set, uint64_t key, uint64_t fingerprint,
                                        bool replaces, enum trig_meeting *out, struct trig_error *error);

#endif
