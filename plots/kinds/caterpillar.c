#include "plots/kinds/charts.h"

#include "plots/figure/label.h"
#include "plots/figure/tidy.h"
#include "plots/page/axis.h"

#include <stdlib.h>

/* One institution while rows are being sorted. */
struct place {
    struct trig_view label;
    struct trig_mark mark;
    bool own;
};

/* A table's rows on their way into a figure. */
struct caterpillar {
    struct trig_tidy tidy;
    enum trig_figure_unit unit;
    struct place *places;
    size_t count;
    size_t hidden;
    struct trig_figure_reference reference;
};

static enum trig_status memory_error(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a chart");
    return TRIG_ERR_MEMORY;
}

/* An institution twice means that some breakdown has not been filtered away. */
static enum trig_status check_unique(const struct caterpillar *chart, struct trig_error *error)
{
    for (size_t i = 1; i < chart->count; i++)
        if (trig_view_equal(chart->places[i].label, chart->places[i - 1].label) &&
            chart->places[i].mark.state == chart->places[i - 1].mark.state)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "the result holds several rows for '%.*s': ask for one breakdown",
                                  TRIG_VIEW_ARG(chart->places[i].label));
    return TRIG_OK;
}

static enum trig_status read_places(struct caterpillar *chart, struct trig_error *error)
{
    struct trig_tidy *tidy = &chart->tidy;
    chart->places = trig_arena_calloc(&tidy->arena, tidy->row_count, sizeof *chart->places);
    if (!chart->places)
        return memory_error(error);
    for (size_t i = 0; i < tidy->row_count; i++) {
        size_t row = tidy->rows[i];
        struct trig_view id = trig_tidy_text(tidy, row, TRIG_TIDY_INSTITUTION);
        struct trig_mark mark = trig_tidy_mark(tidy, row, chart->unit);
        if (!id.length || mark.state == TRIG_MARK_ABSENT)
            continue;
        struct trig_view label = trig_label_institution(tidy->options->definition, id);
        chart->places[chart->count++] = (struct place){label, mark, trig_tidy_is_own(tidy, row)};
        chart->hidden += mark.state == TRIG_MARK_SUPPRESSED;
    }
    if (chart->count == chart->hidden)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "nothing to draw: there are %zu institutions, and all are suppressed",
                              chart->count);
    return TRIG_OK;
}

static int compare_labels(struct trig_view a, struct trig_view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static int by_label(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    return compare_labels(a->label, b->label);
}

/* Highest first; suppressed ones last and by name, so that their place tells nothing. */
static int by_value(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    bool a_hidden = a->mark.state == TRIG_MARK_SUPPRESSED, b_hidden = b->mark.state == TRIG_MARK_SUPPRESSED;
    if (a_hidden != b_hidden)
        return a_hidden - b_hidden;
    if (!a_hidden && a->mark.value != b->mark.value)
        return a->mark.value > b->mark.value ? -1 : 1;
    return compare_labels(a->label, b->label);
}

static bool is_composite(const struct caterpillar *chart)
{
    const struct trig_tidy *tidy = &chart->tidy;
    return trig_view_is(trig_tidy_text(tidy, tidy->rows[0], TRIG_TIDY_STATISTIC), "composite");
}

static struct trig_view make_title(struct caterpillar *chart)
{
    struct trig_tidy *tidy = &chart->tidy;
    if (is_composite(chart))
        return trig_view("Composite index by institution");
    struct trig_view measure = trig_tidy_text(tidy, tidy->rows[0], TRIG_TIDY_MEASURE);
    struct trig_view label = trig_label_measure(tidy->options->definition, &tidy->arena, measure);
    if (!measure.length)
        return trig_view("Estimates by institution");
    return label.data ? trig_arena_printf(&tidy->arena, "%.*s by institution", TRIG_VIEW_ARG(label)) : label;
}

static struct trig_view make_subtitle(struct caterpillar *chart)
{
    double level = chart->tidy.options->level > 0 ? chart->tidy.options->level : 0.95;
    if (is_composite(chart))
        return trig_arena_printf(&chart->tidy.arena,
                                 "Its author's composite with %g%% intervals, in order; no official ranking",
                                 level * 100);
    const char *what =
        trig_label_unit(chart->unit, trig_tidy_text(&chart->tidy, chart->tidy.rows[0], TRIG_TIDY_MEASURE));
    if (chart->tidy.options->overlap)
        return trig_arena_printf(&chart->tidy.arena,
                                 "%s, in order; two whose intervals do not overlap differ at the %g%% level",
                                 what, 100 - level * 100);
    return trig_arena_printf(&chart->tidy.arena, "%s with %g%% confidence intervals, in order", what,
                             level * 100);
}

static struct trig_view make_notes(const struct caterpillar *chart, struct trig_arena *arena)
{
    return trig_arena_printf(
        arena, "%s%s",
        chart->reference.given ? "An interval that crosses the line cannot be told from it." : "",
        chart->hidden ? " [c]: suppressed to protect respondents." : "");
}

static struct trig_view make_alt(const struct caterpillar *chart, struct trig_arena *arena)
{
    const struct place *first = &chart->places[0], *last = &chart->places[chart->count - chart->hidden - 1];
    struct trig_view highest =
        trig_interval_text(arena, &first->mark, chart->unit, trig_table_is_rounded(chart->tidy.table));
    struct trig_view lowest =
        trig_interval_text(arena, &last->mark, chart->unit, trig_table_is_rounded(chart->tidy.table));
    if (!highest.data || !lowest.data)
        return trig_view_of(NULL, 0);
    struct trig_view alt =
        trig_arena_printf(arena, "Estimates with intervals of %zu institutions, from %.*s %.*s to %.*s %.*s.",
                          chart->count - chart->hidden, TRIG_VIEW_ARG(first->label), TRIG_VIEW_ARG(highest),
                          TRIG_VIEW_ARG(last->label), TRIG_VIEW_ARG(lowest));
    for (size_t i = 0; i < chart->count && alt.data; i++) {
        if (!chart->places[i].own)
            continue;
        struct trig_view own = trig_interval_text(arena, &chart->places[i].mark, chart->unit,
                                                  trig_table_is_rounded(chart->tidy.table));
        alt = trig_arena_printf(arena, "%.*s Your institution, %.*s: %.*s.", TRIG_VIEW_ARG(alt),
                                TRIG_VIEW_ARG(chart->places[i].label), TRIG_VIEW_ARG(own));
    }
    if (chart->hidden && alt.data)
        alt = trig_arena_printf(arena, "%.*s Suppressed: %zu.", TRIG_VIEW_ARG(alt), chart->hidden);
    return alt;
}

static bool fill(const struct caterpillar *chart, trig_figure *figure)
{
    figure->unit = chart->unit;
    figure->rounded = trig_table_is_rounded(chart->tidy.table);
    figure->overlap = chart->tidy.options->overlap;
    figure->reference = chart->reference;
    if (chart->reference.given)
        figure->reference.label = trig_arena_copy(&figure->arena, chart->reference.label);
    for (size_t i = 0; i < chart->count; i++) {
        figure->rows[i].label = trig_arena_copy(&figure->arena, chart->places[i].label);
        figure->rows[i].own = chart->places[i].own;
        *trig_figure_mark(figure, 0, 0, i) = chart->places[i].mark;
        if (!figure->rows[i].label.data)
            return false;
    }
    return !chart->reference.given || figure->reference.label.data;
}

static enum trig_status make_figure(struct caterpillar *chart, trig_figure **out, struct trig_error *error)
{
    trig_figure *figure = trig_figure_create("caterpillar", 1, 1, chart->count, error);
    if (!figure)
        return TRIG_ERR_MEMORY;
    enum trig_status status = fill(chart, figure) ? TRIG_OK : memory_error(error);
    struct trig_arena *arena = &chart->tidy.arena;
    if (!status)
        status = trig_tidy_words(&chart->tidy, figure, make_title(chart), make_subtitle(chart),
                                 make_notes(chart, arena), make_alt(chart, arena), error);
    if (status)
        trig_figure_destroy(figure);
    else
        *out = figure;
    return status;
}

enum trig_status trig_caterpillar_from_table(const trig_table *table,
                                             const struct trig_figure_options *options, trig_figure **out,
                                             struct trig_error *error)
{
    static const enum trig_tidy_column single[] = {TRIG_TIDY_MEASURE, TRIG_TIDY_STATISTIC, TRIG_TIDY_WAVE};
    struct caterpillar chart = {0};
    unsigned needed = 1u << TRIG_TIDY_INSTITUTION | 1u << TRIG_TIDY_ESTIMATE;
    enum trig_status status = trig_tidy_open(&chart.tidy, table, options, needed, "caterpillar", error);
    if (status)
        return status;
    for (size_t i = 0; i < sizeof single / sizeof *single && !status; i++)
        status = trig_tidy_single(&chart.tidy, single[i], error);
    if (!status)
        status = trig_tidy_unit(&chart.tidy, &chart.unit, error);
    if (!status)
        status = read_places(&chart, error);
    if (!status) {
        qsort(chart.places, chart.count, sizeof *chart.places, by_label);
        status = check_unique(&chart, error);
    }
    if (!status) {
        qsort(chart.places, chart.count, sizeof *chart.places, by_value);
        if (!options->overlap)
            status = trig_tidy_reference(&chart.tidy, chart.unit, &chart.reference, error);
    }
    if (!status)
        status = make_figure(&chart, out, error);
    trig_tidy_clear(&chart.tidy);
    return status;
}
