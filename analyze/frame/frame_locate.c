#include "analyze/frame/frame_internal.h"

/* The part of a key that a number or text adds. */
static uint64_t found_part(const struct trig_dimension *dimension, const struct trig_column *column,
                           size_t row)
{
    double number = column->numbers ? column->numbers[row] + 0.0 : 0.0; /* -0 is 0 */
    struct trig_view raw =
        column->numbers ? trig_view_of((const char *)&number, sizeof number) : trig_column_text(column, row);
    bool answered = column->answers[row] == TRIG_ANSWERED;
    size_t at = answered ? trig_dictionary_find(dimension->found, raw) : SIZE_MAX;
    if (at != SIZE_MAX)
        return dimension->stride * dimension->place[at];
    bool needed = dimension->kind != TRIG_DIMENSION_BY && dimension->kind != TRIG_DIMENSION_MARGIN;
    return needed ? TRIG_KEY_LACKING : dimension->stride * dimension->count;
}

static void add_parts8(const uint64_t *parts, const uint8_t *codes, size_t count, uint64_t *keys)
{
    for (size_t i = 0; i < count; i++)
        keys[i] += parts[codes[i]];
}

static void add_parts16(const struct trig_code_parts *parts, const uint16_t *codes, size_t count,
                        uint64_t *keys)
{
    for (size_t i = 0; i < count; i++)
        keys[i] += parts->items[codes[i] < parts->count ? codes[i] : parts->count];
}

static void add_dimension(const struct trig_dimension *dimension, const struct trig_code_parts *parts,
                          const struct trig_column *column, size_t start, size_t count, uint64_t *keys)
{
    if (column->codes8) {
        add_parts8(parts->items, column->codes8 + start, count, keys);
    } else if (column->codes16) {
        add_parts16(parts, column->codes16 + start, count, keys);
    } else {
        for (size_t i = 0; i < count; i++)
            keys[i] += found_part(dimension, column, start + i);
    }
}

void trig_frame_locate(const trig_frame *frame, size_t store, const struct trig_batch *batch, size_t start,
                       size_t count, uint64_t *keys, uint8_t *fails)
{
    memset(keys, 0, count * sizeof *keys);
    for (size_t i = 0; i < frame->dimension_count; i++) {
        const struct trig_dimension *dimension = &frame->dimensions[i];
        if (dimension->kind != TRIG_DIMENSION_SCOPE)
            add_dimension(dimension, &frame->stores[store].parts[i], &batch->columns[dimension->column],
                          start, count, keys);
    }
    trig_scope_rows(frame, store, batch, start, count, fails);
    if (frame->eligibility_count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        keys[i] += fails[i] ? frame->scope_part : 0;
}
