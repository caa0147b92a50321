#include "analyze/benchmark/benchmark.h"
#include "analyze/benchmark/place.h"
#include "analyze/cmd_charts.h"
#include "analyze/commands.h"
#include "plots/kinds/charts.h"

/* What goes with --against adjusted alone. */
static enum trig_status read_adjustment(const struct trig_context *context,
                                        struct trig_benchmark_options *out, struct trig_error *error)
{
    static const char *const adjust[] = {"as-needed", "cells", "logistic", NULL};
    static const char *const own[] = {"in", "out", NULL};
    const struct trig_arguments *arguments = context->arguments;
    size_t by = TRIG_ADJUST_AS_NEEDED;
    size_t left_out = 0;
    if (out->against.kind != TRIG_AGAINST_ADJUSTED) {
        const char *given = trig_arguments_option(arguments, "adjust") ? "adjust" : "own";
        return trig_arguments_option(arguments, given)
                   ? trig_error_set(error, TRIG_ERR_USAGE,
                                    "--%s goes with --against adjusted:VARIABLE,.. or --from-table", given)
                   : TRIG_OK;
    }
    enum trig_status status = trig_adjustment_parse(
        context->definition, strchr(trig_arguments_option(arguments, "against"), ':') + 1, &out->adjustment,
        error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "adjust", adjust, &by, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "own", own, &left_out, error);
    if (status == TRIG_OK && left_out && by == TRIG_ADJUST_MODEL)
        status = trig_error_set(error, TRIG_ERR_USAGE,
                                "--own out leaves an institution out of cells; it does not go with --adjust "
                                "logistic");
    out->adjustment.by = (enum trig_adjust)by;
    out->adjustment.leave_out = left_out == 1;
    out->adjustment.variance = out->against.variance == TRIG_TEST_PLUGIN ? TRIG_MIX_PLUGIN : TRIG_MIX_POOLED;
    return status;
}

/* Comparators that are made of respondents, or say themselves what they are made of. */
static enum trig_status check_weighting(const struct trig_against *against, struct trig_error *error)
{
    bool fixed = against->kind == TRIG_AGAINST_ADJUSTED || against->kind == TRIG_AGAINST_WAVE;
    if (!fixed || against->weighting == TRIG_WEIGHTING_RESPONDENTS)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "--sector institutions does not go with --against %s, which is made of respondents",
                          against->kind == TRIG_AGAINST_WAVE ? "wave" : "adjusted");
}

static enum trig_status read_options(const struct trig_context *context, struct trig_benchmark_options *out,
                                     struct trig_error *error)
{
    static const char *const variances[] = {"pooled", "plugin", NULL};
    size_t variance = TRIG_TEST_POOLED;
    const struct trig_arguments *arguments = context->arguments;
    out->material = TRIG_MATERIAL_POINTS;
    const char *institution = trig_arguments_option(arguments, "institution");
    if (!institution)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--institution is missing: the id, name or an alias of the institution to compare");
    out->waves = context->waves;
    out->design = context->design;
    enum trig_status status =
        trig_place_institution(context->definition, institution, &out->institution, error);
    if (status == TRIG_OK)
        status = trig_against_parse(context->definition, trig_arguments_option(arguments, "against"),
                                    trig_arguments_option(arguments, "sector"), &out->against, error);
    if (status == TRIG_OK)
        status = check_weighting(&out->against, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "variance", variances, &variance, error);
    if (status == TRIG_OK)
        status = trig_arguments_number(arguments, "material", 0.0, 100.0, &out->material, error);
    out->against.variance = (enum trig_test_variance)variance;
    return status ? status : read_adjustment(context, out, error);
}

static enum trig_status emit(const struct trig_context *context, const struct trig_benchmark_options *options,
                             const trig_table *table, struct trig_error *error)
{
    struct trig_arena arena;
    bool is_sector = options->against.kind == TRIG_AGAINST_SECTOR; /* which is what charts call it anyhow */
    trig_arena_init(&arena);
    struct trig_view against = trig_benchmark_words(context->definition, options, &arena);
    const struct trig_charts_plan plan = {.stem = "benchmark",
                                          .make = trig_panels_from_table,
                                          .findings = trig_findings_benchmark,
                                          .against = against,
                                          .institution =
                                              context->definition->institutions[options->institution].id,
                                          .sector = is_sector ? trig_view("") : against};
    enum trig_status status = against.data
                                  ? trig_charts_emit(context, table, &plan, error)
                                  : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a benchmark");
    trig_arena_clear(&arena);
    return status;
}

static enum trig_status print(const struct trig_context *context, struct trig_benchmark_options *options,
                              struct trig_error *error)
{
    trig_table *table = NULL;
    options->show_r = context->r_code.out;
    enum trig_status status = trig_benchmark_table(context, options, &table, error);
    if (status == TRIG_OK)
        status = emit(context, options, table, error);
    trig_table_destroy(table);
    return status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {
        .use_fpc = false, .rounds = true, .wave_choice = TRIG_WAVES_LATEST};
    struct trig_context context;
    struct trig_measures measures = {.items = NULL};
    struct trig_benchmark_options options = {.measures = &measures};
    struct trig_error error = {.status = TRIG_OK};
    if (trig_arguments_option(arguments, "from-table"))
        return trig_benchmark_from_table(arguments, streams);
    if (!trig_arguments_count(arguments)) {
        trig_error_set(&error, TRIG_ERR_USAGE, "name a store, or a published table with --from-table");
        return trig_exit_error(streams, &error);
    }
    enum trig_status status = trig_context_open(&context, arguments, streams, &defaults, &error);
    if (status)
        return trig_exit_error(streams, &error);
    status = read_options(&context, &options, &error);
    if (status == TRIG_OK)
        status = trig_measures_parse(context.definition, trig_arguments_option(arguments, "measure"),
                                     &measures, &error);
    if (status == TRIG_OK)
        status = print(&context, &options, &error);
    trig_measures_clear(&measures);
    trig_context_close(&context);
    return status ? trig_exit_error(streams, &error) : TRIG_EXIT_DONE;
}

static const struct trig_option options[] = {
    {"institution", "I", "whose answers are compared: an id, a name or an alias"},
    {"against", "sector|others|group:G|top:P|cohort|wave:W|adjusted:V,..",
     "what they are compared with; the sector by default"},
    {"sector", "respondents|institutions",
     "whether the benchmark is the mean of respondents (by default) or of institutions"},
    {"measure", "M,..", "what is measured; pillars by default"},
    {"from-table", "FILE", "adjusted benchmarks of a published table: institution, cell, n, p; no store"},
    {"variance", "pooled|plugin",
     "what tests take for the variance of answers: everybody's, by default, or each side's own; adjusted and "
     "--from-table: by cell, and for errors too"},
    {"adjust", "as-needed|cells|logistic",
     "adjusted: by combinations of the attributes, or by their main effects where those are too small (by "
     "default); or one of the two"},
    {"own", "in|out",
     "adjusted and --from-table: whether an institution is part of its own benchmark; in by "
     "default"},
    {"material", "P", "points worth speaking of in graded evidence, 2.5 by default"},
    TRIG_FINDINGS_OPTION,
    TRIG_CHARTS_OPTIONS,
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_benchmark = {
    .name = "benchmark",
    .synopsis =
        "STORE... --institution I [--against sector|others|group:G|top:P|cohort|wave:W|adjusted:V,..]\n"
        "    [--measure M,..]\n"
        "--from-table FILE [--variance pooled|plugin]",
    .summary = "one institution beside the sector, others, a group, the top, or itself before",
    .help =
        "Prints, for every measure, an institution's own result, its benchmark, and their difference with an "
        "interval, a test, an effect size and a flag.\n"
        "\n"
        "The sector holds everybody, the institution included; others leaves it out; group:G is a group of "
        "groups.csv, with the members of the day on which the wave opened. With --sector institutions the "
        "benchmark is the mean of the institutions' means, of those that may be shown.\n"
        "\n"
        "top:50 holds the institutions in the top half by shrunken score, without the institution itself, "
        "chosen "
        "for each measure; top:10 the top tenth. cohort holds those of the same signing cohort in "
        "institutions.csv. Both are made of institutions whose own result may be shown. wave:W is the "
        "institution itself in an earlier wave, as trend compares waves.\n"
        "\n"
        "adjusted:V,.. is what the sector would score with the institution's own mix of staff: the mean of "
        "everybody in each combination of these attributes, weighed by how many of the institution's "
        "respondents are in it (Draper and Gittoes 2004). Combinations that summary --by would not show are "
        "taken together; where that is more than a tenth of the institution's answers, main effects are "
        "adjusted for instead, by regression. own_share is the institution's own part of its benchmark; "
        "--own out leaves it out. Whoever has many adjusted benchmarks of an institution could work out its "
        "mix, though never an answer.\n"
        "\n"
        "evidence grades how sure it is that the true difference is worth speaking of: above, below or "
        "within "
        "2.5 points, or those of --material.\n"
        "\n"
        "Nothing is shown for an institution with fewer respondents than the survey's threshold. A benchmark "
        "needs enough other institutions, none of which makes up most of it.\n"
        "\n"
        "The test takes the variance of answers pooled over everybody compared, as if all were alike; with "
        "--variance plugin each side's own, which calls too many small institutions different.\n"
        "\n"
        "The finite population correction is off unless --fpc on: a benchmark asks about more than the staff "
        "of "
        "one day.\n"
        "\n"
        "With --from-table the numbers come from a table that was published, a CSV file with the columns "
        "institution, cell, n and p (a share from 0 to 1), one row for each institution and mix cell. Every "
        "institution is set beside what the sector would score with its mix.\n"
        "\n"
        "  trig-analyze benchmark technicians.trig --institution aldermere\n"
        "  trig-analyze benchmark technicians.trig --institution \"University of Aldermere\" --against "
        "others\n"
        "  trig-analyze benchmark technicians.trig --institution aldermere --against \"group:Greywether "
        "Group\" "
        "--measure vis_named:positive\n"
        "  trig-analyze benchmark technicians.trig --institution aldermere --against top:50\n"
        "  trig-analyze benchmark technicians.trig --institution aldermere --against adjusted:role,grade\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 0,
    .most = SIZE_MAX,
    .run = run,
};
