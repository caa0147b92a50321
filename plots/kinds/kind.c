#include "plots/kinds/kind.h"

#include "plots/kinds/layout.h"

#include <math.h>

/* More rows than these stand too close to be read. */
#define MOST_ITEMS   60
#define MOST_NAMES   40
#define MOST_UPRIGHT 400
#define MOST_WAVES   40

static const struct trig_kind kinds[] = {
    {"likert", "likert.gp", 1, MOST_ITEMS, trig_likert_lay},
    {"caterpillar", "caterpillar.gp", 1, MOST_NAMES, trig_caterpillar_lay},
    {"caterpillar", "upright.gp", MOST_NAMES + 1, MOST_UPRIGHT, trig_upright_lay},
    {"funnel", "funnel.gp", 1, MOST_UPRIGHT, trig_funnel_lay},
    {"trend", "trend.gp", 1, MOST_WAVES, trig_trend_lay},
    {"panels", "intervals.gp", 1, 1, trig_intervals_lay},
    {"panels", "panels.gp", 2, MOST_WAVES, trig_panels_lay},
};

#define KIND_COUNT (sizeof kinds / sizeof *kinds)

static enum trig_status nothing_to_draw(const trig_figure *figure, struct trig_error *error)
{
    if (trig_figure_count(figure, TRIG_MARK_SUPPRESSED))
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "nothing to draw: every number of this chart is suppressed; a wider group has "
                              "more respondents");
    return trig_error_set(error, TRIG_ERR_DOMAIN, "nothing to draw: no row of the table fits this chart");
}

static bool is_drawable(const struct trig_mark *mark)
{
    return isfinite(mark->value) && !isinf(mark->low) && !isinf(mark->high);
}

static enum trig_status check_numbers(const trig_figure *figure, struct trig_error *error)
{
    size_t count = figure->panel_count * figure->series_count * figure->row_count;
    for (size_t i = 0; i < count; i++)
        if (figure->marks[i].state == TRIG_MARK_SHOWN && !is_drawable(&figure->marks[i]))
            return trig_error_set(error, TRIG_ERR_DOMAIN, "a number of the %s chart is not finite",
                                  figure->kind);
    if (figure->reference.given && !isfinite(figure->reference.value))
        return trig_error_set(error, TRIG_ERR_DOMAIN, "the reference line of the %s chart is not finite",
                              figure->kind);
    return TRIG_OK;
}

enum trig_status trig_kind_for(const trig_figure *figure, const struct trig_kind **out,
                               struct trig_error *error)
{
    if (!trig_figure_count(figure, TRIG_MARK_SHOWN))
        return nothing_to_draw(figure, error);
    enum trig_status status = check_numbers(figure, error);
    if (status)
        return status;
    size_t most = 0;
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (strcmp(kinds[i].name, figure->kind) != 0)
            continue;
        most = kinds[i].most_rows;
        if (figure->row_count < kinds[i].least_rows || figure->row_count > kinds[i].most_rows)
            continue;
        *out = &kinds[i];
        return TRIG_OK;
    }
    if (!most)
        return trig_error_set(error, TRIG_ERR_USAGE, "there is no chart called '%s'", figure->kind);
    return trig_error_set(error, TRIG_ERR_LIMIT,
                          "the %s chart shows at most %zu rows, not %zu: draw a part of them", figure->kind,
                          most, figure->row_count);
}
