/* Round numbers for axes, and numbers as they are printed in charts. */
#ifndef TRIG_PLOTS_PAGE_AXIS_H
#define TRIG_PLOTS_PAGE_AXIS_H

#include "plots/figure/figure.h"

/* An axis from [low] to [high], both ticks, a tick every [step]. */
struct trig_axis {
    double low;
    double high;
    double step;
    size_t count;   /* of ticks, at least 2 */
    int decimals;   /* that the ticks need */
    bool two_sided; /* numbers count up on both sides of 0: no signs */
};

/** The narrowest axis with steps of 1, 2, 5 (own units: 2.5) times a power of ten that
 *  covers [low] to [high] (finite) with at most [most] ticks (at least 3).
 *  Scores and percentages stay within 0 to 100 and show 10 points at least;
 *  in other units equal ends are widened. */
struct trig_axis trig_axis_cover(double low, double high, size_t most, enum trig_figure_unit unit);

/** The value of a tick, counted from 0; exactly 0 where it should be. */
double trig_axis_tick(const struct trig_axis *axis, size_t index);

/** [value] with [decimals], a real minus sign (U+2212) and no negative zero.
 *  The empty view only when memory is out. */
struct trig_view trig_number_text(struct trig_arena *arena, double value, int decimals);

/** [value] as its unit is printed: 62.3, 62.3%, 3.84; where numbers were rounded to protect
 *  respondents 62, 62%, 3.8. */
struct trig_view trig_value_text(struct trig_arena *arena, double value, enum trig_figure_unit unit,
                                 bool rounded);

/** "62.9 (58.9–66.9)", or the value alone when there is no interval; "to"
 *  replaces the dash where an end is negative; "[c]" when it is suppressed. */
struct trig_view trig_interval_text(struct trig_arena *arena, const struct trig_mark *mark,
                                    enum trig_figure_unit unit, bool rounded);

/** A count (12,345 from ten thousand on), "[c]" when suppressed, a dash when it is not given. */
struct trig_view trig_count_text(struct trig_arena *arena, const struct trig_mark *mark);

/** "Score", "Share" or "Mean": what the numbers of a unit are called. */
const char *trig_figure_unit_name(enum trig_figure_unit unit);

#endif
