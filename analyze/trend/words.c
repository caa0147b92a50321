#include "analyze/benchmark/words.h"
#include "analyze/trend/parts.h"

#include <math.h>

/* ---- words ----------------------------------------------------------------------------------- */

static enum trig_status add_note(struct trig_trend *trend, struct trig_view note)
{
    return note.data ? trig_table_add_note(trend->table, note, trend->error)
                     : trig_bench_no_memory(trend->error);
}

/* "v3 (broken between 2021 and 2024), v4 (not asked in 2021)" */
static struct trig_view list_left_out(struct trig_trend *trend, const struct trig_measure *whole)
{
    const trig_definition *definition = trend->bench.cells.definition;
    struct trig_view list = trig_view("");
    for (size_t i = 0; i < whole->source_count && list.data; i++) {
        size_t variable = whole->sources[i].variable;
        if (trig_common_has(&trend->common, whole, variable))
            continue;
        list = trig_arena_printf(&trend->arena, "%.*s%s%.*s (%.*s)", TRIG_VIEW_ARG(list),
                                 list.length ? ", " : "", TRIG_VIEW_ARG(definition->variables[variable].name),
                                 TRIG_VIEW_ARG(trend->common.why[variable]));
    }
    return list;
}

static enum trig_status note_items(struct trig_trend *trend, size_t measure)
{
    const struct trig_measure *whole = &trend->options->measures->items[measure];
    const struct trig_measure *used = &trend->measures.items[measure];
    if (whole->source_count == used->source_count)
        return TRIG_OK;
    struct trig_view list = list_left_out(trend, whole);
    if (!list.data)
        return trig_bench_no_memory(trend->error);
    return add_note(trend,
                    trig_arena_printf(&trend->arena,
                                      "%.*s is scored here on the %zu of its %zu items that all these "
                                      "waves share, so it differs from the score that summary and benchmark "
                                      "print. Left out: %.*s.",
                                      TRIG_VIEW_ARG(whole->name), used->source_count, whole->source_count,
                                      TRIG_VIEW_ARG(list)));
}

/* A score that goes across a change of scale. */
static enum trig_status note_bridges(struct trig_trend *trend, size_t measure)
{
    const trig_definition *definition = trend->bench.cells.definition;
    struct trig_view list = trig_view("");
    for (size_t i = 0; i < definition->crosswalk_count && list.data; i++) {
        const struct trig_crosswalk *row = &definition->crosswalk[i];
        if (!trig_trend_is_bridge(trend, measure, row))
            continue;
        list = trig_arena_printf(&trend->arena, "%.*s%s%.*s, then %.*s", TRIG_VIEW_ARG(list),
                                 list.length ? "; " : "",
                                 TRIG_VIEW_ARG(definition->variables[row->from_variable].name),
                                 TRIG_VIEW_ARG(definition->variables[row->variable].name));
    }
    if (list.data && list.length == 0)
        return TRIG_OK;
    return add_note(
        trend,
        list.data ? trig_arena_printf(&trend->arena,
                                      "%.*s crosses a change of scale (%.*s): each variable counts on "
                                      "0-100 by the ends of its own scale. Changes marked bridged, and "
                                      "slopes over them, may in part be the scale's: people do not "
                                      "answer two scales alike.",
                                      TRIG_VIEW_ARG(trend->measures.items[measure].name), TRIG_VIEW_ARG(list))
                  : list);
}

static struct trig_view title_of(struct trig_trend *trend)
{
    const trig_definition *definition = trend->bench.cells.definition;
    if (trend->options->institution == TRIG_NONE)
        return trig_view(trend->by_category ? "Changes from wave to wave, by category"
                                            : "Changes of the sector from wave to wave");
    return trig_arena_printf(&trend->arena, "%.*s and the sector from wave to wave",
                             TRIG_VIEW_ARG(definition->institutions[trend->options->institution].name));
}

static bool any_change(const struct trig_trend *trend)
{
    for (size_t i = 0; i < trend->bench.results.count; i++)
        if (!isnan(trend->bench.results.items[i].difference))
            return true;
    return false;
}

/* What is known of people who answered in several waves. */
static const char *how_linked(const struct trig_trend *trend)
{
    bool hides = trend->bench.context->disclosure.mode != TRIG_DISCLOSURE_NONE;
    if (trend->linked)
        return hides ? "Pseudonyms tell who answered in both, and errors take into account what those people "
                       "share: as a correlation of waves, rounded to the next twentieth that makes the error "
                       "larger, where it rests on enough people; elsewhere waves are treated as independent "
                       "samples."
                     : "Pseudonyms tell who answered in both, and errors take into account what those people "
                       "share.";
    return trend->links
               ? "Waves are treated as independent samples: too few people are known to have answered "
                 "in both."
               : "Waves are treated as independent samples, which is usually conservative when people "
                 "return.";
}

static bool any_needed(const struct trig_trend *trend)
{
    for (size_t i = 0; i < trend->bench.results.count; i++)
        if (trend->bench.results.items[i].n_needed != TRIG_NONE)
            return true;
    return false;
}

static enum trig_status note_power(struct trig_trend *trend)
{
    double level = 100.0 * trend->bench.cells.request->design.level;
    enum trig_status status = add_note(
        trend,
        trig_arena_printf(&trend->arena,
                          "detectable: the smallest true change that samples of this size would find four "
                          "times in five, at %.4g%%; smaller ones are mostly not found.",
                          level));
    bool told = any_needed(trend) && trend->bench.context->disclosure.mode != TRIG_DISCLOSURE_HESA;
    if (status || !told)
        return status;
    return add_note(
        trend, trig_arena_printf(
                   &trend->arena,
                   "n needed: so many answers the next wave needs for a true change of %.4g%% "
                   "of the scale since this one to be found four times in five (--detect); "
                   "blank where this wave is too small for that by itself, or where there are fewer people.",
                   trend->options->detect));
}

/* What rows of a statistic are; others come with it. */
static const struct statistic {
    const char *name;
    const char *words;
} statistics[] = {
    {"slope",
     "slope: the change of the estimate a unit of the waves' time, by a regression of answers on the time "
     "of their wave whose error knows the design; z is its t. Rows without a wave are of the last "
     "comparable waves that are shown, three at least; p adjusted is over the rows of the same statistic."},
    {"cochran_armitage",
     "cochran_armitage: a test of a trend in shares of unweighted answers, for waves that share "
     "no known people."},
    {"mann_kendall",
     "mann_kendall, theil_sen: the waves' estimates alone, from five waves: Kendall's tau with time "
     "(p exact up to ten waves) and the median of all pairs' slopes; sampling errors do not enter."},
    {"mean_slope",
     "mean_slope: of the institutions. shrunken: an institution's slope, drawn towards it as far as "
     "chance may have made the difference (Fay and Herriot's model, Morris's interval: right on "
     "average over institutions, not for a named one); better than a slope of its own. Of two waves a "
     "slope is the change by the time between."},
    {"acted",
     "acted, not_acted: the mean change of institutions that did something about the pillar between these "
     "waves (actions.csv), and of the others, each institution counting once; acted_difference: the one "
     "less the other, by Welch's t. Observational: those that act may differ in other ways, so it is no "
     "effect."},
    {"since_signing",
     "since_signing: how much higher a year since an institution signed goes with, by a line "
     "through the shown results of the last wave, each institution counting once (error by HC3). "
     "Institutions that signed early may differ in other ways."},
    {"composition",
     "composition: the part of the change since the wave before that lies in who answered; within: "
     "that in how each kind of people answered (Kitagawa's decomposition, --decompose). No answer to "
     "an attribute is a kind of its own; errors take waves as independent. Neither part says why."},
};

static bool any_of(const struct trig_results *results, const char *statistic)
{
    for (size_t i = 0; i < results->count; i++)
        if (trig_view_is(results->items[i].statistic_name, statistic))
            return true;
    return false;
}

static enum trig_status note_lines(struct trig_trend *trend)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof statistics / sizeof *statistics && status == TRIG_OK; i++)
        if (any_of(&trend->bench.results, statistics[i].name))
            status = add_note(trend, trig_view(statistics[i].words));
    return status;
}

static enum trig_status note_changes(struct trig_trend *trend)
{
    if (!any_change(trend))
        return add_note(
            trend, trig_view("No change is shown: that takes two comparable waves with enough answers."));
    enum trig_status status = add_note(
        trend,
        trig_arena_printf(&trend->arena,
                          "difference: the change since the wave before, whose estimate is the benchmark. %s",
                          how_linked(trend)));
    if (status == TRIG_OK)
        status = note_power(trend);
    return status ? status
                  : trig_words_columns(&trend->bench.results, "all changes in this table", TRIG_WORDS_CHANGE,
                                       trend->table, trend->error);
}

enum trig_status trig_trend_describe(struct trig_trend *trend)
{
    struct trig_view title = title_of(trend);
    if (!title.data)
        return trig_bench_no_memory(trend->error);
    enum trig_status status = trig_table_set_title(trend->table, title, trend->error);
    if (status == TRIG_OK && trend->options->institution != TRIG_NONE)
        status = add_note(trend,
                          trig_view("Rows without an institution are the sector, the institution included."));
    if (status == TRIG_OK)
        status = note_changes(trend);
    if (status == TRIG_OK)
        status = note_lines(trend);
    for (size_t i = 0; i < trend->measures.count && status == TRIG_OK; i++) {
        status = note_items(trend, i);
        if (status == TRIG_OK)
            status = note_bridges(trend, i);
    }
    if (status == TRIG_OK)
        status = trig_words_suppressed(&trend->bench.context->disclosure, &trend->bench.results,
                                       TRIG_WORDS_CHANGE, trend->table, trend->error);
    return status
               ? status
               : trig_context_annotate(trend->bench.context, &trend->bench.cells, trend->table, trend->error);
}
