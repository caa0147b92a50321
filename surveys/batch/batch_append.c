#include "surveys/batch/batch_builder.h"

#include "surveys/base/memory.h"
#include "surveys/batch/batch_builder_parts.h"

#include <string.h>

static bool is_open(const struct trig_builder_column *column)
{
    return column->encoding == TRIG_ENCODING_CODES16 && !column->fixed;
}

/* ---- how many rows fit ------------------------------------------------------------- */

/* Bytes in the text columns of some rows. */
static size_t text_of(const struct trig_batch *part, size_t from, size_t count)
{
    size_t text = 0;
    for (size_t i = 0; i < part->column_count; i++)
        if (part->columns[i].offsets)
            text += part->columns[i].offsets[from + count] - part->columns[i].offsets[from];
    return text;
}

/* The rows of [part], from [from] on, after which the builder holds TRIG_BATCH_TEXT
 * bytes of text; at most [most]. */
static size_t rows_of_text(const trig_batch_builder *builder, const struct trig_batch *part, size_t from,
                           size_t most)
{
    size_t left = TRIG_BATCH_TEXT - builder->text;
    size_t low = 0, high = most;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_of(part, from, middle + 1) < left)
            low = middle + 1;
        else
            high = middle;
    }
    return low < most ? low + 1 : most;
}

/* At most [most] rows, and so few that they cannot overfill an open dictionary:
 * each brings one text at most. */
static size_t rows_of_categories(const trig_batch_builder *builder, const struct trig_batch *part,
                                 size_t most)
{
    for (size_t i = 0; i < part->column_count; i++) {
        const struct trig_builder_column *column = &builder->columns[i];
        if (!is_open(column))
            continue;
        size_t room = TRIG_CODES16_MOST - (column->open ? trig_dictionary_count(column->open) : 0);
        if (trig_dictionary_count(part->columns[i].dictionary) >= room && most > room)
            most = room;
    }
    return most;
}

static size_t rows_that_fit(const trig_batch_builder *builder, const struct trig_batch *part, size_t from,
                            size_t count)
{
    size_t room = TRIG_BATCH_ROWS - builder->rows;
    size_t most = rows_of_categories(builder, part, count < room ? count : room);
    return rows_of_text(builder, part, from, most);
}

/* ---- one column ---------------------------------------------------------------------- */

static enum trig_status append_text(struct trig_builder_column *to, const struct trig_column *from,
                                    size_t first, size_t count, size_t rows, struct trig_error *error)
{
    size_t start = from->offsets[first];
    size_t length = from->offsets[first + count] - start;
    size_t used = to->offsets[rows];
    enum trig_status status = trig_grow((void **)&to->bytes, &to->bytes_capacity, used + length, 1, error);
    if (status)
        return status;
    if (length)
        memcpy(to->bytes + used, from->bytes + start, length);
    for (size_t i = 1; i <= count; i++)
        to->offsets[rows + i] = (uint32_t)(from->offsets[first + i] - start + used);
    return TRIG_OK;
}

/* Codes of an open dictionary, as those of the builder's own. */
static enum trig_status append_open(trig_batch_builder *builder, size_t column,
                                    const struct trig_column *from, size_t first, size_t count,
                                    struct trig_error *error)
{
    uint16_t *to = builder->columns[column].codes16 + builder->rows;
    size_t texts = trig_dictionary_count(from->dictionary);
    uint32_t *known = trig_calloc(texts, sizeof *known); /* the builder's code and 1; 0: not met yet */
    enum trig_status status = TRIG_OK;
    if (!known)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu categories", texts);
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        uint16_t code = from->codes16[first + i];
        if (code < TRIG_CODE16(TRIG_UNREADABLE) && !known[code]) {
            uint16_t own = 0;
            status =
                trig_builder_intern(builder, column, trig_dictionary_at(from->dictionary, code), &own, error);
            known[code] = own + 1u;
        }
        to[i] = code < TRIG_CODE16(TRIG_UNREADABLE) ? (uint16_t)(known[code] - 1) : code;
    }
    trig_free(known);
    return status;
}

static enum trig_status append_codes16(trig_batch_builder *builder, size_t column,
                                       const struct trig_column *from, size_t first, size_t count,
                                       struct trig_error *error)
{
    uint16_t *to = builder->columns[column].codes16 + builder->rows;
    if (is_open(&builder->columns[column]))
        return append_open(builder, column, from, first, count, error);
    memcpy(to, from->codes16 + first, count * sizeof *to);
    return TRIG_OK;
}

static enum trig_status append_column(trig_batch_builder *builder, size_t column,
                                      const struct trig_column *from, size_t first, size_t count,
                                      struct trig_error *error)
{
    struct trig_builder_column *to = &builder->columns[column];
    size_t rows = builder->rows;
    assert(to->encoding == from->encoding);
    if (to->codes8)
        memcpy(to->codes8 + rows, from->codes8 + first, count * sizeof *to->codes8);
    if (to->numbers)
        memcpy(to->numbers + rows, from->numbers + first, count * sizeof *to->numbers);
    if (to->words)
        memcpy(to->words + rows, from->words + first, count * sizeof *to->words);
    if (to->answers)
        memcpy(to->answers + rows, from->answers + first, count * sizeof *to->answers);
    if (to->codes16)
        return append_codes16(builder, column, from, first, count, error);
    return to->offsets ? append_text(to, from, first, count, rows, error) : TRIG_OK;
}

/* ---- rows ---------------------------------------------------------------------------- */

enum trig_status trig_builder_append(trig_batch_builder *builder, const struct trig_batch *part, size_t from,
                                     size_t count, size_t *taken, struct trig_error *error)
{
    assert(!trig_builder_full(builder) && part->column_count == builder->column_count);
    assert(from + count <= part->rows);
    *taken = rows_that_fit(builder, part, from, count);
    enum trig_status status = trig_builder_reserve(builder, builder->rows + *taken, error);
    for (size_t i = 0; i < part->column_count && status == TRIG_OK; i++)
        status = append_column(builder, i, &part->columns[i], from, *taken, error);
    if (status != TRIG_OK)
        return status;
    builder->rows += *taken;
    builder->begun = builder->begun && !*taken;
    builder->text += text_of(part, from, *taken);
    return TRIG_OK;
}
