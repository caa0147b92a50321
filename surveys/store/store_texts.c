#include "surveys/store/store_segment.h"

#include "surveys/base/memory.h"

#include <string.h>

enum trig_status trig_bytes_reserve(struct trig_bytes *bytes, size_t length, struct trig_error *error)
{
    bytes->length = 0;
    if (length <= bytes->capacity)
        return TRIG_OK;
    trig_bytes_clear(bytes);
    return trig_grow((void **)&bytes->data, &bytes->capacity, length, 1, error);
}

void trig_bytes_clear(struct trig_bytes *bytes)
{
    trig_free(bytes->data);
    memset(bytes, 0, sizeof *bytes);
}

/* Lengths lie wherever SQLite put them: never read in place. */
static uint32_t load32(const char *bytes)
{
    uint32_t number;
    memcpy(&number, bytes, sizeof number);
    return number;
}

static void store32(char *bytes, size_t number)
{
    uint32_t narrow = (uint32_t)number;
    memcpy(bytes, &narrow, sizeof narrow);
}

enum trig_status trig_texts_check(struct trig_view packed, size_t *count, struct trig_error *error)
{
    size_t texts = packed.length < 4 ? 0 : load32(packed.data);
    if (packed.length < 4 || texts > (packed.length - 4) / 4)
        return trig_error_set(error, TRIG_ERR_DAMAGED, "its list of texts is cut short");
    size_t left = packed.length - 4 - 4 * texts;
    for (size_t i = 0; i < texts; i++) {
        size_t length = load32(packed.data + 4 + 4 * i);
        if (length > left)
            return trig_error_set(error, TRIG_ERR_DAMAGED, "its list of texts is cut short");
        left -= length;
    }
    if (left)
        return trig_error_set(error, TRIG_ERR_DAMAGED, "its list of texts is too long");
    *count = texts;
    return TRIG_OK;
}

struct trig_texts_cursor trig_texts_begin(struct trig_view packed)
{
    size_t texts = load32(packed.data);
    struct trig_texts_cursor cursor = {packed.data + 4, packed.data + 4 + 4 * texts, texts};
    return cursor;
}

bool trig_texts_next(struct trig_texts_cursor *cursor, struct trig_view *out)
{
    if (cursor->left == 0)
        return false;
    *out = trig_view_of(cursor->bytes, load32(cursor->lengths));
    cursor->bytes += out->length;
    cursor->lengths += 4;
    cursor->left--;
    return true;
}

enum trig_status trig_texts_pack(trig_texts_at *at, const void *list, size_t count, struct trig_bytes *room,
                                 struct trig_error *error)
{
    size_t length = 4 + 4 * count;
    for (size_t i = 0; i < count; i++)
        length += at(list, i).length;
    if (length > UINT32_MAX)
        return trig_error_set(error, TRIG_ERR_LIMIT, "a dictionary of %zu bytes is too large to be stored",
                              length);
    enum trig_status status = trig_bytes_reserve(room, length, error);
    if (status)
        return status;
    store32(room->data, count);
    char *bytes = room->data + 4 + 4 * count;
    for (size_t i = 0; i < count; i++) {
        struct trig_view text = at(list, i);
        store32(room->data + 4 + 4 * i, text.length);
        if (text.length)
            memcpy(bytes, text.data, text.length);
        bytes += text.length;
    }
    room->length = length;
    return TRIG_OK;
}

static struct trig_view dictionary_at(const void *list, size_t index)
{
    return trig_dictionary_at(list, index);
}

enum trig_status trig_texts_pack_dictionary(const trig_dictionary *dictionary, struct trig_bytes *room,
                                            struct trig_error *error)
{
    return trig_texts_pack(dictionary_at, dictionary, trig_dictionary_count(dictionary), room, error);
}
