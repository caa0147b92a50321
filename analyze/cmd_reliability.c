#include "analyze/commands.h"
#include "analyze/context/context.h"
#include "analyze/reliability/reliability.h"

static enum trig_status read_options(const struct trig_context *context,
                                     struct trig_reliability_options *options, struct trig_error *error)
{
    options->pillars = trig_arguments_option(context->arguments, "pillar");
    static const char *const missings[] = {"listwise", "pairwise", NULL};
    const char *method = trig_arguments_option(context->arguments, "method");
    size_t missing = TRIG_MISSING_LISTWISE;
    int64_t seed = 1;
    double correct = 0.0;
    enum trig_status status = trig_bys_parse(
        context->definition, trig_arguments_option(context->arguments, "by"), &options->bys, error);
    if (status == TRIG_OK)
        status = trig_reliability_methods(method, &options->methods, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(context->arguments, "missing", missings, &missing, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(context->arguments, "seed", 0, UINT32_MAX, &seed, error);
    if (status == TRIG_OK)
        status = trig_arguments_number(context->arguments, "correct", 0.0, 1.0, &correct, error);
    if (status)
        return status;
    options->correct = correct;
    options->missing = (enum trig_missing)missing;
    options->seed = (uint64_t)seed;
    options->waves = context->waves;
    trig_waves_settle(trig_arguments_option(context->arguments, "wave") != NULL, &options->waves,
                      &options->bys);
    return TRIG_OK;
}

static enum trig_status make(const struct trig_context *context, trig_table **out, struct trig_error *error)
{
    struct trig_reliability_options options = {.show_r = context->r_code.out};
    enum trig_status status = read_options(context, &options, error);
    return status ? status : trig_reliability_table(context, &options, out, error);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {.use_fpc = true, .wave_choice = TRIG_WAVES_LATEST};
    return trig_context_run(arguments, streams, &defaults, make);
}

static const struct trig_option options[] = {
    {"pillar", "P,..", "only these pillars; all of two items or more by default"},
    {"method", "M,..|all", "alpha (by default), omega, correlation, polychoric, kmo, parallel"},
    {"by", "V,..|all", "variables, institution, wave, and one of group, cohort, stage; all by default"},
    {"missing", "listwise|pairwise",
     "correlation: of those who answered every item of the pillar (by default), or both"},
    {"correct", "C",
     "polychoric: what an empty cell of two items' table counts as; 0 by default, 0.5 in psych"},
    {"seed", "N", "parallel: where the random numbers start, 1 by default"},
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_reliability = {
    .name = "reliability",
    .synopsis = "STORE... [--pillar P,..] [--method M,..] [--by V,..]",
    .summary = "how the items of each pillar hang together",
    .help =
        "Prints Cronbach's alpha of each pillar with Feldt's interval and the mean correlation of two of its "
        "items (inter_item), and for each item its correlation with the sum of the others (item_rest) and "
        "alpha without it (alpha_if_dropped).\n"
        "\n"
        "Other methods: omega (McDonald's total omega of one common factor, with an interval, and each "
        "item's "
        "loading), correlation (of each pair of items, with Fisher's interval), polychoric (the correlation "
        "of "
        "what is behind two items' answers, and the alpha of these, which overstates), kmo (whether the "
        "correlations "
        "suit a factor analysis: Kaiser, Meyer and Olkin's measure and Bartlett's test) and parallel (how "
        "many "
        "components and factors stand out from the eigenvalues of random answers).\n"
        "\n"
        "Items are on 0 to 100, reversed ones mirrored, as in the pillar's score. Respondents who answered "
        "every item of the pillar count; with a weight in the design they are weighted.\n"
        "\n"
        "  trig-analyze reliability technicians.trig\n"
        "  trig-analyze reliability technicians.trig --pillar visibility --wave 2021,2024\n"
        "  trig-analyze reliability technicians.trig --method alpha,omega --by institution\n"
        "  trig-analyze reliability technicians.trig --method polychoric --pillar visibility\n"
        "  trig-analyze reliability technicians.trig --method kmo,parallel --seed 7\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
