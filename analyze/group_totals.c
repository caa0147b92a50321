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
    size_t listed; /* so many of them summary lists */
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
            if (status == TRIG_OK)
                totals->results.items[row].unlisted = i >= totals->listed;
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
    if (families.without_groups)
        memcpy(totals->families, families.items, families.without_groups * sizeof *families.items);
    totals->own_count = totals->family_count = families.without_groups;
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

/* What the members' families and the groups that are shown give away. */
static enum trig_status audit(const struct totals *totals, size_t **exposed)
{
    return trig_disclosure_audit(totals->rules, &totals->results, totals->families, totals->family_count,
                                 trig_disclosure_may_be_known, exposed, totals->error);
}

/* Whether a sum of hidden members of [measure] follows that was not [known]. */
static bool exposes_more(const size_t *exposed, const size_t *known, size_t measures, size_t measure)
{
    for (; exposed && *exposed != TRIG_NONE; exposed = trig_audit_next(exposed))
        if (*exposed % measures == measure && !trig_audit_has(known, exposed))
            return true;
    return false;
}

/* A group's row, here and in the caller's results. */
static void hide_group(struct totals *totals, size_t row)
{
    trig_disclosure_hide(&totals->results.items[totals->families[totals->own_count + row].total],
                         TRIG_SUPPRESSED_SECONDARY);
    trig_disclosure_hide(&totals->shown->items[totals->rows[row]], TRIG_SUPPRESSED_SECONDARY);
}

/* Shows [group] beside those before it, and hides it again for each measure of
 * which more follows than [*known]. */
static enum trig_status try_group(struct totals *totals, size_t group, const size_t *known)
{
    size_t measures = totals->cells->measures;
    for (size_t measure = 0; measure < measures; measure++) {
        size_t row = group * measures + measure;
        totals->results.items[totals->families[totals->own_count + row].total].suppressed =
            totals->shown->items[totals->rows[row]].suppressed;
    }
    size_t *exposed;
    enum trig_status status = audit(totals, &exposed);
    for (size_t measure = 0; measure < measures && status == TRIG_OK; measure++)
        if (exposes_more(exposed, known, measures, measure))
            hide_group(totals, group * measures + measure);
    trig_free(exposed);
    return status;
}

/* Groups in the order of groups.csv: each is shown unless hidden members follow
 * from it and what is shown already. */
static enum trig_status try_groups(struct totals *totals)
{
    size_t *known;
    for (size_t i = totals->own_count; i < totals->family_count; i++)
        totals->results.items[totals->families[i].total].suppressed = TRIG_SUPPRESSED_SECONDARY;
    enum trig_status status = audit(totals, &known);
    for (size_t group = 0; group < totals->groups->count && status == TRIG_OK; group++)
        status = try_group(totals, group, known);
    trig_free(known);
    return status;
}

static enum trig_status hide_groups(struct totals *totals, trig_estimator *estimator)
{
    enum trig_status status =
        trig_domains_build(totals->cells, &totals->bys, &totals->arena, &totals->members, totals->error);
    totals->listed = totals->members.count;
    totals->members.count = totals->members.reachable; /* as summary counts them */
    if (status == TRIG_OK)
        status = trig_results_init(&totals->results, &totals->bys, totals->error);
    if (status == TRIG_OK)
        status = add_members(totals, estimator);
    if (status == TRIG_OK)
        status = protect_members(totals);
    if (status == TRIG_OK)
        status = add_groups(totals);
    return status ? status : try_groups(totals);
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
