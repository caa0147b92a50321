/* From a tidy table to the figure of a chart, one function a kind.
 *
 * Each function says which columns it reads, by the names that all tables
 * share. A column marked ? may be absent. Numbers of statistic `proportion`
 * are 0-1 in the table and percent in the figure. A row whose `suppressed`
 * is not empty is hidden: whatever else it holds is never read. (`comparator`
 * hides the benchmark only.)
 *
 * All return TRIG_OK and a figure to free with trig_figure_destroy;
 * TRIG_ERR_USAGE (a column is missing; several rows where the chart has room
 * for one, the message says which column to filter by); TRIG_ERR_DOMAIN
 * (nothing to draw: no row is left, or all are suppressed); TRIG_ERR_MEMORY.
 * [out] is untouched unless TRIG_OK.
 */
#ifndef TRIG_PLOTS_KINDS_CHARTS_H
#define TRIG_PLOTS_KINDS_CHARTS_H

#include "plots/figure/figure.h"
#include "surveys/definition/definition.h"
#include "surveys/table/table.h"

/* Only rows whose [column] says [value] are drawn ("" picks the empty cells). */
struct trig_figure_filter {
    const char *column;
    struct trig_view value;
};

/* Zero-initialised, it means: no definition, no own institution, default texts. */
struct trig_figure_options {
    /* Gives labels for ids, the time of waves, the order and sides of answers;
     * NULL: ids are printed as they are. Borrowed for the call. */
    const trig_definition *definition;
    struct trig_view institution; /* the reader's own: its id; empty: none */
    struct trig_view title;       /* empty: what is drawn, in plain words */
    struct trig_view subtitle;
    struct trig_view caption; /* sentences on suppressed and merged rows are added to it */
    struct trig_view alt;     /* empty: made from the numbers */
    struct trig_view scale;   /* likert: only items on this scale of the definition; empty: all */
    const char *series;       /* trend: the column that tells the lines apart; NULL: found, see there */
    const struct trig_figure_filter *filters;
    size_t filter_count;
    struct trig_figure_reference
        reference;           /* caterpillar; not given: the table's benchmark, if it is one value */
    struct trig_view sector; /* what rows of no institution and group are called; empty: "Sector" */
    double level;            /* of the intervals; 0: .95 */
    bool
        overlap; /* caterpillar: comparison_low and comparison_high in place of ci_low and ci_high, no line */
    bool effective; /* funnel: sizes are n_eff, which the limits are of, in place of n */
};

/** Diverging stacked bars: rows are items, series are answers.
 *  Columns: measure, answer (a code, or `positive`, `neutral`, `other` where
 *  disclosure control merged answers), statistic? (rows other than
 *  `proportion` are left out), estimate, n?, suppressed?, answer_label?,
 *  side? (negative, neutral, positive; else the definition's marks).
 *  Without a column `answer`, `measure` must read NAME=code.
 *  Answers are ordered by the definition's values, the positive side right;
 *  without a definition as they come. Codes that are not substantive are left
 *  out. Items are sorted by their favourable share (positive answers; of a
 *  reversed item, which is drawn as it was answered, the negative ones),
 *  suppressed ones last and by label; when one answer of an item is suppressed
 *  the whole item is. */
enum trig_status trig_likert_from_table(const trig_table *table, const struct trig_figure_options *options,
                                        trig_figure **out, struct trig_error *error);

/** Estimates with intervals, one institution a row, highest first; suppressed
 *  ones last and by name, so that their place tells nothing.
 *  Columns: institution, estimate, ci_low?, ci_high?, n?, suppressed?,
 *  statistic?, measure?, wave?, group?, benchmark?. One measure, statistic and wave must
 *  be left after filtering; rows without institution are not drawn, the first
 *  of them is the reference line when neither [options] nor `benchmark` is. */
enum trig_status trig_caterpillar_from_table(const trig_table *table,
                                             const struct trig_figure_options *options, trig_figure **out,
                                             struct trig_error *error);

/** Institutions by their number of respondents, between the limits where 95% and 99.8% of
 *  institutions of a size would be; those beyond the outer ones are named, as far as there
 *  is room, and the reader's own. Suppressed ones have no place and are counted in the caption.
 *  Columns: institution, estimate, n, funnel_low_95, funnel_high_95, funnel_low_998,
 *  funnel_high_998, suppressed?, statistic?, measure?, wave?, group?, benchmark?. Otherwise as
 *  trig_caterpillar_from_table; TRIG_ERR_DOMAIN when nobody has limits. */
enum trig_status trig_funnel_from_table(const trig_table *table, const struct trig_figure_options *options,
                                        trig_figure **out, struct trig_error *error);

/** Lines over waves with interval bands: rows are waves, series are lines. More lines than there are
 *  colours, up to sixty, have a panel each (kind panels); beyond that TRIG_ERR_LIMIT.
 *  Columns: wave, estimate, ci_low?, ci_high?, n?, suppressed?, statistic?,
 *  flag? (`break`: not comparable with the wave before: the line is broken),
 *  and the column that tells the lines apart: [options]->series, else the
 *  first of institution, group, measure, pillar that has several values.
 *  The x of a wave is the definition's time, else its place among the waves. */
enum trig_status trig_trend_from_table(const trig_table *table, const struct trig_figure_options *options,
                                       trig_figure **out, struct trig_error *error);

/** Small multiples: a panel a measure, own institution and sector over waves;
 *  with one wave, one interval a measure, own and sector side by side.
 *  Columns: measure, estimate, ci_low?, ci_high?, n?, suppressed?, wave?,
 *  institution?, group?, benchmark?, flag?. Rows of [options]->institution are the own
 *  series, rows without institution and group the sector; when there are none, the own
 *  rows' `benchmark` is the sector, without an interval. */
enum trig_status trig_panels_from_table(const trig_table *table, const struct trig_figure_options *options,
                                        trig_figure **out, struct trig_error *error);

#endif
