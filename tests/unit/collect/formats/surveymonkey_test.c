/* SurveyMonkey: two header rows, three, one; options told from grids by the cells. */
#include "collect/formats/formats.h"
#include "collect/formats/surveymonkey.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

#define MOST 16

static const char *const sparse[] = {"Respondent ID",
                                     "Custom Data 12",
                                     "Where?",
                                     "",
                                     "Which tools?",
                                     "",
                                     "",
                                     "How far?",
                                     "",
                                     "",
                                     "Agree to this?",
                                     "",
                                     NULL};
static const char *const filled[] = {"Respondent ID",
                                     "Custom Data 12",
                                     "Where?",
                                     "Where?",
                                     "Which tools?",
                                     "Which tools?",
                                     "Which tools?",
                                     "How far?",
                                     "How far?",
                                     "How far?",
                                     "Agree to this?",
                                     "",
                                     NULL};
static const char *const subs[] = {"",
                                   "",
                                   "Response",
                                   "Other (please specify)",
                                   "Lathe",
                                   "No",
                                   "Other (please specify)",
                                   "It is seen",
                                   "Lathe",
                                   "Mill - Every day",
                                   "I do",
                                   ""};
static const char *const repeated[] = {
    "Respondent ID",          "Custom Data 12", "Where?", "Other (please specify)", "Lathe", "No",
    "Other (please specify)", "It is seen",     "Lathe",  "Mill - Every day",       "I do",  ""};
static const char *const numbers[] = {"", "", "", "", "1", "2", "", "", "", "", "", ""};

static void check_headings(const struct trig_heading *headings, const char *label)
{
    if (headings[0].use != TRIG_USE_RECORD || headings[1].use != TRIG_USE_PERSONAL)
        fail_msg("%s: uses", label);
    if (!holds(headings[2].texts, "Where?") || headings[2].spread_count)
        fail_msg("%s: the answer itself", label);
    if (holds(headings[3].texts, "Where?") || !spreads(&headings[3], "Where?", "Other"))
        fail_msg("%s: other", label);
    if (!spreads(&headings[4], "Which tools?", "Lathe") || !spreads(&headings[5], "Which tools?", "No"))
        fail_msg("%s: options", label);
    if (!holds(headings[7].texts, "How far? [It is seen]") || !holds(headings[7].texts, "It is seen"))
        fail_msg("%s: row of a grid", label);
    /* The same words stand under two questions. */
    if (holds(headings[4].texts, "Lathe") || holds(headings[8].texts, "Lathe"))
        fail_msg("%s: a wording that two columns have", label);
    if (!spreads(&headings[9], "How far? [Mill]", "Every day"))
        fail_msg("%s: a grid with several answers", label);
    if (!holds(headings[10].texts, "Agree to this?"))
        fail_msg("%s: a question with one column", label);
    if (headings[11].raw.length)
        fail_msg("%s: a column without heading is %.*s", label, TRIG_VIEW_ARG(headings[11].raw));
}

static void test_surveymonkey_headings_sparse_and_filled(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *const *rows[3];
        size_t count;
    } cases[] = {
        {"sparse", {sparse, subs}, 2},
        {"filled", {filled, subs}, 2},
        {"filled, with own columns again", {filled, repeated}, 2},
        {"numeric", {sparse, subs, numbers}, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_heading headings[MOST];
        struct trig_arena arena;
        trig_arena_init(&arena);
        size_t count = read_header_rows(&trig_format_surveymonkey, cases[i].rows, cases[i].count, &arena,
                                        headings, MOST);
        assert_int_equal(count, 12);
        check_headings(headings, cases[i].label);
        assert_int_equal(headings[7].is_coded, cases[i].count == 3);
        assert_int_equal(holds(headings[5].ticked, "2"), cases[i].count == 3);
        assert_true(holds(headings[5].ticked, "No"));
        trig_arena_clear(&arena);
    }
}

static void test_surveymonkey_options_told_from_grids_by_their_cells(void **state)
{
    (void)state;
    static const char *const records[][12] = {
        {"1", "", "Leeds", "", "Lathe", "", "", "Yes", "Lathe", "", "", ""},
        {"2", "", "", "Home", "", "No", "Hands", "No", "No", "", "", ""}};
    const char *const *const rows[] = {sparse, subs};
    struct trig_heading headings[MOST];
    struct trig_view cells[2][12];
    struct trig_views views[2] = {{cells[0], 12}, {cells[1], 12}};
    struct trig_arena arena;
    trig_arena_init(&arena);
    read_header_rows(&trig_format_surveymonkey, rows, 2, &arena, headings, MOST);
    for (size_t i = 0; i < 24; i++)
        cells[i / 12][i % 12] = trig_view(records[i / 12][i % 12]);
    assert_int_equal(trig_format_surveymonkey.look_at_records(views, 2, &arena, headings, 12, NULL), TRIG_OK);
    for (size_t i = 0; i < 12; i++)
        if (headings[i].is_option != (i == 4 || i == 5))
            fail_msg("column %zu", i);
    trig_arena_clear(&arena);
}

static void test_surveymonkey_flattened_headings(void **state)
{
    (void)state;
    static const char *const row[] = {"Respondent ID",
                                      "1. How often?",
                                      "3. Lathe.",
                                      "3. Mill.",
                                      "7a1. Writing - How often?",
                                      "Which? - Saw - large",
                                      "Which? - Saw - small",
                                      "Which? - File",
                                      "Well-known - or not",
                                      NULL};
    struct trig_heading headings[MOST];
    struct trig_arena arena;
    trig_arena_init(&arena);
    read_header(&trig_format_surveymonkey, row, NULL, &arena, headings, MOST);
    assert_true(holds(headings[1].texts, "How often?"));
    assert_true(spreads(&headings[2], "3", "Lathe.") && spreads(&headings[3], "3", "Mill."));
    assert_true(holds(headings[4].texts, "Writing - How often?"));
    assert_true(holds(headings[7].texts, "Which? - File"));
    assert_int_equal(headings[8].spread_count, 0);
    trig_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_surveymonkey_headings_sparse_and_filled),
        cmocka_unit_test(test_surveymonkey_options_told_from_grids_by_their_cells),
        cmocka_unit_test(test_surveymonkey_flattened_headings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
