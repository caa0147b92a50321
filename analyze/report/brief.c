#include "analyze/report/brief.h"

#include "analyze/answers/answers.h"
#include "analyze/benchmark/benchmark.h"
#include "analyze/benchmark/compare.h"
#include "analyze/summary/summary.h"
#include "analyze/trend/trend.h"

#include <string.h>

const char *trig_brief_file(enum trig_brief_table table)
{
    static const char *const names[] = {
        [TRIG_BRIEF_RESPONSES] = "responses", [TRIG_BRIEF_SECTOR] = "sector",
        [TRIG_BRIEF_BENCHMARK] = "benchmark", [TRIG_BRIEF_COMPARE] = "compare",
        [TRIG_BRIEF_TREND] = "trend",         [TRIG_BRIEF_ANSWERS] = "answers",
    };
    return names[table];
}

struct trig_view trig_brief_institution(const struct trig_brief *brief)
{
    const struct trig_institution *own = &brief->context->definition->institutions[brief->institution];
    return own->name.length ? own->name : own->id;
}

struct trig_view trig_brief_wave(const struct trig_brief *brief)
{
    if (brief->wave == TRIG_NONE)
        return trig_view("");
    const struct trig_wave *wave = &brief->context->definition->waves[brief->wave];
    return wave->label.length ? wave->label : wave->id;
}

struct trig_view trig_brief_survey(struct trig_brief *brief, const char *between)
{
    const struct trig_survey *survey = &brief->context->definition->survey;
    struct trig_view title = survey->title.length ? survey->title : survey->id, wave = trig_brief_wave(brief);
    bool named = wave.length == 0 || memmem(title.data, title.length, wave.data, wave.length);
    return named ? title
                 : trig_arena_printf(&brief->arena, "%.*s%s%.*s", TRIG_VIEW_ARG(title), between,
                                     TRIG_VIEW_ARG(wave));
}

/* ---- tables -------------------------------------------------------------------------- */

/* How many respond, by wave and, where asked, institution. */
static enum trig_status compute_responses(struct trig_brief *brief, enum trig_brief_table table,
                                          const char *breakdown, struct trig_error *error)
{
    const struct trig_context *context = brief->context;
    struct trig_measures measures;
    struct trig_cells cells = {.count = 0};
    struct trig_request request = {
        .design = context->design, .measures = &measures, .threads = context->threads};
    request.waves.choice = TRIG_WAVES_ALL;
    enum trig_status status = trig_measures_parse(context->definition, "respondents", &measures, error);
    if (status)
        return status;
    status = trig_bys_parse(context->definition, breakdown, &request.bys, error);
    if (status == TRIG_OK)
        status = trig_summary_table(context, &request, &cells, brief->r_code[table].out,
                                    &brief->tables[table], error);
    trig_cells_clear(&cells);
    trig_measures_clear(&measures);
    return status;
}

/* Comparisons ask about more than this workforce at this time: no fpc. */
static struct trig_design comparing_design(const struct trig_brief *brief)
{
    struct trig_design design = brief->context->design;
    design.use_fpc = false;
    return design;
}

static enum trig_status compute_comparisons(struct trig_brief *brief, struct trig_error *error)
{
    const struct trig_benchmark_options benchmark = {
        .material = TRIG_MATERIAL_POINTS,
        .institution = brief->institution,
        .against = {TRIG_AGAINST_SECTOR, TRIG_NONE, TRIG_WEIGHTING_RESPONDENTS},
        .measures = &brief->measures,
        .waves = brief->context->waves,
        .design = comparing_design(brief),
        .show_r = brief->r_code[TRIG_BRIEF_BENCHMARK].out,
    };
    const struct trig_compare_options compare = {
        .weighting = TRIG_WEIGHTING_RESPONDENTS,
        .measures = &brief->measures,
        .waves = brief->context->waves,
        .design = benchmark.design,
        .show_r = brief->r_code[TRIG_BRIEF_COMPARE].out,
    };
    enum trig_status status =
        trig_benchmark_table(brief->context, &benchmark, &brief->tables[TRIG_BRIEF_BENCHMARK], error);
    return status ? status
                  : trig_compare_table(brief->context, &compare, &brief->tables[TRIG_BRIEF_COMPARE], error);
}

/* How many waves hold responses, from the sector's table: a row each. */
static size_t waves_with_responses(const struct trig_brief *brief)
{
    return trig_table_rows(brief->tables[TRIG_BRIEF_SECTOR]);
}

static enum trig_status compute_trend(struct trig_brief *brief, struct trig_error *error)
{
    if (waves_with_responses(brief) < 2)
        return TRIG_OK;
    const struct trig_trend_options options = {
        .institution = brief->institution,
        .measures = &brief->measures,
        .waves = {.choice = TRIG_WAVES_ALL},
        .design = comparing_design(brief),
        .detect = TRIG_TREND_DETECT,
        .show_r = brief->r_code[TRIG_BRIEF_TREND].out,
    };
    return trig_trend_table(brief->context, &options, &brief->tables[TRIG_BRIEF_TREND], error);
}

static enum trig_status compute_answers(struct trig_brief *brief, struct trig_error *error)
{
    struct trig_answers_options options = {
        .waves = brief->context->waves,
        .institution = brief->institution,
        .show_r = brief->r_code[TRIG_BRIEF_ANSWERS].out,
    };
    enum trig_status status = trig_answers_variables(brief->context->definition, "items", &brief->arena,
                                                     &options.variables, &options.variable_count, error);
    return status ? status
                  : trig_answers_table(brief->context, &options, &brief->tables[TRIG_BRIEF_ANSWERS], error);
}

/* ---- findings ------------------------------------------------------------------------ */

static enum trig_status find(struct trig_brief *brief, struct trig_error *error)
{
    const trig_definition *definition = brief->context->definition;
    enum trig_status status = trig_findings_benchmark(&brief->standing, brief->tables[TRIG_BRIEF_BENCHMARK],
                                                      definition, trig_view("the sector"), error);
    if (status == TRIG_OK && brief->tables[TRIG_BRIEF_TREND])
        status = trig_findings_trend(&brief->change, brief->tables[TRIG_BRIEF_TREND], definition,
                                     definition->institutions[brief->institution].id, error);
    return status;
}

/* Whether anything of the institution's own may be said at all. Without a comparator it still has
 * results of its own. */
static enum trig_status check_standing(const struct trig_brief *brief, struct trig_error *error)
{
    const trig_table *table = brief->tables[TRIG_BRIEF_BENCHMARK];
    size_t estimate = trig_table_find(table, "estimate");
    for (size_t row = 0; row < trig_table_rows(table); row++)
        if (!trig_table_is_empty(table, row, estimate))
            return TRIG_OK;
    struct trig_view name = trig_brief_institution(brief);
    return trig_error_set(
        error, TRIG_ERR_REFUSED,
        "no brief of %.*s can be made: every number of its own has to be hidden, because it has too few "
        "respondents or because those of smaller institutions would follow; print the sector instead "
        "(trig-analyze compare, trend)",
        TRIG_VIEW_ARG(name));
}

/* ---- the whole ------------------------------------------------------------------------- */

/* The latest wave that holds responses: the last row of the sector's table. */
static void settle_wave(struct trig_brief *brief)
{
    const trig_table *sector = brief->tables[TRIG_BRIEF_SECTOR];
    size_t column = trig_table_find(sector, "wave"), rows = trig_table_rows(sector);
    brief->wave = TRIG_NONE;
    if (column == SIZE_MAX || rows == 0)
        return;
    brief->wave = trig_definition_wave(brief->context->definition, trig_table_text(sector, rows - 1, column));
}

static enum trig_status open_r_code(struct trig_brief *brief, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < TRIG_BRIEF_TABLES && status == TRIG_OK; i++)
        status = trig_aside_open(&brief->r_code[i], brief->context->show_r, error);
    return status;
}

enum trig_status trig_brief_compute(struct trig_brief *brief, const struct trig_context *context,
                                    size_t institution, struct trig_error *error)
{
    memset(brief, 0, sizeof *brief);
    trig_arena_init(&brief->arena);
    trig_findings_init(&brief->standing, context->design.level);
    trig_findings_init(&brief->change, context->design.level);
    brief->context = context;
    brief->institution = institution;
    bool waves = context->definition->wave_count > 0;
    enum trig_status status = trig_measures_parse(context->definition, NULL, &brief->measures, error);
    if (status == TRIG_OK)
        status = open_r_code(brief, error);
    if (status == TRIG_OK)
        status =
            compute_responses(brief, TRIG_BRIEF_RESPONSES, waves ? "wave,institution" : "institution", error);
    if (status == TRIG_OK)
        status = compute_responses(brief, TRIG_BRIEF_SECTOR, waves ? "wave" : "all", error);
    if (status)
        return status;
    settle_wave(brief);
    status = compute_comparisons(brief, error);
    if (status == TRIG_OK)
        status = compute_trend(brief, error);
    if (status == TRIG_OK)
        status = compute_answers(brief, error);
    if (status == TRIG_OK)
        status = find(brief, error);
    if (status == TRIG_OK)
        status = check_standing(brief, error);
    return status ? status : trig_brief_plan(brief, error);
}

void trig_brief_clear(struct trig_brief *brief)
{
    for (size_t i = 0; i < TRIG_BRIEF_TABLES; i++) {
        trig_table_destroy(brief->tables[i]);
        trig_aside_close(&brief->r_code[i]);
    }
    trig_findings_clear(&brief->standing);
    trig_findings_clear(&brief->change);
    trig_measures_clear(&brief->measures);
    trig_arena_clear(&brief->arena);
    memset(brief, 0, sizeof *brief);
}
