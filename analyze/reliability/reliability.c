#include "analyze/reliability/reliability.h"

#include "analyze/names.h"
#include "analyze/reliability/matrix.h"
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
    unsigned methods;
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

static const struct {
    const char *name;
    unsigned bit;
    enum trig_status (*rows)(const struct trig_scale_group *, struct trig_results *, struct trig_error *);
} methods[] = {
    {"alpha", TRIG_SCALE_ALPHA, trig_scale_alpha},
    {"omega", TRIG_SCALE_OMEGA, trig_scale_omega},
    {"correlation", TRIG_SCALE_CORRELATION, trig_scale_correlations},
    {"polychoric", TRIG_SCALE_POLYCHORIC, trig_scale_polychoric},
    {"kmo", TRIG_SCALE_KMO, trig_scale_adequacy},
    {"parallel", TRIG_SCALE_PARALLEL, trig_scale_parallel},
};

#define METHODS (sizeof methods / sizeof *methods)

static enum trig_status add_method(struct trig_view name, unsigned *out, struct trig_error *error)
{
    struct trig_view known[METHODS + 1];
    for (size_t i = 0; i < METHODS; i++) {
        known[i] = trig_view(methods[i].name);
        if (trig_view_equal(name, known[i]) || trig_view_is(name, "all"))
            *out |= methods[i].bit;
        if (trig_view_equal(name, known[i]))
            return TRIG_OK;
    }
    known[METHODS] = trig_view("all");
    return trig_view_is(name, "all")
               ? TRIG_OK
               : trig_names_unknown("method", name, (struct trig_views){known, METHODS + 1}, error);
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
        if (table->methods & methods[i].bit)
            status = methods[i].rows(scale, &table->results, error);
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

/* ---- notes --------------------------------------------------------------------------------- */

static const char *interval_words(const struct reliability *table)
{
    bool weighted = table->context->design.weight != TRIG_NONE;
    if (!(table->methods & TRIG_SCALE_ALPHA))
        return weighted
                   ? "Weighted. n_eff, the effective number of respondents (Kish), stands for n in intervals "
                     "and tests, which take respondents as independent of one another."
                   : "Intervals and tests take respondents as independent of one another.";
    return weighted ? "Weighted. The interval is Feldt's with the effective number of respondents "
                      "(Kish); it takes them as independent of one another."
                    : "The interval is Feldt's; it takes respondents as independent of one another.";
}

/* What is said of each method. */
static const char *words_of(const struct reliability *table, unsigned method)
{
    bool pairwise = table->options->missing == TRIG_MISSING_PAIRWISE;
    switch (method) {
    case TRIG_SCALE_ALPHA:
        return "alpha says how consistently the items rank respondents; it does not show that they "
               "measure one thing, and it grows with the number of items.";
    case TRIG_SCALE_OMEGA:
        return "omega: the share of the variance of the items' sum that is not unique to single items, by "
               "one "
               "common factor (maximum likelihood; loading: of the standardised item); unlike alpha it lets "
               "items "
               "differ in how closely they follow the factor. Its interval takes answers as normal (delta "
               "method).";
    case TRIG_SCALE_CORRELATION:
        return pairwise
                   ? "correlation: Pearson's, of those who answered both items (pairwise), with Fisher's "
                     "interval."
                   : "correlation: Pearson's, of those who answered every item of the pillar (listwise), "
                     "with "
                     "Fisher's interval.";
    case TRIG_SCALE_POLYCHORIC:
        return "polychoric: the correlation of two normal quantities behind the answers, by maximum "
               "likelihood in "
               "two steps, of those who answered every item of the pillar. ordinal_alpha: alpha of these "
               "correlations, of the quantities behind; it overstates how consistent the answers themselves "
               "are: "
               "an upper view, beside alpha.";
    case TRIG_SCALE_KMO:
        return "kmo: how far correlations go beyond pairs, as a factor needs it; below 0.5 is taken for "
               "unacceptable, from 0.8 for good (Kaiser). bartlett: chi-square that no two items correlate, "
               "with df "
               "and p.";
    default:
        return "eigenvalue (component) and factor_eigenvalue (one common factor in the diagonal): benchmark "
               "is the "
               "95th percentile of those of 1000 samples of unrelated normal answers by as many people; "
               "components "
               "and factors count those above it from the first. It is a suggestion: look at several "
               "numbers.";
    }
}

static enum trig_status add_notes(const struct reliability *table, struct trig_error *error)
{
    bool listwise =
        table->options->missing == TRIG_MISSING_LISTWISE || table->methods != TRIG_SCALE_CORRELATION;
    enum trig_status status = trig_table_add_note(
        table->table,
        trig_view(
            listwise ? "Items are on 0 to 100 by their own scale, reversed ones mirrored, as in the pillar's "
                       "score. "
                       "n: respondents who answered every item of the pillar."
                     : "Items are on 0 to 100 by their own scale, reversed ones mirrored, as in the pillar's "
                       "score."),
        error);
    for (size_t i = 0; i < METHODS && status == TRIG_OK; i++)
        if (table->methods & methods[i].bit)
            status = trig_table_add_note(table->table, trig_view(words_of(table, methods[i].bit)), error);
    if (status == TRIG_OK)
        status = trig_table_add_note(table->table, trig_view(interval_words(table)), error);
    if (status || table->pillars.too_short == 0)
        return status;
    char note[128];
    snprintf(note, sizeof note, "%zu pillar%s fewer than two items and %s left out.",
             table->pillars.too_short, table->pillars.too_short == 1 ? " has" : "s have",
             table->pillars.too_short == 1 ? "is" : "are");
    return trig_table_add_note(table->table, trig_view(note), error);
}

/* The columns of the text form: those that these methods and this breakdown fill. */
static enum trig_status choose_shown(const struct reliability *table, struct trig_error *error)
{
    const unsigned pairs = TRIG_SCALE_CORRELATION | TRIG_SCALE_POLYCHORIC | TRIG_SCALE_PARALLEL;
    const unsigned without = TRIG_SCALE_POLYCHORIC | TRIG_SCALE_KMO | TRIG_SCALE_PARALLEL; /* intervals */
    const struct trig_bys *bys = &table->request.bys;
    const char *shown[TRIG_MOST_BY + 16];
    size_t count = 0;
    shown[count++] = "wave";
    for (size_t i = 0; i < bys->count; i++)
        if (bys->items[i].kind != TRIG_BY_WAVE)
            shown[count++] = bys->items[i].name.data;
    const struct {
        const char *name;
        bool shown;
    } all[] = {{"measure", true},
               {"with", (table->methods & pairs) != 0},
               {"statistic", true},
               {"estimate", true},
               {"ci_low", table->methods & ~without},
               {"ci_high", table->methods & ~without},
               {"n", true},
               {"benchmark", table->methods & TRIG_SCALE_PARALLEL},
               {"flag", table->methods & TRIG_SCALE_PARALLEL},
               {"df", table->methods & TRIG_SCALE_KMO},
               {"p", table->methods & TRIG_SCALE_KMO},
               {"suppressed", true},
               {"note", true}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].shown)
            shown[count++] = all[i].name;
    return trig_table_show(table->table, shown, count, error);
}

static enum trig_status make_table(struct reliability *table, struct trig_error *error)
{
    const struct trig_context *context = table->context;
    const struct trig_survey *survey = &context->definition->survey;
    enum trig_status status = trig_results_table(&table->results, context->definition, COLUMNS,
                                                 context->naming, &table->table, error);
    if (status == TRIG_OK)
        status = trig_table_set_title(table->table, survey->title.length ? survey->title : survey->id, error);
    if (status == TRIG_OK)
        status = choose_shown(table, error);
    if (status == TRIG_OK)
        status = add_notes(table, error);
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
    const struct trig_gather_options gather = {.pair_tables = (table->methods & TRIG_SCALE_POLYCHORIC) != 0,
                                               .pairwise = table->options->missing == TRIG_MISSING_PAIRWISE &&
                                                           (table->methods & TRIG_SCALE_CORRELATION)};
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
    struct reliability table = {.context = context,
                                .options = options,
                                .methods = options->methods ? options->methods : TRIG_SCALE_ALPHA};
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
