#include "analyze/weight/plan.h"

#include "analyze/weight/plan_parts.h"

#include <math.h>

/* ---- which rows matter ----------------------------------------------------------------- */

/* A row without a wave holds for every wave that has none of its own. */
static bool has_own(const struct trig_planning *planning, const struct trig_target *blank)
{
    const struct trig_targets *targets = &planning->recipe->targets;
    for (size_t i = 0; i < targets->count; i++) {
        const struct trig_target *other = &targets->items[i];
        if (other->wave == planning->wave && other->institution == blank->institution &&
            other->total_of == blank->total_of &&
            trig_target_shape(targets, other) == trig_target_shape(targets, blank))
            return true;
    }
    return false;
}

static bool took_part(const struct trig_planning *planning, size_t institution)
{
    return institution == TRIG_NONE || planning->present[institution];
}

static enum trig_status select_targets(struct trig_planning *planning, struct trig_error *error)
{
    const struct trig_targets *targets = &planning->recipe->targets;
    size_t institutions = planning->definition->institution_count;
    bool *absent = trig_arena_calloc(&planning->arena, institutions, sizeof *absent);
    planning->selected = trig_arena_calloc(&planning->arena, targets->count, sizeof *planning->selected);
    planning->present = trig_arena_calloc(&planning->arena, institutions, sizeof *planning->present);
    if (!absent || !planning->selected || !planning->present)
        return trig_planning_no_memory(error);
    for (size_t i = 0; i < planning->respondents->unit_count; i++) {
        const struct trig_weigh_unit *unit = &planning->respondents->units[i];
        if (unit->wave == planning->wave && unit->institution != TRIG_NONE)
            planning->present[unit->institution] = true;
    }
    for (size_t i = 0; i < targets->count; i++) {
        const struct trig_target *target = &targets->items[i];
        bool relevant =
            target->wave == planning->wave || (target->wave == TRIG_NONE && !has_own(planning, target));
        planning->selected[i] = relevant && took_part(planning, target->institution);
        if (relevant && !planning->selected[i] && !absent[target->institution]) {
            absent[target->institution] = true;
            planning->aside->institutions++;
        }
    }
    return TRIG_OK;
}

/* ---- the table of a post-stratification --------------------------------------------------- */

static uint64_t shape_of(const struct trig_planning *planning, size_t target)
{
    return trig_target_shape(&planning->recipe->targets, &planning->recipe->targets.items[target]);
}

/* Leaves the one table that says most about [institution] (TRIG_NONE: rows of no
 * institution); two that say different things cannot both be post-stratified to. */
static enum trig_status keep_finest(struct trig_planning *planning, size_t institution,
                                    struct trig_error *error)
{
    const struct trig_targets *targets = &planning->recipe->targets;
    uint64_t finest = 0;
    bool found = false;
    for (size_t i = 0; i < targets->count; i++) {
        if (!planning->selected[i] || targets->items[i].institution != institution)
            continue;
        uint64_t shape = shape_of(planning, i);
        if (found && (shape | finest) != shape && (shape | finest) != finest) {
            struct trig_view a =
                trig_targets_shape_name(targets, planning->definition, finest, &planning->arena);
            struct trig_view b =
                trig_targets_shape_name(targets, planning->definition, shape, &planning->arena);
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "%s counts people by %.*s and by %.*s; name one table with --by, or use both "
                "with --method rake",
                targets->path, TRIG_VIEW_ARG(a), TRIG_VIEW_ARG(b));
        }
        finest = found ? finest | shape : shape;
        found = true;
    }
    for (size_t i = 0; i < targets->count; i++)
        if (targets->items[i].institution == institution && shape_of(planning, i) != finest)
            planning->selected[i] = false;
    return TRIG_OK;
}

/* Rows of the whole are left aside where institutions have their own; a table that
 * they cannot tell is refused. */
static enum trig_status leave_whole(struct trig_planning *planning, struct trig_error *error)
{
    const struct trig_targets *targets = &planning->recipe->targets;
    bool own = false;
    for (size_t i = 0; i < targets->count; i++)
        own = own || (planning->selected[i] && targets->items[i].institution != TRIG_NONE);
    for (size_t i = 0; own && i < targets->count; i++) {
        if (!planning->selected[i] || targets->items[i].institution != TRIG_NONE)
            continue;
        if (shape_of(planning, i) != 0)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "%s counts people by institution, and for all institutions together; name "
                                  "one table with --by, or use both with --method rake",
                                  targets->path);
        planning->selected[i] = false;
    }
    return TRIG_OK;
}

static enum trig_status choose_table(struct trig_planning *planning, struct trig_error *error)
{
    const struct trig_targets *targets = &planning->recipe->targets;
    for (size_t i = 0; i < targets->count; i++)
        planning->selected[i] = planning->selected[i] && targets->items[i].total_of == TRIG_NONE;
    enum trig_status status = leave_whole(planning, error);
    if (!status)
        status = keep_finest(planning, TRIG_NONE, error);
    for (size_t i = 0; i < planning->definition->institution_count && !status; i++)
        if (planning->present[i])
            status = keep_finest(planning, i, error);
    return status;
}

/* ---- margins ------------------------------------------------------------------------------- */

static bool belongs(const struct trig_planning *planning, size_t target, size_t first)
{
    if (trig_recipe_takes_one_table(planning->options->method))
        return true;
    const struct trig_target *items = planning->recipe->targets.items;
    return items[target].total_of == items[first].total_of &&
           shape_of(planning, target) == shape_of(planning, first);
}

/* The margin that the row [first] begins; its rows are taken. */
static enum trig_status make_margin(struct trig_planning *planning, size_t first,
                                    struct trig_recipe_margin *margin, struct trig_error *error)
{
    const struct trig_targets *targets = &planning->recipe->targets;
    struct trig_arena *arena = &planning->recipe->arena;
    *margin = (struct trig_recipe_margin){.total_of = targets->items[first].total_of};
    margin->targets = trig_arena_calloc(arena, targets->count, sizeof *margin->targets);
    margin->lambda = trig_arena_calloc(arena, targets->count, sizeof *margin->lambda);
    if (!margin->targets || !margin->lambda)
        return trig_planning_no_memory(error);
    for (size_t i = first; i < targets->count; i++) {
        if (!planning->selected[i] || !belongs(planning, i, first))
            continue;
        planning->selected[i] = false;
        margin->targets[margin->count++] = i;
    }
    return TRIG_OK;
}

static enum trig_status make_margins(struct trig_planning *planning, struct trig_error *error)
{
    struct trig_recipe_wave *out = planning->out;
    size_t count = planning->recipe->targets.count;
    out->margins = trig_arena_calloc(&planning->recipe->arena, count, sizeof *out->margins);
    if (!out->margins)
        return trig_planning_no_memory(error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < count && !status; i++)
        if (planning->selected[i])
            status = make_margin(planning, i, &out->margins[out->margin_count++], error);
    if (status || out->margin_count)
        return status;
    struct trig_view wave =
        planning->wave == TRIG_NONE
            ? trig_view("the survey")
            : trig_arena_printf(&planning->arena, "wave \"%.*s\"",
                                TRIG_VIEW_ARG(planning->definition->waves[planning->wave].id));
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "%s has no counts for %.*s; give a table with --to, or other waves with --wave",
                          planning->recipe->targets.path, TRIG_VIEW_ARG(wave));
}

enum trig_status trig_weigh_plan(const trig_definition *definition, struct trig_recipe *recipe,
                                 const struct trig_respondents *respondents,
                                 const struct trig_weigh_options *options, size_t wave, bool *covered,
                                 struct trig_recipe_wave *out, struct trig_weigh_aside *aside,
                                 struct trig_problems *problems, struct trig_error *error)
{
    struct trig_planning planning = {.definition = definition,
                                     .recipe = recipe,
                                     .respondents = respondents,
                                     .options = options,
                                     .wave = wave,
                                     .covered = covered,
                                     .out = out,
                                     .aside = aside};
    size_t before = problems->count;
    planning.named = trig_dictionary_create(error);
    *out = (struct trig_recipe_wave){.wave = wave, .scale = 1.0};
    trig_arena_init(&planning.arena);
    trig_report_init(&planning.report, problems);
    planning.report.path = recipe->targets.path;
    enum trig_status status = planning.named ? select_targets(&planning, error) : TRIG_ERR_MEMORY;
    if (!status && trig_recipe_takes_one_table(options->method))
        status = choose_table(&planning, error);
    if (!status)
        status = make_margins(&planning, error);
    if (!status)
        status = trig_planning_check(&planning, error);
    if (!status)
        status = planning.report.status;
    if (!status && planning.report.found)
        status = trig_report_first(problems, before, error);
    trig_dictionary_destroy(planning.named);
    trig_report_clear(&planning.report);
    trig_arena_clear(&planning.arena);
    return status;
}
