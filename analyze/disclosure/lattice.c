#include "analyze/disclosure/lattice.h"

#include "analyze/disclosure/lattice_sites.h"

struct building {
    const struct trig_cells *cells;
    struct trig_arena *arena;
    struct trig_lattice *lattice;
    struct trig_bys all; /* the names that tables differ in, and wave and group */
    size_t most_stage;   /* of tables that are neither grouped nor pooled */
    unsigned variant;    /* of the table that was asked for */
    bool with_groups;    /* those by wave come in, though no group was asked for */
    struct trig_lattice_table *tables;
    size_t table_count;
    trig_dictionary *places; /* table and categories -> domain */
    size_t domain_capacity;  /* of owned, which grow: */
    struct trig_domain *domains;
    size_t family_capacity;
    struct trig_family *families;
    struct trig_error *error;
};

static enum trig_status no_memory(const struct building *building)
{
    return trig_error_set(building->error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
}

/* ---- tables ---------------------------------------------------------------------------- */

/* Names that tables are taken apart by; the others stay in all of them. */
static bool is_loose(const struct trig_by *by)
{
    return by->kind == TRIG_BY_VARIABLE || by->kind == TRIG_BY_INSTITUTION;
}

static size_t stage_of(const struct building *building, unsigned names, unsigned variant)
{
    size_t stage = variant * (building->most_stage + 1);
    for (; names; names &= names - 1)
        stage++;
    return stage;
}

static bool has_name(const struct building *building, unsigned names, unsigned variant, size_t name)
{
    const struct trig_by *by = &building->all.items[name];
    if (is_loose(by))
        return names >> name & 1;
    return by->kind == TRIG_BY_WAVE ? !(variant & TRIG_LATTICE_POOLED) : variant & TRIG_LATTICE_GROUPED;
}

static void set_table(const struct building *building, unsigned names, unsigned variant,
                      struct trig_lattice_table *table)
{
    *table = (struct trig_lattice_table){.names = names, .variant = variant};
    for (size_t i = 0; i < building->all.count; i++)
        if (has_name(building, names, variant, i))
            table->bys.items[table->bys.count++] = building->all.items[i];
}

/* Adds a name that nobody asked for, but that what was asked for is the sum over. */
static enum trig_status add_behind(struct building *building, enum trig_by_kind kind, const char *name)
{
    if (building->all.count == TRIG_MOST_BY)
        return trig_error_set(building->error, TRIG_ERR_USAGE,
                              "--by takes at most %d names beside group or pooled waves", TRIG_MOST_BY - 2);
    building->all.items[building->all.count++] = (struct trig_by){kind, TRIG_NONE, trig_view(name)};
    return TRIG_OK;
}

/* The names of the lattice: those asked for, institution behind a group, and wave
 * behind what pools several: pooled institutions are limited by the groups of each
 * wave, which were shown without regard to other waves. */
static enum trig_status set_names(struct building *building, const struct trig_bys *bys)
{
    const struct trig_cells *cells = building->cells;
    bool waves = cells->definition->wave_count && cells->only_wave == TRIG_NONE;
    enum trig_status status = TRIG_OK;
    building->all = *bys;
    if (trig_bys_have(bys, TRIG_BY_GROUP, TRIG_NONE))
        building->variant |= TRIG_LATTICE_GROUPED;
    if (waves && !trig_bys_have(bys, TRIG_BY_WAVE, TRIG_NONE))
        building->variant |= TRIG_LATTICE_POOLED;
    if (building->variant & TRIG_LATTICE_GROUPED && !trig_bys_have(bys, TRIG_BY_INSTITUTION, TRIG_NONE))
        status = add_behind(building, TRIG_BY_INSTITUTION, "institution");
    if (status == TRIG_OK && building->variant & TRIG_LATTICE_POOLED)
        status = add_behind(building, TRIG_BY_WAVE, "wave");
    building->with_groups = building->variant == TRIG_LATTICE_POOLED && cells->definition->groups.count &&
                            trig_bys_have(bys, TRIG_BY_INSTITUTION, TRIG_NONE);
    if (status == TRIG_OK && building->with_groups)
        status = add_behind(building, TRIG_BY_GROUP, "group");
    for (size_t i = 0; i < building->all.count; i++)
        building->most_stage += is_loose(&building->all.items[i]);
    return status;
}

static size_t place_of_institution(const struct building *building)
{
    size_t place = 0;
    while (building->all.items[place].kind != TRIG_BY_INSTITUTION)
        place++;
    return place;
}

static unsigned loose_names(const struct trig_bys *all, const struct trig_bys *asked)
{
    unsigned names = 0;
    for (size_t i = 0; i < all->count; i++)
        if (is_loose(&all->items[i]) && trig_bys_have(asked, all->items[i].kind, all->items[i].variable))
            names |= 1u << i;
    return names;
}

/* ---- domains --------------------------------------------------------------------------- */

/* What tells a domain apart: its table, and its categories. */
static size_t fill_key(size_t table, const struct trig_domain *domain, size_t values, size_t *key)
{
    key[0] = table;
    key[1] = domain->wave;
    key[2] = domain->group;
    key[3] = domain->institution;
    for (size_t i = 0; i < values; i++)
        key[4 + i] = domain->values[i];
    return (4 + values) * sizeof *key;
}

static size_t count_variables(const struct trig_bys *bys)
{
    size_t count = 0;
    for (size_t i = 0; i < bys->count; i++)
        count += bys->items[i].kind == TRIG_BY_VARIABLE;
    return count;
}

static enum trig_status add_domains(struct building *building, const struct trig_lattice_table *table,
                                    const struct trig_domains *domains)
{
    size_t key[4 + TRIG_MOST_BY];
    size_t variables = count_variables(&table->bys);
    enum trig_status status =
        trig_grow((void **)&building->domains, &building->domain_capacity,
                  building->lattice->count + domains->reachable, sizeof *building->domains, building->error);
    for (size_t i = 0; i < domains->reachable && status == TRIG_OK; i++) {
        size_t size = fill_key((size_t)(table - building->tables), &domains->items[i], variables, key);
        status = trig_dictionary_add(building->places, trig_view_of((const char *)key, size), NULL,
                                     building->error);
        building->domains[building->lattice->count++] = domains->items[i];
    }
    return status;
}

static enum trig_status add_table(struct building *building, unsigned names, unsigned variant)
{
    struct trig_lattice_table *table = &building->tables[building->table_count++];
    struct trig_domains domains = {.items = NULL};
    set_table(building, names, variant, table);
    table->first = building->lattice->count;
    enum trig_status status =
        trig_domains_build(building->cells, &table->bys, building->arena, &domains, building->error);
    if (status == TRIG_OK)
        status = add_domains(building, table, &domains);
    table->count = building->lattice->count - table->first;
    table->named = domains.count;
    building->lattice->first = table->first;
    building->lattice->shown = domains.count;
    building->lattice->unplaced = domains.unplaced;
    return status;
}

/* The tables of a variant, those with fewer names first, but for the one that was
 * asked for. Groups are tables by the names asked for only; what they are made of
 * may be by institution too. */
static enum trig_status add_variant(struct building *building, unsigned asked, unsigned variant)
{
    unsigned every = loose_names(&building->all, &building->all);
    unsigned allowed = variant & TRIG_LATTICE_GROUPED ? asked : every;
    if (variant & TRIG_LATTICE_GROUPED && building->with_groups)
        allowed &= ~(1u << place_of_institution(building));
    enum trig_status status = TRIG_OK;
    for (size_t stage = 0; stage <= building->most_stage; stage++)
        for (unsigned names = 0; names <= every && status == TRIG_OK; names++) {
            bool last = names == asked && variant == building->variant;
            if ((names & ~allowed) == 0 && !last && stage_of(building, names, 0) == stage)
                status = add_table(building, names, variant);
        }
    return status;
}

/* All tables; the one that was asked for last. */
static enum trig_status add_tables(struct building *building, unsigned asked)
{
    enum trig_status status = TRIG_OK;
    for (unsigned variant = 0; variant < TRIG_LATTICE_VARIANTS && status == TRIG_OK; variant++)
        if ((variant & ~building->variant) == 0 || (building->with_groups && variant == TRIG_LATTICE_GROUPED))
            status = add_variant(building, asked, variant);
    return status ? status : add_table(building, asked, building->variant);
}

/* ---- families --------------------------------------------------------------------------- */

static const struct trig_lattice_table *find_table(const struct building *building, unsigned names,
                                                   unsigned variant)
{
    for (size_t i = 0; i < building->table_count; i++)
        if (building->tables[i].names == names && building->tables[i].variant == variant)
            return &building->tables[i];
    return NULL;
}

/* The domain of [above] that [domain] of [table] is part of, when name [left_out]
 * is left out and the group is [group]; SIZE_MAX when there is none. */
static size_t find_above(const struct building *building, const struct trig_lattice_table *table,
                         const struct trig_domain *domain, const struct trig_lattice_table *above,
                         size_t left_out, size_t group)
{
    size_t values[TRIG_MOST_BY];
    size_t from = 0;
    size_t to = 0;
    size_t key[4 + TRIG_MOST_BY];
    struct trig_domain sought = *domain;
    sought.group = group;
    sought.values = values;
    if (above->variant & TRIG_LATTICE_POOLED)
        sought.wave = TRIG_NONE;
    for (size_t i = 0; i < building->all.count; i++) {
        if (!is_loose(&building->all.items[i]) || !(table->names >> i & 1))
            continue;
        bool institution = building->all.items[i].kind == TRIG_BY_INSTITUTION;
        if (institution && i == left_out)
            sought.institution = TRIG_NONE;
        if (institution)
            continue;
        values[to] = domain->values[from++];
        to += i != left_out;
    }
    size_t size = fill_key((size_t)(above - building->tables), &sought, to, key);
    return trig_dictionary_find(building->places, trig_view_of((const char *)key, size));
}

/* The families of [table] in [above]. @param owners  by domain of the table: the one above, SIZE_MAX */
static enum trig_status add_families(struct building *building, const struct trig_lattice_table *table,
                                     const struct trig_lattice_table *above, const size_t *owners)
{
    size_t *counts = trig_arena_calloc(building->arena, above->count, sizeof *counts);
    size_t *parts = trig_arena_calloc(building->arena, table->count, sizeof *parts);
    size_t *starts = trig_arena_calloc(building->arena, above->count, sizeof *starts);
    if (!counts || !parts || !starts)
        return no_memory(building);
    for (size_t i = 0; i < table->count; i++)
        if (owners[i] != SIZE_MAX)
            counts[owners[i] - above->first]++;
    for (size_t i = 1; i < above->count; i++)
        starts[i] = starts[i - 1] + counts[i - 1];
    enum trig_status status = trig_grow((void **)&building->families, &building->family_capacity,
                                        building->lattice->family_count + above->count,
                                        sizeof *building->families, building->error);
    if (status)
        return status;
    for (size_t i = 0; i < above->count; i++)
        if (counts[i])
            building->families[building->lattice->family_count++] =
                (struct trig_family){parts + starts[i], counts[i], above->first + i};
    for (size_t i = 0; i < table->count; i++)
        if (owners[i] != SIZE_MAX)
            parts[starts[owners[i] - above->first]++] = table->first + i;
    return TRIG_OK;
}

/* The families of a table's domains along one of its names. */
static enum trig_status add_along(struct building *building, const struct trig_lattice_table *table,
                                  size_t name)
{
    const struct trig_lattice_table *above =
        find_table(building, table->names & ~(1u << name), table->variant);
    size_t *owners = trig_arena_calloc(building->arena, table->count, sizeof *owners);
    if (!owners)
        return no_memory(building);
    for (size_t i = 0; i < table->count; i++) {
        const struct trig_domain *domain = &building->domains[table->first + i];
        owners[i] = find_above(building, table, domain, above, name, domain->group);
    }
    return add_families(building, table, above, owners);
}

/* A group's institutions make it up, and one institution of a group the same one
 * beside the others: the families of one group in table [above]. */
static enum trig_status add_group(struct building *building, const struct trig_lattice_table *above,
                                  size_t group)
{
    size_t institution = place_of_institution(building);
    bool apart = above->names >> institution & 1;
    const struct trig_lattice_table *table = find_table(building, above->names | 1u << institution, 0);
    size_t *owners = trig_arena_calloc(building->arena, table->count, sizeof *owners);
    if (!owners)
        return no_memory(building);
    for (size_t i = 0; i < table->count; i++) {
        const struct trig_domain *domain = &building->domains[table->first + i];
        owners[i] = trig_cell_in_group(building->cells, domain->cells[0], group)
                        ? find_above(building, table, domain, above, apart ? SIZE_MAX : institution, group)
                        : SIZE_MAX;
    }
    return add_families(building, table, above, owners);
}

/* What is pooled is the sum of its waves. */
static enum trig_status add_waves(struct building *building, const struct trig_lattice_table *above)
{
    const struct trig_lattice_table *table =
        find_table(building, above->names, above->variant & ~(unsigned)TRIG_LATTICE_POOLED);
    size_t *owners = trig_arena_calloc(building->arena, table->count, sizeof *owners);
    if (!owners)
        return no_memory(building);
    for (size_t i = 0; i < table->count; i++) {
        const struct trig_domain *domain = &building->domains[table->first + i];
        owners[i] = find_above(building, table, domain, above, SIZE_MAX, domain->group);
    }
    return add_families(building, table, above, owners);
}

/* Members of a group may change between waves: those of pooled groups are known by
 * wave only. */
static enum trig_status add_families_of(struct building *building, const struct trig_lattice_table *table)
{
    enum trig_status status = TRIG_OK;
    for (size_t name = 0; name < building->all.count && status == TRIG_OK; name++)
        if (table->names >> name & 1)
            status = add_along(building, table, name);
    size_t groups = table->variant == TRIG_LATTICE_GROUPED ? building->cells->definition->groups.count : 0;
    for (size_t group = 0; group < groups && status == TRIG_OK; group++)
        status = add_group(building, table, group);
    if (status == TRIG_OK && table->variant & TRIG_LATTICE_POOLED)
        status = add_waves(building, table);
    return status;
}

static enum trig_status add_all_families(struct building *building)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < building->table_count && status == TRIG_OK; i++)
        status = add_families_of(building, &building->tables[i]);
    return status;
}

/* ---- the whole --------------------------------------------------------------------------- */

/* Lists in the arena, where everything else is. */
static enum trig_status settle(struct building *building)
{
    struct trig_lattice *lattice = building->lattice;
    lattice->domains = trig_arena_calloc(building->arena, lattice->count, sizeof *lattice->domains);
    lattice->stages = trig_arena_calloc(building->arena, lattice->count, sizeof *lattice->stages);
    lattice->named = trig_arena_calloc(building->arena, lattice->count, sizeof *lattice->named);
    lattice->families = trig_arena_calloc(building->arena, lattice->family_count, sizeof *lattice->families);
    if (!lattice->domains || !lattice->stages || !lattice->named || !lattice->families)
        return no_memory(building);
    if (lattice->count)
        memcpy(lattice->domains, building->domains, lattice->count * sizeof *lattice->domains);
    if (lattice->family_count)
        memcpy(lattice->families, building->families, lattice->family_count * sizeof *lattice->families);
    for (size_t i = 0; i < building->table_count; i++) {
        const struct trig_lattice_table *table = &building->tables[i];
        for (size_t j = 0; j < table->count; j++) {
            lattice->stages[table->first + j] = stage_of(building, table->names, table->variant);
            lattice->named[table->first + j] = j < table->named;
        }
    }
    return TRIG_OK;
}

enum trig_status trig_lattice_build(const struct trig_cells *cells, const struct trig_bys *bys,
                                    struct trig_arena *arena, struct trig_lattice *out,
                                    struct trig_error *error)
{
    struct trig_lattice lattice = {.domains = NULL};
    struct building building = {.cells = cells, .arena = arena, .lattice = &lattice, .error = error};
    enum trig_status status = set_names(&building, bys);
    building.tables =
        trig_calloc((size_t)TRIG_LATTICE_VARIANTS << building.all.count, sizeof *building.tables);
    building.places = trig_dictionary_create(error);
    if (status == TRIG_OK && (!building.tables || !building.places))
        status = no_memory(&building);
    if (status == TRIG_OK)
        status = add_tables(&building, loose_names(&building.all, bys));
    if (status == TRIG_OK)
        status = add_all_families(&building);
    if (status == TRIG_OK)
        status = settle(&building);
    lattice.tabled = lattice.count;
    if (status == TRIG_OK)
        status =
            trig_lattice_count_sites(cells, building.tables, building.table_count, arena, &lattice, error);
    trig_dictionary_destroy(building.places);
    trig_free(building.tables);
    trig_free(building.domains);
    trig_free(building.families);
    if (status == TRIG_OK)
        *out = lattice;
    return status;
}
