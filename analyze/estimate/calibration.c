#include "analyze/estimate/calibration.h"

/* What making a calibration needs on its way; arrays are the calibration's. */
struct making {
    const struct trig_cells *cells;
    const struct trig_recipe *recipe;
    struct trig_cells_calibration *out;
    struct trig_weigh_unit *units; /* one a cell */
    bool *weighs;                  /* by cell */
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the calibration of the weights");
    return TRIG_ERR_MEMORY;
}

static enum trig_status make_units(struct making *making, struct trig_error *error)
{
    const struct trig_cells *cells = making->cells;
    struct trig_arena *arena = &making->out->arena;
    size_t attributes = cells->margin_count;
    size_t *values = trig_arena_calloc(arena, cells->count * attributes, sizeof *values);
    making->units = trig_arena_calloc(arena, cells->count, sizeof *making->units);
    making->weighs = trig_arena_calloc(arena, cells->count, sizeof *making->weighs);
    if (!values || !making->units || !making->weighs)
        return no_memory(error);
    for (size_t i = 0; i < cells->count; i++) {
        const struct trig_cell *cell = &cells->items[i];
        making->units[i] = (struct trig_weigh_unit){cell->wave, cell->institution, values + i * attributes};
        making->weighs[i] = cell->in_scope && cell->weight > 0.0;
    }
    for (size_t j = 0; j < attributes; j++) {
        size_t count = trig_dictionary_count(cells->margins[j]);
        const size_t *places =
            trig_weigh_places(&making->recipe->targets, j, cells->margins[j], count, arena);
        if (!places)
            return no_memory(error);
        for (size_t i = 0; i < cells->count; i++) {
            size_t category = cells->items[i].margins[j];
            values[i * attributes + j] = category == TRIG_NONE ? TRIG_NONE : places[category];
        }
    }
    return TRIG_OK;
}

static enum trig_status find_weights(struct making *making, struct trig_error *error)
{
    struct trig_cells_calibration *out = making->out;
    const struct trig_applied *applied = &out->applied;
    size_t count = making->cells->count;
    out->n = trig_arena_calloc(&out->arena, count, sizeof *out->n);
    out->w = trig_arena_calloc(&out->arena, count, sizeof *out->w);
    out->trimming = trig_arena_calloc(&out->arena, count, sizeof *out->trimming);
    if (!out->n || !out->w || !out->trimming)
        return no_memory(error);
    bool known = trig_recipe_knows_untrimmed(making->recipe);
    for (size_t i = 0; i < count; i++) {
        const struct trig_cell *cell = &making->cells->items[i];
        bool trimmed = known && trig_recipe_trims(making->recipe);
        out->n[i] = applied->scale[i] > 0.0 ? (double)cell->respondents : 0.0;
        out->w[i] = trimmed ? out->n[i] * applied->scale[i] * applied->g[i] : cell->weight;
        out->trimming[i] = out->n[i] > 0.0 ? cell->weight / out->w[i] : 1.0;
    }
    return TRIG_OK;
}

static enum trig_status make(struct making *making, struct trig_error *error)
{
    struct trig_cells_calibration *out = making->out;
    enum trig_status status = make_units(making, error);
    const struct trig_weighed_members members = {.units = making->units,
                                                 .unit_count = making->cells->count,
                                                 .weighs = making->weighs,
                                                 .count = making->cells->count};
    if (!status)
        status = trig_recipe_apply(making->recipe, &members, &out->arena, &out->applied, error);
    if (!status)
        status = find_weights(making, error);
    if (status)
        return status;
    const struct trig_calibrated_units units = {.form = making->recipe->form,
                                                .margins = out->applied.margins,
                                                .margin_count = out->applied.margin_count,
                                                .count = making->cells->count,
                                                .n = out->n,
                                                .w = out->w,
                                                .g = out->applied.g};
    out->calibrated = trig_calibrated_create(&units, error);
    return out->calibrated ? TRIG_OK : TRIG_ERR_MEMORY;
}

enum trig_status trig_cells_calibrate(struct trig_cells *cells, struct trig_error *error)
{
    const struct trig_recipe *recipe = cells->request->design.recipe;
    if (trig_recipe_has_numbers(recipe))
        return TRIG_OK;
    cells->calibration = trig_calloc(1, sizeof *cells->calibration);
    if (!cells->calibration)
        return no_memory(error);
    trig_arena_init(&cells->calibration->arena);
    struct making making = {.cells = cells, .recipe = recipe, .out = cells->calibration};
    return make(&making, error);
}

void trig_cells_calibration_destroy(struct trig_cells_calibration *calibration)
{
    if (!calibration)
        return;
    trig_calibrated_destroy(calibration->calibrated);
    trig_arena_clear(&calibration->arena);
    trig_free(calibration);
}
