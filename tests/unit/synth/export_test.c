/* Synthetic exports: every platform's shape, and the same answers in each. */
#include "tests/unit/synth/survey.h"

#include "tests/support.h"

#include <gsl/gsl_errno.h>

/* ---- bytes ----------------------------------------------------------------------- */

static void test_export_write_same_seed_same_bytes(void **state)
{
    for (size_t i = 0; trig_synth_platform_at(i); i++) {
        struct wanted wanted = wanted_on(trig_synth_platform_at(i)->name);
        wanted.flaws = i % 2 == 0;
        struct sheet first, again, other;
        sheet_make(*state, &wanted, &first);
        sheet_make(*state, &wanted, &again);
        wanted.seed++;
        sheet_make(*state, &wanted, &other);
        assert_int_equal(first.length, again.length);
        assert_memory_equal(first.bytes, again.bytes, first.length);
        assert_false(first.length == other.length && memcmp(first.bytes, other.bytes, first.length) == 0);
        sheet_clear(&first);
        sheet_clear(&again);
        sheet_clear(&other);
    }
}

static void test_export_write_every_platform_has_whole_rows(void **state)
{
    for (size_t i = 0; trig_synth_platform_at(i); i++) {
        struct wanted wanted = wanted_on(trig_synth_platform_at(i)->name);
        struct sheet sheet;
        sheet_make(*state, &wanted, &sheet);
        assert_int_equal(sheet.row_count, 301);
        assert_int_equal(sheet.counts.responses, 300);
        for (size_t row = 0; row < sheet.row_count; row++)
            assert_int_equal(sheet.rows[row].count, sheet.layout.column_count);
        sheet_clear(&sheet);
    }
}

static void test_export_write_bytes_are_the_platforms_own(void **state)
{
    static const struct {
        const char *platform;
        const char *begin;
        const char *somewhere;
        const char *nowhere;
    } cases[] = {
        {"plain", "response_id,participant,", "mentoring|", "\r"},
        {"plain-text", "Response id,Participant code,", "Strongly agree", "\r"},
        {"jisc", "\"URN\",\"1. Participant code\",", ",,", "\r"},
        {"jisc-coded", "\"URN\",\"Q1\",", ",,", "\"\""},
        {"limesurvey", "\xEF\xBB\xBF\"id\";\"submitdate\";", "\"-oth-\"", ";;"},
        {"limesurvey-full", "\xEF\xBB\xBF\"id. Response ID\";", "support_received[mentoring]. Support", ";;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wanted wanted = wanted_on(cases[i].platform);
        struct sheet sheet;
        sheet_make(*state, &wanted, &sheet);
        assert_memory_equal(sheet.bytes, cases[i].begin, strlen(cases[i].begin));
        if (!strstr(sheet.bytes, cases[i].somewhere))
            fail_msg("%s has no %s", cases[i].platform, cases[i].somewhere);
        if (strcmp(cases[i].platform, "jisc-coded") != 0 && strstr(sheet.bytes, cases[i].nowhere))
            fail_msg("%s has %s", cases[i].platform, cases[i].nowhere);
        assert_true((strstr(sheet.bytes, "\"\r\n\"") != NULL) == (cases[i].begin[0] == '\xEF'));
        sheet_clear(&sheet);
    }
}

/* ---- the same answers everywhere ------------------------------------------------------ */

/* What a respondent answered, from the codes of the plain export: the label of
 * one answer, or of several joined by [joiner]; numbers as they are. */
static struct trig_view meaning(const struct sheet *plain, size_t row, size_t column, const char *joiner,
                                struct trig_arena *arena)
{
    const trig_definition *definition = plain->layout.definition;
    const struct trig_synth_column *it = &plain->layout.columns[column];
    struct trig_view cell = sheet_cell(plain, row, column);
    if (it->source == TRIG_SYNTH_INSTITUTION)
        return definition->institutions[trig_definition_institution(definition, cell)].name;
    if ((it->source != TRIG_SYNTH_CODED && it->source != TRIG_SYNTH_JOINED) || cell.length == 0)
        return cell;
    const struct trig_scale *scale = &definition->scales[definition->variables[it->variable].scale];
    struct trig_view text = {"", 0};
    for (size_t at = 0; at < cell.length;) {
        size_t length = 0;
        while (at + length < cell.length && cell.data[at + length] != '|')
            length++;
        size_t code = trig_scale_code(scale, trig_view_of(cell.data + at, length));
        assert_true(code < scale->count);
        text = trig_arena_printf(arena, "%.*s%s%.*s", TRIG_VIEW_ARG(text), at > 0 ? joiner : "",
                                 TRIG_VIEW_ARG(scale->codes[code].label));
        at += length + 1;
    }
    return text;
}

static bool holds_an_answer(enum trig_synth_source source)
{
    return source == TRIG_SYNTH_CODED || source == TRIG_SYNTH_JOINED || source == TRIG_SYNTH_NUMBER ||
           source == TRIG_SYNTH_COMMENT || source == TRIG_SYNTH_INSTITUTION || source == TRIG_SYNTH_PERSON;
}

static void assert_same(const struct sheet *sheet, size_t column, size_t row, struct trig_view actual,
                        struct trig_view expected)
{
    if (!trig_view_equal(actual, expected))
        fail_msg("%s: row %zu, column %.*s: \"%.*s\", not \"%.*s\"", sheet->layout.platform->name, row,
                 TRIG_VIEW_ARG(sheet->layout.columns[column].heading), TRIG_VIEW_ARG(actual),
                 TRIG_VIEW_ARG(expected));
}

static void test_export_write_text_platforms_hold_the_answers_of_plain(void **state)
{
    static const char *const platforms[] = {"plain-text", "jisc"};
    static const char *const joiners[] = {"|", ","};
    struct wanted usual = wanted_on("plain");
    struct sheet plain;
    sheet_make(*state, &usual, &plain);
    for (size_t i = 0; i < 2; i++) {
        struct wanted wanted = wanted_on(platforms[i]);
        struct sheet text;
        size_t compared = 0;
        sheet_make(*state, &wanted, &text);
        for (size_t c = 0; c < plain.layout.column_count; c++) {
            const struct trig_synth_column *column = &plain.layout.columns[c];
            size_t there = sheet_column(&text, column->variable);
            if (!holds_an_answer(column->source) || there == TRIG_NONE)
                continue;
            compared++;
            for (size_t row = 1; row < plain.row_count; row++)
                assert_same(&text, there, row, sheet_cell(&text, row, there),
                            meaning(&plain, row, c, joiners[i], &text.arena));
        }
        assert_true(compared >= 35);
        sheet_clear(&text);
    }
    sheet_clear(&plain);
}

/* The options that the key lists under question [heading], by number; the label
 * of number [number], or nothing. */
static struct trig_view key_label(const struct trig_views *key, size_t count, struct trig_view heading,
                                  struct trig_view number)
{
    size_t row = 0;
    while (row < count && !trig_view_equal(key[row].items[0], heading))
        row++;
    for (row++; row < count && key[row].items[0].data[0] != 'Q'; row++) {
        if (trig_view_equal(key[row].items[0], number))
            return key[row].items[1];
    }
    return trig_view_of("", 0);
}

static struct trig_views *read_key(const struct sheet *coded, struct trig_arena *arena, size_t *count)
{
    char *bytes = NULL;
    size_t length = 0;
    struct trig_error error = {0};
    FILE *out = open_memstream(&bytes, &length);
    assert_non_null(out);
    assert_ok(trig_synth_jisc_key_write(&coded->layout, out, &error), error);
    fclose(out);
    struct trig_views *key = split_rows(arena, trig_view_of(bytes, length), ',', count);
    free(bytes);
    return key;
}

/* The labels ticked in the columns of a question with several answers. */
static struct trig_view ticked(const struct sheet *coded, size_t row, size_t first,
                               const struct trig_views *key, size_t count, struct trig_arena *arena)
{
    struct trig_view text = {"", 0};
    size_t variable = coded->layout.columns[first].variable;
    for (size_t c = first; c < coded->layout.column_count && coded->layout.columns[c].variable == variable;
         c++) {
        struct trig_view heading = sheet_cell(coded, 0, c);
        size_t split = heading.length;
        while (heading.data[split - 1] != '_')
            split--;
        struct trig_view label = key_label(key, count, trig_view_of(heading.data, split - 1),
                                           trig_view_of(heading.data + split, heading.length - split));
        if (trig_view_is(sheet_cell(coded, row, c), "1"))
            text = trig_arena_printf(arena, "%.*s%s%.*s", TRIG_VIEW_ARG(text), text.length > 0 ? "," : "",
                                     TRIG_VIEW_ARG(label));
    }
    return text;
}

static void compare_coded(const struct sheet *text, const struct sheet *coded, const struct trig_views *key,
                          size_t key_count)
{
    for (size_t c = 0; c < text->layout.column_count; c++) {
        const struct trig_synth_column *column = &text->layout.columns[c];
        size_t there = sheet_column(coded, column->variable);
        if (column->variable == TRIG_NONE || column->source == TRIG_SYNTH_OTHER)
            continue;
        for (size_t row = 1; row < text->row_count; row++) {
            struct trig_view cell = sheet_cell(coded, row, there);
            struct trig_view read = cell;
            if (column->source == TRIG_SYNTH_JOINED)
                read = ticked(coded, row, there, key, key_count, (struct trig_arena *)&coded->arena);
            else if (column->source == TRIG_SYNTH_CODED || column->source == TRIG_SYNTH_INSTITUTION)
                read = key_label(key, key_count, sheet_cell(coded, 0, there), cell);
            assert_same(coded, there, row, read, sheet_cell(text, row, c));
        }
    }
}

static void test_export_write_jisc_coded_with_key_holds_the_answers_of_jisc(void **state)
{
    struct wanted wanted = wanted_on("jisc");
    struct sheet text;
    wanted.responses = 80;
    sheet_make(*state, &wanted, &text);
    for (int variant = 0; variant < 4; variant++) {
        struct sheet coded;
        size_t key_count = 0;
        wanted.platform = "jisc-coded";
        wanted.options.zero_index = variant & 1;
        wanted.options.reverse_index = variant & 2;
        sheet_make(*state, &wanted, &coded);
        struct trig_views *key = read_key(&coded, &coded.arena, &key_count);
        compare_coded(&text, &coded, key, key_count);
        trig_free(key);
        sheet_clear(&coded);
    }
    sheet_clear(&text);
}

static void test_jisc_number_counts_as_the_options_say(void **state)
{
    static const struct {
        bool zero, reverse;
        size_t first, last; /* of five options */
    } cases[] = {{false, false, 1, 5}, {true, false, 0, 4}, {false, true, 5, 1}, {true, true, 4, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_synth_layout_options options = {.zero_index = cases[i].zero,
                                                    .reverse_index = cases[i].reverse};
        assert_int_equal(trig_synth_jisc_number(&options, 0, 5), cases[i].first);
        assert_int_equal(trig_synth_jisc_number(&options, 4, 5), cases[i].last);
    }
}

static void test_export_write_limesurvey_holds_the_answers_of_plain(void **state)
{
    struct wanted wanted = wanted_on("limesurvey");
    struct wanted usual = wanted_on("plain");
    struct sheet plain, lime;
    size_t others = 0;
    sheet_make(*state, &usual, &plain);
    sheet_make(*state, &wanted, &lime);
    for (size_t c = 0; c < lime.layout.column_count; c++) {
        const struct trig_synth_column *column = &lime.layout.columns[c];
        if (column->source != TRIG_SYNTH_CODED && column->source != TRIG_SYNTH_TICKED)
            continue;
        size_t there = sheet_column(&plain, column->variable);
        for (size_t row = 1; row < lime.row_count; row++) {
            struct trig_view cell = sheet_cell(&lime, row, c);
            struct trig_view code = sheet_cell(&plain, row, there);
            others += trig_view_is(cell, "-oth-");
            if (column->source == TRIG_SYNTH_CODED) {
                assert_same(&lime, c, row, trig_view_is(cell, "-oth-") ? trig_view("other") : cell, code);
                continue;
            }
            const struct trig_scale *scale =
                &plain.layout.definition->scales[plain.layout.definition->variables[column->variable].scale];
            struct trig_view option = scale->codes[column->option].code;
            bool chosen = code.length > 0 && memmem(code.data, code.length, option.data, option.length);
            assert_int_equal(trig_view_is(cell, "Y"), chosen);
        }
    }
    assert_true(others > 0);
    sheet_clear(&plain);
    sheet_clear(&lime);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_export_write_same_seed_same_bytes),
        cmocka_unit_test(test_export_write_every_platform_has_whole_rows),
        cmocka_unit_test(test_export_write_bytes_are_the_platforms_own),
        cmocka_unit_test(test_export_write_text_platforms_hold_the_answers_of_plain),
        cmocka_unit_test(test_export_write_jisc_coded_with_key_holds_the_answers_of_jisc),
        cmocka_unit_test(test_jisc_number_counts_as_the_options_say),
        cmocka_unit_test(test_export_write_limesurvey_holds_the_answers_of_plain),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, survey_begin, survey_end);
}
