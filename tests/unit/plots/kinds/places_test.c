/* Caterpillar, funnel, trend and panels: from tables to figures. */
#include "tests/support.h"

#include "tests/unit/plots/chart_fixture.h"

#include <math.h>

typedef enum trig_status make(const trig_table *table, const struct trig_figure_options *options,
                              trig_figure **out, struct trig_error *error);

static enum trig_status draw(make *function, const char *lines, struct trig_figure_options options,
                             trig_figure **out, struct trig_error *error)
{
    trig_table *table = chart_table(lines);
    trig_definition *definition = chart_definition();
    options.definition = definition;
    if (!options.institution.length)
        options.institution = trig_view("own");
    enum trig_status status = function(table, &options, out, error);
    trig_definition_destroy(definition);
    trig_table_destroy(table);
    return status;
}

static trig_figure *figure_of(make *function, const char *lines, struct trig_figure_options options)
{
    trig_figure *figure = NULL;
    struct trig_error error;
    assert_ok(draw(function, lines, options, &figure, &error), error);
    return figure;
}

static void assert_text(struct trig_view text, const char *expected)
{
    if (!trig_view_is(text, expected))
        fail_msg("'%.*s', not '%s'", TRIG_VIEW_ARG(text), expected);
}

#define HEAD "wave|institution|measure|statistic|estimate|ci_low|ci_high|n|benchmark|flag|suppressed\n"

/* ---- caterpillar ------------------------------------------------------------------ */

static const char four_places[] = HEAD "2024|south|pillar:visibility|mean|55|50|60|30|62||\n"
                                       "2024|own|pillar:visibility|mean|64|58|70|20|62||\n"
                                       "2024|zzz|pillar:visibility|mean|||||||threshold\n"
                                       "2024|north|pillar:visibility|mean|||||||threshold\n"
                                       "2024|aaa|pillar:visibility|mean|70|61|79|12|62||\n";

static void test_caterpillar_is_sorted_by_value_and_hides_the_order_of_suppressed(void **state)
{
    (void)state;
    static const char *const expected[] = {"aaa", "Prifysgol Cwm Tawel", "University of the South",
                                           "University of the North", "zzz"};
    trig_figure *figure =
        figure_of(trig_caterpillar_from_table, four_places, (struct trig_figure_options){0});
    assert_int_equal(figure->row_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_text(figure->rows[i].label, expected[i]);
        assert_int_equal(figure->rows[i].own, i == 1);
    }
    assert_int_equal(trig_figure_mark(figure, 0, 0, 3)->state, TRIG_MARK_SUPPRESSED);
    assert_close(trig_figure_mark(figure, 0, 0, 1)->low, 58, 0, 0);
    assert_true(figure->reference.given);
    assert_close(figure->reference.value, 62, 0, 0);
    assert_text(figure->reference.label, "Sector average");
    assert_int_equal(figure->unit, TRIG_FIGURE_SCORE);
    assert_text(figure->title, "Visibility by institution");
    trig_figure_destroy(figure);
}

static void test_caterpillar_takes_the_sectors_row_as_reference(void **state)
{
    (void)state;
    trig_figure *figure = figure_of(trig_caterpillar_from_table,
                                    HEAD "|own|seen:positive|proportion|0.5|0.4|0.6|20|||\n"
                                         "||seen:positive|proportion|0.625|0.6|0.65|200|||\n",
                                    (struct trig_figure_options){.sector = trig_view("All institutions")});
    assert_int_equal(figure->row_count, 1);
    assert_int_equal(figure->unit, TRIG_FIGURE_PERCENT);
    assert_close(figure->reference.value, 62.5, 1e-12, 0);
    assert_text(figure->reference.label, "All institutions average");
    trig_figure_destroy(figure);
}

static void test_caterpillar_with_benchmarks_of_its_own_a_row_has_no_line(void **state)
{
    (void)state;
    trig_figure *figure =
        figure_of(trig_caterpillar_from_table,
                  HEAD "|own|seen|mean|3.5|3|4|20|3.1||\n|north|seen|mean|3.2|3|4|20|3.3||\n",
                  (struct trig_figure_options){0});
    assert_false(figure->reference.given);
    assert_int_equal(figure->unit, TRIG_FIGURE_PLAIN);
    trig_figure_destroy(figure);
}

/* ---- trend ------------------------------------------------------------------------- */

static const char two_lines[] = HEAD "2024||pillar:visibility|mean|64|63|65|900|||\n"
                                     "2021||pillar:visibility|mean|60|59|61|800|||\n"
                                     "2021|own|pillar:visibility|mean|||||||threshold\n"
                                     "2024|own|pillar:visibility|mean|62|58|66|20||break|\n"
                                     "||pillar:visibility|mean|62|61|63|1700|||\n";

static void test_trend_puts_waves_in_time_and_the_own_line_first(void **state)
{
    (void)state;
    trig_figure *figure = figure_of(trig_trend_from_table, two_lines, (struct trig_figure_options){0});
    assert_int_equal(figure->row_count, 2); /* the row of all waves is no wave */
    assert_text(figure->rows[0].label, "Survey 2021");
    assert_close(figure->rows[1].position, 2024.3, 1e-12, 0);
    assert_int_equal(figure->series_count, 2);
    assert_text(figure->series[0].label, "Prifysgol Cwm Tawel");
    assert_int_equal(figure->series[0].tone, TRIG_TONE_OWN);
    assert_text(figure->series[1].label, "Sector");
    assert_int_equal(figure->series[1].tone, TRIG_TONE_SECTOR);
    assert_int_equal(trig_figure_mark(figure, 0, 0, 0)->state, TRIG_MARK_SUPPRESSED);
    assert_true(trig_figure_mark(figure, 0, 0, 1)->broken);
    assert_close(trig_figure_mark(figure, 0, 1, 1)->value, 64, 0, 0);
    assert_text(figure->title, "Visibility over time");
    trig_figure_destroy(figure);
}

static void test_trend_tells_measures_apart_when_only_they_differ(void **state)
{
    (void)state;
    trig_figure *figure = figure_of(trig_trend_from_table,
                                    HEAD "2021||pillar:visibility|mean|60|59|61|800|||\n"
                                         "2021||pillar:recognition|mean|50|49|51|800|||\n",
                                    (struct trig_figure_options){0});
    assert_int_equal(figure->series_count, 2);
    assert_text(figure->series[1].label, "Recognition");
    assert_int_equal(figure->series[1].tone, TRIG_TONE_PLAIN);
    trig_figure_destroy(figure);
}

static void test_trend_by_a_variable_takes_the_labels_of_its_codes(void **state)
{
    (void)state;
    trig_figure *figure = figure_of(trig_trend_from_table,
                                    "wave|member|measure|estimate|n\nw1|y|seen|3|20\nw1|n|seen|2|20\n"
                                    "w2|y|seen|3.5|20\nw2|n|seen|2.5|20\n",
                                    (struct trig_figure_options){.series = "member"});
    assert_text(figure->series[0].label, "Yes");
    assert_text(figure->rows[0].label, "w1");
    assert_close(figure->rows[0].position, NAN, 0, 0); /* waves that the definition does not know */
    trig_figure_destroy(figure);
}

/* ---- panels ------------------------------------------------------------------------- */

static void test_panels_set_own_beside_sector_for_each_measure(void **state)
{
    (void)state;
    trig_figure *figure = figure_of(trig_panels_from_table,
                                    HEAD "2021||pillar:visibility|mean|60|59|61|800|||\n"
                                         "2021|own|pillar:visibility|mean|62|58|66|20|||\n"
                                         "2024|own|pillar:visibility|mean|63|58|68|20|||\n"
                                         "2024|north|pillar:visibility|mean|99|98|100|20|||\n"
                                         "2024|own|pillar:recognition|mean|||||||secondary\n",
                                    (struct trig_figure_options){0});
    assert_int_equal(figure->panel_count, 2);
    assert_int_equal(figure->series_count, 2);
    assert_int_equal(figure->row_count, 2);
    assert_text(figure->panels[1].label, "Recognition");
    assert_close(trig_figure_mark(figure, 0, 0, 1)->value, 63, 0, 0);
    assert_close(trig_figure_mark(figure, 0, 1, 0)->value, 60, 0, 0);
    assert_int_equal(trig_figure_mark(figure, 1, 0, 1)->state, TRIG_MARK_SUPPRESSED);
    assert_int_equal(trig_figure_mark(figure, 1, 1, 0)->state, TRIG_MARK_ABSENT);
    trig_figure_destroy(figure);
}

static void test_panels_of_benchmarks_show_them_as_the_sector(void **state)
{
    (void)state;
    trig_figure *figure = figure_of(trig_panels_from_table,
                                    HEAD "2024|own|seen:positive|proportion|0.6|0.5|0.7|20|0.55||\n"
                                         "2024|own|named:positive|proportion|0.4|0.3|0.5|20|||comparator\n"
                                         "2024|own|member:positive|proportion|||||0.99||threshold\n",
                                    (struct trig_figure_options){0});
    assert_int_equal(figure->series_count, 2);
    assert_close(trig_figure_mark(figure, 0, 1, 0)->value, 55, 1e-12, 0);
    /* The rule `comparator` hides what the institution is compared with, not itself. */
    assert_close(trig_figure_mark(figure, 1, 0, 0)->value, 40, 1e-12, 0);
    assert_int_equal(trig_figure_mark(figure, 1, 1, 0)->state, TRIG_MARK_SUPPRESSED);
    assert_int_equal(trig_figure_mark(figure, 2, 0, 0)->state, TRIG_MARK_SUPPRESSED);
    assert_close(trig_figure_mark(figure, 2, 1, 0)->value, NAN, 0, 0);
    trig_figure_destroy(figure);
}

/* ---- refusals ------------------------------------------------------------------------ */

/* Intervals to compare by take the place of confidence intervals, and the line goes. */
static void test_caterpillar_draws_intervals_to_compare_by(void **state)
{
    (void)state;
    static const char lines[] =
        "institution|measure|estimate|ci_low|ci_high|n|benchmark|comparison_low|comparison_high|suppressed\n"
        "own|pillar:visibility|64|58|70|20|62|60|68|\nsouth|pillar:visibility|55|50|60|30|62|52|58|\n";
    trig_figure *figure =
        figure_of(trig_caterpillar_from_table, lines, (struct trig_figure_options){.overlap = true});
    assert_close(trig_figure_mark(figure, 0, 0, 0)->low, 60, 0, 0);
    assert_close(trig_figure_mark(figure, 0, 0, 1)->high, 58, 0, 0);
    assert_true(figure->overlap && !figure->reference.given);
    assert_non_null(strstr(figure->subtitle.data, "do not overlap differ at the 5% level"));
    trig_figure_destroy(figure);
}

static void test_caterpillar_says_what_is_a_percentage(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        const char *expected;
    } cases[] = {
        {HEAD "2024|own|pillar:visibility|mean|64|58|70|20|||\n", "Mean score"},
        {HEAD "2024|own|seen:positive|proportion|0.64|0.58|0.7|20|||\n", "Percent of respondents"},
        {HEAD "2024|own|pillar:visibility:positive|proportion|0.64|0.58|0.7|20|||\n",
         "Percent of questions answered positively"},
        {HEAD "2024|own|days|mean|2|1|3|20|||\n", "Mean with"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_figure *figure = figure_of(trig_caterpillar_from_table, cases[i].lines,
                                        (struct trig_figure_options){.institution = {"own", 3}});
        assert_int_equal(strncmp(figure->subtitle.data, cases[i].expected, strlen(cases[i].expected)), 0);
        trig_figure_destroy(figure);
    }
}

/* ---- funnel ------------------------------------------------------------------------- */

#define FUNNEL                                                                                               \
    "wave|institution|measure|statistic|estimate|ci_low|ci_high|n|benchmark|funnel_low_95|funnel_high_95|"   \
    "funnel_low_998|funnel_high_998|suppressed\n"

/* Within, beyond the outer limits, without limits, and hidden: whatever stands in that row is never read. */
static void test_funnel_has_institutions_and_their_limits(void **state)
{
    (void)state;
    static const char lines[] =
        FUNNEL "2024||seen:positive|proportion|0.5|0.4|0.6|90||||||\n"
               "2024|own|seen:positive|proportion|0.6|0.5|0.7|20|0.5|0.3|0.7|0.2|0.8|\n"
               "2024|south|seen:positive|proportion|0.9|0.8|1|40|0.5|0.35|0.65|0.25|0.75|\n"
               "2024|zzz|seen:positive|proportion|0.4|0.3|0.5|30||||||comparator\n"
               "2024|north|seen:positive|proportion|0.1|||7|0.5|0.1|0.9|0.1|0.9|threshold\n";
    trig_figure *figure = figure_of(trig_funnel_from_table, lines, (struct trig_figure_options){0});
    assert_int_equal(figure->row_count, 4);
    assert_int_equal(figure->series_count, 3);
    assert_close(trig_figure_mark(figure, 0, 0, 0)->value, 60, 1e-12, 0);
    assert_close(trig_figure_mark(figure, 0, 0, 0)->n, 20, 0, 0);
    assert_true(isnan(trig_figure_mark(figure, 0, 0, 0)->low) != 0);
    assert_close(trig_figure_mark(figure, 0, 1, 0)->low, 30, 1e-12, 0);
    assert_close(trig_figure_mark(figure, 0, 2, 1)->high, 75, 1e-12, 0);
    assert_int_equal(trig_figure_mark(figure, 0, 1, 2)->state, TRIG_MARK_ABSENT);
    assert_int_equal(trig_figure_mark(figure, 0, 0, 3)->state, TRIG_MARK_SUPPRESSED);
    assert_int_equal(trig_figure_mark(figure, 0, 1, 3)->state, TRIG_MARK_ABSENT);
    assert_true(figure->rows[0].own && !figure->rows[1].own);
    assert_close(figure->reference.value, 50, 1e-12, 0);
    assert_non_null(strstr(figure->title.data, "1 of 3 institutions lies beyond the 99.8% limits"));
    assert_non_null(strstr(figure->caption.data, "[c]: 1 institution is not drawn"));
    trig_figure_destroy(figure);
}

/* Limits are of effective respondents where weights make them another number: so is where points stand. */
static void test_funnel_of_weighted_answers_stands_at_effective_respondents(void **state)
{
    (void)state;
    static const char lines[] = "institution|measure|statistic|estimate|n|n_eff|benchmark|funnel_low_95|"
                                "funnel_high_95|funnel_low_998|"
                                "funnel_high_998|suppressed\nown|seen|mean|60|20|14.5|50|30|70|20|80|\n";
    const struct trig_figure_options options[] = {{.effective = false}, {.effective = true}};
    for (size_t i = 0; i < 2; i++) {
        trig_figure *figure = figure_of(trig_funnel_from_table, lines, options[i]);
        assert_close(trig_figure_mark(figure, 0, 0, 0)->n, i ? 14.5 : 20, 0, 0);
        assert_true(figure->effective == (i == 1));
        assert_true((strstr(figure->subtitle.data, "effective respondents") != NULL) == (i == 1));
        trig_figure_destroy(figure);
    }
}

/* A row a wave and institution, [count] of them. */
static void write_waves(char *lines, size_t size, size_t count)
{
    size_t length = (size_t)snprintf(lines, size, "wave|institution|estimate|ci_low|ci_high|suppressed\n");
    for (size_t i = 0; i < 2 * count; i++)
        length += (size_t)snprintf(lines + length, size - length, "%d|i%02zu|%zu|%zu|%zu|\n",
                                   i % 2 ? 2024 : 2021, i / 2, 50 + i, 40 + i, 60 + i);
}

static void test_trend_of_more_lines_than_colours_has_a_panel_each(void **state)
{
    (void)state;
    static char lines[8192];
    static const struct {
        size_t lines;
        const char *kind;
    } cases[] = {{6, "trend"}, {7, "panels"}, {60, "panels"}};
    const struct trig_figure_options options = {.series = "institution"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_waves(lines, sizeof lines, cases[i].lines);
        trig_figure *figure = figure_of(trig_trend_from_table, lines, options);
        bool apart = i > 0;
        assert_string_equal(figure->kind, cases[i].kind);
        assert_int_equal(apart ? figure->panel_count : figure->series_count, cases[i].lines);
        assert_close(trig_figure_mark(figure, apart ? 5 : 0, apart ? 0 : 5, 1)->value, 61, 0, 0);
        assert_non_null(strstr(figure->alt.data, "i00 from 50"));
        trig_figure_destroy(figure);
    }
    struct trig_error error;
    trig_figure *figure = NULL;
    write_waves(lines, sizeof lines, 61);
    assert_int_equal(draw(trig_trend_from_table, lines, options, &figure, &error), TRIG_ERR_LIMIT);
    assert_non_null(strstr(error.message, "--institution ID"));
}

static void test_tables_that_do_not_fit_are_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        make *function;
        const char *lines;
        enum trig_status expected;
        const char *says;
    } cases[] = {
        {"no institutions", trig_caterpillar_from_table, "measure|estimate\nx|1\n", TRIG_ERR_USAGE,
         "'institution'"},
        {"two measures", trig_caterpillar_from_table,
         HEAD "|own|seen|mean|1|||||||\n|own|named|mean|1||||||\n", TRIG_ERR_USAGE, "one measure"},
        {"two waves", trig_caterpillar_from_table, HEAD "a|own|seen|mean|1||||||\nb|own|seen|mean|1||||||\n",
         TRIG_ERR_USAGE, "one wave"},
        {"an institution twice", trig_caterpillar_from_table,
         HEAD "|own|seen|mean|1||||||\n|own|seen|mean|2||||||\n", TRIG_ERR_USAGE, "several rows"},
        {"all suppressed", trig_caterpillar_from_table, HEAD "|own|seen|mean|||||||threshold\n",
         TRIG_ERR_DOMAIN, "suppressed"},
        {"empty", trig_caterpillar_from_table, HEAD, TRIG_ERR_DOMAIN, "nothing to draw"},
        {"no limits among the columns", trig_funnel_from_table, HEAD "|own|seen|mean|1|||20|||\n",
         TRIG_ERR_USAGE, "'funnel_low_95'"},
        {"no limits", trig_funnel_from_table, FUNNEL "|own|seen|mean|1|||20||||||\n", TRIG_ERR_DOMAIN,
         "has funnel limits"},
        {"no waves", trig_trend_from_table, "measure|estimate\nx|1\n", TRIG_ERR_USAGE, "'wave'"},
        {"a place twice", trig_trend_from_table, HEAD "a||seen|mean|1||||||\na||seen|mean|1||||||\n",
         TRIG_ERR_USAGE, "several rows"},
        {"trend all suppressed", trig_trend_from_table, HEAD "a||seen|mean|||||||threshold\n",
         TRIG_ERR_DOMAIN, "suppressed"},
        {"two kinds of numbers", trig_panels_from_table,
         HEAD "a||pillar:visibility|mean|60||||||\na||seen|mean|1||||||\n", TRIG_ERR_USAGE, "do not share"},
        {"another institution only", trig_panels_from_table, HEAD "a|north|seen|mean|1||||||\n",
         TRIG_ERR_DOMAIN, "no rows of 'own'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_figure *figure = NULL;
        struct trig_error error = {0};
        enum trig_status status =
            draw(cases[i].function, cases[i].lines, (struct trig_figure_options){0}, &figure, &error);
        if (status != cases[i].expected || !strstr(error.message, cases[i].says) || figure)
            fail_msg("%s: status %d, '%s'", cases[i].label, status, error.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_caterpillar_is_sorted_by_value_and_hides_the_order_of_suppressed),
        cmocka_unit_test(test_caterpillar_takes_the_sectors_row_as_reference),
        cmocka_unit_test(test_caterpillar_with_benchmarks_of_its_own_a_row_has_no_line),
        cmocka_unit_test(test_caterpillar_draws_intervals_to_compare_by),
        cmocka_unit_test(test_caterpillar_says_what_is_a_percentage),
        cmocka_unit_test(test_funnel_has_institutions_and_their_limits),
        cmocka_unit_test(test_funnel_of_weighted_answers_stands_at_effective_respondents),
        cmocka_unit_test(test_trend_of_more_lines_than_colours_has_a_panel_each),
        cmocka_unit_test(test_trend_puts_waves_in_time_and_the_own_line_first),
        cmocka_unit_test(test_trend_tells_measures_apart_when_only_they_differ),
        cmocka_unit_test(test_trend_by_a_variable_takes_the_labels_of_its_codes),
        cmocka_unit_test(test_panels_set_own_beside_sector_for_each_measure),
        cmocka_unit_test(test_panels_of_benchmarks_show_them_as_the_sector),
        cmocka_unit_test(test_tables_that_do_not_fit_are_refused_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
