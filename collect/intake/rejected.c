#include "collect/intake/rejected.h"

#include "surveys/base/hash.h"
#include "surveys/base/memory.h"

#include <stdlib.h>

struct trig_view trig_rejected_unguard(struct trig_view text)
{
    bool guarded = text.length > 1 && text.data[0] == '\'' && strchr("=+-@\t\r", text.data[1]);
    return guarded ? trig_view_of(text.data + 1, text.length - 1) : text;
}

/* Spreadsheets turn the line breaks in a cell into their own kind. */
static uint64_t add_text(uint64_t hash, struct trig_view text)
{
    size_t begin = 0;
    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && text.data[i] != '\r')
            continue;
        if (i > begin)
            hash = trig_checksum(text.data + begin, i - begin, hash);
        begin = i + 1;
    }
    return hash;
}

uint64_t trig_rejected_fields(trig_field_at *at, const void *record, size_t count)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        struct trig_view text = trig_rejected_unguard(at(record, i));
        if (text.length)
            hash = add_text(trig_checksum(&i, sizeof i, hash), text);
    }
    return hash;
}

/* ---- reading ------------------------------------------------------------------------- */

struct reading {
    const struct trig_shape *shape;
    struct trig_rejected_list *out;
};

struct fields {
    const struct trig_shape *shape;
    const json_t *object;
};

static struct trig_view field_at(const void *record, size_t index)
{
    const struct fields *fields = record;
    struct trig_view name = fields->shape->headings[index].raw;
    const json_t *value = json_object_getn(fields->object, name.data, name.length);
    return trig_view_of(json_string_value(value), json_string_length(value));
}

static enum trig_status take(void *context, const struct trig_reject *reject, struct trig_error *error)
{
    struct reading *reading = context;
    struct trig_rejected_list *out = reading->out;
    json_error_t problem;
    enum trig_status status =
        trig_grow((void **)&out->items, &out->capacity, out->count + 1, sizeof *out->items, error);
    if (status != TRIG_OK)
        return status;
    json_t *object = json_loadb(reject->fields.data, reject->fields.length, 0, &problem);
    const struct fields fields = {reading->shape, object};
    out->items[out->count++] = (struct trig_rejected){
        reject->record, reject->id, trig_rejected_fields(field_at, &fields, reading->shape->count),
        trig_reason_find(reject->reason)};
    json_decref(object);
    return TRIG_OK;
}

static int compare(const void *left, const void *right)
{
    const struct trig_rejected *a = left, *b = right;
    return a->record < b->record ? -1 : a->record > b->record;
}

enum trig_status trig_rejected_read(trig_store *store, uint64_t import, const struct trig_shape *shape,
                                    struct trig_rejected_list *out, struct trig_error *error)
{
    struct reading reading = {shape, out};
    *out = (struct trig_rejected_list){.count = 0};
    enum trig_status status = trig_store_rejects(store, import, take, &reading, error);
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, compare);
    return status;
}

void trig_rejected_clear(struct trig_rejected_list *list)
{
    trig_free(list->items);
    *list = (struct trig_rejected_list){.count = 0};
}

const struct trig_rejected *trig_rejected_find(const struct trig_rejected_list *list, uint64_t record)
{
    const struct trig_rejected wanted = {.record = record};
    if (!list->count)
        return NULL;
    return bsearch(&wanted, list->items, list->count, sizeof *list->items, compare);
}
