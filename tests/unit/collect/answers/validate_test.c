#include "collect/answers/validate.h"

#include "collect/formats/formats.h"

#include "tests/support.h"

static void test_validate_number_bounds_and_damage(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum trig_answer answer;
        enum trig_reason reason;
        double number;
    } cases[] = {
        {"3", TRIG_ANSWERED, TRIG_REASON_NONE, 3},
        {" 03.50 ", TRIG_ANSWERED, TRIG_REASON_NONE, 3.5},
        {"0", TRIG_ANSWERED, TRIG_REASON_NONE, 0},
        {"10", TRIG_ANSWERED, TRIG_REASON_NONE, 10},
        {"10.0001", TRIG_UNREADABLE, TRIG_REASON_OUT_OF_RANGE, NAN},
        {"-1", TRIG_UNREADABLE, TRIG_REASON_OUT_OF_RANGE, NAN},
        {"", TRIG_SKIPPED, TRIG_REASON_NONE, NAN},
        {"  ", TRIG_SKIPPED, TRIG_REASON_NONE, NAN},
        {"{question_not_shown}", TRIG_NOT_SHOWN, TRIG_REASON_NONE, NAN},
        {"three", TRIG_UNREADABLE, TRIG_REASON_NOT_A_NUMBER, NAN},
        {"1,5", TRIG_ANSWERED, TRIG_REASON_NONE, 1.5},
        {"0,125", TRIG_ANSWERED, TRIG_REASON_NONE, 0.125},
        {"1,2345", TRIG_ANSWERED, TRIG_REASON_NONE, 1.2345},
        /* Thousands, or a decimal comma: nobody can tell. */
        {"1,234", TRIG_UNREADABLE, TRIG_REASON_AMBIGUOUS_ANSWER, NAN},
        {"1,5,5", TRIG_UNREADABLE, TRIG_REASON_NOT_A_NUMBER, NAN},
        {"1.5,5", TRIG_UNREADABLE, TRIG_REASON_NOT_A_NUMBER, NAN},
        {",5", TRIG_UNREADABLE, TRIG_REASON_NOT_A_NUMBER, NAN},
        {"5,", TRIG_UNREADABLE, TRIG_REASON_NOT_A_NUMBER, NAN},
        {"-,5", TRIG_UNREADABLE, TRIG_REASON_NOT_A_NUMBER, NAN},
        {"-1,5", TRIG_UNREADABLE, TRIG_REASON_OUT_OF_RANGE, NAN},
        {"nan", TRIG_UNREADABLE, TRIG_REASON_NOT_A_NUMBER, NAN},
        {"0x10", TRIG_UNREADABLE, TRIG_REASON_NOT_A_NUMBER, NAN},
        {"#DIV/0!", TRIG_UNREADABLE, TRIG_REASON_EXCEL_DAMAGED, NAN},
        {"05-Oct", TRIG_UNREADABLE, TRIG_REASON_EXCEL_DAMAGED, NAN},
    };
    const struct trig_variable variable = {.min = 0, .max = 10};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_measured found = trig_validate_number(&variable, &trig_format_limesurvey,
                                                          TRIG_DECIMAL_ANY, trig_view(cases[i].text));
        if (found.answer != cases[i].answer || found.reason != cases[i].reason)
            fail_msg("\"%s\": %d %s", cases[i].text, found.answer, trig_reason_id(found.reason));
        if (found.answer == TRIG_ANSWERED)
            assert_close(found.number, cases[i].number, 0, 0);
    }
}

static void test_validate_number_with_commas_as_the_survey_has_them(void **state)
{
    (void)state;
    const struct trig_variable variable = {.min = NAN, .max = NAN};
    static const struct {
        const char *text;
        double number; /* NAN: unreadable */
    } cases[] = {{"1,234", 1.234}, {"-12,345", -12.345}, {"1,5", 1.5}, {"1.5", 1.5}, {"1,234,567", NAN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_measured found = trig_validate_number(&variable, &trig_format_plain_csv,
                                                          TRIG_DECIMAL_COMMA, trig_view(cases[i].text));
        if ((found.answer == TRIG_ANSWERED) != !isnan(cases[i].number))
            fail_msg("\"%s\": %d", cases[i].text, found.answer);
        if (found.answer == TRIG_ANSWERED)
            assert_close(found.number, cases[i].number, 0, 0);
    }
}

static void test_validate_number_without_bounds_takes_all(void **state)
{
    (void)state;
    const struct trig_variable variable = {.min = NAN, .max = NAN};
    struct trig_measured found =
        trig_validate_number(&variable, &trig_format_plain_csv, TRIG_DECIMAL_ANY, trig_view("-1e9"));
    assert_int_equal(found.answer, TRIG_ANSWERED);
    assert_close(found.number, -1e9, 0, 0);
}

static void test_validate_date_orders_and_serial_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum trig_date_order order;
        enum trig_reason reason;
        double time; /* seconds since 1970 */
    } cases[] = {
        {"01/02/2021", TRIG_DATE_DMY, TRIG_REASON_NONE, 1612137600},
        {"02/01/2021", TRIG_DATE_MDY, TRIG_REASON_NONE, 1612137600},
        {"2021-02-01", TRIG_DATE_DMY, TRIG_REASON_NONE, 1612137600},
        {"31/02/2021", TRIG_DATE_DMY, TRIG_REASON_NOT_A_DATE, NAN},
        {"yesterday", TRIG_DATE_DMY, TRIG_REASON_NOT_A_DATE, NAN},
        {"44228", TRIG_DATE_DMY, TRIG_REASON_EXCEL_DAMAGED, NAN},
        {"44228.5", TRIG_DATE_DMY, TRIG_REASON_EXCEL_DAMAGED, NAN},
        {"#VALUE!", TRIG_DATE_DMY, TRIG_REASON_EXCEL_DAMAGED, NAN},
    };
    const struct trig_variable variable = {.min = NAN, .max = NAN};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_measured found =
            trig_validate_date(&variable, &trig_format_plain_csv, cases[i].order, trig_view(cases[i].text));
        if (found.reason != cases[i].reason)
            fail_msg("\"%s\": %s", cases[i].text, trig_reason_id(found.reason));
        if (found.answer == TRIG_ANSWERED)
            assert_close(found.number, cases[i].time, 0, 0);
    }
}

static void test_validate_text_keeps_all_but_damage(void **state)
{
    (void)state;
    struct trig_measured found = trig_validate_text(&trig_format_limesurvey, trig_view("  '=sum of parts "));
    assert_int_equal(found.answer, TRIG_ANSWERED);
    assert_true(trig_view_is(found.text, "=sum of parts"));
    found = trig_validate_text(&trig_format_plain_csv, trig_view("'=sum"));
    assert_true(trig_view_is(found.text, "'=sum"));
    found = trig_validate_text(&trig_format_plain_csv, trig_view("#NAME?"));
    assert_int_equal(found.reason, TRIG_REASON_EXCEL_DAMAGED);
    found = trig_validate_text(&trig_format_plain_csv, trig_view("Oct-49"));
    assert_int_equal(found.answer, TRIG_ANSWERED);
    found = trig_validate_text(&trig_format_plain_csv, trig_view("\xC2\xA0"));
    assert_int_equal(found.answer, TRIG_SKIPPED);
}

static void test_validate_date_of_a_spreadsheet_where_the_platform_has_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double seconds; /* NAN: no date */
    } cases[] = {{"45413", 1714521600},
                 {"45413.44201", 1714559790},
                 {"36526", 946684800},
                 {"36525.9", NAN},
                 {"73051", NAN},
                 {"5", NAN},
                 {"01/05/2024", 1714521600}};
    struct trig_variable variable = {.min = -INFINITY, .max = INFINITY};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_measured found =
            trig_validate_date(&variable, &trig_format_surveymonkey, TRIG_DATE_DMY, trig_view(cases[i].text));
        bool right = isnan(cases[i].seconds) ? found.reason == TRIG_REASON_EXCEL_DAMAGED
                                             : found.number == cases[i].seconds;
        if (!right)
            fail_msg("%s is %.17g", cases[i].text, found.number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_validate_number_bounds_and_damage),
        cmocka_unit_test(test_validate_number_with_commas_as_the_survey_has_them),
        cmocka_unit_test(test_validate_number_without_bounds_takes_all),
        cmocka_unit_test(test_validate_date_orders_and_serial_numbers),
        cmocka_unit_test(test_validate_text_keeps_all_but_damage),
        cmocka_unit_test(test_validate_date_of_a_spreadsheet_where_the_platform_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
