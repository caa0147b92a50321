/* Writing one HTML page: templates whose holes are filled with escaped text.
 *
 *     trig_html_fill(html, "<h2 id=\"{}\">{}</h2>\n", TRIG_TEXTS(id, heading));
 *
 * Whatever comes from data goes through a hole and is escaped there; the
 * template is the program's own. Errors are sticky: the stream remembers them,
 * check once with trig_html_finish.
 */
#ifndef TRIG_ANALYZE_REPORT_HTML_H
#define TRIG_ANALYZE_REPORT_HTML_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"
#include "surveys/table/table.h"

#include <stdio.h>

struct trig_html {
    FILE *out; /* borrowed */
};

/* The texts for the holes of a template, in order: an array and its length. */
#define TRIG_TEXTS(...)                                                                                      \
    (const struct trig_view[]){__VA_ARGS__},                                                                 \
        sizeof((const struct trig_view[]){__VA_ARGS__}) / sizeof(struct trig_view)

/** Writes [text] so that it reads literally in content and in attributes; control
 *  characters other than tab and line feed are left out, as HTML asks. */
void trig_html_text(struct trig_html *html, struct trig_view text);

/** Writes the program's own markup as it is. */
void trig_html_raw(struct trig_html *html, const char *markup);

/** Writes [template], each `{}` replaced by the next of [texts], escaped. As many
 *  holes as texts (assert). */
void trig_html_fill(struct trig_html *html, const char *template, const struct trig_view *texts,
                    size_t count);

/* One column of a table on the page: which of the table's, and its heading. */
struct trig_html_column {
    const char *name; /* of the trig_table; a column it lacks is left out */
    const char *heading;
};

/* Of which rows: all, or those whose [column] holds [value]. */
struct trig_html_filter {
    const char *column; /* NULL: all rows */
    struct trig_view value;
};

/* How ids are put in words: the text for [text] in the column called [column].
 * A NULL function leaves all as it is. */
struct trig_html_words {
    struct trig_view (*say)(void *context, const char *column, struct trig_view text);
    void *context;
};

/** Writes an accessible table: caption, column headings with scope, the first
 *  column as row headings, numbers as the table's text form shows them, `[c]`
 *  with its meaning spelled out for a screen reader where a number is suppressed.
 *  Columns that are empty in every row are left out. ci_low stands for the
 *  interval: it is followed by ci_high in the same cell.
 *  @param words  NULL: texts stand as they are in the table. */
void trig_html_table(struct trig_html *html, const trig_table *table, struct trig_view caption,
                     const struct trig_html_column *columns, size_t count,
                     const struct trig_html_filter *filter, const struct trig_html_words *words);

/** @return TRIG_ERR_IO when anything so far failed to be written. */
enum trig_status trig_html_finish(struct trig_html *html, struct trig_error *error);

#endif
