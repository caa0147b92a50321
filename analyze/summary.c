#include "analyze/summary.h"

#include "analyze/protection.h"
#include "analyze/summary_rows.h"

#include <string.h>

/* A table's columns never depend on the data: these, and flag with --gate. */
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
    return COLUMNS | (gated ? TRIG_RESULT_BIT(TRIG_RESULT_FLAG) : 0);
}

/* One summary under way. */
struct summary {
    const struct trig_context *context;
    const struct trig_request *request;
    struct trig_cells *cells;
    struct trig_results results;
    struct trig_arena arena; /* of the protection */
    struct trig_protection protection;
    trig_table *table;
};

static enum trig_status add_rows(struct summary *summary, struct trig_error *error)
{
    struct trig_summary_rows rows = {.context = summary->context,
                                     .request = summary->request,
                                     .cells = summary->cells,
                                     .protection = &summary->protection,
                                     .results = &summary->results};
    enum trig_status status = trig_summary_rows_add(&rows, &summary->arena, error);
    for (size_t i = 0; i < rows.plan_count; i++)
        summary->results.by_statistic =
            summary->results.by_statistic || rows.plan[i].statistic != TRIG_STATISTIC_MEAN;
    trig_summary_rows_clear(&rows);
    return status;
}

static enum trig_status compute(struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = summary->context;
    enum trig_status status =
        trig_cells_scan(context->stores, context->store_count, summary->request, summary->cells, error);
    if (status == TRIG_OK)
        status = trig_results_init(&summary->results, &summary->request->bys, error);
    if (status == TRIG_OK)
        status = trig_protection_build(summary->cells, &summary->request->bys, &context->disclosure,
                                       &summary->arena, &summary->protection, error);
    return status ? status : add_rows(summary, error);
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
        char note[120];
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
    return status;
}

static enum trig_status make_table(struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = summary->context;
    enum trig_status status =
        trig_results_table(&summary->results, context->definition, columns_of(summary->request),
                           context->naming, &summary->table, error);
    if (status == TRIG_OK)
        status = set_title(summary, error);
    if (status == TRIG_OK)
        status = note_statistics(summary, error);
    if (status == TRIG_OK)
        status = trig_context_note_unplaced(summary->context, &summary->protection, summary->table, error);
    return status ? status : trig_context_annotate(context, summary->cells, summary->table, error);
}

enum trig_status trig_summary_table(const struct trig_context *context, struct trig_request *request,
                                    struct trig_cells *cells, trig_table **out, struct trig_error *error)
{
    struct summary summary = {.context = context, .request = request, .cells = cells};
    trig_arena_init(&summary.arena);
    trig_protection_prepare(request);
    enum trig_status status = compute(&summary, error);
    if (status == TRIG_OK)
        status = make_table(&summary, error);
    if (status == TRIG_OK)
        *out = summary.table;
    else
        trig_table_destroy(summary.table);
    trig_results_clear(&summary.results);
    trig_arena_clear(&summary.arena);
    return status;
}
