/* Compares `trig-analyze summary` with R's survey package, on the same data:
 *
 *      surveys.c --+--> data.csv --> summary.R ------------------> theirs.csv
 *                  +--> store ----> trig-analyze --> ours.csv        |
 *                                        |            `--- compared -+
 *                                        `--show-r--> R code --> shown.csv, compared too
 *
 * R's numbers in expected/ (made by the calls of summary.R and by the printed code, with UPDATE=1) are
 * compared too; where R or survey is absent, these alone, and the test says so. */
#include "tests/support.h"

#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"
#include "tests/oracle/shown.h"

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

static void run_ours(const struct oracle_case *which)
{
    char waves[64] = "";
    if (which->waves)
        snprintf(waves, sizeof waves, "--wave %s", which->waves);
    assert_int_equal(
        oracle_run("%s summary %s/store.trig --measure '%s' --by %s %s --fpc %s %s --df r --disclosure none "
                   "--format csv --quiet --out %s/ours.csv 2> /dev/null",
                   TRIG_ANALYZE, folder, MEASURES, which->by, waves, which->fpc ? "on" : "off",
                   which->options, folder),
        0);
}

static void check_case(const struct oracle_case *which)
{
    char ours[128];
    char theirs[128];
    struct trig_error error = {.status = TRIG_OK};
    size_t rows = 0;
    snprintf(ours, sizeof ours, "%s/ours.csv", folder);
    snprintf(theirs, sizeof theirs, "%s/theirs.csv", folder);
    oracle_write(folder, which->survey);
    run_ours(which);
    if (has_r &&
        oracle_run("Rscript %s/tests/oracle/summary.R %s/data.csv %s %s %s %s %s > %s/log 2>&1",
                   TRIG_SOURCE_DIR, folder, theirs, which->r_survey, which->waves ? which->waves : "all",
                   which->by, which->fpc ? "on" : "off", folder))
        fail_msg("%s: summary.R failed", which->label);
    const struct oracle_pair pair = {ours, has_r ? theirs : NULL, which->label, "estimate", 0.0};
    if (oracle_compare_with_r(&pair, &rows, &error))
        fail_msg("%s: %s", which->label, error.message);
    if (rows == 0)
        fail_msg("%s: R has no rows", which->label);
}

static void test_summary_agrees_with_r_survey(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_case(&cases[i]);
}

/* Of a survey by its own design, all that its measures can be asked for. */
#define SHOWN(label, survey, options)                                                                        \
    {                                                                                                        \
        "shown_" label, &oracle_##survey, NULL, "summary", options, POSITIVE_DEFF, "estimate", 1e-8, NULL    \
    }
/* R's are below 0 in a group whose weights are below 1 on average. */
#define POSITIVE_DEFF "result$deff[which(result$deff < 0)] <- NaN"
/* With weights that are computed first. */
#define WEIGHED(label, method, asked)                                                                        \
    {                                                                                                        \
        "shown_" label, &oracle_sample, NULL, "summary", "--by role --weights w2" asked, POSITIVE_DEFF,      \
            "estimate", 1e-8,                                                                                \
            "printf '" TOTALS "' > totals.csv && " TRIG_ANALYZE                                              \
            " weight store.trig --to totals.csv --uncovered drop --name w2 --method " method                 \
    }
#define TOTALS                                                                                               \
    "site,role,count\nnorth,,900\nsouth,,950\neast,,700\nwest,,1200\nisland,,980\n,lab,2000\n,it,1300\n,"    \
    "ws,1430\\n"
#define STATISTICS      " --measure v1,days,v2:positive,days/v1 --statistic mean,total,variance,sd,correlation "
#define TIED(contrasts) STATISTICS "--contrast '" contrasts "; v1 - days; v1 - 2*v2:positive' "
#define ROLES           TIED("lab - it; 0.5*lab + 0.5*it - ws")
#define QUANTILES       " --measure days,v1 --statistic median,p10,p75 --df r "
#define MANY            " --measure '" MEASURES "' --level 0.9 "

static void test_show_r_gives_the_same_numbers(void **state)
{
    (void)state;
    static const struct oracle_shown shown[] = {
        SHOWN("all", staff, "--weights none" MANY),
        SHOWN("pooled", staff, "--weights none --wave all" MANY),
        SHOWN("places", staff, "--weights none --wave all --by institution,wave" MANY),
        SHOWN("roles", staff, "--weights none --wave 2021 --by role,site" MANY),
        SHOWN("groups", staff, "--weights none --wave 2021,2024 --by wave,group" MANY),
        SHOWN("no_fpc", staff, "--weights none --by institution --fpc off" MANY),
        SHOWN("calibrated", staff, "--by site" MANY),
        SHOWN("total_calibrated", staff, "--by site" STATISTICS),
        SHOWN("total_places", staff, "--by institution --weights none" STATISTICS),
        SHOWN("quantiles_staff", staff, "--by site --weights none --wave all" QUANTILES),
        SHOWN("wilson", staff, "--weights none --by role --interval wilson" MANY),
        SHOWN("jeffreys", staff, "--weights none --by role --interval jeffreys --df design" MANY),
        SHOWN("sample", sample, "" MANY),
        SHOWN("sample_roles", sample, "--by role,site" MANY),
        SHOWN("sample_no_fpc", sample, "--by role --fpc off" MANY),
        SHOWN("total_sample", sample, "--by role" STATISTICS),
        SHOWN("quantiles_sample", sample, "--by role" QUANTILES),
        SHOWN("school", sample, "--by role --qrule school --quantile-interval beta" QUANTILES),
        SHOWN("hf8", sample, "--by role --qrule hf8 --quantile-interval logit" QUANTILES),
        SHOWN("jk1", sample, "--by role --design weight=w --replicates jk1 --statistic mean,total" MANY),
        SHOWN("jkn", sample, "--by role --replicates jkn --statistic mean,total" MANY),
        SHOWN("bootstrap", sample, "--by role --replicates bootstrap:60 --seed 5" MANY),
        WEIGHED("post", "poststratify --by site", STATISTICS),
        WEIGHED("raked", "rake", STATISTICS),
        WEIGHED("greg", "calibrate --bounds 0.4,2.5", STATISTICS),
        WEIGHED("greg_raking", "calibrate --calfun raking", QUANTILES),
        SHOWN("sizes", sizes, "--by role" MANY),
        SHOWN("total_sizes", sizes, "--by role" STATISTICS),
        SHOWN("remove", clusters_remove, "--by role" MANY),
        SHOWN("adjust", clusters_adjust, "--by role,site" MANY),
        SHOWN("adjust_no_fpc", clusters_adjust, "--by site --fpc off" MANY),
        SHOWN("total_clusters", clusters_adjust, "--by role" STATISTICS),
        SHOWN("quantiles_clusters", clusters_adjust, "--by role" QUANTILES),
        SHOWN("average", clusters_average, "--by role" MANY),
        SHOWN("certainty", clusters_certainty, "" MANY),
        SHOWN("contrasts_staff", staff, "--by role --weights none --wave all" ROLES),
        SHOWN("contrasts_calibrated", staff, "--by site" TIED("north - south; 2*east - south - north")),
        SHOWN("contrasts_groups", staff,
              "--by wave,group --wave all --weights none" TIED(
                  "2024,Northern - 2021,Northern; 2024,Northern - 2024,Coastal")),
        SHOWN("contrasts_sample", sample, "--by site --df r" TIED("north - 0.5*south - 0.5*east")),
        SHOWN("contrasts_all", sample, "--level 0.9" TIED("all")),
        SHOWN("contrasts_average", clusters_average, "--by role" ROLES),
        SHOWN("contrasts_adjust", clusters_adjust, "--by role --fpc off" ROLES),
        SHOWN("contrasts_jkn", sample, "--by role --replicates jkn" ROLES),
        SHOWN("contrasts_bootstrap", sample, "--by role --replicates bootstrap:60 --seed 5" ROLES),
        WEIGHED("contrasts_greg", "calibrate --bounds 0.4,2.5", ROLES),
        SHOWN("jkn_clusters", clusters_remove, "--by role --replicates jkn --statistic mean,total" MANY),
    };
    assert_true(oracle_shown_compare(folder, shown, sizeof shown / sizeof *shown, has_r) > 700);
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
