#include "tests/support.h"

#include "tests/unit/analyze/disclosure/plain_rows.h"

static void test_rules_init_with_min_n_only_raises_the_threshold(void **state)
{
    (void)state;
    struct trig_definition definition;
    memset(&definition, 0, sizeof definition);
    definition.survey.disclosure_threshold = 10;
    struct trig_disclosure_rules rules;
    trig_disclosure_rules_init(&definition, 5, TRIG_DISCLOSURE_THRESHOLD, &rules);
    assert_int_equal(rules.threshold, 10);
    trig_disclosure_rules_init(&definition, 25, TRIG_DISCLOSURE_THRESHOLD, &rules);
    assert_int_equal(rules.threshold, 25);
}

static void test_apply_primary_rules_hide_every_number(void **state)
{
    (void)state;
    struct {
        const char *label;
        uint64_t n;
        double numerator;
        enum trig_suppression expected;
    } cases[] = {
        {"nobody", 0, NAN, TRIG_SUPPRESSED_THRESHOLD},
        {"nine", 9, NAN, TRIG_SUPPRESSED_THRESHOLD},
        {"ten", 10, NAN, TRIG_SUPPRESSED_NONE},
        {"share of nobody", 40, 0, TRIG_SUPPRESSED_NUMERATOR},
        {"share of two", 40, 2, TRIG_SUPPRESSED_NUMERATOR},
        {"share of three", 40, 3, TRIG_SUPPRESSED_NONE},
        {"all but two", 40, 38, TRIG_SUPPRESSED_NUMERATOR},
        {"all but three", 40, 37, TRIG_SUPPRESSED_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_result row = plain_row_of(cases[i].n, cases[i].numerator);
        row.note = trig_view("2 strata of one respondent");
        plain_rows_protect(&row, 1, NULL, 0);
        if (row.suppressed != cases[i].expected)
            fail_msg("%s: %s", cases[i].label, trig_suppression_name(row.suppressed));
        bool hidden = cases[i].expected != TRIG_SUPPRESSED_NONE;
        assert_true((isnan(row.estimate) && isnan(row.se) && row.n == TRIG_NONE && row.note.length == 0) ==
                    hidden);
    }
}

static void test_apply_numeric_mean_dominated_by_two_is_hidden(void **state)
{
    (void)state;
    struct trig_result row = plain_row_of(30, NAN);
    row.base.extremes = (struct trig_extremes){1000, 700, 250};
    plain_rows_protect(&row, 1, NULL, 0);
    assert_int_equal(row.suppressed, TRIG_SUPPRESSED_DOMINANCE);
    row = plain_row_of(30, NAN);
    row.base.extremes = (struct trig_extremes){1000, 100, 90};
    plain_rows_protect(&row, 1, NULL, 0);
    assert_int_equal(row.suppressed, TRIG_SUPPRESSED_NONE);
}

static void test_apply_comparator_that_tells_what_everybody_answered_hides_the_comparison(void **state)
{
    (void)state;
    struct {
        double numerator;
        enum trig_suppression expected;
    } cases[] = {{2, TRIG_SUPPRESSED_COMPARATOR},
                 {3, TRIG_SUPPRESSED_NONE},
                 {97, TRIG_SUPPRESSED_NONE},
                 {98, TRIG_SUPPRESSED_COMPARATOR}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_result row = plain_row_of(40, 20);
        row.benchmark = 0.5;
        row.comparator = (struct trig_base){.denominator = 100,
                                            .numerator = cases[i].numerator,
                                            .institutions = 9,
                                            .largest_institution = 20,
                                            .second_institution = 20};
        plain_rows_protect(&row, 1, NULL, 0);
        assert_int_equal(row.suppressed, cases[i].expected);
        assert_int_equal(isnan(row.benchmark) != 0, cases[i].expected != TRIG_SUPPRESSED_NONE);
        assert_close(row.estimate, 50, 0, 0);
    }
}

static void test_apply_weak_comparator_hides_the_comparison_only(void **state)
{
    (void)state;
    struct {
        const char *label;
        struct trig_base comparator;
        enum trig_suppression expected;
    } cases[] = {
        {"two institutions",
         {.denominator = 100, .institutions = 2, .largest_institution = 40, .second_institution = 40},
         TRIG_SUPPRESSED_COMPARATOR},
        {"three",
         {.denominator = 100, .institutions = 3, .largest_institution = 43, .second_institution = 30},
         TRIG_SUPPRESSED_NONE},
        {"one dominates",
         {.denominator = 100, .institutions = 9, .largest_institution = 44, .second_institution = 10},
         TRIG_SUPPRESSED_COMPARATOR},
        {"two dominate",
         {.denominator = 100, .institutions = 9, .largest_institution = 43, .second_institution = 44},
         TRIG_SUPPRESSED_COMPARATOR},
        {"few people",
         {.denominator = 9, .institutions = 9, .largest_institution = 1, .second_institution = 1},
         TRIG_SUPPRESSED_COMPARATOR},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_result row = plain_row_of(40, NAN);
        row.benchmark = 48;
        row.difference = 2;
        row.comparator = cases[i].comparator;
        row.comparator.numerator = NAN;
        plain_rows_protect(&row, 1, NULL, 0);
        if (row.suppressed != cases[i].expected)
            fail_msg("%s: %s", cases[i].label, trig_suppression_name(row.suppressed));
        assert_true(!isnan(row.estimate));
        assert_true((isnan(row.benchmark) && isnan(row.difference)) ==
                    (row.suppressed != TRIG_SUPPRESSED_NONE));
    }
}

static void test_apply_without_rules_hides_nothing(void **state)
{
    (void)state;
    struct trig_result row = plain_row_of(1, 1);
    struct trig_results results;
    memset(&results, 0, sizeof results);
    results.items = &row;
    results.count = 1;
    struct trig_disclosure_rules rules = plain_rules();
    rules.mode = TRIG_DISCLOSURE_NONE;
    trig_disclosure_apply(&rules, &results);
    assert_int_equal(row.suppressed, TRIG_SUPPRESSED_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules_init_with_min_n_only_raises_the_threshold),
        cmocka_unit_test(test_apply_primary_rules_hide_every_number),
        cmocka_unit_test(test_apply_numeric_mean_dominated_by_two_is_hidden),
        cmocka_unit_test(test_apply_comparator_that_tells_what_everybody_answered_hides_the_comparison),
        cmocka_unit_test(test_apply_weak_comparator_hides_the_comparison_only),
        cmocka_unit_test(test_apply_without_rules_hides_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
