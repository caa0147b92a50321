#include "tests/support.h"

#include "surveys/table/table.h"
#include "tests/fault/failing_memory.h"

#include <jansson.h>

/* Every sweep ends when no allocation was left to fail; this many are enough. */
#define MOST_ALLOCATIONS 2000

static const struct trig_table_column columns[] = {
    {"institution", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN}, {"estimate", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    {"ci_low", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},    {"ci_high", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    {"n", TRIG_CELL_COUNT, TRIG_STYLE_PLAIN},          {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

static enum trig_status fill_row(trig_table *table, size_t number, struct trig_error *error)
{
    size_t row;
    enum trig_status status = trig_table_add_row(table, &row, error);
    if (status)
        return status;
    trig_table_set_number(table, row, 1, (double)number);
    trig_table_set_number(table, row, 2, (double)number - 1);
    trig_table_set_number(table, row, 3, (double)number + 1);
    trig_table_set_count(table, row, 4, number);
    status = trig_table_set_text(table, row, 0, trig_view("Aberwen"), error);
    return status ? status : trig_table_set_text(table, row, 5, trig_view("threshold"), error);
}

static enum trig_status fill(trig_table *table, struct trig_error *error)
{
    static const char *const shown[] = {"institution", "estimate", "ci_low", "ci_high", "suppressed"};
    enum trig_status status = trig_table_set_title(table, trig_view("A title"), error);
    for (size_t i = 0; i < 40 && !status; i++) /* several times more than the first arrays hold */
        status = fill_row(table, i, error);
    if (!status)
        status = trig_table_add_note(table, trig_view("A note."), error);
    if (!status)
        status = trig_table_set_provenance(table, trig_view("store"), trig_view("demo.trig"), error);
    return status ? status : trig_table_show(table, shown, 5, error);
}

static enum trig_status make_and_write(enum trig_table_format format, FILE *out, struct trig_error *error)
{
    trig_table *table = trig_table_create(columns, sizeof columns / sizeof *columns, error);
    if (!table)
        return error->status;
    enum trig_status status = fill(table, error);
    if (!status && format == TRIG_FORMAT_XLSX)
        status = trig_table_save(table, format, "/dev/null", error);
    else if (!status)
        status = trig_table_write(table, format, out, 40, error);
    trig_table_destroy(table);
    return status;
}

static void test_table_with_any_allocation_failing_says_so(void **state)
{
    (void)state;
    json_set_alloc_funcs(failing_memory_malloc, failing_memory_free);
    for (int format = TRIG_FORMAT_TABLE; format <= TRIG_FORMAT_XLSX; format++) {
        size_t nth = 1;
        for (; nth < MOST_ALLOCATIONS; nth++) {
            FILE *out = fopen("/dev/null", "w");
            assert_non_null(out);
            struct trig_error error = {0};
            failing_memory_arm(nth);
            enum trig_status status = make_and_write((enum trig_table_format)format, out, &error);
            bool struck = failing_memory_struck();
            failing_memory_arm(0);
            fclose(out);
            if (!struck)
                break;
            if (status != TRIG_ERR_MEMORY || error.status != TRIG_ERR_MEMORY)
                fail_msg("form %d, allocation %zu: status %d", format, nth, (int)status);
        }
        assert_in_range(nth, 10, MOST_ALLOCATIONS - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_with_any_allocation_failing_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
