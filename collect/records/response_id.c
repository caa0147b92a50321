#include "collect/records/response_id.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

static enum trig_status append(struct trig_response_id *room, size_t *length, struct trig_view text,
                               struct trig_error *error)
{
    enum trig_status status =
        trig_grow((void **)&room->text, &room->capacity, *length + text.length + 1, 1, error);
    if (status != TRIG_OK)
        return status;
    if (text.length)
        memcpy(room->text + *length, text.data, text.length);
    *length += text.length;
    return TRIG_OK;
}

enum trig_status trig_response_id_make(struct trig_response_id *room, const struct trig_csv_record *record,
                                       const size_t *parts, size_t count, struct trig_view id,
                                       struct trig_view *out, struct trig_error *error)
{
    size_t length = 0;
    *out = id;
    while (count && !trig_text_trim(record->fields[parts[count - 1]].text).length)
        count--;
    if (!count || !id.length)
        return TRIG_OK;
    enum trig_status status = append(room, &length, id, error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        status = append(room, &length, trig_view("|"), error);
        if (status == TRIG_OK)
            status = append(room, &length, trig_text_trim(record->fields[parts[i]].text), error);
    }
    if (status == TRIG_OK)
        *out = trig_view_of(room->text, length);
    return status;
}

void trig_response_id_clear(struct trig_response_id *room)
{
    trig_free(room->text);
    *room = (struct trig_response_id){0};
}
