/* Pseudonyms: who answered, so that waves can be linked and a person erased, but not
 * told by anybody who lacks the key.
 *
 *     respondent id --BLAKE2b with the key--> pseudonym --BLAKE2b with the key--> tombstone
 *         "S4711"                             "3f0c..."                           "b17e..."
 *
 * Ids of staff can be enumerated, so a plain hash of one hides nobody: the key makes the
 * difference, and lies in a file outside the store, which the user keeps.
 */
#ifndef TRIG_SURVEYS_BASE_PSEUDONYM_H
#define TRIG_SURVEYS_BASE_PSEUDONYM_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

/* Room for the hexadecimal forms with their NUL. */
#define TRIG_PSEUDONYM_TEXT 33
#define TRIG_TOMBSTONE_TEXT 65

struct trig_person_key {
    unsigned char bytes[32];
    char name[17]; /* tells one key from another and gives nothing of it away */
};

/** Makes a key of the bytes in [path], at least 32 and at most 64 KiB of them.
 *  @return TRIG_OK; TRIG_ERR_REFUSED (others than its owner may read the file);
 *          TRIG_ERR_FORMAT (too short, no file); TRIG_ERR_MISSING, TRIG_ERR_IO. */
enum trig_status trig_person_key_read(const char *path, struct trig_person_key *out,
                                      struct trig_error *error);

/** Makes a file with a new random key, readable by its owner only. Nothing that is there
 *  is overwritten.
 *  @return TRIG_OK; TRIG_ERR_REFUSED (the file exists); TRIG_ERR_IO. */
enum trig_status trig_person_key_make(const char *path, struct trig_error *error);

/** The pseudonym of [id], whose spellings (case, white space) count as one.
 *  @return TRIG_OK, TRIG_ERR_FORMAT (not UTF-8), TRIG_ERR_MEMORY. */
enum trig_status trig_pseudonym(const struct trig_person_key *key, struct trig_view id,
                                char out[TRIG_PSEUDONYM_TEXT], struct trig_error *error);

/** What says that the person with this pseudonym was erased, to nobody but the holder of
 *  the key and of the id. */
void trig_tombstone(const struct trig_person_key *key, struct trig_view pseudonym,
                    char out[TRIG_TOMBSTONE_TEXT]);

#endif
