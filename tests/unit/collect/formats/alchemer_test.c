/* Alchemer: options before a colon, columns of its own only in front. */
#include "collect/formats/formats.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

#define MOST 16

static const char *const row[] = {"Response ID",
                                  "Time Started",
                                  "City",
                                  "Lathe:Which: tools?",
                                  "No:Which: tools?",
                                  "Other - Write In::Which: tools?",
                                  "Other - Write In::Which: tools?",
                                  "Role",
                                  "Other - Write In (Required):Role",
                                  "Lathe:How far?",
                                  "City",
                                  "At 10:30, where?",
                                  NULL};

static void test_alchemer_headings_by_what_they_share_at_the_end(void **state)
{
    (void)state;
    struct trig_heading headings[MOST];
    struct trig_arena arena;
    trig_arena_init(&arena);
    assert_int_equal(read_header(&trig_format_alchemer, row, NULL, &arena, headings, MOST), 12);
    assert_int_equal(headings[0].use, TRIG_USE_RECORD);
    assert_int_equal(headings[2].use, TRIG_USE_PERSONAL);
    assert_true(spreads(&headings[3], "Which: tools?", "Lathe") &&
                spreads(&headings[4], "Which: tools?", "No"));
    assert_true(spreads(&headings[5], "Which: tools?", "Other") &&
                spreads(&headings[6], "Which: tools?", "Other"));
    assert_true(holds(headings[3].texts, "Which: tools? [Lathe]"));
    assert_false(holds(headings[3].texts, "Lathe") || holds(headings[9].texts, "Lathe"));
    assert_true(holds(headings[4].texts, "No") && holds(headings[4].ticked, "No"));
    assert_int_equal(headings[7].spread_count, 0);
    assert_true(spreads(&headings[8], "Role", "Other") && spreads(&headings[9], "How far?", "Lathe"));
    /* A question, though it is called like one of the platform's columns. */
    assert_int_equal(headings[10].use, TRIG_USE_ANSWERS);
    assert_true(holds(headings[11].texts, "At 10:30, where?"));
    trig_arena_clear(&arena);
}

static void test_alchemer_options_by_the_records(void **state)
{
    (void)state;
    static const char *const texts[][12] = {
        {"1", "", "", "Lathe", "", "Other - Write In:", "a file", "x", "", "Often", "", ""},
        {"2", "", "", "", "No", "", "", "y", "", "", "", ""}};
    struct trig_heading headings[MOST];
    struct trig_view cells[2][12];
    const struct trig_views records[] = {{cells[0], 12}, {cells[1], 12}};
    struct trig_arena arena;
    trig_arena_init(&arena);
    read_header(&trig_format_alchemer, row, NULL, &arena, headings, MOST);
    for (size_t i = 0; i < 24; i++)
        cells[i / 12][i % 12] = trig_view(texts[i / 12][i % 12]);
    assert_int_equal(trig_format_alchemer.look_at_records(records, 2, &arena, headings, 12, NULL), TRIG_OK);
    for (size_t i = 0; i < 12; i++)
        if (headings[i].is_option != (i >= 3 && i <= 5))
            fail_msg("column %zu", i);
    trig_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alchemer_headings_by_what_they_share_at_the_end),
        cmocka_unit_test(test_alchemer_options_by_the_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
