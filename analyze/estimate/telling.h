/* What the mean of a domain tells of single answers: what disclosure control has
 * to know of it.
 *
 *      1 . . . 5 on five points, ten people, mean 4.8:   2 steps below the high end together,
 *                                                       so at most two did not answer 5
 *
 * Steps add up over domains, as the people behind a share do: a share is a mean
 * of ones and zeros, with one step between the ends.
 */
#ifndef TRIG_ANALYZE_ESTIMATE_TELLING_H
#define TRIG_ANALYZE_ESTIMATE_TELLING_H

#include "analyze/estimate/domain.h"

struct trig_telling {
    double n;     /* respondents with an answer, unweighted */
    double above; /* how far they are above the low end of the measure's range together, in smallest
                     steps between two answers; NAN: the measure has no range */
    double below; /* the same from the high end */
    bool uniform; /* all gave the same answer */
    struct trig_extremes extremes; /* means of numeric variables: the largest respondents; else NAN */
};

/** What the mean of [measure] over [domain] tells. A score of several items has
 *  no smallest step: a millionth of its range stands in, so that only the very
 *  ends count. */
struct trig_telling trig_telling_of(const struct trig_cells *cells, size_t measure,
                                    const struct trig_domain *domain);

/** How far [count] people at [value] are above [low], as a telling counts it:
 *  whole steps wherever answers are whole steps apart. */
double trig_telling_steps(double value, double low, double count, double step);

/** Whether measure [measure] is a numeric variable's mean, which one respondent may dominate. */
bool trig_telling_is_numeric(const struct trig_cells *cells, size_t measure);

/** The sums of [measure] over [domain]; those of squared weights are left out. */
struct trig_moments trig_domain_moments(const struct trig_cells *cells, size_t measure,
                                        const struct trig_domain *domain);

/** The weighted variance of y around the mean; 0 where all answers are equal,
 *  whatever rounding makes of that. */
double trig_moments_spread(const struct trig_moments *sum);

#endif
