#include "analyze/benchmark/trend_parts.h"

#include "analyze/families.h"
#include "analyze/group_totals.h"

/* ---- rows ------------------------------------------------------------------------------------------- */

static enum trig_status add_row(struct trig_trend *trend, const struct trig_series *series, size_t at,
                                size_t measure)
{
    struct trig_bench *bench = &trend->bench;
    const struct trig_domain *domain = series->domains[at];
    struct trig_estimate estimate;
    size_t row;
    enum trig_status status = trig_estimate_mean(bench->estimator, measure, domain, &estimate, trend->error);
    if (status == TRIG_OK)
        status = trig_results_add_estimate(&bench->results, &bench->cells, measure, domain, &estimate, &row,
                                           trend->error);
    if (status || !series->is_own)
        return status;
    size_t standing = trig_standing_find(&bench->standing, domain->wave, domain->institution);
    enum trig_suppression suppression = trig_standing_of(&bench->standing, standing, measure);
    if (suppression != TRIG_SUPPRESSED_NONE)
        trig_disclosure_hide(&bench->results.items[row], suppression);
    return TRIG_OK;
}

/* Row of a measure, a series and a wave of it. */
static enum trig_status estimate_rows(struct trig_trend *trend)
{
    enum trig_status status = TRIG_OK;
    for (size_t measure = 0; measure < trend->bench.cells.measures; measure++)
        for (size_t i = 0; i < trend->series_count; i++)
            for (size_t at = 0; at < trend->series[i].count && status == TRIG_OK; at++)
                status = add_row(trend, &trend->series[i], at, measure);
    return status;
}

/* The row of domain [domain] of the breakdown: the rows go by measure, and within
 * one in the order of the series. */
static size_t row_of(const struct trig_trend *trend, size_t domain, size_t measure)
{
    size_t row = measure * trend->domain_count;
    for (size_t i = 0; i < trend->series_count; i++)
        for (size_t at = 0; at < trend->series[i].count; at++, row++)
            if (trend->series[i].domains[at] == &trend->domains.items[domain])
                return row;
    return TRIG_NONE;
}

/* Respondents whose category is missing are in no series, but a sector less all
 * series leaves them over: a row each behind the others, while rows are protected. */
static enum trig_status add_missing(struct trig_trend *trend, size_t *rows)
{
    struct trig_bench *bench = &trend->bench;
    size_t measures = bench->cells.measures;
    enum trig_status status = TRIG_OK;
    for (size_t domain = trend->domains.count; domain < trend->domains.reachable; domain++)
        for (size_t measure = 0; measure < measures && status == TRIG_OK; measure++) {
            const struct trig_domain *missing = &trend->domains.items[domain];
            struct trig_estimate estimate;
            status = trig_estimate_mean(bench->estimator, measure, missing, &estimate, trend->error);
            if (status == TRIG_OK)
                status =
                    trig_results_add_estimate(&bench->results, &bench->cells, measure, missing, &estimate,
                                              &rows[domain * measures + measure], trend->error);
            if (status == TRIG_OK)
                bench->results.items[bench->results.count - 1].unlisted = true;
        }
    return status;
}

static enum trig_status list_rows(struct trig_trend *trend, size_t **out)
{
    size_t measures = trend->bench.cells.measures;
    size_t *rows = trig_arena_calloc(&trend->arena, trend->domains.reachable * measures, sizeof *rows);
    if (!rows)
        return trig_bench_no_memory(trend->error);
    for (size_t domain = 0; domain < trend->domains.count; domain++)
        for (size_t measure = 0; measure < measures; measure++)
            rows[domain * measures + measure] = row_of(trend, domain, measure);
    *out = rows;
    return add_missing(trend, rows);
}

/* The families of a breakdown are made for rows in the order of the domains. */
static enum trig_status list_families(struct trig_trend *trend, const size_t *rows,
                                      struct trig_families *families)
{
    struct trig_domains every = trend->domains;
    every.count = every.reachable;
    enum trig_status status =
        trig_families_build(&trend->bench.cells, &every, &trend->bench.request.bys,
                            trend->bench.cells.measures, &trend->arena, families, trend->error);
    for (size_t i = 0; status == TRIG_OK && i < families->count; i++)
        for (size_t j = 0; j < families->items[i].part_count; j++) {
            size_t *part = (size_t *)&families->items[i].parts[j];
            *part = rows[*part];
        }
    return status;
}

static enum trig_status protect_breakdown(struct trig_trend *trend)
{
    struct trig_bench *bench = &trend->bench;
    const struct trig_disclosure_rules *rules = &bench->context->disclosure;
    struct trig_families families;
    size_t listed = bench->results.count;
    size_t *rows = NULL;
    enum trig_status status = list_rows(trend, &rows);
    if (status == TRIG_OK)
        status = list_families(trend, rows, &families);
    if (status == TRIG_OK)
        status = trig_disclosure_apply(rules, &bench->results, families.items, families.count, trend->error);
    bench->results.count = listed;
    return status ? status
                  : trig_group_totals_hide(&bench->cells, bench->estimator, rules, &bench->request.bys,
                                           &trend->domains, rows, &bench->results, trend->error);
}

static enum trig_status protect(struct trig_trend *trend)
{
    const struct trig_disclosure_rules *rules = &trend->bench.context->disclosure;
    return trend->by_category ? protect_breakdown(trend)
                              : trig_disclosure_apply(rules, &trend->bench.results, NULL, 0, trend->error);
}

enum trig_status trig_trend_rows(struct trig_trend *trend)
{
    enum trig_status status = estimate_rows(trend);
    return status ? status : protect(trend);
}
