#include "collect/sources/export.h"

#include "collect/formats/formats.h"
#include "collect/sources/text_dialect.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

#include <stdlib.h>

static enum trig_status open_text(const char *text, size_t length, const struct trig_sniff_options *options,
                                  struct temporary *file, struct trig_export *out, struct trig_error *error)
{
    temporary_write(file, "export.csv", text, length);
    return trig_export_open(file->path, options, NULL, out, error);
}

static void test_sniff_separator_quote_and_titles(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *text;
        char separator;
        char quote;
        size_t titles;
        size_t columns;
    } cases[] = {
        {"comma", "a,b,c\n1,2,3\n4,5,6\n", ',', '"', 0, 3},
        {"semicolon with commas in cells", "a;b;c\n1;2,5;3,1\n4;5,5;6,2\n", ';', '"', 0, 3},
        {"tab", "a\tb\tc\n1\t2, or 3\t3\n", '\t', '"', 0, 3},
        {"pipe", "a|b\n1|2\n", '|', '"', 0, 2},
        {"quoted separators", "\"a;b\",\"c;d\"\n\"1;2\",\"3;4\"\n", ',', '"', 0, 2},
        {"quoted line breaks", "a,b\n\"x\ny\",2\n\"x\n\ny\",2\n", ',', '"', 0, 2},
        {"tab without quoting", "a\tb\nhe said \"hi\"\t2\n5\" nail\t3\n", '\t', TRIG_NO_QUOTE, 0, 2},
        {"title lines", "Results of 2024\n\nDownloaded yesterday\na,b,c\n1,2,3\n4,5,6\n", ',', '"', 2, 3},
        {"padded title line", "Results,,\na,b,c\n1,2,3\n", ',', '"', 1, 3},
        {"title with commas",
         "Results, May 2024, all of it\n\n,,,,,\na,b,c,d,e,f\n1,2,3,4,5,6\n1,2,3,4,5,6\n", ',', '"', 2, 6},
        {"a header with blank cells is none", "a,,,b,,\n1,2,3,4,5,6\n1,2,3,4,5,6\n", ',', '"', 0, 6},
        {"a header shorter than its records is none", "a,b,c\n1,2,3,,,,\n4,5,6,,,,\n", ',', '"', 0, 3},
        {"one column", "a\n1\n2\n", ',', '"', 0, 1},
        {"no line end", "a,b\n1,2", ',', '"', 0, 2},
        {"mark before a quote", "\xEF\xBB\xBF\"a\",\"b\"\n1,2\n", ',', '"', 0, 2},
        {"crcrlf", "a,b\r\r\n1,2\r\r\n", ',', '"', 0, 2},
        {"cr", "a,b\r1,2\r", ',', '"', 0, 2},
    };
    const struct trig_sniff_options options = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct temporary file;
        struct trig_export export;
        struct trig_error error;
        enum trig_status status =
            open_text(cases[i].text, strlen(cases[i].text), &options, &file, &export, &error);
        if (status != TRIG_OK)
            fail_msg("%s: %s", cases[i].label, error.message);
        const struct trig_dialect *found = &export.dialect;
        if (found->csv.separator != cases[i].separator || found->csv.quote != cases[i].quote ||
            found->title_rows != cases[i].titles || export.column_count != cases[i].columns)
            fail_msg("%s: separator %c, quote %d, titles %zu, columns %zu", cases[i].label,
                     found->csv.separator, found->csv.quote, found->title_rows, export.column_count);
        for (size_t j = TRIG_FOUND_PLATFORM; j < TRIG_FINDINGS; j++)
            assert_true(found->findings[j].name && found->findings[j].value[0] &&
                        found->findings[j].why.text[0]);
        trig_export_close(&export);
        temporary_remove(&file);
    }
}

static void test_sniff_what_cannot_be_read_says_where(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *text;
        size_t length; /* 0: up to the NUL */
        enum trig_status status;
        uint64_t line;
    } cases[] = {
        {"unterminated quote", "a,b\n1,2\n3,\"x\n", 0, TRIG_ERR_FORMAT, 3},
        {"unterminated quote, semicolons", "\"a\";\"b\"\n1;2\n3;\"x\n", 0, TRIG_ERR_FORMAT, 3},
        {"text after a quote", "a,b\n\"un\"x,1\n", 0, TRIG_ERR_FORMAT, 2},
        {"blank lines only", "\n\n\n", 0, TRIG_ERR_FORMAT, 0},
        {"zero bytes", "a,b\n1,\0\0\0\n", 10, TRIG_ERR_FORMAT, 0},
        {"a mark and no more", "\xEF\xBB\xBF", 0, TRIG_ERR_FORMAT, 0},
    };
    const struct trig_sniff_options options = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct temporary file;
        struct trig_export export;
        struct trig_error error;
        size_t length = cases[i].length ? cases[i].length : strlen(cases[i].text);
        enum trig_status status = open_text(cases[i].text, length, &options, &file, &export, &error);
        if (status != cases[i].status || error.line != cases[i].line || !error.file[0])
            fail_msg("%s: %d, line %d", cases[i].label, status, (int)error.line);
        temporary_remove(&file);
    }
}

static void test_sniff_takes_what_it_is_told(void **state)
{
    (void)state;
    const char *text = "1. Role;2. Grade\nText;Text\nTechnician;7\n";
    const struct trig_sniff_options options = {
        .platform = "plain_csv", .encoding = "latin1", .separator = "semicolon", .header_rows = "2"};
    struct temporary file;
    struct trig_export export;
    struct trig_error error;
    assert_ok(open_text(text, strlen(text), &options, &file, &export, &error), error);
    assert_ptr_equal(export.dialect.format, &trig_format_plain_csv);
    assert_string_equal(export.dialect.encoding.name, "ISO-8859-1");
    assert_int_equal(export.dialect.header_rows, 2);
    assert_true(trig_view_is(export.headings[0].raw, "1. Role Text"));
    assert_true(holds(export.headings[0].texts, "1. Role"));
    for (size_t i = TRIG_FOUND_PLATFORM; i < TRIG_FINDINGS; i++)
        if (i != TRIG_FOUND_QUOTE)
            assert_string_equal(export.dialect.findings[i].why.text, "as asked");
    trig_export_close(&export);
    temporary_remove(&file);
}

static void test_sniff_options_that_make_no_sense_are_usage(void **state)
{
    (void)state;
    static const struct trig_sniff_options cases[] = {
        {.platform = "abacus"}, {.encoding = "klingon"}, {.separator = "xy"},  {.separator = ""},
        {.separator = "\""},    {.header_rows = "0"},    {.header_rows = "4"}, {.header_rows = "two"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct temporary file;
        struct trig_export export;
        struct trig_error error;
        if (open_text("a,b\n1,2\n", 8, &cases[i], &file, &export, &error) != TRIG_ERR_USAGE)
            fail_msg("case %zu is taken", i);
        temporary_remove(&file);
    }
}

/* Counts records and remembers the last one's place. */
struct counted {
    uint64_t records;
    uint64_t number;
    uint64_t line;
    size_t fields;
};

static enum trig_status count(void *context, const struct trig_csv_record *record, struct trig_error *error)
{
    struct counted *counted = context;
    (void)error;
    counted->records++;
    counted->number = record->number;
    counted->line = record->line;
    counted->fields = record->count;
    return TRIG_OK;
}

static void test_export_read_begins_below_the_header(void **state)
{
    (void)state;
    const char *text = "A title\na,b,c\n1,\"2\n2\",3\n\n4,5,6\n";
    const struct trig_sniff_options options = {0};
    struct temporary file;
    struct trig_export export;
    struct trig_error error;
    struct trig_undecodable undecodable;
    struct counted counted = {0};
    assert_ok(open_text(text, strlen(text), &options, &file, &export, &error), error);
    assert_ok(trig_export_read(&export, count, &counted, NULL, &undecodable, &error), error);
    assert_int_equal(counted.records, 2);
    assert_int_equal(counted.number, 2);
    assert_int_equal(counted.line, 6);
    assert_int_equal(counted.fields, 3);
    trig_export_close(&export);
    temporary_remove(&file);
}

static void test_export_larger_than_the_sample_is_read_whole(void **state)
{
    (void)state;
    size_t rows = TRIG_SAMPLE / 8;
    char *text = malloc(rows * 16 + 64);
    assert_non_null(text);
    size_t length = (size_t)sprintf(text, "id,text\n");
    for (size_t i = 0; i < rows; i++)
        length += (size_t)sprintf(text + length, "%zu,\"x\ny\"\n", i);
    const struct trig_sniff_options options = {0};
    struct temporary file;
    struct trig_export export;
    struct trig_error error;
    struct trig_undecodable undecodable;
    struct counted counted = {0};
    assert_ok(open_text(text, length, &options, &file, &export, &error), error);
    assert_true(export.facts.size > export.facts.sampled);
    assert_ok(trig_export_read(&export, count, &counted, NULL, &undecodable, &error), error);
    assert_int_equal(counted.records, rows);
    trig_export_close(&export);
    temporary_remove(&file);
    free(text);
}

/* Header and records of [columns] columns; freed by the caller. */
static char *make_wide(size_t columns, size_t records, size_t *length)
{
    char *text = malloc((columns * 12 + 2) * (records + 1));
    assert_non_null(text);
    *length = 0;
    for (size_t row = 0; row <= records; row++)
        for (size_t i = 0; i < columns; i++)
            *length += (size_t)sprintf(text + *length, row ? "%zu%c" : "column%zu%c", i % 9,
                                       i + 1 < columns ? ';' : '\n');
    return text;
}

static void test_export_with_a_header_longer_than_the_sample_is_read(void **state)
{
    (void)state;
    size_t length, columns = TRIG_SAMPLE / 8;
    char *text = make_wide(columns, 3, &length);
    const struct trig_sniff_options options = {.column_limit = columns};
    struct temporary file;
    struct trig_export export;
    struct trig_error error;
    struct trig_undecodable undecodable;
    struct counted counted = {0};
    assert_ok(open_text(text, length, &options, &file, &export, &error), error);
    assert_int_equal(export.column_count, columns);
    assert_int_equal(export.dialect.csv.separator, ';');
    assert_ok(trig_export_read(&export, count, &counted, NULL, &undecodable, &error), error);
    assert_int_equal(counted.records, 3);
    trig_export_close(&export);
    temporary_remove(&file);
    free(text);
}

static void test_export_with_more_columns_than_the_limit_names_it(void **state)
{
    (void)state;
    static const size_t columns[] = {16385, TRIG_SAMPLE / 8};
    for (size_t i = 0; i < 2; i++) {
        size_t length;
        char *text = make_wide(columns[i], 1, &length);
        const struct trig_sniff_options options = {0};
        struct temporary file;
        struct trig_export export;
        struct trig_error error;
        assert_int_equal(open_text(text, length, &options, &file, &export, &error), TRIG_ERR_LIMIT);
        assert_non_null(strstr(error.message, "16384"));
        assert_non_null(strstr(error.message, "--column-limit"));
        temporary_remove(&file);
        free(text);
    }
}

static void test_export_read_file_that_changed_is_noticed(void **state)
{
    (void)state;
    const struct trig_sniff_options options = {0};
    struct temporary file;
    struct trig_export export;
    struct trig_error error;
    struct trig_undecodable undecodable;
    struct counted counted = {0};
    assert_ok(open_text("a,b\n1,2\n", 8, &options, &file, &export, &error), error);
    FILE *more = fopen(file.path, "ab");
    assert_non_null(more);
    fputs("3,4\n", more);
    fclose(more);
    assert_int_equal(trig_export_read(&export, count, &counted, NULL, &undecodable, &error), TRIG_ERR_IO);
    trig_export_close(&export);
    temporary_remove(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sniff_separator_quote_and_titles),
        cmocka_unit_test(test_sniff_what_cannot_be_read_says_where),
        cmocka_unit_test(test_sniff_takes_what_it_is_told),
        cmocka_unit_test(test_sniff_options_that_make_no_sense_are_usage),
        cmocka_unit_test(test_export_read_begins_below_the_header),
        cmocka_unit_test(test_export_larger_than_the_sample_is_read_whole),
        cmocka_unit_test(test_export_with_a_header_longer_than_the_sample_is_read),
        cmocka_unit_test(test_export_with_more_columns_than_the_limit_names_it),
        cmocka_unit_test(test_export_read_file_that_changed_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
