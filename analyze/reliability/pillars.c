#include "analyze/reliability/pillars.h"

#include "analyze/estimate/tally.h"
#include "analyze/measure_parser.h"
#include "analyze/names.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the items of the pillars");
}

/* ---- which -------------------------------------------------------------------------- */

static enum trig_status unknown_pillar(const trig_definition *definition, struct trig_view id,
                                       struct trig_arena *arena, struct trig_error *error)
{
    struct trig_view *known = trig_arena_calloc(arena, definition->pillar_count, sizeof *known);
    if (!known)
        return no_memory(error);
    for (size_t i = 0; i < definition->pillar_count; i++)
        known[i] = definition->pillars[i].id;
    return trig_names_unknown("pillar", id, (struct trig_views){known, definition->pillar_count}, error);
}

static enum trig_status add_named(struct trig_measure_parser *parser, struct trig_view id)
{
    const trig_definition *definition = parser->definition;
    size_t pillar = trig_definition_pillar(definition, id);
    if (pillar == TRIG_NONE)
        return unknown_pillar(definition, id, &parser->out->arena, parser->error);
    size_t items = trig_measure_pillar_items(parser, pillar, TRIG_CODING_SCORE);
    if (items < 2)
        return trig_error_set(parser->error, TRIG_ERR_DOMAIN,
                              "the pillar \"%.*s\" has %zu item%s that can be scored; alpha compares items "
                              "with one another and needs at least two",
                              TRIG_VIEW_ARG(id), items, items == 1 ? "" : "s");
    return trig_measure_add_pillar(parser, pillar, false);
}

static enum trig_status add_all(struct trig_measure_parser *parser, size_t *too_short)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < parser->definition->pillar_count && status == TRIG_OK; i++) {
        if (trig_measure_pillar_items(parser, i, TRIG_CODING_SCORE) < 2)
            ++*too_short;
        else
            status = trig_measure_add_pillar(parser, i, false);
    }
    if (status == TRIG_OK && parser->out->count == 0)
        return trig_error_set(parser->error, TRIG_ERR_DOMAIN,
                              "no pillar of this survey has two items that can be scored; see the columns "
                              "pillar and scale of variables.csv");
    return status;
}

static enum trig_status list_pillars(const trig_definition *definition, const char *ids,
                                     struct trig_scale_pillars *out, struct trig_error *error)
{
    struct trig_measure_parser parser = {.definition = definition, .out = &out->pillars, .error = error};
    if (!ids || !*ids)
        return add_all(&parser, &out->too_short);
    struct trig_views names;
    enum trig_status status = trig_names_split(&out->pillars.arena, ids, &names, error);
    for (size_t i = 0; status == TRIG_OK && i < names.count; i++)
        status = add_named(&parser, names.items[i]);
    if (status == TRIG_OK && names.count == 0)
        return add_all(&parser, &out->too_short);
    return status;
}

/* ---- items --------------------------------------------------------------------------- */

static struct trig_measure item_of(const trig_definition *definition, const struct trig_source *source)
{
    const struct trig_variable *variable = &definition->variables[source->variable];
    return (struct trig_measure){.name = variable->name,
                                 .label = variable->label,
                                 .kind = TRIG_MEASURE_MEAN,
                                 .statistic = TRIG_STATISTIC_MEAN,
                                 .unit = TRIG_UNIT_SCORE,
                                 .pillar = variable->pillar,
                                 .variable = source->variable,
                                 .sources = source,
                                 .source_count = 1,
                                 .least_answered = 1,
                                 .low = 0.0,
                                 .high = 100.0,
                                 .midpoint = 50.0};
}

static enum trig_status list_items(const trig_definition *definition, struct trig_scale_pillars *out,
                                   struct trig_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < out->pillars.count; i++)
        count += out->pillars.items[i].source_count;
    out->measures.items = trig_calloc(count, sizeof *out->measures.items);
    out->list = trig_arena_calloc(&out->pillars.arena, out->pillars.count, sizeof *out->list);
    if (!out->measures.items || !out->list)
        return no_memory(error);
    for (size_t i = 0; i < out->pillars.count; i++) {
        const struct trig_measure *pillar = &out->pillars.items[i];
        out->list[out->count++] =
            (struct trig_scale_pillar){pillar->pillar, out->measures.count, pillar->source_count};
        for (size_t j = 0; j < pillar->source_count; j++)
            out->measures.items[out->measures.count++] = item_of(definition, &pillar->sources[j]);
    }
    return TRIG_OK;
}

enum trig_status trig_scale_pillars_init(const trig_definition *definition, const char *ids,
                                         struct trig_scale_pillars *out, struct trig_error *error)
{
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->pillars.arena);
    trig_arena_init(&out->measures.arena);
    enum trig_status status = list_pillars(definition, ids, out, error);
    if (status == TRIG_OK)
        status = list_items(definition, out, error);
    if (status)
        trig_scale_pillars_clear(out);
    return status;
}

void trig_scale_pillars_clear(struct trig_scale_pillars *pillars)
{
    trig_measures_clear(&pillars->measures);
    trig_measures_clear(&pillars->pillars);
    memset(pillars, 0, sizeof *pillars);
}

/* ---- scanning -------------------------------------------------------------------------- */

/* A scan under way. */
struct scanning {
    const struct trig_scale_pillars *pillars;
    const trig_frame *frame;
    const trig_tally *tally; /* lends its scorers */
    trig_products **products;
    double *y; /* [item * TRIG_BLOCK + row] */
    const double **columns;
    uint64_t keys[TRIG_BLOCK];
    uint8_t fails[TRIG_BLOCK];
    bool counted[TRIG_BLOCK];
};

static void add_block(struct scanning *scanning, size_t store, const struct trig_batch *batch, size_t start,
                      size_t count)
{
    const trig_frame *frame = scanning->frame;
    size_t items = scanning->pillars->measures.count;
    trig_frame_locate(frame, store, batch, start, count, scanning->keys, scanning->fails);
    for (size_t row = 0; row < count; row++)
        scanning->counted[row] = scanning->keys[row] < TRIG_KEY_OUTSIDE && !scanning->fails[row];
    for (size_t i = 0; i < items; i++)
        trig_scorer_run(scanning->tally->scorers[store * items + i], batch, start, count,
                        scanning->y + i * TRIG_BLOCK);
    const double *weights = NULL;
    if (frame->weight_column != TRIG_NO_COLUMN)
        weights = batch->columns[frame->weight_column].numbers + start;
    for (size_t i = 0; i < scanning->pillars->count; i++) {
        struct trig_products_rows rows = {count, scanning->columns + scanning->pillars->list[i].first,
                                          scanning->counted, weights};
        trig_products_add(scanning->products[i], &rows);
    }
}

static void add_batch(struct scanning *scanning, size_t store, const struct trig_batch *batch)
{
    for (size_t start = 0; start < batch->rows; start += TRIG_BLOCK) {
        size_t left = batch->rows - start;
        add_block(scanning, store, batch, start, left < TRIG_BLOCK ? left : TRIG_BLOCK);
    }
    for (size_t i = 0; i < scanning->pillars->count; i++)
        trig_products_close(scanning->products[i]);
}

/* The tally goes over the same batches, since notes and checks of weights are its
 * business. */
static enum trig_status add_stores(struct scanning *scanning, trig_tally *tally, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < scanning->frame->store_count && status == TRIG_OK; i++) {
        struct trig_batch batch;
        do {
            status = trig_scan_next(scanning->frame->stores[i].scan, &batch, error);
            if (status == TRIG_OK && batch.rows)
                status = trig_tally_add(tally, i, &batch, error);
            if (status == TRIG_OK && batch.rows)
                add_batch(scanning, i, &batch);
        } while (status == TRIG_OK && batch.rows);
    }
    return status;
}

static enum trig_status scan(const struct trig_scale_pillars *pillars, const trig_frame *frame,
                             trig_tally *tally, trig_products **products, struct trig_error *error)
{
    size_t items = pillars->measures.count;
    struct scanning *scanning = trig_calloc(1, sizeof *scanning);
    double *y = trig_calloc(items * TRIG_BLOCK, sizeof *y);
    const double **columns = trig_calloc(items, sizeof(double *));
    enum trig_status status = TRIG_ERR_MEMORY;
    if (scanning && y && columns) {
        scanning->pillars = pillars;
        scanning->frame = frame;
        scanning->tally = tally;
        scanning->products = products;
        scanning->y = y;
        scanning->columns = columns;
        for (size_t i = 0; i < items; i++)
            columns[i] = y + i * TRIG_BLOCK;
        status = add_stores(scanning, tally, error);
    } else {
        no_memory(error);
    }
    trig_free(columns);
    trig_free(y);
    trig_free(scanning);
    return status;
}

enum trig_status trig_scale_pillars_scan(const struct trig_scale_pillars *pillars, trig_store *const *stores,
                                         size_t store_count, const struct trig_request *request,
                                         trig_frame **frame, struct trig_cells *cells,
                                         trig_products **products, struct trig_error *error)
{
    for (size_t i = 0; i < pillars->count; i++) {
        products[i] = trig_products_create(pillars->list[i].items, error);
        if (!products[i])
            return TRIG_ERR_MEMORY;
    }
    enum trig_status status = trig_frame_open(stores, store_count, request, frame, error);
    if (status)
        return status;
    trig_tally *tally = trig_tally_create(*frame, error);
    status = tally ? scan(pillars, *frame, tally, products, error) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = trig_tally_finish(tally, cells, error);
    trig_tally_destroy(tally);
    return status;
}
