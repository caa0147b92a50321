#include "tests/support.h"

#include "plots/page/escape.h"

#include <stdlib.h>

typedef void escape(FILE *out, struct trig_view text);

struct escape_case {
    const char *label;
    const char *text;
    const char *expected;
};

static void check(escape *function, const struct escape_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *made = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&made, &length);
        function(out, trig_view(cases[i].text));
        fclose(out);
        if (strcmp(made, cases[i].expected) != 0)
            fail_msg("%s: [%s], not [%s]", cases[i].label, made, cases[i].expected);
        free(made);
    }
}

static void test_script_text_with_hostile_characters_stays_one_quoted_string(void **state)
{
    (void)state;
    static const struct escape_case cases[] = {
        {"plain", "Visibility", "'Visibility'"},
        {"empty", "", "''"},
        {"single quotes doubled", "it's 'so'", "'it''s ''so'''"},
        {"a quote first", "'a", "''.\"'\".'a'"},
        {"quotes alone", "''", "''.\"'\".''.\"'\".''"},
        {"quotes side by side", "a''b'''", "'a'''.\"'\".'b'''.\"'\".''.\"'\".''"},
        {"line end cannot end the string", "a\nsystem('x')", "'a system(''x'')'"},
        {"carriage return", "a\r\nb", "'a  b'"},
        {"backslash at the end is no continuation", "a\\", "'a\\'"},
        {"double quotes, backticks, macros, comments, formats", "\"`id` @x #y %s {z}",
         "'\"`id` @x #y %s {z}'"},
        {"next line, line and paragraph separators",
         "a\xC2\x85"
         "b\xE2\x80\xA8"
         "c\xE2\x80\xA9"
         "d",
         "'a b c d'"},
        {"escape and delete", "a\x1B[31mb\x7F", "'a [31mb '"},
        {"Welsh", "\xC5\xB4\xC5\xB7", "'\xC5\xB4\xC5\xB7'"},
        {"not UTF-8", "a\xFF\xC3(", "'a\xEF\xBF\xBD\xEF\xBF\xBD('"},
        {"not a character", "a\xEF\xBF\xBF", "'a\xEF\xBF\xBD'"},
    };
    check(trig_escape_script, cases, sizeof cases / sizeof *cases);
}

static void test_data_text_with_hostile_characters_stays_one_field(void **state)
{
    (void)state;
    static const struct escape_case cases[] = {
        {"plain", "Visibility", "\"Visibility\""},
        {"an empty field would swallow the next", "", "\" \""},
        {"double quote", "a\"b", "\"a\\042b\""},
        {"backslash read twice", "a\\nb", "\"a\\134\\134nb\""},
        {"octal digits after an escape are octal too", "\\134", "\"\\134\\134\\061\\063\\064\""},
        {"an eight is no octal digit", "\"8", "\"\\0428\""},
        {"digits elsewhere stay", "a134", "\"a134\""},
        {"comment, tab and line end", "#a\tb\nc", "\"#a b c\""},
    };
    check(trig_escape_data, cases, sizeof cases / sizeof *cases);
}

static void test_xml_text_with_markup_is_no_markup(void **state)
{
    (void)state;
    static const struct escape_case cases[] = {
        {"markup", "<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"},
        {"quotes", "\"'", "&quot;&#39;"},
        {"a character that XML forbids", "a\x01z", "a z"},
    };
    check(trig_escape_xml, cases, sizeof cases / sizeof *cases);
}

/* Every byte but the end of strings and the quote, alone: the string never ends early. */
static void test_script_text_of_any_byte_has_one_line_and_paired_quotes(void **state)
{
    (void)state;
    for (int byte = 1; byte < 256; byte++) {
        if (byte == '\'')
            continue;
        char text[2] = {(char)byte, '\0'}, *made = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&made, &length);
        trig_escape_script(out, trig_view(text));
        fclose(out);
        size_t quotes = 0;
        for (size_t i = 0; i < length; i++) {
            quotes += made[i] == '\'';
            if ((unsigned char)made[i] < ' ')
                fail_msg("byte %d gives a control character", byte);
        }
        if (quotes % 2 != 0 || made[0] != '\'' || made[length - 1] != '\'')
            fail_msg("byte %d gives [%s]", byte, made);
        free(made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_script_text_with_hostile_characters_stays_one_quoted_string),
        cmocka_unit_test(test_data_text_with_hostile_characters_stays_one_field),
        cmocka_unit_test(test_xml_text_with_markup_is_no_markup),
        cmocka_unit_test(test_script_text_of_any_byte_has_one_line_and_paired_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
