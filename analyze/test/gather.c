#include "analyze/test/testing.h"

#include "analyze/estimate/bins.h"
#include "surveys/base/memory.h"

#include <math.h>

/* Answers of one measure on their way from cells or respondents to entries. */
struct gathering {
    const struct trig_testing *testing;
    const struct trig_tested *tested;
    const struct trig_compared *compared;
    struct trig_answered *out;
    struct trig_error *error;
};

static enum trig_status no_memory(struct gathering *gathering)
{
    trig_error_set(gathering->error, TRIG_ERR_MEMORY, "out of memory for the answers of a test");
    return TRIG_ERR_MEMORY;
}

/* ---- from cells: codes, everybody weighing the same ------------------------------------------------- */

bool trig_testing_needs_sample(const struct trig_test_plan *plan, const struct trig_design *design)
{
    bool weighs = design->weight != TRIG_NONE || design->weighting || design->weights_from_fpc;
    for (size_t i = 0; i < plan->count; i++)
        if (trig_test_reads_values(plan->items[i].method) && (plan->items[i].variable == TRIG_NONE || weighs))
            return true;
    return false;
}

static enum trig_status gather_cells(struct gathering *gathering)
{
    const struct trig_cells *cells = &gathering->testing->cells;
    struct trig_answered *out = gathering->out;
    const struct trig_variable *variable = &cells->definition->variables[gathering->tested->variable];
    const struct trig_scale *scale = &cells->definition->scales[variable->scale];
    size_t place = trig_testing_place(gathering->testing, gathering->tested->variable);
    out->entries = trig_arena_calloc(&out->arena, cells->count * scale->count, sizeof *out->entries);
    if (!out->entries)
        return no_memory(gathering);
    for (size_t i = 0; i < cells->count; i++)
        for (size_t code = 0; code < scale->count; code++) {
            const struct trig_bin *bin = &cells->bins[i * cells->bin_count + place + code];
            size_t group = gathering->compared->group_of_cell[i];
            if (group == TRIG_NONE || scale->codes[code].kind != TRIG_SUBSTANTIVE || bin->count < 0.5)
                continue;
            out->entries[out->count] = (struct trig_answered_entry){
                cells->items[i].stratum,  cells->items[i].psu, i,      group,  out->count,
                scale->codes[code].value, bin->count,          bin->w, bin->ww};
            out->count++;
        }
    return TRIG_OK;
}

/* ---- from respondents ------------------------------------------------------------------------------- */

/* What a respondent's group is told by: a category, an institution or a wave. */
static const uint32_t *keys_of(const struct gathering *gathering, size_t *count)
{
    const trig_sample *sample = gathering->testing->sample;
    switch (gathering->testing->options->bys.items[0].kind) {
    case TRIG_BY_WAVE:
        *count = sample->definition->wave_count;
        return sample->wave;
    case TRIG_BY_INSTITUTION:
        *count = sample->definition->institution_count;
        return sample->institution;
    default:
        *count = sample->by[0].category_count;
        return sample->by[0].category;
    }
}

static size_t key_of(const struct gathering *gathering, const struct trig_domain *domain)
{
    const trig_sample *sample = gathering->testing->sample;
    enum trig_by_kind kind = gathering->testing->options->bys.items[0].kind;
    if (kind == TRIG_BY_WAVE || kind == TRIG_BY_INSTITUTION)
        return kind == TRIG_BY_WAVE ? domain->wave : domain->institution;
    struct trig_view code = trig_dictionary_at(gathering->testing->cells.values[0], domain->values[0]);
    size_t key = 0;
    while (key < sample->by[0].category_count && !trig_view_equal(sample->by[0].texts[key], code))
        key++;
    return key;
}

/* By key: the group; TRIG_NONE where it is in none. */
static size_t *groups_by_key(struct gathering *gathering, size_t keys)
{
    const struct trig_compared *compared = gathering->compared;
    const struct trig_lattice *lattice = &gathering->testing->protection.lattice;
    size_t *groups = trig_arena_calloc(&gathering->out->arena, keys, sizeof *groups);
    for (size_t i = 0; groups && i < keys; i++)
        groups[i] = TRIG_NONE;
    for (size_t i = 0; groups && i < compared->groups; i++) {
        size_t key = key_of(gathering, &lattice->domains[lattice->first + compared->domains[i]]);
        if (key < keys)
            groups[key] = i;
    }
    return groups;
}

static enum trig_status gather_sample(struct gathering *gathering)
{
    const trig_sample *sample = gathering->testing->sample;
    const struct trig_cell *cells = gathering->testing->cells.items;
    bool by_respondent = gathering->testing->cells.respondents != NULL;
    struct trig_answered *out = gathering->out;
    const double *y = sample->measures[gathering->tested->measure].y;
    size_t keys;
    const uint32_t *key = keys_of(gathering, &keys);
    const size_t *groups = groups_by_key(gathering, keys);
    out->entries = trig_arena_calloc(&out->arena, sample->count, sizeof *out->entries);
    if (!groups || !out->entries)
        return no_memory(gathering);
    for (size_t i = 0; i < sample->count; i++) {
        double w = sample->weight[i];
        if (!sample->in_scope[i] || isnan(y[i]) || !(w > 0.0) || key[i] >= keys ||
            groups[key[i]] == TRIG_NONE)
            continue;
        out->entries[out->count++] = (struct trig_answered_entry){cells[sample->cell[i]].stratum,
                                                                  cells[sample->cell[i]].psu,
                                                                  by_respondent ? i : sample->cell[i],
                                                                  groups[key[i]],
                                                                  i,
                                                                  y[i],
                                                                  1.0,
                                                                  w,
                                                                  w * w};
    }
    return TRIG_OK;
}

enum trig_status trig_testing_answered(const struct trig_testing *testing, const struct trig_tested *tested,
                                       const struct trig_compared *compared, struct trig_answered *out,
                                       struct trig_error *error)
{
    struct trig_answered made = {
        .cells = &testing->cells, .design = &testing->request.design, .groups = compared->groups};
    struct gathering gathering = {testing, tested, compared, &made, error};
    trig_arena_init(&made.arena);
    enum trig_status status = testing->sample ? gather_sample(&gathering) : gather_cells(&gathering);
    if (status == TRIG_OK)
        status = trig_answered_settle(&made, error);
    if (status)
        trig_answered_clear(&made);
    else
        *out = made;
    return status;
}
