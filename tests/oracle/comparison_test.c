/* Compares benchmark, compare and trend with R's survey package, on the same data:
 * once with comparison.R, written for this test, and once with the R code that
 * --show-r prints. The numbers in expected/ (made with UPDATE=1) are compared too;
 * where R or survey is absent, these alone, and the test says so. */
#include "tests/support.h"

#include "tests/comparison_survey.h"
#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"

#define MEASURES "pillar:vis,pillar:car,v1:positive,days"

struct oracle_case {
    const char *label;   /* and the case of comparison.R; the name of the stored numbers */
    const char *command; /* with its options */
    bool theirs;         /* comparison.R knows it */
};

static const struct oracle_case cases[] = {
    {"sector", "benchmark %s --institution cedar", true},
    {"others", "benchmark %s --institution dogwood --against others", true},
    {"member", "benchmark %s --institution elm --against 'group:Hill & Dale'", true},
    {"group", "benchmark %s --institution gorse --against group:coast", true},
    {"institutions", "benchmark %s --institution spruce --sector institutions", true},
    {"compare", "compare %s", true},
    {"trend", "trend %s --institution willow", true},
    {"trend_role", "trend %s --by role", true},
    {"waves", "benchmark %s --institution thorn --wave all --weights none --fpc on --level 0.9", false},
    {"declared", "benchmark %s --institution oak --design strata=site,weight=cal --df r", false},
    {"plugin", "compare %s --variance plugin --measure pillar:vis,v1:positive", false},
    {"averages", "compare %s --sector institutions --measure v1:positive,days", false},
    {"pairs", "compare %s --pairs cedar,elm,oak,spruce,gorse", false},
    {"pairs_declared",
     "compare %s --pairs cedar,elm,willow --design strata=site,weight=cal --measure pillar:vis", false},
    {"trend_groups", "trend %s --by group,role --measure v1", false},
    {"trend_places", "trend %s --by institution --measure pillar:car --df design", false},
};

static char folder[ORACLE_FOLDER];
static bool has_r;

/* Runs our program; the R code that it prints is added to shown.R. */
static void run_ours(const struct oracle_case *which)
{
    char store[96];
    char command[256];
    snprintf(store, sizeof store, "%s/store.trig", folder);
    const char *place = strstr(which->command, "%s");
    snprintf(command, sizeof command, "%.*s%s%s", (int)(place - which->command), which->command, store,
             place + 2);
    assert_int_equal(
        oracle_run("echo 'd <- read.csv(\"%s/data.csv\", colClasses = \"character\", na.strings = \"\", "
                   "check.names = FALSE)' > %s/shown.R",
                   folder, folder),
        0);
    if (oracle_run(
            "%s %s %s%s --disclosure none --format csv --quiet --show-r --out %s/ours.csv >> %s/shown.R 2> "
            "%s/log",
            TRIG_ANALYZE, command, strstr(command, "--measure") ? "" : "--measure ",
            strstr(command, "--measure") ? "" : MEASURES, folder, folder, folder))
        fail_msg("%s: the program failed", which->label);
    /* Rows of several waves, slopes and such, have no R code, as the code itself says. */
    if (!strncmp(which->command, "trend", 5))
        assert_int_equal(oracle_run("sed -i '/^,/d' %s/ours.csv", folder), 0);
}

/* [live]: what R has just written; [made]: "" by comparison.R, "shown_" by the printed code. */
static void compare_with(const struct oracle_case *which, const char *live, const char *made,
                         const char *needed)
{
    char ours[128];
    char stored[64];
    struct trig_error error = {.status = TRIG_OK};
    size_t rows = 0;
    snprintf(ours, sizeof ours, "%s/ours.csv", folder);
    snprintf(stored, sizeof stored, "comparison_%s%s", made, which->label);
    const struct oracle_pair pair = {ours, has_r ? live : NULL, stored, needed, 0.0};
    if (oracle_compare_with_r(&pair, &rows, &error))
        fail_msg("%s: %s", which->label, error.message);
    if (rows == 0)
        fail_msg("%s: R has no rows", which->label);
}

static void test_differences_agree_with_r_survey(void **state)
{
    (void)state;
    char theirs[128];
    snprintf(theirs, sizeof theirs, "%s/theirs.csv", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!cases[i].theirs)
            continue;
        run_ours(&cases[i]);
        if (has_r && oracle_run("Rscript %s/tests/oracle/comparison.R %s/data.csv %s %s > %s/log 2>&1",
                                TRIG_SOURCE_DIR, folder, theirs, cases[i].label, folder))
            fail_msg("%s: comparison.R failed", cases[i].label);
        compare_with(&cases[i], theirs, "", "difference");
    }
}

static void test_show_r_gives_the_same_differences(void **state)
{
    (void)state;
    char theirs[128];
    snprintf(theirs, sizeof theirs, "%s/shown.csv", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run_ours(&cases[i]);
        assert_int_equal(
            oracle_run("echo 'write.csv(format(result, digits = 15, trim = TRUE), \"%s\", row.names = "
                       "FALSE, quote = FALSE)' >> %s/shown.R",
                       theirs, folder),
            0);
        if (has_r && oracle_run("Rscript %s/shown.R > %s/log 2>&1", folder, folder))
            fail_msg("%s: the R code that --show-r prints failed", cases[i].label);
        compare_with(&cases[i], theirs, "shown_", "estimate");
    }
}

static int make_data(void **state)
{
    char path[128];
    struct filled_text csv = {NULL, 0, 0};
    if (oracle_make_folder(state, folder))
        return -1;
    has_r = oracle_has_r("survey", "comparing with stored numbers");
    comparison_answers(&csv);
    snprintf(path, sizeof path, "%s/data.csv", folder);
    FILE *file = fopen(path, "w");
    bool written = file && fwrite(csv.data, 1, csv.length, file) == csv.length;
    written = file && fclose(file) == 0 && written;
    snprintf(path, sizeof path, "%s/store.trig", folder);
    bool stored = filled_store(path, comparison_files(), csv.data, 100, NULL) == TRIG_OK;
    filled_clear(&csv);
    return written && stored ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_differences_agree_with_r_survey),
        cmocka_unit_test(test_show_r_gives_the_same_differences),
    };
    return cmocka_run_group_tests(tests, make_data, oracle_remove_folder);
}
