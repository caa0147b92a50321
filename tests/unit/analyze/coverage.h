/* How often intervals hold a truth that the test knows. */
#ifndef TRIG_TESTS_UNIT_ANALYZE_COVERAGE_H
#define TRIG_TESTS_UNIT_ANALYZE_COVERAGE_H

#include <stddef.h>

struct coverage {
    size_t intervals;
    size_t held;
    double width; /* of half the intervals, summed */
};

/** Counts [low, high]; one that is undefined is none. */
void coverage_add(struct coverage *coverage, double low, double high, double truth);

double coverage_rate(const struct coverage *coverage);

/** Prints, and fails the cmocka test that calls it where the rate is further than three Monte Carlo
 *  errors below [least] or above [most].
 *  @param label  printed before the numbers. */
void coverage_assert(const struct coverage *coverage, const char *label, double least, double most);

#endif
