#include "analyze/weight/chosen.h"

#include "surveys/store/store_weighting.h"

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the weights");
}

/* ---- finding ---------------------------------------------------------------------------- */

static enum trig_status check(trig_store *store, size_t store_count, const struct trig_weighting *found,
                              struct trig_error *error)
{
    if (store_count > 1)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "the weights \"%.*s\" were computed for the responses of one store; analyse that "
            "store alone",
            TRIG_VIEW_ARG(found->name));
    if (!found->stale)
        return TRIG_OK;
    trig_error_set(error, TRIG_ERR_REFUSED,
                   "the weights \"%.*s\" no longer fit: responses or the survey's definition were changed "
                   "since they were computed; compute them again with `trig-analyze weight --name %.*s`",
                   TRIG_VIEW_ARG(found->name), TRIG_VIEW_ARG(found->name));
    trig_error_place(error, trig_store_path(store), 0, 0);
    return TRIG_ERR_REFUSED;
}

static enum trig_status take(const trig_definition *definition, const struct trig_weighting *found,
                             struct trig_chosen_weights *out, struct trig_error *error)
{
    out->name = found->name;
    enum trig_status status = trig_recipe_read(definition, found->recipe, &out->recipe, error);
    if (status)
        return status;
    out->column = trig_arena_printf(&out->arena, TRIG_COLUMN_WEIGHT "%.*s", TRIG_VIEW_ARG(found->name)).data;
    return out->column ? TRIG_OK : no_memory(error);
}

static enum trig_status find(trig_store *const *stores, size_t store_count, struct trig_view name,
                             struct trig_chosen_weights *out, struct trig_error *error)
{
    const struct trig_weighting *items;
    size_t count;
    enum trig_status status = trig_store_weightings(stores[0], &out->arena, &items, &count, error);
    for (size_t i = 0; i < count && !status; i++) {
        if (!trig_view_equal(items[i].name, name))
            continue;
        status = check(stores[0], store_count, &items[i], error);
        return status ? status : take(trig_store_definition(stores[0]), &items[i], out, error);
    }
    return status;
}

enum trig_status trig_chosen_weights_open(trig_store *const *stores, size_t store_count, const char *name,
                                          struct trig_chosen_weights *out, struct trig_error *error)
{
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->arena);
    if (!name || strcmp(name, "none") == 0 ||
        trig_definition_variable(trig_store_definition(stores[0]), trig_view(name)) != TRIG_NONE)
        return TRIG_OK;
    enum trig_status status = find(stores, store_count, trig_view(name), out, error);
    if (status)
        trig_chosen_weights_close(out);
    return status;
}

void trig_chosen_weights_close(struct trig_chosen_weights *weights)
{
    trig_recipe_clear(&weights->recipe);
    trig_arena_clear(&weights->arena);
    memset(weights, 0, sizeof *weights);
}
