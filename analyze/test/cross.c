#include "analyze/test/cross.h"

#include "analyze/estimate/calibration.h"
#include "surveys/base/memory.h"

#include <math.h>
#include <stdlib.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a table of answers by groups");
    return TRIG_ERR_MEMORY;
}

/* ---- members in the order of the design ---------------------------------------------------- */

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

/* The respondents of one cell after those of another, in the order of [cells_order]. */
static size_t *order_respondents(const struct trig_cells *cells, const size_t *cells_order,
                                 struct trig_arena *arena)
{
    const trig_sample *sample = cells->respondents;
    size_t *next = trig_arena_calloc(arena, cells->count, sizeof *next);
    size_t *order = trig_arena_calloc(arena, sample->count, sizeof *order);
    if (!next || !order)
        return NULL;
    for (size_t i = 0; i < sample->count; i++)
        next[sample->cell[i]]++;
    for (size_t i = 0, first = 0; i < cells->count; i++) {
        size_t count = next[cells_order[i]];
        next[cells_order[i]] = first;
        first += count;
    }
    for (size_t i = 0; i < sample->count; i++)
        order[next[sample->cell[i]]++] = i;
    return order;
}

size_t *trig_cross_order(const struct trig_cells *cells, struct trig_arena *arena)
{
    size_t *order = trig_arena_calloc(arena, cells->count, sizeof *order);
    for (size_t i = 0; order && i < cells->count; i++)
        order[i] = i;
    if (!order)
        return NULL;
    qsort_r(order, cells->count, sizeof *order, compare_cells, cells->items);
    return cells->respondents ? order_respondents(cells, order, arena) : order;
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

/* A respondent, if this was the answer; who weighs nothing is not counted. */
static struct trig_bin respondent_bin(const struct trig_cross_asked *asked, size_t respondent, size_t answer)
{
    const trig_sample *sample = asked->cells->respondents;
    double w = sample->weight[respondent];
    bool gave = asked->bins ? asked->given[respondent] == asked->bins[answer]
                            : sample->measures[asked->measure].y[respondent] == (double)answer;
    return gave && w > 0.0 ? (struct trig_bin){1.0, w, w * w} : (struct trig_bin){0.0, 0.0, 0.0};
}

static struct trig_bin read_bin(const struct trig_cross_asked *asked, size_t member, size_t answer)
{
    if (asked->cells->respondents)
        return respondent_bin(asked, member, answer);
    if (!asked->bins)
        return share_bin(asked->cells, member, asked->measure, answer == 1);
    return asked->cells->bins[member * asked->cells->bin_count + asked->bins[answer]];
}

static void add_entries(const struct trig_cross_asked *asked, size_t member, size_t group,
                        struct trig_cross *out)
{
    const struct trig_cell *place = &asked->cells->items[trig_cells_of_member(asked->cells, member)];
    for (size_t answer = 0; answer < asked->answers; answer++) {
        struct trig_bin bin = read_bin(asked, member, answer);
        if (bin.count < 0.5)
            continue;
        size_t part = asked->parts ? asked->parts[answer] : answer;
        out->entries[out->count++] = (struct trig_cross_entry){place->stratum, place->psu, member, group,
                                                               part,           bin.count,  bin.w,  bin.ww};
    }
}

static size_t group_of(const struct trig_cross_asked *asked, size_t member)
{
    return asked->group_of_cell[trig_cells_of_member(asked->cells, member)];
}

static enum trig_status list_entries(const struct trig_cross_asked *asked, struct trig_cross *out,
                                     struct trig_error *error)
{
    size_t members = trig_cells_members(asked->cells);
    size_t inside = 0;
    for (size_t i = 0; i < members; i++)
        inside += group_of(asked, i) != TRIG_NONE;
    size_t most = asked->cells->respondents ? 1 : asked->answers; /* that one member gives */
    out->entries = trig_arena_calloc(&out->arena, inside * most, sizeof *out->entries);
    if (!out->entries)
        return no_memory(error);
    for (size_t i = 0; i < members; i++) {
        size_t group = group_of(asked, asked->order[i]);
        if (group != TRIG_NONE)
            add_entries(asked, asked->order[i], group, out);
    }
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
