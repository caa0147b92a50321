#include "analyze/frame/measure.h"

#include "analyze/context/names.h"
#include "analyze/frame/measure_parser.h"

const char *trig_statistic_name(enum trig_statistic statistic)
{
    static const char *const names[] = {
        [TRIG_STATISTIC_MEAN] = "mean",
        [TRIG_STATISTIC_PROPORTION] = "proportion",
        [TRIG_STATISTIC_TOTAL] = "total",
        [TRIG_STATISTIC_COUNT] = "count",
        [TRIG_STATISTIC_MEDIAN] = "median",
        [TRIG_STATISTIC_ALPHA] = "alpha",
        [TRIG_STATISTIC_ALPHA_IF_DROPPED] = "alpha_if_dropped",
        [TRIG_STATISTIC_ITEM_REST] = "item_rest",
        [TRIG_STATISTIC_INTER_ITEM] = "inter_item",
        [TRIG_STATISTIC_OMEGA] = "omega",
        [TRIG_STATISTIC_LOADING] = "loading",
        [TRIG_STATISTIC_CORRELATION] = "correlation",
        [TRIG_STATISTIC_QUANTILE] = "quantile",
        [TRIG_STATISTIC_VARIANCE] = "variance",
        [TRIG_STATISTIC_SD] = "sd",
        [TRIG_STATISTIC_RATIO] = "ratio",
        [TRIG_STATISTIC_POLYCHORIC] = "polychoric",
        [TRIG_STATISTIC_ORDINAL_ALPHA] = "ordinal_alpha",
        [TRIG_STATISTIC_KMO] = "kmo",
        [TRIG_STATISTIC_BARTLETT] = "bartlett",
        [TRIG_STATISTIC_EIGENVALUE] = "eigenvalue",
        [TRIG_STATISTIC_FACTOR_EIGENVALUE] = "factor_eigenvalue",
        [TRIG_STATISTIC_COMPONENTS] = "components",
        [TRIG_STATISTIC_FACTORS] = "factors",
    };
    return names[statistic];
}

static enum trig_status add_pillars(struct trig_measure_parser *parser)
{
    enum trig_status status = TRIG_OK;
    size_t before = parser->out->count;
    for (size_t i = 0; i < parser->definition->pillar_count && status == TRIG_OK; i++)
        if (trig_measure_pillar_items(parser, i, TRIG_CODING_VALUE))
            status = trig_measure_add_pillar(parser, i, false);
    if (status == TRIG_OK && parser->out->count == before)
        return trig_error_set(parser->error, TRIG_ERR_USAGE,
                              "this survey has no pillars with items; ask for --measure items");
    return status;
}

static enum trig_status add_items(struct trig_measure_parser *parser)
{
    enum trig_status status = TRIG_OK;
    size_t before = parser->out->count;
    for (size_t i = 0; i < parser->definition->variable_count && status == TRIG_OK; i++) {
        const struct trig_variable *item = trig_measure_variable(parser, i);
        if (item->role == TRIG_ROLE_ITEM && trig_measure_can(parser->definition, item, TRIG_CODING_VALUE))
            status = trig_measure_add_mean(parser, i);
    }
    if (status == TRIG_OK && parser->out->count == before)
        return trig_error_set(parser->error, TRIG_ERR_USAGE,
                              "this survey has no items that have a mean; ask for --measure NAME=CODE");
    return status;
}

static enum trig_status unknown_measure(struct trig_measure_parser *parser, struct trig_view name)
{
    const trig_definition *definition = parser->definition;
    size_t count = 0;
    struct trig_view *known = trig_arena_calloc(
        &parser->out->arena, 3 + definition->pillar_count + definition->variable_count, sizeof *known);
    if (!known)
        return trig_measure_no_memory(parser);
    known[count++] = trig_view("pillars");
    known[count++] = trig_view("items");
    known[count++] = trig_view("respondents");
    for (size_t i = 0; i < definition->pillar_count; i++) {
        known[count] =
            trig_arena_printf(&parser->out->arena, "pillar:%.*s", TRIG_VIEW_ARG(definition->pillars[i].id));
        if (!known[count++].data)
            return trig_measure_no_memory(parser);
    }
    for (size_t i = 0; i < definition->variable_count; i++)
        known[count++] = definition->variables[i].name;
    return trig_names_unknown("measure", name, (struct trig_views){known, count}, parser->error);
}

/* What the user may ask about: nobody measures identities or comments. */
static enum trig_status check_role(struct trig_measure_parser *parser, size_t variable)
{
    const struct trig_variable *asked = trig_measure_variable(parser, variable);
    if (asked->role == TRIG_ROLE_ITEM || asked->role == TRIG_ROLE_ATTRIBUTE)
        return TRIG_OK;
    return trig_error_set(parser->error, TRIG_ERR_USAGE,
                          "\"%.*s\" has the role %s; only items and attributes can be measured",
                          TRIG_VIEW_ARG(asked->name), trig_role_name(asked->role));
}

/* The part of [name] before its last (first) [mark]; false when there is none. */
static bool split_at(struct trig_view name, char mark, bool last, struct trig_view *before,
                     struct trig_view *after)
{
    const char *at = last ? memrchr(name.data, mark, name.length) : memchr(name.data, mark, name.length);
    if (!at)
        return false;
    size_t length = (size_t)(at - name.data);
    *before = trig_view_of(name.data, length);
    *after = trig_view_of(at + 1, name.length - length - 1);
    return true;
}

static enum trig_status add_named_pillar(struct trig_measure_parser *parser, struct trig_view name)
{
    struct trig_view before;
    struct trig_view id = trig_view_of(name.data + 7, name.length - 7); /* behind "pillar:" */
    struct trig_view after = {NULL, 0};
    bool positive = split_at(id, ':', true, &before, &after) && trig_view_is(after, "positive");
    size_t pillar = trig_definition_pillar(parser->definition, positive ? before : id);
    return pillar == TRIG_NONE ? unknown_measure(parser, name)
                               : trig_measure_add_pillar(parser, pillar, positive);
}

/* [name] is [variable] and an ending that means nothing. */
static enum trig_status unknown_ending(struct trig_measure_parser *parser, struct trig_view name,
                                       struct trig_view variable)
{
    return trig_error_set(
        parser->error, TRIG_ERR_USAGE,
        "there is no measure \"%.*s\"; of \"%.*s\" there are %.*s, %.*s:positive and %.*s=CODE",
        TRIG_VIEW_ARG(name), TRIG_VIEW_ARG(variable), TRIG_VIEW_ARG(variable), TRIG_VIEW_ARG(variable),
        TRIG_VIEW_ARG(variable));
}

/* NAME, NAME=code or NAME:positive; the longest name that fits wins. */
static enum trig_status add_variable(struct trig_measure_parser *parser, struct trig_view name)
{
    const trig_definition *definition = parser->definition;
    struct trig_view before = name;
    struct trig_view after = {NULL, 0};
    size_t variable = trig_definition_variable(definition, name);
    enum trig_measure_kind kind = TRIG_MEASURE_MEAN;
    if (variable == TRIG_NONE && split_at(name, '=', false, &before, &after)) {
        variable = trig_definition_variable(definition, before);
        kind = TRIG_MEASURE_CODE;
    } else if (variable == TRIG_NONE && split_at(name, ':', true, &before, &after)) {
        variable = trig_definition_variable(definition, before);
        kind = TRIG_MEASURE_POSITIVE;
        if (!trig_view_is(after, "positive"))
            return variable == TRIG_NONE ? unknown_measure(parser, name)
                                         : unknown_ending(parser, name, before);
    }
    if (variable == TRIG_NONE)
        return unknown_measure(parser, before);
    enum trig_status status = check_role(parser, variable);
    if (status)
        return status;
    if (kind == TRIG_MEASURE_CODE)
        return trig_measure_add_code(parser, variable, after);
    return kind == TRIG_MEASURE_MEAN ? trig_measure_add_mean(parser, variable)
                                     : trig_measure_add_positive(parser, variable);
}

enum trig_status trig_measure_add_named(struct trig_measure_parser *parser, struct trig_view name)
{
    if (trig_view_is(name, "pillars"))
        return add_pillars(parser);
    if (trig_view_is(name, "items"))
        return add_items(parser);
    if (trig_view_is(name, "respondents"))
        return trig_measure_add_respondents(parser);
    if (name.length > 7 && memcmp(name.data, "pillar:", 7) == 0)
        return add_named_pillar(parser, name);
    return add_variable(parser, name);
}

static enum trig_status add_list(struct trig_measure_parser *parser, const char *list)
{
    struct trig_views names;
    enum trig_status status = trig_names_split(&parser->out->arena, list, &names, parser->error);
    for (size_t i = 0; status == TRIG_OK && i < names.count; i++)
        status = trig_measure_add_named(parser, names.items[i]);
    if (status == TRIG_OK && parser->out->count == 0)
        return trig_error_set(parser->error, TRIG_ERR_USAGE, "no measure was named; ask for --measure items");
    return status;
}

/* The variables that shares are asked of. */
static enum trig_status list_shares(struct trig_measure_parser *parser)
{
    struct trig_measures *out = parser->out;
    size_t *shares = trig_arena_calloc(&out->arena, out->count, sizeof *shares);
    if (!shares)
        return trig_measure_no_memory(parser);
    for (size_t i = 0; i < out->count; i++) {
        const struct trig_measure *measure = &out->items[i];
        bool share = measure->kind == TRIG_MEASURE_CODE || measure->kind == TRIG_MEASURE_POSITIVE;
        bool listed = !share || parser->definition->variables[measure->variable].scale == TRIG_NONE;
        for (size_t j = 0; j < out->share_count && !listed; j++)
            listed = shares[j] == measure->variable;
        if (!listed)
            shares[out->share_count++] = measure->variable;
    }
    out->shares = shares;
    return TRIG_OK;
}

enum trig_status trig_measures_parse(const trig_definition *definition, const char *list,
                                     struct trig_measures *out, struct trig_error *error)
{
    struct trig_measures measures = {.items = NULL};
    struct trig_measure_parser parser = {.definition = definition, .out = &measures, .error = error};
    trig_arena_init(&measures.arena);
    if (!list || !*list)
        list = definition->pillar_count ? "pillars" : "items";
    enum trig_status status = add_list(&parser, list);
    if (status == TRIG_OK)
        status = list_shares(&parser);
    if (status)
        trig_measures_clear(&measures);
    else
        *out = measures;
    return status;
}

void trig_measures_clear(struct trig_measures *measures)
{
    trig_free(measures->items);
    trig_arena_clear(&measures->arena);
    memset(measures, 0, sizeof *measures);
}
