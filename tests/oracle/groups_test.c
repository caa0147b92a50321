/* Compares `trig-analyze test` with R: the code that it prints (svychisq, svyttest, regTermTest,
 * svyranktest, aov, oneway.test, kruskal.test), run as it stands on the surveys of surveys.c; shown.h
 * says how. Without R stored numbers stand in; the test says so. */
#include "tests/support.h"

#include "tests/oracle/running.h"
#include "tests/oracle/shown.h"

/* The columns that are ours too. */
#define KEPT                                                                                                 \
    "result <- result[intersect(names(result), c(\"measure\", \"first\", \"second\", \"method\", "           \
    "\"statistic\", \"estimate\", \"df\", \"df2\", \"difference\", \"difference_se\", \"p\", "               \
    "\"p_adjusted\", \"effect_size\", \"effect_low\", \"effect_high\", \"n\"))]"
/* Intervals of effects are found by steps, here and in R. */
#define TESTED(label, survey, options)                                                                       \
    {                                                                                                        \
        "groups_" label, &oracle_##survey, NULL, "test", options " --df r", KEPT, "p", 1e-5, NULL            \
    }
#define MEASURES " --measure v1,v2:positive,days,pillar:vis "

static const struct oracle_shown cases[] = {
    TESTED("staff", staff, "--by role --weights none --wave all" MEASURES),
    TESTED("staff_pairs", staff, "--by site --weights none --wave all --pairwise --adjust bh" MEASURES),
    TESTED("staff_wald", staff, "--by role --weights none --method wald --measure v1,v2:positive"),
    TESTED("staff_anova", staff, "--by site --wave all --method unweighted-anova --measure days,pillar:vis"),
    TESTED("staff_welch", staff, "--by site --wave all --method unweighted-welch --measure days,pillar:vis"),
    TESTED("staff_kruskal", staff,
           "--by role --wave all --method unweighted-kruskal-wallis --measure v1,days"),
    TESTED("sample", sample, "--by role" MEASURES),
    TESTED("sample_fpc", sample, "--by role --fpc on --pairwise --adjust by --level 0.9" MEASURES),
    TESTED("sample_chisq", sample, "--by site --method rao-scott-chisq --measure v1,v2:positive"),
    TESTED("sample_adjusted", sample, "--by site --method adjusted-wald --measure v1,v2:positive"),
    TESTED("sample_kruskal", sample, "--by site --method kruskal-wallis --measure v1,days"),
    TESTED("sample_waerden", sample, "--by role --method van-der-waerden --measure v1,days"),
    TESTED("sample_median", sample, "--by role --method median --measure v1,days"),
    TESTED("sizes", sizes, "--by role" MEASURES),
    TESTED("clusters", clusters_adjust, "--by role --fpc on" MEASURES),
    TESTED("clusters_pairs", clusters_remove, "--by role --pairwise" MEASURES),
};

static char folder[ORACLE_FOLDER];
static bool has_r;

static void test_tests_of_groups_agree_with_r_survey(void **state)
{
    (void)state;
    assert_true(oracle_shown_compare(folder, cases, sizeof cases / sizeof *cases, has_r) > 80);
}

static int make_folder(void **state)
{
    has_r = oracle_has_r("survey", "comparing with stored numbers");
    return oracle_make_folder(state, folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tests_of_groups_agree_with_r_survey)};
    return cmocka_run_group_tests(tests, make_folder, oracle_remove_folder);
}
