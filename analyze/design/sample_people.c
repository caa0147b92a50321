#include "analyze/design/sample_internal.h"

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for who answered");
    return TRIG_ERR_MEMORY;
}

enum trig_status trig_sample_people_begin(const trig_frame *frame, struct trig_sample_people *out,
                                          struct trig_error *error)
{
    if (frame->person_column == TRIG_NO_COLUMN)
        return TRIG_OK;
    out->pseudonyms = trig_dictionary_create(error);
    return out->pseudonyms ? TRIG_OK : TRIG_ERR_MEMORY;
}

enum trig_status trig_sample_people_reserve(struct trig_sample_people *people, size_t count,
                                            struct trig_error *error)
{
    if (!people->pseudonyms)
        return TRIG_OK;
    uint32_t *person = trig_resize(people->person, count, sizeof *person);
    if (!person)
        return no_memory(error);
    people->person = person;
    return TRIG_OK;
}

enum trig_status trig_sample_people_keep(struct trig_sample_people *people, size_t at,
                                         const struct trig_column *column, size_t start, const uint16_t *rows,
                                         size_t count, struct trig_error *error)
{
    for (size_t i = 0; i < count; i++) {
        size_t row = start + rows[i];
        size_t index = TRIG_SAMPLE_MISSING;
        if (trig_column_answer(column, row, NULL) == TRIG_ANSWERED) {
            enum trig_status status =
                trig_dictionary_add(people->pseudonyms, trig_column_text(column, row), &index, error);
            if (status)
                return status;
        }
        people->person[at + i] = (uint32_t)index;
    }
    return TRIG_OK;
}

enum trig_status trig_sample_people_settle(const struct trig_sample_people *people, trig_sample *sample,
                                           struct trig_error *error)
{
    if (!people->pseudonyms)
        return TRIG_OK;
    sample->person = trig_arena_calloc(&sample->arena, sample->count, sizeof *sample->person);
    if (!sample->person)
        return no_memory(error);
    memcpy(sample->person, people->person, sample->count * sizeof *sample->person);
    return TRIG_OK;
}

void trig_sample_people_clear(struct trig_sample_people *people)
{
    trig_free(people->person);
    trig_dictionary_destroy(people->pseudonyms);
}
