#include "plots/kinds/charts.h"

#include "plots/figure/label.h"
#include "plots/figure/tidy.h"
#include "plots/kinds/funnel.h"
#include "plots/page/axis.h"

#include <math.h>

/* A table's rows on their way into a figure. */
struct funnel {
    struct trig_tidy tidy;
    enum trig_figure_unit unit;
    size_t limits[4]; /* columns: low and high at 95%, low and high at 99.8% */
    size_t shown;
    size_t hidden;
    size_t beyond_inner; /* of those shown, outside the 95% limits */
    size_t beyond_outer; /* */
};

static enum trig_status memory_error(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a chart");
}

/* ---- rows ------------------------------------------------------------------------------- */

static enum trig_status find_limits(struct funnel *chart, struct trig_error *error)
{
    static const char *const names[] = {"funnel_low_95", "funnel_high_95", "funnel_low_998",
                                        "funnel_high_998"};
    for (size_t i = 0; i < 4; i++) {
        chart->limits[i] = trig_table_find(chart->tidy.table, names[i]);
        if (chart->limits[i] == SIZE_MAX)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "this result has no column '%s', so the funnel cannot be drawn from it",
                                  names[i]);
    }
    return TRIG_OK;
}

static bool is_institution(const struct trig_tidy *tidy, size_t row)
{
    return trig_tidy_text(tidy, row, TRIG_TIDY_INSTITUTION).length > 0;
}

/* The limits [index] (TRIG_FUNNEL_INNER, TRIG_FUNNEL_OUTER) of a row that is shown. */
static struct trig_mark limits_of(const struct funnel *chart, size_t row, size_t index)
{
    double unit = chart->unit == TRIG_FIGURE_PERCENT ? 100.0 : 1.0;
    const size_t *columns = chart->limits + 2 * (index - TRIG_FUNNEL_INNER);
    struct trig_mark mark = {.low = unit * trig_table_number(chart->tidy.table, row, columns[0]),
                             .high = unit * trig_table_number(chart->tidy.table, row, columns[1]),
                             .n = NAN};
    mark.value = (mark.low + mark.high) / 2.0;
    mark.state = isnan(mark.value) ? TRIG_MARK_ABSENT : TRIG_MARK_SHOWN;
    return mark;
}

bool trig_funnel_is_beyond(const struct trig_mark *mark, const struct trig_mark *limits)
{
    return limits->state == TRIG_MARK_SHOWN && (mark->value < limits->low || mark->value > limits->high);
}

static enum trig_status fill(struct funnel *chart, trig_figure *figure, struct trig_error *error)
{
    size_t with_limits = 0;
    for (size_t i = 0; i < figure->row_count; i++) {
        size_t row = chart->tidy.rows[i];
        struct trig_mark mark = trig_tidy_mark(&chart->tidy, row, chart->unit);
        mark.low = mark.high = NAN;
        if (!(mark.n > 0.0) && mark.state == TRIG_MARK_SHOWN)
            mark.state = TRIG_MARK_ABSENT;
        figure->rows[i].own = trig_tidy_is_own(&chart->tidy, row);
        figure->rows[i].label = trig_arena_copy(
            &figure->arena, trig_label_institution(chart->tidy.options->definition,
                                                   trig_tidy_text(&chart->tidy, row, TRIG_TIDY_INSTITUTION)));
        if (!figure->rows[i].label.data)
            return memory_error(error);
        *trig_figure_mark(figure, 0, TRIG_FUNNEL_INSTITUTIONS, i) = mark;
        chart->hidden += mark.state == TRIG_MARK_SUPPRESSED;
        if (mark.state != TRIG_MARK_SHOWN)
            continue;
        struct trig_mark inner = limits_of(chart, row, TRIG_FUNNEL_INNER);
        struct trig_mark outer = limits_of(chart, row, TRIG_FUNNEL_OUTER);
        *trig_figure_mark(figure, 0, TRIG_FUNNEL_INNER, i) = inner;
        *trig_figure_mark(figure, 0, TRIG_FUNNEL_OUTER, i) = outer;
        chart->shown++;
        chart->beyond_inner += trig_funnel_is_beyond(&mark, &inner);
        chart->beyond_outer += trig_funnel_is_beyond(&mark, &outer);
        with_limits += inner.state == TRIG_MARK_SHOWN && outer.state == TRIG_MARK_SHOWN;
    }
    return with_limits
               ? TRIG_OK
               : trig_error_set(error, TRIG_ERR_DOMAIN,
                                "nothing to draw: no institution that may be shown has funnel limits");
}

/* ---- words -------------------------------------------------------------------------------- */

static struct trig_view make_title(struct funnel *chart)
{
    struct trig_tidy *tidy = &chart->tidy;
    struct trig_view measure = trig_tidy_text(tidy, tidy->rows[0], TRIG_TIDY_MEASURE);
    struct trig_view label = trig_label_measure(tidy->options->definition, &tidy->arena, measure);
    if (measure.length && !label.data)
        return label;
    struct trig_view start =
        measure.length ? trig_arena_printf(&tidy->arena, "%.*s: ", TRIG_VIEW_ARG(label)) : trig_view("");
    if (!start.data)
        return start;
    if (chart->beyond_outer == 0)
        return trig_arena_printf(&tidy->arena, "%.*sno institution lies beyond the 99.8%% limits",
                                 TRIG_VIEW_ARG(start));
    return trig_arena_printf(&tidy->arena, "%.*s%zu of %zu institutions %s beyond the 99.8%% limits",
                             TRIG_VIEW_ARG(start), chart->beyond_outer, chart->shown,
                             chart->beyond_outer == 1 ? "lies" : "lie");
}

static struct trig_view make_subtitle(struct funnel *chart)
{
    const char *what =
        trig_label_unit(chart->unit, trig_tidy_text(&chart->tidy, chart->tidy.rows[0], TRIG_TIDY_MEASURE));
    return trig_arena_printf(
        &chart->tidy.arena,
        "%s by number of %srespondents; shaded: where 95%% and 99.8%% of institutions of a "
        "size would be",
        what, chart->tidy.options->effective ? "effective " : "");
}

static struct trig_view make_notes(struct funnel *chart)
{
    if (!chart->hidden)
        return trig_view("");
    return trig_arena_printf(&chart->tidy.arena, "[c]: %zu %s not drawn, to protect respondents.",
                             chart->hidden, chart->hidden == 1 ? "institution is" : "institutions are");
}

static struct trig_view make_alt(struct funnel *chart)
{
    struct trig_view alt = trig_arena_printf(
        &chart->tidy.arena,
        "%zu institutions by their number of %srespondents: %zu beyond the 95%% limits, of them %zu beyond "
        "the 99.8%% limits.",
        chart->shown, chart->tidy.options->effective ? "effective " : "", chart->beyond_inner,
        chart->beyond_outer);
    if (chart->hidden && alt.data)
        alt =
            trig_arena_printf(&chart->tidy.arena, "%.*s Suppressed: %zu.", TRIG_VIEW_ARG(alt), chart->hidden);
    return alt;
}

/* ---- the figure ------------------------------------------------------------------------------ */

static enum trig_status set_reference(struct funnel *chart, const struct trig_figure_reference *reference,
                                      trig_figure *figure, struct trig_error *error)
{
    figure->unit = chart->unit;
    figure->rounded = trig_table_is_rounded(chart->tidy.table);
    figure->reference = *reference;
    figure->effective = chart->tidy.options->effective;
    figure->axis = trig_view(trig_figure_unit_name(chart->unit));
    if (!reference->given)
        return TRIG_OK;
    figure->reference.label = trig_arena_copy(&figure->arena, reference->label);
    return figure->reference.label.data ? TRIG_OK : memory_error(error);
}

static enum trig_status make_figure(struct funnel *chart, const struct trig_figure_reference *reference,
                                    trig_figure **out, struct trig_error *error)
{
    trig_figure *figure = trig_figure_create("funnel", 1, TRIG_FUNNEL_SERIES, chart->tidy.row_count, error);
    if (!figure)
        return TRIG_ERR_MEMORY;
    enum trig_status status = fill(chart, figure, error);
    if (!status)
        status = set_reference(chart, reference, figure, error);
    if (!status)
        status = trig_tidy_words(&chart->tidy, figure, make_title(chart), make_subtitle(chart),
                                 make_notes(chart), make_alt(chart), error);
    if (status)
        trig_figure_destroy(figure);
    else
        *out = figure;
    return status;
}

enum trig_status trig_funnel_from_table(const trig_table *table, const struct trig_figure_options *options,
                                        trig_figure **out, struct trig_error *error)
{
    static const enum trig_tidy_column single[] = {TRIG_TIDY_MEASURE, TRIG_TIDY_STATISTIC, TRIG_TIDY_WAVE};
    struct funnel chart = {.shown = 0};
    struct trig_figure_reference reference = {.given = false};
    unsigned needed = 1u << TRIG_TIDY_INSTITUTION | 1u << TRIG_TIDY_ESTIMATE | 1u << TRIG_TIDY_N;
    enum trig_status status = trig_tidy_open(&chart.tidy, table, options, needed, "funnel", error);
    if (status)
        return status;
    status = find_limits(&chart, error);
    for (size_t i = 0; i < sizeof single / sizeof *single && !status; i++)
        status = trig_tidy_single(&chart.tidy, single[i], error);
    if (!status)
        status = trig_tidy_unit(&chart.tidy, &chart.unit, error);
    if (!status)
        status = trig_tidy_reference(&chart.tidy, chart.unit, &reference, error);
    if (!status) {
        trig_tidy_keep(&chart.tidy, is_institution);
        status = chart.tidy.row_count
                     ? make_figure(&chart, &reference, out, error)
                     : trig_error_set(error, TRIG_ERR_DOMAIN, "nothing to draw: there are no institutions");
    }
    trig_tidy_clear(&chart.tidy);
    return status;
}
