/* `trig-analyze answers` against `summary`, which is checked with R, and against
 * R by the code that it prints.
 *
 *      surveys.c --+--> data.csv --> printed R code --> shown.csv
 *                  +--> store ----> trig-analyze ----> ours.csv, compared
 *
 * Where R is absent, answers are compared with summary only; the test says so. */
#include "tests/support.h"

#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"
#include "tests/oracle/surveys.h"

/* The same distributions in the words of either command. */
#define ASKED "v1,v4,r2,role,support,days"
#define SHARES                                                                                               \
    "v1=1,v1=2,v1=3,v1=4,v1=5,v4=1,v4=2,v4=3,v4=4,v4=5,r2=a,r2=b,r2=c,r2=d,r2=e,r2=f,r2=g,role=lab,role=it," \
    "role=ws,support=mentor,support=course,days"

struct oracle_case {
    const char *label;
    const struct oracle_survey *survey;
    const char *options;
};

static const struct oracle_case cases[] = {
    {"staff", &oracle_staff, "--weights none"},
    {"staff_places", &oracle_staff, "--weights none --by institution,wave --wave all"},
    {"staff_groups", &oracle_staff, "--weights none --by group,role"},
    {"staff_calibrated", &oracle_staff, "--by site --fpc off"},
    {"sample", &oracle_sample, "--by role"},
    {"sizes", &oracle_sizes, "--by role"},
    {"clusters", &oracle_clusters_adjust, "--by role,site"},
};

static char folder[ORACLE_FOLDER];
static bool has_r;

/* Runs our program, and puts the R code that it prints behind the reading of the data. */
static void run_ours(const char *options)
{
    assert_int_equal(
        oracle_run("echo 'd <- read.csv(\"%s/data.csv\", colClasses = \"character\", na.strings = \"\", "
                   "check.names = FALSE)' > %s/shown.R",
                   folder, folder),
        0);
    assert_int_equal(
        oracle_run("%s answers %s/store.trig %s --disclosure none --format csv --quiet --out %s/all.csv "
                   "--show-r >> %s/shown.R 2> /dev/null",
                   TRIG_ANALYZE, folder, options, folder, folder),
        0);
    assert_int_equal(oracle_run("grep -v ',count,' %s/all.csv > %s/ours.csv", folder, folder), 0);
}

/* Runs the printed code; its measures and answers are put apart as ours are. */
static void run_shown(const struct oracle_case *which)
{
    static const char last[] = "result$answer <- ifelse(grepl('=', result$measure), sub('.*=', '', "
                               "result$measure), ''); result$measure <- sub('=.*', '', result$measure)";
    assert_int_equal(
        oracle_run("cat >> %s/shown.R << 'END'\n%s\nwrite.csv(format(result, digits = 15, trim = TRUE), "
                   "\"%s/shown.csv\", row.names = FALSE, quote = FALSE)\nEND\n",
                   folder, last, folder),
        0);
    if (oracle_run("Rscript %s/shown.R > %s/log 2>&1", folder, folder))
        fail_msg("%s: the R code that --show-r prints failed", which->label);
}

static void compare_with(const struct oracle_case *which, const char *theirs, const char *what)
{
    char ours[128];
    struct trig_error error = {.status = TRIG_OK};
    size_t rows = 0;
    snprintf(ours, sizeof ours, "%s/ours.csv", folder);
    if (oracle_compare(ours, theirs, &rows, &error))
        fail_msg("%s, %s: %s", which->label, what, error.message);
    if (rows == 0)
        fail_msg("%s, %s: there are no rows", which->label, what);
}

/* "v1=2" of summary becomes measure v1 and answer 2. The column goes last, since
 * notes hold commas; they are dropped. */
static void run_summary(const struct oracle_case *which)
{
    assert_int_equal(
        oracle_run("%s summary %s/store.trig --measure '%s' %s --disclosure none --format csv --quiet "
                   "--out %s/summary.csv 2> /dev/null",
                   TRIG_ANALYZE, folder, SHARES, which->options, folder),
        0);
    assert_int_equal(
        oracle_run("awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) { if ($i == \"measure\") m = i; "
                   "if ($i == \"population\") p = i } } "
                   "{ a = NR == 1 ? \"answer\" : \"\"; if (split($m, parts, \"=\") == 2) { $m = parts[1]; "
                   "a = parts[2] } line = $1; for (i = 2; i < p; i++) line = line OFS $i; print line, a }' "
                   "%s/summary.csv > %s/theirs.csv",
                   folder, folder),
        0);
}

static void test_answers_agree_with_summary(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char theirs[128];
        char options[256];
        oracle_write(folder, cases[i].survey);
        snprintf(options, sizeof options, "--measure %s %s", ASKED, cases[i].options);
        run_ours(options);
        run_summary(&cases[i]);
        snprintf(theirs, sizeof theirs, "%s/theirs.csv", folder);
        compare_with(&cases[i], theirs, "summary");
    }
}

static void test_answers_agree_with_the_r_they_show(void **state)
{
    (void)state;
    if (!has_r) {
        print_message("R with survey is not here: the code of --show-r was not run\n");
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char theirs[128];
        char options[256];
        oracle_write(folder, cases[i].survey);
        snprintf(options, sizeof options, "--measure %s %s", ASKED, cases[i].options);
        run_ours(options);
        run_shown(&cases[i]);
        snprintf(theirs, sizeof theirs, "%s/shown.csv", folder);
        compare_with(&cases[i], theirs, "--show-r");
    }
}

static int make_folder(void **state)
{
    has_r = oracle_has_r("survey", "comparing with summary only");
    return oracle_make_folder(state, folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers_agree_with_summary),
        cmocka_unit_test(test_answers_agree_with_the_r_they_show),
    };
    return cmocka_run_group_tests(tests, make_folder, oracle_remove_folder);
}
