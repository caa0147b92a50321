#include "analyze/benchmark/show.h"
#include "analyze/show_r/show_r_text.h"
#include "analyze/trend/parts.h"
#include "analyze/trend/trig_trend_functions.h"

#include <math.h>

/* ---- rows of waves ------------------------------------------------------------------------------------ */

static void show_row(const struct trig_trend *trend, const struct trig_series *series, size_t at,
                     size_t measure, size_t row, FILE *out)
{
    const struct trig_bench *bench = &trend->bench;
    if (isnan(bench->results.items[row].estimate))
        return;
    if (isnan(bench->results.items[row].difference))
        trig_show_alone(&bench->cells, series->domains[at], measure, out);
    else
        trig_show_since(&bench->cells, series->domains[at], series->domains[at - 1], measure, out);
}

/* @return the row after the last of a wave. */
static size_t show_rows(const struct trig_trend *trend, FILE *out)
{
    size_t row = 0;
    for (size_t measure = 0; measure < trend->bench.cells.measures; measure++)
        for (size_t i = 0; i < trend->series_count; i++)
            for (size_t at = 0; at < trend->series[i].count; at++, row++)
                show_row(trend, &trend->series[i], at, measure, row, out);
    return row;
}

/* ---- rows of several waves ----------------------------------------------------------------------- */

/* lines[[...]] <- data.frame(labels of the series */
static void begin_line(const struct trig_trend *trend, const struct trig_domain *of, size_t wave, FILE *out)
{
    struct trig_domain labelled = *of;
    labelled.wave = wave;
    fputs("lines[[length(lines) + 1]] <- data.frame(check.names = FALSE, ", out);
    trig_show_labels(&trend->bench.cells, &labelled, out);
    fputs(",\n  ", out);
}

static void show_slope(const struct trig_trend *trend, const struct trig_series *series, size_t measure,
                       const struct trig_line_waves *waves, FILE *out)
{
    begin_line(trend, series->domains[0], TRIG_NONE, out);
    fputs("slope(design, list(", out);
    for (size_t i = 0; i < waves->count; i++) {
        fputs(i ? ",\n    " : "", out);
        trig_show_domain(&trend->bench.cells, waves->domains[i], out);
    }
    fputs("),\n    c(", out);
    for (size_t i = 0; i < waves->count; i++) {
        fputs(i ? ", " : "", out);
        trig_r_number(waves->times[i], out);
    }
    fprintf(out, "), %zu, settings))\n", measure + 1);
}

static void show_slopes(const struct trig_trend *trend, FILE *out)
{
    size_t row = 0;
    for (size_t measure = 0; measure < trend->bench.cells.measures; measure++)
        for (size_t i = 0; i < trend->series_count; i++) {
            struct trig_line_waves waves;
            if (trig_trend_line_waves(trend, measure, &trend->series[i], row, &waves))
                show_slope(trend, &trend->series[i], measure, &waves, out);
            row += trend->series[i].count;
        }
}

/* The kinds of people: paste(d[["grade"]], d[["site"]]). */
static void put_kinds(const struct trig_trend *trend, FILE *out)
{
    const struct trig_bys *bys = &trend->options->decompose;
    fputs("paste(", out);
    for (size_t i = 0; i < bys->count; i++) {
        trig_r_column(trig_r_column_name(&trend->bench.cells, bys->items[i].variable), out);
        fputs(", ", out);
    }
    fputs("sep = \"\\r\")", out);
}

static void show_part(const struct trig_trend *trend, const struct trig_series *series, size_t at,
                      size_t measure, FILE *out)
{
    begin_line(trend, series->domains[at], series->domains[at]->wave, out);
    fputs("parts(design, ", out);
    trig_show_domain(&trend->bench.cells, series->domains[at - 1], out);
    fputs(",\n    ", out);
    trig_show_domain(&trend->bench.cells, series->domains[at], out);
    fputs(",\n    ", out);
    put_kinds(trend, out);
    fprintf(out, ", %zu, settings))\n", measure + 1);
}

/* Parts that have no value, or are hidden, are left out; they go by change, two a change.
 * @param part  the first row of a part. */
static void show_parts(const struct trig_trend *trend, size_t part, FILE *out)
{
    const struct trig_result *items = trend->bench.results.items;
    size_t row = 0;
    for (size_t measure = 0; measure < trend->bench.cells.measures; measure++)
        for (size_t i = 0; i < trend->series_count; i++)
            for (size_t at = 0; at < trend->series[i].count; at++, row++) {
                if (isnan(items[row].difference))
                    continue;
                if (!isnan(items[part].estimate))
                    show_part(trend, &trend->series[i], at, measure, out);
                part += 2;
            }
}

/* The first row of a statistic; how many rows there are where it has none. */
static size_t first_of(const struct trig_trend *trend, const char *statistic, size_t from)
{
    const struct trig_results *results = &trend->bench.results;
    while (from < results->count && !trig_view_is(results->items[from].statistic_name, statistic))
        from++;
    return from;
}

void trig_trend_show(const struct trig_trend *trend)
{
    FILE *out = trend->options->show_r;
    if (!out)
        return;
    trig_show_begin(&trend->bench.cells, TRIG_TEST_PLUGIN, out);
    size_t last = show_rows(trend, out);
    trig_show_end(TRIG_SHOW_ALL_ROWS, out);
    if (last < trend->bench.results.count) {
        size_t part = first_of(trend, "composition", last);
        fputs(trig_trend_functions, out);
        show_slopes(trend, out);
        trig_trend_show_acted(trend, out);
        if (part < trend->bench.results.count)
            show_parts(trend, part, out);
        fputs(
            "\nlines <- do.call(rbind, lines)\n"
            "if (!is.null(lines))\n"
            "  lines$p_adjusted <- ave(lines$p, lines$statistic, FUN = function(p) p.adjust(p, \"holm\"))\n"
            "print(lines, digits = 8, row.names = FALSE)\n"
            "# Slopes drawn towards their mean, Mann and Kendall's test, Theil and Sen's slope, Cochran and\n"
            "# Armitage's test and rows since signing are not among these.\n",
            out);
    }
    if (trend->linked)
        fputs("# The code takes waves as independent samples; errors of the table know of people who "
              "answered in several.\n",
              out);
}
