/* A program as one table of commands: dispatch, options, help and completion
 * all read it, and so do the tests that compare it with the man pages.
 *
 *     struct trig_program -> commands[] -> { name, synopsis, options[], run }
 *
 *     main(argc, argv) --trig_program_run--> command found, options parsed
 *                                            --run(arguments, streams)--> exit code
 *
 * A command gets its arguments parsed and checked against its options, writes
 * results to [out] and what went wrong to [err], and returns an exit code.
 * Besides the table's own commands every program has `help` and `completion`.
 */
#ifndef TRIG_SURVEYS_COMMAND_COMMAND_H
#define TRIG_SURVEYS_COMMAND_COMMAND_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

#include <stdio.h>

enum trig_exit { TRIG_EXIT_DONE = 0, TRIG_EXIT_FAILED = 1, TRIG_EXIT_USAGE = 2, TRIG_EXIT_INVALID = 3 };

struct trig_option {
    const char *name;     /* without the dashes */
    const char *argument; /* what follows it, for example "W"; NULL: a flag. Words in lower
                             case between bars are choices for completion: "table|csv|json" */
    const char *help;     /* one line, wrapped when it is shown */
};

struct trig_arguments; /* opaque: values by option, and what is left */

struct trig_streams {
    FILE *out;
    FILE *err;
    bool color;          /* err is a terminal and NO_COLOR is not set */
    bool terminal;       /* err is a terminal: progress may be shown */
    size_t width;        /* of out when it is a terminal, else 0 */
    const char *program; /* names the program in messages; set by trig_program_run */
    const char *command; /* likewise; NULL before a command is found */
};

struct trig_command {
    const char *name;
    const char *synopsis; /* "STORE EXPORT... [--wave W]": after the program's and command's name;
                             one line for each way to call it */
    const char *summary;  /* one line for the list of commands */
    const char *help;     /* for `help COMMAND`, with at least one example: paragraphs, which
                             are filled, between empty lines; a line that begins with a blank
                             stands as it is */
    const struct trig_option *options; /* ends with a NULL name; NULL: none of its own */
    const struct trig_option *shared;  /* a second list, for options common to several commands */
    size_t least;                      /* positional arguments, at least */
    size_t most;                       /* at most; SIZE_MAX: any number */
    enum trig_exit (*run)(const struct trig_arguments *arguments, const struct trig_streams *streams);
};

struct trig_program {
    const char *name;
    const char *summary;
    const struct trig_command *const *commands; /* ends with NULL */
};

/** Fills [streams] for a program: whether [err] is a terminal, how wide [out] is.
 *  @param plain  no colours: NO_COLOR is set in the program's environment. */
void trig_streams_init(struct trig_streams *streams, FILE *out, FILE *err, bool plain);

/** Finds the command in argv[1], parses its options (getopt_long: --name value,
 *  --name=value, options and operands in any order, operands only after --) and
 *  runs it. Also answers --help, --version, `help`, `help COMMAND`, `COMMAND
 *  --help` and `completion`. An unknown or shortened option, an unknown command, a
 *  missing value, too few or too many operands are a wrong usage: a message with
 *  the nearest names and the synopsis goes to streams->err. Output that could
 *  not be written makes it TRIG_EXIT_FAILED. One run at a time: getopt is not
 *  reentrant. */
enum trig_exit trig_program_run(const struct trig_program *program, int argc, char **argv,
                                const struct trig_streams *streams);

/* Reading the parsed arguments. Strings are argv's. */
size_t trig_arguments_count(const struct trig_arguments *arguments);
const char *trig_arguments_at(const struct trig_arguments *arguments, size_t index);
/** The value of an option (its last one), NULL when it was not given; for a
 *  flag "" when given. [name] must be one of the command's options (assert). */
const char *trig_arguments_option(const struct trig_arguments *arguments, const char *name);
bool trig_arguments_flag(const struct trig_arguments *arguments, const char *name);
/** The command line as typed, for records of what was done; words that need
 *  quotes in a shell have them. */
const char *trig_arguments_line(const struct trig_arguments *arguments);

/* Values of options. [*out] is untouched when the option was not given, so it
 * holds the default before; otherwise TRIG_OK, or TRIG_ERR_USAGE with a message
 * that names the option and what it takes. */

/** A number from [low] to [high], both included. */
enum trig_status trig_arguments_number(const struct trig_arguments *arguments, const char *name, double low,
                                       double high, double *out, struct trig_error *error);
/** A whole number from [low] to [high], both included. */
enum trig_status trig_arguments_whole(const struct trig_arguments *arguments, const char *name, int64_t low,
                                      int64_t high, int64_t *out, struct trig_error *error);
/** One of [choices] (ends with NULL), which must be spelled out; its index. */
enum trig_status trig_arguments_choice(const struct trig_arguments *arguments, const char *name,
                                       const char *const *choices, size_t *out, struct trig_error *error);

/** Writes what `help COMMAND` prints. */
void trig_command_help(const struct trig_program *program, const struct trig_command *command,
                       const struct trig_streams *streams);
/** Writes what `--help` prints. */
void trig_program_help(const struct trig_program *program, const struct trig_streams *streams);
/** Writes a completion script for bash: commands, options, choices, files. */
void trig_program_completion(const struct trig_program *program, FILE *out);

/** The exit code for a status: TRIG_ERR_USAGE is 2, TRIG_ERR_INVALID 3, others 1. */
enum trig_exit trig_exit_for(enum trig_status status);
/** Writes the error as one line `trig-x: file:line: message` to err, and after a
 *  wrong usage where the help is; returns its exit code. */
enum trig_exit trig_exit_error(const struct trig_streams *streams, const struct trig_error *error);

/** Writes every problem as one line `trig-x: file:line: message`, warnings as such, to err. */
void trig_problems_print(const struct trig_streams *streams, const struct trig_problems *problems);

#endif
