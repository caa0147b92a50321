/* Whether groups have the same mean, under the design.
 *
 *      d = means of groups 1.. less that of group 0,  V its linearised covariance
 *      F = d' V^-1 d / (groups - 1)   on groups - 1 and nu - (groups - 1) degrees of freedom
 *
 * Two groups: t = d / se, whose square is F. As R survey::svyttest, and regTermTest of
 * svyglm(y ~ factor(group)).
 *
 * F takes V for known to as many degrees as all groups have together, yet each group's variance is
 * known to its own d_g only: u units of it in a stratum of n count u (1 - 1/n). Where groups are many
 * and small F is therefore too large. Welch (1951, Biometrika 38, 330-336) expanded how much:
 *
 *      L = sum_g (1 - n_g/n)^2 / d_g
 *      F / (1 + 2 (k - 2) L / (k^2 - 1))   on k - 1 and (k^2 - 1) / (3 L) degrees of freedom
 *
 * for k groups that vary alike. The rate at which F > its 5% point where nothing differs follows; where
 * it is above TRIG_MEANS_RATE, rows say so. Twenty groups of 12 to 30: expected 9.7, found 10.3%
 * (tests/unit/analyze/test/group_null_rate_test.c).
 */
#ifndef TRIG_ANALYZE_TEST_MEANS_H
#define TRIG_ANALYZE_TEST_MEANS_H

#include "analyze/test/blocks.h"

/* What one stratum, and in it one PSU, holds of one group. */
struct trig_mean_part {
    size_t stratum; /* into cells->strata */
    size_t psu;     /* TRIG_NONE: respondents are the units */
    size_t member;  /* all are of one: a cell, or a respondent; see estimate/calibration.h */
    size_t group;
    struct trig_moments m;
};

struct trig_group_mean {
    double n;
    double weight;
    double mean;     /* shifted as the parts' sums are */
    double variance; /* within the group, weighted, over n - 1 */
    double degrees;  /* d_g */
};

struct trig_means {
    struct trig_arena arena; /* owns the list */
    size_t groups;
    const size_t *group_of; /* by group: its index as it was asked for */
    struct trig_group_mean *items;
    struct trig_blocks blocks; /* of the means; one class a group */
    double n;
    double eta2; /* share of the weighted variance that is between groups */
};

/* What means are made of. */
struct trig_means_asked {
    const struct trig_cells *cells; /* for their strata, and the calibration of their weights */
    const struct trig_design *design;
    const struct trig_mean_part *parts; /* by stratum, then PSU */
    size_t count;
    size_t groups;
};

/** The means of [asked], and their covariance. Groups without an answer are left out.
 *  @param out  free with trig_means_clear.
 *  @return TRIG_OK; what trig_blocks_make returns. */
enum trig_status trig_means_make(const struct trig_means_asked *asked, struct trig_means *out,
                                 struct trig_error *error);

/** The same of measure [measure] of [cells].
 *  @param order          members by stratum and PSU (trig_cross_order).
 *  @param group_of_cell  TRIG_NONE: in no group. */
enum trig_status trig_means_of_cells(const struct trig_cells *cells, size_t measure, const size_t *order,
                                     const size_t *group_of_cell, size_t groups, struct trig_means *out,
                                     struct trig_error *error);
void trig_means_clear(struct trig_means *means);

struct trig_means_test {
    double statistic; /* F; of two groups t */
    double df;
    double df2; /* NAN of two groups: df alone */
    double p;
};

/** At least two groups. NANs where the covariance is singular or degrees of freedom are below 1. */
enum trig_status trig_means_test(const struct trig_means *means, struct trig_means_test *out,
                                 struct trig_error *error);

/* More false alarms than these, at 5%, and a reader has to be told. */
#define TRIG_MEANS_RATE 0.075

/** How often the F of three groups or more is beyond its 5% point where nothing differs: a matter of the
 *  groups' sizes, not of their answers. NAN of two groups, or without degrees of freedom. */
double trig_means_rate(const struct trig_means *means);

struct trig_means_difference {
    double difference; /* second less first */
    double se;
    double low; /* of its interval */
    double high;
    double df; /* nu - 1 */
    double t;
    double p;
    double hedges_g;
    double g_low;
    double g_high;
};

/** Two of the groups. Hedges's g stands on the groups' pooled standard deviation; its interval
 *  on se(g)^2 = se^2 / s^2 + g^2 / (2 (n1 + n2 - 2)), which takes the deviation as
 *  that of independent respondents. */
struct trig_means_difference trig_means_compare(const struct trig_means *means, size_t first, size_t second,
                                                double level);

#endif
