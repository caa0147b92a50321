#include "collect/formats/import_id.h"

#include "surveys/base/text.h"

#include <ctype.h>
#include <jansson.h>

bool trig_import_id_is(struct trig_view cell)
{
    static const char name[] = "ImportId";
    size_t length = sizeof name - 1;
    cell = trig_text_trim(cell);
    if (cell.length < length + 2 || cell.data[0] != '{' || cell.data[cell.length - 1] != '}')
        return false;
    for (size_t i = 1; i + length < cell.length; i++)
        if (memcmp(cell.data + i, name, length) == 0)
            return true;
    return false;
}

struct trig_view trig_import_id_question(struct trig_view id)
{
    size_t i = 0;
    while (i + 3 < id.length && memcmp(id.data + i, "QID", 3) != 0)
        i++;
    i += 3;
    if (i >= id.length || !isdigit((unsigned char)id.data[i]))
        return trig_view_of("", 0);
    while (i < id.length && isdigit((unsigned char)id.data[i]))
        i++;
    if (i + 1 < id.length && id.data[i] == '#' && isdigit((unsigned char)id.data[i + 1]))
        for (i++; i < id.length && isdigit((unsigned char)id.data[i]);)
            i++;
    return trig_view_of(id.data, i);
}

/* Python's notation of a dictionary of texts as JSON: 'it\'s "so"' to "it's \"so\"".
 * NULL data when memory is out. */
static struct trig_view json_of_python(struct trig_arena *arena, struct trig_view python)
{
    char *json = trig_arena_calloc(arena, 2 * python.length + 1, 1);
    size_t length = 0;
    char quote = 0; /* of the text that is being read */
    if (!json)
        return trig_view_of(NULL, 0);
    for (size_t i = 0; i < python.length; i++) {
        char letter = python.data[i];
        char next = 0;
        if (i + 1 < python.length)
            next = python.data[i + 1];
        bool prefix = letter == 'u' && (next == '\'' || next == '"');
        if (!quote && prefix)
            continue;
        if (quote && letter == '\\' && next == '\'') {
            json[length++] = '\'';
            i++;
        } else if (quote && letter == '\\') {
            json[length++] = letter;
            json[length++] = next;
            i++;
        } else if (!quote && (letter == '\'' || letter == '"')) {
            quote = letter;
            json[length++] = '"';
        } else if (quote && letter == quote) {
            quote = 0;
            json[length++] = '"';
        } else {
            if (quote && letter == '"')
                json[length++] = '\\';
            json[length++] = letter;
        }
    }
    return trig_view_of(json, length);
}

/* A member's value as text; NULL data: it has none that names anything. */
static struct trig_view value_of(struct trig_arena *arena, const json_t *value)
{
    if (json_is_string(value))
        return trig_arena_copy(arena, trig_view_of(json_string_value(value), json_string_length(value)));
    if (json_is_integer(value))
        return trig_arena_printf(arena, "%lld", (long long)json_integer_value(value));
    return trig_view_of("", 0);
}

/* The import id first, whatever the order of the members; the time zone is no
 * part of what a column is. */
static enum trig_status read_members(struct trig_arena *arena, json_t *object, struct trig_import_id *out,
                                     struct trig_error *error)
{
    const char *name;
    json_t *value;
    out->id = out->key = value_of(arena, json_object_get(object, "ImportId"));
    out->choice = value_of(arena, json_object_get(object, "choiceId"));
    bool failed = !out->id.data || !out->choice.data;
    if (!failed && !out->id.length)
        return TRIG_OK;
    json_object_foreach(object, name, value)
    {
        if (strcmp(name, "ImportId") == 0 || strcmp(name, "timeZone") == 0 || failed)
            continue;
        struct trig_view text = value_of(arena, value);
        if (text.length)
            out->key = trig_arena_printf(arena, "%.*s_%.*s", TRIG_VIEW_ARG(out->key), TRIG_VIEW_ARG(text));
        failed = !text.data || !out->key.data;
    }
    if (failed || !out->id.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    out->question = trig_import_id_question(out->id);
    return TRIG_OK;
}

/* @return NULL when [text] is no JSON, or memory is out: [*starved]. */
static json_t *load(struct trig_view text, bool *starved)
{
    json_error_t problem;
    json_t *object = text.data ? json_loadb(text.data, text.length, 0, &problem) : NULL;
    *starved |= !text.data || (!object && json_error_code(&problem) == json_error_out_of_memory);
    return object;
}

enum trig_status trig_import_id_read(struct trig_arena *arena, struct trig_view cell,
                                     struct trig_import_id *out, struct trig_error *error)
{
    static const struct trig_view blank = {"", 0};
    bool starved = false;
    *out = (struct trig_import_id){blank, blank, blank, blank};
    cell = trig_text_trim(cell);
    if (!trig_import_id_is(cell))
        return TRIG_OK;
    json_t *object = load(cell, &starved);
    if (!object && !starved)
        object = load(json_of_python(arena, cell), &starved);
    if (starved)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    enum trig_status status = object ? read_members(arena, object, out, error) : TRIG_OK;
    if (!out->id.length)
        out->choice = blank;
    json_decref(object);
    return status;
}
