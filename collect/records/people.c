#include "collect/records/people.h"

#include "surveys/base/memory.h"

#include <jansson.h>
#include <stdio.h>

/* The name of the key that an import's pseudonyms were made with; blank: it has none. */
static bool is_other_key(const struct trig_import *import, const struct trig_person_key *key)
{
    json_error_t problem;
    json_t *options = json_loadb(import->options.data, import->options.length, 0, &problem);
    const char *name = json_string_value(json_object_get(options, "person_key"));
    bool other = name && strcmp(name, key->name) != 0;
    json_decref(options);
    return other;
}

static enum trig_status check_imports(trig_store *store, const struct trig_person_key *key,
                                      struct trig_arena *arena, struct trig_error *error)
{
    const struct trig_import *imports = NULL;
    size_t count = 0;
    enum trig_status status = trig_store_imports(store, arena, &imports, &count, error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        if (is_other_key(&imports[i], key))
            status = trig_error_set(error, TRIG_ERR_REFUSED,
                                    "the pseudonyms of import %llu were made with another person key: nobody "
                                    "would be known again; use that one",
                                    (unsigned long long)imports[i].id);
    return status;
}

static enum trig_status take_gravestones(struct trig_people *people, const struct trig_gravestone *stones,
                                         size_t count, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    size_t index;
    if (!count)
        return TRIG_OK;
    people->erased = trig_dictionary_create(error);
    if (!people->erased)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        if (people->key && !trig_view_is(stones[i].key, people->key->name))
            return trig_error_set(error, TRIG_ERR_REFUSED,
                                  "somebody was erased from the store with another person key: they could "
                                  "not be kept out; use that one");
        status = trig_dictionary_add(people->erased, stones[i].tombstone, &index, error);
    }
    return status;
}

enum trig_status trig_people_load(trig_store *store, const struct trig_person_key *key,
                                  struct trig_people *out, struct trig_error *error)
{
    const struct trig_gravestone *stones = NULL;
    size_t count = 0;
    struct trig_arena arena;
    *out = (struct trig_people){.key = key};
    if (!store)
        return TRIG_OK;
    trig_arena_init(&arena);
    enum trig_status status = key ? check_imports(store, key, &arena, error) : TRIG_OK;
    if (status == TRIG_OK)
        status = trig_store_gravestones(store, &arena, &stones, &count, error);
    if (status == TRIG_OK)
        status = take_gravestones(out, stones, count, error);
    trig_arena_clear(&arena);
    return status;
}

void trig_people_clear(struct trig_people *people)
{
    trig_dictionary_destroy(people->erased);
    *people = (struct trig_people){.key = NULL};
}

bool trig_people_is_erased(const struct trig_people *people, struct trig_view pseudonym)
{
    char tombstone[TRIG_TOMBSTONE_TEXT];
    if (!people->key || !people->erased || !pseudonym.length)
        return false;
    trig_tombstone(people->key, pseudonym, tombstone);
    return trig_dictionary_find(people->erased, trig_view(tombstone)) != SIZE_MAX;
}

bool trig_people_pseudonym(struct trig_view text, struct trig_view *out)
{
    const size_t prefix = sizeof TRIG_PERSON_PREFIX - 1;
    if (text.length != prefix + TRIG_PSEUDONYM_TEXT - 1 || memcmp(text.data, TRIG_PERSON_PREFIX, prefix) != 0)
        return false;
    for (size_t i = prefix; i < text.length; i++)
        if (!strchr("0123456789abcdef", text.data[i]))
            return false;
    *out = trig_view_of(text.data + prefix, text.length - prefix);
    return true;
}

enum trig_status trig_people_read(const struct trig_person_key *key, struct trig_view cell,
                                  trig_batch_builder *builder, size_t target,
                                  char person[TRIG_PSEUDONYM_TEXT], struct trig_error *error)
{
    struct trig_view known;
    enum trig_status status = TRIG_OK;
    if (trig_people_pseudonym(cell, &known))
        snprintf(person, TRIG_PSEUDONYM_TEXT, "%.*s", TRIG_VIEW_ARG(known));
    else if (cell.length && key)
        status = trig_pseudonym(key, cell, person, error);
    if (status != TRIG_OK)
        return status;
    if (person[0])
        return trig_builder_set_text(builder, target, trig_view(person), error);
    trig_builder_set_missing(builder, target, TRIG_SKIPPED);
    return TRIG_OK;
}
