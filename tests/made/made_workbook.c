#include "tests/made/made.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define LINK "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static bool add_part(zip_t *archive, const struct made_part *part)
{
    zip_source_t *source = zip_source_buffer(archive, part->content, strlen(part->content), 0);
    zip_int64_t index = source ? zip_file_add(archive, part->name, source, ZIP_FL_ENC_UTF_8) : -1;
    return index >= 0 && zip_file_set_mtime(archive, (zip_uint64_t)index, 1714521600, 0) == 0;
}

/* All that a source holds. */
static void *read_source(zip_source_t *source, size_t *length)
{
    zip_stat_t about;
    char *bytes = NULL;
    zip_stat_init(&about);
    if (zip_source_stat(source, &about) != 0 || zip_source_open(source) != 0)
        return NULL;
    *length = (size_t)about.size;
    bytes = malloc(*length + 1);
    if (bytes && zip_source_read(source, bytes, about.size) != (zip_int64_t)about.size) {
        free(bytes);
        bytes = NULL;
    }
    zip_source_close(source);
    return bytes;
}

void *made_package_bytes(const struct made_part *parts, size_t *length)
{
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *archive = target ? zip_open_from_source(target, ZIP_TRUNCATE, NULL) : NULL;
    if (!archive) {
        zip_source_free(target);
        return NULL;
    }
    zip_source_keep(target);
    bool made = true;
    for (; parts->name && made; parts++)
        made = add_part(archive, parts);
    if (!made)
        zip_discard(archive);
    void *bytes = made && zip_close(archive) == 0 ? read_source(target, length) : NULL;
    zip_source_free(target);
    return bytes;
}

bool made_package(const char *path, const struct made_part *parts)
{
    size_t length = 0;
    void *bytes = made_package_bytes(parts, &length);
    FILE *file = bytes ? fopen(path, "wb") : NULL;
    bool made = file && fwrite(bytes, 1, length, file) == length;
    free(bytes);
    return file && fclose(file) == 0 && made;
}

static const char links[] = HEAD
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" LINK "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

static const char book_links[] =
    HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
         "<Relationship Id=\"rId1\" Type=\"" LINK "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
         "<Relationship Id=\"rId2\" Type=\"" LINK "/styles\" Target=\"styles.xml\"/>"
         "<Relationship Id=\"rId3\" Type=\"" LINK "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
         "</Relationships>";

static const char styles[] = HEAD
    "<styleSheet " MAIN "><numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"m/d/yy\\ h:mm:ss\"/>"
    "<numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/>"
    "<numFmt numFmtId=\"166\" formatCode=\"[Red]0.0&quot; days&quot;\"/></numFmts>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs count=\"6\">"
    "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/>"
    "<xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs></styleSheet>";

bool made_workbook(const char *path, const char *rows, const char *shared, bool from_1904)
{
    static char sheet[1 << 16], texts[1 << 16], book[1000];
    snprintf(book, sizeof book,
             HEAD "<workbook " MAIN " xmlns:r=\"" LINK "\"><workbookPr date1904=\"%d\"/>"
                  "<sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
             from_1904);
    snprintf(sheet, sizeof sheet,
             HEAD "<worksheet " MAIN
                  "><dimension ref=\"A1:XFD1048576\"/><sheetData>%s</sheetData></worksheet>",
             rows);
    snprintf(texts, sizeof texts, HEAD "<sst " MAIN ">%s</sst>", shared ? shared : "");
    const struct made_part parts[] = {{"_rels/.rels", links},
                                      {"xl/workbook.xml", book},
                                      {"xl/_rels/workbook.xml.rels", book_links},
                                      {"xl/styles.xml", styles},
                                      {"xl/worksheets/sheet1.xml", sheet},
                                      {shared ? "xl/sharedStrings.xml" : NULL, texts},
                                      {NULL, NULL}};
    return made_package(path, parts);
}

/* Invented responses; the second has a cell that a spreadsheet has damaged, the
 * fourth row is blank. */
bool made_forms(const char *path)
{
    static const char shared[] =
        "<si><t>ID</t></si><si><t>Start time</t></si><si><t>Completion time</t></si><si><t>Email</t></si>"
        "<si><t>Name</t></si><si><t>Where do you work?\xC2\xA0</t></si><si><t>People know what I do</t></si>"
        "<si><t>What support did you get?</t></si><si><t>Days of training</t></si><si><t>Anything "
        "else?</t></si>"
        "<si><t>University of Aldmoor</t></si><si><t>Bracken Institute</t></si>"
        "<si><r><t>Strongly </t></r><r><rPr><b/></rPr><t>agree</t></r><rPh sb=\"0\" "
        "eb=\"1\"><t>x</t></rPh></si>"
        "<si><t>Agree</t></si><si><t xml:space=\"preserve\">A course;A mentor, coach or buddy;</t></si>"
        "<si><t>Time for learning;</t></si><si><t>two_x000A_lines</t></si>"
        "<si><t>Is your role technical?</t></si><si><t>Yes</t></si><si><t>anna@example.org</t></si>";
    static const char rows[] =
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" "
        "t=\"s\"><v>2</v></c>"
        "<c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" t=\"s\"><v>4</v></c><c r=\"F1\" t=\"s\"><v>5</v></c>"
        "<c r=\"G1\" t=\"s\"><v>6</v></c><c r=\"H1\" t=\"s\"><v>7</v></c><c r=\"I1\" t=\"s\"><v>8</v></c>"
        "<c r=\"J1\" t=\"s\"><v>9</v></c><c r=\"K1\" t=\"s\"><v>17</v></c></row>"
        "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" s=\"2\"><v>45413.4</v></c>"
        "<c r=\"C2\" s=\"2\"><v>45413.418935185182</v></c><c r=\"D2\" t=\"s\"><v>19</v></c>"
        "<c r=\"F2\" t=\"s\"><v>10</v></c><c r=\"G2\" t=\"s\"><v>12</v></c><c r=\"H2\" t=\"s\"><v>14</v></c>"
        "<c r=\"I2\"><v>2.5</v></c><c r=\"J2\" t=\"s\"><v>16</v></c><c r=\"K2\" t=\"s\"><v>18</v></c></row>"
        "<row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"C3\" s=\"2\"><v>45414</v></c>"
        "<c r=\"F3\" t=\"s\"><v>11</v></c><c r=\"G3\" t=\"e\"><f>NOSUCH()</f><v>#NAME?</v></c>"
        "<c r=\"H3\" t=\"s\"><v>15</v></c><c r=\"K3\" t=\"s\"><v>18</v></c></row>"
        "<row r=\"4\"><c r=\"A4\" s=\"1\"/><c r=\"F4\" t=\"inlineStr\"><is><t></t></is></c></row>"
        "<row r=\"7\"><c r=\"A7\"><v>3</v></c><c r=\"C7\" s=\"2\"><v>45415.75</v></c>"
        "<c r=\"F7\" t=\"inlineStr\"><is><t>University of Aldmoor</t></is></c><c r=\"G7\" t=\"str\"><f>G3</f>"
        "<v>Agree</v></c><c r=\"I7\" t=\"n\"><v>1E1</v></c><c r=\"K7\" t=\"s\"><v>18</v></c></row>";
    return made_workbook(path, rows, shared, false);
}
