#include "analyze/answers/answers.h"
#include "analyze/cmd_charts.h"
#include "analyze/commands.h"
#include "analyze/context/context.h"
#include "plots/kinds/charts.h"

/* Everything one run holds; cleared as a whole. */
struct answers {
    struct trig_context context;
    struct trig_answers_options options;
    struct trig_arena arena;
    trig_table *table;
};

static enum trig_status read_options(struct answers *answers, struct trig_error *error)
{
    const struct trig_context *context = &answers->context;
    struct trig_answers_options *options = &answers->options;
    options->institution = TRIG_NONE;
    enum trig_status status = trig_bys_parse(
        context->definition, trig_arguments_option(context->arguments, "by"), &options->bys, error);
    if (status == TRIG_OK)
        status =
            trig_answers_variables(context->definition, trig_arguments_option(context->arguments, "measure"),
                                   &answers->arena, &options->variables, &options->variable_count, error);
    if (status)
        return status;
    options->waves = context->waves;
    trig_waves_settle(trig_arguments_option(context->arguments, "wave") != NULL, &options->waves,
                      &options->bys);
    options->show_r = context->r_code.out;
    return TRIG_OK;
}

static enum trig_status print(struct answers *answers, struct trig_error *error)
{
    const struct trig_charts_plan plan = {.stem = "answers",
                                          .make = trig_likert_from_table,
                                          .split = "pillar",
                                          .plain = true,
                                          .by_scale = true};
    return trig_charts_emit(&answers->context, answers->table, &plan, error);
}

static void clear(struct answers *answers)
{
    trig_table_destroy(answers->table);
    trig_arena_clear(&answers->arena);
    trig_context_close(&answers->context);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {
        .use_fpc = true, .rounds = true, .wave_choice = TRIG_WAVES_LATEST};
    struct answers answers = {.table = NULL};
    struct trig_error error = {.status = TRIG_OK};
    trig_arena_init(&answers.arena);
    enum trig_status status = trig_context_open(&answers.context, arguments, streams, &defaults, &error);
    if (status == TRIG_OK)
        status = read_options(&answers, &error);
    if (status == TRIG_OK)
        status = trig_answers_table(&answers.context, &answers.options, &answers.table, &error);
    if (status == TRIG_OK)
        status = print(&answers, &error);
    clear(&answers);
    return status ? trig_exit_error(streams, &error) : TRIG_EXIT_DONE;
}

static const struct trig_option options[] = {
    {"by", "V,..|all", "variables, institution, wave, and one of group, cohort, stage; all by default"},
    {"measure", "items|NAME,..", "whose answers; those of all items by default"},
    TRIG_CHARTS_OPTIONS,
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_answers = {
    .name = "answers",
    .synopsis = "STORE... [--measure items|NAME,..] [--by V,..]",
    .summary = "distributions of answers",
    .help =
        "Prints how the answers to each question are distributed: the share of every answer among those who "
        "gave one that counts, with its interval, and how many gave none, by kind (not applicable, skipped, "
        "not shown, ...). Numbers get their mean. Several stores of one survey definition are analysed as "
        "one.\n"
        "\n"
        "Answers stand as they were given, also those to reversed items. Where a share would tell what one "
        "or two people answered, or all but so many, the answers are put together as positive, neutral and "
        "other, then as positive and other, and only then suppressed; in a breakdown, groups are protected "
        "against subtraction from their total as well.\n"
        "\n"
        "  trig-analyze answers technicians.trig\n"
        "  trig-analyze answers technicians.trig --measure vis_named,rec_valued --labels\n"
        "  trig-analyze answers technicians.trig --by grade --format csv --out answers.csv\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
