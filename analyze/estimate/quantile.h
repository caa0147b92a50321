/* Quantiles of weighted answers, by every rule that R survey's svyquantile has.
 *
 *      x   sorted          1    2    2    5    9
 *      c   running weight  3    7    8   12   15      shares c / 15
 *                                     |
 *      p = .5: p x 15 = 7.5 -----------'              math: the first x whose c is at least that
 */
#ifndef TRIG_ANALYZE_ESTIMATE_QUANTILE_H
#define TRIG_ANALYZE_ESTIMATE_QUANTILE_H

#include "surveys/base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Hyndman and Fan (1996), The American Statistician 50, 361-365, number them 1 to 9. */
enum trig_quantile_rule {
    TRIG_QUANTILE_MATH,   /* the smallest x with at least p of the weight at or below: hf1 */
    TRIG_QUANTILE_SCHOOL, /* the same, halfway to the next where exactly p is at or below: hf2 */
    TRIG_QUANTILE_HF1,
    TRIG_QUANTILE_HF2,
    TRIG_QUANTILE_HF3,
    TRIG_QUANTILE_HF4,
    TRIG_QUANTILE_HF5,
    TRIG_QUANTILE_HF6,
    TRIG_QUANTILE_HF7, /* R's quantile() for equal weights */
    TRIG_QUANTILE_HF8,
    TRIG_QUANTILE_HF9
};

/* What users call the rules; NULL ends them. */
extern const char *const trig_quantile_names[];

/* Woodruff's interval: that of the share at or below the quantile, carried back to answers. */
enum trig_quantile_interval {
    TRIG_QUANTILE_BY_MEAN,  /* the share -+ t se: the default, R survey's too */
    TRIG_QUANTILE_BY_BETA,  /* Korn and Graubard's */
    TRIG_QUANTILE_BY_LOGIT, /* on the scale of log odds: xlogit in R survey */
    TRIG_QUANTILE_BY_ASIN,
    TRIG_QUANTILE_BY_REPLICATES /* no share: the quantile is taken in every replicate of the design */
};

/* What users call them; NULL ends them. */
extern const char *const trig_quantile_interval_names[];

struct trig_answer_weight {
    double y;
    double w;     /* above 0 */
    uint32_t row; /* of the respondent: among equal answers the order of rows counts, which only hf5 to
                     hf9 depend on, as in R */
};

/** Sorts by y, equal ones by row. */
void trig_quantile_sort(struct trig_answer_weight *answers, size_t count);

/** The quantile at [p] (0 to 1) of [count] (at least 1) sorted answers. Shares
 *  that differ by less than 1e-12 are one, so that sums of weights in another order
 *  change nothing.
 *  Agrees with R survey's qrule_*, except below the share of the smallest answer,
 *  where that is the quantile here and R takes the second smallest. */
double trig_quantile(enum trig_quantile_rule rule, const struct trig_answer_weight *answers, size_t count,
                     double p);

#endif
