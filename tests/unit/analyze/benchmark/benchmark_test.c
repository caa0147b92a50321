#include "tests/support.h"

#include "analyze/benchmark/benchmark.h"
#include "analyze/benchmark/multiplicity.h"
#include "analyze/benchmark/words.h"
#include "tests/comparison_context.h"
#include "tests/comparison_survey.h"

/* ---- small parts --------------------------------------------------------------------------- */

static void test_adjust_holm_agrees_with_r(void **state)
{
    (void)state;
    /* p.adjust(c(.01, NA, .04, .03, .005, .8), "holm") */
    double p[] = {0.01, NAN, 0.04, 0.03, 0.005, 0.8};
    const double expected[] = {0.04, NAN, 0.09, 0.09, 0.025, 0.8};
    assert_int_equal(trig_adjust_holm(p, 6, p, NULL), TRIG_OK);
    for (size_t i = 0; i < 6; i++)
        assert_close(p[i], expected[i], 1e-12, 0);
    double large[] = {0.7, 0.9};
    assert_int_equal(trig_adjust_holm(large, 2, large, NULL), TRIG_OK);
    assert_close(large[0], 1.0, 0, 0);
    assert_int_equal(trig_adjust_holm(NULL, 0, NULL, NULL), TRIG_OK);
}

static void test_results_adjust_counts_a_test_that_hesa_s_rule_hides_as_one_that_found_nothing(void **state)
{
    (void)state;
    static const struct {
        enum trig_suppression reason;
        double p; /* of the hidden row: nothing of it may be seen in the others' */
        double expected[3];
    } cases[] = {
        {TRIG_SUPPRESSED_NONE, 0.02, {0.03, 0.04, 0.04}}, /* p.adjust(c(.01, .02, .03), "holm") */
        {TRIG_SUPPRESSED_THRESHOLD, 0.02, {0.02, NAN, 0.03}},
        {TRIG_SUPPRESSED_PERCENTAGE, 0.02, {0.03, NAN, 0.06}}, /* p.adjust(c(.01, 1, .03), "holm") */
        {TRIG_SUPPRESSED_PERCENTAGE, 0.5, {0.03, NAN, 0.06}},
        {TRIG_SUPPRESSED_PERCENTAGE, NAN, {0.02, NAN, 0.03}}, /* nothing was tested */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_results results;
        struct trig_error error;
        struct trig_bys none = {.count = 0};
        assert_ok(trig_results_init(&results, &none, &error), error);
        for (size_t row = 0; row < 3; row++) {
            assert_ok(trig_results_add(&results, &row, &error), error);
            results.items[row].p = row == 1 ? cases[i].p : row == 0 ? 0.01 : 0.03;
        }
        if (cases[i].reason)
            trig_disclosure_hide(&results.items[1], cases[i].reason);
        assert_ok(trig_results_adjust(&results, 0, 3, &error), error);
        for (size_t row = 0; row < 3; row++)
            assert_close(results.items[row].p_adjusted, cases[i].expected[row], 1e-12, 0);
        trig_results_clear(&results);
    }
}

static void test_two_sided_p_agrees_with_r(void **state)
{
    (void)state;
    assert_close(trig_two_sided_p(-2.5, 7.3), 0.039650234665600456, 1e-10, 0); /* 2 * pt(-2.5, 7.3) */
    assert_close(trig_two_sided_p(1.959963984540054, INFINITY), 0.05, 1e-10, 0);
    assert_close(trig_two_sided_p(2.0, 0.5), NAN, 0, 0);
    assert_close(trig_two_sided_p(NAN, 5), NAN, 0, 0);
}

static void test_welch_df_of_two_parts(void **state)
{
    (void)state;
    assert_close(trig_welch_df(2, 10, 2, 10), 20, 1e-12, 0);  /* equal parts: their sum */
    assert_close(trig_welch_df(3, 16, 0, 900), 16, 1e-12, 0); /* one part: its own */
    assert_close(trig_welch_df(1, 16, 1e-9, 0), NAN, 0, 0);   /* a part nobody can tell the variance of */
    assert_close(trig_welch_df(0, 5, 0, 5), NAN, 0, 0);
}

static void test_flag_needs_both_size_and_significance(void **state)
{
    (void)state;
    struct {
        double difference;
        double z;
        enum trig_unit unit;
        const char *expected;
    } cases[] = {
        {2.0, 1.96, TRIG_UNIT_SCORE, "+"},  {1.99, 9.0, TRIG_UNIT_SCORE, ""},
        {-9.0, -1.95, TRIG_UNIT_SCORE, ""}, {-2.5, -9.0, TRIG_UNIT_SCORE, "-"},
        {3.0, 3.0, TRIG_UNIT_SCORE, "++"},  {-3.0, -2.99, TRIG_UNIT_SCORE, "-"},
        {0.03, 3.0, TRIG_UNIT_SHARE, "++"}, {-0.02, -2.0, TRIG_UNIT_SHARE, "-"},
        {0.9, 8.0, TRIG_UNIT_OWN, ""},      {5.0, NAN, TRIG_UNIT_SCORE, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!trig_view_is(trig_comparison_flag(cases[i].difference, cases[i].z, cases[i].unit),
                          cases[i].expected))
            fail_msg("%g at z %g", cases[i].difference, cases[i].z);
}

/* ---- by hand --------------------------------------------------------------------------------- */

static const struct filled_file four[] = {
    {"survey.csv", "key,value\nid,four\n"},
    {"scales.csv", "scale,code,label,kind,positive\nyn,y,Yes,substantive,1\nyn,n,No,substantive,0\n"},
    {"variables.csv", "name,label,role,type,scale,min,max\nx,X,item,numeric,,1,5\ns,S,item,nominal,yn,,\n"},
    {"institutions.csv", "id,name\na,A\nb,B\nc,C\nd,D\n"},
    {"groups.csv", "group,institution\npair,c\npair,d\n"},
    {NULL, NULL},
};

static const char four_answers[] = "institution,x,s\na,1,y\na,2,y\na,4,n\na,5,y\na,3,n\n"
                                   "b,2,n\nb,2,n\nb,1,y\nc,4,n\nc,3,y\nd,5,n\nd,1,n\n";

static trig_table *benchmark(struct comparison *comparison, const char *institution, const char *against,
                             const char *weighting)
{
    struct trig_error error = {.status = TRIG_OK};
    struct trig_benchmark_options options = {
        .institution = trig_definition_institution(comparison->context.definition, trig_view(institution)),
        .measures = &comparison->measures,
        .waves = comparison->context.waves,
        .design = comparison->context.design};
    trig_table *table = NULL;
    assert_ok(
        trig_against_parse(comparison->context.definition, against, weighting, &options.against, &error),
        error);
    assert_ok(trig_benchmark_table(&comparison->context, &options, &table, &error), error);
    return table;
}

/* Means 3, 5/3, 3.5, 3; variances 2.5, 1/3, .5, 8; n 5, 3, 2, 2. */
static void test_benchmark_of_a_mean_by_hand(void **state)
{
    (void)state;
    const double others = 18.0 / 49.0; /* variance of the others' mean: (1 + 1 + 16) / 7^2 */
    struct {
        const char *against;
        const char *weighting;
        double benchmark;
        double own_part; /* variance */
        double rest_part;
    } cases[] = {
        {"sector", "respondents", 33.0 / 12, 0.5 * (7.0 / 12) * (7.0 / 12), 18.0 / 144},
        {"others", "respondents", 18.0 / 7, 0.5, others},
        {"group:pair", "respondents", 13.0 / 4, 0.5, 17.0 / 16},
        {"sector", "institutions", (3 + 5.0 / 3 + 3.5 + 3) / 4, 0.5 * 9 / 16, (1.0 / 9 + 0.25 + 4) / 16},
        {"group:pair", "institutions", 3.25, 0.5, (0.25 + 4) / 4},
    };
    struct comparison comparison;
    comparison_open(&comparison, four, four_answers, "x");
    comparison.context.disclosure.mode = TRIG_DISCLOSURE_NONE;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_table *table = benchmark(&comparison, "a", cases[i].against, cases[i].weighting);
        double variance = cases[i].own_part + cases[i].rest_part;
        double rest_df = strcmp(cases[i].against, "group:pair") == 0 ? 2.0 : 4.0;
        double df =
            variance * variance /
            (cases[i].own_part * cases[i].own_part / 4 + cases[i].rest_part * cases[i].rest_part / rest_df);
        assert_close(comparison_number(table, 0, "estimate"), 3.0, 1e-12, 0);
        assert_close(comparison_number(table, 0, "benchmark"), cases[i].benchmark, 1e-12, 0);
        assert_close(comparison_number(table, 0, "difference"), 3.0 - cases[i].benchmark, 1e-12, 0);
        assert_close(comparison_number(table, 0, "difference_se"), sqrt(variance), 1e-12, 0);
        assert_close(comparison_number(table, 0, "difference_df"), df, 1e-10, 0);
        assert_true(comparison_text(table, 0, "flag").length == 0);
        trig_table_destroy(table);
    }
    comparison_close(&comparison);
}

static void test_benchmark_effect_sizes_agree_with_r(void **state)
{
    (void)state;
    struct comparison comparison;
    comparison_open(&comparison, four, four_answers, "x,s:positive");
    comparison.context.disclosure.mode = TRIG_DISCLOSURE_NONE;
    trig_table *table = benchmark(&comparison, "a", "others", NULL);
    /* x <- c(1,2,4,5,3); y <- c(2,2,1,4,3,5,1); s <- sqrt((4*var(x) + 6*var(y))/10)
     * (1 - 3/39) * (mean(x) - mean(y)) / s */
    assert_close(comparison_number(table, 0, "effect_size"), 0.25689525603899221, 1e-12, 0);
    /* 2*asin(sqrt(3/5)) - 2*asin(sqrt(2/7)) */
    assert_close(comparison_number(table, 1, "effect_size"), 2 * asin(sqrt(0.6)) - 2 * asin(sqrt(2.0 / 7)),
                 1e-12, 0);
    trig_table_destroy(table);
    comparison_close(&comparison);
}

/* By default as if all were alike: var(c(x, y)) of the answers above, y everybody else's. */
static void test_benchmark_tests_with_the_variance_of_everybody(void **state)
{
    (void)state;
    static const double variance = 2.2045454545454546; /* var(c(1,2,4,5,3, 2,2,1,4,3,5,1)) */
    static const struct {
        const char *against;
        double difference;
        double unit; /* variance of the difference, were the answers' 1 */
    } cases[] = {{"sector", 0.25, 1.0 / 5 - 1.0 / 12}, {"others", 3.0 / 7, 1.0 / 5 + 1.0 / 7}};
    struct comparison comparison;
    comparison_open(&comparison, four, four_answers, "x");
    comparison.context.disclosure.mode = TRIG_DISCLOSURE_NONE;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_table *table = benchmark(&comparison, "a", cases[i].against, NULL);
        double z = cases[i].difference / sqrt(variance * cases[i].unit);
        assert_close(comparison_number(table, 0, "z"), z, 1e-12, 0);
        assert_close(comparison_number(table, 0, "p"), trig_two_sided_p(z, 11), 1e-12, 0);
        trig_table_destroy(table);
    }
    comparison_close(&comparison);
}

static void test_benchmark_of_answers_that_do_not_vary_has_no_interval(void **state)
{
    (void)state;
    struct comparison comparison;
    comparison_open(&comparison, four, "institution,x,s\na,2,y\na,2,y\nb,1,y\nb,5,n\nc,4,n\nd,3,y\n",
                    "x,s:positive");
    comparison.context.disclosure.mode = TRIG_DISCLOSURE_NONE;
    trig_table *table = benchmark(&comparison, "a", "sector", NULL);
    for (size_t row = 0; row < 2; row++) {
        assert_false(trig_table_is_empty(table, row, trig_table_find(table, "difference")));
        assert_true(comparison_number(table, row, "p") > 0.0);
        assert_close(comparison_number(table, row, "difference_low"), NAN, 0, 0);
        assert_true(comparison_text(table, row, "flag").length == 0);
        assert_non_null(strstr(comparison_text(table, row, "note").data, "no interval"));
    }
    trig_table_destroy(table);
    comparison_close(&comparison);
}

/* ---- disclosure --------------------------------------------------------------------------------- */

static bool has_numbers(const trig_table *table, size_t row)
{
    for (size_t i = 0; i < trig_table_columns(table); i++)
        if (trig_table_column_at(table, i)->type != TRIG_CELL_TEXT && !trig_table_is_empty(table, row, i))
            return true;
    return false;
}

static void open_usual(struct comparison *comparison, const char *measures)
{
    struct filled_text csv = {NULL, 0, 0};
    comparison_answers(&csv);
    comparison_open(comparison, comparison_files(), csv.data, measures);
    filled_clear(&csv);
}

static void test_benchmark_of_a_small_institution_shows_no_number_at_all(void **state)
{
    (void)state;
    static const char *const against[] = {"sector", "others", "group:Coast"};
    struct comparison comparison;
    open_usual(&comparison, "pillars,v1:positive,days");
    for (size_t i = 0; i < sizeof against / sizeof *against; i++) {
        trig_table *table = benchmark(&comparison, "ivy", against[i], NULL);
        assert_int_equal(trig_table_rows(table), 4);
        for (size_t row = 0; row < 4; row++) {
            assert_false(has_numbers(table, row));
            assert_string_equal(comparison_text(table, row, "suppressed").data, "threshold");
        }
        trig_table_destroy(table);
    }
    comparison_close(&comparison);
}

static void test_benchmark_with_too_few_others_keeps_the_estimate_only(void **state)
{
    (void)state;
    struct comparison comparison;
    open_usual(&comparison, "v1");
    trig_table *table = benchmark(&comparison, "pine", "group:Pair", NULL);
    assert_string_equal(comparison_text(table, 0, "suppressed").data, "comparator");
    assert_true(comparison_number(table, 0, "estimate") > 0);
    static const char *const gone[] = {
        "benchmark", "difference", "difference_se", "difference_low", "difference_high", "difference_df",
        "z",         "p",          "p_adjusted",    "effect_size"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        if (!isnan(comparison_number(table, 0, gone[i])))
            fail_msg("%s is shown", gone[i]);
    trig_table_destroy(table);
    comparison_close(&comparison);
}

static void test_benchmark_of_a_share_that_the_others_give_away_is_hidden(void **state)
{
    (void)state;
    struct comparison comparison;
    struct filled_text csv = {NULL, 0, 0};
    filled_print(&csv, "institution,x,s\n");
    for (int i = 0; i < 12; i++)
        filled_print(&csv, "a,3,%s\nb,3,n\nc,3,%s\nd,3,n\n", i % 2 ? "y" : "n", i == 0 ? "y" : "n");
    comparison_open(&comparison, four, csv.data, "s:positive");
    filled_clear(&csv);
    /* One yes among the 36 others: sector minus own would tell. */
    trig_table *table = benchmark(&comparison, "a", "sector", NULL);
    assert_false(has_numbers(table, 0));
    assert_string_equal(comparison_text(table, 0, "suppressed").data, "secondary");
    trig_table_destroy(table);
    comparison_close(&comparison);
}

static void test_benchmark_of_a_group_follows_membership_on_the_wave_s_day(void **state)
{
    (void)state;
    struct comparison comparison;
    open_usual(&comparison, "v1");
    comparison.context.waves.choice = TRIG_WAVES_ALL;
    trig_table *inside = benchmark(&comparison, "gorse", "group:Coast", NULL);
    trig_table *outside = benchmark(&comparison, "elm", "group:Coast", NULL);
    assert_int_equal(trig_table_rows(inside), 2); /* two waves, not pooled */
    assert_close(comparison_number(inside, 0, "benchmark"), comparison_number(outside, 0, "benchmark"), 1e-12,
                 0);
    assert_close(comparison_number(inside, 1, "benchmark"), comparison_number(outside, 1, "benchmark"), 1e-12,
                 0);
    trig_table_destroy(inside);
    trig_table_destroy(outside);
    comparison_close(&comparison);
}

static void test_benchmark_of_nobody_or_of_counts_is_refused(void **state)
{
    (void)state;
    struct comparison comparison;
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table = NULL;
    comparison_open(&comparison, four, "institution,x,s\na,1,y\na,2,n\n", "x");
    struct trig_benchmark_options options = {.institution = 3,
                                             .against = {TRIG_AGAINST_SECTOR, TRIG_NONE, 0},
                                             .measures = &comparison.measures,
                                             .design = comparison.context.design};
    assert_int_equal(trig_benchmark_table(&comparison.context, &options, &table, &error), TRIG_ERR_DOMAIN);
    assert_non_null(strstr(error.message, "nobody of D answered"));
    comparison_measure(&comparison, "respondents");
    assert_int_equal(trig_benchmark_table(&comparison.context, &options, &table, &error), TRIG_ERR_USAGE);
    assert_null(table);
    comparison_close(&comparison);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_adjust_holm_agrees_with_r),
        cmocka_unit_test(test_results_adjust_counts_a_test_that_hesa_s_rule_hides_as_one_that_found_nothing),
        cmocka_unit_test(test_two_sided_p_agrees_with_r),
        cmocka_unit_test(test_welch_df_of_two_parts),
        cmocka_unit_test(test_flag_needs_both_size_and_significance),
        cmocka_unit_test(test_benchmark_of_a_mean_by_hand),
        cmocka_unit_test(test_benchmark_effect_sizes_agree_with_r),
        cmocka_unit_test(test_benchmark_tests_with_the_variance_of_everybody),
        cmocka_unit_test(test_benchmark_of_answers_that_do_not_vary_has_no_interval),
        cmocka_unit_test(test_benchmark_of_a_small_institution_shows_no_number_at_all),
        cmocka_unit_test(test_benchmark_with_too_few_others_keeps_the_estimate_only),
        cmocka_unit_test(test_benchmark_of_a_share_that_the_others_give_away_is_hidden),
        cmocka_unit_test(test_benchmark_of_a_group_follows_membership_on_the_wave_s_day),
        cmocka_unit_test(test_benchmark_of_nobody_or_of_counts_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
