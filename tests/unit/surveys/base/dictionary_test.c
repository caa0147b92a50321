#include "tests/support.h"

#include "surveys/base/dictionary.h"

static trig_dictionary *create(void)
{
    struct trig_error error;
    trig_dictionary *dictionary = trig_dictionary_create(&error);
    assert_non_null(dictionary);
    return dictionary;
}

static void test_dictionary_add_with_known_text_returns_its_first_index(void **state)
{
    (void)state;
    trig_dictionary *dictionary = create();
    struct trig_error error;
    size_t index;
    const struct {
        const char *text;
        size_t index;
    } cases[] = {{"1", 0}, {"2", 1}, {"na", 2}, {"2", 1}, {"", 3}, {"1", 0}, {"", 3}, {"NA", 4}, {"1 ", 5}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(trig_dictionary_add(dictionary, trig_view(cases[i].text), &index, &error), error);
        assert_int_equal(index, cases[i].index);
    }
    assert_int_equal(trig_dictionary_count(dictionary), 6);
    trig_dictionary_destroy(dictionary);
}

static void test_dictionary_add_copies_the_text(void **state)
{
    (void)state;
    trig_dictionary *dictionary = create();
    char text[] = "Wales";
    assert_int_equal(trig_dictionary_add(dictionary, trig_view(text), NULL, NULL), TRIG_OK);
    text[0] = 'X';
    assert_true(trig_view_is(trig_dictionary_at(dictionary, 0), "Wales"));
    assert_int_equal(trig_dictionary_find(dictionary, trig_view("Wales")), 0);
    trig_dictionary_destroy(dictionary);
}

static void test_dictionary_find_without_the_text_returns_size_max(void **state)
{
    (void)state;
    trig_dictionary *dictionary = create();
    assert_true(trig_dictionary_find(dictionary, trig_view("x")) == SIZE_MAX);
    assert_true(trig_dictionary_find(dictionary, trig_view(NULL)) == SIZE_MAX);
    trig_dictionary_add(dictionary, trig_view_of("a\0b", 3), NULL, NULL);
    assert_true(trig_dictionary_find(dictionary, trig_view("a")) == SIZE_MAX);
    assert_true(trig_dictionary_find(dictionary, trig_view_of("a\0c", 3)) == SIZE_MAX);
    assert_true(trig_dictionary_find(dictionary, trig_view_of("a\0b", 3)) == 0);
    trig_dictionary_destroy(dictionary);
}

static void test_dictionary_add_with_no_data_is_the_empty_text(void **state)
{
    (void)state;
    trig_dictionary *dictionary = create();
    size_t index = 9;
    assert_int_equal(trig_dictionary_add(dictionary, trig_view(NULL), &index, NULL), TRIG_OK);
    assert_int_equal(index, 0);
    assert_int_equal(trig_dictionary_find(dictionary, trig_view("")), 0);
    trig_dictionary_destroy(dictionary);
}

/* Enough texts for several expansions of the table; views must stay where they are. */
static void test_dictionary_add_with_many_texts_keeps_order_and_views(void **state)
{
    (void)state;
    enum { MANY = 50000 };
    trig_dictionary *dictionary = create();
    const char *first = NULL;
    for (size_t i = 0; i < MANY; i++) {
        char text[32];
        snprintf(text, sizeof text, "text %zu", i * 7919);
        size_t index;
        assert_int_equal(trig_dictionary_add(dictionary, trig_view(text), &index, NULL), TRIG_OK);
        assert_int_equal(index, i);
        if (i == 0)
            first = trig_dictionary_at(dictionary, 0).data;
    }
    assert_ptr_equal(trig_dictionary_at(dictionary, 0).data, first);
    for (size_t i = 0; i < MANY; i += 997) {
        char text[32];
        snprintf(text, sizeof text, "text %zu", i * 7919);
        assert_int_equal(trig_dictionary_find(dictionary, trig_view(text)), i);
        assert_true(trig_view_is(trig_dictionary_at(dictionary, i), text));
    }
    trig_dictionary_destroy(dictionary);
}

static void test_dictionary_add_with_a_text_over_4_gib_is_a_limit(void **state)
{
    (void)state;
    trig_dictionary *dictionary = create();
    struct trig_error error;
    struct trig_view huge = trig_view_of("x", (size_t)UINT32_MAX + 1); /* never read */
    assert_int_equal(trig_dictionary_add(dictionary, huge, NULL, &error), TRIG_ERR_LIMIT);
    assert_int_equal(trig_dictionary_count(dictionary), 0);
    trig_dictionary_destroy(dictionary);
}

static void test_dictionary_destroy_with_null_does_nothing(void **state)
{
    (void)state;
    trig_dictionary_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dictionary_add_with_known_text_returns_its_first_index),
        cmocka_unit_test(test_dictionary_add_copies_the_text),
        cmocka_unit_test(test_dictionary_find_without_the_text_returns_size_max),
        cmocka_unit_test(test_dictionary_add_with_no_data_is_the_empty_text),
        cmocka_unit_test(test_dictionary_add_with_many_texts_keeps_order_and_views),
        cmocka_unit_test(test_dictionary_add_with_a_text_over_4_gib_is_a_limit),
        cmocka_unit_test(test_dictionary_destroy_with_null_does_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
