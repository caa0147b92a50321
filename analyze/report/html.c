#include "analyze/report/html.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

void trig_html_text(struct trig_html *html, struct trig_view text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        switch (byte) {
        case '&':
            fputs("&amp;", html->out);
            break;
        case '<':
            fputs("&lt;", html->out);
            break;
        case '>':
            fputs("&gt;", html->out);
            break;
        case '"':
            fputs("&quot;", html->out);
            break;
        case '\'':
            fputs("&#39;", html->out);
            break;
        default:
            if (byte >= 0x20 ? byte != 0x7f : byte == '\t' || byte == '\n')
                fputc(byte, html->out);
        }
    }
}

void trig_html_raw(struct trig_html *html, const char *markup)
{
    fputs(markup, html->out);
}

void trig_html_fill(struct trig_html *html, const char *template, const struct trig_view *texts, size_t count)
{
    size_t used = 0;
    const char *rest = template;
    for (const char *hole; (hole = strstr(rest, "{}")); rest = hole + 2) {
        assert(used < count);
        fwrite(rest, 1, (size_t)(hole - rest), html->out);
        trig_html_text(html, texts[used++]);
    }
    assert(used == count);
    (void)count;
    fputs(rest, html->out);
}

enum trig_status trig_html_finish(struct trig_html *html, struct trig_error *error)
{
    if (fflush(html->out) || ferror(html->out))
        return trig_error_set(error, TRIG_ERR_IO, "cannot write the page: %s", strerror(errno));
    return TRIG_OK;
}

/* ---- tables ------------------------------------------------------------------ */

static bool row_is_kept(const trig_table *table, size_t row, const struct trig_html_filter *filter)
{
    if (!filter || !filter->column)
        return true;
    size_t column = trig_table_find(table, filter->column);
    return column != SIZE_MAX && trig_view_equal(trig_table_text(table, row, column), filter->value);
}

/* Whether a column is worth showing: some row holds something, or hides it. */
static bool column_is_used(const trig_table *table, size_t column, const struct trig_html_filter *filter)
{
    for (size_t row = 0; row < trig_table_rows(table); row++)
        if (row_is_kept(table, row, filter) && !trig_table_is_empty(table, row, column))
            return true;
    return false;
}

static bool is_number(const trig_table *table, size_t column)
{
    return trig_table_column_at(table, column)->type != TRIG_CELL_TEXT;
}

static void write_number(struct trig_html *html, const trig_table *table, size_t row, size_t column)
{
    char text[TRIG_STYLE_TEXT];
    trig_style_number(trig_table_style(table, row, column), trig_table_number(table, row, column), text);
    const char *digits = text;
    if (*digits == '-') {
        trig_html_raw(html, "\u2212");
        digits++;
    }
    trig_html_text(html, trig_view(digits));
}

/* The interval's two ends in one cell: "58.9 to 66.9". */
static void write_interval(struct trig_html *html, const trig_table *table, size_t row, size_t low)
{
    size_t high = trig_table_find(table, "ci_high");
    write_number(html, table, row, low);
    if (high == SIZE_MAX || trig_table_is_empty(table, row, high))
        return;
    trig_html_raw(html, " to ");
    write_number(html, table, row, high);
}

static bool is_suppressed(const trig_table *table, size_t row)
{
    size_t column = trig_table_find(table, "suppressed");
    return column != SIZE_MAX && !trig_table_is_empty(table, row, column);
}

static void write_cell(struct trig_html *html, const trig_table *table, size_t row, size_t column,
                       const struct trig_html_words *words)
{
    const char *name = trig_table_column_at(table, column)->name;
    if (!is_number(table, column)) {
        struct trig_view text = trig_table_text(table, row, column);
        trig_html_text(html, words && words->say ? words->say(words->context, name, text) : text);
    } else if (!trig_table_is_empty(table, row, column)) {
        if (strcmp(name, "ci_low") == 0)
            write_interval(html, table, row, column);
        else
            write_number(html, table, row, column);
    } else if (strcmp(name, "estimate") == 0 && is_suppressed(table, row))
        trig_html_raw(html, "<abbr title=\"hidden to protect respondents\">[c]</abbr>");
}

static void write_row(struct trig_html *html, const trig_table *table, size_t row, const size_t *columns,
                      size_t count, const struct trig_html_words *words)
{
    trig_html_raw(html, "<tr>");
    for (size_t i = 0; i < count; i++) {
        bool heading = i == 0;
        trig_html_raw(html, heading                        ? "<th scope=\"row\">"
                            : is_number(table, columns[i]) ? "<td class=\"n\">"
                                                           : "<td>");
        write_cell(html, table, row, columns[i], words);
        trig_html_raw(html, heading ? "</th>" : "</td>");
    }
    trig_html_raw(html, "</tr>\n");
}

/* More columns than a page has room for would be a mistake of the page's author. */
#define MOST_COLUMNS 24

void trig_html_table(struct trig_html *html, const trig_table *table, struct trig_view caption,
                     const struct trig_html_column *columns, size_t count,
                     const struct trig_html_filter *filter, const struct trig_html_words *words)
{
    size_t shown[MOST_COLUMNS];
    size_t shown_count = 0;
    assert(count <= MOST_COLUMNS);
    trig_html_fill(html, "<div class=\"scroll\"><table>\n<caption>{}</caption>\n<thead><tr>",
                   TRIG_TEXTS(caption));
    for (size_t i = 0; i < count; i++) {
        size_t column = trig_table_find(table, columns[i].name);
        if (column == SIZE_MAX || !column_is_used(table, column, filter))
            continue;
        trig_html_fill(html,
                       is_number(table, column) ? "<th scope=\"col\" class=\"n\">{}</th>"
                                                : "<th scope=\"col\">{}</th>",
                       TRIG_TEXTS(trig_view(columns[i].heading)));
        shown[shown_count++] = column;
    }
    trig_html_raw(html, "</tr></thead>\n<tbody>\n");
    for (size_t row = 0; row < trig_table_rows(table); row++)
        if (row_is_kept(table, row, filter))
            write_row(html, table, row, shown, shown_count, words);
    trig_html_raw(html, "</tbody>\n</table></div>\n");
}
