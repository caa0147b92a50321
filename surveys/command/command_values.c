#include "surveys/command/command_parts.h"

#include "surveys/base/text.h"

#include <assert.h>

size_t trig_arguments_count(const struct trig_arguments *arguments)
{
    return arguments->operand_count;
}

const char *trig_arguments_at(const struct trig_arguments *arguments, size_t index)
{
    assert(index < arguments->operand_count);
    return arguments->operands[index];
}

const char *trig_arguments_option(const struct trig_arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->option_count; i++)
        if (strcmp(arguments->options[i]->name, name) == 0)
            return arguments->values[i];
    assert(!"an option of this command");
    return NULL;
}

bool trig_arguments_flag(const struct trig_arguments *arguments, const char *name)
{
    return trig_arguments_option(arguments, name) != NULL;
}

const char *trig_arguments_line(const struct trig_arguments *arguments)
{
    return arguments->line;
}

enum trig_status trig_arguments_number(const struct trig_arguments *arguments, const char *name, double low,
                                       double high, double *out, struct trig_error *error)
{
    const char *text = trig_arguments_option(arguments, name);
    double value;
    if (!text)
        return TRIG_OK;
    if (!trig_text_to_number(trig_view(text), &value) || value < low || value > high)
        return trig_error_set(error, TRIG_ERR_USAGE, "--%s takes a number from %g to %g, not '%s'", name, low,
                              high, text);
    *out = value;
    return TRIG_OK;
}

enum trig_status trig_arguments_whole(const struct trig_arguments *arguments, const char *name, int64_t low,
                                      int64_t high, int64_t *out, struct trig_error *error)
{
    const char *text = trig_arguments_option(arguments, name);
    int64_t value;
    if (!text)
        return TRIG_OK;
    if (!trig_text_to_integer(trig_view(text), &value) || value < low || value > high)
        return trig_error_set(error, TRIG_ERR_USAGE, "--%s takes a whole number from %lld to %lld, not '%s'",
                              name, (long long)low, (long long)high, text);
    *out = value;
    return TRIG_OK;
}

enum trig_status trig_arguments_choice(const struct trig_arguments *arguments, const char *name,
                                       const char *const *choices, size_t *out, struct trig_error *error)
{
    const char *text = trig_arguments_option(arguments, name);
    char list[256] = "";
    size_t count = 0, used = 0;
    if (!text)
        return TRIG_OK;
    for (; choices[count]; count++) {
        if (strcmp(choices[count], text) == 0) {
            *out = count;
            return TRIG_OK;
        }
        if (used < sizeof list)
            used +=
                (size_t)snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", choices[count]);
    }
    char suggestion[TRIG_SUGGESTION_TEXT];
    trig_suggest(text, choices, count, "", suggestion);
    return trig_error_set(error, TRIG_ERR_USAGE, "--%s takes one of %s, not '%s'%s", name, list, text,
                          suggestion);
}
