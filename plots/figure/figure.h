/* The numbers and labels of one chart, and nothing else: no fonts, no colours,
 * no places on the page.
 *
 *     trig_table --charts.h--> trig_figure --render.h--> NAME.gp + NAME.dat -> gnuplot -> SVG, PNG, PDF
 *
 * Every kind of chart is made of the same four lists:
 *
 *     panels   small multiples (one for a chart that has none)
 *     series   what is told apart by colour: answers of a scale, own and sector
 *     rows     what is listed: items, institutions, or the waves of a trend
 *     marks    panel x series x row, dense: marks[(panel * series_count + series) * row_count + row]
 *
 * A number that disclosure control hid is not in a figure; only the fact that
 * it was hidden is. All text is UTF-8 and lives in the figure's arena.
 */
#ifndef TRIG_PLOTS_FIGURE_FIGURE_H
#define TRIG_PLOTS_FIGURE_FIGURE_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

/* What the numbers of a figure are; says how they are printed. */
enum trig_figure_unit {
    TRIG_FIGURE_SCORE,   /* 0 to 100, one decimal */
    TRIG_FIGURE_PERCENT, /* 0 to 100 with a percent sign, whole numbers inside bars */
    TRIG_FIGURE_PLAIN    /* an item's own units, two decimals */
};

/* What a series stands for; says how it is coloured. */
enum trig_tone {
    TRIG_TONE_PLAIN,    /* one of several equals */
    TRIG_TONE_OWN,      /* the reader's institution */
    TRIG_TONE_SECTOR,   /* what it is compared with */
    TRIG_TONE_NEGATIVE, /* the sides of a scale */
    TRIG_TONE_NEUTRAL,
    TRIG_TONE_POSITIVE
};

enum trig_mark_state {
    TRIG_MARK_ABSENT, /* not asked, or not in the table */
    TRIG_MARK_SHOWN,
    TRIG_MARK_SUPPRESSED /* hidden by disclosure control: hatched, [c] */
};

struct trig_mark {
    enum trig_mark_state state;
    bool broken;  /* cannot be compared with the mark before it in its series */
    double value; /* in the figure's unit; NAN unless shown */
    double low;   /* interval; NAN: none */
    double high;
    double n; /* respondents behind it; NAN: not given or hidden */
};

struct trig_figure_panel {
    struct trig_view label; /* empty for a chart without small multiples */
};

struct trig_figure_series {
    struct trig_view label;
    enum trig_tone tone;
    bool merged; /* stands for several answers that were merged to protect respondents */
};

struct trig_figure_row {
    struct trig_view label;
    double position; /* the time of a wave; NAN: rows have an order only */
    bool own;        /* the reader's institution */
};

/* A line across the chart, for example the sector's mean. */
struct trig_figure_reference {
    bool given;
    double value;
    struct trig_view label; /* without the number, which is added */
};

typedef struct trig_figure trig_figure;

struct trig_figure {
    struct trig_arena arena;
    const char *kind;          /* a name of plots/kinds/kind.h's table, for example "likert"; static */
    struct trig_view title;    /* may state the finding */
    struct trig_view subtitle; /* what is measured */
    struct trig_view caption;  /* source, n, method, what was suppressed */
    struct trig_view alt;      /* the chart in a sentence, for those who cannot see it */
    struct trig_view axis;     /* what is along the axis of values; may be empty */
    enum trig_figure_unit unit;
    double level;   /* of the intervals, for example .95 */
    bool overlap;   /* intervals tell rows apart by not overlapping; they are no confidence intervals */
    bool effective; /* n is that of effective respondents */
    bool rounded;   /* to protect respondents: no more decimals than the numbers have */
    struct trig_figure_reference reference;
    struct trig_figure_panel *panels;
    size_t panel_count; /* at least 1 */
    struct trig_figure_series *series;
    size_t series_count;
    struct trig_figure_row *rows;
    size_t row_count;
    struct trig_mark *marks;
};

/** An empty figure of a kind with room for its lists: texts empty, marks absent,
 *  positions NAN, unit score, level .95.
 *  @param kind  a static string.
 *  @return NULL when memory is out; free with trig_figure_destroy. */
trig_figure *trig_figure_create(const char *kind, size_t panels, size_t series, size_t rows,
                                struct trig_error *error);
void trig_figure_destroy(trig_figure *figure);

/** The mark of a panel, series and row, counted from 0 (assert). */
struct trig_mark *trig_figure_mark(const trig_figure *figure, size_t panel, size_t series, size_t row);

/** How many of all marks are in [state]. */
size_t trig_figure_count(const trig_figure *figure, enum trig_mark_state state);

/** The smallest and largest value or interval end among the shown marks and the
 *  reference; NAN when there is none. */
void trig_figure_range(const trig_figure *figure, double *low, double *high);

#endif
