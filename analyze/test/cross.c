#include "analyze/test/cross.h"

#include "surveys/base/memory.h"

#include <math.h>
#include <stdlib.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a table of answers by groups");
    return TRIG_ERR_MEMORY;
}

/* ---- cells in the order of the design ------------------------------------------------------ */

static int compare_cells(const void *a, const void *b, void *context)
{
    const struct trig_cell *items = context;
    const struct trig_cell *x = &items[*(const size_t *)a];
    const struct trig_cell *y = &items[*(const size_t *)b];
    if (x->stratum != y->stratum)
        return x->stratum < y->stratum ? -1 : 1;
    if (x->psu != y->psu)
        return x->psu < y->psu ? -1 : 1;
    return (x > y) - (x < y);
}

size_t *trig_cross_order(const struct trig_cells *cells, struct trig_arena *arena)
{
    size_t *order = trig_arena_calloc(arena, cells->count, sizeof *order);
    for (size_t i = 0; order && i < cells->count; i++)
        order[i] = i;
    if (order)
        qsort_r(order, cells->count, sizeof *order, compare_cells, cells->items);
    return order;
}

/* ---- entries -------------------------------------------------------------------------------- */

/* The respondents of a cell whose y is 1, or 0: sums of y - shift are turned back. */
static struct trig_bin share_bin(const struct trig_cells *cells, size_t cell, size_t measure, bool yes)
{
    const struct trig_moments *m = &cells->moments[cell * cells->measures + measure];
    double shift = cells->shifts[measure];
    struct trig_bin ones = {m->y + shift * m->n, m->wy + shift * m->w, m->wwy + shift * m->ww};
    if (yes)
        return ones;
    return (struct trig_bin){m->n - ones.count, m->w - ones.w, m->ww - ones.ww};
}

static struct trig_bin read_bin(const struct trig_cross_asked *asked, size_t cell, size_t answer)
{
    if (!asked->bins)
        return share_bin(asked->cells, cell, asked->measure, answer == 1);
    return asked->cells->bins[cell * asked->cells->bin_count + asked->bins[answer]];
}

static void add_entries(const struct trig_cross_asked *asked, size_t cell, struct trig_cross *out)
{
    const struct trig_cell *place = &asked->cells->items[cell];
    for (size_t answer = 0; answer < asked->answers; answer++) {
        struct trig_bin bin = read_bin(asked, cell, answer);
        if (bin.count < 0.5)
            continue;
        size_t part = asked->parts ? asked->parts[answer] : answer;
        out->entries[out->count++] = (struct trig_cross_entry){
            place->stratum, place->psu, cell, asked->group_of_cell[cell], part, bin.count, bin.w, bin.ww};
    }
}

static enum trig_status list_entries(const struct trig_cross_asked *asked, struct trig_cross *out,
                                     struct trig_error *error)
{
    size_t cells = 0;
    for (size_t i = 0; i < asked->cells->count; i++)
        cells += asked->group_of_cell[i] != TRIG_NONE;
    out->entries = trig_arena_calloc(&out->arena, cells * asked->answers, sizeof *out->entries);
    if (!out->entries)
        return no_memory(error);
    for (size_t i = 0; i < asked->cells->count; i++)
        if (asked->group_of_cell[asked->order[i]] != TRIG_NONE)
            add_entries(asked, asked->order[i], out);
    return TRIG_OK;
}

/* ---- groups and answers that anybody stands behind -------------------------------------------- */

/* Numbers the marked ones; [places] gets their numbers, [kept] which they were. */
static size_t number_marked(const bool *marked, size_t count, size_t *places, size_t *kept)
{
    size_t number = 0;
    for (size_t i = 0; i < count; i++) {
        if (!marked[i])
            continue;
        places[i] = number;
        kept[number++] = i;
    }
    return number;
}

static enum trig_status renumber(const struct trig_cross_asked *asked, struct trig_cross *out,
                                 struct trig_error *error)
{
    size_t most = asked->groups > asked->answers ? asked->groups : asked->answers;
    bool *marked = trig_arena_calloc(&out->arena, 2 * most, sizeof *marked);
    size_t *places = trig_arena_calloc(&out->arena, 2 * most, sizeof *places);
    size_t *kept = trig_arena_calloc(&out->arena, 2 * most, sizeof *kept);
    if (!marked || !places || !kept)
        return no_memory(error);
    for (size_t i = 0; i < out->count; i++) {
        marked[out->entries[i].group] = true;
        marked[most + out->entries[i].answer] = true;
    }
    out->groups = number_marked(marked, asked->groups, places, kept);
    out->answers = number_marked(marked + most, asked->answers, places + most, kept + most);
    out->group_of = kept;
    out->answer_of = kept + most;
    for (size_t i = 0; i < out->count; i++) {
        out->entries[i].group = places[out->entries[i].group];
        out->entries[i].answer = places[most + out->entries[i].answer];
    }
    return TRIG_OK;
}

static enum trig_status add_up(struct trig_cross *out, struct trig_error *error)
{
    size_t classes = out->groups * out->answers;
    out->weights = trig_arena_calloc(&out->arena, classes, sizeof *out->weights);
    out->counts = trig_arena_calloc(&out->arena, classes, sizeof *out->counts);
    if (!out->weights || !out->counts)
        return no_memory(error);
    for (size_t i = 0; i < out->count; i++) {
        const struct trig_cross_entry *entry = &out->entries[i];
        out->weights[entry->group * out->answers + entry->answer] += entry->w;
        out->counts[entry->group * out->answers + entry->answer] += entry->n;
        out->respondents += entry->n;
        out->weight += entry->w;
    }
    return TRIG_OK;
}

enum trig_status trig_cross_make(const struct trig_cross_asked *asked, struct trig_cross *out,
                                 struct trig_error *error)
{
    struct trig_cross cross = {.groups = 0};
    trig_arena_init(&cross.arena);
    enum trig_status status = list_entries(asked, &cross, error);
    if (status == TRIG_OK)
        status = renumber(asked, &cross, error);
    if (status == TRIG_OK)
        status = add_up(&cross, error);
    if (status)
        trig_cross_clear(&cross);
    else
        *out = cross;
    return status;
}

void trig_cross_clear(struct trig_cross *cross)
{
    trig_arena_clear(&cross->arena);
    memset(cross, 0, sizeof *cross);
}
