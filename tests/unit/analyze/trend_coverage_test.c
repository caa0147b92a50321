/* Whether the intervals of trends hold what they should: the true change of many institutions of one
 * size, whose people come back with a chance of 70%, in one survey each. */
#include "tests/support.h"

#include "analyze/trend/trend.h"
#include "tests/comparison_context.h"
#include "tests/panel_survey.h"

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

struct coverage {
    size_t intervals;
    size_t held;
    double width; /* mean half */
};

/* How often [low, high] of the rows that have one holds [truth]. */
static struct coverage count(const trig_table *table, const char *statistic, const char *low,
                             const char *high, double truth)
{
    struct coverage coverage = {0, 0, 0.0};
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        double from = comparison_number(table, row, low);
        double to = comparison_number(table, row, high);
        bool other = !trig_view_is(comparison_text(table, row, "statistic"), statistic);
        if (other || isnan(from) || isnan(to))
            continue;
        coverage.intervals++;
        coverage.held += from <= truth && truth <= to;
        coverage.width += (to - from) / 2.0;
    }
    coverage.width /= (double)coverage.intervals;
    return coverage;
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
            struct coverage found = count(table, "mean", "difference_low", "difference_high", 0.6);
            double rate = (double)found.held / (double)found.intervals;
            double error = sqrt(0.95 * 0.05 / (double)found.intervals);
            print_message("  n %3zu%s: %.3f of %zu, half width %.3f\n", sizes[i], hides ? ", protected" : "",
                          rate, found.intervals, found.width);
            if (rate < 0.95 - 3.0 * error || (!hides && rate > 0.95 + 3.0 * error))
                fail_msg("n %zu: intervals hold %.3f", sizes[i], rate);
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
        struct coverage found = count(table, "slope", "ci_low", "ci_high", 0.2);
        double rate = (double)found.held / (double)found.intervals;
        double error = sqrt(0.95 * 0.05 / (double)found.intervals);
        print_message("  n %3zu, %2.0f%% stay: %.3f of %zu, half width %.4f\n", size, 100.0 * cases[i].stays,
                      rate, found.intervals, found.width);
        if (fabs(rate - 0.95) > 3.0 * error)
            fail_msg("n %zu: intervals hold %.3f", size, rate);
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
