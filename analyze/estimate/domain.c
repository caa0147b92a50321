#include "analyze/estimate/domain.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the groups of the result");
    return TRIG_ERR_MEMORY;
}

bool trig_cell_in_group(const struct trig_cells *cells, size_t cell, size_t group)
{
    const struct trig_cell *asked = &cells->items[cell];
    if (asked->institution == TRIG_NONE)
        return false;
    double day = asked->wave == TRIG_NONE ? NAN : cells->definition->waves[asked->wave].opened;
    return trig_definition_in_group(cells->definition, group, asked->institution, day);
}

/* ---- one domain ------------------------------------------------------------------- */

enum trig_status trig_domain_select(const struct trig_cells *cells, trig_cell_test *test, const void *context,
                                    struct trig_arena *arena, struct trig_domain *out,
                                    struct trig_error *error)
{
    size_t *chosen = trig_arena_calloc(arena, cells->count, sizeof *chosen);
    if (!chosen)
        return no_memory(error);
    struct trig_domain domain = {TRIG_NONE, TRIG_NONE, TRIG_NONE, NULL, chosen, 0, 0};
    for (size_t i = 0; i < cells->count; i++) {
        if (!cells->items[i].in_scope || (test && !test(cells, i, context)))
            continue;
        chosen[domain.cell_count++] = i;
        domain.respondents += cells->items[i].respondents;
    }
    *out = domain;
    return TRIG_OK;
}

/* ---- a breakdown -------------------------------------------------------------------- */

/* A cell's place in a breakdown. */
struct entry {
    size_t place[1 + TRIG_MOST_BY]; /* whether some category is missing, then the category of each name */
    size_t cell;
};

struct entries {
    struct entry *items; /* in the order of cells */
    size_t count;
    size_t capacity;
};

/* Where a cell keeps the category of [variable]. */
static size_t place_of_variable(const struct trig_cells *cells, size_t variable)
{
    const struct trig_bys *bys = &cells->request->bys;
    size_t place = 0;
    for (size_t i = 0; i < bys->count && bys->items[i].variable != variable; i++)
        place += bys->items[i].kind == TRIG_BY_VARIABLE;
    return place;
}

/* The category of a cell in breakdown [by]; groups are filled in later. */
static size_t place_in(const struct trig_cells *cells, const struct trig_bys *bys, size_t by, size_t cell)
{
    switch (bys->items[by].kind) {
    case TRIG_BY_WAVE:
        return cells->items[cell].wave;
    case TRIG_BY_INSTITUTION:
        return cells->items[cell].institution;
    case TRIG_BY_VARIABLE:
        return cells->items[cell].values[place_of_variable(cells, bys->items[by].variable)];
    default:
        return 0;
    }
}

/* Fills the entry of a cell. */
static void place_cell(const struct trig_cells *cells, const struct trig_bys *bys, size_t cell,
                       struct entry *entry)
{
    memset(entry, 0, sizeof *entry);
    entry->cell = cell;
    for (size_t i = 0; i < bys->count; i++) {
        entry->place[1 + i] = place_in(cells, bys, i, cell);
        entry->place[0] |= entry->place[1 + i] == TRIG_NONE;
    }
}

static enum trig_status push(struct entries *entries, const struct entry *entry, struct trig_error *error)
{
    enum trig_status status = trig_grow((void **)&entries->items, &entries->capacity, entries->count + 1,
                                        sizeof *entries->items, error);
    if (status == TRIG_OK)
        entries->items[entries->count++] = *entry;
    return status;
}

/* One entry for each group of the breakdown that the cell's institution is in. */
static enum trig_status push_groups(const struct trig_cells *cells, const struct trig_bys *bys, size_t by,
                                    struct entry *entry, struct entries *entries, bool *placed,
                                    struct trig_error *error)
{
    enum trig_group_family family = trig_by_family_of(&bys->items[by]);
    *placed = false;
    size_t end = trig_definition_first_group(cells->definition, family + 1);
    for (size_t group = trig_definition_first_group(cells->definition, family); group < end; group++) {
        if (!trig_cell_in_group(cells, entry->cell, group))
            continue;
        *placed = true;
        entry->place[1 + by] = group;
        enum trig_status status = push(entries, entry, error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

static enum trig_status list_entries(const struct trig_cells *cells, const struct trig_bys *bys,
                                     struct entries *entries, uint64_t *unplaced, struct trig_error *error)
{
    size_t by_group = trig_bys_groups(bys);
    enum trig_status status =
        trig_grow((void **)&entries->items, &entries->capacity, cells->count, sizeof *entries->items, error);
    *unplaced = 0;
    for (size_t i = 0; i < cells->count && status == TRIG_OK; i++) {
        if (!cells->items[i].in_scope)
            continue;
        struct entry entry;
        bool placed = true;
        place_cell(cells, bys, i, &entry);
        status = by_group == TRIG_NONE ? push(entries, &entry, error)
                                       : push_groups(cells, bys, by_group, &entry, entries, &placed, error);
        if (status)
            return status;
        if (!placed || entry.place[0])
            *unplaced += cells->items[i].respondents;
    }
    return status;
}

/* ---- their order --------------------------------------------------------------------- */

/* What sorting needs besides the entries. */
struct sorting {
    size_t *room;   /* owned; holds the lists below */
    size_t *order;  /* of the entries, so far */
    size_t *sorted; /* what a pass makes of it */
    size_t *starts; /* by bucket */
    size_t missing; /* the bucket of a missing category, after all others */
};

static bool make_sorting(const struct entries *entries, size_t places, struct sorting *out)
{
    *out = (struct sorting){.missing = 0};
    for (size_t i = 0; i < entries->count; i++)
        for (size_t at = 0; at < places; at++)
            if (entries->items[i].place[at] != TRIG_NONE && entries->items[i].place[at] >= out->missing)
                out->missing = entries->items[i].place[at] + 1;
    out->room = trig_calloc(2 * entries->count + out->missing + 2, sizeof *out->room);
    if (!out->room)
        return false;
    out->order = out->room;
    out->sorted = out->order + entries->count;
    out->starts = out->sorted + entries->count;
    for (size_t i = 0; i < entries->count; i++)
        out->order[i] = i;
    return true;
}

static size_t bucket_of(const struct sorting *sorting, size_t place)
{
    return place == TRIG_NONE ? sorting->missing : place;
}

/* Sorts by one place, by counting; what is equal in it stays in the order it has. */
static void sort_along(const struct entries *entries, size_t at, struct sorting *sorting)
{
    size_t *before = sorting->order;
    memset(sorting->starts, 0, (sorting->missing + 2) * sizeof *sorting->starts);
    for (size_t i = 0; i < entries->count; i++)
        sorting->starts[bucket_of(sorting, entries->items[i].place[at]) + 1]++;
    for (size_t i = 1; i <= sorting->missing; i++)
        sorting->starts[i] += sorting->starts[i - 1];
    for (size_t i = 0; i < entries->count; i++) {
        size_t bucket = bucket_of(sorting, entries->items[before[i]].place[at]);
        sorting->sorted[sorting->starts[bucket]++] = before[i];
    }
    sorting->order = sorting->sorted;
    sorting->sorted = before;
}

/* ---- domains ------------------------------------------------------------------------- */

static bool same_place(const struct entry *a, const struct entry *b)
{
    return memcmp(a->place, b->place, sizeof a->place) == 0;
}

/* Names the domain after the place of its entries. */
static enum trig_status name_domain(const struct trig_bys *bys, const struct entry *entry,
                                    struct trig_arena *arena, struct trig_domain *domain,
                                    struct trig_error *error)
{
    size_t *values = trig_arena_calloc(arena, bys->count, sizeof *values);
    size_t value_count = 0;
    if (!values)
        return no_memory(error);
    *domain = (struct trig_domain){TRIG_NONE, TRIG_NONE, TRIG_NONE, values, NULL, 0, 0};
    for (size_t i = 0; i < bys->count; i++) {
        if (bys->items[i].kind == TRIG_BY_WAVE)
            domain->wave = entry->place[1 + i];
        else if (bys->items[i].kind == TRIG_BY_INSTITUTION)
            domain->institution = entry->place[1 + i];
        else if (bys->items[i].kind == TRIG_BY_VARIABLE)
            values[value_count++] = entry->place[1 + i];
        else
            domain->group = entry->place[1 + i];
    }
    if (value_count == 0)
        domain->values = NULL;
    return TRIG_OK;
}

/* Turns entries into domains: in their order, a run of equal places is one. */
static enum trig_status make_domains(const struct trig_cells *cells, const struct trig_bys *bys,
                                     const struct entries *entries, const size_t *order,
                                     struct trig_arena *arena, struct trig_domains *out,
                                     struct trig_error *error)
{
    size_t *cell_list = trig_arena_calloc(arena, entries->count, sizeof *cell_list);
    out->items = trig_arena_calloc(arena, entries->count, sizeof *out->items);
    if (!cell_list || !out->items)
        return no_memory(error);
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->items[order[i]];
        if (i == 0 || !same_place(entry, &entries->items[order[i - 1]])) {
            enum trig_status status = name_domain(bys, entry, arena, &out->items[out->reachable], error);
            if (status)
                return status;
            out->items[out->reachable++].cells = cell_list + i;
            out->count += !entry->place[0];
        }
        struct trig_domain *domain = &out->items[out->reachable - 1];
        cell_list[i] = entry->cell;
        domain->cell_count++;
        domain->respondents += cells->items[entry->cell].respondents;
    }
    return TRIG_OK;
}

/* By the first place, then the second, and so on: one pass a place, the last one first. */
static enum trig_status sort_domains(const struct trig_cells *cells, const struct trig_bys *bys,
                                     const struct entries *entries, struct trig_arena *arena,
                                     struct trig_domains *out, struct trig_error *error)
{
    struct sorting sorting;
    size_t places = 1 + bys->count;
    if (!make_sorting(entries, places, &sorting))
        return no_memory(error);
    for (size_t at = places; at-- > 0;)
        sort_along(entries, at, &sorting);
    enum trig_status status = make_domains(cells, bys, entries, sorting.order, arena, out, error);
    trig_free(sorting.room);
    return status;
}

enum trig_status trig_domains_build(const struct trig_cells *cells, const struct trig_bys *bys,
                                    struct trig_arena *arena, struct trig_domains *out,
                                    struct trig_error *error)
{
    struct entries entries = {.items = NULL};
    struct trig_domains domains = {.items = NULL};
    enum trig_status status = list_entries(cells, bys, &entries, &domains.unplaced, error);
    if (status == TRIG_OK)
        status = sort_domains(cells, bys, &entries, arena, &domains, error);
    trig_free(entries.items);
    if (status == TRIG_OK)
        *out = domains;
    return status;
}
