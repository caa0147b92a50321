#include "collect/sources/escape.h"

/* The escape that [text] begins with, NULL when it begins with none. */
static const struct trig_escape *escape_at(const struct trig_escape *escapes, struct trig_view text)
{
    for (; escapes->text; escapes++) {
        size_t length = strlen(escapes->text);
        if (text.length >= length && memcmp(text.data, escapes->text, length) == 0)
            return escapes;
    }
    return NULL;
}

enum trig_status trig_escape_decode(const struct trig_escape *escapes, struct trig_view text,
                                    struct trig_arena *arena, struct trig_view *out, struct trig_error *error)
{
    size_t written = 0;
    char *copy = NULL;
    *out = text;
    for (size_t i = 0; i < text.length;) {
        const struct trig_escape *escape = escape_at(escapes, trig_view_of(text.data + i, text.length - i));
        if (escape && !copy) {
            copy = trig_arena_calloc(arena, text.length + 1, 1);
            if (!copy)
                return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the export's texts");
            memcpy(copy, text.data, i);
            written = i;
        }
        if (copy && escape)
            copy[written++] = escape->character;
        else if (copy)
            copy[written++] = text.data[i];
        i += escape ? strlen(escape->text) : 1;
    }
    if (copy)
        *out = trig_view_of(copy, written);
    return TRIG_OK;
}
