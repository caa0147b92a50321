#include "plots/page/numbers.h"

#include <math.h>

#define GAP_BEFORE  10.0 /* between the plot and the first column */
#define GAP_BETWEEN 12.0

enum trig_status trig_numbers_put(const trig_figure *figure, const struct trig_number_line *lines,
                                  size_t count, double *right, struct trig_script *script,
                                  struct trig_error *error)
{
    struct trig_arena *arena = &script->arena;
    struct trig_view level = trig_number_text(arena, figure->level * 100, 0);
    struct trig_view head =
        figure->overlap ? trig_arena_printf(arena, "%s (to compare)", trig_figure_unit_name(figure->unit))
                        : trig_arena_printf(arena, "%s (%.*s%% CI)", trig_figure_unit_name(figure->unit),
                                            TRIG_VIEW_ARG(level));
    if (!head.data)
        return trig_page_memory(script, error);
    trig_script_text(script, "NUMBERS", head);
    double first = trig_typeset_width(head, TRIG_FONT_SMALL);
    double second = trig_typeset_width(trig_view("n"), TRIG_FONT_SMALL);
    trig_script_block(script, "numbers", "y\town\ttext\tn");
    for (size_t i = 0; i < count; i++) {
        struct trig_view text = trig_interval_text(arena, lines[i].mark, figure->unit, figure->rounded);
        struct trig_view n = trig_count_text(arena, lines[i].mark);
        first = fmax(first, trig_typeset_width(text, lines[i].own ? TRIG_FONT_OWN_SMALL : TRIG_FONT_SMALL));
        second = fmax(second, trig_typeset_width(n, TRIG_FONT_SMALL));
        trig_script_cell(script, lines[i].y);
        trig_script_cell(script, lines[i].own);
        trig_script_cell_text(script, text);
        trig_script_cell_text(script, n);
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
    *right = GAP_BEFORE + first + GAP_BETWEEN + second + TRIG_PAGE_PAD;
    return TRIG_OK;
}
