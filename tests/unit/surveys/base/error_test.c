#include "tests/support.h"

#include "surveys/base/error.h"

static void test_error_format_with_full_place_reads_like_a_compiler(void **state)
{
    (void)state;
    struct trig_error error;
    assert_int_equal(trig_error_set(&error, TRIG_ERR_FORMAT, "no such %s", "pillar"), TRIG_ERR_FORMAT);
    trig_error_place(&error, "survey/variables.csv", 12, 4);
    char text[512];
    trig_error_format(&error, text, sizeof text);
    assert_string_equal(text, "survey/variables.csv:12:4: no such pillar");
}

static void test_error_place_with_long_path_keeps_the_file_name(void **state)
{
    (void)state;
    struct trig_error error;
    char path[600];
    memset(path, 'a', sizeof path);
    strcpy(path + sizeof path - 10, "/this.csv");
    trig_error_set(&error, TRIG_ERR_IO, "cannot read");
    trig_error_place(&error, path, 0, 0);
    assert_true(strlen(error.file) == sizeof error.file - 1);
    assert_string_equal(error.file + strlen(error.file) - 9, "/this.csv");
}

static void test_error_set_without_error_returns_the_status(void **state)
{
    (void)state;
    assert_int_equal(trig_error_set(NULL, TRIG_ERR_IO, "%d", 1), TRIG_ERR_IO);
}

static void test_problems_add_counts_mistakes_only(void **state)
{
    (void)state;
    struct trig_problems problems;
    trig_problems_init(&problems);
    for (int i = 0; i < 100; i++)
        assert_int_equal(
            trig_problems_add(&problems, i % 2 ? TRIG_MISTAKE : TRIG_WARNING, "f", 1, 0, "%d", i), TRIG_OK);
    assert_int_equal(problems.count, 100);
    assert_int_equal(problems.mistakes, 50);
    assert_string_equal(problems.items[99].error.message, "99");
    trig_problems_clear(&problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_error_format_with_full_place_reads_like_a_compiler),
        cmocka_unit_test(test_error_place_with_long_path_keeps_the_file_name),
        cmocka_unit_test(test_error_set_without_error_returns_the_status),
        cmocka_unit_test(test_problems_add_counts_mistakes_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
