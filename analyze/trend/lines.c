#include "analyze/benchmark/comparison.h"
#include "analyze/benchmark/multiplicity.h"
#include "analyze/benchmark/words.h"
#include "analyze/estimate/telling.h"
#include "analyze/trend/armitage.h"
#include "analyze/trend/parts.h"

#include <math.h>

/* Two waves are a change, which their rows hold; as a slope it is drawn towards those of other
 * institutions. */
#define LEAST_WAVES  3
#define LEAST_POOLED 2

/* One series and measure, and the waves that a trend may be drawn through. */
struct line {
    struct trig_trend *trend;
    size_t measure;
    const struct trig_series *series;
    struct trig_line_waves waves;
    double estimates[TRIG_KENDALL_MOST]; /* by wave */
    struct trig_influence influences[TRIG_KENDALL_MOST];
    bool linked;  /* waves share people whom the slope's error knows of */
    size_t added; /* row of the estimator at work */
};

static const struct trig_measure *measure_of(const struct line *line)
{
    return &line->trend->measures.items[line->measure];
}

/* ---- which waves ---------------------------------------------------------------------------------- */

static bool is_shown(const struct trig_result *row)
{
    return !isnan(row->estimate) && !trig_disclosure_is_hidden(row);
}

/* The last waves that no break parts, of those that are shown: so a line says no more than its rows. */
bool trig_trend_line_waves(const struct trig_trend *trend, size_t measure, const struct trig_series *series,
                           size_t first, struct trig_line_waves *out)
{
    const struct trig_wave *waves = trend->bench.cells.definition->waves;
    size_t found[TRIG_KENDALL_MOST] = {0}; /* the last first */
    size_t after = TRIG_NONE;
    enum trig_relation relation;
    out->count = 0;
    for (size_t at = series->count; at > 0 && out->count < TRIG_KENDALL_MOST; at--) {
        size_t wave = series->domains[at - 1]->wave;
        if (!is_shown(&trend->bench.results.items[first + at - 1]))
            continue;
        if (after != TRIG_NONE && (!trig_trend_comparable(trend, measure, wave, after, &relation) ||
                                   waves[wave].time >= waves[after].time))
            break;
        found[out->count++] = at - 1;
        after = wave;
    }
    for (size_t i = 0; i < out->count; i++) {
        size_t at = found[out->count - 1 - i];
        out->rows[i] = first + at;
        out->domains[i] = series->domains[at];
        out->times[i] = waves[series->domains[at]->wave].time;
    }
    return out->count >= (trig_trend_is_by_institution(trend) ? LEAST_POOLED : LEAST_WAVES);
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
    if (line->waves.count == line->series->count)
        return TRIG_OK;
    const struct trig_wave *waves = bench->cells.definition->waves;
    struct trig_view from = waves[bench->results.items[line->waves.rows[0]].wave].id;
    struct trig_view to = waves[bench->results.items[line->waves.rows[line->waves.count - 1]].wave].id;
    return trig_results_note(&bench->results, line->added,
                             "%zu comparable waves that are shown, %.*s to %.*s", line->waves.count,
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
    for (size_t i = 0; i < line->waves.count; i++)
        estimate.n += line->trend->bench.results.items[line->waves.rows[i]].n;
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
    for (size_t i = 0; i < line->waves.count; i++) {
        sums[i] = trig_domain_moments(cells, line->measure, line->waves.domains[i]);
        w += sums[i].w;
        wx += sums[i].w * line->waves.times[i];
        wy += sums[i].wy;
    }
    for (size_t i = 0; i < line->waves.count; i++) {
        double x = line->waves.times[i] - wx / w;
        xx += sums[i].w * x * x;
        xy += x * sums[i].wy;
    }
    for (size_t i = 0; i < line->waves.count; i++) {
        double x = line->waves.times[i] - wx / w;
        line->influences[i] =
            (struct trig_influence){line->waves.domains[i], x / xx, x / xx * (wy / w + xy / xx * x)};
    }
    return xy / xx;
}

/* What waves share is added to the slope's variance. */
static enum trig_status link_slope(struct line *line, struct trig_estimate *slope)
{
    struct trig_trend *trend = line->trend;
    struct trig_wave_part parts[TRIG_KENDALL_MOST];
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < line->waves.count && status == TRIG_OK; i++) {
        struct trig_estimate alone;
        status = trig_estimate_linearised(trend->bench.estimator, line->measure, 0.0, &line->influences[i], 1,
                                          &alone, trend->error);
        parts[i] = (struct trig_wave_part){line->influences[i], alone.variance, (double)alone.n};
    }
    if (status)
        return status;
    struct trig_shared shared = trig_trend_shared(trend, line->measure, parts, line->waves.count);
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
    enum trig_status status =
        trig_estimate_linearised(bench->estimator, line->measure, value, line->influences, line->waves.count,
                                 &slope, line->trend->error);
    if (status == TRIG_OK)
        status = link_slope(line, &slope);
    if (status)
        return status;
    slope.se = sqrt(slope.variance);
    trig_estimate_bound(&slope, bench->cells.request->design.level);
    status = add_row(line, "slope", &slope);
    if (status == TRIG_OK && line->waves.count >= LEAST_WAVES) /* of two it is tested as a change */
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
    if (line->waves.count < LEAST_WAVES || !is_plain_share(line))
        return TRIG_OK;
    for (size_t i = 0; i < line->waves.count; i++) {
        const struct trig_result *row = &line->trend->bench.results.items[line->waves.rows[i]];
        waves[i] = (struct trig_armitage_wave){line->waves.times[i], (double)row->n,
                                               round(row->estimate * (double)row->n)};
    }
    struct trig_armitage test = trig_armitage_test(waves, line->waves.count);
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
    if (line->waves.count < TRIG_KENDALL_LEAST)
        return TRIG_OK;
    struct trig_kendall test = trig_kendall_test(line->estimates, line->waves.count);
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
    if (line->waves.count < TRIG_KENDALL_LEAST)
        return TRIG_OK;
    enum trig_status status =
        trig_theil_sen(line->waves.times, line->estimates, line->waves.count,
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
    if (!trig_trend_line_waves(trend, measure, line.series, first, &line.waves))
        return TRIG_OK;
    for (size_t i = 0; i < line.waves.count; i++)
        line.estimates[i] = trend->bench.results.items[line.waves.rows[i]].estimate;
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
            p[count++] = trig_result_p(&results->items[i]);
    enum trig_status status = trig_adjust_holm(p, count, p, trend->error);
    count = 0;
    for (size_t i = first; i < results->count && status == TRIG_OK; i++)
        if (trig_view_is(results->items[i].statistic_name, statistic))
            trig_result_adjust(&results->items[i], p[count++]);
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
