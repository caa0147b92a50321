#include "analyze/reliability/scan.h"

#include "analyze/estimate/tally.h"

#include <math.h>

/* A smallest group. */
struct slot {
    uint64_t key;                /* of a cell's wave, institution and by-variables only */
    size_t cell;                 /* of that group; TRIG_NONE: none is in scope */
    struct trig_gather *gathers; /* by scale */
};

struct trig_scale_scan {
    const struct trig_scale_pillars *pillars; /* borrowed */
    struct trig_gather_options options;
    trig_frame *frame;
    struct trig_cells cells;
    struct trig_levels *levels; /* owned; by item */
    trig_dictionary *keys;      /* owned; a slot's key, as its eight bytes */
    struct slot *slots;
    size_t count;
    size_t capacity;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the sums of scales");
}

/* ---- slots --------------------------------------------------------------------------------------- */

static enum trig_status make_gather(const trig_scale_scan *scan, size_t index, struct trig_gather *out,
                                    struct trig_error *error)
{
    const struct trig_scale_pillar *pillar = &scan->pillars->list[index];
    return trig_gather_init(scan->levels + pillar->first, pillar->items, &scan->options, out, error);
}

static enum trig_status add_slot(trig_scale_scan *scan, uint64_t key, struct trig_error *error)
{
    enum trig_status status =
        trig_grow((void **)&scan->slots, &scan->capacity, scan->count + 1, sizeof *scan->slots, error);
    if (status)
        return status;
    struct slot *slot = &scan->slots[scan->count++];
    *slot = (struct slot){.key = key, .cell = TRIG_NONE};
    slot->gathers = trig_calloc(scan->pillars->count, sizeof *slot->gathers);
    if (!slot->gathers)
        return no_memory(error);
    for (size_t i = 0; i < scan->pillars->count && status == TRIG_OK; i++)
        status = make_gather(scan, i, &slot->gathers[i], error);
    return status;
}

/* The slot of a row's key without what does not matter to any breakdown. */
static enum trig_status find_slot(trig_scale_scan *scan, uint64_t key, size_t *out, struct trig_error *error)
{
    size_t before = trig_dictionary_count(scan->keys);
    enum trig_status status =
        trig_dictionary_add(scan->keys, trig_view_of((const char *)&key, sizeof key), out, error);
    return status || *out < before ? status : add_slot(scan, key, error);
}

/* What the dimensions that matter leave of a key. */
static uint64_t reduce(const trig_frame *frame, uint64_t key)
{
    uint64_t reduced = 0;
    for (size_t i = 0; i < frame->dimension_count; i++) {
        const struct trig_dimension *dimension = &frame->dimensions[i];
        if (dimension->kind <= TRIG_DIMENSION_BY)
            reduced += trig_dimension_category(dimension, key) * dimension->stride;
    }
    return reduced;
}

/* ---- scanning ------------------------------------------------------------------------------------ */

/* A scan under way. */
struct scanning {
    trig_scale_scan *scan;
    const trig_tally *tally; /* lends its scorers */
    bool by;                 /* there is a breakdown: everybody's slot depends on the key */
    uint64_t last_key;       /* of the row before, and its slot */
    size_t last_slot;
    uint8_t *found; /* [item]: levels of the row being added */
    double *y;      /* [item * TRIG_BLOCK + row] */
    const double **columns;
    uint64_t keys[TRIG_BLOCK];
    uint8_t fails[TRIG_BLOCK];
};

static void add_pairs(struct trig_gather *gather, const struct trig_products_rows *rows, size_t row)
{
    size_t items = gather->items;
    for (size_t i = 0; i < items; i++) {
        if (isnan(rows->y[i][row]))
            continue;
        for (size_t j = i + 1; j < items; j++) {
            const double *const both[] = {rows->y[i], rows->y[j]};
            struct trig_products_rows pair = {rows->count, both, rows->weights};
            trig_products_add(gather->pairs[i * items + j], &pair, row);
        }
    }
}

static void add_tables(const struct scanning *scanning, const struct trig_scale_pillar *pillar,
                       trig_answer_tables *tables, const struct trig_products_rows *rows, size_t row)
{
    const trig_scale_scan *scan = scanning->scan;
    for (size_t item = 0; item < pillar->items; item++) {
        const struct trig_levels *levels = &scan->levels[pillar->first + item];
        double shift = scan->frame->shifts[pillar->first + item];
        scanning->found[item] =
            levels->count ? trig_levels_at(levels, rows->y[item][row], shift) : TRIG_NO_LEVEL;
    }
    trig_answer_tables_add(tables, scanning->found, rows->weights ? rows->weights[row] : 1.0);
}

static void add_row(const struct scanning *scanning, const struct slot *slot, const double *weights,
                    size_t count, size_t row)
{
    const trig_scale_scan *scan = scanning->scan;
    for (size_t i = 0; i < scan->pillars->count; i++) {
        const struct trig_scale_pillar *pillar = &scan->pillars->list[i];
        struct trig_gather *gather = &slot->gathers[i];
        struct trig_products_rows rows = {count, scanning->columns + pillar->first, weights};
        if (gather->pairs)
            add_pairs(gather, &rows, row);
        if (trig_products_add(gather->products, &rows, row))
            add_tables(scanning, pillar, gather->tables, &rows, row);
    }
}

static enum trig_status add_block(struct scanning *scanning, size_t store, const struct trig_batch *batch,
                                  size_t start, size_t count, struct trig_error *error)
{
    trig_scale_scan *scan = scanning->scan;
    const trig_frame *frame = scan->frame;
    size_t measures = scan->pillars->measures.count;
    trig_frame_locate(frame, store, batch, start, count, scanning->keys, scanning->fails);
    for (size_t i = 0; i < scan->pillars->items; i++)
        trig_scorer_run(scanning->tally->scorers[store * measures + i], batch, start, count,
                        scanning->y + i * TRIG_BLOCK);
    const double *weights = NULL;
    if (frame->weight_column != TRIG_NO_COLUMN)
        weights = batch->columns[frame->weight_column].numbers + start;
    for (size_t row = 0; row < count; row++) {
        if (scanning->keys[row] >= TRIG_KEY_OUTSIDE || scanning->fails[row])
            continue;
        uint64_t key = scanning->by ? scanning->keys[row] : 0;
        if (scanning->last_slot == TRIG_NONE || key != scanning->last_key) {
            enum trig_status status =
                find_slot(scan, scanning->by ? reduce(frame, key) : 0, &scanning->last_slot, error);
            if (status)
                return status;
            scanning->last_key = key;
        }
        add_row(scanning, &scan->slots[scanning->last_slot], weights, count, row);
    }
    return TRIG_OK;
}

static enum trig_status add_batch(struct scanning *scanning, size_t store, const struct trig_batch *batch,
                                  struct trig_error *error)
{
    trig_scale_scan *scan = scanning->scan;
    enum trig_status status = TRIG_OK;
    for (size_t start = 0; start < batch->rows && status == TRIG_OK; start += TRIG_BLOCK) {
        size_t left = batch->rows - start;
        status = add_block(scanning, store, batch, start, left < TRIG_BLOCK ? left : TRIG_BLOCK, error);
    }
    for (size_t i = 0; i < scan->count && status == TRIG_OK; i++)
        for (size_t j = 0; j < scan->pillars->count; j++)
            trig_gather_close(&scan->slots[i].gathers[j]);
    return status;
}

/* The tally goes over the same batches, since notes, protection and checks of
 * weights are its business. */
static enum trig_status add_stores(struct scanning *scanning, trig_tally *tally, struct trig_error *error)
{
    const trig_frame *frame = scanning->scan->frame;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < frame->store_count && status == TRIG_OK; i++) {
        struct trig_batch batch;
        do {
            status = trig_scan_next(frame->stores[i].scan, &batch, error);
            if (status == TRIG_OK && batch.rows)
                status = trig_tally_add(tally, i, &batch, error);
            if (status == TRIG_OK && batch.rows)
                status = add_batch(scanning, i, &batch, error);
        } while (status == TRIG_OK && batch.rows);
    }
    return status;
}

static enum trig_status add_all(trig_scale_scan *scan, trig_tally *tally, bool by, struct trig_error *error)
{
    size_t items = scan->pillars->items;
    struct scanning *scanning = trig_calloc(1, sizeof *scanning);
    double *y = trig_calloc(items * TRIG_BLOCK, sizeof *y);
    const double **columns = trig_calloc(items, sizeof(double *));
    uint8_t *found = trig_calloc(items, 1);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (scanning && y && columns && found) {
        scanning->scan = scan;
        scanning->tally = tally;
        scanning->by = by;
        scanning->last_slot = TRIG_NONE;
        scanning->found = found;
        scanning->y = y;
        scanning->columns = columns;
        for (size_t i = 0; i < items; i++)
            columns[i] = y + i * TRIG_BLOCK;
        status = add_stores(scanning, tally, error);
    } else {
        no_memory(error);
    }
    trig_free(found);
    trig_free(columns);
    trig_free(y);
    trig_free(scanning);
    return status;
}

/* ---- slots and cells -------------------------------------------------------------------------------- */

/* Whether the categories of [key] are those of [cell]. */
static bool is_of(const trig_frame *frame, uint64_t key, const struct trig_cell *cell)
{
    size_t value = 0;
    for (size_t i = 0; i < frame->dimension_count; i++) {
        const struct trig_dimension *dimension = &frame->dimensions[i];
        if (dimension->kind > TRIG_DIMENSION_BY)
            continue;
        size_t category = trig_dimension_category(dimension, key);
        size_t found = category == dimension->count ? TRIG_NONE : category;
        size_t wanted = dimension->kind == TRIG_DIMENSION_WAVE          ? cell->wave
                        : dimension->kind == TRIG_DIMENSION_INSTITUTION ? cell->institution
                                                                        : cell->values[value++];
        if (found != wanted)
            return false;
    }
    return cell->in_scope;
}

static void match_cells(trig_scale_scan *scan, bool by)
{
    for (size_t i = 0; i < scan->count; i++)
        for (size_t j = 0; j < scan->cells.count && by; j++)
            if (is_of(scan->frame, scan->slots[i].key, &scan->cells.items[j])) {
                scan->slots[i].cell = j;
                break;
            }
}

/* Whether all domains are everybody. */
static bool is_broken_down(const trig_frame *frame)
{
    const struct trig_request *request = trig_frame_request(frame);
    return request->bys.count > 0;
}

static enum trig_status run(trig_scale_scan *scan, trig_store *const *stores, size_t store_count,
                            const struct trig_request *request, struct trig_error *error)
{
    size_t items = scan->pillars->items;
    scan->levels = trig_calloc(items, sizeof *scan->levels);
    scan->keys = trig_dictionary_create(error);
    if (!scan->levels || !scan->keys)
        return no_memory(error);
    for (size_t i = 0; i < items; i++)
        trig_levels_of(&scan->pillars->measures.items[i], &scan->levels[i]);
    enum trig_status status = trig_frame_open(stores, store_count, request, &scan->frame, error);
    if (status)
        return status;
    trig_tally *tally = trig_tally_create(scan->frame, error);
    bool by = is_broken_down(scan->frame);
    status = tally ? add_all(scan, tally, by, error) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = trig_tally_finish(tally, &scan->cells, error);
    trig_tally_destroy(tally);
    if (status == TRIG_OK)
        match_cells(scan, by);
    return status;
}

enum trig_status trig_scale_scan_run(const struct trig_scale_pillars *pillars, trig_store *const *stores,
                                     size_t store_count, const struct trig_request *request,
                                     const struct trig_gather_options *options, trig_scale_scan **out,
                                     struct trig_error *error)
{
    trig_scale_scan *scan = trig_calloc(1, sizeof *scan);
    if (!scan)
        return no_memory(error);
    scan->pillars = pillars;
    scan->options = *options;
    enum trig_status status = run(scan, stores, store_count, request, error);
    if (status)
        trig_scale_scan_destroy(scan);
    else
        *out = scan;
    return status;
}

void trig_scale_scan_destroy(trig_scale_scan *scan)
{
    if (!scan)
        return;
    for (size_t i = 0; i < scan->count; i++) {
        for (size_t j = 0; scan->slots[i].gathers && j < scan->pillars->count; j++)
            trig_gather_clear(&scan->slots[i].gathers[j]);
        trig_free(scan->slots[i].gathers);
    }
    trig_free(scan->slots);
    trig_free(scan->levels);
    trig_dictionary_destroy(scan->keys);
    trig_cells_clear(&scan->cells);
    trig_frame_destroy(scan->frame);
    trig_free(scan);
}

const struct trig_cells *trig_scale_scan_cells(const trig_scale_scan *scan)
{
    return &scan->cells;
}

/* ---- domains ------------------------------------------------------------------------------------------ */

static bool holds(const struct trig_domain *domain, size_t cell)
{
    size_t low = 0;
    size_t high = domain->cell_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (domain->cells[middle] < cell)
            low = middle + 1;
        else
            high = middle;
    }
    return low < domain->cell_count && domain->cells[low] == cell;
}

enum trig_status trig_scale_scan_gather(const trig_scale_scan *scan, const struct trig_domain *domain,
                                        size_t index, struct trig_gather *out, struct trig_error *error)
{
    struct trig_gather gather;
    enum trig_status status = make_gather(scan, index, &gather, error);
    for (size_t i = 0; i < scan->count && status == TRIG_OK; i++)
        if (!is_broken_down(scan->frame) || holds(domain, scan->slots[i].cell))
            trig_gather_merge(&gather, &scan->slots[i].gathers[index]);
    if (status)
        trig_gather_clear(&gather);
    else
        *out = gather;
    return status;
}
