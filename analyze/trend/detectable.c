#include "analyze/trend/detectable.h"

#include "analyze/estimate/contrast.h"

#include <math.h>

/* More than any survey has: a change that small is not looked for. */
#define MOST_NEEDED 1e9

static double errors_found(double level)
{
    return trig_t_quantile(level, INFINITY) + trig_t_quantile(2.0 * TRIG_POWER - 1.0, INFINITY);
}

double trig_detectable(double level, double se)
{
    return errors_found(level) * se;
}

size_t trig_n_needed(double level, double se, double n, double change)
{
    double limit = change / errors_found(level);
    double left = limit * limit - se * se;
    if (!(se > 0.0) || !(left > 0.0))
        return TRIG_NONE;
    double needed = ceil(n * se * se / left);
    return needed <= MOST_NEEDED ? (size_t)needed : TRIG_NONE;
}

double trig_measure_range(const struct trig_measure *measure)
{
    return measure->high - measure->low;
}
