#include "tests/support.h"

#include "plots/page/axis.h"

static void test_cover_gives_round_ticks_around_the_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        double low, high;
        size_t most;
        enum trig_figure_unit unit;
        double expected_low, expected_high, expected_step;
    } cases[] = {
        {"scores", 41.9, 77.6, 9, TRIG_FIGURE_SCORE, 40, 80, 5},
        {"few ticks", 41.9, 77.6, 4, TRIG_FIGURE_SCORE, 40, 80, 20},
        {"ends on ticks stay", 40, 80, 9, TRIG_FIGURE_SCORE, 40, 80, 5},
        {"the whole scale", 0, 100, 6, TRIG_FIGURE_PERCENT, 0, 100, 20},
        {"equal scores show ten points", 63, 63, 6, TRIG_FIGURE_SCORE, 58, 68, 2},
        {"equal at the top", 100, 100, 6, TRIG_FIGURE_SCORE, 90, 100, 2},
        {"equal at the bottom", 0, 0, 6, TRIG_FIGURE_PERCENT, 0, 10, 2},
        {"beyond the scale is moved back", -3, 50, 6, TRIG_FIGURE_PERCENT, 0, 60, 20},
        {"own units below zero", -0.42, 0.63, 8, TRIG_FIGURE_PLAIN, -0.6, 0.8, 0.2},
        {"equal in own units", 0, 0, 6, TRIG_FIGURE_PLAIN, -0.5, 0.5, 0.25},
        {"large", 120000, 480000, 6, TRIG_FIGURE_PLAIN, 100000, 500000, 100000},
        {"tiny", 1e-6, 4e-6, 6, TRIG_FIGURE_PLAIN, 1e-6, 4e-6, 1e-6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_axis axis = trig_axis_cover(cases[i].low, cases[i].high, cases[i].most, cases[i].unit);
        bool right = trig_close(axis.low, cases[i].expected_low, 1e-9, 1e-12) &&
                     trig_close(axis.high, cases[i].expected_high, 1e-9, 1e-12) &&
                     trig_close(axis.step, cases[i].expected_step, 1e-9, 0);
        if (!right || axis.count > cases[i].most)
            fail_msg("%s: %g to %g by %g", cases[i].label, axis.low, axis.high, axis.step);
        if (!trig_close(trig_axis_tick(&axis, axis.count - 1), axis.high, 1e-9, 1e-12))
            fail_msg("%s: the last tick is %g", cases[i].label, trig_axis_tick(&axis, axis.count - 1));
    }
}

static void test_number_text_has_a_real_minus_and_no_negative_zero(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *expected;
    } cases[] = {{62.34, 1, "62.3"},
                 {-0.42, 2,
                  "\xE2\x88\x92"
                  "0.42"},
                 {-0.04, 1, "0.0"},
                 {0, 0, "0"},
                 {99.96, 1, "100.0"}};
    struct trig_arena arena;
    trig_arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(trig_number_text(&arena, cases[i].value, cases[i].decimals).data,
                            cases[i].expected);
    trig_arena_clear(&arena);
}

static void test_interval_text_of_each_state_says_what_is_known(void **state)
{
    (void)state;
    static const struct {
        struct trig_mark mark;
        enum trig_figure_unit unit;
        bool rounded;
        const char *expected;
    } cases[] = {
        {{TRIG_MARK_SHOWN, false, 62.9, 58.9, 66.9, 85},
         TRIG_FIGURE_SCORE,
         false,
         "62.9 (58.9\xE2\x80\x93"
         "66.9)"},
        {{TRIG_MARK_SHOWN, false, 40, 31.2, 48.8, 85},
         TRIG_FIGURE_PERCENT,
         false,
         "40.0% (31.2\xE2\x80\x93"
         "48.8)"},
        {{TRIG_MARK_SHOWN, false, 0.1, -0.2, 0.4, 85},
         TRIG_FIGURE_PLAIN,
         false,
         "0.10 (\xE2\x88\x92"
         "0.20 to 0.40)"},
        {{TRIG_MARK_SHOWN, false, 62.9, NAN, NAN, 85}, TRIG_FIGURE_SCORE, false, "62.9"},
        {{TRIG_MARK_SUPPRESSED, false, NAN, NAN, NAN, NAN}, TRIG_FIGURE_SCORE, false, "[c]"},
        {{TRIG_MARK_ABSENT, false, NAN, NAN, NAN, NAN}, TRIG_FIGURE_SCORE, false, "\xE2\x80\x93"},
        {{TRIG_MARK_SHOWN, false, 40, 31, 49, 85},
         TRIG_FIGURE_PERCENT,
         true,
         "40% (31\xE2\x80\x93"
         "49)"},
        {{TRIG_MARK_SHOWN, false, 3.4, NAN, NAN, 85}, TRIG_FIGURE_PLAIN, true, "3.4"},
    };
    struct trig_arena arena;
    trig_arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_view text = trig_interval_text(&arena, &cases[i].mark, cases[i].unit, cases[i].rounded);
        if (!trig_view_is(text, cases[i].expected))
            fail_msg("%.*s, not %s", TRIG_VIEW_ARG(text), cases[i].expected);
    }
    trig_arena_clear(&arena);
}

static void test_count_text_groups_thousands_from_ten_thousand(void **state)
{
    (void)state;
    static const struct {
        double n;
        const char *expected;
    } cases[] = {{0, "0"}, {1766, "1766"}, {10000, "10,000"}, {123456, "123,456"}, {1234567, "1,234,567"}};
    struct trig_arena arena;
    trig_arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_mark mark = {TRIG_MARK_SHOWN, false, 1, NAN, NAN, cases[i].n};
        struct trig_view text = trig_count_text(&arena, &mark);
        if (!trig_view_is(text, cases[i].expected))
            fail_msg("%.*s, not %s", TRIG_VIEW_ARG(text), cases[i].expected);
    }
    trig_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cover_gives_round_ticks_around_the_numbers),
        cmocka_unit_test(test_number_text_has_a_real_minus_and_no_negative_zero),
        cmocka_unit_test(test_interval_text_of_each_state_says_what_is_known),
        cmocka_unit_test(test_count_text_groups_thousands_from_ten_thousand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
