/* Jisc Online Surveys: numbered questions; statements on one scale in a grid
 * under an empty column; in the coded export a number for every option and one
 * column for every option of a question with several answers. */
#include "tests/synth/layout.h"

#include "tests/synth/jisc.h"

/* ---- numbering ------------------------------------------------------------------ */

static bool is_question(const struct trig_variable *variable)
{
    enum trig_synth_source source = trig_synth_source_of(variable);
    return source != TRIG_SYNTH_LEFT_OUT && source != TRIG_SYNTH_RECORD && source != TRIG_SYNTH_SUBMITTED &&
           source != TRIG_SYNTH_STATUS && source != TRIG_SYNTH_FIXED;
}

static bool in_same_grid(const struct trig_variable *a, const struct trig_variable *b)
{
    return a->role == TRIG_ROLE_ITEM && b->role == TRIG_ROLE_ITEM && a->type == b->type &&
           a->type != TRIG_TYPE_MULTIPLE && a->scale != TRIG_NONE && a->scale == b->scale &&
           a->pillar == b->pillar;
}

static size_t next_question(const trig_definition *definition, size_t variable)
{
    for (variable++; variable < definition->variable_count; variable++) {
        if (is_question(&definition->variables[variable]))
            return variable;
    }
    return TRIG_NONE;
}

/* How many questions from [variable] on are statements of one grid; 1: none. */
static size_t grid_length(const trig_definition *definition, size_t variable)
{
    size_t length = 1;
    size_t next = next_question(definition, variable);
    while (next != TRIG_NONE &&
           in_same_grid(&definition->variables[variable], &definition->variables[next])) {
        length++;
        next = next_question(definition, next);
    }
    return length;
}

enum trig_status trig_synth_jisc_walk(const trig_definition *definition, trig_synth_jisc_visit *visit,
                                      void *context, struct trig_error *error)
{
    struct trig_synth_jisc_place place = {0};
    size_t variable = next_question(definition, (size_t)-1);
    while (variable != TRIG_NONE) {
        place.question++;
        place.length = grid_length(definition, variable);
        for (place.statement = 1; place.statement <= place.length; place.statement++) {
            place.variable = variable;
            enum trig_status status = visit(context, &place, error);
            if (status != TRIG_OK)
                return status;
            variable = next_question(definition, variable);
        }
    }
    return TRIG_OK;
}

/* ---- the layout ---------------------------------------------------------------------- */

static bool is_coded(const struct trig_synth_layout *layout)
{
    return !layout->platform->labels;
}

static struct trig_view label_of(const struct trig_variable *variable)
{
    return variable->label.length > 0 ? variable->label : variable->name;
}

struct trig_view trig_synth_jisc_grid_title(const trig_definition *definition, size_t variable)
{
    size_t pillar = definition->variables[variable].pillar;
    return pillar == TRIG_NONE ? trig_view("How far do you agree?") : definition->pillars[pillar].label;
}

static struct trig_view heading_of(struct trig_synth_layout *layout,
                                   const struct trig_synth_jisc_place *place)
{
    struct trig_view label = label_of(&layout->definition->variables[place->variable]);
    struct trig_arena *arena = &layout->arena;
    if (place->length > 1 && is_coded(layout))
        return trig_arena_printf(arena, "Q%zu_%zu_a", place->question, place->statement);
    if (place->length > 1)
        return trig_arena_printf(arena, "%zu.%zu.a. %.*s", place->question, place->statement,
                                 TRIG_VIEW_ARG(label));
    if (is_coded(layout))
        return trig_arena_printf(arena, "Q%zu", place->question);
    return trig_arena_printf(arena, "%zu. %.*s", place->question, TRIG_VIEW_ARG(label));
}

static enum trig_status add_parent(struct trig_synth_layout *layout,
                                   const struct trig_synth_jisc_place *place, struct trig_error *error)
{
    struct trig_view none = {"", 0};
    struct trig_view title = trig_synth_jisc_grid_title(layout->definition, place->variable);
    struct trig_view heading = is_coded(layout) ? trig_arena_printf(&layout->arena, "Q%zu", place->question)
                                                : trig_arena_printf(&layout->arena, "%zu. %.*s",
                                                                    place->question, TRIG_VIEW_ARG(title));
    return trig_synth_add_other(layout, TRIG_SYNTH_EMPTY, TRIG_NONE, TRIG_NONE, heading, none, error);
}

static enum trig_status add_options(struct trig_synth_layout *layout,
                                    const struct trig_synth_jisc_place *place, struct trig_error *error)
{
    const struct trig_variable *variable = &layout->definition->variables[place->variable];
    size_t count = layout->definition->scales[variable->scale].count;
    for (size_t i = 0; i < count; i++) {
        struct trig_view heading = trig_arena_printf(&layout->arena, "Q%zu_%zu", place->question, i + 1);
        enum trig_status status = trig_synth_add_ticked(layout, place->variable, i, heading, "0", "1", error);
        if (status != TRIG_OK)
            return status;
    }
    return TRIG_OK;
}

static enum trig_status add_other_words(struct trig_synth_layout *layout,
                                        const struct trig_synth_jisc_place *place, size_t other,
                                        struct trig_error *error)
{
    struct trig_view none = {"", 0};
    struct trig_view heading =
        is_coded(layout)
            ? trig_arena_printf(&layout->arena, "Q%zu_a", place->question)
            : trig_arena_printf(&layout->arena, "%zu.a. " TRIG_SYNTH_JISC_OTHER, place->question);
    return trig_synth_add_other(layout, TRIG_SYNTH_OTHER, place->variable, other, heading, none, error);
}

static enum trig_status add_question(void *context, const struct trig_synth_jisc_place *place,
                                     struct trig_error *error)
{
    struct trig_synth_layout *layout = context;
    const struct trig_variable *variable = &layout->definition->variables[place->variable];
    enum trig_status status = TRIG_OK;
    if (place->length > 1 && place->statement == 1)
        status = add_parent(layout, place, error);
    if (status != TRIG_OK)
        return status;
    if (is_coded(layout) && trig_synth_source_of(variable) == TRIG_SYNTH_JOINED)
        return add_options(layout, place, error);
    status = trig_synth_add_variable(layout, place->variable, heading_of(layout, place), error);
    size_t other = trig_synth_other_option(layout->definition, place->variable);
    if (status != TRIG_OK || other == TRIG_NONE)
        return status;
    return add_other_words(layout, place, other, error);
}

static enum trig_status build_jisc(struct trig_synth_layout *layout, struct trig_error *error)
{
    static const struct {
        const char *heading;
        enum trig_synth_source source;
    } last[] = {{"StartDate", TRIG_SYNTH_STARTED}, {"CompletionDate", TRIG_SYNTH_SUBMITTED}};
    struct trig_view none = {"", 0};
    enum trig_status status =
        trig_synth_add_other(layout, TRIG_SYNTH_RECORD, TRIG_NONE, TRIG_NONE, trig_view("URN"), none, error);
    if (status == TRIG_OK)
        status = trig_synth_jisc_walk(layout->definition, add_question, layout, error);
    for (size_t i = 0; status == TRIG_OK && i < sizeof last / sizeof *last; i++)
        status = trig_synth_add_other(layout, last[i].source, TRIG_NONE, TRIG_NONE,
                                      trig_view(last[i].heading), none, error);
    return status;
}

/* ---- codes ------------------------------------------------------------------------------- */

size_t trig_synth_jisc_number(const struct trig_synth_layout_options *options, size_t index, size_t count)
{
    size_t place = options->reverse_index ? count - 1 - index : index;
    return options->zero_index ? place : place + 1;
}

static struct trig_view coded_answer(struct trig_synth_layout *layout, size_t variable, size_t code)
{
    const trig_definition *definition = layout->definition;
    const struct trig_variable *it = &definition->variables[variable];
    size_t count = it->role == TRIG_ROLE_INSTITUTION ? definition->institution_count
                                                     : definition->scales[it->scale].count;
    return trig_arena_printf(&layout->arena, "%zu", trig_synth_jisc_number(&layout->options, code, count));
}

const struct trig_synth_platform trig_synth_jisc = {
    .name = "jisc",
    .summary = "Jisc Online Surveys: numbered questions and answers in words",
    .style = {.separator = ',', .line_end = "\n", .quotes = TRIG_SYNTH_QUOTE_FILLED},
    .labels = true,
    .joiner = ",",
    .zone = " UTC",
    .record_prefix = "104729-104711-",
    .build = build_jisc,
};

const struct trig_synth_platform trig_synth_jisc_coded = {
    .name = "jisc-coded",
    .summary = "Jisc Online Surveys: question and answer numbers, to be read with a key file",
    .style = {.separator = ',', .line_end = "\n", .quotes = TRIG_SYNTH_QUOTE_FILLED},
    .joiner = "",
    .zone = " UTC",
    .record_prefix = "104729-104711-",
    .build = build_jisc,
    .answer = coded_answer,
};
