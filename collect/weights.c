#include "collect/weights.h"

#include "surveys/batch/batch.h"

#include <jansson.h>

/* In the arena; data is NULL when memory is out. */
static struct trig_view describe(const struct trig_weighting *weighting, struct trig_arena *arena)
{
    json_t *recipe = json_loadb(weighting->recipe.data, weighting->recipe.length, 0, NULL);
    const char *method = json_string_value(json_object_get(recipe, "method"));
    const char *file = json_string_value(json_object_get(recipe, "population_file"));
    struct trig_view text = trig_arena_printf(
        arena, "%.*s: %s to %s%s", TRIG_VIEW_ARG(weighting->name), method ? method : "unknown",
        file ? file : "unknown",
        weighting->stale ? "; no longer fits what is stored: compute it again with `trig-analyze weight`"
                         : "");
    json_decref(recipe);
    return text;
}

enum trig_status trig_collect_weightings(trig_store *store, trig_weight_sink *sink, void *context,
                                         struct trig_error *error)
{
    const struct trig_weighting *weightings;
    size_t count = 0;
    struct trig_arena arena;
    trig_arena_init(&arena);
    enum trig_status status = trig_store_weightings(store, &arena, &weightings, &count, error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        struct trig_view note = describe(&weightings[i], &arena);
        struct trig_view column =
            trig_arena_printf(&arena, TRIG_COLUMN_WEIGHT "%.*s", TRIG_VIEW_ARG(weightings[i].name));
        status = note.data && column.data
                     ? sink(context, &weightings[i], column, note, error)
                     : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the weights");
    }
    trig_arena_clear(&arena);
    return status;
}
