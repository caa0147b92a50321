/* verify: every checksum, count and reference of a store. */
#include "collect/program.h"

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_error error = {0};
    struct trig_problems problems;
    trig_store *store = NULL;
    trig_problems_init(&problems);
    enum trig_status status =
        trig_store_open(trig_arguments_at(arguments, 0), TRIG_STORE_READ, &store, &error);
    if (status == TRIG_OK)
        status = trig_store_verify(store, &problems, &error);
    trig_problems_print(streams, &problems);
    trig_store_close(store);
    enum trig_exit code = TRIG_EXIT_DONE;
    if (status == TRIG_OK)
        fprintf(streams->out, "%s: every checksum and count holds\n", trig_arguments_at(arguments, 0));
    else if (problems.count)
        code = TRIG_EXIT_FAILED;
    else
        code = trig_exit_error(streams, &error);
    trig_problems_clear(&problems);
    return code;
}

const struct trig_command trig_command_verify = {
    .name = "verify",
    .synopsis = "STORE",
    .summary = "check every checksum and count of a store",
    .help = "Reads the whole store and reports every part that is not what was written.\n"
            "\n"
            "Example:\n"
            "\n"
            "    trig-collect verify survey.trig\n",
    .least = 1,
    .most = 1,
    .run = run,
};
