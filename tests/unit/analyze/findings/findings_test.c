#include "tests/support.h"

#include "analyze/findings/findings.h"
#include "surveys/base/file.h"

#include <stdlib.h>

/* A survey with one pillar and one item outside it, as its files. */
static trig_definition *small_definition(void)
{
    struct trig_definition_file items[] = {
        {trig_view("pillars.csv"), trig_view("id,label,order\nrec,Recognition,1\n"),
         trig_view("pillars.csv")},
        {trig_view("scales.csv"),
         trig_view("scale,code,label,positive\nagree,1,No,0\nagree,2,Neither,0\nagree,3,Yes,1\n"),
         trig_view("scales.csv")},
        {trig_view("survey.csv"), trig_view("key,value\nid,small\n"), trig_view("survey.csv")},
        {trig_view("variables.csv"),
         trig_view("name,label,role,type,scale,pillar\nnamed,Named,item,ordinal,agree,rec\n"
                   "glad,Glad,item,ordinal,agree,\n"),
         trig_view("variables.csv")},
        {trig_view("waves.csv"), trig_view("id,label\n2021,Spring 2021\n2024,Spring 2024\n"),
         trig_view("waves.csv")},
    };
    struct trig_definition_files files = {.items = items, .count = sizeof items / sizeof *items};
    trig_definition *definition = NULL;
    struct trig_error error;
    enum trig_status status = trig_definition_parse(&files, NULL, &definition, &error);
    assert_ok(status, error);
    return definition;
}

enum {
    WAVE,
    INSTITUTION,
    MEASURE,
    STATISTIC,
    ESTIMATE,
    N,
    BENCHMARK,
    DIFFERENCE,
    SE,
    LOW,
    HIGH,
    P,
    ADJUSTED,
    EFFECT,
    HIDDEN
};

static const struct trig_table_column columns[] = {
    {"wave", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    {"institution", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    {"measure", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    {"statistic", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    {"estimate", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    {"n", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    {"benchmark", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    {"difference", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    {"difference_se", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    {"difference_low", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    {"difference_high", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    {"p", TRIG_CELL_NUMBER, TRIG_STYLE_P},
    {"p_adjusted", TRIG_CELL_NUMBER, TRIG_STYLE_P},
    {"effect_size", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

struct line {
    const char *label;
    const char *measure;
    const char *statistic;
    double estimate, benchmark, se, low, high, p, adjusted, effect;
    enum trig_strength strength;
    const char *sentence;
};

static void add_line(trig_table *table, const struct line *line, const char *wave, const char *hidden)
{
    size_t row;
    trig_table_add_row(table, &row, NULL);
    trig_table_set_text(table, row, WAVE, trig_view(wave), NULL);
    trig_table_set_text(table, row, INSTITUTION, trig_view("own"), NULL);
    trig_table_set_text(table, row, MEASURE, trig_view(line->measure), NULL);
    trig_table_set_text(table, row, STATISTIC, trig_view(line->statistic), NULL);
    trig_table_set_text(table, row, HIDDEN, trig_view(hidden), NULL);
    if (*hidden)
        return;
    trig_table_set_number(table, row, ESTIMATE, line->estimate);
    trig_table_set_count(table, row, N, 84);
    trig_table_set_number(table, row, BENCHMARK, line->benchmark);
    trig_table_set_number(table, row, DIFFERENCE, line->estimate - line->benchmark);
    trig_table_set_number(table, row, SE, line->se);
    trig_table_set_number(table, row, LOW, line->low);
    trig_table_set_number(table, row, HIGH, line->high);
    trig_table_set_number(table, row, P, line->p);
    trig_table_set_number(table, row, ADJUSTED, line->adjusted);
    trig_table_set_number(table, row, EFFECT, line->effect);
}

static const struct line lines[] = {
    {"clear", "pillar:rec", "mean", 58.3, 64.4, 2, -10.2, -2.0, .002, .01, -.3, TRIG_CLEAR,
     "Recognition: 58.3, 6.1 points below the sector at 64.4 (95% interval 2.0 to 10.2 below; "
     "n\u00a0=\u00a084)."},
    {"not after adjustment", "pillar:rec", "mean", 70, 64.4, 2.7, 0.3, 10.9, .04, .2, .3, TRIG_SUGGESTIVE,
     "Recognition: 70.0, 5.6 points above the sector at 64.4 (95% interval 0.3 to 10.9 above; "
     "n\u00a0=\u00a084). Not "
     "beyond doubt once all that was tested is looked at together."},
    {"small but real", "pillar:rec", "mean", 65.9, 64.4, .3, 0.9, 2.1, .0001, .0005, .05, TRIG_SUGGESTIVE,
     "Recognition: 65.9, 1.5 points above the sector at 64.4 (95% interval 0.9 to 2.1 above; "
     "n\u00a0=\u00a084). More "
     "than chance, but too small to matter much."},
    {"nothing", "pillar:rec", "mean", 62, 64.4, 3, -8.4, 3.6, .43, 1, -.1, TRIG_NO_EVIDENCE,
     "Recognition: 62.0 against 64.4 for the sector. The data fit anything from 8.4 below to 3.6 above (95% "
     "interval)."},
    {"a share, in percent", "glad:positive", "proportion", .5, .7, .05, -.3, -.1, .0001, .0005, -.4,
     TRIG_CLEAR,
     "Glad (positive): 50.0%, 20.0 percentage points below the sector at 70.0% (95% interval 10.0 to 30.0 "
     "below; "
     "n\u00a0=\u00a084)."},
    {"an item's own scale", "glad", "mean", 2.5, 2.2, .1, .1, .5, .001, .004, .35, TRIG_CLEAR,
     "Glad: 2.50, 0.30 on its own scale above the sector at 2.20 (95% interval 0.10 to 0.50 above; "
     "n\u00a0=\u00a084)."},
};

static void test_findings_benchmark_says_what_the_interval_allows(void **state)
{
    (void)state;
    trig_definition *definition = small_definition();
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        trig_table *table = trig_table_create(columns, sizeof columns / sizeof *columns, NULL);
        struct trig_findings findings;
        trig_findings_init(&findings, .95);
        add_line(table, &lines[i], "2024", "");
        assert_int_equal(trig_findings_benchmark(&findings, table, definition, trig_view("the sector"), NULL),
                         TRIG_OK);
        assert_int_equal(findings.count, 1);
        if (findings.items[0].strength != lines[i].strength ||
            !trig_view_is(findings.items[0].sentence, lines[i].sentence))
            fail_msg("%s: %s: %.*s", lines[i].label, trig_strength_text(findings.items[0].strength),
                     TRIG_VIEW_ARG(findings.items[0].sentence));
        assert_int_equal(trig_finding_strength(table, 0), lines[i].strength);
        trig_findings_clear(&findings);
        trig_table_destroy(table);
    }
    trig_definition_destroy(definition);
}

static void test_findings_benchmark_of_hidden_row_gives_no_number(void **state)
{
    (void)state;
    trig_definition *definition = small_definition();
    trig_table *table = trig_table_create(columns, sizeof columns / sizeof *columns, NULL);
    struct trig_findings findings;
    trig_findings_init(&findings, .95);
    add_line(table, &lines[0], "2024", "threshold");
    trig_findings_benchmark(&findings, table, definition, trig_view("the sector"), NULL);
    assert_int_equal(findings.items[0].strength, TRIG_WITHHELD);
    assert_true(trig_view_is(findings.items[0].sentence, "Recognition: not shown, to protect respondents."));
    trig_findings_clear(&findings);
    trig_table_destroy(table);
    trig_definition_destroy(definition);
}

static void test_findings_trend_tells_the_last_change_and_names_the_earlier_wave(void **state)
{
    (void)state;
    trig_definition *definition = small_definition();
    trig_table *table = trig_table_create(columns, sizeof columns / sizeof *columns, NULL);
    struct trig_findings findings;
    struct line first = lines[0];
    trig_findings_init(&findings, .95);
    first.benchmark = NAN;
    add_line(table, &first, "2018", "");
    add_line(table, &lines[1], "2021", "");
    add_line(table, &lines[0], "2024", "");
    trig_findings_trend(&findings, table, definition, trig_view("own"), NULL);
    assert_int_equal(findings.count, 1); /* the change to 2021 is no news of 2024 */
    const char *expected =
        "Recognition: 6.1 points down since Spring 2021, from 64.4 to 58.3 (95% interval 2.0 to 10.2 "
        "down; n\u00a0=\u00a084).";
    if (!trig_view_is(findings.items[0].sentence, expected))
        fail_msg("%.*s", TRIG_VIEW_ARG(findings.items[0].sentence));
    trig_findings_trend(&findings, table, definition, trig_view("other"), NULL);
    assert_int_equal(findings.count, 1);
    trig_findings_clear(&findings);
    trig_table_destroy(table);
    trig_definition_destroy(definition);
}

static void test_findings_sort_puts_the_strongest_first(void **state)
{
    (void)state;
    trig_definition *definition = small_definition();
    trig_table *table = trig_table_create(columns, sizeof columns / sizeof *columns, NULL);
    struct trig_findings findings;
    trig_findings_init(&findings, .95);
    for (size_t i = sizeof lines / sizeof *lines; i-- > 0;)
        add_line(table, &lines[i], "2024", "");
    trig_findings_benchmark(&findings, table, definition, trig_view("the sector"), NULL);
    trig_findings_sort(&findings);
    for (size_t i = 1; i < findings.count; i++)
        assert_true(findings.items[i - 1].strength < findings.items[i].strength ||
                    (findings.items[i - 1].strength == findings.items[i].strength &&
                     findings.items[i - 1].size >= findings.items[i].size));
    trig_findings_clear(&findings);
    trig_table_destroy(table);
    trig_definition_destroy(definition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings_benchmark_says_what_the_interval_allows),
        cmocka_unit_test(test_findings_benchmark_of_hidden_row_gives_no_number),
        cmocka_unit_test(test_findings_trend_tells_the_last_change_and_names_the_earlier_wave),
        cmocka_unit_test(test_findings_sort_puts_the_strongest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
