/* `trig-analyze answers` against `summary`, which is checked with R, and against
 * R by the code that it prints.
 *
 *      surveys.c --+--> data.csv --> printed R code --> shown.csv
 *                  +--> store ----> trig-analyze ----> ours.csv, compared
 *
 * Its stored numbers are compared too; where R is absent, these alone, and the test says so. */
#include "tests/support.h"

#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"
#include "tests/oracle/shown.h"

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

static void run_ours(const struct oracle_case *which)
{
    assert_int_equal(
        oracle_run("%s answers %s/store.trig --measure %s %s --disclosure none --format csv --quiet --out "
                   "%s/all.csv 2> /dev/null",
                   TRIG_ANALYZE, folder, ASKED, which->options, folder),
        0);
    assert_int_equal(oracle_run("grep -v ',count,' %s/all.csv > %s/ours.csv", folder, folder), 0);
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
        oracle_write(folder, cases[i].survey);
        run_ours(&cases[i]);
        run_summary(&cases[i]);
        snprintf(theirs, sizeof theirs, "%s/theirs.csv", folder);
        compare_with(&cases[i], theirs, "summary");
    }
}

/* Measures and answers are put apart as ours are. A count has no error, and R no row. */
#define SHOWN(survey, label, options)                                                                        \
    {                                                                                                        \
        "answers_" label, &oracle_##survey, NULL, "answers", "--measure " ASKED " " options,                 \
            "result$answer <- ifelse(grepl('=', result$measure), sub('.*=', '', result$measure), ''); "      \
            "result$measure <- sub('=.*', '', result$measure)",                                              \
            "se", 1e-8, NULL                                                                                 \
    }

static void test_answers_agree_with_the_r_they_show(void **state)
{
    (void)state;
    static const struct oracle_shown shown[] = {
        SHOWN(staff, "staff", "--weights none"),
        SHOWN(staff, "staff_places", "--weights none --by institution,wave --wave all"),
        SHOWN(staff, "staff_groups", "--weights none --by group,role"),
        SHOWN(staff, "staff_calibrated", "--by site --fpc off"),
        SHOWN(sample, "sample", "--by role"),
        SHOWN(sizes, "sizes", "--by role"),
        SHOWN(clusters_adjust, "clusters", "--by role,site"),
    };
    assert_true(oracle_shown_compare(folder, shown, sizeof shown / sizeof *shown, has_r) > 200);
}

static int make_folder(void **state)
{
    has_r = oracle_has_r("survey", "comparing with stored numbers");
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
