#include "analyze/benchmark/place.h"
#include "analyze/cmd_charts.h"
#include "analyze/commands.h"
#include "analyze/report/brief.h"
#include "plots/gnuplot/render.h"
#include "plots/kinds/charts.h"
#include "surveys/base/file.h"

#include <string.h>
#include <time.h>

/* Everything one run holds; cleared as a whole. */
struct report {
    struct trig_context context;
    struct trig_charts charts;
    struct trig_brief brief;
    struct trig_arena arena;
    const char *folder;
    const char *chart_folder;
    bool undrawn; /* gnuplot is missing: the page has no charts */
};

/* ---- what is asked for ----------------------------------------------------------------- */

static const char *path_in(struct report *report, const char *folder, const char *name)
{
    return trig_arena_printf(&report->arena, "%s/%s", folder, name).data;
}

static enum trig_status open_folders(struct report *report, struct trig_error *error)
{
    report->chart_folder = path_in(report, report->folder, "charts");
    const char *tables = path_in(report, report->folder, "tables");
    if (!report->chart_folder || !tables)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    report->charts.folder = report->chart_folder;
    enum trig_status status = trig_folder_make(report->chart_folder, error);
    return status ? status : trig_folder_make(tables, error);
}

static enum trig_status open_charts(struct report *report, struct trig_error *error)
{
    const char *list = trig_arguments_option(report->context.arguments, "charts");
    report->charts =
        (struct trig_charts){.wanted = true,
                             .templates = trig_arguments_option(report->context.arguments, "plots"),
                             .context = &report->context};
    enum trig_status status =
        trig_charts_formats(list ? list : "svg,png,pdf", &report->charts.formats, error);
    report->charts.formats |= TRIG_PICTURE_SVG; /* the page needs them */
    return status;
}

static enum trig_status compute(struct report *report, struct trig_error *error)
{
    const char *institution = trig_arguments_option(report->context.arguments, "institution");
    size_t own;
    report->folder = report->context.out;
    if (!report->folder)
        return trig_error_set(error, TRIG_ERR_USAGE, "report needs --out DIR: the folder for the brief");
    if (!institution)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "report needs --institution I: whose brief it is (its id, name or an alias)");
    enum trig_status status = trig_place_institution(report->context.definition, institution, &own, error);
    return status ? status : trig_brief_compute(&report->brief, &report->context, own, error);
}

/* ---- charts ---------------------------------------------------------------------------- */

static enum trig_status draw(struct report *report, struct trig_brief_chart *chart, struct trig_error *error)
{
    static trig_chart_maker *const makers[] = {
        [TRIG_BRIEF_PANELS] = trig_panels_from_table,
        [TRIG_BRIEF_TREND_LINES] = trig_trend_from_table,
        [TRIG_BRIEF_CATERPILLAR] = trig_caterpillar_from_table,
        [TRIG_BRIEF_LIKERT] = trig_likert_from_table,
    };
    const struct trig_brief *brief = &report->brief;
    const struct trig_figure_filter filter = {chart->filter, chart->value};
    const struct trig_figure_options options = {
        .definition = report->context.definition,
        .institution = report->context.definition->institutions[brief->institution].id,
        .title = chart->title,
        .subtitle = chart->subtitle,
        .caption = chart->caption,
        .scale = chart->scale,
        .filters = &filter,
        .filter_count = chart->filter ? 1 : 0,
        .level = report->context.design.level,
    };
    bool drawn;
    enum trig_status status =
        trig_charts_draw(&report->charts, makers[chart->kind], brief->tables[chart->table], &options,
                         chart->name, &drawn, error);
    if (status || !drawn)
        return status;
    return trig_svg_read(report->chart_folder, trig_arena_copy(&report->arena, chart->name).data,
                         &report->arena, &chart->svg, error);
}

/* Without gnuplot the numbers and the page are still made; it is said once. */
static enum trig_status draw_all(struct report *report, struct trig_error *error)
{
    for (size_t i = 0; i < report->brief.chart_count; i++) {
        enum trig_status status = draw(report, &report->brief.charts[i], error);
        if (status == TRIG_ERR_MISSING && !report->undrawn) {
            trig_exit_error(report->context.streams, error);
            report->undrawn = true;
        } else if (status && status != TRIG_ERR_MISSING)
            return status;
    }
    return TRIG_OK;
}

/* ---- files ----------------------------------------------------------------------------- */

/* With --show-r: the code that gives a table's numbers, beside it. */
static enum trig_status save_r_code(struct report *report, size_t table, struct trig_error *error)
{
    struct trig_view path = trig_arena_printf(&report->arena, "%s/tables/%s.R", report->folder,
                                              trig_brief_file((enum trig_brief_table)table));
    struct trig_output output;
    if (!report->context.show_r)
        return TRIG_OK;
    if (!path.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    enum trig_status status = trig_output_open(&output, path.data, error);
    if (status)
        return status;
    status = trig_aside_write(&report->brief.r_code[table], output.file, error);
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    return status;
}

static enum trig_status save_table(struct report *report, size_t table, struct trig_error *error)
{
    struct trig_view path = trig_arena_printf(&report->arena, "%s/tables/%s.csv", report->folder,
                                              trig_brief_file((enum trig_brief_table)table));
    if (!path.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    enum trig_status status = trig_table_save(report->brief.tables[table], TRIG_FORMAT_CSV, path.data, error);
    return status ? status : save_r_code(report, table, error);
}

static enum trig_status save_tables(struct report *report, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < TRIG_BRIEF_TABLES && status == TRIG_OK; i++)
        if (report->brief.tables[i])
            status = save_table(report, i, error);
    return status;
}

/* "21 November 2026", of today in UTC. */
static struct trig_view today(struct report *report)
{
    char text[64] = "";
    time_t now = time(NULL);
    struct tm parts;
    if (gmtime_r(&now, &parts))
        strftime(text, sizeof text, "%e %B %Y", &parts);
    return trig_arena_copy(&report->arena, trig_text_trim(trig_view(text)));
}

static enum trig_status save_page(struct report *report, struct trig_error *error)
{
    const struct trig_brief_making making = {today(report),
                                             trig_view(trig_arguments_line(report->context.arguments))};
    const char *path = path_in(report, report->folder, "brief.html");
    struct trig_output output;
    if (!path)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    enum trig_status status = trig_output_open(&output, path, error);
    if (status)
        return status;
    status = trig_brief_write(&report->brief, &making, output.file, error);
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    if (status == TRIG_OK && !report->context.quiet)
        fprintf(report->context.streams->out, "%s\n", path);
    return status;
}

/* Nothing is made before all is known to be wanted, possible and allowed. */
static enum trig_status make(struct report *report, struct trig_error *error)
{
    enum trig_status status = open_charts(report, error);
    if (status == TRIG_OK)
        status = compute(report, error);
    if (status == TRIG_OK)
        status = open_folders(report, error);
    if (status == TRIG_OK)
        status = save_tables(report, error);
    if (status == TRIG_OK)
        status = draw_all(report, error);
    return status ? status : save_page(report, error);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {
        .use_fpc = true, .rounds = true, .wave_choice = TRIG_WAVES_LATEST};
    struct report report = {.folder = NULL};
    struct trig_error error = {.status = TRIG_OK};
    trig_arena_init(&report.arena);
    enum trig_status status = trig_context_open(&report.context, arguments, streams, &defaults, &error);
    if (status == TRIG_OK) {
        status = make(&report, &error);
        trig_brief_clear(&report.brief);
        trig_context_close(&report.context);
    }
    trig_arena_clear(&report.arena);
    if (status)
        return trig_exit_error(streams, &error);
    return report.undrawn ? TRIG_EXIT_FAILED : TRIG_EXIT_DONE;
}

static const struct trig_option options[] = {
    {"institution", "I", "whose brief it is: an id, name or alias"},
    {"charts", "svg,png,pdf", "the forms in which charts are left beside the page; all by default"},
    {"plots", "DIR", "chart templates to use before the installed ones"},
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_report = {
    .name = "report",
    .synopsis = "STORE... --institution I --out DIR [--charts svg,png,pdf]",
    .summary = "an institution's brief: a page, its charts and their numbers",
    .help =
        "Writes DIR/brief.html, one page that needs nothing else: findings in plain sentences, the "
        "institution "
        "beside the sector and beside all institutions, its answers and its trend by pillar, response rates, "
        "methods, and what the numbers were computed from. DIR/charts holds every chart as SVG, PNG and PDF "
        "with "
        "the script and data that redraw it; DIR/tables holds the numbers behind them as CSV, and with "
        "--show-r "
        "the R code that gives each of these tables.\n"
        "\n"
        "Everything passes disclosure control first. An institution with too few respondents gets no brief.\n"
        "\n"
        "  trig-analyze report technicians.trig --institution aldermere --out brief\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
