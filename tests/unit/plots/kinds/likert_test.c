#include "tests/support.h"

#include "tests/unit/plots/chart_fixture.h"

/* Draws with the test survey's definition. */
static enum trig_status draw(const char *lines, struct trig_figure_options options, bool defined,
                             trig_figure **out, struct trig_error *error)
{
    trig_table *table = chart_table(lines);
    trig_definition *definition = defined ? chart_definition() : NULL;
    options.definition = definition;
    enum trig_status status = trig_likert_from_table(table, &options, out, error);
    trig_definition_destroy(definition);
    trig_table_destroy(table);
    return status;
}

static trig_figure *figure_of(const char *lines, struct trig_figure_options options, bool defined)
{
    trig_figure *figure = NULL;
    struct trig_error error;
    assert_ok(draw(lines, options, defined, &figure, &error), error);
    return figure;
}

static double value(const trig_figure *figure, size_t series, size_t row)
{
    return trig_figure_mark(figure, 0, series, row)->value;
}

static void assert_text(struct trig_view text, const char *expected)
{
    if (!trig_view_is(text, expected))
        fail_msg("'%.*s', not '%s'", TRIG_VIEW_ARG(text), expected);
}

#define HEAD "measure|pillar|statistic|answer|estimate|n|suppressed\n"

static const char two_items[] = HEAD "seen|visibility|proportion|5|0.1|40|\n"
                                     "seen|visibility|proportion|4|0.2|40|\n"
                                     "seen|visibility|proportion|3|0.3|40|\n"
                                     "seen|visibility|proportion|2|0.15|40|\n"
                                     "seen|visibility|proportion|1|0.25|40|\n"
                                     "seen|visibility|mean||3.1|40|\n"
                                     "seen|visibility|proportion|9|0.05|42|\n"
                                     "ignored|visibility|proportion|5|0.5|38|\n"
                                     "ignored|visibility|proportion|3|0.5|38|\n";

static void test_answers_with_definition_stand_from_negative_to_positive(void **state)
{
    (void)state;
    static const char *const expected[] = {"Strongly disagree", "Disagree", "Neither", "Agree",
                                           "Strongly agree"};
    trig_figure *figure = figure_of(two_items, (struct trig_figure_options){0}, true);
    assert_int_equal(figure->series_count, 5); /* "Do not know" is no answer */
    for (size_t s = 0; s < 5; s++)
        assert_text(figure->series[s].label, expected[s]);
    assert_int_equal(figure->series[0].tone, TRIG_TONE_NEGATIVE);
    assert_int_equal(figure->series[2].tone, TRIG_TONE_NEUTRAL);
    assert_int_equal(figure->series[4].tone, TRIG_TONE_POSITIVE);
    assert_int_equal(figure->row_count, 2);
    /* Half of them strongly agree to being ignored: drawn as answered, but not the more favourable item. */
    assert_text(figure->rows[0].label, "My work is seen");
    assert_text(figure->rows[1].label, "My work is ignored (reversed)");
    assert_close(value(figure, 0, 0), 25, 1e-12, 0);
    assert_close(value(figure, 4, 1), 50, 1e-12, 0);
    assert_close(trig_figure_mark(figure, 0, 0, 0)->n, 40, 0, 0);
    assert_int_equal(trig_figure_mark(figure, 0, 0, 1)->state, TRIG_MARK_ABSENT);
    assert_text(figure->title, "Visibility: answers to each question");
    assert_non_null(memmem(figure->caption.data, figure->caption.length, "(reversed)", 10));
    trig_figure_destroy(figure);
}

static void test_measures_that_name_their_code_need_no_answer_column(void **state)
{
    (void)state;
    trig_figure *figure = figure_of("measure|estimate|n\nseen=4|0.75|20\nseen=2|0.25|20\n",
                                    (struct trig_figure_options){0}, true);
    assert_int_equal(figure->series_count, 2);
    assert_text(figure->series[1].label, "Agree");
    assert_close(value(figure, 1, 0), 75, 1e-12, 0);
    trig_figure_destroy(figure);
}

static void test_answers_without_definition_are_halved_in_their_order(void **state)
{
    (void)state;
    trig_figure *figure =
        figure_of("measure|answer|estimate|n\nq|poor|0.2|20\nq|fair|0.3|20\nq|good|0.5|20\n",
                  (struct trig_figure_options){0}, false);
    assert_int_equal(figure->series[0].tone, TRIG_TONE_NEGATIVE);
    assert_int_equal(figure->series[1].tone, TRIG_TONE_NEUTRAL);
    assert_int_equal(figure->series[2].tone, TRIG_TONE_POSITIVE);
    assert_text(figure->series[2].label, "good");
    trig_figure_destroy(figure);
}

static void test_answers_with_sides_and_labels_in_the_table_take_them(void **state)
{
    (void)state;
    trig_figure *figure =
        figure_of("measure|answer|answer_label|side|estimate|n\n"
                  "q|a|Always|positive|0.2|20\nq|s|Sometimes|neutral|0.3|20\nq|n|Never|negative|"
                  "0.5|20\n",
                  (struct trig_figure_options){0}, false);
    assert_text(figure->series[0].label, "Never");
    assert_text(figure->series[2].label, "Always");
    trig_figure_destroy(figure);
}

/* Three ways in which disclosure control merges, in one chart. */
static void test_merged_answers_stand_on_their_sides(void **state)
{
    (void)state;
    trig_figure *figure =
        figure_of(HEAD "seen||proportion|5|0.6|40|\nseen||proportion|1|0.4|40|\n"
                       "named||proportion|positive|0.5|15|\nnamed||proportion|neutral|0.3|15|\n"
                       "named||proportion|other|0.2|15|\n"
                       "ignored||proportion|positive|0.7|12|\nignored||proportion|other|0.3|12|\n",
                  (struct trig_figure_options){0}, true);
    static const struct {
        const char *label;
        enum trig_tone tone;
        bool merged;
    } expected[] = {
        {"Strongly disagree", TRIG_TONE_NEGATIVE, false},
        {"Negative answers, merged", TRIG_TONE_NEGATIVE, true},
        {"All other answers, merged", TRIG_TONE_PLAIN, true},
        {"Neither", TRIG_TONE_NEUTRAL, false}, /* the only neutral answer: merging changes nothing */
        {"Strongly agree", TRIG_TONE_POSITIVE, false},
        {"Positive answers, merged", TRIG_TONE_POSITIVE, true},
    };
    assert_int_equal(figure->series_count, sizeof expected / sizeof *expected);
    for (size_t s = 0; s < figure->series_count; s++) {
        assert_text(figure->series[s].label, expected[s].label);
        assert_int_equal(figure->series[s].tone, expected[s].tone);
        assert_int_equal(figure->series[s].merged, expected[s].merged);
    }
    assert_text(figure->rows[2].label, "My work is ignored (reversed)");
    assert_non_null(memmem(figure->caption.data, figure->caption.length, "merged to protect", 17));
    trig_figure_destroy(figure);
}

/* Four shares of five give the fifth away: the whole item is hidden. */
static void test_item_with_one_suppressed_answer_is_suppressed_whole_and_last(void **state)
{
    (void)state;
    trig_figure *figure = figure_of(HEAD "named||proportion|5|0.9|40|\nnamed||proportion|1||40|secondary\n"
                                         "seen||proportion|5|0.1|40|\nseen||proportion|1|0.9|40|\n",
                                    (struct trig_figure_options){0}, true);
    assert_text(figure->rows[1].label, "I am named in publications");
    for (size_t s = 0; s < figure->series_count; s++) {
        assert_int_equal(trig_figure_mark(figure, 0, s, 1)->state, TRIG_MARK_SUPPRESSED);
        assert_close(value(figure, s, 1), NAN, 0, 0);
        assert_close(trig_figure_mark(figure, 0, s, 1)->n, NAN, 0, 0);
    }
    assert_null(memmem(figure->alt.data, figure->alt.length, "90", 2));
    trig_figure_destroy(figure);
}

static void test_filters_and_scale_leave_out_other_rows(void **state)
{
    (void)state;
    static const char lines[] = "wave|measure|answer|estimate|n\n2021|seen|5|0.4|20\n2021|seen|1|0.6|20\n"
                                "2024|seen|5|0.7|20\n2024|seen|1|0.3|20\n2024|member|y|1|20\n";
    const struct trig_figure_filter filter = {"wave", trig_view("2024")};
    struct trig_figure_options options = {.filters = &filter, .filter_count = 1, .scale = trig_view("agree")};
    trig_figure *figure = figure_of(lines, options, true);
    assert_int_equal(figure->row_count, 1);
    assert_close(value(figure, 1, 0), 70, 1e-12, 0);
    trig_figure_destroy(figure);
}

static void test_tables_that_fit_no_likert_are_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *lines;
        enum trig_status expected;
        const char *says;
    } cases[] = {
        {"no measure", "answer|estimate\n5|0.5\n", TRIG_ERR_USAGE, "'measure'"},
        {"no rows", "measure|answer|estimate\n", TRIG_ERR_DOMAIN, "nothing to draw"},
        {"no shares", "measure|statistic|answer|estimate\nseen|mean|5|3\n", TRIG_ERR_DOMAIN,
         "nothing to draw"},
        {"two waves", "wave|measure|answer|estimate\na|seen|5|0.5\nb|seen|5|0.5\n", TRIG_ERR_USAGE,
         "one wave"},
        {"two scales", "measure|answer|estimate\nseen|5|0.5\nmember|y|0.5\n", TRIG_ERR_USAGE,
         "different scales"},
        {"no sides", "measure|answer|estimate\nhue|r|0.5\nhue|g|0.5\n", TRIG_ERR_DOMAIN, "no sides"},
        {"several answers each", "measure|answer|estimate\nseen|5|0.8\nseen|4|0.7\n", TRIG_ERR_DOMAIN,
         "150%"},
        {"all suppressed", HEAD "seen||proportion|5|||threshold\n", TRIG_ERR_DOMAIN, "suppressed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_figure *figure = NULL;
        struct trig_error error = {0};
        enum trig_status status =
            draw(cases[i].lines, (struct trig_figure_options){0}, true, &figure, &error);
        if (status != cases[i].expected || !strstr(error.message, cases[i].says) || figure)
            fail_msg("%s: status %d, '%s'", cases[i].label, status, error.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers_with_definition_stand_from_negative_to_positive),
        cmocka_unit_test(test_measures_that_name_their_code_need_no_answer_column),
        cmocka_unit_test(test_answers_without_definition_are_halved_in_their_order),
        cmocka_unit_test(test_answers_with_sides_and_labels_in_the_table_take_them),
        cmocka_unit_test(test_merged_answers_stand_on_their_sides),
        cmocka_unit_test(test_item_with_one_suppressed_answer_is_suppressed_whole_and_last),
        cmocka_unit_test(test_filters_and_scale_leave_out_other_rows),
        cmocka_unit_test(test_tables_that_fit_no_likert_are_refused_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
