#include "plots/kinds/lines.h"

#include "plots/page/palette.h"

#include <math.h>

#define MOST_WAVE_LINES  3
#define LEAST_WAVE_WIDTH 34.0 /* points for a wave's name, however close the waves */
#define ASIDE            5.0  /* from series to series, of marks that stand alone */
#define MOST_ASIDE       16.0 /* for all series together */
#define SIDE_ROOM        14.0 /* between the first wave and the side: half a hatched mark fits */
#define WAVE_GAP         5.0  /* between two names */

double trig_wave_time(const trig_figure *figure, size_t row)
{
    double position = figure->rows[row].position;
    return isnan(position) ? (double)row : position;
}

struct trig_wave_axis trig_wave_axis_of(const trig_figure *figure, double width, double left, double right)
{
    double low = trig_wave_time(figure, 0), high = low;
    for (size_t row = 1; row < figure->row_count; row++) {
        low = fmin(low, trig_wave_time(figure, row));
        high = fmax(high, trig_wave_time(figure, row));
    }
    double room = high > low ? (high - low) * SIDE_ROOM / (width - 2 * SIDE_ROOM) : 1;
    return (struct trig_wave_axis){low - room, high + room, width, left, right};
}

/* Points between a time and the left side of the plot. */
static double along(const struct trig_wave_axis *waves, double time)
{
    return (time - waves->low) / (waves->high - waves->low) * waves->width;
}

static double time_along(const struct trig_wave_axis *waves, double points)
{
    return waves->low + points / waves->width * (waves->high - waves->low);
}

/* The least distance between neighbouring waves, in points. */
static double spacing(const trig_figure *figure, const struct trig_wave_axis *waves)
{
    double least = waves->width;
    for (size_t row = 1; row < figure->row_count; row++) {
        double step =
            along(waves, trig_wave_time(figure, row)) - along(waves, trig_wave_time(figure, row - 1));
        least = fmin(least, step);
    }
    return least;
}

static void put_wave(struct trig_views lines, double at, struct trig_script *script)
{
    for (size_t line = 0; line < lines.count; line++) {
        trig_script_cell(script, at);
        trig_script_cell(script, (double)line);
        trig_script_cell_text(script, lines.items[line]);
        trig_script_end_row(script);
    }
}

/* The stretch that the name of a wave at [at] may fill: half the way to its
 * neighbours, and no further than the sides. */
static void name_stretch(const struct trig_wave_axis *waves, double at, double space, double *from,
                         double *to)
{
    double reach = (space - WAVE_GAP) / 2;
    *from = fmax(at - reach, -waves->room_left);
    *to = fmin(at + reach, waves->width + waves->room_right);
    if (*to - *from >= LEAST_WAVE_WIDTH)
        return;
    *from = at - LEAST_WAVE_WIDTH / 2;
    *to = at + LEAST_WAVE_WIDTH / 2;
}

enum trig_status trig_wave_axis_put(const trig_figure *figure, const struct trig_wave_axis *waves,
                                    size_t *lines, struct trig_script *script, struct trig_error *error)
{
    double space = spacing(figure, waves);
    double free_to = INFINITY; /* the left side of the name written last */
    *lines = 0;
    trig_script_block(script, "waves", "at\tline\ttext");
    /* From the latest on: when there is no room for all, it is the one to keep. */
    for (size_t row = figure->row_count; row > 0; row--) {
        struct trig_views name;
        double from, to, at = along(waves, trig_wave_time(figure, row - 1));
        name_stretch(waves, at, space, &from, &to);
        enum trig_status status =
            trig_typeset_evenly(&script->arena, figure->rows[row - 1].label, TRIG_FONT_SMALL, to - from,
                                MOST_WAVE_LINES, &name, error);
        if (status)
            return status;
        double half = trig_typeset_widest(name, TRIG_FONT_SMALL) / 2;
        double middle = fmin(fmax(at, from + half), to - half);
        if (middle + half > free_to)
            continue;
        free_to = middle - half - WAVE_GAP / 2;
        *lines = name.count > *lines ? name.count : *lines;
        put_wave(name, time_along(waves, middle), script);
    }
    trig_script_end_block(script);
    return TRIG_OK;
}

static bool is_shown(const trig_figure *figure, size_t panel, size_t series, size_t row)
{
    return row < figure->row_count && trig_figure_mark(figure, panel, series, row)->state == TRIG_MARK_SHOWN;
}

bool trig_line_joined(const trig_figure *figure, size_t panel, size_t series, size_t row)
{
    return row > 0 && is_shown(figure, panel, series, row) && is_shown(figure, panel, series, row - 1) &&
           !trig_figure_mark(figure, panel, series, row)->broken;
}

/* Marks that stand alone step aside, so that the series do not hide one another. */
static double aside(const trig_figure *figure, size_t series, const struct trig_wave_axis *waves)
{
    double step = fmin(ASIDE, MOST_ASIDE / (double)figure->series_count);
    double points = ((double)series - ((double)figure->series_count - 1) / 2) * step;
    return points * (waves->high - waves->low) / waves->width;
}

static void put_line(const trig_figure *figure, size_t panel, size_t series,
                     const struct trig_wave_axis *waves, struct trig_script *script)
{
    for (size_t row = 0; row < figure->row_count; row++) {
        if (!is_shown(figure, panel, series, row))
            continue;
        bool before = trig_line_joined(figure, panel, series, row);
        bool after = row + 1 < figure->row_count && trig_line_joined(figure, panel, series, row + 1);
        if (!before && script->rows)
            trig_script_gap(script);
        const struct trig_mark *mark = trig_figure_mark(figure, panel, series, row);
        bool alone = !before && !after;
        trig_script_cell(script, trig_wave_time(figure, row) + (alone ? aside(figure, series, waves) : 0));
        trig_script_cell(script, mark->value);
        trig_script_cell(script, mark->low);
        trig_script_cell(script, mark->high);
        trig_script_cell(script, alone);
        trig_script_end_row(script);
    }
}

void trig_lines_put(const trig_figure *figure, size_t panel, const struct trig_wave_axis *waves,
                    struct trig_script *script)
{
    for (size_t s = 0; s < figure->series_count; s++) {
        char name[64];
        snprintf(name, sizeof name, "panel %zu series %zu", panel + 1, s + 1);
        trig_script_block(script, name, "x\tvalue\tlow\thigh\talone");
        put_line(figure, panel, s, waves, script);
        trig_script_end_block(script);
    }
}

enum trig_status trig_lines_colours(const trig_figure *figure, struct trig_script *script,
                                    struct trig_error *error)
{
    size_t count = figure->series_count, plain = 0;
    uint32_t *colours = trig_arena_calloc(&script->arena, count, sizeof *colours);
    uint32_t *texts = trig_arena_calloc(&script->arena, count, sizeof *texts);
    double *tones = trig_arena_calloc(&script->arena, count, sizeof *tones);
    if (!colours || !texts || !tones)
        return trig_page_memory(script, error);
    for (size_t s = 0; s < count; s++) {
        enum trig_tone tone = figure->series[s].tone;
        bool is_plain = tone != TRIG_TONE_OWN && tone != TRIG_TONE_SECTOR;
        if (is_plain && plain == TRIG_PLAIN_COLOURS)
            return trig_error_set(error, TRIG_ERR_LIMIT,
                                  "one chart tells at most %d lines apart beside your own and the sector's: "
                                  "draw fewer, or one beside the sector",
                                  TRIG_PLAIN_COLOURS);
        colours[s] = trig_line_colour(tone, plain);
        texts[s] = trig_text_colour(tone, plain);
        tones[s] = tone == TRIG_TONE_OWN ? 1 : tone == TRIG_TONE_SECTOR ? 2 : 0;
        plain += is_plain;
    }
    trig_script_count(script, "SERIES_N", count);
    trig_script_colours(script, "COLOUR", colours, count);
    trig_script_colours(script, "TEXT_COLOUR", texts, count);
    trig_script_numbers(script, "TONE", tones, count);
    return TRIG_OK;
}

enum trig_status trig_lines_legend(const trig_figure *figure, double *bottom, struct trig_script *script,
                                   struct trig_error *error)
{
    struct trig_legend_entry *entries =
        trig_arena_calloc(&script->arena, figure->series_count, sizeof *entries);
    if (!entries)
        return trig_page_memory(script, error);
    size_t plain = 0;
    for (size_t s = 0; s < figure->series_count; s++) {
        enum trig_tone tone = figure->series[s].tone;
        entries[s] = (struct trig_legend_entry){figure->series[s].label, trig_line_colour(tone, plain),
                                                tone == TRIG_TONE_OWN, false};
        plain += tone != TRIG_TONE_OWN && tone != TRIG_TONE_SECTOR;
    }
    return trig_page_legend(entries, figure->series_count, TRIG_PAGE_PAD, bottom, script, error);
}

size_t trig_line_last(const trig_figure *figure, size_t panel, size_t series)
{
    for (size_t row = figure->row_count; row > 0; row--)
        if (is_shown(figure, panel, series, row - 1))
            return row - 1;
    return figure->row_count;
}

static bool has_hidden(const trig_figure *figure, size_t series)
{
    for (size_t panel = 0; panel < figure->panel_count; panel++)
        for (size_t row = 0; row < figure->row_count; row++)
            if (trig_figure_mark(figure, panel, series, row)->state == TRIG_MARK_SUPPRESSED)
                return true;
    return false;
}

size_t trig_strip_line(const trig_figure *figure, size_t series)
{
    size_t before = 0;
    for (size_t s = 0; s < series; s++)
        before += has_hidden(figure, s);
    return before;
}

size_t trig_strip_lines(const trig_figure *figure)
{
    return trig_strip_line(figure, figure->series_count);
}

void trig_strip_put(const trig_figure *figure, size_t panel, const char *name, struct trig_script *script)
{
    trig_script_block(script, name, "x\tline\tseries");
    for (size_t s = 0; s < figure->series_count; s++) {
        for (size_t row = 0; row < figure->row_count; row++) {
            if (trig_figure_mark(figure, panel, s, row)->state != TRIG_MARK_SUPPRESSED)
                continue;
            trig_script_cell(script, trig_wave_time(figure, row));
            trig_script_cell(script, (double)trig_strip_line(figure, s));
            trig_script_cell(script, (double)(s + 1));
            trig_script_end_row(script);
        }
    }
    trig_script_end_block(script);
}
