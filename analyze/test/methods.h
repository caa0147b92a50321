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
    TRIG_TEST_MEANS
};

/* How a test looks at answers. */
enum trig_test_family {
    TRIG_FAMILY_TABLE, /* every answer for itself */
    TRIG_FAMILY_MEANS  /* their values */
};

/** The names, in the order of the enumeration, ended by NULL. */
extern const char *const trig_test_methods[];

enum trig_test_family trig_test_family_of(enum trig_test_method method);

#endif
