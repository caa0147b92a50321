#include "tests/support.h"

#include "analyze/disclosure/rounding.h"

static const struct trig_disclosure_rules hesa = {.mode = TRIG_DISCLOSURE_HESA, .least_percentage = 22.5};

static void test_people_are_rounded_to_fives_halves_upwards(void **state)
{
    (void)state;
    static const struct {
        double count;
        double expected;
    } cases[] = {{0, 0},    {1, 0},     {2, 0},   {2.4999, 0}, {2.5, 5},   {3, 5},       {7, 5},
                 {7.5, 10}, {12.5, 15}, {13, 15}, {17, 15},    {22.5, 25}, {1766, 1765}, {1767.5, 1770}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (trig_rounding_people(cases[i].count) != cases[i].expected)
            fail_msg("%g is %g, not %g", cases[i].count, trig_rounding_people(cases[i].count),
                     cases[i].expected);
}

static void test_numbers_are_rounded_by_what_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        enum trig_rounding rounding;
        enum trig_unit unit;
        enum trig_statistic statistic;
        double number;
        double expected;
    } cases[] = {
        {"percent", TRIG_ROUNDING_UNIT, TRIG_UNIT_SHARE, TRIG_STATISTIC_PROPORTION, 29.0 / 200, 0.15},
        {"half a percent that binary has less of", TRIG_ROUNDING_UNIT, TRIG_UNIT_SHARE,
         TRIG_STATISTIC_PROPORTION, 0.145, 0.15},
        {"score", TRIG_ROUNDING_UNIT, TRIG_UNIT_SCORE, TRIG_STATISTIC_MEAN, 62.49, 62},
        {"own", TRIG_ROUNDING_UNIT, TRIG_UNIT_OWN, TRIG_STATISTIC_MEAN, 3.449, 3.4},
        {"negative half", TRIG_ROUNDING_UNIT, TRIG_UNIT_SCORE, TRIG_STATISTIC_MEAN, -2.5, -2},
        {"correlation", TRIG_ROUNDING_UNIT, TRIG_UNIT_OWN, TRIG_STATISTIC_CORRELATION, 0.256, 0.26},
        {"weighted people", TRIG_ROUNDING_UNIT, TRIG_UNIT_COUNT, TRIG_STATISTIC_TOTAL, 117.4, 115},
        {"lower end", TRIG_ROUNDING_UNIT_DOWN, TRIG_UNIT_SCORE, TRIG_STATISTIC_MEAN, -0.2, -1},
        {"upper end", TRIG_ROUNDING_UNIT_UP, TRIG_UNIT_SHARE, TRIG_STATISTIC_PROPORTION, 0.621, 0.63},
        {"end that is whole", TRIG_ROUNDING_UNIT_UP, TRIG_UNIT_SHARE, TRIG_STATISTIC_PROPORTION, 0.29, 0.29},
        {"end that is whole, below", TRIG_ROUNDING_UNIT_DOWN, TRIG_UNIT_SHARE, TRIG_STATISTIC_PROPORTION,
         0.57, 0.57},
        {"effect", TRIG_ROUNDING_HUNDREDTH, TRIG_UNIT_SCORE, TRIG_STATISTIC_MEAN, -0.2149, -0.21},
        {"p is never 0", TRIG_ROUNDING_P, TRIG_UNIT_SCORE, TRIG_STATISTIC_MEAN, 1e-9, 0.001},
        {"p", TRIG_ROUNDING_P, TRIG_UNIT_SCORE, TRIG_STATISTIC_MEAN, 0.04901, 0.05},
        {"error", TRIG_ROUNDING_WITHHELD, TRIG_UNIT_SCORE, TRIG_STATISTIC_MEAN, 4.2, NAN},
        {"rank", TRIG_ROUNDING_NONE, TRIG_UNIT_SCORE, TRIG_STATISTIC_MEAN, 7, 7},
        {"nothing", TRIG_ROUNDING_UNIT, TRIG_UNIT_SCORE, TRIG_STATISTIC_MEAN, NAN, NAN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct trig_result row = {.unit = cases[i].unit, .statistic = cases[i].statistic};
        double got = trig_rounding_of(&hesa, cases[i].rounding, &row, cases[i].number);
        if (got != cases[i].expected && !(isnan(got) && isnan(cases[i].expected)))
            fail_msg("%s: %.17g, not %.17g", cases[i].label, got, cases[i].expected);
    }
}

static void test_rates_of_few_people_are_withheld(void **state)
{
    (void)state;
    const struct trig_result few = {.population = 22};
    const struct trig_result enough = {.population = 23};
    assert_true(isnan(trig_rounding_of(&hesa, TRIG_ROUNDING_RATE, &few, 0.5)));
    assert_close(trig_rounding_of(&hesa, TRIG_ROUNDING_RATE, &enough, 11.0 / 23), 0.48, 0, 0);
}

static void test_without_hesa_numbers_stay_as_they_are(void **state)
{
    (void)state;
    static const enum trig_disclosure_mode modes[] = {TRIG_DISCLOSURE_THRESHOLD, TRIG_DISCLOSURE_NONE};
    const struct trig_result row = {.unit = TRIG_UNIT_SHARE, .population = 3};
    for (size_t i = 0; i < 2; i++)
        for (int rounding = TRIG_ROUNDING_NONE; rounding <= TRIG_ROUNDING_WITHHELD; rounding++) {
            const struct trig_disclosure_rules rules = {.mode = modes[i]};
            assert_close(trig_rounding_of(&rules, (enum trig_rounding)rounding, &row, 1.0 / 3), 1.0 / 3, 0,
                         0);
        }
}

static void test_hesa_keeps_the_rules_and_hides_averages_of_seven(void **state)
{
    (void)state;
    struct trig_definition definition = {.survey = {.disclosure_threshold = 5, .min_institutions = 3}};
    struct trig_disclosure_rules rules;
    trig_disclosure_rules_init(&definition, 0, TRIG_DISCLOSURE_HESA, &rules);
    assert_int_equal(rules.threshold, 8);
    assert_int_equal(rules.numerator, 2);
    trig_disclosure_rules_init(&definition, 12, TRIG_DISCLOSURE_HESA, &rules);
    assert_int_equal(rules.threshold, 12);
    assert_true(trig_disclosure_is_small_percentage(&rules, 22));
    assert_false(trig_disclosure_is_small_percentage(&rules, 23));
    trig_disclosure_rules_init(&definition, 0, TRIG_DISCLOSURE_THRESHOLD, &rules);
    assert_int_equal(rules.threshold, 5);
    assert_false(trig_disclosure_is_small_percentage(&rules, 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people_are_rounded_to_fives_halves_upwards),
        cmocka_unit_test(test_numbers_are_rounded_by_what_they_are),
        cmocka_unit_test(test_rates_of_few_people_are_withheld),
        cmocka_unit_test(test_without_hesa_numbers_stay_as_they_are),
        cmocka_unit_test(test_hesa_keeps_the_rules_and_hides_averages_of_seven),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
