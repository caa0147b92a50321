#include "analyze/design/part_internal.h"

#include <stdlib.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the respondents of the groups");
    return TRIG_ERR_MEMORY;
}

/* ---- places ------------------------------------------------------------------------------ */

static int compare_places(const void *left, const void *right, void *context)
{
    const struct trig_part_place *a = left;
    const struct trig_part_place *b = right;
    size_t count = *(const size_t *)context;
    if (a->wave != b->wave)
        return a->wave < b->wave ? -1 : 1;
    if (a->institution != b->institution)
        return a->institution < b->institution ? -1 : 1;
    for (size_t i = 0; i < count; i++)
        if (a->values[i] != b->values[i])
            return a->values[i] < b->values[i] ? -1 : 1;
    return 0;
}

static size_t find_place(const trig_parts *parts, const struct trig_part_place *place)
{
    size_t low = 0;
    size_t high = parts->place_count;
    size_t count = parts->value_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_places(&parts->places[middle], place, &count);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return TRIG_NONE;
}

static enum trig_status list_places(trig_parts *parts, const struct trig_cells *cells,
                                    struct trig_error *error)
{
    parts->places = trig_arena_calloc(&parts->arena, cells->count, sizeof *parts->places);
    parts->place_of_cell = trig_arena_calloc(&parts->arena, cells->count, sizeof *parts->place_of_cell);
    if (!parts->places || !parts->place_of_cell)
        return no_memory(error);
    for (size_t i = 0; i < cells->count; i++)
        parts->places[i] = (struct trig_part_place){cells->items[i].wave, cells->items[i].institution,
                                                    cells->items[i].values};
    qsort_r(parts->places, cells->count, sizeof *parts->places, compare_places, &parts->value_count);
    for (size_t i = 0; i < cells->count; i++)
        if (i == 0 || compare_places(&parts->places[i], &parts->places[parts->place_count - 1],
                                     &parts->value_count) != 0)
            parts->places[parts->place_count++] = parts->places[i];
    for (size_t i = 0; i < cells->count; i++) {
        struct trig_part_place place = {cells->items[i].wave, cells->items[i].institution,
                                        cells->items[i].values};
        parts->place_of_cell[i] = (uint32_t)find_place(parts, &place);
    }
    return TRIG_OK;
}

/* ---- who is in them ------------------------------------------------------------------------ */

/* By breakdown and category of the sample: the category of the cells. */
static enum trig_status match_categories(trig_parts *parts, const struct trig_cells *cells, size_t ***out,
                                         struct trig_error *error)
{
    const trig_sample *sample = parts->sample;
    size_t **codes = trig_arena_calloc(&parts->arena, sample->by_count, sizeof *codes);
    if (!codes)
        return no_memory(error);
    for (size_t i = 0; i < sample->by_count; i++) {
        const struct trig_sample_column *column = &sample->by[i];
        codes[i] = trig_arena_calloc(&parts->arena, column->category_count, sizeof *codes[i]);
        if (!codes[i])
            return no_memory(error);
        for (size_t j = 0; j < column->category_count; j++)
            codes[i][j] = trig_dictionary_find(cells->values[i], column->texts[j]);
    }
    *out = codes;
    return TRIG_OK;
}

static size_t index_of(uint32_t category)
{
    return category == TRIG_SAMPLE_MISSING ? TRIG_NONE : category;
}

/* The place of respondent [row]; TRIG_NONE: out of scope, or without weight. */
static size_t place_of(const trig_parts *parts, size_t **codes, size_t row, size_t *values)
{
    const trig_sample *sample = parts->sample;
    if (!sample->in_scope[row] || !(sample->weight[row] > 0.0))
        return TRIG_NONE;
    for (size_t i = 0; i < sample->by_count; i++) {
        uint32_t category = sample->by[i].category[row];
        values[i] = category == TRIG_SAMPLE_MISSING ? TRIG_NONE : codes[i][category];
    }
    struct trig_part_place place = {index_of(sample->wave[row]), index_of(sample->institution[row]), values};
    return find_place(parts, &place);
}

/* Counts, then fills: rows of one place after those of another. */
static enum trig_status fill_places(trig_parts *parts, const struct trig_cells *cells,
                                    struct trig_error *error)
{
    const trig_sample *sample = parts->sample;
    size_t values[TRIG_MOST_BY] = {0};
    size_t **codes;
    enum trig_status status = match_categories(parts, cells, &codes, error);
    uint32_t *place = trig_arena_calloc(&parts->arena, sample->count, sizeof *place);
    size_t *next = trig_arena_calloc(&parts->arena, parts->place_count + 1, sizeof *next);
    parts->first = trig_arena_calloc(&parts->arena, parts->place_count + 1, sizeof *parts->first);
    parts->rows = trig_arena_calloc(&parts->arena, sample->count, sizeof *parts->rows);
    if (status || !place || !next || !parts->first || !parts->rows)
        return no_memory(error);
    for (size_t i = 0; i < sample->count; i++) {
        size_t at = place_of(parts, codes, i, values);
        place[i] = at == TRIG_NONE ? TRIG_SAMPLE_MISSING : (uint32_t)at;
        if (at != TRIG_NONE)
            parts->first[at + 1]++;
    }
    for (size_t i = 0; i < parts->place_count; i++)
        parts->first[i + 1] += parts->first[i];
    memcpy(next, parts->first, (parts->place_count + 1) * sizeof *next);
    for (size_t i = 0; i < sample->count; i++)
        if (place[i] != TRIG_SAMPLE_MISSING)
            parts->rows[next[place[i]]++] = (uint32_t)i;
    return TRIG_OK;
}

static bool make_totals(trig_parts *parts, struct trig_part_totals *totals, size_t count)
{
    totals->slots = trig_arena_calloc(&parts->arena, count, sizeof *totals->slots);
    totals->list = trig_arena_calloc(&parts->arena, count, sizeof *totals->list);
    return totals->slots && totals->list;
}

static enum trig_status make_scratch(trig_parts *parts, struct trig_error *error)
{
    const trig_sample *sample = parts->sample;
    parts->listed = trig_arena_calloc(&parts->arena, sample->count, sizeof *parts->listed);
    parts->met = trig_arena_calloc(&parts->arena, parts->place_count, sizeof *parts->met);
    return parts->listed && parts->met && make_totals(parts, &parts->units, sample->stages[0].unit_count) &&
                   make_totals(parts, &parts->strata, sample->stages[0].stratum_count)
               ? TRIG_OK
               : no_memory(error);
}

trig_parts *trig_parts_create(const trig_sample *sample, const struct trig_cells *cells,
                              struct trig_error *error)
{
    trig_parts *parts = trig_calloc(1, sizeof *parts);
    if (!parts) {
        no_memory(error);
        return NULL;
    }
    parts->sample = sample;
    parts->value_count = sample->by_count;
    trig_arena_init(&parts->arena);
    enum trig_status status = list_places(parts, cells, error);
    if (status == TRIG_OK)
        status = fill_places(parts, cells, error);
    if (status == TRIG_OK)
        status = make_scratch(parts, error);
    if (status == TRIG_OK)
        return parts;
    trig_parts_destroy(parts);
    return NULL;
}

void trig_parts_destroy(trig_parts *parts)
{
    if (!parts)
        return;
    trig_free(parts->units.sums);
    trig_free(parts->strata.sums);
    trig_arena_clear(&parts->arena);
    trig_free(parts);
}

const trig_sample *trig_parts_sample(const trig_parts *parts)
{
    return parts->sample;
}

static int compare_rows(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

const uint32_t *trig_parts_rows(trig_parts *parts, const struct trig_domain *domain, size_t *count)
{
    size_t places = 0;
    *count = 0;
    for (size_t i = 0; i < domain->cell_count; i++) {
        size_t place = parts->place_of_cell[domain->cells[i]];
        if (parts->met[place])
            continue;
        parts->met[place] = true;
        places++;
        size_t size = parts->first[place + 1] - parts->first[place];
        memcpy(parts->listed + *count, parts->rows + parts->first[place], size * sizeof *parts->listed);
        *count += size;
    }
    for (size_t i = 0; i < domain->cell_count; i++)
        parts->met[parts->place_of_cell[domain->cells[i]]] = false;
    if (places > 1)
        qsort(parts->listed, *count, sizeof *parts->listed, compare_rows);
    return parts->listed;
}
