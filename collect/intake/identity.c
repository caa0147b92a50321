#include "collect/intake/identity.h"

#include "surveys/base/hash.h"
#include "surveys/base/memory.h"

#include "collect/intake/repeats.h"

/* So many rows of the store ahead what will be looked at is fetched. */
#define AHEAD 16u

struct trig_identity {
    uint64_t room;
    uint64_t expected; /* in all */
    bool replaces;
    struct trig_identity_set set;
    bool is_large;         /* too many for the set */
    bool is_full;          /* that was not expected: what was met does not count */
    trig_repeats *repeats; /* of a large one, from the first record on */
    bool is_settled;       /* the repeats are */
};

trig_identity *trig_identity_create(uint64_t room, bool replaces, struct trig_error *error)
{
    trig_identity *identity = trig_calloc(1, sizeof *identity);
    if (identity)
        *identity = (trig_identity){.room = room ? room : TRIG_IDENTITY_ROOM, .replaces = replaces};
    else
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to tell records apart");
    return identity;
}

void trig_identity_destroy(trig_identity *identity)
{
    if (!identity)
        return;
    trig_identity_set_clear(&identity->set);
    trig_repeats_destroy(identity->repeats);
    trig_free(identity);
}

/* The lower half, which says where the record's place is, is of the id alone: so that can be
 * fetched before the wave is known. */
uint64_t trig_identity_key(struct trig_view wave, struct trig_view id)
{
    uint64_t id_hash = trig_checksum(id.data, id.length, 0);
    uint64_t wave_hash = wave.length ? trig_checksum(wave.data, wave.length, 0) : 0;
    return (id_hash ^ (wave_hash << 32)) | 1;
}

void trig_identity_await(const trig_identity *identity, uint64_t key)
{
    trig_identity_set_await(&identity->set, key);
}

void trig_identity_expect(trig_identity *identity, uint64_t count)
{
    identity->expected += count;
    if (!identity->set.count && identity->expected > identity->room)
        identity->is_large = true;
    if (identity->is_large)
        trig_identity_set_clear(&identity->set);
    else
        trig_identity_set_reserve(&identity->set, identity->expected);
}

/* ---- one record --------------------------------------------------------------------------- */

static enum trig_status check_room(trig_identity *identity, struct trig_error *error)
{
    if (identity->set.count < identity->room)
        return TRIG_OK;
    identity->is_full = true;
    return trig_error_set(error, TRIG_ERR_LIMIT, "more records than are told apart in memory");
}

/* A record of a file among too many for the set. */
static enum trig_status meet_large(trig_identity *identity, uint64_t key, uint64_t fingerprint,
                                   enum trig_meeting *out, struct trig_error *error)
{
    *out = TRIG_MEETING_NEW;
    if (identity->is_settled)
        return trig_repeats_look(identity->repeats, out, error);
    enum trig_status status = TRIG_OK;
    if (!identity->repeats)
        status = trig_repeats_create(identity->replaces, &identity->repeats, error);
    return status == TRIG_OK ? trig_repeats_note(identity->repeats, key, fingerprint, error) : status;
}

enum trig_status trig_identity_add(trig_identity *identity, uint64_t key, uint64_t fingerprint, bool *out,
                                   struct trig_error *error)
{
    enum trig_meeting meeting = TRIG_MEETING_NEW;
    enum trig_status status;
    if (identity->is_large) {
        status = meet_large(identity, key, fingerprint, &meeting, error);
        *out = status == TRIG_OK && meeting == TRIG_MEETING_NEW;
        if (*out && identity->is_settled)
            trig_repeats_pass(identity->repeats);
        return status;
    }
    status = check_room(identity, error);
    return status == TRIG_OK ? trig_identity_set_add(&identity->set, key, fingerprint, out, error) : status;
}

enum trig_status trig_identity_meet(trig_identity *identity, struct trig_view wave, struct trig_view id,
                                    uint64_t fingerprint, enum trig_reason *out, bool *replaces,
                                    struct trig_error *error)
{
    static const enum trig_reason reasons[] = {[TRIG_MEETING_NEW] = TRIG_REASON_NONE,
                                               [TRIG_MEETING_DUPLICATE] = TRIG_REASON_DUPLICATE,
                                               [TRIG_MEETING_STORED] = TRIG_REASON_ALREADY_STORED,
                                               [TRIG_MEETING_CHANGED] = TRIG_REASON_CHANGED,
                                               [TRIG_MEETING_REPLACES] = TRIG_REASON_NONE};
    uint64_t key = trig_identity_key(wave, id);
    enum trig_meeting meeting = TRIG_MEETING_NEW;
    enum trig_status status = identity->is_large ? TRIG_OK : check_room(identity, error);
    if (status == TRIG_OK && identity->is_large)
        status = meet_large(identity, key, fingerprint, &meeting, error);
    else if (status == TRIG_OK)
        status =
            trig_identity_set_meet(&identity->set, key, fingerprint, identity->replaces, &meeting, error);
    if (status == TRIG_OK && identity->is_settled)
        trig_repeats_pass(identity->repeats);
    *out = reasons[meeting];
    *replaces = meeting == TRIG_MEETING_REPLACES;
    return status;
}

/* ---- all records that the store has --------------------------------------------------------- */

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

static enum trig_status load(trig_identity *identity, uint64_t key, uint64_t fingerprint,
                             struct trig_error *error)
{
    if (identity->is_large)
        return trig_repeats_note_stored(identity->repeats, key, fingerprint, error);
    return trig_identity_set_load(&identity->set, key, fingerprint, error);
}

/* Row by row, AHEAD rows behind the one whose place is being fetched. */
static enum trig_status take_batch(trig_identity *identity, const struct trig_batch *batch, bool has_waves,
                                   struct trig_error *error)
{
    const struct trig_column *fingerprints = &batch->columns[1];
    uint64_t keys[AHEAD] = {0};
    enum trig_status status = TRIG_OK;
    for (size_t next = 0; next < batch->rows + AHEAD && status == TRIG_OK; next++) {
        uint64_t key = keys[next % AHEAD];
        keys[next % AHEAD] = next < batch->rows ? key_of(batch, has_waves, next) : 0;
        trig_identity_await(identity, keys[next % AHEAD]);
        if (key)
            status = load(identity, key, fingerprints->words[next - AHEAD], error);
    }
    return status;
}

enum trig_status trig_identity_load(trig_identity *identity, trig_store *store, struct trig_error *error)
{
    if (!store)
        return TRIG_OK;
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
    if (identity->is_large && !identity->repeats)
        status = trig_repeats_create(identity->replaces, &identity->repeats, error);
    while (status == TRIG_OK && (status = trig_scan_next(scan, &batch, error)) == TRIG_OK && batch.rows)
        status = take_batch(identity, &batch, has_waves, error);
    trig_scan_close(scan);
    return status;
}

/* ---- when all have been met -------------------------------------------------------------------- */

enum trig_status trig_identity_settle(trig_identity *identity, trig_store *store, enum trig_status status,
                                      bool *again, struct trig_error *error)
{
    *again = false;
    if (identity->is_full) {
        identity->is_full = false;
        identity->is_large = *again = true;
        trig_identity_set_clear(&identity->set);
        return trig_identity_load(identity, store, error);
    }
    if (status != TRIG_OK || !identity->repeats || identity->is_settled)
        return status;
    identity->is_settled = true;
    return trig_repeats_settle(identity->repeats, again, error);
}
