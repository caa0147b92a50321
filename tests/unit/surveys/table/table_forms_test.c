#include "tests/unit/surveys/table/table_fixture.h"

#include <jansson.h>

/* Two columns of texts and one of each kind of number. */
static const struct trig_table_column hard_columns[] = {
    {"name", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    {"value", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    {"n", TRIG_CELL_COUNT, TRIG_STYLE_PLAIN},
};

#define DRAGON  "\xF0\x9F\x90\x89"         /* an emoji, two columns wide */
#define TOKYO   "\xE6\x9D\xB1\xE4\xBA\xAC" /* two ideographs, two columns each */
#define W_HAT   "\xC5\xB5"                 /* w with circumflex, one code point */
#define O_HAT   "o\xCC\x82"                /* o and a combining circumflex */
#define REVERSE "\xE2\x80\xAE"             /* right-to-left override */
#define WELSH   "D" W_HAT "r T" O_HAT "n"  /* seven columns */

static trig_table *make_hard_table(void)
{
    static const struct {
        const char *name;
        double value;
        uint64_t n;
    } rows[] = {
        {WELSH, 1e-300, ((uint64_t)1 << 53) + 1},
        {TOKYO, 0.1, UINT64_MAX},
        {DRAGON, 62, 0},
        {"say \"yes\", then\nno", -0.0, 1},
        {"=SUM(A1)", -1.5, 1},
        {"@x", NAN, 1},
        {"-2", 1e22, 1},
        {"a\tb\x1B[31m", 1.0 / 3, 1},
        /* NOLINTNEXTLINE(misc-misleading-bidirectional): that is the test */
        {REVERSE "abc", 17665.4, 1},
    };
    trig_table *table = make_table(hard_columns, 3);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t row = add_row(table);
        set_text(table, row, 0, rows[i].name);
        trig_table_set_number(table, row, 1, rows[i].value);
        trig_table_set_count(table, row, 2, rows[i].n);
    }
    return table;
}

static void test_write_text_of_hard_cells_is_aligned_by_width(void **state)
{
    (void)state;
    assert_rendered(make_hard_table(), TRIG_FORMAT_TABLE, 0,
                    "name                 value                     n\n"
                    "------------------  ------  --------------------\n" WELSH
                    "             1e-300      9007199254740993\n" TOKYO
                    "                   0.1  18446744073709551615\n" DRAGON
                    "                      62                     0\n"
                    "say \"yes\", then no       0                     1\n"
                    "=SUM(A1)              -1.5                     1\n"
                    "@x                                             1\n"
                    "-2                   1e+22                     1\n"
                    "a b [31m            0.3333                     1\n"
                    "abc                  17665                     1\n");
}

static void test_write_csv_of_hard_cells(void **state)
{
    (void)state;
    assert_rendered(make_hard_table(), TRIG_FORMAT_CSV, 0,
                    "name,value,n\n" WELSH ",1e-300,9007199254740993\n" TOKYO
                    ",0.10000000000000001,18446744073709551615\n" DRAGON ",62,0\n"
                    "\"say \"\"yes\"\", then\nno\",0,1\n"
                    "'=SUM(A1),-1.5,1\n"
                    "'@x,,1\n"
                    "-2,1e+22,1\n"
                    "a\tb\x1B[31m,0.33333333333333331,1\n" REVERSE "abc,17665.400000000001,1\n");
}

static void test_write_json_of_hard_cells(void **state)
{
    (void)state;
    assert_rendered(make_hard_table(), TRIG_FORMAT_JSON, 0,
                    "{\"title\": null,\n"
                    " \"columns\": [\"name\", \"value\", \"n\"],\n"
                    " \"rows\": [\n"
                    "  {\"name\": \"" WELSH "\", \"value\": 1e-300, \"n\": 9007199254740993},\n"
                    "  {\"name\": \"" TOKYO
                    "\", \"value\": 0.10000000000000001, \"n\": 1.8446744073709552e19},\n"
                    "  {\"name\": \"" DRAGON "\", \"value\": 62.0, \"n\": 0},\n"
                    "  {\"name\": \"say \\\"yes\\\", then\\nno\", \"value\": 0.0, \"n\": 1},\n"
                    "  {\"name\": \"=SUM(A1)\", \"value\": -1.5, \"n\": 1},\n"
                    "  {\"name\": \"@x\", \"value\": null, \"n\": 1},\n"
                    "  {\"name\": \"-2\", \"value\": 1e22, \"n\": 1},\n"
                    "  {\"name\": \"a\\tb\\u001B[31m\", \"value\": 0.33333333333333331, \"n\": 1},\n"
                    "  {\"name\": \"" REVERSE "abc\", \"value\": 17665.400000000001, \"n\": 1}\n"
                    " ],\n"
                    " \"notes\": [],\n"
                    " \"provenance\": {}}\n");
}

static void test_write_json_reads_back_as_written(void **state)
{
    (void)state;
    trig_table *table = make_hard_table();
    assert_int_equal(trig_table_set_title(table, trig_view("\"T\""), NULL), TRIG_OK);
    assert_int_equal(trig_table_add_note(table, trig_view("A note."), NULL), TRIG_OK);
    assert_int_equal(trig_table_set_provenance(table, trig_view("store"), trig_view("x"), NULL), TRIG_OK);
    assert_int_equal(trig_table_set_provenance(table, trig_view("store"), trig_view("demo.trig"), NULL),
                     TRIG_OK);
    char *text = render(table, TRIG_FORMAT_JSON, 0);
    json_error_t problem;
    json_t *root = json_loads(text, 0, &problem);
    if (!root)
        fail_msg("line %d: %s", problem.line, problem.text);
    assert_string_equal(json_string_value(json_object_get(root, "title")), "\"T\"");
    assert_string_equal(json_string_value(json_array_get(json_object_get(root, "notes"), 0)), "A note.");
    json_t *provenance = json_object_get(root, "provenance");
    assert_string_equal(json_string_value(json_object_get(provenance, "store")), "demo.trig");
    json_t *rows = json_object_get(root, "rows");
    assert_int_equal(json_array_size(rows), trig_table_rows(table));
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *value = json_object_get(json_array_get(rows, i), "value");
        assert_int_equal(json_is_null(value), trig_table_is_empty(table, i, 1));
        if (!json_is_null(value))
            assert_close(json_real_value(value), trig_table_number(table, i, 1), 0, 0);
    }
    json_decref(root);
    free(text);
    trig_table_destroy(table);
}

static void test_write_json_of_text_that_is_not_utf8_fails(void **state)
{
    (void)state;
    trig_table *table = make_table(hard_columns, 3);
    set_text(table, add_row(table), 0, "caf\xE9");
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct trig_error error = {0};
    assert_int_equal(trig_table_write_json(table, out, &error), TRIG_ERR_FORMAT);
    fclose(out);
    assert_non_null(strstr(error.message, "byte 4"));
    free(text);
    assert_rendered(table, TRIG_FORMAT_TABLE, 0, "name\n----\ncaf\xEF\xBF\xBD\n");
}

static void test_write_of_a_table_without_rows(void **state)
{
    (void)state;
    static const struct {
        enum trig_table_format format;
        const char *expected;
    } cases[] = {
        {TRIG_FORMAT_TABLE, "A title\n\nNo results.\n\nWhy.\n"},
        {TRIG_FORMAT_CSV, "name,value,n\n"},
        {TRIG_FORMAT_JSON,
         "{\"title\": \"A title\",\n \"columns\": [\"name\", \"value\", \"n\"],\n \"rows\": [],\n"
         " \"notes\": [\"Why.\"],\n \"provenance\": {}}\n"},
    };
    for (size_t i = 0; i < 3; i++) {
        trig_table *table = make_table(hard_columns, 3);
        assert_int_equal(trig_table_set_title(table, trig_view("A title"), NULL), TRIG_OK);
        assert_int_equal(trig_table_add_note(table, trig_view("Why."), NULL), TRIG_OK);
        assert_rendered(table, cases[i].format, 0, cases[i].expected);
    }
}

static void test_write_of_an_empty_row(void **state)
{
    (void)state;
    static const char *const expected[] = {
        [TRIG_FORMAT_TABLE] = "No results.\n",
        [TRIG_FORMAT_CSV] = "name,value,n\n,,\n",
        [TRIG_FORMAT_JSON] = "{\"title\": null,\n \"columns\": [\"name\", \"value\", \"n\"],\n \"rows\": [\n"
                             "  {\"name\": null, \"value\": null, \"n\": null}\n ],\n"
                             " \"notes\": [],\n \"provenance\": {}}\n",
    };
    for (int format = TRIG_FORMAT_TABLE; format <= TRIG_FORMAT_JSON; format++) {
        trig_table *table = make_table(hard_columns, 3);
        add_row(table);
        assert_rendered(table, (enum trig_table_format)format, 0, expected[format]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_text_of_hard_cells_is_aligned_by_width),
        cmocka_unit_test(test_write_csv_of_hard_cells),
        cmocka_unit_test(test_write_json_of_hard_cells),
        cmocka_unit_test(test_write_json_reads_back_as_written),
        cmocka_unit_test(test_write_json_of_text_that_is_not_utf8_fails),
        cmocka_unit_test(test_write_of_a_table_without_rows),
        cmocka_unit_test(test_write_of_an_empty_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
