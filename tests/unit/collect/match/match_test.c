#include "collect/match/match.h"

#include "collect/formats/formats.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

static const struct sheet sheets[] = {
    {"scales.csv", "scale,code,label,aliases\nagree,1,Disagree,\nagree,2,Agree,\n"
                   "pet,dog,Dogs,\npet,cat,Cats,Felines\n"},
    {"waves.csv", "id\n2021\n2024\n"},
    {"variables.csv", "name,label,role,type,scale,aliases\n"
                      "id,Response number,record,text,,\n"
                      "staff,Staff number,respondent,text,,\n"
                      "mail,E-mail,personal,text,,\n"
                      "spare,Spare,ignore,text,,\n"
                      "vis_1,People know what I do,item,ordinal,agree,VIS1|Known\n"
                      "vis_2,My work goes unseen,item,ordinal,agree,\n"
                      "vis_3,Same wording,item,ordinal,agree,\n"
                      "vis_4,Same wording,item,ordinal,agree,\n"
                      "pets,Which pets?,item,multiple,pet,\n"
                      "best,Best pet,item,nominal,pet,\n"},
    {"columns.csv", "variable,platform,heading,wave,code,separator\n"
                    "vis_1,,Old heading,2021,,\n"
                    "vis_2,,Old heading,2024,,\n"
                    "vis_2,limesurvey,Known,,,\n"
                    "pets,,Has a dog,,dog,\n"
                    "pets,,Keeps a dog,,dog,\n"
                    "pets,jisc,Q7,,,;\n"},
    {NULL, NULL},
};

struct scene {
    trig_definition *definition;
    struct trig_heading headings[8];
    struct trig_match matches[8];
    struct trig_arena arena;
    struct trig_problems problems;
    struct trig_error error;
    enum trig_status status;
};

/* Matches one header row. */
static void match(struct scene *scene, const struct trig_format *format, size_t wave, const char *const *row)
{
    memset(scene, 0, sizeof *scene);
    trig_arena_init(&scene->arena);
    trig_problems_init(&scene->problems);
    scene->definition = make_definition(sheets, NULL);
    size_t count = read_header(format, row, NULL, &scene->arena, scene->headings, 8);
    struct trig_match_request request = {.definition = scene->definition,
                                         .format = format,
                                         .headings = scene->headings,
                                         .count = count,
                                         .wave = wave,
                                         .path = "export.csv"};
    scene->status = trig_match_columns(&request, scene->matches, &scene->problems, &scene->error);
}

static void clear(struct scene *scene)
{
    trig_problems_clear(&scene->problems);
    trig_definition_destroy(scene->definition);
    trig_arena_clear(&scene->arena);
}

static void test_match_one_heading_by_rule_code_name_alias_label(void **state)
{
    (void)state;
    static const struct {
        const char *heading;
        const struct trig_format *format;
        size_t wave;
        const char *variable; /* NULL: none */
        enum trig_duty duty;
        size_t option;
    } cases[] = {
        {"vis_1", &trig_format_plain_csv, TRIG_NONE, "vis_1", TRIG_DUTY_WHOLE, TRIG_NONE},
        {"VIS_1", &trig_format_plain_csv, TRIG_NONE, "vis_1", TRIG_DUTY_WHOLE, TRIG_NONE},
        {" vis1 ", &trig_format_plain_csv, TRIG_NONE, "vis_1", TRIG_DUTY_WHOLE, TRIG_NONE},
        {"\xEF\xBB\xBFPeople\xC2\xA0know  what I do", &trig_format_plain_csv, TRIG_NONE, "vis_1",
         TRIG_DUTY_WHOLE, TRIG_NONE},
        {"q1[VIS1]. How far? [Whatever]", &trig_format_limesurvey, TRIG_NONE, "vis_1", TRIG_DUTY_WHOLE,
         TRIG_NONE},
        {"q1[a]. How far? [My work goes unseen]", &trig_format_limesurvey, TRIG_NONE, "vis_2",
         TRIG_DUTY_WHOLE, TRIG_NONE},
        {"vis_2. My work goes unseen", &trig_format_limesurvey, TRIG_NONE, "vis_2", TRIG_DUTY_WHOLE,
         TRIG_NONE},
        /* A rule of the platform goes before an alias. */
        {"Known", &trig_format_limesurvey, TRIG_NONE, "vis_2", TRIG_DUTY_WHOLE, TRIG_NONE},
        {"Known", &trig_format_plain_csv, TRIG_NONE, "vis_1", TRIG_DUTY_WHOLE, TRIG_NONE},
        {"Old heading", &trig_format_plain_csv, 0, "vis_1", TRIG_DUTY_WHOLE, TRIG_NONE},
        {"Old heading", &trig_format_plain_csv, 1, "vis_2", TRIG_DUTY_WHOLE, TRIG_NONE},
        {"7. Pets", &trig_format_jisc, TRIG_NONE, "pets", TRIG_DUTY_WHOLE, TRIG_NONE},
        {"pets", &trig_format_plain_csv, TRIG_NONE, "pets", TRIG_DUTY_WHOLE, TRIG_NONE},
        {"Has a dog", &trig_format_plain_csv, TRIG_NONE, "pets", TRIG_DUTY_OPTION, 0},
        {"pets[cat]", &trig_format_plain_csv, TRIG_NONE, "pets", TRIG_DUTY_OPTION, 1},
        {"Which pets? [Felines]", &trig_format_plain_csv, TRIG_NONE, "pets", TRIG_DUTY_OPTION, 1},
        {"p[x]. Which pets? [Cats]", &trig_format_limesurvey, TRIG_NONE, "pets", TRIG_DUTY_OPTION, 1},
        {"best", &trig_format_plain_csv, TRIG_NONE, "best", TRIG_DUTY_WHOLE, TRIG_NONE},
        {"mail", &trig_format_plain_csv, TRIG_NONE, "mail", TRIG_DUTY_PERSONAL, TRIG_NONE},
        {"Staff number", &trig_format_plain_csv, TRIG_NONE, "staff", TRIG_DUTY_PERSONAL, TRIG_NONE},
        {"ipaddr", &trig_format_limesurvey, TRIG_NONE, NULL, TRIG_DUTY_PERSONAL, TRIG_NONE},
        {"seed", &trig_format_limesurvey, TRIG_NONE, NULL, TRIG_DUTY_LEFT_OUT, TRIG_NONE},
        {"Spare", &trig_format_plain_csv, TRIG_NONE, "spare", TRIG_DUTY_LEFT_OUT, TRIG_NONE},
        {"pets[hamster]", &trig_format_plain_csv, TRIG_NONE, NULL, TRIG_DUTY_UNKNOWN, TRIG_NONE},
        /* Of one answer there are no option columns unless the platform says so. */
        {"best[cat]", &trig_format_plain_csv, TRIG_NONE, NULL, TRIG_DUTY_UNKNOWN, TRIG_NONE},
        {"Old heading", &trig_format_plain_csv, TRIG_NONE, NULL, TRIG_DUTY_UNKNOWN, TRIG_NONE},
        {"vis_11", &trig_format_plain_csv, TRIG_NONE, NULL, TRIG_DUTY_UNKNOWN, TRIG_NONE},
        {"", &trig_format_plain_csv, TRIG_NONE, NULL, TRIG_DUTY_UNKNOWN, TRIG_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        /* A second column that is known, so that there is something to match. */
        const char *const row[] = {cases[i].heading, "Response number", NULL};
        struct scene scene;
        match(&scene, cases[i].format, cases[i].wave, row);
        if (scene.status != TRIG_OK)
            fail_msg("\"%s\": %s", cases[i].heading, scene.error.message);
        const struct trig_match *found = &scene.matches[0];
        size_t variable = cases[i].variable
                              ? trig_definition_variable(scene.definition, trig_view(cases[i].variable))
                              : TRIG_NONE;
        if (found->variable != variable || found->duty != cases[i].duty || found->option != cases[i].option)
            fail_msg("\"%s\": variable %zu, duty %d, option %zu", cases[i].heading, found->variable,
                     found->duty, found->option);
        clear(&scene);
    }
}

static void test_match_unclear_headers_are_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *row[4];
        size_t mistakes;
    } cases[] = {
        {"two variables of one wording", {"Same wording", "id", NULL}, 1},
        {"two columns of one variable", {"vis_1", "VIS_1x", "vis_1", NULL}, 1},
        {"the same option twice", {"pets[cat]", "pets[Cats]", NULL}, 1},
        {"two mistakes", {"Same wording", "vis_1", "vis_1", NULL}, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene scene;
        match(&scene, &trig_format_plain_csv, TRIG_NONE, cases[i].row);
        if (scene.status != TRIG_ERR_FORMAT || scene.problems.mistakes < cases[i].mistakes)
            fail_msg("%s: %zu mistakes", cases[i].label, scene.problems.mistakes);
        assert_string_equal(scene.error.file, "export.csv");
        clear(&scene);
    }
}

static void test_match_surer_column_wins_and_says_so(void **state)
{
    (void)state;
    struct scene scene;
    const char *const row[] = {"People know what I do", "vis_1", "pets", "pets[cat]", NULL};
    match(&scene, &trig_format_plain_csv, TRIG_NONE, row);
    assert_ok(scene.status, scene.error);
    assert_int_equal(scene.matches[0].duty, TRIG_DUTY_LEFT_OUT);
    assert_int_equal(scene.matches[1].duty, TRIG_DUTY_WHOLE);
    /* Options in columns of their own need no splitting. */
    assert_int_equal(scene.matches[2].duty, TRIG_DUTY_LEFT_OUT);
    assert_int_equal(scene.matches[3].duty, TRIG_DUTY_OPTION);
    clear(&scene);
}

static void test_match_rules_may_give_one_option_two_columns(void **state)
{
    (void)state;
    struct scene scene;
    const char *const row[] = {"Has a dog", "Keeps a dog", "pets[cat]", NULL};
    match(&scene, &trig_format_plain_csv, TRIG_NONE, row);
    assert_ok(scene.status, scene.error);
    assert_int_equal(scene.matches[0].option, 0);
    assert_int_equal(scene.matches[1].option, 0);
    assert_int_equal(scene.matches[2].option, 1);
    clear(&scene);
}

static void test_match_platform_columns_stand_in_for_roles(void **state)
{
    (void)state;
    struct scene scene;
    const char *const row[] = {"URN", "1. People know what I do", "CompletionDate", NULL};
    match(&scene, &trig_format_jisc, TRIG_NONE, row);
    assert_ok(scene.status, scene.error);
    assert_int_equal(scene.matches[0].variable, trig_definition_variable(scene.definition, trig_view("id")));
    assert_int_equal(scene.matches[0].duty, TRIG_DUTY_WHOLE);
    assert_int_equal(scene.matches[2].duty, TRIG_DUTY_LEFT_OUT);
    clear(&scene);
}

static void test_match_nothing_at_all_is_an_error(void **state)
{
    (void)state;
    struct scene scene;
    const char *const row[] = {"colour", "size", "mail", NULL};
    match(&scene, &trig_format_plain_csv, TRIG_NONE, row);
    assert_int_equal(scene.status, TRIG_ERR_FORMAT);
    /* A file without header has answers there: they are not repeated. */
    assert_null(strstr(scene.error.message, "colour"));
    clear(&scene);
}

static void test_match_separator_of_the_rule_is_kept(void **state)
{
    (void)state;
    struct scene scene;
    const char *const row[] = {"7. Pets", NULL};
    match(&scene, &trig_format_jisc, TRIG_NONE, row);
    assert_ok(scene.status, scene.error);
    assert_true(trig_view_is(scene.matches[0].separator, ";"));
    clear(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_match_one_heading_by_rule_code_name_alias_label),
        cmocka_unit_test(test_match_unclear_headers_are_mistakes),
        cmocka_unit_test(test_match_surer_column_wins_and_says_so),
        cmocka_unit_test(test_match_rules_may_give_one_option_two_columns),
        cmocka_unit_test(test_match_platform_columns_stand_in_for_roles),
        cmocka_unit_test(test_match_nothing_at_all_is_an_error),
        cmocka_unit_test(test_match_separator_of_the_rule_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
