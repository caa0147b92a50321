/* The two columns of numbers to the right of a plot: the estimate with its
 * interval, and the respondents behind it. */
#ifndef TRIG_PLOTS_PAGE_NUMBERS_H
#define TRIG_PLOTS_PAGE_NUMBERS_H

#include "plots/page/page.h"

/* One line of the columns. */
struct trig_number_line {
    const struct trig_mark *mark;
    double y; /* downwards from the top of the plot */
    bool own;
};

/** Writes NUMBERS (the head of the first column) and the block `numbers`: y,
 *  own, text, n.
 *  @param right  filled with the margin that the columns need. */
enum trig_status trig_numbers_put(const trig_figure *figure, const struct trig_number_line *lines,
                                  size_t count, double *right, struct trig_script *script,
                                  struct trig_error *error);

#endif
