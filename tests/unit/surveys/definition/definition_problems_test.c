/* What is said of a definition with several mistakes, or without some of its files: each mistake
 * once, at its place, and none that only follows from another. */
#include "tests/unit/surveys/definition/definition_support.h"

#include <stdlib.h>

static void assert_places(const struct base_file *changed, size_t count, const char *const *places,
                          size_t place_count)
{
    struct parsed parsed = parse_changed(changed, count);
    assert_int_equal(parsed.status, TRIG_ERR_FORMAT);
    if (parsed.problems.count != place_count)
        fail_msg("not %zu problems:%s", place_count, problems_text(&parsed.problems));
    for (size_t i = 0; i < place_count; i++) {
        char line[1200];
        trig_error_format(&parsed.problems.items[i].error, line, sizeof line);
        if (!begins_with(line, places[i]))
            fail_msg("\"%s\" is not at \"%s\"", line, places[i]);
    }
    parsed_clear(&parsed);
}

static void test_parse_lists_every_mistake_of_every_file(void **state)
{
    (void)state;
    static const struct base_file changed[] = {
        {"survey.csv", "key,value\nid,a\nmin_answered,2\ndisclosure_threshold,x\n"},
        {"variables.csv", VARIABLES "1x,,itm,text,,,,,,,,\nx,,item,ordinal,,,,2,1,,,\n"},
        {"groups.csv", "group,institution,from\nCoast,nowhere,soon\n"},
    };
    static const char *const places[] = {"survey.csv:3: ",    "survey.csv:4: ",    "variables.csv:6: ",
                                         "variables.csv:6: ", "variables.csv:7: ", "variables.csv:7: ",
                                         "variables.csv:7: ", "groups.csv:2: ",    "groups.csv:2: "};
    assert_places(changed, 3, places, 9);
}

static void test_parse_of_an_unreadable_file_does_not_blame_those_who_refer_to_it(void **state)
{
    (void)state;
    static const struct base_file bytes[] = {{"scales.csv", "scale,code\nagree\xE9,1\n"}};
    static const struct base_file column[] = {{"institutions.csv", "name\nNorth\n"}};
    static const struct base_file ragged[] = {{"waves.csv", "id,label\nw1\nw2,\n"}};
    static const char *const first[] = {"scales.csv:2:6: "};
    static const char *const second[] = {"institutions.csv:1: "};
    static const char *const third[] = {"waves.csv:2: "};
    assert_places(bytes, 1, first, 1);
    assert_places(column, 1, second, 1);
    assert_places(ragged, 1, third, 1);
}

static void test_parse_without_the_required_files_names_them(void **state)
{
    (void)state;
    static const struct base_file changed[] = {
        {"variables.csv", NULL}, {"columns.csv", NULL}, {"crosswalk.csv", NULL}, {"population.csv", NULL}};
    static const char *const places[] = {"variables.csv: there is no such file"};
    assert_places(changed, 4, places, 1);
    static const struct base_file without[] = {{"survey.csv", NULL}};
    static const char *const survey[] = {"survey.csv: there is no such file"};
    assert_places(without, 1, survey, 1);
}

static void test_parse_reference_to_an_absent_file_says_so(void **state)
{
    (void)state;
    static const struct base_file changed[] = {
        {"pillars.csv", NULL}, {"actions.csv", NULL}, {"variables.csv", VARIABLES}};
    struct parsed parsed = parse_changed(changed, 3);
    assert_int_equal(parsed.problems.count, 2);
    assert_non_null(strstr(parsed.problems.items[0].error.message, "there is no pillars.csv to define it"));
    parsed_clear(&parsed);
}

static void test_parse_warns_about_an_institution_that_no_file_lists(void **state)
{
    (void)state;
    static const struct base_file changed[] = {
        {"institutions.csv", NULL},
        {"groups.csv", NULL},
        {"population.csv", NULL},
        {"actions.csv", NULL},
    };
    struct parsed parsed = parse_changed(changed, 4);
    assert_int_equal(parsed.status, TRIG_OK);
    assert_int_equal(parsed.problems.count, 1);
    assert_int_equal(parsed.problems.items[0].error.line, 3);
    assert_non_null(strstr(parsed.problems.items[0].error.message, "institutions.csv lists none"));
    parsed_clear(&parsed);
}

static void test_parse_mistakes_in_an_inherited_file_come_with_a_way_out(void **state)
{
    (void)state;
    struct trig_definition_file items[] = {{.name = trig_view("groups.csv"),
                                            .content = trig_view("group,institution\nCoast,north\n"),
                                            .path = trig_view("/usr/share/talent/groups.csv")},
                                           {.name = trig_view("institutions.csv"),
                                            .content = trig_view("id\nmine\n"),
                                            .path = trig_view("me/institutions.csv")},
                                           {.name = trig_view("survey.csv"),
                                            .content = trig_view("key,value\nid,me\n"),
                                            .path = trig_view("me/survey.csv")},
                                           {.name = trig_view("variables.csv"),
                                            .content = trig_view("name,role,type\nx,item,text\n"),
                                            .path = trig_view("/usr/share/talent/variables.csv")}};
    struct trig_definition_files files = {.items = items, .count = 4};
    struct trig_problems problems;
    trig_problems_init(&problems);
    trig_definition *definition;
    assert_int_equal(trig_definition_parse(&files, &problems, &definition, NULL), TRIG_ERR_FORMAT);
    assert_null(definition);
    assert_int_equal(problems.count, 2);
    assert_int_equal(problems.items[1].severity, TRIG_NOTE);
    assert_string_equal(problems.items[1].error.file, "/usr/share/talent/groups.csv");
    assert_non_null(strstr(problems.items[1].error.message, "put a groups.csv of your own"));
    trig_problems_clear(&problems);
}

static void test_parse_messages_shorten_and_clean_what_they_quote(void **state)
{
    (void)state;
    char content[5000] = "group,institution\nCoast,\x1B[2J";
    memset(content + strlen(content), 'x', 4000);
    struct base_file changed = {"groups.csv", content};
    struct parsed parsed = parse_changed(&changed, 1);
    assert_int_equal(parsed.problems.count, 1);
    const char *message = parsed.problems.items[0].error.message;
    assert_null(strchr(message, 0x1B));
    assert_non_null(strstr(message, "xxx...\" is not in institutions.csv"));
    parsed_clear(&parsed);
}

static void test_parse_of_garbage_stops_listing(void **state)
{
    (void)state;
    char *content = malloc(400000);
    assert_non_null(content);
    size_t length = (size_t)sprintf(content, "group,institution\n");
    for (int i = 0; i < 20000; i++)
        length += (size_t)sprintf(content + length, "g,none%d\n", i);
    struct base_file changed = {"groups.csv", content};
    struct parsed parsed = parse_changed(&changed, 1);
    assert_int_equal(parsed.problems.count, 10000);
    assert_non_null(strstr(parsed.problems.items[9999].error.message, "the rest is not listed"));
    parsed_clear(&parsed);
    free(content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_lists_every_mistake_of_every_file),
        cmocka_unit_test(test_parse_of_an_unreadable_file_does_not_blame_those_who_refer_to_it),
        cmocka_unit_test(test_parse_without_the_required_files_names_them),
        cmocka_unit_test(test_parse_reference_to_an_absent_file_says_so),
        cmocka_unit_test(test_parse_warns_about_an_institution_that_no_file_lists),
        cmocka_unit_test(test_parse_mistakes_in_an_inherited_file_come_with_a_way_out),
        cmocka_unit_test(test_parse_messages_shorten_and_clean_what_they_quote),
        cmocka_unit_test(test_parse_of_garbage_stops_listing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
