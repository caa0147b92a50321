#include "collect/reason.h"

#include "tests/support.h"

static void test_reason_every_one_has_its_own_id_and_a_sentence(void **state)
{
    (void)state;
    for (size_t i = 1; i < TRIG_REASONS; i++) {
        enum trig_reason reason = (enum trig_reason)i;
        const char *sentence = trig_reason_sentence(reason);
        assert_int_equal(trig_reason_find(trig_view(trig_reason_id(reason))), reason);
        assert_true(strlen(sentence) > 10);
        assert_int_not_equal(sentence[strlen(sentence) - 1], '.');
    }
    assert_int_equal(trig_reason_find(trig_view("")), TRIG_REASON_NONE);
    assert_int_equal(trig_reason_find(trig_view("nothing")), TRIG_REASON_NONE);
}

static void test_reason_is_invalid_by_what_the_programs_promise(void **state)
{
    (void)state;
    static const enum trig_reason ordinary[] = {
        TRIG_REASON_PREVIEW,   TRIG_REASON_TEST,           TRIG_REASON_PARTIAL, TRIG_REASON_BLANK,
        TRIG_REASON_DUPLICATE, TRIG_REASON_ALREADY_STORED, TRIG_REASON_ERASED};
    size_t invalid = 0;
    for (size_t i = 1; i < TRIG_REASONS; i++) {
        enum trig_reason reason = (enum trig_reason)i;
        invalid += trig_reason_is_invalid(reason);
        if (trig_reason_is_of_answer(reason))
            assert_true(trig_reason_is_invalid(reason));
    }
    for (size_t i = 0; i < sizeof ordinary / sizeof *ordinary; i++)
        assert_false(trig_reason_is_invalid(ordinary[i]));
    assert_int_equal(invalid, TRIG_REASONS - 1 - sizeof ordinary / sizeof *ordinary);
    assert_true(trig_reason_is_of_answer(TRIG_REASON_UNKNOWN_ANSWER));
    assert_false(trig_reason_is_of_answer(TRIG_REASON_UNKNOWN_INSTITUTION));
    assert_false(trig_reason_is_of_answer(TRIG_REASON_CHANGED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reason_every_one_has_its_own_id_and_a_sentence),
        cmocka_unit_test(test_reason_is_invalid_by_what_the_programs_promise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
