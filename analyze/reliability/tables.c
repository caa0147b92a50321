#include "analyze/reliability/tables.h"

#include "surveys/base/memory.h"

#include <math.h>
#include <string.h>

struct trig_answer_tables {
    const struct trig_levels *levels; /* borrowed */
    size_t items;
    uint64_t *counts; /* owned; [item * TRIG_LEVELS_MOST + level] */
    double *weights;  /* owned; of pair i < j, one after another; NULL: not wanted */
    size_t *places;   /* owned; where pair [i * items + j] begins */
    size_t width;     /* of weights */
};

/* ---- levels ------------------------------------------------------------------------------- */

static size_t place_of(double value)
{
    return (size_t)(value * 10.0 + 0.5);
}

void trig_levels_of(const struct trig_measure *item, struct trig_levels *out)
{
    const struct trig_source *source = item->sources;
    bool taken[TRIG_LEVELS_PLACES] = {false};
    memset(out->places, TRIG_NO_LEVEL, sizeof out->places);
    out->count = 0;
    for (size_t i = 0; source->values && i < source->value_count; i++)
        if (source->values[i] >= 0.0 && source->values[i] <= 100.0)
            taken[place_of(source->values[i])] = true;
    for (size_t place = 0; place < TRIG_LEVELS_PLACES; place++)
        if (taken[place])
            out->places[place] = (uint8_t)(out->count++ % TRIG_NO_LEVEL);
    if (out->count <= TRIG_LEVELS_MOST)
        return;
    memset(out->places, TRIG_NO_LEVEL, sizeof out->places);
    out->count = 0;
}

/* ---- making --------------------------------------------------------------------------------- */

static bool make_pairs(trig_answer_tables *tables)
{
    size_t items = tables->items;
    tables->places = trig_calloc(items * items, sizeof *tables->places);
    for (size_t i = 0; tables->places && i < items; i++)
        for (size_t j = i + 1; j < items; j++) {
            tables->places[i * items + j] = tables->width;
            tables->width += tables->levels[i].count * tables->levels[j].count;
        }
    tables->weights = trig_calloc(tables->width, sizeof *tables->weights);
    return tables->places && tables->weights;
}

trig_answer_tables *trig_answer_tables_create(const struct trig_levels *levels, size_t items, bool pairs,
                                              struct trig_error *error)
{
    trig_answer_tables *tables = trig_calloc(1, sizeof *tables);
    bool made = false;
    if (tables) {
        tables->levels = levels;
        tables->items = items;
        tables->counts = trig_calloc(items * TRIG_LEVELS_MOST, sizeof *tables->counts);
        made = tables->counts && (!pairs || make_pairs(tables));
    }
    if (made)
        return tables;
    trig_answer_tables_destroy(tables);
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the answers to %zu items", items);
    return NULL;
}

void trig_answer_tables_destroy(trig_answer_tables *tables)
{
    if (!tables)
        return;
    trig_free(tables->counts);
    trig_free(tables->weights);
    trig_free(tables->places);
    trig_free(tables);
}

/* ---- adding ---------------------------------------------------------------------------------- */

static void add_pairs(trig_answer_tables *tables, const uint8_t *levels, double weight)
{
    size_t items = tables->items;
    for (size_t i = 0; i < items; i++) {
        if (levels[i] == TRIG_NO_LEVEL)
            continue;
        const size_t *places = tables->places + i * items;
        for (size_t j = i + 1; j < items; j++)
            if (levels[j] != TRIG_NO_LEVEL)
                tables->weights[places[j] + levels[i] * tables->levels[j].count + levels[j]] += weight;
    }
}

void trig_answer_tables_add(trig_answer_tables *tables, const uint8_t *levels, double weight)
{
    for (size_t i = 0; i < tables->items; i++)
        if (levels[i] != TRIG_NO_LEVEL)
            tables->counts[i * TRIG_LEVELS_MOST + levels[i]]++;
    if (tables->weights)
        add_pairs(tables, levels, weight);
}

void trig_answer_tables_merge(trig_answer_tables *tables, const trig_answer_tables *other)
{
    for (size_t i = 0; i < tables->items * TRIG_LEVELS_MOST; i++)
        tables->counts[i] += other->counts[i];
    for (size_t i = 0; tables->weights && i < tables->width; i++)
        tables->weights[i] += other->weights[i];
}

/* ---- what they give ----------------------------------------------------------------------------- */

uint64_t trig_answer_tables_others(const trig_answer_tables *tables, size_t item)
{
    const uint64_t *counts = tables->counts + item * TRIG_LEVELS_MOST;
    uint64_t all = 0;
    uint64_t most = 0;
    for (size_t i = 0; i < tables->levels[item].count; i++) {
        all += counts[i];
        most = counts[i] > most ? counts[i] : most;
    }
    return tables->levels[item].count ? all - most : UINT64_MAX;
}

const double *trig_answer_tables_pair(const trig_answer_tables *tables, size_t a, size_t b, size_t *rows,
                                      size_t *columns)
{
    *rows = tables->levels[a].count;
    *columns = tables->levels[b].count;
    if (!tables->weights || *rows == 0 || *columns == 0)
        return NULL;
    return tables->weights + tables->places[a * tables->items + b];
}
