#include "analyze/frame/measure.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the measures");
}

static bool asks_the_same(const trig_definition *definition, const struct trig_source *sources, size_t first,
                          size_t second)
{
    return trig_definition_question(definition, sources[first].variable) ==
           trig_definition_question(definition, sources[second].variable);
}

size_t trig_measure_least(const trig_definition *definition, const struct trig_source *sources, size_t count)
{
    size_t questions = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_new = true;
        for (size_t j = 0; j < i && is_new; j++)
            is_new = !asks_the_same(definition, sources, i, j);
        questions += is_new;
    }
    /* The tolerance keeps 0.6 of 5 items at 3, whatever 0.6 * 5 is in binary. */
    double least = ceil(definition->survey.min_answered * (double)questions - 1e-9);
    return least < 1.0 ? 1 : (size_t)least;
}

/* Leaves out the sources that are not kept, unless none would be left. */
static enum trig_status restrict_one(const trig_definition *definition, const bool *keep,
                                     struct trig_arena *arena, struct trig_measure *measure,
                                     struct trig_error *error)
{
    struct trig_source *sources = trig_arena_calloc(arena, measure->source_count, sizeof *sources);
    size_t count = 0;
    if (!sources)
        return no_memory(error);
    for (size_t i = 0; i < measure->source_count; i++)
        if (keep[measure->sources[i].variable])
            sources[count++] = measure->sources[i];
    if (count == 0 || count == measure->source_count)
        return TRIG_OK;
    measure->sources = sources;
    measure->source_count = count;
    measure->least_answered = trig_measure_least(definition, sources, count);
    return TRIG_OK;
}

enum trig_status trig_measures_restrict(const trig_definition *definition,
                                        const struct trig_measures *measures, const bool *keep_scores,
                                        const bool *keep_shares, struct trig_measures *out,
                                        struct trig_error *error)
{
    struct trig_measures restricted = {
        .count = measures->count, .shares = measures->shares, .share_count = measures->share_count};
    trig_arena_init(&restricted.arena);
    restricted.items = trig_calloc(measures->count, sizeof *restricted.items);
    if (!restricted.items)
        return no_memory(error);
    memcpy(restricted.items, measures->items, measures->count * sizeof *restricted.items);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < measures->count && status == TRIG_OK; i++) {
        struct trig_measure *measure = &restricted.items[i];
        if (measure->kind == TRIG_MEASURE_PILLAR)
            status = restrict_one(definition, keep_scores, &restricted.arena, measure, error);
        else if (measure->kind == TRIG_MEASURE_PILLAR_POSITIVE)
            status = restrict_one(definition, keep_shares, &restricted.arena, measure, error);
    }
    if (status)
        trig_measures_clear(&restricted);
    else
        *out = restricted;
    return status;
}
