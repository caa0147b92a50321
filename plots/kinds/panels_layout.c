#include "plots/kinds/layout.h"

#include "plots/kinds/ends.h"
#include "plots/kinds/lines.h"

#include <math.h>

#define PLOT_HEIGHT      92.0 /* of one panel */
#define MOST_TICKS       5
#define TITLE_LINE       11.0
#define TITLE_ROOM       7.0  /* around the lines of a panel's title */
#define END_ROOM         34.0 /* right of each panel, for the last values */
#define GAP              14.0 /* between panels side by side */
#define GAP_BELOW        10.0 /* between a panel's waves and the title of the next one */
#define WAVE_ROOM        5.0
#define MOST_TITLE_LINES 2
#define MANY_PANELS      4 /* above this, three stand side by side */

static const struct trig_font title_font = {9, true};

/* Panels in rows from the left. */
struct grid {
    size_t columns;
    size_t rows;
    double left;                     /* of the first plot */
    double width;                    /* of one plot */
    double step;                     /* from plot to plot */
    const struct trig_views *titles; /* a panel each */
    size_t title_lines;              /* of the longest title */
    size_t wave_lines;
    double strip;
};

static struct grid make_grid(const trig_figure *figure, double ticks)
{
    struct grid grid = {.columns = figure->panel_count == 1 ? 1 : figure->panel_count > MANY_PANELS ? 3 : 2};
    double column_count = (double)grid.columns;
    grid.rows = (figure->panel_count + grid.columns - 1) / grid.columns;
    grid.left = TRIG_PAGE_PAD + ticks + 6;
    double usable = TRIG_PAGE_WIDTH - grid.left - TRIG_PAGE_PAD - END_ROOM * column_count;
    grid.width = (usable - GAP * (column_count - 1)) / column_count;
    grid.step = grid.width + END_ROOM + GAP;
    grid.strip = (double)trig_strip_lines(figure) * TRIG_STRIP_LINE;
    return grid;
}

static double row_height(const struct grid *grid)
{
    return (double)grid->title_lines * TITLE_LINE + TITLE_ROOM + PLOT_HEIGHT + grid->strip +
           (double)grid->wave_lines * TRIG_LINE_NAME + WAVE_ROOM + GAP_BELOW;
}

/* Wraps all titles and finds how many lines the longest takes. */
static enum trig_status wrap_titles(const trig_figure *figure, struct grid *grid, struct trig_script *script,
                                    struct trig_error *error)
{
    struct trig_views *titles = trig_arena_calloc(&script->arena, figure->panel_count, sizeof *titles);
    if (!titles)
        return trig_page_memory(script, error);
    for (size_t panel = 0; panel < figure->panel_count; panel++) {
        enum trig_status status =
            trig_typeset_evenly(&script->arena, figure->panels[panel].label, title_font,
                                grid->width + END_ROOM, MOST_TITLE_LINES, &titles[panel], error);
        if (status)
            return status;
        if (titles[panel].count > grid->title_lines)
            grid->title_lines = titles[panel].count;
    }
    grid->titles = titles;
    return TRIG_OK;
}

/* The top left corner of a panel's plot. */
static void place_of(const struct grid *grid, double top, size_t panel, double *x, double *y)
{
    double title = (double)grid->title_lines * TITLE_LINE + TITLE_ROOM;
    size_t row = panel / grid->columns, column = panel % grid->columns;
    *x = grid->left + (double)column * grid->step;
    *y = top + (double)row * row_height(grid) + title;
}

/* Lists that grow by one for each line of a title. */
struct title_lines {
    struct trig_view *texts;
    double *x;
    double *y;
    size_t count;
};

static bool make_title_lines(struct trig_arena *arena, size_t most, struct title_lines *lines)
{
    lines->texts = trig_arena_calloc(arena, most, sizeof *lines->texts);
    lines->x = trig_arena_calloc(arena, most, sizeof *lines->x);
    lines->y = trig_arena_calloc(arena, most, sizeof *lines->y);
    lines->count = 0;
    return lines->texts && lines->x && lines->y;
}

/* PANEL_TITLE, PANEL_TITLE_X, PANEL_TITLE_Y: the last line of each stands just above its plot. */
static enum trig_status put_titles(const trig_figure *figure, const struct grid *grid, double top,
                                   struct trig_script *script, struct trig_error *error)
{
    struct title_lines lines;
    if (!make_title_lines(&script->arena, figure->panel_count * MOST_TITLE_LINES + 1, &lines))
        return trig_page_memory(script, error);
    for (size_t panel = 0; panel < figure->panel_count; panel++) {
        double x, y;
        place_of(grid, top, panel, &x, &y);
        struct trig_views title = grid->titles[panel];
        for (size_t line = 0; line < title.count; line++) {
            lines.texts[lines.count] = title.items[line];
            lines.x[lines.count] = x;
            lines.y[lines.count++] = y - 9 - (double)(title.count - 1 - line) * TITLE_LINE;
        }
    }
    trig_script_texts(script, "PANEL_TITLE", (struct trig_views){lines.texts, lines.count});
    trig_script_numbers(script, "PANEL_TITLE_X", lines.x, lines.count ? lines.count : 1);
    trig_script_numbers(script, "PANEL_TITLE_Y", lines.y, lines.count ? lines.count : 1);
    return TRIG_OK;
}

/* PANEL_X and PANEL_Y: the top left corners of the plots. */
static enum trig_status put_places(const trig_figure *figure, const struct grid *grid, double top,
                                   struct trig_script *script, struct trig_error *error)
{
    double *x = trig_arena_calloc(&script->arena, figure->panel_count, sizeof *x);
    double *y = trig_arena_calloc(&script->arena, figure->panel_count, sizeof *y);
    if (!x || !y)
        return trig_page_memory(script, error);
    for (size_t panel = 0; panel < figure->panel_count; panel++)
        place_of(grid, top, panel, &x[panel], &y[panel]);
    trig_script_count(script, "PANEL_N", figure->panel_count);
    trig_script_count(script, "COLUMNS", grid->columns);
    trig_script_numbers(script, "PANEL_X", x, figure->panel_count);
    trig_script_numbers(script, "PANEL_Y", y, figure->panel_count);
    trig_script_number(script, "PANEL_WIDTH", grid->width);
    trig_script_number(script, "PANEL_HEIGHT", PLOT_HEIGHT + grid->strip);
    trig_script_number(script, "STRIP", grid->strip);
    return TRIG_OK;
}

static enum trig_status put_panels(const trig_figure *figure, const struct trig_axis *axis,
                                   struct trig_script *script, struct trig_error *error)
{
    for (size_t panel = 0; panel < figure->panel_count; panel++) {
        struct trig_view ends_name = trig_arena_printf(&script->arena, "ends %zu", panel + 1);
        struct trig_view hidden_name = trig_arena_printf(&script->arena, "hidden %zu", panel + 1);
        if (!ends_name.data || !hidden_name.data)
            return trig_page_memory(script, error);
        struct trig_ends ends = {.panel = panel,
                                 .style = TRIG_END_VALUES,
                                 .block = ends_name.data,
                                 .body = PLOT_HEIGHT,
                                 .axis = *axis,
                                 .most_width = END_ROOM};
        enum trig_status status = trig_ends_put(figure, &ends, script, error);
        if (status)
            return status;
        trig_strip_put(figure, panel, hidden_name.data, script);
    }
    return TRIG_OK;
}

static enum trig_status put_waves(const trig_figure *figure, struct grid *grid, struct trig_script *script,
                                  struct trig_error *error)
{
    struct trig_wave_axis waves = trig_wave_axis_of(figure, grid->width, GAP / 2, END_ROOM);
    for (size_t panel = 0; panel < figure->panel_count; panel++)
        trig_lines_put(figure, panel, &waves, script);
    enum trig_status status = trig_wave_axis_put(figure, &waves, &grid->wave_lines, script, error);
    if (status)
        return status;
    trig_script_number(script, "X_LOW", waves.low);
    trig_script_number(script, "X_HIGH", waves.high);
    trig_script_count(script, "WAVE_LINES", grid->wave_lines);
    return TRIG_OK;
}

/* Everything in the prelude but the places of the panels. */
static enum trig_status put_parts(const trig_figure *figure, const struct trig_axis *axis, struct grid *grid,
                                  struct trig_script *script, struct trig_error *error)
{
    enum trig_status status = trig_lines_colours(figure, script, error);
    if (!status)
        status = wrap_titles(figure, grid, script, error);
    if (!status)
        trig_page_axis(axis, 'Y', figure->unit, script);
    if (!status)
        status = put_waves(figure, grid, script, error);
    if (!status)
        status = put_panels(figure, axis, script, error);
    return status;
}

enum trig_status trig_panels_lay(const trig_figure *figure, struct trig_script *script,
                                 struct trig_error *error)
{
    struct trig_page page;
    double low, high;
    trig_figure_range(figure, &low, &high);
    struct trig_axis axis = trig_axis_cover(low, high, MOST_TICKS, figure->unit);
    struct grid grid = make_grid(figure, trig_page_tick_width(&axis, figure->unit, TRIG_FONT_SMALL, script));
    enum trig_status status = trig_page_begin(figure, script, &page, error);
    if (!status)
        status = put_parts(figure, &axis, &grid, script, error);
    if (status)
        return status;
    struct trig_frame frame = {.right = TRIG_PAGE_PAD + END_ROOM, .left = grid.left, .top = page.top + 4};
    status = trig_lines_legend(figure, &frame.top, script, error);
    if (!status)
        status = put_places(figure, &grid, frame.top + 4, script, error);
    if (!status)
        status = put_titles(figure, &grid, frame.top + 4, script, error);
    if (status)
        return status;
    frame.body = (double)grid.rows * row_height(&grid) + 4 - GAP_BELOW;
    trig_page_end(&page, &frame, script);
    return TRIG_OK;
}
