/* The base cells of a sample, in the order of those of a tally. */
#include "analyze/design/sample_internal.h"

#include <stdlib.h>

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
    sample->cell = trig_arena_calloc(&sample->arena, sample->count, sizeof *sample->cell);
    if (!sample->cell)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu respondents", sample->count);
    memcpy(sample->cell, gathering->cell, sample->count * sizeof *sample->cell);
    return TRIG_OK;
}
