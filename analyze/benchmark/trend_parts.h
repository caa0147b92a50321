/* The parts of a trend: what it is made with, and the steps that make it.
 *
 *      series (who, in which waves) -> rows -> disclosure -> changes -> words
 *
 * Rows go by measure, within one by series, within one by time; so the row above
 * another of the same series is that of the wave before.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_TREND_PARTS_H
#define TRIG_ANALYZE_BENCHMARK_TREND_PARTS_H

#include "analyze/benchmark/bench.h"
#include "analyze/benchmark/common.h"
#include "analyze/benchmark/trend.h"

/* One line of a chart: the waves of an institution, a category or the sector. */
struct trig_series {
    const struct trig_domain *const *domains; /* by time */
    size_t count;
    bool is_own; /* the asked-for institution */
};

/* Everything one trend is made with. */
struct trig_trend {
    struct trig_bench bench;
    const struct trig_trend_options *options;
    struct trig_common common;
    struct trig_measures measures; /* on the common items */
    struct trig_arena arena;       /* outlives the bench: what it refers to */
    size_t *waves;                 /* by time */
    size_t wave_count;
    struct trig_series *series;
    size_t series_count;
    size_t domain_count;         /* of all series */
    bool by_category;            /* a breakdown besides waves */
    struct trig_domains domains; /* of the breakdown */
    trig_table *table;
    struct trig_error *error;
};

/** Lists the series: the institution and the sector, the sector, or the categories
 *  of the breakdown.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (nobody of the institution answered); TRIG_ERR_MEMORY. */
enum trig_status trig_trend_series(struct trig_trend *trend);

/** Adds the rows of all series and hides what the rules do not allow. */
enum trig_status trig_trend_rows(struct trig_trend *trend);

/** Adds to every row the change since the wave before, between rows that are
 *  shown: their difference says no more than they do. */
enum trig_status trig_trend_changes(struct trig_trend *trend);

/** Writes the R code of the rows that are shown, if it was asked for. */
void trig_trend_show(const struct trig_trend *trend);

/** Title, notes and provenance of the table. */
enum trig_status trig_trend_describe(struct trig_trend *trend);

#endif
