#include "analyze/benchmark/standing.h"

#include "analyze/disclosure/protection.h"

void trig_standing_bys(const trig_definition *definition, struct trig_bys *out)
{
    out->count = 0;
    if (definition->wave_count)
        out->items[out->count++] = (struct trig_by){TRIG_BY_WAVE, TRIG_NONE, trig_view("wave")};
    out->items[out->count++] = (struct trig_by){TRIG_BY_INSTITUTION, TRIG_NONE, trig_view("institution")};
}

/* Every measure for every domain, in this order. */
static enum trig_status add_rows(const struct trig_cells *cells, trig_estimator *estimator,
                                 struct trig_standing *standing, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < standing->domains.count && status == TRIG_OK; i++) {
        const struct trig_domain *domain = &standing->domains.items[i];
        for (size_t measure = 0; measure < cells->measures && status == TRIG_OK; measure++) {
            struct trig_estimate estimate;
            size_t row;
            status = trig_estimate_mean(estimator, measure, domain, &estimate, error);
            if (status == TRIG_OK)
                status = trig_results_add_estimate(&standing->results, cells, measure, domain, &estimate,
                                                   &row, error);
        }
    }
    return status;
}

enum trig_status trig_standing_by(const struct trig_cells *cells, const struct trig_bys *bys,
                                  trig_estimator *estimator, const struct trig_disclosure_rules *rules,
                                  struct trig_arena *arena, struct trig_standing *out,
                                  struct trig_error *error)
{
    struct trig_standing standing = {.measures = cells->measures};
    struct trig_protection protection;
    struct trig_bys places; /* no row says its categories: only whether it may be shown is asked */
    trig_standing_bys(cells->definition, &places);
    enum trig_status status = trig_protection_build(cells, bys, rules, arena, &protection, error);
    if (status == TRIG_OK)
        status = trig_results_init(&standing.results, &places, error);
    if (status)
        return status;
    standing.domains.items = protection.lattice.domains + protection.lattice.first;
    standing.domains.count = standing.domains.reachable = protection.lattice.shown;
    status = add_rows(cells, estimator, &standing, error);
    if (status == TRIG_OK) {
        trig_disclosure_apply(rules, &standing.results);
        status = trig_protection_hide(&protection, NULL, &standing.results, error);
    }
    if (status)
        trig_standing_clear(&standing);
    else
        *out = standing;
    return status;
}

enum trig_status trig_standing_build(const struct trig_cells *cells, trig_estimator *estimator,
                                     const struct trig_disclosure_rules *rules, struct trig_arena *arena,
                                     struct trig_standing *out, struct trig_error *error)
{
    struct trig_bys bys;
    trig_standing_bys(cells->definition, &bys);
    return trig_standing_by(cells, &bys, estimator, rules, arena, out, error);
}

void trig_standing_clear(struct trig_standing *standing)
{
    trig_results_clear(&standing->results);
}

size_t trig_standing_find(const struct trig_standing *standing, size_t wave, size_t institution)
{
    for (size_t i = 0; i < standing->domains.count; i++) {
        const struct trig_domain *domain = &standing->domains.items[i];
        if (domain->institution == institution && domain->wave == wave)
            return i;
    }
    return TRIG_NONE;
}

const struct trig_result *trig_standing_row(const struct trig_standing *standing, size_t domain,
                                            size_t measure)
{
    return &standing->results.items[domain * standing->measures + measure];
}

enum trig_suppression trig_standing_of(const struct trig_standing *standing, size_t domain, size_t measure)
{
    return trig_standing_row(standing, domain, measure)->suppressed;
}

/* ---- groups ------------------------------------------------------------------------------------ */

static void set_group_bys(const trig_definition *definition, struct trig_bys *out)
{
    trig_standing_bys(definition, out);
    out->items[out->count - 1] = trig_by_family(TRIG_GROUP_DECLARED);
}

enum trig_status trig_standing_group(const struct trig_cells *cells, trig_estimator *estimator,
                                     const struct trig_disclosure_rules *rules, size_t wave, size_t group,
                                     bool *shown, struct trig_error *error)
{
    struct trig_standing groups = {.measures = cells->measures};
    struct trig_arena arena;
    struct trig_bys bys;
    set_group_bys(cells->definition, &bys);
    trig_arena_init(&arena);
    enum trig_status status = trig_standing_by(cells, &bys, estimator, rules, &arena, &groups, error);
    for (size_t measure = 0; measure < cells->measures; measure++)
        shown[measure] = false;
    for (size_t i = 0; i < groups.domains.count && status == TRIG_OK; i++)
        for (size_t measure = 0; measure < cells->measures; measure++)
            if (groups.domains.items[i].group == group && groups.domains.items[i].wave == wave)
                shown[measure] = trig_standing_of(&groups, i, measure) == TRIG_SUPPRESSED_NONE;
    trig_standing_clear(&groups);
    trig_arena_clear(&arena);
    return status;
}
