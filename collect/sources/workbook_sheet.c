/* Rows and cells of a sheet. Part of collect/sources/workbook.h's making.
 *
 *     <row r="3"><c r="A3" t="s"><v>17</v></c><c r="C3"><v>45414</v></c></row>
 *                    |  shared text 17            |  a number, or by its style a date
 */
#include "collect/sources/workbook_parts.h"

#include "surveys/base/text.h"

#include "collect/sources/cell_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SECONDS_A_DAY 86400.0
/* A cell holds 32,767 characters, and a record of text 16 MiB at most. */
#define LONGEST_CELL ((size_t)1 << 20)
#define LONGEST_ROW  ((size_t)16 << 20)
/* Before this day the count is one off: it has a 29th of February 1900. */
#define FIRST_SOUND_DAY 61.0

struct cell {
    size_t column;
    char type[10]; /* its attribute t */
    size_t style;
    char *text; /* owned: gathered from v, or from the t of is */
    size_t used;
    size_t room;
    bool has_value;
    bool has_formula;
};

struct sheet_reading {
    trig_workbook *workbook;
    const struct trig_sheet *sheet;
    const struct trig_sheet_request *request;
    struct trig_error *error;
    trig_xml *xml;
    uint64_t row;     /* from 1 */
    uint64_t records; /* delivered */
    struct cell cell;
    bool in_cell;
    bool gathers; /* within v, or a t of is that is no reading aid */
    bool in_reading_aid;

    /* The row. */
    struct trig_csv_field *fields; /* owned */
    size_t *starts;                /* owned; of each text in [bytes] */
    size_t count;                  /* fields so far */
    size_t capacity;
    size_t start_capacity;
    char *bytes;
    size_t used;
    size_t room;
};

void trig_workbook_cell(uint64_t row, size_t column, char out[TRIG_CELL_NAME])
{
    char letters[8];
    size_t count = 0;
    for (size_t left = column + 1; left && count < sizeof letters; left = (left - 1) / 26)
        letters[count++] = (char)('A' + (left - 1) % 26);
    size_t at = 0;
    while (count)
        out[at++] = letters[--count];
    snprintf(out + at, TRIG_CELL_NAME - at, "%u", (unsigned)(row & 0xFFFFFFF));
}

static void stop(struct sheet_reading *reading, enum trig_status status)
{
    trig_xml_stop(reading->xml, status);
}

/* Stops at the cell being read. */
static void stop_here(struct sheet_reading *reading, const char *what)
{
    char name[TRIG_CELL_NAME];
    trig_workbook_cell(reading->row, reading->cell.column, name);
    stop(reading, trig_error_set(reading->error, TRIG_ERR_LIMIT, "%.*s!%s: %s",
                                 TRIG_VIEW_ARG(reading->sheet->name), name, what));
}

/* ---- where a cell stands --------------------------------------------------------------- */

/* "C7": column 2, or SIZE_MAX when it makes no sense. The row is the row's. */
static size_t read_column(const char *name)
{
    size_t column = 0;
    const char *at = name;
    for (; *at >= 'A' && *at <= 'Z' && at - name < 4; at++)
        column = column * 26 + (size_t)(*at - 'A') + 1;
    return at == name || column > TRIG_WORKBOOK_COLUMNS ? SIZE_MAX : column - 1;
}

static void start_row(struct sheet_reading *reading, const char *const *attributes)
{
    const char *number = trig_xml_attribute(attributes, "r");
    int64_t row = (int64_t)reading->row + 1;
    if (number && !trig_text_to_integer(trig_view(number), &row))
        row = -1;
    reading->count = reading->used = 0;
    reading->cell.column = 0;
    if (row < 1 || row > (int64_t)TRIG_WORKBOOK_ROWS)
        stop(reading, trig_error_set(reading->error, TRIG_ERR_LIMIT,
                                     "%.*s: has a row numbered %s; a sheet has at most %u",
                                     TRIG_VIEW_ARG(reading->sheet->name), number ? number : "beyond the last",
                                     TRIG_WORKBOOK_ROWS));
    else
        reading->row = (uint64_t)row;
}

static void start_cell(struct sheet_reading *reading, const char *const *attributes)
{
    struct cell *cell = &reading->cell;
    const char *name = trig_xml_attribute(attributes, "r"), *type = trig_xml_attribute(attributes, "t");
    const char *style = trig_xml_attribute(attributes, "s");
    size_t column = name ? read_column(name) : cell->column;
    if (column >= TRIG_WORKBOOK_COLUMNS) {
        stop_here(reading, "a cell stands to the right of it, beyond column XFD");
        return;
    }
    snprintf(cell->type, sizeof cell->type, "%s", type ? type : "n");
    cell->column = column;
    cell->style = style ? (size_t)strtoul(style, NULL, 10) : 0;
    cell->used = 0;
    cell->has_value = cell->has_formula = false;
    reading->in_cell = true;
}

/* ---- what a cell says --------------------------------------------------------------------- */

static enum trig_cell_kind kind_of(const struct sheet_reading *reading)
{
    size_t style = reading->cell.style;
    return style < reading->workbook->kind_count ? reading->workbook->kinds[style] : TRIG_CELL_NUMBER;
}

/* Seconds since 1970 of a day as workbooks count it. */
static double time_of(const trig_workbook *workbook, double day)
{
    if (workbook->counts_from_1904)
        return (day - TRIG_WORKBOOK_EPOCH_1904) * SECONDS_A_DAY;
    return (day - TRIG_WORKBOOK_EPOCH + (day < FIRST_SOUND_DAY ? 1 : 0)) * SECONDS_A_DAY;
}

static struct trig_view read_number(const struct sheet_reading *reading, struct trig_view text,
                                    char out[TRIG_CELL_TEXT])
{
    double number;
    if (!trig_text_to_number(text, &number))
        return text;
    enum trig_cell_kind kind = kind_of(reading);
    bool is_clock = (kind == TRIG_CELL_DATE || kind == TRIG_CELL_CLOCK) && number >= 0 && number < 1;
    if (is_clock || kind == TRIG_CELL_ELAPSED)
        return trig_view_of(out, trig_cell_clock(number * SECONDS_A_DAY, out));
    if (kind == TRIG_CELL_NUMBER)
        return trig_view_of(out, trig_cell_number(number, out));
    return trig_view_of(out, trig_cell_time(time_of(reading->workbook, number), out));
}

/* The shared text with the number that [text] is. @return whether there is one. */
static bool find_shared(const struct trig_shared_texts *shared, struct trig_view text, struct trig_view *out)
{
    int64_t index;
    if (!trig_text_to_integer(text, &index) || index < 0 || (uint64_t)index >= shared->count)
        return false;
    size_t start = index ? shared->ends[index - 1] : 0;
    *out = trig_view_of(shared->bytes + start, shared->ends[index] - start);
    return true;
}

/* What the cell holds, as text; blank when nothing. */
static struct trig_view read_cell(struct sheet_reading *reading, char out[TRIG_CELL_TEXT])
{
    struct cell *cell = &reading->cell;
    struct trig_view text = {cell->text, cell->used};
    /* Whoever wrote the formula left its value to be worked out: it is not there. */
    if (!cell->has_value && cell->has_formula)
        return trig_view("#VALUE!");
    if (!cell->used)
        return trig_view_of(NULL, 0);
    if (strcmp(cell->type, "n") == 0)
        return read_number(reading, trig_text_trim(text), out);
    if (strcmp(cell->type, "b") == 0)
        return trig_view(trig_view_is(trig_text_trim(text), "1") ? "TRUE" : "FALSE");
    if (strcmp(cell->type, "s") == 0) {
        if (!find_shared(&reading->workbook->shared, trig_text_trim(text), &text))
            stop_here(reading, "refers to a text that the workbook does not hold: it is damaged");
        return text;
    }
    if (strcmp(cell->type, "inlineStr") == 0 || strcmp(cell->type, "str") == 0)
        text.length = trig_workbook_unescape(cell->text, cell->used);
    return text;
}

static enum trig_status add_fields(struct sheet_reading *reading, size_t count)
{
    enum trig_status status = trig_grow((void **)&reading->fields, &reading->capacity, count,
                                        sizeof *reading->fields, reading->error);
    if (status == TRIG_OK)
        status = trig_grow((void **)&reading->starts, &reading->start_capacity, count,
                           sizeof *reading->starts, reading->error);
    if (status != TRIG_OK)
        return status;
    for (; reading->count < count; reading->count++) {
        reading->fields[reading->count] = (struct trig_csv_field){{NULL, 0}, true};
        reading->starts[reading->count] = 0;
    }
    return TRIG_OK;
}

static void end_cell(struct sheet_reading *reading)
{
    char out[TRIG_CELL_TEXT];
    size_t column = reading->cell.column;
    struct trig_view text = read_cell(reading, out);
    reading->in_cell = false;
    if (trig_xml_has_stopped(reading->xml))
        return;
    if (text.length) {
        enum trig_status status = column >= reading->count ? add_fields(reading, column + 1) : TRIG_OK;
        size_t start = reading->used;
        if (reading->used + text.length > LONGEST_ROW) {
            stop_here(reading, "the row holds more than 16 MiB up to here");
            return;
        }
        if (status == TRIG_OK)
            status =
                trig_workbook_append(&reading->bytes, &reading->used, &reading->room, text, reading->error);
        if (status != TRIG_OK) {
            stop(reading, status);
            return;
        }
        reading->fields[column] = (struct trig_csv_field){{NULL, text.length}, false};
        reading->starts[column] = start;
    }
    /* The next cell, if it does not say where it stands. */
    reading->cell.column++;
}

/* ---- the sheet ------------------------------------------------------------------------------ */

static void end_row(struct sheet_reading *reading)
{
    const struct trig_sheet_request *request = reading->request;
    if (!reading->used)
        return;
    if (reading->count < request->width) {
        enum trig_status status = add_fields(reading, request->width);
        if (status != TRIG_OK) {
            stop(reading, status);
            return;
        }
    }
    for (size_t i = 0; i < reading->count; i++)
        if (!reading->fields[i].is_null)
            reading->fields[i].text.data = reading->bytes + reading->starts[i];
    struct trig_csv_record record = {.fields = reading->fields,
                                     .count = reading->count,
                                     .number = ++reading->records,
                                     .line = reading->row};
    enum trig_status status = request->sink(request->context, &record, reading->error);
    if (status != TRIG_OK || reading->records == request->most)
        stop(reading, status);
}

static void start_element(void *context, const char *name, const char *const *attributes)
{
    struct sheet_reading *reading = context;
    if (strcmp(name, "row") == 0)
        start_row(reading, attributes);
    else if (strcmp(name, "c") == 0)
        start_cell(reading, attributes);
    if (!reading->in_cell)
        return;
    if (strcmp(name, "v") == 0)
        reading->gathers = reading->cell.has_value = true;
    else if (strcmp(name, "f") == 0)
        reading->cell.has_formula = true;
    else if (strcmp(name, "rPh") == 0)
        reading->in_reading_aid = true;
    else if (strcmp(name, "t") == 0)
        reading->gathers = !reading->in_reading_aid;
}

static void end_element(void *context, const char *name)
{
    struct sheet_reading *reading = context;
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        reading->gathers = false;
    else if (strcmp(name, "rPh") == 0)
        reading->in_reading_aid = false;
    else if (strcmp(name, "c") == 0 && reading->in_cell)
        end_cell(reading);
    else if (strcmp(name, "row") == 0)
        end_row(reading);
    else if (strcmp(name, "sheetData") == 0)
        stop(reading, TRIG_OK);
}

static void take_text(void *context, struct trig_view text)
{
    struct sheet_reading *reading = context;
    struct cell *cell = &reading->cell;
    if (!reading->in_cell || !reading->gathers)
        return;
    if (cell->used + text.length > LONGEST_CELL) {
        stop_here(reading, "holds more than a MiB; it is damaged, or no answer");
        return;
    }
    enum trig_status status =
        trig_workbook_append(&cell->text, &cell->used, &cell->room, text, reading->error);
    if (status != TRIG_OK)
        stop(reading, status);
}

enum trig_status trig_workbook_read(trig_workbook *workbook, const struct trig_sheet *sheet,
                                    const struct trig_sheet_request *request, struct trig_error *error)
{
    static const struct trig_xml_handlers handlers = {start_element, end_element, take_text, false};
    struct sheet_reading reading = {.workbook = workbook, .sheet = sheet, .request = request, .error = error};
    const struct trig_part_request part = {.name = sheet->part.data,
                                           .handlers = &handlers,
                                           .context = &reading,
                                           .xml = &reading.xml,
                                           .moved = request->moved,
                                           .moved_context = request->moved_context};
    enum trig_status status = trig_package_read(workbook, &part, error);
    trig_free(reading.fields);
    trig_free(reading.starts);
    trig_free(reading.bytes);
    trig_free(reading.cell.text);
    return status;
}
