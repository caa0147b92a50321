/* Tests that know of no design: every respondent counts once, and independently of the
 * others. For those who want what other programs print; rows call them unweighted.
 *
 *      one-way ANOVA, Welch's      as R oneway.test (var.equal or not); pairs by TukeyHSD, or Welch's t
 *      Kruskal-Wallis              as kruskal.test; pairs by Dunn's z
 *      Wilcoxon, Mann-Whitney      as wilcox.test: exact where both groups are below 50 and without
 *                                  ties, else the normal approximation with both corrections
 */
#ifndef TRIG_ANALYZE_TEST_UNWEIGHTED_H
#define TRIG_ANALYZE_TEST_UNWEIGHTED_H

#include "analyze/test/answered.h"

struct trig_unweighted_group {
    double n;
    double mean;
    double variance; /* over n - 1; NAN of one */
    double rank;     /* mean rank among all */
};

struct trig_unweighted {
    struct trig_arena arena; /* owns the list */
    struct trig_unweighted_group *items;
    size_t groups;
    double n;
    double within; /* sum of squares within groups */
    double between;
    double ties; /* sum of t^3 - t */
};

/** Groups without an answer have n = 0 and must not be there.
 *  @param out  free with trig_unweighted_clear. */
enum trig_status trig_unweighted_make(const struct trig_answered *answered, struct trig_unweighted *out,
                                      struct trig_error *error);
void trig_unweighted_clear(struct trig_unweighted *groups);

struct trig_unweighted_test {
    double statistic;
    double df;
    double df2;
    double p;
    double difference; /* of pairs: second less first */
    double se;
    double low;
    double high;
    bool exact;
};

struct trig_unweighted_test trig_anova(const struct trig_unweighted *groups);
struct trig_unweighted_test trig_welch(const struct trig_unweighted *groups);
struct trig_unweighted_test trig_kruskal_wallis(const struct trig_unweighted *groups);

/** Student's t of two groups with the ANOVA's error ([welch] false), or Welch's. */
struct trig_unweighted_test trig_unweighted_t(const struct trig_unweighted *groups, size_t first,
                                              size_t second, bool welch, double level);
/** Tukey's honest significant difference; p is adjusted by itself. @param quantile  of the studentized
 *  range at the level, for [groups] and the ANOVA's degrees of freedom. */
struct trig_unweighted_test trig_tukey(const struct trig_unweighted *groups, size_t first, size_t second,
                                       double quantile);
struct trig_unweighted_test trig_dunn(const struct trig_unweighted *groups, size_t first, size_t second);

/** W of the first of two groups, as wilcox.test(first, second); NAN for any other number of groups. */
struct trig_unweighted_test trig_mann_whitney(const struct trig_unweighted *groups, struct trig_error *error);

#endif
