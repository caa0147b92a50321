/* Fields, records and headers that are longer than allowed, and inputs that go on for ever. */
#include "tests/unit/surveys/csv/csv_transcript.h"

static void test_csv_reader_at_and_over_a_limit(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        struct trig_csv_options options;
        const char *input;
        const char *expected;
    } cases[] = {
        {"field at its limit", {.field_limit = 4}, "abcd,\"efgh\"\n", "1@1:[abcd][efgh]\n"},
        {"bare field over it",
         {.field_limit = 4},
         "a\nabcde,f\n",
         "1@1:[a]\n!a limit was reached 2:0 record 2: a field is longer than the limit of 4 bytes"},
        {"quoted field over it, in its third line",
         {.field_limit = 4},
         "a,b,\"c\nd\nef\n\"",
         "!a limit was reached 1:0 record 1: a field is longer than the limit of 4 bytes"},
        {"blanks at the end do not count",
         {.field_limit = 4},
         "abcd       ,\"efgh\"      \n",
         "1@1:[abcd][efgh]\n"},
        {"the last field, without line end",
         {.field_limit = 4},
         "abcde",
         "!a limit was reached 1:0 record 1: a field"},
        {"over it and then broken",
         {.field_limit = 4},
         "\"abcdefgh\"x",
         "!a limit was reached 1:0 record 1: a field"},
        {"broken before it is over",
         {.field_limit = 4},
         "\"abc\"x",
         "!the input is not in the expected form 1:6"},
        {"record at its limit",
         {.record_limit = 5},
         "ab,cd\nab,cd\r\nab,cd",
         "1@1:[ab][cd]\n2@2:[ab][cd]\n3@3:[ab][cd]\n"},
        {"record over it",
         {.record_limit = 5},
         "ab,cd\nab,cde\n",
         "1@1:[ab][cd]\n!a limit was reached 2:0 record 2: a record is longer than the limit of 5 bytes"},
        {"record over it by blanks",
         {.record_limit = 5},
         "ab          ",
         "!a limit was reached 1:0 record 1: a record"},
        {"blanks before a record do not count", {.record_limit = 5}, "          ab,cd\n", "1@1:[ab][cd]\n"},
        {"record over it in quotes",
         {.record_limit = 5},
         "\"\n\n\n\n\n\n\"",
         "!a limit was reached 1:0 record 1: a record"},
        {"field before record",
         {.record_limit = 8, .field_limit = 3},
         "abcd,efgh,ijkl",
         "!a limit was reached 1:0 record 1: a field"},
        {"record before field",
         {.record_limit = 8, .field_limit = 9},
         "abc,efghijklmnop,",
         "!a limit was reached 1:0 record 1: a record"},
        {"columns at the limit", {.column_limit = 3}, "a,b,c\n,,\n", "1@1:[a][b][c]\n2@2:~~~\n"},
        {"columns over it",
         {.column_limit = 3},
         "a,b,c\n,,,\n",
         "1@1:[a][b][c]\n!a limit was reached 2:0 record 2: a record has more than the limit of 3 fields"},
        {"columns over it, with an option",
         {.column_limit = 1, .column_option = "--more"},
         "a,b\n",
         "!a limit was reached 1:0 record 1: a record has more than the limit of 1 fields; is the separator "
         "right? If so, --more allows more"},
        {"a field over it, with an option",
         {.field_limit = 2, .field_option = "--more"},
         "a,bcd\n",
         "!a limit was reached 1:0 record 1: a field is longer than the limit of 2 bytes; is every quote in "
         "the file closed? If so, --more allows more"},
        {"a record over it, with an option",
         {.record_limit = 2, .record_option = "--more"},
         "a,b\n",
         "!a limit was reached 1:0 record 1: a record is longer than the limit of 2 bytes; is every quote in "
         "the file closed? If so, --more allows more"},
        {"columns over it and then broken",
         {.column_limit = 1},
         "a,b,c\"\n",
         "!a limit was reached 1:0 record 1: a record has"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_transcript(cases[i].label, trig_view(cases[i].input), &cases[i].options, cases[i].expected);
}

static void test_csv_reader_with_standard_limits_stops_runaway_fields(void **state)
{
    (void)state;
    enum { SIZE = 40 << 20 };
    char *input = malloc(SIZE);
    memset(input, 'x', SIZE);
    char *quoted = transcribe((input[0] = '"', trig_view_of(input, SIZE)), NULL, 4096, 0);
    assert_non_null(strstr(quoted, "a field is longer than the limit of 1048576 bytes"));
    free(quoted);
    memset(input, ' ', SIZE);
    input[0] = 'a';
    char *blank = transcribe(trig_view_of(input, SIZE), NULL, 65536, 0);
    assert_non_null(strstr(blank, "a record is longer than the limit of 16777216 bytes"));
    free(blank);
    memset(input, ',', SIZE);
    char *wide = transcribe(trig_view_of(input, SIZE), NULL, 65536, 0);
    assert_non_null(strstr(wide, "a record has more than the limit of 16384 fields"));
    free(wide);
    free(input);
}

/* What takes a moment when each byte is looked at a few times, and hours when
 * each is looked at once for every other; the suite's time limit would notice. */
static void test_csv_reader_with_endless_repetition_takes_no_longer(void **state)
{
    (void)state;
    static const char *const units[] = {"\r",  "\n",  "\r\n",   "\r\r\n",    " ",
                                        "a\r", ",\n", "\"\"\n", "\"\"\"\"\r"};
    enum { SIZE = 1 << 20 };
    char *input = malloc(SIZE);
    const struct trig_csv_options options = {.record_limit = SIZE, .column_limit = SIZE};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (size_t at = 0; at < SIZE; at++)
            input[at] = units[i][at % strlen(units[i])];
        free(transcribe(trig_view_of(input, SIZE), &options, SIZE_MAX, 0));
        memset(input, '"', 1);
        free(transcribe(trig_view_of(input, SIZE), &options, 10007, 0));
    }
    free(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_reader_at_and_over_a_limit),
        cmocka_unit_test(test_csv_reader_with_standard_limits_stops_runaway_fields),
        cmocka_unit_test(test_csv_reader_with_endless_repetition_takes_no_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
