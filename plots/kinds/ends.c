#include "plots/kinds/ends.h"

#include "plots/kinds/lines.h"
#include "plots/page/spread.h"

#include <math.h>
#include <stdlib.h>

#define MOST_LINES 2
#define FREE       1.4 /* between two labels */
#define NOTICED    2.0 /* points by which a label may be off without a leader */

/* The end of one line. */
struct end {
    size_t series;
    size_t row;    /* of its last shown mark */
    double wanted; /* points below the top of the plot */
    double placed;
    struct trig_views text;
};

static double to_points(const struct trig_ends *ends, double value)
{
    return ends->body * (ends->axis.high - value) / (ends->axis.high - ends->axis.low);
}

static double to_value(const struct trig_ends *ends, double points)
{
    return ends->axis.high - points / ends->body * (ends->axis.high - ends->axis.low);
}

static int by_place(const void *a, const void *b)
{
    const struct end *first = a, *second = b;
    if (first->wanted != second->wanted)
        return first->wanted < second->wanted ? -1 : 1;
    return first->series < second->series ? -1 : first->series > second->series;
}

static enum trig_status word(const trig_figure *figure, const struct trig_ends *ends, struct end *end,
                             struct trig_script *script, struct trig_error *error)
{
    struct trig_arena *arena = &script->arena;
    const struct trig_mark *mark = trig_figure_mark(figure, ends->panel, end->series, end->row);
    struct trig_view value = trig_value_text(arena, mark->value, figure->unit, figure->rounded);
    bool named = ends->style == TRIG_END_NAMES;
    struct trig_view name = named ? figure->series[end->series].label : trig_view("");
    if (!value.data)
        return trig_page_memory(script, error);
    return trig_typeset_valued(arena, name, value, TRIG_FONT_OWN, ends->most_width, MOST_LINES, &end->text,
                               error);
}

static enum trig_status gather(const trig_figure *figure, struct trig_ends *ends, struct end *items,
                               size_t *count, struct trig_script *script, struct trig_error *error)
{
    *count = 0;
    ends->widest = 0;
    for (size_t s = 0; s < figure->series_count; s++) {
        size_t row = trig_line_last(figure, ends->panel, s);
        if (row == figure->row_count)
            continue;
        struct end *end = &items[(*count)++];
        *end = (struct end){.series = s, .row = row};
        end->wanted = to_points(ends, trig_figure_mark(figure, ends->panel, s, row)->value);
        enum trig_status status = word(figure, ends, end, script, error);
        if (status)
            return status;
        ends->widest = fmax(ends->widest, trig_typeset_widest(end->text, TRIG_FONT_OWN));
    }
    qsort(items, *count, sizeof *items, by_place);
    return TRIG_OK;
}

static enum trig_status move_apart(const struct trig_ends *ends, struct end *items, size_t count,
                                   struct trig_script *script, struct trig_error *error)
{
    struct trig_spread *labels = trig_arena_calloc(&script->arena, count, sizeof *labels);
    if (!labels)
        return trig_page_memory(script, error);
    for (size_t i = 0; i < count; i++) {
        labels[i].wanted = items[i].wanted;
        labels[i].size = (double)items[i].text.count * TRIG_LINE_NAME + FREE;
    }
    enum trig_status status = trig_spread_place(labels, count, 0, ends->body, error);
    for (size_t i = 0; i < count && !status; i++)
        items[i].placed = labels[i].placed;
    return status;
}

static void put_texts(const struct trig_ends *ends, const struct end *items, size_t count,
                      struct trig_script *script)
{
    trig_script_block(script, ends->block, "y\tseries\ttext");
    for (size_t i = 0; i < count; i++) {
        struct trig_views text = items[i].text;
        double first = items[i].placed - ((double)text.count - 1) / 2 * TRIG_LINE_NAME;
        for (size_t line = 0; line < text.count; line++) {
            trig_script_cell(script, to_value(ends, first + (double)line * TRIG_LINE_NAME));
            trig_script_cell(script, (double)(items[i].series + 1));
            trig_script_cell_text(script, text.items[line]);
            trig_script_end_row(script);
        }
    }
    trig_script_end_block(script);
}

static enum trig_status put_leaders(const trig_figure *figure, const struct trig_ends *ends,
                                    const struct end *items, size_t count, struct trig_script *script,
                                    struct trig_error *error)
{
    struct trig_view name = trig_arena_printf(&script->arena, "leaders of %s", ends->block);
    if (!name.data)
        return trig_page_memory(script, error);
    trig_script_block(script, name.data, "x\ty\tto\tseries");
    for (size_t i = 0; i < count; i++) {
        bool early = items[i].row + 1 < figure->row_count;
        if (!early && fabs(items[i].placed - items[i].wanted) < NOTICED)
            continue;
        trig_script_cell(script, trig_wave_time(figure, items[i].row));
        trig_script_cell(script, to_value(ends, items[i].wanted));
        trig_script_cell(script, to_value(ends, items[i].placed));
        trig_script_cell(script, (double)(items[i].series + 1));
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
    return TRIG_OK;
}

enum trig_status trig_ends_put(const trig_figure *figure, struct trig_ends *ends, struct trig_script *script,
                               struct trig_error *error)
{
    struct end *items = trig_arena_calloc(&script->arena, figure->series_count, sizeof *items);
    size_t count;
    if (!items)
        return trig_page_memory(script, error);
    enum trig_status status = gather(figure, ends, items, &count, script, error);
    if (!status)
        status = move_apart(ends, items, count, script, error);
    if (status)
        return status;
    put_texts(ends, items, count, script);
    return put_leaders(figure, ends, items, count, script, error);
}
