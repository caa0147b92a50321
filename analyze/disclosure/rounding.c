#include "analyze/disclosure/rounding.h"

#include <math.h>

/* Decimal fractions are not exact in binary: 0.145 is 14.5% all the same. */
#define TOLERANCE 1e-9

double trig_rounding_people(double count)
{
    return 5.0 * floor(count / 5.0 + 0.5 + TOLERANCE);
}

/* How many steps of printed numbers are in one of the row's unit. */
static double steps_of(const struct trig_result *row)
{
    static const double steps[] = {
        [TRIG_UNIT_SCORE] = 1.0, [TRIG_UNIT_SHARE] = 100.0, [TRIG_UNIT_OWN] = 10.0, [TRIG_UNIT_COUNT] = 0.2};
    bool coefficient = row->statistic == TRIG_STATISTIC_RATIO || row->statistic == TRIG_STATISTIC_CORRELATION;
    return coefficient ? 100.0 : steps[row->unit];
}

/* Divides by the steps, so that the result is the double nearest to the decimal number. */
static double nearest(double number, double steps)
{
    return floor(number * steps + 0.5 + TOLERANCE) / steps;
}

static double down(double number, double steps)
{
    return floor(number * steps + TOLERANCE) / steps;
}

static double up(double number, double steps)
{
    return ceil(number * steps - TOLERANCE) / steps;
}

double trig_rounding_of(const struct trig_disclosure_rules *rules, enum trig_rounding rounding,
                        const struct trig_result *row, double number)
{
    if (rules->mode != TRIG_DISCLOSURE_HESA || isnan(number))
        return number;
    switch (rounding) {
    case TRIG_ROUNDING_NONE:
        return number;
    case TRIG_ROUNDING_PEOPLE:
        return trig_rounding_people(number);
    case TRIG_ROUNDING_UNIT:
        return nearest(number, steps_of(row));
    case TRIG_ROUNDING_UNIT_DOWN:
        return down(number, steps_of(row));
    case TRIG_ROUNDING_UNIT_UP:
        return up(number, steps_of(row));
    case TRIG_ROUNDING_RATE:
        return trig_disclosure_is_small_percentage(rules, row->population) ? NAN : nearest(number, 100.0);
    case TRIG_ROUNDING_HUNDREDTH:
        return nearest(number, 100.0);
    case TRIG_ROUNDING_P:
        return up(number, 1000.0);
    case TRIG_ROUNDING_WITHHELD:
        break;
    }
    return NAN;
}
