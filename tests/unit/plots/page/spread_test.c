#include "tests/support.h"

#include "plots/page/spread.h"

static void check_apart(const char *label, const struct trig_spread *labels, size_t count, double low,
                        double high)
{
    for (size_t i = 0; i < count; i++) {
        if (labels[i].placed - labels[i].size / 2 < low - 1e-9 ||
            labels[i].placed + labels[i].size / 2 > high + 1e-9)
            fail_msg("%s: label %zu at %g leaves the stretch", label, i, labels[i].placed);
        if (i && labels[i].placed - labels[i - 1].placed < (labels[i].size + labels[i - 1].size) / 2 - 1e-9)
            fail_msg("%s: labels %zu and %zu overlap", label, i - 1, i);
    }
}

static void test_labels_with_room_stay_where_they_are(void **state)
{
    (void)state;
    struct trig_spread labels[] = {{10, 10, 0}, {40, 10, 0}, {90, 20, 0}};
    assert_int_equal(trig_spread_place(labels, 3, 0, 100, NULL), TRIG_OK);
    assert_close(labels[0].placed, 10, 1e-12, 0);
    assert_close(labels[1].placed, 40, 1e-12, 0);
    assert_close(labels[2].placed, 90, 1e-12, 0);
}

static void test_labels_at_one_place_move_apart_evenly(void **state)
{
    (void)state;
    struct trig_spread labels[] = {{50, 10, 0}, {50, 10, 0}, {50, 10, 0}};
    assert_int_equal(trig_spread_place(labels, 3, 0, 100, NULL), TRIG_OK);
    assert_close(labels[0].placed, 40, 1e-9, 0);
    assert_close(labels[1].placed, 50, 1e-9, 0);
    assert_close(labels[2].placed, 60, 1e-9, 0);
}

static void test_labels_at_the_ends_stay_inside(void **state)
{
    (void)state;
    struct trig_spread top[] = {{-5, 10, 0}, {0, 10, 0}, {2, 20, 0}};
    assert_int_equal(trig_spread_place(top, 3, 0, 100, NULL), TRIG_OK);
    check_apart("top", top, 3, 0, 100);
    struct trig_spread bottom[] = {{80, 10, 0}, {99, 10, 0}, {105, 20, 0}};
    assert_int_equal(trig_spread_place(bottom, 3, 0, 100, NULL), TRIG_OK);
    check_apart("bottom", bottom, 3, 0, 100);
}

/* A simple generator of numbers: the same on every machine. */
static double next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) / 9007199254740992.0;
}

static void test_random_labels_never_overlap(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (size_t round = 0; round < 2000; round++) {
        struct trig_spread labels[9];
        size_t count = 1 + (size_t)(next_random(&random) * 9);
        double at = -20;
        for (size_t i = 0; i < count; i++) {
            at += next_random(&random) * 30;
            labels[i] = (struct trig_spread){at, 5 + next_random(&random) * 15, 0};
        }
        assert_int_equal(trig_spread_place(labels, count, 0, 200, NULL), TRIG_OK);
        check_apart("random", labels, count, 0, 200);
    }
}

static void test_labels_without_room_keep_their_order(void **state)
{
    (void)state;
    struct trig_spread labels[12];
    for (size_t i = 0; i < 12; i++)
        labels[i] = (struct trig_spread){50, 10, 0};
    assert_int_equal(trig_spread_place(labels, 12, 0, 100, NULL), TRIG_OK);
    for (size_t i = 0; i < 12; i++)
        assert_true(labels[i].placed >= 0 && labels[i].placed <= 100 &&
                    (i == 0 || labels[i].placed > labels[i - 1].placed));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels_with_room_stay_where_they_are),
        cmocka_unit_test(test_labels_at_one_place_move_apart_evenly),
        cmocka_unit_test(test_labels_at_the_ends_stay_inside),
        cmocka_unit_test(test_random_labels_never_overlap),
        cmocka_unit_test(test_labels_without_room_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
