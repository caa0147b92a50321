#include "plots/figure/label.h"

static const char pillar_start[] = "pillar:";
static const char positive_end[] = ":positive";

static bool starts_with(struct trig_view text, const char *start)
{
    size_t length = strlen(start);
    return text.length >= length && memcmp(text.data, start, length) == 0;
}

static bool ends_with(struct trig_view text, const char *end)
{
    size_t length = strlen(end);
    return text.length >= length && memcmp(text.data + text.length - length, end, length) == 0;
}

/* The label when there is one, else the id. */
static struct trig_view first_of(struct trig_view label, struct trig_view id)
{
    return label.length ? label : id;
}

struct trig_view trig_label_institution(const trig_definition *definition, struct trig_view id)
{
    size_t index = definition ? trig_definition_institution(definition, id) : TRIG_NONE;
    return index == TRIG_NONE ? id : first_of(definition->institutions[index].name, id);
}

struct trig_view trig_label_wave(const trig_definition *definition, struct trig_view id)
{
    size_t index = definition ? trig_definition_wave(definition, id) : TRIG_NONE;
    return index == TRIG_NONE ? id : first_of(definition->waves[index].label, id);
}

static struct trig_view label_pillar(const trig_definition *definition, struct trig_view id)
{
    size_t index = definition ? trig_definition_pillar(definition, id) : TRIG_NONE;
    return index == TRIG_NONE ? id : first_of(definition->pillars[index].label, id);
}

size_t trig_label_variable(const trig_definition *definition, struct trig_view measure)
{
    if (!definition)
        return TRIG_NONE;
    if (ends_with(measure, positive_end))
        measure.length -= strlen(positive_end);
    const char *equals = measure.length ? memrchr(measure.data, '=', measure.length) : NULL;
    if (equals)
        measure.length = (size_t)(equals - measure.data);
    return trig_definition_variable(definition, measure);
}

static struct trig_view label_code(const trig_definition *definition, size_t variable, struct trig_view code)
{
    size_t scale = variable == TRIG_NONE ? TRIG_NONE : definition->variables[variable].scale;
    size_t index = scale == TRIG_NONE ? TRIG_NONE : trig_scale_code(&definition->scales[scale], code);
    return index == TRIG_NONE ? code : first_of(definition->scales[scale].codes[index].label, code);
}

static struct trig_view label_variable(const trig_definition *definition, struct trig_arena *arena,
                                       size_t variable)
{
    const struct trig_variable *found = &definition->variables[variable];
    struct trig_view label = first_of(found->label, found->name);
    return found->reversed ? trig_arena_printf(arena, "%.*s (reversed)", TRIG_VIEW_ARG(label)) : label;
}

static struct trig_view label_item(const trig_definition *definition, struct trig_arena *arena,
                                   struct trig_view measure)
{
    size_t variable = trig_label_variable(definition, measure);
    if (variable == TRIG_NONE)
        return measure;
    struct trig_view label = label_variable(definition, arena, variable);
    const char *equals = memrchr(measure.data, '=', measure.length);
    if (!label.data || (!equals && !ends_with(measure, positive_end)))
        return label;
    if (!equals)
        return trig_arena_printf(arena, "%.*s: positive answers", TRIG_VIEW_ARG(label));
    size_t before = (size_t)(equals - measure.data) + 1;
    struct trig_view code = trig_view_of(measure.data + before, measure.length - before);
    return trig_arena_printf(arena, "%.*s: %.*s", TRIG_VIEW_ARG(label),
                             TRIG_VIEW_ARG(label_code(definition, variable, code)));
}

struct trig_view trig_label_measure(const trig_definition *definition, struct trig_arena *arena,
                                    struct trig_view measure)
{
    if (!starts_with(measure, pillar_start))
        return label_item(definition, arena, measure);
    struct trig_view id = measure;
    id.data += strlen(pillar_start);
    id.length -= strlen(pillar_start);
    if (!ends_with(id, positive_end))
        return label_pillar(definition, id);
    id.length -= strlen(positive_end);
    return trig_arena_printf(arena, "%.*s: positive answers", TRIG_VIEW_ARG(label_pillar(definition, id)));
}

const char *trig_label_unit(enum trig_figure_unit unit, struct trig_view measure)
{
    switch (unit) {
    case TRIG_FIGURE_SCORE:
        return "Mean score (0\xE2\x80\x93"
               "100)";
    case TRIG_FIGURE_PERCENT:
        return starts_with(measure, pillar_start) ? "Percent of questions answered positively"
                                                  : "Percent of respondents";
    default:
        return "Mean";
    }
}

struct trig_view trig_label_value(const trig_definition *definition, struct trig_arena *arena,
                                  const char *column, struct trig_view id)
{
    if (strcmp(column, "institution") == 0)
        return trig_label_institution(definition, id);
    if (strcmp(column, "wave") == 0)
        return trig_label_wave(definition, id);
    if (strcmp(column, "measure") == 0)
        return trig_label_measure(definition, arena, id);
    if (strcmp(column, "pillar") == 0)
        return label_pillar(definition, id);
    size_t variable = definition ? trig_definition_variable(definition, trig_view(column)) : TRIG_NONE;
    return label_code(definition, variable, id);
}
