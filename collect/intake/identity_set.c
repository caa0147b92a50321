#include "collect/intake/identity_set.h"

#include "surveys/base/memory.h"

#include <string.h>

#define FIRST_CAPACITY ((size_t)1024)

/* What is expected is estimated from the beginning of a file, which may mislead. */
#define MOST_EXPECTED ((size_t)1 << 24)

/* A fingerprint's lowest bit tells where the record was met. */
#define FROM_STORE UINT64_C(1)

struct trig_identity_slot {
    uint64_t key; /* 0: free */
    uint64_t fingerprint;
};

/* The lower half of a key, without its lowest bit, says where its place is. */
static size_t home(uint64_t key, size_t mask)
{
    return (size_t)((uint32_t)key >> 1) & mask;
}

static struct trig_identity_slot *find(struct trig_identity_slot *slots, size_t mask, uint64_t key)
{
    size_t i = home(key, mask);
    while (slots[i].key && slots[i].key != key)
        i = (i + 1) & mask;
    return &slots[i];
}

static enum trig_status resize(struct trig_identity_set *set, size_t capacity, struct trig_error *error)
{
    struct trig_identity_slot *slots = trig_calloc_table(capacity, sizeof *slots);
    if (!slots) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to tell %zu records apart", set->count);
        return TRIG_ERR_MEMORY;
    }
    for (size_t i = 0; set->slots && i <= set->mask; i++)
        if (set->slots[i].key)
            *find(slots, capacity - 1, set->slots[i].key) = set->slots[i];
    trig_free(set->slots);
    set->slots = slots;
    set->mask = capacity - 1;
    return TRIG_OK;
}

/* The set is at most three quarters full. */
static bool is_crowded(uint64_t count, size_t capacity)
{
    return count > capacity / 4 * 3;
}

void trig_identity_set_reserve(struct trig_identity_set *set, uint64_t count)
{
    size_t capacity = set->slots ? set->mask + 1 : FIRST_CAPACITY;
    while (is_crowded(count, capacity) && capacity <= MOST_EXPECTED)
        capacity *= 2;
    if (!set->slots || capacity > set->mask + 1)
        resize(set, capacity, NULL);
}

void trig_identity_set_empty(struct trig_identity_set *set)
{
    if (set->slots)
        memset(set->slots, 0, (set->mask + 1) * sizeof *set->slots);
    set->count = 0;
}

void trig_identity_set_clear(struct trig_identity_set *set)
{
    trig_free(set->slots);
    *set = (struct trig_identity_set){.slots = NULL};
}

void trig_identity_set_await(const struct trig_identity_set *set, uint64_t key)
{
    if (set->slots)
        __builtin_prefetch(&set->slots[home(key, set->mask)]);
}

/* The place of [key], with room for one more beside it; NULL when memory is out. */
static struct trig_identity_slot *find_place(struct trig_identity_set *set, uint64_t key,
                                             struct trig_error *error)
{
    size_t larger = set->slots ? (set->mask + 1) * 2 : FIRST_CAPACITY;
    bool has_room = set->slots && !is_crowded(set->count + 1, set->mask + 1);
    if (!has_room && resize(set, larger, error) != TRIG_OK)
        return NULL;
    return find(set->slots, set->mask, key);
}

static void fill(struct trig_identity_set *set, struct trig_identity_slot *slot, uint64_t key,
                 uint64_t fingerprint)
{
    *slot = (struct trig_identity_slot){key, fingerprint};
    set->count++;
}

enum trig_status trig_identity_set_add(struct trig_identity_set *set, uint64_t key, uint64_t fingerprint,
                                       bool *is_new, struct trig_error *error)
{
    struct trig_identity_slot *slot = find_place(set, key, error);
    if (!slot)
        return TRIG_ERR_MEMORY;
    *is_new = !slot->key;
    if (*is_new)
        fill(set, slot, key, fingerprint & ~FROM_STORE);
    return TRIG_OK;
}

bool trig_identity_set_holds(const struct trig_identity_set *set, uint64_t key, uint64_t fingerprint)
{
    if (!set->slots)
        return false;
    const struct trig_identity_slot *slot = find(set->slots, set->mask, key);
    return slot->key == key && ((slot->fingerprint ^ fingerprint) & ~FROM_STORE) == 0;
}

enum trig_status trig_identity_set_load(struct trig_identity_set *set, uint64_t key, uint64_t fingerprint,
                                        struct trig_error *error)
{
    struct trig_identity_slot *slot = find_place(set, key, error);
    if (!slot)
        return TRIG_ERR_MEMORY;
    if (!slot->key)
        fill(set, slot, key, fingerprint | FROM_STORE);
    return TRIG_OK;
}

/* What a record is to the one in [slot], which is known. */
static enum trig_meeting compare(struct trig_identity_slot *slot, uint64_t fingerprint, bool replaces)
{
    bool is_stored = slot->fingerprint & FROM_STORE;
    if ((slot->fingerprint & ~FROM_STORE) == fingerprint)
        return is_stored ? TRIG_MEETING_STORED : TRIG_MEETING_DUPLICATE;
    if (!is_stored || !replaces)
        return TRIG_MEETING_CHANGED;
    slot->fingerprint = fingerprint;
    return TRIG_MEETING_REPLACES;
}

enum trig_status trig_identity_set_meet(struct trig_identity_set *set, uint64_t key, uint64_t fingerprint,
                                        bool replaces, enum trig_meeting *out, struct trig_error *error)
{
    struct trig_identity_slot *slot = find_place(set, key, error);
    if (!slot)
        return TRIG_ERR_MEMORY;
    fingerprint &= ~FROM_STORE;
    *out = TRIG_MEETING_NEW;
    if (slot->key)
        *out = compare(slot, fingerprint, replaces);
    else
        fill(set, slot, key, fingerprint);
    return TRIG_OK;
}
