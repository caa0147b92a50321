#include "analyze/reliability/gather.h"

#include "surveys/base/memory.h"

#include <string.h>

void trig_gather_clear(struct trig_gather *gather)
{
    for (size_t i = 0; gather->pairs && i < gather->items * gather->items; i++)
        trig_products_destroy(gather->pairs[i]);
    trig_free(gather->pairs);
    trig_products_destroy(gather->products);
    trig_answer_tables_destroy(gather->tables);
    memset(gather, 0, sizeof *gather);
}

static enum trig_status make_pairs(struct trig_gather *gather, struct trig_error *error)
{
    size_t items = gather->items;
    gather->pairs = trig_calloc(items * items, sizeof(trig_products *));
    if (!gather->pairs)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the pairs of %zu items", items);
    for (size_t i = 0; i < items; i++)
        for (size_t j = i + 1; j < items; j++) {
            gather->pairs[i * items + j] = trig_products_create(2, error);
            if (!gather->pairs[i * items + j])
                return TRIG_ERR_MEMORY;
        }
    return TRIG_OK;
}

enum trig_status trig_gather_init(const struct trig_levels *levels, size_t items,
                                  const struct trig_gather_options *options, struct trig_gather *out,
                                  struct trig_error *error)
{
    *out = (struct trig_gather){.items = items};
    out->products = trig_products_create(items, error);
    out->tables = trig_answer_tables_create(levels, items, options->pair_tables, error);
    if (!out->products || !out->tables)
        return TRIG_ERR_MEMORY;
    return options->pairwise ? make_pairs(out, error) : TRIG_OK;
}

void trig_gather_close(struct trig_gather *gather)
{
    trig_products_close(gather->products);
    for (size_t i = 0; gather->pairs && i < gather->items * gather->items; i++)
        if (gather->pairs[i])
            trig_products_close(gather->pairs[i]);
}

void trig_gather_merge(struct trig_gather *gather, const struct trig_gather *other)
{
    trig_products_merge(gather->products, other->products);
    trig_answer_tables_merge(gather->tables, other->tables);
    for (size_t i = 0; gather->pairs && i < gather->items * gather->items; i++)
        if (gather->pairs[i])
            trig_products_merge(gather->pairs[i], other->pairs[i]);
}
