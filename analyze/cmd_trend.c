#include "analyze/benchmark/place.h"
#include "analyze/cmd_charts.h"
#include "analyze/commands.h"
#include "analyze/trend/trend.h"
#include "plots/kinds/charts.h"

static enum trig_status read_options(const struct trig_context *context, struct trig_trend_options *out,
                                     struct trig_error *error)
{
    const struct trig_arguments *arguments = context->arguments;
    const char *institution = trig_arguments_option(arguments, "institution");
    out->waves = context->waves;
    out->design = context->design;
    out->institution = TRIG_NONE;
    out->detect = TRIG_TREND_DETECT;
    enum trig_status status =
        institution ? trig_place_institution(context->definition, institution, &out->institution, error)
                    : TRIG_OK;
    if (status == TRIG_OK)
        status = trig_arguments_number(arguments, "detect", 0.0, 100.0, &out->detect, error);
    if (status == TRIG_OK)
        status = trig_bys_parse(context->definition, trig_arguments_option(arguments, "decompose"),
                                &out->decompose, error);
    if (status == TRIG_OK && out->decompose.count && trig_arguments_option(arguments, "charts"))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--decompose is not drawn: ask for its table without --charts");
    return status ? status
                  : trig_bys_parse(context->definition, trig_arguments_option(arguments, "by"), &out->bys,
                                   error);
}

static enum trig_status print(const struct trig_context *context, struct trig_trend_options *options,
                              struct trig_error *error)
{
    trig_table *table = NULL;
    struct trig_charts_plan plan = {
        .stem = "trend", .make = trig_panels_from_table, .findings = trig_findings_changes};
    if (options->institution != TRIG_NONE)
        plan.institution = context->definition->institutions[options->institution].id;
    if (options->bys.count) {
        plan.make = trig_trend_from_table;
        plan.split = "measure";
        plan.series = options->bys.items[0].name.data;
    }
    options->show_r = context->r_code.out;
    enum trig_status status = trig_trend_table(context, options, &table, error);
    if (status == TRIG_OK)
        status = trig_charts_emit(context, table, &plan, error);
    trig_table_destroy(table);
    return status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {
        .use_fpc = false, .rounds = true, .wave_choice = TRIG_WAVES_ALL};
    struct trig_context context;
    struct trig_measures measures = {.items = NULL};
    struct trig_trend_options options = {.measures = &measures};
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
    {"institution", "I", "an institution beside the sector: an id, a name or an alias"},
    {"by", "V,..", "variables, institution, group, cohort or stage: a trend for each category"},
    {"measure", "M,..", "what is measured; pillars by default"},
    {"decompose", "V,..", "parts every change: who answered, and how each kind of people did"},
    {"detect", "D", "what n_needed is about: a change of D% of the scale; 10"},
    TRIG_FINDINGS_OPTION,
    TRIG_CHARTS_OPTIONS,
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_trend = {
    .name = "trend",
    .synopsis = "STORE... [--institution I | --by V,..] [--measure M,..]",
    .summary = "how answers change from wave to wave",
    .help =
        "Prints, for every measure, the result of each wave and its change since the wave before, with an "
        "interval and a test. All waves count unless --wave lists some.\n"
        "\n"
        "Without --institution and --by it is the sector that changes; with --institution the institution "
        "and, "
        "beside it, the sector.\n"
        "\n"
        "Where pseudonyms link people across waves (the role respondent, ingested with --person-key), errors "
        "of "
        "changes know of those who answered twice; else waves are treated as independent samples.\n"
        "\n"
        "detectable is the smallest true change that would be found four times in five. n_needed, in the "
        "last "
        "wave, is how many answers the next one needs for a change of --detect D to be found as often; blank "
        "where not even everybody would do.\n"
        "\n"
        "From three waves there are rows without a wave as well: slope (the change a unit of the waves' "
        "time), "
        "for unweighted shares cochran_armitage, and from five waves mann_kendall and theil_sen. With --by "
        "institution, from two waves, slopes are also drawn "
        "towards their mean (shrunken, mean_slope), and where the survey has actions.csv the changes of "
        "institutions "
        "that acted on a pillar are set beside those of the others (acted, not_acted, acted_difference); "
        "since_signing: "
        "how results go with the years since institutions signed.\n"
        "\n"
        "--decompose V,.. adds two rows to every change that is shown: composition, the part that lies in "
        "who "
        "answered, and within, that in how the people of each category of V answered.\n"
        "\n"
        "crosswalk.csv of the survey's definition says which "
        "questions changed: no change is given across a break, and a pillar is scored on the items that all "
        "waves share. A question that is rescaled there, with the variable that held it before in "
        "from_variable, stays in the score, on 0-100 by the ends of each scale; such changes are flagged "
        "bridged.\n"
        "\n"
        "With --by and --charts more than six lines are drawn in a panel each, up to sixty.\n"
        "\n"
        "The finite population correction is off unless --fpc on.\n"
        "\n"
        "  trig-analyze trend technicians.trig\n"
        "  trig-analyze trend technicians.trig --institution aldermere --measure pillars,vis_named:positive\n"
        "  trig-analyze trend technicians.trig --by grade --measure pillar:career\n"
        "  trig-analyze trend technicians.trig --decompose grade,contract\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
