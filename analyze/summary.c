#include "analyze/summary.h"

#include "analyze/protection.h"
#include "analyze/response.h"

#include <string.h>

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

static const struct trig_estimands by_name = {.items = {{.statistic = TRIG_STATISTIC_MEAN}}, .count = 1};

/* One summary under way. */
struct summary {
    const struct trig_context *context;
    const struct trig_request *request;
    const struct trig_estimands *estimands;
    struct trig_cells *cells;
    struct trig_results results;
    struct trig_arena arena; /* of the protection */
    struct trig_protection protection;
    trig_table *table;
};

/* ---- rows ------------------------------------------------------------------------------ */

static enum trig_status add_response(struct summary *summary, const struct trig_domain *domain, size_t row)
{
    struct trig_response response = trig_response_rate(summary->cells, &summary->request->bys, domain);
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

/* People are counted, numbers added up in their own unit. */
static void set_total(const struct trig_measure *measure, struct trig_result *row)
{
    bool people = measure->kind == TRIG_MEASURE_RESPONDENTS || measure->unit == TRIG_UNIT_SHARE;
    row->statistic = TRIG_STATISTIC_TOTAL;
    row->unit = people ? TRIG_UNIT_COUNT : TRIG_UNIT_OWN;
}

static enum trig_status add_row(struct summary *summary, trig_estimator *estimator,
                                const struct trig_domain *domain, size_t measure,
                                const struct trig_estimand *estimand, struct trig_error *error)
{
    const struct trig_measure *asked = &summary->request->measures->items[measure];
    bool total = estimand->statistic == TRIG_STATISTIC_TOTAL;
    struct trig_estimate estimate;
    size_t row;
    enum trig_status status = total ? trig_estimate_total(estimator, measure, domain, &estimate, error)
                                    : trig_estimate_mean(estimator, measure, domain, &estimate, error);
    if (status == TRIG_OK)
        status = trig_results_add_estimate(&summary->results, summary->cells, measure, domain, &estimate,
                                           &row, error);
    if (status)
        return status;
    if (total)
        set_total(asked, &summary->results.items[row]);
    return asked->kind == TRIG_MEASURE_RESPONDENTS && !total ? add_response(summary, domain, row) : TRIG_OK;
}

/* Of a measure in a domain one row a statistic, in the order asked for. */
static enum trig_status add_measure(struct summary *summary, trig_estimator *estimator,
                                    const struct trig_domain *domain, size_t measure,
                                    struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < summary->estimands->count && status == TRIG_OK; i++)
        status = add_row(summary, estimator, domain, measure, &summary->estimands->items[i], error);
    return status;
}

static enum trig_status add_rows(struct summary *summary, trig_estimator *estimator, struct trig_error *error)
{
    const struct trig_lattice *lattice = &summary->protection.lattice;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < lattice->shown && status == TRIG_OK; i++)
        for (size_t j = 0; j < summary->request->measures->count && status == TRIG_OK; j++)
            status = add_measure(summary, estimator, &lattice->domains[lattice->first + i], j, error);
    return status;
}

/* @param reasons  by domain of the lattice. */
static void hide_measure(struct summary *summary, size_t measure, const enum trig_suppression *reasons)
{
    const struct trig_lattice *lattice = &summary->protection.lattice;
    size_t each = summary->estimands->count;
    for (size_t i = 0; i < lattice->shown; i++) {
        size_t first = (i * summary->request->measures->count + measure) * each;
        for (size_t j = first; j < first + each; j++)
            if (reasons[lattice->first + i] && !trig_disclosure_is_hidden(&summary->results.items[j]))
                trig_disclosure_hide(&summary->results.items[j], reasons[lattice->first + i]);
    }
}

/* A total says what the mean and the number of people say, so it is hidden with them. */
static enum trig_status protect(struct summary *summary, struct trig_error *error)
{
    size_t domains = summary->protection.lattice.count;
    enum trig_suppression *reasons = trig_arena_calloc(&summary->arena, domains, sizeof *reasons);
    if (!reasons)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    enum trig_status status = TRIG_OK;
    trig_disclosure_apply(&summary->context->disclosure, &summary->results);
    for (size_t i = 0; i < summary->request->measures->count && status == TRIG_OK; i++) {
        status = trig_protection_measure(&summary->protection, i, reasons, error);
        if (status == TRIG_OK)
            hide_measure(summary, i, reasons);
    }
    return status;
}

static enum trig_status estimate(struct summary *summary, struct trig_error *error)
{
    trig_estimator *estimator = trig_estimator_create(summary->cells, &summary->request->design, error);
    if (!estimator)
        return TRIG_ERR_MEMORY;
    enum trig_status status = add_rows(summary, estimator, error);
    if (status == TRIG_OK)
        status = protect(summary, error);
    trig_estimator_destroy(estimator);
    return status;
}

static enum trig_status compute(struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = summary->context;
    enum trig_status status =
        trig_cells_scan(context->stores, context->store_count, summary->request, summary->cells, error);
    if (status == TRIG_OK)
        status = trig_results_init(&summary->results, &summary->request->bys, error);
    summary->results.by_statistic =
        summary->estimands->count > 1 || summary->estimands->items[0].statistic != TRIG_STATISTIC_MEAN;
    if (status == TRIG_OK)
        status = trig_protection_build(summary->cells, &summary->request->bys, &context->disclosure,
                                       &summary->arena, &summary->protection, error);
    return status ? status : estimate(summary, error);
}

/* ---- output ------------------------------------------------------------------------------ */

static enum trig_status set_title(struct summary *summary, struct trig_error *error)
{
    const struct trig_survey *survey = &summary->context->definition->survey;
    struct trig_view title = survey->title.length ? survey->title : survey->id;
    return trig_table_set_title(summary->table, title, error);
}

static enum trig_status make_table(struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = summary->context;
    enum trig_status status = trig_results_table(&summary->results, context->definition, COLUMNS,
                                                 context->naming, &summary->table, error);
    if (status == TRIG_OK)
        status = set_title(summary, error);
    if (status == TRIG_OK)
        status = trig_context_note_unplaced(summary->context, &summary->protection, summary->table, error);
    return status ? status : trig_context_annotate(context, summary->cells, summary->table, error);
}

enum trig_status trig_summary_table(const struct trig_context *context, struct trig_request *request,
                                    struct trig_cells *cells, trig_table **out, struct trig_error *error)
{
    struct summary summary = {.context = context,
                              .request = request,
                              .estimands = request->estimands ? request->estimands : &by_name,
                              .cells = cells};
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
