#include "tests/support.h"

#include "surveys/base/text.h"

#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void test_text_to_number_with_numbers_as_exports_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double expected;
    } cases[] = {
        {"0", 0},
        {"4", 4},
        {" 4\r\n", 4},
        {"\xC2\xA0"
         "4\xEF\xBB\xBF",
         4},
        {"-1.5", -1.5},
        {"+1.5", 1.5},
        {".5", .5},
        {"-.5", -.5},
        {"5.", 5},
        {"0.1", 0.1},
        {"1e3", 1e3},
        {"1E+3", 1e3},
        {"1.5e-3", 1.5e-3},
        {"000001", 1},
        {"1000000000000000000000", 1e21},
        {"9007199254740993", 9007199254740992.}, /* 2^53 + 1: to even */
        {"9007199254740995", 9007199254740996.},
        {"123456789012345678", 123456789012345678.},
        {"0.000001", 1e-6},
        {"1e22", 1e22},
        {"1e23", 1e23},
        {"8.5e-22", 8.5e-22},
        {"1.7976931348623157e308", 1.7976931348623157e308},
        {"4.9406564584124654e-324", 5e-324},
        {"1e-400", 0},
        {"0e999999999999999999999", 0},
        {"2.2250738585072011e-308", 2.2250738585072011e-308},
        {"6929495644600919.5", 6929495644600920.},
        {"3.14159265358979323846264338327950288", 3.141592653589793},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double number = NAN;
        if (!trig_text_to_number(trig_view(cases[i].text), &number) || number != cases[i].expected)
            fail_msg("'%s' is %.17g, not %.17g", cases[i].text, number, cases[i].expected);
    }
    double zero;
    assert_true(trig_text_to_number(trig_view("-0"), &zero));
    assert_true(zero == 0.0 && signbit(zero));
}

static void test_text_to_number_with_anything_else_refuses(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",       " ",      ".",        "-",     "+",
        "e5",     "1e",     "1e+",      "1.2.3", "1,5",
        "1 000",  "0x10",   "nan",      "NaN",   "inf",
        "-inf",   "1e400",  "--1",      "+-1",   "1-",
        "12abc",  "4%",     "1e1.5",    "1e309", "-1e999999999999999999999",
        "Oct-49", "#NAME?", "\xD9\xA1", "1_000", "1e5e5",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double number = 42;
        if (trig_text_to_number(trig_view(cases[i]), &number) || number != 42)
            fail_msg("'%s' is taken for %.17g", cases[i], number);
    }
    double number;
    assert_false(trig_text_to_number(trig_view_of("1\0", 2), &number));
    assert_false(trig_text_to_number(trig_view(NULL), &number));
}

/* Halfway between two doubles, and a long way from any end: 2^-1074 x 1.5 has 751
 * significant digits. One digit 800 places on must tip the balance. */
static void test_text_to_number_with_very_many_digits_rounds_correctly(void **state)
{
    (void)state;
    char text[1200];
    int length = snprintf(text, sizeof text, "%.1100f", 0x1.0000000000001p-1000);
    double number;
    assert_true(trig_text_to_number(trig_view_of(text, (size_t)length), &number));
    assert_true(number == 0x1.0000000000001p-1000);

    /* 1 + 2^-53 exactly: rounds to 1; any later digit: to the next double. */
    length = snprintf(text, sizeof text, "1.00000000000000011102230246251565404236316680908203125");
    assert_true(trig_text_to_number(trig_view_of(text, (size_t)length), &number));
    assert_true(number == 1.0);
    memset(text + length, '0', 1000);
    text[length + 999] = '1';
    assert_true(trig_text_to_number(trig_view_of(text, (size_t)length + 999), &number));
    assert_true(number == 1.0);
    assert_true(trig_text_to_number(trig_view_of(text, (size_t)length + 1000), &number));
    assert_true(number == nextafter(1.0, 2.0));
}

/* The C library is the judge, which rounds correctly: the exactly rounded short
 * way and the digits handed on must agree with it bit by bit. */
static void test_text_to_number_with_random_decimals_agrees_with_strtod(void **state)
{
    (void)state;
    unsigned seed = 1;
    for (int i = 0; i < 200000; i++) {
        char text[80];
        long long digits = ((long long)rand_r(&seed) << 31 | rand_r(&seed)) >> rand_r(&seed) % 62;
        int form = rand_r(&seed) % 3;
        if (form == 0)
            snprintf(text, sizeof text, "%lld.%de%d", digits, rand_r(&seed) % 1000, rand_r(&seed) % 60 - 30);
        else if (form == 1)
            snprintf(text, sizeof text, "-%lld.%05d", digits % 100000, rand_r(&seed) % 100000);
        else
            snprintf(text, sizeof text, "%llde%d", digits, rand_r(&seed) % 640 - 330);
        double number = 0;
        double expected = strtod(text, NULL);
        if (trig_text_to_number(trig_view(text), &number) != (isfinite(expected) != 0) ||
            (isfinite(expected) && number != expected))
            fail_msg("'%s' is %.17g, not %.17g", text, number, expected);
    }
}

static void test_text_from_number_reads_back_the_same(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *expected;
    } cases[] = {
        {0, "0"},
        {-0.0, "-0"},
        {1, "1"},
        {-12, "-12"},
        {1000000, "1000000"},
        {9007199254740991.0, "9007199254740991"},
        {-9007199254740992.0, "-9007199254740992"},
        {99999999999999984.0, "99999999999999984"},
        {49999.5, "49999.5"},
        {-2.5, "-2.5"},
        {0.1, "0.10000000000000001"},
        {1e21, "1e+21"},
        {INFINITY, "inf"},
        {-INFINITY, "-inf"},
        {-1.7976931348623157e308, "-1.7976931348623157e+308"},
        {NAN, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[TRIG_NUMBER_TEXT];
        trig_text_from_number(cases[i].number, DBL_DECIMAL_DIG, text);
        assert_string_equal(text, cases[i].expected);
        double again;
        if (isfinite(cases[i].number)) {
            assert_true(trig_text_to_number(trig_view(text), &again));
            assert_true(again == cases[i].number);
        }
    }
}

static void check_as_printf(double number)
{
    char text[TRIG_NUMBER_TEXT];
    char expected[TRIG_NUMBER_TEXT];
    snprintf(expected, sizeof expected, "%.17g", number);
    size_t length = trig_text_from_number(number, DBL_DECIMAL_DIG, text);
    if (strcmp(text, expected) != 0 || length != strlen(expected))
        fail_msg("%a is '%s' of %zu, not '%s'", number, text, length, expected);
}

/* Numbers of every size, whole ones, short decimals, and the neighbours of powers. */
static void test_text_from_number_writes_what_printf_does(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int i = 0; i < 100000; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        double unit = (double)(random >> 11) * 0x1p-53;
        int power = (int)(random % 23);
        check_as_printf(ldexp(0.5 + unit / 2.0, (int)(random % 120) - 40));
        check_as_printf(-trunc(unit * pow(10.0, power)));
        check_as_printf(trunc(unit * 1e6) / 1e4);
        check_as_printf((double)(random >> 40) + 0.5);
    }
    for (int power = -30; power <= 30; power++) {
        double numbers[] = {pow(10.0, power), ldexp(1.0, 2 * power), 5.0 * pow(10.0, power)};
        for (size_t i = 0; i < COUNT(numbers); i++) {
            check_as_printf(numbers[i]);
            check_as_printf(nextafter(numbers[i], 0.0));
            check_as_printf(-nextafter(numbers[i], INFINITY));
        }
    }
}

/* Whichever locale with a comma is there; without one the test says so. */
static void test_numbers_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "nl_NL.UTF-8", "ps_AF.UTF-8"};
    bool found = false;
    for (size_t i = 0; i < COUNT(names) && !found; i++)
        found = setlocale(LC_ALL, names[i]) && strcmp(localeconv()->decimal_point, ".") != 0;
    if (!found)
        skip();
    char text[TRIG_NUMBER_TEXT];
    double number = 0;
    trig_text_from_number(-1234.5, DBL_DECIMAL_DIG, text);
    bool reads = trig_text_to_number(trig_view("1234.5000000000000000000001e-200"), &number);
    setlocale(LC_ALL, "C");
    assert_string_equal(text, "-1234.5");
    assert_true(reads && number == 1234.5e-200);
}

static void test_text_to_integer_takes_whole_numbers_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool valid;
        int64_t expected;
    } cases[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"007", true, 7},
        {"-12", true, -12},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1.0", false, 0},
        {"1e3", false, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t number = 0;
        bool valid = trig_text_to_integer(trig_view(cases[i].text), &number);
        if (valid != cases[i].valid || number != cases[i].expected)
            fail_msg("'%s'", cases[i].text);
    }
}

static void test_text_from_count_writes_all_digits(void **state)
{
    (void)state;
    uint64_t count = UINT64_MAX;
    for (int i = 0; i < 21; i++, count /= 10)
        for (uint64_t more = 0; more < 3; more++) {
            char text[TRIG_NUMBER_TEXT];
            char expected[TRIG_NUMBER_TEXT];
            int length = snprintf(expected, sizeof expected, "%" PRIu64, count - more);
            assert_int_equal(trig_text_from_count(count - more, text), length);
            assert_string_equal(text, expected);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_to_number_with_numbers_as_exports_write_them),
        cmocka_unit_test(test_text_to_number_with_anything_else_refuses),
        cmocka_unit_test(test_text_to_number_with_very_many_digits_rounds_correctly),
        cmocka_unit_test(test_text_to_number_with_random_decimals_agrees_with_strtod),
        cmocka_unit_test(test_text_from_number_reads_back_the_same),
        cmocka_unit_test(test_text_from_number_writes_what_printf_does),
        cmocka_unit_test(test_text_from_count_writes_all_digits),
        cmocka_unit_test(test_numbers_do_not_depend_on_the_locale),
        cmocka_unit_test(test_text_to_integer_takes_whole_numbers_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
