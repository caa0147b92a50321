#include "analyze/benchmark/ensemble.h"
#include "analyze/trend/parts.h"

#include <math.h>

/* The slopes of a measure, one an institution. */
struct pool {
    struct trig_trend *trend;
    size_t measure;
    struct trig_entry *entries;
    size_t *rows; /* of the results */
    size_t count;
};

bool trig_trend_is_by_institution(const struct trig_trend *trend)
{
    const struct trig_bys *bys = &trend->options->bys;
    return bys->count == 1 && bys->items[0].kind == TRIG_BY_INSTITUTION;
}

static void find_slopes(struct pool *pool, size_t first)
{
    const struct trig_results *results = &pool->trend->bench.results;
    struct trig_view measure = pool->trend->measures.items[pool->measure].name;
    pool->count = 0;
    for (size_t i = first; i < results->count; i++) {
        const struct trig_result *row = &results->items[i];
        if (!trig_view_is(row->statistic_name, "slope") || !trig_view_equal(row->measure, measure) ||
            !(row->se > 0.0))
            continue;
        pool->entries[pool->count] = (struct trig_entry){row->estimate, row->se, row->df, (double)row->n};
        pool->rows[pool->count++] = i;
    }
}

static void shrink(const struct pool *pool, const struct trig_ensemble *ensemble)
{
    double level = pool->trend->bench.cells.request->design.level;
    for (size_t i = 0; i < pool->count; i++) {
        struct trig_result *row = &pool->trend->bench.results.items[pool->rows[i]];
        struct trig_shrunken shrunken = trig_ensemble_shrink(ensemble, &pool->entries[i], level);
        row->shrunken = shrunken.estimate;
        row->shrunken_low = shrunken.low;
        row->shrunken_high = shrunken.high;
        row->reliability = shrunken.reliability;
    }
}

/* The mean slope of the institutions, beside them. */
static enum trig_status add_mean(const struct pool *pool, const struct trig_ensemble *ensemble)
{
    struct trig_bench *bench = &pool->trend->bench;
    struct trig_domain domain = *pool->trend->series[0].domains[0];
    struct trig_estimate mean = trig_estimate_of_nobody;
    size_t row;
    domain.wave = domain.institution = TRIG_NONE;
    mean.estimate = ensemble->mean;
    mean.se = ensemble->mean_se;
    mean.df = (double)ensemble->count - 1.0;
    trig_estimate_bound(&mean, bench->cells.request->design.level);
    for (size_t i = 0; i < pool->count; i++)
        mean.n += bench->results.items[pool->rows[i]].n;
    enum trig_status status = trig_results_add_estimate(&bench->results, &bench->cells, pool->measure,
                                                        &domain, &mean, &row, pool->trend->error);
    if (status)
        return status;
    bench->results.items[row].statistic_name = trig_view("mean_slope");
    bench->results.items[row].unit = bench->results.items[pool->rows[0]].unit;
    return trig_results_note(&bench->results, row,
                             "%zu institutions, whose slopes differ by a standard deviation of %.3g",
                             pool->count, sqrt(ensemble->tau2))
               ? trig_bench_no_memory(pool->trend->error)
               : TRIG_OK;
}

static enum trig_status pool_measure(struct pool *pool, size_t first)
{
    struct trig_ensemble ensemble;
    find_slopes(pool, first);
    if (pool->count < TRIG_ENSEMBLE_LEAST)
        return TRIG_OK;
    enum trig_status status = trig_ensemble_fit(pool->entries, pool->count, &ensemble, pool->trend->error);
    if (status)
        return status;
    pool->trend->pooled = true;
    shrink(pool, &ensemble);
    return add_mean(pool, &ensemble);
}

enum trig_status trig_trend_pool(struct trig_trend *trend, size_t first)
{
    struct pool pool = {.trend = trend};
    if (!trig_trend_is_by_institution(trend))
        return TRIG_OK;
    pool.entries = trig_arena_calloc(&trend->arena, trend->series_count, sizeof *pool.entries);
    pool.rows = trig_arena_calloc(&trend->arena, trend->series_count, sizeof *pool.rows);
    if (!pool.entries || !pool.rows)
        return trig_bench_no_memory(trend->error);
    enum trig_status status = TRIG_OK;
    for (; pool.measure < trend->bench.cells.measures && status == TRIG_OK; pool.measure++)
        status = pool_measure(&pool, first);
    return status;
}
