#include "analyze/weight/respondents.h"

#include "analyze/frame/frame_internal.h"

#include <math.h>

/* Rows located at a time. */
#define BLOCK 1024

struct reading {
    trig_frame *frame;
    const struct trig_targets *targets;
    struct trig_respondents *out;
    trig_dictionary *keys;       /* the eight bytes of a key -> unit */
    struct trig_weigh_keys open; /* what they say */
    size_t capacity;             /* of units */
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the weights of the responses");
}

/* ---- units ---------------------------------------------------------------------------- */

static enum trig_status unit_of(struct reading *reading, uint64_t key, uint32_t *unit,
                                struct trig_error *error)
{
    struct trig_respondents *out = reading->out;
    size_t index = 0;
    enum trig_status status =
        trig_dictionary_add(reading->keys, trig_view_of((const char *)&key, sizeof key), &index, error);
    if (status)
        return status;
    *unit = (uint32_t)index;
    if (index < out->unit_count)
        return TRIG_OK;
    size_t *values = trig_arena_calloc(&out->arena, reading->targets->attribute_count, sizeof *values);
    if (!values)
        return no_memory(error);
    status = trig_grow((void **)&out->units, &reading->capacity, index + 1, sizeof *out->units, error);
    if (status)
        return status;
    trig_weigh_keys_read(&reading->open, key, &out->units[index], values);
    out->unit_count++;
    return TRIG_OK;
}

/* ---- responses -------------------------------------------------------------------------- */

static enum trig_status check_base(const struct reading *reading, double base, struct trig_error *error)
{
    if (base > 0.0)
        return TRIG_OK;
    return trig_error_set(
        error, TRIG_ERR_DOMAIN,
        "a response has %s weight in \"%.*s\", which the new weights start from; complete the data, or "
        "start from equal weights with --weights none",
        isnan(base)  ? "no"
        : base < 0.0 ? "a negative"
                     : "no positive",
        TRIG_VIEW_ARG(reading->frame->specs[reading->frame->weight_column].name));
}

static enum trig_status take_row(struct reading *reading, const struct trig_batch *batch, size_t row,
                                 uint64_t key, bool fails, struct trig_error *error)
{
    struct trig_respondents *out = reading->out;
    const trig_frame *frame = reading->frame;
    size_t at = out->count++;
    out->unit[at] = TRIG_WEIGH_UNIT_NONE;
    out->base[at] = NAN;
    if (key >= TRIG_KEY_OUTSIDE)
        return TRIG_OK;
    out->base[at] =
        frame->weight_column == TRIG_NO_COLUMN ? 1.0 : batch->columns[frame->weight_column].numbers[row];
    for (size_t i = 0; i < out->number_count; i++)
        out->numbers[i].x[at] =
            batch->columns[frame->variable_columns[out->numbers[i].variable]].numbers[row];
    if (fails)
        return TRIG_OK;
    enum trig_status status = check_base(reading, out->base[at], error);
    return status ? status : unit_of(reading, key, &out->unit[at], error);
}

static enum trig_status take_batch(struct reading *reading, const struct trig_batch *batch,
                                   struct trig_error *error)
{
    uint64_t keys[BLOCK];
    uint8_t fails[BLOCK];
    enum trig_status status = TRIG_OK;
    for (size_t start = 0; start < batch->rows && !status; start += BLOCK) {
        size_t count = batch->rows - start < BLOCK ? batch->rows - start : BLOCK;
        trig_frame_locate(reading->frame, 0, batch, start, count, keys, fails);
        for (size_t i = 0; i < count && !status; i++)
            status = take_row(reading, batch, start + i, keys[i], fails[i], error);
    }
    return status;
}

static enum trig_status allocate(struct reading *reading, struct trig_error *error)
{
    struct trig_respondents *out = reading->out;
    const struct trig_targets *targets = reading->targets;
    size_t rows = (size_t)trig_scan_rows(reading->frame->stores[0].scan);
    size_t waves = reading->frame->definition->wave_count;
    out->unit = trig_arena_calloc(&out->arena, rows, sizeof *out->unit);
    out->base = trig_arena_calloc(&out->arena, rows, sizeof *out->base);
    out->waves = trig_arena_calloc(&out->arena, waves, sizeof *out->waves);
    out->numbers = trig_arena_calloc(&out->arena, targets->count, sizeof *out->numbers);
    if (!out->unit || !out->base || !out->waves || !out->numbers)
        return no_memory(error);
    for (size_t i = 0; i < waves; i++)
        out->waves[i] = trig_frame_has_wave(reading->frame, i);
    for (size_t i = 0; i < targets->count; i++) {
        size_t variable = targets->items[i].total_of;
        if (variable == TRIG_NONE || trig_respondents_numbers(out, variable))
            continue;
        struct trig_numbers *numbers = &out->numbers[out->number_count++];
        numbers->variable = variable;
        numbers->x = trig_arena_calloc(&out->arena, rows, sizeof *numbers->x);
        if (!numbers->x)
            return no_memory(error);
    }
    return TRIG_OK;
}

static enum trig_status read_all(struct reading *reading, struct trig_error *error)
{
    struct trig_batch batch = {0};
    reading->keys = trig_dictionary_create(error);
    enum trig_status status = reading->keys ? allocate(reading, error) : TRIG_ERR_MEMORY;
    if (!status)
        status = trig_weigh_keys_make(reading->frame, reading->targets, &reading->out->arena, &reading->open,
                                      error);
    while (!status) {
        status = trig_scan_next(reading->frame->stores[0].scan, &batch, error);
        if (status || !batch.rows)
            break;
        status = take_batch(reading, &batch, error);
    }
    trig_dictionary_destroy(reading->keys);
    return status;
}

enum trig_status trig_respondents_read(trig_store *store, const struct trig_request *request,
                                       const struct trig_targets *targets, struct trig_respondents *out,
                                       struct trig_error *error)
{
    struct reading reading = {.targets = targets, .out = out};
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->arena);
    enum trig_status status = trig_frame_open(&store, 1, request, &reading.frame, error);
    if (!status)
        status = read_all(&reading, error);
    trig_frame_destroy(reading.frame);
    if (status)
        trig_respondents_clear(out);
    return status;
}

void trig_respondents_clear(struct trig_respondents *respondents)
{
    trig_free(respondents->units);
    trig_arena_clear(&respondents->arena);
    memset(respondents, 0, sizeof *respondents);
}

const double *trig_respondents_numbers(const struct trig_respondents *respondents, size_t variable)
{
    return trig_numbers_of(respondents->numbers, respondents->number_count, variable);
}
