/* How much of what differs lies between institutions: one measure's numbers, beyond
 * those of ensemble.h.
 *
 *      answers = common mean + institution (variance tau2) + person (variance within)
 *
 *      icc            tau2 / (tau2 + within): of the variance of single answers
 *      between_share  SSB / (SSB + SSW): the same with chance left in, as an analysis of
 *                     variance has it (eta squared); always larger
 *      tau            sqrt(tau2), in the measure's unit
 *      i2             of the spread of the institutions' results, what is not chance
 *      reliability    mean of tau2 / (tau2 + v): how far results tell institutions apart
 *      n_reliable     respondents that an institution needs for a reliability of .7:
 *                     .7 / .3 x within / tau2
 *
 * tau2 by REML; its interval by inverting Cochran's Q over tau2 (Q-profile), and that of
 * icc from it with the variance within taken for known. The interval of i2 is Higgins and
 * Thompson's, from the logarithm of sqrt(Q / (k - 1)).
 * Sources: Viechtbauer (2007), Statistics in Medicine 26, 37-52; Higgins and Thompson
 * (2002), Statistics in Medicine 21, 1539-1558.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_HETEROGENEITY_H
#define TRIG_ANALYZE_BENCHMARK_HETEROGENEITY_H

#include "analyze/benchmark/ensemble.h"

/* From here on results say something of an institution's place. */
#define TRIG_AMONG_RELIABLE 0.7

struct trig_range {
    double value;
    double low;
    double high;
};

struct trig_heterogeneity {
    double n;      /* effective respondents of all institutions */
    double within; /* variance of single answers within institutions, pooled */
    struct trig_range tau;
    struct trig_range icc;
    double between_share;
    struct trig_range i2;
    double reliability;
    double n_reliable; /* INFINITY where tau2 is 0 */
};

/** @param entries   [count] those that [ensemble] was fitted to.
 *  @param level     of the intervals. */
void trig_heterogeneity_find(const struct trig_entry *entries, const struct trig_ensemble *ensemble,
                             double level, struct trig_heterogeneity *out);

#endif
