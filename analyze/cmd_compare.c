#include "analyze/benchmark/compare.h"
#include "analyze/benchmark/pairs.h"
#include "analyze/cmd_charts.h"
#include "analyze/commands.h"
#include "plots/kinds/charts.h"

/* What is printed takes the place of the institutions' table, and has no chart. */
static enum trig_status check_options(const struct trig_arguments *arguments, bool pairs, bool heterogeneity,
                                      struct trig_error *error)
{
    if (pairs && heterogeneity)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--pairs and --heterogeneity are two tables: ask for one");
    if ((pairs || heterogeneity) && trig_arguments_option(arguments, "charts"))
        return trig_error_set(error, TRIG_ERR_USAGE, "--charts draws institutions: leave --%s out",
                              pairs ? "pairs" : "heterogeneity");
    if ((pairs || heterogeneity) && trig_arguments_option(arguments, "findings"))
        return trig_error_set(error, TRIG_ERR_USAGE, "--findings speaks of institutions: leave --%s out",
                              pairs ? "pairs" : "heterogeneity");
    return TRIG_OK;
}

static enum trig_status read_options(const struct trig_context *context, struct trig_compare_options *out,
                                     struct trig_error *error)
{
    static const char *const breakdowns[] = {"institution", NULL};
    static const char *const weightings[] = {"respondents", "institutions", NULL};
    static const char *const variances[] = {"pooled", "plugin", NULL};
    size_t variance = TRIG_TEST_POOLED;
    size_t by = 0;
    size_t weighting = TRIG_WEIGHTING_RESPONDENTS;
    out->overlap = trig_arguments_flag(context->arguments, "overlap");
    out->waves = context->waves;
    out->design = context->design;
    enum trig_status status = trig_arguments_choice(context->arguments, "by", breakdowns, &by, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(context->arguments, "sector", weightings, &weighting, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(context->arguments, "variance", variances, &variance, error);
    if (status == TRIG_OK)
        status = trig_arguments_number(context->arguments, "margin", 1e-9, 1e9, &out->margin, error);
    if (status == TRIG_OK)
        status = check_options(context->arguments, trig_arguments_option(context->arguments, "pairs") != NULL,
                               trig_arguments_flag(context->arguments, "heterogeneity"), error);
    out->variance = (enum trig_test_variance)variance;
    out->weighting = (enum trig_weighting)weighting;
    if (status == TRIG_OK)
        status = trig_among_read(context->arguments, &out->among, error);
    out->among.heterogeneity = trig_arguments_flag(context->arguments, "heterogeneity");
    out->among.ranks = out->among.ranks && !out->among.heterogeneity;
    return status;
}

static enum trig_status make_pairs(const struct trig_context *context, const char *text,
                                   const struct trig_compare_options *options, trig_table **table,
                                   struct trig_error *error)
{
    struct trig_pairs_options pairs = {.variance = options->variance,
                                       .measures = options->measures,
                                       .waves = options->waves,
                                       .design = options->design,
                                       .margin = options->margin,
                                       .show_r = options->show_r};
    struct trig_arena arena;
    trig_arena_init(&arena);
    enum trig_status status = trig_pairs_parse(context->definition, text, &arena, &pairs, error);
    if (status == TRIG_OK)
        status = trig_pairs_table(context, &pairs, table, error);
    trig_arena_clear(&arena);
    return status;
}

/* The funnel chart of weighted or corrected results has effective numbers of people, which HESA's rules
 * withhold. */
static enum trig_status check_funnel(const struct trig_context *context,
                                     const struct trig_compare_options *options, struct trig_error *error)
{
    const struct trig_arguments *arguments = context->arguments;
    if (context->disclosure.mode != TRIG_DISCLOSURE_HESA || !trig_arguments_option(arguments, "charts") ||
        !trig_arguments_option(arguments, "funnel") || !trig_among_counts_effective(&options->design))
        return TRIG_OK;
    return trig_error_set(
        error, TRIG_ERR_USAGE,
        "the funnel chart of results that are weighted, or corrected for a finite population, "
        "stands on effective numbers of respondents, which --disclosure hesa withholds; draw "
        "it with --weights none --fpc off, or leave out --funnel");
}

static enum trig_status print(const struct trig_context *context, struct trig_compare_options *options,
                              struct trig_error *error)
{
    trig_table *table = NULL;
    const struct trig_charts_plan funnel = {.stem = "funnel",
                                            .make = trig_funnel_from_table,
                                            .split = "measure",
                                            .plain = true,
                                            .effective = trig_among_counts_effective(&options->design),
                                            .note = trig_among_funnel_note(&options->among)};
    const struct trig_charts_plan plan = {
        .stem = "compare",
        .make = trig_caterpillar_from_table,
        .findings = trig_findings_compare,
        .plain = options->overlap,
        .overlap = options->overlap,
        .note = options->overlap
                    ? trig_view("Intervals by Goldstein and Healy, on average over all pairs; not "
                                "adjusted for their number.")
                    : trig_view(""),
        .split = "measure",
        .also = trig_arguments_option(context->arguments, "funnel") ? &funnel : NULL};
    options->show_r = context->r_code.out;
    const char *pairs = trig_arguments_option(context->arguments, "pairs");
    enum trig_status status = check_funnel(context, options, error);
    if (status)
        return status;
    status = pairs ? make_pairs(context, pairs, options, &table, error)
                   : trig_compare_table(context, options, &table, error);
    if (status == TRIG_OK)
        status = trig_charts_emit(context, table, &plan, error);
    trig_table_destroy(table);
    return status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {
        .use_fpc = false, .rounds = true, .wave_choice = TRIG_WAVES_LATEST};
    struct trig_context context;
    struct trig_measures measures = {.items = NULL};
    struct trig_compare_options options = {.measures = &measures};
    struct trig_error error = {.status = TRIG_OK};
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
    {"by", "institution", "what is compared: institutions"},
    {"sector", "respondents|institutions",
     "whether the benchmark is the mean of respondents (by default) or of institutions"},
    {"measure", "M,..", "what is measured; pillars by default"},
    {"variance", "pooled|plugin",
     "what tests take for the variance of answers: everybody's, by default, or each side's own"},
    {"margin", "M", "differences up to M (points; the item's own unit) do not matter: tests of equivalence"},
    {"overlap", NULL, "show intervals that do not overlap where two institutions differ"},
    {"pairs", "A,B,..|all", "institutions beside one another, two by two, in place of the sector"},
    {"heterogeneity", NULL, "how much institutions differ, in place of the institutions"},
    TRIG_AMONG_OPTIONS,
    TRIG_FINDINGS_OPTION,
    TRIG_CHARTS_OPTIONS,
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_compare = {
    .name = "compare",
    .synopsis = "STORE... [--measure M,..] [--by institution]",
    .summary = "all institutions beside the sector",
    .help =
        "Prints, for every measure, the sector and then each institution: its own result, the benchmark, and "
        "their difference with an interval, a test, an effect size and a flag.\n"
        "\n"
        "Rows are in the order of the difference. That is not a ranking: most neighbours differ by less than "
        "their intervals. p values are adjusted for the number of institutions by Holm's method. "
        "Institutions with fewer respondents than the survey's threshold are listed last, by name, without "
        "numbers.\n"
        "\n"
        "Tests take the variance of answers pooled over everybody compared, as if all were alike; with "
        "--variance plugin each side's own, which calls too many small institutions different.\n"
        "\n"
        "shrunken draws each result towards the others as far as it is unsure. rank_low to rank_high are the "
        "ranks an institution may have; a rank alone is printed only where results are reliable enough. CSV "
        "and JSON also hold the interval of shrunken, reliability, funnel limits, and intervals that do not "
        "overlap where two institutions differ (--overlap prints them).\n"
        "\n"
        "With --margin M, equivalence says whether tests find a difference smaller than M points (within), "
        "its interval lies beyond them (beyond), or neither: no flag does not mean that there is no "
        "difference worth M points, \"within\" does.\n"
        "\n"
        "--pairs sets institutions beside one another, two by two, with p values adjusted for the number of "
        "pairs; institutions that share a letter are not shown to differ. --heterogeneity says how much "
        "institutions "
        "differ: the standard deviation between them, the share of answers' variance that lies between them "
        "(ICC), Cochran's Q, I2, and how reliable their results are.\n"
        "\n"
        "The finite population correction is off unless --fpc on.\n"
        "\n"
        "  trig-analyze compare technicians.trig\n"
        "  trig-analyze compare technicians.trig --measure pillar:career --format csv --out career.csv\n"
        "  trig-analyze compare technicians.trig --measure pillar:career --margin 5 --overlap\n"
        "  trig-analyze compare technicians.trig --measure pillar:career --pairs all --format csv --out "
        "pairs.csv\n"
        "  trig-analyze compare technicians.trig --heterogeneity\n"
        "  trig-analyze compare technicians.trig --charts svg,png --funnel additive --out charts\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
