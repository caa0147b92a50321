#include "plots/page/axis.h"

#include <math.h>
#include <stdio.h>

#define EN_DASH "\xE2\x80\x93"
#define MINUS   "\xE2\x88\x92"
/* A number of four digits is read at once. */
#define LEAST_GROUPED 10000
#define HIDDEN        "[c]"

static bool is_bounded(enum trig_figure_unit unit)
{
    return unit == TRIG_FIGURE_SCORE || unit == TRIG_FIGURE_PERCENT;
}

static struct trig_axis axis_of(double low, double high, double step, int decimals)
{
    /* A hair of tolerance, so that 60 / 0.2 does not become one tick more. */
    double first = floor(low / step + 1e-9);
    double last = ceil(high / step - 1e-9);
    struct trig_axis axis = {first * step, last * step, step, (size_t)(last - first) + 1, decimals, false};
    return axis;
}

/* A difference of a few points must not fill a page: scores and percentages
 * show ten at least; other units a stretch that fits their size. */
static void widen(double *low, double *high, enum trig_figure_unit unit)
{
    double least = is_bounded(unit) ? 10 : 1e-9 * fmax(fabs(*low), fabs(*high));
    if (*high > *low && *high - *low >= least)
        return;
    double middle = (*low + *high) / 2;
    double half = is_bounded(unit) ? least / 2 : fmax(fabs(middle) / 10, 0.5);
    *low = middle - half;
    *high = middle + half;
}

/* Moves a stretch that reaches over 0 or 100 rather than cutting it. */
static void keep_within(double *low, double *high)
{
    double size = fmin(*high - *low, 100);
    *low = fmin(fmax(*low, 0), 100 - size);
    *high = *low + size;
}

struct trig_axis trig_axis_cover(double low, double high, size_t most, enum trig_figure_unit unit)
{
    static const double steps[] = {1, 2, 2.5, 5};
    widen(&low, &high, unit);
    if (is_bounded(unit))
        keep_within(&low, &high);
    int exponent = (int)floor(log10((high - low) / (double)most)) - 1;
    for (;; exponent++) {
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            if (steps[i] == 2.5 && is_bounded(unit))
                continue; /* 57.5 is no round number of points */
            double step = steps[i] * pow(10, exponent);
            int decimals = (steps[i] == 2.5) - exponent;
            struct trig_axis axis = axis_of(low, high, step, decimals > 0 ? decimals : 0);
            if (axis.count <= most && axis.count >= 2)
                return axis;
        }
    }
}

double trig_axis_tick(const struct trig_axis *axis, size_t index)
{
    double tick = axis->low + (double)index * axis->step;
    return fabs(tick) < axis->step * 1e-6 ? 0 : tick;
}

struct trig_view trig_number_text(struct trig_arena *arena, double value, int decimals)
{
    char digits[352]; /* the longest double has 309 digits before the point */
    snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value));
    bool zero = strspn(digits, "0.") == strlen(digits);
    return trig_arena_printf(arena, "%s%s", value < 0 && !zero ? MINUS : "", digits);
}

static int decimals_of(enum trig_figure_unit unit, bool rounded)
{
    int decimals = unit == TRIG_FIGURE_PLAIN ? 2 : 1;
    return rounded ? decimals - 1 : decimals;
}

struct trig_view trig_value_text(struct trig_arena *arena, double value, enum trig_figure_unit unit,
                                 bool rounded)
{
    struct trig_view number = trig_number_text(arena, value, decimals_of(unit, rounded));
    if (unit != TRIG_FIGURE_PERCENT)
        return number;
    return trig_arena_printf(arena, "%.*s%%", TRIG_VIEW_ARG(number));
}

struct trig_view trig_interval_text(struct trig_arena *arena, const struct trig_mark *mark,
                                    enum trig_figure_unit unit, bool rounded)
{
    if (mark->state == TRIG_MARK_SUPPRESSED)
        return trig_view(HIDDEN);
    if (mark->state == TRIG_MARK_ABSENT)
        return trig_view(EN_DASH);
    struct trig_view value = trig_value_text(arena, mark->value, unit, rounded);
    if (isnan(mark->low) || isnan(mark->high))
        return value;
    int decimals = decimals_of(unit, rounded);
    struct trig_view low = trig_number_text(arena, mark->low, decimals);
    struct trig_view high = trig_number_text(arena, mark->high, decimals);
    const char *between = mark->low < 0 || mark->high < 0 ? " to " : EN_DASH;
    return trig_arena_printf(arena, "%.*s (%.*s%s%.*s)", TRIG_VIEW_ARG(value), TRIG_VIEW_ARG(low), between,
                             TRIG_VIEW_ARG(high));
}

struct trig_view trig_count_text(struct trig_arena *arena, const struct trig_mark *mark)
{
    if (mark->state == TRIG_MARK_SUPPRESSED)
        return trig_view(HIDDEN);
    if (mark->state == TRIG_MARK_ABSENT || isnan(mark->n))
        return trig_view(EN_DASH);
    struct trig_view digits = trig_number_text(arena, mark->n, 0);
    if (mark->n < LEAST_GROUPED || !digits.data)
        return digits;
    struct trig_view text = trig_view_of(digits.data, (digits.length - 1) % 3 + 1);
    for (size_t at = text.length; at < digits.length && text.data; at += 3)
        text = trig_arena_printf(arena, "%.*s,%.3s", TRIG_VIEW_ARG(text), digits.data + at);
    return text;
}

const char *trig_figure_unit_name(enum trig_figure_unit unit)
{
    switch (unit) {
    case TRIG_FIGURE_SCORE:
        return "Score";
    case TRIG_FIGURE_PERCENT:
        return "Share";
    default:
        return "Mean";
    }
}
