#include "collect/bytes/json_text.h"

#include "surveys/base/memory.h"

enum trig_status trig_json_text(json_t *value, struct trig_view *out, struct trig_error *error)
{
    size_t length = value ? json_dumpb(value, NULL, 0, JSON_COMPACT) : 0;
    char *text = length ? trig_calloc(length, 1) : NULL;
    bool written = text && json_dumpb(value, text, length, JSON_COMPACT) == length;
    json_decref(value);
    if (written) {
        *out = trig_view_of(text, length);
        return TRIG_OK;
    }
    trig_free(text);
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to write JSON");
}
