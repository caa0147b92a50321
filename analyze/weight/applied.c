#include "analyze/weight/applied.h"

#include "analyze/weight/margins.h"

#include <math.h>

struct applying {
    const struct trig_recipe *recipe;
    const struct trig_weighed_members *members;
    struct trig_arena *arena;
    struct trig_applied *out;
    uint32_t *unit_rows; /* scratch: by unit */
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
    return status;
}

static enum trig_status allocate(struct applying *applying, struct trig_error *error)
{
    size_t margins = 0;
    const struct trig_recipe *recipe = applying->recipe;
    struct trig_applied *out = applying->out;
    for (size_t i = 0; i < recipe->wave_count; i++)
        margins += recipe->waves[i].margin_count;
    out->margins = trig_arena_calloc(applying->arena, margins, sizeof *out->margins);
    out->g = trig_arena_calloc(applying->arena, applying->members->count, sizeof *out->g);
    out->scale = trig_arena_calloc(applying->arena, applying->members->count, sizeof *out->scale);
    applying->unit_rows =
        trig_arena_calloc(applying->arena, applying->members->unit_count, sizeof *applying->unit_rows);
    return out->margins && out->g && out->scale && applying->unit_rows ? TRIG_OK : no_memory(error);
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
    return status;
}
