/* scales.csv: what stored codes mean. */
#include "collect/redefine/differences_parts.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include <stdio.h>

/* Two codes of one scale, before and after, and whose answers they are. */
struct code_pair {
    const struct trig_scale *scale; /* before */
    size_t scale_index;
    size_t only;
    const struct trig_code *before;
    const struct trig_code *after;
};

static struct trig_row_key place_of(const struct trig_scale *scale, struct trig_view code)
{
    return (struct trig_row_key){"scales.csv", {"scale", "code"}, {scale->name, code}};
}

/* How many stored answers have a code, over all variables with its scale. */
static uint64_t count_uses(struct trig_comparison *comparison, size_t scale, size_t only,
                           struct trig_view code)
{
    uint64_t count = 0;
    for (size_t i = 0; i < comparison->before->variable_count; i++)
        if (comparison->before->variables[i].scale == scale && (only == TRIG_NONE || only == i))
            count += trig_comparison_uses(comparison, comparison->before->variables[i].name, code);
    return count;
}

/* Only answers in an order are scored: elsewhere a value is a place in the list. */
static bool is_scored(const trig_definition *before, size_t scale, size_t only)
{
    for (size_t i = 0; i < before->variable_count; i++)
        if (before->variables[i].scale == scale && before->variables[i].type == TRIG_TYPE_ORDINAL &&
            (only == TRIG_NONE || only == i))
            return true;
    return false;
}

static bool same_words(struct trig_comparison *comparison, struct trig_view a, struct trig_view b)
{
    struct trig_view left, right;
    struct trig_arena *arena = &comparison->out->arena;
    return a.length && trig_text_normalise(arena, a, &left, NULL) == TRIG_OK &&
           trig_text_normalise(arena, b, &right, NULL) == TRIG_OK && trig_view_equal(left, right);
}

static bool is_called(struct trig_comparison *comparison, const struct trig_code *code, struct trig_view text)
{
    bool found = same_words(comparison, text, code->label);
    for (size_t i = 0; i < code->aliases.count; i++)
        found |= same_words(comparison, text, code->aliases.items[i]);
    return found;
}

/* A label that was another code's: the two were exchanged, or all moved by one. */
static void compare_wording(struct trig_comparison *comparison, const struct code_pair *pair)
{
    const struct trig_row_key key = place_of(pair->scale, pair->before->code);
    char name[400];
    for (size_t i = 0; i < pair->scale->count; i++) {
        const struct trig_code *other = &pair->scale->codes[i];
        if (other == pair->before || trig_view_equal(pair->before->label, pair->after->label) ||
            !is_called(comparison, other, pair->after->label))
            continue;
        trig_comparison_add(comparison, &key,
                            count_uses(comparison, pair->scale_index, pair->only, pair->before->code),
                            "scale \"%.*s\": code \"%.*s\" is called \"%.*s\", as code \"%.*s\" was; it was "
                            "called \"%.*s\"",
                            TRIG_VIEW_ARG(pair->scale->name), TRIG_VIEW_ARG(pair->before->code),
                            TRIG_VIEW_ARG(pair->after->label), TRIG_VIEW_ARG(other->code),
                            TRIG_VIEW_ARG(pair->before->label));
        return;
    }
    snprintf(name, sizeof name, "label of code \"%.*s\" of scale \"%.*s\"", TRIG_VIEW_ARG(pair->before->code),
             TRIG_VIEW_ARG(pair->scale->name));
    trig_comparison_text(comparison, &key, name, pair->before->label, pair->after->label);
    snprintf(name, sizeof name, "aliases of code \"%.*s\" of scale \"%.*s\"",
             TRIG_VIEW_ARG(pair->before->code), TRIG_VIEW_ARG(pair->scale->name));
    trig_comparison_list(comparison, &key, name, pair->before->aliases, pair->after->aliases);
}

static void note_meaning(struct trig_comparison *comparison, const struct code_pair *pair, const char *what,
                         double before, double after)
{
    const struct trig_row_key key = place_of(pair->scale, pair->before->code);
    trig_comparison_add(
        comparison, &key, count_uses(comparison, pair->scale_index, pair->only, pair->before->code),
        "scale \"%.*s\": the %s of code \"%.*s\" is %g; it was %g", TRIG_VIEW_ARG(pair->scale->name), what,
        TRIG_VIEW_ARG(pair->before->code), after, before);
}

static void compare_code(struct trig_comparison *comparison, const struct code_pair *pair, bool marks_count)
{
    const struct trig_code *before = pair->before, *after = pair->after;
    const struct trig_row_key key = place_of(pair->scale, before->code);
    static const char *const kinds[] = {"substantive", "not_applicable", "dont_know", "refused", "not_shown"};
    if (before->kind != after->kind)
        trig_comparison_add(
            comparison, &key, count_uses(comparison, pair->scale_index, pair->only, before->code),
            "scale \"%.*s\": code \"%.*s\" is of kind %s; it was %s", TRIG_VIEW_ARG(pair->scale->name),
            TRIG_VIEW_ARG(before->code), kinds[after->kind], kinds[before->kind]);
    else if (trig_numbers_differ(before->value, after->value) &&
             is_scored(comparison->before, pair->scale_index, pair->only))
        note_meaning(comparison, pair, "value", before->value, after->value);
    if (before->positive != after->positive && marks_count)
        note_meaning(comparison, pair, "positive mark", before->positive, after->positive);
    else if (before->positive != after->positive)
        trig_comparison_add(comparison, &key, 0, "scale \"%.*s\": code \"%.*s\" is marked positive",
                            TRIG_VIEW_ARG(pair->scale->name), TRIG_VIEW_ARG(before->code));
    if (before->neutral != after->neutral)
        trig_comparison_add(comparison, &key, 0, "scale \"%.*s\": the neutral mark of code \"%.*s\" is %d",
                            TRIG_VIEW_ARG(pair->scale->name), TRIG_VIEW_ARG(before->code), after->neutral);
    compare_wording(comparison, pair);
}

void trig_comparison_codes(struct trig_comparison *comparison, size_t before, size_t after, size_t only)
{
    const struct trig_scale *old = &comparison->before->scales[before];
    const struct trig_scale *new = &comparison->after->scales[after];
    for (size_t i = 0; i < new->count; i++) {
        const struct trig_row_key key = place_of(new, new->codes[i].code);
        if (trig_scale_code(old, new->codes[i].code) == TRIG_NONE)
            trig_comparison_add(comparison, &key, 0, "scale \"%.*s\": code \"%.*s\" (%.*s) is new",
                                TRIG_VIEW_ARG(new->name), TRIG_VIEW_ARG(new->codes[i].code),
                                TRIG_VIEW_ARG(new->codes[i].label));
    }
    for (size_t i = 0; i < old->count; i++) {
        struct code_pair pair = {.scale = old, .scale_index = before, .only = only, .before = &old->codes[i]};
        size_t found = trig_scale_code(new, old->codes[i].code);
        const struct trig_row_key file = {.file = "scales.csv"};
        if (found == TRIG_NONE) {
            trig_comparison_add(comparison, &file, count_uses(comparison, before, only, old->codes[i].code),
                                "scale \"%.*s\": code \"%.*s\" (%.*s) is not there any more",
                                TRIG_VIEW_ARG(new->name), TRIG_VIEW_ARG(old->codes[i].code),
                                TRIG_VIEW_ARG(old->codes[i].label));
            continue;
        }
        pair.after = &new->codes[found];
        compare_code(comparison, &pair, old->has_positive);
    }
}

void trig_comparison_scales(struct trig_comparison *comparison)
{
    for (size_t i = 0; i < comparison->after->scale_count; i++) {
        const struct trig_scale *scale = &comparison->after->scales[i];
        const struct trig_row_key key = {"scales.csv", {"scale", NULL}, {scale->name}};
        size_t found = trig_definition_scale(comparison->before, scale->name);
        if (found == TRIG_NONE)
            trig_comparison_add(comparison, &key, 0, "scale \"%.*s\" is new, with %zu codes",
                                TRIG_VIEW_ARG(scale->name), scale->count);
        else
            trig_comparison_codes(comparison, found, i, TRIG_NONE);
    }
    for (size_t i = 0; i < comparison->before->scale_count; i++) {
        const struct trig_row_key key = {.file = "scales.csv"};
        struct trig_view name = comparison->before->scales[i].name;
        if (trig_definition_scale(comparison->after, name) == TRIG_NONE)
            trig_comparison_add(comparison, &key, 0, "scale \"%.*s\" is not there any more",
                                TRIG_VIEW_ARG(name));
    }
}
