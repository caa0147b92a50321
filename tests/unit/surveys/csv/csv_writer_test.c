#include "tests/support.h"

#include "surveys/csv/csv_writer.h"

#include <stdlib.h>

/* What a writer wrote, in memory. */
struct sheet {
    char *bytes;
    size_t size;
    FILE *file;
    struct trig_csv_writer writer;
};

static void sheet_open(struct sheet *sheet)
{
    memset(sheet, 0, sizeof *sheet);
    sheet->file = open_memstream(&sheet->bytes, &sheet->size);
    assert_non_null(sheet->file);
    trig_csv_writer_init(&sheet->writer, sheet->file);
}

static void assert_sheet(struct sheet *sheet, const char *expected)
{
    struct trig_error error;
    assert_ok(trig_csv_writer_finish(&sheet->writer, &error), error);
    fclose(sheet->file);
    assert_string_equal(sheet->bytes, expected);
    free(sheet->bytes);
}

static void test_csv_text_quotes_only_what_needs_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"plain", "plain"},
        {"two words", "two words"},
        {"a,b", "\"a,b\""},
        {"say \"x\"", "\"say \"\"x\"\"\""},
        {"\"", "\"\"\"\""},
        {"a\nb", "\"a\nb\""},
        {"a\rb", "\"a\rb\""},
        {" a", "\" a\""},
        {"a\t", "\"a\t\""},
        {"a;b", "a;b"},
        {"caf\xC3\xA9", "caf\xC3\xA9"},
        {"\xEF\xBB\xBFx", "\"\xEF\xBB\xBFx\""},
        {"=1+2", "=1+2"},
        {"-5", "-5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sheet sheet;
        sheet_open(&sheet);
        trig_csv_text(&sheet.writer, trig_view(cases[i].text));
        assert_sheet(&sheet, cases[i].expected);
    }
}

static void test_csv_text_with_guard_disarms_formulas_and_spares_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"=1+2", "'=1+2"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"+44 20", "'+44 20"},
        {"-5", "-5"},
        {"+1.5e3", "+1.5e3"},
        {"-cmd", "'-cmd"},
        {"\tx", "\"'\tx\""},
        {"=A1,\"b\"", "\"'=A1,\"\"b\"\"\""},
        {"a=b", "a=b"},
        {"--", "--"},
        {"+", "+"},
        {"+-x", "'+-x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sheet sheet;
        sheet_open(&sheet);
        sheet.writer.guard = true;
        trig_csv_text(&sheet.writer, trig_view(cases[i].text));
        assert_sheet(&sheet, cases[i].expected);
    }
}

static void test_csv_end_record_after_one_empty_field_is_still_a_record(void **state)
{
    (void)state;
    struct sheet sheet;
    sheet_open(&sheet);
    trig_csv_empty(&sheet.writer);
    trig_csv_end_record(&sheet.writer);
    trig_csv_text(&sheet.writer, trig_view(""));
    trig_csv_end_record(&sheet.writer);
    trig_csv_number(&sheet.writer, NAN);
    trig_csv_end_record(&sheet.writer);
    trig_csv_empty(&sheet.writer);
    trig_csv_empty(&sheet.writer);
    trig_csv_end_record(&sheet.writer);
    trig_csv_text(&sheet.writer, trig_view("x"));
    trig_csv_end_record(&sheet.writer);
    assert_sheet(&sheet, "\"\"\n\"\"\n\"\"\n,\nx\n");
}

static void test_csv_number_reads_back_the_same(void **state)
{
    (void)state;
    struct sheet sheet;
    sheet_open(&sheet);
    const double numbers[] = {0.1, -3, 1e300, 5e-324, NAN, INFINITY, 100};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        trig_csv_number(&sheet.writer, numbers[i]);
    trig_csv_end_record(&sheet.writer);
    assert_sheet(&sheet, "0.10000000000000001,-3,1.0000000000000001e+300,4.9406564584124654e-324,,inf,100\n");
}

static void test_csv_text_with_other_separator_quotes_that_one(void **state)
{
    (void)state;
    struct sheet sheet;
    sheet_open(&sheet);
    sheet.writer.separator = ';';
    trig_csv_text(&sheet.writer, trig_view("a,b"));
    trig_csv_text(&sheet.writer, trig_view("a;b"));
    assert_sheet(&sheet, "a,b;\"a;b\"");
}

static void test_csv_count_writes_all_digits(void **state)
{
    (void)state;
    struct sheet sheet;
    sheet_open(&sheet);
    trig_csv_count(&sheet.writer, 0);
    trig_csv_count(&sheet.writer, UINT64_MAX);
    trig_csv_end_record(&sheet.writer);
    assert_sheet(&sheet, "0,18446744073709551615\n");
}

/* Texts that end before, at and after the end of the writer's room, a quote on the border included. */
static void test_csv_text_longer_than_the_room_stays_whole(void **state)
{
    (void)state;
    static char text[2 * TRIG_CSV_ROOM + 8];
    static char expected[4 * TRIG_CSV_ROOM + 64];
    for (size_t length = TRIG_CSV_ROOM - 6; length < sizeof text; length += length % 97 ? 1 : 61) {
        struct sheet sheet;
        sheet_open(&sheet);
        memset(text, 'x', length);
        text[length] = '\0';
        trig_csv_text(&sheet.writer, trig_view("a"));
        trig_csv_text(&sheet.writer, trig_view(text));
        text[length - 1] = '"';
        trig_csv_text(&sheet.writer, trig_view(text));
        trig_csv_end_record(&sheet.writer);
        snprintf(expected, sizeof expected, "a,%.*sx,\"%.*s\"\"\"\n", (int)length - 1, text, (int)length - 1,
                 text);
        assert_sheet(&sheet, expected);
    }
}

static void test_csv_writer_finish_on_a_full_disk_is_an_error(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    if (!full)
        skip();
    struct trig_csv_writer writer;
    trig_csv_writer_init(&writer, full);
    trig_csv_text(&writer, trig_view("x"));
    struct trig_error error;
    assert_int_equal(trig_csv_writer_finish(&writer, &error), TRIG_ERR_IO);
    assert_non_null(strstr(error.message, "No space left"));
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_text_quotes_only_what_needs_it),
        cmocka_unit_test(test_csv_text_with_guard_disarms_formulas_and_spares_numbers),
        cmocka_unit_test(test_csv_end_record_after_one_empty_field_is_still_a_record),
        cmocka_unit_test(test_csv_number_reads_back_the_same),
        cmocka_unit_test(test_csv_text_with_other_separator_quotes_that_one),
        cmocka_unit_test(test_csv_count_writes_all_digits),
        cmocka_unit_test(test_csv_text_longer_than_the_room_stays_whole),
        cmocka_unit_test(test_csv_writer_finish_on_a_full_disk_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
