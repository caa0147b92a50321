#include "analyze/weight/effects.h"

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the groups of the population totals");
    return TRIG_ERR_MEMORY;
}

/* What a row says in a column: an index. */
static size_t value_of(const struct trig_target *target, size_t column)
{
    return column == 0 ? target->institution : target->values[column - 1];
}

static enum trig_status add_effect(const struct trig_targets *targets,
                                   const struct trig_recipe_margin *margin, size_t column, bool filled,
                                   struct trig_arena *arena, struct trig_effects *out,
                                   struct trig_error *error)
{
    struct trig_effect *effect = &out->items[out->count++];
    size_t largest = 0;
    for (size_t row = 0; filled && row < margin->count; row++) {
        size_t value = value_of(&targets->items[margin->targets[row]], column);
        largest = value > largest ? value : largest;
    }
    uint32_t *number = trig_arena_calloc(arena, largest + 1, sizeof *number); /* by value: from 1 */
    *effect = (struct trig_effect){.column = column,
                                   .level = trig_arena_calloc(arena, margin->count, sizeof *effect->level)};
    if (!number || !effect->level)
        return no_memory(error);
    for (size_t row = 0; row < margin->count; row++) {
        size_t value = filled ? value_of(&targets->items[margin->targets[row]], column) : 0;
        if (number[value] == 0)
            number[value] = (uint32_t)++effect->levels;
        effect->level[row] = number[value] - 1;
    }
    return TRIG_OK;
}

enum trig_status trig_effects_make(const struct trig_targets *targets,
                                   const struct trig_recipe_margin *margin, struct trig_arena *arena,
                                   struct trig_effects *out, struct trig_error *error)
{
    uint64_t shape = margin->count ? trig_target_shape(targets, &targets->items[margin->targets[0]]) : 0;
    enum trig_status status = TRIG_OK;
    *out = (struct trig_effects){.count = 0};
    for (size_t column = 0; column <= targets->attribute_count && !status; column++)
        if (shape >> column & 1)
            status = add_effect(targets, margin, column, true, arena, out, error);
    return status || out->count ? status : add_effect(targets, margin, 0, false, arena, out, error);
}
