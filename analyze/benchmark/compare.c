#include "analyze/benchmark/compare.h"

#include "analyze/benchmark/equivalence.h"
#include "analyze/benchmark/heterogeneity_rows.h"
#include "analyze/benchmark/pair.h"
#include "analyze/benchmark/show.h"
#include "analyze/benchmark/trig_among_r_functions.h"
#include "analyze/benchmark/words.h"
#include "analyze/show_r/show_r_text.h"

#include <math.h>
#include <stdlib.h>

/* One measure in one wave: the row of the sector, and after it the institutions'. */
struct block {
    size_t sector; /* its row */
    size_t last;   /* after the last institution's */
    size_t measure;
    struct trig_domain everybody;
};

/* Everything one comparison of all is made with. */
struct compare {
    struct trig_bench bench;
    const struct trig_compare_options *options;
    const struct trig_peers *peers; /* by domain of the standing */
    struct trig_pair *pairs;        /* by row, when the R code is wanted; else one to be overwritten */
    struct block *blocks;
    struct trig_among_block *among; /* by block */
    size_t block_count;
    trig_table *table;
    struct trig_error *error;
};

/* ---- rows --------------------------------------------------------------------------------------- */

static enum trig_status select_peers(struct compare *compare)
{
    struct trig_bench *bench = &compare->bench;
    struct trig_against against = {TRIG_AGAINST_SECTOR, TRIG_NONE, compare->options->weighting,
                                   compare->options->variance};
    size_t count = bench->standing.domains.count;
    struct trig_peers *peers = trig_arena_calloc(&bench->arena, count, sizeof *peers);
    if (!peers)
        return trig_bench_no_memory(compare->error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        const struct trig_domain *own = &bench->standing.domains.items[i];
        status = trig_peers_select(&bench->cells, &against, own->wave, own->institution, &bench->arena,
                                   &peers[i], compare->error);
    }
    compare->peers = peers;
    return status;
}

static bool is_of_wave(const struct trig_cells *cells, size_t cell, const void *wave)
{
    return cells->items[cell].wave == *(const size_t *)wave;
}

static enum trig_status add_sector(struct compare *compare, size_t wave, struct block *block)
{
    struct trig_bench *bench = &compare->bench;
    struct trig_estimate estimate;
    enum trig_status status = trig_domain_select(&bench->cells, is_of_wave, &wave, &bench->arena,
                                                 &block->everybody, compare->error);
    block->everybody.wave = wave;
    if (status == TRIG_OK)
        status = trig_estimate_mean(bench->estimator, block->measure, &block->everybody, &estimate,
                                    compare->error);
    if (status == TRIG_OK)
        status = trig_results_add_estimate(&bench->results, &bench->cells, block->measure, &block->everybody,
                                           &estimate, &block->sector, compare->error);
    return status;
}

static struct trig_pair *pair_at(const struct compare *compare, size_t row)
{
    return &compare->pairs[compare->options->show_r ? row : 0];
}

/* The rows of one measure in one wave. */
static enum trig_status add_block(struct compare *compare, size_t wave, struct block *block)
{
    struct trig_bench *bench = &compare->bench;
    enum trig_status status = add_sector(compare, wave, block);
    for (size_t i = 0; i < bench->standing.domains.count && status == TRIG_OK; i++) {
        size_t row;
        if (bench->standing.domains.items[i].wave == wave)
            status = trig_pair_add(bench, i, &compare->peers[i], block->measure,
                                   pair_at(compare, bench->results.count), &row, compare->error);
    }
    block->last = bench->results.count;
    return status;
}

static enum trig_status add_blocks(struct compare *compare)
{
    struct trig_bench *bench = &compare->bench;
    size_t *waves;
    size_t count;
    enum trig_status status = trig_bench_waves(bench, &waves, &count, compare->error);
    if (status)
        return status;
    size_t rows = bench->cells.measures * (bench->standing.domains.count + count);
    size_t most = bench->cells.measures * count;
    compare->blocks = trig_arena_calloc(&bench->arena, most, sizeof *compare->blocks);
    compare->among = trig_arena_calloc(&bench->arena, most, sizeof *compare->among);
    compare->pairs =
        trig_arena_calloc(&bench->arena, compare->options->show_r ? rows : 1, sizeof *compare->pairs);
    if (!compare->blocks || !compare->among || !compare->pairs)
        return trig_bench_no_memory(compare->error);
    for (size_t measure = 0; measure < bench->cells.measures; measure++)
        for (size_t i = 0; i < count && status == TRIG_OK; i++) {
            struct block *block = &compare->blocks[compare->block_count];
            block->measure = measure;
            status = add_block(compare, waves[i], block);
            compare->among[compare->block_count++] =
                (struct trig_among_block){.first = block->sector + 1, .last = block->last};
        }
    return status;
}

/* ---- what the rows that may be shown are to one another -------------------------------------------- */

static void test_equivalence(struct compare *compare)
{
    struct trig_results *results = &compare->bench.results;
    for (size_t i = 0; i < results->count && compare->options->margin > 0.0; i++)
        trig_equivalence_fill(&results->items[i], compare->options->margin,
                              compare->bench.cells.request->design.level);
}

static enum trig_status look_at_all(struct compare *compare)
{
    struct trig_bench *bench = &compare->bench;
    enum trig_status status = TRIG_OK;
    trig_disclosure_apply(&bench->context->disclosure, &bench->results);
    for (size_t i = 0; i < compare->block_count && status == TRIG_OK; i++)
        status = trig_results_adjust(&bench->results, compare->blocks[i].sector + 1, compare->blocks[i].last,
                                     compare->error);
    if (status == TRIG_OK)
        status =
            trig_among_fill(&bench->results, compare->among, compare->block_count, &compare->options->among,
                            &bench->cells.request->design, bench->context->threads, compare->error);
    test_equivalence(compare);
    for (size_t i = 0; i < compare->block_count && status == TRIG_OK; i++)
        status =
            trig_among_tell(&bench->results, &compare->among[i], compare->blocks[i].sector, compare->error);
    return status ? status : trig_words_comparator(&bench->results, compare->error);
}

/* ---- order ------------------------------------------------------------------------------------------- */

static int group_of(const struct trig_result *row)
{
    if (!isnan(row->difference))
        return 0;
    return isnan(row->estimate) ? 2 : 1;
}

static struct trig_view name_of(const struct trig_bench *bench, const struct trig_result *row)
{
    const struct trig_institution *institution = &bench->cells.definition->institutions[row->institution];
    return trig_named(bench->context->naming, institution->id, institution->name);
}

static int compare_views(struct trig_view a, struct trig_view b)
{
    int order = memcmp(a.data, b.data, a.length < b.length ? a.length : b.length);
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static int compare_rows(const void *a, const void *b, void *bench)
{
    const struct trig_result *x = a;
    const struct trig_result *y = b;
    int group = group_of(x) - group_of(y);
    if (group)
        return group;
    if (group_of(x) == 0 && x->difference != y->difference)
        return x->difference > y->difference ? -1 : 1;
    return compare_views(name_of(bench, x), name_of(bench, y));
}

static void sort(struct compare *compare)
{
    struct trig_result *rows = compare->bench.results.items;
    for (size_t i = 0; i < compare->block_count; i++) {
        const struct block *block = &compare->blocks[i];
        qsort_r(rows + block->sector + 1, block->last - block->sector - 1, sizeof *rows, compare_rows,
                &compare->bench);
    }
}

/* ---- the table --------------------------------------------------------------------------------------- */

/* What institutions are among one another, of the rows in result. */
static void show_among(const struct compare *compare, FILE *out)
{
    const struct trig_compare_options *options = compare->options;
    fprintf(out, "settings$effective <- %s\n",
            trig_among_counts_effective(&compare->bench.cells.request->design) ? "TRUE" : "FALSE");
    fputs(trig_among_r_functions, out);
    if (options->among.heterogeneity) {
        fputs("\nresult <- heterogeneity(result)\n", out);
        return;
    }
    fprintf(out, "\nresult <- among(result, \"%s\", %s, ", trig_funnel_names[options->among.funnel],
            options->among.bootstrap ? "FALSE" : "TRUE");
    trig_r_number(options->margin, out);
    fputs(")\n", out);
}

/* Before the rows are sorted: pairs are found by row. */
static void show_r(const struct compare *compare)
{
    const struct trig_bench *bench = &compare->bench;
    FILE *out = compare->options->show_r;
    if (!out)
        return;
    trig_show_begin(&bench->cells, compare->options->variance, out);
    for (size_t i = 0; i < compare->block_count; i++) {
        const struct block *block = &compare->blocks[i];
        if (!isnan(bench->results.items[block->sector].estimate))
            trig_show_alone(&bench->cells, &block->everybody, block->measure, out);
        for (size_t row = block->sector + 1; row < block->last; row++)
            trig_pair_show(bench, pair_at(compare, row), row, out);
    }
    trig_show_bind(TRIG_SHOW_EACH_MEASURE, out);
    show_among(compare, out);
    trig_show_print(out);
}

static enum trig_status describe(struct compare *compare)
{
    bool averaged = compare->options->weighting == TRIG_WEIGHTING_INSTITUTIONS;
    enum trig_status status = trig_table_set_title(
        compare->table, trig_view("Institutions compared with the sector"), compare->error);
    if (status == TRIG_OK)
        status = trig_table_add_note(
            compare->table,
            trig_view(
                averaged
                    ? "The row without an institution is the mean of all respondents. benchmark: the mean of "
                      "the institutions' means, each counting the same, over those whose own result may be "
                      "shown. difference: estimate minus benchmark; the rows are in its order, which is "
                      "not a ranking."
                    : "The row without an institution is the sector: the mean of all respondents, and the "
                      "benchmark of every institution. difference: estimate minus benchmark; the rows "
                      "are in its order, which is not a ranking."),
            compare->error);
    if (status == TRIG_OK)
        status = trig_words_columns(&compare->bench.results, "all institutions of a measure",
                                    TRIG_WORDS_BENCHMARK, compare->table, compare->error);
    if (status == TRIG_OK)
        status = trig_among_describe(&compare->options->among, &compare->bench.results,
                                     &compare->bench.cells.request->design, &compare->bench.arena,
                                     compare->table, compare->error);
    if (status == TRIG_OK && compare->options->margin > 0.0)
        status = trig_words_equivalence(compare->options->margin, compare->bench.cells.request->design.level,
                                        compare->table, compare->error);
    if (status == TRIG_OK)
        status =
            trig_words_variance(&compare->bench, compare->options->variance, compare->table, compare->error);
    if (status == TRIG_OK)
        status = trig_words_suppressed(&compare->bench.context->disclosure, &compare->bench.results,
                                       TRIG_WORDS_BENCHMARK, compare->table, compare->error);
    return status ? status
                  : trig_context_annotate(compare->bench.context, &compare->bench.cells, compare->table,
                                          compare->error);
}

/* What the text form shows. */
static enum trig_status print_table(struct compare *compare)
{
    const struct trig_compare_options *options = compare->options;
    const char *shown[TRIG_RESULT_COUNT] = {"wave", "measure", "institution", "estimate"};
    size_t count = 4;
    shown[count++] = options->overlap ? "comparison_low" : "ci_low";
    shown[count++] = options->overlap ? "comparison_high" : "ci_high";
    static const char *const rest[] = {
        "n",          "benchmark",   "difference", "difference_low", "difference_high",
        "p_adjusted", "effect_size", "flag"};
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        shown[count++] = rest[i];
    if (options->margin > 0.0)
        shown[count++] = "equivalence";
    static const char *const last[] = {"shrunken", "rank_low", "rank_high", "suppressed", "note"};
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        shown[count++] = last[i];
    return trig_bench_table(&compare->bench,
                            TRIG_BENCH_ESTIMATE_BITS | TRIG_RESULT_COMPARISON_BITS |
                                TRIG_RESULT_EQUIVALENCE_BITS | TRIG_RESULT_ENSEMBLE_BITS,
                            shown, count, &compare->table, compare->error);
}

/* How much institutions differ, in place of the institutions. */
static enum trig_status print_heterogeneity(struct compare *compare)
{
    static const char *const shown[] = {"wave", "measure", "statistic", "estimate",   "ci_low", "ci_high",
                                        "n",    "df",      "p",         "suppressed", "note"};
    struct trig_bench *bench = &compare->bench;
    struct trig_results rows;
    enum trig_status status = trig_results_init(&rows, &bench->request.bys, compare->error);
    if (status)
        return status;
    for (size_t i = 0; i < compare->block_count && status == TRIG_OK; i++)
        status = trig_heterogeneity_add(&rows, &bench->results.items[compare->blocks[i].sector],
                                        &compare->among[i], compare->error);
    trig_results_clear(&bench->results);
    bench->results = rows;
    if (status == TRIG_OK)
        status = trig_bench_table(bench, TRIG_HETEROGENEITY_BITS, shown, sizeof shown / sizeof *shown,
                                  &compare->table, compare->error);
    if (status == TRIG_OK)
        status =
            trig_table_set_title(compare->table, trig_view("How much institutions differ"), compare->error);
    if (status == TRIG_OK)
        status = trig_heterogeneity_describe(&bench->cells.request->design, compare->table, compare->error);
    return status ? status
                  : trig_context_annotate(bench->context, &bench->cells, compare->table, compare->error);
}

static enum trig_status make(struct compare *compare)
{
    enum trig_status status = select_peers(compare);
    if (status == TRIG_OK)
        status = add_blocks(compare);
    if (status == TRIG_OK)
        status = look_at_all(compare);
    if (status)
        return status;
    show_r(compare);
    if (compare->options->among.heterogeneity)
        return print_heterogeneity(compare);
    sort(compare);
    status = print_table(compare);
    return status ? status : describe(compare);
}

enum trig_status trig_compare_table(const struct trig_context *context,
                                    const struct trig_compare_options *options, trig_table **out,
                                    struct trig_error *error)
{
    struct trig_request request = {.waves = options->waves,
                                   .design = options->design,
                                   .measures = options->measures,
                                   .threads = context->threads};
    trig_standing_bys(context->definition, &request.bys);
    struct compare compare = {.options = options, .error = error};
    if (context->definition->institution_count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "this survey has no institutions.csv: there is nobody to compare");
    enum trig_status status = trig_bench_open(&compare.bench, context, &request, error);
    if (status == TRIG_OK)
        status = make(&compare);
    if (status == TRIG_OK)
        *out = compare.table;
    else
        trig_table_destroy(compare.table);
    trig_bench_clear(&compare.bench);
    return status;
}
