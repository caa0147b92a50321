#include "analyze/trend/detectable.h"

#include "analyze/estimate/contrast.h"

#include <math.h>

/* More than any survey has: a change that small is not looked for. */
#define MOST_NEEDED 1e9

/* How many steps to the number that is needed: each is nearer than the one before. */
#define MOST_STEPS 50

static double errors_found(double level, double df)
{
    return trig_t_quantile(level, df) + trig_t_quantile(2.0 * TRIG_POWER - 1.0, df);
}

double trig_detectable(double level, double se, double df)
{
    return errors_found(level, df) * se;
}

/* With so many degrees of freedom; not a number of answers where none does. */
static double needed_with(double level, double se, double df, double n, double change)
{
    double limit = change / errors_found(level, df);
    double left = limit * limit - se * se;
    return left > 0.0 ? fmax(2.0, ceil(n * se * se / left)) : NAN;
}

size_t trig_n_needed(double level, double se, double df, double n, double change)
{
    double needed = se > 0.0 ? needed_with(level, se, INFINITY, n, change) : NAN;
    for (size_t step = 0; step < MOST_STEPS && needed <= MOST_NEEDED; step++) {
        double next = needed_with(level, se, df + needed - 1.0, n, change);
        if (next == needed)
            break;
        needed = next;
    }
    return needed <= MOST_NEEDED ? (size_t)needed : TRIG_NONE;
}

double trig_measure_range(const struct trig_measure *measure)
{
    return measure->high - measure->low;
}
