#include "analyze/test/answered.h"

#include "surveys/base/memory.h"

#include <stdlib.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the answers of a test");
    return TRIG_ERR_MEMORY;
}

static int compare_places(const void *a, const void *b)
{
    const struct trig_answered_entry *x = a;
    const struct trig_answered_entry *y = b;
    if (x->stratum != y->stratum)
        return x->stratum < y->stratum ? -1 : 1;
    if (x->psu != y->psu)
        return x->psu < y->psu ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static int compare_values(const void *a, const void *b, void *context)
{
    const struct trig_answered_entry *entries = context;
    const struct trig_answered_entry *x = &entries[*(const size_t *)a];
    const struct trig_answered_entry *y = &entries[*(const size_t *)b];
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

enum trig_status trig_answered_settle(struct trig_answered *answered, struct trig_error *error)
{
    answered->sorted = trig_arena_calloc(&answered->arena, answered->count, sizeof *answered->sorted);
    if (!answered->sorted)
        return no_memory(error);
    if (answered->count)
        qsort(answered->entries, answered->count, sizeof *answered->entries, compare_places);
    for (size_t i = 0; i < answered->count; i++) {
        answered->sorted[i] = i;
        answered->n += answered->entries[i].n;
        answered->weight += answered->entries[i].w;
    }
    if (answered->count)
        qsort_r(answered->sorted, answered->count, sizeof *answered->sorted, compare_values,
                answered->entries);
    return TRIG_OK;
}

enum trig_status trig_answered_pair(const struct trig_answered *answered, size_t first, size_t second,
                                    struct trig_answered *out, struct trig_error *error)
{
    struct trig_answered made = {.cells = answered->cells, .design = answered->design, .groups = 2};
    trig_arena_init(&made.arena);
    made.entries = trig_arena_calloc(&made.arena, answered->count, sizeof *made.entries);
    enum trig_status status = made.entries ? TRIG_OK : no_memory(error);
    for (size_t i = 0; i < answered->count && status == TRIG_OK; i++) {
        const struct trig_answered_entry *entry = &answered->entries[i];
        if (entry->group != first && entry->group != second)
            continue;
        made.entries[made.count] = *entry;
        made.entries[made.count++].group = entry->group == second;
    }
    if (status == TRIG_OK)
        status = trig_answered_settle(&made, error);
    if (status)
        trig_answered_clear(&made);
    else
        *out = made;
    return status;
}

void trig_answered_clear(struct trig_answered *answered)
{
    trig_arena_clear(&answered->arena);
    memset(answered, 0, sizeof *answered);
}

enum trig_status trig_answered_means(const struct trig_answered *answered, const double *scores,
                                     struct trig_means *out, struct trig_error *error)
{
    struct trig_mean_part *parts = trig_calloc(answered->count, sizeof *parts);
    if (!parts)
        return no_memory(error);
    for (size_t i = 0; i < answered->count; i++) {
        const struct trig_answered_entry *entry = &answered->entries[i];
        double s = scores[i];
        parts[i] = (struct trig_mean_part){entry->stratum,
                                           entry->psu,
                                           entry->member,
                                           entry->group,
                                           {entry->n, entry->n * s, entry->w, entry->w * s, entry->w * s * s,
                                            entry->ww, entry->ww * s, entry->ww * s * s}};
    }
    struct trig_means_asked asked = {answered->cells, answered->design, parts, answered->count,
                                     answered->groups};
    enum trig_status status = trig_means_make(&asked, out, error);
    trig_free(parts);
    return status;
}
