#include "analyze/design/sample_calibration.h"

#include "analyze/design/sample_internal.h"
#include "analyze/weight/replicated.h"

/* What it is made from. */
struct making {
    const struct trig_gathering *gathering;
    const struct trig_recipe *recipe;
    struct trig_sample_calibration *out;
    struct trig_weighed_members members;
    double *n; /* by member */
    double *w;
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the calibration of the weights");
    return TRIG_ERR_MEMORY;
}

static size_t member_of(const struct trig_sample_calibration *calibration, size_t respondent)
{
    return calibration->member ? calibration->member[respondent] : respondent;
}

/* ---- making ----------------------------------------------------------------------------- */

enum trig_status trig_sample_list_numbers(struct trig_gathering *gathering, struct trig_error *error)
{
    const struct trig_recipe *recipe = gathering->sample->design->recipe;
    size_t count = recipe ? recipe->targets.count : 0;
    gathering->numbers = trig_arena_calloc(&gathering->sample->arena, count, sizeof *gathering->numbers);
    if (!gathering->numbers)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        size_t variable = recipe->targets.items[i].total_of;
        bool listed = variable == TRIG_NONE;
        for (size_t j = 0; j < gathering->number_count; j++)
            listed = listed || gathering->numbers[j].variable == variable;
        if (!listed)
            gathering->numbers[gathering->number_count++].variable = variable;
    }
    return TRIG_OK;
}

/* Cells as units of those who agree in what the totals ask for. */
static enum trig_status make_units(struct making *making, struct trig_error *error)
{
    const struct trig_gathering *gathering = making->gathering;
    const struct trig_targets *targets = &making->recipe->targets;
    struct trig_arena *arena = &gathering->sample->arena;
    struct trig_weigh_unit *units = trig_arena_calloc(arena, gathering->cell_count, sizeof *units);
    size_t *values =
        trig_arena_calloc(arena, gathering->cell_count * targets->attribute_count, sizeof *values);
    if (!units || !values)
        return no_memory(error);
    struct trig_weigh_keys keys;
    enum trig_status status = trig_weigh_keys_make(gathering->frame, targets, arena, &keys, error);
    for (size_t i = 0; i < gathering->cell_count && !status; i++)
        trig_weigh_keys_read(&keys, gathering->cells[i].key, &units[i],
                             values + i * targets->attribute_count);
    making->members.units = units;
    making->members.unit_count = gathering->cell_count;
    return status;
}

static enum trig_status make_members(struct making *making, struct trig_error *error)
{
    const struct trig_gathering *gathering = making->gathering;
    trig_sample *sample = gathering->sample;
    struct trig_sample_calibration *out = making->out;
    bool has_numbers = trig_recipe_has_numbers(making->recipe);
    out->member = has_numbers ? NULL : sample->cell;
    out->member_count = has_numbers ? sample->count : gathering->cell_count;
    out->w = trig_arena_calloc(&sample->arena, sample->count, sizeof *out->w);
    making->n = trig_arena_calloc(&sample->arena, out->member_count, sizeof *making->n);
    making->w = trig_arena_calloc(&sample->arena, out->member_count, sizeof *making->w);
    bool *weighs = trig_arena_calloc(&sample->arena, out->member_count, sizeof *weighs);
    if (!out->w || !making->n || !making->w || !weighs)
        return no_memory(error);
    for (size_t i = 0; i < sample->count; i++)
        if (sample->in_scope[i] && sample->weight[i] > 0.0)
            weighs[member_of(out, i)] = true;
    making->members.unit = has_numbers ? sample->cell : NULL;
    making->members.weighs = weighs;
    making->members.numbers = gathering->numbers;
    making->members.number_count = gathering->number_count;
    making->members.count = out->member_count;
    return TRIG_OK;
}

static void find_weights(struct making *making, const struct trig_applied *applied)
{
    const trig_sample *sample = making->gathering->sample;
    bool trimmed = trig_recipe_trims(making->recipe) && trig_recipe_knows_untrimmed(making->recipe);
    for (size_t i = 0; i < sample->count; i++) {
        size_t member = member_of(making->out, i);
        if (!(applied->scale[member] > 0.0))
            continue;
        making->out->w[i] = trimmed ? applied->scale[member] * applied->g[member] : sample->weight[i];
        making->n[member] += 1.0;
        making->w[member] += making->out->w[i];
    }
}

static enum trig_status make(struct making *making, struct trig_error *error)
{
    struct trig_applied applied;
    enum trig_status status = make_units(making, error);
    if (!status)
        status = make_members(making, error);
    if (!status)
        status = trig_recipe_apply(making->recipe, &making->members, &making->gathering->sample->arena,
                                   &applied, error);
    if (status)
        return status;
    find_weights(making, &applied);
    const struct trig_calibrated_units units = {.form = making->recipe->form,
                                                .margins = applied.margins,
                                                .margin_count = applied.margin_count,
                                                .count = making->out->member_count,
                                                .n = making->n,
                                                .w = making->w,
                                                .g = applied.g};
    making->out->applied = applied;
    making->out->calibrated = trig_calibrated_create(&units, error);
    return making->out->calibrated ? TRIG_OK : TRIG_ERR_MEMORY;
}

enum trig_status trig_sample_calibrate(struct trig_gathering *gathering, struct trig_error *error)
{
    trig_sample *sample = gathering->sample;
    sample->calibration = trig_calloc(1, sizeof *sample->calibration);
    if (!sample->calibration)
        return no_memory(error);
    struct making making = {
        .gathering = gathering, .recipe = sample->design->recipe, .out = sample->calibration};
    return make(&making, error);
}

enum trig_status trig_sample_calibrate_replicates(trig_sample *sample, struct trig_replicates *replicates,
                                                  struct trig_error *error)
{
    const struct trig_sample_calibration *calibration = sample->calibration;
    size_t count = replicates->count;
    double *changes = trig_arena_calloc(&sample->arena, calibration->member_count * count, sizeof *changes);
    if (!changes)
        return no_memory(error);
    for (size_t i = 0; i < sample->count; i++) {
        const double *factors = replicates->factors + replicates->row[i] * count;
        double weight = replicates->combined ? 1.0 : sample->weight[i];
        for (size_t r = 0; r < count && sample->weight[i] > 0.0; r++)
            changes[member_of(calibration, i) * count + r] += weight * factors[r];
    }
    const struct trig_recipe_replicates asked = {.recipe = sample->design->recipe,
                                                 .applied = &calibration->applied,
                                                 .members = calibration->member_count,
                                                 .count = count,
                                                 .whole = sample->design->replication.combined};
    replicates->changes = changes;
    return trig_recipe_replicate(&asked, changes, error);
}

void trig_sample_calibration_destroy(struct trig_sample_calibration *calibration)
{
    if (!calibration)
        return;
    trig_calibrated_destroy(calibration->calibrated);
    trig_free(calibration);
}

/* ---- residuals ---------------------------------------------------------------------------- */

/* Of one estimate, whose influence values are [step] numbers apart. */
static void take_fit(const trig_sample *sample, double *z, size_t step, double *scratch)
{
    const struct trig_sample_calibration *calibration = sample->calibration;
    double *r = scratch;
    double *wr = r + calibration->member_count;
    double *fit = wr + calibration->member_count;
    memset(scratch, 0, 2 * calibration->member_count * sizeof *scratch);
    for (size_t i = 0; i < sample->count; i++) {
        if (!(calibration->w[i] > 0.0))
            continue;
        size_t member = member_of(calibration, i);
        r[member] += z[i * step] / calibration->w[i];
        wr[member] += z[i * step];
    }
    trig_calibrated_fit(calibration->calibrated, r, wr, fit);
    for (size_t i = 0; i < sample->count; i++)
        z[i * step] -= calibration->w[i] > 0.0 ? calibration->w[i] * fit[member_of(calibration, i)] : 0.0;
}

enum trig_status trig_sample_residuals(const trig_sample *sample, double *z, size_t k,
                                       struct trig_error *error)
{
    double *scratch = trig_calloc(3 * sample->calibration->member_count, sizeof *scratch);
    if (!scratch)
        return no_memory(error);
    for (size_t j = 0; j < k; j++)
        take_fit(sample, z + j, k, scratch);
    trig_free(scratch);
    return TRIG_OK;
}
