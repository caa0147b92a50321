#include "surveys/command/command.h"

#include "surveys/command/command_parts.h"
#include "surveys/command/wrap.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Usage after a mistake is as wide as help. */
#define USAGE_WIDTH   80
#define MOST_COMMANDS 96

void trig_streams_init(struct trig_streams *streams, FILE *out, FILE *err, bool plain)
{
    struct winsize size = {0};
    *streams = (struct trig_streams){.out = out, .err = err};
    streams->terminal = isatty(fileno(err)) != 0;
    streams->color = streams->terminal && !plain;
    if (isatty(fileno(out)) && ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
        streams->width = size.ws_col;
}

/* ---- what went wrong ------------------------------------------------------------- */

enum trig_exit trig_exit_for(enum trig_status status)
{
    switch (status) {
    case TRIG_OK:
        return TRIG_EXIT_DONE;
    case TRIG_ERR_USAGE:
        return TRIG_EXIT_USAGE;
    case TRIG_ERR_INVALID:
        return TRIG_EXIT_INVALID;
    default:
        return TRIG_EXIT_FAILED;
    }
}

/* `trig-x: message`, one line whatever the message quotes. */
static void write_message(const struct trig_streams *streams, const char *message)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view line = trig_wrap_plain(&arena, trig_view(message));
    if (!line.data)
        line = trig_view(trig_status_text(TRIG_ERR_MEMORY));
    if (streams->program)
        fprintf(streams->err, "%s%s:%s ", streams->color ? "\033[1;31m" : "", streams->program,
                streams->color ? "\033[0m" : "");
    fprintf(streams->err, "%.*s\n", TRIG_VIEW_ARG(line));
    trig_arena_clear(&arena);
}

enum trig_exit trig_exit_error(const struct trig_streams *streams, const struct trig_error *error)
{
    char text[sizeof error->file + sizeof error->message + 64];
    trig_error_format(error, text, sizeof text);
    write_message(streams, text);
    if (error->status == TRIG_ERR_USAGE && streams->program && streams->command)
        fprintf(streams->err, "See: %s help %s\n", streams->program, streams->command);
    return trig_exit_for(error->status);
}

void trig_problems_print(const struct trig_streams *streams, const struct trig_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct trig_error *error = &problems->items[i].error;
        char text[sizeof error->file + sizeof error->message + 64];
        trig_error_format(error, text, sizeof text);
        fprintf(streams->err, "%s: %s%s\n", streams->program,
                problems->items[i].severity == TRIG_WARNING ? "warning: " : "", text);
    }
}

static enum trig_exit wrong_usage(const struct trig_program *program, const struct trig_streams *streams,
                                  const char *message)
{
    write_message(streams, message);
    fprintf(streams->err, "See: %s --help\n", program->name);
    return TRIG_EXIT_USAGE;
}

/* ---- commands -------------------------------------------------------------------- */

const struct trig_command *trig_program_find(const struct trig_program *program, const char *name)
{
    for (size_t i = 0; program->commands[i]; i++)
        if (strcmp(program->commands[i]->name, name) == 0)
            return program->commands[i];
    return NULL;
}

static enum trig_exit unknown_command(const struct trig_program *program, const struct trig_streams *streams,
                                      const char *name)
{
    const char *names[MOST_COMMANDS + 2];
    size_t count = 0;
    for (; count < MOST_COMMANDS && program->commands[count]; count++)
        names[count] = program->commands[count]->name;
    names[count++] = "help";
    names[count++] = "completion";
    char suggestion[TRIG_SUGGESTION_TEXT], message[512];
    trig_suggest(name, names, count, "", suggestion);
    snprintf(message, sizeof message, "unknown command '%.200s'%s", name, suggestion);
    return wrong_usage(program, streams, message);
}

static enum trig_exit run_parsed(const struct trig_program *program, const struct trig_command *command,
                                 const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    if (arguments->wants_help) {
        trig_command_help(program, command, streams);
        return TRIG_EXIT_DONE;
    }
    return command->run(arguments, streams);
}

static enum trig_exit run_command(const struct trig_program *program, const struct trig_command *command,
                                  int argc, char **argv, const struct trig_streams *streams)
{
    struct trig_arguments arguments;
    struct trig_error error;
    struct trig_streams own = *streams;
    own.command = command->name;
    enum trig_status status = trig_arguments_parse(&arguments, command, argc - 1, argv + 1, &error);
    if (status == TRIG_OK)
        status = trig_arguments_keep_line(&arguments, argc, argv, &error);
    enum trig_exit code = TRIG_EXIT_FAILED;
    if (status == TRIG_OK) {
        code = run_parsed(program, command, &arguments, &own);
    } else {
        char message[sizeof error.message + 64];
        snprintf(message, sizeof message, "%s: %s", command->name, error.message);
        write_message(streams, message);
        code = trig_exit_for(status);
    }
    if (status == TRIG_ERR_USAGE) {
        trig_command_usage(program, command, streams->err, USAGE_WIDTH);
        fprintf(streams->err, "See: %s help %s\n", program->name, command->name);
    }
    trig_arguments_clear(&arguments);
    return code;
}

static enum trig_exit run_help(const struct trig_program *program, int argc, char **argv,
                               const struct trig_streams *streams)
{
    if (argc > 3)
        return wrong_usage(program, streams, "help takes one command");
    const char *name = argc == 3 ? argv[2] : "help";
    const struct trig_command *command = trig_program_find(program, name);
    if (command)
        trig_command_help(program, command, streams);
    else if (strcmp(name, "completion") == 0)
        fprintf(
            streams->out,
            "Usage: %s completion\n\nPrints a completion script for bash:\n\n    source <(%s completion)\n",
            program->name, program->name);
    else if (name[0] == '-' || strcmp(name, "help") == 0)
        trig_program_help(program, streams);
    else
        return unknown_command(program, streams, name);
    return TRIG_EXIT_DONE;
}

static enum trig_exit run_completion(const struct trig_program *program, int argc, char **argv,
                                     const struct trig_streams *streams)
{
    bool wants_help = argc == 3 && strcmp(argv[2], "--help") == 0;
    if (wants_help) {
        char *words[] = {argv[0], "help", argv[1], NULL};
        return run_help(program, 3, words, streams);
    }
    if (argc > 2)
        return wrong_usage(program, streams, "completion takes no arguments");
    trig_program_completion(program, streams->out);
    return TRIG_EXIT_DONE;
}

static enum trig_exit dispatch(const struct trig_program *program, int argc, char **argv,
                               const struct trig_streams *streams)
{
    if (argc < 2)
        return wrong_usage(program, streams, "a command is missing");
    const char *word = argv[1];
    const struct trig_command *command = trig_program_find(program, word);
    if (command)
        return run_command(program, command, argc, argv, streams);
    if (strcmp(word, "help") == 0)
        return run_help(program, argc, argv, streams);
    if (strcmp(word, "completion") == 0)
        return run_completion(program, argc, argv, streams);
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        trig_program_help(program, streams);
        return TRIG_EXIT_DONE;
    }
    if (strcmp(word, "--version") == 0) {
        fprintf(streams->out, "%s %s\n", program->name, TRIG_VERSION);
        return TRIG_EXIT_DONE;
    }
    if (word[0] == '-')
        return wrong_usage(program, streams, "the command comes first, its options after it");
    return unknown_command(program, streams, word);
}

enum trig_exit trig_program_run(const struct trig_program *program, int argc, char **argv,
                                const struct trig_streams *streams)
{
    struct trig_streams own = *streams;
    own.program = program->name;
    own.command = NULL;
    enum trig_exit code = dispatch(program, argc, argv, &own);
    errno = 0;
    bool written = fflush(own.out) == 0 && !ferror(own.out);
    if (written || code == TRIG_EXIT_FAILED || code == TRIG_EXIT_USAGE)
        return code; /* a failure has been reported already */
    char message[256];
    snprintf(message, sizeof message, "the output could not be written: %s",
             errno ? strerror(errno) : "an earlier write failed");
    write_message(&own, message);
    return code == TRIG_EXIT_USAGE ? code : TRIG_EXIT_FAILED;
}
