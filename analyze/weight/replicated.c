#include "analyze/weight/replicated.h"

/* One replicate under way; arrays are by member that weighs something in it. */
struct replicating {
    const struct trig_recipe_replicates *asked;
    struct trig_arena arena;     /* owns the lists */
    struct trig_margin *margins; /* of those members */
    uint32_t **rows;             /* by margin: its rows */
    size_t *members;
    double *base;
    double *weights;
    double *lambda;
    size_t count;
};

static enum trig_status no_memory(const struct trig_recipe_replicates *asked, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the calibration of %zu replicates",
                   asked->count);
    return TRIG_ERR_MEMORY;
}

static enum trig_status allocate(struct replicating *replicating, struct trig_error *error)
{
    const struct trig_recipe_replicates *asked = replicating->asked;
    const struct trig_applied *applied = asked->applied;
    struct trig_arena *arena = &replicating->arena;
    size_t rows = 0;
    replicating->margins = trig_arena_calloc(arena, applied->margin_count, sizeof *replicating->margins);
    replicating->rows = trig_arena_calloc(arena, applied->margin_count, sizeof *replicating->rows);
    replicating->members = trig_arena_calloc(arena, asked->members, sizeof *replicating->members);
    replicating->base = trig_arena_calloc(arena, asked->members, sizeof *replicating->base);
    replicating->weights = trig_arena_calloc(arena, asked->members, sizeof *replicating->weights);
    if (!replicating->margins || !replicating->rows || !replicating->members || !replicating->base ||
        !replicating->weights)
        return no_memory(asked, error);
    for (size_t m = 0; m < applied->margin_count; m++) {
        rows += applied->margins[m].count;
        replicating->rows[m] = trig_arena_calloc(arena, asked->members, sizeof **replicating->rows);
        if (!replicating->rows[m])
            return no_memory(asked, error);
        replicating->margins[m] = applied->margins[m];
        replicating->margins[m].rows = replicating->rows[m];
    }
    replicating->lambda = trig_arena_calloc(arena, rows, sizeof *replicating->lambda);
    return replicating->lambda ? TRIG_OK : no_memory(asked, error);
}

/* Who weighs something, with what they weighed before any calibration. */
static void list_members(struct replicating *replicating, const double *sums, size_t replicate)
{
    const struct trig_recipe_replicates *asked = replicating->asked;
    const struct trig_applied *applied = asked->applied;
    replicating->count = 0;
    for (size_t i = 0; i < asked->members; i++) {
        double sum = sums[i * asked->count + replicate];
        size_t at = replicating->count;
        if (!(applied->scale[i] > 0.0) || !(sum > 0.0))
            continue;
        replicating->members[at] = i;
        replicating->base[at] = asked->whole ? sum * applied->scale[i] : sum / applied->g[i];
        for (size_t m = 0; m < applied->margin_count; m++)
            replicating->rows[m][at] = applied->margins[m].rows[i];
        replicating->count++;
    }
}

static enum trig_status calibrate(struct replicating *replicating, size_t replicate, struct trig_error *error)
{
    const struct trig_recipe *recipe = replicating->asked->recipe;
    struct trig_calibration calibration = {.form = recipe->form,
                                           .base = replicating->base,
                                           .count = replicating->count,
                                           .margins = replicating->margins,
                                           .margin_count = replicating->asked->applied->margin_count};
    struct trig_calibration_end end;
    trig_calibration_set_limits(&calibration);
    enum trig_status status =
        trig_calibration_find(&calibration, replicating->weights, replicating->lambda, &end, error);
    if (status || end.converged)
        return status;
    trig_error_set(
        error, TRIG_ERR_DOMAIN,
        "replicate %zu cannot be calibrated as the weights were: where it is farthest off, it adds "
        "up to %.6g and not %.6g; compute weights from fewer rows that few answered in, or use "
        "--replicates none, whose errors are linearised",
        replicate + 1, end.sum, replicating->margins[end.margin].totals[end.row]);
    return TRIG_ERR_DOMAIN;
}

static void take_factors(const struct replicating *replicating, double *sums, size_t replicate)
{
    const struct trig_recipe_replicates *asked = replicating->asked;
    for (size_t i = 0; i < asked->members; i++)
        if (!(asked->applied->scale[i] > 0.0))
            sums[i * asked->count + replicate] = 1.0;
    for (size_t at = 0; at < replicating->count; at++) {
        double *sum = &sums[replicating->members[at] * asked->count + replicate];
        *sum = replicating->weights[at] / *sum;
    }
}

enum trig_status trig_recipe_replicate(const struct trig_recipe_replicates *replicates, double *sums,
                                       struct trig_error *error)
{
    struct replicating replicating = {.asked = replicates};
    trig_arena_init(&replicating.arena);
    enum trig_status status = allocate(&replicating, error);
    for (size_t r = 0; r < replicates->count && !status; r++) {
        list_members(&replicating, sums, r);
        status = calibrate(&replicating, r, error);
        if (!status)
            take_factors(&replicating, sums, r);
    }
    trig_arena_clear(&replicating.arena);
    return status;
}
