/* What stands at the right end of each line: its name and last value, or the
 * value alone, moved apart where lines end close to one another. */
#ifndef TRIG_PLOTS_KINDS_ENDS_H
#define TRIG_PLOTS_KINDS_ENDS_H

#include "plots/page/page.h"

enum trig_end_style {
    TRIG_END_NAMES, /* "Visibility 71.4", in two lines at most */
    TRIG_END_VALUES /* "71.4" */
};

/* Where the ends of a plot are written. */
struct trig_ends {
    size_t panel;
    enum trig_end_style style;
    const char *block;     /* its name; leaders go into "leaders of NAME" */
    double body;           /* height of the plot without its strip, points */
    struct trig_axis axis; /* of values */
    double most_width;     /* of a label */
    double widest;         /* filled */
};

/** Writes two blocks: y, series, text (a line of text a row, series from 1, y
 *  in values) and leaders: x, y, to, series, from the last mark of a line to
 *  the side of the plot, for labels that had to move or whose line ends early. */
enum trig_status trig_ends_put(const trig_figure *figure, struct trig_ends *ends, struct trig_script *script,
                               struct trig_error *error);

#endif
