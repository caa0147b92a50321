/* HESA's rounding: what --disclosure hesa leaves of the numbers of a row, where
 * results become a table (result_table.c), which is before everything that is
 * made of tables: text, CSV, JSON, charts, findings, the brief.
 *
 *      people             the nearest 5, halves upwards: 2 is 0, 3 is 5
 *      percentages        whole ones, of unrounded counts (too few people: disclosure.h)
 *      scores of 0-100    whole ones; other averages one decimal, coefficients two
 *      intervals          outwards: they claim no more than the unrounded ones
 *      p                  three decimals, upwards
 *      errors, z, effective n, deff, degrees of freedom, the n that
 *      a change needs     withheld
 *
 * What is withheld would give exact numbers of people away, or does so together
 * with an estimate. Everything is computed from unrounded numbers and rounded
 * last, so totals need not be the sums of what is printed.
 *
 * Source: HESA's standard rounding methodology for counts, percentages and averages;
 * what it does not speak of (scores, intervals, p) is rounded so that no count follows.
 */
#ifndef TRIG_ANALYZE_DISCLOSURE_ROUNDING_H
#define TRIG_ANALYZE_DISCLOSURE_ROUNDING_H

#include "analyze/result/result.h"

enum trig_rounding {
    TRIG_ROUNDING_NONE,      /* ranks: no people are counted */
    TRIG_ROUNDING_PEOPLE,    /* in fives */
    TRIG_ROUNDING_UNIT,      /* in the row's unit, to the nearest */
    TRIG_ROUNDING_UNIT_DOWN, /* the lower end of an interval */
    TRIG_ROUNDING_UNIT_UP,
    TRIG_ROUNDING_RATE,      /* a share of the population: whole percent, none of too few people */
    TRIG_ROUNDING_HUNDREDTH, /* shares and effects, whatever the row's unit */
    TRIG_ROUNDING_P,
    TRIG_ROUNDING_WITHHELD
};

/** [number] of [row] as it may be printed; NAN stays NAN, and is what withheld numbers become. */
double trig_rounding_of(const struct trig_disclosure_rules *rules, enum trig_rounding rounding,
                        const struct trig_result *row, double number);

/** People to the nearest 5, halves upwards (printf would round halves to even). */
double trig_rounding_people(double count);

#endif
