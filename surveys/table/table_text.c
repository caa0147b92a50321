/* The text form: every cell is made into text first, since a column's width
 * and whether it is shown at all depend on all of its cells.
 *
 *     table --columns_make--> text_column[] --> widths --> lines
 */
#include "surveys/table/table.h"

#include "surveys/base/text.h"
#include "surveys/command/wrap.h"
#include "surveys/table/table_parts.h"

#include <inttypes.h>

#define GAP 2
/* A wrapped note is never narrower than this, even on a narrow terminal. */
#define LEAST_NOTE 20

#define LEGEND TRIG_TABLE_CONFIDENTIAL " confidential: not shown, so that nobody's answers can be worked out."

struct text_column {
    size_t source; /* of the table */
    size_t upper;  /* an interval: the column of its upper end; else SIZE_MAX */
    struct trig_view heading;
    struct trig_view *cells; /* one a row */
    size_t width;
    bool right;
    bool wraps;
};

struct layout {
    const trig_table *table;
    struct trig_arena arena;
    struct text_column *columns;
    size_t count;
    bool confidential; /* some cell reads [c] */
};

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a table as text");
}

/* ---- cells ----------------------------------------------------------------------- */

static struct trig_view number_text(struct layout *layout, size_t row, size_t column)
{
    char text[TRIG_STYLE_TEXT];
    const trig_table *table = layout->table;
    if (trig_table_column_at(table, column)->type == TRIG_CELL_COUNT)
        snprintf(text, sizeof text, "%" PRIu64, trig_table_count(table, row, column));
    else
        trig_style_number(trig_table_style(table, row, column), trig_table_number(table, row, column), text);
    return trig_arena_copy(&layout->arena, trig_view(text));
}

/* The cell as text; data is NULL only when memory is out. */
static struct trig_view cell_text(struct layout *layout, size_t row, size_t column)
{
    if (trig_table_is_confidential(layout->table, row, column)) {
        layout->confidential = true;
        return trig_view(TRIG_TABLE_CONFIDENTIAL);
    }
    if (trig_table_is_empty(layout->table, row, column))
        return trig_view("");
    if (trig_table_column_at(layout->table, column)->type == TRIG_CELL_TEXT)
        return trig_wrap_plain(&layout->arena, trig_table_text(layout->table, row, column));
    return number_text(layout, row, column);
}

static struct trig_view interval_text(struct layout *layout, size_t row, const struct text_column *column)
{
    struct trig_view low = cell_text(layout, row, column->source);
    struct trig_view high = cell_text(layout, row, column->upper);
    if (!low.data || !high.data)
        return trig_view(NULL);
    if (low.length == 0 && high.length == 0)
        return trig_view("");
    if (high.length == 0)
        return trig_arena_printf(&layout->arena, "from %.*s", TRIG_VIEW_ARG(low));
    if (low.length == 0)
        return trig_arena_printf(&layout->arena, "up to %.*s", TRIG_VIEW_ARG(high));
    return trig_arena_printf(&layout->arena, "%.*s to %.*s", TRIG_VIEW_ARG(low), TRIG_VIEW_ARG(high));
}

/* ---- columns --------------------------------------------------------------------- */

/* Ends of intervals that share a column. */
static const struct interval {
    const char *low;
    const char *high;
    const char *heading; /* NULL: "95% interval" */
} intervals[] = {{"ci_low", "ci_high", NULL},
                 {"difference_low", "difference_high", NULL},
                 {"comparison_low", "comparison_high", "comparison"},
                 {"rank_low", "rank_high", "ranks"}};

/* The interval of which [name] is the lower end; NULL: of none. */
static const struct interval *interval_from(const char *name)
{
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++)
        if (strcmp(intervals[i].low, name) == 0)
            return &intervals[i];
    return NULL;
}

static struct trig_view heading_text(struct layout *layout, const struct text_column *column)
{
    struct trig_view name = trig_view(trig_table_column_at(layout->table, column->source)->name);
    const struct interval *interval = column->upper != SIZE_MAX ? interval_from(name.data) : NULL;
    if (interval && interval->heading)
        return trig_view(interval->heading);
    if (interval)
        return trig_arena_printf(&layout->arena, "%g%% interval", 100 * trig_table_level(layout->table));
    char *heading = trig_arena_calloc(&layout->arena, name.length + 1, 1);
    if (!heading)
        return trig_view(NULL);
    memcpy(heading, name.data, name.length);
    for (size_t i = 0; i < name.length; i++)
        if (heading[i] == '_')
            heading[i] = ' ';
    return trig_wrap_plain(&layout->arena, trig_view_of(heading, name.length));
}

/* Makes the texts of a column; [*used] says whether any cell has one. */
static enum trig_status fill_column(struct layout *layout, struct text_column *column, bool *used,
                                    struct trig_error *error)
{
    size_t rows = trig_table_rows(layout->table);
    *used = false;
    column->heading = heading_text(layout, column);
    column->cells = trig_arena_calloc(&layout->arena, rows, sizeof *column->cells);
    if (!column->heading.data || !column->cells)
        return out_of_memory(error);
    column->width = trig_text_width(column->heading);
    for (size_t row = 0; row < rows; row++) {
        struct trig_view text = column->upper != SIZE_MAX ? interval_text(layout, row, column)
                                                          : cell_text(layout, row, column->source);
        if (!text.data)
            return out_of_memory(error);
        size_t width = trig_text_width(text);
        column->cells[row] = text;
        column->width = width > column->width ? width : column->width;
        *used = *used || text.length > 0;
    }
    return TRIG_OK;
}

static bool is_shown(const trig_table *table, size_t column)
{
    for (size_t i = 0; column != SIZE_MAX && i < trig_table_shown(table); i++)
        if (trig_table_shown_at(table, i) == column)
            return true;
    return false;
}

/* The column of an interval's other end, when [column] is its lower end ([low]
 * false: its upper end) and both are shown; else SIZE_MAX. */
static size_t other_end(const trig_table *table, size_t column, bool low)
{
    const char *name = trig_table_column_at(table, column)->name;
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++) {
        size_t other = trig_table_find(table, low ? intervals[i].high : intervals[i].low);
        if (strcmp(name, low ? intervals[i].low : intervals[i].high) == 0 && is_shown(table, other))
            return other;
    }
    return SIZE_MAX;
}

static enum trig_status make_columns(struct layout *layout, struct trig_error *error)
{
    const trig_table *table = layout->table;
    layout->columns = trig_arena_calloc(&layout->arena, trig_table_shown(table), sizeof *layout->columns);
    if (!layout->columns)
        return out_of_memory(error);
    for (size_t i = 0; i < trig_table_shown(table); i++) {
        struct text_column *column = &layout->columns[layout->count];
        column->source = trig_table_shown_at(table, i);
        if (other_end(table, column->source, false) != SIZE_MAX)
            continue;
        const struct trig_table_column *shape = trig_table_column_at(table, column->source);
        column->upper = other_end(table, column->source, true);
        column->right = shape->type != TRIG_CELL_TEXT;
        column->wraps = strcmp(shape->name, "note") == 0 || strcmp(shape->name, "finding") == 0;
        bool used;
        enum trig_status status = fill_column(layout, column, &used, error);
        if (status)
            return status;
        if (used)
            layout->count++;
    }
    return TRIG_OK;
}

/* Gives the note column what the others leave of [width]. */
static void fit_width(struct layout *layout, size_t width)
{
    size_t others = 0;
    struct text_column *note = NULL;
    for (size_t i = 0; i < layout->count; i++) {
        others += i ? GAP : 0;
        if (layout->columns[i].wraps)
            note = &layout->columns[i];
        else
            others += layout->columns[i].width;
    }
    if (!note || width == 0)
        return;
    size_t room = width > others + LEAST_NOTE ? width - others : LEAST_NOTE;
    note->width = note->width < room ? note->width : room;
}

/* ---- lines ----------------------------------------------------------------------- */

/* Writes one cell's line; blanks wait in [*blanks] so that none end a line. */
static void write_aligned(FILE *out, struct trig_view text, const struct text_column *column, size_t *blanks)
{
    size_t width = trig_text_width(text);
    size_t padding = column->width > width ? column->width - width : 0;
    *blanks += column->right ? padding : 0;
    if (text.length) {
        fprintf(out, "%*s%.*s", (int)*blanks, "", TRIG_VIEW_ARG(text));
        *blanks = 0;
    }
    *blanks += (column->right ? 0 : padding) + GAP;
}

static void write_header(const struct layout *layout, FILE *out)
{
    size_t blanks = 0;
    for (size_t i = 0; i < layout->count; i++)
        write_aligned(out, layout->columns[i].heading, &layout->columns[i], &blanks);
    fputc('\n', out);
    for (size_t i = 0; i < layout->count; i++) {
        fprintf(out, "%*s", i ? GAP : 0, "");
        for (size_t dash = 0; dash < layout->columns[i].width; dash++)
            fputc('-', out);
    }
    fputc('\n', out);
}

static void write_row(const struct layout *layout, size_t row, FILE *out)
{
    struct trig_view rest = {NULL, 0}; /* of the note */
    bool is_first = true;
    do {
        size_t blanks = 0;
        for (size_t i = 0; i < layout->count; i++) {
            const struct text_column *column = &layout->columns[i];
            struct trig_view text = is_first ? column->cells[row] : trig_view(NULL);
            if (column->wraps) {
                rest = is_first ? text : rest;
                text = trig_wrap_next(&rest, column->width);
            }
            write_aligned(out, text, column, &blanks);
        }
        fputc('\n', out);
        is_first = false;
    } while (rest.length);
}

static void write_rows(const struct layout *layout, FILE *out)
{
    if (layout->count == 0) {
        fputs("No results.\n", out);
        return;
    }
    write_header(layout, out);
    for (size_t row = 0; row < trig_table_rows(layout->table); row++)
        write_row(layout, row, out);
}

/* ---- what stands above and below ------------------------------------------------- */

static enum trig_status write_line(struct trig_arena *arena, struct trig_view text, FILE *out, size_t width,
                                   struct trig_error *error)
{
    struct trig_view line = trig_wrap_plain(arena, text);
    if (!line.data)
        return out_of_memory(error);
    trig_wrap_write(out, line, width, 0, 2);
    return TRIG_OK;
}

static enum trig_status write_title(struct layout *layout, FILE *out, size_t width, struct trig_error *error)
{
    if (trig_table_title(layout->table).length == 0)
        return TRIG_OK;
    enum trig_status status = write_line(&layout->arena, trig_table_title(layout->table), out, width, error);
    if (status == TRIG_OK)
        fputc('\n', out);
    return status;
}

static enum trig_status write_below(const trig_table *table, FILE *out, size_t width,
                                    struct trig_error *error)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < trig_table_notes(table) && !status; i++)
        status = write_line(&arena, trig_table_note(table, i), out, width, error);
    for (size_t i = 0; i < trig_table_facts(table) && !status; i++) {
        const struct trig_table_fact *fact = trig_table_fact_at(table, i);
        struct trig_view line =
            trig_arena_printf(&arena, "%.*s: %.*s", TRIG_VIEW_ARG(fact->key), TRIG_VIEW_ARG(fact->value));
        status = line.data ? write_line(&arena, line, out, width, error) : out_of_memory(error);
    }
    trig_arena_clear(&arena);
    return status;
}

enum trig_status trig_table_write_notes(const trig_table *table, FILE *out, size_t width,
                                        struct trig_error *error)
{
    enum trig_status status = write_below(table, out, width, error);
    return status ? status : trig_table_flush(out, error);
}

enum trig_status trig_table_write_text(const trig_table *table, FILE *out, size_t width,
                                       struct trig_error *error)
{
    struct layout layout = {
        .table = table,
    };
    trig_arena_init(&layout.arena);
    enum trig_status status = make_columns(&layout, error);
    if (status)
        goto cleanup;
    fit_width(&layout, width);
    status = write_title(&layout, out, width, error);
    if (status)
        goto cleanup;
    write_rows(&layout, out);
    if (layout.confidential || trig_table_notes(table) || trig_table_facts(table))
        fputc('\n', out);
    if (layout.confidential)
        trig_wrap_write(out, trig_view(LEGEND), width, 0, sizeof TRIG_TABLE_CONFIDENTIAL);
    status = trig_table_write_notes(table, out, width, error);
cleanup:
    trig_arena_clear(&layout.arena);
    return status;
}
