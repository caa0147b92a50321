/* Each platform: told from the others, its headings taken apart, its key read. */
#include "collect/formats/formats.h"
#include "collect/formats/jisc_key.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

#define MOST 64

/* The format that is surest of a header row. */
static const struct trig_format *surest(const char *const *row)
{
    struct trig_view cells[MOST];
    struct trig_views views = {cells, 0};
    const struct trig_format *best = NULL;
    int most = 0;
    for (; row[views.count]; views.count++)
        cells[views.count] = trig_view(row[views.count]);
    for (size_t i = 0; trig_format_at(i); i++) {
        struct trig_why why = {""};
        int score = trig_format_at(i)->recognise(&views, 1, &why);
        if (score && !why.text[0])
            fail_msg("%s gives no reason", trig_format_at(i)->name);
        if (score > most) {
            most = score;
            best = trig_format_at(i);
        }
    }
    return best;
}

static void test_recognise_headers_of_each_platform(void **state)
{
    (void)state;
    static const struct {
        const char *row[8];
        const struct trig_format *format;
    } cases[] = {
        {{"1. Role", "2. Grade", "14.1.a. I use a lathe", NULL}, &trig_format_jisc},
        {{"1. Role", "2. Grade", "StartDate", "CompletionDate", NULL}, &trig_format_jisc},
        {{"1. Role", "About you", "14.1.a. I use a lathe", "14.2.a. I use a mill", NULL}, &trig_format_jisc},
        {{"1. Role", "About you", "Your work", "14.1.a. I use a lathe", NULL}, &trig_format_plain_csv},
        {{"URN", "Q1", "Q2", NULL}, &trig_format_jisc},
        {{"Q1", "Q3_1", "Q3_2", "Q14_1_a", NULL}, &trig_format_jisc},
        {{"Q1", "Q2", "Q3", NULL}, &trig_format_plain_csv},
        {{"id", "submitdate", "lastpage", "G1Q1", NULL}, &trig_format_limesurvey},
        {{"id", "submitdate", "G1Q1", "G1Q2[SQ001]", NULL}, &trig_format_limesurvey},
        {{"Response ID", "Date submitted", "Last page", "How are you?", NULL}, &trig_format_limesurvey},
        {{"", "socio1. Where?", "likert1[a]. [Do you?]", NULL}, &trig_format_limesurvey},
        {{"record_id", "pain", "drugs___1", "drugs___2", "mood_complete", NULL}, &trig_format_redcap},
        {{"pid", "redcap_event_name", "redcap_repeat_instance", "pain", NULL}, &trig_format_redcap},
        {{"Record ID", "Drugs (choice=None)", "Drugs (choice=Some)", "Complete?", NULL}, &trig_format_redcap},
        {{"g/role", "g/help", "_id", "_uuid", "_submission_time", NULL}, &trig_format_kobo},
        {{"SubmissionDate", "g-role", "meta-instanceID", "KEY", NULL}, &trig_format_kobo},
        {{"id", "institution", "vis_1", NULL}, &trig_format_plain_csv},
        {{"id", "task_complete", "vis_1", NULL}, &trig_format_plain_csv},
        {{"2021", "2024", NULL}, &trig_format_plain_csv},
        {{"3.5 stars", "Mr. Smith", NULL}, &trig_format_plain_csv},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (surest(cases[i].row) != cases[i].format)
            fail_msg("case %zu (%s ...) is taken for %s", i, cases[i].row[0], surest(cases[i].row)->name);
}

static void test_format_find_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(trig_format_find(trig_view("jisc")), &trig_format_jisc);
    assert_null(trig_format_find(trig_view("Jisc")));
    for (size_t i = 0; trig_format_at(i); i++)
        assert_ptr_equal(trig_format_find(trig_view(trig_format_at(i)->name)), trig_format_at(i));
}

static void test_jisc_text_headings_have_number_and_wording(void **state)
{
    (void)state;
    static const char *const row[] = {"14.1.a. I use a lathe",
                                      "9.b.iii.b.i. Deep",
                                      "2. Tool (pick one)",
                                      "5.a. If you selected Other, please specify:",
                                      "7.\xC2\xA0"
                                      "No-break",
                                      "Not numbered",
                                      NULL};
    static const struct {
        const char *key;
        const char *text;
    } expected[] = {{"Q14_1_a", "I use a lathe"}, {"Q9_b_iii_b_i", "Deep"},
                    {"Q2", "Tool (pick one)"},    {"Q5_a", "If you selected Other, please specify:"},
                    {"Q7", "No-break"},           {NULL, "Not numbered"}};
    struct trig_heading headings[MOST];
    struct trig_arena arena;
    trig_arena_init(&arena);
    size_t count = read_header(&trig_format_jisc, row, NULL, &arena, headings, MOST);
    for (size_t i = 0; i < count; i++) {
        if (expected[i].key && !holds(headings[i].keys, expected[i].key))
            fail_msg("\"%s\" is not known as %s", row[i], expected[i].key);
        if (!expected[i].key)
            assert_int_equal(headings[i].keys.count, 0);
        if (!holds(headings[i].texts, expected[i].text))
            fail_msg("\"%s\" is not worded \"%s\"", row[i], expected[i].text);
    }
    assert_true(holds(headings[0].keys, "14.1.a"));
    trig_arena_clear(&arena);
}

static const char key_file[] =
    "\"URN\",\"Unique Response Number\"\n\"Q1\",\"Tool\"\n\"1\",\"Lathe\"\n"
    "\"2\",\"Mill\"\n\"Q2\",\"All tools\"\n\"1\",\"Lathe\"\n\"2\",\"Mill, large\"\n"
    "\"Q3\",\"Comment\"\n\"Q4_1\",\"First\"\n\"1\",\"Best\"\n\"2\",\"Worst\"\n";

static enum trig_status read_key(const char *text, struct trig_arena *arena, struct trig_codebook *key,
                                 struct trig_error *error)
{
    struct temporary file;
    temporary_write(&file, "key.csv", text, strlen(text));
    enum trig_status status = trig_jisc_read_key(file.path, arena, key, error);
    temporary_remove(&file);
    return status;
}

static void test_jisc_key_questions_have_their_options(void **state)
{
    (void)state;
    struct trig_arena arena;
    struct trig_codebook key;
    struct trig_error error;
    trig_arena_init(&arena);
    assert_ok(read_key(key_file, &arena, &key, &error), error);
    assert_int_equal(key.count, 5);
    const struct trig_codebook_question *question = trig_jisc_question(&key, trig_view("Q2"));
    assert_non_null(question);
    assert_int_equal(question->option_count, 2);
    assert_true(trig_view_is(question->options[1].label, "Mill, large"));
    assert_int_equal(trig_jisc_question(&key, trig_view("Q3"))->option_count, 0);
    assert_null(trig_jisc_question(&key, trig_view("Q9")));
    trig_arena_clear(&arena);
}

static void test_jisc_key_that_is_none_is_refused(void **state)
{
    (void)state;
    static const char *const files[] = {"", "a,b,c\n1,2,3\n", "1,Lathe\nQ1,Tool\n", "URN,Q1\n1,2\n",
                                        "\"Q1\",\"x\n"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct trig_arena arena;
        struct trig_codebook key;
        struct trig_error error;
        trig_arena_init(&arena);
        if (read_key(files[i], &arena, &key, &error) != TRIG_ERR_FORMAT || !error.file[0])
            fail_msg("key %zu is taken", i);
        trig_arena_clear(&arena);
    }
}

static void test_jisc_coded_headings_by_the_key(void **state)
{
    (void)state;
    static const char *const row[] = {"URN", "Q1", "Q2_1", "Q2_2", "Q3", "Q4_1_1", "Q4_1_2", NULL};
    struct trig_heading headings[MOST];
    struct trig_arena arena;
    struct trig_codebook key;
    struct trig_error error;
    trig_arena_init(&arena);
    assert_ok(read_key(key_file, &arena, &key, &error), error);
    assert_int_equal(read_header(&trig_format_jisc, row, &key, &arena, headings, MOST), 7);
    assert_int_equal(headings[0].use, TRIG_USE_RECORD);
    assert_int_equal(headings[1].option_count, 2);
    assert_false(headings[1].is_option);
    assert_true(headings[3].is_option);
    assert_true(trig_view_is(headings[3].spreads[0].base, "Q2"));
    assert_true(trig_view_is(headings[3].spreads[0].part, "Mill, large"));
    assert_int_equal(headings[4].option_count, 0);
    assert_true(trig_view_is(headings[6].spreads[0].base, "Q4_1"));
    assert_true(trig_view_is(headings[6].spreads[0].part, "Worst"));
    trig_arena_clear(&arena);
}

static void test_jisc_coded_with_a_key_of_other_settings_is_refused(void **state)
{
    (void)state;
    /* The columns of Q2 count from 1, the key from 0; a question the key lacks; no key. */
    static const char *const key[] = {"Q1,Tool\n0,Lathe\n1,Mill\nQ2,All tools\n0,Lathe\n1,Mill\n2,Saw\n",
                                      "Q1,Tool\n1,Lathe\n2,Mill\n", NULL};
    static const enum trig_status expected[] = {TRIG_ERR_FORMAT, TRIG_ERR_FORMAT, TRIG_ERR_REFUSED};
    const struct trig_view cells[] = {trig_view("Q1"), trig_view("Q2_1"), trig_view("Q2_2"),
                                      trig_view("Q2_3")};
    const struct trig_views row = {cells, 4};
    for (size_t i = 0; i < 3; i++) {
        struct trig_heading headings[4] = {{.spread_count = 0}};
        struct trig_arena arena;
        struct trig_codebook codes = {0};
        struct trig_error error;
        trig_arena_init(&arena);
        if (key[i])
            assert_ok(read_key(key[i], &arena, &codes, &error), error);
        enum trig_status status =
            trig_format_jisc.read_headings(&row, 1, key[i] ? &codes : NULL, &arena, headings, 4, &error);
        if (status != expected[i])
            fail_msg("case %zu: %d", i, status);
        trig_arena_clear(&arena);
    }
}

static void test_limesurvey_headings_taken_apart(void **state)
{
    (void)state;
    static const struct {
        const char *raw;
        const char *key;
        const char *text;
        const char *base;
        const char *part;
    } cases[] = {
        {"edu1. What is it?", "edu1", "What is it?", NULL, NULL},
        {"q13[34]. Which? [Art, Design]", "q13[34]", "Which? [Art, Design]", "q13", "34"},
        {"q13[34]. Which? [Art, Design]", "q13_34", "Art, Design", "Which?", "Art, Design"},
        {"likert1[a4]. [Do you?]", "likert1[a4]", "Do you?", "likert1", "a4"},
        {"l3[s1]. [How [Your job]]", "l3[s1]", "How [Your job]", NULL, NULL},
        {"rse3[SQ001]. Who uses it? []", "rse3[SQ001]", "Who uses it?", "rse3", "SQ001"},
        {"dual[SQ1][2]. Text [a][b]", "dual[SQ1][2]", NULL, NULL, NULL},
        {"Which? [Art]", NULL, "Art", "Which?", "Art"},
        {"code[SQ001]", "code_SQ001", NULL, "code", "SQ001"},
        {"1. Not a code", NULL, "1. Not a code", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const row[] = {cases[i].raw, NULL};
        struct trig_heading heading;
        struct trig_arena arena;
        trig_arena_init(&arena);
        read_header(&trig_format_limesurvey, row, NULL, &arena, &heading, 1);
        bool spread = !cases[i].base;
        for (size_t j = 0; j < heading.spread_count && cases[i].base; j++)
            spread |= trig_view_is(heading.spreads[j].base, cases[i].base) &&
                      trig_view_is(heading.spreads[j].part, cases[i].part);
        if ((cases[i].key && !holds(heading.keys, cases[i].key)) || (!cases[i].key && heading.keys.count) ||
            (cases[i].text && !holds(heading.texts, cases[i].text)) || !spread)
            fail_msg("\"%s\"", cases[i].raw);
        trig_arena_clear(&arena);
    }
}

static void test_plain_headings_may_be_options(void **state)
{
    (void)state;
    static const char *const row[] = {"support[course]",
                                      "support___course",
                                      "support/course",
                                      "my_support_course",
                                      "Support [A course]",
                                      "_x",
                                      "x_",
                                      NULL};
    static const struct {
        const char *base;
        const char *part;
    } expected[] = {
        {"support", "course"},   {"support", "course"}, {"support", "course"}, {"my_support", "course"},
        {"Support", "A course"}, {NULL, NULL},          {NULL, NULL}};
    struct trig_heading headings[MOST];
    struct trig_arena arena;
    trig_arena_init(&arena);
    size_t count = read_header(&trig_format_plain_csv, row, NULL, &arena, headings, MOST);
    for (size_t i = 0; i < count; i++) {
        bool found = !expected[i].base && !headings[i].spread_count;
        for (size_t j = 0; j < headings[i].spread_count && expected[i].base; j++)
            found |= trig_view_is(headings[i].spreads[j].base, expected[i].base) &&
                     trig_view_is(headings[i].spreads[j].part, expected[i].part);
        if (!found)
            fail_msg("\"%s\"", row[i]);
    }
    trig_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recognise_headers_of_each_platform),
        cmocka_unit_test(test_format_find_by_name),
        cmocka_unit_test(test_jisc_text_headings_have_number_and_wording),
        cmocka_unit_test(test_jisc_key_questions_have_their_options),
        cmocka_unit_test(test_jisc_key_that_is_none_is_refused),
        cmocka_unit_test(test_jisc_coded_headings_by_the_key),
        cmocka_unit_test(test_jisc_coded_with_a_key_of_other_settings_is_refused),
        cmocka_unit_test(test_limesurvey_headings_taken_apart),
        cmocka_unit_test(test_plain_headings_may_be_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
