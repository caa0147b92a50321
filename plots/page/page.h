/* The furniture of a page: title, subtitle, legend, caption, margins.
 *
 *      +--------------------------------------------+  0
 *      | TITLE (two lines at most)                  |
 *      | SUBTITLE                                   |
 *      |                                            |  page.top
 *      |   ... heads of columns, legend             |
 *      |         +---------------------+            |  TOP
 *      |   names |  plot, BODY high    | numbers    |
 *      |         +---------------------+            |  HEIGHT - BOTTOM
 *      |            ticks                           |
 *      | CAPTION                                    |
 *      +--------------------------------------------+  HEIGHT
 *        LEFT                        RIGHT (margins)
 *
 * All lengths are points from the top left corner. The sizes of letters here
 * and in style.gp are the same and must stay so.
 */
#ifndef TRIG_PLOTS_PAGE_PAGE_H
#define TRIG_PLOTS_PAGE_PAGE_H

#include "plots/page/axis.h"
#include "plots/page/script.h"
#include "plots/page/typeset.h"

#define TRIG_PAGE_WIDTH 504.0
#define TRIG_PAGE_PAD   8.0 /* free on each side */

/* The fonts of style.gp. */
#define TRIG_FONT_TITLE     ((struct trig_font){11, true})
#define TRIG_FONT_SUBTITLE  ((struct trig_font){9, false})
#define TRIG_FONT_CAPTION   ((struct trig_font){7, false})
#define TRIG_FONT_NAME      ((struct trig_font){8, false})
#define TRIG_FONT_OWN       ((struct trig_font){8, true})
#define TRIG_FONT_SMALL     ((struct trig_font){7.5, false})
#define TRIG_FONT_OWN_SMALL ((struct trig_font){7.5, true})
#define TRIG_LINE_NAME      9.6 /* from line to line of a name */

struct trig_page {
    double top;     /* the lower end of the subtitle */
    double caption; /* the height of the caption and what is free around it */
};

/* The four sides of the plot itself. */
struct trig_frame {
    double left;   /* margin */
    double right;  /* margin */
    double top;    /* margin */
    double body;   /* height of the plot */
    double bottom; /* room below the plot for ticks and their title, caption left out */
};

/** Wraps and writes TITLE, SUBTITLE and CAPTION with their places. */
enum trig_status trig_page_begin(const trig_figure *figure, struct trig_script *script,
                                 struct trig_page *page, struct trig_error *error);

/** Writes WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM and BODY. */
void trig_page_end(const struct trig_page *page, const struct trig_frame *frame, struct trig_script *script);

/** Writes X_LOW, X_HIGH (or Y_...) and the block `ticks`: at, text. Percentages
 *  get their sign. @param letter  'X' or 'Y': the axis that carries values. */
void trig_page_axis(const struct trig_axis *axis, char letter, enum trig_figure_unit unit,
                    struct trig_script *script);

/** The width of the widest number beside an axis. */
double trig_page_tick_width(const struct trig_axis *axis, enum trig_figure_unit unit, struct trig_font font,
                            struct trig_script *script);

/* One entry of a legend: a patch of colour and what it means. */
struct trig_legend_entry {
    struct trig_view label;
    uint32_t colour;
    bool own;   /* the reader's institution: bold, and in its colour */
    bool apart; /* begins another line unless all fit on one */
};

/** Writes LEGEND (texts), LEGEND_X, LEGEND_Y, LEGEND_COLOUR and LEGEND_OWN, in points from
 *  the page's corner: one line beginning at [left] if that is enough, else several.
 *  @param count   at least 1.
 *  @param bottom  where the legend may begin; moved down to its lower end. */
enum trig_status trig_page_legend(const struct trig_legend_entry *entries, size_t count, double left,
                                  double *bottom, struct trig_script *script, struct trig_error *error);

/** Writes REFERENCE and REFERENCE_TEXT (three lines at most), the label of the figure's
 *  reference line and its value, to the right of an upright plot; nothing without one.
 *  @param right  the margin; grows by what the label needs. */
enum trig_status trig_page_reference(const trig_figure *figure, double *right, struct trig_script *script,
                                     struct trig_error *error);

/** Out of memory while laying out a chart. */
enum trig_status trig_page_memory(const struct trig_script *script, struct trig_error *error);

#endif
