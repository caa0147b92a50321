/* Texts that may occur once only, with what each stands for and where it was
 * first seen: how duplicates are found and references resolved without reading
 * a list from its start. */
#ifndef TRIG_SURVEYS_DEFINITION_DEFINITION_KEYS_H
#define TRIG_SURVEYS_DEFINITION_DEFINITION_KEYS_H

#include "surveys/base/dictionary.h"
#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

struct trig_key {
    size_t target;
    uint64_t line;
};

struct trig_keys {
    trig_dictionary *texts; /* owned */
    struct trig_key *items; /* owned; one a text, in the order of arrival */
    size_t capacity;
};

enum trig_status trig_keys_init(struct trig_keys *keys, struct trig_error *error);
/** Frees what init made; fine on a zeroed struct. */
void trig_keys_clear(struct trig_keys *keys);

/** Adds [text] unless it is there.
 *  @param earlier  gets the key that was there, NULL when [text] was new.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_keys_add(struct trig_keys *keys, struct trig_view text, size_t target, uint64_t line,
                               const struct trig_key **earlier);

/** The key of [text], NULL when it is not there; valid until the next add. */
const struct trig_key *trig_keys_find(const struct trig_keys *keys, struct trig_view text);

/** The target of [text], SIZE_MAX when it is not there. */
size_t trig_keys_target(const struct trig_keys *keys, struct trig_view text);

/** All texts in the order of arrival, as an array in [arena]; count 0 when
 *  memory is out. */
struct trig_views trig_keys_texts(const struct trig_keys *keys, struct trig_arena *arena);

/** The bytes of [numbers] as a text: a key made of several indices. */
static inline struct trig_view trig_key_of(const size_t *numbers, size_t count)
{
    return trig_view_of((const char *)numbers, count * sizeof *numbers);
}

#endif
