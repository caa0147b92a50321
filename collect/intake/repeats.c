#include "collect/intake/repeats.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_scratch.h"

#include <string.h>

/* Four megabytes of blocks being filled. A shelf of 10^8 records is a set of 16 MiB. */
#define SHELVES ((size_t)256)

/* The number of a record that the store has. */
#define STORED UINT64_MAX

/* A record that was noted. */
struct note {
    uint64_t key;
    uint64_t fingerprint;
    uint64_t number; /* in the file, from 0, or STORED */
};

/* What a record is that is not new. */
struct finding {
    uint64_t number;
    uint64_t meeting; /* enum trig_meeting */
};

struct trig_repeats {
    bool replaces;
    trig_scratch *notes;    /* by key; NULL once they are settled */
    trig_scratch *findings; /* by number; NULL before */
    uint64_t stored;        /* noted of the store */
    uint64_t noted;         /* of the file */
    uint64_t found;         /* are not new */

    /* Telling apart one shelf of notes. */
    struct trig_identity_set set;

    /* Reading once more: what the records of one shelf of findings are. */
    uint64_t width; /* numbers a shelf */
    uint8_t *meetings;
    size_t open;   /* the shelf; SHELVES: none yet */
    uint64_t next; /* record */
};

enum trig_status trig_repeats_create(bool replaces, trig_repeats **out, struct trig_error *error)
{
    trig_repeats *repeats = trig_calloc(1, sizeof *repeats);
    if (!repeats)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to tell records apart");
    *repeats = (trig_repeats){.replaces = replaces, .open = SHELVES};
    enum trig_status status = trig_scratch_create(SHELVES, sizeof(struct note), &repeats->notes, error);
    if (status == TRIG_OK)
        *out = repeats;
    else
        trig_repeats_destroy(repeats);
    return status;
}

void trig_repeats_destroy(trig_repeats *repeats)
{
    if (!repeats)
        return;
    trig_scratch_destroy(repeats->notes);
    trig_scratch_destroy(repeats->findings);
    trig_identity_set_clear(&repeats->set);
    trig_free(repeats->meetings);
    trig_free(repeats);
}

/* ---- noting ------------------------------------------------------------------------------ */

/* By the bits of the key that no set looks at to find a place. */
static enum trig_status put(trig_repeats *repeats, const struct note *note, struct trig_error *error)
{
    return trig_scratch_put(repeats->notes, note->key >> 56, note, error);
}

enum trig_status trig_repeats_note_stored(trig_repeats *repeats, uint64_t key, uint64_t fingerprint,
                                          struct trig_error *error)
{
    repeats->stored++;
    return put(repeats, &(struct note){key, fingerprint, STORED}, error);
}

enum trig_status trig_repeats_note(trig_repeats *repeats, uint64_t key, uint64_t fingerprint,
                                   struct trig_error *error)
{
    return put(repeats, &(struct note){key, fingerprint, repeats->noted++}, error);
}

/* ---- telling apart ------------------------------------------------------------------------- */

static enum trig_status find_out(trig_repeats *repeats, const struct note *note, struct trig_error *error)
{
    enum trig_meeting meeting = TRIG_MEETING_NEW;
    if (note->number == STORED)
        return trig_identity_set_load(&repeats->set, note->key, note->fingerprint, error);
    enum trig_status status = trig_identity_set_meet(&repeats->set, note->key, note->fingerprint,
                                                     repeats->replaces, &meeting, error);
    if (status != TRIG_OK || meeting == TRIG_MEETING_NEW)
        return status;
    const struct finding finding = {note->number, meeting};
    repeats->found++;
    return trig_scratch_put(repeats->findings, note->number / repeats->width, &finding, error);
}

static enum trig_status take_notes(void *context, struct trig_view notes, struct trig_error *error)
{
    struct note note;
    enum trig_status status = TRIG_OK;
    for (size_t at = 0; at + sizeof note <= notes.length && status == TRIG_OK; at += sizeof note) {
        memcpy(&note, notes.data + at, sizeof note);
        status = find_out(context, &note, error);
    }
    return status;
}

enum trig_status trig_repeats_settle(trig_repeats *repeats, bool *any, struct trig_error *error)
{
    repeats->width = repeats->noted / SHELVES + 1;
    enum trig_status status = trig_scratch_create(SHELVES, sizeof(struct finding), &repeats->findings, error);
    trig_identity_set_reserve(&repeats->set, (repeats->stored + repeats->noted) / SHELVES);
    for (size_t shelf = 0; shelf < SHELVES && status == TRIG_OK; shelf++) {
        trig_identity_set_empty(&repeats->set);
        status = trig_scratch_read(repeats->notes, shelf, take_notes, repeats, error);
    }
    trig_identity_set_clear(&repeats->set);
    trig_scratch_destroy(repeats->notes);
    repeats->notes = NULL;
    *any = repeats->found > 0;
    if (status != TRIG_OK || !*any)
        return status;
    repeats->meetings = trig_calloc(repeats->width, sizeof *repeats->meetings);
    return repeats->meetings
               ? TRIG_OK
               : trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to tell records apart");
}

/* ---- reading once more ------------------------------------------------------------------------ */

static enum trig_status take_findings(void *context, struct trig_view findings, struct trig_error *error)
{
    (void)error;
    const trig_repeats *repeats = context;
    struct finding finding;
    for (size_t at = 0; at + sizeof finding <= findings.length; at += sizeof finding) {
        memcpy(&finding, findings.data + at, sizeof finding);
        repeats->meetings[finding.number % repeats->width] = (uint8_t)finding.meeting;
    }
    return TRIG_OK;
}

static enum trig_status open_shelf(trig_repeats *repeats, size_t shelf, struct trig_error *error)
{
    memset(repeats->meetings, TRIG_MEETING_NEW, repeats->width);
    repeats->open = shelf;
    return trig_scratch_read(repeats->findings, shelf, take_findings, repeats, error);
}

enum trig_status trig_repeats_look(trig_repeats *repeats, enum trig_meeting *out, struct trig_error *error)
{
    if (repeats->next >= repeats->noted)
        return trig_error_set(error, TRIG_ERR_IO, "the file has changed while it was read; try again");
    size_t shelf = (size_t)(repeats->next / repeats->width);
    enum trig_status status = shelf == repeats->open ? TRIG_OK : open_shelf(repeats, shelf, error);
    if (status == TRIG_OK)
        *out = (enum trig_meeting)repeats->meetings[repeats->next % repeats->width];
    return status;
}

void trig_repeats_pass(trig_repeats *repeats)
{
    repeats->next++;
}
