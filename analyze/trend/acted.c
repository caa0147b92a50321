#include "analyze/benchmark/comparison.h"
#include "analyze/show_r/show_r_text.h"
#include "analyze/trend/parts.h"

#include <math.h>

/* Changes of institutions that did something about a pillar, or of those that did not. */
struct side {
    size_t institutions;
    size_t respondents;
    double sum;
    double squares; /* of changes from the first of them, as is the sum */
    double first;
};

struct spread {
    double mean;
    double variance; /* of the mean; NAN for fewer than two */
    double df;
};

static bool acts(const trig_definition *definition, const struct trig_action *action, size_t from, size_t to)
{
    double begin = definition->waves[from].opened;
    double end = definition->waves[to].opened;
    if (isnan(action->date) || isnan(begin) || isnan(end))
        return action->wave == to;
    return begin <= action->date && action->date < end;
}

static bool has_acted(const trig_definition *definition, size_t institution, size_t pillar, size_t from,
                      size_t to)
{
    for (size_t i = 0; i < definition->action_count; i++) {
        const struct trig_action *action = &definition->actions[i];
        if (action->institution == institution && action->pillar == pillar &&
            acts(definition, action, from, to))
            return true;
    }
    return false;
}

static void add_change(struct side *side, double change, size_t respondents)
{
    if (side->institutions == 0)
        side->first = change;
    double x = change - side->first;
    side->institutions++;
    side->respondents += respondents;
    side->sum += x;
    side->squares += x * x;
}

static struct spread spread_of(const struct side *side)
{
    double k = (double)side->institutions;
    double mean = side->sum / k;
    double variance = fmax(0.0, side->squares - k * mean * mean) / (k - 1.0) / k;
    return (struct spread){side->first + mean, k > 1.0 ? variance : NAN, k - 1.0};
}

/* The row of the series' change between the last two waves of all; TRIG_NONE where it is not shown: what is
 * said of the sides says no more than such rows.
 * @param first  row of the series' first wave. */
static size_t change_of(const struct trig_trend *trend, const struct trig_series *series, size_t first)
{
    size_t from = trend->waves[trend->wave_count - 2];
    size_t to = trend->waves[trend->wave_count - 1];
    size_t at = series->count - 1;
    if (series->count < 2 || series->domains[at]->wave != to || series->domains[at - 1]->wave != from)
        return TRIG_NONE;
    return isnan(trend->bench.results.items[first + at].difference) ? TRIG_NONE : first + at;
}

static bool is_of_side(const struct trig_trend *trend, size_t row, size_t pillar)
{
    return has_acted(trend->bench.cells.definition, trend->bench.results.items[row].institution, pillar,
                     trend->waves[trend->wave_count - 2], trend->waves[trend->wave_count - 1]);
}

static void take_series(const struct trig_trend *trend, const struct trig_series *series, size_t pillar,
                        size_t first, struct side sides[2])
{
    size_t at = change_of(trend, series, first);
    if (at == TRIG_NONE)
        return;
    const struct trig_result *row = &trend->bench.results.items[at];
    add_change(&sides[is_of_side(trend, at, pillar)], row->difference, row->n + row[-1].n);
}

static enum trig_status add_row(struct trig_trend *trend, size_t measure, const char *statistic,
                                struct spread spread, size_t respondents, size_t *row)
{
    struct trig_bench *bench = &trend->bench;
    struct trig_domain domain = *trend->series[0].domains[0];
    struct trig_estimate estimate = trig_estimate_of_nobody;
    domain.wave = domain.institution = TRIG_NONE;
    estimate.estimate = spread.mean;
    estimate.se = sqrt(spread.variance);
    estimate.df = spread.df;
    trig_estimate_bound(&estimate, bench->cells.request->design.level);
    estimate.n = respondents;
    enum trig_status status = trig_results_add_estimate(&bench->results, &bench->cells, measure, &domain,
                                                        &estimate, row, trend->error);
    if (status == TRIG_OK)
        bench->results.items[*row].statistic_name = trig_view(statistic);
    return status;
}

static enum trig_status note_sides(struct trig_trend *trend, const struct side sides[2], size_t row)
{
    const struct trig_wave *waves = trend->bench.cells.definition->waves;
    struct trig_view from = waves[trend->waves[trend->wave_count - 2]].id;
    struct trig_view to = waves[trend->waves[trend->wave_count - 1]].id;
    return trig_results_note(&trend->bench.results, row, "%zu institutions acted, %zu did not, %.*s to %.*s",
                             sides[1].institutions, sides[0].institutions, TRIG_VIEW_ARG(from),
                             TRIG_VIEW_ARG(to))
               ? trig_bench_no_memory(trend->error)
               : TRIG_OK;
}

static enum trig_status compare_sides(struct trig_trend *trend, size_t measure, const struct side sides[2])
{
    struct spread not_acted = spread_of(&sides[0]);
    struct spread acted = spread_of(&sides[1]);
    struct spread apart = {acted.mean - not_acted.mean, acted.variance + not_acted.variance,
                           trig_welch_df(acted.variance, acted.df, not_acted.variance, not_acted.df)};
    size_t respondents = sides[0].respondents + sides[1].respondents;
    size_t row;
    trend->lines = true;
    enum trig_status status = add_row(trend, measure, "acted", acted, sides[1].respondents, &row);
    if (status == TRIG_OK)
        status = add_row(trend, measure, "not_acted", not_acted, sides[0].respondents, &row);
    if (status == TRIG_OK)
        status = add_row(trend, measure, "acted_difference", apart, respondents, &row);
    if (status)
        return status;
    trig_trend_test(&trend->bench.results.items[row]);
    return note_sides(trend, sides, row);
}

/* The sides of every measure; those of one without a pillar are empty.
 * @param row  of the measure's first series; gets that of the next measure's. */
static void take_measure(const struct trig_trend *trend, size_t measure, size_t *row, struct side sides[2])
{
    size_t pillar = trend->measures.items[measure].pillar;
    for (size_t i = 0; i < trend->series_count; i++) {
        if (pillar != TRIG_NONE)
            take_series(trend, &trend->series[i], pillar, *row, sides);
        *row += trend->series[i].count;
    }
}

static bool may_have_acted(const struct trig_trend *trend)
{
    return trig_trend_is_by_institution(trend) && trend->wave_count >= 2 &&
           trend->bench.cells.definition->action_count > 0;
}

/* Institutions that either side needs. */
static bool are_enough(const struct trig_trend *trend, const struct side sides[2])
{
    size_t least = trend->bench.context->disclosure.min_institutions;
    least = least < 2 ? 2 : least;
    return sides[0].institutions >= least && sides[1].institutions >= least;
}

enum trig_status trig_trend_acted(struct trig_trend *trend)
{
    size_t first = trend->bench.results.count;
    size_t row = 0;
    enum trig_status status = TRIG_OK;
    if (!may_have_acted(trend))
        return TRIG_OK;
    for (size_t measure = 0; measure < trend->bench.cells.measures && status == TRIG_OK; measure++) {
        struct side sides[2] = {{.institutions = 0}, {.institutions = 0}};
        take_measure(trend, measure, &row, sides);
        if (are_enough(trend, sides))
            status = compare_sides(trend, measure, sides);
    }
    return status ? status : trig_trend_adjust(trend, first, "acted_difference");
}

/* ---- as R code ---------------------------------------------------------------------------- */

/* , c("ash", "birch"): the institutions of one side. */
static void put_side(const struct trig_trend *trend, size_t pillar, size_t row, bool acted, FILE *out)
{
    const struct trig_institution *institutions = trend->bench.cells.definition->institutions;
    const char *before = ",\n  c(";
    for (size_t i = 0; i < trend->series_count; i++) {
        size_t at = change_of(trend, &trend->series[i], row);
        row += trend->series[i].count;
        if (at == TRIG_NONE || is_of_side(trend, at, pillar) != acted)
            continue;
        fputs(before, out);
        trig_r_string(institutions[trend->bench.results.items[at].institution].id, out);
        before = ", ";
    }
    fputs(")", out);
}

void trig_trend_show_acted(const struct trig_trend *trend, FILE *out)
{
    size_t row = 0;
    for (size_t measure = 0; measure < trend->bench.cells.measures && may_have_acted(trend); measure++) {
        struct side sides[2] = {{.institutions = 0}, {.institutions = 0}};
        size_t pillar = trend->measures.items[measure].pillar;
        size_t first = row;
        take_measure(trend, measure, &row, sides);
        if (!are_enough(trend, sides))
            continue;
        fprintf(
            out,
            "lines[[length(lines) + 1]] <- data.frame(wave = \"\", institution = \"\", acting(result, %zu, ",
            measure + 1);
        trig_r_string(trend->bench.cells.definition->waves[trend->waves[trend->wave_count - 1]].id, out);
        put_side(trend, pillar, first, true, out);
        put_side(trend, pillar, first, false, out);
        fputs("))\n", out);
    }
}
