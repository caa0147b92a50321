#include "analyze/estimate/strata.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the strata");
    return TRIG_ERR_MEMORY;
}

static struct trig_view id_of_wave(const trig_definition *definition, size_t wave)
{
    return wave == TRIG_NONE ? trig_view_of(NULL, 0) : definition->waves[wave].id;
}

/* "aldermere, 2024": how messages name a stratum. */
static struct trig_view name_of(struct trig_arena *arena, struct trig_view first, struct trig_view second)
{
    if (!first.length && !second.length)
        return trig_arena_copy(arena, trig_view("all"));
    return trig_arena_printf(arena, "%.*s%s%.*s", TRIG_VIEW_ARG(first),
                             first.length && second.length ? ", " : "", TRIG_VIEW_ARG(second));
}

static struct trig_view name_stratum(const trig_frame *frame, struct trig_cells *cells,
                                     const struct trig_cell *cell)
{
    struct trig_view first = {NULL, 0};
    if (!frame->request->design.declared && cell->institution != TRIG_NONE)
        first = frame->definition->institutions[cell->institution].id;
    for (size_t i = 0; i < frame->dimension_count; i++)
        if (frame->dimensions[i].kind == TRIG_DIMENSION_STRATUM)
            first = trig_dictionary_at(frame->dimensions[i].texts, cell->stratum);
    return name_of(&cells->arena, first, id_of_wave(frame->definition, cell->wave));
}

/* ---- which stratum a cell is in ---------------------------------------------------- */

struct builder {
    const trig_frame *frame;
    struct trig_cells *cells;
    const double *fpc; /* of the cells */
    double *low;       /* by stratum: the smallest and largest fpc */
    double *high;
    trig_dictionary *strata; /* {wave, stratum or institution} -> index */
    trig_dictionary *psus;   /* {stratum, psu} -> index */
};

static enum trig_status index_of(trig_dictionary *dictionary, size_t a, size_t b, size_t *index,
                                 struct trig_error *error)
{
    size_t pair[2] = {a, b};
    return trig_dictionary_add(dictionary, trig_view_of((const char *)pair, sizeof pair), index, error);
}

static void add_to_stratum(struct builder *builder, size_t at)
{
    struct trig_cells *cells = builder->cells;
    struct trig_cell *cell = &cells->items[at];
    struct trig_stratum *stratum = &cells->strata[cell->stratum];
    if (cell->psu == TRIG_NONE)
        stratum->units += cell->respondents;
    builder->low[cell->stratum] = fmin(builder->low[cell->stratum], builder->fpc[2 * at]);
    builder->high[cell->stratum] = fmax(builder->high[cell->stratum], builder->fpc[2 * at + 1]);
}

static enum trig_status place_psu(struct builder *builder, struct trig_cell *cell, struct trig_error *error)
{
    if (cell->psu == TRIG_NONE)
        return TRIG_OK;
    enum trig_status status = index_of(builder->psus, cell->stratum, cell->psu, &cell->psu, error);
    if (status == TRIG_OK && cell->psu == builder->cells->psu_count) {
        builder->cells->strata[cell->stratum].units++;
        builder->cells->psu_count++;
    }
    return status;
}

static enum trig_status place_cell(struct builder *builder, size_t at, struct trig_error *error)
{
    struct trig_cells *cells = builder->cells;
    struct trig_cell *cell = &cells->items[at];
    bool declared = builder->frame->request->design.declared;
    size_t index;
    enum trig_status status =
        index_of(builder->strata, cell->wave, declared ? cell->stratum : cell->institution, &index, error);
    if (status)
        return status;
    if (index == cells->stratum_count) {
        struct trig_stratum *stratum = &cells->strata[cells->stratum_count++];
        stratum->wave = cell->wave;
        stratum->institution = declared ? TRIG_NONE : cell->institution;
        stratum->text = name_stratum(builder->frame, cells, cell);
        stratum->population = INFINITY;
        builder->low[index] = INFINITY;
        builder->high[index] = -INFINITY;
        if (!stratum->text.data)
            return no_memory(error);
    }
    cell->stratum = index;
    status = place_psu(builder, cell, error);
    if (status == TRIG_OK)
        add_to_stratum(builder, at);
    return status;
}

/* ---- populations ---------------------------------------------------------------------- */

/* The default design: the population count of the institution in the wave. */
static void count_population(const trig_definition *definition, struct trig_stratum *stratum)
{
    double count = trig_definition_population(definition, stratum->wave, stratum->institution);
    stratum->overcounted = count < (double)stratum->units;
    if (!isnan(count) && !stratum->overcounted)
        stratum->population = count;
}

static enum trig_status declare_population(struct builder *builder, size_t at, bool fractions,
                                           struct trig_error *error)
{
    struct trig_stratum *stratum = &builder->cells->strata[at];
    double low = builder->low[at];
    double units = (double)stratum->units;
    if (low != builder->high[at])
        return trig_error_set(
            error, TRIG_ERR_DOMAIN,
            "the fpc varies within the stratum \"%.*s\": from %g to %g; it has to be one number",
            TRIG_VIEW_ARG(stratum->text), low, builder->high[at]);
    if (!fractions && low < 1.0)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "the fpc of the stratum \"%.*s\" is %g, a sampling fraction, and others are "
                              "population sizes; give one kind",
                              TRIG_VIEW_ARG(stratum->text), low);
    stratum->population = fractions ? units / low : low;
    if (stratum->population < units)
        return trig_error_set(
            error, TRIG_ERR_DOMAIN,
            "the stratum \"%.*s\" has %g units in the sample and an fpc of %g; correct the fpc, "
            "or use --fpc off",
            TRIG_VIEW_ARG(stratum->text), units, low);
    return TRIG_OK;
}

static enum trig_status set_populations(struct builder *builder, struct trig_error *error)
{
    struct trig_cells *cells = builder->cells;
    enum trig_status status = TRIG_OK;
    double largest = 0.0;
    for (size_t i = 0; i < cells->stratum_count; i++)
        largest = fmax(largest, builder->high[i]);
    for (size_t i = 0; i < cells->stratum_count && status == TRIG_OK; i++) {
        if (!builder->frame->request->design.declared)
            count_population(builder->frame->definition, &cells->strata[i]);
        else if (builder->frame->fpc_column != TRIG_NO_COLUMN)
            status = declare_population(builder, i, largest <= 1.0, error);
    }
    return status;
}

/* ---- weights from the fpc ------------------------------------------------------------- */

static void weigh(struct trig_moments *moments, double weight)
{
    double squared = weight * weight;
    moments->w *= weight;
    moments->wy *= weight;
    moments->wyy *= weight;
    moments->ww *= squared;
    moments->wwy *= squared;
    moments->wwyy *= squared;
}

/* Every unit stands for N_h / n_h: known only now that the strata are counted. */
static void weigh_by_fpc(struct trig_cells *cells)
{
    double weights = 0.0;
    double respondents = 0.0;
    for (size_t i = 0; i < cells->count; i++) {
        struct trig_cell *cell = &cells->items[i];
        const struct trig_stratum *stratum = &cells->strata[cell->stratum];
        double weight = stratum->population / (double)stratum->units;
        cell->weight *= weight;
        weights += cell->weight;
        respondents += (double)cell->respondents;
        for (size_t j = 0; j < cells->bin_count; j++) {
            cells->bins[i * cells->bin_count + j].w *= weight;
            cells->bins[i * cells->bin_count + j].ww *= weight * weight;
        }
        for (size_t j = 0; j < cells->measures; j++) {
            weigh(&cells->moments[i * cells->measures + j], weight);
            if (!cells->extremes)
                continue;
            struct trig_extremes *extremes = &cells->extremes[i * cells->measures + j];
            extremes->total *= weight;
            extremes->largest *= weight;
            extremes->second *= weight;
        }
    }
    cells->mean_weight = weights / respondents;
}

static enum trig_status build(struct builder *builder, struct trig_error *error)
{
    struct trig_cells *cells = builder->cells;
    if (!cells->strata || !builder->low || !builder->high)
        return no_memory(error);
    if (!builder->strata || !builder->psus)
        return TRIG_ERR_MEMORY;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < cells->count && status == TRIG_OK; i++)
        status = place_cell(builder, i, error);
    if (status == TRIG_OK)
        status = set_populations(builder, error);
    if (status == TRIG_OK && builder->frame->request->design.weights_from_fpc)
        weigh_by_fpc(cells);
    return status;
}

enum trig_status trig_strata_build(const trig_frame *frame, const double *fpc, struct trig_cells *cells,
                                   struct trig_error *error)
{
    struct builder builder = {.frame = frame, .cells = cells, .fpc = fpc};
    cells->strata = trig_arena_calloc(&cells->arena, cells->count, sizeof *cells->strata);
    builder.low = trig_arena_calloc(&cells->arena, cells->count, sizeof *builder.low);
    builder.high = trig_arena_calloc(&cells->arena, cells->count, sizeof *builder.high);
    builder.strata = trig_dictionary_create(error);
    builder.psus = trig_dictionary_create(error);
    enum trig_status status = build(&builder, error);
    trig_dictionary_destroy(builder.strata);
    trig_dictionary_destroy(builder.psus);
    return status;
}
