#include "analyze/estimate/strata.h"

#include "analyze/estimate/sums.h"

#include <math.h>
#include <stdlib.h>

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

static struct trig_view text_of(const trig_frame *frame, enum trig_dimension_kind kind, size_t category)
{
    for (size_t i = 0; i < frame->dimension_count; i++)
        if (frame->dimensions[i].kind == kind)
            return trig_dictionary_at(frame->dimensions[i].texts, category);
    return trig_view_of(NULL, 0);
}

static struct trig_view name_stratum(const trig_frame *frame, struct trig_cells *cells,
                                     const struct trig_cell *cell)
{
    struct trig_view first = {NULL, 0};
    if (frame->request->design.declared)
        first = text_of(frame, TRIG_DIMENSION_STRATUM, cell->stratum);
    else if (cell->institution != TRIG_NONE)
        first = frame->definition->institutions[cell->institution].id;
    return name_of(&cells->arena, first, id_of_wave(frame->definition, cell->wave));
}

/* "unit 12 of north", "unit 12 of north, upper". */
static struct trig_view name_second(const trig_frame *frame, struct trig_cells *cells,
                                    const struct trig_cell *cell, size_t psu_category)
{
    struct trig_view unit = text_of(frame, TRIG_DIMENSION_PSU, psu_category);
    struct trig_view stratum = text_of(frame, TRIG_DIMENSION_STRATUM2, cell->stratum2);
    return trig_arena_printf(&cells->arena, "unit %.*s of %.*s%s%.*s", TRIG_VIEW_ARG(unit),
                             TRIG_VIEW_ARG(cells->strata[cell->stratum].text), stratum.length ? ", " : "",
                             TRIG_VIEW_ARG(stratum));
}

/* ---- which stratum a cell is in ---------------------------------------------------- */

/* What tells the strata and units of one stage apart, and their fpc. */
struct stage {
    trig_dictionary *strata; /* owned; {wave or PSU, category} -> index */
    size_t last[2];          /* what was looked for last among the strata, */
    size_t found;            /* and its index; SIZE_MAX: nothing yet */
    trig_dictionary *units;  /* owned; {stratum, category} -> index */
    double *low;             /* by stratum: the smallest and largest fpc */
    double *high;
};

struct builder {
    const trig_frame *frame;
    struct trig_cells *cells;
    const double *fpc; /* of the cells */
    struct stage stages[2];
    bool fractions; /* the fpc columns hold sampling fractions */
};

static enum trig_status index_of(trig_dictionary *dictionary, size_t a, size_t b, size_t *index,
                                 struct trig_error *error)
{
    size_t pair[2] = {a, b};
    return trig_dictionary_add(dictionary, trig_view_of((const char *)pair, sizeof pair), index, error);
}

/* The stratum of {a, b}; cells come in the order of strata. */
static enum trig_status find_stratum(struct stage *stage, size_t a, size_t b, size_t *index,
                                     struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (stage->found == SIZE_MAX || stage->last[0] != a || stage->last[1] != b)
        status = index_of(stage->strata, a, b, &stage->found, error);
    stage->last[0] = a;
    stage->last[1] = b;
    *index = stage->found;
    return status;
}

static void note_fpc(struct builder *builder, size_t stage, size_t stratum, size_t cell)
{
    struct stage *of = &builder->stages[stage];
    const double *range = builder->fpc + TRIG_SUMS_FPC * cell + 2 * stage;
    of->low[stratum] = fmin(of->low[stratum], range[0]);
    of->high[stratum] = fmax(of->high[stratum], range[1]);
}

static void start_stratum(struct stage *stage, size_t stratum)
{
    stage->low[stratum] = INFINITY;
    stage->high[stratum] = -INFINITY;
}

/* Turns a unit's category into its index, and counts it in its stratum. */
static enum trig_status place_unit(struct stage *stage, size_t stratum, size_t *unit, size_t *count,
                                   uint64_t *units, struct trig_error *error)
{
    enum trig_status status = index_of(stage->units, stratum, *unit, unit, error);
    if (status == TRIG_OK && *unit == *count) {
        ++*units;
        ++*count;
    }
    return status;
}

static enum trig_status place_first(struct builder *builder, size_t at, struct trig_error *error)
{
    struct trig_cells *cells = builder->cells;
    struct trig_cell *cell = &cells->items[at];
    struct stage *stage = &builder->stages[0];
    bool declared = builder->frame->request->design.declared;
    size_t index = 0;
    enum trig_status status =
        find_stratum(stage, cell->wave, declared ? cell->stratum : cell->institution, &index, error);
    if (status)
        return status;
    struct trig_stratum *stratum = &cells->strata[index];
    if (index == cells->stratum_count) {
        cells->stratum_count++;
        stratum->wave = cell->wave;
        stratum->institution = declared ? TRIG_NONE : cell->institution;
        stratum->text = name_stratum(builder->frame, cells, cell);
        stratum->population = INFINITY;
        start_stratum(stage, index);
        if (!stratum->text.data)
            return no_memory(error);
    }
    cell->stratum = index;
    note_fpc(builder, 0, index, at);
    if (cell->psu != TRIG_NONE)
        return place_unit(stage, index, &cell->psu, &cells->psu_count, &stratum->units, error);
    stratum->units += cell->respondents;
    return TRIG_OK;
}

/* The second stage of a cell whose first is placed. */
static enum trig_status place_second(struct builder *builder, size_t at, size_t psu_category,
                                     struct trig_error *error)
{
    struct trig_cells *cells = builder->cells;
    struct trig_cell *cell = &cells->items[at];
    struct stage *stage = &builder->stages[1];
    size_t index = 0;
    enum trig_status status = find_stratum(stage, cell->psu, cell->stratum2, &index, error);
    if (status)
        return status;
    struct trig_second *second = &cells->second[index];
    if (index == cells->second_count) {
        cells->second_count++;
        second->psu = cell->psu;
        second->text = name_second(builder->frame, cells, cell, psu_category);
        second->population = INFINITY;
        start_stratum(stage, index);
        if (!second->text.data)
            return no_memory(error);
    }
    cell->stratum2 = index;
    note_fpc(builder, 1, index, at);
    if (cell->unit2 != TRIG_NONE)
        return place_unit(stage, index, &cell->unit2, &cells->unit2_count, &second->units, error);
    second->units += cell->respondents;
    return TRIG_OK;
}

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

/* The order of the design, whatever the breakdown: strata and units are numbered by it. */
static int compare_cells(const void *a, const void *b, void *items)
{
    const struct trig_cell *x = (const struct trig_cell *)items + *(const size_t *)a;
    const struct trig_cell *y = (const struct trig_cell *)items + *(const size_t *)b;
    bool declared = x->stratum != TRIG_NONE || x->psu != TRIG_NONE;
    int order = compare_sizes(x->wave, y->wave);
    if (!order)
        order =
            declared ? compare_sizes(x->stratum, y->stratum) : compare_sizes(x->institution, y->institution);
    if (!order)
        order = compare_sizes(x->psu, y->psu);
    if (!order)
        order = compare_sizes(x->stratum2, y->stratum2);
    if (!order)
        order = compare_sizes(x->unit2, y->unit2);
    return order ? order : compare_sizes(*(const size_t *)a, *(const size_t *)b);
}

static bool is_ordered(const struct trig_cells *cells, const size_t *order)
{
    for (size_t i = 1; i < cells->count; i++)
        if (compare_cells(&order[i - 1], &order[i], cells->items) > 0)
            return false;
    return true;
}

static enum trig_status place_cells(struct builder *builder, struct trig_error *error)
{
    struct trig_cells *cells = builder->cells;
    enum trig_status status = TRIG_OK;
    size_t *order = trig_arena_calloc(&cells->arena, cells->count, sizeof *order);
    if (!order)
        return no_memory(error);
    for (size_t i = 0; i < cells->count; i++)
        order[i] = i;
    if (!is_ordered(cells, order))
        qsort_r(order, cells->count, sizeof *order, compare_cells, cells->items);
    for (size_t i = 0; i < cells->count && status == TRIG_OK; i++) {
        size_t psu_category = cells->items[order[i]].psu;
        status = place_first(builder, order[i], error);
        if (status == TRIG_OK && cells->second)
            status = place_second(builder, order[i], psu_category, error);
    }
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

static enum trig_status declare_population(const struct builder *builder, size_t stage, size_t at,
                                           double units, struct trig_view text, double *population,
                                           struct trig_error *error)
{
    double low = builder->stages[stage].low[at];
    double high = builder->stages[stage].high[at];
    if (low != high)
        return trig_error_set(
            error, TRIG_ERR_DOMAIN,
            "the fpc varies within the stratum \"%.*s\": from %g to %g; it has to be one number",
            TRIG_VIEW_ARG(text), low, high);
    if (!builder->fractions && low < 1.0)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "the fpc of the stratum \"%.*s\" is %g, a sampling fraction, and others are "
                              "population sizes; give one kind",
                              TRIG_VIEW_ARG(text), low);
    *population = builder->fractions ? units / low : low;
    if (*population < units)
        return trig_error_set(
            error, TRIG_ERR_DOMAIN,
            "the stratum \"%.*s\" has %g units in the sample and an fpc of %g; correct the fpc, "
            "or use --fpc off",
            TRIG_VIEW_ARG(text), units, low);
    return TRIG_OK;
}

static enum trig_status declare_populations(struct builder *builder, struct trig_error *error)
{
    struct trig_cells *cells = builder->cells;
    enum trig_status status = TRIG_OK;
    double largest = 0.0;
    for (size_t i = 0; i < cells->count; i++)
        largest =
            fmax(largest, fmax(builder->fpc[TRIG_SUMS_FPC * i + 1], builder->fpc[TRIG_SUMS_FPC * i + 3]));
    builder->fractions = largest <= 1.0;
    for (size_t i = 0; i < cells->stratum_count && status == TRIG_OK; i++)
        status = declare_population(builder, 0, i, (double)cells->strata[i].units, cells->strata[i].text,
                                    &cells->strata[i].population, error);
    for (size_t i = 0; i < cells->second_count && status == TRIG_OK; i++)
        status = declare_population(builder, 1, i, (double)cells->second[i].units, cells->second[i].text,
                                    &cells->second[i].population, error);
    return status;
}

static enum trig_status set_populations(struct builder *builder, struct trig_error *error)
{
    struct trig_cells *cells = builder->cells;
    if (builder->frame->request->design.declared)
        return builder->frame->fpc_column == TRIG_NO_COLUMN ? TRIG_OK : declare_populations(builder, error);
    for (size_t i = 0; i < cells->stratum_count; i++)
        count_population(builder->frame->definition, &cells->strata[i]);
    return TRIG_OK;
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

/* Every unit stands for N_h / n_h in each stage: known only now that the strata
 * are counted. */
static void weigh_by_fpc(struct trig_cells *cells)
{
    double weights = 0.0;
    double respondents = 0.0;
    for (size_t i = 0; i < cells->count; i++) {
        struct trig_cell *cell = &cells->items[i];
        const struct trig_stratum *stratum = &cells->strata[cell->stratum];
        double weight = stratum->population / (double)stratum->units;
        if (cells->second)
            weight *= cells->second[cell->stratum2].population / (double)cells->second[cell->stratum2].units;
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

static enum trig_status make_stage(struct builder *builder, struct stage *stage, struct trig_error *error)
{
    struct trig_cells *cells = builder->cells;
    stage->low = trig_arena_calloc(&cells->arena, cells->count, sizeof *stage->low);
    stage->high = trig_arena_calloc(&cells->arena, cells->count, sizeof *stage->high);
    if (!stage->low || !stage->high)
        return no_memory(error);
    stage->found = SIZE_MAX;
    stage->strata = trig_dictionary_create(error);
    stage->units = trig_dictionary_create(error);
    return stage->strata && stage->units ? TRIG_OK : TRIG_ERR_MEMORY;
}

static enum trig_status make_stages(struct builder *builder, struct trig_error *error)
{
    struct trig_cells *cells = builder->cells;
    bool second = trig_design_has_second(&builder->frame->request->design);
    cells->strata = trig_arena_calloc(&cells->arena, cells->count, sizeof *cells->strata);
    if (second)
        cells->second = trig_arena_calloc(&cells->arena, cells->count, sizeof *cells->second);
    if (!cells->strata || (second && !cells->second))
        return no_memory(error);
    enum trig_status status = make_stage(builder, &builder->stages[0], error);
    return status == TRIG_OK && second ? make_stage(builder, &builder->stages[1], error) : status;
}

enum trig_status trig_strata_build(const trig_frame *frame, const double *fpc, struct trig_cells *cells,
                                   struct trig_error *error)
{
    struct builder builder = {.frame = frame, .cells = cells, .fpc = fpc};
    enum trig_status status = make_stages(&builder, error);
    if (status == TRIG_OK)
        status = place_cells(&builder, error);
    if (status == TRIG_OK)
        status = set_populations(&builder, error);
    if (status == TRIG_OK && frame->request->design.weights_from_fpc)
        weigh_by_fpc(cells);
    for (size_t i = 0; i < 2; i++) {
        trig_dictionary_destroy(builder.stages[i].strata);
        trig_dictionary_destroy(builder.stages[i].units);
    }
    return status;
}
