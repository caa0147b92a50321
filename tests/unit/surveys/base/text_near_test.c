#include "tests/support.h"

#include "surveys/base/text.h"

#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void test_text_distance_counts_edits_and_swaps(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        size_t limit;
        size_t expected;
    } cases[] = {
        {"", "", 5, 0},
        {"abc", "abc", 0, 0},
        {"abc", "abd", 0, 1},
        {"", "abc", 9, 3},
        {"", "abc", 2, 3},
        {"kitten", "sitting", 9, 3},
        {"kitten", "sitting", 2, 3},
        {"kitten", "sitting", 1, 2},
        {"recieve", "receive", 3, 1},
        {"ab", "ba", 3, 1},
        {"ca", "abc", 9, 3}, /* swapped letters are not edited again */
        {"leicester", "liecester", 2, 1},
        {"caf\xC3\xA9", "cafe", 2, 1},
        {"\xE6\x8A\x80\xE8\xA1\x93", "\xE8\xA1\x93\xE6\x8A\x80", 2, 1},
        {"\xFF", "\xFE", 2, 1},
        {"\xFF", "\xFF", 2, 0},
        {"aaaaaaaaaa", "b", SIZE_MAX, 10},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t one = trig_text_distance(trig_view(cases[i].a), trig_view(cases[i].b), cases[i].limit);
        size_t other = trig_text_distance(trig_view(cases[i].b), trig_view(cases[i].a), cases[i].limit);
        if (one != cases[i].expected || other != one)
            fail_msg("%s, %s: %zu and %zu", cases[i].a, cases[i].b, one, other);
    }
}

static size_t least(size_t x, size_t y)
{
    return x < y ? x : y;
}

/* The whole table, straight from the definition. */
static size_t plain_distance(const char *a, const char *b)
{
    static size_t table[64][64];
    size_t m = strlen(a);
    size_t n = strlen(b);
    for (size_t i = 0; i <= m; i++) {
        for (size_t j = 0; j <= n; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = i + j;
                continue;
            }
            table[i][j] = least(least(table[i - 1][j], table[i][j - 1]) + 1,
                                table[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                table[i][j] = least(table[i][j], table[i - 2][j - 2] + 1);
        }
    }
    return table[m][n];
}

static void random_word(char *out, size_t most, unsigned *seed)
{
    size_t length = (size_t)rand_r(seed) % most;
    for (size_t i = 0; i < length; i++)
        out[i] = "abc"[rand_r(seed) % 3];
    out[length] = '\0';
}

static void test_text_distance_with_random_words_agrees_with_the_definition(void **state)
{
    (void)state;
    unsigned seed = 11;
    for (int i = 0; i < 20000; i++) {
        char a[32];
        char b[32];
        random_word(a, sizeof a, &seed);
        random_word(b, sizeof b, &seed);
        size_t expected = plain_distance(a, b);
        for (size_t limit = 0; limit < 12; limit++) {
            size_t distance = trig_text_distance(trig_view(a), trig_view(b), limit);
            if (distance != least(expected, limit + 1))
                fail_msg("%s, %s within %zu: %zu, not %zu", a, b, limit, distance, expected);
        }
    }
}

static void test_text_distance_of_long_texts_needs_no_stack(void **state)
{
    (void)state;
    enum { LONG = 100000 };
    char *a = malloc(LONG);
    char *b = malloc(LONG);
    for (size_t i = 0; i < LONG; i++)
        a[i] = b[i] = (char)('a' + i % 17);
    b[10] = '!';
    b[LONG - 10] = '!';
    assert_int_equal(trig_text_distance(trig_view_of(a, LONG), trig_view_of(b, LONG), 3), 2);
    assert_int_equal(trig_text_distance(trig_view_of(a, LONG), trig_view_of(b, LONG), 1), 2);
    free(a);
    free(b);
}

static void test_text_nearest_suggests_what_could_be_meant(void **state)
{
    (void)state;
    static const struct trig_view names[] = {
        {"University of Nottingham", 24},
        {"University of Leicester", 23},
        {"Keele University", 16},
        {"Cranfield University", 20},
        {"University of Warwick", 21},
        {"visibility", 10},
        {"Prifysgol Caerdydd", 18},
        {"1", 1},
        {"2", 1},
    };
    static const struct {
        const char *text;
        size_t most;
        size_t count;
        size_t first;
    } cases[] = {
        {"Univeristy of  LEICESTER", 3, 1, 1},
        {"university of leicester", 1, 1, 1},
        {"Kele University", 1, 1, 2},
        {"visability", 3, 1, 5},
        {"something else entirely", 3, 0, 0},
        {"3", 3, 0, 0},
        {"", 3, 0, 0},
        {"visability", 0, 0, 0},
        {"\xFF", 3, 0, 0},
    };
    const struct trig_views all = {names, COUNT(names)};
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t out[3] = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
        size_t count = trig_text_nearest(trig_view(cases[i].text), all, out, cases[i].most);
        if (count != cases[i].count || (count && out[0] != cases[i].first))
            fail_msg("'%s': %zu suggestions, the first is %zu", cases[i].text, count, out[0]);
    }
}

static void test_text_nearest_keeps_the_best_in_order(void **state)
{
    (void)state;
    static const struct trig_view names[] = {
        {"abcdefxyz", 9}, {"abcdefghx", 9}, {"abcdefghi", 9}, {"abcdefgxx", 9}, {"abcdefghy", 9}};
    const struct trig_views all = {names, COUNT(names)};
    size_t out[5];
    assert_int_equal(trig_text_nearest(trig_view("abcdefghi"), all, out, 5), 5);
    static const size_t expected[] = {2, 1, 4, 3, 0};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(out[i], expected[i]);
    assert_int_equal(trig_text_nearest(trig_view("abcdefghi"), all, out, 2), 2);
    assert_int_equal(out[0], 2);
    assert_int_equal(out[1], 1);
    assert_int_equal(trig_text_nearest(trig_view("a"), (struct trig_views){NULL, 0}, out, 5), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_distance_counts_edits_and_swaps),
        cmocka_unit_test(test_text_distance_with_random_words_agrees_with_the_definition),
        cmocka_unit_test(test_text_distance_of_long_texts_needs_no_stack),
        cmocka_unit_test(test_text_nearest_suggests_what_could_be_meant),
        cmocka_unit_test(test_text_nearest_keeps_the_best_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
