#include "tests/support.h"

#include "analyze/benchmark/benchmark.h"
#include "analyze/benchmark/compare.h"
#include "tests/comparison_context.h"
#include "tests/comparison_survey.h"

static void open_usual(struct comparison *comparison, const char *measures)
{
    struct filled_text csv = {NULL, 0, 0};
    comparison_answers(&csv);
    comparison_open(comparison, comparison_files(), csv.data, measures);
    filled_clear(&csv);
}

static trig_table *compare(struct comparison *comparison, enum trig_weighting weighting)
{
    struct trig_error error = {.status = TRIG_OK};
    struct trig_compare_options options = {.weighting = weighting,
                                           .measures = &comparison->measures,
                                           .waves = comparison->context.waves,
                                           .design = comparison->context.design};
    trig_table *table = NULL;
    assert_ok(trig_compare_table(&comparison->context, &options, &table, &error), error);
    return table;
}

static void test_compare_rows_stand_in_their_order(void **state)
{
    (void)state;
    struct comparison comparison;
    open_usual(&comparison, "pillar:vis,v1:positive");
    trig_table *table = compare(&comparison, TRIG_WEIGHTING_RESPONDENTS);
    assert_int_equal(trig_table_rows(table), 2 * 19);
    for (size_t first = 0; first < 38; first += 19) {
        assert_true(comparison_text(table, first, "institution").length == 0);
        assert_true(isnan(comparison_number(table, first, "difference")) != 0);
        bool hidden = false;
        for (size_t row = first + 2; row < first + 19; row++) {
            double above = comparison_number(table, row - 1, "difference");
            double here = comparison_number(table, row, "difference");
            if (isnan(here) && isnan(above) &&
                strcmp(comparison_text(table, row - 1, "institution").data,
                       comparison_text(table, row, "institution").data) > 0)
                fail_msg("row %zu: hidden institutions are not in the order of their names", row);
            if (!isnan(here) && (hidden || here > above))
                fail_msg("row %zu stands too low", row);
            hidden = hidden || isnan(here);
        }
    }
    trig_table_destroy(table);
    comparison_close(&comparison);
}

/* The same institution, the same numbers: compare and benchmark differ in how
 * many p values they adjust for. */
static void test_compare_agrees_with_benchmark(void **state)
{
    (void)state;
    static const char *const columns[] = {"estimate",       "benchmark",       "difference", "difference_se",
                                          "difference_low", "difference_high", "z",          "p",
                                          "effect_size"};
    struct comparison comparison;
    open_usual(&comparison, "pillar:vis");
    for (int weighting = 0; weighting < 2; weighting++) {
        trig_table *all = compare(&comparison, (enum trig_weighting)weighting);
        for (size_t i = 0; i < comparison.context.definition->institution_count; i++) {
            struct trig_error error = {.status = TRIG_OK};
            struct trig_benchmark_options options = {
                .institution = i,
                .against = {TRIG_AGAINST_SECTOR, TRIG_NONE, (enum trig_weighting)weighting},
                .measures = &comparison.measures,
                .design = comparison.context.design};
            trig_table *one;
            assert_ok(trig_benchmark_table(&comparison.context, &options, &one, &error), error);
            size_t row = comparison_row(all, "institution",
                                        comparison.context.definition->institutions[i].id.data, NULL);
            for (size_t j = 0; j < sizeof columns / sizeof *columns; j++)
                assert_close(comparison_number(one, 0, columns[j]), comparison_number(all, row, columns[j]),
                             1e-12, 1e-12);
            trig_table_destroy(one);
        }
        trig_table_destroy(all);
    }
    comparison_close(&comparison);
}

static void test_compare_adjusts_over_the_institutions_that_are_shown(void **state)
{
    (void)state;
    struct comparison comparison;
    open_usual(&comparison, "pillar:vis");
    trig_table *table = compare(&comparison, TRIG_WEIGHTING_RESPONDENTS);
    double smallest = 1.0;
    double adjusted = 1.0;
    size_t tests = 0;
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        double p = comparison_number(table, row, "p");
        tests += isnan(p) ? 0 : 1;
        if (p < smallest) {
            smallest = p;
            adjusted = comparison_number(table, row, "p_adjusted");
        }
    }
    assert_true(tests >= 10 && tests <= 16); /* ivy and thorn are hidden at least */
    assert_close(adjusted, (double)tests * smallest, 1e-12, 0);
    trig_table_destroy(table);
    comparison_close(&comparison);
}

/* Threads share the measures among them; nobody's numbers depend on who did what. */
static void test_compare_is_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    struct comparison comparison;
    struct trig_error error = {.status = TRIG_OK};
    trig_table *tables[2];
    open_usual(&comparison, "pillars,items,v1:positive");
    for (size_t i = 0; i < 2; i++) {
        struct trig_compare_options options = {
            .measures = &comparison.measures,
            .waves = comparison.context.waves,
            .design = comparison.context.design,
            .among = {.ranks = true, .kind = TRIG_RANK_SIMULTANEOUS, .draws = 300, .seed = 3}};
        comparison.context.threads = 1 + 4 * i;
        assert_ok(trig_compare_table(&comparison.context, &options, &tables[i], &error), error);
    }
    static const char *const columns[] = {"p_adjusted",     "comparison_low", "shrunken_high",
                                          "funnel_low_998", "rank_low",       "rank_high"};
    assert_int_equal(trig_table_rows(tables[0]), trig_table_rows(tables[1]));
    for (size_t row = 0; row < trig_table_rows(tables[0]); row++)
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            assert_close(comparison_number(tables[1], row, columns[i]),
                         comparison_number(tables[0], row, columns[i]), 0, 0);
    trig_table_destroy(tables[0]);
    trig_table_destroy(tables[1]);
    comparison_close(&comparison);
}

static const struct filled_file four[] = {
    {"survey.csv", "key,value\nid,four\n"},
    {"variables.csv", "name,label,role,type,min,max\nx,X,item,numeric,1,5\n"},
    {"institutions.csv", "id,name\na,A\nb,B\nc,C\nd,D\ne,E\n"},
    {NULL, NULL},
};

/* One small institution among large ones: sector minus the others would be its
 * mean, so the next smallest is hidden with it. */
static void test_compare_with_one_small_institution_hides_a_second(void **state)
{
    (void)state;
    struct comparison comparison;
    struct filled_text csv = {NULL, 0, 0};
    filled_print(&csv, "institution,x\n");
    for (int i = 0; i < 20; i++)
        filled_print(&csv, "a,%d\nb,%d\nc,%d\n%s", 1 + i % 5, 1 + (i + 1) % 4, 1 + i % 3,
                     i < 4    ? "d,2\n"
                     : i < 16 ? "e,3\ne,4\n"
                              : "");
    comparison_open(&comparison, four, csv.data, "x");
    filled_clear(&csv);
    trig_table *table = compare(&comparison, TRIG_WEIGHTING_RESPONDENTS);
    assert_string_equal(
        comparison_text(table, comparison_row(table, "institution", "d", NULL), "suppressed").data,
        "threshold");
    size_t secondary = 0;
    for (size_t row = 0; row < trig_table_rows(table); row++)
        secondary += trig_view_is(comparison_text(table, row, "suppressed"), "secondary");
    assert_int_equal(secondary, 1);
    trig_table_destroy(table);
    comparison_close(&comparison);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare_rows_stand_in_their_order),
        cmocka_unit_test(test_compare_agrees_with_benchmark),
        cmocka_unit_test(test_compare_is_the_same_for_any_number_of_threads),
        cmocka_unit_test(test_compare_adjusts_over_the_institutions_that_are_shown),
        cmocka_unit_test(test_compare_with_one_small_institution_hides_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
