#include "analyze/index/indicator.h"

#include <math.h>

const char *const trig_normalisation_names[] = {[TRIG_NORMALISE_MIN_MAX] = "min-max",
                                                [TRIG_NORMALISE_Z] = "z",
                                                [TRIG_NORMALISE_RANK] = "rank",
                                                [TRIG_NORMALISE_PERCENTILE] = "percentile",
                                                [TRIG_NORMALISE_REFERENCE] = "reference",
                                                [TRIG_NORMALISE_NONE] = "none",
                                                NULL};

const char *const trig_aggregation_names[] = {
    [TRIG_AGGREGATE_ARITHMETIC] = "arithmetic", [TRIG_AGGREGATE_GEOMETRIC] = "geometric", NULL};

/* A spread this small beside the results' own size is rounding. */
#define NO_SPREAD 1e-12

/* ---- lines --------------------------------------------------------------------------------- */

/* Points through [zero] at 0 and [hundred] at 100; the middle where they are one. */
static struct trig_yardstick line_through(double zero, double hundred)
{
    double width = hundred - zero;
    if (!(fabs(width) > NO_SPREAD * fmax(fabs(zero), fabs(hundred))))
        return (struct trig_yardstick){.offset = 50.0};
    return (struct trig_yardstick){.offset = -100.0 * zero / width, .factor = 100.0 / width};
}

static struct trig_yardstick standard(const double *y, size_t count)
{
    double mean = 0.0;
    double square = 0.0;
    for (size_t i = 0; i < count; i++)
        mean += (y[i] - mean) / (double)(i + 1);
    for (size_t i = 0; i < count; i++)
        square += (y[i] - mean) * (y[i] - mean);
    double deviation = sqrt(square / ((double)count - 1.0));
    if (!(deviation > NO_SPREAD * fabs(mean)))
        return (struct trig_yardstick){.offset = 0.0};
    return (struct trig_yardstick){.offset = -mean / deviation, .factor = 1.0 / deviation};
}

static struct trig_yardstick positions(enum trig_normalisation how, const double *sorted, size_t count)
{
    double k = (double)count;
    if (how == TRIG_NORMALISE_PERCENTILE)
        return (struct trig_yardstick){sorted, count, 0.0, 100.0};
    return (struct trig_yardstick){sorted, count, -50.0 / (k - 1.0), 100.0 * k / (k - 1.0)};
}

static struct trig_yardstick upward(const struct trig_indicator *indicator, enum trig_normalisation how,
                                    const double *sorted, size_t count)
{
    switch (how) {
    case TRIG_NORMALISE_Z:
        return standard(sorted, count);
    case TRIG_NORMALISE_RANK:
    case TRIG_NORMALISE_PERCENTILE:
        return positions(how, sorted, count);
    case TRIG_NORMALISE_REFERENCE:
        return line_through(0.0, indicator->reference);
    case TRIG_NORMALISE_NONE:
        return (struct trig_yardstick){.factor = indicator->percent};
    case TRIG_NORMALISE_MIN_MAX:
        break;
    }
    bool given = !isnan(indicator->low);
    return line_through(given ? indicator->low : sorted[0], given ? indicator->high : sorted[count - 1]);
}

/* Twice where points turn over when lower is better. */
static double mirror_of(enum trig_normalisation how)
{
    if (how == TRIG_NORMALISE_Z)
        return 0.0;
    return how == TRIG_NORMALISE_REFERENCE ? 200.0 : 100.0;
}

struct trig_yardstick trig_yardstick_make(const struct trig_indicator *indicator, enum trig_normalisation how,
                                          const double *sorted, size_t count)
{
    struct trig_yardstick yardstick = upward(indicator, how, sorted, count);
    if (indicator->lower_is_better) {
        yardstick.offset = mirror_of(how) - yardstick.offset;
        yardstick.factor = -yardstick.factor;
    }
    return yardstick;
}

/* ---- points -------------------------------------------------------------------------------- */

/* How many of the results are below [y], or not above it; what differs by rounding is equal. */
static size_t count_below(const struct trig_yardstick *yardstick, double y, bool equal_too)
{
    size_t low = 0;
    size_t high = yardstick->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        double value = yardstick->sorted[middle];
        double rounding = NO_SPREAD * fmax(fabs(value), fabs(y));
        if (value < y + (equal_too ? rounding : -rounding))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double trig_yardstick_points(const struct trig_yardstick *yardstick, double y)
{
    if (isnan(y))
        return NAN;
    if (!yardstick->sorted)
        return yardstick->offset + yardstick->factor * y;
    double below = (double)count_below(yardstick, y, false);
    double equal = (double)count_below(yardstick, y, true) - below;
    return yardstick->offset + yardstick->factor * (below + equal / 2.0) / (double)yardstick->count;
}

double trig_index_aggregate(enum trig_aggregation how, const double *points, const double *weights,
                            size_t count)
{
    double sum = 0.0;
    if (how == TRIG_AGGREGATE_ARITHMETIC) {
        for (size_t j = 0; j < count; j++)
            sum += weights[j] * points[j];
        return sum;
    }
    for (size_t j = 0; j < count; j++)
        sum += isnan(points[j]) ? NAN : weights[j] * log1p(0.99 * fmax(0.0, points[j]));
    return exp(sum);
}
