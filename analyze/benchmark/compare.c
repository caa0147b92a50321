#include "analyze/benchmark/compare.h"

#include "analyze/benchmark/pair.h"
#include "analyze/benchmark/show.h"
#include "analyze/benchmark/words.h"

#include <math.h>
#include <stdlib.h>

/* Everything one comparison of all is made with. */
struct compare {
    struct trig_bench bench;
    const struct trig_compare_options *options;
    const struct trig_peers *peers; /* by domain of the standing */
    struct trig_pair *pairs;        /* of the block under way: by row after the sector's */
    struct trig_domain sector;      /* of the block under way */
    trig_rank_draws *draws;         /* NULL: no ranks are wanted */
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
    compare->pairs = trig_arena_calloc(&bench->arena, count, sizeof *compare->pairs);
    if (!peers || !compare->pairs)
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

static enum trig_status add_sector(struct compare *compare, size_t wave, size_t measure)
{
    struct trig_bench *bench = &compare->bench;
    struct trig_estimate estimate;
    size_t row;
    enum trig_status status =
        trig_domain_select(&bench->cells, is_of_wave, &wave, &bench->arena, &compare->sector, compare->error);
    compare->sector.wave = wave;
    if (status == TRIG_OK)
        status = trig_estimate_mean(bench->estimator, measure, &compare->sector, &estimate, compare->error);
    if (status == TRIG_OK)
        status = trig_results_add_estimate(&bench->results, &bench->cells, measure, &compare->sector,
                                           &estimate, &row, compare->error);
    return status;
}

/* ---- disclosure ------------------------------------------------------------------------------------ */

/* The institutions of a block are what the standing left. */
static enum trig_status protect(struct compare *compare, size_t first)
{
    struct trig_bench *bench = &compare->bench;
    trig_disclosure_apply(&bench->context->disclosure, &bench->results);
    enum trig_status status =
        trig_results_adjust(&bench->results, first + 1, bench->results.count, compare->error);
    return status ? status
                  : trig_among_fill(&bench->results, first + 1, bench->results.count,
                                    isnan(bench->results.items[first].estimate) ? TRIG_NONE : first,
                                    &compare->options->among, compare->draws, &bench->cells.request->design,
                                    compare->error);
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
    return bench->context->naming == TRIG_NAMING_LABELS ? institution->name : institution->id;
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

static void sort(struct trig_bench *bench, size_t first)
{
    qsort_r(bench->results.items + first, bench->results.count - first, sizeof *bench->results.items,
            compare_rows, bench);
}

/* ---- the table ------------------------------------------------------------------------------------------
 */

static void show_block(const struct compare *compare, size_t first, size_t measure)
{
    const struct trig_bench *bench = &compare->bench;
    FILE *out = compare->options->show_r;
    if (!out)
        return;
    if (!isnan(bench->results.items[first].estimate))
        trig_show_alone(&bench->cells, &compare->sector, measure, out);
    for (size_t row = first + 1; row < bench->results.count; row++)
        trig_pair_show(bench, &compare->pairs[row - first - 1], row, out);
}

/* The rows of one measure in one wave. */
static enum trig_status add_block(struct compare *compare, size_t wave, size_t measure)
{
    struct trig_bench *bench = &compare->bench;
    size_t first = bench->results.count;
    enum trig_status status = add_sector(compare, wave, measure);
    for (size_t i = 0; i < bench->standing.domains.count && status == TRIG_OK; i++) {
        size_t row;
        if (bench->standing.domains.items[i].wave == wave)
            status = trig_pair_add(bench, i, &compare->peers[i], measure,
                                   &compare->pairs[bench->results.count - first - 1], &row, compare->error);
    }
    if (status == TRIG_OK)
        status = protect(compare, first);
    if (status)
        return status;
    show_block(compare, first, measure);
    sort(bench, first + 1);
    return TRIG_OK;
}

static enum trig_status add_blocks(struct compare *compare)
{
    const size_t *waves;
    size_t count;
    enum trig_status status = trig_bench_waves(&compare->bench, &waves, &count, compare->error);
    if (status == TRIG_OK)
        status = select_peers(compare);
    if (status == TRIG_OK && compare->options->among.ranks) {
        compare->draws =
            trig_rank_draws_create(compare->bench.standing.domains.count, compare->options->among.draws,
                                   compare->options->among.seed, compare->error);
        status = compare->draws ? TRIG_OK : TRIG_ERR_MEMORY;
    }
    if (compare->options->show_r)
        trig_show_begin(&compare->bench.cells, compare->options->variance, compare->options->show_r);
    for (size_t measure = 0; measure < compare->bench.cells.measures; measure++)
        for (size_t i = 0; i < count && status == TRIG_OK; i++)
            status = add_block(compare, waves[i], measure);
    if (status == TRIG_OK && compare->options->show_r)
        trig_show_end(TRIG_SHOW_EACH_MEASURE, compare->options->show_r);
    return status ? status : trig_words_comparator(&compare->bench.results, compare->error);
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
        status = trig_among_describe(&compare->options->among, &compare->bench.cells.request->design,
                                     &compare->bench.arena, compare->table, compare->error);
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

static enum trig_status make(struct compare *compare)
{
    static const char *const shown[] = {
        "wave",      "measure",    "institution",    "estimate",        "ci_low",     "ci_high",     "n",
        "benchmark", "difference", "difference_low", "difference_high", "p_adjusted", "effect_size", "flag",
        "shrunken",  "rank_low",   "rank_high",      "suppressed",      "note"};
    enum trig_status status = add_blocks(compare);
    if (status == TRIG_OK)
        status = trig_bench_table(&compare->bench,
                                  TRIG_BENCH_ESTIMATE_BITS | TRIG_RESULT_COMPARISON_BITS |
                                      TRIG_RESULT_ENSEMBLE_BITS,
                                  shown, sizeof shown / sizeof *shown, &compare->table, compare->error);
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
    trig_rank_draws_destroy(compare.draws);
    trig_bench_clear(&compare.bench);
    return status;
}
