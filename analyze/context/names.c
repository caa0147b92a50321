#include "analyze/context/names.h"

#include "surveys/base/text.h"

#include <stdio.h>

/* More suggestions than this are no help. */
#define MOST_SUGGESTED 3
/* So many names still read well in one line. */
#define MOST_LISTED 12

/* Copies the next part, up to an unescaped comma, and moves [*list] behind it. */
static struct trig_view take_part(struct trig_arena *arena, const char **list)
{
    const char *end = *list;
    while (*end && *end != ',')
        end += end[0] == '\\' && end[1] == ',' ? 2 : 1;
    char *text = trig_arena_calloc(arena, (size_t)(end - *list) + 1, 1);
    size_t length = 0;
    for (const char *at = *list; text && at < end; at++) {
        if (at[0] == '\\' && at[1] == ',')
            at++;
        text[length++] = *at;
    }
    *list = *end ? end + 1 : end;
    return text ? trig_text_trim(trig_view_of(text, length)) : trig_view_of(NULL, 0);
}

enum trig_status trig_names_split(struct trig_arena *arena, const char *list, struct trig_views *out,
                                  struct trig_error *error)
{
    size_t most = 1;
    for (const char *at = list; *at; at++)
        most += *at == ',';
    struct trig_view *items = trig_arena_calloc(arena, most, sizeof *items);
    if (!items)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a list of names");
    size_t count = 0;
    while (*list) {
        struct trig_view part = take_part(arena, &list);
        if (!part.data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a list of names");
        if (part.length)
            items[count++] = part;
    }
    out->items = items;
    out->count = count;
    return TRIG_OK;
}

struct trig_view trig_names_append(struct trig_arena *arena, struct trig_view list, struct trig_view name)
{
    char *text = trig_arena_calloc(arena, list.length + 2 * name.length + 2, 1);
    if (!text)
        return trig_view_of(NULL, 0);
    memcpy(text, list.data, list.length);
    size_t length = list.length;
    if (length)
        text[length++] = ',';
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] == ',')
            text[length++] = '\\';
        text[length++] = name.data[i];
    }
    return trig_view_of(text, length);
}

/* Appends to the sentence in [text]; what does not fit is left out. */
static void suggest(char *text, size_t size, const char *before, struct trig_view name)
{
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s\"%.*s\"", before, TRIG_VIEW_ARG(name));
}

enum trig_status trig_names_unknown(const char *what, struct trig_view typed, struct trig_views known,
                                    struct trig_error *error)
{
    char hint[400] = "";
    size_t near[MOST_SUGGESTED];
    size_t found = trig_text_nearest(typed, known, near, MOST_SUGGESTED);
    for (size_t i = 0; i < found; i++)
        suggest(hint, sizeof hint, i ? " or " : "; did you mean ", known.items[near[i]]);
    for (size_t i = 0; found == 0 && known.count <= MOST_LISTED && i < known.count; i++)
        suggest(hint, sizeof hint, i ? ", " : "; there are ", known.items[i]);
    return trig_error_set(error, TRIG_ERR_USAGE, "there is no %s \"%.*s\"%s%s", what, TRIG_VIEW_ARG(typed),
                          hint, found ? "?" : "");
}

enum trig_status trig_names_variable(const trig_definition *definition, struct trig_view name, size_t *out,
                                     struct trig_error *error)
{
    *out = trig_definition_variable(definition, name);
    if (*out != TRIG_NONE)
        return TRIG_OK;
    struct trig_view *known = trig_calloc(definition->variable_count, sizeof *known);
    if (!known)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the names of variables");
    for (size_t i = 0; i < definition->variable_count; i++)
        known[i] = definition->variables[i].name;
    enum trig_status status =
        trig_names_unknown("variable", name, (struct trig_views){known, definition->variable_count}, error);
    trig_free(known);
    return status;
}

struct trig_view trig_names_file(struct trig_arena *arena, const char *stem, struct trig_view id)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    char name[61];
    int length = snprintf(name, sizeof name, "%s-%.*s", stem, TRIG_VIEW_ARG(id));
    if (length < 0)
        return trig_view_of(NULL, 0);
    for (char *at = name; *at; at++)
        if (!strchr(plain, *at))
            *at = '_';
    return trig_arena_copy(arena, trig_view(name));
}

static bool is_answered_on(const trig_definition *definition, size_t pillar, size_t scale)
{
    for (size_t i = 0; i < definition->variable_count; i++) {
        const struct trig_variable *variable = &definition->variables[i];
        if (variable->role == TRIG_ROLE_ITEM && variable->type == TRIG_TYPE_ORDINAL &&
            variable->pillar == pillar && variable->scale == scale)
            return true;
    }
    return false;
}

size_t trig_names_scale(const trig_definition *definition, size_t pillar, size_t scale)
{
    for (size_t next = scale == TRIG_NONE ? 0 : scale + 1; next < definition->scale_count; next++)
        if (is_answered_on(definition, pillar, next))
            return next;
    return TRIG_NONE;
}
