/* An ordered set of texts: each distinct text has an index, in order of arrival.
 *
 *     "1" -> 0   "2" -> 1   "na" -> 2        find("2") = 1,  at(2) = "na"
 */
#ifndef TRIG_SURVEYS_BASE_DICTIONARY_H
#define TRIG_SURVEYS_BASE_DICTIONARY_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

#include <stdint.h>

typedef struct trig_dictionary trig_dictionary;

trig_dictionary *trig_dictionary_create(struct trig_error *error);
void trig_dictionary_destroy(trig_dictionary *dictionary);

size_t trig_dictionary_count(const trig_dictionary *dictionary);
/** The text at [index]; stays valid for the life of the dictionary. */
struct trig_view trig_dictionary_at(const trig_dictionary *dictionary, size_t index);
/** The index of [text], SIZE_MAX when it is not there. */
size_t trig_dictionary_find(const trig_dictionary *dictionary, struct trig_view text);
/** The index of [text], which is copied and added at the end when it is new. */
enum trig_status trig_dictionary_add(trig_dictionary *dictionary, struct trig_view text, size_t *index,
                                     struct trig_error *error);

#endif
