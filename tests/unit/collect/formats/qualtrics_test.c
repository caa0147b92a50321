/* Qualtrics: import ids, header rows of all years, headings, what is no response. */
#include "collect/formats/formats.h"
#include "collect/formats/import_id.h"
#include "collect/formats/wording.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

#define MOST 16

static void test_import_id_read_in_both_notations(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        const char *key;
        const char *id;
        const char *question;
        const char *choice;
    } cases[] = {
        {"{\"ImportId\":\"QID2\",\"choiceId\":\"1\"}", "QID2_1", "QID2", "QID2", "1"},
        {"{\"choiceId\":\"-1\",\"ImportId\":\"QID2\"}", "QID2_-1", "QID2", "QID2", "-1"},
        {"{\"ImportId\":\"QID7_1\",\"choiceId\":\"3\"}", "QID7_1_3", "QID7_1", "QID7", "3"},
        {"{\"ImportId\":\"QID1#1_2\"}", "QID1#1_2", "QID1#1_2", "QID1#1", ""},
        {"{\"ImportId\":\"1_QID5_4_TEXT\"}", "1_QID5_4_TEXT", "1_QID5_4_TEXT", "1_QID5", ""},
        {"{\"ImportId\":\"QID10\",\"point\":1,\"coord\":\"x\"}", "QID10_1_x", "QID10", "QID10", ""},
        {" {\"ImportId\" : \"startDate\",\"timeZone\":\"Z\"} ", "startDate", "startDate", "", ""},
        {"{'ImportId': 'QID3-1'}", "QID3-1", "QID3-1", "QID3", ""},
        {"{u'ImportId': u'finished'}", "finished", "finished", "", ""},
        {"{'ImportId': 'it\\'s \"so\"'}", "it's \"so\"", "it's \"so\"", "", ""},
        {"{'ImportId': \"don't\"}", "don't", "don't", "", ""},
        {"{\"ImportId\":\"QIDx\"}", "QIDx", "QIDx", "", ""},
        {"ImportId", "", "", "", ""},
        {"{\"ImportId\":\"QID1\"", "", "", "", ""},
        {"{\"ImportId\":}", "", "", "", ""},
        {"{'ImportId': 'x\\", "", "", "", ""},
        {"{'ImportId': 'x\\'}", "", "", "", ""},
        {"{\"importance\":\"QID1\"}", "", "", "", ""},
        {"{\"name\":\"ImportId\",\"choiceId\":\"1\"}", "", "", "", ""},
        {"{}", "", "", "", ""},
        {"", "", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_arena arena;
        struct trig_import_id id;
        struct trig_error error;
        trig_arena_init(&arena);
        assert_ok(trig_import_id_read(&arena, trig_view(cases[i].cell), &id, &error), error);
        if (!trig_view_is(id.key, cases[i].key) || !trig_view_is(id.id, cases[i].id) ||
            !trig_view_is(id.question, cases[i].question) || !trig_view_is(id.choice, cases[i].choice))
            fail_msg("%s: key %.*s, id %.*s, question %.*s, choice %.*s", cases[i].cell,
                     TRIG_VIEW_ARG(id.key), TRIG_VIEW_ARG(id.id), TRIG_VIEW_ARG(id.question),
                     TRIG_VIEW_ARG(id.choice));
        trig_arena_clear(&arena);
    }
}

static void test_wording_stem_ends_with_a_mark(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        const char *mark;
        size_t stem;
    } cases[] = {
        {"Which? - One", "Which? - Other", " - ", 9},
        {"A - B - C", "A - B - D", " - ", 8},
        {"A - B", "A - B", " - ", 4},
        {"Which?-One", "Which?-Two", "-", 7},
        {"One", "Two", " - ", 0},
        {"", "", " - ", 0},
        {" - One", " - Two", " - ", 0},
        {"Half-time - a", "Half-time - b", "-", 11},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (trig_wording_stem(trig_view(cases[i].a), trig_view(cases[i].b), cases[i].mark) != cases[i].stem)
            fail_msg("\"%s\" and \"%s\"", cases[i].a, cases[i].b);
    assert_int_equal(trig_wording_last(trig_view("a - b - c"), " - "), 8);
    assert_int_equal(trig_wording_last(trig_view("a - "), " - "), 0);
}

/* Numbers at the end of tags follow recoded values; choices do not. */
static const char *const tags[] = {"Finished", "Q1",     "Q2_-1", "Q2_7", "Q2_7_TEXT", "Q3_1",
                                   "Q3_2",     "Status", "Q9",    "Q9",   "Q4_1_3",    NULL};
static const char *const labels[] = {"Finished",
                                     "Where do\nyou work? - Selected Choice",
                                     "Which? - Selected Choice - Lathe - large",
                                     "Which? - Selected Choice - Other",
                                     "Which? - Other - Text",
                                     "How far? - It is seen",
                                     "How far? - It is paid",
                                     "Status",
                                     "Days",
                                     "Remarks",
                                     "Rate them - Row - Column"};
static const char *const ids[] = {"{\"ImportId\":\"finished\"}",
                                  "{\"ImportId\":\"QID1\"}",
                                  "{\"ImportId\":\"QID2\",\"choiceId\":\"1\"}",
                                  "{\"ImportId\":\"QID2\",\"choiceId\":\"4\"}",
                                  "{\"ImportId\":\"QID2_4_TEXT\"}",
                                  "{\"ImportId\":\"QID3_1\"}",
                                  "{\"ImportId\":\"QID3_2\"}",
                                  "{\"ImportId\":\"Status\"}",
                                  "{\"ImportId\":\"QID5_TEXT\"}",
                                  "{\"ImportId\":\"QID6_TEXT\"}",
                                  "{\"ImportId\":\"QID4_1\",\"choiceId\":\"3\"}"};
static const char *const *const current[] = {tags, labels, ids};

static void test_qualtrics_options_by_import_id_and_label(void **state)
{
    (void)state;
    struct trig_heading headings[MOST];
    struct trig_arena arena;
    trig_arena_init(&arena);
    assert_int_equal(read_header_rows(&trig_format_qualtrics, current, 3, &arena, headings, MOST), 11);
    const struct trig_heading *lathe = &headings[2];
    assert_true(lathe->is_option);
    assert_true(holds(lathe->keys, "QID2_1"));
    assert_true(holds(lathe->keys, "Q2_-1"));
    assert_true(spreads(lathe, "Which?", "Lathe - large"));
    assert_true(spreads(lathe, "Q2", "Lathe - large"));
    assert_true(spreads(lathe, "QID2", "Lathe - large"));
    assert_true(spreads(lathe, "QID2", "1"));
    assert_false(spreads(lathe, "Q2", "-1") || spreads(lathe, "QID2", "-1") || spreads(lathe, "Q2", "1"));
    assert_true(spreads(&headings[3], "Which?", "Other"));
    /* What was typed beside a choice is neither an option nor the question. */
    assert_false(headings[4].is_option);
    assert_int_equal(headings[4].spread_count, 0);
    assert_true(holds(headings[4].keys, "QID2_4_TEXT"));
    assert_false(holds(headings[4].texts, "Which?"));
    assert_true(headings[10].is_option);
    assert_true(spreads(&headings[10], "QID4_1", "Column"));
    trig_arena_clear(&arena);
}

static void test_qualtrics_headings_have_the_human_wording(void **state)
{
    (void)state;
    struct trig_heading headings[MOST];
    struct trig_arena arena;
    trig_arena_init(&arena);
    read_header_rows(&trig_format_qualtrics, current, 3, &arena, headings, MOST);
    assert_true(trig_view_is(headings[5].raw, "Q3_1 How far? - It is seen"));
    assert_true(holds(headings[1].texts, "Where do you work?"));
    assert_true(holds(headings[1].keys, "QID1"));
    assert_true(holds(headings[5].texts, "It is seen"));
    assert_true(spreads(&headings[5], "How far?", "It is seen"));
    assert_false(headings[5].is_option);
    /* A tag that is there twice is no code of either column. */
    assert_true(holds(headings[8].keys, "QID5") && holds(headings[8].keys, "QID5_TEXT"));
    assert_false(holds(headings[8].keys, "Q9") || holds(headings[9].keys, "Q9"));
    assert_true(holds(headings[8].texts, "Q9"));
    /* Embedded data of the survey's own, called like one of Qualtrics' columns. */
    assert_int_equal(headings[0].use, TRIG_USE_OWN);
    assert_int_equal(headings[7].use, TRIG_USE_OWN);
    trig_arena_clear(&arena);
}

static void test_qualtrics_platform_columns_of_all_years(void **state)
{
    (void)state;
    static const struct {
        const char *tag;
        const char *id; /* NULL: none */
        enum trig_use use;
    } cases[] = {
        {"ResponseId", "{\"ImportId\":\"_recordId\"}", TRIG_USE_RECORD},
        {"ResponseID", "{'ImportId': 'responseId'}", TRIG_USE_RECORD},
        {"RecipientEmail", "{'ImportId': 'panel-RecipientEmail'}", TRIG_USE_PERSONAL},
        {"IPAddress", "{\"ImportId\":\"ipAddress\"}", TRIG_USE_PERSONAL},
        {"LocationLatitude", "{'ImportId': 'Location-LocationLatitude'}", TRIG_USE_PERSONAL},
        {"ExternalReference", "{\"ImportId\":\"externalDataReference\"}", TRIG_USE_PERSONAL},
        {"EndDate", "{\"ImportId\":\"endDate\",\"timeZone\":\"Z\"}", TRIG_USE_SUBMITTED},
        {"Q1_Browser", "{\"ImportId\":\"QID1_BROWSER\"}", TRIG_USE_OWN},
        {"Q1_DO_2", "{\"ImportId\":\"QID1_DO\",\"choiceId\":\"2\"}", TRIG_USE_OWN},
        {"IPAddress", "{\"ImportId\":\"QID3\"}", TRIG_USE_ANSWERS},
        {"EndDate", NULL, TRIG_USE_SUBMITTED},
        {"Recipient Email", NULL, TRIG_USE_PERSONAL},
        {"Q1", NULL, TRIG_USE_ANSWERS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const tag[] = {cases[i].tag, NULL}, *const id[] = {cases[i].id};
        const char *const *const rows[] = {tag, id};
        struct trig_heading heading;
        struct trig_arena arena;
        trig_arena_init(&arena);
        read_header_rows(&trig_format_qualtrics, rows, cases[i].id ? 2 : 1, &arena, &heading, 1);
        if (heading.use != cases[i].use)
            fail_msg("%s %s is %d", cases[i].tag, cases[i].id ? cases[i].id : "", heading.use);
        trig_arena_clear(&arena);
    }
}

static void test_qualtrics_legacy_headings_by_what_they_share(void **state)
{
    (void)state;
    static const char *const numbers[] = {"V1", "V2",  "V3",  "V4",  "V5",  "V6",  "V7", "V8",
                                          "V9", "V10", "V11", "V12", "V13", "V14", NULL};
    static const char *const english[] = {"ResponseID",
                                          "ResponseSet",
                                          "Name",
                                          "ExternalDataReference",
                                          "EmailAddress",
                                          "IPAddress",
                                          "Status",
                                          "StartDate",
                                          "EndDate",
                                          "Finished",
                                          "What do you use?-Lathe",
                                          "What do you use?-Half-round file",
                                          "How far?",
                                          "Half-time"};
    static const char *const german[] = {"Antwort-ID", "Satz", "Name",   "Verweis", "E-Mail", "IP",  "Stand",
                                         "Von",        "Bis",  "Fertig", "Was?",    "Wie?",   "Wo?", "Wer?"};
    static const char *const *const rows[][2] = {{numbers, english}, {numbers, german}};
    for (size_t i = 0; i < 2; i++) {
        struct trig_heading headings[MOST];
        struct trig_arena arena;
        trig_arena_init(&arena);
        read_header_rows(&trig_format_qualtrics, rows[i], 2, &arena, headings, MOST);
        assert_int_equal(headings[0].use, TRIG_USE_RECORD);
        assert_int_equal(headings[4].use, TRIG_USE_PERSONAL);
        assert_true(holds(headings[6].keys, "status") && holds(headings[9].keys, "finished"));
        assert_int_equal(headings[8].use, TRIG_USE_SUBMITTED);
        assert_int_equal(headings[10].use, TRIG_USE_ANSWERS);
        assert_true(holds(headings[10].keys, "V11"));
        if (i == 0) {
            assert_true(spreads(&headings[10], "What do you use?", "Lathe"));
            assert_true(spreads(&headings[11], "What do you use?", "Half-round file"));
            assert_int_equal(headings[13].spread_count, 0);
        }
        trig_arena_clear(&arena);
    }
}

static void test_qualtrics_legacy_questions_that_kept_their_tags(void **state)
{
    (void)state;
    static const char *const kept[] = {"V1", "V2", "V3",  "V4",    "V5",      "V6",      "V7",
                                       "V8", "V9", "V10", "Grade", "Tools_1", "Tools_2", "LocationLatitude",
                                       NULL};
    static const char *const german[] = {"Antwort-ID", "Satz",        "Name",      "Verweis", "E-Mail",
                                         "IP",         "Stand",       "Von",       "Bis",     "Fertig",
                                         "Welche?",    "Was?-Bohrer", "Was?-Säge", "Breite"};
    static const char *const *const rows[] = {kept, german};
    struct trig_heading headings[14];
    struct trig_arena arena;
    trig_arena_init(&arena);
    read_header_rows(&trig_format_qualtrics, rows, 2, &arena, headings, 14);
    assert_int_equal(headings[0].use, TRIG_USE_RECORD);
    assert_int_equal(headings[10].use, TRIG_USE_ANSWERS);
    assert_true(holds(headings[10].keys, "Grade"));
    assert_true(spreads(&headings[11], "Tools", "Bohrer") && spreads(&headings[12], "Was?", "Säge"));
    assert_int_equal(headings[13].use, TRIG_USE_PERSONAL);
    trig_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_import_id_read_in_both_notations),
        cmocka_unit_test(test_wording_stem_ends_with_a_mark),
        cmocka_unit_test(test_qualtrics_options_by_import_id_and_label),
        cmocka_unit_test(test_qualtrics_headings_have_the_human_wording),
        cmocka_unit_test(test_qualtrics_platform_columns_of_all_years),
        cmocka_unit_test(test_qualtrics_legacy_headings_by_what_they_share),
        cmocka_unit_test(test_qualtrics_legacy_questions_that_kept_their_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
