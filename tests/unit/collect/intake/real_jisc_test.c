/* A real survey of Jisc Online Surveys, exported as text, three times coded and
 * for SPSS: all five must give the same answers, record by record. The exports are not
 * part of the project; without them the test is skipped. */
#include "collect/intake/ingest.h"

#include "tests/support.h"
#include "tests/unit/collect/stored.h"

#include <stdlib.h>
#include <unistd.h>

#define SKIPPED 77 /* what ctest takes for skipped */
#define NAME    "results-for-bossier-2018-04-13-"

static const struct sheet sheets[] = {
    {"survey.csv", "key,value\nid,pets\ntitle,Pets\ndate_order,dmy\n"},
    {"scales.csv", "scale,code,label\n"
                   "pet,dog,Dogs\npet,cat,Cats\npet,parrot,Parrots\npet,monkey,Monkeys\npet,whale,Whales\n"
                   "rank,1,Best\nrank,2,Second best\nrank,3,Third best\nrank,4,Fourth best\n"
                   "rank,5,Fifth best\nrank,6,Sixth best\nrank,7,Seventh best\n"
                   "likely,1,Very unlikely\nlikely,2,Unlikely\nlikely,3,Likely\nlikely,4,Very likely\n"
                   "route,a,A\nroute,b,B\nroute,x,Don't remember\n"},
    {"variables.csv",
     "name,role,type,scale\n"
     "pet,attribute,nominal,pet\npets,item,multiple,pet\ncrisps,attribute,nominal,\n"
     "age,attribute,numeric,\nstory,comment,text,\nday,attribute,date,\nend,attribute,date,\n"
     "rank_1,item,ordinal,rank\nrank_2,item,ordinal,rank\nrank_3,item,ordinal,rank\n"
     "rank_4,item,ordinal,rank\nrank_5,item,ordinal,rank\nrank_6,item,ordinal,rank\n"
     "rank_7,item,ordinal,rank\nlikely_1,item,ordinal,likely\nlikely_2,item,ordinal,likely\n"
     "likely_3,item,ordinal,likely\nroute,attribute,nominal,route\n"},
    {"columns.csv", "variable,heading\npet,Q2\npets,Q3\ncrisps,Q4\nage,Q5\nstory,Q6\nday,Q10\nend,Q12\n"
                    "rank_1,Q13_1\nrank_2,Q13_2\nrank_3,Q13_3\nrank_4,Q13_4\nrank_5,Q13_5\nrank_6,Q13_6\n"
                    "rank_7,Q13_7\nlikely_1,Q14_1_a\nlikely_2,Q14_2_a\nlikely_3,Q14_3_a\nroute,Q15\n"},
    {NULL, NULL}};

static const char *const names[] = {
    "pet",    "pets",   "crisps", "age",    "story", "day",      "end",      "rank_1",   "rank_2", "rank_3",
    "rank_4", "rank_5", "rank_6", "rank_7", "route", "likely_1", "likely_2", "likely_3", NULL};

static const char *folder(void)
{
    const char *asked = getenv("TRIG_EXPORTS_DIR");
    return asked ? asked : TRIG_EXPORTS_DIR;
}

static void read_export(const char *name, bool coded, char *out, size_t size)
{
    char path[512], key[512];
    struct stored stored;
    struct trig_tally tally;
    snprintf(path, sizeof path, "%s/jisc/" NAME "%s", folder(), name);
    snprintf(key, sizeof key, "%s/jisc/" NAME "1541-key.csv", folder());
    const struct trig_ingest_options options = {.codes = coded ? key : NULL, .sniff = {.has_codes = coded}};
    stored_open(&stored, sheets);
    stored_ingest(&stored, path, &options, TRIG_OK, &tally);
    assert_int_equal(tally.stored, 13);
    assert_int_equal(tally.read, 13);
    stored_print(&stored, names, out, size);
    stored_close(&stored);
}

static void test_jisc_text_and_coded_exports_are_the_same_answers(void **state)
{
    (void)state;
    static const char *const coded[] = {"1539.csv", "1540.tsv", "1527.tsv", "1539.sav"};
    static char expected[1 << 16], found[1 << 16];
    read_export("1527.csv", false, expected, sizeof expected);
    for (size_t i = 0; i < sizeof coded / sizeof *coded; i++) {
        read_export(coded[i], !strstr(coded[i], ".sav"), found, sizeof found);
        /* Not shown on failure: the answers are not the project's to print. */
        if (strcmp(found, expected) != 0)
            fail_msg("%s differs from the text export", coded[i]);
    }
}

static void test_jisc_coded_without_key_is_refused(void **state)
{
    (void)state;
    char path[512];
    struct stored stored;
    const struct trig_ingest_options options = {0};
    snprintf(path, sizeof path, "%s/jisc/" NAME "1539.csv", folder());
    stored_open(&stored, sheets);
    stored_ingest(&stored, path, &options, TRIG_ERR_REFUSED, NULL);
    stored_close(&stored);
}

int main(void)
{
    char path[512];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jisc_text_and_coded_exports_are_the_same_answers),
        cmocka_unit_test(test_jisc_coded_without_key_is_refused),
    };
    snprintf(path, sizeof path, "%s/jisc/" NAME "1527.csv", folder());
    if (access(path, R_OK) != 0) {
        printf("SKIPPED: no real exports in %s; -DTRIG_EXPORTS_DIR says where they are\n", folder());
        return SKIPPED;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
