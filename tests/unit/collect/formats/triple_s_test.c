/* Triple-S: metadata, cells, and what is wrong with them. */
#include "collect/sources/triple_s.h"

#include "collect/answers/number_label.h"
#include "collect/intake/ingest.h"
#include "collect/sources/triple_s_cells.h"

#include "tests/support.h"
#include "tests/unit/collect/stored.h"

#include <stdlib.h>
#include <unistd.h>

#define HEAD  "<sss version=\"2.0\"><survey><record ident=\"V\">"
#define TAIL  "</record></survey></sss>"
#define PLACE "<position start=\"1\"/>"

static enum trig_status read_metadata(const char *text, size_t length, struct trig_triple_s *out,
                                      struct trig_error *error)
{
    struct temporary file;
    temporary_write(&file, "made.sss", text, length);
    enum trig_status status = trig_triple_s_read(file.path, out, error);
    temporary_remove(&file);
    return status;
}

static const char whole[] =
    HEAD "<variable type=\"character\"><name> Q1 </name><label>A <br/>long\n label<text "
         "mode=\"x\">no</text></label>"
         "<position start=\"1\" finish=\"3\"/></variable>"
         "<variable type=\"multiple\"><name>Q2</name><label><text mode=\"a\">first</text><text>second</text>"
         "</label><position start=\"4\" finish=\"6\"/><values><value code=\"1\">a</value><value code=\"3\">c"
         "</value></values></variable>"
         "<variable type=\"multiple\"><name>Q3</name><label>Q3</label><position start=\"7\" finish=\"10\"/>"
         "<spread subfields=\"2\"/><values><value code=\"7\">s</value><value code=\"12\">t</value></values>"
         "</variable>" TAIL;

static void test_triple_s_read_names_labels_and_positions(void **state)
{
    (void)state;
    struct trig_triple_s metadata;
    struct trig_error error;
    assert_ok(read_metadata(whole, sizeof whole - 1, &metadata, &error), error);
    assert_int_equal(metadata.count, 3);
    assert_true(trig_view_is(metadata.variables[0].name, "Q1"));
    assert_true(trig_view_is(metadata.variables[0].label, "A long label"));
    assert_int_equal(metadata.variables[0].finish, 3);
    assert_true(trig_view_is(metadata.variables[1].label, "first"));
    assert_int_equal(metadata.variables[1].highest, 3);
    assert_int_equal(metadata.variables[2].subfields, 2);
    trig_triple_s_clear(&metadata);
}

/* Cells of lines as "cell|cell|". */
static void test_triple_s_lines_count_characters_and_bits(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *cells;
    } cases[] = {
        {"abc101 712", "abc|1|1|1|1|"},
        {"\xC3\xA9tc01 07 0", "\xC3\xA9tc|bits 01|bits 01|1|0|"},
        {"ab", "ab|||||"},
        {"x  000  00", "x|0|0|0|0|"},
        {"x  1x1   5", "x|bits 1x1|bits 1x1|5|5|"},
        {"x   11 712", "x|bits  11|bits  11|1|1|"},
        {"   \xE2\x82\xACxx", "|bits \xE2\x82\xACxx|bits \xE2\x82\xACxx|||"},
    };
    struct trig_triple_s metadata;
    struct trig_error error;
    const struct trig_triple_s_column *columns;
    struct trig_triple_s_cells cells;
    size_t count;
    assert_ok(read_metadata(whole, sizeof whole - 1, &metadata, &error), error);
    assert_ok(trig_triple_s_columns(&metadata, &metadata.arena, &columns, &count, &error), error);
    assert_int_equal(count, 5);
    assert_true(trig_view_is(columns[2].name, "Q2_3"));
    assert_ok(trig_triple_s_cells_init(&cells, columns, count, &error), error);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char found[200] = "";
        assert_ok(trig_triple_s_read_line(&cells, trig_view(cases[i].line), &error), error);
        for (size_t j = 0; j < count; j++)
            snprintf(found + strlen(found), sizeof found - strlen(found), "%.*s|",
                     TRIG_VIEW_ARG(cells.fields[j].text));
        if (strcmp(found, cases[i].cells) != 0)
            fail_msg("%s: %s", cases[i].line, found);
    }
    trig_triple_s_cells_clear(&cells);
    trig_triple_s_clear(&metadata);
}

static void test_triple_s_mistakes_in_metadata_are_one_message(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"<html/>", "no variables"},
        {HEAD TAIL, "no variables"},
        {HEAD "<variable type=\"loop\">", "no variable has the type loop"},
        {HEAD "<variable><name>a</name></variable>", "no variable has the type"},
        {HEAD "<variable type=\"single\"><name>a</name></variable>" TAIL, "has no position"},
        {HEAD "<variable type=\"single\">" PLACE "</variable>" TAIL, "has no name"},
        {HEAD "<variable type=\"quantity\"><variable type=\"single\"><name>a</name>" PLACE
              "</variable></variable>" TAIL,
         "within another"},
        {HEAD "<variable type=\"single\"><name>a</name><position start=\"-1\"/>", "makes no sense"},
        {HEAD "<variable type=\"single\"><name>a</name><position start=\"99999999999\"/>", "makes no sense"},
        {HEAD "<variable type=\"single\"><name>a</name><position start=\"3\" finish=\"2\"/></variable>" TAIL,
         "no position"},
        {HEAD "<variable type=\"multiple\"><name>a</name>" PLACE "</variable>" TAIL, "has no values"},
        {HEAD "<variable type=\"multiple\"><name>a</name>" PLACE
              "<spread subfields=\"9\"/><values><value code=\"1\">x</value></values></variable>" TAIL,
         "more fields than it has characters"},
        {HEAD "<record/>", "several records"},
        {"<sss><hierarchy><level ident=\"H\" href=\"households.sss\"/></hierarchy></sss>",
         "export each level"},
        {"<!DOCTYPE sss [<!ENTITY a \"b\">]><sss>&a;</sss>", "document type"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_triple_s metadata;
        struct trig_error error = {0};
        enum trig_status status = read_metadata(cases[i].text, strlen(cases[i].text), &metadata, &error);
        if (status == TRIG_OK || !strstr(error.message, cases[i].message))
            fail_msg("case %zu: %d %s", i, status, error.message);
        trig_triple_s_clear(&metadata);
    }
}

static void test_triple_s_metadata_cut_or_flipped_anywhere(void **state)
{
    (void)state;
    static char text[sizeof whole];
    struct trig_triple_s metadata;
    struct trig_error error;
    for (size_t cut = 0; cut < sizeof whole - 1; cut++) {
        if (read_metadata(whole, cut, &metadata, &error) == TRIG_OK)
            fail_msg("cut after %zu bytes: taken", cut);
        trig_triple_s_clear(&metadata);
    }
    memcpy(text, whole, sizeof whole);
    for (size_t i = 0; i < sizeof whole - 1; i++) {
        text[i] ^= 0x15;
        error.message[0] = 0;
        assert_true(read_metadata(text, sizeof whole - 1, &metadata, &error) == TRIG_OK || error.message[0]);
        trig_triple_s_clear(&metadata);
        text[i] ^= 0x15;
    }
}

static void test_number_label_says_what_a_labelled_number_is(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *label;
        enum trig_number_label expected;
    } cases[] = {{500, "500 or more", TRIG_NUMBER_MEANT},
                 {7, "10-20 hours", TRIG_NUMBER_UNSURE},
                 {0, "None", TRIG_NUMBER_MEANT},
                 {1, "None", TRIG_NUMBER_UNSURE},
                 {999, "Not stated", TRIG_NUMBER_MISSING},
                 {9, "DK/NS", TRIG_NUMBER_MISSING},
                 {5, "Every week", TRIG_NUMBER_UNSURE},
                 {2.5, "2.5.", TRIG_NUMBER_MEANT},
                 {3, "", TRIG_NUMBER_UNSURE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (trig_number_label_read(cases[i].number, trig_view(cases[i].label)) != cases[i].expected)
            fail_msg("%g \"%s\"", cases[i].number, cases[i].label);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_triple_s_read_names_labels_and_positions),
        cmocka_unit_test(test_triple_s_lines_count_characters_and_bits),
        cmocka_unit_test(test_triple_s_mistakes_in_metadata_are_one_message),
        cmocka_unit_test(test_triple_s_metadata_cut_or_flipped_anywhere),
        cmocka_unit_test(test_number_label_says_what_a_labelled_number_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
