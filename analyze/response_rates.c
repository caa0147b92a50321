#include "analyze/response_rates.h"

#include <math.h>

#define COLUMNS                                                                                              \
    (TRIG_RESULT_BIT(TRIG_RESULT_WAVE) | TRIG_RESULT_BIT(TRIG_RESULT_INSTITUTION) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_GROUP) | TRIG_RESULT_BIT(TRIG_RESULT_BY) |                                  \
     TRIG_RESULT_BIT(TRIG_RESULT_MEASURE) | TRIG_RESULT_BIT(TRIG_RESULT_STATISTIC) |                         \
     TRIG_RESULT_BIT(TRIG_RESULT_ESTIMATE) | TRIG_RESULT_BIT(TRIG_RESULT_N) |                                \
     TRIG_RESULT_BIT(TRIG_RESULT_POPULATION) | TRIG_RESULT_BIT(TRIG_RESULT_SUPPRESSED) |                     \
     TRIG_RESULT_BIT(TRIG_RESULT_NOTE))

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
    struct trig_dispositions *found;    /* [domains of the lattice] */
    enum trig_suppression *all_reasons; /* why no rate may be shown there */
    enum trig_suppression *reasons;     /* why none of complete responses may */
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

/* A declared design of nothing keeps those out of scope beside the domains. */
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
                                           .design = context->design,
                                           .measures = &rates->measures,
                                           .threads = context->threads,
                                           .margins = &rates->status,
                                           .margin_count = rates->status != TRIG_NONE};
    struct trig_design *design = &rates->request.design;
    design->declared = design->unit_weights = true;
    design->stratum = design->psu = design->weight = design->fpc = TRIG_NONE;
    design->stratum2 = design->psu2 = design->fpc2 = TRIG_NONE;
    design->weighting = NULL;
    design->recipe = NULL;
    design->use_fpc = design->weights_from_fpc = false;
    design->replication = (struct trig_replication){.type = TRIG_REPLICATES_NONE};
    trig_protection_prepare(&rates->request);
    status = trig_cells_scan(context->stores, context->store_count, &rates->request, &rates->cells, error);
    return status ? status
                  : trig_partials_look(context->stores, context->store_count, &rates->cells, &rates->partials,
                                       error);
}

/* ---- protection ------------------------------------------------------------------------------ */

/* A respondent where no people are counted is in no rate, and has nothing to hide here: so many stand
 * in for each that such places neither need other rows to give way nor are the first to do so. */
#define STAND_INS 1e6

/* What of each domain the rates would tell. */
enum telling { OF_RESPONDENTS, OF_PARTIAL, OF_OUTSIDE };

/* Hides where the rates would tell of too few respondents, or the share of partial ones
 * or of those out of scope when that is of nearly nobody or all. */
static enum trig_status bar(struct rates *rates, enum telling telling, enum trig_suppression *reasons,
                            struct trig_error *error)
{
    size_t count = rates->protection.lattice.count;
    double *n = trig_arena_calloc(&rates->arena, count, sizeof *n);
    double *inside = trig_arena_calloc(&rates->arena, count, sizeof *inside);
    if (!n || !inside)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        const struct trig_dispositions *found = &rates->found[i];
        double stand_ins = STAND_INS * found->elsewhere;
        n[i] = found->complete + found->partial + (telling == OF_OUTSIDE ? found->outside : 0.0) + stand_ins;
        inside[i] = (telling == OF_OUTSIDE ? found->outside : found->partial) + stand_ins / 2.0;
        /* Who gave way to a place that is in no rate has to be hidden from the rates as well. */
        if (telling == OF_RESPONDENTS && found->counted && rates->protection.everybody[i])
            n[i] = 0.0;
    }
    return trig_protection_counts(&rates->protection, n, telling == OF_RESPONDENTS ? NULL : inside, reasons,
                                  error);
}

static bool is_few(const struct rates *rates, double people)
{
    return people < (double)rates->context->disclosure.threshold;
}

/* Few people counted, or few respondents beside those that the rates are of. */
static enum trig_suppression bar_few(const struct rates *rates, size_t domain)
{
    const struct trig_dispositions *found = &rates->found[domain];
    double respondents = found->complete + found->partial;
    if (found->counted && (is_few(rates, found->population) || is_few(rates, respondents)))
        return TRIG_SUPPRESSED_THRESHOLD;
    bool few_beside = found->counted && found->elsewhere > 0.0 && is_few(rates, found->elsewhere);
    return few_beside ? TRIG_SUPPRESSED_SECONDARY : TRIG_SUPPRESSED_NONE;
}

/* The same of a share, in rows that stand-ins are part of. */
static void bar_ends(struct rates *rates, bool outside, enum trig_suppression *reasons)
{
    double least = (double)rates->context->disclosure.numerator;
    for (size_t i = 0; i < rates->protection.lattice.count; i++) {
        const struct trig_dispositions *found = &rates->found[i];
        double inside = outside ? found->outside : found->partial;
        double others = found->complete + (outside ? found->partial : 0.0);
        if (found->counted && reasons[i] == TRIG_SUPPRESSED_NONE && (inside <= least || others <= least))
            reasons[i] = TRIG_SUPPRESSED_NUMERATOR;
    }
}

static enum trig_status bar_share(struct rates *rates, bool outside, enum trig_suppression *reasons,
                                  struct trig_error *error)
{
    bar_ends(rates, outside, reasons);
    return bar(rates, outside ? OF_OUTSIDE : OF_PARTIAL, reasons, error);
}

static enum trig_status protect(struct rates *rates, struct trig_error *error)
{
    const struct trig_protection *protection = &rates->protection;
    size_t count = protection->lattice.count;
    if (rates->context->disclosure.mode == TRIG_DISCLOSURE_NONE)
        return TRIG_OK;
    for (size_t i = 0; i < count; i++)
        rates->all_reasons[i] = protection->everybody[i] ? protection->everybody[i] : bar_few(rates, i);
    enum trig_status status = bar(rates, OF_RESPONDENTS, rates->all_reasons, error);
    if (status == TRIG_OK && rates->options->counted == TRIG_COUNTED_EVERYBODY)
        status = bar_share(rates, true, rates->all_reasons, error);
    for (size_t i = 0; i < count; i++)
        rates->reasons[i] = rates->all_reasons[i];
    bool apart = rates->partials.kept && rates->partials.told;
    return status == TRIG_OK && apart ? bar_share(rates, false, rates->reasons, error) : status;
}

/* Domains that are not listed have no row, and are there for what adds up. */
static void count_dispositions(struct rates *rates, bool *known)
{
    const struct trig_lattice *lattice = &rates->protection.lattice;
    const struct trig_domain *listed = lattice->domains + lattice->first;
    trig_dispositions_counted(&rates->cells, &rates->request.bys, listed, lattice->shown, known);
    for (size_t i = 0; i < lattice->count; i++)
        rates->found[i] = trig_dispositions_of(&rates->cells, known, &rates->partials,
                                               rates->options->counted, &lattice->domains[i]);
    for (size_t i = 0; i < lattice->shown; i++)
        trig_dispositions_count_people(&rates->cells, &rates->request.bys, &listed[i],
                                       &rates->found[lattice->first + i]);
}

static enum trig_status find(struct rates *rates, struct trig_error *error)
{
    const struct trig_lattice *lattice = &rates->protection.lattice;
    enum trig_status status =
        trig_protection_build(&rates->cells, &rates->request.bys, &rates->context->disclosure, &rates->arena,
                              &rates->protection, error);
    if (status)
        return status;
    rates->found = trig_arena_calloc(&rates->arena, lattice->count, sizeof *rates->found);
    rates->all_reasons = trig_arena_calloc(&rates->arena, lattice->count, sizeof *rates->all_reasons);
    rates->reasons = trig_arena_calloc(&rates->arena, lattice->count, sizeof *rates->reasons);
    bool *known = trig_arena_calloc(&rates->arena, rates->cells.count, sizeof *known);
    if (!rates->found || !rates->all_reasons || !rates->reasons || !known)
        return no_memory(error);
    count_dispositions(rates, known);
    return protect(rates, error);
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

static enum trig_status add_rate(struct rates *rates, size_t domain, size_t rate, double value,
                                 struct trig_error *error)
{
    const struct trig_dispositions *found = &rates->found[domain];
    const struct trig_measure *measure = rates->measures.items;
    bool with_partial = rate == TRIG_RR2 || rate == TRIG_RR4;
    size_t at;
    enum trig_status status = trig_results_add(&rates->results, &at, error);
    if (status)
        return status;
    struct trig_result *row = &rates->results.items[at];
    row->measure = measure->name;
    row->measure_label = measure->label;
    row->statistic = TRIG_STATISTIC_PROPORTION;
    row->statistic_name = trig_results_text(&rates->results, "RR%zu", rate + 1);
    row->unit = TRIG_UNIT_SHARE;
    row->estimate = value;
    row->population = found->population;
    if (!isnan(value))
        row->n = (size_t)(found->complete + (with_partial ? found->partial : 0.0));
    if (!row->statistic_name.data ||
        trig_results_place(&rates->results, &rates->cells, &rates->protection.lattice.domains[domain], at) ||
        note_rate(rates, found, rate, at))
        return no_memory(error);
    enum trig_suppression reason = with_partial ? rates->all_reasons[domain] : rates->reasons[domain];
    if (reason)
        trig_disclosure_hide(&rates->results.items[at], reason);
    return TRIG_OK;
}

static enum trig_status add_rows(struct rates *rates, struct trig_error *error)
{
    const struct trig_lattice *lattice = &rates->protection.lattice;
    size_t shown = rates->options->counted == TRIG_COUNTED_EVERYBODY ? TRIG_RESPONSE_RATES : TRIG_RR3;
    enum trig_status status = trig_results_init(&rates->results, &rates->request.bys, error);
    rates->results.by_statistic = true;
    for (size_t i = lattice->first; i < lattice->first + lattice->shown && status == TRIG_OK; i++) {
        double values[TRIG_RESPONSE_RATES];
        trig_dispositions_rates(&rates->found[i], &rates->partials, rates->options->counted, values);
        for (size_t rate = 0; rate < shown && status == TRIG_OK; rate++)
            status = add_rate(rates, i, rate, values[rate], error);
    }
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
    enum trig_status status = trig_results_table(&rates->results, rates->context->definition, COLUMNS,
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
        status = find(&rates, error);
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
