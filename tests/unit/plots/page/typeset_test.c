#include "tests/support.h"

#include "plots/page/typeset.h"

static const struct trig_font regular = {10, false};
static const struct trig_font bold = {10, true};

/* Widths of single letters are those of Helvetica's font metrics. */
static void test_width_of_known_letters_is_as_published(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool bold;
        double expected; /* at 10 points */
    } cases[] = {
        {"", false, 0},
        {"i", false, 7.0 / 3}, /* 6.66 pixels of PNG are 7 */
        {"W", false, 9.44},    /* 28.32 are 28: less than in the other forms */
        {"W", true, 9.44},
        {"iii", true, 8.34},
        {"\xC5\xB4", false, 9.44},         /* W with circumflex */
        {"W\xCC\x82", false, 9.44},        /* the same, decomposed */
        {"\xE2\x80\x93", false, 17.0 / 3}, /* en dash: 16.68 */
        {"\xE2\x88\x92", false, 6},        /* minus: 17.52 */
        {"~", false, 6},
        {" ", false, 2.78},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_close(trig_typeset_width(trig_view(cases[i].text), cases[i].bold ? bold : regular),
                     cases[i].expected, 1e-9, 0);
}

static void test_width_of_other_scripts_is_wide_rather_than_narrow(void **state)
{
    (void)state;
    assert_true(trig_typeset_width(trig_view("\xE4\xBD\xA0"), regular) >= 10); /* an ideograph */
    assert_true(trig_typeset_width(trig_view("\xD0\x96"), regular) >= 9);      /* Cyrillic Zhe is 9.2 wide */
    assert_true(trig_typeset_width(trig_view("\xFF\xFE"), regular) > 0);       /* not UTF-8 */
}

struct wrap_case {
    const char *label;
    const char *text;
    double width;
    size_t most;
    const char *expected; /* lines with | between them */
};

static void join(struct trig_views lines, char out[512])
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < lines.count && used < 512; i++)
        used +=
            (size_t)snprintf(out + used, 512 - used, "%s%.*s", i ? "|" : "", TRIG_VIEW_ARG(lines.items[i]));
}

typedef enum trig_status wrap(struct trig_arena *arena, struct trig_view text, struct trig_font font,
                              double width, size_t most, struct trig_views *out, struct trig_error *error);

static void check(wrap *function, const struct wrap_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct trig_arena arena;
        struct trig_views lines;
        struct trig_error error;
        char made[512];
        trig_arena_init(&arena);
        assert_ok(function(&arena, trig_view(cases[i].text), regular, cases[i].width, cases[i].most, &lines,
                           &error),
                  error);
        join(lines, made);
        for (size_t line = 0; line < lines.count; line++)
            if (trig_typeset_width(lines.items[line], regular) > cases[i].width + 1e-9)
                fail_msg("%s: '%.*s' is too wide", cases[i].label, TRIG_VIEW_ARG(lines.items[line]));
        if (strcmp(made, cases[i].expected) != 0)
            fail_msg("%s: [%s], not [%s]", cases[i].label, made, cases[i].expected);
        trig_arena_clear(&arena);
    }
}

static void test_wrap_of_hard_texts_gives_lines_that_fit(void **state)
{
    (void)state;
    static const struct wrap_case cases[] = {
        {"empty", "", 50, 2, ""},
        {"blanks only", " \t\n ", 50, 2, ""},
        {"one word", "word", 50, 2, "word"},
        {"two lines", "two short words", 50, 2, "two short|words"},
        {"white space of all kinds is one blank",
         " a \n\t b\xE2\x80\xA8"
         "c ",
         50, 1, "a b c"},
        {"a no-break space does not break",
         "aaa bbb\xC2\xA0"
         "ccc",
         40, 2,
         "aaa|bbb\xC2\xA0"
         "ccc"},
        {"shortened", "two short words", 50, 1, "two shor\xE2\x80\xA6"},
        {"shortened on the last line", "two short words and more of them", 50, 2,
         "two short|words a\xE2\x80\xA6"},
        {"a long word is broken", "Llanfairpwllgwyngyll", 50, 3, "Llanfairpwl|lgwyngyll"},
        {"a long word is broken and shortened", "Llanfairpwllgwyngyllgogerych", 50, 2,
         "Llanfairpwl|lgwyngyl\xE2\x80\xA6"},
        {"a mark stays with its letter", "Ww\xCC\x82W\xCC\x82W\xCC\x82W\xCC\x82W\xCC\x82", 40, 3,
         "Ww\xCC\x82W\xCC\x82W\xCC\x82|W\xCC\x82W\xCC\x82"},
        {"narrower than a letter", "WW", 5, 9, NULL},
    };
    check(trig_typeset_wrap, cases, sizeof cases / sizeof *cases - 1);
}

/* One letter a line is the least: nothing hangs and nothing is lost. */
static void test_wrap_narrower_than_a_letter_takes_a_letter_a_line(void **state)
{
    (void)state;
    struct trig_arena arena;
    struct trig_views lines;
    char made[512];
    trig_arena_init(&arena);
    trig_typeset_wrap(&arena, trig_view("WWW"), regular, 1, 9, &lines, NULL);
    join(lines, made);
    assert_string_equal(made, "W|W|W");
    trig_arena_clear(&arena);
}

static void test_evenly_wrapped_lines_are_about_as_long(void **state)
{
    (void)state;
    static const struct wrap_case cases[] = {
        {"no lonely last word", "aaaa bbbb cccc dddd", 75, 3, "aaaa bbbb|cccc dddd"},
        {"one line stays", "aaaa bbbb", 75, 3, "aaaa bbbb"},
        {"shortened stays", "aaaa bbbb cccc dddd", 45, 1, "aaaa b\xE2\x80\xA6"},
        {"a broken word stays", "Llanfairpwllgwyngyll aa", 50, 3, "Llanfairpwl|lgwyngyll|aa"},
    };
    check(trig_typeset_evenly, cases, sizeof cases / sizeof *cases);
}

static void test_valued_name_that_is_too_long_keeps_its_value(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *expected;
    } cases[] = {
        {"Sector", "Sector 64.0"},
        {"Prifysgol y Drindod Dewi Sant", "Prifysgol y Drindod|Dewi Sant 64.0"},
        {"Ysgol Gelf a Dylunio Cymru, Prifysgol y Drindod Dewi Sant, Campws Abertawe", NULL},
        {"", "64.0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_arena arena;
        struct trig_views lines;
        struct trig_error error;
        char made[512];
        trig_arena_init(&arena);
        assert_ok(trig_typeset_valued(&arena, trig_view(cases[i].name), trig_view("64.0"), regular, 100, 2,
                                      &lines, &error),
                  error);
        join(lines, made);
        size_t length = strlen(made);
        assert_true(length >= 4 && strcmp(made + length - 4, "64.0") == 0);
        assert_true(lines.count <= 2);
        if (cases[i].expected)
            assert_string_equal(made, cases[i].expected);
        else
            assert_non_null(strstr(made, "\xE2\x80\xA6 64.0"));
        trig_arena_clear(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_width_of_known_letters_is_as_published),
        cmocka_unit_test(test_width_of_other_scripts_is_wide_rather_than_narrow),
        cmocka_unit_test(test_wrap_of_hard_texts_gives_lines_that_fit),
        cmocka_unit_test(test_wrap_narrower_than_a_letter_takes_a_letter_a_line),
        cmocka_unit_test(test_evenly_wrapped_lines_are_about_as_long),
        cmocka_unit_test(test_valued_name_that_is_too_long_keeps_its_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
