/* What the files of the command module share. */
#ifndef TRIG_SURVEYS_COMMAND_COMMAND_PARTS_H
#define TRIG_SURVEYS_COMMAND_COMMAND_PARTS_H

#include "surveys/base/memory.h"
#include "surveys/command/command.h"

/* The options of a command in one row: its own, then the shared ones. */
struct trig_arguments {
    struct trig_arena arena;
    const struct trig_option **options; /* in the arena */
    const char **values;                /* one an option; NULL: not given */
    size_t option_count;
    const char **operands;
    size_t operand_count;
    const char *line;
    bool wants_help;
};

/** Parses a command's words.
 *  @param argc, argv  argv[0] is skipped, argv[argc] is NULL; strings are borrowed.
 *  @return TRIG_OK, TRIG_ERR_USAGE, TRIG_ERR_MEMORY; trig_arguments_clear in any case. */
enum trig_status trig_arguments_parse(struct trig_arguments *arguments, const struct trig_command *command,
                                      int argc, char **argv, struct trig_error *error);
void trig_arguments_clear(struct trig_arguments *arguments);

/** Keeps the whole command line, for trig_arguments_line. */
enum trig_status trig_arguments_keep_line(struct trig_arguments *arguments, int argc, char **argv,
                                          struct trig_error *error);

/* Room for a suggestion with its NUL. */
#define TRIG_SUGGESTION_TEXT 160

/** Writes "; did you mean A or B?" with the [count] names nearest to [typed],
 *  those that begin with it first, each behind [dashes]; "" when none is near. */
void trig_suggest(const char *typed, const char *const *names, size_t count, const char *dashes,
                  char out[TRIG_SUGGESTION_TEXT]);

/** The command called [name], or NULL. */
const struct trig_command *trig_program_find(const struct trig_program *program, const char *name);

/** Writes `Usage: PROGRAM COMMAND SYNOPSIS`, one line for each way to call it. */
void trig_command_usage(const struct trig_program *program, const struct trig_command *command, FILE *out,
                        size_t width);

#endif
