#include "analyze/index/sensitivity.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_LEVELS 4

/* Inputs of the model: three choices, then a number for every weight. */
enum { AT_NORMALISATION, AT_AGGREGATION, AT_SAMPLING, AT_WEIGHTS };

const char *trig_choice_name(enum trig_choice choice)
{
    static const char *const names[] = {[TRIG_CHOICE_NORMALISATION] = "normalisation",
                                        [TRIG_CHOICE_WEIGHTS] = "weights",
                                        [TRIG_CHOICE_AGGREGATION] = "aggregation",
                                        [TRIG_CHOICE_SAMPLING] = "sampling"};
    return names[choice];
}

/* One way to normalise all indicators. */
struct level {
    enum trig_normalisation how[TRIG_MOST_INDICATORS];
    struct trig_yardstick yardsticks[2][TRIG_MOST_INDICATORS]; /* by aggregation */
    double *points[2];                                         /* of the estimates; of the arena */
};

struct item {
    double composite;
    size_t member;
};

struct analysis {
    const struct trig_index_parts *parts;
    const struct trig_index_options *options;
    struct level levels[MOST_LEVELS];
    size_t level_count;
    bool sampling;
    double *points;     /* scratch: those of a replicate; of the arena, as is the rest */
    struct item *items; /* scratch */
    size_t *ranks;      /* of the last look */
    size_t *specified;  /* ranks as specified */
    uint32_t *counts;   /* [member x rank - 1]: how often */
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the sensitivity of an index");
}

/* ---- levels -------------------------------------------------------------------------------- */

/* Whether all indicators are normalised so already. */
static bool is_specified(const struct trig_index_spec *spec, enum trig_normalisation how)
{
    for (size_t j = 0; j < spec->count; j++)
        if (spec->items[j].normalisation != how || !isnan(spec->items[j].low))
            return false;
    return true;
}

/* Goalposts are part of what was specified; other levels take the institutions' own. */
static struct trig_yardstick yardstick_of(const struct analysis *analysis, size_t level, size_t j,
                                          enum trig_normalisation how)
{
    const struct trig_index_parts *parts = analysis->parts;
    struct trig_indicator indicator = analysis->options->spec->items[j];
    if (level > 0)
        indicator.low = indicator.high = NAN;
    return trig_yardstick_make(&indicator, how, parts->sorted[j], parts->count);
}

static enum trig_status add_level(struct analysis *analysis, const enum trig_normalisation *how,
                                  struct trig_arena *arena)
{
    const struct trig_index_parts *parts = analysis->parts;
    size_t at = analysis->level_count++;
    struct level *level = &analysis->levels[at];
    for (size_t a = 0; a < 2; a++) {
        level->points[a] = trig_arena_calloc(arena, parts->count * parts->indicators, sizeof(double));
        if (!level->points[a])
            return TRIG_ERR_MEMORY;
        for (size_t j = 0; j < parts->indicators; j++) {
            bool rescaled = a == TRIG_AGGREGATE_GEOMETRIC && how[j] == TRIG_NORMALISE_Z;
            level->yardsticks[a][j] =
                yardstick_of(analysis, at, j, rescaled ? TRIG_NORMALISE_MIN_MAX : how[j]);
            for (size_t i = 0; i < parts->count; i++)
                level->points[a][i * parts->indicators + j] =
                    trig_yardstick_points(&level->yardsticks[a][j], parts->y[i * parts->indicators + j]);
        }
    }
    return TRIG_OK;
}

static enum trig_status add_levels(struct analysis *analysis, struct trig_arena *arena)
{
    static const enum trig_normalisation others[] = {TRIG_NORMALISE_MIN_MAX, TRIG_NORMALISE_Z,
                                                     TRIG_NORMALISE_RANK};
    const struct trig_index_spec *spec = analysis->options->spec;
    enum trig_normalisation how[TRIG_MOST_INDICATORS] = {TRIG_NORMALISE_MIN_MAX};
    for (size_t j = 0; j < spec->count; j++)
        how[j] = spec->items[j].normalisation;
    enum trig_status status = add_level(analysis, how, arena);
    for (size_t i = 0; i < sizeof others / sizeof *others && status == TRIG_OK; i++) {
        for (size_t j = 0; j < spec->count; j++)
            how[j] = others[i];
        if (!is_specified(spec, others[i]))
            status = add_level(analysis, how, arena);
    }
    return status;
}

/* ---- ranks --------------------------------------------------------------------------------- */

static int by_composite(const void *a, const void *b)
{
    double x = ((const struct item *)a)->composite;
    double y = ((const struct item *)b)->composite;
    return (x < y) - (x > y);
}

/* By more than rounding. */
static bool is_lower(double x, double y)
{
    return x < y - 1e-12 * fabs(y);
}

/* Ranks the members by [points], 1 the highest; equal composites share the better rank, and an
 * undefined one stands below all others. */
static void rank_members(struct analysis *analysis, enum trig_aggregation how, const double *points,
                         const double *weights)
{
    size_t count = analysis->parts->count;
    size_t indicators = analysis->parts->indicators;
    for (size_t i = 0; i < count; i++) {
        double composite = trig_index_aggregate(how, points + i * indicators, weights, indicators);
        analysis->items[i] = (struct item){isnan(composite) ? -1e300 : composite, i};
    }
    qsort(analysis->items, count, sizeof *analysis->items, by_composite);
    size_t rank = 1;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && is_lower(analysis->items[i].composite, analysis->items[i - 1].composite))
            rank = i + 1;
        analysis->ranks[analysis->items[i].member] = rank;
    }
}

/* ---- weights ------------------------------------------------------------------------------- */

static void specified_weights(const struct trig_index_spec *spec, double *weights)
{
    for (size_t j = 0; j < spec->count; j++)
        weights[j] = spec->items[j].weight;
}

/* Dirichlet weights from uniform numbers: gamma variates over their sum. Their shapes add
 * up to the number of indicators, so that equal ones are 1. */
static void draw_weights(const struct trig_index_spec *spec, const double *u, double *weights)
{
    double sum = 0.0;
    for (size_t j = 0; j < spec->count; j++) {
        double shape = spec->items[j].weight * (double)spec->count;
        bool plain = fabs(shape - 1.0) < 1e-9;
        double gamma = plain ? -log(u[j]) : gsl_cdf_gamma_Qinv(u[j], shape, 1.0);
        weights[j] = isfinite(gamma) && gamma > 0.0 ? gamma : 0.0;
        sum += weights[j];
    }
    for (size_t j = 0; j < spec->count; j++)
        weights[j] = sum > 0.0 ? weights[j] / sum : spec->items[j].weight;
}

/* ---- ranges -------------------------------------------------------------------------------- */

static void count_ranks(struct analysis *analysis, const double *weights)
{
    size_t count = analysis->parts->count;
    for (size_t level = 0; level < analysis->level_count; level++)
        for (size_t a = 0; a < 2; a++) {
            rank_members(analysis, (enum trig_aggregation)a, analysis->levels[level].points[a], weights);
            for (size_t i = 0; i < count; i++)
                analysis->counts[i * count + analysis->ranks[i] - 1]++;
        }
}

static struct trig_rank_range range_of(const uint32_t *counts, size_t count, size_t combinations)
{
    struct trig_rank_range range = {0, 0, 0};
    size_t seen = 0;
    for (size_t rank = 1; rank <= count; rank++) {
        if (counts[rank - 1] == 0)
            continue;
        seen += counts[rank - 1];
        range.best = range.best ? range.best : rank;
        range.worst = rank;
        if (!range.median && 2 * seen >= combinations)
            range.median = rank;
    }
    return range;
}

static enum trig_status find_ranges(struct analysis *analysis, struct trig_arena *arena,
                                    struct trig_sensitivity *out, struct trig_error *error)
{
    const struct trig_index_options *options = analysis->options;
    size_t count = analysis->parts->count;
    double u[TRIG_MOST_INDICATORS] = {0};
    double weights[TRIG_MOST_INDICATORS];
    trig_sobol_points *points = trig_sobol_points_create(options->spec->count, options->seed, error);
    if (!points)
        return TRIG_ERR_MEMORY;
    specified_weights(options->spec, weights);
    count_ranks(analysis, weights);
    for (size_t draw = 0; draw < options->draws; draw++) {
        trig_sobol_points_next(points, u);
        draw_weights(options->spec, u, weights);
        count_ranks(analysis, weights);
    }
    trig_sobol_points_destroy(points);
    out->combinations = 2 * analysis->level_count * (options->draws + 1);
    out->ranges = trig_arena_calloc(arena, count, sizeof *out->ranges);
    if (!out->ranges)
        return no_memory(error);
    for (size_t i = 0; i < count; i++)
        out->ranges[i] = range_of(analysis->counts + i * count, count, out->combinations);
    return TRIG_OK;
}

/* ---- shares -------------------------------------------------------------------------------- */

static size_t pick(double u, size_t count)
{
    size_t index = (size_t)(u * (double)count);
    return index < count ? index : count - 1;
}

/* The points of the members in a replicate. */
static const double *points_of(struct analysis *analysis, const struct level *level, size_t aggregation,
                               size_t replicate)
{
    const struct trig_index_parts *parts = analysis->parts;
    for (size_t i = 0; i < parts->count * parts->indicators; i++)
        analysis->points[i] =
            trig_yardstick_points(&level->yardsticks[aggregation][i % parts->indicators],
                                  parts->replicates[i * parts->replicate_count + replicate]);
    return analysis->points;
}

static double mean_shift(const double *u, void *context)
{
    struct analysis *analysis = context;
    double weights[TRIG_MOST_INDICATORS];
    const struct level *level = &analysis->levels[pick(u[AT_NORMALISATION], analysis->level_count)];
    size_t aggregation = pick(u[AT_AGGREGATION], 2);
    const double *points = level->points[aggregation];
    if (analysis->sampling)
        points =
            points_of(analysis, level, aggregation, pick(u[AT_SAMPLING], analysis->parts->replicate_count));
    draw_weights(analysis->options->spec, u + AT_WEIGHTS, weights);
    rank_members(analysis, (enum trig_aggregation)aggregation, points, weights);
    double shift = 0.0;
    for (size_t i = 0; i < analysis->parts->count; i++) {
        double rank = (double)analysis->ranks[i];
        shift += fabs(rank - (double)analysis->specified[i]);
    }
    return shift / (double)analysis->parts->count;
}

static enum trig_status find_shares(struct analysis *analysis, struct trig_sensitivity *out,
                                    struct trig_error *error)
{
    const struct trig_index_options *options = analysis->options;
    size_t group[TRIG_SOBOL_MOST_INPUTS];
    double weights[TRIG_MOST_INDICATORS];
    const struct trig_sobol_plan plan = {.inputs = AT_WEIGHTS + options->spec->count,
                                         .group = group,
                                         .groups = TRIG_CHOICES,
                                         .samples = options->draws,
                                         .seed = options->seed};
    for (size_t i = 0; i < TRIG_SOBOL_MOST_INPUTS; i++)
        group[i] = TRIG_CHOICE_WEIGHTS;
    group[AT_NORMALISATION] = TRIG_CHOICE_NORMALISATION;
    group[AT_AGGREGATION] = TRIG_CHOICE_AGGREGATION;
    group[AT_SAMPLING] = TRIG_CHOICE_SAMPLING;
    specified_weights(options->spec, weights);
    rank_members(analysis, options->aggregation, analysis->levels[0].points[options->aggregation], weights);
    memcpy(analysis->specified, analysis->ranks, analysis->parts->count * sizeof *analysis->ranks);
    out->sampling = analysis->sampling;
    out->evaluations = plan.samples * (2 + plan.groups);
    return trig_sobol_estimate(&plan, mean_shift, analysis, &out->shares, error);
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool allocate(struct analysis *analysis, struct trig_arena *arena)
{
    size_t count = analysis->parts->count;
    size_t numbers = count * analysis->parts->indicators;
    analysis->points = trig_arena_calloc(arena, numbers, sizeof *analysis->points);
    analysis->items = trig_arena_calloc(arena, count, sizeof *analysis->items);
    analysis->ranks = trig_arena_calloc(arena, count, sizeof *analysis->ranks);
    analysis->specified = trig_arena_calloc(arena, count, sizeof *analysis->specified);
    analysis->counts = trig_arena_calloc(arena, count * count, sizeof *analysis->counts);
    return analysis->points && analysis->items && analysis->ranks && analysis->specified && analysis->counts;
}

enum trig_status trig_sensitivity_analyse(const struct trig_index_parts *parts,
                                          const struct trig_index_options *options,
                                          const struct trig_replicate_plan *plan, struct trig_arena *arena,
                                          struct trig_sensitivity *out, struct trig_error *error)
{
    struct analysis analysis = {.parts = parts, .options = options};
    struct trig_sensitivity found = {.ranges = NULL};
    analysis.sampling = plan->replication.type == TRIG_REPLICATES_BOOTSTRAP && plan->count > 1;
    if (!allocate(&analysis, arena) || add_levels(&analysis, arena) != TRIG_OK)
        return no_memory(error);
    enum trig_status status = find_ranges(&analysis, arena, &found, error);
    if (status == TRIG_OK)
        status = find_shares(&analysis, &found, error);
    if (status == TRIG_OK)
        *out = found;
    return status;
}
