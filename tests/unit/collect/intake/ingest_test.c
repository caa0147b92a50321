/* Exports into stores: what comes to be stored, compared cell by cell. */
#include "collect/intake/ingest.h"

#include "tests/support.h"
#include "tests/unit/collect/stored.h"

#include <unistd.h>

static const struct sheet sheets[] = {
    {"scales.csv", "scale,code,label\nagree,1,Strongly disagree\nagree,2,Disagree\nagree,3,Agree\n"
                   "agree,4,Strongly agree\npet,dog,Dogs\npet,cat,\"Cats, of any kind\"\npet,fish,Fish\n"},
    {"institutions.csv", "id,name,aliases\nuni_a,University A,A\nuni_b,University B,\n"},
    {"waves.csv", "id,opened,closed\n2021,2021-02-01,2021-03-31\n2024,2024-04-01,\n"},
    {"variables.csv", "name,label,role,type,scale,min,max\n"
                      "id,Response,record,text,,,\n"
                      "place,Where?,institution,nominal,,,\n"
                      "when,When?,submitted,date,,,\n"
                      "vis_1,Seen?,item,ordinal,agree,,\n"
                      "vis_2,Heard?,item,ordinal,agree,,\n"
                      "pets,Pets?,item,multiple,pet,,\n"
                      "best,Best pet?,item,nominal,pet,,\n"
                      "team,Team?,attribute,nominal,,,\n"
                      "days,Days?,item,numeric,,0,50\n"
                      "note,Note?,comment,text,,,\n"},
    {"columns.csv",
     "variable,platform,heading\nplace,jisc,Q1\nvis_1,jisc,Q2_1\nvis_2,jisc,Q2_2\npets,jisc,Q3\n"
     "best,jisc,Q4_1\nteam,jisc,Q5\ndays,jisc,Q6\nnote,jisc,Q7\n"},
    {NULL, NULL}};

static const char *const answers[] = {"#wave", "#institution", "vis_1", "vis_2", "pets",
                                      "best",  "team",         "days",  "note",  NULL};

static void test_ingest_every_kind_of_variable(void **state)
{
    (void)state;
    const struct trig_ingest_options options = {.wave = "2024"};
    struct stored stored;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored,
                       "place,vis_1,vis_2,pets,best,team,days,note\n"
                       "University A,Agree,4,\"Cats, of any kind,Dogs\",fish,Blue,7.5,\" hello, \"\n"
                       "uni_b,,1.0,,,,,\n"
                       "A,strongly AGREE,,Dogs,Dogs,Red,0,\n",
                       &options, TRIG_OK, NULL);
    stored_assert(&stored, answers,
                  "2024 uni_a 3 4 dog+cat+| fish Blue 7.5 'hello,' \n"
                  "2024 uni_b (1) 1 (1) (1) (1) (1) (1) \n"
                  "2024 uni_a 4 (1) dog+| dog Red 0 (1) \n");
    stored_close(&stored);
}

static void test_ingest_variables_not_in_the_file_are_not_shown(void **state)
{
    (void)state;
    const struct trig_ingest_options options = {.wave = "2021", .institution = "University B"};
    static const char *const names[] = {"#wave", "#institution", "vis_1", "pets", "team", "note", NULL};
    struct stored stored;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored, "place,vis_1\nnobody asks,2\n", &options, TRIG_OK, NULL);
    stored_assert(&stored, names, "2021 uni_b 2 (2) (2) (2) \n");
    stored_close(&stored);
}

static void test_ingest_waves_by_date(void **state)
{
    (void)state;
    const struct trig_ingest_options options = {.institution = "A"};
    static const char *const names[] = {"#wave", "when", NULL};
    struct stored stored;
    struct trig_tally tally;
    stored_open(&stored, sheets);
    stored_ingest_text(
        &stored,
        "when,vis_1\n01/02/2021,1\n31/03/2021 23:59,1\n01/04/2021,1\n31/03/2024,1\n01/04/2024,1\n,1\n",
        &options, TRIG_OK, &tally);
    stored_assert(&stored, names, "2021 1612137600 \n2021 1617235140 \n2024 1711929600 \n");
    assert_int_equal(tally.reasons[TRIG_REASON_UNKNOWN_WAVE], 2);
    assert_int_equal(tally.reasons[TRIG_REASON_MISSING_WAVE], 1);
    stored_close(&stored);
}

static void test_ingest_bad_answers_missing_are_marked(void **state)
{
    (void)state;
    const struct trig_ingest_options options = {
        .wave = "2024", .institution = "A", .rules = {.bad_missing = true}};
    static const char *const names[] = {"vis_1", "vis_2", "pets", "days", NULL};
    struct stored stored;
    struct trig_tally tally;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored, "vis_1,vis_2,pets,days\nwhat,Agree,Dogs;Emu,51\n2,,,\n", &options, TRIG_OK,
                       &tally);
    stored_assert(&stored, names, "(4) 3 (4) (4) \n2 (1) (1) (1) \n");
    assert_int_equal(tally.unreadable, 3);
    stored_close(&stored);
}

static void test_ingest_spread_options_and_one_answer_over_columns(void **state)
{
    (void)state;
    static const char key[] =
        "Q1,Place\n1,University A\nQ2_1,Seen\n1,Strongly agree\n2,Agree\n3,Disagree\n"
        "4,Strongly disagree\nQ3,Pets\n1,Dogs\n2,\"Cats, of any kind\"\n3,Fish\nQ4_1,Best\n"
        "1,Fish\n2,Dogs\n";
    static const char *const names[] = {"vis_1", "pets", "best", NULL};
    struct temporary file;
    struct trig_tally tally;
    struct stored stored;
    temporary_write(&file, "key.csv", key, sizeof key - 1);
    const struct trig_ingest_options options = {
        .wave = "2024", .codes = file.path, .sniff = {.has_codes = true}};
    stored_open(&stored, sheets);
    stored_ingest_text(&stored,
                       "URN,Q1,Q2_1,Q3_1,Q3_2,Q3_3,Q4_1_1,Q4_1_2\n"
                       "a,1,1,1,1,0,0,1\nb,1,,0,0,0,0,0\nc,1,4,0,0,1,1,1\n",
                       &options, TRIG_OK, &tally);
    /* The key runs the other way than the definition; two best pets are unreadable; all blank is blank. */
    stored_assert(&stored, names, "4 dog+cat+| dog \n");
    assert_int_equal(tally.reasons[TRIG_REASON_BLANK], 1);
    assert_int_equal(tally.reasons[TRIG_REASON_SEVERAL_ANSWERS], 1);
    stored_close(&stored);
    temporary_remove(&file);
}

static void test_ingest_no_is_an_answer_where_the_platform_says_so(void **state)
{
    (void)state;
    const struct trig_ingest_options options = {.wave = "2024", .institution = "A"};
    static const char *const names[] = {"pets", NULL};
    struct stored stored;
    stored_open(&stored, sheets);
    stored_ingest_text(
        &stored,
        "id. Id,vis_1. Seen?,pets[dog]. Pets? [Dogs],pets[cat]. Pets? [Cats],pets[fish]. Pets? [Fish]\n"
        "1,2,No,No,No\n2,2,,,\n3,2,Yes,,No\n4,2,{question_not_shown},{question_not_shown},"
        "{question_not_shown}\n",
        &options, TRIG_OK, NULL);
    stored_assert(&stored, names, "| \n(1) \ndog+| \n(2) \n");
    stored_close(&stored);
}

static void test_ingest_same_answers_have_one_fingerprint_in_every_form(void **state)
{
    (void)state;
    static const char *const names[] = {"#fingerprint", NULL};
    const struct trig_ingest_options options = {.wave = "2024"};
    static char first[200], second[200];
    struct stored stored;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored,
                       "id,place,vis_1,pets,days,note,team\n7,University A,Agree,\"Dogs,Fish\",3,x,Blue\n",
                       &options, TRIG_OK, NULL);
    stored_print(&stored, names, first, sizeof first);
    stored_close(&stored);
    stored_open(&stored, sheets);
    stored_ingest_text(
        &stored, "team;note;days;pets_fish;pets_dog;pets_cat;vis_1;place;id\nBlue; x ;3.0;1;1;0;3;uni_a;8\n",
        &options, TRIG_OK, NULL);
    stored_print(&stored, names, second, sizeof second);
    stored_close(&stored);
    assert_string_equal(first, second);
    assert_int_not_equal(first[0], '(');
}

static void test_ingest_many_batches_and_a_growing_export(void **state)
{
    (void)state;
    enum { ROWS = 70000 };
    const struct trig_ingest_options options = {.wave = "2024", .institution = "A"};
    struct temporary file;
    struct stored stored;
    struct trig_tally tally;
    temporary_write(&file, "grown.csv", "", 0);
    for (size_t round = 1; round <= 2; round++) {
        FILE *out = fopen(file.path, "wb");
        assert_non_null(out);
        fputs("id,vis_1,note\n", out);
        for (size_t i = 0; i < ROWS / 2 * round; i++)
            fprintf(out, "r%zu,%zu,n%zu\n", i, i % 4 + 1, i);
        fclose(out);
        if (round == 1)
            stored_open(&stored, sheets);
        stored_ingest(&stored, file.path, &options, TRIG_OK, &tally);
    }
    assert_int_equal(tally.read, ROWS);
    assert_int_equal(tally.stored, ROWS / 2);
    assert_int_equal(tally.reasons[TRIG_REASON_ALREADY_STORED], ROWS / 2);
    stored_ingest(&stored, file.path, &options, TRIG_ERR_REFUSED, NULL);
    stored_close(&stored);
    temporary_remove(&file);
}

static void test_ingest_dry_run_and_errors_store_nothing(void **state)
{
    (void)state;
    const struct trig_ingest_options dry = {.wave = "2024", .institution = "A", .dry_run = true};
    const struct trig_ingest_options wet = {.wave = "2024", .institution = "A"};
    struct stored stored;
    struct trig_error error;
    uint64_t newest = 9;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored, "vis_1\n1\n", &dry, TRIG_OK, NULL);
    stored_ingest_text(&stored, "vis_1\n1\n\"2\n", &wet, TRIG_ERR_FORMAT, NULL);
    stored_ingest_text(&stored, "vis_1\n", &wet, TRIG_ERR_FORMAT, NULL);
    stored_ingest_text(&stored, "nothing,known\n1,2\n", &wet, TRIG_ERR_FORMAT, NULL);
    assert_ok(trig_store_newest(stored.store, &newest, &error), error);
    assert_int_equal(newest, 0);
    stored_close(&stored);
}

static void test_ingest_missing_wave_or_institution_is_usage(void **state)
{
    (void)state;
    const struct trig_ingest_options none = {.dry_run = true}, wave = {.wave = "2024"};
    const struct trig_ingest_options unknown = {.wave = "1066"},
                                     nowhere = {.wave = "2024", .institution = "Z"};
    struct stored stored;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored, "place,vis_1\nA,1\n", &none, TRIG_ERR_USAGE, NULL);
    stored_ingest_text(&stored, "vis_1\n1\n", &wave, TRIG_ERR_USAGE, NULL);
    stored_ingest_text(&stored, "vis_1\n1\n", &unknown, TRIG_ERR_USAGE, NULL);
    stored_ingest_text(&stored, "vis_1\n1\n", &nowhere, TRIG_ERR_USAGE, NULL);
    stored_close(&stored);
}

static void test_ingest_survey_without_waves_and_institutions(void **state)
{
    (void)state;
    static const struct sheet bare[] = {
        {"variables.csv", "name,role,type\nx,item,numeric\nplace,institution,nominal\nwave,wave,nominal\n"},
        {NULL, NULL}};
    static const char *const names[] = {"x", NULL};
    const struct trig_ingest_options options = {0};
    struct stored stored;
    stored_open(&stored, bare);
    stored_ingest_text(&stored, "x,place,wave\n1,here,now\n2,there,then\n", &options, TRIG_OK, NULL);
    stored_assert(&stored, names, "1 \n2 \n");
    stored_close(&stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ingest_every_kind_of_variable),
        cmocka_unit_test(test_ingest_variables_not_in_the_file_are_not_shown),
        cmocka_unit_test(test_ingest_waves_by_date),
        cmocka_unit_test(test_ingest_bad_answers_missing_are_marked),
        cmocka_unit_test(test_ingest_spread_options_and_one_answer_over_columns),
        cmocka_unit_test(test_ingest_no_is_an_answer_where_the_platform_says_so),
        cmocka_unit_test(test_ingest_same_answers_have_one_fingerprint_in_every_form),
        cmocka_unit_test(test_ingest_many_batches_and_a_growing_export),
        cmocka_unit_test(test_ingest_dry_run_and_errors_store_nothing),
        cmocka_unit_test(test_ingest_missing_wave_or_institution_is_usage),
        cmocka_unit_test(test_ingest_survey_without_waves_and_institutions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
