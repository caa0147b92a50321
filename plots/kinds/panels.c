#include "plots/kinds/charts.h"

#include "plots/figure/label.h"
#include "plots/kinds/waves.h"
#include "plots/page/axis.h"

#include <math.h>

#define MOST_DESCRIBED 6 /* panels that the description goes through one by one */

/* A table's rows on their way into a figure. */
struct panels {
    struct trig_tidy tidy;
    enum trig_figure_unit unit;
    struct trig_values waves;
    struct trig_values measures;
    bool has_own;
    bool has_sector;    /* rows without institution */
    bool has_benchmark; /* no such rows, but benchmarks of the own ones */
};

/* The places of the series. */
static size_t own_series(const struct panels *panels)
{
    (void)panels;
    return 0;
}

static size_t sector_series(const struct panels *panels)
{
    return panels->has_own ? 1 : 0;
}

static size_t series_count(const struct panels *panels)
{
    return (size_t)panels->has_own + (panels->has_sector || panels->has_benchmark);
}

static enum trig_status memory_error(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a chart");
    return TRIG_ERR_MEMORY;
}

static bool is_drawn(const struct trig_tidy *tidy, size_t row)
{
    return trig_tidy_is_own(tidy, row) || trig_tidy_is_sector(tidy, row);
}

static enum trig_status find_series(struct panels *panels, struct trig_error *error)
{
    struct trig_tidy *tidy = &panels->tidy;
    trig_tidy_keep(tidy, is_drawn);
    bool benchmark = false;
    for (size_t i = 0; i < tidy->row_count; i++) {
        size_t row = tidy->rows[i];
        panels->has_own |= trig_tidy_is_own(tidy, row);
        panels->has_sector |= trig_tidy_is_sector(tidy, row);
        benchmark |=
            trig_tidy_hides_benchmark(tidy, row) || !isnan(trig_tidy_benchmark(tidy, row, panels->unit));
    }
    panels->has_benchmark = !panels->has_sector && benchmark;
    if (series_count(panels))
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_DOMAIN,
                          "nothing to draw: the result holds no rows of '%.*s' and none of the sector",
                          TRIG_VIEW_ARG(tidy->options->institution));
}

static bool fill_labels(const struct panels *panels, trig_figure *figure)
{
    const struct trig_figure_options *options = panels->tidy.options;
    for (size_t p = 0; p < panels->measures.count; p++) {
        struct trig_view label =
            trig_label_measure(options->definition, &figure->arena, panels->measures.items[p]);
        figure->panels[p].label = label.data ? trig_arena_copy(&figure->arena, label) : trig_view_of(NULL, 0);
        if (!figure->panels[p].label.data)
            return false;
    }
    if (panels->has_own) {
        struct trig_view name = trig_label_institution(options->definition, options->institution);
        figure->series[own_series(panels)] =
            (struct trig_figure_series){trig_arena_copy(&figure->arena, name), TRIG_TONE_OWN, false};
    }
    if (panels->has_sector || panels->has_benchmark)
        figure->series[sector_series(panels)] = (struct trig_figure_series){
            trig_arena_copy(&figure->arena, trig_tidy_sector(&panels->tidy)), TRIG_TONE_SECTOR, false};
    for (size_t s = 0; s < figure->series_count; s++)
        if (!figure->series[s].label.data)
            return false;
    return trig_waves_fill(&panels->tidy, panels->waves, figure);
}

static struct trig_mark benchmark_mark(const struct panels *panels, size_t row, const struct trig_mark *own)
{
    double value = trig_tidy_benchmark(&panels->tidy, row, panels->unit);
    enum trig_mark_state state = trig_tidy_hides_benchmark(&panels->tidy, row) ? TRIG_MARK_SUPPRESSED
                                 : isnan(value)                                ? TRIG_MARK_ABSENT
                                                                               : TRIG_MARK_SHOWN;
    return (struct trig_mark){state, own->broken, value, NAN, NAN, NAN};
}

static enum trig_status fill_marks(const struct panels *panels, trig_figure *figure, struct trig_error *error)
{
    const struct trig_tidy *tidy = &panels->tidy;
    for (size_t i = 0; i < tidy->row_count; i++) {
        size_t row = tidy->rows[i];
        struct trig_view measure = trig_tidy_text(tidy, row, TRIG_TIDY_MEASURE);
        size_t panel = trig_tidy_index(panels->measures, measure);
        size_t wave = trig_tidy_index(panels->waves, trig_tidy_text(tidy, row, TRIG_TIDY_WAVE));
        bool own = !trig_tidy_is_sector(tidy, row);
        struct trig_mark *mark =
            trig_figure_mark(figure, panel, own ? own_series(panels) : sector_series(panels), wave);
        if (mark->state != TRIG_MARK_ABSENT)
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "the result holds several rows for '%.*s' in one wave: ask for one breakdown",
                TRIG_VIEW_ARG(measure));
        *mark = trig_tidy_mark(tidy, row, panels->unit);
        if (panels->has_benchmark)
            *trig_figure_mark(figure, panel, sector_series(panels), wave) = benchmark_mark(panels, row, mark);
    }
    return TRIG_OK;
}

static struct trig_view make_title(struct panels *panels, const trig_figure *figure)
{
    struct trig_arena *arena = &panels->tidy.arena;
    if (figure->series_count < 2)
        return trig_arena_copy(arena, figure->series[0].label);
    bool named = panels->tidy.options->sector.length > 0;
    struct trig_view sector = named ? figure->series[1].label : trig_view("the sector");
    return trig_arena_printf(arena, "%.*s and %.*s", TRIG_VIEW_ARG(figure->series[0].label),
                             TRIG_VIEW_ARG(sector));
}

static struct trig_view make_subtitle(struct panels *panels)
{
    double level = panels->tidy.options->level > 0 ? panels->tidy.options->level : 0.95;
    struct trig_view measure = panels->measures.count == 1 ? panels->measures.items[0] : trig_view("");
    return trig_arena_printf(&panels->tidy.arena, "%s with %g%% confidence %s",
                             trig_label_unit(panels->unit, measure), level * 100,
                             panels->waves.count > 1 ? "bands" : "intervals");
}

/* " Visibility: Your University 62.9 (58.9-66.9), Sector 61.0 (...)." for the last wave. */
static struct trig_view describe(const trig_figure *figure, size_t panel, struct trig_arena *arena)
{
    struct trig_view text = trig_arena_printf(arena, " %.*s:", TRIG_VIEW_ARG(figure->panels[panel].label));
    for (size_t s = 0; s < figure->series_count && text.data; s++) {
        const struct trig_mark *mark = trig_figure_mark(figure, panel, s, figure->row_count - 1);
        struct trig_view value = trig_interval_text(arena, mark, figure->unit, figure->rounded);
        text = trig_arena_printf(arena, "%.*s %.*s %.*s%s", TRIG_VIEW_ARG(text),
                                 TRIG_VIEW_ARG(figure->series[s].label), TRIG_VIEW_ARG(value),
                                 s + 1 < figure->series_count ? "," : ".");
    }
    return text;
}

static struct trig_view make_alt(const trig_figure *figure, struct trig_arena *arena)
{
    struct trig_view wave = figure->rows[figure->row_count - 1].label;
    struct trig_view alt =
        trig_arena_printf(arena, "%zu measure%s over %zu wave%s%s%.*s.", figure->panel_count,
                          figure->panel_count == 1 ? "" : "s", figure->row_count,
                          figure->row_count == 1 ? "" : "s", wave.length ? "; in " : "", TRIG_VIEW_ARG(wave));
    for (size_t p = 0; p < figure->panel_count && p < MOST_DESCRIBED && alt.data; p++) {
        struct trig_view sentence = describe(figure, p, arena);
        alt = sentence.data
                  ? trig_arena_printf(arena, "%.*s%.*s", TRIG_VIEW_ARG(alt), TRIG_VIEW_ARG(sentence))
                  : sentence;
    }
    return alt;
}

static enum trig_status fill(struct panels *panels, trig_figure *figure, struct trig_error *error)
{
    struct trig_arena *arena = &panels->tidy.arena;
    figure->unit = panels->unit;
    figure->rounded = trig_table_is_rounded(panels->tidy.table);
    if (!fill_labels(panels, figure))
        return memory_error(error);
    enum trig_status status = fill_marks(panels, figure, error);
    if (status)
        return status;
    if (!trig_figure_count(figure, TRIG_MARK_SHOWN))
        return trig_error_set(error, TRIG_ERR_DOMAIN, "nothing to draw: every number is suppressed or empty");
    return trig_tidy_words(&panels->tidy, figure, make_title(panels, figure), make_subtitle(panels),
                           trig_waves_notes(figure, arena), make_alt(figure, arena), error);
}

static enum trig_status make_figure(struct panels *panels, trig_figure **out, struct trig_error *error)
{
    trig_figure *figure = trig_figure_create("panels", panels->measures.count, series_count(panels),
                                             panels->waves.count, error);
    if (!figure)
        return TRIG_ERR_MEMORY;
    enum trig_status status = fill(panels, figure, error);
    if (status)
        trig_figure_destroy(figure);
    else
        *out = figure;
    return status;
}

enum trig_status trig_panels_from_table(const trig_table *table, const struct trig_figure_options *options,
                                        trig_figure **out, struct trig_error *error)
{
    struct panels panels = {0};
    unsigned needed = 1u << TRIG_TIDY_MEASURE | 1u << TRIG_TIDY_ESTIMATE;
    enum trig_status status = trig_tidy_open(&panels.tidy, table, options, needed, "panels", error);
    if (status)
        return status;
    trig_waves_keep(&panels.tidy);
    status = trig_tidy_single(&panels.tidy, TRIG_TIDY_STATISTIC, error);
    if (!status)
        status = trig_tidy_unit(&panels.tidy, &panels.unit, error);
    if (!status)
        status = find_series(&panels, error);
    if (!status)
        status = trig_waves_gather(&panels.tidy, &panels.waves, error);
    if (!status)
        status =
            trig_tidy_distinct(&panels.tidy, panels.tidy.columns[TRIG_TIDY_MEASURE], &panels.measures, error);
    if (!status)
        status = make_figure(&panels, out, error);
    trig_tidy_clear(&panels.tidy);
    return status;
}
