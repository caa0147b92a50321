#include "collect/weights.h"

#include <jansson.h>

struct trig_view trig_collect_weighting(const struct trig_weighting *weighting, struct trig_arena *arena)
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
