#include "analyze/reliability/reliability.h"

#include "analyze/reliability/consistency.h"
#include "analyze/reliability/pillars.h"
#include "analyze/reliability/show_r.h"

#include <math.h>

/* A table's columns never depend on the data. */
#define COLUMNS                                                                                              \
    (TRIG_RESULT_BIT(TRIG_RESULT_WAVE) | TRIG_RESULT_BIT(TRIG_RESULT_MEASURE) |                              \
     TRIG_RESULT_BIT(TRIG_RESULT_PILLAR) | TRIG_RESULT_BIT(TRIG_RESULT_STATISTIC) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_ESTIMATE) | TRIG_RESULT_BIT(TRIG_RESULT_CI_LOW) |                           \
     TRIG_RESULT_BIT(TRIG_RESULT_CI_HIGH) | TRIG_RESULT_BIT(TRIG_RESULT_N) |                                 \
     TRIG_RESULT_BIT(TRIG_RESULT_N_EFF) | TRIG_RESULT_BIT(TRIG_RESULT_BASIS) |                               \
     TRIG_RESULT_BIT(TRIG_RESULT_SUPPRESSED) | TRIG_RESULT_BIT(TRIG_RESULT_NOTE))

/* One table under way. */
struct reliability {
    const struct trig_context *context;
    const struct trig_reliability_options *options;
    struct trig_scale_pillars pillars;
    struct trig_results results;
    trig_table *table;
};

/* One scan: a wave, or several pooled. */
struct pass {
    struct trig_request request;
    trig_frame *frame;
    struct trig_cells cells;
    trig_products **products;
};

/* A pillar's covariances and who stands behind them. */
struct scale {
    const struct trig_scale_pillar *pillar;
    const struct trig_measure *measure; /* pillar:ID */
    const struct trig_measure *items;
    double *covariance;
    size_t n;
    double n_eff;
    size_t wave;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the reliability of the pillars");
}

/* ---- rows -------------------------------------------------------------------------------- */

/* An item that everybody answered alike tells what everybody answered: what it
 * stands in is suppressed as a share of 100% would be. */
static enum trig_suppression rule_for(const struct trig_disclosure_rules *rules, const struct scale *scale,
                                      double estimate)
{
    if (rules->mode == TRIG_DISCLOSURE_NONE)
        return TRIG_SUPPRESSED_NONE;
    if (scale->n < rules->threshold)
        return TRIG_SUPPRESSED_THRESHOLD;
    return isnan(estimate) ? TRIG_SUPPRESSED_NUMERATOR : TRIG_SUPPRESSED_NONE;
}

static enum trig_status add_row(struct reliability *table, const struct scale *scale,
                                const struct trig_measure *measure, enum trig_statistic statistic,
                                double estimate, struct trig_error *error)
{
    size_t at;
    enum trig_status status = trig_results_add(&table->results, &at, error);
    if (status)
        return status;
    struct trig_result *row = &table->results.items[at];
    row->wave = scale->wave;
    row->measure = measure->name;
    row->measure_label = measure->label;
    row->pillar = scale->pillar->pillar;
    row->statistic = statistic;
    row->unit = TRIG_UNIT_OWN;
    row->basis = TRIG_BASIS_MODEL;
    row->suppressed = rule_for(&table->context->disclosure, scale, estimate);
    row->base.denominator = scale->n;
    if (row->suppressed != TRIG_SUPPRESSED_NONE)
        return TRIG_OK;
    row->estimate = estimate;
    row->n = scale->n;
    row->n_eff = scale->n_eff;
    return TRIG_OK;
}

static enum trig_status add_alpha(struct reliability *table, const struct scale *scale,
                                  struct trig_error *error)
{
    size_t items = scale->pillar->items;
    double alpha = trig_consistency_alpha(scale->covariance, items, TRIG_ALL_ITEMS);
    for (size_t i = 0; i < items; i++)
        if (trig_consistency_is_constant(scale->covariance, items, i))
            alpha = NAN;
    enum trig_status status = add_row(table, scale, scale->measure, TRIG_STATISTIC_ALPHA, alpha, error);
    if (status)
        return status;
    size_t at = table->results.count - 1;
    struct trig_result *row = &table->results.items[at];
    if (row->suppressed == TRIG_SUPPRESSED_NONE)
        trig_consistency_feldt(alpha, scale->n_eff, items, table->context->design.level, &row->ci_low,
                               &row->ci_high);
    if (row->suppressed == TRIG_SUPPRESSED_NONE && alpha < 0.0 &&
        trig_results_note(&table->results, at, "below zero: items run against one another; see reversed"))
        return no_memory(error);
    return trig_results_note(&table->results, at, "%zu items", items) ? no_memory(error) : TRIG_OK;
}

static enum trig_status add_item_rest(struct reliability *table, const struct scale *scale, size_t item,
                                      struct trig_error *error)
{
    const struct trig_measure *measure = &scale->items[item];
    double correlation = trig_consistency_item_rest(scale->covariance, scale->pillar->items, item);
    enum trig_status status = add_row(table, scale, measure, TRIG_STATISTIC_ITEM_REST, correlation, error);
    bool reversed = table->context->definition->variables[measure->variable].reversed;
    if (status || !reversed)
        return status;
    return trig_results_note(&table->results, table->results.count - 1, "reversed item") ? no_memory(error)
                                                                                         : TRIG_OK;
}

static enum trig_status add_dropped(struct reliability *table, const struct scale *scale, size_t item,
                                    struct trig_error *error)
{
    size_t items = scale->pillar->items;
    const struct trig_measure *measure = &scale->items[item];
    bool hidden = trig_consistency_is_constant(scale->covariance, items, item);
    double alpha = hidden ? NAN : trig_consistency_alpha(scale->covariance, items, item);
    enum trig_status status = add_row(table, scale, measure, TRIG_STATISTIC_ALPHA_IF_DROPPED, alpha, error);
    if (status || items > 2)
        return status;
    /* One item is left: undefined for everybody, so nothing is hidden. */
    struct trig_result *row = &table->results.items[table->results.count - 1];
    if (row->suppressed == TRIG_SUPPRESSED_NUMERATOR)
        row->suppressed = TRIG_SUPPRESSED_NONE;
    return trig_results_note(&table->results, table->results.count - 1, "one item is no scale")
               ? no_memory(error)
               : TRIG_OK;
}

static enum trig_status add_scale(struct reliability *table, const struct scale *scale,
                                  struct trig_error *error)
{
    size_t items = scale->pillar->items;
    enum trig_status status = add_alpha(table, scale, error);
    if (status == TRIG_OK)
        status = add_row(table, scale, scale->measure, TRIG_STATISTIC_INTER_ITEM,
                         trig_consistency_inter_item(scale->covariance, items), error);
    for (size_t i = 0; i < items && status == TRIG_OK; i++) {
        status = add_item_rest(table, scale, i, error);
        if (status == TRIG_OK)
            status = add_dropped(table, scale, i, error);
    }
    return status;
}

static enum trig_status add_pillar(struct reliability *table, const struct pass *pass, size_t index,
                                   struct trig_error *error)
{
    const struct trig_scale_pillar *pillar = &table->pillars.list[index];
    struct scale scale = {.pillar = pillar,
                          .measure = &table->pillars.pillars.items[index],
                          .items = table->pillars.measures.items + pillar->first,
                          .n = (size_t)trig_products_n(pass->products[index]),
                          .n_eff = trig_products_effective_n(pass->products[index]),
                          .wave = pass->cells.only_wave};
    scale.covariance = trig_calloc(pillar->items * pillar->items, sizeof *scale.covariance);
    if (!scale.covariance)
        return no_memory(error);
    trig_products_covariance(pass->products[index], scale.covariance);
    enum trig_status status = add_scale(table, &scale, error);
    trig_free(scale.covariance);
    return status;
}

/* ---- notes --------------------------------------------------------------------------------- */

static enum trig_status add_notes(const struct reliability *table, struct trig_error *error)
{
    const struct trig_design *design = &table->context->design;
    enum trig_status status = trig_table_add_note(
        table->table,
        trig_view(
            "Items are on 0 to 100 by their own scale, reversed ones mirrored, as in the pillar's score. "
            "n: respondents who answered every item of the pillar."),
        error);
    if (status == TRIG_OK)
        status = trig_table_add_note(
            table->table,
            trig_view("alpha says how consistently the items rank respondents; it does not show that they "
                      "measure one thing, and it grows with the number of items."),
            error);
    if (status == TRIG_OK)
        status = trig_table_add_note(
            table->table,
            trig_view(design->weight == TRIG_NONE
                          ? "The interval is Feldt's; it takes respondents as independent of one another."
                          : "Weighted. The interval is Feldt's with the effective number of respondents "
                            "(Kish); it takes them as independent of one another."),
            error);
    if (status || table->pillars.too_short == 0)
        return status;
    char note[128];
    snprintf(note, sizeof note, "%zu pillar%s fewer than two items and %s left out.",
             table->pillars.too_short, table->pillars.too_short == 1 ? " has" : "s have",
             table->pillars.too_short == 1 ? "is" : "are");
    return trig_table_add_note(table->table, trig_view(note), error);
}

static enum trig_status make_table(struct reliability *table, struct trig_error *error)
{
    static const char *const shown[] = {"wave",    "measure", "statistic",  "estimate", "ci_low",
                                        "ci_high", "n",       "suppressed", "note"};
    const struct trig_context *context = table->context;
    const struct trig_survey *survey = &context->definition->survey;
    enum trig_status status = trig_results_table(&table->results, context->definition, COLUMNS,
                                                 context->naming, &table->table, error);
    if (status == TRIG_OK)
        status = trig_table_set_title(table->table, survey->title.length ? survey->title : survey->id, error);
    if (status == TRIG_OK)
        status = trig_table_show(table->table, shown, sizeof shown / sizeof *shown, error);
    return status ? status : add_notes(table, error);
}

/* The notes on sampling errors are about means; there are none here. */
static enum trig_status annotate(const struct reliability *table, const struct pass *pass,
                                 struct trig_error *error)
{
    struct trig_cells cells = pass->cells;
    cells.measures = 0;
    return trig_context_annotate(table->context, &cells, table->table, error);
}

/* ---- passes --------------------------------------------------------------------------------- */

static void clear_pass(struct pass *pass, size_t pillars)
{
    for (size_t i = 0; pass->products && i < pillars; i++)
        trig_products_destroy(pass->products[i]);
    trig_free(pass->products);
    trig_cells_clear(&pass->cells);
    trig_frame_destroy(pass->frame);
}

/* Scans one wave, or all that are pooled; the last pass makes the table, so that
 * its notes can speak of what was scanned. */
static enum trig_status run_pass(struct reliability *table, const struct trig_waves *waves, bool last,
                                 struct trig_error *error)
{
    const struct trig_context *context = table->context;
    struct pass pass = {.frame = NULL};
    pass.request.waves = *waves;
    pass.request.design = context->design;
    pass.request.measures = &table->pillars.measures;
    pass.products = trig_calloc(table->pillars.count, sizeof(trig_products *));
    if (!pass.products)
        return no_memory(error);
    enum trig_status status =
        trig_scale_pillars_scan(&table->pillars, context->stores, context->store_count, &pass.request,
                                &pass.frame, &pass.cells, pass.products, error);
    for (size_t i = 0; i < table->pillars.count && status == TRIG_OK; i++)
        status = add_pillar(table, &pass, i, error);
    if (status == TRIG_OK && table->options->show_r)
        trig_reliability_show_r(&table->pillars, &pass.cells, table->options->show_r);
    if (status == TRIG_OK && last)
        status = make_table(table, error);
    if (status == TRIG_OK && last)
        status = annotate(table, &pass, error);
    clear_pass(&pass, table->pillars.count);
    return status;
}

static enum trig_status run_passes(struct reliability *table, struct trig_error *error)
{
    const struct trig_waves *waves = &table->options->waves;
    if (waves->choice != TRIG_WAVES_LISTED)
        return run_pass(table, waves, true, error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < waves->count && status == TRIG_OK; i++) {
        struct trig_waves one = {.choice = TRIG_WAVES_LISTED, .items = {waves->items[i]}, .count = 1};
        status = run_pass(table, &one, i + 1 == waves->count, error);
    }
    return status;
}

enum trig_status trig_reliability_table(const struct trig_context *context,
                                        const struct trig_reliability_options *options, trig_table **out,
                                        struct trig_error *error)
{
    static const struct trig_bys none = {.count = 0};
    struct reliability table = {.context = context, .options = options};
    enum trig_status status =
        trig_scale_pillars_init(context->definition, options->pillars, &table.pillars, error);
    if (status)
        return status;
    status = trig_results_init(&table.results, &none, error);
    if (status == TRIG_OK) {
        status = run_passes(&table, error);
        trig_results_clear(&table.results);
    }
    if (status == TRIG_OK)
        *out = table.table;
    else
        trig_table_destroy(table.table);
    trig_scale_pillars_clear(&table.pillars);
    return status;
}
