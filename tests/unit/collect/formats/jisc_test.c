/* Jisc Online Surveys (synthetic): one survey exported as text and coded with every
 * setting gives the same answers; a key may be saved by any program. */
#include "collect/intake/ingest.h"

#include "tests/support.h"
#include "tests/unit/collect/stored.h"

static const struct sheet sheets[] = {
    {"survey.csv", "key,value\nid,tools\ntitle,Tools\ndate_order,dmy\n"},
    {"scales.csv", "scale,code,label\nagree,1,Disagree\nagree,2,Undecided\nagree,3,Agree\n"
                   "tool,lathe,Lathe\ntool,mill,\"Mill, large\"\ntool,saw,\"Saw\"\n"
                   "rank,1,Best\nrank,2,Second best\nrank,3,Third best\n"},
    {"variables.csv",
     "name,label,role,type,scale\nwhen,When?,submitted,date,\nseen,Seen?,item,ordinal,agree\n"
     "tools,Which?,item,multiple,tool\nrank_a,Rank A,item,ordinal,rank\n"
     "rank_b,Rank B,item,ordinal,rank\nnote,Note?,comment,text,\n"},
    {"columns.csv", "variable,heading\nseen,Q1\ntools,Q2\nrank_a,Q3_1\nrank_b,Q3_2\nnote,Q4\n"},
    {NULL, NULL}};

static const char *const names[] = {"seen", "tools", "rank_a", "rank_b", "note", "when", NULL};

/* 2020-01-31 03:11:44 UTC is 1580440304 seconds after 1970. */
static const char expected[] = "3 lathe+mill+| 1 3 'Caf\xC3\xA9' 1580440304 \n"
                               "1 saw+| 2 1 (1) 1580440304 \n"
                               "2 (1) (1) 2 (1) 1580440304 \n";

static const char text_export[] =
    "\"1. Seen?\",\"2. Which?\",\"3. Rank\",\"3.1. A\",\"3.2. B\",\"4. "
    "Note?\",\"StartDate\",\"CompletionDate\"\n"
    "\"Agree\",\"Lathe,Mill, large\",,\"Best\",\"Third best\",\"Caf\xC3\xA9\",\"2020-01-31 03:01:44 "
    "UTC\",\"2020-01-31 03:11:44 UTC\"\n"
    "\"Disagree\",\"Saw\",,\"Second best\",\"Best\",,\"2020-01-31 03:01:44 UTC\",\"2020-01-31 03:11:44 "
    "UTC\"\n"
    "\"Undecided\",,,,\"Second best\",,\"2020-01-31 03:01:44 UTC\",\"2020-01-31 03:11:44 UTC\"\n";

#define DATES "2020-01-31 03:01:44 UTC,2020-01-31 03:11:44 UTC\n"

static const struct {
    const char *label;
    const char *text;
    const char *key;
} coded[] = {
    {"codes from 1",
     "URN,Q1,Q2_1,Q2_2,Q2_3,Q3,Q3_1,Q3_2,Q4,StartDate,CompletionDate\n"
     "8-1,3,1,1,0,,1,3,Caf\xC3\xA9," DATES "8-2,1,0,0,1,,2,1,," DATES "8-3,2,0,0,0,,,2,," DATES,
     "Q1,Seen\n1,Disagree\n2,Undecided\n3,Agree\nQ2,Tools\n1,Lathe\n2,\"Mill, large\"\n3,Saw\n"
     "Q3,Rank\nQ3_1,A\n1,Best\n2,Second best\n3,Third best\nQ3_2,B\n1,Best\n2,Second best\n3,Third "
     "best\nQ4,Note\n"},
    {"codes from 0",
     "Q1,Q2_0,Q2_1,Q2_2,Q3,Q3_1,Q3_2,Q4,StartDate,CompletionDate\n"
     "2,1,1,0,,0,2,Caf\xC3\xA9," DATES "0,0,0,1,,1,0,," DATES "1,0,0,0,,,1,," DATES,
     "Q1,Seen\n0,Disagree\n1,Undecided\n2,Agree\nQ2,Tools\n0,Lathe\n1,\"Mill, large\"\n2,Saw\n"
     "Q3,Rank\nQ3_1,A\n0,Best\n1,Second best\n2,Third best\nQ3_2,B\n0,Best\n1,Second best\n2,Third "
     "best\nQ4,Note\n"},
    {"codes that run backwards",
     "URN,Q1,Q2_1,Q2_2,Q2_3,Q3,Q3_1,Q3_2,Q4,StartDate,CompletionDate\n"
     "8-1,1,0,1,1,,3,1,Caf\xC3\xA9," DATES "8-2,3,1,0,0,,2,3,," DATES "8-3,2,0,0,0,,,2,," DATES,
     "Q1,Seen\n3,Disagree\n2,Undecided\n1,Agree\nQ2,Tools\n3,Lathe\n2,\"Mill, large\"\n1,Saw\n"
     "Q3,Rank\nQ3_1,A\n3,Best\n2,Second best\n1,Third best\nQ3_2,B\n3,Best\n2,Second best\n1,Third "
     "best\nQ4,Note\n"},
    {"a column an item and rank",
     "Q1,Q2_1,Q2_2,Q2_3,Q3,Q3_1_1,Q3_1_2,Q3_1_3,Q3_2_1,Q3_2_2,Q3_2_3,Q4,StartDate,CompletionDate\n"
     "3,1,1,0,,1,0,0,0,0,1,Caf\xC3\xA9," DATES "1,0,0,1,,0,1,0,1,0,0,," DATES "2,0,0,0,,0,0,0,0,1,0,," DATES,
     "Q1,Seen\n1,Disagree\n2,Undecided\n3,Agree\nQ2,Tools\n1,Lathe\n2,\"Mill, large\"\n3,Saw\n"
     "Q3,Rank\nQ3_1,A\n1,Best\n2,Second best\n3,Third best\nQ3_2,B\n1,Best\n2,Second best\n3,Third "
     "best\nQ4,Note\n"},
    {"a key that was saved with semicolons",
     "URN;Q1;Q2_1;Q2_2;Q2_3;Q3;Q3_1;Q3_2;Q4;StartDate;CompletionDate\n"
     "8-1;3;1;1;0;;1;3;Caf\xC3\xA9;;2020-01-31 03:11:44\n8-2;1;0;0;1;;2;1;;;2020-01-31 03:11:44\n"
     "8-3;2;0;0;0;;;2;;;2020-01-31 03:11:44\n",
     "\xEF\xBB\xBFQ1;Seen\r\n1;Disagree\r\n2;Undecided\r\n3;Agree\r\nQ2;Tools\r\n1;Lathe\r\n2;Mill, "
     "large\r\n3;Saw\r\n"
     "Q3;Rank\r\nQ3_1;A\r\n1;Best\r\n2;Second best\r\n3;Third best\r\nQ3_2;B\r\n1;Best\r\n2;Second best\r\n"
     "3;Third best\r\nQ4;Note\r\n"},
};

static void ingest(struct stored *stored, const char *text, const void *key, size_t length,
                   enum trig_status expected_status)
{
    struct temporary file;
    temporary_write(&file, "key.csv", key ? key : "", length);
    const struct trig_ingest_options options = {.codes = key ? file.path : NULL,
                                                .sniff = {.has_codes = key != NULL}};
    stored_ingest_text(stored, text, &options, expected_status, NULL);
    temporary_remove(&file);
}

static void test_every_setting_gives_the_answers_of_the_text_export(void **state)
{
    (void)state;
    static char found[1 << 12];
    struct stored stored;
    stored_open(&stored, sheets);
    ingest(&stored, text_export, NULL, 0, TRIG_OK);
    stored_assert(&stored, names, expected);
    stored_close(&stored);
    for (size_t i = 0; i < sizeof coded / sizeof *coded; i++) {
        stored_open(&stored, sheets);
        ingest(&stored, coded[i].text, coded[i].key, strlen(coded[i].key), TRIG_OK);
        stored_print(&stored, names, found, sizeof found);
        if (strcmp(found, expected) != 0)
            fail_msg("%s:\n%s", coded[i].label, found);
        stored_close(&stored);
    }
}

static void test_keys_of_another_setting_and_no_key_are_refused(void **state)
{
    (void)state;
    struct stored stored;
    stored_open(&stored, sheets);
    ingest(&stored, coded[0].text, NULL, 0, TRIG_ERR_REFUSED);
    ingest(&stored, coded[3].text, NULL, 0, TRIG_ERR_REFUSED);
    ingest(&stored, coded[0].text, coded[1].key, strlen(coded[1].key), TRIG_ERR_FORMAT);
    ingest(&stored, coded[1].text, coded[0].key, strlen(coded[0].key), TRIG_ERR_FORMAT);
    stored_close(&stored);
}

/* A key in UTF-16 without a mark, as some programs save it. */
static void test_key_in_another_encoding(void **state)
{
    (void)state;
    static char wide[4096];
    size_t length = strlen(coded[0].key);
    assert_true(2 * length < sizeof wide);
    for (size_t i = 0; i < length; i++) {
        wide[2 * i] = coded[0].key[i];
        wide[2 * i + 1] = 0;
    }
    struct stored stored;
    stored_open(&stored, sheets);
    ingest(&stored, coded[0].text, wide, 2 * length, TRIG_OK);
    stored_assert(&stored, names, expected);
    stored_close(&stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_setting_gives_the_answers_of_the_text_export),
        cmocka_unit_test(test_keys_of_another_setting_and_no_key_are_refused),
        cmocka_unit_test(test_key_in_another_encoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
