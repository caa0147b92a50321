/* survey.csv, pillars, institutions and waves row by row; of the lists that have no
 * names (groups, counts, crosswalk, ...) how many rows came and went. */
#include "collect/redefine/differences_parts.h"

#include "surveys/base/dictionary.h"
#include "surveys/base/memory.h"

#include <math.h>
#include <stdio.h>

/* ---- survey.csv -------------------------------------------------------------------- */

static void compare_settings(struct trig_comparison *comparison)
{
    const trig_definition *before = comparison->before, *after = comparison->after;
    char name[200];
    for (size_t i = 0; i < after->setting_count; i++) {
        struct trig_view key_text = after->settings[i].key;
        const struct trig_row_key key = {"survey.csv", {"key", NULL}, {key_text}};
        snprintf(name, sizeof name, "%.*s", TRIG_VIEW_ARG(key_text));
        struct trig_view was = trig_definition_setting(before, name);
        trig_comparison_text(comparison, &key, name, was, after->settings[i].value);
    }
    for (size_t i = 0; i < before->setting_count; i++) {
        const struct trig_row_key key = {.file = "survey.csv"};
        snprintf(name, sizeof name, "%.*s", TRIG_VIEW_ARG(before->settings[i].key));
        if (!trig_definition_setting(after, name).length)
            trig_comparison_text(comparison, &key, name, before->settings[i].value, trig_view(NULL));
    }
}

/* ---- lists with names ----------------------------------------------------------------- */

static void compare_pillars(struct trig_comparison *comparison)
{
    const trig_definition *before = comparison->before, *after = comparison->after;
    char name[200];
    for (size_t i = 0; i < after->pillar_count; i++) {
        const struct trig_pillar *pillar = &after->pillars[i];
        const struct trig_row_key key = {"pillars.csv", {"id", NULL}, {pillar->id}};
        size_t found = trig_definition_pillar(before, pillar->id);
        if (found == TRIG_NONE) {
            trig_comparison_add(comparison, &key, 0, "pillar \"%.*s\" (%.*s) is new",
                                TRIG_VIEW_ARG(pillar->id), TRIG_VIEW_ARG(pillar->label));
            continue;
        }
        snprintf(name, sizeof name, "label of pillar \"%.*s\"", TRIG_VIEW_ARG(pillar->id));
        trig_comparison_text(comparison, &key, name, before->pillars[found].label, pillar->label);
        snprintf(name, sizeof name, "description of pillar \"%.*s\"", TRIG_VIEW_ARG(pillar->id));
        trig_comparison_text(comparison, &key, name, before->pillars[found].description, pillar->description);
        if (trig_numbers_differ(before->pillars[found].order, pillar->order))
            trig_comparison_add(comparison, &key, 0, "pillar \"%.*s\" comes at place %g; it came at %g",
                                TRIG_VIEW_ARG(pillar->id), pillar->order, before->pillars[found].order);
    }
    for (size_t i = 0; i < before->pillar_count; i++) {
        const struct trig_row_key key = {.file = "pillars.csv"};
        if (trig_definition_pillar(after, before->pillars[i].id) == TRIG_NONE)
            trig_comparison_add(comparison, &key, 0, "pillar \"%.*s\" is not there any more",
                                TRIG_VIEW_ARG(before->pillars[i].id));
    }
}

static void compare_institution(struct trig_comparison *comparison, const struct trig_institution *was,
                                const struct trig_institution *is)
{
    const struct trig_row_key key = {"institutions.csv", {"id", NULL}, {is->id}};
    char name[200];
    for (size_t i = 0; i < comparison->before->institution_count; i++) {
        const struct trig_institution *other = &comparison->before->institutions[i];
        if (other != was && !trig_view_equal(was->name, is->name) && trig_view_equal(other->name, is->name)) {
            trig_comparison_add(comparison, &key,
                                trig_comparison_uses(comparison, trig_view(TRIG_COLUMN_INSTITUTION), is->id),
                                "institution \"%.*s\" is called \"%.*s\", as \"%.*s\" was",
                                TRIG_VIEW_ARG(is->id), TRIG_VIEW_ARG(is->name), TRIG_VIEW_ARG(other->id));
            return;
        }
    }
    snprintf(name, sizeof name, "name of institution \"%.*s\"", TRIG_VIEW_ARG(is->id));
    trig_comparison_text(comparison, &key, name, was->name, is->name);
    snprintf(name, sizeof name, "aliases of institution \"%.*s\"", TRIG_VIEW_ARG(is->id));
    trig_comparison_list(comparison, &key, name, was->aliases, is->aliases);
    snprintf(name, sizeof name, "nation of institution \"%.*s\"", TRIG_VIEW_ARG(is->id));
    trig_comparison_text(comparison, &key, name, was->nation, is->nation);
    snprintf(name, sizeof name, "cohort of institution \"%.*s\"", TRIG_VIEW_ARG(is->id));
    trig_comparison_text(comparison, &key, name, was->cohort, is->cohort);
    if (was->kind != is->kind || trig_numbers_differ(was->signed_on, is->signed_on))
        trig_comparison_add(comparison, &key, 0, "kind or signing date of institution \"%.*s\" is another",
                            TRIG_VIEW_ARG(is->id));
}

static void compare_institutions(struct trig_comparison *comparison)
{
    const trig_definition *before = comparison->before, *after = comparison->after;
    for (size_t i = 0; i < after->institution_count; i++) {
        const struct trig_institution *is = &after->institutions[i];
        const struct trig_row_key key = {"institutions.csv", {"id", NULL}, {is->id}};
        size_t found = trig_definition_institution(before, is->id);
        if (found == TRIG_NONE)
            trig_comparison_add(comparison, &key, 0, "institution \"%.*s\" (%.*s) is new",
                                TRIG_VIEW_ARG(is->id), TRIG_VIEW_ARG(is->name));
        else
            compare_institution(comparison, &before->institutions[found], is);
    }
    for (size_t i = 0; i < before->institution_count; i++) {
        const struct trig_row_key key = {.file = "institutions.csv"};
        struct trig_view id = before->institutions[i].id;
        if (trig_definition_institution(after, id) == TRIG_NONE)
            trig_comparison_add(comparison, &key,
                                trig_comparison_uses(comparison, trig_view(TRIG_COLUMN_INSTITUTION), id),
                                "institution \"%.*s\" (%.*s) is not there any more", TRIG_VIEW_ARG(id),
                                TRIG_VIEW_ARG(before->institutions[i].name));
    }
}

static void compare_waves(struct trig_comparison *comparison)
{
    const trig_definition *before = comparison->before, *after = comparison->after;
    char name[200];
    for (size_t i = 0; i < after->wave_count; i++) {
        const struct trig_wave *is = &after->waves[i];
        const struct trig_row_key key = {"waves.csv", {"id", NULL}, {is->id}};
        size_t found = trig_definition_wave(before, is->id);
        if (found == TRIG_NONE) {
            trig_comparison_add(comparison, &key, 0, "wave \"%.*s\" (%.*s) is new", TRIG_VIEW_ARG(is->id),
                                TRIG_VIEW_ARG(is->label));
            continue;
        }
        const struct trig_wave *was = &before->waves[found];
        snprintf(name, sizeof name, "label of wave \"%.*s\"", TRIG_VIEW_ARG(is->id));
        trig_comparison_text(comparison, &key, name, was->label, is->label);
        if (trig_numbers_differ(was->opened, is->opened) || trig_numbers_differ(was->closed, is->closed) ||
            trig_numbers_differ(was->time, is->time))
            trig_comparison_add(comparison, &key, 0, "wave \"%.*s\" has other dates or another time",
                                TRIG_VIEW_ARG(is->id));
    }
    for (size_t i = 0; i < before->wave_count; i++) {
        const struct trig_row_key key = {.file = "waves.csv"};
        struct trig_view id = before->waves[i].id;
        if (trig_definition_wave(after, id) == TRIG_NONE)
            trig_comparison_add(comparison, &key,
                                trig_comparison_uses(comparison, trig_view(TRIG_COLUMN_WAVE), id),
                                "wave \"%.*s\" is not there any more", TRIG_VIEW_ARG(id));
    }
}

/* ---- lists without names ---------------------------------------------------------------- */

static struct trig_view wave_id(const trig_definition *definition, size_t wave)
{
    return wave == TRIG_NONE ? trig_view(NULL) : definition->waves[wave].id;
}

static struct trig_view institution_id(const trig_definition *definition, size_t institution)
{
    return institution == TRIG_NONE ? trig_view(NULL) : definition->institutions[institution].id;
}

/* Row [i] of a list as one text, so that rows can be compared; data NULL: no memory. */
typedef struct trig_view row_text(const trig_definition *definition, size_t i, struct trig_arena *arena);

static struct trig_view membership_text(const trig_definition *definition, size_t i, struct trig_arena *arena)
{
    const struct trig_membership *row = &definition->memberships[i];
    return trig_arena_printf(arena, "%.*s\x1f%.*s\x1f%g\x1f%g", TRIG_VIEW_ARG(row->group),
                             TRIG_VIEW_ARG(institution_id(definition, row->institution)), row->from, row->to);
}

static struct trig_view rule_text(const trig_definition *definition, size_t i, struct trig_arena *arena)
{
    const struct trig_column_rule *row = &definition->column_rules[i];
    return trig_arena_printf(arena, "%.*s\x1f%.*s\x1f%.*s\x1f%.*s\x1f%.*s\x1f%.*s",
                             TRIG_VIEW_ARG(definition->variables[row->variable].name),
                             TRIG_VIEW_ARG(row->platform), TRIG_VIEW_ARG(row->heading),
                             TRIG_VIEW_ARG(wave_id(definition, row->wave)), TRIG_VIEW_ARG(row->code),
                             TRIG_VIEW_ARG(row->separator));
}

static struct trig_view crosswalk_text(const trig_definition *definition, size_t i, struct trig_arena *arena)
{
    const struct trig_crosswalk *row = &definition->crosswalk[i];
    struct trig_view from =
        row->from_variable == TRIG_NONE ? trig_view("") : definition->variables[row->from_variable].name;
    return trig_arena_printf(arena, "%.*s\x1f%.*s\x1f%.*s\x1f%d\x1f%.*s\x1f%.*s",
                             TRIG_VIEW_ARG(definition->variables[row->variable].name),
                             TRIG_VIEW_ARG(wave_id(definition, row->from_wave)),
                             TRIG_VIEW_ARG(wave_id(definition, row->to_wave)), row->relation,
                             TRIG_VIEW_ARG(from), TRIG_VIEW_ARG(row->note));
}

static struct trig_view population_text(const trig_definition *definition, size_t i, struct trig_arena *arena)
{
    const struct trig_population *row = &definition->population[i];
    struct trig_view text =
        trig_arena_printf(arena, "%.*s\x1f%.*s\x1f%.17g", TRIG_VIEW_ARG(wave_id(definition, row->wave)),
                          TRIG_VIEW_ARG(institution_id(definition, row->institution)), row->count);
    for (size_t j = 0; j < row->attribute_count && text.data; j++)
        text = trig_arena_printf(arena, "%.*s\x1f%.*s\x1f%.*s", TRIG_VIEW_ARG(text),
                                 TRIG_VIEW_ARG(definition->variables[row->attributes[j].variable].name),
                                 TRIG_VIEW_ARG(row->attributes[j].value));
    return text;
}

static struct trig_view action_text(const trig_definition *definition, size_t i, struct trig_arena *arena)
{
    const struct trig_action *row = &definition->actions[i];
    struct trig_view pillar =
        row->pillar == TRIG_NONE ? trig_view(NULL) : definition->pillars[row->pillar].id;
    return trig_arena_printf(arena, "%.*s\x1f%.*s\x1f%.*s\x1f%.*s\x1f%g",
                             TRIG_VIEW_ARG(institution_id(definition, row->institution)),
                             TRIG_VIEW_ARG(wave_id(definition, row->wave)), TRIG_VIEW_ARG(pillar),
                             TRIG_VIEW_ARG(row->action), row->date);
}

/* How many rows of [these] are not among [those]; SIZE_MAX: no memory. */
static size_t count_new(const trig_definition *these, size_t count, const trig_definition *those,
                        size_t others, row_text *text)
{
    struct trig_arena arena;
    size_t index, found = 0;
    trig_dictionary *known = trig_dictionary_create(NULL);
    enum trig_status status = known ? TRIG_OK : TRIG_ERR_MEMORY;
    trig_arena_init(&arena);
    for (size_t i = 0; i < others && status == TRIG_OK; i++) {
        struct trig_view row = text(those, i, &arena);
        status = row.data ? trig_dictionary_add(known, row, &index, NULL) : TRIG_ERR_MEMORY;
    }
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        struct trig_view row = text(these, i, &arena);
        status = row.data ? TRIG_OK : TRIG_ERR_MEMORY;
        found += row.data && trig_dictionary_find(known, row) == SIZE_MAX;
    }
    trig_dictionary_destroy(known);
    trig_arena_clear(&arena);
    return status == TRIG_OK ? found : SIZE_MAX;
}

static void compare_rows(struct trig_comparison *comparison, const char *file, size_t before, size_t after,
                         row_text *text)
{
    const struct trig_row_key key = {.file = file};
    if (comparison->status != TRIG_OK)
        return;
    size_t added = count_new(comparison->after, after, comparison->before, before, text);
    size_t gone = count_new(comparison->before, before, comparison->after, after, text);
    if (added == SIZE_MAX || gone == SIZE_MAX)
        comparison->status =
            trig_error_set(comparison->error, TRIG_ERR_MEMORY, "not enough memory for the differences");
    else if (added || gone)
        trig_comparison_add(comparison, &key, 0, "%zu row%s new or changed, %zu of the old ones %s gone",
                            added, added == 1 ? " is" : "s are", gone, gone == 1 ? "is" : "are");
}

void trig_comparison_lists(struct trig_comparison *comparison)
{
    const trig_definition *before = comparison->before, *after = comparison->after;
    compare_settings(comparison);
    compare_pillars(comparison);
    compare_institutions(comparison);
    compare_waves(comparison);
    compare_rows(comparison, "actions.csv", before->action_count, after->action_count, action_text);
    compare_rows(comparison, "columns.csv", before->column_rule_count, after->column_rule_count, rule_text);
    compare_rows(comparison, "crosswalk.csv", before->crosswalk_count, after->crosswalk_count,
                 crosswalk_text);
    compare_rows(comparison, "groups.csv", before->membership_count, after->membership_count,
                 membership_text);
    compare_rows(comparison, "population.csv", before->population_count, after->population_count,
                 population_text);
}
