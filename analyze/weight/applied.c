#include "analyze/weight/applied.h"

#include "analyze/weight/effects.h"
#include "analyze/weight/margins.h"

#include <math.h>

struct applying {
    const struct trig_recipe *recipe;
    const struct trig_weighed_members *members;
    struct trig_arena *arena;
    struct trig_applied *out;
    uint32_t *unit_rows; /* scratch: by unit */
    double *p;           /* by member: its propensity, where weights are of them */
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the calibration of the weights");
    return TRIG_ERR_MEMORY;
}

/* Adds to u of those in a row of the margin. */
static void add_lambda(struct applying *applying, const struct trig_recipe_wave *wave,
                       const struct trig_recipe_margin *recipe, const struct trig_margin *margin)
{
    struct trig_applied *out = applying->out;
    for (size_t i = 0; i < applying->members->count; i++) {
        if (margin->rows[i] == TRIG_MARGIN_NONE)
            continue;
        out->g[i] += recipe->lambda[margin->rows[i]] * (margin->x ? margin->x[i] : 1.0);
        out->scale[i] = wave->scale;
    }
}

/* Puts the main effects of a table in its place; the propensities are filled in last. */
static enum trig_status put_effects(struct applying *applying, const struct trig_recipe_margin *recipe,
                                    struct trig_error *error)
{
    struct trig_applied *out = applying->out;
    const uint32_t *cells = out->margins[--out->margin_count].rows;
    struct trig_effects effects;
    enum trig_status status =
        trig_effects_make(&applying->recipe->targets, recipe, applying->arena, &effects, error);
    for (size_t e = 0; e < effects.count && !status; e++) {
        uint32_t *rows = trig_arena_calloc(applying->arena, applying->members->count, sizeof *rows);
        if (!rows)
            return no_memory(error);
        for (size_t i = 0; i < applying->members->count; i++)
            rows[i] = cells[i] == TRIG_MARGIN_NONE ? TRIG_MARGIN_NONE : effects.items[e].level[cells[i]];
        out->margins[out->margin_count++] =
            (struct trig_margin){.rows = rows, .x = applying->p, .count = effects.items[e].levels};
    }
    return status;
}

static enum trig_status add_margin(struct applying *applying, const struct trig_recipe_wave *wave,
                                   const struct trig_recipe_margin *recipe, struct trig_error *error)
{
    const struct trig_weighed_members *members = applying->members;
    struct trig_margin *margin = &applying->out->margins[applying->out->margin_count++];
    uint32_t *rows = trig_arena_calloc(applying->arena, members->count, sizeof *rows);
    double *totals = trig_arena_calloc(applying->arena, recipe->count, sizeof *totals);
    if (!rows || !totals)
        return no_memory(error);
    for (size_t i = 0; i < recipe->count; i++)
        totals[i] = applying->recipe->targets.items[recipe->targets[i]].count;
    enum trig_status status = trig_margin_rows(&applying->recipe->targets, recipe, wave->wave, members->units,
                                               members->unit_count, applying->unit_rows, error);
    for (size_t i = 0; i < members->count && !status; i++)
        rows[i] =
            members->weighs[i] ? applying->unit_rows[members->unit ? members->unit[i] : i] : TRIG_MARGIN_NONE;
    *margin = (struct trig_margin){.rows = rows, .totals = totals, .count = recipe->count};
    if (recipe->total_of != TRIG_NONE)
        margin->x = trig_numbers_of(members->numbers, members->number_count, recipe->total_of);
    if (!status)
        add_lambda(applying, wave, recipe, margin);
    return status || !applying->p ? status : put_effects(applying, recipe, error);
}

/* From weights of 1 / p, which g is as yet. */
static void set_propensities(const struct applying *applying)
{
    struct trig_applied *out = applying->out;
    for (size_t i = 0; i < applying->members->count; i++) {
        double weight = out->g[i];
        if (!(out->scale[i] > 0.0))
            continue;
        applying->p[i] = 1.0 / weight;
        out->g[i] = 1.0 / (weight - 1.0);
        out->scale[i] = weight * (weight - 1.0);
    }
}

static enum trig_status allocate(struct applying *applying, struct trig_error *error)
{
    size_t margins = 0;
    const struct trig_recipe *recipe = applying->recipe;
    bool propensities = recipe->form.method == TRIG_PROPENSITY;
    struct trig_applied *out = applying->out;
    for (size_t i = 0; i < recipe->wave_count; i++)
        margins += recipe->waves[i].margin_count * (propensities ? 1 + recipe->targets.attribute_count : 1);
    out->margins = trig_arena_calloc(applying->arena, margins, sizeof *out->margins);
    out->g = trig_arena_calloc(applying->arena, applying->members->count, sizeof *out->g);
    out->scale = trig_arena_calloc(applying->arena, applying->members->count, sizeof *out->scale);
    applying->unit_rows =
        trig_arena_calloc(applying->arena, applying->members->unit_count, sizeof *applying->unit_rows);
    applying->p = propensities
                      ? trig_arena_calloc(applying->arena, applying->members->count, sizeof *applying->p)
                      : NULL;
    bool has_room = out->margins && out->g && out->scale && applying->unit_rows;
    return has_room && (applying->p || !propensities) ? TRIG_OK : no_memory(error);
}

enum trig_status trig_recipe_apply(const struct trig_recipe *recipe,
                                   const struct trig_weighed_members *members, struct trig_arena *arena,
                                   struct trig_applied *out, struct trig_error *error)
{
    struct applying applying = {.recipe = recipe, .members = members, .arena = arena, .out = out};
    *out = (struct trig_applied){.margin_count = 0};
    enum trig_status status = allocate(&applying, error);
    for (size_t i = 0; i < recipe->wave_count && !status; i++)
        for (size_t m = 0; m < recipe->waves[i].margin_count && !status; m++)
            status = add_margin(&applying, &recipe->waves[i], &recipe->waves[i].margins[m], error);
    for (size_t i = 0; i < members->count && !status; i++)
        out->g[i] = trig_calibration_factor(&recipe->form, out->g[i]);
    if (!status && applying.p)
        set_propensities(&applying);
    return status;
}
