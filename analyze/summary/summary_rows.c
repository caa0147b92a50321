#include "analyze/summary/summary_rows.h"

#include "analyze/disclosure/gate.h"
#include "analyze/response/response.h"
#include "analyze/summary/show_r.h"
#include "analyze/summary/summary_contrasts.h"
#include "analyze/summary/summary_pairs.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the result");
    return TRIG_ERR_MEMORY;
}

/* ---- counts ------------------------------------------------------------------------------ */

static enum trig_status add_response(struct trig_summary_rows *rows, const struct trig_domain *domain,
                                     size_t row)
{
    struct trig_response response = trig_response_rate(rows->cells, &rows->request->bys, domain, rows->sites);
    struct trig_result *result = &rows->results->items[row];
    result->population = response.population;
    result->response_rate = response.rate;
    if (response.counted == 0)
        return trig_results_note(rows->results, row, "population count not known");
    if (response.withheld)
        return trig_results_note(rows->results, row, TRIG_RATE_WITHHELD, response.uncounted,
                                 response.counted + response.uncounted);
    if (response.uncounted &&
        trig_results_note(rows->results, row,
                          "rate of the %zu of %zu institutions and waves whose population is known",
                          response.counted, response.counted + response.uncounted))
        return TRIG_ERR_MEMORY;
    if (response.exceeded)
        return trig_results_note(rows->results, row, "more respondents than the population count");
    return TRIG_OK;
}

/* ---- names ------------------------------------------------------------------------------- */

/* People are counted, numbers added up in their own unit; squares have none. */
static enum trig_unit unit_of(const struct trig_measure *measure, enum trig_statistic statistic)
{
    bool people = measure->kind == TRIG_MEASURE_RESPONDENTS || measure->unit == TRIG_UNIT_SHARE;
    switch (statistic) {
    case TRIG_STATISTIC_TOTAL:
        return people ? TRIG_UNIT_COUNT : TRIG_UNIT_OWN;
    case TRIG_STATISTIC_VARIANCE:
    case TRIG_STATISTIC_RATIO:
    case TRIG_STATISTIC_CORRELATION:
        return TRIG_UNIT_OWN;
    default:
        return measure->unit;
    }
}

static enum trig_status name_pair(struct trig_summary_rows *rows, const struct trig_planned *planned,
                                  struct trig_result *row, struct trig_error *error)
{
    const struct trig_measure *measures = rows->request->measures->items;
    const struct trig_measure *first = &measures[planned->measure];
    const struct trig_measure *second = &measures[planned->other];
    if (planned->ratio) {
        row->measure = trig_results_text(rows->results, "%.*s", TRIG_VIEW_ARG(planned->ratio->name));
        row->measure_label = trig_results_text(rows->results, "%.*s", TRIG_VIEW_ARG(planned->ratio->label));
    } else {
        row->measure = trig_results_text(rows->results, "%.*s~%.*s", TRIG_VIEW_ARG(first->name),
                                         TRIG_VIEW_ARG(second->name));
        row->measure_label = trig_results_text(rows->results, "%.*s ~ %.*s", TRIG_VIEW_ARG(first->label),
                                               TRIG_VIEW_ARG(second->label));
    }
    if (first->pillar != second->pillar)
        row->pillar = TRIG_NONE;
    return row->measure.data && row->measure_label.data ? TRIG_OK : no_memory(error);
}

static enum trig_status name_row(struct trig_summary_rows *rows, const struct trig_planned *planned,
                                 size_t at, struct trig_error *error)
{
    struct trig_result *row = &rows->results->items[at];
    if (planned->statistic == TRIG_STATISTIC_MEAN)
        return TRIG_OK;
    row->statistic = planned->statistic;
    row->unit = unit_of(&rows->request->measures->items[planned->measure], planned->statistic);
    if (planned->statistic == TRIG_STATISTIC_QUANTILE) {
        row->statistic_name = trig_results_text(rows->results, "%s", planned->estimand->name);
        if (!row->statistic_name.data)
            return no_memory(error);
    }
    return planned->other == TRIG_NONE ? TRIG_OK : name_pair(rows, planned, row, error);
}

/* ---- estimates ---------------------------------------------------------------------------- */

/* What the estimate of a row says beside its numbers. */
struct aside {
    bool few;    /* a quantile with too few people on a side */
    bool beyond; /* the same for its interval */
};

static struct trig_quantile_asked asked_of(const struct trig_summary_rows *rows,
                                           const struct trig_planned *planned)
{
    const struct trig_disclosure_rules *rules = &rows->context->disclosure;
    return (struct trig_quantile_asked){.p = planned->estimand->p,
                                        .rule = rows->request->estimands->rule,
                                        .interval = rows->request->estimands->interval,
                                        .least = rules->mode == TRIG_DISCLOSURE_NONE ? 0 : rules->threshold};
}

static enum trig_status estimate_respondents(struct trig_summary_rows *rows,
                                             const struct trig_planned *planned,
                                             const struct trig_domain *domain,
                                             struct trig_linearised *influence, struct trig_estimate *out,
                                             struct aside *aside, struct trig_error *error)
{
    struct trig_asked_part part = {
        .parts = rows->parts, .mean_weight = rows->cells->mean_weight, .influence = influence};
    struct trig_quantile_asked asked;
    part.rows = trig_parts_rows(rows->parts, domain, &part.count);
    switch (planned->statistic) {
    case TRIG_STATISTIC_MEAN:
    case TRIG_STATISTIC_TOTAL:
        return trig_answers_values(&part, planned->measure, planned->statistic == TRIG_STATISTIC_TOTAL,
                                   error);
    case TRIG_STATISTIC_RATIO:
        return trig_estimate_ratio(&part, planned->measure, planned->other, out, error);
    case TRIG_STATISTIC_CORRELATION:
        return trig_estimate_correlation(&part, planned->measure, planned->other, out, error);
    case TRIG_STATISTIC_VARIANCE:
    case TRIG_STATISTIC_SD:
        return trig_estimate_variance(&part, planned->measure, planned->statistic == TRIG_STATISTIC_SD, out,
                                      error);
    default:
        asked = asked_of(rows, planned);
        return trig_estimate_quantile(&part, planned->measure, &asked, out, &aside->few, &aside->beyond,
                                      error);
    }
}

static enum trig_status estimate(struct trig_summary_rows *rows, const struct trig_planned *planned,
                                 const struct trig_domain *domain, struct trig_estimate *out,
                                 struct aside *aside, struct trig_error *error)
{
    if (planned->statistic == TRIG_STATISTIC_MEAN)
        return trig_estimate_mean(rows->estimator, planned->measure, domain, out, error);
    if (planned->statistic == TRIG_STATISTIC_TOTAL)
        return trig_estimate_total(rows->estimator, planned->measure, domain, out, error);
    return estimate_respondents(rows, planned, domain, NULL, out, aside, error);
}

enum trig_status trig_summary_linearised(struct trig_summary_rows *rows, size_t place,
                                         const struct trig_planned *planned, struct trig_linearised *out,
                                         struct trig_error *error)
{
    const struct trig_lattice *lattice = &rows->protection->lattice;
    struct trig_estimate unused;
    struct aside aside = {.few = false};
    return estimate_respondents(rows, planned, &lattice->domains[lattice->first + place], out, &unused,
                                &aside, error);
}

/* A count of who is there has nothing to be judged. */
static enum trig_status judge(struct trig_summary_rows *rows, const struct trig_estimate *estimate, size_t at)
{
    const char *reason;
    struct trig_result *row = &rows->results->items[at];
    if (!rows->request->estimands || row->statistic == TRIG_STATISTIC_COUNT)
        return TRIG_OK;
    enum trig_reliability found =
        trig_gate_judge(rows->request->estimands->gate, estimate, row->statistic == TRIG_STATISTIC_PROPORTION,
                        rows->request->design.level, &reason);
    if (found == TRIG_RELIABLE)
        return TRIG_OK;
    row->flag = trig_view(trig_reliability_name(found));
    return trig_results_note(rows->results, at, "%s", reason);
}

/* What is said of a row beside its estimate. */
static enum trig_status describe(struct trig_summary_rows *rows, const struct trig_planned *planned,
                                 const struct trig_domain *domain, const struct trig_estimate *estimate,
                                 const struct aside *aside, size_t at)
{
    bool people = rows->request->measures->items[planned->measure].kind == TRIG_MEASURE_RESPONDENTS;
    enum trig_status status = TRIG_OK;
    if (aside->beyond)
        status = trig_results_note(rows->results, at, "no interval: fewer than %zu respondents beyond it",
                                   rows->context->disclosure.threshold);
    if (status == TRIG_OK)
        status = judge(rows, estimate, at);
    return status == TRIG_OK && people && planned->statistic == TRIG_STATISTIC_MEAN
               ? add_response(rows, domain, at)
               : status;
}

static enum trig_status add_row(struct trig_summary_rows *rows, const struct trig_planned *planned,
                                const struct trig_domain *domain, struct trig_error *error)
{
    struct trig_estimate number;
    struct aside aside = {.few = false};
    size_t at;
    enum trig_status status = estimate(rows, planned, domain, &number, &aside, error);
    if (status == TRIG_OK)
        status = trig_results_add_estimate(rows->results, rows->cells, planned->measure, domain, &number, &at,
                                           error);
    if (status == TRIG_OK)
        status = name_row(rows, planned, at, error);
    if (status)
        return status;
    if (describe(rows, planned, domain, &number, &aside, at))
        return no_memory(error);
    if (aside.few)
        trig_disclosure_hide(&rows->results->items[at], TRIG_SUPPRESSED_THRESHOLD);
    return TRIG_OK;
}

/* ---- protection ------------------------------------------------------------------------------ */

static void hide(struct trig_summary_rows *rows, size_t place, const enum trig_suppression *reasons)
{
    const struct trig_lattice *lattice = &rows->protection->lattice;
    for (size_t i = 0; i < lattice->shown; i++) {
        struct trig_result *row = &rows->results->items[i * rows->plan_count + place];
        enum trig_suppression reason = reasons[lattice->first + i];
        if (reason && !trig_disclosure_is_hidden(row))
            trig_disclosure_hide(row, reason);
    }
}

/* A total says what the mean and the number of people say, a variance what the mean
 * and its error say: they are hidden where the mean is. Of two measures so is what
 * either hides, and what would single out people among those who answered both. */
static enum trig_status protect(struct trig_summary_rows *rows, struct trig_arena *arena,
                                struct trig_error *error)
{
    size_t domains = rows->protection->lattice.count;
    size_t measures = rows->request->measures->count;
    enum trig_suppression *reasons = trig_arena_calloc(arena, measures * domains, sizeof *reasons);
    enum trig_suppression *pair = trig_arena_calloc(arena, domains, sizeof *pair);
    if (!reasons || !pair)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    enum trig_status status = TRIG_OK;
    trig_disclosure_apply(&rows->context->disclosure, rows->results);
    for (size_t i = 0; i < measures && status == TRIG_OK; i++)
        status = trig_protection_measure(rows->protection, i, reasons + i * domains, error);
    for (size_t i = 0; i < rows->plan_count && status == TRIG_OK; i++) {
        const struct trig_planned *planned = &rows->plan[i];
        if (planned->other == TRIG_NONE) {
            hide(rows, i, reasons + planned->measure * domains);
            continue;
        }
        for (size_t j = 0; j < domains; j++)
            pair[j] = reasons[planned->measure * domains + j] ? reasons[planned->measure * domains + j]
                                                              : reasons[planned->other * domains + j];
        status = trig_summary_pairs_protect(rows, planned, pair, error);
        if (status == TRIG_OK)
            hide(rows, i, pair);
    }
    return status;
}

/* A rate that is of some sites only may tell of hidden ones. */
static enum trig_status protect_sites(struct trig_summary_rows *rows, struct trig_arena *arena,
                                      struct trig_error *error)
{
    bool asked = false;
    for (size_t i = 0; i < rows->request->measures->count; i++)
        asked = asked || rows->request->measures->items[i].kind == TRIG_MEASURE_RESPONDENTS;
    if (!asked || rows->protection->rules->mode == TRIG_DISCLOSURE_NONE)
        return TRIG_OK;
    struct trig_sites *sites = trig_arena_calloc(arena, 1, sizeof *sites);
    rows->sites = sites;
    return sites ? trig_sites_protect(rows->protection, &rows->request->bys, arena, sites, error)
                 : no_memory(error);
}

/* ---- the whole ---------------------------------------------------------------------------------- */

/* Whether more is asked for than each row by itself. */
static bool is_tied(const struct trig_summary_rows *rows)
{
    const struct trig_estimands *estimands = rows->request->estimands;
    return estimands && (estimands->contrasts.count || estimands->covariance);
}

static enum trig_status read_respondents(struct trig_summary_rows *rows, struct trig_error *error)
{
    bool needed = is_tied(rows);
    for (size_t i = 0; i < rows->plan_count; i++)
        needed = needed || trig_planned_needs_respondents(&rows->plan[i]);
    if (!needed)
        return TRIG_OK;
    enum trig_status status =
        trig_sample_gather(rows->stores, rows->store_count, rows->request, &rows->sample, error);
    if (status)
        return status;
    rows->parts = trig_parts_create(&rows->sample, rows->cells, error);
    return rows->parts ? TRIG_OK : TRIG_ERR_MEMORY;
}

enum trig_status trig_summary_rows_add(struct trig_summary_rows *rows, struct trig_arena *arena,
                                       struct trig_error *error)
{
    const struct trig_lattice *lattice = &rows->protection->lattice;
    enum trig_status status = trig_estimands_plan(rows->request->estimands, rows->request->measures, arena,
                                                  &rows->plan, &rows->plan_count, error);
    if (status == TRIG_OK)
        status = read_respondents(rows, error);
    if (status == TRIG_OK)
        status = protect_sites(rows, arena, error);
    if (status == TRIG_OK)
        status = trig_results_reserve(rows->results, lattice->shown * rows->plan_count, error);
    if (status)
        return status;
    rows->estimator = trig_estimator_create(rows->cells, &rows->request->design, error);
    if (!rows->estimator)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < lattice->shown && status == TRIG_OK; i++)
        for (size_t j = 0; j < rows->plan_count && status == TRIG_OK; j++)
            status = add_row(rows, &rows->plan[j], &lattice->domains[lattice->first + i], error);
    if (status == TRIG_OK)
        status = protect(rows, arena, error);
    if (status || !is_tied(rows))
        return status;
    if (rows->show_r)
        trig_summary_show_rows(rows, rows->show_r);
    if (rows->request->estimands->covariance)
        status = trig_summary_covariances(rows, arena, &rows->covariances, error);
    if (status == TRIG_OK)
        status = trig_summary_contrasts_add(rows, arena, error);
    if (rows->show_r)
        trig_summary_show_end(rows, rows->show_r);
    return status;
}

void trig_summary_rows_clear(struct trig_summary_rows *rows)
{
    trig_estimator_destroy(rows->estimator);
    trig_parts_destroy(rows->parts);
    trig_sample_clear(&rows->sample);
}
