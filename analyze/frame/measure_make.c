#include "analyze/frame/measure_parser.h"

#include "analyze/context/names.h"

#include <math.h>

enum trig_status trig_measure_no_memory(struct trig_measure_parser *parser)
{
    trig_error_set(parser->error, TRIG_ERR_MEMORY, "out of memory for the measures");
    return TRIG_ERR_MEMORY;
}

const struct trig_variable *trig_measure_variable(const struct trig_measure_parser *parser, size_t variable)
{
    return &parser->definition->variables[variable];
}

/* ---- adding one ------------------------------------------------------------ */

/* Appends [measure], unless one of its name is there already. */
static enum trig_status add(struct trig_measure_parser *parser, const struct trig_measure *measure)
{
    struct trig_measures *out = parser->out;
    if (!measure->name.data || !measure->label.data)
        return trig_measure_no_memory(parser);
    for (size_t i = 0; i < out->count; i++)
        if (trig_view_equal(out->items[i].name, measure->name))
            return TRIG_OK;
    enum trig_status status =
        trig_grow((void **)&out->items, &parser->capacity, out->count + 1, sizeof *out->items, parser->error);
    if (status == TRIG_OK)
        out->items[out->count++] = *measure;
    return status;
}

static void set_range(struct trig_measure *measure, double low, double high)
{
    measure->low = low;
    measure->high = high;
    measure->midpoint = (low + high) / 2.0;
}

enum trig_status trig_measure_add_respondents(struct trig_measure_parser *parser)
{
    struct trig_measure measure = {.name = trig_view("respondents"),
                                   .label = trig_view("Respondents"),
                                   .kind = TRIG_MEASURE_RESPONDENTS,
                                   .statistic = TRIG_STATISTIC_COUNT,
                                   .unit = TRIG_UNIT_COUNT,
                                   .pillar = TRIG_NONE,
                                   .variable = TRIG_NONE};
    set_range(&measure, 1.0, 1.0);
    return add(parser, &measure);
}

/* Whether a variable is an item of [pillar] that [coding] can be made of. */
static bool is_pillar_item(const struct trig_measure_parser *parser, size_t variable, size_t pillar,
                           enum trig_coding coding)
{
    const struct trig_variable *item = trig_measure_variable(parser, variable);
    return item->role == TRIG_ROLE_ITEM && item->pillar == pillar &&
           trig_measure_can(parser->definition, item, coding);
}

size_t trig_measure_pillar_items(const struct trig_measure_parser *parser, size_t pillar,
                                 enum trig_coding coding)
{
    size_t count = 0;
    for (size_t i = 0; i < parser->definition->variable_count; i++)
        count += is_pillar_item(parser, i, pillar, coding);
    return count;
}

static enum trig_status set_pillar_sources(struct trig_measure_parser *parser, size_t pillar,
                                           enum trig_coding coding, struct trig_measure *measure)
{
    size_t count = trig_measure_pillar_items(parser, pillar, coding);
    struct trig_source *sources = trig_arena_calloc(&parser->out->arena, count, sizeof *sources);
    if (!sources)
        return trig_measure_no_memory(parser);
    size_t filled = 0;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < parser->definition->variable_count && status == TRIG_OK; i++)
        if (is_pillar_item(parser, i, pillar, coding))
            status = trig_measure_source(&parser->out->arena, parser->definition, i, coding, TRIG_NONE,
                                         &sources[filled++], parser->error);
    measure->sources = sources;
    measure->source_count = count;
    measure->least_answered = trig_measure_least(parser->definition, sources, count);
    return status;
}

enum trig_status trig_measure_add_pillar(struct trig_measure_parser *parser, size_t pillar, bool positive)
{
    const struct trig_pillar *asked = &parser->definition->pillars[pillar];
    struct trig_view label = asked->label.length ? asked->label : asked->id;
    struct trig_arena *arena = &parser->out->arena;
    enum trig_coding coding = positive ? TRIG_CODING_POSITIVE : TRIG_CODING_SCORE;
    struct trig_measure measure = {
        .name =
            trig_arena_printf(arena, "pillar:%.*s%s", TRIG_VIEW_ARG(asked->id), positive ? ":positive" : ""),
        .label = trig_arena_printf(arena, "%.*s%s", TRIG_VIEW_ARG(label), positive ? " (positive)" : ""),
        .kind = positive ? TRIG_MEASURE_PILLAR_POSITIVE : TRIG_MEASURE_PILLAR,
        .statistic = TRIG_STATISTIC_MEAN,
        .unit = positive ? TRIG_UNIT_SHARE : TRIG_UNIT_SCORE,
        .pillar = pillar,
        .variable = TRIG_NONE};
    if (trig_measure_pillar_items(parser, pillar, coding) == 0)
        return trig_error_set(
            parser->error, TRIG_ERR_USAGE,
            "the pillar \"%.*s\" has no item that can be %s; see variables.csv and scales.csv",
            TRIG_VIEW_ARG(asked->id), positive ? "positive" : "scored");
    set_range(&measure, 0.0, positive ? 1.0 : 100.0);
    enum trig_status status = set_pillar_sources(parser, pillar, coding, &measure);
    return status ? status : add(parser, &measure);
}

/* Gives [measure] the one source that [variable] is. */
static enum trig_status set_source(struct trig_measure_parser *parser, struct trig_measure *measure,
                                   enum trig_coding coding, size_t code)
{
    struct trig_source *source = trig_arena_calloc(&parser->out->arena, 1, sizeof *source);
    if (!source)
        return trig_measure_no_memory(parser);
    measure->sources = source;
    measure->source_count = 1;
    measure->least_answered = 1;
    return trig_measure_source(&parser->out->arena, parser->definition, measure->variable, coding, code,
                               source, parser->error);
}

static struct trig_measure of_variable(const struct trig_measure_parser *parser, size_t variable,
                                       enum trig_measure_kind kind)
{
    const struct trig_variable *asked = trig_measure_variable(parser, variable);
    struct trig_measure measure = {.name = asked->name,
                                   .label = asked->label.length ? asked->label : asked->name,
                                   .kind = kind,
                                   .statistic = TRIG_STATISTIC_PROPORTION,
                                   .unit = TRIG_UNIT_SHARE,
                                   .pillar = asked->pillar,
                                   .variable = variable};
    set_range(&measure, 0.0, 1.0);
    return measure;
}

enum trig_status trig_measure_add_mean(struct trig_measure_parser *parser, size_t variable)
{
    const struct trig_variable *asked = trig_measure_variable(parser, variable);
    if (!trig_measure_can(parser->definition, asked, TRIG_CODING_VALUE))
        return trig_error_set(parser->error, TRIG_ERR_USAGE,
                              "\"%.*s\" is %s and has no mean; ask for the share of one of its answers, "
                              "as in --measure %.*s=CODE",
                              TRIG_VIEW_ARG(asked->name), trig_type_name(asked->type),
                              TRIG_VIEW_ARG(asked->name));
    struct trig_measure measure = of_variable(parser, variable, TRIG_MEASURE_MEAN);
    measure.statistic = TRIG_STATISTIC_MEAN;
    measure.unit = TRIG_UNIT_OWN;
    if (asked->type == TRIG_TYPE_NUMERIC)
        set_range(&measure, asked->min, asked->max);
    else
        set_range(&measure, parser->definition->scales[asked->scale].min,
                  parser->definition->scales[asked->scale].max);
    enum trig_status status = set_source(parser, &measure, TRIG_CODING_VALUE, TRIG_NONE);
    return status ? status : add(parser, &measure);
}

enum trig_status trig_measure_add_positive(struct trig_measure_parser *parser, size_t variable)
{
    const struct trig_variable *asked = trig_measure_variable(parser, variable);
    if (!trig_measure_can(parser->definition, asked, TRIG_CODING_POSITIVE))
        return trig_error_set(
            parser->error, TRIG_ERR_USAGE,
            "\"%.*s\" has no scale with positive codes; mark them in the column positive of "
            "scales.csv",
            TRIG_VIEW_ARG(asked->name));
    struct trig_measure measure = of_variable(parser, variable, TRIG_MEASURE_POSITIVE);
    struct trig_arena *arena = &parser->out->arena;
    measure.label = trig_arena_printf(arena, "%.*s (positive)", TRIG_VIEW_ARG(measure.label));
    measure.name = trig_arena_printf(arena, "%.*s:positive", TRIG_VIEW_ARG(asked->name));
    enum trig_status status = set_source(parser, &measure, TRIG_CODING_POSITIVE, TRIG_NONE);
    return status ? status : add(parser, &measure);
}

/* ---- NAME=code ----------------------------------------------------------------- */

static enum trig_status unknown_code(struct trig_measure_parser *parser, const struct trig_variable *variable,
                                     struct trig_view code)
{
    const struct trig_scale *scale = &parser->definition->scales[variable->scale];
    struct trig_arena *arena = &parser->out->arena;
    struct trig_view *known = trig_arena_calloc(arena, scale->count, sizeof *known);
    if (!known)
        return trig_measure_no_memory(parser);
    for (size_t i = 0; i < scale->count; i++)
        known[i] = scale->codes[i].code;
    struct trig_view what =
        trig_arena_printf(arena, "answer to \"%.*s\" coded", TRIG_VIEW_ARG(variable->name));
    return trig_names_unknown(what.data ? what.data : "code", code, (struct trig_views){known, scale->count},
                              parser->error);
}

enum trig_status trig_measure_add_code(struct trig_measure_parser *parser, size_t variable,
                                       struct trig_view code)
{
    const struct trig_variable *asked = trig_measure_variable(parser, variable);
    bool open = asked->type == TRIG_TYPE_NOMINAL && asked->scale == TRIG_NONE;
    if (asked->scale == TRIG_NONE && !open)
        return trig_error_set(
            parser->error, TRIG_ERR_USAGE, "\"%.*s\" is %s and has no codes; ask for --measure %.*s",
            TRIG_VIEW_ARG(asked->name), trig_type_name(asked->type), TRIG_VIEW_ARG(asked->name));
    const struct trig_scale *scale = open ? NULL : &parser->definition->scales[asked->scale];
    size_t index = open ? 0 : trig_scale_code(scale, code);
    if (index == TRIG_NONE)
        return unknown_code(parser, asked, code);
    struct trig_view answer = open || !scale->codes[index].label.length ? code : scale->codes[index].label;
    struct trig_measure measure = of_variable(parser, variable, TRIG_MEASURE_CODE);
    struct trig_arena *arena = &parser->out->arena;
    measure.label =
        trig_arena_printf(arena, "%.*s: %.*s", TRIG_VIEW_ARG(measure.label), TRIG_VIEW_ARG(answer));
    measure.name = trig_arena_printf(arena, "%.*s=%.*s", TRIG_VIEW_ARG(asked->name), TRIG_VIEW_ARG(code));
    enum trig_status status = set_source(parser, &measure, TRIG_CODING_IS, index);
    if (status == TRIG_OK && open)
        ((struct trig_source *)measure.sources)->text = trig_arena_copy(arena, code);
    return status ? status : add(parser, &measure);
}
