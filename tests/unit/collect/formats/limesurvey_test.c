/* LimeSurvey's shapes of export (synthetic): VV, abbreviated headings, headings that
 * are the same or differ only in case. */
#include "collect/formats/formats.h"
#include "collect/intake/ingest.h"
#include "collect/sources/escape.h"

#include "tests/support.h"
#include "tests/unit/collect/stored.h"

static const struct sheet sheets[] = {
    {"scales.csv", "scale,code,label\nagree,1,Disagree\nagree,2,Agree\n"
                   "help,a,A course\nhelp,b,A mentor for a year\nhelp,c,A mentor for a day\n"
                   "help,o,Other\n"},
    {"variables.csv", "name,label,role,type,scale\n"
                      "id,Response,record,text,\n"
                      "seen,People know what I do here,item,ordinal,agree\n"
                      "unseen,People know nothing of my work,item,ordinal,agree\n"
                      "help,What support did you get?,item,multiple,help\n"
                      "best,What was best?,item,nominal,help\n"
                      "note,Anything else?,comment,text,\n"},
    {NULL, NULL}};

static const char *const names[] = {"id", "seen", "unseen", "help", "best", "note", NULL};

static void test_escapes_are_put_in_from_left_to_right_once(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"plain", "plain"},
        {"", ""},
        {"a{newline}b{cr}c{tab}d", "a\nb\rc\td"},
        {"{quote}so{quote}", "\"so\""},
        {"{lbrace}newline}", "{newline}"},
        {"{lbrace}tab{rbrace}", "{tab}"},
        {"{question_not_shown}", "{question_not_shown}"},
        {"{tab", "{tab"},
        {"{{tab}", "{\t"},
    };
    static const char *const codes[] = {"id", "submitdate", "lastpage"};
    struct trig_view cells[3];
    for (size_t i = 0; i < 3; i++)
        cells[i] = trig_view(codes[i]);
    const struct trig_views rows[] = {{cells, 0}, {cells, 3}};
    const struct trig_escape *escapes = trig_format_limesurvey.find_escapes(rows, 2);
    assert_non_null(escapes);
    assert_null(trig_format_limesurvey.find_escapes(rows, 1));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_arena arena;
        struct trig_error error;
        struct trig_view out;
        trig_arena_init(&arena);
        assert_ok(trig_escape_decode(escapes, trig_view(cases[i].text), &arena, &out, &error), error);
        if (!trig_view_is(out, cases[i].expected))
            fail_msg("\"%s\" becomes \"%.*s\"", cases[i].text, TRIG_VIEW_ARG(out));
        trig_arena_clear(&arena);
    }
}

static void test_vv_export_tells_not_shown_from_skipped(void **state)
{
    (void)state;
    static const char text[] =
        "Response ID\tDate submitted\tLast page\tHow far? [People know what I do here]\tNothing\t"
        "What support did you get? [A course]\tWhat support did you get? [Other]\tBest\tElse\n"
        "id\tsubmitdate\tlastpage\tq_seen\tunseen\thelp_a\thelp_o\tbest\tnote\n"
        "1\t2024-05-01 10:00:00\t3\t2\t{question_not_shown}\tY\t\t-oth-\tOne{newline}two {lbrace}cr}\n"
        "2\t2024-05-02 10:00:00\t3\t\t1\t{question_not_shown}\t{question_not_shown}\ta\t{quote}\n"
        "3\t{question_not_shown}\t1\t2\t\t\t\t\t\n";
    const struct trig_ingest_options options = {0};
    struct stored stored;
    struct trig_tally tally;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored, text, &options, TRIG_OK, &tally);
    stored_assert(&stored, names,
                  "'1' 2 (2) a+| o 'One\ntwo {cr}' \n"
                  "'2' (1) 1 (2) a '\"' \n");
    assert_int_equal(tally.read, 3);
    assert_int_equal(tally.reasons[TRIG_REASON_PARTIAL], 1);
    stored_close(&stored);
}

static void test_abbreviated_headings_are_the_beginning_of_one_wording(void **state)
{
    (void)state;
    static const char text[] =
        "\"Response ID\";\"Date submitted\";\"Last page\";\"How far do yo.. [People know what..]\";"
        "\"People know not\xE2\x80\xA6\";\"What suppo.. [A course]\";\"What suppo.. [A mentor for a y...]\"\n"
        "\"1\";\"2024-05-01\";\"3\";\"Agree\";\"Disagree\";\"No\";\"Yes\"\n";
    const struct trig_ingest_options options = {0};
    struct stored stored;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored, text, &options, TRIG_OK, NULL);
    stored_assert(&stored, names, "'1' 2 1 b+| (2) (2) \n");
    stored_close(&stored);
}

static void test_headings_that_could_be_two_things_are_refused(void **state)
{
    (void)state;
    static const char *const headings[] = {
        "\"People kn..\"",                                /* two variables */
        "\"What support did you get? [A mentor for..]\"", /* two options */
        "\"What support did you get? [A course]\";\"What support did you get? [A course]\"", /* twice */
        "\"seen\";\"q[seen]\"", /* two columns that are equally sure */
    };
    const struct trig_ingest_options options = {0};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        char text[400];
        struct stored stored;
        snprintf(text, sizeof text, "\"id\";\"submitdate\";\"lastpage\";%s\n1;2024-05-01;3;1;1\n",
                 headings[i]);
        stored_open(&stored, sheets);
        stored_ingest_text(&stored, text, &options, TRIG_ERR_FORMAT, NULL);
        stored_close(&stored);
    }
}

static void test_case_decides_where_nothing_else_does(void **state)
{
    (void)state;
    static const char text[] = "\"id\";\"submitdate\";\"lastpage\";\"Seen\";\"seen\"\n"
                               "\"1\";\"2024-05-01\";\"3\";\"1\";\"2\"\n"
                               "\"2\";\"2024-05-01\";\"3\";\"2\";\"1\"\n";
    static const char *const few[] = {"id", "seen", NULL};
    const struct trig_ingest_options options = {0};
    struct stored stored;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored, text, &options, TRIG_OK, NULL);
    stored_assert(&stored, few, "'1' 2 \n'2' 1 \n");
    stored_close(&stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escapes_are_put_in_from_left_to_right_once),
        cmocka_unit_test(test_vv_export_tells_not_shown_from_skipped),
        cmocka_unit_test(test_abbreviated_headings_are_the_beginning_of_one_wording),
        cmocka_unit_test(test_headings_that_could_be_two_things_are_refused),
        cmocka_unit_test(test_case_decides_where_nothing_else_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
