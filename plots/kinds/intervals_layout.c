#include "plots/kinds/layout.h"

#include "plots/kinds/lines.h"
#include "plots/page/names.h"
#include "plots/page/numbers.h"

#include <math.h>

#define LINE       11.0 /* from the own interval to the next series' */
#define ROW_FREE   9.0  /* between measures */
#define TICK_ROOM  16.0
#define HEAD_ROOM  18.0
#define TICK_WIDTH 34.0

/* The middle of a series' line within a row around [middle]. */
static double line_of(const trig_figure *figure, size_t series, double middle)
{
    return middle + ((double)series - ((double)figure->series_count - 1) / 2) * LINE;
}

/* Measures as rows: the names that the panels have. */
static enum trig_status lay_names(const trig_figure *figure, struct trig_script *script,
                                  struct trig_names *names, struct trig_error *error)
{
    struct trig_names_style style = {.most_width = 170,
                                     .most_lines = 3,
                                     .row = (double)figure->series_count * LINE + ROW_FREE,
                                     .free = ROW_FREE,
                                     .bold = true};
    struct trig_figure_row *rows = trig_arena_calloc(&script->arena, figure->panel_count, sizeof *rows);
    if (!rows) {
        trig_page_memory(script, error);
        return TRIG_ERR_MEMORY;
    }
    for (size_t panel = 0; panel < figure->panel_count; panel++)
        rows[panel].label = figure->panels[panel].label;
    return trig_names_lay(rows, figure->panel_count, &style, script, names, error);
}

static enum trig_status put_numbers(const trig_figure *figure, const struct trig_names *names, double *right,
                                    struct trig_script *script, struct trig_error *error)
{
    size_t count = 0;
    struct trig_number_line *lines =
        trig_arena_calloc(&script->arena, figure->panel_count * figure->series_count, sizeof *lines);
    if (!lines)
        return trig_page_memory(script, error);
    for (size_t panel = 0; panel < figure->panel_count; panel++)
        for (size_t s = 0; s < figure->series_count; s++)
            lines[count++] = (struct trig_number_line){trig_figure_mark(figure, panel, s, 0),
                                                       line_of(figure, s, names->items[panel].y),
                                                       figure->series[s].tone == TRIG_TONE_OWN};
    return trig_numbers_put(figure, lines, count, right, script, error);
}

static void put_intervals(const trig_figure *figure, const struct trig_names *names,
                          struct trig_script *script)
{
    trig_script_block(script, "intervals", "y\tvalue\tlow\thigh\tseries\thidden");
    for (size_t panel = 0; panel < figure->panel_count; panel++) {
        for (size_t s = 0; s < figure->series_count; s++) {
            const struct trig_mark *mark = trig_figure_mark(figure, panel, s, 0);
            if (mark->state == TRIG_MARK_ABSENT)
                continue;
            trig_script_cell(script, line_of(figure, s, names->items[panel].y));
            trig_script_cell(script, mark->value);
            trig_script_cell(script, mark->low);
            trig_script_cell(script, mark->high);
            trig_script_cell(script, (double)(s + 1));
            trig_script_cell(script, mark->state == TRIG_MARK_SUPPRESSED);
            trig_script_end_row(script);
        }
    }
    trig_script_end_block(script);
}

enum trig_status trig_intervals_lay(const trig_figure *figure, struct trig_script *script,
                                    struct trig_error *error)
{
    struct trig_page page;
    struct trig_names names;
    double low, high, right = 0;
    trig_figure_range(figure, &low, &high);
    enum trig_status status = trig_page_begin(figure, script, &page, error);
    if (!status)
        status = lay_names(figure, script, &names, error);
    if (!status)
        status = put_numbers(figure, &names, &right, script, error);
    if (!status)
        status = trig_lines_colours(figure, script, error);
    if (status)
        return status;
    struct trig_frame frame = {.left = TRIG_PAGE_PAD + names.width + 7,
                               .right = right,
                               .top = page.top + 4,
                               .body = names.height,
                               .bottom = TICK_ROOM};
    size_t most = (size_t)fmax(3, (TRIG_PAGE_WIDTH - frame.left - frame.right) / TICK_WIDTH);
    struct trig_axis axis = trig_axis_cover(low, high, most, figure->unit);
    put_intervals(figure, &names, script);
    trig_names_write(&names, script);
    trig_page_axis(&axis, 'X', figure->unit, script);
    status = trig_lines_legend(figure, &frame.top, script, error);
    if (status)
        return status;
    frame.top += HEAD_ROOM;
    trig_page_end(&page, &frame, script);
    return TRIG_OK;
}
