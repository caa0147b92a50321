#include "analyze/test/methods.h"

#include <stddef.h>

const char *const trig_test_methods[] = {[TRIG_TEST_AUTO] = "auto",
                                         [TRIG_TEST_RAO_SCOTT] = "rao-scott",
                                         [TRIG_TEST_RAO_SCOTT_CHISQ] = "rao-scott-chisq",
                                         [TRIG_TEST_WALD_TABLE] = "wald",
                                         [TRIG_TEST_ADJUSTED_WALD_TABLE] = "adjusted-wald",
                                         [TRIG_TEST_MEANS] = "means",
                                         NULL};

enum trig_test_family trig_test_family_of(enum trig_test_method method)
{
    return method >= TRIG_TEST_MEANS ? TRIG_FAMILY_MEANS : TRIG_FAMILY_TABLE;
}
