#include "plots/kinds/waves.h"

#include "plots/figure/label.h"

#include <math.h>

static bool has_wave(const struct trig_tidy *tidy, size_t row)
{
    return trig_tidy_text(tidy, row, TRIG_TIDY_WAVE).length > 0;
}

static double time_of(const struct trig_tidy *tidy, struct trig_view wave)
{
    const trig_definition *definition = tidy->options->definition;
    size_t index = definition ? trig_definition_wave(definition, wave) : TRIG_NONE;
    return index == TRIG_NONE ? NAN : definition->waves[index].time;
}

/* Waves without a time keep their place among the others. */
static void sort_by_time(const struct trig_tidy *tidy, struct trig_view *waves, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct trig_view wave = waves[i];
        double time = time_of(tidy, wave);
        size_t at = i;
        while (at > 0 && time_of(tidy, waves[at - 1]) > time) {
            waves[at] = waves[at - 1];
            at--;
        }
        waves[at] = wave;
    }
}

void trig_waves_keep(struct trig_tidy *tidy)
{
    bool any = false;
    for (size_t i = 0; i < tidy->row_count; i++)
        any |= has_wave(tidy, tidy->rows[i]);
    if (any)
        trig_tidy_keep(tidy, has_wave);
}

enum trig_status trig_waves_gather(struct trig_tidy *tidy, struct trig_values *waves,
                                   struct trig_error *error)
{
    trig_waves_keep(tidy);
    enum trig_status status = trig_tidy_distinct(tidy, tidy->columns[TRIG_TIDY_WAVE], waves, error);
    if (!status)
        sort_by_time(tidy, waves->items, waves->count);
    return status;
}

bool trig_waves_fill(const struct trig_tidy *tidy, struct trig_values waves, trig_figure *figure)
{
    bool timed = true;
    for (size_t i = 0; i < waves.count; i++)
        timed &= !isnan(time_of(tidy, waves.items[i]));
    for (size_t i = 0; i < waves.count; i++) {
        struct trig_view label = trig_label_wave(tidy->options->definition, waves.items[i]);
        figure->rows[i].label = trig_arena_copy(&figure->arena, label);
        figure->rows[i].position = timed ? time_of(tidy, waves.items[i]) : NAN;
        if (!figure->rows[i].label.data)
            return false;
    }
    return true;
}

struct trig_view trig_waves_notes(const trig_figure *figure, struct trig_arena *arena)
{
    bool broken = false;
    for (size_t p = 0; p < figure->panel_count; p++)
        for (size_t s = 0; s < figure->series_count; s++)
            for (size_t r = 1; r < figure->row_count; r++)
                broken |= trig_figure_mark(figure, p, s, r)->broken;
    bool hidden = trig_figure_count(figure, TRIG_MARK_SUPPRESSED) > 0;
    return trig_arena_printf(arena, "%s%s%s", hidden ? "[c]: suppressed to protect respondents." : "",
                             hidden && broken ? " " : "",
                             broken ? "Lines are interrupted where waves cannot be compared." : "");
}
