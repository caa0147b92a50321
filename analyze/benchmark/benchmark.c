#include "analyze/benchmark/benchmark.h"

#include "analyze/benchmark/pair.h"
#include "analyze/benchmark/show.h"
#include "analyze/benchmark/words.h"

#include <math.h>

/* Everything one benchmark is made with. */
struct benchmark {
    struct trig_bench bench;
    const struct trig_benchmark_options *options;
    struct trig_pair *pairs; /* by row */
    size_t least_averaged;   /* institutions behind a benchmark of institutions */
    size_t most_averaged;
    double least_share; /* of own answers in the benchmark, among the rows shown */
    double most_share;
    trig_table *table;
    struct trig_error *error;
};

/* ---- rows --------------------------------------------------------------------------------------- */

/* What the notes say about all rows together. */
static void remember(struct benchmark *benchmark, const struct trig_pair *pair)
{
    size_t averaged = pair->comparator.count;
    benchmark->least_averaged = averaged < benchmark->least_averaged ? averaged : benchmark->least_averaged;
    benchmark->most_averaged = averaged > benchmark->most_averaged ? averaged : benchmark->most_averaged;
    benchmark->least_share = fmin(benchmark->least_share, pair->comparison.own_share);
    benchmark->most_share = fmax(benchmark->most_share, pair->comparison.own_share);
}

/* Hides the comparisons of one wave, from row [first] on, with a group that may not
 * be shown. The mean of institutions' means is made of shown ones only. */
static enum trig_status hide_group(struct benchmark *benchmark, size_t wave, size_t first)
{
    struct trig_bench *bench = &benchmark->bench;
    const struct trig_against *against = &benchmark->options->against;
    if (against->kind != TRIG_AGAINST_GROUP || against->weighting == TRIG_WEIGHTING_INSTITUTIONS)
        return TRIG_OK;
    bool *shown = trig_arena_calloc(&bench->arena, bench->cells.measures, sizeof *shown);
    if (!shown)
        return trig_bench_no_memory(benchmark->error);
    enum trig_status status =
        trig_standing_group(&bench->cells, bench->estimator, &bench->context->disclosure, wave,
                            against->group, shown, benchmark->error);
    for (size_t measure = 0; measure < bench->cells.measures && status == TRIG_OK; measure++) {
        struct trig_result *row = &bench->results.items[first + measure];
        if (shown[measure] || row->suppressed != TRIG_SUPPRESSED_NONE)
            continue;
        trig_disclosure_hide(row, TRIG_SUPPRESSED_COMPARATOR);
        status = trig_words_group(&bench->results, first + measure, benchmark->error);
    }
    return status;
}

/* The rows of one wave; none when nobody of the institution answered in it. */
static enum trig_status add_wave(struct benchmark *benchmark, size_t wave)
{
    size_t own = benchmark->options->institution;
    size_t domain = trig_standing_find(&benchmark->bench.standing, wave, own);
    size_t first = benchmark->bench.results.count;
    if (domain == TRIG_NONE)
        return TRIG_OK;
    struct trig_peers *peers = trig_arena_calloc(&benchmark->bench.arena, 1, sizeof *peers);
    if (!peers)
        return trig_bench_no_memory(benchmark->error);
    enum trig_status status = trig_peers_select(&benchmark->bench.cells, &benchmark->options->against, wave,
                                                own, &benchmark->bench.arena, peers, benchmark->error);
    for (size_t measure = 0; measure < benchmark->bench.cells.measures && status == TRIG_OK; measure++) {
        size_t row;
        status = trig_pair_add(&benchmark->bench, domain, peers, measure,
                               &benchmark->pairs[benchmark->bench.results.count], &row, benchmark->error);
    }
    return status ? status : hide_group(benchmark, wave, first);
}

static enum trig_status add_waves(struct benchmark *benchmark)
{
    const trig_definition *definition = benchmark->bench.cells.definition;
    const size_t *waves;
    size_t count;
    enum trig_status status = trig_bench_waves(&benchmark->bench, &waves, &count, benchmark->error);
    if (status)
        return status;
    benchmark->pairs = trig_arena_calloc(&benchmark->bench.arena, count * benchmark->bench.cells.measures,
                                         sizeof *benchmark->pairs);
    if (!benchmark->pairs)
        return trig_bench_no_memory(benchmark->error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        status = add_wave(benchmark, waves[i]);
    if (status == TRIG_OK && benchmark->bench.results.count == 0)
        return trig_error_set(
            benchmark->error, TRIG_ERR_DOMAIN,
            "nobody of %.*s answered in the waves asked for; `trig-collect status` lists what is "
            "stored, --wave chooses another",
            TRIG_VIEW_ARG(definition->institutions[benchmark->options->institution].name));
    return status;
}

static enum trig_status protect(struct benchmark *benchmark)
{
    trig_disclosure_apply(&benchmark->bench.context->disclosure, &benchmark->bench.results);
    enum trig_status status = trig_words_comparator(&benchmark->bench.results, benchmark->error);
    for (size_t row = 0; row < benchmark->bench.results.count && status == TRIG_OK; row++)
        if (!isnan(benchmark->bench.results.items[row].difference))
            remember(benchmark, &benchmark->pairs[row]);
    return status ? status
                  : trig_results_adjust(&benchmark->bench.results, 0, benchmark->bench.results.count,
                                        benchmark->error);
}

/* ---- words ---------------------------------------------------------------------------------------- */

static enum trig_status add_note(struct benchmark *benchmark, struct trig_view note)
{
    return note.data ? trig_table_add_note(benchmark->table, note, benchmark->error)
                     : trig_bench_no_memory(benchmark->error);
}

static enum trig_status set_title(struct benchmark *benchmark, struct trig_view against)
{
    const trig_definition *definition = benchmark->bench.cells.definition;
    struct trig_view name = definition->institutions[benchmark->options->institution].name;
    struct trig_view title = trig_arena_printf(&benchmark->bench.arena, "%.*s compared with %.*s",
                                               TRIG_VIEW_ARG(name), TRIG_VIEW_ARG(against));
    return title.data ? trig_table_set_title(benchmark->table, title, benchmark->error)
                      : trig_bench_no_memory(benchmark->error);
}

/* "3.2%", or "3.1% to 3.4%" where measures differ. */
static void write_range(double least, double most, int decimals, const char *unit, char *out, size_t size)
{
    int used = snprintf(out, size, "%.*f%s", decimals, least, unit);
    if (most - least >= 0.5 * pow(10.0, -decimals))
        snprintf(out + used, size - (size_t)used, " to %.*f%s", decimals, most, unit);
}

static enum trig_status note_own_part(struct benchmark *benchmark)
{
    char share[48];
    if (!(benchmark->most_share > 0.0))
        return add_note(benchmark, trig_view("The institution's own answers are not part of the benchmark."));
    write_range(100.0 * benchmark->least_share, 100.0 * benchmark->most_share, 1, "%", share, sizeof share);
    return add_note(
        benchmark,
        trig_arena_printf(&benchmark->bench.arena,
                          "The institution's own answers are part of the benchmark: %s of it. That pulls "
                          "the benchmark towards the institution; the interval of the difference "
                          "allows for it.",
                          share));
}

static enum trig_status note_benchmark(struct benchmark *benchmark, struct trig_view against)
{
    char count[48];
    if (benchmark->options->against.weighting == TRIG_WEIGHTING_RESPONDENTS)
        return add_note(benchmark, trig_arena_printf(&benchmark->bench.arena,
                                                     "benchmark: the mean of all respondents of %.*s; "
                                                     "difference: estimate minus benchmark.",
                                                     TRIG_VIEW_ARG(against)));
    write_range((double)benchmark->least_averaged, (double)benchmark->most_averaged, 0, "", count,
                sizeof count);
    return add_note(
        benchmark,
        trig_arena_printf(
            &benchmark->bench.arena,
            "benchmark: the mean of the institutions' means, each counting the same, over the %s "
            "institutions of %.*s whose own result may be shown: small ones are left out, and for "
            "shares those where nearly nobody or nearly everybody answered so. difference: estimate "
            "minus benchmark.",
            count, TRIG_VIEW_ARG(against)));
}

static bool any_shown(const struct benchmark *benchmark)
{
    for (size_t i = 0; i < benchmark->bench.results.count; i++)
        if (!isnan(benchmark->bench.results.items[i].difference))
            return true;
    return false;
}

static enum trig_status describe(struct benchmark *benchmark)
{
    struct trig_view against = trig_against_words(benchmark->bench.cells.definition,
                                                  &benchmark->options->against, &benchmark->bench.arena);
    if (!against.data)
        return trig_bench_no_memory(benchmark->error);
    enum trig_status status = set_title(benchmark, against);
    if (status == TRIG_OK && any_shown(benchmark)) {
        status = note_benchmark(benchmark, against);
        if (status == TRIG_OK)
            status = note_own_part(benchmark);
        if (status == TRIG_OK)
            status = trig_words_columns(&benchmark->bench.results, "the rows of this table",
                                        TRIG_WORDS_BENCHMARK, benchmark->table, benchmark->error);
        if (status == TRIG_OK)
            status = trig_words_variance(&benchmark->bench, benchmark->options->against.variance,
                                         benchmark->table, benchmark->error);
    }
    if (status == TRIG_OK)
        status = trig_words_suppressed(&benchmark->bench.context->disclosure, &benchmark->bench.results,
                                       TRIG_WORDS_BENCHMARK, benchmark->table, benchmark->error);
    return status ? status
                  : trig_context_annotate(benchmark->bench.context, &benchmark->bench.cells, benchmark->table,
                                          benchmark->error);
}

/* ---- the table --------------------------------------------------------------------------------------- */

static void show(const struct benchmark *benchmark)
{
    FILE *out = benchmark->options->show_r;
    if (!out)
        return;
    trig_show_begin(&benchmark->bench.cells, benchmark->options->against.variance, out);
    for (size_t row = 0; row < benchmark->bench.results.count; row++)
        trig_pair_show(&benchmark->bench, &benchmark->pairs[row], row, out);
    trig_show_end(TRIG_SHOW_ALL_ROWS, out);
}

static enum trig_status make(struct benchmark *benchmark)
{
    static const char *const shown[] = {
        "wave",       "measure",     "estimate",   "ci_low",         "ci_high",
        "n",          "benchmark",   "difference", "difference_low", "difference_high",
        "p_adjusted", "effect_size", "flag",       "suppressed",     "note"};
    enum trig_status status = add_waves(benchmark);
    if (status == TRIG_OK)
        status = protect(benchmark);
    if (status == TRIG_OK)
        status = trig_bench_table(&benchmark->bench, TRIG_BENCH_ESTIMATE_BITS | TRIG_RESULT_COMPARISON_BITS,
                                  shown, sizeof shown / sizeof *shown, &benchmark->table, benchmark->error);
    if (status)
        return status;
    show(benchmark);
    return describe(benchmark);
}

enum trig_status trig_benchmark_table(const struct trig_context *context,
                                      const struct trig_benchmark_options *options, trig_table **out,
                                      struct trig_error *error)
{
    struct trig_request request = {.waves = options->waves,
                                   .design = options->design,
                                   .measures = options->measures,
                                   .threads = context->threads};
    trig_standing_bys(context->definition, &request.bys);
    struct benchmark benchmark = {.options = options,
                                  .least_averaged = SIZE_MAX,
                                  .least_share = INFINITY,
                                  .most_share = -INFINITY,
                                  .error = error};
    enum trig_status status = trig_bench_open(&benchmark.bench, context, &request, error);
    if (status == TRIG_OK)
        status = make(&benchmark);
    if (status == TRIG_OK)
        *out = benchmark.table;
    else
        trig_table_destroy(benchmark.table);
    trig_bench_clear(&benchmark.bench);
    return status;
}
