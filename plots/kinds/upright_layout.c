#include "plots/kinds/layout.h"

#include "plots/page/page.h"

#include <math.h>

#define PLOT_HEIGHT        240.0
#define MOST_TICKS         9
#define BELOW              18.0 /* room for the line of words below the plot */
#define MOST_CALLOUT_LINES 3
#define CALLOUT_WIDTH      230.0 /* of the reader's own name, above the plot */

/* Suppressed institutions take a place each, but no more of the width than this. */
#define MOST_HIDDEN_SHARE 0.12

#define BLUE 0x0072B2u
#define GREY 0x6B6B6Bu

/* The rows that are drawn, in the figure's order (highest first). */
struct crowd {
    const trig_figure *figure;
    size_t shown;
    size_t hidden;
    size_t own;        /* the own row; row_count: none */
    double hidden_end; /* x where the hatched strip ends */
    struct trig_axis axis;
};

static const struct trig_mark *mark_of(const struct crowd *crowd, size_t row)
{
    return trig_figure_mark(crowd->figure, 0, 0, row);
}

static struct crowd count_rows(const trig_figure *figure)
{
    struct crowd crowd = {.figure = figure, .own = figure->row_count};
    for (size_t row = 0; row < figure->row_count; row++) {
        crowd.shown += mark_of(&crowd, row)->state == TRIG_MARK_SHOWN;
        crowd.hidden += mark_of(&crowd, row)->state == TRIG_MARK_SUPPRESSED;
        if (figure->rows[row].own && crowd.own == figure->row_count)
            crowd.own = row;
    }
    double strip = fmin((double)crowd.hidden, fmax(MOST_HIDDEN_SHARE * (double)crowd.shown, 3));
    crowd.hidden_end = (double)crowd.shown + strip;
    double low, high;
    trig_figure_range(figure, &low, &high);
    crowd.axis = trig_axis_cover(low, high, MOST_TICKS, figure->unit);
    return crowd;
}

/* Whether the interval leaves the reference value out. */
static bool is_unlike(const struct crowd *crowd, const struct trig_mark *mark)
{
    double value = crowd->figure->reference.value;
    return crowd->figure->reference.given && (mark->low > value || mark->high < value);
}

/* Writes the intervals from the lowest; [*own_x] gets the own one's place. */
static void put_intervals(const struct crowd *crowd, double *own_x, struct trig_script *script)
{
    double x = 0;
    *own_x = (double)crowd->shown + (crowd->hidden_end - (double)crowd->shown - 1) / 2;
    trig_script_block(script, "intervals", "x\tvalue\tlow\thigh\tkind");
    for (size_t i = crowd->figure->row_count; i > 0; i--) {
        const struct trig_mark *mark = mark_of(crowd, i - 1);
        if (mark->state != TRIG_MARK_SHOWN)
            continue;
        bool own = i - 1 == crowd->own;
        if (own)
            *own_x = x;
        trig_script_cell(script, x++);
        trig_script_cell(script, mark->value);
        trig_script_cell(script, mark->low);
        trig_script_cell(script, mark->high);
        trig_script_cell(script, own ? 2 : is_unlike(crowd, mark));
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
}

static enum trig_status put_words_below(const struct crowd *crowd, struct trig_script *script,
                                        struct trig_error *error)
{
    struct trig_view text =
        trig_arena_printf(&script->arena, "%zu institutions, lowest to highest", crowd->shown);
    if (crowd->hidden && text.data)
        text = trig_arena_printf(&script->arena, "%.*s; hatched: %zu more, suppressed [c]",
                                 TRIG_VIEW_ARG(text), crowd->hidden);
    if (!text.data)
        return trig_page_memory(script, error);
    trig_script_text(script, "BELOW", text);
    if (crowd->hidden) {
        trig_script_number(script, "HIDDEN_FROM", (double)crowd->shown - 0.5);
        trig_script_number(script, "HIDDEN_TO", crowd->hidden_end - 0.5);
    }
    return TRIG_OK;
}

static enum trig_status put_legend(const struct crowd *crowd, double *bottom, struct trig_script *script,
                                   struct trig_error *error)
{
    struct trig_arena *arena = &script->arena;
    struct trig_view level = trig_number_text(arena, crowd->figure->level * 100, 0);
    struct trig_legend_entry entries[] = {
        {trig_arena_printf(arena, "%.*s%% interval does not reach the line", TRIG_VIEW_ARG(level)), BLUE,
         false, false},
        {trig_arena_printf(arena, "%.*s%% interval crosses it", TRIG_VIEW_ARG(level)), GREY, false, false}};
    if (!level.data || !entries[0].label.data || !entries[1].label.data)
        return trig_page_memory(script, error);
    *bottom += 2;
    return trig_page_legend(entries, 2, TRIG_PAGE_PAD, bottom, script, error);
}

/* The reader's own name above the plot, over its interval as far as the page allows. */
static enum trig_status put_callout(const struct crowd *crowd, double own_x, struct trig_frame *frame,
                                    struct trig_script *script, struct trig_error *error)
{
    struct trig_views lines;
    const struct trig_mark *mark = mark_of(crowd, crowd->own);
    struct trig_view label = crowd->figure->rows[crowd->own].label;
    struct trig_view value =
        trig_interval_text(&script->arena, mark, crowd->figure->unit, crowd->figure->rounded);
    if (!value.data)
        return trig_page_memory(script, error);
    enum trig_status status = trig_typeset_valued(&script->arena, label, value, TRIG_FONT_OWN, CALLOUT_WIDTH,
                                                  MOST_CALLOUT_LINES, &lines, error);
    if (status)
        return status;
    double width = TRIG_PAGE_WIDTH - frame->left - frame->right;
    double half = trig_typeset_widest(lines, TRIG_FONT_OWN) / 2;
    double at = frame->left + width * (own_x + 1) / (crowd->hidden_end + 1);
    at = fmin(fmax(at, TRIG_PAGE_PAD + half), TRIG_PAGE_WIDTH - TRIG_PAGE_PAD - half);
    bool shown = mark->state == TRIG_MARK_SHOWN;
    double top = shown ? fmax(mark->value, isnan(mark->high) ? mark->value : mark->high) : crowd->axis.high;
    top = fmin(top, crowd->axis.high); /* an interval may reach beyond the scale */
    trig_script_texts(script, "OWN_NAME", lines);
    trig_script_number(script, "OWN_AT", own_x);
    trig_script_number(script, "OWN_TOP", top);
    trig_script_number(script, "OWN_X", at);
    trig_script_number(script, "OWN_Y", frame->top + TRIG_LINE_NAME / 2);
    frame->top += (double)lines.count * TRIG_LINE_NAME + 8;
    return TRIG_OK;
}

enum trig_status trig_upright_lay(const trig_figure *figure, struct trig_script *script,
                                  struct trig_error *error)
{
    struct trig_page page;
    struct crowd crowd = count_rows(figure);
    double own_x;
    enum trig_status status = trig_page_begin(figure, script, &page, error);
    if (!status)
        status = put_words_below(&crowd, script, error);
    if (!status)
        trig_page_axis(&crowd.axis, 'Y', figure->unit, script);
    if (status)
        return status;
    struct trig_frame frame = {
        .left = TRIG_PAGE_PAD + trig_page_tick_width(&crowd.axis, figure->unit, TRIG_FONT_NAME, script) + 6,
        .right = TRIG_PAGE_PAD,
        .top = page.top + 2,
        .body = PLOT_HEIGHT,
        .bottom = BELOW};
    put_intervals(&crowd, &own_x, script);
    if (figure->reference.given) {
        status = put_legend(&crowd, &frame.top, script, error);
        if (!status)
            status = trig_page_reference(figure, &frame.right, script, error);
    }
    frame.top += 8;
    if (!status && crowd.own < figure->row_count)
        status = put_callout(&crowd, own_x, &frame, script, error);
    if (status)
        return status;
    trig_script_number(script, "X_LOW", -1);
    trig_script_number(script, "X_HIGH", crowd.hidden_end);
    trig_page_end(&page, &frame, script);
    return TRIG_OK;
}
