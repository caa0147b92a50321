/* How much a change must be for a survey of this size to find it.
 *
 * A test at 1 - level finds a true change of (t_{(1 + level) / 2} + t_.80) SE four times in five, t with
 * the degrees of freedom of the change: 2.80 SE at 95% where they are many, 2.96 SE for ten answers a wave,
 * of which 2.80 would be found 73 times in a hundred. Below that, no finding says little. Solved for the
 * answers of the next wave, with as much spread as in the last one:
 *
 *      (SE_last^2 + n_last SE_last^2 / n_next) (t + t)^2 = change^2
 *
 * Waves are taken as independent there, since nobody knows who will answer again.
 * Source: Kish (1965), sec. 12.4; any book on power.
 */
#ifndef TRIG_ANALYZE_TREND_DETECTABLE_H
#define TRIG_ANALYZE_TREND_DETECTABLE_H

#include "analyze/frame/measure.h"

#define TRIG_POWER 0.80

/** The smallest true change found with probability TRIG_POWER.
 *  @param se, df  of the change; NAN where there are no degrees of freedom. */
double trig_detectable(double level, double se, double df);

/** Answers that the next wave must have for a true [change] to be found with probability TRIG_POWER.
 *  @param se, df, n  of the last wave's estimate.
 *  @return TRIG_NONE where no number of answers does, or where there is no spread or no change to go by. */
size_t trig_n_needed(double level, double se, double df, double n, double change);

/** From the lowest to the highest that y can be; NAN when it has no range. */
double trig_measure_range(const struct trig_measure *measure);

#endif
