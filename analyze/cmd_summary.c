#include "analyze/commands.h"
#include "analyze/context.h"
#include "analyze/families.h"
#include "analyze/response.h"
#include "analyze/show_r.h"

#include <math.h>

/* A table's columns never depend on the data: these, whatever was asked for. */
#define COLUMNS                                                                                              \
    (TRIG_RESULT_BIT(TRIG_RESULT_WAVE) | TRIG_RESULT_BIT(TRIG_RESULT_INSTITUTION) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_GROUP) | TRIG_RESULT_BIT(TRIG_RESULT_BY) |                                  \
     TRIG_RESULT_BIT(TRIG_RESULT_MEASURE) | TRIG_RESULT_BIT(TRIG_RESULT_PILLAR) |                            \
     TRIG_RESULT_BIT(TRIG_RESULT_STATISTIC) | TRIG_RESULT_BIT(TRIG_RESULT_ESTIMATE) |                        \
     TRIG_RESULT_BIT(TRIG_RESULT_SE) | TRIG_RESULT_BIT(TRIG_RESULT_CI_LOW) |                                 \
     TRIG_RESULT_BIT(TRIG_RESULT_CI_HIGH) | TRIG_RESULT_BIT(TRIG_RESULT_N) |                                 \
     TRIG_RESULT_BIT(TRIG_RESULT_N_EFF) | TRIG_RESULT_BIT(TRIG_RESULT_DEFF) |                                \
     TRIG_RESULT_BIT(TRIG_RESULT_DF) | TRIG_RESULT_BIT(TRIG_RESULT_BASIS) |                                  \
     TRIG_RESULT_BIT(TRIG_RESULT_POPULATION) | TRIG_RESULT_BIT(TRIG_RESULT_RESPONSE_RATE) |                  \
     TRIG_RESULT_BIT(TRIG_RESULT_SUPPRESSED) | TRIG_RESULT_BIT(TRIG_RESULT_NOTE))

/* Everything one run holds; cleared as a whole. */
struct summary {
    struct trig_context context;
    struct trig_measures measures;
    struct trig_request request;
    struct trig_cells cells;
    struct trig_results results;
    struct trig_arena arena; /* domains and families */
    struct trig_domains domains;
    trig_table *table;
};

/* ---- what is asked for --------------------------------------------------------------- */

/* Waves are pooled only by `--wave all` without `--by wave`: `--by wave` alone
 * means every wave, and several listed waves are kept apart. */
static void settle_waves(struct summary *summary)
{
    struct trig_bys *bys = &summary->request.bys;
    bool by_wave = trig_bys_have(bys, TRIG_BY_WAVE, TRIG_NONE);
    summary->request.waves = summary->context.waves;
    if (by_wave && !trig_arguments_option(summary->context.arguments, "wave"))
        summary->request.waves.choice = TRIG_WAVES_ALL;
    if (by_wave || summary->request.waves.choice != TRIG_WAVES_LISTED || summary->request.waves.count < 2 ||
        bys->count == TRIG_MOST_BY)
        return;
    memmove(bys->items + 1, bys->items, bys->count * sizeof *bys->items);
    bys->items[0] = (struct trig_by){TRIG_BY_WAVE, TRIG_NONE, trig_view("wave")};
    bys->count++;
}

static enum trig_status read_request(struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = &summary->context;
    const char *bys = trig_arguments_option(context->arguments, "by");
    const char *measures = trig_arguments_option(context->arguments, "measure");
    enum trig_status status = trig_bys_parse(context->definition, bys, &summary->request.bys, error);
    if (status == TRIG_OK)
        status = trig_measures_parse(context->definition, measures, &summary->measures, error);
    if (status)
        return status;
    settle_waves(summary);
    summary->request.design = context->design;
    summary->request.measures = &summary->measures;
    return TRIG_OK;
}

/* ---- rows ------------------------------------------------------------------------------ */

static enum trig_status add_response(struct summary *summary, const struct trig_domain *domain, size_t row)
{
    struct trig_response response = trig_response_rate(&summary->cells, &summary->request.bys, domain);
    struct trig_result *result = &summary->results.items[row];
    result->population = response.population;
    result->response_rate = response.rate;
    if (response.counted == 0)
        return trig_results_note(&summary->results, row, "population count not known");
    if (response.uncounted &&
        trig_results_note(&summary->results, row,
                          "rate of the %zu of %zu institutions and waves whose population is known",
                          response.counted, response.counted + response.uncounted))
        return TRIG_ERR_MEMORY;
    if (response.most > 1.0)
        return trig_results_note(&summary->results, row, "more respondents than the population count");
    return TRIG_OK;
}

static enum trig_status add_row(struct summary *summary, trig_estimator *estimator,
                                const struct trig_domain *domain, size_t measure, struct trig_error *error)
{
    struct trig_estimate estimate;
    size_t row;
    enum trig_status status = trig_estimate_mean(estimator, measure, domain, &estimate, error);
    if (status == TRIG_OK)
        status = trig_results_add_estimate(&summary->results, &summary->cells, measure, domain, &estimate,
                                           &row, error);
    if (status == TRIG_OK && summary->measures.items[measure].kind == TRIG_MEASURE_RESPONDENTS)
        status = add_response(summary, domain, row);
    return status;
}

static enum trig_status add_rows(struct summary *summary, struct trig_error *error)
{
    trig_estimator *estimator = trig_estimator_create(&summary->cells, &summary->request.design, error);
    if (!estimator)
        return TRIG_ERR_MEMORY;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < summary->domains.count && status == TRIG_OK; i++)
        for (size_t j = 0; j < summary->measures.count && status == TRIG_OK; j++)
            status = add_row(summary, estimator, &summary->domains.items[i], j, error);
    trig_estimator_destroy(estimator);
    return status;
}

static enum trig_status protect(struct summary *summary, struct trig_error *error)
{
    struct trig_families families;
    enum trig_status status = trig_families_build(&summary->domains, &summary->request.bys,
                                                  summary->measures.count, &summary->arena, &families, error);
    return status ? status
                  : trig_disclosure_apply(&summary->context.disclosure, &summary->results, families.items,
                                          families.count, error);
}

static enum trig_status compute(struct summary *summary, struct trig_error *error)
{
    enum trig_status status = trig_cells_scan(summary->context.stores, summary->context.store_count,
                                              &summary->request, &summary->cells, error);
    if (status == TRIG_OK)
        status = trig_results_init(&summary->results, &summary->request.bys, error);
    if (status == TRIG_OK)
        status = trig_domains_build(&summary->cells, &summary->request.bys, &summary->arena,
                                    &summary->domains, error);
    if (status == TRIG_OK)
        status = add_rows(summary, error);
    return status ? status : protect(summary, error);
}

/* ---- output ------------------------------------------------------------------------------ */

static enum trig_status note_unplaced(struct summary *summary, struct trig_error *error)
{
    if (summary->domains.unplaced == 0)
        return TRIG_OK;
    char note[160];
    snprintf(note, sizeof note,
             "%ju of %ju respondents are in no row: they gave no answer to a variable of the breakdown, or "
             "belong to no group.",
             (uintmax_t)summary->domains.unplaced, (uintmax_t)summary->cells.counts.counted);
    return trig_table_add_note(summary->table, trig_view(note), error);
}

static enum trig_status set_title(struct summary *summary, struct trig_error *error)
{
    const struct trig_survey *survey = &summary->context.definition->survey;
    struct trig_view title = survey->title.length ? survey->title : survey->id;
    return trig_table_set_title(summary->table, title, error);
}

static enum trig_status print(struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = &summary->context;
    enum trig_status status = trig_results_table(&summary->results, context->definition, COLUMNS,
                                                 context->naming, &summary->table, error);
    if (status == TRIG_OK)
        status = set_title(summary, error);
    if (status == TRIG_OK)
        status = note_unplaced(summary, error);
    if (status == TRIG_OK)
        status = trig_context_annotate(context, &summary->cells, summary->table, error);
    if (status == TRIG_OK)
        status = trig_context_emit(context, summary->table, error);
    if (status == TRIG_OK && context->show_r)
        trig_show_r(&summary->cells, trig_context_aside(context));
    return status;
}

static void clear(struct summary *summary)
{
    trig_table_destroy(summary->table);
    trig_arena_clear(&summary->arena);
    trig_results_clear(&summary->results);
    trig_cells_clear(&summary->cells);
    trig_measures_clear(&summary->measures);
    trig_context_close(&summary->context);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {.use_fpc = true, .wave_choice = TRIG_WAVES_LATEST};
    struct summary summary = {.table = NULL};
    struct trig_error error = {.status = TRIG_OK};
    enum trig_status status = trig_context_open(&summary.context, arguments, streams, &defaults, &error);
    if (status == TRIG_OK)
        status = read_request(&summary, &error);
    if (status == TRIG_OK)
        status = compute(&summary, &error);
    if (status == TRIG_OK)
        status = print(&summary, &error);
    clear(&summary);
    return status ? trig_exit_error(streams, &error) : TRIG_EXIT_DONE;
}

static const struct trig_option options[] = {
    {"by", "V,..|all", "variables, institution, group or wave to break down by; all by default"},
    {"measure", "M,..", "what is measured; pillars by default"},
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_summary = {
    .name = "summary",
    .synopsis = "STORE... [--by V,..] [--measure M,..]",
    .summary = "estimates in any breakdown",
    .help =
        "Prints a mean or a share, its standard error and interval, and the respondents behind it, for every "
        "group and measure asked for. Several stores of one survey definition are analysed as one.\n"
        "\n"
        "Measures are pillars (all pillar scores, 0 to 100), pillar:ID, pillar:ID:positive, items, a "
        "variable's name (its mean), NAME:positive, NAME=code (a share) and respondents (how many there are, "
        "and the response rate where population counts are known).\n"
        "\n"
        "By default each institution in each wave is a stratum, the latest wave counts, and the finite "
        "population correction is used where the population count is known. Several waves are pooled only "
        "with --wave all and without --by wave.\n"
        "\n"
        "  trig-analyze summary technicians.trig\n"
        "  trig-analyze summary technicians.trig --by institution --measure pillars,respondents\n"
        "  trig-analyze summary technicians.trig --by grade,contract --measure vis_named:positive\n"
        "  trig-analyze summary technicians.trig --by wave --format csv --out waves.csv\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
