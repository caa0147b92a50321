#include "analyze/families.h"

#include <stdlib.h>

/* Domains in an order in which those that differ in one name only follow one
 * another. */
struct ordering {
    const struct trig_domains *domains;
    const struct trig_bys *bys;
    size_t left_out; /* the by that members of a family differ in */
};

static size_t place_of(const struct trig_domain *domain, const struct trig_bys *bys, size_t by)
{
    size_t value = 0;
    for (size_t i = 0; i < by; i++)
        value += bys->items[i].kind == TRIG_BY_VARIABLE;
    switch (bys->items[by].kind) {
    case TRIG_BY_WAVE:
        return domain->wave;
    case TRIG_BY_INSTITUTION:
        return domain->institution;
    case TRIG_BY_GROUP:
        return domain->group;
    default:
        return domain->values[value];
    }
}

static int compare_rest(const struct ordering *ordering, size_t a, size_t b)
{
    for (size_t i = 0; i < ordering->bys->count; i++) {
        if (i == ordering->left_out)
            continue;
        size_t x = place_of(&ordering->domains->items[a], ordering->bys, i);
        size_t y = place_of(&ordering->domains->items[b], ordering->bys, i);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

static int compare(const void *a, const void *b, void *ordering)
{
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    int rest = compare_rest(ordering, x, y);
    return rest ? rest : (x > y) - (x < y);
}

/* One family a measure of [count] domains in a row. */
static enum trig_status add_run(const size_t *domains, size_t count, size_t measures,
                                struct trig_arena *arena, struct trig_families *out)
{
    for (size_t measure = 0; measure < measures; measure++) {
        size_t *parts = trig_arena_calloc(arena, count, sizeof *parts);
        if (!parts)
            return TRIG_ERR_MEMORY;
        for (size_t i = 0; i < count; i++)
            parts[i] = domains[i] * measures + measure;
        out->items[out->count++] = (struct trig_family){parts, count, TRIG_NONE};
    }
    return TRIG_OK;
}

static enum trig_status add_families(const struct ordering *ordering, size_t measures,
                                     struct trig_arena *arena, struct trig_families *out)
{
    size_t count = ordering->domains->count;
    size_t *order = trig_arena_calloc(arena, count, sizeof *order);
    if (!order)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    qsort_r(order, count, sizeof *order, compare, (void *)ordering);
    size_t start = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i < count && compare_rest(ordering, order[start], order[i]) == 0)
            continue;
        if (add_run(order + start, i - start, measures, arena, out))
            return TRIG_ERR_MEMORY;
        start = i;
    }
    return TRIG_OK;
}

enum trig_status trig_families_build(const struct trig_domains *domains, const struct trig_bys *bys,
                                     size_t measures, struct trig_arena *arena, struct trig_families *out,
                                     struct trig_error *error)
{
    struct trig_families families = {NULL, 0};
    enum trig_status status = TRIG_OK;
    families.items = trig_arena_calloc(arena, domains->count * bys->count * measures, sizeof *families.items);
    if (!families.items)
        status = TRIG_ERR_MEMORY;
    for (size_t i = 0; i < bys->count && status == TRIG_OK; i++) {
        struct ordering ordering = {domains, bys, i};
        enum trig_by_kind kind = bys->items[i].kind;
        if (kind == TRIG_BY_VARIABLE || kind == TRIG_BY_INSTITUTION)
            status = add_families(&ordering, measures, arena, &families);
    }
    if (status)
        return trig_error_set(error, status, "out of memory for disclosure control");
    *out = families;
    return TRIG_OK;
}
