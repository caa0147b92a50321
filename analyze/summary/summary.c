#include "analyze/summary/summary.h"

#include "analyze/disclosure/protection.h"
#include "analyze/show_r/show_r.h"
#include "analyze/summary/imputed.h"
#include "analyze/summary/show_r.h"
#include "analyze/summary/summary_rows.h"

#include <string.h>

/* A table's columns never depend on the data: these, flag with --gate, contrast and p with --contrast. */
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

static uint64_t columns_of(const struct trig_request *request)
{
    bool gated = request->estimands && request->estimands->gate != TRIG_GATE_NONE;
    bool contrasted = request->estimands && request->estimands->contrasts.count;
    return COLUMNS | (gated ? TRIG_RESULT_BIT(TRIG_RESULT_FLAG) : 0) |
           (contrasted ? TRIG_RESULT_BIT(TRIG_RESULT_CONTRAST) | TRIG_RESULT_BIT(TRIG_RESULT_P) : 0);
}

/* One summary under way. */
struct summary {
    const struct trig_context *context;
    const struct trig_request *request;
    trig_store *const *stores; /* the context's, or one imputed set of them */
    size_t store_count;
    struct trig_cells *cells;
    struct trig_results results;
    struct trig_arena arena; /* of the protection */
    struct trig_protection protection;
    FILE *show_r; /* NULL: not wanted */
    trig_table *table;
    trig_table *covariances; /* NULL: not asked for */
};

static enum trig_status add_rows(struct summary *summary, struct trig_error *error)
{
    struct trig_summary_rows rows = {.context = summary->context,
                                     .stores = summary->stores,
                                     .store_count = summary->store_count,
                                     .request = summary->request,
                                     .cells = summary->cells,
                                     .protection = &summary->protection,
                                     .results = &summary->results,
                                     .show_r = summary->show_r};
    enum trig_status status = trig_summary_rows_add(&rows, &summary->arena, error);
    for (size_t i = 0; i < rows.plan_count; i++)
        summary->results.by_statistic =
            summary->results.by_statistic || rows.plan[i].statistic != TRIG_STATISTIC_MEAN;
    summary->covariances = rows.covariances;
    trig_summary_rows_clear(&rows);
    return status;
}

static enum trig_status compute(struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = summary->context;
    enum trig_status status =
        trig_cells_scan(summary->stores, summary->store_count, summary->request, summary->cells, error);
    if (status == TRIG_OK)
        status = trig_results_init(&summary->results, &summary->request->bys, error);
    if (status == TRIG_OK)
        status = trig_protection_build(summary->cells, &summary->request->bys, &context->disclosure,
                                       &summary->arena, &summary->protection, error);
    if (status == TRIG_OK && summary->show_r)
        trig_show_r(summary->cells, summary->show_r);
    return status ? status : add_rows(summary, error);
}

/* ---- imputed sets ------------------------------------------------------------------------- */

/* A further set; its rows go to [out]. */
static enum trig_status compute_set(const struct summary *summary, size_t index, struct trig_results *out,
                                    struct trig_error *error)
{
    struct trig_cells cells = {.count = 0};
    struct summary set = {.context = summary->context,
                          .request = summary->request,
                          .stores = summary->context->stores + index,
                          .store_count = 1,
                          .cells = &cells};
    trig_arena_init(&set.arena);
    enum trig_status status = compute(&set, error);
    *out = set.results;
    trig_arena_clear(&set.arena);
    trig_cells_clear(&cells);
    return status;
}

static enum trig_status check_sets(const struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = summary->context;
    if (context->store_count < 2)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--imputed needs two stores or more, each an imputed set");
    const struct trig_estimands *estimands = summary->request->estimands;
    if (estimands->gate != TRIG_GATE_NONE || estimands->contrasts.count || estimands->covariance)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--imputed goes without --gate, --contrast and --covariance; ask for them of a "
                              "single set");
    for (size_t i = 1; i < context->store_count; i++)
        if (strcmp(trig_store_definition(context->stores[i])->sha256, context->definition->sha256) != 0)
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "%s holds another survey definition than %s: they are not sets of one survey",
                trig_store_path(context->stores[i]), trig_store_path(context->stores[0]));
    return TRIG_OK;
}

static enum trig_status compute_imputed(struct summary *summary, struct trig_error *error)
{
    size_t count = summary->context->store_count;
    enum trig_status status = check_sets(summary, error);
    if (status)
        return status;
    struct trig_results *sets = trig_calloc(count, sizeof *sets);
    if (!sets)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu imputed sets", count);
    summary->store_count = 1;
    if (summary->show_r)
        trig_summary_show_sets(summary->show_r);
    status = compute(summary, error);
    if (status == TRIG_OK && summary->show_r)
        trig_summary_show_combined(summary->show_r);
    for (size_t i = 1; i < count && status == TRIG_OK; i++)
        status = compute_set(summary, i, &sets[i], error);
    sets[0] = summary->results;
    if (status == TRIG_OK)
        status = trig_imputed_results(sets, count, summary->request->design.level, error);
    summary->results = sets[0];
    for (size_t i = 1; i < count; i++)
        trig_results_clear(&sets[i]);
    trig_free(sets);
    return status;
}

static bool is_imputed(const struct summary *summary)
{
    return summary->request->estimands && summary->request->estimands->imputed;
}

/* ---- output ------------------------------------------------------------------------------ */

static enum trig_status set_title(struct summary *summary, struct trig_error *error)
{
    const struct trig_survey *survey = &summary->context->definition->survey;
    struct trig_view title = survey->title.length ? survey->title : survey->id;
    return trig_table_set_title(summary->table, title, error);
}

static bool has_statistic(const struct summary *summary, enum trig_statistic statistic)
{
    for (size_t i = 0; i < summary->results.count; i++)
        if (summary->results.items[i].statistic == statistic)
            return true;
    return false;
}

/* What the intervals are that are not Student's t. */
static enum trig_status note_statistics(struct summary *summary, struct trig_error *error)
{
    const struct trig_estimands *estimands = summary->request->estimands;
    enum trig_status status = TRIG_OK;
    if (has_statistic(summary, TRIG_STATISTIC_MEDIAN) || has_statistic(summary, TRIG_STATISTIC_QUANTILE)) {
        char note[160];
        if (estimands->interval == TRIG_QUANTILE_BY_REPLICATES)
            snprintf(note, sizeof note,
                     "Quantiles are taken by the rule %s, and anew in every replicate; their intervals use "
                     "Student's t.",
                     trig_quantile_names[estimands->rule]);
        else
            snprintf(note, sizeof note,
                     "Quantiles are taken by the rule %s; their intervals are Woodruff's (%s).",
                     trig_quantile_names[estimands->rule], trig_quantile_interval_names[estimands->interval]);
        status = trig_table_add_note(summary->table, trig_view(note), error);
    }
    if (status == TRIG_OK && has_statistic(summary, TRIG_STATISTIC_CORRELATION))
        status = trig_table_add_note(
            summary->table,
            trig_view("Correlations are Pearson's, among those who answered both; their intervals are on "
                      "Fisher's scale."),
            error);
    if (status == TRIG_OK && is_imputed(summary))
        status = trig_table_add_note(
            summary->table,
            trig_view(
                "The stores are imputed sets of the same responses, combined by Rubin's rules; degrees of "
                "freedom are Barnard and Rubin's, and all intervals use Student's t with them."),
            error);
    return status;
}

static enum trig_status make_table(struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = summary->context;
    enum trig_status status =
        trig_results_table(&summary->results, context->definition, &context->disclosure,
                           columns_of(summary->request), context->naming, &summary->table, error);
    if (status == TRIG_OK)
        status = set_title(summary, error);
    if (status == TRIG_OK)
        status = note_statistics(summary, error);
    if (status == TRIG_OK)
        status = trig_context_note_unplaced(summary->context, &summary->protection, summary->table, error);
    return status ? status : trig_context_annotate(context, summary->cells, summary->table, error);
}

enum trig_status trig_summary_table(const struct trig_context *context, struct trig_request *request,
                                    struct trig_cells *cells, FILE *show_r, trig_table **out,
                                    struct trig_error *error)
{
    struct summary summary = {.context = context,
                              .request = request,
                              .stores = context->stores,
                              .store_count = context->store_count,
                              .cells = cells,
                              .show_r = show_r};
    trig_arena_init(&summary.arena);
    trig_protection_prepare(request);
    enum trig_status status =
        is_imputed(&summary) ? compute_imputed(&summary, error) : compute(&summary, error);
    if (status == TRIG_OK)
        status = make_table(&summary, error);
    if (status == TRIG_OK && summary.covariances)
        status = trig_table_save(summary.covariances, TRIG_FORMAT_CSV, request->estimands->covariance, error);
    trig_table_destroy(summary.covariances);
    if (status == TRIG_OK)
        *out = summary.table;
    else
        trig_table_destroy(summary.table);
    trig_results_clear(&summary.results);
    trig_arena_clear(&summary.arena);
    return status;
}
