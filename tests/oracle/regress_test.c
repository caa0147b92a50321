/* Compares `trig-analyze regress` with R: the code that it prints (svyglm, svyolr,
 * regTermTest, psrsq, lmer) runs on the same data, all cases in one process of R.
 *
 *      surveys.c --+--> N.data.csv ---------------.
 *                  +--> store --regress--> N.ours.csv, N's code --> all.R --> N.theirs.csv
 *
 * Without R the numbers of expected/regress_N.csv stand in (made with ORACLE_KEEP
 * naming a folder); the test says so. */
#include "tests/support.h"

#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"
#include "tests/oracle/surveys.h"

#include <stdlib.h>

struct oracle_case {
    const struct oracle_survey *survey;
    const char *options;
    bool steps; /* R finds the numbers by steps of its own: agreement to 1e-5 */
};

static const struct oracle_case cases[] = {
    {&oracle_staff, "--outcome pillar:vis --on role,site --weights none --wave all", false},
    {&oracle_staff, "--outcome pillar:vis --on 'role*site' --weights none --wave all --fpc on", false},
    {&oracle_staff, "--outcome pillar:vis --on institution,wave,days --level 0.9", false},
    {&oracle_staff, "--outcome v1 --on 'role:days,site' --wave 2021", false},
    {&oracle_staff, "--outcome v1 --on 'role:site' --wave all", false},
    {&oracle_staff, "--outcome v2 --on 'days*numeric(v1)*role' --wave all --weights none", false},
    {&oracle_staff, "--outcome v4:positive --on role,site,days --family logistic --wave all", false},
    {&oracle_staff,
     "--outcome v1:positive --on 'role*days,wave' --family logistic --exponentiate --reference role=ws --fpc "
     "on",
     false},
    {&oracle_staff, "--outcome days --on role,v1 --family poisson --wave all", false},
    {&oracle_staff, "--outcome v1 --on role,days --family ordinal --wave all --weights none", true},
    {&oracle_sample, "--outcome pillar:rec --on role,site,days", false},
    {&oracle_sample, "--outcome pillar:rec --on 'role*days' --fpc on", false},
    {&oracle_sample, "--outcome pillar:vis:positive --on v1=5,v2:positive,role", false},
    {&oracle_sample, "--outcome role=lab --on site,days --family logistic --fpc on", false},
    {&oracle_sample, "--outcome v3:positive --on 'site,pillar:rec,site:pillar:rec' --family logistic", false},
    {&oracle_sample, "--outcome days --on 'site*role' --family poisson --exponentiate --fpc on", false},
    {&oracle_sample, "--outcome r1 --on role,pillar:vis --family ordinal --fpc on", true},
    {&oracle_sample, "--outcome r2 --on role,days --family ordinal --exponentiate", true},
    {&oracle_sizes, "--outcome pillar:vis --on role,days --fpc on", false},
    {&oracle_sizes, "--outcome v1:positive --on role --family logistic", false},
    {&oracle_clusters_adjust, "--outcome pillar:vis --on role,days --fpc on", false},
    {&oracle_clusters_adjust, "--outcome v1:positive --on role,days --family logistic --fpc on", false},
    {&oracle_clusters_remove, "--outcome pillar:rec --on 'role,numeric(v1)' --fpc on", false},
    {&oracle_clusters_average, "--outcome days --on role --family poisson --fpc on", false},
    {&oracle_clusters_certainty, "--outcome v2:positive --on role --family logistic --fpc on", false},
    {&oracle_clusters_adjust, "--outcome v2 --on role --family ordinal", true},
    {&oracle_staff, "--outcome pillar:vis --random institution --wave all --weights none", true},
    {&oracle_staff, "--outcome v1 --on role,days --random institution:wave --level 0.9 --weights none", true},
    {&oracle_staff, "--outcome pillar:vis --on wave,days --replicates jkn", false},
    {&oracle_sample, "--outcome v3:positive --on role,days --family logistic --replicates jkn --fpc on",
     false},
    {&oracle_sample, "--outcome days --on site --family poisson --replicates bootstrap:30 --seed 5", false},
};
#define CASES (sizeof cases / sizeof *cases)

static char folder[ORACLE_FOLDER];
static bool has_r;

/* Runs our program and adds its R code, set apart, to all.R. */
static void run_case(size_t index)
{
    const struct oracle_case *which = &cases[index];
    oracle_write(folder, which->survey);
    int code = oracle_run(
        "cd %s && mv data.csv %zu.data.csv && %s regress store.trig %s --df r --disclosure none --format csv "
        "--quiet --out %zu.ours.csv --show-r > %zu.R 2> log",
        folder, index, TRIG_ANALYZE, which->options, index, index);
    if (code)
        fail_msg("case %zu: regress %s failed", index, which->options);
    code = oracle_run("cd %s && { echo 'local({ d <- read.csv(\"%zu.data.csv\", colClasses = \"character\", "
                      "na.strings = \"\", check.names = FALSE)'; cat %zu.R; echo 'write.csv(result, "
                      "\"%zu.theirs.csv\", row.names = FALSE, quote = FALSE, na = \"\") })'; } >> all.R",
                      folder, index, index, index);
    assert_int_equal(code, 0);
}

static size_t compare_case(size_t index)
{
    char ours[128];
    char theirs[512];
    struct trig_error error = {.status = TRIG_OK};
    size_t rows = 0;
    snprintf(ours, sizeof ours, "%s/%zu.ours.csv", folder, index);
    if (has_r)
        snprintf(theirs, sizeof theirs, "%s/%zu.theirs.csv", folder, index);
    else
        snprintf(theirs, sizeof theirs, "%s/tests/oracle/expected/regress_%zu.csv", TRIG_SOURCE_DIR, index);
    const char *keep = getenv("ORACLE_KEEP");
    if (has_r && keep)
        oracle_run("cp %s %s/regress_%zu.csv", theirs, keep, index);
    double relative = cases[index].steps ? 1e-5 : 1e-8;
    double absolute = cases[index].steps ? 1e-6 : 1e-11;
    if (oracle_compare_within(ours, theirs, "estimate", relative, absolute, &rows, &error))
        fail_msg("case %zu, regress %s: %s", index, cases[index].options, error.message);
    return rows;
}

static void test_regress_agrees_with_r_survey(void **state)
{
    (void)state;
    size_t rows = 0;
    for (size_t i = 0; i < CASES; i++)
        run_case(i);
    if (has_r && oracle_run("cd %s && Rscript all.R > log 2>&1", folder)) {
        oracle_run("tail -n 5 %s/log >&2", folder);
        fail_msg("the R code that --show-r prints failed");
    }
    for (size_t i = 0; i < CASES; i++)
        rows += compare_case(i);
    assert_true(rows > 200);
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
