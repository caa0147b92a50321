#include "analyze/benchmark/bench.h"

#include "analyze/disclosure/protection.h"

enum trig_status trig_bench_no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a comparison");
}

static enum trig_status check_measures(const struct trig_measures *measures, struct trig_error *error)
{
    for (size_t i = 0; i < measures->count; i++)
        if (measures->items[i].kind == TRIG_MEASURE_RESPONDENTS)
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "respondents are a count, and counts are not compared; compare pillars, items "
                "or shares (trig-analyze summary --measure respondents prints the counts)");
    return TRIG_OK;
}

static enum trig_status fill(struct trig_bench *bench, struct trig_error *error)
{
    const struct trig_context *context = bench->context;
    enum trig_status status =
        trig_cells_scan(context->stores, context->store_count, &bench->request, &bench->cells, error);
    if (status)
        return status;
    bench->estimator = trig_estimator_create(&bench->cells, &bench->request.design, error);
    if (!bench->estimator)
        return TRIG_ERR_MEMORY;
    status = trig_standing_build(&bench->cells, bench->estimator, &context->disclosure, &bench->arena,
                                 &bench->standing, error);
    return status ? status : trig_results_init(&bench->results, &bench->request.bys, error);
}

enum trig_status trig_bench_open(struct trig_bench *bench, const struct trig_context *context,
                                 const struct trig_request *request, struct trig_error *error)
{
    memset(bench, 0, sizeof *bench);
    trig_arena_init(&bench->arena);
    bench->context = context;
    bench->request = *request;
    trig_protection_prepare(&bench->request);
    enum trig_status status = check_measures(request->measures, error);
    if (status == TRIG_OK)
        status = fill(bench, error);
    if (status)
        trig_bench_clear(bench);
    return status;
}

void trig_bench_clear(struct trig_bench *bench)
{
    trig_results_clear(&bench->results);
    trig_standing_clear(&bench->standing);
    trig_estimator_destroy(bench->estimator);
    trig_cells_clear(&bench->cells);
    trig_arena_clear(&bench->arena);
    memset(bench, 0, sizeof *bench);
}

enum trig_status trig_bench_waves(struct trig_bench *bench, size_t **out, size_t *count,
                                  struct trig_error *error)
{
    size_t known = bench->cells.definition->wave_count;
    size_t *waves = trig_arena_calloc(&bench->arena, known + 1, sizeof *waves);
    if (!waves)
        return trig_bench_no_memory(error);
    *count = 0;
    for (size_t wave = 0; wave < known; wave++)
        if (trig_cells_have_wave(&bench->cells, wave))
            waves[(*count)++] = wave;
    if (known == 0)
        waves[(*count)++] = TRIG_NONE;
    *out = waves;
    return TRIG_OK;
}

enum trig_status trig_bench_table(const struct trig_bench *bench, uint64_t columns, const char *const *shown,
                                  size_t shown_count, trig_table **out, struct trig_error *error)
{
    trig_table *table;
    enum trig_status status =
        trig_results_table(&bench->results, bench->cells.definition, &bench->context->disclosure, columns,
                           bench->context->naming, &table, error);
    if (status)
        return status;
    status = trig_table_show(table, shown, shown_count, error);
    if (status)
        trig_table_destroy(table);
    else
        *out = table;
    return status;
}
