#include "analyze/group_totals.h"

#include "analyze/disclosure/audit.h"
#include "analyze/families.h"

/* Institutions in the same breakdown as the groups, as summary shows them, and
 * the groups' totals behind them as further rows. */
struct totals {
    const struct trig_cells *cells;
    const struct trig_disclosure_rules *rules;
    const struct trig_domains *groups;
    const size_t *rows;         /* of the groups, in the caller's results */
    struct trig_results *shown; /* the caller's */
    struct trig_arena arena;
    struct trig_bys bys; /* with institution in the place of group */
    struct trig_domains members;
    struct trig_results results;
    struct trig_family *families; /* the members' own, then one a group row that is shown */
    size_t family_count;
    size_t own_count; /* of the members' own families */
    struct trig_error *error;
};

static enum trig_status no_memory(struct totals *totals)
{
    return trig_error_set(totals->error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
}

static void set_bys(const struct trig_bys *asked, struct trig_bys *out)
{
    *out = *asked;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].kind == TRIG_BY_GROUP)
            out->items[i] = (struct trig_by){TRIG_BY_INSTITUTION, TRIG_NONE, trig_view("institution")};
}

/* ---- the members ---------------------------------------------------------------------------- */

static enum trig_status add_members(struct totals *totals, trig_estimator *estimator)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < totals->members.count && status == TRIG_OK; i++)
        for (size_t measure = 0; measure < totals->cells->measures && status == TRIG_OK; measure++) {
            struct trig_estimate estimate;
            size_t row;
            const struct trig_domain *domain = &totals->members.items[i];
            status = trig_estimate_mean(estimator, measure, domain, &estimate, totals->error);
            if (status == TRIG_OK)
                status = trig_results_add_estimate(&totals->results, totals->cells, measure, domain,
                                                   &estimate, &row, totals->error);
        }
    return status;
}

/* Hides of the members what summary --by institution hides. */
static enum trig_status protect_members(struct totals *totals)
{
    struct trig_families families;
    size_t group_rows = totals->groups->count * totals->cells->measures;
    enum trig_status status =
        trig_families_build(totals->cells, &totals->members, &totals->bys, totals->cells->measures,
                            &totals->arena, &families, totals->error);
    if (status == TRIG_OK)
        status = trig_disclosure_apply(totals->rules, &totals->results, families.items, families.count,
                                       totals->error);
    if (status)
        return status;
    totals->families =
        trig_arena_calloc(&totals->arena, families.count + group_rows, sizeof *totals->families);
    if (!totals->families)
        return no_memory(totals);
    if (families.count)
        memcpy(totals->families, families.items, families.count * sizeof *families.items);
    totals->own_count = totals->family_count = families.count;
    return TRIG_OK;
}

/* ---- the groups ------------------------------------------------------------------------------- */

static bool same_values(const struct totals *totals, const struct trig_domain *a, const struct trig_domain *b)
{
    size_t values = totals->results.by_count;
    return values == 0 || memcmp(a->values, b->values, values * sizeof *a->values) == 0;
}

/* Whether an institution's domain is part of a group's: it agrees in everything
 * else, and its respondents were members. */
static bool is_member(const struct totals *totals, const struct trig_domain *domain,
                      const struct trig_domain *group)
{
    return domain->wave == group->wave && same_values(totals, domain, group) &&
           trig_cell_in_group(totals->cells, domain->cells[0], group->group);
}

/* A group's row behind the members, and its family. */
static enum trig_status add_group(struct totals *totals, size_t group, size_t measure)
{
    const struct trig_domain *domain = &totals->groups->items[group];
    const struct trig_result *shown =
        &totals->shown->items[totals->rows[group * totals->cells->measures + measure]];
    size_t *parts = trig_arena_calloc(&totals->arena, totals->members.count, sizeof *parts);
    size_t count = 0;
    size_t row;
    if (!parts)
        return no_memory(totals);
    for (size_t i = 0; i < totals->members.count; i++)
        if (is_member(totals, &totals->members.items[i], domain))
            parts[count++] = i * totals->cells->measures + measure;
    enum trig_status status = trig_results_add(&totals->results, &row, totals->error);
    if (status)
        return status;
    totals->results.items[row].base = shown->base;
    totals->results.items[row].suppressed = shown->suppressed;
    totals->families[totals->family_count++] = (struct trig_family){parts, count, row};
    return TRIG_OK;
}

static enum trig_status add_groups(struct totals *totals)
{
    enum trig_status status = TRIG_OK;
    for (size_t group = 0; group < totals->groups->count; group++)
        for (size_t measure = 0; measure < totals->cells->measures && status == TRIG_OK; measure++)
            status = add_group(totals, group, measure);
    return status;
}

static bool has_part(const struct trig_family *family, const size_t *rows)
{
    for (; *rows != TRIG_NONE; rows++)
        for (size_t i = 0; i < family->part_count; i++)
            if (family->parts[i] == *rows)
                return true;
    return false;
}

/* The last group that is shown and has one of [rows] for a member; TRIG_NONE. */
static size_t last_shown(const struct totals *totals, const size_t *rows)
{
    for (size_t i = totals->family_count; i > totals->own_count; i--) {
        const struct trig_family *family = &totals->families[i - 1];
        if (!trig_disclosure_is_hidden(&totals->results.items[family->total]) && has_part(family, rows))
            return i - 1;
    }
    return TRIG_NONE;
}

/* Hides one group for each sum of hidden members that follows. */
static enum trig_status hide_round(struct totals *totals, bool *changed)
{
    size_t *exposed;
    *changed = false;
    enum trig_status status =
        trig_disclosure_audit(totals->rules, &totals->results, totals->families, totals->family_count,
                              trig_disclosure_may_be_known, &exposed, totals->error);
    for (const size_t *rows = exposed; rows && *rows != TRIG_NONE; rows++) {
        size_t family = last_shown(totals, rows);
        if (family != TRIG_NONE) {
            trig_disclosure_hide(&totals->results.items[totals->families[family].total],
                                 TRIG_SUPPRESSED_SECONDARY);
            trig_disclosure_hide(&totals->shown->items[totals->rows[family - totals->own_count]],
                                 TRIG_SUPPRESSED_SECONDARY);
            *changed = true;
        }
        while (*rows != TRIG_NONE)
            rows++;
    }
    trig_free(exposed);
    return status;
}

static enum trig_status hide_groups(struct totals *totals, trig_estimator *estimator)
{
    enum trig_status status =
        trig_domains_build(totals->cells, &totals->bys, &totals->arena, &totals->members, totals->error);
    totals->members.count = totals->members.reachable; /* as summary counts them */
    if (status == TRIG_OK)
        status = trig_results_init(&totals->results, &totals->bys, totals->error);
    if (status == TRIG_OK)
        status = add_members(totals, estimator);
    if (status == TRIG_OK)
        status = protect_members(totals);
    if (status == TRIG_OK)
        status = add_groups(totals);
    bool changed = true;
    while (changed && status == TRIG_OK)
        status = hide_round(totals, &changed);
    return status;
}

enum trig_status trig_group_totals_hide(const struct trig_cells *cells, trig_estimator *estimator,
                                        const struct trig_disclosure_rules *rules, const struct trig_bys *bys,
                                        const struct trig_domains *domains, const size_t *rows,
                                        struct trig_results *results, struct trig_error *error)
{
    struct totals totals = {
        .cells = cells, .rules = rules, .groups = domains, .rows = rows, .shown = results, .error = error};
    if (rules->mode == TRIG_DISCLOSURE_NONE || !trig_bys_have(bys, TRIG_BY_GROUP, TRIG_NONE) ||
        trig_bys_have(bys, TRIG_BY_INSTITUTION, TRIG_NONE))
        return TRIG_OK;
    trig_arena_init(&totals.arena);
    set_bys(bys, &totals.bys);
    enum trig_status status = hide_groups(&totals, estimator);
    trig_results_clear(&totals.results);
    trig_arena_clear(&totals.arena);
    return status;
}
