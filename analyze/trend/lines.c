#include "analyze/benchmark/comparison.h"
#include "analyze/benchmark/multiplicity.h"
#include "analyze/estimate/telling.h"
#include "analyze/trend/armitage.h"
#include "analyze/trend/kendall.h"
#include "analyze/trend/parts.h"

#include <math.h>

/* Two waves are a change, which their rows hold; as a slope it is drawn towards those of other
 * institutions. */
#define LEAST_WAVES  3
#define LEAST_POOLED 2

/* The waves of one series and measure that a trend may be drawn through. */
struct line {
    struct trig_trend *trend;
    size_t measure;
    const struct trig_series *series;
    size_t count;
    size_t rows[TRIG_KENDALL_MOST]; /* of the results, in the order of time */
    double times[TRIG_KENDALL_MOST];
    double estimates[TRIG_KENDALL_MOST];
    struct trig_influence influences[TRIG_KENDALL_MOST];
    bool linked;  /* waves share people whom the slope's error knows of */
    bool whole;   /* of all waves of the series */
    size_t added; /* row of the estimator at work */
};

static const struct trig_domain *domain_of(const struct line *line, size_t at)
{
    const struct trig_series *series = line->series;
    for (size_t i = 0; i < series->count; i++)
        if (series->domains[i]->wave == line->trend->bench.results.items[line->rows[at]].wave)
            return series->domains[i];
    return series->domains[0];
}

static const struct trig_measure *measure_of(const struct line *line)
{
    return &line->trend->measures.items[line->measure];
}

/* ---- which waves ---------------------------------------------------------------------------------- */

static bool is_shown(const struct trig_result *row)
{
    return !isnan(row->estimate) && !trig_disclosure_is_hidden(row);
}

/* The last waves that no break parts, of those that are shown: so a line says no more than its rows.
 * @param first  row of the series' first wave. */
static void find_waves(struct line *line, size_t first)
{
    const struct trig_trend *trend = line->trend;
    const trig_definition *definition = trend->bench.cells.definition;
    size_t after = TRIG_NONE;
    size_t count = line->series->count;
    size_t found[TRIG_KENDALL_MOST] = {0};
    enum trig_relation relation;
    line->count = 0;
    for (size_t at = count; at > 0 && line->count < TRIG_KENDALL_MOST; at--) {
        size_t wave = line->series->domains[at - 1]->wave;
        if (!is_shown(&trend->bench.results.items[first + at - 1]))
            continue;
        if (after != TRIG_NONE && (!trig_trend_comparable(trend, line->measure, wave, after, &relation) ||
                                   definition->waves[wave].time >= definition->waves[after].time))
            break;
        found[line->count++] = first + at - 1;
        after = wave;
    }
    line->whole = line->count == count;
    for (size_t i = 0; i < line->count; i++) {
        const struct trig_result *row = &trend->bench.results.items[found[line->count - 1 - i]];
        line->rows[i] = found[line->count - 1 - i];
        line->times[i] = definition->waves[row->wave].time;
        line->estimates[i] = row->estimate;
    }
}

/* ---- rows ------------------------------------------------------------------------------------------- */

/* A row of the series as a whole. */
static enum trig_status add_row(struct line *line, const char *statistic,
                                const struct trig_estimate *estimate)
{
    struct trig_bench *bench = &line->trend->bench;
    struct trig_domain domain = *line->series->domains[0];
    domain.wave = TRIG_NONE;
    enum trig_status status = trig_results_add_estimate(&bench->results, &bench->cells, line->measure,
                                                        &domain, estimate, &line->added, line->trend->error);
    if (status)
        return status;
    struct trig_result *row = &bench->results.items[line->added];
    row->statistic_name = trig_view(statistic);
    row->unit = row->unit == TRIG_UNIT_SCORE ? TRIG_UNIT_OWN : row->unit;
    if (line->whole)
        return TRIG_OK;
    const struct trig_wave *waves = bench->cells.definition->waves;
    struct trig_view from = waves[bench->results.items[line->rows[0]].wave].id;
    struct trig_view to = waves[bench->results.items[line->rows[line->count - 1]].wave].id;
    return trig_results_note(&bench->results, line->added,
                             "%zu comparable waves that are shown, %.*s to %.*s", line->count,
                             TRIG_VIEW_ARG(from), TRIG_VIEW_ARG(to))
               ? trig_bench_no_memory(line->trend->error)
               : TRIG_OK;
}

static struct trig_result *row_of(const struct line *line)
{
    return &line->trend->bench.results.items[line->added];
}

static struct trig_estimate estimate_of_all(const struct line *line)
{
    struct trig_estimate estimate = trig_estimate_of_nobody;
    for (size_t i = 0; i < line->count; i++)
        estimate.n += line->trend->bench.results.items[line->rows[i]].n;
    return estimate;
}

/* ---- estimators --------------------------------------------------------------------------------------- */

/* The regression of answers on their wave's time, weighted as the answers are: its slope, and what each
 * wave adds to its error. */
static double fit_slope(struct line *line)
{
    const struct trig_cells *cells = &line->trend->bench.cells;
    struct trig_moments sums[TRIG_KENDALL_MOST];
    double w = 0.0, wx = 0.0, wy = 0.0, xx = 0.0, xy = 0.0;
    for (size_t i = 0; i < line->count; i++) {
        sums[i] = trig_domain_moments(cells, line->measure, domain_of(line, i));
        w += sums[i].w;
        wx += sums[i].w * line->times[i];
        wy += sums[i].wy;
    }
    for (size_t i = 0; i < line->count; i++) {
        double x = line->times[i] - wx / w;
        xx += sums[i].w * x * x;
        xy += x * sums[i].wy;
    }
    for (size_t i = 0; i < line->count; i++) {
        double x = line->times[i] - wx / w;
        line->influences[i] =
            (struct trig_influence){domain_of(line, i), x / xx, x / xx * (wy / w + xy / xx * x)};
    }
    return xy / xx;
}

/* What waves share is added to the slope's variance. */
static enum trig_status link_slope(struct line *line, struct trig_estimate *slope)
{
    struct trig_trend *trend = line->trend;
    struct trig_wave_part parts[TRIG_KENDALL_MOST];
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < line->count && status == TRIG_OK; i++) {
        struct trig_estimate alone;
        status = trig_estimate_linearised(trend->bench.estimator, line->measure, 0.0, &line->influences[i], 1,
                                          &alone, trend->error);
        parts[i] = (struct trig_wave_part){line->influences[i], alone.variance, (double)alone.n};
    }
    if (status)
        return status;
    struct trig_shared shared = trig_trend_shared(trend, line->measure, parts, line->count);
    line->linked = shared.used;
    trend->linked = trend->linked || shared.used;
    slope->variance += shared.variance;
    slope->df = (slope->df - 1.0) * shared.kept; /* a slope and a level are estimated */
    return TRIG_OK;
}

static enum trig_status add_slope(struct line *line)
{
    const struct trig_bench *bench = &line->trend->bench;
    struct trig_estimate slope;
    double value = fit_slope(line);
    enum trig_status status = trig_estimate_linearised(
        bench->estimator, line->measure, value, line->influences, line->count, &slope, line->trend->error);
    if (status == TRIG_OK)
        status = link_slope(line, &slope);
    if (status)
        return status;
    slope.se = sqrt(slope.variance);
    trig_estimate_bound(&slope, bench->cells.request->design.level);
    status = add_row(line, "slope", &slope);
    if (status == TRIG_OK && line->count >= LEAST_WAVES) /* of two it is tested as a change */
        trig_trend_test(row_of(line));
    return status;
}

/* A share of people who are 0 or 1, each counting once and as one. */
static bool is_plain_share(const struct line *line)
{
    const struct trig_design *design = &line->trend->bench.request.design;
    const struct trig_measure *measure = measure_of(line);
    bool weighs = (design->weight != TRIG_NONE || design->weighting) && !design->unit_weights;
    return (measure->kind == TRIG_MEASURE_POSITIVE || measure->kind == TRIG_MEASURE_CODE) && !weighs &&
           !design->declared && !line->linked;
}

static enum trig_status add_armitage(struct line *line)
{
    struct trig_armitage_wave waves[TRIG_KENDALL_MOST];
    if (line->count < LEAST_WAVES || !is_plain_share(line))
        return TRIG_OK;
    for (size_t i = 0; i < line->count; i++) {
        const struct trig_result *row = &line->trend->bench.results.items[line->rows[i]];
        waves[i] = (struct trig_armitage_wave){line->times[i], (double)row->n,
                                               round(row->estimate * (double)row->n)};
    }
    struct trig_armitage test = trig_armitage_test(waves, line->count);
    const struct trig_estimate all = estimate_of_all(line);
    enum trig_status status = add_row(line, "cochran_armitage", &all);
    if (status)
        return status;
    row_of(line)->z = test.z;
    row_of(line)->p = test.p;
    return TRIG_OK;
}

static enum trig_status add_kendall(struct line *line)
{
    if (line->count < TRIG_KENDALL_LEAST)
        return TRIG_OK;
    struct trig_kendall test = trig_kendall_test(line->estimates, line->count);
    struct trig_estimate all = estimate_of_all(line);
    all.estimate = test.tau;
    enum trig_status status = add_row(line, "mann_kendall", &all);
    if (status)
        return status;
    row_of(line)->unit = TRIG_UNIT_OWN;
    row_of(line)->z = test.z;
    row_of(line)->p = test.p;
    return TRIG_OK;
}

static enum trig_status add_theil_sen(struct line *line)
{
    struct trig_theil_sen slope;
    if (line->count < TRIG_KENDALL_LEAST)
        return TRIG_OK;
    enum trig_status status =
        trig_theil_sen(line->times, line->estimates, line->count,
                       line->trend->bench.cells.request->design.level, &slope, line->trend->error);
    if (status)
        return status;
    struct trig_estimate all = estimate_of_all(line);
    all.estimate = slope.slope;
    all.low = slope.low;
    all.high = slope.high;
    return add_row(line, "theil_sen", &all);
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* What is said of a line, each a row of its own; a line that it does not suit has none. The slope is
 * first: others go by whether it found waves to share people. */
static enum trig_status (*const estimators[])(struct line *line) = {add_slope, add_armitage, add_kendall,
                                                                    add_theil_sen};

static enum trig_status add_lines(struct trig_trend *trend, size_t measure, size_t series, size_t first)
{
    struct line line = {.trend = trend, .measure = measure, .series = &trend->series[series]};
    enum trig_status status = TRIG_OK;
    find_waves(&line, first);
    if (line.count < (trig_trend_is_by_institution(trend) ? LEAST_POOLED : LEAST_WAVES))
        return TRIG_OK;
    trend->lines = true;
    for (size_t i = 0; i < sizeof estimators / sizeof *estimators && status == TRIG_OK; i++)
        status = estimators[i](&line);
    return status;
}

void trig_trend_test(struct trig_result *row)
{
    row->z = row->se > 0.0 ? row->estimate / row->se : NAN;
    row->p = trig_two_sided_p(row->z, row->df);
}

enum trig_status trig_trend_adjust(struct trig_trend *trend, size_t first, const char *statistic)
{
    struct trig_results *results = &trend->bench.results;
    size_t count = 0;
    double *p = trig_arena_calloc(&trend->arena, results->count, sizeof *p);
    if (!p)
        return trig_bench_no_memory(trend->error);
    for (size_t i = first; i < results->count; i++)
        if (trig_view_is(results->items[i].statistic_name, statistic))
            p[count++] = results->items[i].p;
    enum trig_status status = trig_adjust_holm(p, count, p, trend->error);
    count = 0;
    for (size_t i = first; i < results->count && status == TRIG_OK; i++)
        if (trig_view_is(results->items[i].statistic_name, statistic))
            results->items[i].p_adjusted = p[count++];
    return status;
}

enum trig_status trig_trend_lines(struct trig_trend *trend)
{
    static const char *const tested[] = {"slope", "cochran_armitage", "mann_kendall"};
    enum trig_status status = TRIG_OK;
    size_t end = trend->bench.results.count;
    size_t row = 0;
    for (size_t measure = 0; measure < trend->bench.cells.measures; measure++)
        for (size_t i = 0; i < trend->series_count && status == TRIG_OK; i++) {
            status = add_lines(trend, measure, i, row);
            row += trend->series[i].count;
        }
    for (size_t i = 0; i < sizeof tested / sizeof *tested && status == TRIG_OK && trend->lines; i++)
        status = trig_trend_adjust(trend, end, tested[i]);
    return status ? status : trig_trend_pool(trend, end);
}
