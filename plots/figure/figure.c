#include "plots/figure/figure.h"

#include <assert.h>
#include <math.h>

static bool make_lists(trig_figure *figure, size_t panels, size_t series, size_t rows)
{
    size_t marks;
    if (__builtin_mul_overflow(panels, series, &marks) || __builtin_mul_overflow(marks, rows, &marks))
        return false;
    figure->panels = trig_arena_calloc(&figure->arena, panels, sizeof *figure->panels);
    figure->series = trig_arena_calloc(&figure->arena, series, sizeof *figure->series);
    figure->rows = trig_arena_calloc(&figure->arena, rows, sizeof *figure->rows);
    figure->marks = trig_arena_calloc(&figure->arena, marks, sizeof *figure->marks);
    if (!figure->panels || !figure->series || !figure->rows || !figure->marks)
        return false;
    for (size_t i = 0; i < rows; i++)
        figure->rows[i].position = NAN;
    for (size_t i = 0; i < marks; i++)
        figure->marks[i] = (struct trig_mark){TRIG_MARK_ABSENT, false, NAN, NAN, NAN, NAN};
    return true;
}

trig_figure *trig_figure_create(const char *kind, size_t panels, size_t series, size_t rows,
                                struct trig_error *error)
{
    trig_figure *figure = trig_calloc(1, sizeof *figure);
    if (figure) {
        trig_arena_init(&figure->arena);
        figure->kind = kind;
        figure->level = 0.95;
        figure->panel_count = panels;
        figure->series_count = series;
        figure->row_count = rows;
    }
    if (!figure || !make_lists(figure, panels, series, rows)) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a chart of %zu rows", rows);
        trig_figure_destroy(figure);
        return NULL;
    }
    return figure;
}

void trig_figure_destroy(trig_figure *figure)
{
    if (!figure)
        return;
    trig_arena_clear(&figure->arena);
    trig_free(figure);
}

struct trig_mark *trig_figure_mark(const trig_figure *figure, size_t panel, size_t series, size_t row)
{
    assert(panel < figure->panel_count && series < figure->series_count && row < figure->row_count);
    return &figure->marks[(panel * figure->series_count + series) * figure->row_count + row];
}

static size_t mark_count(const trig_figure *figure)
{
    return figure->panel_count * figure->series_count * figure->row_count;
}

size_t trig_figure_count(const trig_figure *figure, enum trig_mark_state state)
{
    size_t found = 0;
    for (size_t i = 0; i < mark_count(figure); i++)
        found += figure->marks[i].state == state;
    return found;
}

/* fmin and fmax take the number when the other one is NAN. */
static void widen(double *low, double *high, double value)
{
    *low = fmin(*low, value);
    *high = fmax(*high, value);
}

void trig_figure_range(const trig_figure *figure, double *low, double *high)
{
    *low = *high = NAN;
    for (size_t i = 0; i < mark_count(figure); i++) {
        const struct trig_mark *mark = &figure->marks[i];
        if (mark->state != TRIG_MARK_SHOWN)
            continue;
        widen(low, high, mark->value);
        widen(low, high, mark->low);
        widen(low, high, mark->high);
    }
    if (figure->reference.given)
        widen(low, high, figure->reference.value);
}
