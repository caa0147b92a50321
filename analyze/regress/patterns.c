#include "analyze/regress/patterns.h"

#include "surveys/base/hash.h"

#include <assert.h>

/* Patterns are worth it when a row shares its own with so many others. */
#define ROWS_OF_A_PATTERN 4

/* Patterns being found: an open table of their numbers plus one, 0 where it is free. */
struct finding {
    struct trig_regress_data *data;
    size_t most; /* patterns */
    uint32_t *slots;
    size_t mask;
    uint32_t *levels[TRIG_MOST_REGRESSORS]; /* factors: by pattern */
    double *numbers[TRIG_MOST_REGRESSORS];  /* numbers: by pattern */
};

static uint64_t hash_row(const struct trig_regress_data *data, size_t row)
{
    uint64_t key[TRIG_MOST_REGRESSORS + 1];
    size_t count = 0;
    for (size_t i = 0; i < data->columns.regressor_count; i++) {
        const struct trig_regressor *regressor = &data->columns.regressors[i];
        double x = regressor->level_count ? 0.0 : regressor->x[row] + 0.0; /* no -0, which equals 0 */
        if (regressor->level_count)
            key[count++] = regressor->level[row];
        else
            memcpy(&key[count++], &x, sizeof x);
    }
    key[count++] = data->categories ? data->category[row] : 0;
    return trig_checksum(key, count * sizeof *key, 0);
}

static bool is_of(const struct finding *finding, size_t row, size_t pattern)
{
    const struct trig_regress_data *data = finding->data;
    for (size_t i = 0; i < data->columns.regressor_count; i++) {
        const struct trig_regressor *regressor = &data->columns.regressors[i];
        if (regressor->level_count ? regressor->level[row] != finding->levels[i][pattern]
                                   : regressor->x[row] != finding->numbers[i][pattern])
            return false;
    }
    return !data->categories || data->category[row] == data->pattern_category[pattern];
}

/* The pattern that begins with [row]. */
static void begin(struct finding *finding, size_t row, size_t slot)
{
    struct trig_regress_data *data = finding->data;
    size_t pattern = data->pattern_count++;
    for (size_t i = 0; i < data->columns.regressor_count; i++) {
        const struct trig_regressor *regressor = &data->columns.regressors[i];
        assert(finding->levels[i] || finding->numbers[i]);
        if (finding->levels[i])
            finding->levels[i][pattern] = regressor->level[row];
        else
            finding->numbers[i][pattern] = regressor->x[row];
    }
    if (data->categories)
        data->pattern_category[pattern] = data->category[row];
    finding->slots[slot] = (uint32_t)data->pattern_count;
}

/* Whether the patterns stay few enough. */
static bool find(struct finding *finding)
{
    struct trig_regress_data *data = finding->data;
    for (size_t row = 0; row < data->count; row++) {
        size_t slot = (size_t)hash_row(data, row) & finding->mask;
        while (finding->slots[slot] && !is_of(finding, row, finding->slots[slot] - 1))
            slot = (slot + 1) & finding->mask;
        if (!finding->slots[slot]) {
            if (data->pattern_count == finding->most)
                return false;
            begin(finding, row, slot);
        }
        data->pattern[row] = finding->slots[slot] - 1;
    }
    return true;
}

static bool allocate(struct finding *finding)
{
    struct trig_regress_data *data = finding->data;
    struct trig_arena *arena = &data->arena;
    finding->mask = 1;
    while (finding->mask < 2 * finding->most)
        finding->mask *= 2;
    finding->slots = trig_arena_calloc(arena, finding->mask--, sizeof *finding->slots);
    data->pattern = trig_arena_calloc(arena, data->count, sizeof *data->pattern);
    data->pattern_category = trig_arena_calloc(arena, finding->most, sizeof *data->pattern_category);
    data->patterns = data->columns;
    bool memory = finding->slots && data->pattern && data->pattern_category;
    for (size_t i = 0; i < data->columns.regressor_count && memory; i++) {
        struct trig_regressor *regressor = &data->patterns.regressors[i];
        if (regressor->level_count)
            finding->levels[i] = trig_arena_calloc(arena, finding->most, sizeof *finding->levels[i]);
        else
            finding->numbers[i] = trig_arena_calloc(arena, finding->most, sizeof *finding->numbers[i]);
        regressor->level = finding->levels[i];
        regressor->x = finding->numbers[i];
        memory = regressor->level || regressor->x;
    }
    return memory;
}

enum trig_status trig_patterns_make(struct trig_regress_data *data, struct trig_error *error)
{
    struct finding finding = {.data = data, .most = data->count / ROWS_OF_A_PATTERN + 1};
    if (!allocate(&finding))
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the patterns of a regression");
    if (!find(&finding))
        data->pattern_count = 0;
    return TRIG_OK;
}
