#include "analyze/context/context.h"

const struct trig_option trig_analyze_options[] = {
    {"format", "table|csv|json|xlsx", "how the result is written; table by default, a workbook with --out"},
    {"out", "FILE", "where the result is written instead of standard output"},
    {"wave", "W,..|latest|all", "which waves count; the latest that holds responses by default"},
    {"level", "L", "confidence level of the intervals, 0.95 by default"},
    {"weights", "NAME|none", "the variable, or the weights of trig-analyze weight, that weigh respondents"},
    {"design", "strata=V,psu=V,weight=V,fpc=V|none",
     "the sampling design behind the errors, and strata2=V,psu2=V,fpc2=V for a second stage; none: "
     "institutions and waves as strata"},
    {"interval", "korn-graubard|wilson|jeffreys|logit|clopper-pearson|likelihood|asin|mean",
     "the intervals of shares; korn-graubard by default"},
    {"df", "strata|r|design", "how degrees of freedom are counted; strata by default"},
    {"replicates", "KIND",
     "errors by replicate weights made from the design: jk1, jkn, brr, fay:RHO or bootstrap:R; none: "
     "linearised"},
    {"seed", "N", "what a bootstrap draws by; 0 by default"},
    {"lonely", "RULE",
     "what a stratum of a single unit adds to the variance: fail, remove, adjust, average or certainty"},
    {"fpc", "on|off", "whether the finite population correction is used"},
    {"min-n", "N", "respondents a number needs, when more than the survey's threshold"},
    {"disclosure", "threshold|hesa|none",
     "which numbers are suppressed, and with hesa how the others are rounded; threshold by default"},
    {"labels", NULL, "labels in place of ids and codes"},
    {"show-r", NULL, "print the R code that gives the same numbers"},
    {"threads", "N", "how many threads read the answers; by default one a processor"},
    {"quiet", NULL, "no notes on standard error"},
    {NULL, NULL, NULL},
};

static enum trig_status read_choices(struct trig_context *context, struct trig_error *error)
{
    static const char *const formats[] = {"table", "csv", "json", "xlsx", NULL};
    static const char *const modes[] = {"threshold", "hesa", "none", NULL};
    size_t format = TRIG_FORMAT_TABLE;
    size_t mode = TRIG_DISCLOSURE_THRESHOLD;
    int64_t least = 0;
    int64_t threads = 0;
    const struct trig_arguments *arguments = context->arguments;
    enum trig_status status = trig_arguments_choice(arguments, "format", formats, &format, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "disclosure", modes, &mode, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(arguments, "min-n", 1, 1000000000, &least, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(arguments, "threads", 1, 1024, &threads, error);
    if (status)
        return status;
    context->format = (enum trig_table_format)format;
    context->out = trig_arguments_option(arguments, "out");
    context->naming = trig_arguments_flag(arguments, "labels") ? TRIG_NAMING_LABELS : TRIG_NAMING_IDS;
    context->show_r = trig_arguments_flag(arguments, "show-r");
    context->threads = (size_t)threads;
    context->quiet = trig_arguments_flag(arguments, "quiet");
    trig_disclosure_rules_init(context->definition, (size_t)least, (enum trig_disclosure_mode)mode,
                               &context->disclosure);
    return TRIG_OK;
}

/* What is not made of results' rows cannot be rounded by HESA's rules. */
static enum trig_status check_rounding(const struct trig_context *context,
                                       const struct trig_context_defaults *defaults, struct trig_error *error)
{
    if (context->disclosure.mode != TRIG_DISCLOSURE_HESA)
        return TRIG_OK;
    if (!defaults->rounds)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "HESA has no rule by which what this command prints could be rounded, and exact "
            "statistics give exact counts away; --disclosure hesa is for summary, answers, "
            "benchmark, compare, trend and report; use --disclosure threshold here");
    if (context->show_r)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--show-r prints code that gives unrounded numbers, so it does not go with "
                              "--disclosure hesa; leave one of them out");
    return TRIG_OK;
}

static enum trig_status refuse_replicates(const struct trig_design *design, struct trig_error *error)
{
    return trig_error_set(
        error, TRIG_ERR_USAGE,
        design->replication.given
            ? "the survey declares replicate weights, which only summary, regress and index use; name "
              "the design to use instead, as in --design strata=V,psu=V,weight=V"
            : "--replicates is for summary, regress and index only; without it errors are linearised");
}

static enum trig_status read_options(struct trig_context *context,
                                     const struct trig_context_defaults *defaults, struct trig_error *error)
{
    const struct trig_arguments *arguments = context->arguments;
    struct trig_design_options design = {.design = trig_arguments_option(arguments, "design"),
                                         .weights = trig_arguments_option(arguments, "weights"),
                                         .df = trig_arguments_option(arguments, "df"),
                                         .replicates = trig_arguments_option(arguments, "replicates"),
                                         .seed = trig_arguments_option(arguments, "seed"),
                                         .lonely = trig_arguments_option(arguments, "lonely"),
                                         .fpc = trig_arguments_option(arguments, "fpc"),
                                         .level = trig_arguments_option(arguments, "level"),
                                         .fpc_default = defaults->use_fpc};
    const char *waves = trig_arguments_option(arguments, "wave");
    enum trig_status status = trig_waves_parse(context->definition, waves, &context->waves, error);
    if (status == TRIG_OK && !waves)
        context->waves.choice = defaults->wave_choice;
    if (status == TRIG_OK)
        status = trig_chosen_weights_open(context->stores, context->store_count, design.weights,
                                          &context->weights, error);
    design.weighting = context->weights.column;
    design.recipe = context->weights.column ? &context->weights.recipe : NULL;
    if (status == TRIG_OK)
        status = trig_design_choose(context->definition, &design, &context->design, error);
    if (status == TRIG_OK && defaults->no_errors && context->design.replication.given)
        context->design.replication = (struct trig_replication){.type = TRIG_REPLICATES_NONE};
    if (status == TRIG_OK && context->design.replication.type != TRIG_REPLICATES_NONE &&
        !defaults->replicates)
        status = refuse_replicates(&context->design, error);
    size_t interval = TRIG_INTERVAL_KORN_GRAUBARD;
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "interval", trig_interval_names, &interval, error);
    context->design.interval = (enum trig_interval)interval;
    if (status == TRIG_OK)
        status = read_choices(context, error);
    return status ? status : check_rounding(context, defaults, error);
}

static enum trig_status open_stores(struct trig_context *context, struct trig_error *error)
{
    size_t count = trig_arguments_count(context->arguments);
    context->stores = trig_calloc(count, sizeof(trig_store *));
    if (!context->stores)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu stores", count);
    for (size_t i = 0; i < count; i++) {
        enum trig_status status = trig_store_open(trig_arguments_at(context->arguments, i), TRIG_STORE_READ,
                                                  &context->stores[i], error);
        if (status)
            return status;
        context->store_count++;
    }
    context->definition = trig_store_definition(context->stores[0]);
    return TRIG_OK;
}

enum trig_status trig_context_open(struct trig_context *context, const struct trig_arguments *arguments,
                                   const struct trig_streams *streams,
                                   const struct trig_context_defaults *defaults, struct trig_error *error)
{
    memset(context, 0, sizeof *context);
    context->arguments = arguments;
    context->streams = streams;
    enum trig_status status = open_stores(context, error);
    if (status == TRIG_OK)
        status = read_options(context, defaults, error);
    if (status == TRIG_OK)
        status = trig_aside_open(&context->r_code, context->show_r, error);
    if (status)
        trig_context_close(context);
    return status;
}

void trig_context_close(struct trig_context *context)
{
    for (size_t i = 0; i < context->store_count; i++)
        trig_store_close(context->stores[i]);
    trig_free(context->stores);
    trig_chosen_weights_close(&context->weights);
    trig_aside_close(&context->r_code);
    memset(context, 0, sizeof *context);
}
