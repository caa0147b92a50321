#include "analyze/response/sites.h"

#include "analyze/response/headcount.h"

#include <math.h>

/* Cells come sorted by wave and institution, so those of one site follow one
 * another; a group's cells as well. */
bool trig_sites_next(const struct trig_cells *cells, const struct trig_bys *bys,
                     const struct trig_domain *domain, size_t *at, struct trig_site *out)
{
    if (*at == domain->cell_count)
        return false;
    size_t first = domain->cells[*at];
    size_t wave = cells->items[first].wave;
    size_t institution = cells->items[first].institution;
    double count = trig_headcount_of(cells, bys, domain, first);
    struct trig_site site = {.cell = first, .count = count > 0.0 ? count : NAN};
    for (; *at < domain->cell_count; (*at)++) {
        const struct trig_cell *cell = &cells->items[domain->cells[*at]];
        if (cell->wave != wave || cell->institution != institution)
            break;
        site.respondents += (double)cell->respondents;
    }
    *out = site;
    return true;
}

/* ---- what is shown ------------------------------------------------------------------------ */

/* Whether [bys] is by site already. */
static bool is_by_site(const struct trig_cells *cells, const struct trig_bys *bys)
{
    bool waves = cells->definition->wave_count && cells->only_wave == TRIG_NONE;
    return trig_bys_have(bys, TRIG_BY_INSTITUTION, TRIG_NONE) && trig_bys_groups(bys) == TRIG_NONE &&
           (!waves || trig_bys_have(bys, TRIG_BY_WAVE, TRIG_NONE));
}

/* @return false: there are too many names. */
static bool make_by_site(const struct trig_cells *cells, const struct trig_bys *bys, struct trig_bys *out)
{
    struct trig_bys found = {.count = 0};
    bool waves = cells->definition->wave_count && cells->only_wave == TRIG_NONE;
    for (size_t i = 0; i < bys->count; i++)
        if (bys->items[i].kind == TRIG_BY_VARIABLE)
            found.items[found.count++] = bys->items[i];
    if (found.count + 1 + waves > TRIG_MOST_BY)
        return false;
    found.items[found.count++] = (struct trig_by){TRIG_BY_INSTITUTION, TRIG_NONE, trig_view("institution")};
    if (waves)
        found.items[found.count++] = (struct trig_by){TRIG_BY_WAVE, TRIG_NONE, trig_view("wave")};
    *out = found;
    return true;
}

enum trig_status trig_sites_hide(const struct trig_sites *sites, const enum trig_suppression *reasons,
                                 size_t cells, struct trig_arena *arena, struct trig_sites *out,
                                 struct trig_error *error)
{
    const struct trig_lattice *lattice = &sites->protection.lattice;
    *out = *sites;
    out->reasons = reasons;
    out->hidden = trig_arena_calloc(arena, cells, sizeof *out->hidden);
    if (!out->hidden)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    for (size_t i = 0; i < cells; i++)
        out->hidden[i] = !sites->protection.cells;
    for (size_t i = lattice->first; i < lattice->tabled; i++)
        for (size_t j = 0; j < lattice->domains[i].cell_count; j++)
            out->hidden[lattice->domains[i].cells[j]] = reasons[i] != TRIG_SUPPRESSED_NONE;
    return TRIG_OK;
}

enum trig_status trig_sites_protect(const struct trig_protection *protection, const struct trig_bys *bys,
                                    struct trig_arena *arena, struct trig_sites *out,
                                    struct trig_error *error)
{
    const struct trig_cells *cells = protection->cells;
    struct trig_bys by_site;
    struct trig_sites sites = {.reasons = NULL};
    enum trig_status status = TRIG_OK;
    if (is_by_site(cells, bys))
        sites.protection = *protection;
    else if (make_by_site(cells, bys, &by_site))
        status = trig_protection_build(cells, &by_site, protection->rules, arena, &sites.protection, error);
    return status ? status
                  : trig_sites_hide(&sites, sites.protection.everybody, cells->count, arena, out, error);
}

bool trig_sites_shown(const struct trig_sites *sites, size_t cell)
{
    return !sites || !sites->hidden[cell];
}

/* Whether [total] is made of the domain's cells at counted sites and of no others. */
static bool is_counted_part(const struct trig_cells *cells, const struct trig_bys *bys,
                            const struct trig_domain *domain, const struct trig_domain *total)
{
    size_t found = 0;
    struct trig_site site;
    for (size_t from = 0, to = 0; trig_sites_next(cells, bys, domain, &to, &site); from = to) {
        for (; !isnan(site.count) && from < to; from++, found++)
            if (found == total->cell_count || total->cells[found] != domain->cells[from])
                return false;
    }
    return found == total->cell_count;
}

/* Whether the sum of the domain's counted sites is a total that may be told. */
static bool tells_total(const struct trig_cells *cells, const struct trig_bys *bys,
                        const struct trig_domain *domain, const struct trig_sites *sites)
{
    const struct trig_lattice *lattice = &sites->protection.lattice;
    for (size_t i = lattice->tabled; i < lattice->count && sites->protection.cells; i++)
        if (is_counted_part(cells, bys, domain, &lattice->domains[i]))
            return sites->reasons[i] == TRIG_SUPPRESSED_NONE;
    return false;
}

bool trig_sites_tell(const struct trig_cells *cells, const struct trig_bys *bys,
                     const struct trig_domain *domain, const struct trig_sites *sites)
{
    bool counted_hidden = false;
    bool others_hidden = false;
    bool others = false;
    struct trig_site site;
    for (size_t at = 0; trig_sites_next(cells, bys, domain, &at, &site);) {
        bool *found = isnan(site.count) ? &others_hidden : &counted_hidden;
        *found = *found || !trig_sites_shown(sites, site.cell);
        others = others || isnan(site.count);
    }
    return !others || !counted_hidden || !others_hidden || tells_total(cells, bys, domain, sites);
}
