#include "tests/support.h"

#include "analyze/frame/frame.h"
#include "tests/oracle/surveys.h"

static trig_definition *staff;
static trig_definition *sample;

static int make_definitions(void **state)
{
    (void)state;
    struct trig_error error;
    return filled_definition(oracle_staff.files, &staff, &error) ||
           filled_definition(oracle_sample.files, &sample, &error);
}

static int destroy_definitions(void **state)
{
    (void)state;
    trig_definition_destroy(staff);
    trig_definition_destroy(sample);
    return 0;
}

/* ---- --by and --wave ----------------------------------------------------------------------- */

static void test_bys_parse_knows_places_variables_and_all(void **state)
{
    (void)state;
    struct trig_bys bys;
    struct trig_error error;
    assert_ok(trig_bys_parse(staff, NULL, &bys, &error), error);
    assert_int_equal(bys.count, 0);
    assert_ok(trig_bys_parse(staff, "all", &bys, &error), error);
    assert_int_equal(bys.count, 0);
    assert_ok(trig_bys_parse(staff, "role,institution,role,wave,site", &bys, &error), error);
    assert_int_equal(bys.count, 4);
    assert_int_equal(bys.items[0].kind, TRIG_BY_VARIABLE);
    assert_int_equal(bys.items[1].kind, TRIG_BY_INSTITUTION);
    assert_int_equal(bys.items[2].kind, TRIG_BY_WAVE);
    assert_true(trig_bys_have(&bys, TRIG_BY_VARIABLE, trig_definition_variable(staff, trig_view("site"))));
    assert_false(trig_bys_have(&bys, TRIG_BY_VARIABLE, trig_definition_variable(staff, trig_view("v1"))));
    assert_false(trig_bys_have(&bys, TRIG_BY_GROUP, TRIG_NONE));
}

static void test_bys_parse_mistakes_say_what_to_do(void **state)
{
    (void)state;
    const struct {
        const trig_definition *definition;
        const char *list;
        const char *message;
    } cases[] = {
        {staff, "rolle", "there is no breakdown \"rolle\"; did you mean \"role\""},
        {staff, "days", "\"days\": it is numeric and has no categories"},
        {staff, "support", "one respondent may give several answers"},
        {staff, "cal", "its role is weight"},
        {sample, "wave", "this survey has no waves.csv"},
        {sample, "institution", "this survey has no institutions.csv"},
        {sample, "group", "this survey has no groups.csv"},
        {sample, "cohort", "institutions.csv gives neither cohort nor signed"},
        {sample, "stage", "a stage is the time from signed"},
        {staff, "wave,institution,group,technical,role,site,v1,v2,v3", "--by takes at most 8 names"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_bys bys;
        struct trig_error error;
        assert_int_equal(trig_bys_parse(cases[i].definition, cases[i].list, &bys, &error), TRIG_ERR_USAGE);
        if (!strstr(error.message, cases[i].message))
            fail_msg("%s: \"%s\"", cases[i].list, error.message);
    }
}

static void test_waves_parse_knows_ids_latest_and_all(void **state)
{
    (void)state;
    struct trig_waves waves;
    struct trig_error error;
    assert_ok(trig_waves_parse(staff, NULL, &waves, &error), error);
    assert_int_equal(waves.choice, TRIG_WAVES_LATEST);
    assert_ok(trig_waves_parse(staff, "all", &waves, &error), error);
    assert_int_equal(waves.choice, TRIG_WAVES_ALL);
    assert_ok(trig_waves_parse(staff, "2024,2021", &waves, &error), error);
    assert_int_equal(waves.choice, TRIG_WAVES_LISTED);
    assert_int_equal(waves.count, 2);
    assert_int_equal(waves.items[0], 1);
    assert_int_equal(trig_waves_parse(staff, "2022", &waves, &error), TRIG_ERR_USAGE);
    assert_non_null(strstr(error.message, "there is no wave \"2022\"; did you mean \"202"));
    assert_int_equal(trig_waves_parse(sample, "2021", &waves, &error), TRIG_ERR_USAGE);
    assert_non_null(strstr(error.message, "has no waves.csv"));
}

/* ---- the design ---------------------------------------------------------------------------- */

static struct trig_design choose(const trig_definition *definition, const struct trig_design_options *options)
{
    struct trig_design design;
    struct trig_error error;
    assert_ok(trig_design_choose(definition, options, &design, &error), error);
    return design;
}

static void test_design_choose_without_roles_is_the_default(void **state)
{
    (void)state;
    struct trig_design design = choose(staff, &(struct trig_design_options){.fpc_default = true});
    assert_false(design.declared);
    assert_int_equal(design.basis, TRIG_BASIS_MODEL);
    assert_int_equal(design.lonely, TRIG_LONELY_ADJUST);
    assert_true(design.use_fpc);
    assert_close(design.level, 0.95, 0, 0);
    assert_int_equal(design.weight, trig_definition_variable(staff, trig_view("cal")));
    design = choose(staff, &(struct trig_design_options){.weights = "none", .fpc = "on", .df = "design"});
    assert_int_equal(design.weight == TRIG_NONE, 1);
    assert_true(design.use_fpc);
    assert_int_equal(design.df, TRIG_DF_DESIGN);
}

static void test_design_choose_takes_roles_and_lets_options_replace_them(void **state)
{
    (void)state;
    size_t region = trig_definition_variable(sample, trig_view("region"));
    struct trig_design design = choose(sample, &(struct trig_design_options){.fpc_default = false});
    assert_true(design.declared);
    assert_int_equal(design.basis, TRIG_BASIS_DESIGN);
    assert_int_equal(design.lonely, TRIG_LONELY_FAIL);
    assert_false(design.use_fpc);
    assert_int_equal(design.stratum, region);
    assert_false(design.weights_from_fpc);
    design = choose(sample, &(struct trig_design_options){.design = "strata=region, fpc = size"});
    assert_true(design.weight == TRIG_NONE);
    assert_true(design.weights_from_fpc);
    design =
        choose(sample, &(struct trig_design_options){.design = "strata=region,fpc=size", .weights = "none"});
    assert_false(design.weights_from_fpc);
    design = choose(sample, &(struct trig_design_options){.design = "none"});
    assert_false(design.declared);
    assert_true(design.stratum == TRIG_NONE && design.weight == TRIG_NONE && design.fpc == TRIG_NONE);
}

static void test_design_choose_mistakes_say_what_to_do(void **state)
{
    (void)state;
    static const struct {
        struct trig_design_options options;
        const char *message;
    } cases[] = {
        {{.design = "stratum=region"}, "--design takes strata=V, psu=V, weight=V, fpc=V"},
        {{.design = "strata"}, "not \"strata\""},
        {{.design = "strata=regoin"}, "there is no variable \"regoin\"; did you mean \"region\""},
        {{.design = "weight=region"}, "\"region\" cannot be the weight: it is nominal, not numeric"},
        {{.design = "strata=support"}, "\"support\" cannot be the stratum"},
        {{.weights = "wt"}, "there is no variable \"wt\""},
        {{.df = "z"}, "--df takes strata, r or design, not \"z\""},
        {{.replicates = "jk2"}, "--replicates takes jk1, jkn, brr"},
        {{.replicates = "fay:1"}, "not \"fay:1\""},
        {{.replicates = "bootstrap:1.5"}, "not \"bootstrap:1.5\""},
        {{.replicates = "jkn:3"}, "not \"jkn:3\""},
        {{.seed = "-1"}, "--seed takes a whole number"},
        {{.lonely = "drop"}, "--lonely takes fail, remove, adjust, average or certainty, not \"drop\""},
        {{.design = "strata=region,psu2=site"}, "a second stage without a first"},
        {{.fpc = "yes"}, "--fpc takes on or off"},
        {{.level = "95"}, "--level takes a number between 0 and 1"},
        {{.level = "1"}, "--level takes a number between 0 and 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_design design;
        struct trig_error error;
        assert_int_equal(trig_design_choose(sample, &cases[i].options, &design, &error), TRIG_ERR_USAGE);
        if (!strstr(error.message, cases[i].message))
            fail_msg("case %zu: \"%s\"", i, error.message);
    }
}

static void test_design_choose_refuses_what_it_would_get_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *variables;
        const char *message;
    } cases[] = {
        {"name,role,type\nr1,replicate_weight,numeric\n", "replicate_type has to be jk1, jkn"},
        {"name,role,type\na,psu,text\nb,psu2,text\nf,fpc,numeric\n", "a second stage without fpc2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct filled_file files[] = {
            {"survey.csv", "key,value\nid,x\n"}, {"variables.csv", cases[i].variables}, {NULL, NULL}};
        trig_definition *definition;
        struct trig_design design;
        struct trig_error error;
        assert_ok(filled_definition(files, &definition, &error), error);
        assert_int_equal(trig_design_choose(definition, &(struct trig_design_options){.fpc_default = true},
                                            &design, &error),
                         TRIG_ERR_USAGE);
        trig_definition_destroy(definition);
        if (!strstr(error.message, cases[i].message))
            fail_msg("case %zu: \"%s\"", i, error.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bys_parse_knows_places_variables_and_all),
        cmocka_unit_test(test_bys_parse_mistakes_say_what_to_do),
        cmocka_unit_test(test_waves_parse_knows_ids_latest_and_all),
        cmocka_unit_test(test_design_choose_without_roles_is_the_default),
        cmocka_unit_test(test_design_choose_takes_roles_and_lets_options_replace_them),
        cmocka_unit_test(test_design_choose_mistakes_say_what_to_do),
        cmocka_unit_test(test_design_choose_refuses_what_it_would_get_wrong),
    };
    return cmocka_run_group_tests(tests, make_definitions, destroy_definitions);
}
