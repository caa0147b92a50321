#include "analyze/measure.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the measures");
}

size_t trig_measure_least(const trig_definition *definition, size_t sources)
{
    /* The tolerance keeps 0.6 of 5 items at 3, whatever 0.6 * 5 is in binary. */
    double least = ceil(definition->survey.min_answered * (double)sources - 1e-9);
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
    measure->least_answered = trig_measure_least(definition, count);
    return TRIG_OK;
}

enum trig_status trig_measures_restrict(const trig_definition *definition,
                                        const struct trig_measures *measures, const bool *keep,
                                        struct trig_measures *out, struct trig_error *error)
{
    struct trig_measures restricted = {
        .count = measures->count, .shares = measures->shares, .share_count = measures->share_count};
    trig_arena_init(&restricted.arena);
    restricted.items = trig_calloc(measures->count, sizeof *restricted.items);
    if (!restricted.items)
        return no_memory(error);
    memcpy(restricted.items, measures->items, measures->count * sizeof *restricted.items);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < measures->count && status == TRIG_OK; i++)
        if (measures->items[i].pillar != TRIG_NONE && measures->items[i].variable == TRIG_NONE)
            status = restrict_one(definition, keep, &restricted.arena, &restricted.items[i], error);
    if (status)
        trig_measures_clear(&restricted);
    else
        *out = restricted;
    return status;
}
