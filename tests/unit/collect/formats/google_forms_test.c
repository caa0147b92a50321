/* Google Forms: told from other tables with a time in front; rows of grids. */
#include "collect/formats/formats.h"
#include "collect/formats/wording.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

#define MOST 8

static void test_wording_split_bracket_takes_the_outer_one(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *before; /* NULL: there is none */
        const char *within;
    } cases[] = {
        {"How far? [Row]", "How far?", "Row"},
        {"How far? [It [really] is] ", "How far?", "It [really] is"},
        {"[a] How? [ b ]", "[a] How?", "b"},
        {"[Row]", NULL, NULL},
        {"How far? []", NULL, NULL},
        {"How far? Row]", NULL, NULL},
        {"How [far]?", NULL, NULL},
        {"", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_view before = {NULL, 0}, within = {NULL, 0};
        bool found = trig_wording_split_bracket(trig_view(cases[i].text), &before, &within);
        if (found != (cases[i].before != NULL) ||
            (found && !(trig_view_is(before, cases[i].before) && trig_view_is(within, cases[i].within))))
            fail_msg("\"%s\"", cases[i].text);
    }
}

static int score(const char *const (*rows)[MOST], size_t count, char text[200])
{
    struct trig_view cells[3][MOST];
    struct trig_views views[3];
    struct trig_why why = {""};
    for (size_t row = 0; row < count; row++) {
        views[row] = (struct trig_views){cells[row], 0};
        for (; rows[row][views[row].count]; views[row].count++)
            cells[row][views[row].count] = trig_view(rows[row][views[row].count]);
    }
    int found = trig_format_google_forms.recognise(views, count, &why);
    snprintf(text, 200, "%s", why.text);
    return found;
}

static void test_google_forms_recognised_by_questions_below_a_time(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *rows[2][MOST];
        bool expected;
    } cases[] = {
        {"sheet", {{"Timestamp", "How are you?", NULL}, {"4/22/2016 19:57:50", "Well", NULL}}, true},
        {"form",
         {{"Timestamp", "Email Address", "How?", NULL}, {"2020/06/05 11:34:01 AM EST", "", "x", NULL}},
         true},
        {"iso", {{"timestamp", "A question", NULL}, {"2019-06-25 06:59:49", "x", NULL}}, true},
        {"blank time", {{"Timestamp", "A question", NULL}, {"", "x", NULL}}, true},
        {"names", {{"Timestamp", "id", "vis_1", NULL}, {"2019-06-25 06:59:49", "1", "2", NULL}}, false},
        {"no times", {{"Timestamp", "A question", NULL}, {"17", "x", NULL}}, false},
        {"not first", {{"A question", "Timestamp", NULL}, {"x", "2019-06-25", NULL}}, false},
        {"alone", {{"Timestamp", NULL}, {"2019-06-25", NULL}}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char why[200];
        int found = score(cases[i].rows, 2, why);
        if ((found > 50) != cases[i].expected || (found && !why[0]))
            fail_msg("%s: %d because %s", cases[i].label, found, why);
    }
}

static void test_google_forms_rows_of_grids_and_own_columns(void **state)
{
    (void)state;
    static const char *const row[] = {
        "Timestamp", "Email Address", "Before?  [Seen]", "Before? [Paid]", "After? [Seen]", "Who?", NULL};
    struct trig_heading headings[MOST];
    struct trig_arena arena;
    trig_arena_init(&arena);
    assert_int_equal(read_header(&trig_format_google_forms, row, NULL, &arena, headings, MOST), 6);
    assert_int_equal(headings[0].use, TRIG_USE_SUBMITTED);
    assert_int_equal(headings[1].use, TRIG_USE_PERSONAL);
    assert_true(spreads(&headings[2], "Before?", "Seen") && spreads(&headings[4], "After?", "Seen"));
    assert_true(holds(headings[3].texts, "Paid"));
    assert_false(holds(headings[2].texts, "Seen"));
    assert_int_equal(headings[5].spread_count, 0);
    trig_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wording_split_bracket_takes_the_outer_one),
        cmocka_unit_test(test_google_forms_recognised_by_questions_below_a_time),
        cmocka_unit_test(test_google_forms_rows_of_grids_and_own_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
