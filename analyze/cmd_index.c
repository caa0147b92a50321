#include "analyze/benchmark/among.h"
#include "analyze/cmd_charts.h"
#include "analyze/commands.h"
#include "analyze/index/index.h"
#include "plots/kinds/charts.h"

static enum trig_status read_options(const struct trig_context *context, struct trig_index_options *out,
                                     struct trig_error *error)
{
    const struct trig_arguments *arguments = context->arguments;
    size_t aggregation = TRIG_AGGREGATE_ARITHMETIC;
    int64_t draws = 1024;
    int64_t seed = 0;
    enum trig_status status =
        trig_arguments_choice(arguments, "aggregation", trig_aggregation_names, &aggregation, error);
    if (status == TRIG_OK)
        status = trig_among_read_ranks(arguments, &out->ranks, &out->kind, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(arguments, "draws", 100, 1000000, &draws, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(arguments, "seed", 0, UINT32_MAX, &seed, error);
    if (status)
        return status;
    out->aggregation = (enum trig_aggregation)aggregation;
    out->draws = (size_t)draws;
    out->seed = (unsigned long)seed;
    out->parts = trig_arguments_flag(arguments, "parts");
    out->waves = context->waves;
    out->design = context->design;
    if (out->design.replication.type != TRIG_REPLICATES_NONE)
        return TRIG_OK;
    status = trig_replication_parse("bootstrap", &out->design.replication, error);
    out->design.replication.seed = (uint32_t)seed;
    out->design.replication.groups = TRIG_INDEX_GROUPS;
    return status;
}

static enum trig_status print(const struct trig_context *context, struct trig_index_options *options,
                              struct trig_error *error)
{
    static const struct trig_charts_plan plan = {
        .stem = "index", .make = trig_caterpillar_from_table, .split = "statistic", .only = "composite"};
    trig_table *table = NULL;
    options->show_r = context->r_code.out;
    enum trig_status status = trig_index_table(context, options, &table, error);
    if (status == TRIG_OK)
        status = trig_charts_emit(context, table, &plan, error);
    trig_table_destroy(table);
    return status;
}

static enum trig_exit run_spec(const struct trig_context *context, const char *path)
{
    const struct trig_streams *streams = context->streams;
    struct trig_index_spec spec;
    struct trig_index_options options = {.spec = &spec};
    struct trig_problems problems;
    struct trig_error error = {.status = TRIG_OK};
    trig_problems_init(&problems);
    enum trig_status status = trig_index_spec_read(context->definition, path, &spec, &problems, &error);
    trig_problems_print(streams, &problems);
    bool is_told = problems.mistakes > 0;
    trig_problems_clear(&problems);
    if (status)
        return is_told ? TRIG_EXIT_FAILED : trig_exit_error(streams, &error);
    status = read_options(context, &options, &error);
    if (status == TRIG_OK)
        status = print(context, &options, &error);
    trig_index_spec_clear(&spec);
    return status ? trig_exit_error(streams, &error) : TRIG_EXIT_DONE;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {
        .use_fpc = false, .wave_choice = TRIG_WAVES_LATEST, .replicates = true};
    const char *path = trig_arguments_option(arguments, "spec");
    struct trig_context context;
    struct trig_error error = {.status = TRIG_OK};
    if (!path) {
        trig_error_set(
            &error, TRIG_ERR_USAGE,
            "--spec FILE says what the index is made of: a CSV of indicator, direction, weight and "
            "normalisation");
        return trig_exit_error(streams, &error);
    }
    if (trig_context_open(&context, arguments, streams, &defaults, &error))
        return trig_exit_error(streams, &error);
    enum trig_exit exit = run_spec(&context, path);
    trig_context_close(&context);
    return exit;
}

static const struct trig_option options[] = {
    {"spec", "FILE",
     "the indicators, a CSV: indicator, direction, weight, normalisation, low, high, reference"},
    {"aggregation", "arithmetic|geometric", "how points come together; arithmetic by default"},
    {"parts", NULL, "the points of every indicator below each institution"},
    TRIG_RANKS_OPTION,
    {"draws", "N", "random draws behind rank sets and sensitivity, 1024 by default"},
    TRIG_CHARTS_OPTIONS,
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_index = {
    .name = "index",
    .synopsis = "STORE... --spec FILE",
    .summary = "a composite index of institutions, and what it owes to its choices",
    .help =
        "Prints a composite of several measures for every institution, by a specification of your own: a CSV "
        "file with a row an indicator.\n"
        "\n"
        "  indicator,direction,weight,normalisation,low,high,reference\n"
        "  pillar:career,higher,2,min-max,,,\n"
        "  vis_named:positive,higher,1,reference,,,0.6\n"
        "\n"
        "indicator is a measure. direction is higher (by default) or lower, whichever is better; weight 1 by "
        "default. normalisation is min-max (by default; between low and high, else between the institutions' "
        "own), z, rank, percentile, reference (100 points at it) or none (scores and shares as they are).\n"
        "\n"
        "Intervals come from replicates of the design, 500 bootstrap ones unless --replicates asks for "
        "others. "
        "rank_low to rank_high are the ranks an institution may have for chance; choices_best to "
        "choices_worst "
        "those that other normalisations, weights and aggregations give. The last rows say which choice "
        "the ranks depend on most. An institution that lacks an indicator, or of which one may not be shown, "
        "has no index.\n"
        "\n"
        "An index is its author's, never an official ranking, and says so. Trigpillar ships four_pillars.csv "
        "(in indices/, beside the definitions) to start from.\n"
        "\n"
        "  trig-analyze index technicians.trig --spec four_pillars.csv\n"
        "  trig-analyze index technicians.trig --spec four_pillars.csv --aggregation geometric --parts "
        "--format "
        "csv\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
