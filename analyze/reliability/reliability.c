#include "analyze/reliability/reliability.h"

#include "analyze/context/names.h"
#include "analyze/reliability/matrix.h"
#include "analyze/reliability/notes.h"
#include "analyze/reliability/scale.h"
#include "analyze/reliability/show_r.h"

/* A table's columns never depend on the data. */
#define COLUMNS                                                                                              \
    (TRIG_RESULT_BIT(TRIG_RESULT_WAVE) | TRIG_RESULT_BIT(TRIG_RESULT_INSTITUTION) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_GROUP) | TRIG_RESULT_BIT(TRIG_RESULT_BY) |                                  \
     TRIG_RESULT_BIT(TRIG_RESULT_MEASURE) | TRIG_RESULT_BIT(TRIG_RESULT_WITH) |                              \
     TRIG_RESULT_BIT(TRIG_RESULT_PILLAR) | TRIG_RESULT_BIT(TRIG_RESULT_STATISTIC) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_ESTIMATE) | TRIG_RESULT_BIT(TRIG_RESULT_SE) |                               \
     TRIG_RESULT_BIT(TRIG_RESULT_CI_LOW) | TRIG_RESULT_BIT(TRIG_RESULT_CI_HIGH) |                            \
     TRIG_RESULT_BIT(TRIG_RESULT_N) | TRIG_RESULT_BIT(TRIG_RESULT_N_EFF) | TRIG_RESULT_BIT(TRIG_RESULT_DF) | \
     TRIG_RESULT_BIT(TRIG_RESULT_BASIS) | TRIG_RESULT_BIT(TRIG_RESULT_BENCHMARK) |                           \
     TRIG_RESULT_BIT(TRIG_RESULT_P) | TRIG_RESULT_BIT(TRIG_RESULT_FLAG) |                                    \
     TRIG_RESULT_BIT(TRIG_RESULT_SUPPRESSED) | TRIG_RESULT_BIT(TRIG_RESULT_NOTE))

/* One table under way. */
struct reliability {
    const struct trig_context *context;
    const struct trig_reliability_options *options;
    struct trig_scale_pillars pillars;
    struct trig_request request;
    trig_scale_scan *scan;
    struct trig_arena arena; /* of the protection */
    struct trig_protection protection;
    enum trig_suppression *reasons; /* [measure * domains of the lattice + domain] */
    struct trig_results results;
    trig_table *table;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the reliability of the pillars");
}

/* ---- methods ----------------------------------------------------------------------------- */

const char *const trig_scale_method_names[] = {"alpha", "omega",    "correlation", "polychoric",
                                               "kmo",   "parallel", NULL};

/* By bit, as their names. */
static enum trig_status (*const method_rows[])(const struct trig_scale_group *, struct trig_results *,
                                               struct trig_error *) = {
    trig_scale_alpha,      trig_scale_omega,    trig_scale_correlations,
    trig_scale_polychoric, trig_scale_adequacy, trig_scale_parallel};

#define METHODS (sizeof method_rows / sizeof *method_rows)

static enum trig_status add_method(struct trig_view name, unsigned *out, struct trig_error *error)
{
    struct trig_view known[METHODS + 1];
    for (size_t i = 0; i < METHODS; i++)
        known[i] = trig_view(trig_scale_method_names[i]);
    known[METHODS] = trig_view("all");
    for (size_t i = 0; i <= METHODS; i++) {
        if (!trig_view_equal(name, known[i]))
            continue;
        *out |= i < METHODS ? 1u << i : (1u << METHODS) - 1;
        return TRIG_OK;
    }
    return trig_names_unknown("method", name, (struct trig_views){known, METHODS + 1}, error);
}

enum trig_status trig_reliability_methods(const char *list, unsigned *out, struct trig_error *error)
{
    struct trig_arena arena;
    struct trig_views names;
    unsigned found = list ? 0 : TRIG_SCALE_ALPHA;
    trig_arena_init(&arena);
    enum trig_status status = list ? trig_names_split(&arena, list, &names, error) : TRIG_OK;
    for (size_t i = 0; list && status == TRIG_OK && i < names.count; i++)
        status = add_method(names.items[i], &found, error);
    trig_arena_clear(&arena);
    if (status == TRIG_OK)
        *out = found ? found : TRIG_SCALE_ALPHA;
    return status;
}

/* ---- rows -------------------------------------------------------------------------------- */

/* Whether so few gave another answer to an item than all others that what goes with
 * it would tell theirs. */
static bool is_telling(const struct trig_disclosure_rules *rules, const struct trig_scale_group *scale,
                       size_t item)
{
    return trig_answer_tables_others(scale->gather->tables, item) <= rules->numerator ||
           !(scale->covariance[item * scale->pillar->items + item] > 1e-8);
}

static enum trig_suppression reason_of(const struct reliability *table, size_t measure, size_t domain)
{
    const struct trig_lattice *lattice = &table->protection.lattice;
    return table->reasons[measure * lattice->count + lattice->first + domain];
}

/* Finds why the scale, or what an item is part of, may not be shown. */
static void judge(const struct reliability *table, size_t index, size_t domain,
                  struct trig_scale_group *scale, bool *telling)
{
    scale->reason = reason_of(table, table->pillars.items + index, domain);
    for (size_t i = 0; i < scale->pillar->items; i++) {
        enum trig_suppression reason = reason_of(table, scale->pillar->first + i, domain);
        bool of_item = reason == TRIG_SUPPRESSED_NUMERATOR || reason == TRIG_SUPPRESSED_DOMINANCE;
        telling[i] = of_item || is_telling(&table->context->disclosure, scale, i);
        if (reason != TRIG_SUPPRESSED_NONE && !of_item)
            scale->reason = reason;
    }
}

static enum trig_status add_rows(struct reliability *table, const struct trig_scale_group *scale,
                                 struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < METHODS && status == TRIG_OK; i++)
        if (table->options->methods & 1u << i)
            status = method_rows[i](scale, &table->results, error);
    return status;
}

static enum trig_status add_scale(struct reliability *table, size_t index, size_t domain,
                                  const struct trig_gather *gather, struct trig_error *error)
{
    const struct trig_lattice *lattice = &table->protection.lattice;
    const struct trig_scale_pillar *pillar = &table->pillars.list[index];
    size_t square = pillar->items * pillar->items;
    double *room = trig_calloc(2 * square, sizeof *room);
    bool *telling = trig_calloc(pillar->items, sizeof *telling);
    struct trig_scale_group scale = {.context = table->context,
                                     .options = table->options,
                                     .cells = trig_scale_scan_cells(table->scan),
                                     .domain = &lattice->domains[lattice->first + domain],
                                     .pillar = pillar,
                                     .measure = &table->pillars.pillars.items[index],
                                     .items = table->pillars.measures.items + pillar->first,
                                     .gather = gather,
                                     .covariance = room,
                                     .n = (size_t)trig_products_n(gather->products),
                                     .n_eff = trig_products_effective_n(gather->products),
                                     .telling = telling};
    enum trig_status status = TRIG_ERR_MEMORY;
    if (room && telling) {
        scale.correlation = room + square;
        trig_products_covariance(gather->products, scale.covariance);
        trig_matrix_correlation(scale.covariance, pillar->items, scale.correlation);
        judge(table, index, domain, &scale, telling);
        status = add_rows(table, &scale, error);
    } else {
        no_memory(error);
    }
    trig_free(telling);
    trig_free(room);
    return status;
}

static enum trig_status add_domain(struct reliability *table, size_t domain, struct trig_error *error)
{
    const struct trig_lattice *lattice = &table->protection.lattice;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < table->pillars.count && status == TRIG_OK; i++) {
        struct trig_gather gather;
        status = trig_scale_scan_gather(table->scan, &lattice->domains[lattice->first + domain], i, &gather,
                                        error);
        if (status)
            return status;
        status = add_scale(table, i, domain, &gather, error);
        trig_gather_clear(&gather);
    }
    return status;
}

/* ---- the result ----------------------------------------------------------------------------- */

static enum trig_status make_table(struct reliability *table, struct trig_error *error)
{
    const struct trig_context *context = table->context;
    const struct trig_survey *survey = &context->definition->survey;
    enum trig_status status = trig_results_table(&table->results, context->definition, &context->disclosure,
                                                 COLUMNS, context->naming, &table->table, error);
    if (status == TRIG_OK)
        status = trig_table_set_title(table->table, survey->title.length ? survey->title : survey->id, error);
    if (status == TRIG_OK)
        status = trig_reliability_show(table->options, &table->request.bys, table->table, error);
    if (status == TRIG_OK)
        status = trig_reliability_notes(table->options, context->design.weight != TRIG_NONE,
                                        table->pillars.too_short, table->table, error);
    return status ? status : trig_context_note_unplaced(context, &table->protection, table->table, error);
}

/* The notes on sampling errors are about means; there are none here. */
static enum trig_status annotate(const struct reliability *table, struct trig_error *error)
{
    struct trig_cells cells = *trig_scale_scan_cells(table->scan);
    cells.measures = 0;
    return trig_context_annotate(table->context, &cells, table->table, error);
}

/* ---- the table ------------------------------------------------------------------------------ */

/* Finds what may be shown of each item, and of those who answered all of a pillar's. */
static enum trig_status protect(struct reliability *table, struct trig_error *error)
{
    size_t measures = table->pillars.measures.count;
    enum trig_status status =
        trig_protection_build(trig_scale_scan_cells(table->scan), &table->request.bys,
                              &table->context->disclosure, &table->arena, &table->protection, error);
    if (status)
        return status;
    size_t domains = table->protection.lattice.count;
    table->reasons = trig_arena_calloc(&table->arena, measures * domains, sizeof *table->reasons);
    if (!table->reasons)
        return no_memory(error);
    for (size_t i = 0; i < measures && status == TRIG_OK; i++)
        status = trig_protection_measure(&table->protection, i, table->reasons + i * domains, error);
    return status;
}

static enum trig_status scan(struct reliability *table, struct trig_error *error)
{
    const struct trig_context *context = table->context;
    const struct trig_gather_options gather = {
        .pair_tables = (table->options->methods & TRIG_SCALE_POLYCHORIC) != 0,
        .pairwise = table->options->missing == TRIG_MISSING_PAIRWISE &&
                    (table->options->methods & TRIG_SCALE_CORRELATION)};
    table->request = (struct trig_request){.bys = table->options->bys,
                                           .waves = table->options->waves,
                                           .design = context->design,
                                           .measures = &table->pillars.measures};
    trig_protection_prepare(&table->request);
    enum trig_status status = trig_scale_scan_run(&table->pillars, context->stores, context->store_count,
                                                  &table->request, &gather, &table->scan, error);
    return status ? status : protect(table, error);
}

static enum trig_status make(struct reliability *table, struct trig_error *error)
{
    enum trig_status status = trig_results_init(&table->results, &table->options->bys, error);
    if (status == TRIG_OK)
        status = scan(table, error);
    for (size_t i = 0; status == TRIG_OK && i < table->protection.lattice.shown; i++)
        status = add_domain(table, i, error);
    if (status == TRIG_OK)
        status = make_table(table, error);
    if (status == TRIG_OK)
        status = annotate(table, error);
    if (status == TRIG_OK && table->options->show_r)
        trig_reliability_show_r(&table->pillars, table->scan, &table->protection.lattice, table->options);
    trig_results_clear(&table->results);
    return status;
}

enum trig_status trig_reliability_table(const struct trig_context *context,
                                        const struct trig_reliability_options *options, trig_table **out,
                                        struct trig_error *error)
{
    struct reliability table = {.context = context, .options = options};
    enum trig_status status =
        trig_scale_pillars_init(context->definition, options->pillars, &table.pillars, error);
    if (status)
        return status;
    trig_arena_init(&table.arena);
    status = make(&table, error);
    if (status == TRIG_OK)
        *out = table.table;
    else
        trig_table_destroy(table.table);
    trig_arena_clear(&table.arena);
    trig_scale_scan_destroy(table.scan);
    trig_scale_pillars_clear(&table.pillars);
    return status;
}
