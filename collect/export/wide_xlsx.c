/* Responses as a workbook: what people wrote stays text, whatever it begins with. */
#include "collect/export/long_texts.h"
#include "collect/export/wide_write.h"

#include "surveys/base/file.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* Days from the beginning of a workbook's time to 1970. */
#define XLSX_EPOCH    25569.0
#define SECONDS_A_DAY 86400.0

/* Characters that a cell holds; bytes are no fewer. */
#define CELL_TEXT 32767

struct book {
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *date;
    lxw_row_t row;
    bool labels;
    struct trig_long_texts texts; /* that were too long for a cell */
};

static lxw_error put_text(struct book *book, lxw_col_t column, struct trig_view text, struct trig_arena *room)
{
    size_t length = text.length;
    if (!text.data)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    if (!length)
        return LXW_NO_ERROR;
    if (length > CELL_TEXT)
        for (length = CELL_TEXT; length && ((unsigned char)text.data[length] & 0xC0) == 0x80;)
            length--;
    struct trig_view copy = trig_arena_copy(room, trig_view_of(text.data, length));
    if (!copy.data)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    return worksheet_write_string(book->sheet, book->row, column, copy.data, NULL);
}

static lxw_error put_cell(struct book *book, const struct trig_wide_row *row, size_t column,
                          struct trig_arena *room)
{
    const struct trig_column *cells = &row->batch->columns[column];
    lxw_col_t at = (lxw_col_t)column;
    if (!cells->numbers)
        return put_text(book, at, trig_wide_text(row, column, book->labels, room), room);
    double number = cells->numbers[row->row];
    bool is_date = !trig_wide_is_number(&row->wide->columns[column]);
    if (isnan(number))
        return LXW_NO_ERROR;
    if (is_date)
        return worksheet_write_number(book->sheet, book->row, at, number / SECONDS_A_DAY + XLSX_EPOCH,
                                      book->date);
    return worksheet_write_number(book->sheet, book->row, at, number, NULL);
}

/* Texts of the row that a cell cannot hold, whole, to the file beside it. */
static enum trig_status keep_long(struct book *book, const struct trig_wide_row *row, struct trig_arena *room,
                                  struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i <= row->wide->count && status == TRIG_OK; i++) {
        bool is_list = i == row->wide->count;
        if (!is_list && row->wide->columns[i].longest <= CELL_TEXT)
            continue;
        struct trig_view text = is_list ? row->kinds : trig_wide_text(row, i, book->labels, room);
        struct trig_view record = trig_wide_record(row, room);
        if (!text.data || !record.data)
            status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the workbook");
        else if (text.length > CELL_TEXT)
            status = trig_long_texts_add(&book->texts, row->number, record,
                                         is_list ? trig_view(TRIG_WIDE_MISSING) : row->wide->columns[i].name,
                                         text, error);
    }
    return status;
}

static enum trig_status put_row(void *context, const struct trig_wide_row *row, struct trig_error *error)
{
    struct book *book = context;
    struct trig_arena room;
    lxw_error code = LXW_NO_ERROR;
    trig_arena_init(&room);
    book->row++;
    enum trig_status status = keep_long(book, row, &room, error);
    for (size_t i = 0; i < row->wide->count && status == TRIG_OK && code == LXW_NO_ERROR; i++)
        code = put_cell(book, row, i, &room);
    if (status == TRIG_OK && code == LXW_NO_ERROR)
        code = put_text(book, (lxw_col_t)row->wide->count, row->kinds, &room);
    trig_arena_clear(&room);
    if (status != TRIG_OK)
        return status;
    return code == LXW_NO_ERROR
               ? TRIG_OK
               : trig_error_set(error, TRIG_ERR_IO, "could not be written: %s", lxw_strerror(code));
}

static enum trig_status fill(struct book *book, const struct trig_wide *wide, struct trig_error *error)
{
    struct trig_arena room;
    trig_arena_init(&room);
    lxw_format *bold = workbook_add_format(book->workbook);
    format_set_bold(bold);
    book->date = workbook_add_format(book->workbook);
    format_set_num_format(book->date, "yyyy-mm-dd hh:mm:ss");
    book->sheet = workbook_add_worksheet(book->workbook, "responses");
    for (size_t i = 0; i <= wide->count; i++) {
        struct trig_view name = i < wide->count ? wide->columns[i].name : trig_view(TRIG_WIDE_MISSING);
        struct trig_view copy = trig_arena_copy(&room, name);
        if (copy.data)
            (void)worksheet_write_string(book->sheet, 0, (lxw_col_t)i, copy.data, bold);
    }
    worksheet_freeze_panes(book->sheet, 1, 0);
    trig_arena_clear(&room);
    return trig_wide_read(wide, put_row, book, error);
}

/* More than a sheet holds. */
static enum trig_status check_size(const struct trig_wide *wide, struct trig_error *error)
{
    if (wide->rows < LXW_ROW_MAX && wide->count < LXW_COL_MAX)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_LIMIT,
                          "a workbook holds %d rows and %d columns, and these are more: use --to csv",
                          LXW_ROW_MAX, LXW_COL_MAX);
}

enum trig_status trig_wide_write_xlsx(const struct trig_wide *wide, const char *path, bool labels,
                                      trig_wide_note *say, void *context, struct trig_error *error)
{
    struct trig_output output = {.file = NULL};
    struct book book = {.labels = labels};
    trig_long_texts_init(&book.texts, path);
    enum trig_status status = check_size(wide, error);
    if (status == TRIG_OK)
        status = trig_output_open(&output, path, error);
    if (status != TRIG_OK)
        return status;
    /* Rows go to a temporary file as they come, so that memory does not grow with them. */
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    book.workbook = workbook_new_opt(output.temporary ? output.temporary : output.path, &options);
    status = book.workbook ? fill(&book, wide, error)
                           : trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for a workbook");
    lxw_error code = book.workbook ? workbook_close(book.workbook) : LXW_NO_ERROR;
    if (status == TRIG_OK && code != LXW_NO_ERROR)
        status = trig_error_set(error, TRIG_ERR_IO, "could not be written: %s", lxw_strerror(code));
    if (status == TRIG_OK)
        status = trig_long_texts_commit(&book.texts, error);
    if (status == TRIG_OK && book.texts.count) {
        char text[4400];
        snprintf(
            text, sizeof text,
            "a cell holds %d bytes, and texts longer than that are cut (%llu of them). All of each is in %s",
            CELL_TEXT, (unsigned long long)book.texts.count, book.texts.path);
        say(context, text);
    }
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, path, 0, 0);
    trig_long_texts_discard(&book.texts);
    trig_output_discard(&output);
    return status;
}
