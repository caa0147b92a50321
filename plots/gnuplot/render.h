/* From a figure to files, through gnuplot (>= 5.4, package gnuplot-nox).
 *
 *     figure -> NAME.gp, NAME.dat (kept: they redraw the chart by hand)
 *            -> gnuplot, one process a format, in a folder of its own
 *            -> NAME.svg, NAME.png, NAME.pdf
 *
 * gnuplot runs without a shell, without the caller's environment and without
 * input. A picture counts only when gnuplot ended well, said nothing and the
 * file is whole; it then replaces an older one in one step. The same figure
 * gives the same bytes each time.
 */
#ifndef TRIG_PLOTS_GNUPLOT_RENDER_H
#define TRIG_PLOTS_GNUPLOT_RENDER_H

#include "plots/figure/figure.h"

enum trig_picture_format {
    TRIG_PICTURE_SVG = 1,
    TRIG_PICTURE_PNG = 2, /* 216 dots per inch */
    TRIG_PICTURE_PDF = 4
};

struct trig_render_options {
    const char *folder;    /* where the files go; must exist */
    const char *name;      /* of the chart: letters, digits, - and _ only, at most 64 */
    unsigned formats;      /* enum trig_picture_format, ored; 0: only NAME.gp and NAME.dat */
    const char *templates; /* a folder looked into first; NULL: the installed ones, then the build tree's */
    const char *gnuplot;   /* the program; NULL: the gnuplot found on PATH */
    double time_limit;     /* seconds for each format; 0: 30 */
};

/** Writes the chart's files. NAME.gp and NAME.dat are written first and stay
 *  even when gnuplot is missing or fails.
 *  @return TRIG_OK; TRIG_ERR_MISSING (no gnuplot, one older than 5.4, or no
 *          template: the message says what to install); TRIG_ERR_USAGE (name,
 *          folder); TRIG_ERR_DOMAIN (nothing to draw); TRIG_ERR_LIMIT (too many
 *          rows, or gnuplot took too long and was ended); TRIG_ERR_FORMAT
 *          (gnuplot complained: its words are in the message); TRIG_ERR_IO;
 *          TRIG_ERR_MEMORY. Formats that succeeded stay when another fails. */
enum trig_status trig_figure_render(const trig_figure *figure, const struct trig_render_options *options,
                                    struct trig_error *error);

/** Reads a finished SVG for use inside an HTML page: the svg element alone,
 *  without XML declaration. Ids inside start with the chart's name, so charts
 *  of different names can stand in one page.
 *  @param out  in the arena.
 *  @return TRIG_OK, TRIG_ERR_MISSING, TRIG_ERR_IO, TRIG_ERR_FORMAT (not an SVG). */
enum trig_status trig_svg_read(const char *folder, const char *name, struct trig_arena *arena,
                               struct trig_view *out, struct trig_error *error);

#endif
