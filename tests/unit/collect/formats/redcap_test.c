/* REDCap (synthetic): choices, headings, forms that nobody opened, rows of one person. */
#include "collect/formats/formats.h"
#include "collect/formats/redcap_dictionary.h"
#include "collect/intake/ingest.h"

#include "tests/support.h"
#include "tests/unit/collect/stored.h"

static const struct sheet sheets[] = {
    {"scales.csv", "scale,code,label\nagree,1,Disagree\nagree,2,Agree\nhelp,a,A course\nhelp,m,A mentor\n"},
    {"variables.csv", "name,label,role,type,scale\n"
                      "id,Response,record,text,\n"
                      "seen,Do people know what you do?,item,ordinal,agree\n"
                      "help,What support?,item,multiple,help\n"
                      "days,Days?,item,numeric,\n"
                      "note,Note?,comment,text,\n"},
    {NULL, NULL}};

static const char *const names[] = {"id", "seen", "help", "days", "note", NULL};

/* Codes run the other way than the definition's; -1 is a code. */
static const char dictionary[] =
    "field_name,form_name,field_type,field_label,select_choices_or_calculations,"
    "text_validation_type_or_show_slider_number,identifier\n"
    "pid,first,text,Person,,,\n"
    "seen,first,radio,Do people know what you do?,\"2, Disagree | 1, Agree\",,\n"
    "mail,first,text,Mail?,,email,\n"
    "who,first,text,Who?,,,y\n"
    "help,second,checkbox,What support?,\"1, A course | -1, A <i>mentor</i>\",,\n"
    "days,second,text,Days?,,number,\n"
    "note,second,notes,Note?,,,\n";

static void ingest(struct stored *stored, const char *text, const char *codes, enum trig_status expected,
                   struct trig_tally *tally)
{
    struct temporary file;
    temporary_write(&file, "codes.csv", codes ? codes : "", codes ? strlen(codes) : 0);
    const struct trig_ingest_options options = {.codes = codes ? file.path : NULL,
                                                .sniff = {.has_codes = codes != NULL}};
    stored_ingest_text(stored, text, &options, expected, tally);
    temporary_remove(&file);
}

static void test_choices_are_read_permissively(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t count;
        const char *code; /* of the last */
        const char *label;
    } cases[] = {
        {"0, Female | 1, Male", 2, "1", "Male"},
        {"0,Female|1,Male|", 2, "1", "Male"},
        {" 1 , One, or two ", 1, "1", "One, or two"},
        {"a, <b>Bold</b> < 5", 1, "a", "Bold < 5"},
        {"Alone", 1, "Alone", "Alone"},
        {"1,", 1, "1", ""},
        {"", 0, NULL, NULL},
        {" | ", 0, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_arena arena;
        struct trig_error error;
        const struct trig_option_meaning *options = NULL;
        size_t count = 99;
        trig_arena_init(&arena);
        assert_ok(trig_redcap_read_choices(trig_view(cases[i].text), &arena, &options, &count, &error),
                  error);
        if (count != cases[i].count || (count && (!trig_view_is(options[count - 1].code, cases[i].code) ||
                                                  !trig_view_is(options[count - 1].label, cases[i].label))))
            fail_msg("\"%s\"", cases[i].text);
        trig_arena_clear(&arena);
    }
}

static void test_dictionary_that_is_none_is_refused(void **state)
{
    (void)state;
    static const char *const files[] = {
        "",
        "a,b\n1,2\n",
        "field_name,form_name\nx,y\n",
        "field_name,field_type\n",
        "field_name,field_type\n\"x,text\n",
        "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r\n1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8\n"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct temporary file;
        struct trig_arena arena;
        struct trig_codebook codebook;
        struct trig_error error;
        trig_arena_init(&arena);
        temporary_write(&file, "codes.csv", files[i], strlen(files[i]));
        if (trig_redcap_read_dictionary(file.path, &arena, &codebook, &error) != TRIG_ERR_FORMAT)
            fail_msg("dictionary %zu is taken", i);
        temporary_remove(&file);
        trig_arena_clear(&arena);
    }
}

static void test_unopened_forms_are_not_shown(void **state)
{
    (void)state;
    static const char text[] = "pid,seen,first_complete,help___1,help____1,days,note,second_complete\n"
                               "1,1,2,0,0,,,0\n"       /* never opened */
                               "2,1,2,0,0,,,2\n"       /* opened and left blank */
                               "3,1,2,0,1,,,0\n"       /* begun */
                               "4,,0,0,0,\"2,5\",,0\n" /* begun; the first form was not */
                               "5,2,2,,,,,\n";         /* gate and boxes blank */
    struct stored stored;
    stored_open(&stored, sheets);
    ingest(&stored, text, dictionary, TRIG_OK, NULL);
    stored_assert(&stored, names,
                  "'1' 2 (2) (2) (2) \n'2' 2 (1) (1) (1) \n'3' 2 m+| (1) (1) \n"
                  "'4' (2) (1) 2.5 (1) \n'5' 1 (2) (2) (2) \n");
    stored_close(&stored);
}

static void test_labels_give_the_answers_of_codes(void **state)
{
    (void)state;
    static const char raw[] =
        "pid,seen,mail,who,first_complete,help___1,help____1,days,note,second_complete\n"
        "1,1,a@example.org,Ann,2,1,1,3,x,2\n2,2,,,2,0,1,,,2\n";
    static const char labels[] =
        "Person,Do people know what you do?,Mail?,Who?,Complete?,What support? (choice=A course),"
        "What support? (choice=A mentor),Days?,Note?,Complete?\n"
        "1,Agree,a@example.org,Ann,Complete,Checked,Checked,3,x,Complete\n"
        "2,Disagree,,,Complete,Unchecked,Checked,,,Complete\n";
    static const char expected[] = "'1' 2 a+m+| 3 'x' \n'2' 1 m+| (1) (1) \n";
    const char *const texts[] = {raw, labels, labels};
    const char *const codes[] = {dictionary, dictionary, NULL};
    for (size_t i = 0; i < 3; i++) {
        struct stored stored;
        stored_open(&stored, sheets);
        ingest(&stored, texts[i], codes[i], TRIG_OK, NULL);
        stored_assert(&stored, names, expected);
        stored_close(&stored);
    }
}

static void test_rows_of_one_person_are_responses_of_their_own(void **state)
{
    (void)state;
    static const char text[] =
        "pid,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,seen,first_complete,"
        "second_timestamp,days,second_complete\n"
        "1,a,,,1,2,,,0\n"
        "1,b,,,2,2,,,0\n"
        "1,a,second,1,,,2024-05-01,5,2\n"
        "1,a,second,2,,,2024-05-02,6,2\n"
        "1,a,second,2,,,2024-05-02,7,2\n"
        "2,,,,1,2,[not completed],1,0\n"
        "3,,,,1,2,,,0\n"
        ",a,,,1,2,,,0\n";
    struct stored stored;
    struct trig_tally tally;
    stored_open(&stored, sheets);
    ingest(&stored, text, NULL, TRIG_OK, &tally);
    stored_assert(&stored, names,
                  "'1|a' 1 (2) (2) (2) \n'1|b' 2 (2) (2) (2) \n'1|a|second|1' (2) (2) 5 (2) \n"
                  "'1|a|second|2' (2) (2) 6 (2) \n'3' 1 (2) (2) (2) \n");
    assert_int_equal(tally.reasons[TRIG_REASON_CHANGED], 1);
    assert_int_equal(tally.reasons[TRIG_REASON_PARTIAL], 1);
    assert_int_equal(tally.reasons[TRIG_REASON_MISSING_RECORD], 1);
    stored_close(&stored);
}

static void test_rows_of_one_person_need_ids_in_the_survey(void **state)
{
    (void)state;
    static const struct sheet bare[] = {{"variables.csv", "name,role,type\ndays,item,numeric\n"},
                                        {NULL, NULL}};
    struct stored stored;
    stored_open(&stored, bare);
    ingest(&stored, "pid,redcap_event_name,days,f_complete\n1,a,2,2\n1,b,3,2\n", NULL, TRIG_ERR_USAGE, NULL);
    ingest(&stored, "pid,days,f_complete\n1,2,2\n2,3,2\n", NULL, TRIG_OK, NULL);
    stored_close(&stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choices_are_read_permissively),
        cmocka_unit_test(test_dictionary_that_is_none_is_refused),
        cmocka_unit_test(test_unopened_forms_are_not_shown),
        cmocka_unit_test(test_labels_give_the_answers_of_codes),
        cmocka_unit_test(test_rows_of_one_person_are_responses_of_their_own),
        cmocka_unit_test(test_rows_of_one_person_need_ids_in_the_survey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
