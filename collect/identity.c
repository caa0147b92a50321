#include "collect/identity.h"

#include "surveys/hash.h"
#include "surveys/memory.h"

#define FIRST_CAPACITY 1024u

/* What is expected is estimated from the beginning of a file, which may mislead. */
#define MOST_EXPECTED ((size_t)1 << 24)

/* A fingerprint's lowest bit tells where the record was met. */
#define FROM_STORE UINT64_C(1)

/* So many rows of the store ahead what will be looked at is fetched. */
#define AHEAD 16u

#define LOWER_HALF UINT64_C(0xFFFFFFFF)

struct slot {
    uint64_t key; /* 0: free */
    uint64_t fingerprint;
};

struct trig_identity {
    struct slot *slots;
    size_t mask;
    size_t count;
    uint64_t expected; /* in all */
};

trig_identity *trig_identity_create(struct trig_error *error)
{
    trig_identity *identity = trig_calloc(1, sizeof *identity);
    struct slot *slots = trig_calloc(FIRST_CAPACITY, sizeof *slots);
    if (!identity || !slots) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to tell records apart");
        trig_free(identity);
        trig_free(slots);
        return NULL;
    }
    identity->slots = slots;
    identity->mask = FIRST_CAPACITY - 1;
    return identity;
}

void trig_identity_destroy(trig_identity *identity)
{
    if (!identity)
        return;
    trig_free(identity->slots);
    trig_free(identity);
}

/* The lower half, which says where the slot is, is of the id alone: so it can be
 * fetched before the wave is known. */
uint64_t trig_identity_key(struct trig_view wave, struct trig_view id)
{
    uint64_t id_hash = trig_checksum(id.data, id.length, 0);
    uint64_t wave_hash = wave.length ? trig_checksum(wave.data, wave.length, 0) : 0;
    return (id_hash ^ (wave_hash << 32)) | 1;
}

void trig_identity_await(const trig_identity *identity, uint64_t key)
{
    __builtin_prefetch(&identity->slots[(key & LOWER_HALF) >> 1 & identity->mask]);
}

static struct slot *find(struct slot *slots, size_t mask, uint64_t key)
{
    size_t i = (key & LOWER_HALF) >> 1 & mask;
    while (slots[i].key && slots[i].key != key)
        i = (i + 1) & mask;
    return &slots[i];
}

static enum trig_status resize(trig_identity *identity, size_t capacity, struct trig_error *error)
{
    struct slot *slots = trig_calloc_table(capacity, sizeof *slots);
    if (!slots)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to tell %zu records apart",
                              identity->count);
    for (size_t i = 0; i <= identity->mask; i++)
        if (identity->slots[i].key)
            *find(slots, capacity - 1, identity->slots[i].key) = identity->slots[i];
    trig_free(identity->slots);
    identity->slots = slots;
    identity->mask = capacity - 1;
    return TRIG_OK;
}

/* The set is at most three quarters full. */
static bool is_crowded(uint64_t count, size_t capacity)
{
    return count > capacity / 4 * 3;
}

void trig_identity_expect(trig_identity *identity, uint64_t count)
{
    size_t capacity = identity->mask + 1;
    identity->expected += count;
    while (is_crowded(identity->expected, capacity) && capacity <= MOST_EXPECTED)
        capacity *= 2;
    if (capacity > identity->mask + 1)
        resize(identity, capacity, NULL);
}

static enum trig_status add(trig_identity *identity, struct slot *slot, uint64_t key, uint64_t fingerprint,
                            struct trig_error *error)
{
    *slot = (struct slot){key, fingerprint};
    identity->count++;
    if (!is_crowded(identity->count, identity->mask + 1))
        return TRIG_OK;
    return resize(identity, (identity->mask + 1) * 2, error);
}

/* What is known of a record, which is added when it is new. */
static enum trig_status meet(trig_identity *identity, uint64_t key, uint64_t fingerprint, uint64_t origin,
                             enum trig_reason *out, struct trig_error *error)
{
    fingerprint &= ~FROM_STORE;
    struct slot *slot = find(identity->slots, identity->mask, key);
    *out = TRIG_REASON_NONE;
    if (!slot->key)
        return add(identity, slot, key, fingerprint | origin, error);
    bool same = (slot->fingerprint & ~FROM_STORE) == fingerprint;
    enum trig_reason repeated =
        slot->fingerprint & FROM_STORE ? TRIG_REASON_ALREADY_STORED : TRIG_REASON_DUPLICATE;
    *out = same ? repeated : TRIG_REASON_CHANGED;
    return TRIG_OK;
}

enum trig_status trig_identity_add(trig_identity *identity, uint64_t key, uint64_t fingerprint, bool *out,
                                   struct trig_error *error)
{
    struct slot *slot = find(identity->slots, identity->mask, key);
    *out = !slot->key;
    return *out ? add(identity, slot, key, fingerprint & ~FROM_STORE, error) : TRIG_OK;
}

enum trig_status trig_identity_meet(trig_identity *identity, struct trig_view wave, struct trig_view id,
                                    uint64_t fingerprint, enum trig_reason *out, struct trig_error *error)
{
    return meet(identity, trig_identity_key(wave, id), fingerprint, 0, out, error);
}

bool trig_identity_replace(trig_identity *identity, struct trig_view wave, struct trig_view id,
                           uint64_t fingerprint)
{
    struct slot *slot = find(identity->slots, identity->mask, trig_identity_key(wave, id));
    if (!slot->key || !(slot->fingerprint & FROM_STORE))
        return false;
    slot->fingerprint = fingerprint & ~FROM_STORE;
    return true;
}

/* The key of row [row]; 0: it has no response id. */
static uint64_t key_of(const struct trig_batch *batch, bool has_waves, size_t row)
{
    struct trig_view wave = {NULL, 0};
    size_t code = 0;
    if (trig_column_answer(&batch->columns[0], row, NULL) != TRIG_ANSWERED)
        return 0;
    if (has_waves && trig_column_answer(&batch->columns[2], row, &code) == TRIG_ANSWERED)
        wave = trig_dictionary_at(batch->columns[2].dictionary, code);
    return trig_identity_key(wave, trig_column_text(&batch->columns[0], row));
}

/* Row by row, AHEAD rows behind the one whose slot is being fetched. */
static enum trig_status take_batch(trig_identity *identity, const struct trig_batch *batch, bool has_waves,
                                   struct trig_error *error)
{
    const struct trig_column *fingerprints = &batch->columns[1];
    uint64_t keys[AHEAD] = {0};
    enum trig_status status = TRIG_OK;
    for (size_t next = 0; next < batch->rows + AHEAD && status == TRIG_OK; next++) {
        enum trig_reason ignored;
        uint64_t key = keys[next % AHEAD];
        keys[next % AHEAD] = next < batch->rows ? key_of(batch, has_waves, next) : 0;
        trig_identity_await(identity, keys[next % AHEAD]);
        if (key)
            status = meet(identity, key, fingerprints->words[next - AHEAD], FROM_STORE, &ignored, error);
    }
    return status;
}

enum trig_status trig_identity_load(trig_identity *identity, trig_store *store, struct trig_error *error)
{
    const trig_definition *definition = trig_store_definition(store);
    size_t record = trig_definition_role(definition, TRIG_ROLE_RECORD);
    bool has_waves = definition->wave_count > 0;
    if (record == TRIG_NONE)
        return TRIG_OK;
    const struct trig_view names[] = {definition->variables[record].name, trig_view(TRIG_COLUMN_FINGERPRINT),
                                      trig_view(TRIG_COLUMN_WAVE)};
    trig_scan *scan = NULL;
    struct trig_batch batch;
    enum trig_status status = trig_scan_open(store, names, has_waves ? 3 : 2, &scan, error);
    if (status != TRIG_OK)
        return status;
    trig_identity_expect(identity, trig_scan_rows(scan));
    while ((status = trig_scan_next(scan, &batch, error)) == TRIG_OK && batch.rows)
        if ((status = take_batch(identity, &batch, has_waves, error)) != TRIG_OK)
            break;
    trig_scan_close(scan);
    return status;
}
