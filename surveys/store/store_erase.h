/* Removing a person from a store, everywhere, for good.
 *
 *     responses with the pseudonym   their rows leave every segment, dictionaries included;
 *                                    a blank reject "erased" stands for each in the counts
 *     their rejects                  become such blank ones
 *     the person                     leaves a tombstone, so as not to come back
 *
 * What is freed is overwritten, and the log emptied: no byte of the answers stays in the
 * store's file or in one beside it.
 */
#ifndef TRIG_SURVEYS_STORE_STORE_ERASE_H
#define TRIG_SURVEYS_STORE_STORE_ERASE_H

#include "surveys/store/store.h"

/* Why a reject is blank. */
#define TRIG_STORE_ERASED "erased"

struct trig_erasure {
    struct trig_view column;    /* the variable that holds pseudonyms */
    struct trig_view record;    /* the one that holds response ids; blank: none */
    struct trig_view pseudonym; /* whom to remove */
    struct trig_view tombstone;
    struct trig_view key; /* the name of the key */

    void *context;
    /* Is told the response id of each response that is removed. */
    enum trig_status (*note)(void *context, uint64_t import, struct trig_view record,
                             struct trig_error *error);
    /* Says in [*theirs] whether a reject is the person's; asked when all responses are noted. */
    enum trig_status (*is_theirs)(void *context, const struct trig_reject *reject, bool *theirs,
                                  struct trig_error *error);
};

struct trig_erased {
    uint64_t responses;
    uint64_t rejects;
    uint64_t nameless; /* responses in the store that have no pseudonym: nobody knows whose */
};

/** Removes a person, in one transaction.
 *  @return TRIG_OK, also when nothing of theirs was there; TRIG_ERR_BUSY (another program
 *          holds the store; when it was reading only, the person is removed already, and
 *          their bytes are gone from the files once it has ended and this is done again);
 *          TRIG_ERR_DAMAGED: nothing was changed. */
enum trig_status trig_store_erase(trig_store *store, const struct trig_erasure *erasure,
                                  struct trig_erased *out, struct trig_error *error);

struct trig_gravestone {
    struct trig_view time;
    struct trig_view tombstone;
    struct trig_view key;
};

/** Everybody who was erased; texts and array live in the arena. */
enum trig_status trig_store_gravestones(trig_store *store, struct trig_arena *arena,
                                        const struct trig_gravestone **out, size_t *count,
                                        struct trig_error *error);

#endif
