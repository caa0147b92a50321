#include "tests/support.h"

#include "analyze/benchmark/place.h"
#include "tests/comparison_survey.h"

static int set_up(void **state)
{
    return filled_definition(comparison_files(), (trig_definition **)state, NULL);
}

static int tear_down(void **state)
{
    trig_definition_destroy(*state);
    return 0;
}

static void test_institution_by_any_spelling_is_found(void **state)
{
    const trig_definition *definition = *state;
    struct {
        const char *text;
        const char *id;
    } cases[] = {
        {"cedar", "cedar"},
        {"CEDAR", "cedar"},
        {"Cedarhaven", "cedar"},
        {"cedarhaven  university", "cedar"},
        {"Firth & Glen University", "fir"},
        {" firth & glen\xC2\xA0university ", "fir"},
        {"dio", "dogwood"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_error error = {.status = TRIG_OK};
        size_t found = TRIG_NONE;
        assert_ok(trig_place_institution(definition, cases[i].text, &found, &error), error);
        if (!trig_view_is(definition->institutions[found].id, cases[i].id))
            fail_msg("\"%s\" is %s", cases[i].text, definition->institutions[found].id.data);
    }
}

static void test_institution_misspelt_is_refused_with_the_nearest(void **state)
{
    struct trig_error error = {.status = TRIG_OK};
    size_t found = 7;
    assert_int_equal(trig_place_institution(*state, "Cederhaven", &found, &error), TRIG_ERR_USAGE);
    assert_int_equal(found, 7);
    assert_non_null(strstr(error.message, "did you mean \"cedar\" (Cedarhaven University)?"));
    assert_int_equal(trig_place_institution(*state, "willowbank", &found, &error), TRIG_ERR_USAGE);
    assert_non_null(strstr(error.message, "did you mean \"willow\" (Willowbank University)?"));
    assert_int_equal(trig_place_institution(*state, "Xyzzy", &found, &error), TRIG_ERR_USAGE);
    assert_non_null(strstr(error.message, "institutions.csv"));
    assert_int_equal(trig_place_institution(*state, "\xff", &found, &error), TRIG_ERR_FORMAT);
}

static void test_group_by_normalised_text_is_found(void **state)
{
    const trig_definition *definition = *state;
    struct trig_error error = {.status = TRIG_OK};
    size_t found = TRIG_NONE;
    assert_ok(trig_place_group(definition, "hill &  dale", &found, &error), error);
    assert_true(trig_view_is(definition->groups.items[found], "Hill & Dale"));
    assert_int_equal(trig_place_group(definition, "Cost", &found, &error), TRIG_ERR_USAGE);
    assert_non_null(strstr(error.message, "\"Coast\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_institution_by_any_spelling_is_found),
        cmocka_unit_test(test_institution_misspelt_is_refused_with_the_nearest),
        cmocka_unit_test(test_group_by_normalised_text_is_found),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
