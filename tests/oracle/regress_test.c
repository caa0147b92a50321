/* Compares `trig-analyze regress` with R: the code that it prints (svyglm, svyolr,
 * regTermTest, psrsq, lmer), run as it stands on the surveys of surveys.c; shown.h says how.
 *
 * Without R stored numbers stand in; the test says so. */
#include "tests/support.h"

#include "tests/oracle/running.h"
#include "tests/oracle/shown.h"

/* To 1e-5 where R finds the numbers by steps of its own. */
static const struct oracle_shown cases[] = {
    {"regress_0", &oracle_staff, NULL, "regress",
     "--outcome pillar:vis --on role,site --weights none --wave all --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_1", &oracle_staff, NULL, "regress",
     "--outcome pillar:vis --on 'role*site' --weights none --wave all --fpc on --df r", NULL, "estimate",
     1e-8, NULL},
    {"regress_2", &oracle_staff, NULL, "regress",
     "--outcome pillar:vis --on institution,wave,days --level 0.9 --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_3", &oracle_staff, NULL, "regress", "--outcome v1 --on 'role:days,site' --wave 2021 --df r",
     NULL, "estimate", 1e-8, NULL},
    {"regress_4", &oracle_staff, NULL, "regress", "--outcome v1 --on 'role:site' --wave all --df r", NULL,
     "estimate", 1e-8, NULL},
    {"regress_5", &oracle_staff, NULL, "regress",
     "--outcome v2 --on 'days*numeric(v1)*role' --wave all --weights none --df r", NULL, "estimate", 1e-8,
     NULL},
    {"regress_6", &oracle_staff, NULL, "regress",
     "--outcome v4:positive --on role,site,days --family logistic --wave all --df r", NULL, "estimate", 1e-8,
     NULL},
    {"regress_7", &oracle_staff, NULL, "regress",
     "--outcome v1:positive --on 'role*days,wave' --family logistic --exponentiate --reference role=ws --fpc "
     "on --df r",
     NULL, "estimate", 1e-8, NULL},
    {"regress_8", &oracle_staff, NULL, "regress",
     "--outcome days --on role,v1 --family poisson --wave all --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_9", &oracle_staff, NULL, "regress",
     "--outcome v1 --on role,days --family ordinal --wave all --weights none --df r", NULL, "estimate", 1e-5,
     NULL},
    {"regress_10", &oracle_sample, NULL, "regress", "--outcome pillar:rec --on role,site,days --df r", NULL,
     "estimate", 1e-8, NULL},
    {"regress_11", &oracle_sample, NULL, "regress", "--outcome pillar:rec --on 'role*days' --fpc on --df r",
     NULL, "estimate", 1e-8, NULL},
    {"regress_12", &oracle_sample, NULL, "regress",
     "--outcome pillar:vis:positive --on v1=5,v2:positive,role --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_13", &oracle_sample, NULL, "regress",
     "--outcome role=lab --on site,days --family logistic --fpc on --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_14", &oracle_sample, NULL, "regress",
     "--outcome v3:positive --on 'site,pillar:rec,site:pillar:rec' --family logistic --df r", NULL,
     "estimate", 1e-8, NULL},
    {"regress_15", &oracle_sample, NULL, "regress",
     "--outcome days --on 'site*role' --family poisson --exponentiate --fpc on --df r", NULL, "estimate",
     1e-8, NULL},
    {"regress_16", &oracle_sample, NULL, "regress",
     "--outcome r1 --on role,pillar:vis --family ordinal --fpc on --df r", NULL, "estimate", 1e-5, NULL},
    {"regress_17", &oracle_sample, NULL, "regress",
     "--outcome r2 --on role,days --family ordinal --exponentiate --df r", NULL, "estimate", 1e-5, NULL},
    {"regress_18", &oracle_sizes, NULL, "regress", "--outcome pillar:vis --on role,days --fpc on --df r",
     NULL, "estimate", 1e-8, NULL},
    {"regress_19", &oracle_sizes, NULL, "regress", "--outcome v1:positive --on role --family logistic --df r",
     NULL, "estimate", 1e-8, NULL},
    {"regress_20", &oracle_clusters_adjust, NULL, "regress",
     "--outcome pillar:vis --on role,days --fpc on --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_21", &oracle_clusters_adjust, NULL, "regress",
     "--outcome v1:positive --on role,days --family logistic --fpc on --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_22", &oracle_clusters_remove, NULL, "regress",
     "--outcome pillar:rec --on 'role,numeric(v1)' --fpc on --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_23", &oracle_clusters_average, NULL, "regress",
     "--outcome days --on role --family poisson --fpc on --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_24", &oracle_clusters_certainty, NULL, "regress",
     "--outcome v2:positive --on role --family logistic --fpc on --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_25", &oracle_clusters_adjust, NULL, "regress", "--outcome v2 --on role --family ordinal --df r",
     NULL, "estimate", 1e-5, NULL},
    {"regress_26", &oracle_staff, NULL, "regress",
     "--outcome pillar:vis --random institution --wave all --weights none --df r", NULL, "estimate", 1e-5,
     NULL},
    {"regress_27", &oracle_staff, NULL, "regress",
     "--outcome v1 --on role,days --random institution:wave --level 0.9 --weights none --df r", NULL,
     "estimate", 1e-5, NULL},
    {"regress_28", &oracle_staff, NULL, "regress",
     "--outcome pillar:vis --on wave,days --replicates jkn --df r", NULL, "estimate", 1e-8, NULL},
    {"regress_29", &oracle_sample, NULL, "regress",
     "--outcome v3:positive --on role,days --family logistic --replicates jkn --fpc on --df r", NULL,
     "estimate", 1e-8, NULL},
    {"regress_30", &oracle_sample, NULL, "regress",
     "--outcome days --on site --family poisson --replicates bootstrap:30 --seed 5 --df r", NULL, "estimate",
     1e-8, NULL},
};

static char folder[ORACLE_FOLDER];
static bool has_r;

static void test_regress_agrees_with_r_survey(void **state)
{
    (void)state;
    assert_true(oracle_shown_compare(folder, cases, sizeof cases / sizeof *cases, has_r) > 200);
}

static int make_folder(void **state)
{
    has_r = oracle_has_r("survey, lme4", "comparing with stored numbers");
    return oracle_make_folder(state, folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_regress_agrees_with_r_survey)};
    return cmocka_run_group_tests(tests, make_folder, oracle_remove_folder);
}
