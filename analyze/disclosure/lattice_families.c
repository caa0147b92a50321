#include "analyze/disclosure/lattice_parts.h"

static enum trig_status no_memory(const struct trig_lattice_building *building)
{
    trig_error_set(building->error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    return TRIG_ERR_MEMORY;
}

/* ---- names and domains ----------------------------------------------------------------- */

bool trig_lattice_is_loose(const struct trig_by *by)
{
    return by->kind == TRIG_BY_VARIABLE || by->kind == TRIG_BY_INSTITUTION;
}

size_t trig_lattice_institution(const struct trig_lattice_building *building)
{
    size_t place = 0;
    while (building->all.items[place].kind != TRIG_BY_INSTITUTION)
        place++;
    return place;
}

/* ---- families --------------------------------------------------------------------------- */

static const struct trig_lattice_table *find_table(const struct trig_lattice_building *building,
                                                   unsigned names, unsigned variant,
                                                   enum trig_group_family family)
{
    for (size_t i = 0; i < building->table_count; i++)
        if (building->tables[i].names == names && building->tables[i].variant == variant &&
            building->tables[i].family == family)
            return &building->tables[i];
    return NULL;
}

/* Notes which domain of [above] holds each cell, of those by group [group]; SIZE_MAX: none. What is
 * in one domain of a table with more names is in one of [above], so any cell of it tells which. */
static void find_holders(struct trig_lattice_building *building, const struct trig_lattice_table *above,
                         size_t group)
{
    for (size_t i = 0; i < building->cells->count; i++)
        building->holders[i] = SIZE_MAX;
    for (size_t i = above->first; i < above->first + above->count; i++) {
        const struct trig_domain *domain = &building->domains[i];
        for (size_t j = 0; j < domain->cell_count && domain->group == group; j++)
            building->holders[domain->cells[j]] = i;
    }
}

/* The families of [table] in [above]. @param owners  by domain of the table: the one above, SIZE_MAX */
static enum trig_status add_families(struct trig_lattice_building *building,
                                     const struct trig_lattice_table *table,
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

/* The families of [table] in [above], which differ in one name or in the pooling of waves. */
static enum trig_status add_above(struct trig_lattice_building *building,
                                  const struct trig_lattice_table *table,
                                  const struct trig_lattice_table *above)
{
    const trig_definition *definition = building->cells->definition;
    bool grouped = table->variant & TRIG_LATTICE_GROUPED;
    size_t group = grouped ? trig_definition_first_group(definition, table->family) : TRIG_NONE;
    size_t end = grouped ? trig_definition_first_group(definition, table->family + 1) : 0;
    size_t *owners = trig_arena_calloc(building->arena, table->count, sizeof *owners);
    if (!owners)
        return no_memory(building);
    do {
        find_holders(building, above, group);
        for (size_t i = 0; i < table->count; i++) {
            const struct trig_domain *domain = &building->domains[table->first + i];
            if (domain->group == group)
                owners[i] = building->holders[domain->cells[0]];
        }
    } while (grouped && ++group < end);
    return add_families(building, table, above, owners);
}

/* A group's institutions make it up, and one institution of a group the same one
 * beside the others: the families of one group in table [above]. */
static enum trig_status add_group(struct trig_lattice_building *building,
                                  const struct trig_lattice_table *above, size_t group)
{
    size_t institution = trig_lattice_institution(building);
    const struct trig_lattice_table *table =
        find_table(building, above->names | 1u << institution, 0, TRIG_GROUP_DECLARED);
    size_t *owners = trig_arena_calloc(building->arena, table->count, sizeof *owners);
    if (!owners)
        return no_memory(building);
    find_holders(building, above, group);
    for (size_t i = 0; i < table->count; i++)
        owners[i] = building->holders[building->domains[table->first + i].cells[0]];
    return add_families(building, table, above, owners);
}

/* Members of a group may change between waves: pooled groups are made of institutions
 * by wave. */
static enum trig_status add_families_of(struct trig_lattice_building *building,
                                        const struct trig_lattice_table *table)
{
    enum trig_status status = TRIG_OK;
    for (size_t name = 0; name < building->all.count && status == TRIG_OK; name++)
        if (table->names >> name & 1)
            status =
                add_above(building, table,
                          find_table(building, table->names & ~(1u << name), table->variant, table->family));
    const trig_definition *definition = building->cells->definition;
    size_t end = table->variant & TRIG_LATTICE_GROUPED
                     ? trig_definition_first_group(definition, table->family + 1)
                     : 0;
    for (size_t group = trig_definition_first_group(definition, table->family);
         group < end && status == TRIG_OK; group++)
        status = add_group(building, table, group);
    unsigned by_wave = table->variant & ~(unsigned)TRIG_LATTICE_POOLED;
    if (status == TRIG_OK && by_wave != table->variant)
        status = add_above(building, find_table(building, table->names, by_wave, table->family), table);
    return status;
}

enum trig_status trig_lattice_add_families(struct trig_lattice_building *building)
{
    size_t cells = building->cells->count;
    building->holders = trig_arena_calloc(building->arena, cells, sizeof *building->holders);
    enum trig_status status = building->holders ? TRIG_OK : no_memory(building);
    for (size_t i = 0; i < building->table_count && status == TRIG_OK; i++)
        status = add_families_of(building, &building->tables[i]);
    return status;
}
