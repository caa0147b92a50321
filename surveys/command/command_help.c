#include "surveys/command/command_parts.h"

#include "surveys/base/text.h"
#include "surveys/command/wrap.h"

/* Help is as wide as this, or as the terminal where that is narrower. */
#define WIDEST    80
#define NARROWEST 40
/* Names that are longer have their explanation on the next line. */
#define LONGEST_NAME 26

static size_t help_width(const struct trig_streams *streams)
{
    size_t width = streams->width && streams->width < WIDEST ? streams->width : WIDEST;
    return width > NARROWEST ? width : NARROWEST;
}

static void write_item(FILE *out, const char *name, const char *text, size_t column, size_t width)
{
    size_t used = 2 + trig_text_width(trig_view(name));
    fprintf(out, "  %s", name);
    if (used + 2 > column) {
        fputc('\n', out);
        used = 0;
    }
    fprintf(out, "%*s", (int)(column - used), "");
    trig_wrap_write(out, trig_view(text), width, column, column);
}

/* ---- usage ----------------------------------------------------------------------- */

/* The end of the first part of a synopsis: a word, or brackets with all they hold. */
static size_t part_end(struct trig_view text)
{
    size_t depth = 0, at = 0;
    for (; at < text.length && (depth || text.data[at] != ' '); at++) {
        if (text.data[at] == '[')
            depth++;
        else if (text.data[at] == ']' && depth)
            depth--;
    }
    return at;
}

/* One way to call a command, broken between the parts of its synopsis. */
static void write_call(FILE *out, const char *before, const char *program, const char *command,
                       struct trig_view synopsis, size_t width)
{
    size_t indent = strlen(before) + strlen(program) + 1 + strlen(command);
    size_t column = indent;
    fprintf(out, "%s%s %s", before, program, command);
    while ((synopsis = trig_text_trim(synopsis)).length) {
        size_t end = part_end(synopsis);
        if (column + 1 + end > width && column > indent) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
        }
        fprintf(out, " %.*s", (int)end, synopsis.data);
        column += 1 + end;
        synopsis = trig_view_of(synopsis.data + end, synopsis.length - end);
    }
    fputc('\n', out);
}

void trig_command_usage(const struct trig_program *program, const struct trig_command *command, FILE *out,
                        size_t width)
{
    const char *synopsis = command->synopsis ? command->synopsis : "";
    const char *before = "Usage: ";
    for (;;) {
        size_t length = strcspn(synopsis, "\n");
        write_call(out, before, program->name, command->name, trig_view_of(synopsis, length), width);
        if (synopsis[length] == '\0')
            return;
        synopsis += length + 1;
        before = "       ";
    }
}

/* ---- one command ----------------------------------------------------------------- */

static struct trig_view option_name(const struct trig_option *option, char *out, size_t size)
{
    snprintf(out, size, "--%s%s%s", option->name, option->argument ? " " : "",
             option->argument ? option->argument : "");
    return trig_view(out);
}

static size_t widest_option(const struct trig_option *options, size_t widest)
{
    char name[256];
    for (; options && options->name; options++) {
        size_t width = trig_text_width(option_name(options, name, sizeof name));
        if (width > widest && width <= LONGEST_NAME)
            widest = width;
    }
    return widest;
}

static void write_options(FILE *out, const char *heading, const struct trig_option *options, size_t column,
                          size_t width)
{
    char name[256];
    if (!options || !options->name)
        return;
    fprintf(out, "\n%s:\n", heading);
    for (; options->name; options++) {
        option_name(options, name, sizeof name);
        write_item(out, name, options->help, column, width);
    }
}

/* The end of the paragraph that begins [text]: an empty line, or a line that
 * changes between filled text and text that stands as it is. */
static size_t paragraph_end(const char *text)
{
    if (text[0] == '\n')
        return 0;
    bool is_verbatim = text[0] == ' ';
    size_t at = strcspn(text, "\n");
    while (text[at] && text[at + 1] && text[at + 1] != '\n' && (text[at + 1] == ' ') == is_verbatim)
        at += 1 + strcspn(text + at + 1, "\n");
    return at;
}

static void write_paragraphs(FILE *out, const char *text, size_t width)
{
    while (text && *text) {
        size_t length = paragraph_end(text);
        if (length && text[0] == ' ')
            fprintf(out, "%.*s\n", (int)length, text);
        else if (length)
            trig_wrap_write(out, trig_view_of(text, length), width, 0, 0);
        else
            fputc('\n', out);
        text += length;
        text += *text == '\n' ? 1 : 0;
    }
}

void trig_command_help(const struct trig_program *program, const struct trig_command *command,
                       const struct trig_streams *streams)
{
    FILE *out = streams->out;
    size_t width = help_width(streams);
    size_t widest = widest_option(command->options, widest_option(command->shared, 0));
    fprintf(out, "%s %s: ", program->name, command->name);
    trig_wrap_write(out, trig_view(command->summary), width,
                    strlen(program->name) + strlen(command->name) + 3, 0);
    fputc('\n', out);
    trig_command_usage(program, command, out, width);
    if (command->help) {
        fputc('\n', out);
        write_paragraphs(out, command->help, width);
    }
    write_options(out, "Options", command->options, widest + 4, width);
    write_options(out, command->options && command->options->name ? "Shared options" : "Options",
                  command->shared, widest + 4, width);
}

/* ---- the program ----------------------------------------------------------------- */

void trig_program_help(const struct trig_program *program, const struct trig_streams *streams)
{
    FILE *out = streams->out;
    size_t width = help_width(streams);
    size_t widest = strlen("completion");
    for (size_t i = 0; program->commands[i]; i++)
        if (strlen(program->commands[i]->name) > widest)
            widest = strlen(program->commands[i]->name);
    fprintf(out, "%s %s: ", program->name, TRIG_VERSION);
    trig_wrap_write(out, trig_view(program->summary), width, strlen(program->name) + strlen(TRIG_VERSION) + 3,
                    0);
    fprintf(out, "\nUsage: %s COMMAND [ARGUMENTS]\n\nCommands:\n", program->name);
    for (size_t i = 0; program->commands[i]; i++)
        write_item(out, program->commands[i]->name, program->commands[i]->summary, widest + 4, width);
    write_item(out, "help", "how a command is used, with examples: help COMMAND", widest + 4, width);
    write_item(out, "completion", "a completion script for bash", widest + 4, width);
    fputs("\nOptions:\n  --help     this page; after a command, that command's\n"
          "  --version  name and version\n"
          "\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 stored, but some records invalid.\n",
          out);
}
