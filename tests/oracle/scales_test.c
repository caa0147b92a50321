/* Compares `trig-analyze reliability` with R's psych, by the R code that --show-r
 * prints (shown.h says how): on the synthetic surveys of surveys.c, and on the answers of
 * 2,800 people to 25 items of personality that psych brings along (bfi), written out at
 * test time.
 *
 * Without R the synthetic surveys are compared with stored numbers, and bfi is left out;
 * the test says so. */
#include "tests/support.h"

#include "tests/oracle/running.h"
#include "tests/oracle/shown.h"

#include <stdlib.h>

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

/* How many components and factors there are depends on random numbers: these rows may be alone. */
static const struct oracle_shown cases[] = {
    {"reliability_staff", &oracle_staff, NULL, "reliability", "--weights none --wave all", NULL, "estimate",
     1e-8, NULL},
    {"reliability_waves", &oracle_staff, NULL, "reliability", "--weights none --wave 2021 --level 0.9", NULL,
     "estimate", 1e-8, NULL},
    {"reliability_calibrated", &oracle_staff, NULL, "reliability", "--wave all", NULL, "estimate", 1e-8,
     NULL},
    {"reliability_sample", &oracle_sample, NULL, "reliability", "--pillar rec", NULL, "estimate", 1e-8, NULL},
    {"reliability_clusters", &oracle_clusters_adjust, NULL, "reliability", "", NULL, "estimate", 1e-8, NULL},
    {"scales_staff", &oracle_staff, NULL, "reliability", "--method alpha,correlation,kmo --weights none",
     NULL, "estimate", 1e-8, NULL},
    {"scales_staff_factor", &oracle_staff, NULL, "reliability", "--method omega --weights none --wave all",
     NULL, "estimate", 1e-5, NULL},
    {"scales_staff_weighted", &oracle_staff, NULL, "reliability",
     "--method alpha,omega,correlation,kmo,parallel --wave 2021,2024", NULL, NULL, 1e-5, NULL},
    {"scales_staff_site", &oracle_staff, NULL, "reliability",
     "--method alpha,correlation --missing pairwise --by site,wave --wave all", NULL, "estimate", 1e-8, NULL},
    {"scales_staff_group", &oracle_staff, NULL, "reliability", "--method kmo --by group --level 0.9", NULL,
     "estimate", 1e-8, NULL},
    {"scales_staff_pooled", &oracle_staff, NULL, "reliability", "--method alpha --by group --wave all", NULL,
     "estimate", 1e-8, NULL},
    {"scales_sample", &oracle_sample, NULL, "reliability", "--method alpha,correlation,kmo --by role", NULL,
     "estimate", 1e-8, NULL},
    {"scales_staff_polychoric", &oracle_staff, NULL, "reliability",
     "--method polychoric --weights none --wave all", NULL, "estimate", 1e-5, NULL},
    {"scales_staff_polychoric_weighted", &oracle_staff, NULL, "reliability",
     "--method polychoric --wave 2021,2024 --correct 0.5", NULL, "estimate", 1e-5, NULL},
    {"bfi_polychoric", NULL, write_bfi, "reliability", "--method polychoric --weights none", NULL, "estimate",
     1e-5, NULL},
    {"bfi_polychoric_weighted", NULL, write_bfi, "reliability",
     "--method polychoric --by gender --correct 0.25", NULL, "estimate", 1e-5, NULL},
    {"bfi_closed", NULL, write_bfi, "reliability", "--method alpha,correlation,kmo --weights none", NULL,
     "estimate", 1e-8, NULL},
    {"bfi_factor", NULL, write_bfi, "reliability", "--method omega,parallel --weights none", NULL, NULL, 1e-5,
     NULL},
    {"bfi_weighted", NULL, write_bfi, "reliability", "--method alpha,correlation,kmo --missing pairwise",
     NULL, "estimate", 1e-8, NULL},
    {"bfi_weighted_factor", NULL, write_bfi, "reliability", "--method omega,parallel", NULL, NULL, 1e-5,
     NULL},
    {"bfi_education", NULL, write_bfi, "reliability", "--method alpha,correlation,kmo --by gender,education",
     NULL, "estimate", 1e-8, NULL},
    {"bfi_gender_factor", NULL, write_bfi, "reliability", "--method omega,parallel --by gender", NULL, NULL,
     1e-5, NULL},
};

static void test_scales_agree_with_r_psych(void **state)
{
    (void)state;
    assert_true(oracle_shown_compare(folder, cases, sizeof cases / sizeof *cases, has_r) > 200);
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
