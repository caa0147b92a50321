#include "analyze/aside.h"
#include "analyze/commands.h"
#include "analyze/context.h"
#include "analyze/reliability/reliability.h"

/* Everything one run holds; cleared as a whole. */
struct reliability {
    struct trig_context context;
    struct trig_reliability_options options;
    struct trig_aside aside; /* the R code, until the table is written */
    trig_table *table;
};

static enum trig_status read_options(struct reliability *reliability, struct trig_error *error)
{
    const struct trig_context *context = &reliability->context;
    reliability->options.pillars = trig_arguments_option(context->arguments, "pillar");
    reliability->options.waves = context->waves;
    enum trig_status status = trig_aside_open(&reliability->aside, context->show_r, error);
    reliability->options.show_r = reliability->aside.out;
    return status;
}

static enum trig_status print(struct reliability *reliability, struct trig_error *error)
{
    enum trig_status status = trig_context_emit(&reliability->context, reliability->table, error);
    return status ? status
                  : trig_aside_write(&reliability->aside, trig_context_aside(&reliability->context), error);
}

static void clear(struct reliability *reliability)
{
    trig_aside_close(&reliability->aside);
    trig_table_destroy(reliability->table);
    trig_context_close(&reliability->context);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {.use_fpc = true, .wave_choice = TRIG_WAVES_LATEST};
    struct reliability reliability = {.table = NULL};
    struct trig_error error = {.status = TRIG_OK};
    enum trig_status status = trig_context_open(&reliability.context, arguments, streams, &defaults, &error);
    if (status == TRIG_OK)
        status = read_options(&reliability, &error);
    if (status == TRIG_OK)
        status =
            trig_reliability_table(&reliability.context, &reliability.options, &reliability.table, &error);
    if (status == TRIG_OK)
        status = print(&reliability, &error);
    clear(&reliability);
    return status ? trig_exit_error(streams, &error) : TRIG_EXIT_DONE;
}

static const struct trig_option options[] = {
    {"pillar", "P,..", "only these pillars; all of two items or more by default"},
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_reliability = {
    .name = "reliability",
    .synopsis = "STORE... [--pillar P,..]",
    .summary = "how consistent the items of each pillar are",
    .help =
        "Prints Cronbach's alpha of each pillar with Feldt's interval and the mean correlation of two of its "
        "items (inter_item), and for each item its correlation with the sum of the others (item_rest) and "
        "alpha without it (alpha_if_dropped).\n"
        "\n"
        "Items are on 0 to 100, reversed ones mirrored, as in the pillar's score. Respondents who answered "
        "every item of the pillar count; with a weight in the design they are weighted.\n"
        "\n"
        "  trig-analyze reliability technicians.trig\n"
        "  trig-analyze reliability technicians.trig --pillar visibility --wave 2021,2024\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
