#include "analyze/answers/answers.h"

#include "analyze/answers/work.h"
#include "analyze/context/names.h"
#include "analyze/frame/measure_parser.h"
#include "analyze/show_r/show_r.h"

/* A table's columns never depend on the data: these, whatever was asked for. */
#define COLUMNS                                                                                              \
    (TRIG_RESULT_BIT(TRIG_RESULT_WAVE) | TRIG_RESULT_BIT(TRIG_RESULT_INSTITUTION) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_GROUP) | TRIG_RESULT_BIT(TRIG_RESULT_BY) |                                  \
     TRIG_RESULT_BIT(TRIG_RESULT_MEASURE) | TRIG_RESULT_BIT(TRIG_RESULT_PILLAR) |                            \
     TRIG_RESULT_BIT(TRIG_RESULT_ANSWER) | TRIG_RESULT_BIT(TRIG_RESULT_ANSWER_LABEL) |                       \
     TRIG_RESULT_BIT(TRIG_RESULT_SIDE) | TRIG_RESULT_BIT(TRIG_RESULT_STATISTIC) |                            \
     TRIG_RESULT_BIT(TRIG_RESULT_ESTIMATE) | TRIG_RESULT_BIT(TRIG_RESULT_SE) |                               \
     TRIG_RESULT_BIT(TRIG_RESULT_CI_LOW) | TRIG_RESULT_BIT(TRIG_RESULT_CI_HIGH) |                            \
     TRIG_RESULT_BIT(TRIG_RESULT_N) | TRIG_RESULT_BIT(TRIG_RESULT_N_EFF) |                                   \
     TRIG_RESULT_BIT(TRIG_RESULT_DEFF) | TRIG_RESULT_BIT(TRIG_RESULT_DF) |                                   \
     TRIG_RESULT_BIT(TRIG_RESULT_BASIS) | TRIG_RESULT_BIT(TRIG_RESULT_SUPPRESSED) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_NOTE))

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the answers");
}

/* ---- variables --------------------------------------------------------------------------- */

static bool has_answers(const struct trig_variable *variable)
{
    return variable->type == TRIG_TYPE_NUMERIC ||
           (variable->scale != TRIG_NONE &&
            (variable->type == TRIG_TYPE_ORDINAL || variable->type == TRIG_TYPE_NOMINAL ||
             variable->type == TRIG_TYPE_MULTIPLE));
}

static enum trig_status check_variable(const struct trig_variable *variable, struct trig_error *error)
{
    if (variable->role != TRIG_ROLE_ITEM && variable->role != TRIG_ROLE_ATTRIBUTE)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "\"%.*s\" has the role %s; only items and attributes have answers to count",
                              TRIG_VIEW_ARG(variable->name), trig_role_name(variable->role));
    if (has_answers(variable))
        return TRIG_OK;
    if (variable->type == TRIG_TYPE_NOMINAL)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "\"%.*s\" has no scale that lists its answers; give it one in variables.csv, or "
            "count them with summary --measure respondents --by %.*s",
            TRIG_VIEW_ARG(variable->name), TRIG_VIEW_ARG(variable->name));
    return trig_error_set(error, TRIG_ERR_USAGE, "\"%.*s\" is %s and has no answers to count",
                          TRIG_VIEW_ARG(variable->name), trig_type_name(variable->type));
}

static void add_variable(size_t variable, size_t *list, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        if (list[i] == variable)
            return;
    list[(*count)++] = variable;
}

static enum trig_status add_name(const trig_definition *definition, struct trig_view name, size_t *list,
                                 size_t *count, struct trig_error *error)
{
    if (trig_view_is(name, "items")) {
        for (size_t i = 0; i < definition->variable_count; i++)
            if (definition->variables[i].role == TRIG_ROLE_ITEM && has_answers(&definition->variables[i]))
                add_variable(i, list, count);
        return TRIG_OK;
    }
    size_t variable;
    enum trig_status status = trig_names_variable(definition, name, &variable, error);
    if (status == TRIG_OK)
        status = check_variable(&definition->variables[variable], error);
    if (status == TRIG_OK)
        add_variable(variable, list, count);
    return status;
}

enum trig_status trig_answers_variables(const trig_definition *definition, const char *list,
                                        struct trig_arena *arena, const size_t **out, size_t *count,
                                        struct trig_error *error)
{
    struct trig_views names;
    size_t *variables = trig_arena_calloc(arena, definition->variable_count, sizeof *variables);
    size_t filled = 0;
    if (!variables)
        return no_memory(error);
    enum trig_status status = trig_names_split(arena, list && *list ? list : "items", &names, error);
    for (size_t i = 0; status == TRIG_OK && i < names.count; i++)
        status = add_name(definition, names.items[i], variables, &filled, error);
    if (status == TRIG_OK && filled == 0)
        status = trig_error_set(error, TRIG_ERR_USAGE,
                                "this survey has no items with answers to count; name a variable with "
                                "--measure");
    if (status)
        return status;
    *out = variables;
    *count = filled;
    return TRIG_OK;
}

/* ---- scanning ------------------------------------------------------------------------------ */

/* The means of the numeric variables; everything else is counted by answer. */
static enum trig_status measure_numbers(struct trig_answers_work *work, struct trig_error *error)
{
    const trig_definition *definition = work->context->definition;
    struct trig_measure_parser parser = {.definition = definition, .out = &work->numbers, .error = error};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < work->options->variable_count && status == TRIG_OK; i++)
        if (definition->variables[work->options->variables[i]].type == TRIG_TYPE_NUMERIC)
            status = trig_measure_add_mean(&parser, work->options->variables[i]);
    return status;
}

/* An institution's rows are protected as part of all institutions'. */
static enum trig_status set_request(struct trig_answers_work *work, struct trig_error *error)
{
    const struct trig_answers_options *options = work->options;
    struct trig_bys *bys = &work->request.bys;
    *bys = options->bys;
    work->request.waves = options->waves;
    work->request.design = work->context->design;
    work->request.measures = &work->numbers;
    work->request.threads = work->context->threads;
    work->request.counted = options->variables;
    work->request.counted_count = options->variable_count;
    if (options->institution == TRIG_NONE || trig_bys_have(bys, TRIG_BY_INSTITUTION, TRIG_NONE))
        return TRIG_OK;
    if (bys->count == TRIG_MOST_BY)
        return trig_error_set(error, TRIG_ERR_USAGE, "--by takes at most %d names, the institution included",
                              TRIG_MOST_BY);
    bys->items[bys->count++] = (struct trig_by){TRIG_BY_INSTITUTION, TRIG_NONE, trig_view("institution")};
    return TRIG_OK;
}

static enum trig_status count_domains(struct trig_answers_work *work, struct trig_error *error)
{
    const struct trig_cells *cells = &work->cells;
    size_t bins = cells->bin_count;
    work->counts =
        trig_arena_calloc(&work->arena, work->protection.lattice.count * bins, sizeof *work->counts);
    if (!work->counts)
        return no_memory(error);
    for (size_t d = 0; d < work->protection.lattice.count; d++) {
        const struct trig_domain *domain = &work->protection.lattice.domains[d];
        for (size_t i = 0; i < domain->cell_count; i++)
            for (size_t bin = 0; bin < bins; bin++)
                work->counts[d * bins + bin] += cells->bins[domain->cells[i] * bins + bin].count;
    }
    return TRIG_OK;
}

static enum trig_status scan(struct trig_answers_work *work, struct trig_error *error)
{
    const struct trig_context *context = work->context;
    enum trig_status status =
        trig_cells_scan(context->stores, context->store_count, &work->request, &work->cells, error);
    if (status == TRIG_OK)
        status = trig_protection_build(&work->cells, &work->request.bys, &context->disclosure, &work->arena,
                                       &work->protection, error);
    if (status == TRIG_OK)
        status = count_domains(work, error);
    if (status == TRIG_OK)
        status = trig_results_init(&work->results, &work->request.bys, error);
    if (status)
        return status;
    work->estimator = trig_estimator_create(&work->cells, &work->request.design, error);
    return work->estimator ? TRIG_OK : TRIG_ERR_MEMORY;
}

/* ---- the table ------------------------------------------------------------------------------- */

/* Every share and mean by its name, as summary would be asked for it: what the
 * notes and the R code speak of. */
static enum trig_status name_measures(const struct trig_answers_work *work, struct trig_measures *out,
                                      struct trig_error *error)
{
    const trig_definition *definition = work->context->definition;
    struct trig_measure_parser parser = {.definition = definition, .out = out, .error = error};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < work->options->variable_count && status == TRIG_OK; i++) {
        size_t variable = work->options->variables[i];
        if (definition->variables[variable].type == TRIG_TYPE_NUMERIC) {
            status = trig_measure_add_mean(&parser, variable);
            continue;
        }
        const struct trig_scale *scale = &definition->scales[definition->variables[variable].scale];
        for (size_t code = 0; code < scale->count && status == TRIG_OK; code++)
            if (scale->codes[code].kind == TRIG_SUBSTANTIVE)
                status = trig_measure_add_code(&parser, variable, scale->codes[code].code);
    }
    return status;
}

static enum trig_status add_notes(const struct trig_answers_work *work, trig_table *table,
                                  struct trig_error *error)
{
    enum trig_status status = trig_table_add_note(
        table,
        trig_view("Shares are of those who gave an answer that counts (n). The others are counted by kind "
                  "where that is safe; their n are all respondents."),
        error);
    if (status == TRIG_OK && work->merged)
        status = trig_table_add_note(
            table,
            trig_view("Several answers stand together where one of them would tell what very few people "
                      "answered, or nearly all: positive, neutral and other are sides of the scale; other "
                      "may also be the rarest answers."),
            error);
    return status ? status : trig_context_note_unplaced(work->context, &work->protection, table, error);
}

/* What a reader of the text form needs; the rest is in CSV and JSON. */
static enum trig_status choose_shown(const struct trig_answers_work *work, trig_table *table,
                                     struct trig_error *error)
{
    static const char *const behind[] = {"measure", "answer", "answer_label", "estimate", "ci_low",
                                         "ci_high", "n",      "suppressed",   "note"};
    const char *names[3 + TRIG_MOST_BY + sizeof behind / sizeof *behind] = {"wave", "institution",
                                                                            work->results.group_name};
    size_t count = 3;
    for (size_t i = 0; i < work->results.by_count; i++)
        names[count++] = work->results.by_names[i].data;
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        names[count++] = behind[i];
    return trig_table_show(table, names, count, error);
}

static enum trig_status describe(const struct trig_answers_work *work, trig_table *table,
                                 struct trig_error *error)
{
    struct trig_measures measures = {.items = NULL};
    struct trig_request request = work->request;
    struct trig_cells cells = work->cells;
    const struct trig_survey *survey = &work->context->definition->survey;
    trig_arena_init(&measures.arena);
    enum trig_status status = name_measures(work, &measures, error);
    request.measures = &measures;
    cells.request = &request;
    cells.measures = measures.count;
    if (status == TRIG_OK)
        status = trig_table_set_title(table, survey->title.length ? survey->title : survey->id, error);
    if (status == TRIG_OK)
        status = choose_shown(work, table, error);
    if (status == TRIG_OK)
        status = add_notes(work, table, error);
    if (status == TRIG_OK)
        status = trig_context_annotate(work->context, &cells, table, error);
    if (status == TRIG_OK && work->options->show_r)
        trig_show_r(&cells, work->options->show_r);
    trig_measures_clear(&measures);
    return status;
}

static enum trig_status compute(struct trig_answers_work *work, struct trig_error *error)
{
    enum trig_status status = measure_numbers(work, error);
    if (status == TRIG_OK)
        status = set_request(work, error);
    if (status == TRIG_OK)
        status = scan(work, error);
    for (size_t i = 0; i < work->options->variable_count && status == TRIG_OK; i++)
        status = trig_answers_add_variable(work, i, error);
    return status;
}

enum trig_status trig_answers_table(const struct trig_context *context,
                                    const struct trig_answers_options *options, trig_table **out,
                                    struct trig_error *error)
{
    struct trig_answers_work work = {.context = context, .options = options};
    trig_table *table = NULL;
    trig_arena_init(&work.arena);
    trig_arena_init(&work.numbers.arena);
    enum trig_status status = compute(&work, error);
    if (status == TRIG_OK)
        status = trig_results_table(&work.results, context->definition, &context->disclosure, COLUMNS,
                                    context->naming, &table, error);
    if (status == TRIG_OK)
        status = describe(&work, table, error);
    if (status == TRIG_OK)
        *out = table;
    else
        trig_table_destroy(table);
    trig_estimator_destroy(work.estimator);
    trig_results_clear(&work.results);
    trig_cells_clear(&work.cells);
    trig_measures_clear(&work.numbers);
    trig_arena_clear(&work.arena);
    return status;
}
