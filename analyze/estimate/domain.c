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

/* The places of cells in a breakdown, in the order of cells. Of each: whether some category is
 * missing, the category of each name, and the cell. */
struct entries {
    size_t *numbers; /* owned */
    size_t places;   /* of an entry; its cell comes after them */
    size_t count;
    size_t capacity;
};

static size_t *entry_at(const struct entries *entries, size_t at)
{
    return entries->numbers + at * (entries->places + 1);
}

static size_t cell_of(const struct entries *entries, size_t at)
{
    return entry_at(entries, at)[entries->places];
}

/* Where a cell keeps the category of [variable]. */
static size_t place_of_variable(const struct trig_cells *cells, size_t variable)
{
    const struct trig_bys *bys = &cells->request->bys;
    size_t place = 0;
    for (size_t i = 0; i < bys->count && bys->items[i].variable != variable; i++)
        place += bys->items[i].kind == TRIG_BY_VARIABLE;
    return place;
}

/* The category of a cell in breakdown [by]; groups are filled in later.
 * @param at  where cells keep its variable */
static size_t place_in(const struct trig_cell *cell, const struct trig_by *by, size_t at)
{
    switch (by->kind) {
    case TRIG_BY_WAVE:
        return cell->wave;
    case TRIG_BY_INSTITUTION:
        return cell->institution;
    case TRIG_BY_VARIABLE:
        return cell->values[at];
    default:
        return 0;
    }
}

/* Room for one more entry, which is not counted yet; NULL when memory is out. */
static size_t *make_room(struct entries *entries, struct trig_error *error)
{
    if (entries->count == entries->capacity &&
        trig_grow((void **)&entries->numbers, &entries->capacity, entries->count + 1,
                  (entries->places + 1) * sizeof *entries->numbers, error))
        return NULL;
    return entry_at(entries, entries->count);
}

/* Counts one entry for each group of the breakdown that the cell's institution is in.
 * @param by     where the breakdown has groups.
 * @param entry  what they have in common, where there is room for the first. */
static enum trig_status count_groups(const struct trig_cells *cells, const struct trig_bys *bys, size_t by,
                                     const size_t *entry, struct entries *entries, bool *placed,
                                     struct trig_error *error)
{
    size_t kept[2 + TRIG_MOST_BY];
    enum trig_group_family family = trig_by_family_of(&bys->items[by]);
    size_t end = trig_definition_first_group(cells->definition, family + 1);
    memcpy(kept, entry, (entries->places + 1) * sizeof *kept);
    *placed = false;
    for (size_t group = trig_definition_first_group(cells->definition, family); group < end; group++) {
        if (!trig_cell_in_group(cells, kept[entries->places], group))
            continue;
        size_t *room = make_room(entries, error);
        if (!room)
            return TRIG_ERR_MEMORY;
        *placed = true;
        memcpy(room, kept, (entries->places + 1) * sizeof *kept);
        room[1 + by] = group;
        entries->count++;
    }
    return TRIG_OK;
}

static enum trig_status list_entries(const struct trig_cells *cells, const struct trig_bys *bys,
                                     struct entries *entries, uint64_t *unplaced, struct trig_error *error)
{
    size_t kept[TRIG_MOST_BY];
    size_t by_group = trig_bys_groups(bys);
    enum trig_status status = trig_grow((void **)&entries->numbers, &entries->capacity, cells->count,
                                        (entries->places + 1) * sizeof *entries->numbers, error);
    for (size_t by = 0; by < bys->count; by++)
        kept[by] = place_of_variable(cells, bys->items[by].variable);
    *unplaced = 0;
    for (size_t i = 0; i < cells->count && status == TRIG_OK; i++) {
        if (!cells->items[i].in_scope)
            continue;
        bool placed = true;
        bool missing = false;
        size_t *entry = make_room(entries, error);
        if (!entry)
            return TRIG_ERR_MEMORY;
        for (size_t by = 0; by < bys->count; by++) {
            entry[1 + by] = place_in(&cells->items[i], &bys->items[by], kept[by]);
            missing = missing || entry[1 + by] == TRIG_NONE;
        }
        entry[0] = missing;
        entry[entries->places] = i;
        if (by_group == TRIG_NONE)
            entries->count++;
        else
            status = count_groups(cells, bys, by_group, entry, entries, &placed, error);
        if (!placed || missing)
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

static bool make_sorting(const struct entries *entries, struct sorting *out)
{
    *out = (struct sorting){.missing = 0};
    for (size_t i = 0; i < entries->count; i++)
        for (size_t at = 0; at < entries->places; at++) {
            size_t place = entry_at(entries, i)[at];
            if (place != TRIG_NONE && place >= out->missing)
                out->missing = place + 1;
        }
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
        sorting->starts[bucket_of(sorting, entry_at(entries, i)[at]) + 1]++;
    for (size_t i = 1; i <= sorting->missing; i++)
        sorting->starts[i] += sorting->starts[i - 1];
    for (size_t i = 0; i < entries->count; i++) {
        size_t bucket = bucket_of(sorting, entry_at(entries, before[i])[at]);
        sorting->sorted[sorting->starts[bucket]++] = before[i];
    }
    sorting->order = sorting->sorted;
    sorting->sorted = before;
}

/* Where [a] stands to [b]; a missing category comes last. */
static int compare(const struct entries *entries, size_t a, size_t b)
{
    const size_t *x = entry_at(entries, a);
    const size_t *y = entry_at(entries, b);
    size_t at = 0;
    while (at < entries->places && x[at] == y[at])
        at++;
    return at == entries->places ? 0 : (x[at] > y[at]) - (x[at] < y[at]);
}

/* Cells have an order of their own, which often is that of the breakdown. */
static bool is_sorted(const struct entries *entries)
{
    for (size_t i = 1; i < entries->count; i++)
        if (compare(entries, i - 1, i) > 0)
            return false;
    return true;
}

/* ---- domains ------------------------------------------------------------------------- */

/* Domains being made of entries in their order: a run of equal places is one. */
struct making {
    const struct trig_cells *cells;
    const struct trig_bys *bys;
    const struct entries *entries;
    const size_t *order;
    size_t *firsts; /* of the runs, by domain: where in order they begin */
    size_t count;
    size_t *cell_list; /* by entry */
    size_t *values;    /* by domain and variable of the breakdown */
    size_t variables;
    struct trig_domains *out;
};

static void find_runs(struct making *making)
{
    for (size_t i = 0; i < making->entries->count; i++)
        if (i == 0 || compare(making->entries, making->order[i - 1], making->order[i]) != 0)
            making->firsts[making->count++] = i;
}

/* A domain without cells, named after the place of an entry. */
static struct trig_domain name_domain(const struct making *making, const size_t *entry)
{
    size_t *values = making->values + making->out->reachable * making->variables;
    size_t filled = 0;
    struct trig_domain domain = {TRIG_NONE, TRIG_NONE, TRIG_NONE, making->variables ? values : NULL,
                                 NULL,      0,         0};
    for (size_t i = 0; i < making->bys->count; i++) {
        enum trig_by_kind kind = making->bys->items[i].kind;
        if (kind == TRIG_BY_WAVE)
            domain.wave = entry[1 + i];
        else if (kind == TRIG_BY_INSTITUTION)
            domain.institution = entry[1 + i];
        else if (kind == TRIG_BY_VARIABLE)
            values[filled++] = entry[1 + i];
        else
            domain.group = entry[1 + i];
    }
    return domain;
}

static enum trig_status allocate(struct making *making, struct trig_arena *arena, struct trig_error *error)
{
    for (size_t i = 0; i < making->bys->count; i++)
        making->variables += making->bys->items[i].kind == TRIG_BY_VARIABLE;
    making->cell_list = trig_arena_calloc(arena, making->entries->count, sizeof *making->cell_list);
    making->values = trig_arena_calloc(arena, making->count * making->variables, sizeof *making->values);
    making->out->items = trig_arena_calloc(arena, making->count, sizeof *making->out->items);
    return making->cell_list && making->values && making->out->items ? TRIG_OK : no_memory(error);
}

static enum trig_status make_domains(struct making *making, struct trig_arena *arena,
                                     struct trig_error *error)
{
    struct trig_domains *out = making->out;
    find_runs(making);
    enum trig_status status = allocate(making, arena, error);
    for (size_t i = 0; i < making->count && status == TRIG_OK; i++) {
        size_t first = making->firsts[i];
        size_t end = i + 1 < making->count ? making->firsts[i + 1] : making->entries->count;
        const size_t *entry = entry_at(making->entries, making->order[first]);
        struct trig_domain *domain = &out->items[out->reachable];
        *domain = name_domain(making, entry);
        domain->cells = making->cell_list + first;
        domain->cell_count = end - first;
        for (size_t at = first; at < end; at++) {
            making->cell_list[at] = cell_of(making->entries, making->order[at]);
            domain->respondents += making->cells->items[making->cell_list[at]].respondents;
        }
        out->reachable++;
        out->count += !entry[0];
    }
    return status;
}

/* By the first place, then the second, and so on: one pass a place, the last one first. */
static enum trig_status sort_domains(const struct trig_cells *cells, const struct trig_bys *bys,
                                     const struct entries *entries, struct trig_arena *arena,
                                     struct trig_domains *out, struct trig_error *error)
{
    struct sorting sorting;
    if (!make_sorting(entries, &sorting))
        return no_memory(error);
    if (!is_sorted(entries))
        for (size_t at = entries->places; at-- > 0;)
            sort_along(entries, at, &sorting);
    struct making making = {.cells = cells,
                            .bys = bys,
                            .entries = entries,
                            .order = sorting.order,
                            .firsts = sorting.sorted,
                            .out = out};
    enum trig_status status = make_domains(&making, arena, error);
    trig_free(sorting.room);
    return status;
}

enum trig_status trig_domains_build(const struct trig_cells *cells, const struct trig_bys *bys,
                                    struct trig_arena *arena, struct trig_domains *out,
                                    struct trig_error *error)
{
    struct entries entries = {.places = 1 + bys->count};
    struct trig_domains domains = {.items = NULL};
    enum trig_status status = list_entries(cells, bys, &entries, &domains.unplaced, error);
    if (status == TRIG_OK)
        status = sort_domains(cells, bys, &entries, arena, &domains, error);
    trig_free(entries.numbers);
    if (status == TRIG_OK)
        *out = domains;
    return status;
}
