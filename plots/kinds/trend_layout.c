#include "plots/kinds/layout.h"

#include "plots/kinds/ends.h"
#include "plots/kinds/lines.h"

#include <math.h>

#define PLOT_HEIGHT 210.0
#define MOST_TICKS  8
#define END_WIDTH   118.0 /* of a label at the end of a line */
#define END_GAP     6.0   /* between the plot and the labels */
#define WAVE_ROOM   5.0   /* above and below the names of the waves, both together */
#define AXIS_ROOM   16.0  /* above the plot, for the words on its axis */

/* All lines that have marks on both sides are interrupted before [row]. */
static bool all_broken(const trig_figure *figure, size_t row)
{
    bool any = false;
    for (size_t s = 0; s < figure->series_count; s++) {
        const struct trig_mark *mark = trig_figure_mark(figure, 0, s, row);
        if (mark->state != TRIG_MARK_SHOWN ||
            trig_figure_mark(figure, 0, s, row - 1)->state != TRIG_MARK_SHOWN)
            continue;
        if (!mark->broken)
            return false;
        any = true;
    }
    return any;
}

static void put_breaks(const trig_figure *figure, struct trig_script *script)
{
    trig_script_block(script, "breaks", "x");
    for (size_t row = 1; row < figure->row_count; row++) {
        if (!all_broken(figure, row))
            continue;
        trig_script_cell(script, (trig_wave_time(figure, row - 1) + trig_wave_time(figure, row)) / 2);
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
}

/* Beside each line of the strip: whose waves are hidden there. */
static enum trig_status put_strip_names(const trig_figure *figure, double *widest, struct trig_script *script,
                                        struct trig_error *error)
{
    trig_script_block(script, "strip names", "line\tseries\ttext");
    size_t lines = 0;
    for (size_t s = 0; s < figure->series_count; s++) {
        if (trig_strip_line(figure, s + 1) == lines)
            continue;
        struct trig_views name;
        enum trig_status status = trig_typeset_wrap(&script->arena, figure->series[s].label, TRIG_FONT_SMALL,
                                                    END_WIDTH, 1, &name, error);
        if (status)
            return status;
        *widest = fmax(*widest, trig_typeset_widest(name, TRIG_FONT_SMALL));
        trig_script_cell(script, (double)lines++);
        trig_script_cell(script, (double)(s + 1));
        trig_script_cell_text(script, name.count ? name.items[0] : trig_view(""));
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
    return TRIG_OK;
}

static enum trig_status put_ends(const trig_figure *figure, const struct trig_axis *axis,
                                 struct trig_frame *frame, struct trig_script *script,
                                 struct trig_error *error)
{
    struct trig_ends ends = {.panel = 0,
                             .style = TRIG_END_NAMES,
                             .block = "ends",
                             .body = PLOT_HEIGHT,
                             .axis = *axis,
                             .most_width = END_WIDTH};
    enum trig_status status = trig_lines_colours(figure, script, error);
    if (!status)
        status = trig_ends_put(figure, &ends, script, error);
    if (!status)
        status = put_strip_names(figure, &ends.widest, script, error);
    if (status)
        return status;
    frame->right = TRIG_PAGE_PAD + ends.widest + END_GAP;
    return TRIG_OK;
}

static enum trig_status put_waves(const trig_figure *figure, struct trig_frame *frame,
                                  struct trig_script *script, struct trig_error *error)
{
    size_t lines;
    struct trig_wave_axis waves =
        trig_wave_axis_of(figure, TRIG_PAGE_WIDTH - frame->left - frame->right, frame->left - TRIG_PAGE_PAD,
                          frame->right - TRIG_PAGE_PAD);
    trig_lines_put(figure, 0, &waves, script);
    trig_strip_put(figure, 0, "hidden", script);
    put_breaks(figure, script);
    enum trig_status status = trig_wave_axis_put(figure, &waves, &lines, script, error);
    if (status)
        return status;
    trig_script_number(script, "X_LOW", waves.low);
    trig_script_number(script, "X_HIGH", waves.high);
    trig_script_count(script, "WAVE_LINES", lines);
    frame->bottom = (double)lines * TRIG_LINE_NAME + WAVE_ROOM;
    return TRIG_OK;
}

enum trig_status trig_trend_lay(const trig_figure *figure, struct trig_script *script,
                                struct trig_error *error)
{
    struct trig_page page;
    double low, high;
    trig_figure_range(figure, &low, &high);
    struct trig_axis axis = trig_axis_cover(low, high, MOST_TICKS, figure->unit);
    double strip = (double)trig_strip_lines(figure) * TRIG_STRIP_LINE;
    enum trig_status status = trig_page_begin(figure, script, &page, error);
    if (status)
        return status;
    struct trig_frame frame = {.left = TRIG_PAGE_PAD +
                                       trig_page_tick_width(&axis, figure->unit, TRIG_FONT_NAME, script) + 6,
                               .top = page.top + (figure->axis.length ? AXIS_ROOM : 6),
                               .body = PLOT_HEIGHT + strip};
    status = put_ends(figure, &axis, &frame, script, error);
    if (!status)
        trig_page_axis(&axis, 'Y', figure->unit, script);
    if (!status)
        status = put_waves(figure, &frame, script, error);
    if (status)
        return status;
    trig_script_number(script, "STRIP", strip);
    trig_script_text(script, "AXIS", figure->axis);
    trig_page_end(&page, &frame, script);
    return TRIG_OK;
}
