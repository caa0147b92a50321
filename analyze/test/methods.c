#include "analyze/test/methods.h"

#include <stddef.h>

const char *const trig_test_methods[] = {[TRIG_TEST_AUTO] = "auto",
                                         [TRIG_TEST_RAO_SCOTT] = "rao-scott",
                                         [TRIG_TEST_RAO_SCOTT_CHISQ] = "rao-scott-chisq",
                                         [TRIG_TEST_WALD_TABLE] = "wald",
                                         [TRIG_TEST_ADJUSTED_WALD_TABLE] = "adjusted-wald",
                                         [TRIG_TEST_MEANS] = "means",
                                         [TRIG_TEST_WILCOXON] = "wilcoxon",
                                         [TRIG_TEST_KRUSKAL_WALLIS] = "kruskal-wallis",
                                         [TRIG_TEST_VAN_DER_WAERDEN] = "van-der-waerden",
                                         [TRIG_TEST_MEDIAN] = "median",
                                         [TRIG_TEST_UNWEIGHTED_ANOVA] = "unweighted-anova",
                                         [TRIG_TEST_UNWEIGHTED_WELCH] = "unweighted-welch",
                                         [TRIG_TEST_UNWEIGHTED_KRUSKAL_WALLIS] = "unweighted-kruskal-wallis",
                                         [TRIG_TEST_UNWEIGHTED_WILCOXON] = "unweighted-wilcoxon",
                                         NULL};

enum trig_test_family trig_test_family_of(enum trig_test_method method)
{
    if (method >= TRIG_TEST_UNWEIGHTED_ANOVA)
        return TRIG_FAMILY_UNWEIGHTED;
    if (method >= TRIG_TEST_WILCOXON)
        return TRIG_FAMILY_RANKS;
    return method == TRIG_TEST_MEANS ? TRIG_FAMILY_MEANS : TRIG_FAMILY_TABLE;
}

bool trig_test_reads_values(enum trig_test_method method)
{
    return method >= TRIG_TEST_WILCOXON;
}
