#include "collect/answers/answer.h"

#include "collect/formats/formats.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

/* A scale whose labels are words, and one whose labels begin with their numbers. */
static const char words[] = "s,1,Strongly disagree,\ns,2,Disagree,\ns,3,\"Neither agree, nor disagree\",\n"
                            "s,4,Agree,Tend to agree|Rather agree\ns,5,Strongly agree,\n"
                            "s,dk,Don\xE2\x80\x99t know,\ns,other,Other,\n";
static const char numbers[] = "s,0,0 (not at all),\ns,1,1,\ns,5,5,\ns,10,10 (completely),\n";

struct scene {
    trig_definition *definition;
    struct trig_scale_reader scale;
    struct trig_heading heading;
    struct trig_answer_reader reader;
};

static void open_scene(struct scene *scene, const char *rows, const struct trig_format *format)
{
    struct trig_error error;
    memset(scene, 0, sizeof *scene);
    scene->definition = make_scale(rows);
    assert_ok(trig_scale_reader_init(&scene->scale, &scene->definition->scales[0], &error), error);
    scene->reader = (struct trig_answer_reader){.scale = &scene->scale,
                                                .format = format,
                                                .heading = &scene->heading,
                                                .separators = trig_view(format->separators)};
}

static void close_scene(struct scene *scene)
{
    trig_scale_reader_clear(&scene->scale);
    trig_definition_destroy(scene->definition);
}

static struct trig_meaning read_code(struct scene *scene, const char *text)
{
    struct trig_meaning meaning;
    struct trig_error error;
    assert_ok(trig_answer_read_code(&scene->reader, trig_view(text), &meaning, &error), error);
    return meaning;
}

static void test_read_code_every_spelling_gives_its_code(void **state)
{
    (void)state;
    static const struct {
        const char *rows;
        const char *text;
        const char *code;
    } cases[] = {
        {words, "5", "5"},
        {words, "5.0", "5"},
        {words, "05", "5"},
        {words, " 5 ", "5"},
        {words, "Strongly agree", "5"},
        {words, "STRONGLY  AGREE", "5"},
        {words,
         "Strongly\xC2\xA0"
         "agree",
         "5"},
        {words, "Tend to agree", "4"},
        {words, "4 - Agree", "4"},
        {words, "4 (Agree)", "4"},
        {words, "(4) Agree.", "4"},
        {words, "4. rather agree", "4"},
        {words, "Neither agree, nor disagree", "3"},
        {words, "Don't know", "dk"},
        {words, "DK", "dk"},
        {words, "-oth-", "other"},
        {numbers, "1 (Never)", "1"},
        {numbers, "10 (All my time)", "10"},
        {numbers, "10 - Completely satisfied", "10"},
        {numbers, "0 - Not at all", "0"},
        {numbers, "5.00", "5"},
        {numbers, "1e1", "10"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene scene;
        open_scene(&scene, cases[i].rows, &trig_format_limesurvey);
        struct trig_meaning meaning = read_code(&scene, cases[i].text);
        const struct trig_code *codes = scene.definition->scales[0].codes;
        if (meaning.answer != TRIG_ANSWERED || !trig_view_is(codes[meaning.value].code, cases[i].code))
            fail_msg("\"%s\" is not read as %s", cases[i].text, cases[i].code);
        close_scene(&scene);
    }
}

static void test_read_code_unclear_is_unreadable_with_a_reason(void **state)
{
    (void)state;
    static const struct {
        const char *rows;
        const char *text;
        enum trig_reason reason;
    } cases[] = {
        {words, "Agre", TRIG_REASON_UNKNOWN_ANSWER},
        {words, "6", TRIG_REASON_UNKNOWN_ANSWER},
        {words, "5.5", TRIG_REASON_UNKNOWN_ANSWER},
        {words, "5-5", TRIG_REASON_UNKNOWN_ANSWER},
        {words, "1-5", TRIG_REASON_UNKNOWN_ANSWER},
        {numbers, "1 - 5", TRIG_REASON_UNKNOWN_ANSWER},
        /* The file's 1 is called what the definition's 5 is: its scale runs the other way. */
        {words, "1 (Strongly agree)", TRIG_REASON_UNKNOWN_ANSWER},
        {words, "1 - Totally opposed", TRIG_REASON_UNKNOWN_ANSWER},
        {numbers, "2 (Seldom)", TRIG_REASON_UNKNOWN_ANSWER},
        {numbers, "10th", TRIG_REASON_UNKNOWN_ANSWER},
        {words, "#NAME?", TRIG_REASON_EXCEL_DAMAGED},
        {words, "Oct-49", TRIG_REASON_EXCEL_DAMAGED},
        {words, "01-May", TRIG_REASON_EXCEL_DAMAGED},
        {words, "1-May", TRIG_REASON_EXCEL_DAMAGED},
        {words, "########", TRIG_REASON_EXCEL_DAMAGED},
        {words, "Oct-4x", TRIG_REASON_UNKNOWN_ANSWER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene scene;
        open_scene(&scene, cases[i].rows, &trig_format_plain_csv);
        struct trig_meaning meaning = read_code(&scene, cases[i].text);
        if (meaning.answer != TRIG_UNREADABLE || meaning.reason != cases[i].reason)
            fail_msg("\"%s\": %d %s", cases[i].text, meaning.answer, trig_reason_id(meaning.reason));
        close_scene(&scene);
    }
}

static void test_read_code_without_answer_says_which_kind(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene, words, &trig_format_limesurvey);
    assert_int_equal(read_code(&scene, "").answer, TRIG_SKIPPED);
    assert_int_equal(read_code(&scene, " \xC2\xA0 ").answer, TRIG_SKIPPED);
    assert_int_equal(read_code(&scene, "{question_not_shown}").answer, TRIG_NOT_SHOWN);
    close_scene(&scene);
}

static void test_read_code_with_key_takes_the_words_of_the_key(void **state)
{
    (void)state;
    /* The key runs the other way than the definition. */
    const struct trig_option_meaning options[] = {{trig_view("1"), trig_view("Strongly agree")},
                                                  {trig_view("5"), trig_view("Strongly disagree")},
                                                  {trig_view("9"), trig_view("No such answer")}};
    struct scene scene;
    open_scene(&scene, words, &trig_format_jisc);
    scene.heading.options = options;
    scene.heading.option_count = 3;
    assert_int_equal(read_code(&scene, "1").value, 4);
    assert_int_equal(read_code(&scene, "1.0").value, 4);
    assert_int_equal(read_code(&scene, "5").value, 0);
    assert_int_equal(read_code(&scene, "4").reason, TRIG_REASON_UNKNOWN_ANSWER);
    assert_int_equal(read_code(&scene, "9").reason, TRIG_REASON_UNKNOWN_ANSWER);
    assert_int_equal(read_code(&scene, "Agree").reason, TRIG_REASON_UNKNOWN_ANSWER);
    close_scene(&scene);
}

static void test_read_code_same_answer_has_same_hash_in_every_spelling(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene, words, &trig_format_plain_csv);
    uint64_t hash = read_code(&scene, "4").hash;
    assert_int_equal(read_code(&scene, "agree").hash, hash);
    assert_int_equal(read_code(&scene, "4.0").hash, hash);
    assert_int_not_equal(read_code(&scene, "5").hash, hash);
    close_scene(&scene);
}

static void test_read_tick_words_of_platforms(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum trig_answer answer;
        uint64_t value;
    } cases[] = {
        {"1", TRIG_ANSWERED, 1},      {"1.0", TRIG_ANSWERED, 1},        {"Y", TRIG_ANSWERED, 1},
        {"Yes", TRIG_ANSWERED, 1},    {"Agree", TRIG_ANSWERED, 1},      {"tend to agree", TRIG_ANSWERED, 1},
        {"0", TRIG_ANSWERED, 0},      {"No", TRIG_ANSWERED, 0},         {"Not Selected", TRIG_ANSWERED, 0},
        {"", TRIG_SKIPPED, 0},        {"Disagree", TRIG_UNREADABLE, 0}, {"2", TRIG_UNREADABLE, 0},
        {"Ja", TRIG_ANSWERED, 1},     {"Nein", TRIG_ANSWERED, 0},       {"N\xC3\xA3o", TRIG_ANSWERED, 0},
        {"maybe", TRIG_UNREADABLE, 0}};
    struct scene scene;
    open_scene(&scene, words, &trig_format_plain_csv);
    scene.reader.option = 3; /* Agree */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_meaning meaning;
        struct trig_error error;
        assert_ok(trig_answer_read_tick(&scene.reader, trig_view(cases[i].text), &meaning, &error), error);
        if (meaning.answer != cases[i].answer || meaning.value != cases[i].value)
            fail_msg("\"%s\": %d %d", cases[i].text, meaning.answer, (int)meaning.value);
    }
    close_scene(&scene);
}

static void test_read_tick_other_takes_any_words(void **state)
{
    (void)state;
    struct trig_meaning meaning;
    struct trig_error error;
    struct scene scene;
    open_scene(&scene, words, &trig_format_plain_csv);
    scene.reader.option = scene.scale.other;
    assert_ok(trig_answer_read_tick(&scene.reader, trig_view("a thing of my own"), &meaning, &error), error);
    assert_int_equal(meaning.answer, TRIG_ANSWERED);
    assert_int_equal(meaning.value, 1);
    assert_ok(trig_answer_read_tick(&scene.reader, trig_view("Nein"), &meaning, &error), error);
    assert_int_equal(meaning.answer, TRIG_ANSWERED);
    assert_int_equal(meaning.value, 0);
    assert_ok(trig_answer_read_tick(&scene.reader, trig_view("#NAME?"), &meaning, &error), error);
    assert_int_equal(meaning.answer, TRIG_UNREADABLE);
    assert_int_equal(meaning.reason, TRIG_REASON_EXCEL_DAMAGED);
    close_scene(&scene);
}

/* Options whose labels hold separators, and one that is the start of another. */
static const char pets[] =
    "s,dog,Dogs,\ns,cat,Cats,\ns,sea,\"Whales, dolphins and seals\",\ns,whale,Whales,\n";

static void test_read_several_splits_against_the_options(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *separators;
        enum trig_reason reason;
        uint64_t flags;
    } cases[] = {
        {"Dogs", ",", TRIG_REASON_NONE, 1},
        {"Dogs,Cats", ",", TRIG_REASON_NONE, 3},
        {"Cats , Dogs", ",", TRIG_REASON_NONE, 3},
        {"Dogs,Whales, dolphins and seals,Cats", ",", TRIG_REASON_NONE, 7},
        {"whales,WHALES, DOLPHINS AND SEALS", ",", TRIG_REASON_NONE, 12},
        {"Dogs;Cats;", ";", TRIG_REASON_NONE, 3},
        {"dog cat", " ", TRIG_REASON_NONE, 3},
        {"Dogs,Dogs", ",", TRIG_REASON_NONE, 1},
        {"Dogs,Hamsters", ",", TRIG_REASON_UNKNOWN_ANSWER, 0},
        {"DogsCats", ",", TRIG_REASON_UNKNOWN_ANSWER, 0},
        {"Dogs;Cats", ",", TRIG_REASON_UNKNOWN_ANSWER, 0},
        {",", ",", TRIG_REASON_UNKNOWN_ANSWER, 0},
        {"#REF!", ",", TRIG_REASON_EXCEL_DAMAGED, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_meaning meaning;
        struct trig_error error;
        struct scene scene;
        open_scene(&scene, pets, &trig_format_plain_csv);
        scene.reader.separators = trig_view(cases[i].separators);
        assert_ok(trig_answer_read_several(&scene.reader, trig_view(cases[i].text), &meaning, &error), error);
        if (meaning.reason != cases[i].reason || meaning.value != cases[i].flags)
            fail_msg("\"%s\": %s %d", cases[i].text, trig_reason_id(meaning.reason), (int)meaning.value);
        close_scene(&scene);
    }
}

static void test_read_several_in_two_ways_is_ambiguous(void **state)
{
    (void)state;
    struct trig_meaning meaning;
    struct trig_error error;
    struct scene scene;
    open_scene(&scene, "s,a,Tea,\ns,b,Milk,\ns,c,\"Tea, Milk\",\n", &trig_format_plain_csv);
    assert_ok(trig_answer_read_several(&scene.reader, trig_view("Tea, Milk"), &meaning, &error), error);
    assert_int_equal(meaning.reason, TRIG_REASON_AMBIGUOUS_ANSWER);
    close_scene(&scene);
}

static void test_read_several_hash_does_not_depend_on_order(void **state)
{
    (void)state;
    struct trig_meaning one, other;
    struct trig_error error;
    struct scene scene;
    open_scene(&scene, pets, &trig_format_plain_csv);
    assert_ok(trig_answer_read_several(&scene.reader, trig_view("Dogs,Cats"), &one, &error), error);
    assert_ok(trig_answer_read_several(&scene.reader, trig_view("cat;dog"), &other, &error), error);
    assert_int_equal(one.hash, other.hash);
    close_scene(&scene);
}

static void test_read_tick_by_the_export_s_own_words(void **state)
{
    (void)state;
    static const struct trig_view own[] = {{"No", 2}, {"7", 1}};
    struct scene scene;
    struct trig_meaning meaning;
    struct trig_error error;
    open_scene(&scene, "s,a,Yes,\ns,b,None of these,\n", &trig_format_surveymonkey);
    scene.reader.option = 1;
    scene.heading.ticked = (struct trig_views){own, 2};
    for (size_t i = 0; i < 2; i++) {
        assert_ok(trig_answer_read_tick(&scene.reader, own[i], &meaning, &error), error);
        assert_int_equal(meaning.value, 1);
    }
    scene.heading.ticked.count = 0;
    assert_ok(trig_answer_read_tick(&scene.reader, own[0], &meaning, &error), error);
    assert_int_equal(meaning.value, 0);
    close_scene(&scene);
}

static void test_read_code_that_the_platform_takes_for_no_answer(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene, "s,1,Yes,\ns,2,No,\n", &trig_format_qualtrics);
    assert_int_equal(read_code(&scene, "-99").answer, TRIG_SKIPPED);
    close_scene(&scene);
    open_scene(&scene, "s,1,Yes,\ns,-99,Would rather not say,\n", &trig_format_qualtrics);
    assert_int_equal(read_code(&scene, "-99").value, 1);
    close_scene(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_code_every_spelling_gives_its_code),
        cmocka_unit_test(test_read_code_unclear_is_unreadable_with_a_reason),
        cmocka_unit_test(test_read_code_without_answer_says_which_kind),
        cmocka_unit_test(test_read_code_with_key_takes_the_words_of_the_key),
        cmocka_unit_test(test_read_code_same_answer_has_same_hash_in_every_spelling),
        cmocka_unit_test(test_read_tick_words_of_platforms),
        cmocka_unit_test(test_read_tick_other_takes_any_words),
        cmocka_unit_test(test_read_several_splits_against_the_options),
        cmocka_unit_test(test_read_several_in_two_ways_is_ambiguous),
        cmocka_unit_test(test_read_several_hash_does_not_depend_on_order),
        cmocka_unit_test(test_read_tick_by_the_export_s_own_words),
        cmocka_unit_test(test_read_code_that_the_platform_takes_for_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
