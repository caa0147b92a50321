#include "tests/support.h"

#include "surveys/base/text.h"

#include <stdlib.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Expected seconds as GNU date gives them: date -u -d '2020-01-31 03:11:44' +%s */
static void test_text_to_time_with_dates_as_exports_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum trig_date_order order;
        double expected;
    } cases[] = {
        {"1970-01-01", TRIG_DATE_DMY, 0},
        {"2020-01-31", TRIG_DATE_DMY, 1580428800},
        {"2020-01-31", TRIG_DATE_MDY, 1580428800},
        {"2020/1/31", TRIG_DATE_MDY, 1580428800},
        {"2020-01-31T03:11:44Z", TRIG_DATE_DMY, 1580440304},
        {"2020-01-31 03:11:44 UTC", TRIG_DATE_DMY, 1580440304},
        {"2020-01-31 03:11:44.25", TRIG_DATE_DMY, 1580440304.25},
        {"2020-01-31T03:11:44+01:00", TRIG_DATE_DMY, 1580436704},
        {"2020-01-31T03:11:44-0530", TRIG_DATE_DMY, 1580460104},
        {"2020-01-31T03:11+01", TRIG_DATE_DMY, 1580436660},
        {"2020/01/31 3:11:44 AM GMT+1", TRIG_DATE_DMY, 1580436704},
        {"2020/06/05 11:34:01 AM EST", TRIG_DATE_MDY, 1591356841},
        {"2020-06-05 11:34:01 Europe/London", TRIG_DATE_DMY, 1591356841},
        {"2020-06-05 11:34:01 America/New_York", TRIG_DATE_DMY, 1591356841},
        {"18/04/2018", TRIG_DATE_DMY, 1524009600},
        {"26/04/2018 00:00", TRIG_DATE_DMY, 1524700800},
        {"4/22/2016 19:57:50", TRIG_DATE_MDY, 1461355070},
        {"06/08/2020 10:36:30 AM", TRIG_DATE_MDY, 1591612590},
        {"06/08/2020 10:36:30 AM", TRIG_DATE_DMY, 1596710190},
        {"06/08/2020 10:36:30\xE2\x80\xAFPM", TRIG_DATE_DMY, 1596753390},
        {"06/08/2020 12:00 am", TRIG_DATE_DMY, 1596672000},
        {"06/08/2020 12:00PM", TRIG_DATE_DMY, 1596715200},
        {"18.04.2018", TRIG_DATE_DMY, 1524009600},
        {" 2020-01-31\r", TRIG_DATE_DMY, 1580428800},
        {"2020-02-29", TRIG_DATE_DMY, 1582934400},
        {"2000-02-29", TRIG_DATE_DMY, 951782400},
        {"1969-12-31 23:59:59", TRIG_DATE_DMY, -1},
        {"0001-01-01", TRIG_DATE_DMY, -62135596800},
        {"9999-12-31 23:59:59", TRIG_DATE_DMY, 253402300799},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double seconds = NAN;
        if (!trig_text_to_time(trig_view(cases[i].text), cases[i].order, &seconds) ||
            seconds != cases[i].expected)
            fail_msg("'%s' is %.17g, not %.17g", cases[i].text, seconds, cases[i].expected);
    }
}

static void test_text_to_time_with_anything_else_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum trig_date_order order;
    } cases[] = {
        {"", TRIG_DATE_DMY},
        {"2020", TRIG_DATE_DMY},
        {"2020-01", TRIG_DATE_DMY},
        {"2020-01-", TRIG_DATE_DMY},
        {"2020-02-30", TRIG_DATE_DMY},
        {"2019-02-29", TRIG_DATE_DMY},
        {"1900-02-29", TRIG_DATE_DMY},
        {"31/02/2020", TRIG_DATE_DMY},
        {"04/18/2018", TRIG_DATE_DMY},
        {"18/04/2018", TRIG_DATE_MDY},
        {"18/04/2018", TRIG_DATE_YMD},
        {"18/04/18", TRIG_DATE_DMY},
        {"2018-04-18-1", TRIG_DATE_DMY},
        {"2018-04/18", TRIG_DATE_DMY},
        {"2018:04:18", TRIG_DATE_DMY},
        {"123/04/2018", TRIG_DATE_DMY},
        {"2018-004-18", TRIG_DATE_DMY},
        {"0000-00-00", TRIG_DATE_DMY},
        {"0000-01-01", TRIG_DATE_DMY},
        {"2018-13-01", TRIG_DATE_DMY},
        {"2018-00-01", TRIG_DATE_DMY},
        {"2018-01-00", TRIG_DATE_DMY},
        {"2018-01-01 24:00", TRIG_DATE_DMY},
        {"2018-01-01 12:60", TRIG_DATE_DMY},
        {"2018-01-01 12:00:60", TRIG_DATE_DMY},
        {"2018-01-01 12", TRIG_DATE_DMY},
        {"2018-01-01 12:0", TRIG_DATE_DMY},
        {"2018-01-01 12:00:", TRIG_DATE_DMY},
        {"2018-01-01 12:00:00.", TRIG_DATE_DMY},
        {"2018-01-01 13:00 PM", TRIG_DATE_DMY},
        {"2018-01-01 0:30 AM", TRIG_DATE_DMY},
        {"2018-01-0112:00", TRIG_DATE_DMY},
        {"2018-01-01Z", TRIG_DATE_DMY},
        {"2018-01-01 12:00 +25:00", TRIG_DATE_DMY},
        {"2018-01-01 12:00 +01:60", TRIG_DATE_DMY},
        {"2018-01-01 12:00 +", TRIG_DATE_DMY},
        {"2018-01-01 12:00 approximately", TRIG_DATE_DMY},
        {"2018-01-01 12:00 EST and more", TRIG_DATE_DMY},
        {"2018-01-01 12:00 UTC+", TRIG_DATE_DMY},
        {"2018-01-01 12:00 x", TRIG_DATE_DMY},
        {"43831", TRIG_DATE_DMY},
        {"15:42", TRIG_DATE_DMY},
        {"Oct-49", TRIG_DATE_DMY},
        {"[not completed]", TRIG_DATE_DMY},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double seconds = 42;
        if (trig_text_to_time(trig_view(cases[i].text), cases[i].order, &seconds) || seconds != 42)
            fail_msg("'%s' is taken for %.17g", cases[i].text, seconds);
    }
    double seconds;
    assert_false(trig_text_to_time(trig_view(NULL), TRIG_DATE_DMY, &seconds));
    assert_false(trig_text_to_time(trig_view_of("2018\0", 5), TRIG_DATE_DMY, &seconds));
    assert_false(trig_text_to_time(trig_view_of("2018-01-01\0", 11), TRIG_DATE_DMY, &seconds));
}

/* Every day of the calendar there and back; gmtime_r is the judge of one in a
 * hundred. */
static void test_text_from_time_with_every_day_reads_back(void **state)
{
    (void)state;
    const int64_t first = -719162; /* 0001-01-01 and 9999-12-31, in days from 1970 */
    const int64_t last = 2932896;
    for (int64_t number = first; number <= last; number++) {
        double day = (double)number * 86400;
        char text[TRIG_TIME_TEXT];
        char expected[TRIG_TIME_TEXT];
        double again;
        trig_text_from_time(day, text);
        assert_true(trig_text_to_time(trig_view(text), TRIG_DATE_DMY, &again));
        if (again != day)
            fail_msg("%s is %.17g, not %.17g", text, again, day);
        if (number % 100)
            continue;
        time_t seconds = (time_t)day;
        struct tm parts;
        gmtime_r(&seconds, &parts);
        snprintf(expected, sizeof expected, "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1,
                 parts.tm_mday);
        assert_string_equal(text, expected);
    }
}

static void test_text_from_time_writes_the_time_unless_midnight(void **state)
{
    (void)state;
    static const struct {
        double seconds;
        const char *expected;
    } cases[] = {
        {1580440304, "2020-01-31 03:11:44"},
        {1580440304.9, "2020-01-31 03:11:44"},
        {1580428800, "2020-01-31"},
        {-1, "1969-12-31 23:59:59"},
        {-0.5, "1969-12-31 23:59:59"},
        {NAN, ""},
        {INFINITY, ""},
        {-1e300, ""},
        {253402300800, ""},
        {-62135596801, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[TRIG_TIME_TEXT];
        trig_text_from_time(cases[i].seconds, text);
        assert_string_equal(text, cases[i].expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_to_time_with_dates_as_exports_write_them),
        cmocka_unit_test(test_text_to_time_with_anything_else_refuses),
        cmocka_unit_test(test_text_from_time_with_every_day_reads_back),
        cmocka_unit_test(test_text_from_time_writes_the_time_unless_midnight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
