#include "analyze/estimate/sums.h"

#include "analyze/frame/frame_internal.h"

#include <math.h>

/* Up to so many keys a batch finds its slots through a plain array of 4 bytes a key. */
#define DENSE_MOST (UINT64_C(1) << 18)

static enum trig_status no_memory(const struct trig_sums *sums, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the sums of %zu groups", sums->count + 1);
    return TRIG_ERR_MEMORY;
}

static enum trig_status reserve(struct trig_sums *sums, size_t needed, struct trig_error *error)
{
    if (needed <= sums->capacity)
        return TRIG_OK;
    size_t larger = needed < 64 ? 64 : needed + needed / 2;
    struct {
        void **items;
        size_t size;
        bool wanted;
    } arrays[] = {
        {(void **)&sums->keys, sizeof *sums->keys, true},
        {(void **)&sums->respondents, sizeof *sums->respondents, true},
        {(void **)&sums->fpc, TRIG_SUMS_FPC * sizeof *sums->fpc, true},
        {(void **)&sums->values, sums->width * sizeof *sums->values, true},
        {(void **)&sums->carries, sums->width * sizeof *sums->carries, sums->carries != NULL},
        {(void **)&sums->extremes, sums->measures * sizeof *sums->extremes, sums->extremes != NULL},
    };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        if (!arrays[i].wanted)
            continue;
        void *grown = trig_resize(*arrays[i].items, larger, arrays[i].size);
        if (!grown)
            return no_memory(sums, error);
        *arrays[i].items = grown;
    }
    sums->capacity = larger;
    return TRIG_OK;
}

static void clear_slot(struct trig_sums *sums, size_t slot, uint64_t key)
{
    sums->keys[slot] = key;
    sums->respondents[slot] = 0;
    for (size_t i = 0; i < TRIG_SUMS_FPC; i++)
        sums->fpc[TRIG_SUMS_FPC * slot + i] = i % 2 ? -INFINITY : INFINITY;
    memset(sums->values + slot * sums->width, 0, sums->width * sizeof *sums->values);
    if (sums->carries)
        memset(sums->carries + slot * sums->width, 0, sums->width * sizeof *sums->carries);
    if (sums->extremes)
        memset(sums->extremes + slot * sums->measures, 0, sums->measures * sizeof *sums->extremes);
}

static enum trig_status make_index(struct trig_sums *sums, struct trig_error *error)
{
    if (sums->key_count <= DENSE_MOST) {
        sums->dense = trig_calloc((size_t)sums->key_count, sizeof *sums->dense);
        return sums->dense ? TRIG_OK : no_memory(sums, error);
    }
    sums->sparse = trig_dictionary_create(error);
    return sums->sparse ? TRIG_OK : TRIG_ERR_MEMORY;
}

enum trig_status trig_sums_init(struct trig_sums *sums, const struct trig_sums_shape *shape,
                                struct trig_error *error)
{
    memset(sums, 0, sizeof *sums);
    sums->measures = shape->measures;
    sums->each = shape->weighted ? TRIG_SUMS_WEIGHTED : TRIG_SUMS_UNIT;
    sums->width = TRIG_SUMS_OWN + sums->measures * sums->each + shape->bins * trig_sums_bin_size(sums);
    sums->key_count = shape->key_count;
    /* A first byte marks the arrays that are wanted; reserve makes them large. */
    bool marked = true;
    if (shape->compensated)
        marked = (sums->carries = trig_calloc(1, sizeof *sums->carries)) != NULL;
    if (shape->extremes && marked)
        marked = (sums->extremes = trig_calloc(1, sizeof *sums->extremes)) != NULL;
    enum trig_status status = marked ? make_index(sums, error) : no_memory(sums, error);
    if (status == TRIG_OK)
        status = reserve(sums, 1, error);
    if (status) {
        trig_sums_clear(sums);
        return status;
    }
    clear_slot(sums, TRIG_BIN, TRIG_KEY_OUTSIDE);
    sums->count = 1;
    return TRIG_OK;
}

void trig_sums_clear(struct trig_sums *sums)
{
    trig_free(sums->keys);
    trig_free(sums->respondents);
    trig_free(sums->fpc);
    trig_free(sums->values);
    trig_free(sums->carries);
    trig_free(sums->extremes);
    trig_free(sums->dense);
    trig_dictionary_destroy(sums->sparse);
    memset(sums, 0, sizeof *sums);
}

enum trig_status trig_sums_reset(struct trig_sums *sums, struct trig_error *error)
{
    if (sums->dense) {
        for (size_t i = 1; i < sums->count; i++)
            sums->dense[sums->keys[i]] = 0;
    } else {
        trig_dictionary *fresh = trig_dictionary_create(error);
        if (!fresh)
            return TRIG_ERR_MEMORY;
        trig_dictionary_destroy(sums->sparse);
        sums->sparse = fresh;
    }
    clear_slot(sums, TRIG_BIN, TRIG_KEY_OUTSIDE);
    sums->count = 1;
    return TRIG_OK;
}

static enum trig_status add_slot(struct trig_sums *sums, uint64_t key, size_t *slot, struct trig_error *error)
{
    if (sums->count == UINT32_MAX)
        return trig_error_set(error, TRIG_ERR_LIMIT, "more than %u groups; ask for fewer variables in --by",
                              UINT32_MAX);
    enum trig_status status = reserve(sums, sums->count + 1, error);
    if (status)
        return status;
    *slot = sums->count++;
    clear_slot(sums, *slot, key);
    return TRIG_OK;
}

enum trig_status trig_sums_slot(struct trig_sums *sums, uint64_t key, size_t *slot, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    *slot = TRIG_BIN;
    if (key >= TRIG_KEY_OUTSIDE)
        return TRIG_OK;
    if (sums->dense) {
        *slot = sums->dense[key];
        if (*slot == TRIG_BIN)
            status = add_slot(sums, key, slot, error);
        sums->dense[key] = (uint32_t)*slot;
        return status;
    }
    size_t index;
    status = trig_dictionary_add(sums->sparse, trig_view_of((const char *)&key, sizeof key), &index, error);
    *slot = index + 1;
    return status || *slot < sums->count ? status : add_slot(sums, key, slot, error);
}

/* Neumaier (1974): the rounding error of each addition is kept in [carry]. */
static void add_compensated(double *sum, double *carry, double value)
{
    double total = *sum + value;
    *carry += fabs(*sum) >= fabs(value) ? (*sum - total) + value : (value - total) + *sum;
    *sum = total;
}

static void merge_slot(struct trig_sums *sums, size_t to, const struct trig_sums *other, size_t from)
{
    sums->respondents[to] += other->respondents[from];
    for (size_t i = 0; i < TRIG_SUMS_FPC; i++) {
        double *into = &sums->fpc[TRIG_SUMS_FPC * to + i];
        double more = other->fpc[TRIG_SUMS_FPC * from + i];
        *into = i % 2 ? fmax(*into, more) : fmin(*into, more);
    }
    double *values = sums->values + to * sums->width;
    double *carries = sums->carries + to * sums->width;
    for (size_t i = 0; i < sums->width; i++)
        add_compensated(&values[i], &carries[i], other->values[from * sums->width + i]);
    for (size_t i = 0; other->carries && i < sums->width; i++)
        add_compensated(&values[i], &carries[i], other->carries[from * sums->width + i]);
    for (size_t i = 0; sums->extremes && i < sums->measures; i++)
        trig_extremes_merge(&sums->extremes[to * sums->measures + i],
                            &other->extremes[from * sums->measures + i]);
}

enum trig_status trig_sums_merge(struct trig_sums *sums, const struct trig_sums *other,
                                 struct trig_error *error)
{
    for (size_t from = 1; from < other->count; from++) {
        size_t to;
        enum trig_status status = trig_sums_slot(sums, other->keys[from], &to, error);
        if (status)
            return status;
        merge_slot(sums, to, other, from);
    }
    return TRIG_OK;
}
