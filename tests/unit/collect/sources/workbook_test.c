/* Workbooks: what their cells say, and what is wrong with them. */
#include "collect/sources/workbook.h"

#include "collect/intake/ingest.h"
#include "collect/sources/workbook_parts.h"

#include "tests/made/made.h"
#include "tests/support.h"
#include "tests/unit/collect/stored.h"

#include <stdlib.h>

/* A workbook of the given rows, in a folder of its own. */
static void make(struct temporary *file, const char *rows, const char *shared, bool from_1904)
{
    temporary_write(file, "made.xlsx", "", 0);
    assert_true(made_workbook(file->path, rows, shared, from_1904));
}

static enum trig_status take_cells(void *context, const struct trig_csv_record *record,
                                   struct trig_error *error)
{
    char *out = context;
    (void)error;
    sprintf(out + strlen(out), "%d:", (int)record->line);
    for (size_t i = 0; i < record->count; i++)
        sprintf(out + strlen(out), "%.*s|", TRIG_VIEW_ARG(record->fields[i].text));
    return TRIG_OK;
}

/* Reads the first sheet to "row:cell|cell|" texts. */
static enum trig_status read_sheet(const char *path, char *out, struct trig_error *error)
{
    struct trig_content content;
    const struct trig_unpack_limit limit = {.bytes = TRIG_UNPACK_LIMIT};
    const struct trig_sheet_request request = {.sink = take_cells, .context = out};
    trig_workbook *workbook = NULL;
    size_t count;
    out[0] = 0;
    enum trig_status status = trig_content_open(path, &limit, NULL, &content, error);
    if (status) /* the zip is so damaged that it is none, or no workbook's */
        return status;
    status = trig_workbook_open(content.descriptor, &limit, &workbook, error);
    if (status == TRIG_OK)
        status = trig_workbook_read(workbook, trig_workbook_sheets(workbook, &count), &request, error);
    trig_workbook_close(workbook);
    trig_content_close(&content);
    return status;
}

static void test_workbook_cells_of_every_type(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *rows;
        const char *expected;
        bool from_1904;
    } cases[] = {
        {"number", "<row><c><v>5</v></c><c><v>0.10000000000000001</v></c></row>", "1:5|0.1|", false},
        {"date", "<row><c s=\"1\"><v>45414</v></c></row>", "1:2024-05-02|", false},
        {"date and time", "<row><c s=\"2\"><v>45414.5</v></c></row>", "1:2024-05-02 12:00:00|", false},
        {"date, 1904", "<row><c s=\"1\"><v>43952</v></c></row>", "1:2024-05-02|", true},
        {"before March 1900", "<row><c s=\"1\"><v>1</v></c><c s=\"1\"><v>61</v></c></row>",
         "1:1900-01-01|1900-03-01|", false},
        {"clock", "<row><c s=\"3\"><v>0.65416666666666667</v></c></row>", "1:15:42|", false},
        {"elapsed", "<row><c s=\"4\"><v>1.5</v></c></row>", "1:36:00|", false},
        {"a unit is no date", "<row><c s=\"5\"><v>45414</v></c></row>", "1:45414|", false},
        {"no such style", "<row><c s=\"99\"><v>45414</v></c></row>", "1:45414|", false},
        {"logical", "<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c></row>", "1:TRUE|FALSE|", false},
        {"error", "<row><c t=\"e\"><v>#N/A</v></c></row>", "1:#N/A|", false},
        {"formula without value", "<row><c><f>A1+1</f></c></row>", "1:#VALUE!|", false},
        {"formula with value", "<row><c t=\"str\"><f>A1</f><v>x</v></c></row>", "1:x|", false},
        {"gaps", "<row r=\"3\"><c r=\"C3\"><v>1</v></c></row><row r=\"9\"><c><v>2</v></c></row>",
         "3:||1|9:2|", false},
        {"shared", "<row><c t=\"s\"><v>1</v></c><c t=\"s\"><v>0</v></c></row>", "1:b c|a|", false},
        {"inline", "<row><c t=\"inlineStr\"><is><r><t>x</t></r><r><t>y_x0041_</t></r></is></c></row>",
         "1:xyA|", false},
        {"prefix", "<x:row xmlns:x=\"u\"><x:c><x:v>7</x:v></x:c></x:row>", "1:7|", false},
        {"blank rows", "<row/><row><c s=\"1\"/></row><row><c><v/></c></row>", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct temporary file;
        struct trig_error error;
        char found[4000];
        make(&file, cases[i].rows, "<si><t>a</t></si><si><t>b</t><r><t> c</t></r></si>", cases[i].from_1904);
        enum trig_status status = read_sheet(file.path, found, &error);
        if (status != TRIG_OK || strcmp(found, cases[i].expected) != 0)
            fail_msg("%s: %s %s", cases[i].label, found, status ? error.message : "");
        temporary_remove(&file);
    }
}

static void test_workbook_hostile_cells_are_one_message(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *rows;
        const char *message;
    } cases[] = {
        {"row beyond the last", "<row r=\"1048577\"/>", "at most 1048576"},
        {"row zero", "<row r=\"0\"/>", "at most"},
        {"row of words", "<row r=\"x\"/>", "at most"},
        {"column beyond the last", "<row><c r=\"XFE1\"><v>1</v></c></row>", "Sheet1!A1"},
        {"endless column", "<row><c r=\"AAAAAAAAAAAA1\"><v>1</v></c></row>", "beyond column XFD"},
        {"no such text", "<row><c/><c t=\"s\"><v>99</v></c></row>", "Sheet1!B1"},
        {"negative text", "<row><c t=\"s\"><v>-1</v></c></row>", "refers to a text"},
        {"not well-formed", "<row><c></row>", "damaged or cut short"},
        {"entity", "<row><c><v>&lol;</v></c></row>", "damaged or cut short"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct temporary file;
        struct trig_error error = {0};
        char found[4000];
        make(&file, cases[i].rows, NULL, false);
        enum trig_status status = read_sheet(file.path, found, &error);
        if (status == TRIG_OK || !strstr(error.message, cases[i].message))
            fail_msg("%s: %d %s", cases[i].label, status, error.message);
        temporary_remove(&file);
    }
}

static void test_workbook_bombs_of_entities_depth_and_size_are_refused(void **state)
{
    (void)state;
    size_t size = (size_t)40 << 20;
    char *deep = calloc(200000, 1), *large = malloc(size + 100);
    assert_non_null(deep);
    assert_non_null(large);
    for (int i = 0; i < 1000; i++)
        strcat(deep, "<a>");
    memset(large, ' ', size);
    memcpy(large, "<worksheet><sheetData>", 22);
    large[size] = 0;
    const struct {
        const char *sheet;
        const char *message;
        enum trig_status status;
    } cases[] = {
        {"<!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><s>&b;</s>", "document type",
         TRIG_ERR_FORMAT},
        {"<!DOCTYPE s SYSTEM \"file:///etc/passwd\"><s/>", "document type", TRIG_ERR_FORMAT},
        {deep, "nested", TRIG_ERR_LIMIT},
        {large, "--unpack-limit", TRIG_ERR_LIMIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct temporary file;
        struct trig_error error = {0};
        char found[4000];
        const struct made_part parts[] = {
            {"xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"i\"/></sheets></workbook>"},
            {"xl/_rels/workbook.xml.rels",
             "<R><Relationship Id=\"i\" Type=\"x/worksheet\" Target=\"s.xml\"/></R>"},
            {"xl/s.xml", cases[i].sheet},
            {NULL, NULL}};
        temporary_write(&file, "made.xlsx", "", 0);
        assert_true(made_package(file.path, parts));
        enum trig_status status = read_sheet(file.path, found, &error);
        if (status != cases[i].status || !strstr(error.message, cases[i].message))
            fail_msg("case %zu: %d %s", i, status, error.message);
        temporary_remove(&file);
    }
    free(deep);
    free(large);
}

static void test_cell_kind_of_format_codes(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum trig_cell_kind kind;
    } cases[] = {{"General", TRIG_CELL_NUMBER},      {"0.00E+00", TRIG_CELL_NUMBER},
                 {"yyyy\\-mm\\-dd", TRIG_CELL_DATE}, {"h:mm AM/PM", TRIG_CELL_CLOCK},
                 {"[h]:mm:ss", TRIG_CELL_ELAPSED},   {"mmm", TRIG_CELL_DATE},
                 {"\"day\" 0", TRIG_CELL_NUMBER},    {"[Red]0;[Blue]d", TRIG_CELL_NUMBER},
                 {"#,##0_d", TRIG_CELL_NUMBER},      {"[$-409]d/m/yyyy", TRIG_CELL_DATE},
                 {"\"unclosed", TRIG_CELL_NUMBER},   {"[h", TRIG_CELL_NUMBER},
                 {"\\", TRIG_CELL_NUMBER},           {"", TRIG_CELL_NUMBER}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (trig_cell_kind_of(cases[i].code) != cases[i].kind)
            fail_msg("%s: %d", cases[i].code, trig_cell_kind_of(cases[i].code));
}

static void test_workbook_cell_names(void **state)
{
    (void)state;
    char name[TRIG_CELL_NAME];
    static const struct {
        uint64_t row;
        size_t column;
        const char *name;
    } cases[] = {{1, 0, "A1"}, {7, 2, "C7"}, {10, 25, "Z10"}, {1, 26, "AA1"}, {1048576, 16383, "XFD1048576"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_workbook_cell(cases[i].row, cases[i].column, name);
        assert_string_equal(name, cases[i].name);
    }
}

/* Every end is fine but a crash or a workbook that is taken though its end, where
 * the list of its parts stands, is missing. */
static void test_workbook_cut_or_flipped_anywhere_is_an_error(void **state)
{
    (void)state;
    static unsigned char bytes[1 << 16];
    struct temporary file;
    char found[1 << 14];
    struct trig_error error;
    temporary_write(&file, "made.xlsx", "", 0);
    assert_true(made_forms(file.path));
    FILE *stream = fopen(file.path, "rb");
    assert_non_null(stream);
    size_t length = fread(bytes, 1, sizeof bytes, stream);
    fclose(stream);
    for (size_t cut = 4; cut < length; cut += 7) {
        stream = fopen(file.path, "wb");
        assert_non_null(stream);
        fwrite(bytes, 1, cut, stream);
        fclose(stream);
        if (read_sheet(file.path, found, &error) == TRIG_OK)
            fail_msg("cut after %zu of %zu bytes: taken", cut, length);
    }
    for (size_t at = 4; at < length; at += 3) {
        bytes[at] ^= 0x41;
        stream = fopen(file.path, "wb");
        assert_non_null(stream);
        fwrite(bytes, 1, length, stream);
        fclose(stream);
        error.message[0] = 0;
        assert_true(read_sheet(file.path, found, &error) == TRIG_OK || error.message[0]);
        bytes[at] ^= 0x41;
    }
    temporary_remove(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_workbook_cells_of_every_type),
        cmocka_unit_test(test_workbook_hostile_cells_are_one_message),
        cmocka_unit_test(test_workbook_bombs_of_entities_depth_and_size_are_refused),
        cmocka_unit_test(test_cell_kind_of_format_codes),
        cmocka_unit_test(test_workbook_cell_names),
        cmocka_unit_test(test_workbook_cut_or_flipped_anywhere_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
