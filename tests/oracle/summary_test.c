/* Compares `trig-analyze summary` with R's survey package, on the same data:
 *
 *      surveys.c --+--> data.csv --> summary.R ------------------> theirs.csv
 *                  +--> store ----> trig-analyze --> ours.csv        |
 *                                        |            `--- compared -+
 *                                        `--show-r--> R code --> shown.csv, compared too
 *
 * Where R or survey is absent, R's numbers come from expected/ (made by the
 * calls of summary.R, with ORACLE_KEEP naming that folder), and the printed R
 * code is not run; the test says so. */
#include "tests/support.h"

#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"
#include "tests/oracle/surveys.h"

#include <stdlib.h>

#define MEASURES                                                                                             \
    "pillar:vis,pillar:rec,pillar:vis:positive,v4,v4:positive,v2=na,r2=d,role=lab,site=south,"               \
    "support=mentor,days"

struct oracle_case {
    const char *label; /* and the name of the stored numbers */
    const struct oracle_survey *survey;
    const char *r_survey; /* as summary.R calls it */
    const char *waves;    /* NULL: the survey has none */
    const char *by;
    bool fpc;
    const char *options;
};

static const struct oracle_case cases[] = {
    {"staff_all", &oracle_staff, "staff_unit", "2024", "all", true, "--weights none"},
    {"staff_pooled", &oracle_staff, "staff_unit", "all", "all", true, "--weights none"},
    {"staff_places", &oracle_staff, "staff_unit", "all", "institution,wave", true, "--weights none"},
    {"staff_roles", &oracle_staff, "staff_unit", "2021", "role,site", true, "--weights none"},
    {"staff_groups", &oracle_staff, "staff_unit", "2021,2024", "wave,group", true, "--weights none"},
    {"staff_no_fpc", &oracle_staff, "staff_unit", "2024", "institution", false, "--weights none"},
    {"staff_calibrated", &oracle_staff, "staff", "2024", "site", true, ""},
    {"sample_all", &oracle_sample, "sample", NULL, "all", true, ""},
    {"sample_roles", &oracle_sample, "sample", NULL, "role,site", true, ""},
    {"sample_no_fpc", &oracle_sample, "sample", NULL, "role", false, ""},
    {"sizes_roles", &oracle_sizes, "sizes", NULL, "role", true, ""},
    {"clusters_remove", &oracle_clusters_remove, "clusters_remove", NULL, "role", true, ""},
    {"clusters_adjust", &oracle_clusters_adjust, "clusters_adjust", NULL, "role,site", true, ""},
    {"clusters_average", &oracle_clusters_average, "clusters_average", NULL, "role", true, ""},
    {"clusters_certainty", &oracle_clusters_certainty, "clusters_certainty", NULL, "all", true, ""},
    {"clusters_no_fpc", &oracle_clusters_adjust, "clusters_adjust", NULL, "site", false, ""},
};

static char folder[ORACLE_FOLDER];
static bool has_r;

/* Runs our program; with [shown] the R code it prints goes to shown.R, to be run
 * after reading the data. */
static void run_ours(const struct oracle_case *which, const char *options, bool shown)
{
    char waves[64] = "";
    if (which->waves)
        snprintf(waves, sizeof waves, "--wave %s", which->waves);
    if (shown)
        assert_int_equal(
            oracle_run("echo 'd <- read.csv(\"%s/data.csv\", colClasses = \"character\", na.strings = \"\", "
                       "check.names = FALSE)' > %s/shown.R",
                       folder, folder),
            0);
    assert_int_equal(
        oracle_run("%s summary %s/store.trig --measure '%s' --by %s %s --fpc %s %s %s --disclosure none "
                   "--format csv --quiet --out %s/ours.csv %s %s/shown.R 2> /dev/null",
                   TRIG_ANALYZE, folder, MEASURES, which->by, waves, which->fpc ? "on" : "off",
                   which->options, options, folder, shown ? "--show-r >>" : ">", folder),
        0);
}

static void compare_with(const struct oracle_case *which, const char *path, const char *what)
{
    char ours[128];
    struct trig_error error = {.status = TRIG_OK};
    size_t rows = 0;
    snprintf(ours, sizeof ours, "%s/ours.csv", folder);
    if (oracle_compare(ours, path, &rows, &error))
        fail_msg("%s, %s: %s", which->label, what, error.message);
    if (rows == 0)
        fail_msg("%s, %s: R has no rows", which->label, what);
}

static void check_case(const struct oracle_case *which)
{
    char theirs[512];
    oracle_write(folder, which->survey);
    run_ours(which, "--df r", false);
    const char *keep = getenv("ORACLE_KEEP");
    snprintf(theirs, sizeof theirs, "%s/tests/oracle/expected/%s.csv", TRIG_SOURCE_DIR, which->label);
    if (has_r && keep)
        snprintf(theirs, sizeof theirs, "%s/%s.csv", keep, which->label);
    else if (has_r)
        snprintf(theirs, sizeof theirs, "%s/theirs.csv", folder);
    if (has_r &&
        oracle_run("Rscript %s/tests/oracle/summary.R %s/data.csv %s %s %s %s %s > %s/log 2>&1",
                   TRIG_SOURCE_DIR, folder, theirs, which->r_survey, which->waves ? which->waves : "all",
                   which->by, which->fpc ? "on" : "off", folder))
        fail_msg("%s: summary.R failed", which->label);
    compare_with(which, theirs, "summary.R");
}

static void check_shown(const struct oracle_case *which)
{
    char theirs[512];
    oracle_write(folder, which->survey);
    run_ours(which, "--level 0.9", true);
    assert_int_equal(
        oracle_run("echo 'write.csv(format(result, digits = 15, trim = TRUE), \"%s/shown.csv\", row.names = "
                   "FALSE, quote = FALSE)' >> %s/shown.R",
                   folder, folder),
        0);
    if (oracle_run("Rscript %s/shown.R > %s/log 2>&1", folder, folder))
        fail_msg("%s: the R code that --show-r prints failed", which->label);
    snprintf(theirs, sizeof theirs, "%s/shown.csv", folder);
    compare_with(which, theirs, "--show-r");
}

static void test_summary_agrees_with_r_survey(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_case(&cases[i]);
}

static void test_show_r_gives_the_same_numbers(void **state)
{
    (void)state;
    if (!has_r) {
        print_message("R with survey is not here: the code of --show-r was not run\n");
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_shown(&cases[i]);
}

static int make_folder(void **state)
{
    has_r = oracle_has_r("survey", "comparing with stored numbers");
    return oracle_make_folder(state, folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_summary_agrees_with_r_survey),
        cmocka_unit_test(test_show_r_gives_the_same_numbers),
    };
    return cmocka_run_group_tests(tests, make_folder, oracle_remove_folder);
}
