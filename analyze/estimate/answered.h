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
    double *y; /* zeros when there is only one measure */
    double *z; /* influence values, to be filled */
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

/** Sets variance, se, df, n and what the design's strata tell of [out], by z. */
enum trig_status trig_answers_linearise(const struct trig_answers *answers, struct trig_estimate *out,
                                        struct trig_error *error);

/** The level of intervals. */
double trig_answers_level(const struct trig_answers *answers);

#endif
