#include "analyze/lattice_sites.h"

/* Stages are spread so that this one lies between tables of one and of two names. */
enum { SPREAD = 2, BETWEEN = SPREAD + 1 };

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    return TRIG_ERR_MEMORY;
}

static bool is_counted(const struct trig_cells *cells, size_t cell)
{
    const struct trig_cell *at = &cells->items[cell];
    return at->institution != TRIG_NONE &&
           trig_definition_population(cells->definition, at->wave, at->institution) > 0.0;
}

/* The counted cells of the domain of everybody [whole].
 * @param out  cell_count 0: there are none, or no others. */
static enum trig_status select_counted(const struct trig_cells *cells, const struct trig_domain *whole,
                                       struct trig_arena *arena, struct trig_domain *out,
                                       struct trig_error *error)
{
    size_t *chosen = trig_arena_calloc(arena, whole->cell_count, sizeof *chosen);
    if (!chosen)
        return no_memory(error);
    *out = *whole;
    out->cells = chosen;
    out->cell_count = 0;
    out->respondents = 0;
    for (size_t i = 0; i < whole->cell_count; i++) {
        if (!is_counted(cells, whole->cells[i]))
            continue;
        chosen[out->cell_count++] = whole->cells[i];
        out->respondents += cells->items[whole->cells[i]].respondents;
    }
    if (out->cell_count == whole->cell_count)
        out->cell_count = 0;
    return TRIG_OK;
}

/* The institutions that the counted ones of a wave are. */
static enum trig_status list_parts(const struct trig_cells *cells, const struct trig_lattice *lattice,
                                   size_t wave, struct trig_arena *arena, struct trig_family *out,
                                   struct trig_error *error)
{
    size_t *parts = trig_arena_calloc(arena, lattice->tabled, sizeof *parts);
    if (!parts)
        return no_memory(error);
    *out = (struct trig_family){.parts = parts};
    for (size_t i = 0; i < lattice->tabled; i++) {
        const struct trig_domain *domain = &lattice->domains[i];
        if (lattice->stages[i] == SPREAD && domain->institution != TRIG_NONE && domain->wave == wave &&
            is_counted(cells, domain->cells[0]))
            parts[out->part_count++] = i;
    }
    return TRIG_OK;
}

/* Adds the counted part of domain [whole], if it is one that institutions make up. */
static enum trig_status add_part(const struct trig_cells *cells, struct trig_arena *arena,
                                 struct trig_lattice *lattice, size_t whole, struct trig_error *error)
{
    struct trig_domain counted;
    struct trig_family family;
    enum trig_status status = select_counted(cells, &lattice->domains[whole], arena, &counted, error);
    if (status || counted.cell_count == 0)
        return status;
    status = list_parts(cells, lattice, counted.wave, arena, &family, error);
    if (status || family.part_count == 0)
        return status;
    family.total = lattice->count;
    lattice->domains[lattice->count] = counted;
    lattice->stages[lattice->count] = BETWEEN;
    lattice->named[lattice->count++] = false;
    lattice->families[lattice->family_count++] = family;
    return TRIG_OK;
}

/* Room for a further domain and family for each domain of everybody. */
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

enum trig_status trig_lattice_count_sites(const struct trig_cells *cells, struct trig_arena *arena,
                                          struct trig_lattice *lattice, struct trig_error *error)
{
    size_t wholes = 0;
    for (size_t i = 0; i < lattice->count; i++)
        wholes += lattice->stages[i] == 0;
    if (!cells->definition->population_count || wholes == 0)
        return TRIG_OK;
    enum trig_status status = make_room(arena, lattice, wholes, error);
    for (size_t i = 0; i < lattice->tabled && status == TRIG_OK; i++)
        if (lattice->stages[i] == 0)
            status = add_part(cells, arena, lattice, i, error);
    return status;
}
