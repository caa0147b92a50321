#include "tests/support.h"

#include "surveys/command/wrap.h"

#include <stdlib.h>

#define OVERRIDE     "\xE2\x80\xAE"
#define OVERRIDE_END "\xE2\x80\xAC"
#define ISOLATE      "\xE2\x81\xA6"
#define IDEOGRAPHS   "\xE6\x9D\xB1\xE4\xBA\xAC\xE5\xA4\xA7\xE5\xAD\xA6" /* four, eight columns */

static void test_plain_by_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *plain;
    } cases[] = {
        {"", ""},
        {"  plain \t", "plain"},
        {"a\r\n\r\nb", "a b"},
        {"a \x1B[31mred", "a [31mred"},
        {"a\xC2\x9B"
         "31mb",
         "a 31mb"}, /* the C1 form of ESC [ */
        {"a\xE2\x80\xA8"
         "b",
         "a b"},                              /* line separator */
        {OVERRIDE "abc" OVERRIDE_END, "abc"}, /* NOLINT(misc-misleading-bidirectional) */
        {"a" ISOLATE "b", "ab"},              /* NOLINT(misc-misleading-bidirectional) */
        {"caf\xE9", "caf\xEF\xBF\xBD"},
        {"\xFF\xFE", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xAC",
         "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xAC"}, /* an emoji joined of two keeps its joiner */
        {"T\xC5\xB7 Gwyn", "T\xC5\xB7 Gwyn"},
        {"a\xC2\xA0"
         "b",
         "a\xC2\xA0"
         "b"}, /* a blank that must not break a line */
    };
    struct trig_arena arena;
    trig_arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_view plain = trig_wrap_plain(&arena, trig_view(cases[i].text));
        if (!trig_view_is(plain, cases[i].plain))
            fail_msg("case %zu: '%.*s'", i, TRIG_VIEW_ARG(plain));
    }
    assert_non_null(trig_wrap_plain(&arena, trig_view(NULL)).data);
    trig_arena_clear(&arena);
}

static void test_next_by_width(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width;
        const char *lines[6];
    } cases[] = {
        {"one two three", 7, {"one two", "three"}},
        {"one two three", 6, {"one", "two", "three"}},
        {"one two three", 0, {"one two three"}},
        {"  one  ", 80, {"one"}},
        {"", 10, {""}},
        {" \n ", 10, {""}},
        {"abcdefgh", 3, {"abc", "def", "gh"}},
        {"to abcdefgh", 3, {"to", "abc", "def", "gh"}},
        {"abc d", 3, {"abc", "d"}},
        {IDEOGRAPHS, 5, {"\xE6\x9D\xB1\xE4\xBA\xAC", "\xE5\xA4\xA7\xE5\xAD\xA6"}},
        {"\xE6\x9D\xB1\xE4\xBA\xAC", 1, {"\xE6\x9D\xB1", "\xE4\xBA\xAC"}}, /* wider than the line */
        {"o\xCC\x82o\xCC\x82", 1, {"o\xCC\x82", "o\xCC\x82"}},             /* accents stay with letters */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_view rest = trig_view(cases[i].text);
        size_t count = 0;
        do {
            struct trig_view line = trig_wrap_next(&rest, cases[i].width);
            if (!cases[i].lines[count] || !trig_view_is(line, cases[i].lines[count]))
                fail_msg("case %zu, line %zu: '%.*s'", i, count, TRIG_VIEW_ARG(line));
            count++;
        } while (rest.length);
        assert_null(cases[i].lines[count]);
    }
}

static void test_write_by_width_and_indent(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width, first, indent;
        const char *expected;
    } cases[] = {
        {"one  two\nthree", 0, 0, 0, "one two three\n"},
        {"", 20, 0, 2, "\n"},
        {"aaaa bbbb cccc dddd eeee", 20, 0, 4, "aaaa bbbb cccc dddd\n    eeee\n"},
        {"aaaa bbbb cccc dddd eeee", 24, 5, 2, "aaaa bbbb cccc dddd\n  eeee\n"},
        {"aaaa bbbb cccc dddd", 10, 9, 9, "aaaa bbbb cccc\n         dddd\n"}, /* 16 columns at least */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = NULL;
        size_t size = 0;
        FILE *out = open_memstream(&text, &size);
        trig_wrap_write(out, trig_view(cases[i].text), cases[i].width, cases[i].first, cases[i].indent);
        fclose(out);
        assert_string_equal(text, cases[i].expected);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_by_text),
        cmocka_unit_test(test_next_by_width),
        cmocka_unit_test(test_write_by_width_and_indent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
