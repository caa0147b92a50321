#include "analyze/frame/frame_internal.h"

#include <stdio.h>
#include <stdlib.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the breakdown");
    return TRIG_ERR_MEMORY;
}

void trig_dimension_clear(struct trig_dimension *dimension)
{
    trig_dictionary_destroy(dimension->sorted);
    trig_dictionary_destroy(dimension->found);
    trig_free(dimension->place);
}

/* ---- the categories of a column without a fixed dictionary ------------------- */

static double number_at(const trig_dictionary *found, size_t index)
{
    double number;
    memcpy(&number, trig_dictionary_at(found, index).data, sizeof number);
    return number;
}

static int compare_numbers(const void *a, const void *b, void *found)
{
    double x = number_at(found, *(const size_t *)a);
    double y = number_at(found, *(const size_t *)b);
    return (x > y) - (x < y);
}

static int compare_texts(const void *a, const void *b, void *found)
{
    struct trig_view x = trig_dictionary_at(found, *(const size_t *)a);
    struct trig_view y = trig_dictionary_at(found, *(const size_t *)b);
    int order = memcmp(x.data, y.data, x.length < y.length ? x.length : y.length);
    return order ? order : (x.length > y.length) - (x.length < y.length);
}

/* The shortest decimal text that reads back as the same number. */
static struct trig_view number_text(double number, char text[32])
{
    snprintf(text, 32, "%.15g", number);
    if (strtod(text, NULL) != number)
        snprintf(text, 32, "%.17g", number);
    return trig_view(text);
}

static enum trig_status add_sorted(struct trig_dimension *dimension, const size_t *order, bool numbers,
                                   struct trig_error *error)
{
    char text[32];
    for (size_t i = 0; i < dimension->count; i++) {
        struct trig_view category = numbers ? number_text(number_at(dimension->found, order[i]), text)
                                            : trig_dictionary_at(dimension->found, order[i]);
        enum trig_status status =
            trig_dictionary_add(dimension->sorted, category, &dimension->place[order[i]], error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

/* Makes categories of what was found, in their natural order, so that they do
 * not depend on which store or row came first. */
static enum trig_status sort_found(struct trig_dimension *dimension, bool numbers, struct trig_error *error)
{
    dimension->count = trig_dictionary_count(dimension->found);
    size_t *order = trig_calloc(dimension->count, sizeof *order);
    dimension->place = trig_calloc(dimension->count, sizeof *dimension->place);
    dimension->sorted = trig_dictionary_create(error);
    enum trig_status status = order && dimension->place && dimension->sorted ? TRIG_OK : no_memory(error);
    if (status == TRIG_OK) {
        for (size_t i = 0; i < dimension->count; i++)
            order[i] = i;
        qsort_r(order, dimension->count, sizeof *order, numbers ? compare_numbers : compare_texts,
                dimension->found);
        status = add_sorted(dimension, order, numbers, error);
    }
    dimension->texts = dimension->sorted;
    trig_free(order);
    return status;
}

/* A nominal variable without scale: what each store has met. */
static enum trig_status gather_texts(const trig_frame *frame, struct trig_dimension *dimension,
                                     struct trig_error *error)
{
    dimension->found = trig_dictionary_create(error);
    if (!dimension->found)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < frame->store_count; i++) {
        const trig_dictionary *met = trig_scan_dictionary(frame->stores[i].scan, dimension->column);
        for (size_t code = 0; code < trig_dictionary_count(met); code++) {
            enum trig_status status =
                trig_dictionary_add(dimension->found, trig_dictionary_at(met, code), NULL, error);
            if (status)
                return status;
        }
    }
    return TRIG_OK;
}

static enum trig_status settle_categories(const trig_frame *frame, struct trig_dimension *dimension,
                                          struct trig_error *error)
{
    if (dimension->kind == TRIG_DIMENSION_SCOPE) {
        dimension->count = 1;
        return TRIG_OK;
    }
    const struct trig_column_spec *spec = &frame->specs[dimension->column];
    if (spec->dictionary) {
        dimension->texts = spec->dictionary;
        dimension->count = trig_dictionary_count(spec->dictionary);
        return TRIG_OK;
    }
    enum trig_status status =
        trig_column_spec_is_open(spec) ? gather_texts(frame, dimension, error) : TRIG_OK;
    return status ? status : sort_found(dimension, spec->encoding == TRIG_ENCODING_NUMBER, error);
}

/* ---- keys ----------------------------------------------------------------------- */

static enum trig_status settle_strides(trig_frame *frame, struct trig_error *error)
{
    frame->keys = 1;
    frame->scope_part = TRIG_KEY_OUT_OF_SCOPE;
    for (size_t i = frame->dimension_count; i-- > 0;) {
        struct trig_dimension *dimension = &frame->dimensions[i];
        dimension->stride = frame->keys;
        if (dimension->kind == TRIG_DIMENSION_SCOPE)
            frame->scope_part = dimension->stride;
        if (__builtin_mul_overflow(frame->keys, (uint64_t)dimension->count + 1, &frame->keys) ||
            frame->keys > TRIG_KEY_MOST)
            return trig_error_set(error, TRIG_ERR_LIMIT,
                                  "the breakdown and the design have too many combinations; ask for fewer "
                                  "variables in --by");
    }
    return TRIG_OK;
}

/* What category [category] of a dimension adds to a key. */
static uint64_t part_of(const trig_frame *frame, const struct trig_dimension *dimension, size_t category)
{
    bool missing = category >= dimension->count;
    if (dimension->kind == TRIG_DIMENSION_WAVE && (missing || !frame->waves[category]))
        return TRIG_KEY_OTHER_WAVE;
    if (missing && trig_dimension_is_design(dimension))
        return TRIG_KEY_LACKING;
    return dimension->stride * category;
}

/* The category of a store's code: the same number, or by way of its text. */
static size_t category_of(const struct trig_dimension *dimension, const trig_dictionary *codes, size_t code)
{
    if (!dimension->found)
        return code;
    return dimension->place[trig_dictionary_find(dimension->found, trig_dictionary_at(codes, code))];
}

static enum trig_status settle_parts(const trig_frame *frame, struct trig_frame_store *store,
                                     const struct trig_dimension *dimension, struct trig_code_parts *parts,
                                     struct trig_error *error)
{
    const trig_dictionary *codes =
        dimension->column == TRIG_NO_COLUMN ? NULL : trig_scan_dictionary(store->scan, dimension->column);
    if (!codes)
        return TRIG_OK;
    parts->count = trig_dictionary_count(codes);
    size_t entries = parts->count < 256 ? 256 : parts->count + 1;
    parts->items = trig_calloc(entries, sizeof *parts->items);
    if (!parts->items)
        return no_memory(error);
    for (size_t code = 0; code < entries; code++) {
        size_t category = code < parts->count ? category_of(dimension, codes, code) : dimension->count;
        parts->items[code] = part_of(frame, dimension, category);
    }
    return TRIG_OK;
}

enum trig_status trig_dimensions_settle(trig_frame *frame, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < frame->dimension_count && status == TRIG_OK; i++)
        status = settle_categories(frame, &frame->dimensions[i], error);
    if (status == TRIG_OK)
        status = settle_strides(frame, error);
    for (size_t i = 0; i < frame->store_count && status == TRIG_OK; i++) {
        struct trig_frame_store *store = &frame->stores[i];
        store->parts = trig_calloc(frame->dimension_count, sizeof *store->parts);
        if (!store->parts)
            return no_memory(error);
        for (size_t j = 0; j < frame->dimension_count && status == TRIG_OK; j++)
            status = settle_parts(frame, store, &frame->dimensions[j], &store->parts[j], error);
    }
    return status;
}
