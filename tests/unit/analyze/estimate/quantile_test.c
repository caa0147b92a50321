#include "tests/support.h"

#include "analyze/estimate/quantile.h"

/* R 4.2.2, survey 4.1.1: survey:::qrule_NAME(x, w, p) with x <- c(1, 2, 2, 5, 9, 9, 12, 30),
 * w <- c(3, 4, 1, 4, 3, 2.5, 1.5, 1), p <- c(.4, .5, .6, .75, .93). 0.4 of the weight is exactly at or
 * below 2. */
static const double shares[] = {.4, .5, .6, .75, .93};

static const struct {
    enum trig_quantile_rule rule;
    double expected[5];
} weighted[] = {
    {TRIG_QUANTILE_MATH, {2, 5, 5, 9, 12}},
    {TRIG_QUANTILE_SCHOOL, {3.5, 5, 7, 9, 12}},
    {TRIG_QUANTILE_HF1, {2, 5, 5, 9, 12}},
    {TRIG_QUANTILE_HF2, {3.5, 5, 7, 9, 12}},
    {TRIG_QUANTILE_HF3, {2, 5, 9, 9, 12}},
    {TRIG_QUANTILE_HF4, {2, 3.5, 5, 9, 11.2}},
    {TRIG_QUANTILE_HF5, {2.6, 5, 7.28571428571428, 9, 17.04}},
    {TRIG_QUANTILE_HF6, {2.3, 3.875, 5.8, 9, 21.54}},
    {TRIG_QUANTILE_HF7, {3.8, 6.5, 8.4, 9, 14.04}},
    {TRIG_QUANTILE_HF8, {2.46666666666667, 4.5, 6.84, 9, 18.3257142857143}},
    {TRIG_QUANTILE_HF9, {2.49565217391304, 4.60869565217391, 6.95555555555555, 9, 17.9873684210526}},
};

/* In another order than sorted; equal answers in R's. */
static struct trig_answer_weight answers[] = {{30, 1, 7},   {1, 3, 0}, {2, 4, 1},   {9, 3, 4},
                                              {12, 1.5, 6}, {2, 1, 2}, {9, 2.5, 5}, {5, 4, 3}};

static void test_quantile_of_weighted_answers_agrees_with_r(void **state)
{
    (void)state;
    trig_quantile_sort(answers, 8);
    for (size_t i = 0; i < sizeof weighted / sizeof *weighted; i++)
        for (size_t j = 0; j < 5; j++) {
            double found = trig_quantile(weighted[i].rule, answers, 8, shares[j]);
            if (!trig_close(found, weighted[i].expected[j], 1e-12, 1e-12))
                fail_msg("%s at %g: %.15g, not %.15g", trig_quantile_names[weighted[i].rule], shares[j],
                         found, weighted[i].expected[j]);
        }
}

static void test_quantile_below_the_smallest_share_is_the_smallest(void **state)
{
    (void)state;
    trig_quantile_sort(answers, 8);
    for (size_t i = 0; i < sizeof weighted / sizeof *weighted; i++) {
        double found = trig_quantile(weighted[i].rule, answers, 8, .001);
        assert_true(found >= 1.0 && (found < 2.0 || weighted[i].rule == TRIG_QUANTILE_HF7));
    }
}

static void test_quantile_does_not_depend_on_the_size_of_weights(void **state)
{
    (void)state;
    /* 0.8 of 50 weights of 15.1 is 40 of them, whatever 0.8 x 755 is to the last digit. */
    struct trig_answer_weight equal[50];
    for (size_t i = 0; i < 50; i++)
        equal[i] = (struct trig_answer_weight){(double)i + 1, 15.1, (uint32_t)i};
    assert_close(trig_quantile(TRIG_QUANTILE_MATH, equal, 50, .8), 40, 0, 0);
    assert_close(trig_quantile(TRIG_QUANTILE_SCHOOL, equal, 50, .8), 40.5, 0, 0);
}

static void test_quantile_of_one_answer_is_that_answer(void **state)
{
    (void)state;
    struct trig_answer_weight one = {7, 3, 0};
    for (size_t i = 0; i < sizeof weighted / sizeof *weighted; i++)
        for (double p = 0; p <= 1; p += .25)
            assert_close(trig_quantile(weighted[i].rule, &one, 1, p), 7, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quantile_of_weighted_answers_agrees_with_r),
        cmocka_unit_test(test_quantile_below_the_smallest_share_is_the_smallest),
        cmocka_unit_test(test_quantile_does_not_depend_on_the_size_of_weights),
        cmocka_unit_test(test_quantile_of_one_answer_is_that_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
