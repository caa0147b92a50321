#include "tests/support.h"

#include "surveys/base/text.h"

#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void test_text_is_utf8_names_the_first_bad_byte(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *text;
        size_t bad; /* SIZE_MAX: none */
    } cases[] = {
        {"empty", "", SIZE_MAX},
        {"ASCII", "plain text, long enough for words", SIZE_MAX},
        {"two, three and four bytes", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x99\x82", SIZE_MAX},
        {"U+FFFF and U+10FFFF", "\xEF\xBF\xBF\xF4\x8F\xBF\xBF", SIZE_MAX},
        {"windows-1252", "caf\xE9 au lait", 3},
        {"after a word of ASCII", "12345678901234567\xFF", 17},
        {"lone continuation", "a\x80", 1},
        {"cut short", "ab\xE2\x82", 2},
        {"overlong slash", "\xC0\xAF", 0},
        {"overlong in three", "x\xE0\x80\x80", 1},
        {"surrogate", "\xED\xA0\x80", 0},
        {"beyond U+10FFFF", "\xF4\x90\x80\x80", 0},
        {"FE", "\xFE", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t offset = SIZE_MAX;
        bool valid = trig_text_is_utf8(trig_view(cases[i].text), &offset);
        if (valid != (cases[i].bad == SIZE_MAX) || offset != cases[i].bad)
            fail_msg("%s: %zu", cases[i].label, offset);
    }
    assert_true(trig_text_is_utf8(trig_view(NULL), NULL));
    assert_false(trig_text_is_utf8(trig_view("\xFF"), NULL));
}

static void assert_normal(const char *label, struct trig_view text, const char *expected)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view out;
    struct trig_view again;
    struct trig_error error;
    assert_ok(trig_text_normalise(&arena, text, &out, &error), error);
    if (!trig_view_is(out, expected))
        fail_msg("%s: '%.*s', not '%s'", label, TRIG_VIEW_ARG(out), expected);
    assert_ok(trig_text_normalise(&arena, out, &again, &error), error);
    if (!trig_view_equal(out, again))
        fail_msg("%s: twice is not once", label);
    trig_arena_clear(&arena);
}

static void test_text_normalise_makes_one_of_many_spellings(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *text;
        const char *expected;
    } cases[] = {
        {"empty", "", ""},
        {"only blanks", " \t\r\n ", ""},
        {"case and blanks", "  Strongly\tAGREE \n", "strongly agree"},
        {"NBSP",
         "Strongly\xC2\xA0\xC2\xA0"
         "agree\xC2\xA0",
         "strongly agree"},
        {"em space, ideographic space, line separator",
         "a\xE2\x80\x83"
         "b\xE3\x80\x80"
         "c\xE2\x80\xA8"
         "d",
         "a b c d"},
        {"U+FEFF and zero-width characters",
         "\xEF\xBB\xBF"
         "a\xE2\x80\x8B"
         "b\xE2\x80\x8D"
         "c\xE2\x81\xA0"
         "d\xC2\xAD",
         "abcd"},
        {"a zero-width character between blanks", "a \xE2\x80\x8B b", "a b"},
        {"curly quotes", "Don\xE2\x80\x99t say \xE2\x80\x9Cno\xE2\x80\x9D", "don't say \"no\""},
        {"long dashes and minus",
         "2017\xE2\x80\x93"
         "18 \xE2\x80\x94 \xE2\x88\x92"
         "1 \xE2\x80\x91",
         "2017-18 - -1 -"},
        {"vertical and small dashes", "\xEF\xB8\xB2 \xEF\xB9\xA3 \xEF\xB9\x98", "- - -"},
        {"composed and decomposed", "Cafe\xCC\x81", "caf\xC3\xA9"},
        {"already composed", "CAF\xC3\x89", "caf\xC3\xA9"},
        {"marks in another order", "a\xCC\x81\xCC\xA3", "\xE1\xBA\xA1\xCC\x81"},
        {"sharp s",
         "Stra\xC3\x9F"
         "e",
         "strasse"},
        {"final sigma", "\xCE\xA3\xCE\x91\xCE\xA3 \xCF\x82", "\xCF\x83\xCE\xB1\xCF\x83 \xCF\x83"},
        {"ligature",
         "\xEF\xAC\x81"
         "ve",
         "five"},
        {"full width", "\xEF\xBC\xA1\xEF\xBC\x91\xEF\xBC\x87", "a1'"},
        {"superscript", "m\xC2\xB2", "m2"},
        {"ellipsis", "other\xE2\x80\xA6", "other..."},
        {"Welsh", "Prifysgol Caerdydd \xC5\xB4\xC5\xB7", "prifysgol caerdydd \xC5\xB5\xC5\xB7"},
        {"diaeresis alone", "a \xC2\xA8", "a \xCC\x88"},
        {"Hangul", "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "\xED\x95\x9C"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_normal(cases[i].label, trig_view(cases[i].text), cases[i].expected);
    assert_normal("no text", trig_view(NULL), "");
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view out;
    trig_text_normalise(&arena, trig_view_of("A\0B", 3), &out, NULL);
    assert_true(trig_view_equal(out, trig_view_of("a\0b", 3)));
    trig_arena_clear(&arena);
}

static void test_text_normalise_of_bad_utf8_says_which_byte(void **state)
{
    (void)state;
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view out;
    struct trig_error error;
    assert_int_equal(trig_text_normalise(&arena, trig_view("caf\xE9"), &out, &error), TRIG_ERR_FORMAT);
    assert_string_equal(error.message, "byte 4 of a text, 0xE9, is not UTF-8");
    trig_arena_clear(&arena);
}

/* [character] in UTF-8, nothing for a surrogate; returns its length. */
static size_t encode(int32_t character, char *out)
{
    size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    if (character >= 0xD800 && character < 0xE000)
        return 0;
    for (size_t i = length; i-- > 1; character >>= 6)
        out[i] = (char)(0x80 | (character & 0x3F));
    out[0] = (char)(leads[length] | character);
    return length;
}

/* Longer than the buffer on the stack, and than a stretch; the letter before the
 * mark must find it wherever the text is cut. */
static void test_text_normalise_of_long_texts_equals_its_parts(void **state)
{
    (void)state;
    for (size_t length = 1; length < 3000; length += 61) {
        char *text = calloc(length * 4 + 1, 1);
        char *expected = calloc(length * 4 + 1, 1);
        for (size_t i = 0; i < length; i++) {
            strcpy(text + strlen(text), i % 2 ? "e\xCC\x81" : "\xCE\x91");
            strcpy(expected + strlen(expected), i % 2 ? "\xC3\xA9" : "\xCE\xB1");
        }
        assert_normal("long", trig_view(text), expected);
        free(text);
        free(expected);
    }
}

/* A million marks in the worst order: seconds would mean that they are sorted
 * as one; the suite's time limit would notice. */
static void test_text_normalise_of_endless_marks_ends(void **state)
{
    (void)state;
    enum { MARKS = 500000 };
    char *text = malloc(MARKS * 2);
    for (size_t i = 0; i < MARKS; i++)
        memcpy(text + 2 * i, i % 2 ? "\xCC\xA3" : "\xCC\x81", 2);
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view out;
    struct trig_error error;
    assert_ok(trig_text_normalise(&arena, trig_view_of(text, MARKS * 2), &out, &error), error);
    assert_true(trig_text_is_utf8(out, NULL));
    assert_int_equal(out.length, MARKS * 2);
    trig_arena_clear(&arena);
    free(text);
}

/* Every character there is, between two letters and before a mark. Bulk input,
 * so that a mistake at a seam shows too. */
static void test_text_normalise_of_every_character_twice_is_once(void **state)
{
    (void)state;
    enum { BLOCK = 0x1000 };
    static char text[BLOCK * 9];
    for (int32_t first = 0; first < 0x110000; first += BLOCK) {
        size_t length = 0;
        for (int32_t character = first; character < first + BLOCK; character++) {
            length += encode(character, text + length);
            length += encode(0x323, text + length);
            length += encode(character % 2 ? 'A' : 0x301, text + length);
        }
        struct trig_arena arena;
        trig_arena_init(&arena);
        struct trig_view once;
        struct trig_view twice;
        assert_int_equal(trig_text_normalise(&arena, trig_view_of(text, length), &once, NULL), TRIG_OK);
        assert_int_equal(trig_text_normalise(&arena, once, &twice, NULL), TRIG_OK);
        for (size_t i = 0; !trig_view_equal(once, twice) && i < once.length; i++)
            if (i >= twice.length || once.data[i] != twice.data[i])
                fail_msg("block U+%04X, byte %zu: %.12s, then %.12s", (unsigned)first, i, once.data + i,
                         i < twice.length ? twice.data + i : "");
        trig_arena_clear(&arena);
    }
}

static void test_text_trim_drops_blanks_at_both_ends_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"", ""},
        {" \t\r\n\v\f", ""},
        {" a b ", "a b"},
        {"\xEF\xBB\xBF\xC2\xA0 x\xC2\xA0\xEF\xBB\xBF \xC2\xA0", "x"},
        {"\xC3\xA0", "\xC3\xA0"}, /* its last byte is NBSP's */
        {"\xC2", "\xC2"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_true(trig_view_is(trig_text_trim(trig_view(cases[i].text)), cases[i].expected));
    assert_int_equal(trig_text_trim(trig_view(NULL)).length, 0);
    assert_int_equal(trig_text_trim(trig_view_of("\0", 1)).length, 1);
}

static void test_text_width_and_clip_count_columns(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *text;
        size_t width;
        size_t clipped; /* bytes of the part that is at most 3 wide */
    } cases[] = {
        {"ASCII", "abcd", 4, 3},
        {"accents", "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 4, 6},
        {"a mark belongs to its letter",
         "abe\xCC\x81"
         "d",
         4, 5},
        {"wide characters", "\xE6\x8A\x80\xE8\xA1\x93", 4, 3},
        {"wide after narrow", "ab\xE6\x8A\x80", 4, 2},
        {"bad bytes",
         "a\xFF\xFE"
         "b",
         4, 3},
        {"zero-width", "a\xE2\x80\x8B", 1, 4},
        {"empty", "", 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trig_view text = trig_view(cases[i].text);
        if (trig_text_width(text) != cases[i].width || trig_text_clip(text, 3).length != cases[i].clipped)
            fail_msg("%s: %zu wide, %zu clipped", cases[i].label, trig_text_width(text),
                     trig_text_clip(text, 3).length);
    }
}

static void test_text_split_list_at_bars(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected; /* the parts, each followed by a slash */
    } cases[] = {
        {"", ""},
        {"|", ""},
        {" | | ", ""},
        {"a", "a/"},
        {"a|b", "a/b/"},
        {" a | b |", "a/b/"},
        {"a\\|b|c", "a|b/c/"},
        {"\\|", "|/"},
        {"a\\", "a\\/"},
        {"a\\b|c", "a\\b/c/"},
        {"a\\\\|b", "a\\|b/"},
        {"one two||three", "one two/three/"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trig_arena arena;
        trig_arena_init(&arena);
        struct trig_views parts;
        struct trig_error error;
        assert_ok(trig_text_split_list(&arena, trig_view(cases[i].text), &parts, &error), error);
        char joined[64] = "";
        for (size_t j = 0; j < parts.count; j++)
            sprintf(joined + strlen(joined), "%.*s/", TRIG_VIEW_ARG(parts.items[j]));
        assert_string_equal(joined, cases[i].expected);
        trig_arena_clear(&arena);
    }
}

static void test_text_plain_letter_drops_marks(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char letter;
        size_t length;
    } cases[] = {{"a", 'a', 1},
                 {"Zz", 'Z', 1},
                 {"7", '7', 1},
                 {"-", 0, 1},
                 {"\xC3\xB6l", 'o', 2},
                 {"\xC3\x89", 'E', 2},
                 {"\xE1\xBA\xBF", 'e', 3},
                 {"\xC5\x82", 'l', 2},
                 {"\xC3\x98", 'O', 2},
                 {"\xC3\x9F", 's', 2},
                 {"\xE1\xBA\x9E", 'S', 3},
                 {"\xCE\xB1", 0, 2},
                 {"\xF0\x9F\x98\x80", 0, 4},
                 {"\xFF", 0, 1},
                 {"\xC3", 0, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = 0;
        char letter = trig_text_plain_letter(trig_view(cases[i].text), &length);
        if (letter != cases[i].letter || length != cases[i].length)
            fail_msg("case %zu: %d of %zu bytes", i, letter, length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_utf8_names_the_first_bad_byte),
        cmocka_unit_test(test_text_normalise_makes_one_of_many_spellings),
        cmocka_unit_test(test_text_normalise_of_bad_utf8_says_which_byte),
        cmocka_unit_test(test_text_normalise_of_long_texts_equals_its_parts),
        cmocka_unit_test(test_text_normalise_of_endless_marks_ends),
        cmocka_unit_test(test_text_normalise_of_every_character_twice_is_once),
        cmocka_unit_test(test_text_trim_drops_blanks_at_both_ends_only),
        cmocka_unit_test(test_text_width_and_clip_count_columns),
        cmocka_unit_test(test_text_split_list_at_bars),
        cmocka_unit_test(test_text_plain_letter_drops_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
