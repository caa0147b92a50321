#include "analyze/weight/margins.h"

/* What a unit is looked up by: its institution and values where the shape has them. */
struct key {
    size_t parts[1 + TRIG_TARGETS_MOST_ATTRIBUTES];
};

struct index {
    const struct trig_targets *targets;
    trig_dictionary *keys; /* of the rows, in their order */
    uint64_t *shapes;      /* those that rows have */
    size_t shape_count;
};

static struct trig_view key_of(const struct index *index, uint64_t shape, size_t institution,
                               const size_t *values, struct key *key)
{
    size_t count = index->targets->attribute_count;
    key->parts[0] = shape & 1 ? institution : TRIG_NONE;
    for (size_t i = 0; i < count; i++)
        key->parts[1 + i] = shape >> (1 + i) & 1 ? values[i] : TRIG_NONE;
    return trig_view_of((const char *)key->parts, (1 + count) * sizeof *key->parts);
}

static void note_shape(struct index *index, uint64_t shape)
{
    for (size_t i = 0; i < index->shape_count; i++)
        if (index->shapes[i] == shape)
            return;
    index->shapes[index->shape_count++] = shape;
}

static enum trig_status fill_index(struct index *index, const struct trig_recipe_margin *margin,
                                   struct trig_error *error)
{
    for (size_t i = 0; i < margin->count; i++) {
        const struct trig_target *target = &index->targets->items[margin->targets[i]];
        uint64_t shape = trig_target_shape(index->targets, target);
        struct key key;
        size_t at;
        struct trig_view text = key_of(index, shape, target->institution, target->values, &key);
        enum trig_status status = trig_dictionary_add(index->keys, text, &at, error);
        if (status)
            return status;
        note_shape(index, shape);
    }
    return TRIG_OK;
}

/* A value that is missing is in no row that asks for it. */
static bool lacks(const struct index *index, uint64_t shape, const struct trig_weigh_unit *unit)
{
    bool lacking = (shape & 1) && unit->institution == TRIG_NONE;
    for (size_t i = 0; i < index->targets->attribute_count; i++)
        lacking = lacking || ((shape >> (1 + i) & 1) && unit->values[i] == TRIG_NONE);
    return lacking;
}

static uint32_t find_row(const struct index *index, const struct trig_weigh_unit *unit)
{
    for (size_t i = 0; i < index->shape_count; i++) {
        struct key key;
        if (lacks(index, index->shapes[i], unit))
            continue;
        size_t found = trig_dictionary_find(
            index->keys, key_of(index, index->shapes[i], unit->institution, unit->values, &key));
        if (found != SIZE_MAX)
            return (uint32_t)found;
    }
    return TRIG_MARGIN_NONE;
}

enum trig_status trig_margin_rows(const struct trig_targets *targets, const struct trig_recipe_margin *margin,
                                  size_t wave, const struct trig_weigh_unit *units, size_t unit_count,
                                  uint32_t *rows, struct trig_error *error)
{
    struct index index = {.targets = targets,
                          .keys = trig_dictionary_create(error),
                          .shapes = trig_calloc(margin->count, sizeof *index.shapes)};
    enum trig_status status = TRIG_ERR_MEMORY;
    if (index.keys && index.shapes)
        status = fill_index(&index, margin, error);
    else
        trig_error_set(error, status, "out of memory for the rows of population totals");
    for (size_t i = 0; i < unit_count && !status; i++)
        rows[i] = units[i].wave == wave ? find_row(&index, &units[i]) : TRIG_MARGIN_NONE;
    trig_free(index.shapes);
    trig_dictionary_destroy(index.keys);
    return status;
}
