#include "analyze/trend/trend.h"

#include "analyze/trend/parts.h"

#define TRIG_TREND_POOLED_BITS                                                                               \
    (TRIG_RESULT_BIT(TRIG_RESULT_SHRUNKEN) | TRIG_RESULT_BIT(TRIG_RESULT_SHRUNKEN_LOW) |                     \
     TRIG_RESULT_BIT(TRIG_RESULT_SHRUNKEN_HIGH) | TRIG_RESULT_BIT(TRIG_RESULT_RELIABILITY))

static enum trig_status make_table(struct trig_trend *trend)
{
    static const char *const after[] = {"wave",
                                        "estimate",
                                        "ci_low",
                                        "ci_high",
                                        "n",
                                        "benchmark",
                                        "difference",
                                        "difference_low",
                                        "difference_high",
                                        "p_adjusted",
                                        "effect_size",
                                        "detectable",
                                        "n_needed",
                                        "flag"};
    static const char *const pooled[] = {"shrunken", "shrunken_low", "shrunken_high"};
    const char *shown[TRIG_RESULT_COUNT + TRIG_MOST_BY] = {"measure", "institution",
                                                           trend->bench.results.group_name};
    size_t count = 3;
    for (size_t i = 0; i < trend->bench.results.by_count; i++)
        shown[count++] = trend->bench.results.by_names[i].data;
    if (trend->lines)
        shown[count++] = "statistic";
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        shown[count++] = after[i];
    for (size_t i = 0; i < sizeof pooled / sizeof *pooled && trend->pooled; i++)
        shown[count++] = pooled[i];
    shown[count++] = "suppressed";
    shown[count++] = "note";
    return trig_bench_table(&trend->bench,
                            TRIG_BENCH_ESTIMATE_BITS | TRIG_RESULT_BIT(TRIG_RESULT_GROUP) |
                                TRIG_RESULT_BIT(TRIG_RESULT_BY) | TRIG_RESULT_COMPARISON_BITS |
                                TRIG_RESULT_BIT(TRIG_RESULT_DETECTABLE) |
                                TRIG_RESULT_BIT(TRIG_RESULT_N_NEEDED) | TRIG_TREND_POOLED_BITS,
                            shown, count, &trend->table, trend->error);
}

static enum trig_status make(struct trig_trend *trend)
{
    enum trig_status status =
        trig_bench_waves(&trend->bench, &trend->waves, &trend->wave_count, trend->error);
    if (status)
        return status;
    trig_waves_sort(trend->bench.cells.definition, trend->waves, trend->wave_count);
    status = trig_trend_series(trend);
    if (status == TRIG_OK)
        status = trig_trend_rows(trend);
    if (status == TRIG_OK)
        status = trig_trend_link(trend);
    if (status == TRIG_OK)
        status = trig_trend_changes(trend);
    if (status == TRIG_OK)
        status = trig_trend_lines(trend);
    if (status == TRIG_OK)
        status = trig_trend_acted(trend);
    if (status == TRIG_OK)
        status = trig_trend_signed(trend);
    if (status == TRIG_OK)
        status = trig_trend_decompose(trend);
    if (status == TRIG_OK)
        status = make_table(trend);
    if (status)
        return status;
    trig_trend_show(trend);
    return trig_trend_describe(trend);
}

/* The breakdown with wave as its last name. */
static void set_bys(const struct trig_bys *asked, struct trig_bys *out)
{
    out->count = 0;
    for (size_t i = 0; i < asked->count; i++)
        if (asked->items[i].kind != TRIG_BY_WAVE && out->count < TRIG_MOST_BY - 1)
            out->items[out->count++] = asked->items[i];
    out->items[out->count++] = (struct trig_by){TRIG_BY_WAVE, TRIG_NONE, trig_view("wave")};
}

static enum trig_status check(const struct trig_context *context, const struct trig_trend_options *options,
                              struct trig_error *error)
{
    if (context->definition->wave_count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE, "this survey has no waves.csv: there is no trend");
    if (options->institution != TRIG_NONE && options->bys.count)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--institution and --by do not go together: ask for one of them");
    for (size_t i = 0; i < options->decompose.count; i++) {
        const struct trig_by *by = &options->decompose.items[i];
        if (by->kind != TRIG_BY_VARIABLE)
            return trig_error_set(error, TRIG_ERR_USAGE, "--decompose takes variables, not %.*s",
                                  TRIG_VIEW_ARG(by->name));
        if (trig_bys_have(&options->bys, by->kind, by->variable))
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "\"%.*s\" is in --by and in --decompose: within its categories it does not change",
                TRIG_VIEW_ARG(by->name));
    }
    return TRIG_OK;
}

static enum trig_status open_bench(struct trig_trend *trend, const struct trig_context *context)
{
    const struct trig_trend_options *options = trend->options;
    struct trig_request request = {.waves = options->waves,
                                   .design = options->design,
                                   .measures = options->measures,
                                   .threads = context->threads};
    set_bys(&options->bys, &request.bys);
    trend->by_category = request.bys.count > 1;
    enum trig_status status =
        trig_common_find(context, &request, &trend->arena, &trend->common, trend->error);
    if (status == TRIG_OK)
        status = trig_measures_restrict(context->definition, options->measures, trend->common.scores,
                                        trend->common.shares, &trend->measures, trend->error);
    request.measures = &trend->measures;
    return status ? status : trig_bench_open(&trend->bench, context, &request, trend->error);
}

enum trig_status trig_trend_table(const struct trig_context *context,
                                  const struct trig_trend_options *options, trig_table **out,
                                  struct trig_error *error)
{
    struct trig_trend trend = {.options = options, .error = error};
    enum trig_status status = check(context, options, error);
    if (status)
        return status;
    trig_arena_init(&trend.arena);
    status = open_bench(&trend, context);
    if (status == TRIG_OK)
        status = make(&trend);
    if (status == TRIG_OK)
        *out = trend.table;
    else
        trig_table_destroy(trend.table);
    trig_links_destroy(trend.links);
    trig_bench_clear(&trend.bench);
    trig_measures_clear(&trend.measures);
    trig_arena_clear(&trend.arena);
    return status;
}
