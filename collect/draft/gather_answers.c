#include "collect/draft/gather_answers.h"

#include "surveys/base/hash.h"

#include <stdlib.h>

/* Identifiers are compared by hash: so many of so many columns, 128 MB at most.
 * What has more is taken to be unique, since it is called an identifier. */
#define MOST_IDS        ((size_t)1 << 22)
#define MOST_ID_COLUMNS 4

struct ids {
    size_t column;
    uint64_t *hashes; /* owned */
    size_t count, capacity;
};

/* Samples of all columns together take no more than this. */
#define SAMPLE_BYTES ((size_t)16 << 20)

struct trig_answer_keeper {
    trig_dictionary *texts; /* the column's index, four bytes, then the answer */
    uint64_t *counts;       /* owned, by text */
    size_t capacity;
    size_t bytes;
    struct ids ids[MOST_ID_COLUMNS];
    size_t id_count;
    uint32_t **samples; /* owned, by column: by record, the text + 1 */
    size_t sample_count, sample_capacity;
    size_t sample_bytes;
    size_t record; /* from 1 */
};

trig_answer_keeper *trig_answer_keeper_create(struct trig_error *error)
{
    trig_answer_keeper *keeper = trig_calloc(1, sizeof *keeper);
    if (keeper)
        keeper->texts = trig_dictionary_create(error);
    if (keeper && keeper->texts)
        return keeper;
    trig_answer_keeper_destroy(keeper);
    trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the answers");
    return NULL;
}

void trig_answer_keeper_destroy(trig_answer_keeper *keeper)
{
    if (!keeper)
        return;
    for (size_t i = 0; i < keeper->id_count; i++)
        trig_free(keeper->ids[i].hashes);
    trig_dictionary_destroy(keeper->texts);
    trig_free(keeper->counts);
    for (size_t i = 0; i < keeper->sample_count; i++)
        trig_free(keeper->samples[i]);
    trig_free(keeper->samples);
    trig_free(keeper);
}

/* ---- identifiers ----------------------------------------------------------------------- */

static struct ids *ids_of(trig_answer_keeper *keeper, size_t column)
{
    for (size_t i = 0; i < keeper->id_count; i++)
        if (keeper->ids[i].column == column)
            return &keeper->ids[i];
    if (keeper->id_count == MOST_ID_COLUMNS)
        return NULL;
    struct ids *ids = &keeper->ids[keeper->id_count++];
    *ids = (struct ids){.column = column};
    return ids;
}

static enum trig_status take_id(trig_answer_keeper *keeper, size_t column, struct trig_view text,
                                struct trig_error *error)
{
    struct ids *ids = ids_of(keeper, column);
    if (!ids || ids->count == MOST_IDS)
        return TRIG_OK;
    enum trig_status status =
        trig_grow((void **)&ids->hashes, &ids->capacity, ids->count + 1, sizeof *ids->hashes, error);
    if (status == TRIG_OK)
        ids->hashes[ids->count++] = trig_checksum(text.data, text.length, 0);
    return status;
}

static int compare_hashes(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

void trig_answer_keeper_end_file(trig_answer_keeper *keeper, struct trig_gathering *gathering)
{
    for (size_t i = 0; i < keeper->id_count; i++) {
        struct ids *ids = &keeper->ids[i];
        struct trig_gathered_column *column = &gathering->columns[ids->column];
        if (ids->count)
            qsort(ids->hashes, ids->count, sizeof *ids->hashes, compare_hashes);
        for (size_t j = 1; j < ids->count; j++)
            column->repeats |= ids->hashes[j] == ids->hashes[j - 1];
        ids->count = 0;
    }
}

/* ---- records ------------------------------------------------------------------------------ */

void trig_answer_keeper_begin_record(trig_answer_keeper *keeper)
{
    keeper->record++;
}

/* Notes the answer of the record at hand. */
static enum trig_status sample(trig_answer_keeper *keeper, const struct trig_gathered_column *column,
                               size_t index, size_t which, struct trig_error *error)
{
    const size_t bytes = TRIG_GATHER_SAMPLE * sizeof **keeper->samples;
    if (keeper->record > TRIG_GATHER_SAMPLE || column->kept > TRIG_GATHER_STEPS || which >= UINT32_MAX)
        return TRIG_OK;
    enum trig_status status = trig_grow((void **)&keeper->samples, &keeper->sample_capacity, index + 1,
                                        sizeof *keeper->samples, error);
    if (status != TRIG_OK)
        return status;
    while (keeper->sample_count <= index)
        keeper->samples[keeper->sample_count++] = NULL;
    if (!keeper->samples[index]) {
        if (keeper->sample_bytes + bytes > SAMPLE_BYTES)
            return TRIG_OK;
        keeper->samples[index] = trig_calloc(TRIG_GATHER_SAMPLE, sizeof **keeper->samples);
        if (!keeper->samples[index])
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the answers");
        keeper->sample_bytes += bytes;
    }
    keeper->samples[index][keeper->record - 1] = (uint32_t)which + 1;
    return TRIG_OK;
}

/* ---- answers ---------------------------------------------------------------------------- */

static bool has_room(const trig_answer_keeper *keeper, const struct trig_gathered_column *column,
                     struct trig_view text)
{
    return text.length <= TRIG_GATHER_ANSWER && column->kept < TRIG_GATHER_ANSWERS &&
           keeper->bytes + text.length <= TRIG_GATHER_BYTES;
}

enum trig_status trig_answer_keeper_take(trig_answer_keeper *keeper, struct trig_gathered_column *column,
                                         size_t index, struct trig_view text, struct trig_error *error)
{
    char key[sizeof(uint32_t) + TRIG_GATHER_ANSWER];
    uint32_t number = (uint32_t)index;
    size_t which = SIZE_MAX;
    if (column->is_id) {
        enum trig_status status = take_id(keeper, index, text, error);
        if (status != TRIG_OK)
            return status;
    }
    if (column->is_closed || text.length > TRIG_GATHER_ANSWER) {
        column->overflow |= !column->is_closed;
        trig_evidence_add(&column->evidence, text, 1);
        return TRIG_OK;
    }
    memcpy(key, &number, sizeof number);
    memcpy(key + sizeof number, text.data, text.length);
    struct trig_view known = trig_view_of(key, sizeof number + text.length);
    which = trig_dictionary_find(keeper->texts, known);
    if (which == SIZE_MAX && !has_room(keeper, column, text)) {
        column->overflow = true;
        trig_evidence_add(&column->evidence, text, 1);
        return TRIG_OK;
    }
    if (which == SIZE_MAX) {
        enum trig_status status = trig_dictionary_add(keeper->texts, known, &which, error);
        if (status == TRIG_OK)
            status = trig_grow((void **)&keeper->counts, &keeper->capacity, which + 1, sizeof *keeper->counts,
                               error);
        if (status != TRIG_OK)
            return status;
        keeper->counts[which] = 0;
        keeper->bytes += known.length;
        column->kept++;
    }
    keeper->counts[which]++;
    return sample(keeper, column, index, which, error);
}

/* ---- dealing them out ---------------------------------------------------------------------- */

static int compare_views(struct trig_view a, struct trig_view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    return order ? order : a.length < b.length ? -1 : a.length > b.length;
}

/* By what they are normalised; the most frequent spelling first. */
static int compare_spellings(const void *left, const void *right)
{
    const struct trig_gathered_answer *a = left, *b = right;
    int order = compare_views(a->normal, b->normal);
    if (!order && a->count != b->count)
        order = a->count > b->count ? -1 : 1;
    return order ? order : compare_views(a->text, b->text);
}

static int compare_answers(const void *left, const void *right)
{
    const struct trig_gathered_answer *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return compare_views(a->normal, b->normal);
}

/* Makes spellings of one answer one, and puts the most frequent answer first. */
static void settle(struct trig_gathered_column *column)
{
    size_t used = 0;
    if (!column->answer_count)
        return;
    qsort(column->answers, column->answer_count, sizeof *column->answers, compare_spellings);
    for (size_t i = 1; i < column->answer_count; i++) {
        if (trig_view_equal(column->answers[i].normal, column->answers[used].normal))
            column->answers[used].count += column->answers[i].count;
        else
            column->answers[++used] = column->answers[i];
    }
    column->answer_count = used + 1;
    qsort(column->answers, column->answer_count, sizeof *column->answers, compare_answers);
}

static enum trig_status deal_one(trig_answer_keeper *keeper, struct trig_gathering *gathering, size_t which,
                                 struct trig_error *error)
{
    uint32_t number;
    struct trig_view key = trig_dictionary_at(keeper->texts, which);
    memcpy(&number, key.data, sizeof number);
    struct trig_gathered_column *column = &gathering->columns[number];
    struct trig_gathered_answer *answer = &column->answers[column->answer_count++];
    answer->count = keeper->counts[which];
    answer->text = trig_arena_copy(&gathering->arena,
                                   trig_view_of(key.data + sizeof number, key.length - sizeof number));
    if (!answer->text.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the answers");
    trig_evidence_add(&column->evidence, answer->text, answer->count);
    enum trig_status status = trig_text_normalise(&gathering->arena, answer->text, &answer->normal, error);
    for (size_t i = 0; status == TRIG_OK && i < column->declared.count; i++)
        answer->is_declared |= trig_view_equal(column->declared.items[i], answer->normal);
    return status;
}

/* The index of the answer + 1 that [which] was made; 0 when it is none of a few. */
static uint8_t place_of(const trig_answer_keeper *keeper, const struct trig_gathered_column *column,
                        size_t which, struct trig_arena *room)
{
    struct trig_view key = trig_dictionary_at(keeper->texts, which), normal;
    struct trig_view text = trig_view_of(key.data + sizeof(uint32_t), key.length - sizeof(uint32_t));
    if (trig_text_normalise(room, text, &normal, NULL) != TRIG_OK)
        return 0;
    for (size_t i = 0; i < column->answer_count; i++)
        if (trig_view_equal(column->answers[i].normal, normal))
            return (uint8_t)(i + 1);
    return 0;
}

static enum trig_status deal_sample(const trig_answer_keeper *keeper, struct trig_gathering *gathering,
                                    size_t index, struct trig_error *error)
{
    struct trig_gathered_column *column = &gathering->columns[index];
    const uint32_t *texts = index < keeper->sample_count ? keeper->samples[index] : NULL;
    struct trig_arena room;
    uint32_t known = 0;
    uint8_t place = 0;
    if (!texts || column->overflow || column->kept > TRIG_GATHER_STEPS)
        return TRIG_OK;
    uint8_t *places = trig_arena_calloc(&gathering->arena, gathering->sampled + 1, 1);
    if (!places)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the answers");
    trig_arena_init(&room);
    for (size_t i = 0; i < gathering->sampled; i++) {
        if (texts[i] && texts[i] != known)
            place = place_of(keeper, column, texts[i] - 1, &room);
        known = texts[i] ? texts[i] : known;
        places[i] = texts[i] ? place : 0;
    }
    trig_arena_clear(&room);
    column->sample = places;
    return TRIG_OK;
}

enum trig_status trig_answer_keeper_deal(trig_answer_keeper *keeper, struct trig_gathering *gathering,
                                         struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < gathering->count && status == TRIG_OK; i++) {
        struct trig_gathered_column *column = &gathering->columns[i];
        column->answers = trig_arena_calloc(&gathering->arena, column->kept + 1, sizeof *column->answers);
        if (!column->answers)
            status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the answers");
    }
    for (size_t i = 0; i < trig_dictionary_count(keeper->texts) && status == TRIG_OK; i++)
        status = deal_one(keeper, gathering, i, error);
    for (size_t i = 0; i < gathering->count && status == TRIG_OK; i++)
        settle(&gathering->columns[i]);
    gathering->sampled = keeper->record < TRIG_GATHER_SAMPLE ? keeper->record : TRIG_GATHER_SAMPLE;
    for (size_t i = 0; i < gathering->count && status == TRIG_OK; i++)
        status = deal_sample(keeper, gathering, i, error);
    return status;
}
