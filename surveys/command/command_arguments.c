#include "surveys/command/command_parts.h"

#include "surveys/base/text.h"

#include <getopt.h>

#define MOST_SUGGESTED 3
#define MOST_NAMES     96

/* getopt's codes: options are told apart by their index. */
enum { CODE_OPERAND = 1, CODE_OPTION = 2, CODE_HELP = 'h', CODE_NO_VALUE = ':' };

/* ---- suggestions ----------------------------------------------------------------- */

static size_t beginning_with(const char *typed, const char *const *names, size_t count, size_t *out)
{
    size_t found = 0;
    for (size_t i = 0; i < count && found < MOST_SUGGESTED; i++)
        if (strncmp(names[i], typed, strlen(typed)) == 0)
            out[found++] = i;
    return found;
}

static size_t nearest(const char *typed, const char *const *names, size_t count, size_t *out)
{
    struct trig_view views[MOST_NAMES];
    if (count > MOST_NAMES)
        count = MOST_NAMES;
    for (size_t i = 0; i < count; i++)
        views[i] = trig_view(names[i]);
    return trig_text_nearest(trig_view(typed), (struct trig_views){views, count}, out, MOST_SUGGESTED);
}

void trig_suggest(const char *typed, const char *const *names, size_t count, const char *dashes,
                  char out[TRIG_SUGGESTION_TEXT])
{
    size_t near[MOST_SUGGESTED];
    size_t found = typed[0] ? beginning_with(typed, names, count, near) : 0;
    if (found == 0)
        found = nearest(typed, names, count, near);
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < found; i++) {
        int added = snprintf(out + used, TRIG_SUGGESTION_TEXT - used, "%s%s%s",
                             i ? " or " : "; did you mean ", dashes, names[near[i]]);
        if (added < 0 || (size_t)added >= TRIG_SUGGESTION_TEXT - used - 1) {
            out[used] = '\0';
            break;
        }
        used += (size_t)added;
    }
    if (used)
        snprintf(out + used, TRIG_SUGGESTION_TEXT - used, "?");
}

/* ---- parsing --------------------------------------------------------------------- */

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the command line");
}

static size_t count_options(const struct trig_option *options)
{
    size_t count = 0;
    while (options && options[count].name)
        count++;
    return count;
}

static enum trig_status gather_options(struct trig_arguments *arguments, const struct trig_command *command,
                                       struct trig_error *error)
{
    size_t own = count_options(command->options), shared = count_options(command->shared);
    arguments->option_count = own + shared;
    arguments->options = trig_arena_calloc(&arguments->arena, own + shared, sizeof(void *));
    arguments->values = trig_arena_calloc(&arguments->arena, own + shared, sizeof *arguments->values);
    if (!arguments->options || !arguments->values)
        return out_of_memory(error);
    for (size_t i = 0; i < own + shared; i++)
        arguments->options[i] = i < own ? &command->options[i] : &command->shared[i - own];
    return TRIG_OK;
}

/* getopt's form of the options, with --help behind them. */
static struct option *make_long_options(struct trig_arguments *arguments)
{
    size_t count = arguments->option_count;
    struct option *options = trig_arena_calloc(&arguments->arena, count + 2, sizeof *options);
    if (!options)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        const struct trig_option *option = arguments->options[i];
        options[i] = (struct option){option->name, option->argument ? required_argument : no_argument, NULL,
                                     CODE_OPTION};
    }
    options[count] = (struct option){"help", no_argument, NULL, CODE_HELP};
    return options;
}

/* The name in [word] without dashes and value, in the arena. */
static const char *typed_name(struct trig_arguments *arguments, const char *word)
{
    word += strspn(word, "-");
    return trig_arena_copy(&arguments->arena, trig_view_of(word, strcspn(word, "="))).data;
}

static enum trig_status unknown_option(struct trig_arguments *arguments, const char *word,
                                       struct trig_error *error)
{
    size_t count = arguments->option_count;
    const char *typed = typed_name(arguments, word);
    const char **names = trig_arena_calloc(&arguments->arena, count + 1, sizeof *names);
    if (!typed || !names)
        return out_of_memory(error);
    for (size_t i = 0; i < count; i++)
        names[i] = arguments->options[i]->name;
    names[count] = "help";
    char suggestion[TRIG_SUGGESTION_TEXT];
    trig_suggest(typed, names, count + 1, "--", suggestion);
    double number;
    if (trig_text_to_number(trig_view(word), &number))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "%s reads like an option; write -- before it if it is not", word);
    return trig_error_set(error, TRIG_ERR_USAGE, "unknown option %.*s%s", (int)strcspn(word, "="), word,
                          suggestion);
}

/* Whether [word] is --NAME or --NAME=..., with the name in full: getopt takes a
 * unique beginning for the whole, which would change meaning with every new option. */
static bool is_exact(const char *word, const char *name)
{
    size_t length = strlen(name);
    return strncmp(word, "--", 2) == 0 && strncmp(word + 2, name, length) == 0 &&
           (word[2 + length] == '\0' || word[2 + length] == '=');
}

static enum trig_status value_missing(const struct trig_option *option, struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_USAGE, "--%s needs a value: --%s %s", option->name, option->name,
                          option->argument);
}

/* Keeps the value of option [index], which [word] began. */
static enum trig_status take_option(struct trig_arguments *arguments, size_t index, const char *word,
                                    struct trig_error *error)
{
    if (index == arguments->option_count) {
        if (!is_exact(word, "help"))
            return unknown_option(arguments, word, error);
        arguments->wants_help = true;
        return TRIG_OK;
    }
    const struct trig_option *option = arguments->options[index];
    if (!is_exact(word, option->name))
        return unknown_option(arguments, word, error);
    bool is_apart = option->argument && !strchr(word, '=');
    if (is_apart && strncmp(optarg, "--", 2) == 0)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--%s needs a value, but %s follows; write --%s=%s if that is the value",
                              option->name, optarg, option->name, optarg);
    arguments->values[index] = option->argument ? optarg : "";
    return TRIG_OK;
}

/* getopt refused [word]: it is unknown, ambiguous, or a flag with a value. */
static enum trig_status refuse(struct trig_arguments *arguments, int code, const char *word,
                               struct trig_error *error)
{
    for (size_t i = 0; i < arguments->option_count; i++) {
        const struct trig_option *option = arguments->options[i];
        if (!is_exact(word, option->name))
            continue;
        if (code == CODE_NO_VALUE)
            return value_missing(option, error);
        return trig_error_set(error, TRIG_ERR_USAGE, "--%s takes no value", option->name);
    }
    return unknown_option(arguments, word, error);
}

static enum trig_status parse_words(struct trig_arguments *arguments, const struct option *options, int argc,
                                    char **argv, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    int code, index = -1;
    optind = 0; /* begins afresh */
    opterr = 0; /* the messages are ours */
    while (!status) {
        const char *word = argv[optind ? optind : 1];
        /* "-": operands come in their place, so that [word] is what getopt looks at. */
        code = getopt_long(argc, argv, "-:h", options, &index);
        if (code == -1)
            break;
        if (code == CODE_OPERAND)
            arguments->operands[arguments->operand_count++] = optarg;
        else if (code == CODE_OPTION || (code == CODE_HELP && word[1] == '-'))
            status = take_option(arguments, (size_t)index, word, error);
        else if (code == CODE_HELP)
            arguments->wants_help = true;
        else
            status = refuse(arguments, code, word, error);
    }
    for (; !status && optind < argc; optind++)
        arguments->operands[arguments->operand_count++] = argv[optind];
    return status;
}

static enum trig_status check_operands(const struct trig_arguments *arguments,
                                       const struct trig_command *command, struct trig_error *error)
{
    size_t count = arguments->operand_count;
    if (count < command->least)
        return trig_error_set(error, TRIG_ERR_USAGE, "too few arguments: %zu given, at least %zu needed",
                              count, command->least);
    if (count > command->most)
        return trig_error_set(error, TRIG_ERR_USAGE, "too many arguments: '%s' is not expected",
                              arguments->operands[command->most]);
    return TRIG_OK;
}

enum trig_status trig_arguments_parse(struct trig_arguments *arguments, const struct trig_command *command,
                                      int argc, char **argv, struct trig_error *error)
{
    memset(arguments, 0, sizeof *arguments);
    trig_arena_init(&arguments->arena);
    enum trig_status status = gather_options(arguments, command, error);
    if (status)
        return status;
    const struct option *options = make_long_options(arguments);
    arguments->operands = trig_arena_calloc(&arguments->arena, (size_t)argc, sizeof *arguments->operands);
    if (!options || !arguments->operands)
        return out_of_memory(error);
    status = parse_words(arguments, options, argc, argv, error);
    if (status || arguments->wants_help)
        return status;
    return check_operands(arguments, command, error);
}

void trig_arguments_clear(struct trig_arguments *arguments)
{
    trig_arena_clear(&arguments->arena);
}

/* ---- the command line as typed --------------------------------------------------- */

static bool needs_quotes(const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./:,=+@%^";
    return word[0] == '\0' || word[strspn(word, plain)] != '\0';
}

/* Appends [word] as a shell would read it, at most 4 bytes for each of its own + 2. */
static char *quote(char *out, const char *word)
{
    if (!needs_quotes(word))
        return stpcpy(out, word);
    *out++ = '\'';
    for (; *word; word++)
        if (*word == '\'')
            out = stpcpy(out, "'\\''");
        else
            *out++ = *word;
    return stpcpy(out, "'");
}

enum trig_status trig_arguments_keep_line(struct trig_arguments *arguments, int argc, char **argv,
                                          struct trig_error *error)
{
    size_t size = 1;
    for (int i = 0; i < argc; i++)
        size += 4 * strlen(argv[i]) + 3;
    char *line = trig_arena_calloc(&arguments->arena, size, 1);
    if (!line)
        return out_of_memory(error);
    arguments->line = line;
    for (int i = 0; i < argc; i++) {
        if (i)
            *line++ = ' ';
        line = quote(line, argv[i]);
    }
    return TRIG_OK;
}
