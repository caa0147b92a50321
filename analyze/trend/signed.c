#include "analyze/trend/parts.h"

#include <math.h>

/* Fewer institutions say nothing about how results go with time. */
#define LEAST_SIGNED 5

#define SECONDS_A_YEAR (365.25 * 86400.0)

/* Institutions that had signed, at the last wave of all. */
struct signatories {
    double *years; /* since they signed */
    double *estimates;
    size_t count;
    size_t respondents;
};

/* The series' result in the last wave, where it is shown: rows say no more then.
 * @param first  row of the series' first wave. */
static void take_series(const struct trig_trend *trend, const struct trig_series *series, size_t first,
                        struct signatories *out)
{
    const trig_definition *definition = trend->bench.cells.definition;
    const struct trig_result *row = &trend->bench.results.items[first + series->count - 1];
    size_t last = trend->waves[trend->wave_count - 1];
    if (row->wave != last || isnan(row->estimate) || trig_disclosure_is_hidden(row) ||
        row->institution == TRIG_NONE)
        return;
    double years = (definition->waves[last].opened - definition->institutions[row->institution].signed_on) /
                   SECONDS_A_YEAR;
    if (!(years >= 0.0)) /* it had not signed, or either day is not known */
        return;
    out->years[out->count] = years;
    out->estimates[out->count++] = row->estimate;
    out->respondents += row->n;
}

/* The line of least squares through the institutions; its error by HC3, which lets them be of any size:
 * sum x_i^2 {e_i / (1 - h_i)}^2 / (sum x_i^2)^2. NANs where all signed on one day, or one alone decides. */
static struct trig_estimate fit_line(const struct signatories *from, double level)
{
    struct trig_estimate line = trig_estimate_of_nobody;
    double k = (double)from->count;
    double x = 0.0, y = 0.0, xx = 0.0, xy = 0.0, sum = 0.0;
    for (size_t i = 0; i < from->count; i++) {
        x += from->years[i] / k;
        y += from->estimates[i] / k;
    }
    for (size_t i = 0; i < from->count; i++) {
        xx += (from->years[i] - x) * (from->years[i] - x);
        xy += (from->years[i] - x) * (from->estimates[i] - y);
    }
    for (size_t i = 0; i < from->count; i++) {
        double at = from->years[i] - x;
        double left = 1.0 - 1.0 / k - at * at / xx;
        double e = at * (from->estimates[i] - y - xy / xx * at) / left;
        sum += left > 1e-9 ? e * e : NAN;
    }
    if (!(xx > 0.0) || isnan(sum))
        return line;
    line.estimate = xy / xx;
    line.se = sqrt(sum) / xx;
    line.df = k - 2.0;
    trig_estimate_bound(&line, level);
    line.n = from->respondents;
    return line;
}

static enum trig_status add_row(struct trig_trend *trend, size_t measure, const struct signatories *from)
{
    struct trig_bench *bench = &trend->bench;
    struct trig_estimate line = fit_line(from, bench->cells.request->design.level);
    struct trig_domain domain = *trend->series[0].domains[0];
    size_t row;
    if (isnan(line.estimate))
        return TRIG_OK;
    domain.wave = domain.institution = TRIG_NONE;
    enum trig_status status = trig_results_add_estimate(&bench->results, &bench->cells, measure, &domain,
                                                        &line, &row, trend->error);
    if (status)
        return status;
    struct trig_result *result = &bench->results.items[row];
    struct trig_view last = bench->cells.definition->waves[trend->waves[trend->wave_count - 1]].id;
    trend->lines = true;
    result->statistic_name = trig_view("since_signing");
    result->unit = result->unit == TRIG_UNIT_SCORE ? TRIG_UNIT_OWN : result->unit;
    trig_trend_test(result);
    return trig_results_note(&bench->results, row, "%zu institutions that had signed, %.*s", from->count,
                             TRIG_VIEW_ARG(last))
               ? trig_bench_no_memory(trend->error)
               : TRIG_OK;
}

enum trig_status trig_trend_signed(struct trig_trend *trend)
{
    struct signatories from = {
        .years = trig_arena_calloc(&trend->arena, trend->series_count, sizeof *from.years),
        .estimates = trig_arena_calloc(&trend->arena, trend->series_count, sizeof *from.estimates)};
    size_t first = trend->bench.results.count;
    size_t row = 0;
    enum trig_status status = TRIG_OK;
    if (!from.years || !from.estimates)
        return trig_bench_no_memory(trend->error);
    if (!trig_trend_is_by_institution(trend) || trend->wave_count == 0)
        return TRIG_OK;
    for (size_t measure = 0; measure < trend->bench.cells.measures && status == TRIG_OK; measure++) {
        from.count = from.respondents = 0;
        for (size_t i = 0; i < trend->series_count; i++) {
            take_series(trend, &trend->series[i], row, &from);
            row += trend->series[i].count;
        }
        if (from.count >= LEAST_SIGNED)
            status = add_row(trend, measure, &from);
    }
    return status ? status : trig_trend_adjust(trend, first, "since_signing");
}
