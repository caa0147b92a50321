/* Who answered, as far as a store knows: pseudonyms made with its key, and those who were
 * erased from it and must not come back. */
#ifndef TRIG_COLLECT_RECORDS_PEOPLE_H
#define TRIG_COLLECT_RECORDS_PEOPLE_H

#include "surveys/base/dictionary.h"
#include "surveys/base/error.h"
#include "surveys/base/pseudonym.h"
#include "surveys/batch/batch_builder.h"
#include "surveys/store/store.h"
#include "surveys/store/store_erase.h"

/* How a pseudonym stands in a reject, so that it is known again when that is corrected. */
#define TRIG_PERSON_PREFIX "person:"

struct trig_people {
    const struct trig_person_key *key; /* borrowed; NULL: none was given */
    trig_dictionary *erased;           /* owned: tombstones; NULL: nobody was erased */
};

/** Checks that [key] is the one that the store's pseudonyms were made with, and loads who
 *  was erased.
 *  @param store  NULL: nothing is known.
 *  @param key    may be NULL.
 *  @param out    free with trig_people_clear in any case.
 *  @return TRIG_OK; TRIG_ERR_REFUSED (another key). */
enum trig_status trig_people_load(trig_store *store, const struct trig_person_key *key,
                                  struct trig_people *out, struct trig_error *error);
void trig_people_clear(struct trig_people *people);

/** Whether whoever has this pseudonym was erased; false without a key. */
bool trig_people_is_erased(const struct trig_people *people, struct trig_view pseudonym);

/** Reads a trimmed cell that tells who answered into the row being filled, as a pseudonym;
 *  nothing of the id itself goes any further.
 *  @param key     NULL: only what is a pseudonym already is kept.
 *  @param person  gets it; blank: there is none. */
enum trig_status trig_people_read(const struct trig_person_key *key, struct trig_view cell,
                                  trig_batch_builder *builder, size_t target,
                                  char person[TRIG_PSEUDONYM_TEXT], struct trig_error *error);

/** The pseudonym in [text] when it is one as rejects hold it.
 *  @return whether it is. */
bool trig_people_pseudonym(struct trig_view text, struct trig_view *out);

#endif
