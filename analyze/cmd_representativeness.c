#include "analyze/commands.h"
#include "analyze/context/context.h"
#include "analyze/response/representativeness.h"

#include <stdio.h>

static bool is_counted_by(const trig_definition *definition, size_t variable)
{
    for (size_t i = 0; i < definition->population_count; i++)
        for (size_t j = 0; j < definition->population[i].attribute_count; j++)
            if (definition->population[i].attributes[j].variable == variable &&
                definition->population[i].attributes[j].value.length)
                return true;
    return false;
}

static enum trig_status not_counted(const trig_definition *definition, struct trig_view name,
                                    struct trig_error *error)
{
    if (!definition->population_count)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "the survey has no population.csv; representativeness needs to know how many "
                              "people there are of each category");
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "population.csv has no counts by %.*s; --on takes the attributes it counts people "
                          "by, and institution",
                          TRIG_VIEW_ARG(name));
}

static enum trig_status check_on(const trig_definition *definition, const struct trig_bys *bys,
                                 const struct trig_bys *on, struct trig_error *error)
{
    if (on->count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--on names the categories that are compared, as in "
                              "--on grade or --on institution,grade");
    for (size_t i = 0; i < on->count; i++) {
        const struct trig_by *by = &on->items[i];
        if (by->kind != TRIG_BY_INSTITUTION && by->kind != TRIG_BY_VARIABLE)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "--on takes variables and institution; %.*s goes with --by",
                                  TRIG_VIEW_ARG(by->name));
        if (trig_bys_have(bys, by->kind, by->variable))
            return trig_error_set(error, TRIG_ERR_USAGE, "%.*s is in --by and in --on; name it once",
                                  TRIG_VIEW_ARG(by->name));
        if (!definition->population_count ||
            (by->kind == TRIG_BY_VARIABLE && !is_counted_by(definition, by->variable)))
            return not_counted(definition, by->name, error);
    }
    return TRIG_OK;
}

static enum trig_status read_options(const struct trig_context *context,
                                     struct trig_representativeness_options *options,
                                     struct trig_error *error)
{
    const struct trig_arguments *arguments = context->arguments;
    enum trig_status status =
        trig_bys_parse(context->definition, trig_arguments_option(arguments, "by"), &options->bys, error);
    if (status == TRIG_OK)
        status =
            trig_bys_parse(context->definition, trig_arguments_option(arguments, "on"), &options->on, error);
    if (status)
        return status;
    for (size_t i = 0; i < options->bys.count; i++)
        if (options->bys.items[i].kind == TRIG_BY_VARIABLE)
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "--by takes wave, institution and group (or cohort, stage) here; %.*s goes with --on",
                TRIG_VIEW_ARG(options->bys.items[i].name));
    options->show_r = context->r_code.out;
    options->waves = context->waves;
    options->level = context->design.level;
    trig_waves_settle(trig_arguments_option(arguments, "wave") != NULL, &options->waves, &options->bys);
    return check_on(context->definition, &options->bys, &options->on, error);
}

static enum trig_status make(const struct trig_context *context, trig_table **out, struct trig_error *error)
{
    struct trig_representativeness_options options;
    enum trig_status status = read_options(context, &options, error);
    return status ? status : trig_representativeness_table(context, &options, out, error);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {.wave_choice = TRIG_WAVES_LATEST,
                                                          .no_errors = true};
    return trig_context_run(arguments, streams, &defaults, make);
}

static const struct trig_option options[] = {
    {"on", "V,..", "what is compared: variables that population.csv counts people by, institution"},
    {"by", "V,..|all", "wave, institution, and one of group, cohort, stage; all by default"},
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_representativeness = {
    .name = "representativeness",
    .synopsis = "STORE... --on V,.. [--by V,..]",
    .summary = "how evenly the people counted answered",
    .help =
        "Compares the response rates of the cells that population.csv counts people in: R = 1 - 2 S, S their "
        "standard deviation among people. R is 1 where everybody is as likely to answer, and lower the more "
        "some answer and others do not. What chance adds to S is taken off, and the interval is of the "
        "chance "
        "of who answers. max_bias is S over the response rate: so many standard deviations a mean of the "
        "respondents can be off at most, as far as these cells tell.\n"
        "\n"
        "Partial indicators say what R owes to: unconditional, each variable alone, and each category with "
        "its "
        "sign (above 0 more of it answered); conditional, each variable within cells alike in the others.\n"
        "\n"
        "R falls as cells get finer: compare waves or institutions by the same --on only. It tells of "
        "nothing "
        "but these categories. Cells too small to show are taken together as one, and then there are no "
        "partial indicators: name fewer variables.\n"
        "\n"
        "  trig-analyze representativeness technicians.trig --on role\n"
        "  trig-analyze representativeness technicians.trig --on institution,role --by wave\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
