/* A program as one table of commands: dispatch, options, help and completion
 * all read it, and so do the tests that compare it with the man pages.
 *
 *     struct trig_program -> commands[] -> { name, synopsis, options[], run }
 *
 * A command gets its arguments parsed and checked against its options, writes
 * results to [out] and what went wrong to [err], and returns an exit code.
 */
#ifndef TRIG_SURVEYS_COMMAND_H
#define TRIG_SURVEYS_COMMAND_H

#include "surveys/error.h"
#include "surveys/view.h"

#include <stdio.h>

enum trig_exit { TRIG_EXIT_DONE = 0, TRIG_EXIT_FAILED = 1, TRIG_EXIT_USAGE = 2, TRIG_EXIT_INVALID = 3 };

struct trig_option {
    const char *name;     /* without the dashes */
    const char *argument; /* what follows it, for example "W"; NULL: a flag */
    const char *help;     /* one line */
};

struct trig_arguments; /* opaque: values by option, and what is left */

struct trig_streams {
    FILE *out;
    FILE *err;
    bool color;    /* err is a terminal and NO_COLOR is not set */
    bool terminal; /* err is a terminal: progress may be shown */
    size_t width;  /* of out when it is a terminal, else 0 */
};

struct trig_command {
    const char *name;
    const char *synopsis; /* "STORE EXPORT... [--wave W]": after the program's and command's name */
    const char *summary;  /* one line for the list of commands */
    const char *help;     /* paragraphs for `help COMMAND`, with at least one example */
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

/** Finds the command in argv[1], parses its options (getopt_long: --name value,
 *  --name=value, options and operands in any order) and runs it. Also answers
 *  --help, --version, `help`, `help COMMAND` and `COMMAND --help`; an unknown
 *  command or option is a wrong usage with the nearest names suggested. */
enum trig_exit trig_program_run(const struct trig_program *program, int argc, char **argv,
                                const struct trig_streams *streams);

/* Reading the parsed arguments. */
size_t trig_arguments_count(const struct trig_arguments *arguments);
const char *trig_arguments_at(const struct trig_arguments *arguments, size_t index);
/** The value of an option (its last one), NULL when it was not given; for a
 *  flag "" when given. [name] must be one of the command's options (assert). */
const char *trig_arguments_option(const struct trig_arguments *arguments, const char *name);
bool trig_arguments_flag(const struct trig_arguments *arguments, const char *name);
/** The command line as typed, for records of what was done. */
const char *trig_arguments_line(const struct trig_arguments *arguments);

/** The exit code for a status: TRIG_ERR_USAGE is 2, TRIG_ERR_INVALID 3, others 1. */
enum trig_exit trig_exit_for(enum trig_status status);
/** Writes the error as one line `trig-x: file:line: message` to err; returns its exit code. */
enum trig_exit trig_exit_error(const struct trig_streams *streams, const struct trig_error *error);

#endif
