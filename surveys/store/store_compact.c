#include "surveys/store/store_compact.h"

#include <string.h>

/* Copies the elements that stay, run by run. */
static void copy_kept(char *to, const void *from, size_t width, size_t rows, struct trig_gone gone)
{
    const char *bytes = from;
    size_t begin = 0;
    for (size_t i = 0; i <= gone.count; i++) {
        size_t end = i < gone.count ? gone.rows[i] : rows;
        memcpy(to, bytes + begin * width, (end - begin) * width);
        to += (end - begin) * width;
        begin = end + 1;
    }
}

/* What the texts of the rows that stay need. */
static size_t kept_bytes(const struct trig_column *column, size_t rows, struct trig_gone gone)
{
    size_t bytes = column->offsets[rows];
    for (size_t i = 0; i < gone.count; i++)
        bytes -= trig_column_text(column, gone.rows[i]).length;
    return bytes;
}

static void copy_texts(char *bytes, uint32_t *offsets, const struct trig_column *column, size_t rows,
                       struct trig_gone gone)
{
    size_t kept = 0, next = 0;
    uint32_t at = 0;
    offsets[0] = 0;
    for (size_t row = 0; row < rows; row++) {
        if (next < gone.count && gone.rows[next] == row) {
            next++;
            continue;
        }
        struct trig_view text = trig_column_text(column, row);
        if (text.length)
            memcpy(bytes + at, text.data, text.length);
        at += (uint32_t)text.length;
        offsets[++kept] = at;
    }
}

static void compact_texts(struct trig_column *out, const struct trig_column *column, size_t rows,
                          struct trig_gone gone, char *data)
{
    size_t kept = rows - gone.count;
    uint32_t *offsets = (void *)data;
    char *answers = data + (kept + 1) * sizeof *offsets;
    copy_texts(answers + kept, offsets, column, rows, gone);
    copy_kept(answers, column->answers, 1, rows, gone);
    out->offsets = offsets;
    out->answers = (const uint8_t *)answers;
    out->bytes = answers + kept;
}

static void compact_wide(struct trig_column *out, const struct trig_column *column, size_t rows,
                         struct trig_gone gone, char *data)
{
    size_t kept = rows - gone.count;
    if (column->numbers) {
        copy_kept(data, column->numbers, sizeof *column->numbers, rows, gone);
        out->numbers = (const void *)data;
    } else {
        copy_kept(data, column->words, sizeof *column->words, rows, gone);
        out->words = (const void *)data;
    }
    if (column->answers) {
        copy_kept(data + kept * 8, column->answers, 1, rows, gone);
        out->answers = (const uint8_t *)data + kept * 8;
    }
}

enum trig_status trig_compact(struct trig_column *column, size_t rows, struct trig_gone gone,
                              struct trig_bytes *room, struct trig_error *error)
{
    struct trig_column out = {
        .name = column->name, .encoding = column->encoding, .dictionary = column->dictionary};
    size_t size;
    enum trig_status status = trig_segment_size(column->encoding, rows - gone.count, &size, error);
    if (!status && column->offsets)
        size += kept_bytes(column, rows, gone);
    if (!status)
        status = trig_bytes_reserve(room, size, error);
    if (status)
        return status;
    room->length = size;
    if (column->codes8) {
        copy_kept(room->data, column->codes8, sizeof *column->codes8, rows, gone);
        out.codes8 = (const void *)room->data;
    } else if (column->codes16) {
        copy_kept(room->data, column->codes16, sizeof *column->codes16, rows, gone);
        out.codes16 = (const void *)room->data;
    } else if (column->offsets) {
        compact_texts(&out, column, rows, gone, room->data);
    } else {
        compact_wide(&out, column, rows, gone, room->data);
    }
    *column = out;
    return TRIG_OK;
}
