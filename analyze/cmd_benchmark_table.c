/* benchmark --from-table: adjusted benchmarks of a table that was published. */
#include "analyze/benchmark/benchmark.h"
#include "analyze/benchmark/mix_table.h"
#include "analyze/commands.h"
#include "analyze/context/context.h"

#include <string.h>

static enum trig_status read_options(const struct trig_arguments *arguments,
                                     struct trig_mix_table_options *out, struct trig_error *error)
{
    static const char *const variances[] = {"pooled", "plugin", NULL};
    static const char *const own[] = {"in", "out", NULL};
    size_t variance = TRIG_MIX_POOLED;
    size_t left_out = 0;
    double points = TRIG_MATERIAL_POINTS;
    *out = (struct trig_mix_table_options){.level = 0.95};
    enum trig_status status = trig_arguments_choice(arguments, "variance", variances, &variance, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "own", own, &left_out, error);
    if (status == TRIG_OK)
        status = trig_arguments_number(arguments, "material", 0.0, 100.0, &points, error);
    if (status == TRIG_OK)
        status = trig_arguments_number(arguments, "level", 0.5, 0.9999, &out->level, error);
    out->mix.variance = (enum trig_mix_variance)variance;
    out->mix.leave_out = left_out == 1;
    out->material = points / 100.0;
    return status;
}

/* What there is of a context without a store. */
static enum trig_status open_context(const struct trig_arguments *arguments,
                                     const struct trig_streams *streams, struct trig_context *out,
                                     struct trig_error *error)
{
    static const char *const formats[] = {"table", "csv", "json", "xlsx", NULL};
    size_t format = TRIG_FORMAT_TABLE;
    *out = (struct trig_context){.arguments = arguments, .streams = streams};
    out->out = trig_arguments_option(arguments, "out");
    out->quiet = trig_arguments_flag(arguments, "quiet");
    out->disclosure.mode = TRIG_DISCLOSURE_THRESHOLD; /* published already, so nothing is hidden */
    const char *disclosure = trig_arguments_option(arguments, "disclosure");
    enum trig_status status = trig_arguments_choice(arguments, "format", formats, &format, error);
    out->format = (enum trig_table_format)format;
    if (status == TRIG_OK && disclosure && strcmp(disclosure, "hesa") == 0)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--from-table computes from what was published already, and rounds nothing; leave "
            "out --disclosure hesa");
    if (status == TRIG_OK && trig_arguments_flag(arguments, "show-r"))
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--from-table has no R code: R has no function for adjusted benchmarks of a table "
            "(Draper and Gittoes 2004); leave out --show-r");
    if (status == TRIG_OK && trig_arguments_count(arguments))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--from-table reads its numbers from the table alone; leave out %s",
                              trig_arguments_at(arguments, 0));
    return status;
}

enum trig_exit trig_benchmark_from_table(const struct trig_arguments *arguments,
                                         const struct trig_streams *streams)
{
    struct trig_context context;
    struct trig_mix_table_options options;
    struct trig_mix_file file;
    struct trig_problems problems;
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table = NULL;
    enum trig_status status = open_context(arguments, streams, &context, &error);
    if (status == TRIG_OK)
        status = read_options(arguments, &options, &error);
    if (status)
        return trig_exit_error(streams, &error);
    trig_problems_init(&problems);
    status = trig_mix_file_read(trig_arguments_option(arguments, "from-table"), &file, &problems, &error);
    trig_problems_print(streams, &problems);
    bool is_told = problems.mistakes > 0;
    trig_problems_clear(&problems);
    if (status)
        return is_told ? TRIG_EXIT_FAILED : trig_exit_error(streams, &error);
    status = trig_mix_table(&file, &options, &table, &error);
    if (status == TRIG_OK)
        status = trig_context_emit(&context, table, &error);
    trig_table_destroy(table);
    trig_mix_file_clear(&file);
    return status ? trig_exit_error(streams, &error) : TRIG_EXIT_DONE;
}
