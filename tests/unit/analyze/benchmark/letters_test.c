/* Compact letters: a worked example, and what they promise on random sets of differences. */
#include "tests/support.h"

#include "analyze/benchmark/letters.h"
#include "tests/filled_store.h"

#define MOST ((size_t)70)

static struct trig_error error;

static void assert_letters(const trig_letters *letters, size_t item, const char *expected)
{
    char text[4 * MOST];
    trig_letters_write(letters, item, text, sizeof text);
    assert_string_equal(text, expected);
}

static void set(bool *differ, size_t count, size_t a, size_t b)
{
    differ[a * count + b] = differ[b * count + a] = true;
}

static void test_letters_of_a_worked_example(void **state)
{
    (void)state;
    bool differ[16] = {false};
    set(differ, 4, 0, 3);
    set(differ, 4, 1, 3);
    trig_letters *letters = trig_letters_create(4, differ, &error);
    assert_non_null(letters);
    assert_int_equal(trig_letters_count(letters), 2);
    assert_letters(letters, 0, "a");
    assert_letters(letters, 1, "a");
    assert_letters(letters, 2, "ab");
    assert_letters(letters, 3, "b");
    trig_letters_destroy(letters);
}

static void test_letters_beyond_the_alphabet_have_numbers(void **state)
{
    (void)state;
    bool differ[MOST * MOST];
    for (size_t i = 0; i < MOST * MOST; i++)
        differ[i] = i / MOST != i % MOST;
    trig_letters *letters = trig_letters_create(MOST, differ, &error);
    assert_non_null(letters);
    assert_int_equal(trig_letters_count(letters), MOST);
    assert_letters(letters, 0, "a");
    assert_letters(letters, 26, "A");
    assert_letters(letters, 51, "Z");
    assert_letters(letters, 52, "a2");
    assert_letters(letters, 69, "r2");
    trig_letters_destroy(letters);
}

/* Whether [item] differs from nobody of a set. */
static bool suits(const trig_letters *letters, size_t letter, size_t item, size_t count, const bool *differ)
{
    for (size_t i = 0; i < count; i++)
        if (trig_letters_has(letters, letter, i) && differ[item * count + i])
            return false;
    return true;
}

static void assert_promises(const trig_letters *letters, size_t count, const bool *differ)
{
    for (size_t a = 0; a < count; a++)
        for (size_t b = 0; b < count; b++) {
            bool share = false;
            for (size_t i = 0; i < trig_letters_count(letters); i++)
                share = share || (trig_letters_has(letters, i, a) && trig_letters_has(letters, i, b));
            if (share == differ[a * count + b])
                fail_msg("%zu and %zu of %zu: letters say otherwise", a, b, count);
        }
    for (size_t i = 0; i < trig_letters_count(letters); i++)
        for (size_t item = 0; item < count; item++)
            if (trig_letters_has(letters, i, item) != suits(letters, i, item, count, differ))
                fail_msg("set %zu of %zu could be larger, or holds two that differ", i, count);
}

static void test_letters_keep_their_promises(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (size_t trial = 0; trial < 300; trial++) {
        size_t count = 1 + filled_random(&random) % 14;
        bool differ[14 * 14] = {false};
        uint64_t density = 1 + filled_random(&random) % 9;
        for (size_t a = 0; a < count; a++)
            for (size_t b = a + 1; b < count; b++)
                if (filled_random(&random) % 10 < density)
                    set(differ, count, a, b);
        trig_letters *letters = trig_letters_create(count, differ, &error);
        assert_non_null(letters);
        assert_promises(letters, count, differ);
        trig_letters_destroy(letters);
    }
}

/* Institutions in their order that differ from those further than [reach] away, as results do. */
static void test_letters_of_many_in_order_are_runs(void **state)
{
    (void)state;
    enum { COUNT = 140, REACH = 20 };
    static bool differ[COUNT * COUNT];
    for (size_t a = 0; a < COUNT; a++)
        for (size_t b = 0; b < COUNT; b++)
            differ[a * COUNT + b] = a > b + REACH || b > a + REACH;
    trig_letters *letters = trig_letters_create(COUNT, differ, &error);
    assert_non_null(letters);
    assert_int_equal(trig_letters_count(letters), COUNT - REACH);
    assert_promises(letters, COUNT, differ);
    trig_letters_destroy(letters);
}

/* Pairs that differ two by two double the sets each time. */
static void test_too_many_sets_are_refused(void **state)
{
    (void)state;
    enum { COUNT = 20 };
    bool differ[COUNT * COUNT] = {false};
    for (size_t a = 0; a < COUNT; a += 2)
        set(differ, COUNT, a, a + 1);
    assert_null(trig_letters_create(COUNT, differ, &error));
    assert_int_equal(error.status, TRIG_ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters_of_a_worked_example),
        cmocka_unit_test(test_letters_beyond_the_alphabet_have_numbers),
        cmocka_unit_test(test_letters_keep_their_promises),
        cmocka_unit_test(test_letters_of_many_in_order_are_runs),
        cmocka_unit_test(test_too_many_sets_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
