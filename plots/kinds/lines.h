/* Lines over waves, as trend and panels draw them: how marks are joined, where
 * the waves' names stand, and which ends of lines are labelled where. */
#ifndef TRIG_PLOTS_KINDS_LINES_H
#define TRIG_PLOTS_KINDS_LINES_H

#include "plots/page/page.h"

/* The axis of waves in one plot. */
struct trig_wave_axis {
    double low; /* time at the plot's left and right side */
    double high;
    double width;     /* of the plot, points */
    double room_left; /* points beside the plot that names of waves may use */
    double room_right;
};

/** An axis over the positions of all rows (NAN: the row's number) with some
 *  room at both sides.
 *  @param width  of the plot in points; [left] and [right] are free beside it. */
struct trig_wave_axis trig_wave_axis_of(const trig_figure *figure, double width, double left, double right);

/** The time of a row. */
double trig_wave_time(const trig_figure *figure, size_t row);

/** Writes the block `waves`: at, line, text: the names of the waves below the
 *  plot, in up to three lines (counted from 0), without those that would overlap.
 *  @param lines  filled with how many lines there are. */
enum trig_status trig_wave_axis_put(const trig_figure *figure, const struct trig_wave_axis *waves,
                                    size_t *lines, struct trig_script *script, struct trig_error *error);

/** Whether the mark of [row] is joined to the one before it. */
bool trig_line_joined(const trig_figure *figure, size_t panel, size_t series, size_t row);

/** Writes a block "panel P series S" for each series (counted from 1): x,
 *  value, low, high, alone (1: joined to no neighbour; such marks of several
 *  series stand side by side). A row of NAN stands where a line is interrupted. */
void trig_lines_put(const trig_figure *figure, size_t panel, const struct trig_wave_axis *waves,
                    struct trig_script *script);

/** Writes SERIES_N and the arrays COLOUR, TEXT_COLOUR and TONE (0 plain, 1 own,
 *  2 sector).
 *  @return TRIG_OK, TRIG_ERR_LIMIT (more plain series than colours), TRIG_ERR_MEMORY. */
enum trig_status trig_lines_colours(const trig_figure *figure, struct trig_script *script,
                                    struct trig_error *error);

/** A legend of all series; see trig_page_legend. */
enum trig_status trig_lines_legend(const trig_figure *figure, double *bottom, struct trig_script *script,
                                   struct trig_error *error);

/** The last shown row of a series, row_count when there is none. */
size_t trig_line_last(const trig_figure *figure, size_t panel, size_t series);

/* The strip at the foot of a plot where suppressed waves are hatched: a line a
 * series that has any. */
#define TRIG_STRIP_LINE 12.0

/** How many series have suppressed marks, in any panel. */
size_t trig_strip_lines(const trig_figure *figure);

/** The line of [series] in the strip, counted from 0 at the top. */
size_t trig_strip_line(const trig_figure *figure, size_t series);

/** Writes the block [name]: x, line, series (from 1): the suppressed marks of a panel. */
void trig_strip_put(const trig_figure *figure, size_t panel, const char *name, struct trig_script *script);

#endif
