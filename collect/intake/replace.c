#include "collect/intake/replace.h"

#include "surveys/base/hash.h"
#include "surveys/base/memory.h"
#include "surveys/store/store_scratch.h"

#include "collect/intake/identity.h"
#include "collect/intake/identity_set.h"

#include <string.h>

/* As many as the table of an identity set holds in 16 MiB. */
#define STANDARD_ROOM (UINT64_C(3) << 18)

/* Of a record. That another has the same key is unlikely; that it has the same check too is as
 * good as impossible, and so nobody's answers are replaced by those of somebody else. */
struct note {
    uint64_t key;
    uint64_t check;
};

struct trig_replaced {
    uint64_t room;
    uint64_t count;
    trig_scratch *notes; /* on one shelf; NULL: none yet */

    /* While they are looked for. */
    trig_store *store;
    trig_import_writer *writer;
    struct trig_identity_set set;
};

static struct note note_of(struct trig_view wave, struct trig_view id)
{
    uint64_t seed = trig_checksum(wave.data, wave.length, 1);
    return (struct note){trig_identity_key(wave, id), trig_checksum(id.data, id.length, seed)};
}

trig_replaced *trig_replaced_create(uint64_t room, struct trig_error *error)
{
    trig_replaced *replaced = trig_calloc(1, sizeof *replaced);
    if (replaced)
        replaced->room = room ? room : STANDARD_ROOM;
    else
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to replace records");
    return replaced;
}

void trig_replaced_destroy(trig_replaced *replaced)
{
    if (!replaced)
        return;
    trig_scratch_destroy(replaced->notes);
    trig_identity_set_clear(&replaced->set);
    trig_free(replaced);
}

enum trig_status trig_replaced_note(trig_replaced *replaced, struct trig_view wave, struct trig_view id,
                                    struct trig_error *error)
{
    const struct note note = note_of(wave, id);
    enum trig_status status = TRIG_OK;
    if (!replaced->notes)
        status = trig_scratch_create(1, sizeof note, &replaced->notes, error);
    if (status == TRIG_OK)
        status = trig_scratch_put(replaced->notes, 0, &note, error);
    replaced->count += status == TRIG_OK;
    return status;
}

/* ---- finding them in the store ---------------------------------------------------------- */

static enum trig_status stage_batch(const trig_replaced *replaced, const trig_scan *scan,
                                    const struct trig_batch *batch, bool has_waves, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t row = 0; row < batch->rows && status == TRIG_OK; row++) {
        struct trig_view wave = {NULL, 0};
        size_t code = 0;
        if (trig_column_answer(&batch->columns[0], row, NULL) != TRIG_ANSWERED)
            continue;
        if (has_waves && trig_column_answer(&batch->columns[1], row, &code) == TRIG_ANSWERED)
            wave = trig_dictionary_at(batch->columns[1].dictionary, code);
        const struct note note = note_of(wave, trig_column_text(&batch->columns[0], row));
        if (!trig_identity_set_holds(&replaced->set, note.key, note.check))
            continue;
        struct trig_place place = trig_scan_place(scan, row);
        status = trig_import_supersede(replaced->writer, &place, error);
    }
    return status;
}

/* Stages the responses of all records in the set. */
static enum trig_status stage_set(const trig_replaced *replaced, struct trig_error *error)
{
    const trig_definition *definition = trig_store_definition(replaced->store);
    size_t record = trig_definition_role(definition, TRIG_ROLE_RECORD);
    bool has_waves = definition->wave_count > 0;
    trig_scan *scan = NULL;
    struct trig_batch batch;
    if (!replaced->set.count || record == TRIG_NONE)
        return TRIG_OK;
    const struct trig_view names[] = {definition->variables[record].name, trig_view(TRIG_COLUMN_WAVE)};
    enum trig_status status = trig_scan_open(replaced->store, names, has_waves ? 2 : 1, &scan, error);
    if (status != TRIG_OK)
        return status;
    while ((status = trig_scan_next(scan, &batch, error)) == TRIG_OK && batch.rows)
        if ((status = stage_batch(replaced, scan, &batch, has_waves, error)) != TRIG_OK)
            break;
    trig_scan_close(scan);
    return status;
}

static enum trig_status take_notes(void *context, struct trig_view notes, struct trig_error *error)
{
    trig_replaced *replaced = context;
    struct note note;
    enum trig_status status = TRIG_OK;
    for (size_t at = 0; at + sizeof note <= notes.length && status == TRIG_OK; at += sizeof note) {
        bool is_new;
        memcpy(&note, notes.data + at, sizeof note);
        status = trig_identity_set_add(&replaced->set, note.key, note.check, &is_new, error);
        if (status != TRIG_OK || replaced->set.count < replaced->room)
            continue;
        status = stage_set(replaced, error);
        trig_identity_set_empty(&replaced->set);
    }
    return status;
}

enum trig_status trig_replaced_stage(trig_replaced *replaced, trig_store *store, trig_import_writer *writer,
                                     struct trig_error *error)
{
    if (!replaced->notes)
        return TRIG_OK;
    replaced->store = store;
    replaced->writer = writer;
    trig_identity_set_reserve(&replaced->set,
                              replaced->count < replaced->room ? replaced->count : replaced->room);
    enum trig_status status = trig_scratch_read(replaced->notes, 0, take_notes, replaced, error);
    if (status == TRIG_OK)
        status = stage_set(replaced, error);
    trig_identity_set_clear(&replaced->set);
    return status;
}
