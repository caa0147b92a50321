/* Files of SPSS and Stata: what they say is stored, and what is wrong is said. */
#include "collect/intake/ingest.h"

#include "tests/made/made.h"
#include "tests/support.h"
#include "tests/unit/collect/stored.h"

#include <math.h>
#include <stdlib.h>

static const struct sheet sheets[] = {
    {"survey.csv", "key,value\nid,tiny\ntitle,Tiny\ndate_order,dmy\n"},
    {"institutions.csv", "id,name\na,Aldmoor University\nb,Bracken Institute\n"},
    {"waves.csv", "id\n2024\n"},
    {"scales.csv", "scale,code,label,kind\n"
                   "agree,5,Strongly agree,\nagree,4,Agree,\nagree,3,Neither agree nor disagree,\n"
                   "agree,2,Disagree,\nagree,1,Strongly disagree,\nagree,na,Not applicable,not_applicable\n"
                   "help,course,A course,\nhelp,mentor,\"A mentor, coach or buddy\",\n"
                   "help,time,Time for learning,\nyesno,y,Yes,\nyesno,n,No,\n"},
    {"variables.csv",
     "name,role,type,scale\nid,record,text,\ninstitution,institution,nominal,\n"
     "technical,attribute,nominal,yesno\nvis_1,item,ordinal,agree\nvis_2,item,ordinal,agree\n"
     "support,item,multiple,help\ndays,item,numeric,\nwhen,submitted,date,\n"
     "remarks,comment,text,\n"},
    {NULL, NULL}};

static const char *const names[] = {"id",      "#institution", "technical", "vis_1", "vis_2",
                                    "support", "days",         "when",      NULL};

/* (1) is skipped, (3) declared missing. */
static const char expected[] = "'r1' a y 4 1 course+time+| 3 1714521600 \n"
                               "'r2' b n 5 5 mentor+| 0.5 1714608000 \n"
                               "'r3' a y (3) 3 (1) 12 1714694400 \n"
                               "'r4' a y na 2 course+mentor+time+| (3) 1714780800 \n"
                               "'r5' b y (3) 4 course+| 0 1714867200 \n"
                               "'r6' b n 1 (1) (1) 7 1714953600 \n";

static size_t make_bytes(const char *kind, unsigned char *out, size_t size)
{
    struct temporary file;
    temporary_write(&file, "made", "", 0);
    assert_true(made_statistics(kind, file.path));
    FILE *stream = fopen(file.path, "rb");
    assert_non_null(stream);
    size_t length = fread(out, 1, size, stream);
    assert_true(length > 0 && length < size);
    fclose(stream);
    temporary_remove(&file);
    return length;
}

static void test_spss_each_kind_of_file_gives_the_same_answers(void **state)
{
    (void)state;
    static const char *const kinds[] = {"sav", "zsav", "dta"};
    static unsigned char bytes[1 << 17];
    const struct trig_ingest_options options = {0};
    for (size_t i = 0; i < 3; i++) {
        struct temporary file;
        struct stored stored;
        struct trig_tally tally;
        char found[2000];
        size_t length = make_bytes(kinds[i], bytes, sizeof bytes);
        temporary_write(&file, "export", bytes, length);
        stored_open(&stored, sheets);
        stored_ingest(&stored, file.path, &options, TRIG_OK, &tally);
        stored_print(&stored, names, found, sizeof found);
        if (tally.read != 6 || tally.stored != 6 || strcmp(found, expected) != 0)
            fail_msg("%s: %llu stored\n%s", kinds[i], (unsigned long long)tally.stored, found);
        stored_close(&stored);
        temporary_remove(&file);
    }
}

static void test_spss_labels_come_with_the_headings(void **state)
{
    (void)state;
    static unsigned char bytes[1 << 17];
    struct temporary file;
    struct trig_export export;
    struct trig_error error;
    const struct trig_sniff_options options = {0};
    temporary_write(&file, "export.sav", bytes, make_bytes("sav", bytes, sizeof bytes));
    assert_ok(trig_export_open(file.path, &options, NULL, &export, &error), error);
    assert_int_equal(export.column_count, 12);
    const struct trig_heading *item = &export.headings[4];
    assert_true(trig_view_is(item->raw, "vis_1"));
    assert_true(holds(item->texts, "People know what I do"));
    assert_int_equal(item->option_count, 7);
    assert_true(trig_view_is(item->options[6].code, "99"));
    assert_true(trig_view_is(item->options[6].label, "Refused to say"));
    assert_int_equal(item->declared_count, 2);
    assert_true(item->has_unlabelled);
    const struct trig_heading *tick = &export.headings[6];
    bool found = false;
    for (size_t i = 0; i < tick->spread_count; i++)
        found |=
            trig_view_is(tick->spreads[i].base, "support") && trig_view_is(tick->spreads[i].part, "A course");
    assert_true(found);
    trig_export_close(&export);
    temporary_remove(&file);
}

/* Unlabelled values stand for themselves only where the labelled ones count as
 * the scale does. */
static void test_spss_half_labelled_scale_that_counts_otherwise_is_unreadable(void **state)
{
    (void)state;
    static const struct trig_option_meaning backwards[] = {{{"1", 1}, {"Strongly agree", 14}},
                                                           {{"5", 1}, {"Strongly disagree", 17}}};
    static const struct trig_option_meaning alike[] = {{{"1", 1}, {"Strongly disagree", 17}},
                                                       {{"5", 1}, {"Strongly agree", 14}}};
    trig_definition *definition =
        make_scale("s,1,Strongly disagree,\ns,2,Disagree,\ns,3,Neither,\ns,4,Agree,\ns,5,Strongly agree,\n");
    struct trig_scale_reader scale;
    struct trig_heading heading = {.option_count = 2, .has_unlabelled = true};
    struct trig_answer_reader reader = {
        .scale = &scale, .format = trig_format_find(trig_view("spss")), .heading = &heading};
    struct trig_meaning meaning;
    struct trig_error error;
    assert_ok(trig_scale_reader_init(&scale, &definition->scales[0], &error), error);
    heading.options = alike;
    assert_ok(trig_answer_read_code(&reader, trig_view("2"), &meaning, &error), error);
    assert_int_equal(meaning.answer, TRIG_ANSWERED);
    assert_int_equal(meaning.value, 1);
    heading.options = backwards;
    assert_ok(trig_answer_read_code(&reader, trig_view("2"), &meaning, &error), error);
    assert_int_equal(meaning.answer, TRIG_UNREADABLE);
    assert_ok(trig_answer_read_code(&reader, trig_view("1"), &meaning, &error), error);
    assert_int_equal(meaning.value, 4);
    trig_scale_reader_clear(&scale);
    trig_definition_destroy(definition);
}

/* What a file declares missing is the code that its label names, or else the code itself where
 * the scale lists it as no answer; never an answer. */
static void test_spss_declared_values_become_codes_that_are_no_answers(void **state)
{
    (void)state;
    static const struct trig_option_meaning labels[] = {{{".a", 2}, {"Not applicable", 14}},
                                                        {{".b", 2}, {"Left early", 10}}};
    static const struct trig_declared declared[] = {{NAN, NAN, {".a", 2}, TRIG_DECLARED_MISSING},
                                                    {NAN, NAN, {".b", 2}, TRIG_DECLARED_MISSING},
                                                    {NAN, NAN, {".c", 2}, TRIG_DECLARED_MISSING},
                                                    {NAN, NAN, {".x", 2}, TRIG_NOT_SHOWN},
                                                    {4, 9, {NULL, 0}, TRIG_DECLARED_MISSING}};
    static const struct {
        const char *label;
        const char *cell;
        enum trig_answer answer;
        size_t code;
    } cases[] = {{"labelled as a code", ".a", TRIG_ANSWERED, 2},
                 {"labelled as nothing known", ".b", TRIG_DECLARED_MISSING, 0},
                 {"without label", ".c", TRIG_DECLARED_MISSING, 0},
                 {"what became of the question", ".x", TRIG_NOT_SHOWN, 0},
                 {"a code that is no answer", "9", TRIG_ANSWERED, 3},
                 {"a code that is an answer", "5", TRIG_DECLARED_MISSING, 0},
                 {"not declared", "1", TRIG_ANSWERED, 0}};
    static const struct sheet kinds[] = {{"scales.csv",
                                          "scale,code,label,kind\ns,1,Disagree,\ns,5,Agree,\n"
                                          "s,na,Not applicable,not_applicable\ns,9,Refused,refused\n"},
                                         {"variables.csv", "name,role,type,scale\nv,item,nominal,s\n"},
                                         {NULL, NULL}};
    trig_definition *definition = make_definition(kinds, NULL);
    struct trig_scale_reader scale;
    struct trig_heading heading = {.options = labels,
                                   .option_count = 2,
                                   .declared = declared,
                                   .declared_count = 5,
                                   .has_unlabelled = true};
    struct trig_answer_reader reader = {
        .scale = &scale, .format = trig_format_find(trig_view("spss")), .heading = &heading};
    struct trig_error error;
    assert_ok(trig_scale_reader_init(&scale, &definition->scales[0], &error), error);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_meaning meaning;
        if (!strcmp(cases[i].cell, "1"))
            heading.option_count = 0;
        assert_ok(trig_answer_read_code(&reader, trig_view(cases[i].cell), &meaning, &error), error);
        if (meaning.answer != cases[i].answer || meaning.value != cases[i].code)
            fail_msg("%s: answer %d, code %d", cases[i].label, (int)meaning.answer, (int)meaning.value);
    }
    trig_scale_reader_clear(&scale);
    trig_definition_destroy(definition);
}

/* Tries [bytes] without storing; any end is fine but a crash or a wrong sum. */
static enum trig_status try_bytes(const trig_definition *definition, const void *bytes, size_t length)
{
    struct temporary file;
    struct trig_ingest_result result;
    struct trig_error error = {0};
    const struct trig_ingest_options options = {0};
    temporary_write(&file, "export", bytes, length);
    enum trig_status status = trig_ingest(NULL, definition, file.path, &options, NULL, &result, &error);
    if (status == TRIG_OK)
        assert_int_equal(result.tally.read, result.tally.stored + trig_tally_rejected(&result.tally));
    else
        assert_true(error.message[0] != 0);
    trig_ingest_result_clear(&result);
    temporary_remove(&file);
    return status;
}

static void test_spss_cut_anywhere_is_an_error(void **state)
{
    (void)state;
    static const char *const kinds[] = {"sav", "zsav", "dta"};
    static unsigned char bytes[1 << 17];
    trig_definition *definition = make_definition(sheets, NULL);
    for (size_t i = 0; i < 3; i++) {
        size_t length = make_bytes(kinds[i], bytes, sizeof bytes);
        for (size_t cut = 1; cut < length; cut += 1 + cut / 40)
            if (try_bytes(definition, bytes, cut) == TRIG_OK)
                fail_msg("%s cut after %zu of %zu bytes is taken", kinds[i], cut, length);
    }
    trig_definition_destroy(definition);
}

static void test_spss_flipped_bytes_end_in_one_message(void **state)
{
    (void)state;
    static const char *const kinds[] = {"sav", "zsav", "dta"};
    static unsigned char bytes[1 << 17];
    trig_definition *definition = make_definition(sheets, NULL);
    for (size_t i = 0; i < 3; i++) {
        size_t length = make_bytes(kinds[i], bytes, sizeof bytes);
        for (size_t at = 0; at < length; at += 1 + at / 60) {
            bytes[at] ^= 0xFF;
            try_bytes(definition, bytes, length);
            bytes[at] ^= 0xFF;
        }
    }
    trig_definition_destroy(definition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spss_each_kind_of_file_gives_the_same_answers),
        cmocka_unit_test(test_spss_labels_come_with_the_headings),
        cmocka_unit_test(test_spss_half_labelled_scale_that_counts_otherwise_is_unreadable),
        cmocka_unit_test(test_spss_declared_values_become_codes_that_are_no_answers),
        cmocka_unit_test(test_spss_cut_anywhere_is_an_error),
        cmocka_unit_test(test_spss_flipped_bytes_end_in_one_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
