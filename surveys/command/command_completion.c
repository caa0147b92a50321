/* A completion script for bash, printed from the table of commands.
 *
 *     word 1          the names of the commands
 *     --option VALUE  choices where the argument lists them, else files
 *     -...            the options of the command in word 1
 *     anything else   files: what bash does when nothing is offered
 *
 * bash splits --option=value into three words, so the value's option may stand
 * two words back.
 */
#include "surveys/command/command.h"

#include <ctype.h>

/* The name of the shell function: only letters, digits and _. */
static void write_function_name(FILE *out, const char *program)
{
    fputc('_', out);
    for (; *program; program++)
        fputc(isalnum((unsigned char)*program) ? *program : '_', out);
}

/* The fixed start of one alternative: "group:G" is "group:", "FILE" is empty. */
static size_t fixed_length(const char *alternative)
{
    size_t length = 0;
    while (islower((unsigned char)alternative[length]) || isdigit((unsigned char)alternative[length]) ||
           (length && strchr("-_:", alternative[length]) && alternative[length]))
        length++;
    return length;
}

/* Writes the choices among the alternatives of [argument]; says whether there are any. */
static bool write_choices(FILE *out, const char *option, const char *argument)
{
    bool begun = false;
    if (!strchr(argument, '|'))
        return false;
    for (const char *at = argument; at; at = strchr(at, '|')) {
        at += *at == '|' ? 1 : 0;
        size_t length = fixed_length(at);
        if (length == 0)
            continue;
        if (!begun)
            fprintf(out, "        --%s) words='", option);
        fprintf(out, "%s%.*s", begun ? " " : "", (int)length, at);
        begun = true;
    }
    if (begun)
        fputs("' ;;\n", out);
    return begun;
}

static bool takes_path(const char *argument)
{
    return strstr(argument, "FILE") || strstr(argument, "DIR") || strstr(argument, "STORE");
}

/* What to offer behind each option that takes a value. */
static void write_values(FILE *out, const struct trig_option *options)
{
    for (; options && options->name; options++) {
        if (!options->argument || write_choices(out, options->name, options->argument))
            continue;
        fprintf(out, "        --%s) %s ;;\n", options->name,
                takes_path(options->argument) ? "return" : "compopt +o default; return");
    }
}

static void write_options(FILE *out, const struct trig_option *options)
{
    for (; options && options->name; options++)
        fprintf(out, "--%s ", options->name);
}

static void write_command(FILE *out, const struct trig_command *command)
{
    fprintf(out, "    %s)\n        case $previous in\n", command->name);
    write_values(out, command->options);
    write_values(out, command->shared);
    fputs("        *) [[ $current == -* ]] && words='", out);
    write_options(out, command->options);
    write_options(out, command->shared);
    fputs("--help' ;;\n        esac\n        ;;\n", out);
}

static void write_names(FILE *out, const struct trig_program *program)
{
    for (size_t i = 0; program->commands[i]; i++)
        fprintf(out, "%s ", program->commands[i]->name);
}

void trig_program_completion(const struct trig_program *program, FILE *out)
{
    fprintf(out, "# bash completion for %s, printed by `%s completion`\n", program->name, program->name);
    write_function_name(out, program->name);
    fputs("()\n{\n"
          "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words=\n"
          "    if [[ $current == = ]]; then\n"
          "        current=\n"
          "    elif [[ $previous == = ]] && ((COMP_CWORD > 2)); then\n"
          "        previous=${COMP_WORDS[COMP_CWORD - 2]}\n"
          "    fi\n"
          "    COMPREPLY=()\n"
          "    case $COMP_CWORD:${COMP_WORDS[1]} in\n"
          "    1:*) words='",
          out);
    write_names(out, program);
    fputs("help completion --help --version' ;;\n    2:help) words='", out);
    write_names(out, program);
    fputs("' ;;\n    esac\n    ((COMP_CWORD > 1)) && case ${COMP_WORDS[1]} in\n", out);
    for (size_t i = 0; program->commands[i]; i++)
        write_command(out, program->commands[i]);
    fputs("    esac\n"
          "    [[ -n $words ]] && mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
          "}\n"
          "complete -o default -F ",
          out);
    write_function_name(out, program->name);
    fprintf(out, " %s\n", program->name);
}
