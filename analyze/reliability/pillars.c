#include "analyze/reliability/pillars.h"

#include "analyze/context/names.h"
#include "analyze/frame/measure_parser.h"

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the items of the pillars");
}

/* ---- which -------------------------------------------------------------------------- */

static enum trig_status unknown_pillar(const trig_definition *definition, struct trig_view id,
                                       struct trig_arena *arena, struct trig_error *error)
{
    struct trig_view *known = trig_arena_calloc(arena, definition->pillar_count, sizeof *known);
    if (!known)
        return no_memory(error);
    for (size_t i = 0; i < definition->pillar_count; i++)
        known[i] = definition->pillars[i].id;
    return trig_names_unknown("pillar", id, (struct trig_views){known, definition->pillar_count}, error);
}

static enum trig_status add_named(struct trig_measure_parser *parser, struct trig_view id)
{
    const trig_definition *definition = parser->definition;
    size_t pillar = trig_definition_pillar(definition, id);
    if (pillar == TRIG_NONE)
        return unknown_pillar(definition, id, &parser->out->arena, parser->error);
    size_t items = trig_measure_pillar_items(parser, pillar, TRIG_CODING_SCORE);
    if (items < 2)
        return trig_error_set(parser->error, TRIG_ERR_DOMAIN,
                              "the pillar \"%.*s\" has %zu item%s that can be scored; alpha compares items "
                              "with one another and needs at least two",
                              TRIG_VIEW_ARG(id), items, items == 1 ? "" : "s");
    return trig_measure_add_pillar(parser, pillar, false);
}

static enum trig_status add_all(struct trig_measure_parser *parser, size_t *too_short)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < parser->definition->pillar_count && status == TRIG_OK; i++) {
        if (trig_measure_pillar_items(parser, i, TRIG_CODING_SCORE) < 2)
            ++*too_short;
        else
            status = trig_measure_add_pillar(parser, i, false);
    }
    if (status == TRIG_OK && parser->out->count == 0)
        return trig_error_set(parser->error, TRIG_ERR_DOMAIN,
                              "no pillar of this survey has two items that can be scored; see the columns "
                              "pillar and scale of variables.csv");
    return status;
}

static enum trig_status list_pillars(const trig_definition *definition, const char *ids,
                                     struct trig_scale_pillars *out, struct trig_error *error)
{
    struct trig_measure_parser parser = {.definition = definition, .out = &out->pillars, .error = error};
    if (!ids || !*ids)
        return add_all(&parser, &out->too_short);
    struct trig_views names;
    enum trig_status status = trig_names_split(&out->pillars.arena, ids, &names, error);
    for (size_t i = 0; status == TRIG_OK && i < names.count; i++)
        status = add_named(&parser, names.items[i]);
    if (status == TRIG_OK && names.count == 0)
        return add_all(&parser, &out->too_short);
    return status;
}

/* ---- items --------------------------------------------------------------------------- */

static struct trig_measure item_of(const trig_definition *definition, const struct trig_source *source)
{
    const struct trig_variable *variable = &definition->variables[source->variable];
    return (struct trig_measure){.name = variable->name,
                                 .label = variable->label,
                                 .kind = TRIG_MEASURE_MEAN,
                                 .statistic = TRIG_STATISTIC_MEAN,
                                 .unit = TRIG_UNIT_SCORE,
                                 .pillar = variable->pillar,
                                 .variable = source->variable,
                                 .sources = source,
                                 .source_count = 1,
                                 .least_answered = 1,
                                 .low = 0.0,
                                 .high = 100.0,
                                 .midpoint = 50.0};
}

static enum trig_status list_items(const trig_definition *definition, struct trig_scale_pillars *out,
                                   struct trig_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < out->pillars.count; i++)
        count += out->pillars.items[i].source_count;
    out->items = count;
    out->measures.items = trig_calloc(count + out->pillars.count, sizeof *out->measures.items);
    out->list = trig_arena_calloc(&out->pillars.arena, out->pillars.count, sizeof *out->list);
    if (!out->measures.items || !out->list)
        return no_memory(error);
    for (size_t i = 0; i < out->pillars.count; i++) {
        const struct trig_measure *pillar = &out->pillars.items[i];
        out->list[out->count++] =
            (struct trig_scale_pillar){pillar->pillar, out->measures.count, pillar->source_count};
        for (size_t j = 0; j < pillar->source_count; j++)
            out->measures.items[out->measures.count++] = item_of(definition, &pillar->sources[j]);
    }
    for (size_t i = 0; i < out->pillars.count; i++) {
        struct trig_measure complete = out->pillars.items[i];
        complete.least_answered = complete.source_count;
        out->measures.items[out->measures.count++] = complete;
    }
    return TRIG_OK;
}

enum trig_status trig_scale_pillars_init(const trig_definition *definition, const char *ids,
                                         struct trig_scale_pillars *out, struct trig_error *error)
{
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->pillars.arena);
    trig_arena_init(&out->measures.arena);
    enum trig_status status = list_pillars(definition, ids, out, error);
    if (status == TRIG_OK)
        status = list_items(definition, out, error);
    if (status)
        trig_scale_pillars_clear(out);
    return status;
}

void trig_scale_pillars_clear(struct trig_scale_pillars *pillars)
{
    trig_measures_clear(&pillars->measures);
    trig_measures_clear(&pillars->pillars);
    memset(pillars, 0, sizeof *pillars);
}
