/* What goes wrong in synthetic exports, and what parts of them hold. */
#include "tests/unit/synth/survey.h"

#include "tests/support.h"

#include <gsl/gsl_errno.h>

static uint64_t count_flaws(const struct sheet *sheet, bool extra)
{
    uint64_t count = 0;
    for (int flaw = 0; flaw < TRIG_SYNTH_FLAWS; flaw++) {
        if (trig_synth_flaw_is_extra((enum trig_synth_flaw)flaw) == extra)
            count += sheet->counts.flaws[flaw];
    }
    return count;
}

static void test_export_write_flaws_leave_other_rows_as_they_were(void **state)
{
    for (size_t i = 0; trig_synth_platform_at(i); i++) {
        struct wanted wanted = wanted_on(trig_synth_platform_at(i)->name);
        struct sheet clean, flawed;
        uint64_t changed = 0;
        sheet_make(*state, &wanted, &clean);
        wanted.flaws = true;
        sheet_make(*state, &wanted, &flawed);
        assert_int_equal(flawed.row_count, clean.row_count + count_flaws(&flawed, true));
        for (size_t row = 1; row < clean.row_count; row++) {
            size_t there = sheet_find_row(&flawed, &clean, row);
            assert_int_not_equal(there, 0);
            bool same = true;
            for (size_t c = 0; c < clean.layout.column_count; c++)
                same = same && trig_view_equal(sheet_cell(&clean, row, c), sheet_cell(&flawed, there, c));
            changed += !same;
        }
        assert_int_equal(changed, count_flaws(&flawed, false));
        sheet_clear(&clean);
        sheet_clear(&flawed);
    }
}

static void test_export_write_flaws_of_every_kind_occur(void **state)
{
    struct wanted wanted = wanted_on("plain-text");
    struct sheet sheet;
    wanted.flaws = true;
    sheet_make(*state, &wanted, &sheet);
    for (int flaw = 0; flaw < TRIG_SYNTH_FLAWS; flaw++) {
        if (sheet.counts.flaws[flaw] == 0)
            fail_msg("no %s", trig_synth_flaw_name((enum trig_synth_flaw)flaw));
    }
    sheet_clear(&sheet);
}

/* How many answers stand in a row from column [from] on. */
static size_t answers_from(const struct sheet *sheet, size_t row, size_t from)
{
    size_t count = 0;
    for (size_t c = from; c < sheet->layout.column_count; c++)
        count += sheet->layout.columns[c].source == TRIG_SYNTH_CODED && sheet_cell(sheet, row, c).length > 0;
    return count;
}

static void test_export_write_partial_rows_of_limesurvey_break_off(void **state)
{
    struct wanted wanted = wanted_on("limesurvey");
    struct sheet sheet;
    uint64_t open = 0;
    wanted.flaws = true;
    sheet_make(*state, &wanted, &sheet);
    size_t id = sheet_column_of(&sheet, TRIG_SYNTH_RECORD);
    size_t submitted = sheet_column_of(&sheet, TRIG_SYNTH_SUBMITTED);
    for (size_t row = 1; row < sheet.row_count; row++) {
        if (sheet_cell(&sheet, row, id).length == 0 || sheet_cell(&sheet, row, submitted).length > 0)
            continue;
        open++;
        assert_int_not_equal(answers_from(&sheet, row, 0), 0);
        assert_int_equal(answers_from(&sheet, row, sheet.layout.column_count / 2), 0);
    }
    assert_true(open > 0);
    assert_int_equal(open, sheet.counts.flaws[TRIG_SYNTH_FLAW_PARTIAL]);
    sheet_clear(&sheet);
}

static void test_export_write_parts_hold_the_rows_of_the_whole(void **state)
{
    const struct survey *survey = *state;
    bool chosen[512] = {false};
    struct wanted wanted = wanted_on("plain");
    struct sheet whole, part;
    wanted.responses = 0;
    sheet_make(*state, &wanted, &whole);
    for (size_t i = 0; i < survey->definition->institution_count; i += 9)
        chosen[i] = true;
    wanted.chosen = chosen;
    sheet_make(*state, &wanted, &part);
    assert_true(part.row_count > 100 && part.row_count < whole.row_count / 4);
    for (size_t row = 1; row < part.row_count; row++) {
        size_t there = sheet_find_row(&whole, &part, row);
        assert_int_not_equal(there, 0);
        for (size_t c = 0; c < whole.layout.column_count; c++) {
            if (whole.layout.columns[c].source != TRIG_SYNTH_SUBMITTED)
                assert_true(trig_view_equal(sheet_cell(&part, row, c), sheet_cell(&whole, there, c)));
        }
    }
    sheet_clear(&whole);
    sheet_clear(&part);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_export_write_flaws_leave_other_rows_as_they_were),
        cmocka_unit_test(test_export_write_flaws_of_every_kind_occur),
        cmocka_unit_test(test_export_write_partial_rows_of_limesurvey_break_off),
        cmocka_unit_test(test_export_write_parts_hold_the_rows_of_the_whole),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, survey_begin, survey_end);
}
