/* The rules of findings at their boundaries, and whole tables of findings: no sentence says
 * more than its interval, and a hidden row says nothing but that it is hidden. */
#include "tests/support.h"

#include "analyze/benchmark/benchmark.h"
#include "analyze/benchmark/compare.h"
#include "analyze/findings/table.h"
#include "analyze/trend/trend.h"
#include "tests/comparison_context.h"
#include "tests/comparison_survey.h"
#include "tests/panel_survey.h"

#include <ctype.h>

static struct trig_error error;

/* ---- rules --------------------------------------------------------------------------------- */

static void test_rule_of_evidence_at_each_boundary_is_the_rule(void **state)
{
    (void)state;
    static const double below = 0.0499999, at = 0.05;
    static const struct {
        const char *label;
        struct trig_evidence evidence; /* hidden, low, high, p, p_adjusted, material, bar, rescaled */
        enum trig_rule_id rule;
        enum trig_strength strength;
    } cases[] = {
        {"hidden wins over all", {true, 1, 9, 0, 0, true, 2, false}, TRIG_RULE_HIDDEN, TRIG_WITHHELD},
        {"clear above", {false, 0.001, 9, below, below, true, 2, false}, TRIG_RULE_CLEAR, TRIG_CLEAR},
        {"clear below", {false, -9, -0.001, below, below, true, 2, false}, TRIG_RULE_CLEAR, TRIG_CLEAR},
        {"clear, on another scale",
         {false, 1, 9, below, below, true, 2, true},
         TRIG_RULE_RESCALED,
         TRIG_SUGGESTIVE},
        {"small, on another scale",
         {false, 1, 9, below, below, false, 2, true},
         TRIG_RULE_SMALL,
         TRIG_SUGGESTIVE},
        {"chance, on another scale",
         {false, -1, 9, 0.2, 0.4, true, 2, true},
         TRIG_RULE_NONE,
         TRIG_NO_EVIDENCE},
        {"hidden, on another scale", {true, 1, 9, 0, 0, true, 2, true}, TRIG_RULE_HIDDEN, TRIG_WITHHELD},
        {"adjusted at the limit",
         {false, 0.001, 9, below, at, true, 2, false},
         TRIG_RULE_SINGLE,
         TRIG_SUGGESTIVE},
        {"both at the limit",
         {false, 0.001, 9, at, at, true, 2, false},
         TRIG_RULE_UNCONFIRMED,
         TRIG_NO_EVIDENCE},
        {"not material", {false, 0.001, 9, below, below, false, 2, false}, TRIG_RULE_SMALL, TRIG_SUGGESTIVE},
        {"within bars yet not 0",
         {false, 0.5, 1.5, below, below, false, 2, false},
         TRIG_RULE_SMALL,
         TRIG_SUGGESTIVE},
        {"not adjusted", {false, 0.001, 9, below, NAN, true, 2, false}, TRIG_RULE_SINGLE, TRIG_SUGGESTIVE},
        {"interval ends at 0", {false, 0, 9, 0, 0, true, 2, false}, TRIG_RULE_NONE, TRIG_NO_EVIDENCE},
        {"interval begins at 0", {false, -9, 0, 0, 0, true, 2, false}, TRIG_RULE_NONE, TRIG_NO_EVIDENCE},
        {"interval holds 0, test finds",
         {false, -0.1, 9, 0, 0, true, 2, false},
         TRIG_RULE_NONE,
         TRIG_NO_EVIDENCE},
        {"interval leaves 0 out, test does not",
         {false, 0.1, 9, 0.06, 0.6, true, 2, false},
         TRIG_RULE_UNCONFIRMED,
         TRIG_NO_EVIDENCE},
        {"not tested", {false, 0.1, 9, NAN, NAN, true, 2, false}, TRIG_RULE_UNCONFIRMED, TRIG_NO_EVIDENCE},
        {"no interval", {false, NAN, NAN, 0, 0, true, 2, false}, TRIG_RULE_NONE, TRIG_NO_EVIDENCE},
        {"within the bars", {false, -2, 2, 0.9, 1, false, 2, false}, TRIG_RULE_NEGLIGIBLE, TRIG_NO_EVIDENCE},
        {"just beyond a bar", {false, -2.001, 2, 0.9, 1, false, 2, false}, TRIG_RULE_NONE, TRIG_NO_EVIDENCE},
        {"bars not known", {false, -0.1, 0.1, 0.9, 1, false, NAN, false}, TRIG_RULE_NONE, TRIG_NO_EVIDENCE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum trig_rule_id rule = trig_rule_of(&cases[i].evidence);
        if (rule != cases[i].rule || trig_rule(rule)->strength != cases[i].strength)
            fail_msg("%s: %s", cases[i].label, trig_rule(rule)->name);
    }
}

/* Whatever the evidence: what is clear or suggestive has an interval that leaves 0 out and a
 * significant p, and more evidence never makes less. */
static void test_rule_of_any_evidence_says_no_more_than_the_interval(void **state)
{
    (void)state;
    uint64_t random = 77;
    for (size_t i = 0; i < 20000; i++) {
        struct trig_evidence evidence = {.low = 20.0 * filled_uniform(&random) - 10.0,
                                         .p = filled_uniform(&random) / 8.0,
                                         .material = filled_uniform(&random) < 0.5,
                                         .bar = 2.0};
        evidence.high = evidence.low + 8.0 * filled_uniform(&random);
        evidence.p_adjusted = fmin(1.0, evidence.p * (1.0 + 4.0 * filled_uniform(&random)));
        enum trig_strength strength = trig_rule(trig_rule_of(&evidence))->strength;
        bool leaves_out = evidence.low > 0.0 || evidence.high < 0.0;
        if (strength == TRIG_CLEAR)
            assert_true(leaves_out && evidence.p_adjusted < 0.05 && evidence.material);
        if (strength == TRIG_SUGGESTIVE)
            assert_true(leaves_out && evidence.p < 0.05);
        assert_true(strength != TRIG_WITHHELD);
        evidence.material = true;
        evidence.p_adjusted = evidence.p = 0.0;
        assert_true(trig_rule(trig_rule_of(&evidence))->strength <= strength);
    }
}

/* ---- tables -------------------------------------------------------------------------------- */

static void open_usual(struct comparison *comparison, const char *measures)
{
    struct filled_text csv = {NULL, 0, 0};
    comparison_answers(&csv);
    comparison_open(comparison, comparison_files(), csv.data, measures);
    filled_clear(&csv);
}

static trig_table *find(const struct comparison *comparison, const trig_table *table, trig_finder *finder)
{
    trig_table *found = NULL;
    assert_ok(trig_findings_table(table, comparison->context.definition, 0.95, finder,
                                  trig_view("the sector"), &found, &error),
              error);
    return found;
}

/* A sentence takes a side only where the row's own interval does. */
static void check_row(const trig_table *found, size_t row)
{
    double low = comparison_number(found, row, "difference_low");
    double high = comparison_number(found, row, "difference_high");
    bool leaves_out = low > 0.0 || high < 0.0;
    struct trig_view strength = comparison_text(found, row, "strength");
    if (trig_view_is(strength, "clear") || trig_view_is(strength, "suggestive"))
        assert_true(leaves_out || trig_view_is(comparison_text(found, row, "rule"), "tally"));
    if (!trig_view_is(strength, "withheld"))
        return;
    struct trig_view sentence = comparison_text(found, row, "finding");
    static const char *const numbers[] = {"difference", "difference_low", "difference_high",
                                          "p",          "p_adjusted",     "effect_size"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true(isnan(comparison_number(found, row, numbers[i])) != 0);
    for (size_t i = 0; i < sentence.length; i++)
        assert_true(!isdigit((unsigned char)sentence.data[i]));
}

static void test_findings_of_benchmark_hidden_rows_are_silent(void **state)
{
    (void)state;
    struct comparison comparison;
    size_t withheld = 0;
    size_t spoken = 0;
    open_usual(&comparison, "pillars,days");
    for (size_t i = 0; i < comparison.context.definition->institution_count; i++) {
        struct trig_benchmark_options options = {
            .institution = i, .measures = &comparison.measures, .design = comparison.context.design};
        trig_table *table = NULL;
        assert_ok(trig_benchmark_table(&comparison.context, &options, &table, &error), error);
        trig_table *found = find(&comparison, table, trig_findings_benchmark);
        for (size_t row = 0; row < trig_table_rows(found); row++) {
            check_row(found, row);
            bool hidden = trig_view_is(comparison_text(found, row, "strength"), "withheld");
            withheld += hidden;
            spoken += !hidden;
        }
        trig_table_destroy(found);
        trig_table_destroy(table);
    }
    assert_true(withheld > 0 && spoken > 20);
    comparison_close(&comparison);
}

static void test_findings_of_compare_count_what_is_shown(void **state)
{
    (void)state;
    struct comparison comparison;
    trig_table *table = NULL;
    open_usual(&comparison, "pillar:vis,days");
    struct trig_compare_options options = {.measures = &comparison.measures,
                                           .waves = comparison.context.waves,
                                           .design = comparison.context.design};
    assert_ok(trig_compare_table(&comparison.context, &options, &table, &error), error);
    trig_table *found = find(&comparison, table, trig_findings_compare);
    size_t compared = 0;
    for (size_t row = 0; row < trig_table_rows(table); row++)
        compared += trig_view_is(comparison_text(table, row, "measure"), "days") &&
                    !isnan(comparison_number(table, row, "difference"));
    size_t tally = comparison_row(found, "measure", "days", "rule", "tally", NULL);
    assert_true(tally != SIZE_MAX);
    char expected[80];
    snprintf(expected, sizeof expected, "of %zu institutions compared", compared);
    assert_non_null(strstr(comparison_text(found, tally, "finding").data, expected));
    for (size_t row = 0; row < trig_table_rows(found); row++) {
        check_row(found, row);
        assert_false(trig_view_is(comparison_text(found, row, "strength"), "withheld"));
    }
    trig_table_destroy(found);
    trig_table_destroy(table);
    comparison_close(&comparison);
}

/* The difference of a pair is second less first: the sentence's side is that of the two means. */
static void test_findings_of_test_take_the_side_of_the_means(void **state)
{
    (void)state;
    static const struct trig_table_column columns[] = {
        {"measure", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"by", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"first", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"second", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"difference", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        {"difference_low", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        {"difference_high", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        {"p", TRIG_CELL_NUMBER, TRIG_STYLE_P},
        {"p_adjusted", TRIG_CELL_NUMBER, TRIG_STYLE_P},
        {"effect", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"effect_size", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        {"effect_low", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        {"effect_high", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        {"magnitude", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"n", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN}};
    static const struct {
        const char *first, *second;
        double difference, low, high, p, adjusted;
        const char *effect;
        double size, effect_low, effect_high;
        const char *magnitude, *hidden, *strength, *sentence;
    } rows[] = {
        {"lab", "it", -9.8, -13.3, -6.3, 0, 0, "hedges_g", -.4, -.6, -.2, "small", "", "clear",
         "Visibility: it 9.8 points below lab (95% interval 6.3 to 13.3 below; n\u00a0=\u00a064)."},
        {"", "", NAN, NAN, NAN, .001, .01, "eta_squared", .02, .004, .05, "small", "", "clear",
         "Visibility: the groups of role differ (eta squared 0.020, 95% interval 0.004 to 0.050, small; "
         "adjusted p = "
         "0.010; n\u00a0=\u00a064)."},
        {"", "", NAN, NAN, NAN, .001, .01, "eta_squared", .004, .001, .01, "negligible", "", "suggestive",
         "Visibility: the groups of role differ (eta squared 0.004, 95% interval 0.001 to 0.010, negligible; "
         "adjusted "
         "p = 0.010; n\u00a0=\u00a064). More than chance, but too small to matter much."},
        {"lab", "ws", NAN, NAN, NAN, .01, .2, "cliff_delta", -.2, -.4, .1, "small", "", "none",
         "Visibility: no evidence that ws and lab differ (cliff delta -0.200, 95% interval -0.400 to 0.100, "
         "small; "
         "adjusted p = 0.200; n\u00a0=\u00a064)."},
        {"lab", "x", NAN, NAN, NAN, NAN, NAN, "", NAN, NAN, NAN, "", "threshold", "withheld",
         "Visibility: not shown, to protect respondents."},
    };
    struct comparison comparison;
    open_usual(&comparison, "pillar:vis");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        trig_table *table = trig_table_create(columns, sizeof columns / sizeof *columns, NULL);
        const char *texts[] = {"pillar:vis", "role", rows[i].first, rows[i].second};
        double numbers[] = {rows[i].difference, rows[i].low, rows[i].high, rows[i].p, rows[i].adjusted};
        double effects[] = {rows[i].size, rows[i].effect_low, rows[i].effect_high};
        trig_table_add_row(table, NULL, NULL);
        for (size_t j = 0; j < 4; j++)
            trig_table_set_text(table, 0, j, trig_view(texts[j]), NULL);
        for (size_t j = 0; j < 5; j++)
            trig_table_set_number(table, 0, 4 + j, numbers[j]);
        trig_table_set_text(table, 0, 9, trig_view(rows[i].effect), NULL);
        for (size_t j = 0; j < 3; j++)
            trig_table_set_number(table, 0, 10 + j, effects[j]);
        trig_table_set_text(table, 0, 13, trig_view(rows[i].magnitude), NULL);
        trig_table_set_number(table, 0, 14, *rows[i].hidden ? NAN : 64.0);
        trig_table_set_text(table, 0, 15, trig_view(rows[i].hidden), NULL);
        trig_table *found = find(&comparison, table, trig_findings_test);
        assert_int_equal(trig_table_rows(found), 1);
        struct trig_view strength = comparison_text(found, 0, "strength");
        struct trig_view sentence = comparison_text(found, 0, "finding");
        if (!trig_view_is(strength, rows[i].strength) || !trig_view_is(sentence, rows[i].sentence))
            fail_msg("row %zu: %.*s: %.*s", i, TRIG_VIEW_ARG(strength), TRIG_VIEW_ARG(sentence));
        trig_table_destroy(found);
        trig_table_destroy(table);
    }
    comparison_close(&comparison);
}

/* The row of a table that holds [text] in [column]. */
static size_t row_with(const trig_table *table, const char *column, const char *text)
{
    for (size_t row = 0; row < trig_table_rows(table); row++)
        if (strstr(comparison_text(table, row, column).data, text))
            return row;
    fail_msg("no %s says \"%s\"", column, text);
    return 0;
}

/* A slope is what it makes of the first wave until the last: 12 years of 0.2, and of nothing. */
static void test_findings_of_a_trend_tell_slopes_as_the_change_that_they_make(void **state)
{
    (void)state;
    static const struct {
        double rise;
        const char *strength;
        const char *says;
    } cases[] = {{0.2, "clear", " up from W0 to W4, by a line through 5 waves (95% interval "},
                 {0.0, "none", "Days: no line up or down from W0 to W4. The data fit anything from "}};
    for (size_t i = 0; i < 2; i++) {
        const struct panel panel = {
            .institutions = 4, .size = 30, .waves = 5, .rise = cases[i].rise, .seed = 12};
        struct panel_survey survey;
        struct comparison comparison;
        trig_table *table = NULL;
        panel_make(&panel, &survey);
        comparison_open(&comparison, survey.files, survey.csv.data, "days");
        const struct trig_trend_options options = {.institution = TRIG_NONE,
                                                   .measures = &comparison.measures,
                                                   .waves = {.choice = TRIG_WAVES_ALL},
                                                   .design = comparison.context.design};
        assert_ok(trig_trend_table(&comparison.context, &options, &table, &error), error);
        trig_table *found = find(&comparison, table, trig_findings_changes);
        size_t slope = row_with(table, "statistic", "slope");
        size_t row = row_with(found, "finding", cases[i].says);
        assert_true(trig_view_is(comparison_text(found, row, "strength"), cases[i].strength));
        assert_close(comparison_number(found, row, "difference"),
                     12.0 * comparison_number(table, slope, "estimate"), 1e-12, 0);
        assert_close(comparison_number(found, row, "difference_low"),
                     12.0 * comparison_number(table, slope, "ci_low"), 1e-12, 0);
        assert_close(comparison_number(found, row, "p"), comparison_number(table, slope, "p"), 0, 0);
        trig_table_destroy(found);
        trig_table_destroy(table);
        comparison_close(&comparison);
        panel_clear(&survey);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule_of_evidence_at_each_boundary_is_the_rule),
        cmocka_unit_test(test_rule_of_any_evidence_says_no_more_than_the_interval),
        cmocka_unit_test(test_findings_of_benchmark_hidden_rows_are_silent),
        cmocka_unit_test(test_findings_of_compare_count_what_is_shown),
        cmocka_unit_test(test_findings_of_test_take_the_side_of_the_means),
        cmocka_unit_test(test_findings_of_a_trend_tell_slopes_as_the_change_that_they_make),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
