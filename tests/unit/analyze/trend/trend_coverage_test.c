/* Whether the intervals of trends hold what they should: the true change of many institutions of one
 * size, whose people come back with a chance of 70%, in one survey each. */
#include "tests/support.h"

#include "analyze/trend/trend.h"
#include "tests/comparison_context.h"
#include "tests/panel_survey.h"
#include "tests/unit/analyze/coverage.h"

#include <math.h>

/* Institutions of a size, fewer where they are large; a Monte Carlo error of half a point to two. */
#define RUNS ((size_t)1500)

static trig_table *make_trend(struct comparison *comparison)
{
    struct trig_error error = {.status = TRIG_OK};
    struct trig_trend_options options = {.institution = TRIG_NONE,
                                         .measures = &comparison->measures,
                                         .waves = {.choice = TRIG_WAVES_ALL},
                                         .design = comparison->context.design};
    trig_table *table = NULL;
    assert_ok(trig_bys_parse(comparison->context.definition, "institution", &options.bys, &error), error);
    assert_ok(trig_trend_table(&comparison->context, &options, &table, &error), error);
    return table;
}

/* How often the intervals of rows hold [truth]. */
static void count(const trig_table *table, const char *statistic, const char *low, const char *high,
                  double truth, struct coverage *coverage)
{
    for (size_t row = 0; row < trig_table_rows(table); row++)
        if (trig_view_is(comparison_text(table, row, "statistic"), statistic))
            coverage_add(coverage, comparison_number(table, row, low), comparison_number(table, row, high),
                         truth);
}

static void test_change_intervals_of_linked_people_hold_their_level(void **state)
{
    (void)state;
    static const size_t sizes[] = {10, 17, 50, 200};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct panel panel = {.institutions = RUNS / (sizes[i] > 50   ? 8
                                                      : sizes[i] > 17 ? 3
                                                                      : 1),
                              .size = sizes[i],
                              .waves = 2,
                              .stays = 0.7,
                              .rise = 0.2,
                              .seed = 88 + i};
        struct panel_survey survey;
        struct comparison comparison;
        panel_make(&panel, &survey);
        comparison_open(&comparison, survey.files, survey.csv.data, "days");
        for (int hides = 0; hides < 2; hides++) {
            comparison.context.disclosure.mode = hides ? TRIG_DISCLOSURE_THRESHOLD : TRIG_DISCLOSURE_NONE;
            trig_table *table = make_trend(&comparison);
            struct coverage found = {.held = 0};
            char label[64];
            count(table, "mean", "difference_low", "difference_high", 0.6, &found);
            snprintf(label, sizeof label, "n %zu%s", sizes[i], hides ? ", protected" : "");
            coverage_assert(&found, label, 0.95, hides ? 1.0 : 0.95);
            trig_table_destroy(table);
        }
        comparison_close(&comparison);
        panel_clear(&survey);
    }
}

static void test_slope_intervals_hold_their_level_linked_or_not(void **state)
{
    (void)state;
    static const struct {
        size_t size;
        double stays;
    } cases[] = {{10, 0.0}, {10, 0.7}, {17, 0.7}, {50, 0.7}, {200, 0.7}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t size = cases[i].size;
        struct panel panel = {.institutions = size > 17 ? RUNS * 8 / size : RUNS / 2,
                              .size = size,
                              .waves = 5,
                              .stays = cases[i].stays,
                              .rise = 0.2,
                              .seed = 188 + i};
        struct panel_survey survey;
        struct comparison comparison;
        panel_make(&panel, &survey);
        comparison_open(&comparison, survey.files, survey.csv.data, "days");
        comparison.context.disclosure.mode = TRIG_DISCLOSURE_NONE;
        trig_table *table = make_trend(&comparison);
        struct coverage found = {.held = 0};
        char label[64];
        count(table, "slope", "ci_low", "ci_high", 0.2, &found);
        snprintf(label, sizeof label, "n %zu, %.0f%% stay", size, 100.0 * cases[i].stays);
        coverage_assert(&found, label, 0.95, 0.95);
        trig_table_destroy(table);
        comparison_close(&comparison);
        panel_clear(&survey);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_change_intervals_of_linked_people_hold_their_level),
        cmocka_unit_test(test_slope_intervals_hold_their_level_linked_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
