/* Every platform's synthetic exports give the answers that stand in them. */
#include "collect/intake/ingest.h"

#include "tests/support.h"
#include "tests/unit/collect/stored.h"

static const struct sheet sheets[] = {
    {"survey.csv", "key,value\nid,platforms\ntitle,Platforms\ndate_order,dmy\n"},
    {"scales.csv", "scale,code,label,kind,aliases\n"
                   "agree5,1,Strongly disagree,substantive,\nagree5,2,Disagree,substantive,\n"
                   "agree5,3,Neither agree nor disagree,substantive,Neither\nagree5,4,Agree,substantive,\n"
                   "agree5,5,Strongly agree,substantive,\nagree5,na,Not applicable,not_applicable,N/A\n"
                   "support,course,A course,substantive,\n"
                   "support,mentor,\"A mentor, coach or buddy\",substantive,\n"
                   "support,time,Time for learning,substantive,\nsupport,other,Other,substantive,*\n"},
    {"variables.csv", "name,label,role,type,scale\n"
                      "id,Response number,record,text,\nwhen,Date submitted,submitted,date,\n"
                      "vis_1,People know what I do,item,ordinal,agree5\n"
                      "vis_2,My work goes unseen,item,ordinal,agree5\n"
                      "car_1,I can see a career here,item,ordinal,agree5\n"
                      "support,What support did you get?,item,multiple,support\n"
                      "days,Days of training,item,numeric,\n"
                      "remarks,Anything else?,comment,text,\n"},
    {NULL, NULL}};

static const char *const names[] = {"id",      "when", "vis_1",   "vis_2", "car_1",
                                    "support", "days", "remarks", NULL};

static const struct {
    const char *file;
    uint64_t read;
    const char *stored;
} cases[] = {
    {"qualtrics.csv", 9,
     "'R_1aBcDeFgHiJkLmN' 1714644450 4 2 (1) course+other+| 3 'It, is,\n"
     "fine' \n"
     "'R_2aBcDeFgHiJkLmN' 1714730850 5 1 na time+| (1) (1) \n"
     "'R_8aBcDeFgHiJkLmN' 1715249250 2 (1) (1) mentor+| (1) (1) \n"},
    {"qualtrics-codes.tsv", 6,
     "'R_1aBcDeFgHiJkLmN' 1714644450 4 2 (1) course+other+| 3 (1) \n"
     "'R_3aBcDeFgHiJkLmN' 1714817250 5 (1) (1) time+| (1) (1) \n"},
    {"qualtrics-2016.csv", 4,
     "'R_1aBcDeFgHiJkLmN' 1714557900 4 2 4 course+time+| (2) (2) \n"
     "'R_4aBcDeFgHiJkLmN' 1714817100 na 2 (1) mentor+| (2) (2) \n"},
    {"qualtrics-legacy.csv", 4,
     "'R_1aBcDeFgHiJkLmN' 1714557900 4 2 4 course+time+| (2) (2) \n"
     "'R_4aBcDeFgHiJkLmN' 1714817100 na 2 (1) mentor+| (2) (2) \n"},
    {"qualtrics-legacy-localised.csv", 4,
     "'R_1aBcDeFgHiJkLmN' 1714557900 4 2 4 course+time+| (2) (2) \n"
     "'R_4aBcDeFgHiJkLmN' 1714817100 na 2 (1) mentor+| (2) (2) \n"},
    {"surveymonkey.csv", 5,
     "'114416617701' 1714574400 4 2 3 course+other+| 3 'It, is,\n"
     "fine' \n"
     "'114416617702' 1714646400 5 1 na mentor+time+| 0 (1) \n"},
    {"surveymonkey-filled.csv", 3,
     "'114416617701' 1714559790 4 2 3 course+other+| 3 'It, is,\n"
     "fine' \n"
     "'114416617702' 1714651200 5 1 na mentor+time+| 0 (1) \n"},
    {"surveymonkey-flat.csv", 3,
     "'114416617701' 1714574400 4 2 3 course+other+| 3 'It, is,\n"
     "fine' \n"
     "'114416617702' 1714646400 5 1 na mentor+time+| 0 (1) \n"},
    {"google_forms.csv", 4,
     "(2) 1714559641 4 2 3 course+mentor+other+| 3 'It, is,\n"
     "fine' \n"
     "(2) 1714679177 5 1 na mentor+time+| 0 (1) \n"},
    {"google_forms-sheet.csv", 4,
     "(2) 1714593470 4 2 3 course+mentor+other+| 3 'It, is,\n"
     "fine' \n"
     "(2) 1714640531 5 1 na mentor+time+| 0 (1) \n"},
    {"google_forms-localised.csv", 4,
     "(2) 1714593470 (2) (2) (2) course+mentor+other+| 3 'It, is,\n"
     "fine' \n"
     "(2) 1714640531 (2) (2) (2) mentor+time+| 0 (1) \n"
     "(2) 1714824000 (2) (2) (2) course+| (1) (1) \n"},
    {"alchemer.csv", 5,
     "'1' 1714558050 4 2 3 course+other+| 3 'It, is,\n"
     "fine' \n"
     "'2' 1714644450 5 1 na mentor+time+| 0 (1) \n"},
};

static void test_ingest_fixtures_of_all_platforms(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static char found[1 << 14];
        char path[512];
        struct stored stored;
        struct trig_tally tally;
        const struct trig_ingest_options options = {0};
        snprintf(path, sizeof path, "%s/%s", TRIG_FIXTURES, cases[i].file);
        stored_open(&stored, sheets);
        stored_ingest(&stored, path, &options, TRIG_OK, &tally);
        stored_print(&stored, names, found, sizeof found);
        stored_close(&stored);
        bool balanced = tally.read == tally.stored + trig_tally_rejected(&tally);
        if (tally.read == cases[i].read && balanced && strcmp(found, cases[i].stored) == 0)
            continue;
        print_error("%s: %d read\n%s", cases[i].file, (int)tally.read, found);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ingest_fixtures_of_all_platforms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
