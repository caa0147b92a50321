#include "analyze/benchmark/comparison.h"
#include "analyze/benchmark/words.h"
#include "analyze/trend/detectable.h"
#include "analyze/trend/parts.h"

#include <math.h>

/* ---- changes ------------------------------------------------------------------------------------------ */

bool trig_trend_comparable(const struct trig_trend *trend, size_t measure, size_t from, size_t to,
                           enum trig_relation *relation)
{
    const struct trig_measure *of = &trend->measures.items[measure];
    *relation = TRIG_SAME;
    if (of->variable != TRIG_NONE)
        *relation = trig_crosswalk_relation(trend->bench.cells.definition, of->variable, from, to);
    else if (of->source_count && !trig_common_has(&trend->common, of, of->sources[0].variable))
        *relation = TRIG_BROKEN;
    return trig_relation_is_comparable(*relation);
}

static bool is_scored(const struct trig_trend *trend, size_t measure, size_t variable)
{
    const struct trig_measure *of = &trend->measures.items[measure];
    for (size_t i = 0; i < of->source_count; i++)
        if (of->sources[i].variable == variable)
            return trend->common.scores[variable] && !trend->common.shares[variable];
    return false;
}

bool trig_trend_is_bridge(const struct trig_trend *trend, size_t measure, const struct trig_crosswalk *row)
{
    return row->from_variable != TRIG_NONE && trend->measures.items[measure].kind == TRIG_MEASURE_PILLAR &&
           is_scored(trend, measure, row->from_variable) && is_scored(trend, measure, row->variable);
}

/* Says which questions of a score were asked on another scale in the wave before. */
static enum trig_status note_bridges(struct trig_trend *trend, size_t measure, size_t from, size_t to,
                                     size_t row)
{
    const trig_definition *definition = trend->bench.cells.definition;
    struct trig_results *results = &trend->bench.results;
    for (size_t i = 0; i < definition->crosswalk_count; i++) {
        const struct trig_crosswalk *bridge = &definition->crosswalk[i];
        if (!trig_trend_is_bridge(trend, measure, bridge) ||
            !trig_crosswalk_leads(definition, bridge->from_variable, bridge->variable, from, to))
            continue;
        results->items[row].flag = trig_view("bridged");
        if (trig_results_note(results, row, "%.*s on another scale in %.*s, as %.*s",
                              TRIG_VIEW_ARG(definition->variables[bridge->variable].name),
                              TRIG_VIEW_ARG(definition->waves[from].id),
                              TRIG_VIEW_ARG(definition->variables[bridge->from_variable].name)))
            return trig_bench_no_memory(trend->error);
    }
    return TRIG_OK;
}

/* The error of a change knows of people who answered twice. */
static void link_waves(struct trig_trend *trend, const struct trig_series *series, size_t at, size_t measure,
                       struct trig_comparison *change)
{
    const struct trig_cells *cells = &trend->bench.cells;
    const struct trig_term after = {1.0, series->domains[at]};
    const struct trig_term before = {-1.0, series->domains[at - 1]};
    const struct trig_wave_part parts[] = {
        {trig_influence_of(cells, measure, &before), change->rest.variance, (double)change->rest.n},
        {trig_influence_of(cells, measure, &after), change->own.variance, (double)change->own.n}};
    struct trig_shared shared = trig_trend_shared(trend, measure, parts, 2);
    if (!shared.used || change->uniform)
        return;
    trend->linked = true;
    trig_comparison_revise(cells->request->design.level, change->se * change->se + shared.variance,
                           change->df * shared.kept, change);
}

/* How small a true change samples of this size would find. */
static enum trig_status set_power(struct trig_trend *trend, const struct trig_comparison *change, size_t row)
{
    struct trig_results *results = &trend->bench.results;
    if (!change->uniform && change->se > 0.0)
        results->items[row].detectable =
            trig_detectable(trend->bench.cells.request->design.level, change->se, change->df);
    return change->uniform &&
                   trig_results_note(results, row, "change not tested: the answers of a wave do not vary")
               ? trig_bench_no_memory(trend->error)
               : TRIG_OK;
}

static enum trig_status compare_waves(struct trig_trend *trend, const struct trig_series *series, size_t at,
                                      size_t measure, size_t row)
{
    struct trig_term before = {1.0, series->domains[at - 1]};
    struct trig_comparator comparator = {&before, 1, series->domains[at - 1], 0.0, TRIG_TEST_PLUGIN};
    struct trig_comparison change;
    enum trig_status status = trig_comparison_make(trend->bench.estimator, &trend->bench.cells, measure,
                                                   series->domains[at], &comparator, &change, trend->error);
    if (status)
        return status;
    link_waves(trend, series, at, measure, &change);
    trig_comparison_fill(&change, &trend->bench.results.items[row]);
    trend->bench.results.items[row].flag = trig_view(NULL);
    status = set_power(trend, &change, row);
    return status
               ? status
               : note_bridges(trend, measure, series->domains[at - 1]->wave, series->domains[at]->wave, row);
}

/* The change from the row above. Both rows have passed disclosure control, and
 * their difference says no more than they do. */
static enum trig_status add_change(struct trig_trend *trend, const struct trig_series *series, size_t at,
                                   size_t measure, size_t row)
{
    struct trig_results *results = &trend->bench.results;
    const trig_definition *definition = trend->bench.cells.definition;
    struct trig_view before = definition->waves[series->domains[at - 1]->wave].id;
    enum trig_suppression above = results->items[row - 1].suppressed;
    enum trig_relation relation;
    results->items[row].untold = trig_disclosure_is_untold(results->items[row].suppressed, above);
    if (results->items[row].suppressed != TRIG_SUPPRESSED_NONE)
        return TRIG_OK;
    if (!trig_trend_comparable(trend, measure, series->domains[at - 1]->wave, series->domains[at]->wave,
                               &relation)) {
        results->items[row].flag = trig_view("break");
        results->items[row].untold = false;
        return trig_results_note(results, row, "not comparable with %.*s: %s", TRIG_VIEW_ARG(before),
                                 trend->measures.items[measure].variable == TRIG_NONE
                                     ? "no item in common"
                                     : trig_relation_name(relation))
                   ? trig_bench_no_memory(trend->error)
                   : TRIG_OK;
    }
    if (above == TRIG_SUPPRESSED_NONE || above == TRIG_SUPPRESSED_COMPARATOR)
        return compare_waves(trend, series, at, measure, row);
    trig_disclosure_hide(&results->items[row], TRIG_SUPPRESSED_COMPARATOR);
    return trig_results_note(results, row, "no change: %.*s is not shown", TRIG_VIEW_ARG(before))
               ? trig_bench_no_memory(trend->error)
               : TRIG_OK;
}

static bool is_shown(const struct trig_result *row)
{
    return row->suppressed == TRIG_SUPPRESSED_NONE || row->suppressed == TRIG_SUPPRESSED_COMPARATOR;
}

/* How many work at a row's institution; INFINITY where that is not known, or the row is of a part of them. */
static double people_of(const struct trig_trend *trend, const struct trig_result *row)
{
    if (row->institution == TRIG_NONE || row->group != TRIG_NONE || trend->bench.results.by_count)
        return INFINITY;
    double people = trig_definition_population(trend->bench.cells.definition, row->wave, row->institution);
    return people > 0.0 ? people : INFINITY;
}

/* No more answers are asked for than there are people. */
static enum trig_status cap_need(struct trig_trend *trend, size_t row)
{
    struct trig_result *last = &trend->bench.results.items[row];
    double people = people_of(trend, last);
    size_t needed = last->n_needed;
    if (needed == TRIG_NONE || (double)needed <= people)
        return TRIG_OK;
    last->n_needed = TRIG_NONE;
    if (trend->bench.context->disclosure.mode == TRIG_DISCLOSURE_HESA)
        return TRIG_OK; /* the number is withheld, in words too */
    return trig_results_note(&trend->bench.results, row,
                             "n needed would be %zu, more than the %.0f people there", needed, people)
               ? trig_bench_no_memory(trend->error)
               : TRIG_OK;
}

/* Of each series' last wave: how many answers the next one takes, at least those that can be shown. */
static enum trig_status add_needs(struct trig_trend *trend)
{
    struct trig_results *results = &trend->bench.results;
    const struct trig_disclosure_rules *rules = &trend->bench.context->disclosure;
    size_t least = rules->mode == TRIG_DISCLOSURE_NONE ? 0 : rules->threshold;
    enum trig_status status = TRIG_OK;
    size_t row = 0;
    for (size_t measure = 0; measure < trend->bench.cells.measures; measure++)
        for (size_t i = 0; i < trend->series_count; i++) {
            row += trend->series[i].count;
            struct trig_result *last = &results->items[row - 1];
            double range = trig_measure_range(&trend->measures.items[measure]);
            if (is_shown(last))
                last->n_needed = trig_n_needed(trend->bench.cells.request->design.level, last->se, last->df,
                                               (double)last->n, trend->options->detect / 100.0 * range);
            if (last->n_needed < least)
                last->n_needed = least;
            if (status == TRIG_OK)
                status = cap_need(trend, row - 1);
        }
    return status;
}

enum trig_status trig_trend_changes(struct trig_trend *trend)
{
    enum trig_status status = TRIG_OK;
    size_t row = 0;
    for (size_t measure = 0; measure < trend->bench.cells.measures; measure++)
        for (size_t i = 0; i < trend->series_count; i++)
            for (size_t at = 0; at < trend->series[i].count; at++, row++)
                if (at > 0 && status == TRIG_OK)
                    status = add_change(trend, &trend->series[i], at, measure, row);
    if (status == TRIG_OK)
        status = add_needs(trend);
    return status ? status
                  : trig_results_adjust(&trend->bench.results, 0, trend->bench.results.count, trend->error);
}
