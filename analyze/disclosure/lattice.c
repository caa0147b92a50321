#include "analyze/disclosure/lattice.h"

#include "analyze/disclosure/lattice_parts.h"

static enum trig_status no_memory(const struct trig_lattice_building *building)
{
    trig_error_set(building->error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    return TRIG_ERR_MEMORY;
}

/* ---- tables ---------------------------------------------------------------------------- */

static size_t count_names(unsigned names)
{
    size_t count = 0;
    for (; names; names &= names - 1)
        count++;
    return count;
}

static size_t stage_of(const struct trig_lattice_building *building, const struct trig_lattice_table *table)
{
    size_t stage = table->variant * (building->most_stage + 1) + count_names(table->names);
    return stage * TRIG_GROUP_FAMILIES + table->family;
}

static bool has_name(const struct trig_lattice_building *building, unsigned names, unsigned variant,
                     size_t name)
{
    const struct trig_by *by = &building->all.items[name];
    if (trig_lattice_is_loose(by))
        return names >> name & 1;
    return by->kind == TRIG_BY_WAVE ? !(variant & TRIG_LATTICE_POOLED) : variant & TRIG_LATTICE_GROUPED;
}

static void set_table(const struct trig_lattice_building *building, unsigned names, unsigned variant,
                      enum trig_group_family family, struct trig_lattice_table *table)
{
    *table = (struct trig_lattice_table){.names = names, .variant = variant, .family = family};
    for (size_t i = 0; i < building->all.count; i++)
        if (has_name(building, names, variant, i))
            table->bys.items[table->bys.count++] = building->all.items[i];
    size_t groups = trig_bys_groups(&table->bys);
    if (groups != TRIG_NONE)
        table->bys.items[groups] = trig_by_family(family);
}

/* Adds a name that nobody asked for, but that what was asked for is the sum over. */
static enum trig_status add_behind(struct trig_lattice_building *building, enum trig_by_kind kind,
                                   const char *name)
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
static enum trig_status set_names(struct trig_lattice_building *building, const struct trig_bys *bys)
{
    const struct trig_cells *cells = building->cells;
    bool waves = cells->definition->wave_count && cells->only_wave == TRIG_NONE;
    enum trig_status status = TRIG_OK;
    size_t groups = trig_bys_groups(bys);
    building->all = *bys;
    if (groups != TRIG_NONE) {
        building->variant |= TRIG_LATTICE_GROUPED;
        building->family = trig_by_family_of(&bys->items[groups]);
    }
    if (waves && !trig_bys_have(bys, TRIG_BY_WAVE, TRIG_NONE))
        building->variant |= TRIG_LATTICE_POOLED;
    if (building->variant & TRIG_LATTICE_GROUPED && !trig_bys_have(bys, TRIG_BY_INSTITUTION, TRIG_NONE))
        status = add_behind(building, TRIG_BY_INSTITUTION, "institution");
    if (status == TRIG_OK && building->variant & TRIG_LATTICE_POOLED)
        status = add_behind(building, TRIG_BY_WAVE, "wave");
    building->with_groups = building->variant == TRIG_LATTICE_POOLED &&
                            trig_definition_first_group(cells->definition, TRIG_GROUP_FAMILIES) &&
                            trig_bys_have(bys, TRIG_BY_INSTITUTION, TRIG_NONE);
    if (status == TRIG_OK && building->with_groups)
        status = add_behind(building, TRIG_BY_GROUP, "group");
    for (size_t i = 0; i < building->all.count; i++)
        building->most_stage += trig_lattice_is_loose(&building->all.items[i]);
    return status;
}

static unsigned loose_names(const struct trig_bys *all, const struct trig_bys *asked)
{
    unsigned names = 0;
    for (size_t i = 0; i < all->count; i++)
        if (trig_lattice_is_loose(&all->items[i]) &&
            trig_bys_have(asked, all->items[i].kind, all->items[i].variable))
            names |= 1u << i;
    return names;
}

/* ---- domains --------------------------------------------------------------------------- */

static enum trig_status add_domains(struct trig_lattice_building *building,
                                    const struct trig_domains *domains)
{
    size_t count = building->lattice->count;
    enum trig_status status =
        trig_grow((void **)&building->domains, &building->domain_capacity, count + domains->reachable,
                  sizeof *building->domains, building->error);
    if (status == TRIG_OK && domains->reachable)
        memcpy(building->domains + count, domains->items, domains->reachable * sizeof *domains->items);
    if (status == TRIG_OK)
        building->lattice->count += domains->reachable;
    return status;
}

static enum trig_status add_table(struct trig_lattice_building *building, unsigned names, unsigned variant,
                                  enum trig_group_family family)
{
    struct trig_lattice_table *table = &building->tables[building->table_count++];
    struct trig_domains domains = {.items = NULL};
    set_table(building, names, variant, family, table);
    table->first = building->lattice->count;
    enum trig_status status =
        trig_domains_build(building->cells, &table->bys, building->arena, &domains, building->error);
    if (status == TRIG_OK)
        status = add_domains(building, &domains);
    table->count = building->lattice->count - table->first;
    table->named = domains.count;
    building->lattice->first = table->first;
    building->lattice->shown = domains.count;
    building->lattice->unplaced = domains.unplaced;
    return status;
}

/* Whether the lattice needs a table by groups of [family]: what comes before what was asked for, which is
 * all families by fewer names, and by the same ones those up to its own. By wave, where waves are pooled,
 * everything comes before. */
static bool comes_before(const struct trig_lattice_building *building, unsigned asked, unsigned names,
                         unsigned variant, enum trig_group_family family)
{
    bool pooled = variant == TRIG_LATTICE_GROUPED && building->variant & TRIG_LATTICE_POOLED;
    return pooled || count_names(names) < count_names(asked) || family <= building->family;
}

/* The tables of a variant, those with fewer names first, but for the one that was
 * asked for. Groups are tables by the names asked for only; what they are made of
 * may be by institution too. */
static enum trig_status add_variant(struct trig_lattice_building *building, unsigned asked, unsigned variant,
                                    enum trig_group_family family)
{
    unsigned every = loose_names(&building->all, &building->all);
    unsigned allowed = variant & TRIG_LATTICE_GROUPED ? asked : every;
    if (variant & TRIG_LATTICE_GROUPED && building->with_groups)
        allowed &= ~(1u << trig_lattice_institution(building));
    enum trig_status status = TRIG_OK;
    for (size_t stage = 0; stage <= building->most_stage; stage++)
        for (unsigned names = 0; names <= every && status == TRIG_OK; names++) {
            bool last = names == asked && variant == building->variant && family == building->family;
            if ((names & ~allowed) == 0 && !last && count_names(names) == stage &&
                comes_before(building, asked, names, variant, family))
                status = add_table(building, names, variant, family);
        }
    return status;
}

/* What is not by groups is of no family and has its tables once. */
static bool has_family(const struct trig_lattice_building *building, unsigned variant,
                       enum trig_group_family family)
{
    const trig_definition *definition = building->cells->definition;
    if (!(variant & TRIG_LATTICE_GROUPED))
        return family == TRIG_GROUP_DECLARED;
    return trig_definition_first_group(definition, family) <
           trig_definition_first_group(definition, family + 1);
}

/* All tables; the one that was asked for last. */
static enum trig_status add_tables(struct trig_lattice_building *building, unsigned asked)
{
    enum trig_status status = TRIG_OK;
    for (unsigned variant = 0; variant < TRIG_LATTICE_VARIANTS; variant++) {
        bool behind = building->with_groups && variant == TRIG_LATTICE_GROUPED;
        for (enum trig_group_family family = TRIG_GROUP_DECLARED; family < TRIG_GROUP_FAMILIES; family++)
            if (((variant & ~building->variant) == 0 || behind) && status == TRIG_OK &&
                has_family(building, variant, family))
                status = add_variant(building, asked, variant, family);
    }
    return status ? status : add_table(building, asked, building->variant, building->family);
}

/* ---- the whole --------------------------------------------------------------------------- */

/* Lists in the arena, where everything else is. */
static enum trig_status settle(struct trig_lattice_building *building)
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
            lattice->stages[table->first + j] = stage_of(building, table);
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
    struct trig_lattice_building building = {
        .cells = cells, .arena = arena, .lattice = &lattice, .error = error};
    enum trig_status status = set_names(&building, bys);
    building.tables = trig_calloc((size_t)TRIG_LATTICE_VARIANTS * TRIG_GROUP_FAMILIES << building.all.count,
                                  sizeof *building.tables);
    if (status == TRIG_OK && !building.tables)
        status = no_memory(&building);
    if (status == TRIG_OK)
        status = add_tables(&building, loose_names(&building.all, bys));
    if (status == TRIG_OK)
        status = trig_lattice_add_families(&building);
    if (status == TRIG_OK)
        status = settle(&building);
    lattice.tabled = lattice.count;
    if (status == TRIG_OK)
        status =
            trig_lattice_count_sites(cells, building.tables, building.table_count, arena, &lattice, error);
    trig_free(building.tables);
    trig_free(building.domains);
    trig_free(building.families);
    if (status == TRIG_OK)
        *out = lattice;
    return status;
}
