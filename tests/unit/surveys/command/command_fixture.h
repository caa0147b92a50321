/* A small program for the tests of the command module, and its output. */
#ifndef TRIG_TESTS_UNIT_SURVEYS_COMMAND_FIXTURE_H
#define TRIG_TESTS_UNIT_SURVEYS_COMMAND_FIXTURE_H

#include "tests/support.h"

#include "surveys/command/command.h"

#include <stdlib.h>

/* Prints what it was given, one thing a line. */
static inline enum trig_exit run_echo(const struct trig_arguments *arguments,
                                      const struct trig_streams *streams)
{
    static const char *const names[] = {"wave", "format", "level", "dry-run", "threads"};
    for (size_t i = 0; i < 5; i++)
        if (trig_arguments_option(arguments, names[i]))
            fprintf(streams->out, "%s=%s\n", names[i], trig_arguments_option(arguments, names[i]));
    for (size_t i = 0; i < trig_arguments_count(arguments); i++)
        fprintf(streams->out, "[%s]\n", trig_arguments_at(arguments, i));
    return trig_arguments_flag(arguments, "dry-run") ? TRIG_EXIT_DONE : TRIG_EXIT_INVALID;
}

/* Prints the command line, then fails as it is asked to. */
static inline enum trig_exit run_fail(const struct trig_arguments *arguments,
                                      const struct trig_streams *streams)
{
    struct trig_error error = {0};
    fprintf(streams->out, "%s\n", trig_arguments_line(arguments));
    if (trig_arguments_count(arguments) == 0)
        return trig_exit_for(trig_error_set(NULL, TRIG_ERR_IO, "unused"));
    trig_error_set(&error, TRIG_ERR_USAGE, "no wave is called '%s'", trig_arguments_at(arguments, 0));
    return trig_exit_error(streams, &error);
}

static const struct trig_option echo_options[] = {
    {"wave", "W", "the wave that the export belongs to"},
    {"dry-run", NULL, "say what would be done, and do nothing: the store stays as it is, to the last byte"},
    {"person-key", "FILE", "a key kept outside the store"},
    {"to", "DIR|FILE", "where to"},
    {"against", "sector|others|group:G|top:50|W,..", "what to compare with"},
    {NULL, NULL, NULL},
};

static const struct trig_option shared_options[] = {
    {"format", "table|csv|json", "the form of the output"},
    {"level", "0.95", "confidence level"},
    {"threads", "N", "how many threads"},
    {NULL, NULL, NULL},
};

static const struct trig_command echo_command = {
    .name = "echo",
    .synopsis = "STORE EXPORT... [--wave W] [--dry-run] [--person-key FILE]\nSTORE EXPORT --to DIR",
    .summary = "says what it was given",
    .help = "First paragraph\nof two lines, which is long enough to have to be broken into three.\n"
            "  trig-t echo demo.trig export.csv --wave 2024 --dry-run --person-key outside.key --format csv\n"
            "\n"
            "Second paragraph.",
    .options = echo_options,
    .shared = shared_options,
    .least = 2,
    .most = 3,
    .run = run_echo,
};

static const struct trig_command fail_command = {
    .name = "fail",
    .synopsis = NULL,
    .summary = "fails",
    .most = SIZE_MAX,
    .run = run_fail,
};

static const struct trig_command *const test_commands[] = {&echo_command, &fail_command, NULL};
static const struct trig_program test_program = {"trig-t", "a program for tests", test_commands};

struct output {
    char *out; /* owned, both */
    char *err;
    enum trig_exit code;
};

static inline struct output run_argv(int argc, char **argv)
{
    struct output output = {0};
    size_t out_size, err_size;
    struct trig_streams streams = {.out = open_memstream(&output.out, &out_size),
                                   .err = open_memstream(&output.err, &err_size)};
    output.code = trig_program_run(&test_program, argc, argv, &streams);
    fclose(streams.out);
    fclose(streams.err);
    return output;
}

/* Runs `trig-t WORDS...`; [words] ends with NULL. */
static inline struct output run_words(const char *const *words)
{
    char *argv[32] = {strdup("trig-t")};
    int argc = 1;
    for (; words[argc - 1] && argc < 31; argc++)
        argv[argc] = strdup(words[argc - 1]);
    struct output output = run_argv(argc, argv);
    for (int i = 0; i < argc; i++)
        free(argv[i]);
    return output;
}

static inline void output_clear(struct output *output)
{
    free(output->out);
    free(output->err);
}

#endif
