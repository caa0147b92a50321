#include "plots/kinds/layout.h"

#include "plots/page/names.h"
#include "plots/page/palette.h"

#include <math.h>

#define BAR         16.0 /* height of a bar */
#define TICK_ROOM   16.0 /* below the plot */
#define HEAD_ROOM   13.0 /* above the plot, for the head of the counts */
#define LEAST_LABEL 5.0  /* percent: narrower parts of a bar have no room for their number */
#define TICK_STEP   20.0

static const struct trig_names_style name_style = {
    .most_width = 190, .most_lines = 3, .row = 22, .free = 4, .bold = false};

/* How far the bar of a row reaches to the left of the middle. */
static double left_part(const trig_figure *figure, size_t row)
{
    double left = 0;
    for (size_t s = 0; s < figure->series_count; s++) {
        const struct trig_mark *mark = trig_figure_mark(figure, 0, s, row);
        if (mark->state != TRIG_MARK_SHOWN)
            continue;
        enum trig_tone tone = figure->series[s].tone;
        double share = tone == TRIG_TONE_POSITIVE ? 0 : tone == TRIG_TONE_NEUTRAL ? 0.5 : 1;
        left += share * mark->value;
    }
    return left;
}

static double whole(const trig_figure *figure, size_t row)
{
    double sum = 0;
    for (size_t s = 0; s < figure->series_count; s++) {
        const struct trig_mark *mark = trig_figure_mark(figure, 0, s, row);
        sum += mark->state == TRIG_MARK_SHOWN ? mark->value : 0;
    }
    return sum;
}

static bool is_hidden(const trig_figure *figure, size_t row)
{
    for (size_t s = 0; s < figure->series_count; s++)
        if (trig_figure_mark(figure, 0, s, row)->state == TRIG_MARK_SUPPRESSED)
            return true;
    return false;
}

/* From -40 to 80, say: both ends on a tick, none nearer than 20 to the middle. */
static struct trig_axis find_axis(const trig_figure *figure)
{
    double left = 0, right = 0;
    for (size_t row = 0; row < figure->row_count; row++) {
        double part = is_hidden(figure, row) ? 0 : left_part(figure, row);
        double rest = is_hidden(figure, row) ? 0 : whole(figure, row) - part;
        left = fmax(left, part);
        right = fmax(right, rest);
    }
    /* Shares may add up to a hair more than 100. */
    double low = -TICK_STEP * fmax(1, ceil(left / TICK_STEP - 1e-6));
    double high = TICK_STEP * fmax(1, ceil(right / TICK_STEP - 1e-6));
    return (struct trig_axis){low, high, TICK_STEP, (size_t)lround((high - low) / TICK_STEP) + 1, 0, true};
}

static uint32_t series_colour(const trig_figure *figure, size_t series)
{
    enum trig_tone tone = figure->series[series].tone;
    if (figure->series[series].merged)
        return trig_merged_colour(tone);
    size_t before = 0, count = 0;
    for (size_t s = 0; s < figure->series_count; s++) {
        bool same = figure->series[s].tone == tone && !figure->series[s].merged;
        count += same;
        before += same && s < series;
    }
    return trig_answer_colour(tone, tone == TRIG_TONE_NEGATIVE ? count - 1 - before : before, count);
}

static enum trig_status put_legend(const trig_figure *figure, double left, double *bottom,
                                   struct trig_script *script, struct trig_error *error)
{
    struct trig_legend_entry *entries =
        trig_arena_calloc(&script->arena, figure->series_count, sizeof *entries);
    uint32_t *fills = trig_arena_calloc(&script->arena, figure->series_count, sizeof *fills);
    uint32_t *inks = trig_arena_calloc(&script->arena, figure->series_count, sizeof *inks);
    if (!entries || !fills || !inks)
        return trig_page_memory(script, error);
    size_t plain = 0, plain_count = 0;
    for (size_t s = 0; s < figure->series_count; s++)
        plain_count += !figure->series[s].merged;
    size_t merged = plain_count; /* these stand after all others */
    for (size_t s = 0; s < figure->series_count; s++) {
        fills[s] = series_colour(figure, s);
        inks[s] = trig_ink_on(fills[s]);
        size_t place = figure->series[s].merged ? merged++ : plain++;
        entries[place] =
            (struct trig_legend_entry){figure->series[s].label, fills[s], false, place == plain_count};
    }
    trig_script_colours(script, "FILL", fills, figure->series_count);
    trig_script_colours(script, "INK_ON", inks, figure->series_count);
    return trig_page_legend(entries, figure->series_count, left, bottom, script, error);
}

static void put_bars(const trig_figure *figure, const struct trig_names *names, struct trig_script *script)
{
    trig_script_block(script, "bars", "y\tfrom\tto\tanswer");
    for (size_t row = 0; row < figure->row_count; row++) {
        double at = -left_part(figure, row);
        for (size_t s = 0; s < figure->series_count && !is_hidden(figure, row); s++) {
            const struct trig_mark *mark = trig_figure_mark(figure, 0, s, row);
            if (mark->state != TRIG_MARK_SHOWN || !(mark->value > 0))
                continue;
            trig_script_cell(script, names->items[row].y);
            trig_script_cell(script, at);
            trig_script_cell(script, at += mark->value);
            trig_script_cell(script, (double)(s + 1));
            trig_script_end_row(script);
        }
    }
    trig_script_end_block(script);
}

static void put_percents(const trig_figure *figure, const struct trig_names *names,
                         struct trig_script *script)
{
    trig_script_block(script, "percents", "at\ty\tanswer\ttext");
    for (size_t row = 0; row < figure->row_count; row++) {
        double at = -left_part(figure, row);
        for (size_t s = 0; s < figure->series_count && !is_hidden(figure, row); s++) {
            const struct trig_mark *mark = trig_figure_mark(figure, 0, s, row);
            if (mark->state != TRIG_MARK_SHOWN)
                continue;
            at += mark->value;
            if (mark->value < LEAST_LABEL)
                continue;
            trig_script_cell(script, at - mark->value / 2);
            trig_script_cell(script, names->items[row].y);
            trig_script_cell(script, (double)(s + 1));
            trig_script_cell_text(script, trig_number_text(&script->arena, mark->value, 0));
            trig_script_end_row(script);
        }
    }
    trig_script_end_block(script);
}

static void put_hidden(const trig_figure *figure, const struct trig_names *names, struct trig_script *script)
{
    trig_script_block(script, "hidden", "y");
    for (size_t row = 0; row < figure->row_count; row++) {
        if (!is_hidden(figure, row))
            continue;
        trig_script_cell(script, names->items[row].y);
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
}

/* The count of a row: the same behind each of its answers. */
static struct trig_view row_count_text(const trig_figure *figure, size_t row, struct trig_arena *arena)
{
    struct trig_mark nothing = {TRIG_MARK_ABSENT, false, NAN, NAN, NAN, NAN};
    const struct trig_mark *found = &nothing;
    for (size_t s = 0; s < figure->series_count; s++) {
        const struct trig_mark *mark = trig_figure_mark(figure, 0, s, row);
        if (mark->state != TRIG_MARK_ABSENT)
            found = mark;
    }
    return trig_count_text(arena, found);
}

/* Writes the block `counts` and adds the width of the widest one to [*width]. */
static void put_counts(const trig_figure *figure, const struct trig_names *names, double *width,
                       struct trig_script *script)
{
    double widest = trig_typeset_width(trig_view("n"), TRIG_FONT_SMALL);
    trig_script_block(script, "counts", "y\ttext");
    for (size_t row = 0; row < figure->row_count; row++) {
        struct trig_view text = row_count_text(figure, row, &script->arena);
        widest = fmax(widest, trig_typeset_width(text, TRIG_FONT_SMALL));
        trig_script_cell(script, names->items[row].y);
        trig_script_cell_text(script, text);
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
    *width += widest;
}

enum trig_status trig_likert_lay(const trig_figure *figure, struct trig_script *script,
                                 struct trig_error *error)
{
    struct trig_page page;
    struct trig_names names;
    struct trig_axis axis = find_axis(figure);
    enum trig_status status = trig_page_begin(figure, script, &page, error);
    if (!status)
        status = trig_names_lay(figure->rows, figure->row_count, &name_style, script, &names, error);
    if (!status)
        trig_page_axis(&axis, 'X', TRIG_FIGURE_PERCENT, script);
    if (status)
        return status;
    struct trig_frame frame = {.left = TRIG_PAGE_PAD + names.width + 7,
                               .right = TRIG_PAGE_PAD + 10,
                               .top = page.top + 6,
                               .body = names.height,
                               .bottom = TICK_ROOM};
    put_bars(figure, &names, script);
    put_percents(figure, &names, script);
    put_hidden(figure, &names, script);
    put_counts(figure, &names, &frame.right, script);
    trig_names_write(&names, script);
    status = put_legend(figure, frame.left, &frame.top, script, error);
    if (status)
        return status;
    frame.top += HEAD_ROOM;
    trig_script_number(script, "BAR", BAR);
    trig_page_end(&page, &frame, script);
    return TRIG_OK;
}
