#include "tests/unit/surveys/table/table_fixture.h"

#include <unistd.h>

static void test_create_with_equal_names_is_refused(void **state)
{
    (void)state;
    static const struct trig_table_column columns[] = {
        {"n", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"estimate", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
        {"n", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    };
    struct trig_error error = {0};
    assert_null(trig_table_create(columns, 3, &error));
    assert_int_equal(error.status, TRIG_ERR_USAGE);
    assert_non_null(strstr(error.message, "two columns called 'n'"));
}

static void test_create_copies_names(void **state)
{
    (void)state;
    char name[] = "grade";
    struct trig_table_column column = {name, TRIG_CELL_TEXT, TRIG_STYLE_PLAIN};
    trig_table *table = make_table(&column, 1);
    memset(name, 'x', 5);
    assert_string_equal(trig_table_column_at(table, 0)->name, "grade");
    assert_int_equal(trig_table_find(table, "grade"), 0);
    assert_true(trig_table_find(table, "xxxxx") == SIZE_MAX);
    trig_table_destroy(table);
    trig_table_destroy(NULL);
}

static void test_cells_never_set_are_empty(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    size_t row = add_row(table);
    for (size_t i = 0; i < COLUMNS; i++) {
        assert_true(trig_table_is_empty(table, row, i));
        assert_int_equal(trig_table_text(table, row, i).length, 0);
        assert_true(isnan(trig_table_number(table, row, i)));
        assert_true(trig_table_count(table, row, i) == 0);
    }
    assert_int_equal(trig_table_style(table, row, ESTIMATE), TRIG_STYLE_SCORE);
    trig_table_destroy(table);
}

static void test_set_number_that_is_not_finite_empties_the_cell(void **state)
{
    (void)state;
    static const double undefined[] = {NAN, INFINITY, -INFINITY};
    trig_table *table = make_table(result_columns, COLUMNS);
    size_t row = add_row(table);
    for (size_t i = 0; i < 3; i++) {
        trig_table_set_number(table, row, ESTIMATE, 1.5);
        assert_false(trig_table_is_empty(table, row, ESTIMATE));
        trig_table_set_number(table, row, ESTIMATE, undefined[i]);
        assert_true(trig_table_is_empty(table, row, ESTIMATE));
        assert_true(isnan(trig_table_number(table, row, ESTIMATE)));
    }
    trig_table_destroy(table);
}

static void test_set_cells_are_read_back(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    size_t row = add_row(table);
    char text[] = "Prifysgol";
    set_text(table, row, INSTITUTION, text);
    memset(text, 'x', sizeof text - 1);
    assert_true(trig_view_is(trig_table_text(table, row, INSTITUTION), "Prifysgol"));
    set_text(table, row, INSTITUTION, "");
    assert_true(trig_table_is_empty(table, row, INSTITUTION));
    trig_table_set_styled(table, row, ESTIMATE, -0.0, TRIG_STYLE_SHARE);
    assert_int_equal(trig_table_style(table, row, ESTIMATE), TRIG_STYLE_SHARE);
    assert_false(signbit(trig_table_number(table, row, ESTIMATE)));
    trig_table_set_count(table, row, N, ((uint64_t)1 << 53) + 1);
    assert_true(trig_table_count(table, row, N) == ((uint64_t)1 << 53) + 1);
    assert_close(trig_table_number(table, row, N), 9007199254740992.0, 0, 0);
    assert_true(trig_table_count(table, row, ESTIMATE) == 0);
    trig_table_destroy(table);
}

static void test_add_row_keeps_earlier_rows(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    for (size_t i = 0; i < 3000; i++) {
        size_t row = add_row(table);
        assert_int_equal(row, i);
        trig_table_set_count(table, row, N, i);
        if (i % 3 == 0)
            trig_table_set_number(table, row, ESTIMATE, (double)i / 7);
    }
    assert_int_equal(trig_table_rows(table), 3000);
    for (size_t i = 0; i < 3000; i++) {
        assert_true(trig_table_count(table, i, N) == i);
        assert_close(trig_table_number(table, i, ESTIMATE), i % 3 ? NAN : (double)i / 7, 0, 0);
    }
    trig_table_destroy(table);
}

static void test_add_note_equal_to_an_earlier_one_is_kept_once(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    static const char *const notes[] = {"first", "second", "first", "", ""};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(trig_table_add_note(table, trig_view(notes[i]), NULL), TRIG_OK);
    assert_int_equal(trig_table_notes(table), 3);
    assert_true(trig_view_is(trig_table_note(table, 1), "second"));
    trig_table_destroy(table);
}

static void test_style_number_by_style(void **state)
{
    (void)state;
    static const struct {
        enum trig_style style;
        double value;
        const char *text;
    } cases[] = {
        {TRIG_STYLE_PLAIN, 0.12345678, "0.1235"},
        {TRIG_STYLE_PLAIN, 17665.4, "17665"},
        {TRIG_STYLE_PLAIN, -1234567, "-1234567"},
        {TRIG_STYLE_PLAIN, 999.96, "1000"},
        {TRIG_STYLE_PLAIN, 1e-300, "1e-300"},
        {TRIG_STYLE_PLAIN, 1e300, "1e+300"},
        {TRIG_STYLE_PLAIN, -0.0, "0"},
        {TRIG_STYLE_SCORE, 62.25, "62.2"}, /* exact in binary: half to even */
        {TRIG_STYLE_SCORE, 62.35, "62.4"},
        {TRIG_STYLE_SCORE, -0.04, "0.0"},
        {TRIG_STYLE_SCORE, -0.05000001, "-0.1"},
        {TRIG_STYLE_SCORE, 1e-300, "0.0"},
        {TRIG_STYLE_SCORE, 100, "100.0"},
        {TRIG_STYLE_SHARE, 0.6229, "62.3%"},
        {TRIG_STYLE_SHARE, 1, "100.0%"},
        {TRIG_STYLE_SHARE, -0.0004, "0.0%"},
        {TRIG_STYLE_SHARE, -0.021, "-2.1%"},
        {TRIG_STYLE_INTEGER, 1766, "1766"},
        {TRIG_STYLE_INTEGER, -0.4, "0"},
        {TRIG_STYLE_INTEGER, 9007199254740993.0, "9007199254740992"},
        {TRIG_STYLE_POINTS, -0.0401, "-4.0 pp"},
        {TRIG_STYLE_POINTS, -0.0001, "0.0 pp"},
        {TRIG_STYLE_PERCENT, 0.62, "62%"},
        {TRIG_STYLE_PERCENT, -0.001, "0%"},
        {TRIG_STYLE_WHOLE_POINTS, -0.04, "-4 pp"},
        {TRIG_STYLE_EFFECT, -0.2149, "-0.21"},
        {TRIG_STYLE_EFFECT, 0.004, "0.00"},
        {TRIG_STYLE_P, 0.0009999, "<0.001"},
        {TRIG_STYLE_P, 0.001, "0.001"},
        {TRIG_STYLE_P, 0, "<0.001"},
        {TRIG_STYLE_P, 0.99996, "1.000"},
        {TRIG_STYLE_SCORE, NAN, ""},
        {TRIG_STYLE_P, INFINITY, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[TRIG_STYLE_TEXT];
        trig_style_number(cases[i].style, cases[i].value, text);
        if (strcmp(text, cases[i].text) != 0)
            fail_msg("case %zu: %.17g is '%s', not '%s'", i, cases[i].value, text, cases[i].text);
    }
}

static void test_style_number_fits_its_room(void **state)
{
    (void)state;
    for (int style = TRIG_STYLE_PLAIN; style <= TRIG_STYLE_WHOLE_POINTS; style++) {
        char text[TRIG_STYLE_TEXT];
        trig_style_number((enum trig_style)style, -1e306, text);
        assert_true(strlen(text) < sizeof text - 1);
        assert_true(text[0] == '-');
        trig_style_number((enum trig_style)style, -1.7976931348623157e308, text);
        assert_true(strlen(text) < sizeof text - 1);
        assert_true(text[0] == '-' || style == TRIG_STYLE_SHARE || style == TRIG_STYLE_POINTS ||
                    style >= TRIG_STYLE_PERCENT); /* hundred times that is infinite */
    }
}

static void test_format_parse_by_name(void **state)
{
    (void)state;
    enum trig_table_format format = TRIG_FORMAT_CSV;
    assert_false(trig_format_parse("", &format));
    assert_false(trig_format_parse("CSV", &format));
    assert_false(trig_format_parse("xls", &format));
    assert_int_equal(format, TRIG_FORMAT_CSV);
    assert_true(trig_format_parse(NULL, &format));
    assert_int_equal(format, TRIG_FORMAT_TABLE);
    assert_true(trig_format_parse("json", &format));
    assert_int_equal(format, TRIG_FORMAT_JSON);
    assert_true(trig_format_parse("xlsx", &format));
    assert_int_equal(format, TRIG_FORMAT_XLSX);
    assert_true(trig_format_parse("csv", &format));
    assert_int_equal(format, TRIG_FORMAT_CSV);
}

static void test_write_to_a_full_disk_fails_in_every_form(void **state)
{
    (void)state;
    for (int format = TRIG_FORMAT_TABLE; format <= TRIG_FORMAT_JSON; format++) {
        FILE *full = fopen("/dev/full", "w");
        if (!full)
            skip();
        trig_table *table = make_table(result_columns, COLUMNS);
        add_result(table, "a", "b", 1, 0, 2);
        struct trig_error error = {0};
        assert_int_equal(trig_table_write(table, (enum trig_table_format)format, full, 0, &error),
                         TRIG_ERR_IO);
        assert_non_null(strstr(error.message, "No space left"));
        trig_table_destroy(table);
        fclose(full);
    }
}

static void test_save_of_a_workbook_to_a_full_disk_fails(void **state)
{
    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    trig_table *table = make_table(result_columns, COLUMNS);
    add_result(table, "a", "b", 1, 0, 2);
    struct trig_error error = {0};
    assert_int_equal(trig_table_save(table, TRIG_FORMAT_XLSX, "/dev/full", &error), TRIG_ERR_IO);
    trig_table_destroy(table);
}

static void test_save_replaces_the_file_only_when_done(void **state)
{
    (void)state;
    char folder[] = "/tmp/trig_table_XXXXXX", path[64], text[64] = "";
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/result.json", folder);
    struct trig_table_column column = {"name", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN};
    trig_table *table = make_table(&column, 1);
    struct trig_error error = {0};
    assert_ok(trig_table_save(table, TRIG_FORMAT_CSV, path, &error), error);
    set_text(table, add_row(table), 0, "not \xFF UTF-8");
    assert_int_equal(trig_table_save(table, TRIG_FORMAT_JSON, path, &error), TRIG_ERR_FORMAT);
    assert_non_null(strstr(error.file, "result.json"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    assert_int_equal(length, 5);
    assert_string_equal(text, "name\n");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* no temporary file was left in it */
    trig_table_destroy(table);
}

static bool is_of_b(const trig_table *table, size_t row, const void *context)
{
    return trig_view_is(trig_table_text(table, row, INSTITUTION), context);
}

static void test_keep_moves_rows_up_and_leaves_no_trace_of_others(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    add_result(table, "a", "m", 1.0, 0.5, 1.5);
    add_result(table, "b", "m", NAN, NAN, 2.5);
    add_result(table, "a", "k", 3.0, 2.5, 3.5);
    add_result(table, "b", "k", 4.0, 3.5, 4.5);
    trig_table_set_styled(table, 3, ESTIMATE, 4.0, TRIG_STYLE_SHARE);
    trig_table_keep(table, is_of_b, "b");
    assert_int_equal(trig_table_rows(table), 2);
    assert_true(trig_view_is(trig_table_text(table, 0, MEASURE), "m"));
    assert_true(trig_table_is_empty(table, 0, ESTIMATE));
    assert_close(trig_table_number(table, 0, CI_HIGH), 2.5, 0, 0);
    assert_close(trig_table_number(table, 1, ESTIMATE), 4.0, 0, 0);
    assert_int_equal(trig_table_style(table, 1, ESTIMATE), TRIG_STYLE_SHARE);
    assert_true(trig_table_is_empty(table, add_row(table), ESTIMATE));
    trig_table_keep(table, is_of_b, "nobody");
    assert_int_equal(trig_table_rows(table), 0);
    trig_table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_with_equal_names_is_refused),
        cmocka_unit_test(test_create_copies_names),
        cmocka_unit_test(test_cells_never_set_are_empty),
        cmocka_unit_test(test_set_number_that_is_not_finite_empties_the_cell),
        cmocka_unit_test(test_set_cells_are_read_back),
        cmocka_unit_test(test_add_row_keeps_earlier_rows),
        cmocka_unit_test(test_keep_moves_rows_up_and_leaves_no_trace_of_others),
        cmocka_unit_test(test_add_note_equal_to_an_earlier_one_is_kept_once),
        cmocka_unit_test(test_style_number_by_style),
        cmocka_unit_test(test_style_number_fits_its_room),
        cmocka_unit_test(test_format_parse_by_name),
        cmocka_unit_test(test_write_to_a_full_disk_fails_in_every_form),
        cmocka_unit_test(test_save_of_a_workbook_to_a_full_disk_fails),
        cmocka_unit_test(test_save_replaces_the_file_only_when_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
