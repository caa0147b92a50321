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
 * form uses the cell's style. A table whose numbers were rounded to protect
 * respondents says so: what is made of it shows no more digits. A cell that was never set is empty: it prints
 * as nothing in CSV, null in JSON and a blank in text.
 *
 * Decimal points are points as long as the program keeps LC_NUMERIC at "C".
 */
#ifndef TRIG_SURVEYS_TABLE_TABLE_H
#define TRIG_SURVEYS_TABLE_TABLE_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

#include <stdint.h>
#include <stdio.h>

enum trig_cell_type { TRIG_CELL_TEXT, TRIG_CELL_NUMBER, TRIG_CELL_COUNT };

/* How a number looks in the text form (CSV and JSON ignore it). */
enum trig_style {
    TRIG_STYLE_PLAIN,       /* four significant digits, all digits of the whole part: 0.1234, 17665 */
    TRIG_STYLE_SCORE,       /* one decimal: 62.3 */
    TRIG_STYLE_SHARE,       /* 0-1 shown as percent with one decimal: 62.3% */
    TRIG_STYLE_INTEGER,     /* no decimals: 1766 */
    TRIG_STYLE_POINTS,      /* a difference of shares in percentage points: -4.0 pp */
    TRIG_STYLE_EFFECT,      /* two decimals: 0.21 */
    TRIG_STYLE_P,           /* three decimals, "<0.001" below that */
    TRIG_STYLE_PERCENT,     /* 0-1 shown as whole percent: 62% */
    TRIG_STYLE_WHOLE_POINTS /* a difference of shares in whole percentage points: -4 pp */
};

struct trig_table_column {
    const char *name; /* for example "ci_low" or a variable's name; UTF-8 */
    enum trig_cell_type type;
    enum trig_style style; /* the column's default; a cell may set its own */
};

typedef struct trig_table trig_table;

/** A table without rows. [columns] and their names are copied.
 *  @param count  at least 1.
 *  @return the table, to be given to trig_table_destroy; NULL when memory is out
 *          (TRIG_ERR_MEMORY) or two columns have the same name (TRIG_ERR_USAGE:
 *          a variable of the survey may be called "n"). */
trig_table *trig_table_create(const struct trig_table_column *columns, size_t count,
                              struct trig_error *error);
void trig_table_destroy(trig_table *table);

size_t trig_table_columns(const trig_table *table);
size_t trig_table_rows(const trig_table *table);
const struct trig_table_column *trig_table_column_at(const trig_table *table, size_t column);

/** The index of the column called [name], or SIZE_MAX. */
size_t trig_table_find(const trig_table *table, const char *name);

/** Whether a row stays. */
typedef bool trig_table_test(const trig_table *table, size_t row, const void *context);
/** Takes out all other rows; those that stay keep their order. */
void trig_table_keep(trig_table *table, trig_table_test *test, const void *context);

/** Makes room for so many rows in all. */
enum trig_status trig_table_reserve(trig_table *table, size_t rows, struct trig_error *error);

/** Adds an empty row; [*row] (may be NULL) gets its index. */
enum trig_status trig_table_add_row(trig_table *table, size_t *row, struct trig_error *error);

/* Setting a cell. A wrong type or index is a programmer's mistake (assert).
 * A number that is NAN or infinite makes the cell empty: NAN means undefined;
 * so does a text of length 0. Zero is kept without a sign. */
enum trig_status trig_table_set_text(trig_table *table, size_t row, size_t column, struct trig_view text,
                                     struct trig_error *error);
void trig_table_set_number(trig_table *table, size_t row, size_t column, double value);
void trig_table_set_styled(trig_table *table, size_t row, size_t column, double value, enum trig_style style);
void trig_table_set_count(trig_table *table, size_t row, size_t column, uint64_t value);

/* Reading a cell. Text of a cell that is empty or holds a number is the empty
 * view; the number of one that is empty or holds text is NAN. A count above
 * 2^53 is rounded as a number and exact as a count (0 unless it is one). */
bool trig_table_is_empty(const trig_table *table, size_t row, size_t column);
struct trig_view trig_table_text(const trig_table *table, size_t row, size_t column);
double trig_table_number(const trig_table *table, size_t row, size_t column);
uint64_t trig_table_count(const trig_table *table, size_t row, size_t column);
enum trig_style trig_table_style(const trig_table *table, size_t row, size_t column);

/** A title, shown above the text form and as "title" in JSON. */
enum trig_status trig_table_set_title(trig_table *table, struct trig_view title, struct trig_error *error);
struct trig_view trig_table_title(const trig_table *table);

/** A sentence below the text form, an element of "notes" in JSON; CSV leaves
 *  notes out, programs print them on stderr then. Equal notes are kept once. */
enum trig_status trig_table_add_note(trig_table *table, struct trig_view note, struct trig_error *error);
size_t trig_table_notes(const trig_table *table);
struct trig_view trig_table_note(const trig_table *table, size_t index);

/** One fact of where the numbers come from, for example "store", "definition",
 *  "method": lines `key: value` below the notes of the text form, "provenance"
 *  in JSON, not in CSV. A key that was set before gets the new value. */
enum trig_status trig_table_set_provenance(trig_table *table, struct trig_view key, struct trig_view value,
                                           struct trig_error *error);

/** Gives [to] all facts of [from]. */
enum trig_status trig_table_copy_provenance(const trig_table *from, trig_table *to, struct trig_error *error);

/** Says that the numbers were rounded, scores and percentages to whole ones: CSV and JSON write
 *  them with 15 digits, so that 0.62 is 0.62, and charts and sentences give them no decimals
 *  (numbers in units of their own one). Tables are not, unless told. */
void trig_table_set_rounded(trig_table *table);
bool trig_table_is_rounded(const trig_table *table);

/** The confidence level of ci_low and ci_high, for the text form's heading;
 *  0.95 unless set, between 0 and 1. */
void trig_table_set_level(trig_table *table, double level);

/** Which columns the text form shows (by name; unknown names are ignored) and
 *  in which order; all when never called. A column that is empty in every row
 *  is left out of the text form in any case. */
enum trig_status trig_table_show(trig_table *table, const char *const *names, size_t count,
                                 struct trig_error *error);

/* Room for a number as text, whatever it is, with its NUL. */
#define TRIG_STYLE_TEXT 344

/** A number as the text form shows it: never "-0.0", empty for NAN and infinity. */
void trig_style_number(enum trig_style style, double value, char out[TRIG_STYLE_TEXT]);

/* The renderers: one file each. All return TRIG_OK, TRIG_ERR_IO (with the
 * system's reason) or TRIG_ERR_MEMORY; [out] is flushed. */

/** Aligned columns for a terminal or a report: title, header underlined by
 *  dashes, numbers to the right, text to the left, UTF-8 widths. Headings are
 *  the columns' names with blanks for underscores; ci_low and ci_high become one
 *  column "95% interval", and so do difference_low and difference_high; rank_low and
 *  rank_high become "ranks". Where `suppressed` names a rule,
 * `[c]` stands in the estimate's place (in the benchmark's, when there is an estimate), and a line below says
 * what it means. White space and control characters in a cell become one blank.
 *  @param width  limits lines by wrapping the title, the columns note and finding, the notes
 *                and nothing else; 0 means no limit. */
enum trig_status trig_table_write_text(const trig_table *table, FILE *out, size_t width,
                                       struct trig_error *error);
/** The notes and the provenance as the text form has them, for a program whose
 *  table went out as CSV. */
enum trig_status trig_table_write_notes(const trig_table *table, FILE *out, size_t width,
                                        struct trig_error *error);
/** RFC 4180 with LF, header always, numbers as %.17g, empty cells empty. A text
 *  cell that a spreadsheet would take for a formula (=, +, -, @, tab, CR first)
 *  is prefixed with an apostrophe. */
enum trig_status trig_table_write_csv(const trig_table *table, FILE *out, struct trig_error *error);
/** {"title", "columns": [..], "rows": [{..}], "notes": [..], "provenance": {..}},
 *  one row a line, keys in the order of the columns, UTF-8, via jansson. Numbers
 *  have 17 digits and always a point or an exponent, counts neither.
 *  @return also TRIG_ERR_FORMAT for a text that is not UTF-8. */
enum trig_status trig_table_write_json(const trig_table *table, FILE *out, struct trig_error *error);

/* The forms by name, as `--format` has them. (Not `enum trig_format`: the tag
 * is that of the export formats.) */
enum trig_table_format { TRIG_FORMAT_TABLE, TRIG_FORMAT_CSV, TRIG_FORMAT_JSON, TRIG_FORMAT_XLSX };

/** @param name  "table", "csv", "json" or "xlsx"; NULL is "table", the default.
 *  @return whether there is such a form; [*out] is untouched otherwise. */
bool trig_format_parse(const char *name, enum trig_table_format *out);

/** Writes the table in one of its forms; [width] matters to the text form only.
 *  @return also TRIG_ERR_USAGE for a workbook, which is a file: trig_table_save. */
enum trig_status trig_table_write(const trig_table *table, enum trig_table_format format, FILE *out,
                                  size_t width, struct trig_error *error);

/** The same into the file [path], which appears whole or not at all; text lines
 *  are not limited. */
enum trig_status trig_table_save(const trig_table *table, enum trig_table_format format, const char *path,
                                 struct trig_error *error);

#endif
