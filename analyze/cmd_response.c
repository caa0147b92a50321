#include "analyze/commands.h"
#include "analyze/context/context.h"
#include "analyze/response/response_rates.h"

static enum trig_status read_options(const struct trig_context *context,
                                     struct trig_response_options *options, struct trig_error *error)
{
    const struct trig_arguments *arguments = context->arguments;
    size_t counted = TRIG_COUNTED_ELIGIBLE;
    enum trig_status status =
        trig_bys_parse(context->definition, trig_arguments_option(arguments, "by"), &options->bys, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "counted", trig_counted_names, &counted, error);
    if (status)
        return status;
    options->counted = (enum trig_counted)counted;
    options->show_r = context->r_code.out;
    options->waves = context->waves;
    trig_waves_settle(trig_arguments_option(arguments, "wave") != NULL, &options->waves, &options->bys);
    return TRIG_OK;
}

static enum trig_status make(const struct trig_context *context, trig_table **out, struct trig_error *error)
{
    struct trig_response_options options;
    enum trig_status status = read_options(context, &options, error);
    return status ? status : trig_response_table(context, &options, out, error);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {.wave_choice = TRIG_WAVES_LATEST,
                                                          .no_errors = true};
    return trig_context_run(arguments, streams, &defaults, make);
}

static const struct trig_option options[] = {
    {"by", "V,..|all", "variables, institution, wave, and one of group, cohort, stage; all by default"},
    {"counted", "eligible|everybody", "whom population.csv counts; eligible by default"},
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_response = {
    .name = "response",
    .synopsis = "STORE... [--by V,..] [--counted eligible|everybody]",
    .summary = "AAPOR response rates",
    .help =
        "Prints AAPOR's response rates, by name: RR1, complete responses over all who could have answered, "
        "and "
        "RR2, with partial ones. The people are the counts of population.csv; where one is not known no rate "
        "is given. The notes have the formulas.\n"
        "\n"
        "By default everyone counted is taken as eligible, as the finite population correction takes them: "
        "then RR3 and RR5 are RR1, RR4 and RR6 are RR2. With --counted everybody the counts hold people out "
        "of scope as well: responses out of scope are taken off, and RR3 and RR4 take so many of those who "
        "did not answer as eligible as are in scope among those who did.\n"
        "\n"
        "Complete and partial responses are told apart by the variable of role status. Where partial ones "
        "were set aside (ingest without --keep-partial) RR2 is not given, where they were stored and nothing "
        "says which they are, RR1 is not.\n"
        "\n"
        "A rate is hidden where it would tell that one or two people answered in part, or are out of scope, "
        "or that all but so many are. A rate of some institutions, where the others are not counted, is not "
        "given where it would tell how many answered at one that is hidden.\n"
        "\n"
        "  trig-analyze response technicians.trig --by institution\n"
        "  trig-analyze response technicians.trig --by wave --counted everybody\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
