#include "analyze/weight/units.h"

#include "analyze/frame/frame_internal.h"

const size_t *trig_weigh_places(const struct trig_targets *targets, size_t attribute,
                                const trig_dictionary *texts, size_t count, struct trig_arena *arena)
{
    size_t *places = trig_arena_calloc(arena, count, sizeof *places);
    for (size_t i = 0; places && i < count; i++)
        places[i] = trig_dictionary_find(targets->texts[attribute], trig_dictionary_at(texts, i));
    return places;
}

enum trig_status trig_weigh_keys_make(const trig_frame *frame, const struct trig_targets *targets,
                                      struct trig_arena *arena, struct trig_weigh_keys *out,
                                      struct trig_error *error)
{
    *out = (struct trig_weigh_keys){.frame = frame};
    for (size_t i = 0; i < frame->dimension_count; i++) {
        const struct trig_dimension *dimension = &frame->dimensions[i];
        size_t attribute = trig_dimension_margin(frame, dimension);
        if (attribute == TRIG_NONE)
            continue;
        out->places[attribute] =
            trig_weigh_places(targets, attribute, dimension->texts, dimension->count, arena);
        if (!out->places[attribute])
            return trig_error_set(error, TRIG_ERR_MEMORY,
                                  "out of memory for the categories of the population totals");
    }
    return TRIG_OK;
}

void trig_weigh_keys_read(const struct trig_weigh_keys *keys, uint64_t key, struct trig_weigh_unit *unit,
                          size_t *values)
{
    const trig_frame *frame = keys->frame;
    *unit = (struct trig_weigh_unit){.wave = TRIG_NONE, .institution = TRIG_NONE, .values = values};
    for (size_t i = 0; i < frame->dimension_count; i++) {
        const struct trig_dimension *dimension = &frame->dimensions[i];
        size_t category = trig_dimension_category(dimension, key);
        size_t attribute = trig_dimension_margin(frame, dimension);
        bool missing = category == dimension->count;
        if (attribute != TRIG_NONE)
            values[attribute] = missing ? TRIG_NONE : keys->places[attribute][category];
        else if (dimension->kind == TRIG_DIMENSION_WAVE)
            unit->wave = missing ? TRIG_NONE : category;
        else if (dimension->kind == TRIG_DIMENSION_INSTITUTION)
            unit->institution = missing ? TRIG_NONE : category;
    }
}

const double *trig_numbers_of(const struct trig_numbers *numbers, size_t count, size_t variable)
{
    for (size_t i = 0; i < count; i++)
        if (numbers[i].variable == variable)
            return numbers[i].x;
    return NULL;
}
