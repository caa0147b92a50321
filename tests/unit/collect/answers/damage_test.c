/* What a spreadsheet leaves of answers, and what only looks like it. */
#include "collect/answers/damage.h"
#include "collect/intake/ingest.h"

#include "tests/support.h"
#include "tests/unit/collect/stored.h"

static void test_damage_is_told_from_answers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool seen, certain;
    } cases[] = {
        {"#NAME?", true, true},        {"#BEZUG!", true, true},      {"#\xC2\xA1REF!", true, true},
        {"#####", true, true},         {"###", false, false},        {"#YES!", false, false},
        {"Oct-49", true, true},        {"01-May", true, true},       {"4-Oct", true, true},
        {"04. Okt", true, false},      {"Okt 49", true, false},      {"4 oct.", true, false},
        {"1.23E+11", true, true},      {"1,23E+11", true, true},     {"1.23E5", false, false},
        {"E+11", false, false},        {"x1E+11", false, false},     {"Oct", false, false},
        {"Oct-1949", false, false},    {"Octopus-49", false, false}, {"4-10", false, false},
        {"May 4 times", false, false}, {"4", false, false},          {"", false, false},
        {"Mar", false, false},         {"49-", false, false},        {"4-", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_view text = trig_view(cases[i].text);
        if (trig_damage_is_seen(text) != cases[i].seen || trig_damage_is_certain(text) != cases[i].certain)
            fail_msg("\"%s\"", cases[i].text);
    }
}

static void test_ranges_that_spreadsheets_take_for_dates(void **state)
{
    (void)state;
    static const char *const ranges[] = {"4-10", "10-49", "1/5", " 2.3 ", "10-1949"};
    static const char *const others[] = {"4", "4-", "-4", "100-200", "4--10", "4-10 years", "", "a-b"};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (!trig_damage_is_range(trig_view(ranges[i])))
            fail_msg("\"%s\" is none", ranges[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (trig_damage_is_range(trig_view(others[i])))
            fail_msg("\"%s\" is one", others[i]);
}

/* Each kind of variable: what is damaged is set aside, what only looks so is stored. */
static void test_damaged_cells_are_never_answers(void **state)
{
    (void)state;
    static const struct sheet sheets[] = {
        {"survey.csv", "key,value\nid,s\ntitle,S\ndate_order,dmy\n"},
        {"scales.csv",
         "scale,code,label\nyears,a,1-3\nyears,b,4-10\nyears,c,10-49\nmood,1,Bad\nmood,2,Good\n"},
        {"variables.csv", "name,role,type,scale\nid,record,text,\nyears,item,ordinal,years\n"
                          "several,item,multiple,years\nmood,item,ordinal,mood\nteam,attribute,nominal,\n"
                          "size,item,numeric,\nday,attribute,date,\nnote,comment,text,\n"},
        {NULL, NULL}};
    static const struct {
        const char *line;
        enum trig_reason reason;
    } cases[] = {
        {"1,4-10,\"1-3,4-10\",Good,Blue,1.23E+11,04/10/2024,Oct-49", TRIG_REASON_NONE},
        {"2,4-Oct,,,,,,", TRIG_REASON_EXCEL_DAMAGED},
        {"3,04/10/2024,,,,,,", TRIG_REASON_EXCEL_DAMAGED},
        {"4,2024-10-04 00:00:00,,,,,,", TRIG_REASON_EXCEL_DAMAGED},
        {"5,Oct-49,,,,,,", TRIG_REASON_EXCEL_DAMAGED},
        {"6,,Oct-49,,,,,", TRIG_REASON_EXCEL_DAMAGED},
        {"7,,,04/10/2024,,,,", TRIG_REASON_UNKNOWN_ANSWER},
        {"8,,,#N/A,,,,", TRIG_REASON_EXCEL_DAMAGED},
        {"9,,,,4-Oct,,,", TRIG_REASON_EXCEL_DAMAGED},
        {"10,,,,,#REF!,,", TRIG_REASON_EXCEL_DAMAGED},
        {"11,,,,,5-Jan,,", TRIG_REASON_EXCEL_DAMAGED},
        {"12,,,,,,45000,", TRIG_REASON_EXCEL_DAMAGED},
        {"13,,,,,,,#NAME?", TRIG_REASON_EXCEL_DAMAGED},
        {"1.23E+11,1-3,,,,,,", TRIG_REASON_EXCEL_DAMAGED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        struct stored stored;
        struct trig_tally tally;
        const struct trig_ingest_options options = {0};
        snprintf(text, sizeof text, "id,years,several,mood,team,size,day,note\n%s\n", cases[i].line);
        stored_open(&stored, sheets);
        stored_ingest_text(&stored, text, &options, TRIG_OK, &tally);
        bool as_expected = cases[i].reason ? tally.reasons[cases[i].reason] == 1 : tally.stored == 1;
        if (!as_expected)
            fail_msg("%s: %llu stored", cases[i].line, (unsigned long long)tally.stored);
        stored_close(&stored);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage_is_told_from_answers),
        cmocka_unit_test(test_ranges_that_spreadsheets_take_for_dates),
        cmocka_unit_test(test_damaged_cells_are_never_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
