#include "analyze/estimate/cells.h"

#include "analyze/design/sample.h"
#include "analyze/estimate/calibration.h"
#include "analyze/estimate/replicate_sums.h"
#include "analyze/estimate/strata.h"
#include "analyze/estimate/tally.h"
#include "surveys/base/processors.h"

#include <math.h>
#include <stdlib.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the groups of the result");
    return TRIG_ERR_MEMORY;
}

/* ---- cells ------------------------------------------------------------------------ */

static int compare_keys(const void *a, const void *b, void *keys)
{
    uint64_t x = ((const uint64_t *)keys)[*(const size_t *)a];
    uint64_t y = ((const uint64_t *)keys)[*(const size_t *)b];
    return (x > y) - (x < y);
}

/* The slots in the order of their keys, the bin left out: as the plain array of keys has them, where
 * there is one that is not much longer. */
static size_t *sorted_slots(const struct trig_sums *sums, struct trig_arena *arena)
{
    size_t count = sums->count - 1;
    size_t *slots = trig_arena_calloc(arena, count, sizeof *slots);
    size_t listed = 0;
    if (!slots)
        return NULL;
    if (sums->dense && sums->key_count / 16 <= count) {
        for (size_t key = 0; key < sums->key_count; key++)
            if (sums->dense[key])
                slots[listed++] = sums->dense[key];
        return slots;
    }
    for (size_t i = 0; i < count; i++)
        slots[i] = i + 1;
    qsort_r(slots, count, sizeof *slots, compare_keys, sums->keys);
    return slots;
}

/* The category of a key, TRIG_NONE when it is missing. */
static size_t category(const struct trig_dimension *dimension, uint64_t key)
{
    size_t found = trig_dimension_category(dimension, key);
    return found < dimension->count ? found : TRIG_NONE;
}

/* Lays a key open: the cell's place, and the declared strata and units, which
 * trig_strata_build turns into indices. */
static void read_key(const trig_frame *frame, uint64_t key, struct trig_cell *cell, size_t *values,
                     size_t *margins)
{
    size_t filled = 0;
    cell->wave = cell->institution = cell->stratum = cell->psu = TRIG_NONE;
    cell->stratum2 = cell->unit2 = TRIG_NONE;
    cell->in_scope = true;
    for (size_t i = 0; i < frame->dimension_count; i++) {
        const struct trig_dimension *dimension = &frame->dimensions[i];
        size_t found = category(dimension, key);
        size_t margin = trig_dimension_margin(frame, dimension);
        if (margin != TRIG_NONE)
            margins[margin] = found;
        switch (dimension->kind) {
        case TRIG_DIMENSION_WAVE:
            cell->wave = found;
            break;
        case TRIG_DIMENSION_INSTITUTION:
            cell->institution = found;
            break;
        case TRIG_DIMENSION_BY:
            values[filled++] = found;
            break;
        case TRIG_DIMENSION_STRATUM:
            cell->stratum = found;
            break;
        case TRIG_DIMENSION_PSU:
            cell->psu = found;
            break;
        case TRIG_DIMENSION_STRATUM2:
            cell->stratum2 = found;
            break;
        case TRIG_DIMENSION_PSU2:
            cell->unit2 = found;
            break;
        case TRIG_DIMENSION_SCOPE:
            cell->in_scope = found != TRIG_NONE;
            break;
        case TRIG_DIMENSION_MARGIN:
            break;
        }
    }
    cell->values = values;
    cell->margins = margins;
}

static enum trig_status make_cells(const trig_tally *tally, const size_t *slots, struct trig_cells *out,
                                   struct trig_error *error)
{
    const struct trig_sums *sums = &tally->whole;
    out->count = sums->count - 1;
    out->items = trig_arena_calloc(&out->arena, out->count, sizeof *out->items);
    size_t *values = trig_arena_calloc(&out->arena, out->count * out->value_count, sizeof *values);
    size_t *margins = trig_arena_calloc(&out->arena, out->count * out->margin_count, sizeof *margins);
    if (!out->items || !values || !margins)
        return no_memory(error);
    double weight = 0.0;
    double respondents = 0.0;
    for (size_t i = 0; i < out->count; i++) {
        struct trig_cell *cell = &out->items[i];
        read_key(tally->frame, sums->keys[slots[i]], cell, values + i * out->value_count,
                 margins + i * out->margin_count);
        cell->respondents = sums->respondents[slots[i]];
        cell->weight = trig_sums_value(sums, slots[i], 0);
        cell->weight_squared =
            tally->frame->weight_column == TRIG_NO_COLUMN ? cell->weight : trig_sums_value(sums, slots[i], 1);
        weight += cell->weight;
        respondents += (double)cell->respondents;
    }
    out->mean_weight = weight / respondents;
    out->only_wave = out->count ? out->items[0].wave : TRIG_NONE;
    for (size_t i = 1; i < out->count; i++)
        if (out->items[i].wave != out->only_wave)
            out->only_wave = TRIG_NONE;
    return TRIG_OK;
}

/* ---- moments ------------------------------------------------------------------------ */

static struct trig_moments read_moments(const struct trig_sums *sums, size_t slot, size_t measure)
{
    size_t place = trig_sums_place(sums, measure);
    double sum[TRIG_SUMS_WEIGHTED];
    for (size_t i = 0; i < sums->each; i++)
        sum[i] = trig_sums_value(sums, slot, place + i);
    if (sums->each == TRIG_SUMS_UNIT)
        return (struct trig_moments){sum[0], sum[1], sum[0], sum[1], sum[2], sum[0], sum[1], sum[2]};
    return (struct trig_moments){sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6], sum[7]};
}

static enum trig_status make_moments(const trig_tally *tally, const size_t *slots, struct trig_cells *out,
                                     struct trig_error *error)
{
    const struct trig_sums *sums = &tally->whole;
    out->moments = trig_arena_calloc(&out->arena, out->count * out->measures, sizeof *out->moments);
    if (sums->extremes)
        out->extremes = trig_arena_calloc(&out->arena, out->count * out->measures, sizeof *out->extremes);
    if (!out->moments || (sums->extremes && !out->extremes))
        return no_memory(error);
    for (size_t i = 0; i < out->count; i++) {
        for (size_t j = 0; j < out->measures; j++)
            out->moments[i * out->measures + j] = read_moments(sums, slots[i], j);
        if (sums->extremes)
            memcpy(out->extremes + i * out->measures, sums->extremes + slots[i] * sums->measures,
                   out->measures * sizeof *out->extremes);
    }
    return TRIG_OK;
}

static enum trig_status make_bins(const trig_tally *tally, const size_t *slots, struct trig_cells *out,
                                  struct trig_error *error)
{
    const struct trig_sums *sums = &tally->whole;
    size_t size = trig_sums_bin_size(sums);
    out->bin_count = trig_bins_count(tally->frame->definition, tally->frame->request);
    out->bins = trig_arena_calloc(&out->arena, out->count * out->bin_count, sizeof *out->bins);
    if (!out->bins)
        return no_memory(error);
    for (size_t i = 0; i < out->count; i++) {
        for (size_t j = 0; j < out->bin_count; j++) {
            size_t place = trig_sums_bins(sums) + j * size;
            double count = trig_sums_value(sums, slots[i], place);
            out->bins[i * out->bin_count + j] =
                size == 1 ? (struct trig_bin){count, count, count}
                          : (struct trig_bin){count, trig_sums_value(sums, slots[i], place + 1),
                                              trig_sums_value(sums, slots[i], place + 2)};
        }
    }
    return TRIG_OK;
}

/* ---- the whole ------------------------------------------------------------------------ */

static enum trig_status make_dictionaries(const trig_frame *frame, struct trig_cells *out,
                                          struct trig_error *error)
{
    out->values = trig_arena_calloc(&out->arena, frame->dimension_count, sizeof(trig_dictionary *));
    out->margins = trig_arena_calloc(&out->arena, frame->margin_count, sizeof(trig_dictionary *));
    out->margin_count = frame->margin_count;
    if (!out->values || !out->margins)
        return no_memory(error);
    for (size_t i = 0; i < frame->dimension_count; i++) {
        size_t margin = trig_dimension_margin(frame, &frame->dimensions[i]);
        if (frame->dimensions[i].kind == TRIG_DIMENSION_BY)
            out->values[out->value_count++] = frame->dimensions[i].texts;
        if (margin != TRIG_NONE)
            out->margins[margin] = frame->dimensions[i].texts;
    }
    return TRIG_OK;
}

/* The smallest and largest fpc of each cell, for the strata. */
static double *cell_fpc(const trig_tally *tally, const size_t *slots, struct trig_arena *arena)
{
    size_t count = tally->whole.count - 1;
    double *fpc = trig_arena_calloc(arena, TRIG_SUMS_FPC * count, sizeof *fpc);
    for (size_t i = 0; fpc && i < count; i++)
        memcpy(fpc + TRIG_SUMS_FPC * i, tally->whole.fpc + TRIG_SUMS_FPC * slots[i],
               TRIG_SUMS_FPC * sizeof *fpc);
    return fpc;
}

static enum trig_status fill(const trig_tally *tally, struct trig_cells *out, struct trig_error *error)
{
    const trig_frame *frame = tally->frame;
    out->request = frame->request;
    out->definition = frame->definition;
    out->measures = frame->request->measures->count;
    out->counts = tally->counts;
    out->shifts = frame->shifts;
    size_t *slots = sorted_slots(&tally->whole, &out->arena);
    double *fpc = slots ? cell_fpc(tally, slots, &out->arena) : NULL;
    enum trig_status status = fpc ? make_dictionaries(frame, out, error) : no_memory(error);
    if (status == TRIG_OK)
        status = make_cells(tally, slots, out, error);
    if (status == TRIG_OK)
        status = make_moments(tally, slots, out, error);
    if (status == TRIG_OK)
        status = make_bins(tally, slots, out, error);
    if (status == TRIG_OK)
        status = trig_strata_build(frame, fpc, out, error);
    return status || !frame->request->design.recipe ? status : trig_cells_calibrate(out, error);
}

enum trig_status trig_tally_finish(const trig_tally *tally, struct trig_cells *out, struct trig_error *error)
{
    struct trig_cells cells = {.frame = NULL};
    enum trig_status status = trig_frame_check_counts(&tally->counts, error);
    if (status)
        return status;
    trig_arena_init(&cells.arena);
    status = fill(tally, &cells, error);
    if (status)
        trig_cells_clear(&cells);
    else
        *out = cells;
    return status;
}

/* More threads than this wait for the one that merges. */
#define MOST_THREADS 16

/* With fewer batches a thread starts for less than it does. */
#define LEAST_BATCHES 8

static size_t threads_for(const trig_frame *frame, const struct trig_request *request)
{
    size_t batches = 0;
    size_t threads = request->threads;
    for (size_t i = 0; i < frame->store_count; i++)
        batches += trig_scan_batches(frame->stores[i].scan);
    if (!threads)
        threads = batches / LEAST_BATCHES < trig_processors() ? batches / LEAST_BATCHES : trig_processors();
    if (!threads)
        threads = 1;
    return threads < MOST_THREADS ? threads : MOST_THREADS;
}

/* What the cells do not tell of errors. */
static enum trig_status add_respondents(trig_store *const *stores, size_t store_count,
                                        const struct trig_request *request, struct trig_cells *cells,
                                        struct trig_error *error)
{
    const struct trig_design *design = &request->design;
    if (design->replication.type != TRIG_REPLICATES_NONE)
        return trig_replicate_sums_build(stores, store_count, request, cells, error);
    if (!design->recipe || !trig_recipe_has_numbers(design->recipe))
        return TRIG_OK;
    trig_sample sample;
    enum trig_status status = trig_sample_gather(stores, store_count, request, &sample, error);
    if (status)
        return status;
    cells->respondents = trig_calloc(1, sizeof *cells->respondents);
    if (!cells->respondents) {
        trig_sample_clear(&sample);
        return no_memory(error);
    }
    *cells->respondents = sample;
    return TRIG_OK;
}

enum trig_status trig_cells_scan(trig_store *const *stores, size_t store_count,
                                 const struct trig_request *request, struct trig_cells *out,
                                 struct trig_error *error)
{
    trig_frame *frame;
    enum trig_status status = trig_frame_open(stores, store_count, request, &frame, error);
    if (status)
        return status;
    trig_tally *tally = trig_tally_create(frame, error);
    status = tally ? trig_tally_scan(tally, threads_for(frame, request), error) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = trig_tally_finish(tally, out, error);
    trig_tally_destroy(tally);
    if (status == TRIG_OK) {
        trig_frame_close_scans(frame);
        out->frame = frame;
        status = add_respondents(stores, store_count, request, out, error);
        if (status)
            trig_cells_clear(out);
    } else {
        trig_frame_destroy(frame);
    }
    return status;
}

void trig_cells_clear(struct trig_cells *cells)
{
    trig_replicate_sums_destroy(cells->replicates);
    if (cells->respondents)
        trig_sample_clear(cells->respondents);
    trig_free(cells->respondents);
    trig_cells_calibration_destroy(cells->calibration);
    trig_frame_destroy(cells->frame);
    trig_arena_clear(&cells->arena);
    memset(cells, 0, sizeof *cells);
}

bool trig_cells_have_wave(const struct trig_cells *cells, size_t wave)
{
    for (size_t i = 0; i < cells->count; i++)
        if (cells->items[i].wave == wave && cells->items[i].in_scope)
            return true;
    return false;
}
