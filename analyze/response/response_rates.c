#include "analyze/response/response_rates.h"

#include "analyze/response/response.h"
#include "analyze/response/show_r.h"

#include <math.h>

#define COLUMNS                                                                                              \
    (TRIG_RESULT_BIT(TRIG_RESULT_WAVE) | TRIG_RESULT_BIT(TRIG_RESULT_INSTITUTION) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_GROUP) | TRIG_RESULT_BIT(TRIG_RESULT_BY) |                                  \
     TRIG_RESULT_BIT(TRIG_RESULT_MEASURE) | TRIG_RESULT_BIT(TRIG_RESULT_STATISTIC) |                         \
     TRIG_RESULT_BIT(TRIG_RESULT_ESTIMATE) | TRIG_RESULT_BIT(TRIG_RESULT_N) |                                \
     TRIG_RESULT_BIT(TRIG_RESULT_POPULATION) | TRIG_RESULT_BIT(TRIG_RESULT_SUPPRESSED) |                     \
     TRIG_RESULT_BIT(TRIG_RESULT_NOTE))

/* What may not be told, of rates of all responses and of those of complete ones only. */
enum { OF_ALL, OF_COMPLETE, KINDS };

struct hiding {
    bool any;
    enum trig_suppression *reasons[KINDS]; /* [domains of the lattice] why no such rate may be shown */
    struct trig_sites sites[KINDS];
};

/* One table under way. */
struct rates {
    const struct trig_context *context;
    const struct trig_response_options *options;
    struct trig_measures measures;
    size_t status; /* the variable of role status; TRIG_NONE */
    struct trig_request request;
    struct trig_cells cells;
    struct trig_partials partials;
    struct trig_arena arena;
    struct trig_protection protection;
    struct hiding hiding;
    struct trig_results results;
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the response rates");
    return TRIG_ERR_MEMORY;
}

/* ---- the scan ------------------------------------------------------------------------------ */

static bool has_rule(const trig_definition *definition)
{
    for (size_t i = 0; i < definition->variable_count; i++)
        if (definition->variables[i].eligible.count)
            return true;
    return false;
}

static enum trig_status check(const struct rates *rates, struct trig_error *error)
{
    const struct trig_bys *bys = &rates->options->bys;
    if (rates->options->counted == TRIG_COUNTED_ELIGIBLE)
        return TRIG_OK;
    if (!has_rule(rates->context->definition))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--counted everybody needs to know who is out of scope, and no variable has "
                              "`eligible` values in variables.csv; leave --counted away");
    for (size_t i = 0; i < bys->count; i++)
        if (bys->items[i].kind == TRIG_BY_VARIABLE)
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "--counted everybody goes by wave, institution or group, not by %.*s: who is "
                "out of scope need not have been asked it",
                TRIG_VIEW_ARG(bys->items[i].name));
    return TRIG_OK;
}

static enum trig_status scan(struct rates *rates, struct trig_error *error)
{
    const struct trig_context *context = rates->context;
    enum trig_status status =
        trig_measures_parse(context->definition, "respondents", &rates->measures, error);
    if (status)
        return status;
    rates->status = trig_definition_role(context->definition, TRIG_ROLE_STATUS);
    rates->request = (struct trig_request){.bys = rates->options->bys,
                                           .waves = rates->options->waves,
                                           .measures = &rates->measures,
                                           .threads = context->threads,
                                           .margins = &rates->status,
                                           .margin_count = rates->status != TRIG_NONE};
    trig_response_count_heads(&rates->request, &context->design);
    trig_protection_prepare(&rates->request);
    status = trig_cells_scan(context->stores, context->store_count, &rates->request, &rates->cells, error);
    return status ? status
                  : trig_partials_look(context->stores, context->store_count, &rates->cells, &rates->partials,
                                       error);
}

/* ---- protection ------------------------------------------------------------------------------ */

/* What a share would tell: how many of the respondents are partial, or of all how many out of scope. */
enum telling { OF_PARTIAL, OF_OUTSIDE };

/* Finds where the share may not be told, of the tables of [protection]. */
static enum trig_status bar_share(struct rates *rates, const struct trig_protection *protection,
                                  enum telling telling, enum trig_suppression **reasons,
                                  struct trig_error *error)
{
    size_t count = protection->lattice.count;
    double *n = trig_arena_calloc(&rates->arena, count, sizeof *n);
    double *inside = trig_arena_calloc(&rates->arena, count, sizeof *inside);
    *reasons = trig_arena_calloc(&rates->arena, count, sizeof **reasons);
    if (!n || !inside || !*reasons)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        struct trig_dispositions found =
            trig_dispositions_of(&rates->cells, &rates->partials, &protection->lattice.domains[i]);
        bool outside = telling == OF_OUTSIDE;
        n[i] = found.complete + found.partial + (outside ? found.outside : 0.0);
        inside[i] = outside ? found.outside : found.partial;
    }
    return trig_protection_counts(protection, n, inside, *reasons, error);
}

static void add_reasons(const enum trig_suppression *more, size_t count, enum trig_suppression *reasons)
{
    for (size_t i = 0; i < count; i++)
        if (reasons[i] == TRIG_SUPPRESSED_NONE)
            reasons[i] = more[i];
}

/* Why the rates of the tables of [protection] may not be shown: each thing that they tell is judged
 * by itself, so that it is hidden in the same rows whatever else a run tells. */
static enum trig_status bar(struct rates *rates, const struct trig_protection *protection,
                            enum trig_suppression *reasons[KINDS], struct trig_error *error)
{
    size_t count = protection->lattice.count;
    enum trig_suppression *share;
    enum trig_status status = TRIG_OK;
    for (size_t kind = 0; kind < KINDS; kind++) {
        reasons[kind] = trig_arena_calloc(&rates->arena, count, sizeof *reasons[kind]);
        if (!reasons[kind])
            return no_memory(error);
        add_reasons(protection->everybody, count, reasons[kind]);
    }
    if (rates->options->counted == TRIG_COUNTED_EVERYBODY) {
        status = bar_share(rates, protection, OF_OUTSIDE, &share, error);
        for (size_t kind = 0; kind < KINDS && status == TRIG_OK; kind++)
            add_reasons(share, count, reasons[kind]);
    }
    if (status == TRIG_OK && rates->partials.kept && rates->partials.told) {
        status = bar_share(rates, protection, OF_PARTIAL, &share, error);
        if (status == TRIG_OK)
            add_reasons(share, count, reasons[OF_COMPLETE]);
    }
    return status;
}

static enum trig_status protect(struct rates *rates, struct trig_error *error)
{
    struct hiding *hiding = &rates->hiding;
    const struct trig_bys *bys = &rates->request.bys;
    enum trig_suppression *reasons[KINDS] = {NULL};
    struct trig_sites sites;
    enum trig_status status = trig_protection_build(&rates->cells, bys, &rates->context->disclosure,
                                                    &rates->arena, &rates->protection, error);
    hiding->any = rates->context->disclosure.mode != TRIG_DISCLOSURE_NONE;
    if (status || !hiding->any)
        return status;
    status = bar(rates, &rates->protection, hiding->reasons, error);
    if (status == TRIG_OK)
        status = trig_sites_protect(&rates->protection, bys, &rates->arena, &sites, error);
    if (status == TRIG_OK && sites.protection.cells)
        status = bar(rates, &sites.protection, reasons, error);
    for (size_t kind = 0; kind < KINDS && status == TRIG_OK; kind++)
        status = trig_sites_hide(&sites, reasons[kind], rates->cells.count, &rates->arena,
                                 &hiding->sites[kind], error);
    return status;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* What the rate is of, or why it is not given. */
static enum trig_status note_rate(struct rates *rates, const struct trig_dispositions *found, size_t rate,
                                  size_t row)
{
    static const char *const formulas[][TRIG_RESPONSE_RATES] = {
        [TRIG_COUNTED_ELIGIBLE] = {"I / N", "(I + P) / N", "", ""},
        [TRIG_COUNTED_EVERYBODY] = {"I / (I + P + U)", "(I + P) / (I + P + U)", "I / (I + P + eU)",
                                    "(I + P) / (I + P + eU)"}};
    struct trig_results *results = &rates->results;
    bool with_partial = rate == TRIG_RR2 || rate == TRIG_RR4;
    if (!found->counted)
        return trig_results_note(results, row, "population count not known");
    if (isnan(found->population))
        return trig_results_note(results, row, TRIG_RATE_WITHHELD, found->uncounted,
                                 found->counted + found->uncounted);
    if (with_partial && rates->partials.aside)
        return trig_results_note(results, row, "not given: partial responses were set aside");
    if (!with_partial && !rates->partials.told)
        return trig_results_note(results, row,
                                 "not given: complete and partial responses are not told apart");
    if (isnan(results->items[row].estimate))
        return trig_results_note(results, row, "not given: more responses than the population count");
    enum trig_status status = trig_results_note(results, row, "%s", formulas[rates->options->counted][rate]);
    if (status == TRIG_OK && found->uncounted)
        status = trig_results_note(results, row,
                                   "of the %zu of %zu institutions and waves whose population is known",
                                   found->counted, found->counted + found->uncounted);
    if (status == TRIG_OK && found->exceeded)
        status = trig_results_note(results, row, "somewhere more respondents than the population count");
    return status;
}

static enum trig_status add_rate(struct rates *rates, size_t domain, size_t rate, struct trig_error *error)
{
    const struct trig_domain *where = &rates->protection.lattice.domains[domain];
    const struct trig_measure *measure = rates->measures.items;
    bool with_partial = rate == TRIG_RR2 || rate == TRIG_RR4;
    size_t kind = with_partial ? OF_ALL : OF_COMPLETE;
    const struct trig_sites *sites = rates->hiding.any ? &rates->hiding.sites[kind] : NULL;
    struct trig_dispositions found =
        trig_dispositions_counted(&rates->cells, &rates->request.bys, &rates->partials, where, sites);
    double values[TRIG_RESPONSE_RATES];
    size_t at;
    enum trig_status status = trig_results_add(&rates->results, &at, error);
    if (status)
        return status;
    if (!trig_sites_tell(&rates->cells, &rates->request.bys, where, sites))
        found.population = NAN;
    trig_dispositions_rates(&found, &rates->partials, rates->options->counted, values);
    struct trig_result *row = &rates->results.items[at];
    row->measure = measure->name;
    row->measure_label = measure->label;
    row->statistic = TRIG_STATISTIC_PROPORTION;
    row->statistic_name = trig_results_text(&rates->results, "RR%zu", rate + 1);
    row->unit = TRIG_UNIT_SHARE;
    row->estimate = values[rate];
    row->population = found.population;
    if (!isnan(row->estimate))
        row->n = (size_t)(found.complete + (with_partial ? found.partial : 0.0));
    if (!row->statistic_name.data || trig_results_place(&rates->results, &rates->cells, where, at) ||
        note_rate(rates, &found, rate, at))
        return no_memory(error);
    if (found.counted && rates->hiding.any && rates->hiding.reasons[kind][domain])
        trig_disclosure_hide(&rates->results.items[at], rates->hiding.reasons[kind][domain]);
    return TRIG_OK;
}

/* The R code of the rates of a domain that the last rows show. */
static void show(const struct rates *rates, size_t domain, size_t shown)
{
    const struct trig_result *rows = rates->results.items + rates->results.count - shown;
    bool given[TRIG_RESPONSE_RATES] = {false};
    bool any = false;
    for (size_t i = 0; i < shown; i++) {
        given[i] = !isnan(rows[i].estimate) && !trig_disclosure_is_hidden(&rows[i]);
        any = any || given[i];
    }
    if (any)
        trig_show_rates(&rates->cells, &rates->request.bys, &rates->protection.lattice.domains[domain], given,
                        rates->options->show_r);
}

static enum trig_status add_rows(struct rates *rates, struct trig_error *error)
{
    const struct trig_lattice *lattice = &rates->protection.lattice;
    size_t shown = rates->options->counted == TRIG_COUNTED_EVERYBODY ? TRIG_RESPONSE_RATES : TRIG_RR3;
    enum trig_status status = trig_results_init(&rates->results, &rates->request.bys, error);
    FILE *show_r = rates->options->show_r;
    rates->results.by_statistic = true;
    if (show_r)
        trig_show_rates_begin(&rates->cells, &rates->partials, rates->options->counted, show_r);
    for (size_t i = lattice->first; i < lattice->first + lattice->shown && status == TRIG_OK; i++) {
        for (size_t rate = 0; rate < shown && status == TRIG_OK; rate++)
            status = add_rate(rates, i, rate, error);
        if (status == TRIG_OK && show_r)
            show(rates, i, shown);
    }
    if (show_r)
        trig_show_response_end(show_r);
    return status;
}

/* ---- output ---------------------------------------------------------------------------------- */

static enum trig_status note_formulas(struct rates *rates, trig_table *table, struct trig_error *error)
{
    static const char *const notes[] = {
        [TRIG_COUNTED_ELIGIBLE] = "AAPOR's response rates of the unweighted counts: RR1 = I / N, RR2 = (I + "
                                  "P) / N; I complete and P "
                                  "partial responses in scope, N the population count. All who are counted "
                                  "are taken as eligible, so "
                                  "RR3 and RR5 are RR1, RR4 and RR6 are RR2.",
        [TRIG_COUNTED_EVERYBODY] =
            "AAPOR's response rates of the unweighted counts: RR1 = I / (I + P + U), RR2 = (I + P) / (I + P "
            "+ "
            "U), RR3 = I / (I + P + eU), RR4 = (I + P) / (I + P + eU); I complete and P partial responses in "
            "scope, O responses out of scope, U = N - I - P - O the others of the population count N, of "
            "whom "
            "e = (I + P) / (I + P + O) are taken as eligible in RR3 and RR4. RR5 and RR6 would take none of "
            "them and are not given."};
    const struct trig_partials *partials = &rates->partials;
    enum trig_status status = trig_table_add_note(table, trig_view(notes[rates->options->counted]), error);
    if (status == TRIG_OK && partials->aside)
        status = trig_table_add_note(
            table,
            trig_view("Partial responses were set aside when they were ingested and count as no response; "
                      "trig-collect ingest --keep-partial stores them."),
            error);
    if (status == TRIG_OK && !partials->told)
        status = trig_table_add_note(
            table,
            trig_view("Partial responses are stored, and no variable of role status says `complete` or "
                      "`partial` of every response."),
            error);
    if (status == TRIG_OK && !partials->aside && !partials->kept)
        status = trig_table_add_note(
            table, trig_view("No partial response was stored or set aside: P is 0, and RR2 is RR1."), error);
    return status;
}

static enum trig_status make_table(struct rates *rates, trig_table **out, struct trig_error *error)
{
    const struct trig_survey *survey = &rates->context->definition->survey;
    trig_table *table = NULL;
    enum trig_status status =
        trig_results_table(&rates->results, rates->context->definition, &rates->context->disclosure, COLUMNS,
                           rates->context->naming, &table, error);
    if (status)
        return status;
    status = trig_table_set_title(table, survey->title.length ? survey->title : survey->id, error);
    if (status == TRIG_OK)
        status = note_formulas(rates, table, error);
    if (status == TRIG_OK)
        status = trig_context_note_unplaced(rates->context, &rates->protection, table, error);
    if (status == TRIG_OK)
        status = trig_context_annotate(rates->context, &rates->cells, table, error);
    if (status == TRIG_OK)
        *out = table;
    else
        trig_table_destroy(table);
    return status;
}

enum trig_status trig_response_table(const struct trig_context *context,
                                     const struct trig_response_options *options, trig_table **out,
                                     struct trig_error *error)
{
    struct rates rates = {.context = context, .options = options};
    trig_arena_init(&rates.arena);
    enum trig_status status = check(&rates, error);
    if (status == TRIG_OK)
        status = scan(&rates, error);
    if (status == TRIG_OK)
        status = protect(&rates, error);
    if (status == TRIG_OK)
        status = add_rows(&rates, error);
    if (status == TRIG_OK)
        status = make_table(&rates, out, error);
    trig_results_clear(&rates.results);
    trig_arena_clear(&rates.arena);
    trig_cells_clear(&rates.cells);
    trig_measures_clear(&rates.measures);
    return status;
}
