#include "plots/kinds/charts.h"

#include "plots/figure/label.h"
#include "plots/kinds/waves.h"
#include "plots/page/axis.h"
#include "plots/page/palette.h"

#include <stdlib.h>

#define MOST_DESCRIBED 4  /* lines that the description goes through one by one */
#define MOST_APART     60 /* panels that a page holds, twenty below one another */

/* A table's rows on their way into a figure. */
struct trend {
    struct trig_tidy tidy;
    enum trig_figure_unit unit;
    const char *column; /* that tells the lines apart */
    size_t column_index;
    struct trig_values waves;
    struct trig_values lines; /* its values, in the order of the figure's series, or panels */
    bool apart;               /* too many for one plot: a panel each */
};

static enum trig_status memory_error(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a chart");
    return TRIG_ERR_MEMORY;
}

/* The options' column, or the first of the usual ones that has several values,
 * or the first of them that is there. */
static enum trig_status find_lines(struct trend *trend, struct trig_error *error)
{
    static const char *const usual[] = {"institution", "group", "cohort", "stage", "measure", "pillar"};
    const char *given = trend->tidy.options->series;
    size_t tries = given ? 1 : sizeof usual / sizeof *usual;
    trend->column_index = SIZE_MAX;
    for (size_t i = 0; i < tries && trend->lines.count < 2; i++) {
        const char *column = given ? given : usual[i];
        size_t index = trig_table_find(trend->tidy.table, column);
        if (index == SIZE_MAX)
            continue;
        struct trig_values values;
        enum trig_status status = trig_tidy_distinct(&trend->tidy, index, &values, error);
        if (status)
            return status;
        if (trend->column_index != SIZE_MAX && values.count < 2)
            continue;
        trend->column = column;
        trend->column_index = index;
        trend->lines = values;
    }
    if (trend->column_index == SIZE_MAX)
        return trig_error_set(error, TRIG_ERR_USAGE, "this result has no column '%s' to tell lines apart",
                              given ? given : "institution");
    return TRIG_OK;
}

static bool names_places(const struct trend *trend)
{
    return strcmp(trend->column, "institution") == 0 || strcmp(trend->column, "group") == 0;
}

static bool is_own(const struct trend *trend, struct trig_view value)
{
    struct trig_view own = trend->tidy.options->institution;
    return strcmp(trend->column, "institution") == 0 && own.length &&
           (trig_view_equal(value, own) ||
            trig_view_equal(value, trig_label_institution(trend->tidy.options->definition, own)));
}

static enum trig_tone tone_of(const struct trend *trend, struct trig_view value)
{
    if (is_own(trend, value))
        return TRIG_TONE_OWN;
    return names_places(trend) && !value.length ? TRIG_TONE_SECTOR : TRIG_TONE_PLAIN;
}

/* The reader's own first, the sector last, the others as they come. */
static void order_lines(struct trend *trend)
{
    struct trig_view *lines = trend->lines.items;
    static const enum trig_tone order[] = {TRIG_TONE_OWN, TRIG_TONE_PLAIN, TRIG_TONE_SECTOR};
    size_t done = 0;
    for (size_t o = 0; o < sizeof order / sizeof *order; o++) {
        for (size_t i = done; i < trend->lines.count; i++) {
            if (tone_of(trend, lines[i]) != order[o])
                continue;
            struct trig_view line = lines[i];
            memmove(&lines[done + 1], &lines[done], (i - done) * sizeof *lines);
            lines[done++] = line;
        }
    }
}

/* More lines than colours have a panel each. */
static enum trig_status look_apart(struct trend *trend, struct trig_error *error)
{
    size_t plain = 0;
    for (size_t i = 0; i < trend->lines.count; i++)
        plain += tone_of(trend, trend->lines.items[i]) == TRIG_TONE_PLAIN;
    trend->apart = plain > TRIG_PLAIN_COLOURS;
    if (!trend->apart || trend->lines.count <= MOST_APART)
        return TRIG_OK;
    return trig_error_set(
        error, TRIG_ERR_LIMIT,
        "%zu lines are more than the %d panels that a page holds: ask for --institution ID, "
        "which is drawn beside the sector, or for a breakdown of fewer categories",
        trend->lines.count, MOST_APART);
}

static struct trig_mark *mark_at(const struct trend *trend, trig_figure *figure, size_t line, size_t wave)
{
    return trend->apart ? trig_figure_mark(figure, line, 0, wave) : trig_figure_mark(figure, 0, line, wave);
}

static bool fill_lines(const struct trend *trend, trig_figure *figure)
{
    const struct trig_figure_options *options = trend->tidy.options;
    for (size_t s = 0; s < trend->lines.count; s++) {
        struct trig_view value = trend->lines.items[s];
        struct trig_view label =
            value.length ? trig_label_value(options->definition, &figure->arena, trend->column, value)
                         : trig_tidy_sector(&trend->tidy);
        if (!label.data)
            return false;
        struct trig_view *place = trend->apart ? &figure->panels[s].label : &figure->series[s].label;
        *place = trig_arena_copy(&figure->arena, label);
        if (!place->data)
            return false;
        if (!trend->apart)
            figure->series[s].tone = tone_of(trend, value);
    }
    if (trend->apart)
        figure->series[0] = (struct trig_figure_series){trig_view("Estimate"), TRIG_TONE_PLAIN, false};
    return true;
}

static enum trig_status fill_marks(const struct trend *trend, trig_figure *figure, struct trig_error *error)
{
    for (size_t i = 0; i < trend->tidy.row_count; i++) {
        size_t row = trend->tidy.rows[i];
        struct trig_view value = trig_table_text(trend->tidy.table, row, trend->column_index);
        struct trig_view wave = trig_tidy_text(&trend->tidy, row, TRIG_TIDY_WAVE);
        struct trig_mark *mark =
            mark_at(trend, figure, trig_tidy_index(trend->lines, value), trig_tidy_index(trend->waves, wave));
        if (mark->state != TRIG_MARK_ABSENT)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "the result holds several rows for %s '%.*s' in wave '%.*s': ask for one "
                                  "measure and breakdown",
                                  trend->column, TRIG_VIEW_ARG(value), TRIG_VIEW_ARG(wave));
        *mark = trig_tidy_mark(&trend->tidy, row, trend->unit);
    }
    return TRIG_OK;
}

static struct trig_view make_title(struct trend *trend)
{
    struct trig_tidy *tidy = &trend->tidy;
    struct trig_view measure = trig_tidy_text(tidy, tidy->rows[0], TRIG_TIDY_MEASURE);
    if (!measure.length || trig_tidy_single(tidy, TRIG_TIDY_MEASURE, NULL))
        return trig_view("Change over time");
    struct trig_view label = trig_label_measure(tidy->options->definition, &tidy->arena, measure);
    return label.data ? trig_arena_printf(&tidy->arena, "%.*s over time", TRIG_VIEW_ARG(label)) : label;
}

static const char *words_of_unit(const struct trend *trend)
{
    return trig_label_unit(trend->unit, trig_tidy_text(&trend->tidy, trend->tidy.rows[0], TRIG_TIDY_MEASURE));
}

static struct trig_view make_subtitle(struct trend *trend)
{
    double level = trend->tidy.options->level > 0 ? trend->tidy.options->level : 0.95;
    return trig_arena_printf(&trend->tidy.arena, "%s with %g%% confidence bands", words_of_unit(trend),
                             level * 100);
}

/* "Sector from 60.0 in 2021 to 64.0 in 2024." */
static struct trig_view describe(const struct trend *trend, trig_figure *figure, size_t line,
                                 struct trig_arena *arena)
{
    size_t first = figure->row_count, last = 0;
    for (size_t row = 0; row < figure->row_count; row++) {
        if (mark_at(trend, figure, line, row)->state != TRIG_MARK_SHOWN)
            continue;
        first = first == figure->row_count ? row : first;
        last = row;
    }
    struct trig_view label = trend->apart ? figure->panels[line].label : figure->series[line].label;
    if (first == figure->row_count)
        return trig_arena_printf(arena, " %.*s suppressed.", TRIG_VIEW_ARG(label));
    struct trig_view from =
        trig_value_text(arena, mark_at(trend, figure, line, first)->value, figure->unit, figure->rounded);
    struct trig_view to =
        trig_value_text(arena, mark_at(trend, figure, line, last)->value, figure->unit, figure->rounded);
    if (first == last)
        return trig_arena_printf(arena, " %.*s %.*s in %.*s.", TRIG_VIEW_ARG(label), TRIG_VIEW_ARG(from),
                                 TRIG_VIEW_ARG(figure->rows[first].label));
    return trig_arena_printf(arena, " %.*s from %.*s in %.*s to %.*s in %.*s.", TRIG_VIEW_ARG(label),
                             TRIG_VIEW_ARG(from), TRIG_VIEW_ARG(figure->rows[first].label), TRIG_VIEW_ARG(to),
                             TRIG_VIEW_ARG(figure->rows[last].label));
}

static struct trig_view make_alt(const struct trend *trend, trig_figure *figure, struct trig_arena *arena)
{
    struct trig_view alt = trig_arena_printf(
        arena, "%zu lines with intervals over %zu wave%s%s.", trend->lines.count, figure->row_count,
        figure->row_count == 1 ? "" : "s", trend->apart ? ", a panel each" : "");
    for (size_t s = 0; s < trend->lines.count && s < MOST_DESCRIBED && alt.data; s++) {
        struct trig_view sentence = describe(trend, figure, s, arena);
        alt = sentence.data
                  ? trig_arena_printf(arena, "%.*s%.*s", TRIG_VIEW_ARG(alt), TRIG_VIEW_ARG(sentence))
                  : sentence;
    }
    return alt;
}

static enum trig_status fill(struct trend *trend, trig_figure *figure, struct trig_error *error)
{
    struct trig_arena *arena = &trend->tidy.arena;
    figure->unit = trend->unit;
    figure->rounded = trig_table_is_rounded(trend->tidy.table);
    /* The subtitle made here says the same. */
    if (trend->tidy.options->subtitle.length)
        figure->axis = trig_view(words_of_unit(trend));
    if (!trig_waves_fill(&trend->tidy, trend->waves, figure) || !fill_lines(trend, figure))
        return memory_error(error);
    enum trig_status status = fill_marks(trend, figure, error);
    if (status)
        return status;
    if (!trig_figure_count(figure, TRIG_MARK_SHOWN))
        return trig_error_set(error, TRIG_ERR_DOMAIN, "nothing to draw: every wave is suppressed or empty");
    return trig_tidy_words(&trend->tidy, figure, make_title(trend), make_subtitle(trend),
                           trig_waves_notes(figure, arena), make_alt(trend, figure, arena), error);
}

static enum trig_status make_figure(struct trend *trend, trig_figure **out, struct trig_error *error)
{
    enum trig_status status = look_apart(trend, error);
    if (status)
        return status;
    size_t lines = trend->lines.count;
    trig_figure *figure = trend->apart ? trig_figure_create("panels", lines, 1, trend->waves.count, error)
                                       : trig_figure_create("trend", 1, lines, trend->waves.count, error);
    if (!figure)
        return TRIG_ERR_MEMORY;
    status = fill(trend, figure, error);
    if (status)
        trig_figure_destroy(figure);
    else
        *out = figure;
    return status;
}

enum trig_status trig_trend_from_table(const trig_table *table, const struct trig_figure_options *options,
                                       trig_figure **out, struct trig_error *error)
{
    struct trend trend = {0};
    unsigned needed = 1u << TRIG_TIDY_WAVE | 1u << TRIG_TIDY_ESTIMATE;
    enum trig_status status = trig_tidy_open(&trend.tidy, table, options, needed, "trend", error);
    if (status)
        return status;
    status = trig_waves_gather(&trend.tidy, &trend.waves, error);
    if (!status)
        status = trig_tidy_single(&trend.tidy, TRIG_TIDY_STATISTIC, error);
    if (!status)
        status = trig_tidy_unit(&trend.tidy, &trend.unit, error);
    if (!status)
        status = find_lines(&trend, error);
    if (!status) {
        order_lines(&trend);
        status = make_figure(&trend, out, error);
    }
    trig_tidy_clear(&trend.tidy);
    return status;
}
