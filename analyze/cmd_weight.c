/* weight: weights that make the responses add up to known population totals. */
#include "analyze/cmd_weight_parts.h"
#include "analyze/commands.h"
#include "analyze/show_r/show_r.h"
#include "analyze/weight/collapse.h"
#include "analyze/weight/show_r.h"
#include "analyze/weight/table.h"
#include "surveys/base/file.h"
#include "surveys/store/store_weighting.h"

/* The store's own table of totals. */
#define POPULATION "population.csv"

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the weights");
}

/* ---- totals ----------------------------------------------------------------------------------- */

/* The store's own table; in the recipe's arena. */
static enum trig_status own_population(struct trig_weighing_run *weighing, struct trig_error *error)
{
    struct trig_definition_files files;
    trig_store *store = weighing->context.stores[0];
    enum trig_status status = trig_store_definition_files(store, &files, error);
    if (status)
        return status;
    weighing->recipe.population_name = trig_arena_copy(&weighing->recipe.arena, trig_view(POPULATION));
    weighing->recipe.population = trig_view(NULL);
    for (size_t i = 0; i < files.count; i++)
        if (trig_view_is(files.items[i].name, POPULATION))
            weighing->recipe.population = trig_arena_copy(&weighing->recipe.arena, files.items[i].content);
    trig_definition_files_clear(&files);
    if (weighing->recipe.population.data)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "the survey has no %s; give a table of counts with --to FILE, or add it to the "
                          "definition with `trig-collect redefine`",
                          POPULATION);
}

static enum trig_status given_population(struct trig_weighing_run *weighing, const char *path,
                                         struct trig_error *error)
{
    const char *slash = strrchr(path, '/');
    weighing->recipe.population_name =
        trig_arena_copy(&weighing->recipe.arena, trig_view(slash ? slash + 1 : path));
    if (!weighing->recipe.population_name.data)
        return no_memory(error);
    return trig_file_read(path, 0, &weighing->recipe.arena, &weighing->recipe.population, error);
}

static enum trig_status read_totals(struct trig_weighing_run *weighing, struct trig_error *error)
{
    const char *path = trig_arguments_option(weighing->context.arguments, "to");
    enum trig_status status =
        path ? given_population(weighing, path, error) : own_population(weighing, error);
    if (status)
        return status;
    return trig_targets_read(weighing->context.definition, weighing->recipe.population,
                             path ? path : POPULATION, &weighing->problems, &weighing->recipe.targets, error);
}

/* ---- weights ------------------------------------------------------------------------------------ */

/* Numeric variables are scanned as measures. */
static enum trig_status ask_numbers(struct trig_weighing_run *weighing, struct trig_error *error)
{
    const struct trig_targets *targets = &weighing->recipe.targets;
    struct trig_view list = trig_view("respondents");
    for (size_t i = 0; i < targets->count && list.data; i++)
        if (targets->items[i].total_of != TRIG_NONE)
            list = trig_arena_printf(
                &weighing->arena, "%.*s,%.*s", TRIG_VIEW_ARG(list),
                TRIG_VIEW_ARG(weighing->context.definition->variables[targets->items[i].total_of].name));
    return list.data ? trig_measures_parse(weighing->context.definition, list.data, &weighing->numbers, error)
                     : no_memory(error);
}

static enum trig_status read_respondents(struct trig_weighing_run *weighing, struct trig_error *error)
{
    const struct trig_context *context = &weighing->context;
    const struct trig_targets *targets = &weighing->recipe.targets;
    struct trig_request request = {.waves = context->waves,
                                   .design = context->design,
                                   .measures = &weighing->numbers,
                                   .margins = targets->attributes,
                                   .margin_count = targets->attribute_count};
    if (context->design.weights_from_fpc)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "the survey has an fpc and no weights to start from; name them with --weights, or "
            "start from equal ones with --weights none");
    if (context->design.weight != TRIG_NONE)
        weighing->recipe.base = context->definition->variables[context->design.weight].name;
    enum trig_status status = trig_store_state(context->stores[0], &weighing->state, error);
    if (!status)
        status = ask_numbers(weighing, error);
    return status
               ? status
               : trig_respondents_read(context->stores[0], &request, targets, &weighing->respondents, error);
}

/* Sums the totals to the tables of --by; responses are then read anew, by what is left. */
static enum trig_status collapse(struct trig_weighing_run *weighing, struct trig_error *error)
{
    struct trig_recipe *recipe = &weighing->recipe;
    const trig_definition *definition = weighing->context.definition;
    struct trig_view path = trig_arena_printf(&weighing->arena, "%s, summed by %s", recipe->targets.path,
                                              trig_arguments_option(weighing->context.arguments, "by"));
    if (!path.data)
        return no_memory(error);
    enum trig_status status =
        trig_targets_collapse(definition, &recipe->targets, &weighing->respondents, &weighing->by,
                              weighing->options.drop_uncovered, &recipe->arena, &recipe->population, error);
    if (status)
        return status;
    trig_respondents_clear(&weighing->respondents);
    trig_measures_clear(&weighing->numbers);
    trig_targets_clear(&recipe->targets);
    status = trig_targets_read(definition, recipe->population, path.data, &weighing->problems,
                               &recipe->targets, error);
    return status ? status : read_respondents(weighing, error);
}

/* Propensities say how likely people were to respond, which weights from before know nothing of. */
static enum trig_status check_start(const struct trig_weighing_run *weighing, struct trig_error *error)
{
    const struct trig_design *design = &weighing->context.design;
    if (weighing->options.method != TRIG_PROPENSITY)
        return TRIG_OK;
    if (weighing->recipe.base.length)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--method propensity counts respondents, so it starts from equal weights and not "
            "from \"%.*s\"; add --weights none",
            TRIG_VIEW_ARG(weighing->recipe.base));
    if (design->replication.type != TRIG_REPLICATES_NONE)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--method propensity has linearised errors only, and the survey has replicate "
                              "weights; add --weights none");
    return TRIG_OK;
}

static enum trig_status compute(struct trig_weighing_run *weighing, struct trig_error *error)
{
    if (weighing->context.weights.column)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--weights \"%s\" was computed itself; start from a variable, or from equal weights "
            "with --weights none",
            trig_arguments_option(weighing->context.arguments, "weights"));
    enum trig_status status = read_totals(weighing, error);
    if (!status)
        status = read_respondents(weighing, error);
    if (!status)
        status = check_start(weighing, error);
    if (!status && weighing->by.count)
        status = collapse(weighing, error);
    if (!status)
        status =
            trig_weigh(weighing->context.definition, &weighing->recipe, &weighing->respondents,
                       &weighing->options, &weighing->arena, &weighing->weighed, &weighing->problems, error);
    return status ? status
                  : trig_weigh_table(&weighing->context, &weighing->recipe, &weighing->respondents,
                                     &weighing->weighed, &weighing->table, error);
}

/* ---- storing --------------------------------------------------------------------------------------- */

static enum trig_status keep(struct trig_weighing_run *weighing, struct trig_error *error)
{
    struct trig_weighting weighting = {.name = trig_view(weighing->name),
                                       .software = trig_view("trigpillar " TRIG_VERSION)};
    trig_store *store;
    enum trig_status status = trig_recipe_write(&weighing->recipe, weighing->context.definition,
                                                &weighing->arena, &weighting.recipe, error);
    if (!status)
        status = trig_store_open(trig_arguments_at(weighing->context.arguments, 0), TRIG_STORE_WRITE, &store,
                                 error);
    if (status)
        return status;
    status = trig_store_put_weights(store, &weighting, weighing->state, weighing->weighed.weights,
                                    weighing->weighed.count, error);
    trig_store_close(store);
    return status;
}

/* The design that the weights start from, and the calls that make them. */
static enum trig_status show_r(struct trig_weighing_run *weighing, struct trig_error *error)
{
    const struct trig_context *context = &weighing->context;
    FILE *out = context->r_code.out;
    const struct trig_request request = {
        .waves = context->waves, .design = context->design, .measures = &weighing->numbers};
    struct trig_cells cells = {.frame = NULL};
    enum trig_status status = trig_cells_scan(context->stores, context->store_count, &request, &cells, error);
    if (status)
        return status;
    trig_show_r_design(&cells, out);
    trig_recipe_show_r(&weighing->recipe, &cells, out);
    fputs("print(summary(weights(design)))\n", out);
    trig_cells_clear(&cells);
    return TRIG_OK;
}

static enum trig_status print(struct trig_weighing_run *weighing, bool kept, struct trig_error *error)
{
    struct trig_view done =
        trig_recipe_describe(&weighing->recipe, weighing->context.definition, &weighing->arena);
    struct trig_view note =
        trig_arena_printf(&weighing->arena,
                          kept ? "Stored as \"%s\", %.*s: use it with --weights %s."
                               : "Nothing was stored: \"%s\" would be %.*s (--weights %s).",
                          weighing->name, TRIG_VIEW_ARG(done), weighing->name);
    if (!done.data || !note.data)
        return no_memory(error);
    enum trig_status status = trig_table_add_note(weighing->table, note, error);
    if (!status && weighing->context.show_r)
        status = show_r(weighing, error);
    return status ? status : trig_context_emit(&weighing->context, weighing->table, error);
}

/* ---- the command -------------------------------------------------------------------------------------- */

static enum trig_status run_steps(struct trig_weighing_run *weighing, const struct trig_arguments *arguments,
                                  const struct trig_streams *streams, struct trig_error *error)
{
    static const struct trig_context_defaults defaults = {
        .use_fpc = false, .wave_choice = TRIG_WAVES_LATEST, .no_errors = true};
    bool dry = trig_arguments_flag(arguments, "dry-run");
    enum trig_status status = trig_context_open(&weighing->context, arguments, streams, &defaults, error);
    if (!status)
        status = trig_weight_read_options(weighing, error);
    if (!status)
        status = compute(weighing, error);
    if (!status && !dry)
        status = keep(weighing, error);
    return status ? status : print(weighing, !dry, error);
}

static void clear(struct trig_weighing_run *weighing)
{
    trig_table_destroy(weighing->table);
    trig_respondents_clear(&weighing->respondents);
    trig_measures_clear(&weighing->numbers);
    trig_recipe_clear(&weighing->recipe);
    trig_problems_clear(&weighing->problems);
    trig_arena_clear(&weighing->arena);
    trig_context_close(&weighing->context);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_weighing_run weighing = {.table = NULL};
    struct trig_error error = {.status = TRIG_OK};
    trig_arena_init(&weighing.arena);
    trig_arena_init(&weighing.recipe.arena);
    trig_problems_init(&weighing.problems);
    enum trig_status status = run_steps(&weighing, arguments, streams, &error);
    trig_problems_print(streams, &weighing.problems);
    bool is_told = weighing.problems.mistakes > 0;
    clear(&weighing);
    if (status)
        return is_told ? trig_exit_for(status) : trig_exit_error(streams, &error);
    return TRIG_EXIT_DONE;
}

static const struct trig_option options[] = {
    {"method", "poststratify|rake|calibrate|propensity", "how the weights are found"},
    {"to", "FILE", "the totals, in the shape of population.csv; the survey's own by default"},
    {"by", "V,..|all",
     "sum the totals to these columns: poststratify and propensity to their table, other methods to a "
     "table for each (V*V: for both together)"},
    {"calfun", "linear|raking|logit",
     "calibrate: the distance between old and new weights; linear by default"},
    {"bounds", "L,U", "calibrate: the smallest and largest change, times the average"},
    {"trim", "R|L,R", "no weight above R (and below L) times the mean weight"},
    {"trim-once", NULL, "trim in one pass, after which some weights may be beyond the limit again"},
    {"uncovered", "refuse|drop", "responses in no row of the totals; drop: they weigh nothing"},
    {"name", "W", "the name of the weights, for --weights; " TRIG_WEIGHT_NAME " by default"},
    {"dry-run", NULL, "compute and print, store nothing"},
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_weight = {
    .name = "weight",
    .synopsis = "STORE --method poststratify|rake|calibrate|propensity [--to FILE] [--trim R] [--name W]",
    .summary = "weights that reproduce population totals",
    .help =
        "Computes a weight for every response of the latest wave (or of those of --wave, each by itself) so "
        "that "
        "the weighted responses add up to known population totals, stores the weights with their recipe, and "
        "prints each total before and after. Analyses use them with --weights W, and their errors know of "
        "the "
        "calibration.\n"
        "\n"
        "The totals are a table like population.csv: columns wave, institution, any attributes, and count; a "
        "blank cell means all. Rows that fill the same columns make a table. poststratify scales each row of "
        "one "
        "table to its count (weights against nonresponse by institution and role, for example); rake fits "
        "all "
        "tables in turn; calibrate finds the weights nearest to those before (GREG), with --calfun and "
        "--bounds, "
        "and takes totals of numeric variables too: a row with the variable's name in a column total_of and "
        "the "
        "total in count.\n"
        "\n"
        "propensity fits the chance to respond in each row of one table, by a logistic regression on the "
        "main "
        "effects of its columns, and weighs a respondent by 1 over it: for tables with rows that few or "
        "nobody "
        "answered in. Errors know that the chances were estimated; the totals are met about, not exactly.\n"
        "\n"
        "--by sums the totals to fewer columns where their rows hold too few: by institution alone, or by "
        "role over "
        "all institutions that took part.\n"
        "\n"
        "They start from equal weights, or from the survey's own (--weights names others). Rows nobody "
        "answered "
        "in, responses in no row, tables that contradict each other and totals that cannot be met are "
        "refused, "
        "each with what to do. New imports, undo, erase and redefine make the weights stale: analyses then "
        "refuse "
        "them until they are computed again.\n"
        "\n"
        "  trig-analyze weight technicians.trig --method poststratify --by institution --uncovered drop\n"
        "  trig-analyze weight technicians.trig --method rake --by institution,role --uncovered drop --trim "
        "5 "
        "--name raked\n"
        "  trig-analyze summary technicians.trig --weights raked\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = 1,
    .run = run,
};
