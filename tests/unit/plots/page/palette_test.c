#include "tests/support.h"

#include "plots/page/palette.h"
#include "tests/unit/plots/chart_fixture.h"

#include <stdlib.h>

#define LEAST_CONTRAST 4.5 /* WCAG 2.1, level AA, text of ordinary size */

/* Black on white is 21; #767676 is the lightest grey that passes on white. */
static void test_contrast_of_known_pairs_is_as_published(void **state)
{
    (void)state;
    assert_close(trig_contrast(0x000000, 0xFFFFFF), 21, 1e-12, 0);
    assert_close(trig_contrast(0x767676, 0xFFFFFF), 4.54, 0, 0.005);
    assert_close(trig_contrast(0x123456, 0x123456), 1, 1e-12, 0);
}

static void check(const char *label, uint32_t text, uint32_t ground)
{
    double contrast = trig_contrast(text, ground);
    if (contrast < LEAST_CONTRAST)
        fail_msg("%s: #%06X on #%06X is %.2f to 1", label, text, ground, contrast);
}

static void test_numbers_inside_bars_are_readable(void **state)
{
    (void)state;
    static const enum trig_tone tones[] = {TRIG_TONE_NEGATIVE, TRIG_TONE_NEUTRAL, TRIG_TONE_POSITIVE,
                                           TRIG_TONE_PLAIN};
    for (size_t t = 0; t < 4; t++) {
        uint32_t merged = trig_merged_colour(tones[t]);
        check("merged", trig_ink_on(merged), merged);
        for (size_t count = 1; count <= 8; count++)
            for (size_t place = 0; place < count; place++) {
                uint32_t fill = trig_answer_colour(tones[t], place, count);
                check("answer", trig_ink_on(fill), fill);
            }
    }
}

static void test_text_of_lines_is_readable_on_white(void **state)
{
    (void)state;
    check("own", trig_text_colour(TRIG_TONE_OWN, 0), TRIG_WHITE);
    check("sector", trig_text_colour(TRIG_TONE_SECTOR, 0), TRIG_WHITE);
    for (size_t i = 0; i < TRIG_PLAIN_COLOURS; i++)
        check("line", trig_text_colour(TRIG_TONE_PLAIN, i), TRIG_WHITE);
}

/* The style sheet's own colours of text. */
static void test_text_colours_of_the_style_are_readable_on_white(void **state)
{
    (void)state;
    static const char *const names[] = {"INK = '#", "GREY = '#", "OWN_TEXT = '#"};
    char *style = chart_file(PLOTS_FOLDER, "style.gp", NULL);
    assert_non_null(style);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *found = strstr(style, names[i]);
        if (!found)
            fail_msg("style.gp does not set %s", names[i]);
        else
            check(names[i], (uint32_t)strtoul(found + strlen(names[i]), NULL, 16), TRIG_WHITE);
    }
    free(style);
}

/* Neighbours on a side are told apart; the strongest is the darkest. */
static void test_answers_of_a_side_grow_darker_outwards(void **state)
{
    (void)state;
    for (size_t count = 2; count <= 5; count++)
        for (size_t place = 1; place < count; place++) {
            uint32_t inner = trig_answer_colour(TRIG_TONE_POSITIVE, place - 1, count);
            uint32_t outer = trig_answer_colour(TRIG_TONE_POSITIVE, place, count);
            assert_true(trig_contrast(outer, TRIG_WHITE) > trig_contrast(inner, TRIG_WHITE));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contrast_of_known_pairs_is_as_published),
        cmocka_unit_test(test_numbers_inside_bars_are_readable),
        cmocka_unit_test(test_text_of_lines_is_readable_on_white),
        cmocka_unit_test(test_text_colours_of_the_style_are_readable_on_white),
        cmocka_unit_test(test_answers_of_a_side_grow_darker_outwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
