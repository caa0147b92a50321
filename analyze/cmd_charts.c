#include "analyze/cmd_charts.h"

#include "analyze/context/names.h"
#include "plots/gnuplot/render.h"
#include "plots/kinds/charts.h"
#include "surveys/base/file.h"

#include <string.h>

enum trig_status trig_charts_formats(const char *list, unsigned *formats, struct trig_error *error)
{
    static const struct {
        const char *name;
        enum trig_picture_format format;
    } known[] = {{"svg", TRIG_PICTURE_SVG}, {"png", TRIG_PICTURE_PNG}, {"pdf", TRIG_PICTURE_PDF}};
    *formats = 0;
    for (const char *rest = list; *rest;) {
        size_t length = strcspn(rest, ",");
        struct trig_view name = trig_text_trim(trig_view_of(rest, length));
        bool found = name.length == 0;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (trig_view_is(name, known[i].name)) {
                *formats |= known[i].format;
                found = true;
            }
        if (!found)
            return trig_error_set(error, TRIG_ERR_USAGE, "--charts takes svg, png and pdf, not \"%.*s\"",
                                  TRIG_VIEW_ARG(name));
        rest += rest[length] ? length + 1 : length;
    }
    return *formats ? TRIG_OK : trig_error_set(error, TRIG_ERR_USAGE, "--charts needs svg, png or pdf");
}

enum trig_status trig_charts_draw(const struct trig_charts *charts, trig_chart_maker *make,
                                  const trig_table *table, const struct trig_figure_options *options,
                                  struct trig_view name, bool *drawn, struct trig_error *error)
{
    trig_figure *figure = NULL;
    struct trig_error problem;
    char stem[65];
    snprintf(stem, sizeof stem, "%.*s", TRIG_VIEW_ARG(name));
    if (drawn)
        *drawn = false;
    enum trig_status status = make(table, options, &figure, &problem);
    if (status == TRIG_ERR_DOMAIN || status == TRIG_ERR_LIMIT) {
        if (!charts->context->quiet)
            fprintf(charts->context->streams->err, "%s: %s is not drawn: %s\n",
                    charts->context->streams->program, stem, problem.message);
        return TRIG_OK;
    }
    if (status == TRIG_OK) {
        const struct trig_render_options render = {.folder = charts->folder,
                                                   .name = stem,
                                                   .formats = charts->formats,
                                                   .templates = charts->templates};
        status = trig_figure_render(figure, &render, &problem);
    }
    trig_figure_destroy(figure);
    if (status && error)
        *error = problem;
    if (drawn)
        *drawn = status == TRIG_OK;
    return status;
}

/* ---- a command's charts ------------------------------------------------------------------ */

/* One command's table on its way to charts. */
struct drawing {
    struct trig_charts charts;
    const struct trig_charts_plan *plan;
    const trig_table *table;
    struct trig_arena arena;
};

static enum trig_status open_charts(struct drawing *drawing, const struct trig_context *context,
                                    const char *list, struct trig_error *error)
{
    if (!context->out)
        return trig_error_set(error, TRIG_ERR_USAGE, "--charts needs --out DIR: the folder for the charts");
    drawing->charts = (struct trig_charts){.wanted = true,
                                           .folder = context->out,
                                           .templates = trig_arguments_option(context->arguments, "plots"),
                                           .context = context};
    enum trig_status status = trig_charts_formats(list, &drawing->charts.formats, error);
    return status ? status : trig_folder_make(context->out, error);
}

static struct trig_view caption_of(struct drawing *drawing)
{
    const struct trig_context *context = drawing->charts.context;
    const struct trig_survey *survey = &context->definition->survey;
    struct trig_view note = drawing->plan->note;
    const char *between = note.length ? " " : "";
    struct trig_view title = survey->title.length ? survey->title : survey->id;
    if (drawing->plan->plain)
        return trig_arena_printf(&drawing->arena, "Source: %.*s.%s%.*s", TRIG_VIEW_ARG(title), between,
                                 TRIG_VIEW_ARG(note));
    const char *basis = context->design.basis == TRIG_BASIS_DESIGN ? "design-based" : "model-based";
    return trig_arena_printf(&drawing->arena, "Source: %.*s. %g%% intervals, %s.%s%.*s", TRIG_VIEW_ARG(title),
                             100 * context->design.level, basis, between, TRIG_VIEW_ARG(note));
}

static enum trig_status draw_one(struct drawing *drawing, struct trig_view value, struct trig_view stem,
                                 struct trig_view scale, struct trig_error *error)
{
    const struct trig_charts_plan *plan = drawing->plan;
    const struct trig_figure_filter filter = {plan->split, value};
    const struct trig_figure_options options = {
        .definition = drawing->charts.context->definition,
        .institution = plan->institution,
        .sector = plan->sector,
        .series = plan->series,
        .overlap = plan->overlap,
        .effective = plan->effective,
        .scale = scale,
        .caption = caption_of(drawing),
        .filters = &filter,
        .filter_count = plan->split ? 1 : 0,
        .level = drawing->charts.context->design.level,
    };
    struct trig_view name = plan->split && !plan->only ? trig_names_file(&drawing->arena, plan->stem, stem)
                                                       : trig_view(plan->stem);
    if (!name.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory while naming a chart");
    return trig_charts_draw(&drawing->charts, plan->make, drawing->table, &options, name, NULL, error);
}

/* The charts of one value of the split: one, or one a scale. */
static enum trig_status draw_value(struct drawing *drawing, struct trig_view value, struct trig_error *error)
{
    const trig_definition *definition = drawing->charts.context->definition;
    size_t pillar = drawing->plan->by_scale ? trig_definition_pillar(definition, value) : TRIG_NONE;
    if (pillar == TRIG_NONE)
        return draw_one(drawing, value, value, trig_view(""), error);
    enum trig_status status = TRIG_OK;
    size_t first = trig_names_scale(definition, pillar, TRIG_NONE);
    for (size_t scale = first; scale != TRIG_NONE && status == TRIG_OK;
         scale = trig_names_scale(definition, pillar, scale)) {
        struct trig_view name = definition->scales[scale].name;
        struct trig_view stem = scale == first ? value
                                               : trig_arena_printf(&drawing->arena, "%.*s-%.*s",
                                                                   TRIG_VIEW_ARG(value), TRIG_VIEW_ARG(name));
        status = draw_one(drawing, value, stem, name, error);
    }
    return status;
}

/* Whether [value] stands in a row above [row] already. */
static bool seen_above(const trig_table *table, size_t column, size_t row, struct trig_view value)
{
    for (size_t above = 0; above < row; above++)
        if (trig_view_equal(trig_table_text(table, above, column), value))
            return true;
    return false;
}

static bool is_left_out(const struct drawing *drawing, struct trig_view value)
{
    return drawing->plan->only && !trig_view_is(value, drawing->plan->only);
}

static enum trig_status draw_all(struct drawing *drawing, struct trig_error *error)
{
    if (!drawing->plan->split)
        return draw_one(drawing, trig_view(""), trig_view(""), trig_view(""), error);
    size_t column = trig_table_find(drawing->table, drawing->plan->split);
    for (size_t row = 0; row < trig_table_rows(drawing->table); row++) {
        struct trig_view value = trig_table_text(drawing->table, row, column);
        if (value.length == 0 || seen_above(drawing->table, column, row, value) ||
            is_left_out(drawing, value))
            continue;
        enum trig_status status = draw_value(drawing, value, error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

static enum trig_status save_and_draw(struct drawing *drawing, struct trig_error *error)
{
    struct trig_view path =
        trig_arena_printf(&drawing->arena, "%s/%s.csv", drawing->charts.folder, drawing->plan->stem);
    if (!path.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory while naming a file");
    enum trig_status status = trig_table_save(drawing->table, TRIG_FORMAT_CSV, path.data, error);
    for (; drawing->plan && status == TRIG_OK; drawing->plan = drawing->plan->also)
        status = draw_all(drawing, error);
    return status;
}

enum trig_status trig_charts_emit(const struct trig_context *context, const trig_table *table,
                                  const struct trig_charts_plan *plan, struct trig_error *error)
{
    const char *list = trig_arguments_option(context->arguments, "charts");
    if (!list)
        return trig_findings_emit(context, table, plan->findings, plan->against, error);
    struct drawing drawing = {.plan = plan, .table = table};
    trig_arena_init(&drawing.arena);
    enum trig_status status = open_charts(&drawing, context, list, error);
    if (status == TRIG_OK) {
        struct trig_context printing = *context; /* the table itself goes to standard output */
        printing.out = NULL;
        status = trig_findings_emit(&printing, table, plan->findings, plan->against, error);
    }
    if (status == TRIG_OK)
        status = save_and_draw(&drawing, error);
    trig_arena_clear(&drawing.arena);
    return status;
}
