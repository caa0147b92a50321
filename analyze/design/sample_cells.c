/* The base cells of a sample, in the order of those of a tally. */
#include "analyze/design/sample_internal.h"

#include <math.h>
#include <stdlib.h>

/* Up to so many keys a cell is found through a plain array of 4 bytes a key. */
#define DENSE_MOST (UINT64_C(1) << 22)

/* ---- finding -------------------------------------------------------------------------- */

enum trig_status trig_sample_cells_begin(struct trig_gathering *gathering, struct trig_error *error)
{
    uint64_t keys = gathering->frame->keys;
    if (keys > DENSE_MOST) {
        gathering->sparse = trig_dictionary_create(error);
        return gathering->sparse ? TRIG_OK : TRIG_ERR_MEMORY;
    }
    gathering->dense = trig_calloc((size_t)keys, sizeof *gathering->dense);
    return gathering->dense
               ? TRIG_OK
               : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %ju groups", (uintmax_t)keys);
}

void trig_sample_cells_end(struct trig_gathering *gathering)
{
    trig_free(gathering->dense);
    trig_dictionary_destroy(gathering->sparse);
    gathering->dense = NULL;
    gathering->sparse = NULL;
}

static enum trig_status check_key(uint64_t key, struct trig_error *error)
{
    if (key < TRIG_KEY_LACKING)
        return TRIG_OK;
    return trig_error_set(
        error, TRIG_ERR_DOMAIN,
        "a response has no stratum or no PSU, which the design needs; complete the data, or "
        "name another design with --design (none: institutions and waves as strata)");
}

static enum trig_status add_cell(struct trig_gathering *gathering, uint64_t key, struct trig_error *error)
{
    enum trig_status status = check_key(key, error);
    if (status == TRIG_OK)
        status = trig_grow((void **)&gathering->cells, &gathering->cell_capacity, gathering->cell_count + 1,
                           sizeof *gathering->cells, error);
    if (status == TRIG_OK)
        gathering->cells[gathering->cell_count++] =
            (struct trig_sample_cell){key, 0, {INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    return status;
}

enum trig_status trig_sample_cells_find(struct trig_gathering *gathering, uint64_t key, size_t *cell,
                                        struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (gathering->dense && key < gathering->frame->keys) {
        if (!gathering->dense[key]) {
            status = add_cell(gathering, key, error);
            gathering->dense[key] = (uint32_t)gathering->cell_count;
        }
        *cell = gathering->dense[key] - 1;
        return status;
    }
    status = check_key(key, error);
    if (status == TRIG_OK)
        status =
            trig_dictionary_add(gathering->sparse, trig_view_of((const char *)&key, sizeof key), cell, error);
    return status == TRIG_OK && *cell == gathering->cell_count ? add_cell(gathering, key, error) : status;
}

/* ---- their order ------------------------------------------------------------------------ */

static int compare_keys(const void *a, const void *b, void *cells)
{
    const struct trig_sample_cell *of = cells;
    uint64_t x = of[*(const uint32_t *)a].key;
    uint64_t y = of[*(const uint32_t *)b].key;
    return (x > y) - (x < y);
}

/* Renumbers the cells in the order of their keys, which is that of trig_cells. */
static enum trig_status sort_cells(struct trig_gathering *gathering, uint32_t *order, uint32_t *place,
                                   struct trig_error *error)
{
    struct trig_sample_cell *sorted = trig_calloc(gathering->cell_count, sizeof *sorted);
    if (!sorted)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu groups", gathering->cell_count);
    for (size_t i = 0; i < gathering->cell_count; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, gathering->cell_count, sizeof *order, compare_keys, gathering->cells);
    for (size_t i = 0; i < gathering->cell_count; i++) {
        sorted[i] = gathering->cells[order[i]];
        place[order[i]] = (uint32_t)i;
    }
    trig_free(gathering->cells);
    gathering->cells = sorted;
    for (size_t i = 0; i < gathering->sample->count; i++)
        gathering->cell[i] = place[gathering->cell[i]];
    return gathering->given ? trig_sample_order_sums(gathering, order, error) : TRIG_OK;
}

enum trig_status trig_sample_settle_cells(struct trig_gathering *gathering, struct trig_error *error)
{
    trig_sample *sample = gathering->sample;
    uint32_t *order = trig_calloc(gathering->cell_count, sizeof *order);
    uint32_t *place = trig_calloc(gathering->cell_count, sizeof *place);
    enum trig_status status =
        order && place
            ? sort_cells(gathering, order, place, error)
            : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu groups", gathering->cell_count);
    trig_free(order);
    trig_free(place);
    if (status)
        return status;
    sample->cell = trig_arena_adopt(&sample->arena, gathering->cell);
    gathering->cell = NULL;
    if (!sample->cell)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu respondents", sample->count);
    return TRIG_OK;
}

/* ---- the breakdown ------------------------------------------------------------------------ */

static enum trig_status make_column(const struct trig_dimension *dimension, trig_sample *sample,
                                    struct trig_sample_column *by)
{
    by->category_count = dimension->count;
    by->category = trig_arena_calloc(&sample->arena, sample->count, sizeof *by->category);
    by->texts = trig_arena_calloc(&sample->arena, dimension->count, sizeof *by->texts);
    if (!by->category || !by->texts)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < dimension->count; i++) {
        by->texts[i] = trig_arena_copy(&sample->arena, trig_dictionary_at(dimension->texts, i));
        if (!by->texts[i].data)
            return TRIG_ERR_MEMORY;
    }
    return TRIG_OK;
}

enum trig_status trig_sample_make_by(const trig_frame *frame, trig_sample *sample, struct trig_error *error)
{
    sample->by = trig_arena_calloc(&sample->arena, TRIG_MOST_BY, sizeof *sample->by);
    enum trig_status status = sample->by ? TRIG_OK : TRIG_ERR_MEMORY;
    for (size_t i = 0; i < frame->dimension_count && status == TRIG_OK; i++)
        if (frame->dimensions[i].kind == TRIG_DIMENSION_BY)
            status = make_column(&frame->dimensions[i], sample, &sample->by[sample->by_count++]);
    if (status)
        trig_error_set(error, status, "out of memory for the breakdown of %zu respondents", sample->count);
    return status;
}
