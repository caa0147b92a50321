#include "plots/page/page.h"

#include <math.h>

#define REFERENCE_WIDTH 84.0 /* of a reference line's label, beside the plot */
#define USABLE          (TRIG_PAGE_WIDTH - 2 * TRIG_PAGE_PAD)

/* The middle of the first line of each text, and the way to the next line. */
#define TITLE_FIRST    14.0
#define TITLE_LINE     14.0
#define SUBTITLE_FIRST 15.0 /* below the last line of the title */
#define SUBTITLE_LINE  11.5
#define CAPTION_LINE   9.0
#define CAPTION_FREE   13.0 /* above and below the lines of a caption */

/* Enough for what a chart has to say about itself; more belongs into the text. */
#define MOST_TITLE_LINES    2
#define MOST_SUBTITLE_LINES 3
#define MOST_CAPTION_LINES  6

#define SWATCH      8.0 /* side of a patch in a legend */
#define SWATCH_GAP  3.0
#define LEGEND_GAP  12.0 /* between entries */
#define LEGEND_LINE 12.0

enum trig_status trig_page_memory(const struct trig_script *script, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the chart '%s'", script->name);
    return TRIG_ERR_MEMORY;
}

static enum trig_status put_lines(struct trig_script *script, const char *name, struct trig_view text,
                                  struct trig_font font, size_t most, size_t *count, struct trig_error *error)
{
    struct trig_views lines;
    enum trig_status status = trig_typeset_wrap(&script->arena, text, font, USABLE, most, &lines, error);
    if (status)
        return status;
    trig_script_texts(script, name, lines);
    *count = lines.count;
    return TRIG_OK;
}

enum trig_status trig_page_begin(const trig_figure *figure, struct trig_script *script,
                                 struct trig_page *page, struct trig_error *error)
{
    size_t titles, subtitles, captions;
    enum trig_status status =
        put_lines(script, "TITLE", figure->title, TRIG_FONT_TITLE, MOST_TITLE_LINES, &titles, error);
    if (!status)
        status = put_lines(script, "SUBTITLE", figure->subtitle, TRIG_FONT_SUBTITLE, MOST_SUBTITLE_LINES,
                           &subtitles, error);
    if (!status)
        status = put_lines(script, "CAPTION", figure->caption, TRIG_FONT_CAPTION, MOST_CAPTION_LINES,
                           &captions, error);
    if (status)
        return status;
    double last_title = TITLE_FIRST + TITLE_LINE * ((double)titles - 1);
    double last_line =
        subtitles ? last_title + SUBTITLE_FIRST + SUBTITLE_LINE * ((double)subtitles - 1) : last_title;
    trig_script_number(script, "TITLE_Y", TITLE_FIRST);
    trig_script_number(script, "SUBTITLE_Y", last_title + SUBTITLE_FIRST);
    page->top = last_line + 7;
    page->caption = captions ? CAPTION_LINE * (double)captions + CAPTION_FREE : TRIG_PAGE_PAD;
    return TRIG_OK;
}

void trig_page_end(const struct trig_page *page, const struct trig_frame *frame, struct trig_script *script)
{
    trig_script_number(script, "WIDTH", TRIG_PAGE_WIDTH);
    trig_script_number(script, "HEIGHT", frame->top + frame->body + frame->bottom + page->caption);
    trig_script_number(script, "LEFT", frame->left);
    trig_script_number(script, "RIGHT", frame->right);
    trig_script_number(script, "TOP", frame->top);
    trig_script_number(script, "BOTTOM", frame->bottom + page->caption);
    trig_script_number(script, "BODY", frame->body);
}

/* The text of a tick; data NULL when memory is out. */
static struct trig_view tick_text(const struct trig_axis *axis, size_t index, enum trig_figure_unit unit,
                                  struct trig_arena *arena)
{
    double tick = trig_axis_tick(axis, index);
    struct trig_view text = trig_number_text(arena, axis->two_sided ? fabs(tick) : tick, axis->decimals);
    if (unit == TRIG_FIGURE_PERCENT && text.data)
        text = trig_arena_printf(arena, "%.*s%%", TRIG_VIEW_ARG(text));
    return text;
}

double trig_page_tick_width(const struct trig_axis *axis, enum trig_figure_unit unit, struct trig_font font,
                            struct trig_script *script)
{
    double widest = 0;
    for (size_t i = 0; i < axis->count; i++)
        widest = fmax(widest, trig_typeset_width(tick_text(axis, i, unit, &script->arena), font));
    return widest;
}

void trig_page_axis(const struct trig_axis *axis, char letter, enum trig_figure_unit unit,
                    struct trig_script *script)
{
    char name[8];
    snprintf(name, sizeof name, "%c_LOW", letter);
    trig_script_number(script, name, axis->low);
    snprintf(name, sizeof name, "%c_HIGH", letter);
    trig_script_number(script, name, axis->high);
    trig_script_block(script, "ticks", "at\ttext");
    for (size_t i = 0; i < axis->count; i++) {
        trig_script_cell(script, trig_axis_tick(axis, i));
        trig_script_cell_text(script, tick_text(axis, i, unit, &script->arena));
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
}

static struct trig_font entry_font(const struct trig_legend_entry *entry)
{
    return entry->own ? TRIG_FONT_OWN_SMALL : TRIG_FONT_SMALL;
}

/* A legend that is being laid out, entry by entry. */
struct legend {
    struct trig_view *texts;
    double *x;
    double *y;
    double *widths;
    double *own;
    uint32_t *colours;
};

static bool make_legend(struct trig_arena *arena, size_t count, struct legend *legend)
{
    legend->texts = trig_arena_calloc(arena, count, sizeof *legend->texts);
    legend->x = trig_arena_calloc(arena, count, sizeof *legend->x);
    legend->y = trig_arena_calloc(arena, count, sizeof *legend->y);
    legend->widths = trig_arena_calloc(arena, count, sizeof *legend->widths);
    legend->own = trig_arena_calloc(arena, count, sizeof *legend->own);
    legend->colours = trig_arena_calloc(arena, count, sizeof *legend->colours);
    return legend->texts && legend->x && legend->y && legend->widths && legend->own && legend->colours;
}

/* Shortens the texts that are wider than the page and adds up all widths. */
static enum trig_status take_entries(const struct trig_legend_entry *entries, size_t count,
                                     struct legend *legend, double *total, struct trig_arena *arena,
                                     struct trig_error *error)
{
    *total = -LEGEND_GAP;
    for (size_t i = 0; i < count; i++) {
        struct trig_views lines;
        enum trig_status status = trig_typeset_wrap(arena, entries[i].label, entry_font(&entries[i]),
                                                    USABLE - SWATCH - SWATCH_GAP, 1, &lines, error);
        if (status)
            return status;
        legend->texts[i] = lines.count ? lines.items[0] : trig_view("");
        legend->colours[i] = entries[i].colour;
        legend->own[i] = entries[i].own;
        legend->widths[i] =
            SWATCH + SWATCH_GAP + trig_typeset_width(legend->texts[i], entry_font(&entries[i]));
        *total += legend->widths[i] + LEGEND_GAP;
    }
    return TRIG_OK;
}

enum trig_status trig_page_legend(const struct trig_legend_entry *entries, size_t count, double left,
                                  double *bottom, struct trig_script *script, struct trig_error *error)
{
    struct legend legend;
    double total;
    if (!make_legend(&script->arena, count, &legend))
        return trig_page_memory(script, error);
    enum trig_status status = take_entries(entries, count, &legend, &total, &script->arena, error);
    if (status)
        return status;
    double latest = TRIG_PAGE_WIDTH - TRIG_PAGE_PAD - total;
    double start = fmax(fmin(left, latest), TRIG_PAGE_PAD);
    double x = start, y = *bottom + LEGEND_LINE / 2;
    for (size_t i = 0; i < count; i++) {
        double width = legend.widths[i];
        bool apart = entries[i].apart && latest < TRIG_PAGE_PAD;
        if (x > start && (apart || x + width > TRIG_PAGE_WIDTH - TRIG_PAGE_PAD)) {
            x = start;
            y += LEGEND_LINE;
        }
        legend.x[i] = x;
        legend.y[i] = y;
        x += width + LEGEND_GAP;
    }
    trig_script_texts(script, "LEGEND", (struct trig_views){legend.texts, count});
    trig_script_numbers(script, "LEGEND_X", legend.x, count);
    trig_script_numbers(script, "LEGEND_Y", legend.y, count);
    trig_script_colours(script, "LEGEND_COLOUR", legend.colours, count);
    trig_script_numbers(script, "LEGEND_OWN", legend.own, count);
    *bottom = y + LEGEND_LINE / 2;
    return TRIG_OK;
}

/* ---- reference line ---------------------------------------------------------------- */

enum trig_status trig_page_reference(const trig_figure *figure, double *right, struct trig_script *script,
                                     struct trig_error *error)
{
    const struct trig_figure_reference *reference = &figure->reference;
    struct trig_views lines;
    if (!reference->given)
        return TRIG_OK;
    struct trig_view value = trig_value_text(&script->arena, reference->value, figure->unit, figure->rounded);
    struct trig_view text =
        trig_arena_printf(&script->arena, "%.*s %.*s", TRIG_VIEW_ARG(reference->label), TRIG_VIEW_ARG(value));
    if (!value.data || !text.data)
        return trig_page_memory(script, error);
    enum trig_status status =
        trig_typeset_evenly(&script->arena, text, TRIG_FONT_SMALL, REFERENCE_WIDTH, 3, &lines, error);
    if (status)
        return status;
    trig_script_number(script, "REFERENCE", reference->value);
    trig_script_texts(script, "REFERENCE_TEXT", lines);
    *right += 5 + trig_typeset_widest(lines, TRIG_FONT_SMALL);
    return TRIG_OK;
}
