#include "analyze/disclosure/lattice_parts.h"

static enum trig_status no_memory(const struct trig_lattice_building *building)
{
    return trig_error_set(building->error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
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

size_t trig_lattice_key(size_t table, const struct trig_domain *domain, size_t values, size_t *key)
{
    key[0] = table;
    key[1] = domain->wave;
    key[2] = domain->group;
    key[3] = domain->institution;
    for (size_t i = 0; i < values; i++)
        key[4 + i] = domain->values[i];
    return (4 + values) * sizeof *key;
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

/* The domain of [above] that [domain] of [table] is part of, when name [left_out]
 * is left out and the group is [group]; SIZE_MAX when there is none. */
static size_t find_above(const struct trig_lattice_building *building, const struct trig_lattice_table *table,
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
        if (!trig_lattice_is_loose(&building->all.items[i]) || !(table->names >> i & 1))
            continue;
        bool institution = building->all.items[i].kind == TRIG_BY_INSTITUTION;
        if (institution && i == left_out)
            sought.institution = TRIG_NONE;
        if (institution)
            continue;
        values[to] = domain->values[from++];
        to += i != left_out;
    }
    size_t size = trig_lattice_key((size_t)(above - building->tables), &sought, to, key);
    return trig_dictionary_find(building->places, trig_view_of((const char *)key, size));
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

/* The families of a table's domains along one of its names. */
static enum trig_status add_along(struct trig_lattice_building *building,
                                  const struct trig_lattice_table *table, size_t name)
{
    const struct trig_lattice_table *above =
        find_table(building, table->names & ~(1u << name), table->variant, table->family);
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
static enum trig_status add_group(struct trig_lattice_building *building,
                                  const struct trig_lattice_table *above, size_t group)
{
    size_t institution = trig_lattice_institution(building);
    bool apart = above->names >> institution & 1;
    const struct trig_lattice_table *table =
        find_table(building, above->names | 1u << institution, 0, TRIG_GROUP_DECLARED);
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
static enum trig_status add_waves(struct trig_lattice_building *building,
                                  const struct trig_lattice_table *above)
{
    const struct trig_lattice_table *table =
        find_table(building, above->names, above->variant & ~(unsigned)TRIG_LATTICE_POOLED, above->family);
    size_t *owners = trig_arena_calloc(building->arena, table->count, sizeof *owners);
    if (!owners)
        return no_memory(building);
    for (size_t i = 0; i < table->count; i++) {
        const struct trig_domain *domain = &building->domains[table->first + i];
        owners[i] = find_above(building, table, domain, above, SIZE_MAX, domain->group);
    }
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
            status = add_along(building, table, name);
    const trig_definition *definition = building->cells->definition;
    size_t end = table->variant & TRIG_LATTICE_GROUPED
                     ? trig_definition_first_group(definition, table->family + 1)
                     : 0;
    for (size_t group = trig_definition_first_group(definition, table->family);
         group < end && status == TRIG_OK; group++)
        status = add_group(building, table, group);
    if (status == TRIG_OK && table->variant & TRIG_LATTICE_POOLED)
        status = add_waves(building, table);
    return status;
}

enum trig_status trig_lattice_add_families(struct trig_lattice_building *building)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < building->table_count && status == TRIG_OK; i++)
        status = add_families_of(building, &building->tables[i]);
    return status;
}
