#include "tests/support.h"

#include "analyze/disclosure/gate.h"

/* Intervals by R 4.2.2: qbeta(.025, ne*p, ne*(1-p)+1), qbeta(.975, ne*p+1, ne*(1-p)), ne at most n. */
static const struct {
    const char *label;
    enum trig_gate gate;
    bool share;
    double p, variance, n_eff, df;
    uint64_t n;
    enum trig_reliability expected;
} cases[] = {
    {"a good share", TRIG_GATE_NCHS, true, .4, .4 * .6 / 400, 400, 399, 400, TRIG_RELIABLE},
    {"few respondents", TRIG_GATE_NCHS, true, .5, .25 / 29, 29, 28, 29, TRIG_UNRELIABLE},
    {"a small effective n of many", TRIG_GATE_NCHS, true, .5, .25 / 20, 20, 99, 100, TRIG_UNRELIABLE},
    /* qbeta(.025, 20, 21) to qbeta(.975, 21, 20): .338 to .662 */
    {"a wide interval", TRIG_GATE_NCHS, true, .5, .25 / 40, 40, 39, 40, TRIG_UNRELIABLE},
    /* qbeta(.025, 2, 99) to qbeta(.975, 3, 98): .0024 to .0704, 340% of .02 */
    {"a wide one beside the share", TRIG_GATE_NCHS, true, .02, .02 * .98 / 100, 100, 99, 100,
     TRIG_UNRELIABLE},
    {"a wide one beside the rest", TRIG_GATE_NCHS, true, .98, .02 * .98 / 100, 100, 99, 100, TRIG_CAUTION},
    {"few degrees of freedom", TRIG_GATE_NCHS, true, .4, .4 * .6 / 2000, 2000, 7, 2000, TRIG_CAUTION},
    {"a mean", TRIG_GATE_NCHS, false, 50, 4, 100, 99, 100, TRIG_RELIABLE},
    {"a mean with some error", TRIG_GATE_CV, false, 10, 4, 100, 99, 100, TRIG_CAUTION},
    {"a mean with much", TRIG_GATE_CV, false, -5, 4, 100, 99, 100, TRIG_UNRELIABLE},
    {"a mean of few", TRIG_GATE_CV, false, 50, 4, 25, 24, 25, TRIG_CAUTION},
    {"a share by its error", TRIG_GATE_CV, true, .02, .02 * .98 / 100, 100, 99, 100, TRIG_UNRELIABLE},
    {"no gate", TRIG_GATE_NONE, true, .5, .25 / 5, 5, 4, 5, TRIG_RELIABLE},
};

static void test_gate_judge_follows_its_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *reason = NULL;
        struct trig_estimate estimate = {.estimate = cases[i].p,
                                         .variance = cases[i].variance,
                                         .se = sqrt(cases[i].variance),
                                         .n = cases[i].n,
                                         .n_eff = cases[i].n_eff,
                                         .df = cases[i].df,
                                         .uncovered = 1.0};
        enum trig_reliability found = trig_gate_judge(cases[i].gate, &estimate, cases[i].share, .95, &reason);
        if (found != cases[i].expected)
            fail_msg("%s: \"%s\" (%s), not \"%s\"", cases[i].label, trig_reliability_name(found), reason,
                     trig_reliability_name(cases[i].expected));
        assert_int_equal(found == TRIG_RELIABLE, *reason == '\0');
    }
}

static void test_gate_judge_without_error_is_unreliable(void **state)
{
    (void)state;
    const char *reason;
    struct trig_estimate alone = {.estimate = 3, .variance = NAN, .se = NAN, .n = 40, .n_eff = NAN, .df = 0};
    assert_int_equal(trig_gate_judge(TRIG_GATE_CV, &alone, false, .95, &reason), TRIG_UNRELIABLE);
    struct trig_estimate nobody = {.estimate = NAN, .variance = NAN, .se = NAN};
    assert_int_equal(trig_gate_judge(TRIG_GATE_CV, &nobody, false, .95, &reason), TRIG_RELIABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gate_judge_follows_its_rule),
        cmocka_unit_test(test_gate_judge_without_error_is_unreliable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
