/* --charts: what the commands share that draw their tables. With it, --out is a
 * folder: the table goes there as STEM.csv and each chart as NAME.svg, .png,
 * .pdf with the NAME.gp and NAME.dat that redraw it; standard output still gets
 * the table as asked for. */
#ifndef TRIG_ANALYZE_CMD_CHARTS_H
#define TRIG_ANALYZE_CMD_CHARTS_H

#include "analyze/cmd_findings.h"

struct trig_figure;
struct trig_figure_options;

/* Rows for a command's list of options. */
#define TRIG_CHARTS_OPTIONS                                                                                  \
    {"charts", "svg,png,pdf", "draw the result, in these forms; --out is then a folder"},                    \
    {                                                                                                        \
        "plots", "DIR", "chart templates to use before the installed ones"                                   \
    }

struct trig_charts {
    bool wanted;
    unsigned formats; /* enum trig_picture_format, ored */
    const char *folder;
    const char *templates;              /* --plots */
    const struct trig_context *context; /* borrowed */
};

/* One of plots/kinds/charts.h's functions; callers include that header themselves. */
typedef enum trig_status trig_chart_maker(const trig_table *table, const struct trig_figure_options *options,
                                          struct trig_figure **out, struct trig_error *error);

/** Parses "svg,png,pdf" into enum trig_picture_format, ored. */
enum trig_status trig_charts_formats(const char *list, unsigned *formats, struct trig_error *error);

/** Makes and renders one chart, FOLDER/NAME.*. A table in which nothing can be
 *  drawn is no failure: it is said on standard error.
 *  @param name  need not end with NUL; letters, digits, - and _.
 *  @return TRIG_OK and [*drawn] (may be NULL); what plots/gnuplot/render.h returns. */
enum trig_status trig_charts_draw(const struct trig_charts *charts, trig_chart_maker *make,
                                  const trig_table *table, const struct trig_figure_options *options,
                                  struct trig_view name, bool *drawn, struct trig_error *error);

/* How a command's table becomes charts. */
struct trig_charts_plan {
    const char *stem; /* of the files: "compare" */
    trig_chart_maker *make;
    const char *split;                   /* a column: a chart for each of its values; NULL: one chart */
    const char *only;                    /* the one value of split that is drawn, as STEM; NULL: every one */
    bool plain;                          /* shows shares without intervals */
    bool by_scale;                       /* split is `pillar`: a chart for each scale of its items, too */
    const char *series;                  /* the column that tells lines apart; NULL: found */
    trig_finder *findings;               /* of --findings; NULL: the command has none */
    struct trig_view against;            /* in its sentences, what the benchmark is; empty: the sector */
    struct trig_view institution;        /* the reader's own: its id; empty: none */
    struct trig_view sector;             /* what the benchmark is called; empty: "Sector" */
    bool overlap;                        /* as in trig_figure_options, and the next */
    bool effective;                      /* */
    struct trig_view note;               /* a sentence for the caption; may be empty */
    const struct trig_charts_plan *also; /* more charts of the same table; NULL: none */
};

/** trig_findings_emit, and with --charts the charts too. --out is then a folder,
 *  made when it is missing.
 *  @return TRIG_OK; TRIG_ERR_USAGE (an unknown form, --charts without --out); what
 *          writing and rendering return: without gnuplot the table is still written. */
enum trig_status trig_charts_emit(const struct trig_context *context, const trig_table *table,
                                  const struct trig_charts_plan *plan, struct trig_error *error);

#endif
