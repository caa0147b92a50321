#include "analyze/benchmark/benchmark_parts.h"

#include "analyze/benchmark/chosen.h"
#include "analyze/benchmark/show.h"
#include "analyze/benchmark/since.h"
#include "analyze/benchmark/words.h"

#include <math.h>

/* ---- rows --------------------------------------------------------------------------------------- */

/* What the notes say about all rows together. */
static void remember(struct trig_benchmark *benchmark, const struct trig_pair *pair)
{
    bool is_chosen = trig_against_is_chosen(&benchmark->options->against);
    size_t averaged = is_chosen ? pair->comparison.rest.institutions : pair->comparator.count;
    benchmark->least_averaged = averaged < benchmark->least_averaged ? averaged : benchmark->least_averaged;
    benchmark->most_averaged = averaged > benchmark->most_averaged ? averaged : benchmark->most_averaged;
    benchmark->least_share = fmin(benchmark->least_share, pair->comparison.own_share);
    benchmark->most_share = fmax(benchmark->most_share, pair->comparison.own_share);
}

/* Hides the comparisons of one wave, from row [first] on, with a group that may not
 * be shown. The mean of institutions' means is made of shown ones only. */
static enum trig_status hide_group(struct trig_benchmark *benchmark, size_t wave, size_t first)
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
                            against->which, shown, benchmark->error);
    for (size_t measure = 0; measure < bench->cells.measures && status == TRIG_OK; measure++) {
        struct trig_result *row = &bench->results.items[first + measure];
        if (shown[measure] || row->suppressed != TRIG_SUPPRESSED_NONE)
            continue;
        trig_disclosure_hide(row, TRIG_SUPPRESSED_COMPARATOR);
        status = trig_words_group(&bench->results, first + measure, benchmark->error);
    }
    return status;
}

static enum trig_status add_adjusted(struct trig_benchmark *benchmark, size_t domain)
{
    enum trig_status status = TRIG_OK;
    for (size_t measure = 0; measure < benchmark->bench.cells.measures && status == TRIG_OK; measure++) {
        struct trig_pair *pair = &benchmark->pairs[benchmark->bench.results.count];
        size_t row;
        *pair =
            (struct trig_pair){.own = &benchmark->bench.standing.domains.items[domain], .measure = measure};
        status = trig_adjusted_add(&benchmark->adjusted, domain, measure, &pair->comparison, &row,
                                   benchmark->error);
    }
    return status;
}

/* One row whose peers are chosen for it. */
static enum trig_status add_chosen_row(struct trig_benchmark *benchmark, size_t wave, size_t domain,
                                       size_t measure)
{
    struct trig_bench *bench = &benchmark->bench;
    struct trig_peers *peers = trig_arena_calloc(&bench->arena, 1, sizeof *peers);
    const char *why;
    size_t row;
    if (!peers)
        return trig_bench_no_memory(benchmark->error);
    enum trig_status status =
        trig_chosen_select(bench, &benchmark->options->against, wave, benchmark->options->institution,
                           measure, peers, &why, benchmark->error);
    if (status == TRIG_OK)
        status = trig_pair_add(bench, domain, peers, measure, &benchmark->pairs[bench->results.count], &row,
                               benchmark->error);
    if (status || !why || bench->results.items[row].suppressed != TRIG_SUPPRESSED_NONE)
        return status;
    trig_disclosure_hide(&bench->results.items[row], TRIG_SUPPRESSED_COMPARATOR);
    bench->results.items[row].note = trig_view(why);
    return TRIG_OK;
}

static enum trig_status add_chosen(struct trig_benchmark *benchmark, size_t wave, size_t domain)
{
    enum trig_status status = TRIG_OK;
    for (size_t measure = 0; measure < benchmark->bench.cells.measures && status == TRIG_OK; measure++)
        status = add_chosen_row(benchmark, wave, domain, measure);
    return status;
}

/* The rows of one wave. @param domain  the institution in it */
static enum trig_status add_wave(struct trig_benchmark *benchmark, size_t wave, size_t domain)
{
    size_t own = benchmark->options->institution;
    size_t first = benchmark->bench.results.count;
    if (benchmark->options->against.kind == TRIG_AGAINST_ADJUSTED)
        return add_adjusted(benchmark, domain);
    if (trig_against_is_chosen(&benchmark->options->against))
        return add_chosen(benchmark, wave, domain);
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

/* The waves in which anybody of the institution answered, and its domains in them. */
static enum trig_status list_waves(struct trig_benchmark *benchmark, size_t **domains, size_t *count)
{
    struct trig_bench *bench = &benchmark->bench;
    size_t *waves;
    size_t known;
    enum trig_status status = trig_bench_waves(bench, &waves, &known, benchmark->error);
    if (status)
        return status;
    *count = 0;
    *domains = trig_arena_calloc(&bench->arena, known, sizeof **domains);
    benchmark->pairs =
        trig_arena_calloc(&bench->arena, known * bench->cells.measures, sizeof *benchmark->pairs);
    if (!*domains || !benchmark->pairs)
        return trig_bench_no_memory(benchmark->error);
    for (size_t i = 0; i < known; i++) {
        size_t domain = trig_standing_find(&bench->standing, waves[i], benchmark->options->institution);
        if (domain != TRIG_NONE)
            (*domains)[(*count)++] = domain;
    }
    if (*count)
        return TRIG_OK;
    return trig_error_set(
        benchmark->error, TRIG_ERR_DOMAIN,
        "nobody of %.*s answered in the waves asked for; `trig-collect status` lists what is "
        "stored, --wave chooses another",
        TRIG_VIEW_ARG(bench->cells.definition->institutions[benchmark->options->institution].name));
}

static enum trig_status add_waves(struct trig_benchmark *benchmark)
{
    size_t *domains = NULL;
    size_t count = 0;
    enum trig_status status = list_waves(benchmark, &domains, &count);
    if (status == TRIG_OK && benchmark->options->against.kind == TRIG_AGAINST_ADJUSTED)
        status = trig_adjusted_open(&benchmark->bench, &benchmark->options->adjustment, domains, count,
                                    &benchmark->adjusted, benchmark->error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        status = add_wave(benchmark, benchmark->bench.standing.domains.items[domains[i]].wave, domains[i]);
    return status;
}

/* How sure it is that a difference is worth speaking of, in units that have points. */
static void set_evidence(const struct trig_benchmark *benchmark, struct trig_result *row)
{
    bool is_normal = benchmark->options->against.kind == TRIG_AGAINST_ADJUSTED && isnan(row->difference_df);
    double material = benchmark->options->material / (row->unit == TRIG_UNIT_SHARE ? 100.0 : 1.0);
    if (isnan(row->difference) || (row->unit != TRIG_UNIT_SHARE && row->unit != TRIG_UNIT_SCORE))
        return;
    row->evidence = trig_mix_grade(trig_mix_evidence(row->difference, row->difference_se,
                                                     is_normal ? INFINITY : row->difference_df, material));
}

static enum trig_status protect(struct trig_benchmark *benchmark)
{
    trig_disclosure_apply(&benchmark->bench.context->disclosure, &benchmark->bench.results);
    enum trig_status status =
        trig_words_faults(&benchmark->bench.context->disclosure, &benchmark->bench.results, benchmark->error);
    for (size_t row = 0; row < benchmark->bench.results.count && status == TRIG_OK; row++) {
        set_evidence(benchmark, &benchmark->bench.results.items[row]);
        if (!isnan(benchmark->bench.results.items[row].difference))
            remember(benchmark, &benchmark->pairs[row]);
    }
    return status ? status
                  : trig_results_adjust(&benchmark->bench.results, 0, benchmark->bench.results.count,
                                        benchmark->error);
}

/* ---- the table --------------------------------------------------------------------------------------- */

#define COLUMNS                                                                                              \
    (TRIG_BENCH_ESTIMATE_BITS | TRIG_RESULT_COMPARISON_BITS | TRIG_RESULT_BIT(TRIG_RESULT_EVIDENCE) |        \
     TRIG_RESULT_BIT(TRIG_RESULT_OWN_SHARE))

static bool is_adjusted(const struct trig_benchmark *benchmark, size_t row)
{
    return benchmark->options->against.kind == TRIG_AGAINST_ADJUSTED &&
           !isnan(benchmark->bench.results.items[row].difference);
}

static enum trig_status show(struct trig_benchmark *benchmark)
{
    FILE *out = benchmark->options->show_r;
    enum trig_status status = TRIG_OK;
    if (!out)
        return TRIG_OK;
    trig_show_begin(&benchmark->bench.cells, benchmark->options->against.variance, out);
    if (benchmark->options->against.kind == TRIG_AGAINST_ADJUSTED)
        trig_adjusted_show_begin(out);
    for (size_t row = 0; row < benchmark->bench.results.count && status == TRIG_OK; row++)
        if (is_adjusted(benchmark, row))
            status = trig_adjusted_show(&benchmark->adjusted, benchmark->pairs[row].own,
                                        benchmark->pairs[row].measure, out, benchmark->error);
        else
            trig_pair_show(&benchmark->bench, &benchmark->pairs[row], row, out);
    trig_show_end(TRIG_SHOW_ALL_ROWS, out);
    return status;
}

static enum trig_status make(struct trig_benchmark *benchmark)
{
    static const char *const shown[] = {
        "wave",       "measure",     "estimate",   "ci_low",         "ci_high",
        "n",          "benchmark",   "difference", "difference_low", "difference_high",
        "p_adjusted", "effect_size", "flag",       "suppressed",     "note"};
    static const char *const shown_adjusted[] = {
        "wave",      "measure",    "estimate",    "ci_low",        "ci_high",        "n",
        "benchmark", "own_share",  "difference",  "difference_se", "difference_low", "difference_high",
        "z",         "p_adjusted", "effect_size", "flag",          "evidence",       "suppressed",
        "note"};
    bool adjusted = benchmark->options->against.kind == TRIG_AGAINST_ADJUSTED;
    enum trig_status status = add_waves(benchmark);
    if (status == TRIG_OK)
        status = protect(benchmark);
    if (status == TRIG_OK)
        status = trig_bench_table(&benchmark->bench, COLUMNS, adjusted ? shown_adjusted : shown,
                                  adjusted ? sizeof shown_adjusted / sizeof *shown_adjusted
                                           : sizeof shown / sizeof *shown,
                                  &benchmark->table, benchmark->error);
    if (status == TRIG_OK)
        status = show(benchmark);
    return status ? status : trig_benchmark_describe(benchmark);
}

enum trig_status trig_benchmark_table(const struct trig_context *context,
                                      const struct trig_benchmark_options *options, trig_table **out,
                                      struct trig_error *error)
{
    struct trig_request request = {.waves = options->waves,
                                   .design = options->design,
                                   .measures = options->measures,
                                   .threads = context->threads};
    struct trig_bys places; /* of the rows, which are of no attribute */
    if (options->against.kind == TRIG_AGAINST_WAVE)
        return trig_benchmark_since(context, options, out, error);
    if (options->against.kind == TRIG_AGAINST_COHORT &&
        !context->definition->institutions[options->institution].cohort.length)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--against cohort: institutions.csv names no cohort of \"%.*s\"",
                              TRIG_VIEW_ARG(context->definition->institutions[options->institution].name));
    trig_standing_bys(context->definition, &places);
    request.bys = places;
    if (options->against.kind == TRIG_AGAINST_ADJUSTED)
        trig_adjustment_bys(context->definition, &options->adjustment, &request.bys);
    struct trig_benchmark benchmark = {.options = options,
                                       .least_averaged = SIZE_MAX,
                                       .least_share = INFINITY,
                                       .most_share = -INFINITY,
                                       .error = error};
    enum trig_status status = trig_bench_open(&benchmark.bench, context, &request, error);
    if (status == TRIG_OK) {
        trig_results_clear(&benchmark.bench.results);
        status = trig_results_init(&benchmark.bench.results, &places, error);
    }
    if (status == TRIG_OK)
        status = make(&benchmark);
    if (status == TRIG_OK)
        *out = benchmark.table;
    else
        trig_table_destroy(benchmark.table);
    trig_adjusted_clear(&benchmark.adjusted);
    trig_bench_clear(&benchmark.bench);
    return status;
}
