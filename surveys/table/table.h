/* A tidy result: typed, named columns; one estimate a row.
 *
 *      columns:   institution | measure | estimate | n | suppressed | note
 *      row 0      text          text      number    count text        text
 *      row 1      ...
 *      + title, notes (sentences below the table), provenance (key: value)
 *
 * A table is what a command prints, what a file holds and what a chart is made
 * of. It is filled after disclosure control: what is suppressed is not in it,
 * only the name of the rule that hid it. A command's columns never depend on
 * the data. All text is copied into the table's arena.
 *
 * Numbers are held at full precision and written so in CSV and JSON; the text
 * form uses the cell's style. A cell that was never set is empty: it prints as
 * nothing in CSV, null in JSON and a blank in text.
 */
#ifndef TRIG_SURVEYS_TABLE_TABLE_H
#define TRIG_SURVEYS_TABLE_TABLE_H

#include "surveys/error.h"
#include "surveys/memory.h"

#include <stdio.h>

enum trig_cell_type { TRIG_CELL_TEXT, TRIG_CELL_NUMBER, TRIG_CELL_COUNT };

/* How a number looks in the text form (CSV and JSON ignore it). */
enum trig_style {
    TRIG_STYLE_PLAIN,   /* %.4g */
    TRIG_STYLE_SCORE,   /* one decimal: 62.3 */
    TRIG_STYLE_SHARE,   /* 0-1 shown as percent with one decimal: 62.3% */
    TRIG_STYLE_INTEGER, /* no decimals: 1766 */
    TRIG_STYLE_P        /* three decimals, "<0.001" below that */
};

struct trig_table_column {
    const char *name; /* as in interface.md's list, for example "ci_low"; static */
    enum trig_cell_type type;
    enum trig_style style; /* the column's default; a cell may set its own */
};

typedef struct trig_table trig_table;

/** An empty table. [columns] is copied; the names must be static strings. */
trig_table *trig_table_create(const struct trig_table_column *columns, size_t count,
                              struct trig_error *error);
void trig_table_destroy(trig_table *table);

size_t trig_table_columns(const trig_table *table);
size_t trig_table_rows(const trig_table *table);
const struct trig_table_column *trig_table_column_at(const trig_table *table, size_t column);

/** The index of the column called [name], or SIZE_MAX. */
size_t trig_table_find(const trig_table *table, const char *name);

/** Adds an empty row; [*row] (may be NULL) gets its index. */
enum trig_status trig_table_add_row(trig_table *table, size_t *row, struct trig_error *error);

/* Setting a cell. A wrong type or index is a programmer's mistake (assert).
 * A number that is NAN or infinite leaves the cell empty: NAN means undefined. */
enum trig_status trig_table_set_text(trig_table *table, size_t row, size_t column, struct trig_view text,
                                     struct trig_error *error);
void trig_table_set_number(trig_table *table, size_t row, size_t column, double value);
void trig_table_set_styled(trig_table *table, size_t row, size_t column, double value, enum trig_style style);
void trig_table_set_count(trig_table *table, size_t row, size_t column, uint64_t value);

/* Reading a cell. Text of an empty cell is the empty view; its number is NAN. */
bool trig_table_is_empty(const trig_table *table, size_t row, size_t column);
struct trig_view trig_table_text(const trig_table *table, size_t row, size_t column);
double trig_table_number(const trig_table *table, size_t row, size_t column);
enum trig_style trig_table_style(const trig_table *table, size_t row, size_t column);

/** A title, shown above the text form and as "title" in JSON. */
enum trig_status trig_table_set_title(trig_table *table, struct trig_view title, struct trig_error *error);
struct trig_view trig_table_title(const trig_table *table);

/** A sentence below the text form, an element of "notes" in JSON; CSV leaves
 *  notes out, programs print them on stderr then. Equal notes are kept once. */
enum trig_status trig_table_add_note(trig_table *table, struct trig_view note, struct trig_error *error);
size_t trig_table_notes(const trig_table *table);
struct trig_view trig_table_note(const trig_table *table, size_t index);

/** Which columns the text form shows (by name; unknown names are ignored) and
 *  in which order; all when never called. A column that is empty in every row
 *  is left out of the text form in any case. */
enum trig_status trig_table_show(trig_table *table, const char *const *names, size_t count,
                                 struct trig_error *error);

/* The renderers: one file each. */

/** Aligned columns for a terminal, UTF-8 widths, header underlined by dashes;
 *  suppressed rows show `[c]` in the estimate's place. [width] limits the line
 *  by wrapping the note column only; 0 means no limit. */
enum trig_status trig_table_write_text(const trig_table *table, FILE *out, size_t width,
                                       struct trig_error *error);
/** RFC 4180 with LF, header always, numbers as %.17g, empty cells empty. A text
 *  cell that a spreadsheet would take for a formula (=, +, -, @, tab, CR first)
 *  is prefixed with an apostrophe. */
enum trig_status trig_table_write_csv(const trig_table *table, FILE *out, struct trig_error *error);
/** {"title", "columns": [..], "rows": [{..}], "notes": [..]}, UTF-8, via jansson. */
enum trig_status trig_table_write_json(const trig_table *table, FILE *out, struct trig_error *error);

#endif
