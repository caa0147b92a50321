/* Compares `trig-analyze reliability` with R's psych, by the R code that --show-r
 * prints: on the synthetic surveys of surveys.c, and on the answers of 2,800 people to
 * 25 items of personality that psych brings along (bfi), written out at test time.
 *
 * All cases go through one R process. Where R or psych is absent the synthetic surveys
 * are compared with stored numbers (made with ORACLE_KEEP naming the folder expected/),
 * and bfi is left out; the test says so. */
#include "tests/support.h"

#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"
#include "tests/oracle/surveys.h"

#include <stdlib.h>

struct oracle_case {
    const char *label;
    const struct oracle_survey *survey; /* NULL: bfi */
    const char *options;
    const char *needed; /* rows of ours with a number here have to be R's too; NULL: how many
                           components and factors there are depends on random numbers */
    double relative;    /* closed forms 1e-8; where both iterate 1e-5 */
};

static const struct oracle_case cases[] = {
    {"reliability_staff", &oracle_staff, "--weights none --wave all", "estimate", 1e-8},
    {"reliability_waves", &oracle_staff, "--weights none --wave 2021 --level 0.9", "estimate", 1e-8},
    {"reliability_calibrated", &oracle_staff, "--wave all", "estimate", 1e-8},
    {"reliability_sample", &oracle_sample, "--pillar rec", "estimate", 1e-8},
    {"reliability_clusters", &oracle_clusters_adjust, "", "estimate", 1e-8},
    {"scales_staff", &oracle_staff, "--method alpha,correlation,kmo --weights none", "estimate", 1e-8},
    {"scales_staff_factor", &oracle_staff, "--method omega --weights none --wave all", "estimate", 1e-5},
    {"scales_staff_weighted", &oracle_staff, "--method alpha,omega,correlation,kmo,parallel --wave 2021,2024",
     NULL, 1e-5},
    {"scales_staff_site", &oracle_staff,
     "--method alpha,correlation --missing pairwise --by site,wave --wave all", "estimate", 1e-8},
    {"scales_staff_group", &oracle_staff, "--method kmo --by group --level 0.9", "estimate", 1e-8},
    {"scales_staff_pooled", &oracle_staff, "--method alpha --by group --wave all", "estimate", 1e-8},
    {"scales_sample", &oracle_sample, "--method alpha,correlation,kmo --by role", "estimate", 1e-8},
    {"scales_staff_polychoric", &oracle_staff, "--method polychoric --weights none --wave all", "estimate",
     1e-5},
    {"scales_staff_polychoric_weighted", &oracle_staff, "--method polychoric --wave 2021,2024 --correct 0.5",
     "estimate", 1e-5},
    {"bfi_polychoric", NULL, "--method polychoric --weights none", "estimate", 1e-5},
    {"bfi_polychoric_weighted", NULL, "--method polychoric --by gender --correct 0.25", "estimate", 1e-5},
    {"bfi_closed", NULL, "--method alpha,correlation,kmo --weights none", "estimate", 1e-8},
    {"bfi_factor", NULL, "--method omega,parallel --weights none", NULL, 1e-5},
    {"bfi_weighted", NULL, "--method alpha,correlation,kmo --missing pairwise", "estimate", 1e-8},
    {"bfi_weighted_factor", NULL, "--method omega,parallel", NULL, 1e-5},
    {"bfi_education", NULL, "--method alpha,correlation,kmo --by gender,education", "estimate", 1e-8},
    {"bfi_gender_factor", NULL, "--method omega,parallel --by gender", NULL, 1e-5},
};

#define CASES (sizeof cases / sizeof *cases)

static char folder[ORACLE_FOLDER];
static bool has_r;

/* ---- bfi ---------------------------------------------------------------------------------------- */

static void write_definition(struct filled_text *scales, struct filled_text *variables)
{
    static const char *const reversed[] = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"};
    filled_print(scales, "scale,code,label,kind\n");
    for (int code = 1; code <= 6; code++)
        filled_print(scales, "six,%d,%d,substantive\nother,%d,%d,substantive\n", code, code, code, code);
    filled_print(variables, "name,label,role,type,scale,pillar,reversed\n"
                            "gender,Gender,attribute,nominal,other,,\n"
                            "education,Education,attribute,nominal,other,,\nw,Weight,weight,numeric,,,\n");
    for (const char *pillar = "ACENO"; *pillar; pillar++)
        for (int item = 1; item <= 5; item++) {
            char name[16];
            bool mirrored = false;
            snprintf(name, sizeof name, "%c%d", *pillar, item);
            for (size_t i = 0; i < sizeof reversed / sizeof *reversed; i++)
                mirrored = mirrored || strcmp(reversed[i], name) == 0;
            filled_print(variables, "%s,%s,item,ordinal,six,%c,%d\n", name, name, *pillar, mirrored);
        }
}

static char *read_data(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/data.csv", folder);
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 1 << 20);
    assert_true(file && text);
    size_t length = fread(text, 1, (1 << 20) - 1, file);
    fclose(file);
    assert_true(length > 1000 && length < (1 << 20) - 1);
    return text;
}

static void write_bfi(void)
{
    char path[128];
    struct filled_text scales = {NULL, 0, 0};
    struct filled_text variables = {NULL, 0, 0};
    assert_int_equal(
        oracle_run(
            "Rscript -e 'd <- psych::bfi; d$age <- NULL; d$w <- 0.5 + seq_len(nrow(d)) * 7 %%%% 11 / 5; "
            "write.csv(d, \"%s/data.csv\", row.names = FALSE, na = \"\", quote = FALSE)' > %s/log 2>&1",
            folder, folder),
        0);
    write_definition(&scales, &variables);
    char *data = read_data();
    const struct filled_file files[] = {{"survey.csv", "key,value\nid,bfi\n"},
                                        {"scales.csv", scales.data},
                                        {"pillars.csv", "id,label\nA,A\nC,C\nE,E\nN,N\nO,O\n"},
                                        {"variables.csv", variables.data},
                                        {NULL, NULL}};
    struct trig_error error = {.status = TRIG_OK};
    snprintf(path, sizeof path, "%s/store.trig", folder);
    assert_ok(filled_store(path, files, data, 1000, &error), error);
    free(data);
    filled_clear(&scales);
    filled_clear(&variables);
}

/* ---- cases -------------------------------------------------------------------------------------- */

/* Runs our program into ours-LABEL.csv, and adds the R code it prints to shown.R. */
static void run_ours(const struct oracle_case *which)
{
    if (oracle_run("cp %s/data.csv %s/data-%s.csv && { echo 'local({'; "
                   "echo 'd <- read.csv(\"%s/data-%s.csv\", colClasses = \"character\", na.strings = \"\", "
                   "check.names = FALSE)'; "
                   "%s reliability %s/store.trig %s --disclosure none --format csv --quiet --show-r --out "
                   "%s/ours-%s.csv; "
                   "echo 'write.csv(format(result[!is.na(result$estimate), ], digits = 15, trim = TRUE), "
                   "\"%s/%s.csv\", row.names = FALSE, "
                   "quote = FALSE)'; echo '})'; } >> %s/shown.R 2> %s/log",
                   folder, folder, which->label, folder, which->label, TRIG_ANALYZE, folder, which->options,
                   folder, which->label, folder, which->label, folder, folder))
        fail_msg("%s: the program failed", which->label);
}

static void compare_case(const struct oracle_case *which)
{
    char ours[160];
    char theirs[512];
    struct trig_error error = {.status = TRIG_OK};
    size_t rows = 0;
    const char *keep = getenv("ORACLE_KEEP");
    snprintf(ours, sizeof ours, "%s/ours-%s.csv", folder, which->label);
    snprintf(theirs, sizeof theirs, "%s/%s.csv", folder, which->label);
    if (has_r && keep && which->survey)
        assert_int_equal(oracle_run("cp %s %s/", theirs, keep), 0);
    if (!has_r)
        snprintf(theirs, sizeof theirs, "%s/tests/oracle/expected/%s.csv", TRIG_SOURCE_DIR, which->label);
    if (oracle_compare_within(ours, theirs, which->needed, which->relative, 1e-4 * which->relative, &rows,
                              &error))
        fail_msg("%s: %s", which->label, error.message);
    if (rows == 0)
        fail_msg("%s: R has no rows", which->label);
}

static void test_scales_agree_with_r_psych(void **state)
{
    (void)state;
    const struct oracle_survey *written = NULL;
    bool bfi = false;
    for (size_t i = 0; i < CASES; i++) {
        if (cases[i].survey && cases[i].survey != written)
            oracle_write(folder, written = cases[i].survey);
        if (!cases[i].survey && !bfi && has_r)
            write_bfi();
        bfi = !cases[i].survey;
        if (cases[i].survey || has_r)
            run_ours(&cases[i]);
    }
    if (has_r && oracle_run("Rscript %s/shown.R > %s/log 2>&1", folder, folder))
        fail_msg("the R code that --show-r prints failed");
    for (size_t i = 0; i < CASES; i++)
        if (cases[i].survey || has_r)
            compare_case(&cases[i]);
}

static int make_folder(void **state)
{
    has_r = oracle_has_r("psych", "comparing with stored numbers, without bfi");
    return oracle_make_folder(state, folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_scales_agree_with_r_psych)};
    return cmocka_run_group_tests(tests, make_folder, oracle_remove_folder);
}
