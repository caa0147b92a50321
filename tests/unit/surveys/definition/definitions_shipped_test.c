/* The definitions that ship are right in every row, and are what they claim. */
#include "tests/unit/surveys/definition/definition_support.h"

#define SHIPPED TRIG_SOURCE_DIR "/surveys/definitions"

static trig_definition *read_shipped(const char *folder)
{
    struct trig_definition_files files;
    struct trig_problems problems;
    struct trig_error error;
    trig_definition *definition;
    trig_problems_init(&problems);
    assert_ok(trig_definition_files_read(folder, SHIPPED, &files, &error), error);
    enum trig_status status = trig_definition_parse(&files, &problems, &definition, &error);
    if (status || problems.count)
        fail_msg("%s:%s", folder, problems_text(&problems));
    trig_problems_clear(&problems);
    trig_definition_files_clear(&files);
    return definition;
}

static void test_shipped_definitions_parse_without_a_problem(void **state)
{
    (void)state;
    static const char *const folders[] = {SHIPPED "/talent", SHIPPED "/demo", SHIPPED "/rse"};
    for (size_t i = 0; i < 3; i++)
        trig_definition_destroy(read_shipped(folders[i]));
}

static void test_demo_inherits_the_questions_of_talent(void **state)
{
    (void)state;
    trig_definition *talent = read_shipped(SHIPPED "/talent");
    trig_definition *demo = read_shipped(SHIPPED "/demo");
    assert_int_equal(demo->variable_count, talent->variable_count);
    assert_true(trig_view_is(demo->survey.id, "demo"));
    assert_true(demo->institution_count > 100);
    assert_true(strcmp(demo->sha256, talent->sha256) != 0);
    trig_definition_destroy(talent);
    trig_definition_destroy(demo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped_definitions_parse_without_a_problem),
        cmocka_unit_test(test_demo_inherits_the_questions_of_talent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
