#include "tests/unit/surveys/command/command_fixture.h"

#include "tests/fault/failing_memory.h"

#define MOST_ALLOCATIONS 2000

static void test_program_with_any_allocation_failing_fails(void **state)
{
    (void)state;
    static const struct {
        const char *words[6];
        enum trig_exit whole; /* the exit code when nothing fails */
    } cases[] = {
        {{"echo", "s", "e", "--wave", "1"}, TRIG_EXIT_INVALID},
        {{"echo", "s", "e", "--wav", "1"}, TRIG_EXIT_USAGE},
        {{"echo", "--help"}, TRIG_EXIT_DONE},
        {{"fail", "x"}, TRIG_EXIT_USAGE},
        {{"ecko"}, TRIG_EXIT_USAGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t nth = 1;
        for (; nth < MOST_ALLOCATIONS; nth++) {
            failing_memory_arm(nth);
            struct output output = run_words(cases[i].words);
            bool struck = failing_memory_struck();
            failing_memory_arm(0);
            enum trig_exit code = output.code;
            bool is_silent = output.err[0] == '\0' && code != TRIG_EXIT_DONE && code != TRIG_EXIT_INVALID;
            output_clear(&output);
            if (is_silent || (code != cases[i].whole && code != TRIG_EXIT_FAILED))
                fail_msg("case %zu, allocation %zu: exit %d%s", i, nth, (int)code,
                         is_silent ? ", silent" : "");
            if (!struck)
                break;
        }
        assert_in_range(nth, 1, MOST_ALLOCATIONS - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_program_with_any_allocation_failing_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
