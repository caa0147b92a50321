#include "surveys/batch/batch_builder.h"

#include "surveys/base/memory.h"
#include "surveys/batch/batch_builder_parts.h"

#include <string.h>

/* Small imports are common: the arrays start at this many rows and double. */
#define FIRST_ROWS 1024u

trig_batch_builder *trig_builder_create(const struct trig_column_spec *specs, size_t count,
                                        struct trig_error *error)
{
    trig_batch_builder *builder = trig_calloc(1, sizeof *builder);
    if (!builder)
        goto out_of_memory;
    builder->columns = trig_calloc(count, sizeof *builder->columns);
    builder->column_count = builder->columns ? count : 0;
    builder->views = trig_calloc(count, sizeof *builder->views);
    builder->texts = trig_calloc(count, sizeof *builder->texts);
    if (!builder->columns || !builder->views || !builder->texts)
        goto out_of_memory;
    for (size_t i = 0; i < count; i++) {
        assert(specs[i].dictionary || specs[i].encoding != TRIG_ENCODING_CODES8);
        builder->columns[i].name = specs[i].name;
        builder->columns[i].encoding = specs[i].encoding;
        builder->columns[i].fixed = specs[i].dictionary;
        if (specs[i].encoding == TRIG_ENCODING_TEXT)
            builder->texts[builder->text_count++] = i;
    }
    return builder;
out_of_memory:
    trig_builder_destroy(builder);
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a batch of %zu columns", count);
    return NULL;
}

void trig_builder_destroy(trig_batch_builder *builder)
{
    if (!builder)
        return;
    for (size_t i = 0; i < builder->column_count; i++) {
        struct trig_builder_column *column = &builder->columns[i];
        trig_dictionary_destroy(column->open);
        trig_free(column->codes8);
        trig_free(column->codes16);
        trig_free(column->numbers);
        trig_free(column->words);
        trig_free(column->answers);
        trig_free(column->offsets);
        trig_free(column->bytes);
    }
    trig_free(builder->columns);
    trig_free(builder->views);
    trig_free(builder->texts);
    trig_free(builder);
}

static bool resize_to(void *array, size_t count, size_t size)
{
    void *pointer;
    memcpy(&pointer, array, sizeof pointer);
    pointer = trig_resize(pointer, count, size);
    if (pointer)
        memcpy(array, &pointer, sizeof pointer);
    return pointer != NULL;
}

/* Makes room for [rows] rows in the arrays that the column's encoding uses. */
static bool resize_column(struct trig_builder_column *column, size_t rows)
{
    switch (column->encoding) {
    case TRIG_ENCODING_CODES8:
        return resize_to(&column->codes8, rows, sizeof *column->codes8);
    case TRIG_ENCODING_CODES16:
        return resize_to(&column->codes16, rows, sizeof *column->codes16);
    case TRIG_ENCODING_WORDS:
        return resize_to(&column->words, rows, sizeof *column->words);
    case TRIG_ENCODING_NUMBER:
        return resize_to(&column->numbers, rows, sizeof *column->numbers) &&
               resize_to(&column->answers, rows, sizeof *column->answers);
    case TRIG_ENCODING_FLAGS:
        return resize_to(&column->words, rows, sizeof *column->words) &&
               resize_to(&column->answers, rows, sizeof *column->answers);
    case TRIG_ENCODING_TEXT:
        if (!resize_to(&column->offsets, rows + 1, sizeof *column->offsets))
            return false;
        column->offsets[0] = 0;
        return resize_to(&column->answers, rows, sizeof *column->answers);
    }
    return false;
}

/* Makes the cells of rows [from] to [to] "not shown", column by column. */
static void clear_rows(trig_batch_builder *builder, size_t from, size_t to)
{
    size_t count = to - from;
    for (size_t i = 0; i < builder->column_count; i++) {
        const struct trig_builder_column *cells = &builder->columns[i];
        if (cells->codes8)
            memset(cells->codes8 + from, TRIG_CODE8(TRIG_NOT_SHOWN), count);
        for (size_t row = from; cells->codes16 && row < to; row++)
            cells->codes16[row] = TRIG_CODE16(TRIG_NOT_SHOWN);
        for (size_t row = from; cells->numbers && row < to; row++)
            cells->numbers[row] = NAN;
        if (cells->words)
            memset(cells->words + from, 0, count * sizeof *cells->words);
        if (cells->answers)
            memset(cells->answers + from, TRIG_NOT_SHOWN, count);
    }
}

enum trig_status trig_builder_reserve(trig_batch_builder *builder, size_t rows, struct trig_error *error)
{
    size_t capacity = builder->capacity ? builder->capacity : FIRST_ROWS;
    if (rows <= builder->capacity)
        return TRIG_OK;
    while (capacity < rows)
        capacity *= 2;
    for (size_t i = 0; i < builder->column_count; i++)
        if (!resize_column(&builder->columns[i], capacity))
            return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a batch of %zu rows", capacity);
    clear_rows(builder, builder->capacity, capacity);
    builder->capacity = capacity;
    return TRIG_OK;
}

/* Rows beyond the one being filled are clear already: that is done for many at a
 * time, which costs a fraction of doing it row by row. */
enum trig_status trig_builder_begin_row(trig_batch_builder *builder, struct trig_error *error)
{
    assert(!trig_builder_full(builder));
    enum trig_status status = trig_builder_reserve(builder, builder->rows + 1, error);
    if (status)
        return status;
    if (builder->begun)
        clear_rows(builder, builder->rows, builder->rows + 1);
    for (size_t i = 0; i < builder->text_count; i++) {
        const struct trig_builder_column *cells = &builder->columns[builder->texts[i]];
        cells->offsets[builder->rows + 1] = cells->offsets[builder->rows];
    }
    builder->begun = true;
    return TRIG_OK;
}

void trig_builder_end_row(trig_batch_builder *builder)
{
    assert(builder->rows < builder->capacity);
    for (size_t i = 0; i < builder->text_count; i++) {
        const struct trig_builder_column *cells = &builder->columns[builder->texts[i]];
        builder->text += cells->offsets[builder->rows + 1] - cells->offsets[builder->rows];
    }
    builder->rows++;
    builder->begun = false;
}

enum trig_status trig_builder_set_text(trig_batch_builder *builder, size_t column, struct trig_view text,
                                       struct trig_error *error)
{
    struct trig_builder_column *cells = &builder->columns[column];
    assert(cells->offsets);
    size_t start = cells->offsets[builder->rows];
    size_t end = start + text.length;
    if (text.length > UINT32_MAX - start)
        return trig_error_set(error, TRIG_ERR_LIMIT, "a text of %zu bytes is too long to be stored",
                              text.length);
    enum trig_status status =
        trig_grow((void **)&cells->bytes, &cells->bytes_capacity, end, sizeof *cells->bytes, error);
    if (status)
        return status;
    if (text.length)
        memcpy(cells->bytes + start, text.data, text.length);
    cells->offsets[builder->rows + 1] = (uint32_t)end;
    cells->answers[builder->rows] = TRIG_ANSWERED;
    return TRIG_OK;
}

static enum trig_status make_open(struct trig_builder_column *column, struct trig_error *error)
{
    if (!column->open)
        column->open = trig_dictionary_create(error);
    return column->open ? TRIG_OK : TRIG_ERR_MEMORY;
}

enum trig_status trig_builder_intern(trig_batch_builder *builder, size_t column, struct trig_view text,
                                     uint16_t *out, struct trig_error *error)
{
    struct trig_builder_column *cells = &builder->columns[column];
    assert(cells->codes16 && !cells->fixed);
    enum trig_status status = make_open(cells, error);
    if (status)
        return status;
    size_t code = trig_dictionary_find(cells->open, text);
    if (code == SIZE_MAX) {
        if (trig_dictionary_count(cells->open) >= TRIG_CODES16_MOST)
            return trig_error_set(error, TRIG_ERR_LIMIT, "\"%.*s\" has more than %u different answers",
                                  TRIG_VIEW_ARG(cells->name), TRIG_CODES16_MOST);
        status = trig_dictionary_add(cells->open, text, &code, error);
        if (status)
            return status;
        builder->crowded |= trig_dictionary_count(cells->open) == TRIG_CODES16_MOST;
    }
    *out = (uint16_t)code;
    return TRIG_OK;
}

enum trig_status trig_builder_set_category(trig_batch_builder *builder, size_t column, struct trig_view text,
                                           struct trig_error *error)
{
    return trig_builder_intern(builder, column, text, &builder->columns[column].codes16[builder->rows],
                               error);
}

/* How many texts of the open dictionary occur in [rows] rows; marks them in
 * [used], which has one element a text and is all zero before. */
static size_t mark_used(const struct trig_builder_column *column, size_t rows, uint16_t *used)
{
    size_t count = 0;
    for (size_t row = 0; row < rows; row++) {
        uint16_t code = column->codes16[row];
        if (code >= TRIG_CODE16(TRIG_UNREADABLE) || used[code])
            continue;
        used[code] = 1;
        count++;
    }
    return count;
}

/* Replaces the open dictionary by one of the texts marked in [used], and the
 * codes by theirs; [used] becomes the map from old codes to new ones. */
static enum trig_status drop_unused(struct trig_builder_column *column, size_t rows, uint16_t *used,
                                    struct trig_error *error)
{
    trig_dictionary *packed = trig_dictionary_create(error);
    if (!packed)
        return TRIG_ERR_MEMORY;
    size_t count = trig_dictionary_count(column->open);
    for (size_t code = 0; code < count; code++) {
        size_t index = 0;
        if (used[code] &&
            trig_dictionary_add(packed, trig_dictionary_at(column->open, code), &index, error)) {
            trig_dictionary_destroy(packed);
            return TRIG_ERR_MEMORY;
        }
        used[code] = (uint16_t)index;
    }
    for (size_t row = 0; row < rows; row++)
        if (column->codes16[row] < TRIG_CODE16(TRIG_UNREADABLE))
            column->codes16[row] = used[column->codes16[row]];
    trig_dictionary_destroy(column->open);
    column->open = packed;
    return TRIG_OK;
}

/* Rows that were dropped may have left texts in the dictionary which no kept
 * row holds: those must not reach the store. */
static enum trig_status pack_open(struct trig_builder_column *column, size_t rows, struct trig_error *error)
{
    enum trig_status status = make_open(column, error);
    if (status)
        return status;
    size_t count = trig_dictionary_count(column->open);
    uint16_t *used = trig_calloc(count, sizeof *used);
    if (!used)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu categories", count);
    if (mark_used(column, rows, used) < count)
        status = drop_unused(column, rows, used, error);
    trig_free(used);
    return status;
}

static bool is_open(const struct trig_builder_column *column)
{
    return column->encoding == TRIG_ENCODING_CODES16 && !column->fixed;
}

enum trig_status trig_builder_batch(trig_batch_builder *builder, struct trig_batch *out,
                                    struct trig_error *error)
{
    for (size_t i = 0; i < builder->column_count; i++) {
        struct trig_builder_column *column = &builder->columns[i];
        enum trig_status status = is_open(column) ? pack_open(column, builder->rows, error) : TRIG_OK;
        if (status)
            return status;
        builder->views[i] = (struct trig_column){
            .name = column->name,
            .encoding = column->encoding,
            .dictionary = column->open ? column->open : column->fixed,
            .codes8 = column->codes8,
            .codes16 = column->codes16,
            .numbers = column->numbers,
            .words = column->words,
            .answers = column->answers,
            .offsets = column->offsets,
            .bytes = column->bytes,
        };
    }
    *out = (struct trig_batch){builder->rows, builder->column_count, builder->views};
    return TRIG_OK;
}

void trig_builder_reset(trig_batch_builder *builder)
{
    for (size_t i = 0; i < builder->column_count; i++) {
        trig_dictionary_destroy(builder->columns[i].open);
        builder->columns[i].open = NULL;
    }
    clear_rows(builder, 0, builder->rows + (builder->begun ? 1 : 0));
    builder->rows = 0;
    builder->begun = false;
    builder->text = 0;
    builder->crowded = false;
}
