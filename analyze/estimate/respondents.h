/* Estimates that need the respondents one by one: quantiles, variances, ratios,
 * correlations, of one domain.
 *
 * Each takes the rows of a domain, keeps those who answered what it is of, and
 * linearises: an estimate has influence values z, whose covariance the design gives. Where the
 * sample has replicates, the estimate is made anew in each of them instead.
 */
#ifndef TRIG_ANALYZE_ESTIMATE_RESPONDENTS_H
#define TRIG_ANALYZE_ESTIMATE_RESPONDENTS_H

#include "analyze/design/part.h"
#include "analyze/estimate/contrast.h"
#include "analyze/estimate/quantile.h"

struct trig_quantile_asked {
    double p; /* above 0, below 1 */
    enum trig_quantile_rule rule;
    enum trig_quantile_interval interval;
    size_t least; /* respondents that must stand on either side of a number; 0: none need to */
};

/* What each respondent adds to the error of an estimate: its variance is the design's of z; or, where errors
 * are by replicates, what the estimate is in each. */
struct trig_linearised {
    uint32_t *rows; /* owned; ascending */
    double *z;      /* owned; 0 where the estimate is undefined */
    double *theta;  /* owned; by replicate of the sample, NAN: undefined; NULL: errors are linearised */
    size_t count;
};

void trig_linearised_clear(struct trig_linearised *influence);

/** The degrees of freedom over the replicates of [sample], by the design's rule, of what [rows] are touched
 * by.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_linearised_degrees(const trig_sample *sample, const uint32_t *rows, size_t count,
                                         double *df, struct trig_error *error);

/* Who is asked about. */
struct trig_asked_part {
    trig_parts *parts;
    const uint32_t *rows;
    size_t count;
    double mean_weight; /* over the whole design: says which deff is meant, as in trig_estimate_mean */
    struct trig_linearised *influence; /* gets the estimate's, to clear; NULL: not wanted */
};

/** A quantile of [measure]: estimate, Woodruff's interval, and se, the interval's
 *  length over twice Student's t, as R survey has it. A bound is NAN where the share's
 *  interval leaves 0 to 1, and then so is se. Over replicates the share has their error, as in R
 *  survey, which takes its interval by the mean only; TRIG_QUANTILE_BY_REPLICATES takes the quantile of
 *  each, and Student's t.
 *  @param few     set when fewer than [least] respondents, or so many by p, are on a
 *                 side of the quantile: it may not be shown.
 *  @param beyond  set when that holds for a bound: interval and se are NAN.
 *  Source: Woodruff (1952); agrees with R survey::svyquantile. */
enum trig_status trig_estimate_quantile(const struct trig_asked_part *part, size_t measure,
                                        const struct trig_quantile_asked *asked, struct trig_estimate *out,
                                        bool *few, bool *beyond, struct trig_error *error);

/** The variance of [measure] in the population, n/(n - 1) times the weighted one, or with
 *  [root] its root, whose error is by the delta method. The interval uses t, from 0.
 *  Agrees with R survey::svyvar, and with svycontrast(quote(sqrt(V))) of it. */
enum trig_status trig_estimate_variance(const struct trig_asked_part *part, size_t measure, bool root,
                                        struct trig_estimate *out, struct trig_error *error);

/** The total of [numerator] over that of [denominator], of those who answered both.
 *  deff is that of the total of the residuals. Agrees with R survey::svyratio. */
enum trig_status trig_estimate_ratio(const struct trig_asked_part *part, size_t numerator, size_t denominator,
                                     struct trig_estimate *out, struct trig_error *error);

/** The influence values of [measure]'s mean, or with [total] of its total, without the
 *  estimate: part->influence is filled. */
enum trig_status trig_answers_values(const struct trig_asked_part *part, size_t measure, bool total,
                                     struct trig_error *error);

/** Pearson's correlation of two measures, of those who answered both; se by the
 *  delta method, the interval by t on Fisher's scale. Undefined where one of them does
 *  not vary. Agrees with R's cov2cor(svyvar(~x + y)) and the delta method on it. */
enum trig_status trig_estimate_correlation(const struct trig_asked_part *part, size_t first, size_t second,
                                           struct trig_estimate *out, struct trig_error *error);

#endif
