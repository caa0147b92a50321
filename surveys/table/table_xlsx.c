/* A table as a workbook: its rows on the first sheet, as numbers of full precision
 * that look as in the text form; what stands below the text form on the second.
 * The same table gives the same bytes. */
#include "surveys/table/table_parts.h"

#include "surveys/base/text.h"

#include <xlsxwriter.h>

#define STYLES ((size_t)TRIG_STYLE_WHOLE_POINTS + 1)

/* Wide enough for a heading's filter button; wider texts are cut by the next cell's. */
#define LEAST_WIDTH 9
#define MOST_WIDTH  60

/* Larger counts are no longer whole in a cell's number. */
#define LARGEST_WHOLE ((uint64_t)1 << 53)

/* 1 January 1980, the first day that a zip file knows, so that no clock gets in. */
#define NO_TIME 315532800

struct book {
    const trig_table *table;
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *bold, *wrapped, *styles[STYLES];
    struct trig_arena arena;
    bool confidential; /* some cell reads [c] */
    struct trig_error *error;
};

static enum trig_status no_memory(struct book *book)
{
    trig_error_set(book->error, TRIG_ERR_MEMORY, "out of memory for a table as a workbook");
    return TRIG_ERR_MEMORY;
}

static enum trig_status check(struct book *book, lxw_error code)
{
    if (code == LXW_NO_ERROR)
        return TRIG_OK;
    if (code == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return no_memory(book);
    if (code == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
        return trig_error_set(book->error, TRIG_ERR_LIMIT,
                              "a cell of a workbook holds at most 32767 characters, and a text of this table "
                              "has more: use --format csv");
    return trig_error_set(book->error, TRIG_ERR_IO, "could not be written: %s", lxw_strerror(code));
}

/* ---- cells --------------------------------------------------------------------------- */

static enum trig_status put_text(struct book *book, lxw_row_t row, lxw_col_t column, struct trig_view text,
                                 lxw_format *format)
{
    if (!text.length)
        return TRIG_OK;
    if (!trig_text_is_utf8(text, NULL))
        return trig_error_set(book->error, TRIG_ERR_FORMAT, "a text of the table is not UTF-8");
    struct trig_view copy = trig_arena_copy(&book->arena, text);
    if (!copy.data)
        return no_memory(book);
    return check(book, worksheet_write_string(book->sheet, row, column, copy.data, format));
}

static enum trig_status put_count(struct book *book, lxw_row_t row, lxw_col_t column, uint64_t count)
{
    if (count > LARGEST_WHOLE)
        return put_text(book, row, column, trig_arena_printf(&book->arena, "%llu", (unsigned long long)count),
                        NULL);
    return check(book, worksheet_write_number(book->sheet, row, column, (double)count,
                                              book->styles[TRIG_STYLE_INTEGER]));
}

static enum trig_status put_cell(struct book *book, size_t row, size_t column)
{
    const trig_table *table = book->table;
    lxw_row_t at = (lxw_row_t)row + 1;
    lxw_col_t beside = (lxw_col_t)column;
    if (trig_table_is_confidential(table, row, column)) {
        book->confidential = true;
        return put_text(book, at, beside, trig_view(TRIG_TABLE_CONFIDENTIAL), NULL);
    }
    if (trig_table_is_empty(table, row, column))
        return TRIG_OK;
    switch (trig_table_column_at(table, column)->type) {
    case TRIG_CELL_TEXT:
        return put_text(book, at, beside, trig_table_text(table, row, column), NULL);
    case TRIG_CELL_COUNT:
        return put_count(book, at, beside, trig_table_count(table, row, column));
    case TRIG_CELL_NUMBER:
        break;
    }
    return check(book, worksheet_write_number(book->sheet, at, beside, trig_table_number(table, row, column),
                                              book->styles[trig_table_style(table, row, column)]));
}

/* ---- sheets ---------------------------------------------------------------------------- */

static double width_of(const struct book *book, size_t column)
{
    size_t width = trig_text_width(trig_view(trig_table_column_at(book->table, column)->name)) + 3;
    bool is_text = trig_table_column_at(book->table, column)->type == TRIG_CELL_TEXT;
    for (size_t row = 0; is_text && row < trig_table_rows(book->table); row++) {
        size_t own = trig_text_width(trig_table_text(book->table, row, column)) + 1;
        width = own > width ? own : width;
    }
    return (double)(width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width);
}

static enum trig_status fill_rows(struct book *book)
{
    const trig_table *table = book->table;
    size_t columns = trig_table_columns(table), rows = trig_table_rows(table);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < columns && status == TRIG_OK; i++) {
        lxw_col_t at = (lxw_col_t)i;
        status = put_text(book, 0, at, trig_view(trig_table_column_at(table, i)->name), book->bold);
        if (status == TRIG_OK)
            status = check(book, worksheet_set_column(book->sheet, at, at, width_of(book, i), NULL));
    }
    for (size_t row = 0; row < rows && status == TRIG_OK; row++)
        for (size_t i = 0; i < columns && status == TRIG_OK; i++)
            status = put_cell(book, row, i);
    worksheet_freeze_panes(book->sheet, 1, 0);
    if (status == TRIG_OK)
        status =
            check(book, worksheet_autofilter(book->sheet, 0, 0, (lxw_row_t)rows, (lxw_col_t)columns - 1));
    return status;
}

static enum trig_status put_fact(struct book *book, lxw_row_t *row, struct trig_view key,
                                 struct trig_view value)
{
    enum trig_status status = put_text(book, *row, 0, key, book->bold);
    return status ? status : put_text(book, (*row)++, 1, value, book->wrapped);
}

static enum trig_status fill_notes(struct book *book)
{
    const trig_table *table = book->table;
    lxw_row_t row = 0;
    enum trig_status status = check(book, worksheet_set_column(book->sheet, 0, 0, 16, NULL));
    if (status == TRIG_OK)
        status = check(book, worksheet_set_column(book->sheet, 1, 1, 100, NULL));
    if (status == TRIG_OK && trig_table_title(table).length)
        status = put_fact(book, &row, trig_view("title"), trig_table_title(table));
    if (status == TRIG_OK && book->confidential)
        status = put_fact(book, &row, trig_view(TRIG_TABLE_CONFIDENTIAL),
                          trig_view("hidden to protect respondents; the column suppressed names the rule"));
    for (size_t i = 0; i < trig_table_notes(table) && status == TRIG_OK; i++)
        status = put_fact(book, &row, trig_view("note"), trig_table_note(table, i));
    for (size_t i = 0; i < trig_table_facts(table) && status == TRIG_OK; i++) {
        const struct trig_table_fact *fact = trig_table_fact_at(table, i);
        status = put_fact(book, &row, fact->key, fact->value);
    }
    return status;
}

/* ---- the workbook ------------------------------------------------------------------------ */

static enum trig_status add_formats(struct book *book)
{
    /* A difference of shares is a percentage too: a workbook has no other unit that is a hundredth. */
    static const char *const looks[STYLES] = {
        [TRIG_STYLE_PLAIN] = "General",
        [TRIG_STYLE_SCORE] = "0.0",
        [TRIG_STYLE_SHARE] = "0.0%",
        [TRIG_STYLE_INTEGER] = "0",
        [TRIG_STYLE_POINTS] = "0.0%",
        [TRIG_STYLE_EFFECT] = "0.00",
        [TRIG_STYLE_P] = "[<0.001]\"<0.001\";0.000",
        [TRIG_STYLE_PERCENT] = "0%",
        [TRIG_STYLE_WHOLE_POINTS] = "0%",
    };
    book->bold = workbook_add_format(book->workbook);
    book->wrapped = workbook_add_format(book->workbook);
    if (!book->bold || !book->wrapped)
        return no_memory(book);
    format_set_bold(book->bold);
    format_set_text_wrap(book->wrapped);
    for (size_t i = 0; i < STYLES; i++) {
        book->styles[i] = workbook_add_format(book->workbook);
        if (!book->styles[i])
            return no_memory(book);
        format_set_num_format(book->styles[i], looks[i]);
    }
    return TRIG_OK;
}

static enum trig_status fill(struct book *book)
{
    struct trig_view title = trig_arena_copy(&book->arena, trig_table_title(book->table));
    if (!title.data)
        return no_memory(book);
    lxw_doc_properties about = {.title = (char *)title.data, .created = NO_TIME};
    enum trig_status status = check(book, workbook_set_properties(book->workbook, &about));
    if (status == TRIG_OK)
        status = add_formats(book);
    if (status == TRIG_OK && !(book->sheet = workbook_add_worksheet(book->workbook, "result")))
        status = no_memory(book);
    if (status == TRIG_OK)
        status = fill_rows(book);
    if (status == TRIG_OK && !(book->sheet = workbook_add_worksheet(book->workbook, "notes")))
        status = no_memory(book);
    return status == TRIG_OK ? fill_notes(book) : status;
}

enum trig_status trig_table_save_xlsx(const trig_table *table, const char *path, struct trig_error *error)
{
    struct book book = {.table = table, .error = error};
    if (trig_table_rows(table) >= LXW_ROW_MAX || trig_table_columns(table) > LXW_COL_MAX)
        return trig_error_set(error, TRIG_ERR_LIMIT,
                              "a workbook holds %d rows and %d columns, and this table has more: use "
                              "--format csv",
                              LXW_ROW_MAX, LXW_COL_MAX);
    book.workbook = workbook_new(path);
    if (!book.workbook)
        return no_memory(&book);
    trig_arena_init(&book.arena);
    enum trig_status status = fill(&book);
    lxw_error code = workbook_close(book.workbook);
    trig_arena_clear(&book.arena);
    return status == TRIG_OK ? check(&book, code) : status;
}
