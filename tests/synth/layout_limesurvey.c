/* LimeSurvey: its own columns first, several answers spread over columns, the
 * option "other" with a column of its own for the words. */
#include "tests/synth/layout.h"

static bool is_full(const struct trig_synth_layout *layout)
{
    return layout->platform->labels;
}

/* `code`, `code[sub]`, or in full `code. text`, `code[sub]. text [sub text]`. */
static struct trig_view heading_of(struct trig_synth_layout *layout, const struct trig_variable *variable,
                                   struct trig_view part, struct trig_view part_text)
{
    struct trig_view label = variable->label.length > 0 ? variable->label : variable->name;
    struct trig_arena *arena = &layout->arena;
    if (part.length == 0 && !is_full(layout))
        return variable->name;
    if (part.length == 0)
        return trig_arena_printf(arena, "%.*s. %.*s", TRIG_VIEW_ARG(variable->name), TRIG_VIEW_ARG(label));
    if (!is_full(layout))
        return trig_arena_printf(arena, "%.*s[%.*s]", TRIG_VIEW_ARG(variable->name), TRIG_VIEW_ARG(part));
    return trig_arena_printf(arena, "%.*s[%.*s]. %.*s [%.*s]", TRIG_VIEW_ARG(variable->name),
                             TRIG_VIEW_ARG(part), TRIG_VIEW_ARG(label), TRIG_VIEW_ARG(part_text));
}

static enum trig_status add_options(struct trig_synth_layout *layout, size_t index, struct trig_error *error)
{
    const struct trig_variable *variable = &layout->definition->variables[index];
    const struct trig_scale *scale = &layout->definition->scales[variable->scale];
    for (size_t i = 0; i < scale->count; i++) {
        const struct trig_code *code = &scale->codes[i];
        struct trig_view heading = heading_of(layout, variable, code->code, code->label);
        enum trig_status status = trig_synth_add_ticked(layout, index, i, heading, "", "Y", error);
        if (status != TRIG_OK)
            return status;
    }
    return TRIG_OK;
}

static enum trig_status add_question(struct trig_synth_layout *layout, size_t index, struct trig_error *error)
{
    struct trig_view none = {"", 0};
    const struct trig_variable *variable = &layout->definition->variables[index];
    enum trig_synth_source source = trig_synth_source_of(variable);
    if (source == TRIG_SYNTH_JOINED)
        return add_options(layout, index, error);
    enum trig_status status =
        trig_synth_add_variable(layout, index, heading_of(layout, variable, none, none), error);
    size_t other = trig_synth_other_option(layout->definition, index);
    if (status != TRIG_OK || other == TRIG_NONE)
        return status;
    return trig_synth_add_other(layout, TRIG_SYNTH_OTHER, index, other,
                                heading_of(layout, variable, trig_view("other"), trig_view("Other")), none,
                                error);
}

/* What the platform has columns of its own for is not a question. The wave is
 * not one either: a survey is opened anew for each. */
static bool is_question(const struct trig_variable *variable)
{
    enum trig_synth_source source = trig_synth_source_of(variable);
    return source != TRIG_SYNTH_LEFT_OUT && source != TRIG_SYNTH_RECORD && source != TRIG_SYNTH_SUBMITTED &&
           source != TRIG_SYNTH_STATUS && source != TRIG_SYNTH_FIXED;
}

static enum trig_status build_limesurvey(struct trig_synth_layout *layout, struct trig_error *error)
{
    static const struct {
        const char *code;
        const char *text;
        enum trig_synth_source source;
        const char *fixed;
    } own[] = {
        {"id", "Response ID", TRIG_SYNTH_RECORD, ""},
        {"submitdate", "Date submitted", TRIG_SYNTH_SUBMITTED, ""},
        {"lastpage", "Last page", TRIG_SYNTH_LAST_PAGE, ""},
        {"startlanguage", "Start language", TRIG_SYNTH_FIXED, "en"},
        {"seed", "Seed", TRIG_SYNTH_FIXED, "1182734650"},
        {"startdate", "Date started", TRIG_SYNTH_STARTED, ""},
        {"datestamp", "Date last action", TRIG_SYNTH_STARTED, ""},
    };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        struct trig_view heading = is_full(layout)
                                       ? trig_arena_printf(&layout->arena, "%s. %s", own[i].code, own[i].text)
                                       : trig_view(own[i].code);
        enum trig_status status = trig_synth_add_other(layout, own[i].source, TRIG_NONE, TRIG_NONE, heading,
                                                       trig_view(own[i].fixed), error);
        if (status != TRIG_OK)
            return status;
    }
    for (size_t i = 0; i < layout->definition->variable_count; i++) {
        if (!is_question(&layout->definition->variables[i]))
            continue;
        enum trig_status status = add_question(layout, i, error);
        if (status != TRIG_OK)
            return status;
    }
    return TRIG_OK;
}

static struct trig_view answer(struct trig_synth_layout *layout, size_t variable, size_t code)
{
    const trig_definition *definition = layout->definition;
    if (definition->variables[variable].role == TRIG_ROLE_INSTITUTION)
        return is_full(layout) ? definition->institutions[code].name : definition->institutions[code].id;
    if (!is_full(layout) && code == trig_synth_other_option(definition, variable))
        return trig_view("-oth-");
    const struct trig_code *it = &definition->scales[definition->variables[variable].scale].codes[code];
    return is_full(layout) && it->label.length > 0 ? it->label : it->code;
}

const struct trig_synth_platform trig_synth_limesurvey = {
    .name = "limesurvey",
    .summary = "LimeSurvey: question codes and answer codes",
    .style = {.separator = ';', .line_end = "\r\n", .byte_order_mark = true, .quotes = TRIG_SYNTH_QUOTE_ALL},
    .joiner = "",
    .zone = "",
    .record_prefix = "",
    .build = build_limesurvey,
    .answer = answer,
};

const struct trig_synth_platform trig_synth_limesurvey_full = {
    .name = "limesurvey-full",
    .summary = "LimeSurvey: question codes with their text, answers in full",
    .style = {.separator = ';', .line_end = "\r\n", .byte_order_mark = true, .quotes = TRIG_SYNTH_QUOTE_ALL},
    .labels = true,
    .joiner = "",
    .zone = "",
    .record_prefix = "",
    .build = build_limesurvey,
    .answer = answer,
};
