/* undo: an import and all that came with it, removed. */
#include "collect/program.h"

#include "surveys/base/text.h"

static enum trig_status read_number(const char *typed, uint64_t *out, struct trig_error *error)
{
    int64_t number;
    if (!trig_text_to_integer(trig_view(typed), &number) || number < 1)
        return trig_error_set(error, TRIG_ERR_USAGE, "%s is no number of an import; `status` lists them",
                              typed);
    *out = (uint64_t)number;
    return TRIG_OK;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_error error = {0};
    trig_store *store = NULL;
    uint64_t import = 0;
    enum trig_status status = read_number(trig_arguments_at(arguments, 1), &import, &error);
    if (status == TRIG_OK)
        status = trig_store_open(trig_arguments_at(arguments, 0), TRIG_STORE_WRITE, &store, &error);
    if (status == TRIG_OK)
        status = trig_store_undo(store, import, &error);
    trig_store_close(store);
    if (status != TRIG_OK)
        return trig_exit_error(streams, &error);
    fprintf(streams->out, "import %llu is removed, with its responses and rejects\n",
            (unsigned long long)import);
    return TRIG_EXIT_DONE;
}

const struct trig_command trig_command_undo = {
    .name = "undo",
    .synopsis = "STORE IMPORT",
    .summary = "remove an import, whole",
    .help = "Removes an import by its number in `status`, with its responses and rejects, in one step. What "
            "it had "
            "replaced in earlier imports is back.\n"
            "\n"
            "Example:\n"
            "\n"
            "    trig-collect undo survey.trig 3\n",
    .least = 2,
    .most = 2,
    .run = run,
};
