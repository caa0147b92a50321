/* One CSV file of a survey definition as a spreadsheet shows it.
 *
 *      scale , code , label , note          <- headings, in any order
 *      agree5, 1    , No    , x             <- row, line 2      cell(row, CODE) = "1"
 *      agree5, 2    , Yes   ,               <- row, line 3      cell(row, VALUE) = ""
 *
 * Columns are asked for by their index in the form, which says what the file
 * may hold. A file that a spreadsheet saved with semicolons or tabs is read as
 * such. Wholly blank rows and columns are nothing. What is wrong goes to the
 * report; rows with a wrong number of fields are kept and marked, so that what
 * they define is known to those who refer to it.
 */
#ifndef TRIG_SURVEYS_DEFINITION_DEFINITION_SHEET_H
#define TRIG_SURVEYS_DEFINITION_DEFINITION_SHEET_H

#include "surveys/base/memory.h"
#include "surveys/base/text.h"
#include "surveys/base/view.h"
#include "surveys/definition/definition_report.h"

#define TRIG_SHEET_MOST 16

struct trig_sheet_column {
    const char *name;
    bool required;
};

struct trig_sheet_form {
    const struct trig_sheet_column *columns; /* at most TRIG_SHEET_MOST */
    size_t count;
    bool open; /* other columns have a meaning too: no warning */
};

struct trig_sheet_row {
    uint64_t line;
    const struct trig_view *cells; /* as written, in the order of the file */
    size_t count;
    bool ragged;
};

struct trig_sheet {
    const struct trig_sheet_form *form; /* borrowed */
    struct trig_report *report;         /* borrowed */
    uint64_t heading_line;
    const struct trig_view *headings; /* trimmed */
    size_t heading_count;
    size_t places[TRIG_SHEET_MOST]; /* where each column of the form is, SIZE_MAX: absent */
    struct trig_sheet_row *rows;    /* owned */
    size_t row_count;
    size_t row_capacity;
};

/** Reads [content], which is the file that [report]'s path names.
 *  @param arena  holds the cells; must outlive the sheet.
 *  @param sheet  filled in any case; free with trig_sheet_clear.
 *  @return whether the rows can be used: it is CSV, UTF-8, and has the required
 *          columns. */
bool trig_sheet_read(struct trig_sheet *sheet, struct trig_view content, const struct trig_sheet_form *form,
                     struct trig_arena *arena, struct trig_report *report);
/** Frees what read made; fine on a zeroed struct. */
void trig_sheet_clear(struct trig_sheet *sheet);

/** Whether the file has this column of the form. */
bool trig_sheet_has(const struct trig_sheet *sheet, size_t column);

/** The trimmed text of a cell; blank when the file lacks the column. */
struct trig_view trig_sheet_cell(const struct trig_sheet *sheet, const struct trig_sheet_row *row,
                                 size_t column);

/** The same with outer blanks kept, for cells in which they mean something. */
struct trig_view trig_sheet_raw(const struct trig_sheet *sheet, const struct trig_sheet_row *row,
                                size_t column);

/* The text of a cell as something else. [what] names it in messages. A blank
 * text is nothing: false, and no mistake. A text that is wrong is a mistake,
 * and false; [out] is filled on true only. */
bool trig_sheet_number(const struct trig_sheet *sheet, const struct trig_sheet_row *row, const char *what,
                       struct trig_view text, double *out);
bool trig_sheet_time(const struct trig_sheet *sheet, const struct trig_sheet_row *row, const char *what,
                     struct trig_view text, enum trig_date_order order, double *out);
/** 1 or 0. */
bool trig_sheet_flag(const struct trig_sheet *sheet, const struct trig_sheet_row *row, const char *what,
                     struct trig_view text, bool *out);
/** A whole number of at least [least]. */
bool trig_sheet_whole(const struct trig_sheet *sheet, const struct trig_sheet_row *row, const char *what,
                      struct trig_view text, size_t least, size_t *out);
/** The index of one of [words], in capitals or not. */
bool trig_sheet_word(const struct trig_sheet *sheet, const struct trig_sheet_row *row, const char *what,
                     struct trig_view text, const char *const *words, size_t count, size_t *out);

#endif
