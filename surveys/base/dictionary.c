#include "surveys/base/dictionary.h"

#include "surveys/base/memory.h"

#include <limits.h>

#include <xxhash.h>

/* uthash reports an allocation that failed instead of ending the program: an
 * entry that could not be added has no table. */
#define HASH_NONFATAL_OOM          1
#define uthash_malloc(size)        trig_memory_raw(NULL, (size))
#define uthash_free(pointer, size) trig_memory_raw((pointer), 0)
#include <uthash.h>

struct entry {
    struct trig_view text; /* in the dictionary's arena */
    size_t index;
    UT_hash_handle hh;
};

struct trig_dictionary {
    struct trig_arena arena; /* owns the entries and their texts */
    struct entry *table;     /* by text */
    struct entry **entries;  /* by index */
    size_t count;
    size_t capacity;
};

trig_dictionary *trig_dictionary_create(struct trig_error *error)
{
    trig_dictionary *dictionary = trig_calloc(1, sizeof *dictionary);
    if (!dictionary)
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a dictionary");
    return dictionary;
}

void trig_dictionary_destroy(trig_dictionary *dictionary)
{
    if (!dictionary)
        return;
    HASH_CLEAR(hh, dictionary->table);
    trig_free(dictionary->entries);
    trig_arena_clear(&dictionary->arena);
    trig_free(dictionary);
}

size_t trig_dictionary_count(const trig_dictionary *dictionary)
{
    return dictionary->count;
}

struct trig_view trig_dictionary_at(const trig_dictionary *dictionary, size_t index)
{
    return dictionary->entries[index]->text;
}

/* memcmp and the hash want a pointer even for no bytes at all. */
static struct trig_view with_data(struct trig_view text)
{
    return text.length ? text : trig_view_of("", 0);
}

static unsigned hash_of(struct trig_view text)
{
    return (unsigned)XXH3_64bits(text.data, text.length);
}

static struct entry *look_up(const trig_dictionary *dictionary, struct trig_view text, unsigned hash)
{
    struct entry *found = NULL;
    if (dictionary->table)
        HASH_FIND_BYHASHVALUE(hh, dictionary->table, text.data, text.length, hash, found);
    return found;
}

size_t trig_dictionary_find(const trig_dictionary *dictionary, struct trig_view text)
{
    text = with_data(text);
    const struct entry *found = look_up(dictionary, text, hash_of(text));
    return found ? found->index : SIZE_MAX;
}

/* A new entry that is in the table and not yet in the list; NULL: no memory.
 * The arena keeps what a failed attempt took until the dictionary goes. */
static struct entry *insert(trig_dictionary *dictionary, struct trig_view text, unsigned hash)
{
    struct entry *entry = trig_arena_calloc(&dictionary->arena, 1, sizeof *entry);
    if (!entry)
        return NULL;
    entry->text = trig_arena_copy(&dictionary->arena, text);
    if (!entry->text.data)
        return NULL;
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, dictionary->table, entry->text.data, entry->text.length, hash, entry);
    return entry->hh.tbl ? entry : NULL;
}

enum trig_status trig_dictionary_add(trig_dictionary *dictionary, struct trig_view text, size_t *index,
                                     struct trig_error *error)
{
    if (text.length > UINT_MAX) /* uthash counts a key's bytes in an unsigned int */
        return trig_error_set(error, TRIG_ERR_LIMIT, "a text of %zu bytes is too long for a dictionary",
                              text.length);
    text = with_data(text);
    unsigned hash = hash_of(text);
    struct entry *entry = look_up(dictionary, text, hash);
    if (!entry) {
        enum trig_status status = trig_grow((void **)&dictionary->entries, &dictionary->capacity,
                                            dictionary->count + 1, sizeof(struct entry *), error);
        if (status)
            return status;
        entry = insert(dictionary, text, hash);
        if (!entry)
            return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a dictionary of %zu texts",
                                  dictionary->count + 1);
        entry->index = dictionary->count;
        dictionary->entries[dictionary->count++] = entry;
    }
    if (index)
        *index = entry->index;
    return TRIG_OK;
}
