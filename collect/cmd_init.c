/* init: a new store with a survey definition. */
#include "collect/program.h"

static const struct trig_option options[] = {
    {"survey", "DIR", "the definition: a folder, or the name of a shipped one"}, {NULL, NULL, NULL}};

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    const char *path = trig_arguments_at(arguments, 0), *survey = trig_arguments_option(arguments, "survey");
    struct trig_error error = {0};
    struct trig_definition_files files;
    if (!survey) {
        trig_error_set(&error, TRIG_ERR_USAGE, "a store needs a definition: name its folder with --survey");
        return trig_exit_error(streams, &error);
    }
    enum trig_status status = trig_collect_definition(streams, survey, &files, NULL, &error);
    if (status != TRIG_OK)
        return trig_exit_error(streams, &error);
    status = trig_store_create(path, &files, &error);
    trig_definition_files_clear(&files);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

const struct trig_command trig_command_init = {
    .name = "init",
    .synopsis = "STORE --survey DIR",
    .summary = "make a new store with a survey definition",
    .help = "Makes an empty store: one file, ending in .trig by convention, that carries the definition.\n"
            "\n"
            "Example:\n"
            "\n"
            "    trig-collect init survey.trig --survey talent\n",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run,
};
