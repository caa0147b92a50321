#include "surveys/definition/definition_keys.h"

enum trig_status trig_keys_init(struct trig_keys *keys, struct trig_error *error)
{
    *keys = (struct trig_keys){.texts = trig_dictionary_create(error)};
    return keys->texts ? TRIG_OK : TRIG_ERR_MEMORY;
}

void trig_keys_clear(struct trig_keys *keys)
{
    trig_dictionary_destroy(keys->texts);
    trig_free(keys->items);
    *keys = (struct trig_keys){.texts = NULL};
}

enum trig_status trig_keys_add(struct trig_keys *keys, struct trig_view text, size_t target, uint64_t line,
                               const struct trig_key **earlier)
{
    *earlier = NULL;
    size_t count = trig_dictionary_count(keys->texts);
    enum trig_status status =
        trig_grow((void **)&keys->items, &keys->capacity, count + 1, sizeof *keys->items, NULL);
    if (status)
        return status;
    size_t index;
    status = trig_dictionary_add(keys->texts, text, &index, NULL);
    if (status)
        return status;
    if (index < count)
        *earlier = &keys->items[index];
    else
        keys->items[index] = (struct trig_key){.target = target, .line = line};
    return TRIG_OK;
}

const struct trig_key *trig_keys_find(const struct trig_keys *keys, struct trig_view text)
{
    size_t index = trig_dictionary_find(keys->texts, text);
    return index == SIZE_MAX ? NULL : &keys->items[index];
}

size_t trig_keys_target(const struct trig_keys *keys, struct trig_view text)
{
    const struct trig_key *key = trig_keys_find(keys, text);
    return key ? key->target : SIZE_MAX;
}

struct trig_views trig_keys_texts(const struct trig_keys *keys, struct trig_arena *arena)
{
    struct trig_views none = {NULL, 0};
    size_t count = trig_dictionary_count(keys->texts);
    struct trig_view *items = trig_arena_calloc(arena, count, sizeof *items);
    if (!items)
        return none;
    for (size_t i = 0; i < count; i++)
        items[i] = trig_dictionary_at(keys->texts, i);
    return (struct trig_views){.items = items, .count = count};
}
