#include "tests/unit/surveys/table/table_fixture.h"

static void test_write_text_of_a_result_reads_like_a_report(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    assert_int_equal(trig_table_set_title(table, trig_view("Pillar scores, wave 2024"), NULL), TRIG_OK);
    size_t row = add_result(table, "Aberwen", "Visibility", 62.34, 55.06, 69.61);
    trig_table_set_count(table, row, N, 17);
    trig_table_set_number(table, row, P, 0.0004);
    row = add_result(table, "Aberwen", "Recognition", 100, 98.2, NAN);
    trig_table_set_count(table, row, N, 1766);
    trig_table_set_number(table, row, P, 0.25);
    row = add_result(table, "Bryn", "Recognition", NAN, NAN, NAN);
    set_text(table, row, SUPPRESSED, "threshold");
    row = add_result(table, "Cwm", "Recognition", -0.04, -2.1, 2);
    trig_table_set_count(table, row, N, 40);
    trig_table_add_note(table, trig_view("Scores run from 0 to 100."), NULL);
    trig_table_set_provenance(table, trig_view("store"), trig_view("demo.trig"), NULL);
    assert_rendered(table, TRIG_FORMAT_TABLE, 0,
                    "Pillar scores, wave 2024\n"
                    "\n"
                    "institution  measure      estimate  95% interval     n  p adjusted  suppressed\n"
                    "-----------  -----------  --------  ------------  ----  ----------  ----------\n"
                    "Aberwen      Visibility       62.3  55.1 to 69.6    17      <0.001\n"
                    "Aberwen      Recognition     100.0     from 98.2  1766       0.250\n"
                    "Bryn         Recognition       [c]                                  threshold\n"
                    "Cwm          Recognition       0.0   -2.1 to 2.0    40\n"
                    "\n"
                    "[c] confidential: not shown, so that nobody's answers can be worked out.\n"
                    "Scores run from 0 to 100.\n"
                    "store: demo.trig\n");
}

static void test_write_text_of_a_hidden_comparator_keeps_the_estimate(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    size_t row = add_result(table, "Aberwen", "Visibility", 50, NAN, NAN);
    set_text(table, row, SUPPRESSED, "comparator");
    row = add_result(table, "Aberwen", "Recognition", 60, NAN, NAN);
    trig_table_set_number(table, row, BENCHMARK, 61);
    static const char *const shown[] = {"measure", "benchmark", "estimate"};
    trig_table_show(table, shown, 3, NULL);
    assert_rendered(table, TRIG_FORMAT_TABLE, 0,
                    "measure      benchmark  estimate\n"
                    "-----------  ---------  --------\n"
                    "Visibility         [c]      50.0\n"
                    "Recognition       61.0      60.0\n"
                    "\n"
                    "[c] confidential: not shown, so that nobody's answers can be worked out.\n");
}

static void test_write_text_with_all_estimates_suppressed_keeps_the_column(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    size_t row = add_result(table, "Aberwen", "Visibility", NAN, NAN, NAN);
    set_text(table, row, SUPPRESSED, "threshold");
    static const char *const shown[] = {"institution", "no such column", "estimate", "n"};
    trig_table_show(table, shown, 4, NULL);
    assert_rendered(table, TRIG_FORMAT_TABLE, 0,
                    "institution  estimate\n"
                    "-----------  --------\n"
                    "Aberwen           [c]\n"
                    "\n"
                    "[c] confidential: not shown, so that nobody's answers can be worked out.\n");
}

static void test_write_text_of_shares_and_another_level(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    size_t row = add_row(table);
    trig_table_set_styled(table, row, ESTIMATE, 0.6229, TRIG_STYLE_SHARE);
    trig_table_set_styled(table, row, CI_LOW, 0.5, TRIG_STYLE_SHARE);
    trig_table_set_styled(table, row, CI_HIGH, 1, TRIG_STYLE_SHARE);
    row = add_row(table);
    trig_table_set_styled(table, row, CI_HIGH, 0.07, TRIG_STYLE_SHARE);
    trig_table_set_level(table, 0.999);
    assert_rendered(table, TRIG_FORMAT_TABLE, 0,
                    "estimate   99.9% interval\n"
                    "--------  ---------------\n"
                    "   62.3%  50.0% to 100.0%\n"
                    "               up to 7.0%\n");
}

static void test_write_text_with_one_end_shown_keeps_its_name(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    add_result(table, "Aberwen", "Visibility", 50, 40, 60);
    static const char *const shown[] = {"ci_high"};
    trig_table_show(table, shown, 1, NULL);
    assert_rendered(table, TRIG_FORMAT_TABLE, 0, "ci high\n-------\n   60.0\n");
}

static void test_write_text_wraps_the_note_column_and_the_notes(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    size_t row = add_result(table, "Aberwen", "", 50, NAN, NAN);
    set_text(table, row, NOTE, "one respondent in the stratum: adjusted");
    row = add_result(table, "Bryn", "", 5, NAN, NAN);
    set_text(table, row, NOTE, "short");
    trig_table_add_note(table, trig_view("A sentence that is longer than the line it has to go on to."),
                        NULL);
    assert_rendered(table, TRIG_FORMAT_TABLE, 43,
                    "institution  estimate  note\n"
                    "-----------  --------  --------------------\n"
                    "Aberwen          50.0  one respondent in\n"
                    "                       the stratum:\n"
                    "                       adjusted\n"
                    "Bryn              5.0  short\n"
                    "\n"
                    "A sentence that is longer than the line it\n"
                    "  has to go on to.\n");
}

static void test_write_text_on_a_narrow_terminal_keeps_a_readable_note(void **state)
{
    (void)state;
    for (size_t width = 1; width < 24; width++) {
        trig_table *table = make_table(result_columns, COLUMNS);
        set_text(table, add_row(table), NOTE, "weights were trimmed at 5");
        assert_rendered(table, TRIG_FORMAT_TABLE, width,
                        width < 21    ? "note\n--------------------\nweights were trimmed\nat 5\n"
                        : width == 21 ? "note\n---------------------\nweights were trimmed\nat 5\n"
                        : width == 22 ? "note\n----------------------\nweights were trimmed\nat 5\n"
                                      : "note\n-----------------------\nweights were trimmed at\n5\n");
    }
}

static void test_write_notes_alone(void **state)
{
    (void)state;
    trig_table *table = make_table(result_columns, COLUMNS);
    trig_table_add_note(table, trig_view("First\nnote."), NULL);
    trig_table_set_provenance(table, trig_view("method"), trig_view("Taylor linearisation"), NULL);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(trig_table_write_notes(table, out, 0, NULL), TRIG_OK);
    fclose(out);
    assert_string_equal(text, "First note.\nmethod: Taylor linearisation\n");
    free(text);
    trig_table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_text_of_a_result_reads_like_a_report),
        cmocka_unit_test(test_write_text_of_a_hidden_comparator_keeps_the_estimate),
        cmocka_unit_test(test_write_text_with_all_estimates_suppressed_keeps_the_column),
        cmocka_unit_test(test_write_text_of_shares_and_another_level),
        cmocka_unit_test(test_write_text_with_one_end_shown_keeps_its_name),
        cmocka_unit_test(test_write_text_wraps_the_note_column_and_the_notes),
        cmocka_unit_test(test_write_text_on_a_narrow_terminal_keeps_a_readable_note),
        cmocka_unit_test(test_write_notes_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
