#include "analyze/index/index.h"

#include "analyze/index/show_r.h"
#include "analyze/index/words.h"

/* Everything one index is made with. */
struct work {
    struct trig_bench bench;
    const struct trig_index_options *options;
    trig_table *table;
    struct trig_error *error;
};

/* ---- what may be asked --------------------------------------------------------------------- */

static enum trig_status check(const struct trig_context *context, const struct trig_index_options *options,
                              struct trig_error *error)
{
    if (context->definition->institution_count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "this survey has no institutions.csv: there is nobody to make an index of");
    if (options->aggregation == TRIG_AGGREGATE_GEOMETRIC &&
        options->spec->items[0].normalisation == TRIG_NORMALISE_Z)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "a geometric mean of z-scores is undefined, since half of them are below 0; take "
            "min-max in the specification, or --aggregation arithmetic");
    return TRIG_OK;
}

/* As many others as a benchmark needs behind every yardstick. */
static enum trig_status check_members(const struct work *work, const struct trig_index_parts *parts)
{
    size_t least = work->bench.context->disclosure.min_institutions + 1;
    if (parts->count >= least && parts->count > 1)
        return TRIG_OK;
    return trig_error_set(work->error, TRIG_ERR_DOMAIN,
                          "only %zu institutions may be shown with all %zu indicators, and an index needs at "
                          "least %zu; take indicators that more of them have answers to",
                          parts->count, parts->indicators, least > 1 ? least : 2);
}

/* ---- waves --------------------------------------------------------------------------------- */

static enum trig_status fill_wave(struct work *work, size_t which, bool last)
{
    struct trig_index_parts parts;
    struct trig_sensitivity sensitivity;
    struct trig_composite *composites = NULL;
    struct trig_arena *arena = &work->bench.arena;
    const struct trig_replicate_plan *plan = &work->bench.cells.replicates->plan;
    enum trig_status status = trig_index_parts_gather(&work->bench, which, arena, &parts, work->error);
    if (status == TRIG_OK)
        status = check_members(work, &parts);
    if (status)
        return status;
    composites = trig_arena_calloc(arena, parts.count, sizeof *composites);
    if (!composites)
        return trig_error_set(work->error, TRIG_ERR_MEMORY, "out of memory for an index");
    status = trig_composite_make(&parts, work->options, plan, composites, work->error);
    if (status == TRIG_OK)
        status = trig_sensitivity_analyse(&parts, work->options, plan, arena, &sensitivity, work->error);
    if (status)
        return status;
    const struct trig_index_wave wave = {&work->bench, work->options, which,
                                         &parts,       composites,    &sensitivity};
    status = trig_index_rows_add(&wave, work->table, work->error);
    if (status == TRIG_OK && work->options->show_r)
        trig_index_show_wave(&wave, work->options->show_r);
    return status == TRIG_OK && last ? trig_index_describe(&wave, work->table, work->error) : status;
}

static enum trig_status fill(struct work *work)
{
    size_t *waves;
    size_t count;
    FILE *shown = work->options->show_r;
    enum trig_status status = trig_bench_waves(&work->bench, &waves, &count, work->error);
    if (status == TRIG_OK && shown)
        trig_index_show_begin(&work->bench, shown);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        status = fill_wave(work, waves[i], i + 1 == count);
    if (status == TRIG_OK && shown)
        trig_index_show_end(&work->bench, work->options, shown);
    return status;
}

/* ---- the table ----------------------------------------------------------------------------- */

static enum trig_status finish(struct work *work)
{
    static const char *const shown[] = {"wave",         "institution",    "measure",       "statistic",
                                        "estimate",     "ci_low",         "ci_high",       "n",
                                        "weight",       "rank",           "rank_low",      "rank_high",
                                        "choices_best", "choices_median", "choices_worst", "suppressed",
                                        "note"};
    enum trig_status status =
        trig_context_annotate(work->bench.context, &work->bench.cells, work->table, work->error);
    return status ? status : trig_table_show(work->table, shown, sizeof shown / sizeof *shown, work->error);
}

/* The cells are scanned for linearised errors, which degrees of freedom and disclosure
 * control are about; the replicates come after. */
static enum trig_status make(struct work *work, const struct trig_context *context)
{
    struct trig_request replicated = work->bench.request;
    replicated.design = work->options->design;
    enum trig_status status = trig_replicate_sums_build(context->stores, context->store_count, &replicated,
                                                        &work->bench.cells, work->error);
    if (status)
        return status;
    work->table = trig_index_rows_create(work->error);
    if (!work->table)
        return TRIG_ERR_MEMORY;
    status = fill(work);
    return status ? status : finish(work);
}

enum trig_status trig_index_table(const struct trig_context *context,
                                  const struct trig_index_options *options, trig_table **out,
                                  struct trig_error *error)
{
    struct trig_request request = {.waves = options->waves,
                                   .design = options->design,
                                   .measures = &options->spec->measures,
                                   .threads = context->threads};
    struct work work = {.options = options, .error = error};
    enum trig_status status = check(context, options, error);
    if (status)
        return status;
    trig_standing_bys(context->definition, &request.bys);
    request.design.replication.type = TRIG_REPLICATES_NONE;
    status = trig_bench_open(&work.bench, context, &request, error);
    if (status == TRIG_OK)
        status = make(&work, context);
    if (status == TRIG_OK)
        *out = work.table;
    else
        trig_table_destroy(work.table);
    trig_bench_clear(&work.bench);
    return status;
}
