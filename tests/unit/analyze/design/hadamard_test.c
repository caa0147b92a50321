/* Hadamard matrices of half-samples: orthogonal rows, the first of them all +1. */
#include "tests/support.h"

#include "analyze/design/hadamard.h"

static double product(size_t order, size_t a, size_t b)
{
    double sum = 0.0;
    for (size_t column = 0; column < order; column++)
        sum += trig_hadamard_is_positive(order, a, column) == trig_hadamard_is_positive(order, b, column)
                   ? 1.0
                   : -1.0;
    return sum;
}

static void test_hadamard_rows_are_orthogonal(void **state)
{
    (void)state;
    for (size_t least = 1; least <= 110; least += 3) {
        size_t order = trig_hadamard_order(least);
        assert_true(order >= least && order <= 2 * least + 2);
        for (size_t a = 0; a < order; a++) {
            assert_true(trig_hadamard_is_positive(order, 0, a));
            for (size_t b = 0; b < a; b++)
                if (product(order, a, b) != 0.0)
                    fail_msg("order %zu: rows %zu and %zu", order, a, b);
        }
    }
}

static void test_hadamard_order_is_the_smallest_that_is_known(void **state)
{
    (void)state;
    static const size_t orders[][2] = {{1, 2},   {3, 4},   {5, 8},   {9, 12},
                                       {13, 16}, {17, 20}, {21, 24}, {25, 32}};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        assert_int_equal(trig_hadamard_order(orders[i][0]), orders[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hadamard_rows_are_orthogonal),
        cmocka_unit_test(test_hadamard_order_is_the_smallest_that_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
