/* The tests by name: what --method may say, and what a row calls them. */
#ifndef TRIG_ANALYZE_TEST_METHODS_H
#define TRIG_ANALYZE_TEST_METHODS_H

#include <stdbool.h>

enum trig_test_method {
    TRIG_TEST_AUTO, /* Rao and Scott's F of answers and shares, means of everything else */
    TRIG_TEST_RAO_SCOTT,
    TRIG_TEST_RAO_SCOTT_CHISQ,
    TRIG_TEST_WALD_TABLE,
    TRIG_TEST_ADJUSTED_WALD_TABLE,
    TRIG_TEST_MEANS,
    TRIG_TEST_WILCOXON,
    TRIG_TEST_KRUSKAL_WALLIS, /* the same; rows are named by the number of groups */
    TRIG_TEST_VAN_DER_WAERDEN,
    TRIG_TEST_MEDIAN,
    TRIG_TEST_UNWEIGHTED_ANOVA,
    TRIG_TEST_UNWEIGHTED_WELCH,
    TRIG_TEST_UNWEIGHTED_KRUSKAL_WALLIS,
    TRIG_TEST_UNWEIGHTED_WILCOXON
};

/* How a test looks at answers. */
enum trig_test_family {
    TRIG_FAMILY_TABLE,     /* every answer for itself */
    TRIG_FAMILY_MEANS,     /* their values */
    TRIG_FAMILY_RANKS,     /* their order */
    TRIG_FAMILY_UNWEIGHTED /* values or order, without the design */
};

/** The names, in the order of the enumeration, ended by NULL. */
extern const char *const trig_test_methods[];

enum trig_test_family trig_test_family_of(enum trig_test_method method);

/** Whether the test looks at values one by one: the sums of cells are not enough. */
bool trig_test_reads_values(enum trig_test_method method);

#endif
