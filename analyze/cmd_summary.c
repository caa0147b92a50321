#include "analyze/commands.h"
#include "analyze/context/context.h"
#include "analyze/summary/summary.h"

/* Everything one run holds; cleared as a whole. */
struct summary {
    struct trig_context context;
    struct trig_measures measures;
    struct trig_estimands estimands;
    struct trig_request request;
    struct trig_cells cells;
    trig_table *table;
};

/* ---- what is asked for --------------------------------------------------------------- */

static enum trig_status read_choices(struct summary *summary, struct trig_error *error)
{
    const struct trig_arguments *arguments = summary->context.arguments;
    size_t rule = TRIG_QUANTILE_MATH;
    size_t interval = TRIG_QUANTILE_BY_MEAN;
    enum trig_status status = trig_arguments_choice(arguments, "qrule", trig_quantile_names, &rule, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "quantile-interval", trig_quantile_interval_names,
                                       &interval, error);
    size_t gate = TRIG_GATE_NONE;
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "gate", trig_gate_names, &gate, error);
    summary->estimands.imputed = trig_arguments_flag(arguments, "imputed");
    summary->estimands.gate = (enum trig_gate)gate;
    summary->estimands.covariance = trig_arguments_option(arguments, "covariance");
    if (status == TRIG_OK)
        status = trig_contrasts_parse(trig_arguments_option(arguments, "contrast"), &summary->estimands.arena,
                                      &summary->estimands.contrasts, error);
    summary->estimands.rule = (enum trig_quantile_rule)rule;
    summary->estimands.interval = (enum trig_quantile_interval)interval;
    return status;
}

static enum trig_status check_replicates(const struct summary *summary, struct trig_error *error)
{
    const struct trig_estimands *estimands = &summary->estimands;
    bool replicated = summary->context.design.replication.type != TRIG_REPLICATES_NONE;
    if (!replicated && estimands->interval == TRIG_QUANTILE_BY_REPLICATES)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--quantile-interval quantile takes the quantile in every replicate; ask for "
                              "them with --replicates, such as bootstrap:500");
    return TRIG_OK;
}

static bool adds_up_numbers(const struct summary *summary)
{
    bool totals = false;
    for (size_t i = 0; i < summary->estimands.count; i++)
        totals = totals || summary->estimands.items[i].statistic == TRIG_STATISTIC_TOTAL;
    for (size_t i = 0; i < summary->measures.count && totals; i++)
        if (summary->measures.items[i].kind != TRIG_MEASURE_RESPONDENTS &&
            summary->measures.items[i].unit != TRIG_UNIT_SHARE)
            return true;
    return false;
}

/* What rounding row by row would not make coarse enough. */
static enum trig_status check_rounding(const struct summary *summary, struct trig_error *error)
{
    if (summary->context.disclosure.mode != TRIG_DISCLOSURE_HESA)
        return TRIG_OK;
    if (summary->estimands.covariance)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "HESA's rules withhold errors, so --covariance does not go with --disclosure hesa; "
            "leave one of them out");
    if (adds_up_numbers(summary))
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "a total of scores or numbers, divided by their mean, tells how many people there "
            "are; with --disclosure hesa ask for totals of shares, which are people, or for "
            "means");
    return TRIG_OK;
}

static enum trig_status read_request(struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = &summary->context;
    const char *bys = trig_arguments_option(context->arguments, "by");
    const char *measures = trig_arguments_option(context->arguments, "measure");
    const char *statistics = trig_arguments_option(context->arguments, "statistic");
    enum trig_status status = trig_bys_parse(context->definition, bys, &summary->request.bys, error);
    if (status == TRIG_OK)
        status = trig_estimands_parse(context->definition, statistics, measures, &summary->estimands,
                                      &summary->measures, error);
    if (status == TRIG_OK)
        status = read_choices(summary, error);
    if (status == TRIG_OK)
        status = check_replicates(summary, error);
    if (status == TRIG_OK)
        status = check_rounding(summary, error);
    if (status)
        return status;
    summary->request.waves = context->waves;
    trig_waves_settle(trig_arguments_option(context->arguments, "wave") != NULL, &summary->request.waves,
                      &summary->request.bys);
    summary->request.design = context->design;
    summary->request.measures = &summary->measures;
    summary->request.estimands = &summary->estimands;
    summary->request.threads = context->threads;
    return TRIG_OK;
}

/* ---- the command ------------------------------------------------------------------------- */

static enum trig_status compute_and_print(struct summary *summary, struct trig_error *error)
{
    const struct trig_context *context = &summary->context;
    enum trig_status status = trig_summary_table(context, &summary->request, &summary->cells,
                                                 context->r_code.out, &summary->table, error);
    return status ? status : trig_context_emit(context, summary->table, error);
}

static void clear(struct summary *summary)
{
    trig_table_destroy(summary->table);
    trig_cells_clear(&summary->cells);
    trig_measures_clear(&summary->measures);
    trig_estimands_clear(&summary->estimands);
    trig_context_close(&summary->context);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {
        .use_fpc = true, .rounds = true, .wave_choice = TRIG_WAVES_LATEST, .replicates = true};
    struct summary summary = {.table = NULL};
    struct trig_error error = {.status = TRIG_OK};
    enum trig_status status = trig_context_open(&summary.context, arguments, streams, &defaults, &error);
    if (status == TRIG_OK)
        status = read_request(&summary, &error);
    if (status == TRIG_OK)
        status = compute_and_print(&summary, &error);
    clear(&summary);
    return status ? trig_exit_error(streams, &error) : TRIG_EXIT_DONE;
}

static const struct trig_option options[] = {
    {"by", "V,..|all", "variables, institution, wave, and one of group, cohort, stage; all by default"},
    {"measure", "M,..", "what is measured; pillars by default"},
    {"statistic", "S,..",
     "mean, total, median, p25 (any percentile), variance, sd, correlation; mean by default"},
    {"qrule", "math|school|hf1|hf2|hf3|hf4|hf5|hf6|hf7|hf8|hf9", "how quantiles are taken; math by default"},
    {"quantile-interval", "mean|beta|logit|asin|quantile",
     "the interval of the share behind a quantile's, mean by default; quantile: its own, by replicates"},
    {"contrast", "\"A - B\"",
     "linear combinations of rows, of places or of measures; several with ; between"},
    {"covariance", "FILE", "writes the covariances of each two rows to a CSV file"},
    {"gate", "nchs|cv|none", "flag what rests on too little to be leaned on; none by default"},
    {"imputed", NULL, "the stores are imputed sets of the same responses: combine them by Rubin's rules"},
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_summary = {
    .name = "summary",
    .synopsis = "STORE... [--by V,..] [--measure M,..] [--statistic S,..]",
    .summary = "estimates in any breakdown",
    .help =
        "Prints a mean or a share, its standard error and interval, and the respondents behind it, for every "
        "group and measure asked for. Several stores of one survey definition are analysed as one.\n"
        "\n"
        "Measures are pillars (all pillar scores, 0 to 100), pillar:ID, pillar:ID:positive, items, a "
        "variable's name (its mean), NAME:positive, NAME=code (a share) and respondents (how many there are, "
        "and the response rate where population counts are known). A comma within a name or a code is "
        "written \\,.\n"
        "\n"
        "Statistics are mean (also the share of NAME=code), total (the weighted sum; of a share the number "
        "of "
        "people, of respondents the population that the weights stand for, with its error), median, "
        "percentiles such as p25 or p97.5, variance, sd, and correlation (of each two measures, of those who "
        "answered both). A/B among the measures is the ratio of their totals.\n"
        "\n"
        "--gate flags what may be shown but rests on too little: nchs judges shares by effective n and width "
        "of "
        "the interval, and everything else, as cv does all, by the error over the number.\n"
        "\n"
        "--contrast adds rows of differences and other linear combinations, with error, interval and p (of "
        "Student's t): of places as --by has them (\"lab - it\", with two variables \"lab,south - "
        "it,south\"), or "
        "of measures (\"pillar:vis - pillar:rec\"); a term may have a number before it (\"0.5*lab + 0.5*it - "
        "ws\"). --covariance writes what the errors of each two rows share, by their places in the result.\n"
        "\n"
        "With --imputed every store is one imputed set of the same responses, and their numbers are combined "
        "by "
        "Rubin's rules.\n"
        "\n"
        "A quantile is shown where enough respondents are on both sides of it, and so is its interval.\n"
        "\n"
        "By default each institution in each wave is a stratum, the latest wave counts, and the finite "
        "population correction is used where the population count is known. Several waves are pooled only "
        "with --wave all and without --by wave.\n"
        "\n"
        "  trig-analyze summary technicians.trig\n"
        "  trig-analyze summary technicians.trig --by institution --measure pillars,respondents\n"
        "  trig-analyze summary technicians.trig --by grade,contract --measure vis_named:positive\n"
        "  trig-analyze summary technicians.trig --by grade --measure respondents --statistic mean,total\n"
        "  trig-analyze summary technicians.trig --by grade --statistic median,p25,p75,sd\n"
        "  trig-analyze summary technicians.trig --statistic correlation\n"
        "  trig-analyze summary technicians.trig --by grade --contrast \"senior - technician\"\n"
        "  trig-analyze summary technicians.trig --by wave --format csv --out waves.csv\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
