#include "surveys/definition/definition_sheet.h"

#include "surveys/csv/csv_reader.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

/* What the records of a file are collected into. */
struct filling {
    struct trig_sheet *sheet;
    struct trig_arena *arena;
    bool *stray;   /* one a heading: text was seen below although there is no heading */
    bool complete; /* no required column is missing */
};

static bool same_word(struct trig_view text, const char *word)
{
    return text.length == strlen(word) && strncasecmp(text.data, word, text.length) == 0;
}

static bool all_blank(const struct trig_csv_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        if (trig_text_trim(record->fields[i].text).length)
            return false;
    return true;
}

static struct trig_views form_names(struct trig_sheet *sheet, bool required_only)
{
    struct trig_views none = {NULL, 0};
    struct trig_view *names = trig_arena_calloc(&sheet->report->texts, sheet->form->count, sizeof *names);
    if (!names) {
        trig_report_no_memory(sheet->report);
        return none;
    }
    size_t count = 0;
    for (size_t i = 0; i < sheet->form->count; i++)
        if (!required_only || sheet->form->columns[i].required)
            names[count++] = trig_view(sheet->form->columns[i].name);
    return (struct trig_views){.items = names, .count = count};
}

/* Finds the column of the form that heading [index] names. */
static void place_heading(struct trig_sheet *sheet, size_t index)
{
    struct trig_view heading = sheet->headings[index];
    if (heading.length == 0)
        return;
    for (size_t i = 0; i < sheet->form->count; i++) {
        if (!same_word(heading, sheet->form->columns[i].name))
            continue;
        if (sheet->places[i] != SIZE_MAX)
            trig_report_mistake(sheet->report, sheet->heading_line, 0,
                                "column \"%s\" is there twice; remove or rename one of them",
                                sheet->form->columns[i].name);
        else
            sheet->places[i] = index;
        return;
    }
    /* `review` is where a draft says why it is as it is: for people, in any file. */
    if (!sheet->form->open && !same_word(heading, "review"))
        trig_report_warning(sheet->report, sheet->heading_line, "column %s has no meaning here%s",
                            trig_report_quote(sheet->report, heading),
                            trig_report_suggest(sheet->report, heading, form_names(sheet, false)));
}

static bool find_required(struct trig_sheet *sheet)
{
    bool complete = true;
    for (size_t i = 0; i < sheet->form->count; i++) {
        if (!sheet->form->columns[i].required || sheet->places[i] != SIZE_MAX)
            continue;
        complete = false;
        trig_report_mistake(
            sheet->report, sheet->heading_line, 0,
            "there is no column \"%s\"; the first row must name the columns: %s (of these %s must be there)",
            sheet->form->columns[i].name, trig_report_list(sheet->report, form_names(sheet, false)),
            trig_report_list(sheet->report, form_names(sheet, true)));
    }
    return complete;
}

static enum trig_status take_headings(struct filling *filling, const struct trig_csv_record *record)
{
    struct trig_sheet *sheet = filling->sheet;
    struct trig_view *headings = trig_arena_calloc(filling->arena, record->count, sizeof *headings);
    filling->stray = trig_arena_calloc(filling->arena, record->count, sizeof *filling->stray);
    if (!headings || !filling->stray)
        return TRIG_ERR_MEMORY;
    sheet->headings = headings;
    sheet->heading_count = record->count;
    sheet->heading_line = record->line;
    for (size_t i = 0; i < record->count; i++) {
        headings[i] = trig_arena_copy(filling->arena, trig_text_trim(record->fields[i].text));
        if (!headings[i].data)
            return TRIG_ERR_MEMORY;
        place_heading(sheet, i);
    }
    filling->complete = find_required(sheet);
    return sheet->report->status;
}

static enum trig_status copy_cells(struct filling *filling, const struct trig_csv_record *record,
                                   struct trig_sheet_row *row)
{
    struct trig_view *cells = trig_arena_calloc(filling->arena, record->count, sizeof *cells);
    if (!cells)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < record->count; i++) {
        cells[i] = trig_arena_copy(filling->arena, record->fields[i].text);
        if (!cells[i].data)
            return TRIG_ERR_MEMORY;
        bool below = i < filling->sheet->heading_count && filling->sheet->headings[i].length == 0;
        if (below && trig_text_trim(cells[i]).length)
            filling->stray[i] = true;
    }
    row->cells = cells;
    row->count = record->count;
    row->line = record->line;
    row->ragged = record->count != filling->sheet->heading_count;
    return TRIG_OK;
}

static enum trig_status take_row(struct filling *filling, const struct trig_csv_record *record)
{
    struct trig_sheet *sheet = filling->sheet;
    enum trig_status status = trig_grow((void **)&sheet->rows, &sheet->row_capacity, sheet->row_count + 1,
                                        sizeof *sheet->rows, NULL);
    if (status)
        return status;
    struct trig_sheet_row *row = &sheet->rows[sheet->row_count];
    status = copy_cells(filling, record, row);
    if (status)
        return status;
    sheet->row_count++;
    if (row->ragged)
        trig_report_mistake(
            sheet->report, row->line, 0, "this row has %zu field%s, the first row has %zu; %s", row->count,
            row->count == 1 ? "" : "s", sheet->heading_count,
            row->count > sheet->heading_count ? "put double quotes around a text that holds a comma"
                                              : "put the missing commas, or quote a text that spans rows");
    return sheet->report->status;
}

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct filling *filling = context;
    if (all_blank(record))
        return TRIG_OK;
    enum trig_status status =
        filling->sheet->headings ? take_row(filling, record) : take_headings(filling, record);
    return status ? trig_error_set(error, status, "out of memory") : TRIG_OK;
}

/* The separator of the first line that is not blank: a comma, unless there is
 * none and a spreadsheet of a country with decimal commas wrote semicolons, or
 * somebody pasted tabs. */
static char find_separator(struct trig_view content)
{
    bool quoted = false;
    bool begun = false;
    char other = ',';
    for (size_t i = 0; i < content.length; i++) {
        char byte = content.data[i];
        if (byte == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        if (byte == ',')
            return ',';
        if ((byte == ';' || byte == '\t') && other == ',')
            other = byte;
        if ((byte == '\n' || byte == '\r') && begun)
            break;
        begun = begun || (byte != '\n' && byte != '\r');
    }
    return other;
}

static void report_encoding(struct trig_report *report, struct trig_view content, size_t offset)
{
    uint64_t line = 1;
    size_t start = 0;
    for (size_t i = 0; i < offset; i++) {
        if (content.data[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    trig_report_mistake(
        report, line, offset - start + 1,
        "byte %02X (number %zu of the file) is not UTF-8; save the file again as \"CSV UTF-8\" "
        "(Excel) or with the character set \"Unicode (UTF-8)\" (LibreOffice)",
        (unsigned)(unsigned char)content.data[offset], offset + 1);
}

static void report_stray_cells(const struct filling *filling)
{
    for (size_t i = 0; filling->stray && i < filling->sheet->heading_count; i++)
        if (filling->stray[i])
            trig_report_warning(filling->sheet->report, filling->sheet->heading_line,
                                "column %zu has no heading, so what it holds has no meaning here", i + 1);
}

static bool read_records(struct filling *filling, struct trig_view content)
{
    struct trig_report *report = filling->sheet->report;
    struct trig_csv_options options = {.separator = find_separator(content)};
    struct trig_error error = {.status = TRIG_OK};
    enum trig_status status = trig_csv_read_bytes(content, NULL, &options, take_record, filling, &error);
    if (status == TRIG_ERR_MEMORY)
        trig_report_no_memory(report);
    else if (status)
        trig_report_mistake(report, error.line, error.column, "%s", error.message);
    return status == TRIG_OK;
}

bool trig_sheet_read(struct trig_sheet *sheet, struct trig_view content, const struct trig_sheet_form *form,
                     struct trig_arena *arena, struct trig_report *report)
{
    *sheet = (struct trig_sheet){.form = form, .report = report};
    for (size_t i = 0; i < TRIG_SHEET_MOST; i++)
        sheet->places[i] = SIZE_MAX;
    size_t offset;
    if (!trig_text_is_utf8(content, &offset)) {
        report_encoding(report, content, offset);
        return false;
    }
    struct filling filling = {.sheet = sheet, .arena = arena};
    if (!read_records(&filling, content))
        return false;
    if (!sheet->headings)
        trig_report_mistake(report, 1, 0, "the file is empty; its first row must name the columns: %s",
                            trig_report_list(report, form_names(sheet, false)));
    report_stray_cells(&filling);
    return filling.complete;
}

void trig_sheet_clear(struct trig_sheet *sheet)
{
    trig_free(sheet->rows);
    *sheet = (struct trig_sheet){.form = NULL};
}

bool trig_sheet_has(const struct trig_sheet *sheet, size_t column)
{
    return sheet->places[column] != SIZE_MAX;
}

struct trig_view trig_sheet_raw(const struct trig_sheet *sheet, const struct trig_sheet_row *row,
                                size_t column)
{
    size_t place = sheet->places[column];
    return place < row->count ? row->cells[place] : trig_view_of("", 0);
}

struct trig_view trig_sheet_cell(const struct trig_sheet *sheet, const struct trig_sheet_row *row,
                                 size_t column)
{
    return trig_text_trim(trig_sheet_raw(sheet, row, column));
}
