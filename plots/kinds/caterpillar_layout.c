#include "plots/kinds/layout.h"

#include "plots/page/names.h"
#include "plots/page/numbers.h"

#include <math.h>

#define TICK_ROOM  16.0 /* below the plot */
#define HEAD_ROOM  20.0 /* above the plot: heads of the columns, label of the reference line */
#define TICK_WIDTH 34.0 /* a tick and what is free beside it */

static const struct trig_names_style name_style = {
    .most_width = 195, .most_lines = 2, .row = 18, .free = 5, .bold = false};

static enum trig_status put_numbers(const trig_figure *figure, const struct trig_names *names, double *right,
                                    struct trig_script *script, struct trig_error *error)
{
    struct trig_number_line *lines = trig_arena_calloc(&script->arena, figure->row_count, sizeof *lines);
    if (!lines)
        return trig_page_memory(script, error);
    for (size_t row = 0; row < figure->row_count; row++)
        lines[row] = (struct trig_number_line){trig_figure_mark(figure, 0, 0, row), names->items[row].y,
                                               figure->rows[row].own};
    return trig_numbers_put(figure, lines, figure->row_count, right, script, error);
}

static void put_intervals(const trig_figure *figure, const struct trig_names *names,
                          struct trig_script *script)
{
    trig_script_block(script, "intervals", "y\tvalue\tlow\thigh\town");
    for (size_t row = 0; row < figure->row_count; row++) {
        const struct trig_mark *mark = trig_figure_mark(figure, 0, 0, row);
        if (mark->state != TRIG_MARK_SHOWN)
            continue;
        trig_script_cell(script, names->items[row].y);
        trig_script_cell(script, mark->value);
        trig_script_cell(script, mark->low);
        trig_script_cell(script, mark->high);
        trig_script_cell(script, figure->rows[row].own);
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
    trig_script_block(script, "hidden", "y");
    for (size_t row = 0; row < figure->row_count; row++) {
        if (trig_figure_mark(figure, 0, 0, row)->state != TRIG_MARK_SUPPRESSED)
            continue;
        trig_script_cell(script, names->items[row].y);
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
}

/* The label stands over its line, but not beyond the plot's sides. */
static enum trig_status put_reference(const trig_figure *figure, const struct trig_axis *axis,
                                      const struct trig_frame *frame, struct trig_script *script,
                                      struct trig_error *error)
{
    double width = TRIG_PAGE_WIDTH - frame->left - frame->right;
    struct trig_view value =
        trig_value_text(&script->arena, figure->reference.value, figure->unit, figure->rounded);
    struct trig_view text = trig_arena_printf(&script->arena, "%.*s %.*s",
                                              TRIG_VIEW_ARG(figure->reference.label), TRIG_VIEW_ARG(value));
    struct trig_views lines;
    if (!value.data || !text.data)
        return trig_page_memory(script, error);
    enum trig_status status =
        trig_typeset_wrap(&script->arena, text, TRIG_FONT_SMALL, width, 1, &lines, error);
    if (status)
        return status;
    double half = trig_typeset_width(lines.items[0], TRIG_FONT_SMALL) / 2;
    double at = frame->left + width * (figure->reference.value - axis->low) / (axis->high - axis->low);
    at = fmin(fmax(at, frame->left + half), frame->left + width - half);
    trig_script_number(script, "REFERENCE", figure->reference.value);
    trig_script_number(script, "REFERENCE_X", at);
    trig_script_text(script, "REFERENCE_TEXT", lines.items[0]);
    return TRIG_OK;
}

enum trig_status trig_caterpillar_lay(const trig_figure *figure, struct trig_script *script,
                                      struct trig_error *error)
{
    struct trig_page page;
    struct trig_names names;
    double low, high, right = 0;
    trig_figure_range(figure, &low, &high);
    enum trig_status status = trig_page_begin(figure, script, &page, error);
    if (!status)
        status = trig_names_lay(figure->rows, figure->row_count, &name_style, script, &names, error);
    if (!status)
        status = put_numbers(figure, &names, &right, script, error);
    if (status)
        return status;
    struct trig_frame frame = {.left = TRIG_PAGE_PAD + names.width + 7,
                               .right = right,
                               .top = page.top + HEAD_ROOM,
                               .body = names.height,
                               .bottom = TICK_ROOM};
    size_t most = (size_t)fmax(3, (TRIG_PAGE_WIDTH - frame.left - frame.right) / TICK_WIDTH);
    struct trig_axis axis = trig_axis_cover(low, high, most, figure->unit);
    put_intervals(figure, &names, script);
    trig_names_write(&names, script);
    trig_page_axis(&axis, 'X', figure->unit, script);
    if (figure->reference.given)
        status = put_reference(figure, &axis, &frame, script, error);
    if (!status)
        trig_page_end(&page, &frame, script);
    return status;
}
