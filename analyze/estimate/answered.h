/* The answers that an estimate of respondents is made of, for respondents*.c. */
#ifndef TRIG_ANALYZE_ESTIMATE_ANSWERED_H
#define TRIG_ANALYZE_ESTIMATE_ANSWERED_H

#include "analyze/estimate/respondents.h"

/* The respondents of a part who answered one measure, or two. */
struct trig_answers {
    const struct trig_asked_part *part;
    uint32_t *rows; /* owned; as the others */
    double *w;
    double *x;
    double *y;     /* zeros when there is only one measure */
    double *z;     /* influence values, to be filled */
    double *theta; /* the estimate by replicate, where the sample has some; set by trig_answers_linearise */
    size_t count;
    double weight; /* sum of w */
};

/** Makes an estimate of [answers], and fills in their z. Where it is undefined [out] is left
 *  as it comes: an estimate of nobody but for n. */
typedef enum trig_status trig_answers_estimator(struct trig_answers *answers, void *context,
                                                struct trig_estimate *out, struct trig_error *error);

/** Has [estimator] make [out] of the answers to one measure or two.
 *  @param second   TRIG_NONE: one measure only.
 *  @param context  for [estimator]. */
enum trig_status trig_answers_estimate(const struct trig_asked_part *part, size_t first, size_t second,
                                       trig_answers_estimator *estimator, void *context,
                                       struct trig_estimate *out, struct trig_error *error);

/* An estimate with other weights than the respondents' own; NAN where they leave it undefined. */
typedef double trig_answers_statistic(const struct trig_answers *answers, const double *w,
                                      const void *context);

/** Sets variance, se, df, n and what the design's strata tell of [out]: by z, or where the sample has
 *  replicates by [statistic] in each of them.
 *  @param out  its estimate is set. */
enum trig_status trig_answers_linearise(struct trig_answers *answers, trig_answers_statistic *statistic,
                                        const void *context, struct trig_estimate *out,
                                        struct trig_error *error);

/* respondents_replicates.c */

/** [statistic] in each of the sample's replicates.
 *  @param theta  [replicates] gets them. */
enum trig_status trig_answers_replicate(const struct trig_answers *answers, trig_answers_statistic *statistic,
                                        const void *context, double *theta, struct trig_error *error);

/** The level of intervals. */
double trig_answers_level(const struct trig_answers *answers);

#endif
