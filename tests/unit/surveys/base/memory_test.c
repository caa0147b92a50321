#include "tests/support.h"

#include "surveys/base/memory.h"

static void test_resize_with_overflowing_size_returns_null(void **state)
{
    (void)state;
    assert_null(trig_calloc(SIZE_MAX / 2, 3));
    assert_null(trig_resize(NULL, SIZE_MAX, 1));
}

static void test_arena_copies_stay_valid_across_blocks(void **state)
{
    (void)state;
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view views[5000];
    for (size_t i = 0; i < 5000; i++)
        views[i] = trig_arena_printf(&arena, "text number %zu", i);
    char *large = trig_arena_calloc(&arena, 1, (size_t)1 << 20);
    assert_non_null(large);
    for (size_t i = 0; i < 5000; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "text number %zu", i);
        assert_true(trig_view_is(views[i], expected));
    }
    trig_arena_clear(&arena);
}

static void test_arena_calloc_is_aligned_and_zeroed(void **state)
{
    (void)state;
    struct trig_arena arena;
    trig_arena_init(&arena);
    for (size_t i = 1; i < 200; i++) {
        trig_arena_copy(&arena, trig_view("x"));
        double *numbers = trig_arena_calloc(&arena, i, sizeof *numbers);
        assert_int_equal((uintptr_t)numbers % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < i; j++)
            assert_true(numbers[j] == 0.0);
    }
    trig_arena_clear(&arena);
}

/* What is freed twice or never, the sanitizers see. */
static void test_arena_adopt_frees_with_the_arena(void **state)
{
    (void)state;
    struct trig_arena arena;
    trig_arena_init(&arena);
    for (size_t i = 0; i < 3; i++) {
        double *numbers = trig_calloc(100, sizeof *numbers);
        assert_ptr_equal(trig_arena_adopt(&arena, numbers), numbers);
        struct trig_view text = trig_arena_copy(&arena, trig_view("text"));
        numbers[99] = 1.0;
        assert_true(trig_view_is(text, "text"));
    }
    assert_null(trig_arena_adopt(&arena, NULL));
    trig_arena_clear(&arena);
}

static void test_arena_calloc_zeroes_large_and_small(void **state)
{
    (void)state;
    for (size_t round = 0; round < 3; round++) {
        struct trig_arena arena;
        trig_arena_init(&arena);
        for (size_t size = 1; size < 3000000; size = size * 3 + 1) {
            unsigned char *bytes = trig_arena_calloc(&arena, size, 1);
            assert_non_null(bytes);
            for (size_t i = 0; i < size; i++)
                if (bytes[i])
                    fail_msg("byte %zu of %zu is %d", i, size, bytes[i]);
            memset(bytes, 0xA5, size); /* what comes next must not have it */
        }
        trig_arena_clear(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resize_with_overflowing_size_returns_null),
        cmocka_unit_test(test_arena_copies_stay_valid_across_blocks),
        cmocka_unit_test(test_arena_calloc_is_aligned_and_zeroed),
        cmocka_unit_test(test_arena_adopt_frees_with_the_arena),
        cmocka_unit_test(test_arena_calloc_zeroes_large_and_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
