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

/* Families being listed: one a measure for each list of domains. */
struct listing {
    const struct trig_cells *cells;
    const struct trig_domains *domains;
    size_t measures;
    struct trig_arena *arena;
    bool groups;               /* the second round: those of groups */
    struct trig_family *items; /* owned while growing */
    size_t count;
    size_t capacity;
    struct trig_error *error;
};

static enum trig_status add_family(struct listing *listing, const size_t *domains, size_t count)
{
    for (size_t measure = 0; measure < listing->measures; measure++) {
        size_t *parts = trig_arena_calloc(listing->arena, count, sizeof *parts);
        enum trig_status status = trig_grow((void **)&listing->items, &listing->capacity, listing->count + 1,
                                            sizeof *listing->items, listing->error);
        if (status || !parts)
            return TRIG_ERR_MEMORY;
        for (size_t i = 0; i < count; i++)
            parts[i] = domains[i] * listing->measures + measure;
        listing->items[listing->count++] = (struct trig_family){parts, count, TRIG_NONE};
    }
    return TRIG_OK;
}

/* The members of a group, which can be asked for as one. A group of fewer
 * institutions than a comparator needs is none: rather than its members it is the
 * group that gives way (analyze/group_totals.h). */
static enum trig_status add_group(struct listing *listing, const size_t *domains, size_t count, size_t group)
{
    size_t *members = trig_arena_calloc(listing->arena, count, sizeof *members);
    size_t inside = 0;
    if (!members)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (trig_cell_in_group(listing->cells, listing->domains->items[domains[i]].cells[0], group))
            members[inside++] = domains[i];
    if (inside < listing->cells->definition->survey.min_institutions)
        return TRIG_OK;
    return add_family(listing, members, inside);
}

static enum trig_status add_run(struct listing *listing, const size_t *domains, size_t count,
                                bool of_institutions)
{
    if (!listing->groups)
        return add_family(listing, domains, count);
    enum trig_status status = TRIG_OK;
    size_t groups = of_institutions ? listing->cells->definition->groups.count : 0;
    for (size_t group = 0; group < groups && status == TRIG_OK; group++)
        status = add_group(listing, domains, count, group);
    return status;
}

static enum trig_status add_families(struct listing *listing, const struct ordering *ordering)
{
    size_t count = ordering->domains->count;
    size_t *order = trig_arena_calloc(listing->arena, count, sizeof *order);
    bool of_institutions = ordering->bys->items[ordering->left_out].kind == TRIG_BY_INSTITUTION;
    if (!order)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    qsort_r(order, count, sizeof *order, compare, (void *)ordering);
    size_t start = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i < count && compare_rest(ordering, order[start], order[i]) == 0)
            continue;
        if (add_run(listing, order + start, i - start, of_institutions))
            return TRIG_ERR_MEMORY;
        start = i;
    }
    return TRIG_OK;
}

static enum trig_status add_round(struct listing *listing, const struct trig_bys *bys)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < bys->count && status == TRIG_OK; i++) {
        struct ordering ordering = {listing->domains, bys, i};
        enum trig_by_kind kind = bys->items[i].kind;
        if (kind == TRIG_BY_VARIABLE || kind == TRIG_BY_INSTITUTION)
            status = add_families(listing, &ordering);
    }
    return status;
}

/* The list in the arena, where everything else of it is. */
static enum trig_status settle(struct listing *listing, struct trig_families *out)
{
    struct trig_family *items = trig_arena_calloc(listing->arena, listing->count, sizeof *items);
    if (!items)
        return TRIG_ERR_MEMORY;
    if (listing->count)
        memcpy(items, listing->items, listing->count * sizeof *items);
    out->items = items;
    out->count = listing->count;
    return TRIG_OK;
}

enum trig_status trig_families_build(const struct trig_cells *cells, const struct trig_domains *domains,
                                     const struct trig_bys *bys, size_t measures, struct trig_arena *arena,
                                     struct trig_families *out, struct trig_error *error)
{
    struct listing listing = {
        .cells = cells, .domains = domains, .measures = measures, .arena = arena, .error = error};
    enum trig_status status = add_round(&listing, bys);
    out->without_groups = listing.count;
    listing.groups = true;
    if (status == TRIG_OK)
        status = add_round(&listing, bys);
    if (status == TRIG_OK)
        status = settle(&listing, out);
    trig_free(listing.items);
    return status ? trig_error_set(error, status, "out of memory for disclosure control") : TRIG_OK;
}
