#include "analyze/disclosure/lattice_sites.h"

#include "analyze/response/headcount.h"

#include <stdlib.h>

/* Stages are spread so that there is one after each. */
enum { SPREAD = 2 };

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    return TRIG_ERR_MEMORY;
}

/* ---- one row ------------------------------------------------------------------------------- */

/* The family of domain [whole] whose parts are domains of [table]; NULL: there is none. */
static const struct trig_family *find_family(const struct trig_lattice *lattice, size_t whole,
                                             const struct trig_lattice_table *table)
{
    for (size_t i = 0; i < lattice->family_count; i++) {
        const struct trig_family *family = &lattice->families[i];
        if (family->total == whole && family->parts[0] >= table->first &&
            family->parts[0] < table->first + table->count)
            return family;
    }
    return NULL;
}

static int compare_cells(const void *a, const void *b)
{
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* All cells of the family's parts, ascending. */
static enum trig_status unite(const struct trig_lattice *lattice, const struct trig_family *family,
                              struct trig_arena *arena, struct trig_domain *out, struct trig_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < family->part_count; i++)
        count += lattice->domains[family->parts[i]].cell_count;
    size_t *united = trig_arena_calloc(arena, count, sizeof *united);
    if (!united)
        return no_memory(error);
    *out = (struct trig_domain){TRIG_NONE, TRIG_NONE, TRIG_NONE, NULL, united, 0, 0};
    for (size_t i = 0; i < family->part_count; i++) {
        const struct trig_domain *part = &lattice->domains[family->parts[i]];
        for (size_t j = 0; j < part->cell_count; j++)
            united[out->cell_count++] = part->cells[j];
        out->respondents += part->respondents;
    }
    qsort(united, count, sizeof *united, compare_cells);
    return TRIG_OK;
}

/* Adds the counted part of row [whole] of [table], which [detailed] has by institution. */
static enum trig_status add_part(const struct trig_cells *cells, const struct trig_lattice_table *table,
                                 const struct trig_lattice_table *detailed, size_t whole,
                                 struct trig_arena *arena, struct trig_lattice *lattice,
                                 struct trig_error *error)
{
    const struct trig_family *family = find_family(lattice, whole, detailed);
    if (!family)
        return TRIG_OK;
    size_t *parts = trig_arena_calloc(arena, family->part_count, sizeof *parts);
    if (!parts)
        return no_memory(error);
    struct trig_family counted = {.parts = parts, .total = lattice->count};
    for (size_t i = 0; i < family->part_count; i++) {
        const struct trig_domain *part = &lattice->domains[family->parts[i]];
        if (part->institution != TRIG_NONE &&
            trig_headcount_of(cells, &table->bys, &lattice->domains[whole], part->cells[0]) > 0.0)
            parts[counted.part_count++] = family->parts[i];
    }
    if (counted.part_count == 0 || counted.part_count == family->part_count)
        return TRIG_OK;
    size_t stage = lattice->stages[detailed->first] + 1;
    enum trig_status status = unite(lattice, &counted, arena, &lattice->domains[lattice->count], error);
    if (status)
        return status;
    lattice->stages[lattice->count] = stage;
    lattice->named[lattice->count++] = false;
    lattice->families[lattice->family_count++] = counted;
    return TRIG_OK;
}

/* ---- all rows --------------------------------------------------------------------------------- */

/* The table of the same names and institution; NULL: [table] has it, or there is none. */
static const struct trig_lattice_table *find_detailed(const struct trig_lattice_table *tables, size_t count,
                                                      const struct trig_lattice_table *table)
{
    if (table->variant || trig_bys_have(&table->bys, TRIG_BY_INSTITUTION, TRIG_NONE))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        unsigned more = tables[i].names ^ table->names;
        bool one_more = (tables[i].names & table->names) == table->names && more && !(more & (more - 1));
        if (tables[i].variant == 0 && one_more && tables[i].count &&
            trig_bys_have(&tables[i].bys, TRIG_BY_INSTITUTION, TRIG_NONE))
            return &tables[i];
    }
    return NULL;
}

/* Room for a further domain and family for each of [more] rows. */
static enum trig_status make_room(struct trig_arena *arena, struct trig_lattice *lattice, size_t more,
                                  struct trig_error *error)
{
    size_t count = lattice->count + more;
    size_t families = lattice->family_count + more;
    struct trig_lattice larger = *lattice;
    larger.domains = trig_arena_calloc(arena, count, sizeof *larger.domains);
    larger.named = trig_arena_calloc(arena, count, sizeof *larger.named);
    larger.stages = trig_arena_calloc(arena, count, sizeof *larger.stages);
    larger.families = trig_arena_calloc(arena, families, sizeof *larger.families);
    if (!larger.domains || !larger.named || !larger.stages || !larger.families)
        return no_memory(error);
    for (size_t i = 0; i < lattice->count; i++) {
        larger.domains[i] = lattice->domains[i];
        larger.named[i] = lattice->named[i];
        larger.stages[i] = SPREAD * lattice->stages[i];
    }
    for (size_t i = 0; i < lattice->family_count; i++)
        larger.families[i] = lattice->families[i];
    *lattice = larger;
    return TRIG_OK;
}

enum trig_status trig_lattice_count_sites(const struct trig_cells *cells,
                                          const struct trig_lattice_table *tables, size_t table_count,
                                          struct trig_arena *arena, struct trig_lattice *lattice,
                                          struct trig_error *error)
{
    size_t rows = 0;
    for (size_t i = 0; i < table_count; i++)
        rows += find_detailed(tables, table_count, &tables[i]) ? tables[i].named : 0;
    if (!cells->definition->population_count || rows == 0)
        return TRIG_OK;
    enum trig_status status = make_room(arena, lattice, rows, error);
    for (size_t i = 0; i < table_count; i++) {
        const struct trig_lattice_table *detailed = find_detailed(tables, table_count, &tables[i]);
        for (size_t j = 0; detailed && j < tables[i].named && status == TRIG_OK; j++)
            status = add_part(cells, &tables[i], detailed, tables[i].first + j, arena, lattice, error);
    }
    return status;
}
