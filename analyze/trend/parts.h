/* The parts of a trend: what it is made with, and the steps that make it.
 *
 *      series (who, in which waves) -> rows -> disclosure -> changes -> words
 *                             people whom waves share ------------'
 *
 * Rows go by measure, within one by series, within one by time; so the row above
 * another of the same series is that of the wave before.
 */
#ifndef TRIG_ANALYZE_TREND_PARTS_H
#define TRIG_ANALYZE_TREND_PARTS_H

#include "analyze/benchmark/bench.h"
#include "analyze/benchmark/common.h"
#include "analyze/trend/kendall.h"
#include "analyze/trend/links.h"
#include "analyze/trend/trend.h"

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
    trig_links *links;           /* owned; NULL: waves are independent samples */
    bool linked;                 /* some number rests on them */
    bool lines;                  /* some series has a row as a whole */
    bool pooled;                 /* slopes of institutions were drawn towards their mean */
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

/** Finds the people whom waves share, where the survey has pseudonyms and the design is one of
 *  single respondents whose weights were given. */
enum trig_status trig_trend_link(struct trig_trend *trend);

/* What one wave adds to a number of several. */
struct trig_wave_part {
    struct trig_influence influence;
    double variance; /* of this part alone */
    double n;        /* its answers */
};

/* What waves share through people who answered in several. */
struct trig_shared {
    bool used;       /* enough people are linked */
    double variance; /* to be added to that of independent waves; usually negative for a change */
    double people;   /* linked, a pair of waves at a time */
    double kept;     /* of the degrees of freedom: answers of one person count once */
};

/** Nothing, where fewer people than the threshold are linked, or where no variance would be left. Under
 * disclosure control correlations of waves are rounded to twentieths, so that the error comes out too large
 * rather than too small. */
struct trig_shared trig_trend_shared(const struct trig_trend *trend, size_t measure,
                                     const struct trig_wave_part *parts, size_t count);

/** Whether a measure means the same in two waves; [*relation] says what became of it, for a
 *  pillar of its items: none in common is a break. */
bool trig_trend_comparable(const struct trig_trend *trend, size_t measure, size_t from, size_t to,
                           enum trig_relation *relation);

/** Whether a row of the crosswalk leads a question of a pillar's score on to another scale. */
bool trig_trend_is_bridge(const struct trig_trend *trend, size_t measure, const struct trig_crosswalk *row);

/** Adds, after all rows of waves, those of each series as a whole: a slope from three comparable waves
 *  that are shown (of institutions from two, see below), and what else suits it. They say no more than
 *  the rows they are made of. */
enum trig_status trig_trend_lines(struct trig_trend *trend);

/* The waves that a line is drawn through, by time. */
struct trig_line_waves {
    size_t count;
    size_t rows[TRIG_KENDALL_MOST]; /* of the results */
    const struct trig_domain *domains[TRIG_KENDALL_MOST];
    double times[TRIG_KENDALL_MOST];
};

/** Finds those of a series for a measure.
 *  @param first  row of the series' first wave.
 *  @return whether they are enough for a slope. */
bool trig_trend_line_waves(const struct trig_trend *trend, size_t measure, const struct trig_series *series,
                           size_t first, struct trig_line_waves *out);

/** In a breakdown by institution alone: draws the slopes among the rows from [first] on towards their
 *  mean, as ensemble.h draws results, which a regression for each would leave to chance; adds the mean
 *  slope of each measure. Fewer than TRIG_ENSEMBLE_LEAST slopes stay as they are. */
enum trig_status trig_trend_pool(struct trig_trend *trend, size_t first);
/** Whether that breakdown was asked for. */
bool trig_trend_is_by_institution(const struct trig_trend *trend);

/** In a breakdown by institution alone, of a survey with actions.csv: adds, for each measure of a pillar,
 *  the mean change between the last two waves of the institutions that did something about that pillar
 *  between them (by its date, else by the later wave being named), of those that did not, and the
 *  difference of the two: institutions are the units, each counting once, of shown changes only, and at
 *  least as many on either side as a comparator needs. Welch's t; agrees with R t.test. */
enum trig_status trig_trend_acted(struct trig_trend *trend);

/** Writes the R code of those rows. */
void trig_trend_show_acted(const struct trig_trend *trend, FILE *out);

/** In a breakdown by institution alone: adds, for each measure, how the institutions' results of the last
 *  wave go with the years since they signed (institutions.csv): a line of least squares through those that
 *  are shown, institutions as the units, its error by HC3 (MacKinnon and White 1985), t with two
 *  degrees fewer than institutions. Fewer than five have none. */
enum trig_status trig_trend_signed(struct trig_trend *trend);

/** Adds the parts of every change that is shown, if they were asked for. */
enum trig_status trig_trend_decompose(struct trig_trend *trend);

/** Sets z and p of a row as a whole: whether its estimate is told from 0. */
void trig_trend_test(struct trig_result *row);

/** Holm's p over all rows of one statistic from [first] on: others test the same again. */
enum trig_status trig_trend_adjust(struct trig_trend *trend, size_t first, const char *statistic);

/** Writes the R code of the rows that are shown, if it was asked for. */
void trig_trend_show(const struct trig_trend *trend);

/** Title, notes and provenance of the table. */
enum trig_status trig_trend_describe(struct trig_trend *trend);

#endif
