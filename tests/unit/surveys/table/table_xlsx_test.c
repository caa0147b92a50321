/* A table as a workbook, read back by the reader of exports: its numbers are the same, its texts are texts.
 */
#include "tests/unit/surveys/table/table_fixture.h"

#include "collect/sources/workbook.h"
#include "surveys/base/text.h"
#include "tests/unit/collect/collect_support.h"

#include <math.h>
#include <unistd.h>

#define ROOM 40000

static enum trig_status take_cells(void *context, const struct trig_csv_record *record,
                                   struct trig_error *error)
{
    char *out = context;
    (void)error;
    for (size_t i = 0; i < record->count; i++)
        sprintf(out + strlen(out), "%.*s|", TRIG_VIEW_ARG(record->fields[i].text));
    strcat(out, "\n");
    return TRIG_OK;
}

/* The sheet [index] of the table's workbook as "cell|cell|" lines, to be freed. */
static char *save_and_read(const trig_table *table, size_t index)
{
    struct temporary file;
    struct trig_error error = {0};
    struct trig_content content;
    const struct trig_unpack_limit limit = {.bytes = 1 << 24};
    char *out = calloc(1, ROOM);
    const struct trig_sheet_request request = {.sink = take_cells, .context = out};
    trig_workbook *workbook = NULL;
    size_t count;
    temporary_write(&file, "made.xlsx", "", 0);
    assert_ok(trig_table_save(table, TRIG_FORMAT_XLSX, file.path, &error), error);
    assert_ok(trig_content_open(file.path, &limit, NULL, &content, &error), error);
    assert_ok(trig_workbook_open(content.descriptor, &limit, &workbook, &error), error);
    const struct trig_sheet *sheets = trig_workbook_sheets(workbook, &count);
    assert_int_equal(count, 2);
    assert_ok(trig_workbook_read(workbook, &sheets[index], &request, &error), error);
    trig_workbook_close(workbook);
    trig_content_close(&content);
    temporary_remove(&file);
    return out;
}

static trig_table *make_results(void)
{
    trig_table *table = make_table(result_columns, COLUMNS);
    add_result(table, "=SUM(A1)", "D\xC5\xB5r", 1.0 / 3, -1e-300, 1e22);
    add_result(table, "two\nlines & <b>", "@x", 62, INFINITY, NAN);
    size_t hidden = add_row(table);
    set_text(table, hidden, INSTITUTION, "+1");
    set_text(table, hidden, SUPPRESSED, "threshold");
    size_t alone = add_result(table, "-1", "\x1B[31m", 0, 1, 2);
    set_text(table, alone, SUPPRESSED, "benchmark");
    trig_table_set_count(table, alone, N, UINT64_MAX);
    trig_table_set_number(table, alone, P, 0.00005);
    assert_int_equal(trig_table_set_title(table, trig_view("A title"), NULL), TRIG_OK);
    assert_int_equal(trig_table_add_note(table, trig_view("A note."), NULL), TRIG_OK);
    assert_int_equal(trig_table_set_provenance(table, trig_view("store"), trig_view("demo.trig"), NULL),
                     TRIG_OK);
    return table;
}

static void test_save_xlsx_of_hard_cells(void **state)
{
    (void)state;
    trig_table *table = make_results();
    char *rows = save_and_read(table, 0), *notes = save_and_read(table, 1);
    assert_string_equal(
        rows, "institution|measure|estimate|ci_low|ci_high|n|p_adjusted|benchmark|suppressed|note|\n"
              "=SUM(A1)|D\xC5\xB5r|0.3333333333333333|-1e-300|1e+22|\n"
              "two\nlines & <b>|@x|62|\n"
              "+1||[c]||||||threshold|\n"
              "-1|\x1B[31m|0|1|2|18446744073709551615|5e-05|[c]|benchmark|\n");
    assert_string_equal(notes, "title|A title|\n"
                               "[c]|hidden to protect respondents; the column suppressed names the rule|\n"
                               "note|A note.|\nstore|demo.trig|\n");
    free(rows);
    free(notes);
    trig_table_destroy(table);
}

static void test_save_xlsx_of_a_table_without_rows_has_its_header(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, 2);
    char *rows = save_and_read(table, 0), *notes = save_and_read(table, 1);
    assert_string_equal(rows, "institution|measure|\n");
    assert_string_equal(notes, "");
    free(rows);
    free(notes);
    trig_table_destroy(table);
}

/* Whatever the clock says. */
static void test_save_xlsx_twice_gives_the_same_bytes(void **state)
{
    (void)state;
    trig_table *table = make_results();
    struct temporary files[2];
    char *bytes[2];
    size_t sizes[2];
    for (size_t i = 0; i < 2; i++) {
        struct trig_error error = {0};
        temporary_write(&files[i], "made.xlsx", "", 0);
        assert_ok(trig_table_save(table, TRIG_FORMAT_XLSX, files[i].path, &error), error);
        FILE *file = fopen(files[i].path, "rb");
        bytes[i] = calloc(1, ROOM);
        assert_true(file && bytes[i]);
        sizes[i] = fread(bytes[i], 1, ROOM, file);
        fclose(file);
        sleep(i == 0 ? 2 : 0); /* what a zip file tells of time */
    }
    assert_true(sizes[0] > 1000 && sizes[0] < ROOM);
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(bytes[0], bytes[1], sizes[0]);
    for (size_t i = 0; i < 2; i++) {
        temporary_remove(&files[i]);
        free(bytes[i]);
    }
    trig_table_destroy(table);
}

static void test_save_xlsx_of_what_no_cell_holds_leaves_no_file(void **state)
{
    (void)state;
    char *longest = malloc(32769);
    assert_non_null(longest);
    memset(longest, 'x', 32768);
    longest[32768] = '\0';
    const struct {
        const char *text;
        enum trig_status status;
        const char *message;
    } cases[] = {{"caf\xE9", TRIG_ERR_FORMAT, "UTF-8"}, {longest, TRIG_ERR_LIMIT, "--format csv"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct temporary file;
        struct trig_error error = {0};
        trig_table *table = make_table(result_columns, 2);
        set_text(table, add_row(table), 0, cases[i].text);
        temporary_write(&file, "made.xlsx", "old", 3);
        assert_int_equal(trig_table_save(table, TRIG_FORMAT_XLSX, file.path, &error), cases[i].status);
        assert_non_null(strstr(error.message, cases[i].message));
        char old[8] = "";
        FILE *left = fopen(file.path, "rb");
        assert_true(left && fread(old, 1, 7, left) == 3);
        fclose(left);
        assert_string_equal(old, "old");
        temporary_remove(&file);
        trig_table_destroy(table);
    }
    free(longest);
}

static void test_write_xlsx_to_a_stream_says_where_it_can_go(void **state)
{
    (void)state;
    trig_table *table = make_results();
    struct trig_error error = {0};
    assert_int_equal(trig_table_write(table, TRIG_FORMAT_XLSX, stdout, 0, &error), TRIG_ERR_USAGE);
    assert_non_null(strstr(error.message, "--out"));
    trig_table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_save_xlsx_of_hard_cells),
        cmocka_unit_test(test_save_xlsx_of_a_table_without_rows_has_its_header),
        cmocka_unit_test(test_save_xlsx_twice_gives_the_same_bytes),
        cmocka_unit_test(test_save_xlsx_of_what_no_cell_holds_leaves_no_file),
        cmocka_unit_test(test_write_xlsx_to_a_stream_says_where_it_can_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
