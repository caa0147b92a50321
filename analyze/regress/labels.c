#include "analyze/regress/labels.h"

size_t trig_regress_term(const struct trig_columns *columns, size_t column)
{
    for (size_t i = 0; i < columns->term_count; i++)
        if (column >= columns->terms[i].first && column < columns->terms[i].first + columns->terms[i].columns)
            return i;
    return TRIG_NONE;
}

/* The parts of a column's name, [named]: with the variables' names. */
static struct trig_view join_parts(const struct trig_regress_data *data, size_t column, bool named,
                                   struct trig_arena *arena)
{
    size_t levels[TRIG_MOST_PRODUCT];
    size_t at = trig_regress_term(&data->columns, column);
    struct trig_view text = trig_view(at == TRIG_NONE && named ? "(Intercept)" : "");
    if (at == TRIG_NONE)
        return text;
    const struct trig_term_columns *term = &data->columns.terms[at];
    trig_columns_levels(&data->columns, term, column, levels);
    for (size_t i = 0; i < term->count && text.data; i++) {
        const struct trig_views *texts = &data->levels[term->regressors[i]];
        struct trig_view name = data->formula->regressors[term->regressors[i]].name;
        bool factor = texts->count > 0;
        if (!factor && !named)
            continue;
        text = trig_arena_printf(arena, "%.*s%s%.*s%s%.*s", TRIG_VIEW_ARG(text), text.length ? ":" : "",
                                 named ? (int)name.length : 0, name.data, named && factor ? "=" : "",
                                 factor ? (int)texts->items[levels[i]].length : 0,
                                 factor ? texts->items[levels[i]].data : "");
    }
    return text;
}

struct trig_view trig_regress_level(const struct trig_regress_data *data, size_t column,
                                    struct trig_arena *arena)
{
    return join_parts(data, column, false, arena);
}

struct trig_view trig_regress_name(const struct trig_regress_data *data, size_t column,
                                   struct trig_arena *arena)
{
    return join_parts(data, column, true, arena);
}

/* The code of the outcome's scale that has this value. */
static struct trig_view code_of(const struct trig_regress_data *data, double value)
{
    const trig_definition *definition = data->sample->definition;
    size_t variable = data->formula->measures.items[0].variable;
    const struct trig_scale *scale = &definition->scales[definition->variables[variable].scale];
    for (size_t i = 0; i < scale->count; i++)
        if (scale->codes[i].kind == TRIG_SUBSTANTIVE && scale->codes[i].value == value)
            return scale->codes[i].code;
    return trig_view("");
}

struct trig_view trig_regress_threshold(const struct trig_regress_data *data, size_t index,
                                        struct trig_arena *arena)
{
    struct trig_view below = code_of(data, data->values[index]);
    struct trig_view above = code_of(data, data->values[index + 1]);
    return trig_arena_printf(arena, "%.*s|%.*s", TRIG_VIEW_ARG(below), TRIG_VIEW_ARG(above));
}
