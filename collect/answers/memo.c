#include "collect/answers/memo.h"

#define FIRST_CAPACITY 64u

/* Beyond this many distinct texts, or for one longer than this, remembering
 * costs more than it saves: a file of all different answers must not fill memory. */
#define MOST_ENTRIES ((size_t)32768)
#define LONGEST_TEXT ((size_t)4096)

enum trig_status trig_memo_init(struct trig_memo *memo, trig_memo_resolve *resolve, void *context,
                                struct trig_error *error)
{
    *memo = (struct trig_memo){.resolve = resolve, .context = context, .mask = FIRST_CAPACITY - 1};
    trig_arena_init(&memo->texts);
    memo->entries = trig_calloc(FIRST_CAPACITY, sizeof *memo->entries);
    memo->shorts = trig_calloc(TRIG_MEMO_SHORTS, sizeof *memo->shorts);
    if (memo->entries && memo->shorts)
        return TRIG_OK;
    trig_memo_clear(memo);
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to remember answers");
}

void trig_memo_clear(struct trig_memo *memo)
{
    trig_free(memo->entries);
    trig_free(memo->shorts);
    trig_arena_clear(&memo->texts);
    memo->entries = NULL;
    memo->shorts = NULL;
}

static void place(struct trig_memo_entry *entries, size_t mask, const struct trig_memo_entry *entry)
{
    size_t i = (entry->hash >> 1) & mask;
    while (entries[i].hash)
        i = (i + 1) & mask;
    entries[i] = *entry;
}

static enum trig_status grow(struct trig_memo *memo, struct trig_error *error)
{
    size_t capacity = (memo->mask + 1) * 2;
    struct trig_memo_entry *entries = trig_calloc(capacity, sizeof *entries);
    if (!entries)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to remember answers");
    for (size_t i = 0; i <= memo->mask; i++)
        if (memo->entries[i].hash)
            place(entries, capacity - 1, &memo->entries[i]);
    trig_free(memo->entries);
    memo->entries = entries;
    memo->mask = capacity - 1;
    return TRIG_OK;
}

const struct trig_meaning *trig_memo_learn(struct trig_memo *memo, struct trig_view text, uint64_t hash,
                                           struct trig_error *error)
{
    memo->last = (struct trig_meaning){TRIG_ANSWERED, TRIG_REASON_NONE, 0, 0};
    if (memo->resolve(memo->context, text, &memo->last, error) != TRIG_OK)
        return NULL;
    if (text.length <= 1) {
        *trig_memo_short(memo, text) = (struct trig_memo_short){memo->last, true};
        return &memo->last;
    }
    if (memo->count >= MOST_ENTRIES || text.length > LONGEST_TEXT)
        return &memo->last;
    if ((memo->count + 1) * 2 > memo->mask && grow(memo, error) != TRIG_OK)
        return NULL;
    struct trig_view copy = trig_arena_copy(&memo->texts, text);
    if (text.length && !copy.data) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to remember answers");
        return NULL;
    }
    struct trig_memo_entry entry = {hash, copy.data, copy.length, memo->last};
    place(memo->entries, memo->mask, &entry);
    memo->count++;
    return &memo->last;
}
