/* variables.csv: what was asked, and how its answers are held. */
#include "collect/redefine/differences_parts.h"

#include <stdio.h>

/* One variable, before and after. */
struct variable_pair {
    size_t index; /* before */
    const struct trig_variable *before;
    const struct trig_variable *after;
    struct trig_row_key key;
};

/* The column that holds what a variable's role brings into the store. */
static struct trig_view column_of(const struct trig_variable *variable)
{
    if (variable->role == TRIG_ROLE_INSTITUTION)
        return trig_view(TRIG_COLUMN_INSTITUTION);
    if (variable->role == TRIG_ROLE_WAVE)
        return trig_view(TRIG_COLUMN_WAVE);
    return variable->name;
}

/* Whether the role decides how a column is stored, not only how it is used. */
static bool is_kept_apart(enum trig_role role)
{
    return role == TRIG_ROLE_RECORD || role == TRIG_ROLE_RESPONDENT || role == TRIG_ROLE_INSTITUTION ||
           role == TRIG_ROLE_WAVE || role == TRIG_ROLE_COMMENT || role == TRIG_ROLE_PERSONAL ||
           role == TRIG_ROLE_IGNORE;
}

static void compare_role(struct trig_comparison *comparison, const struct variable_pair *pair)
{
    const struct trig_variable *before = pair->before, *after = pair->after;
    uint64_t felt = 0;
    if (before->role == after->role)
        return;
    if (is_kept_apart(before->role) || is_kept_apart(after->role))
        felt = trig_comparison_answers(comparison, column_of(before));
    trig_comparison_add(comparison, &pair->key, felt, "variable \"%.*s\" has the role %s; it had %s",
                        TRIG_VIEW_ARG(before->name), trig_role_name(after->role),
                        trig_role_name(before->role));
}

static bool is_one_of_a_scale(enum trig_type type)
{
    return type == TRIG_TYPE_ORDINAL || type == TRIG_TYPE_NOMINAL;
}

static void compare_type(struct trig_comparison *comparison, const struct variable_pair *pair)
{
    const struct trig_variable *before = pair->before, *after = pair->after;
    bool alike = is_one_of_a_scale(before->type) && is_one_of_a_scale(after->type);
    if (before->type == after->type)
        return;
    trig_comparison_add(comparison, &pair->key,
                        alike ? 0 : trig_comparison_answers(comparison, column_of(before)),
                        "variable \"%.*s\" has the type %s; it had %s", TRIG_VIEW_ARG(before->name),
                        trig_type_name(after->type), trig_type_name(before->type));
}

static struct trig_view scale_name(const trig_definition *definition, size_t scale)
{
    return scale == TRIG_NONE ? trig_view("none") : definition->scales[scale].name;
}

static void compare_scale(struct trig_comparison *comparison, const struct variable_pair *pair)
{
    const struct trig_variable *before = pair->before, *after = pair->after;
    struct trig_view was = scale_name(comparison->before, before->scale);
    struct trig_view is = scale_name(comparison->after, after->scale);
    if (trig_view_equal(was, is))
        return;
    bool comparable = before->scale != TRIG_NONE && after->scale != TRIG_NONE;
    trig_comparison_add(comparison, &pair->key,
                        comparable ? 0 : trig_comparison_answers(comparison, column_of(before)),
                        "variable \"%.*s\" has the scale %.*s; it had %.*s", TRIG_VIEW_ARG(before->name),
                        TRIG_VIEW_ARG(is), TRIG_VIEW_ARG(was));
    comparison->only_refused = true; /* the new scale is described in its own place */
    if (comparable)
        trig_comparison_codes(comparison, before->scale, after->scale, pair->index);
    comparison->only_refused = false;
}

static void compare_scoring(struct trig_comparison *comparison, const struct variable_pair *pair)
{
    const struct trig_variable *before = pair->before, *after = pair->after;
    if (before->reversed != after->reversed)
        trig_comparison_add(comparison, &pair->key, trig_comparison_answers(comparison, column_of(before)),
                            "variable \"%.*s\" is %s reversed", TRIG_VIEW_ARG(before->name),
                            after->reversed ? "now" : "no longer");
    if (before->unit.length && !trig_view_equal(before->unit, after->unit))
        trig_comparison_add(comparison, &pair->key, trig_comparison_answers(comparison, column_of(before)),
                            "variable \"%.*s\" is in \"%.*s\"; it was in \"%.*s\"",
                            TRIG_VIEW_ARG(before->name), TRIG_VIEW_ARG(after->unit),
                            TRIG_VIEW_ARG(before->unit));
    if (trig_numbers_differ(before->min, after->min) || trig_numbers_differ(before->max, after->max))
        trig_comparison_add(comparison, &pair->key, 0,
                            "variable \"%.*s\" runs from %g to %g; it ran from %g to %g (stored answers "
                            "stay as they are)",
                            TRIG_VIEW_ARG(before->name), after->min, after->max, before->min, before->max);
}

static void compare_words(struct trig_comparison *comparison, const struct variable_pair *pair)
{
    const struct trig_variable *before = pair->before, *after = pair->after;
    static const struct trig_view none = {"", 0};
    char name[300];
    snprintf(name, sizeof name, "label of variable \"%.*s\"", TRIG_VIEW_ARG(before->name));
    trig_comparison_text(comparison, &pair->key, name, before->label, after->label);
    snprintf(name, sizeof name, "aliases of variable \"%.*s\"", TRIG_VIEW_ARG(before->name));
    trig_comparison_list(comparison, &pair->key, name, before->aliases, after->aliases);
    snprintf(name, sizeof name, "who is in scope by \"%.*s\"", TRIG_VIEW_ARG(before->name));
    trig_comparison_list(comparison, &pair->key, name, before->eligible, after->eligible);
    snprintf(name, sizeof name, "pillar of variable \"%.*s\"", TRIG_VIEW_ARG(before->name));
    trig_comparison_text(comparison, &pair->key, name,
                         before->pillar == TRIG_NONE ? none : comparison->before->pillars[before->pillar].id,
                         after->pillar == TRIG_NONE ? none : comparison->after->pillars[after->pillar].id);
    snprintf(name, sizeof name, "unit of variable \"%.*s\"", TRIG_VIEW_ARG(before->name));
    if (!before->unit.length)
        trig_comparison_text(comparison, &pair->key, name, before->unit, after->unit);
}

void trig_comparison_variables(struct trig_comparison *comparison)
{
    const trig_definition *before = comparison->before, *after = comparison->after;
    for (size_t i = 0; i < after->variable_count; i++) {
        struct trig_view name = after->variables[i].name;
        struct variable_pair pair = {.index = trig_definition_variable(before, name),
                                     .after = &after->variables[i],
                                     .key = {"variables.csv", {"name", NULL}, {name}}};
        if (pair.index == TRIG_NONE) {
            trig_comparison_add(comparison, &pair.key, 0, "variable \"%.*s\" (%.*s) is new",
                                TRIG_VIEW_ARG(name), TRIG_VIEW_ARG(pair.after->label));
            continue;
        }
        pair.before = &before->variables[pair.index];
        compare_role(comparison, &pair);
        compare_type(comparison, &pair);
        compare_scale(comparison, &pair);
        compare_scoring(comparison, &pair);
        compare_words(comparison, &pair);
    }
    for (size_t i = 0; i < before->variable_count; i++) {
        const struct trig_row_key key = {.file = "variables.csv"};
        const struct trig_variable *gone = &before->variables[i];
        if (trig_definition_variable(after, gone->name) == TRIG_NONE)
            trig_comparison_add(comparison, &key, trig_comparison_answers(comparison, column_of(gone)),
                                "variable \"%.*s\" (%.*s) is not there any more", TRIG_VIEW_ARG(gone->name),
                                TRIG_VIEW_ARG(gone->label));
    }
}
