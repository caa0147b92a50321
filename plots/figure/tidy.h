/* Reading a tidy table: the columns that all tables share, found once, and the
 * rows that a chart is made of. */
#ifndef TRIG_PLOTS_FIGURE_TIDY_H
#define TRIG_PLOTS_FIGURE_TIDY_H

#include "plots/kinds/charts.h"

/* The columns a chart may read. */
enum trig_tidy_column {
    TRIG_TIDY_WAVE,
    TRIG_TIDY_INSTITUTION,
    TRIG_TIDY_GROUP,
    TRIG_TIDY_MEASURE,
    TRIG_TIDY_PILLAR,
    TRIG_TIDY_ANSWER,
    TRIG_TIDY_ANSWER_LABEL,
    TRIG_TIDY_SIDE,
    TRIG_TIDY_STATISTIC,
    TRIG_TIDY_ESTIMATE,
    TRIG_TIDY_CI_LOW,
    TRIG_TIDY_CI_HIGH,
    TRIG_TIDY_N,
    TRIG_TIDY_BENCHMARK,
    TRIG_TIDY_FLAG,
    TRIG_TIDY_SUPPRESSED,
    TRIG_TIDY_COLUMNS
};

/* Different values of a column, to be put in order. */
struct trig_values {
    struct trig_view *items; /* in the arena */
    size_t count;
};

struct trig_tidy {
    const trig_table *table;
    const struct trig_figure_options *options;
    struct trig_arena arena;           /* for what lives as long as this */
    size_t columns[TRIG_TIDY_COLUMNS]; /* SIZE_MAX: the table has no such column */
    size_t *rows;                      /* those that the filters let through, in the table's order */
    size_t row_count;
};

/** Finds the columns and the rows that pass the filters.
 *  @param needed  the columns that must be there, as bits 1 << column.
 *  @param chart   for messages, for example "likert".
 *  @return TRIG_OK: to clear with trig_tidy_clear; TRIG_ERR_USAGE (a column is
 *          missing); TRIG_ERR_DOMAIN (no row is left); TRIG_ERR_MEMORY. */
enum trig_status trig_tidy_open(struct trig_tidy *tidy, const trig_table *table,
                                const struct trig_figure_options *options, unsigned needed, const char *chart,
                                struct trig_error *error);
void trig_tidy_clear(struct trig_tidy *tidy);

/** Drops the rows for which [keep] is false. */
void trig_tidy_keep(struct trig_tidy *tidy, bool (*keep)(const struct trig_tidy *tidy, size_t row));

/** The text of a cell; empty when there is no such column. */
struct trig_view trig_tidy_text(const struct trig_tidy *tidy, size_t row, enum trig_tidy_column column);

/** The different values of a column of the table (an index of its own) among the
 *  rows, in the order in which they come, in tidy's arena. */
enum trig_status trig_tidy_distinct(struct trig_tidy *tidy, size_t column, struct trig_values *out,
                                    struct trig_error *error);

/** The place of [value] among [values]; their count when it is not there. */
size_t trig_tidy_index(struct trig_values values, struct trig_view value);

/** Makes sure that the rows hold one value of [column] only.
 *  @return TRIG_OK (also without such a column); TRIG_ERR_USAGE: names two of
 *          the values and says to filter. */
enum trig_status trig_tidy_single(struct trig_tidy *tidy, enum trig_tidy_column column,
                                  struct trig_error *error);

/** Whether disclosure control hid the row's estimate, and its benchmark: the
 *  rule `comparator` hides the benchmark alone, all others the whole row. */
bool trig_tidy_hides_estimate(const struct trig_tidy *tidy, size_t row);
bool trig_tidy_hides_benchmark(const struct trig_tidy *tidy, size_t row);

/** Whether the row is of everybody: of no institution and no group. */
bool trig_tidy_is_sector(const struct trig_tidy *tidy, size_t row);

/** Whether the row is of the reader's own institution, by id or by name. */
bool trig_tidy_is_own(const struct trig_tidy *tidy, size_t row);

/** What the numbers are: percent for proportions and `:positive`, score for pillars.
 *  @return TRIG_OK; TRIG_ERR_USAGE: the rows hold numbers of two kinds. */
enum trig_status trig_tidy_unit(const struct trig_tidy *tidy, enum trig_figure_unit *out,
                                struct trig_error *error);

/** The row as a mark; shares in percent. */
struct trig_mark trig_tidy_mark(const struct trig_tidy *tidy, size_t row, enum trig_figure_unit unit);

/** The row's benchmark in the same unit; NAN: none, or hidden. */
double trig_tidy_benchmark(const struct trig_tidy *tidy, size_t row, enum trig_figure_unit unit);

/** The line across charts of institutions: the options' own, else the benchmark that all
 *  rows share, else the sector's row; not given where there is none.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_tidy_reference(struct trig_tidy *tidy, enum trig_figure_unit unit,
                                     struct trig_figure_reference *out, struct trig_error *error);

/** What rows of everybody are called. */
struct trig_view trig_tidy_sector(const struct trig_tidy *tidy);

/** Copies title, subtitle, caption and alt into the figure: the options' own
 *  words, else the given ones. [notes] are sentences added to the caption.
 *  @return TRIG_OK or TRIG_ERR_MEMORY (also when one of the texts could not be made). */
enum trig_status trig_tidy_words(const struct trig_tidy *tidy, trig_figure *figure, struct trig_view title,
                                 struct trig_view subtitle, struct trig_view notes, struct trig_view alt,
                                 struct trig_error *error);

#endif
