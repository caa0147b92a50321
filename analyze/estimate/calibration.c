#include "analyze/estimate/calibration.h"

#include "analyze/weight/margins.h"

#include <math.h>

/* What making a calibration needs on its way; arrays are the calibration's. */
struct making {
    const struct trig_cells *cells;
    const struct trig_recipe *recipe;
    struct trig_cells_calibration *out;
    struct trig_weigh_unit *units; /* one a cell */
    struct trig_margin *margins;
    size_t margin_count;
    double *u; /* by cell: the sum of lambda */
    double *scale;
    double *g;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the calibration of the weights");
}

/* ---- cells as units --------------------------------------------------------------------- */

/* Which text of the totals the categories of a margin are. */
static size_t *map_categories(const struct making *making, size_t attribute)
{
    const trig_dictionary *texts = making->cells->margins[attribute];
    size_t count = trig_dictionary_count(texts);
    size_t *places = trig_arena_calloc(&making->out->arena, count, sizeof *places);
    for (size_t i = 0; places && i < count; i++)
        places[i] =
            trig_dictionary_find(making->recipe->targets.texts[attribute], trig_dictionary_at(texts, i));
    return places;
}

static enum trig_status make_units(struct making *making, struct trig_error *error)
{
    const struct trig_cells *cells = making->cells;
    size_t attributes = cells->margin_count;
    size_t *values = trig_arena_calloc(&making->out->arena, cells->count * attributes, sizeof *values);
    making->units = trig_arena_calloc(&making->out->arena, cells->count, sizeof *making->units);
    if (!values || !making->units)
        return no_memory(error);
    for (size_t i = 0; i < cells->count; i++)
        making->units[i] = (struct trig_weigh_unit){.wave = cells->items[i].wave,
                                                    .institution = cells->items[i].institution,
                                                    .values = values + i * attributes};
    for (size_t j = 0; j < attributes; j++) {
        const size_t *places = map_categories(making, j);
        if (!places)
            return no_memory(error);
        for (size_t i = 0; i < cells->count; i++) {
            size_t category = cells->items[i].margins[j];
            values[i * attributes + j] = category == TRIG_NONE ? TRIG_NONE : places[category];
        }
    }
    return TRIG_OK;
}

/* ---- margins ------------------------------------------------------------------------------ */

static enum trig_status add_margin(struct making *making, const struct trig_recipe_wave *wave,
                                   const struct trig_recipe_margin *margin, struct trig_error *error)
{
    const struct trig_cells *cells = making->cells;
    uint32_t *rows = trig_arena_calloc(&making->out->arena, cells->count, sizeof *rows);
    if (!rows)
        return no_memory(error);
    enum trig_status status = trig_margin_rows(&making->recipe->targets, margin, wave->wave, making->units,
                                               cells->count, rows, error);
    for (size_t i = 0; i < cells->count && !status; i++) {
        if (!cells->items[i].in_scope || !(cells->items[i].weight > 0.0))
            rows[i] = TRIG_MARGIN_NONE;
        if (rows[i] == TRIG_MARGIN_NONE)
            continue;
        making->u[i] += margin->lambda[rows[i]];
        making->scale[i] = wave->scale;
        making->out->n[i] = (double)cells->items[i].respondents;
    }
    making->margins[making->margin_count++] = (struct trig_margin){.rows = rows, .count = margin->count};
    return status;
}

static enum trig_status make_margins(struct making *making, struct trig_error *error)
{
    size_t count = 0;
    const struct trig_recipe *recipe = making->recipe;
    for (size_t i = 0; i < recipe->wave_count; i++)
        count += recipe->waves[i].margin_count;
    making->margins = trig_arena_calloc(&making->out->arena, count, sizeof *making->margins);
    if (!making->margins)
        return no_memory(error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < recipe->wave_count; i++)
        for (size_t m = 0; m < recipe->waves[i].margin_count && !status; m++)
            status = add_margin(making, &recipe->waves[i], &recipe->waves[i].margins[m], error);
    return status;
}

/* Where everybody weighed 1 before, the weight before trimming is known of each cell. */
static void find_weights(struct making *making)
{
    struct trig_cells_calibration *out = making->out;
    bool trims = trig_recipe_trims(making->recipe);
    out->approximate = trims && making->recipe->base.length > 0;
    for (size_t i = 0; i < making->cells->count; i++) {
        double weight = making->cells->items[i].weight;
        making->g[i] = trig_calibration_factor(&making->recipe->form, making->u[i]);
        out->w[i] = trims && !out->approximate ? out->n[i] * making->scale[i] * making->g[i] : weight;
        out->trimming[i] = out->n[i] > 0.0 ? weight / out->w[i] : 1.0;
    }
}

/* ---- the whole -------------------------------------------------------------------------------- */

static enum trig_status allocate(struct making *making, struct trig_error *error)
{
    struct trig_cells_calibration *out = making->out;
    size_t count = making->cells->count;
    double **const arrays[] = {&out->n, &out->w, &out->trimming, &making->u, &making->scale, &making->g};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        *arrays[i] = trig_arena_calloc(&out->arena, count, sizeof **arrays[i]);
        if (!*arrays[i])
            return no_memory(error);
    }
    return TRIG_OK;
}

static enum trig_status make(struct making *making, struct trig_error *error)
{
    struct trig_cells_calibration *out = making->out;
    enum trig_status status = allocate(making, error);
    if (!status)
        status = make_units(making, error);
    if (!status)
        status = make_margins(making, error);
    if (status)
        return status;
    find_weights(making);
    const struct trig_calibrated_units units = {.form = making->recipe->form,
                                                .margins = making->margins,
                                                .margin_count = making->margin_count,
                                                .count = making->cells->count,
                                                .n = out->n,
                                                .w = out->w,
                                                .g = making->g};
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
