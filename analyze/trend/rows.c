#include "analyze/trend/parts.h"

#include "analyze/disclosure/protection.h"

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

static enum trig_status protect_breakdown(struct trig_trend *trend)
{
    struct trig_bench *bench = &trend->bench;
    struct trig_protection protection;
    size_t measures = bench->cells.measures;
    size_t *rows = trig_arena_calloc(&trend->arena, trend->domains.count * measures, sizeof *rows);
    if (!rows)
        return trig_bench_no_memory(trend->error);
    for (size_t domain = 0; domain < trend->domains.count; domain++)
        for (size_t measure = 0; measure < measures; measure++)
            rows[domain * measures + measure] = row_of(trend, domain, measure);
    enum trig_status status =
        trig_protection_build(&bench->cells, &bench->request.bys, &bench->context->disclosure, &trend->arena,
                              &protection, trend->error);
    return status ? status : trig_protection_hide(&protection, rows, &bench->results, trend->error);
}

enum trig_status trig_trend_rows(struct trig_trend *trend)
{
    enum trig_status status = estimate_rows(trend);
    if (status)
        return status;
    trig_disclosure_apply(&trend->bench.context->disclosure, &trend->bench.results);
    return trend->by_category ? protect_breakdown(trend) : TRIG_OK;
}
