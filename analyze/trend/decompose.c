#include "analyze/estimate/telling.h"
#include "analyze/trend/kitagawa.h"
#include "analyze/trend/parts.h"

#include <math.h>
#include <string.h>

/* One breakdown of the series by the attributes, and what of it may be shown. */
struct kinds {
    struct trig_bys bys;
    struct trig_domains domains;
    struct trig_protection protection;
    enum trig_suppression *reasons; /* of the measure at work, by domain of the lattice */
};

struct decomposition {
    struct trig_trend *trend;
    struct trig_request request;
    struct trig_cells cells;
    trig_estimator *estimator;
    struct kinds own; /* of the institution that was asked for */
    struct kinds all; /* of the other series */
    struct trig_kitagawa_category *categories;
    struct trig_influence *composition;
    struct trig_influence *within;
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the parts of changes");
    return TRIG_ERR_MEMORY;
}

/* ---- the breakdown ---------------------------------------------------------------------------------- */

/* The series' names, the attributes, and wave last. */
static enum trig_status set_bys(const struct decomposition *work, bool own, struct trig_bys *out)
{
    const struct trig_trend_options *options = work->trend->options;
    out->count = 0;
    if (own)
        out->items[out->count++] = (struct trig_by){TRIG_BY_INSTITUTION, TRIG_NONE, trig_view("institution")};
    for (size_t i = 0; i < options->bys.count; i++)
        if (options->bys.items[i].kind != TRIG_BY_WAVE)
            out->items[out->count++] = options->bys.items[i];
    if (out->count + options->decompose.count + 1 > TRIG_MOST_BY)
        return trig_error_set(work->trend->error, TRIG_ERR_USAGE,
                              "--by and --decompose take at most %d names together", TRIG_MOST_BY - 1);
    for (size_t i = 0; i < options->decompose.count; i++)
        out->items[out->count++] = options->decompose.items[i];
    out->items[out->count++] = (struct trig_by){TRIG_BY_WAVE, TRIG_NONE, trig_view("wave")};
    return TRIG_OK;
}

static enum trig_status find_kinds(struct decomposition *work, bool own, struct kinds *out)
{
    struct trig_trend *trend = work->trend;
    enum trig_status status = set_bys(work, own, &out->bys);
    if (status == TRIG_OK)
        status = trig_domains_build(&work->cells, &out->bys, &trend->arena, &out->domains, trend->error);
    if (status == TRIG_OK)
        status = trig_protection_build(&work->cells, &out->bys, &trend->bench.context->disclosure,
                                       &trend->arena, &out->protection, trend->error);
    if (status)
        return status;
    out->reasons = trig_arena_calloc(&trend->arena, out->protection.lattice.count, sizeof *out->reasons);
    return out->reasons ? TRIG_OK : no_memory(trend->error);
}

static enum trig_status scan(struct decomposition *work)
{
    struct trig_trend *trend = work->trend;
    const struct trig_context *context = trend->bench.context;
    work->request = trend->bench.request;
    enum trig_status status = set_bys(work, trend->options->institution != TRIG_NONE, &work->request.bys);
    if (status)
        return status;
    trig_protection_prepare(&work->request);
    status =
        trig_cells_scan(context->stores, context->store_count, &work->request, &work->cells, trend->error);
    if (status)
        return status;
    work->estimator = trig_estimator_create(&work->cells, &work->request.design, trend->error);
    if (!work->estimator)
        return TRIG_ERR_MEMORY;
    if (trend->options->institution != TRIG_NONE)
        status = find_kinds(work, true, &work->own);
    if (status == TRIG_OK)
        status = find_kinds(work, false, &work->all);
    size_t most = work->own.domains.reachable + work->all.domains.reachable;
    work->categories = trig_arena_calloc(&trend->arena, most, sizeof *work->categories);
    work->composition = trig_arena_calloc(&trend->arena, 2 * most, sizeof *work->composition);
    work->within = trig_arena_calloc(&trend->arena, 2 * most, sizeof *work->within);
    if (status == TRIG_OK && !(work->categories && work->composition && work->within))
        status = no_memory(trend->error);
    return status;
}

/* ---- categories ------------------------------------------------------------------------------ */

/* Whether a kind of people belongs to the series' domain. */
static bool is_of(const struct decomposition *work, const struct trig_domain *kind,
                  const struct trig_domain *whole)
{
    size_t values = work->trend->bench.results.by_count;
    return kind->wave == whole->wave && kind->institution == whole->institution &&
           kind->group == whole->group &&
           (values == 0 || memcmp(kind->values, whole->values, values * sizeof *kind->values) == 0);
}

static bool same_kind(const struct decomposition *work, const struct trig_domain *a,
                      const struct trig_domain *b)
{
    size_t values = work->trend->bench.results.by_count;
    return memcmp(a->values + values, b->values + values,
                  work->trend->options->decompose.count * sizeof *a->values) == 0;
}

/* Why a part of the change may not be shown: some kind's mean may not. A kind that no table lists is
 * what is left of a total. */
static enum trig_suppression reason_of(const struct kinds *kinds, size_t domain)
{
    const struct trig_lattice *lattice = &kinds->protection.lattice;
    if (domain < lattice->shown)
        return kinds->reasons[lattice->first + domain];
    return TRIG_SUPPRESSED_NONE;
}

struct found {
    size_t count;
    enum trig_suppression hidden;
    bool alone; /* a kind has fewer than two answers in a wave */
};

static struct trig_kitagawa_category *place_of(const struct decomposition *work,
                                               const struct trig_domain *kind, struct found *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct trig_domain *const *domains = work->categories[i].domains;
        if (same_kind(work, domains[0] ? domains[0] : domains[1], kind))
            return &work->categories[i];
    }
    work->categories[found->count] = (struct trig_kitagawa_category){.domains = {NULL, NULL}};
    return &work->categories[found->count++];
}

static struct found find_categories(const struct decomposition *work, const struct kinds *kinds,
                                    size_t measure, const struct trig_domain *const waves[2])
{
    struct found found = {0, TRIG_SUPPRESSED_NONE, false};
    for (size_t i = 0; i < kinds->domains.reachable; i++) {
        const struct trig_domain *kind = &kinds->domains.items[i];
        size_t t = kind->wave == waves[1]->wave;
        if (!is_of(work, kind, waves[t]))
            continue;
        struct trig_moments sums = trig_domain_moments(&work->cells, measure, kind);
        if (sums.n == 0.0)
            continue;
        struct trig_kitagawa_category *category = place_of(work, kind, &found);
        category->domains[t] = kind;
        category->n[t] = sums.n;
        category->weight[t] = sums.w;
        category->mean[t] = sums.wy / sums.w;
        if (found.hidden == TRIG_SUPPRESSED_NONE)
            found.hidden = reason_of(kinds, i);
    }
    for (size_t i = 0; i < found.count; i++)
        found.alone = found.alone || work->categories[i].n[0] < 2.0 || work->categories[i].n[1] < 2.0;
    return found;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static enum trig_status add_row(struct decomposition *work, const struct trig_domain *whole, size_t measure,
                                const char *statistic, const struct trig_estimate *part,
                                const struct found *found)
{
    struct trig_bench *bench = &work->trend->bench;
    size_t at;
    enum trig_status status = trig_results_add_estimate(&bench->results, &bench->cells, measure, whole, part,
                                                        &at, work->trend->error);
    if (status)
        return status;
    struct trig_result *row = &bench->results.items[at];
    row->statistic_name = trig_view(statistic);
    work->trend->lines = true;
    if (found->hidden != TRIG_SUPPRESSED_NONE) {
        trig_disclosure_hide(row, found->hidden);
        return TRIG_OK;
    }
    trig_trend_test(row);
    return found->alone &&
                   trig_results_note(
                       &bench->results, at,
                       "not parted: some kind of people gave fewer than two answers in one of the waves")
               ? no_memory(work->trend->error)
               : TRIG_OK;
}

static enum trig_status part_change(struct decomposition *work, const struct kinds *kinds, size_t measure,
                                    const struct trig_domain *const waves[2])
{
    struct trig_error *error = work->trend->error;
    struct trig_estimate composition = trig_estimate_of_nobody;
    struct trig_estimate within = trig_estimate_of_nobody;
    struct found found = find_categories(work, kinds, measure, waves);
    enum trig_status status = TRIG_OK;
    if (!found.alone && found.hidden == TRIG_SUPPRESSED_NONE && found.count) {
        struct trig_kitagawa split =
            trig_kitagawa_split(work->categories, found.count, work->composition, work->within);
        status = trig_estimate_linearised(work->estimator, measure, split.composition, work->composition,
                                          2 * found.count, &composition, error);
        if (status == TRIG_OK)
            status = trig_estimate_linearised(work->estimator, measure, split.within, work->within,
                                              2 * found.count, &within, error);
    }
    if (status == TRIG_OK)
        status = add_row(work, waves[1], measure, "composition", &composition, &found);
    return status ? status : add_row(work, waves[1], measure, "within", &within, &found);
}

/* @param first  row of the series' first wave. */
static enum trig_status part_series(struct decomposition *work, const struct trig_series *series,
                                    size_t measure, size_t first)
{
    const struct kinds *kinds = series->is_own ? &work->own : &work->all;
    enum trig_status status = TRIG_OK;
    for (size_t at = 1; at < series->count && status == TRIG_OK; at++) {
        const struct trig_domain *const waves[] = {series->domains[at - 1], series->domains[at]};
        if (!isnan(work->trend->bench.results.items[first + at].difference))
            status = part_change(work, kinds, measure, waves);
    }
    return status;
}

static enum trig_status part_all(struct decomposition *work)
{
    struct trig_trend *trend = work->trend;
    enum trig_status status = TRIG_OK;
    size_t row = 0;
    for (size_t measure = 0; measure < trend->bench.cells.measures && status == TRIG_OK; measure++) {
        if (work->own.reasons)
            status = trig_protection_measure(&work->own.protection, measure, work->own.reasons, trend->error);
        if (status == TRIG_OK)
            status = trig_protection_measure(&work->all.protection, measure, work->all.reasons, trend->error);
        for (size_t i = 0; i < trend->series_count && status == TRIG_OK; i++) {
            status = part_series(work, &trend->series[i], measure, row);
            row += trend->series[i].count;
        }
    }
    return status;
}

enum trig_status trig_trend_decompose(struct trig_trend *trend)
{
    struct decomposition work = {.trend = trend};
    size_t first = trend->bench.results.count;
    if (trend->options->decompose.count == 0)
        return TRIG_OK;
    enum trig_status status = scan(&work);
    if (status == TRIG_OK)
        status = part_all(&work);
    if (status == TRIG_OK)
        status = trig_trend_adjust(trend, first, "composition");
    if (status == TRIG_OK)
        status = trig_trend_adjust(trend, first, "within");
    trig_estimator_destroy(work.estimator);
    trig_cells_clear(&work.cells);
    return status;
}
