/* Replicate weights of a sample: those in the data, and those made from its design. */
#include "analyze/design/sample_internal.h"

#include <math.h>

static enum trig_status no_memory(const struct trig_gathering *gathering, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the replicate weights of %zu respondents",
                   gathering->sample->count);
    return TRIG_ERR_MEMORY;
}

/* ---- rank --------------------------------------------------------------------------------- */

/* A weight of either sign and no pattern for each respondent. */
static double mixed(uint64_t number)
{
    uint64_t z = (number + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (double)(int64_t)(z ^ z >> 31) / 9.3e18;
}

/* Adds a respondent's weights to one of few rows: a random combination of rows
 * has the rank of all of them. */
static void add_to_rank(struct trig_gathering *gathering, uint64_t number, const double *weights)
{
    size_t replicates = gathering->frame->replicate_count;
    double *row = gathering->rank.rows + number % gathering->rank.height * replicates;
    double times = mixed(number);
    for (size_t r = 0; r < replicates; r++)
        row[r] += times * weights[r];
}

/* Below this share of its length a column is made of the others, as R's qr(tol = 1e-5). */
#define SAME 1e-5

/* Takes the part along column [from] out of column [to]. */
static void take_out(double *rows, size_t height, size_t width, size_t from, size_t to)
{
    double product = 0.0;
    double length = 0.0;
    for (size_t i = 0; i < height; i++) {
        product += rows[i * width + from] * rows[i * width + to];
        length += rows[i * width + from] * rows[i * width + from];
    }
    for (size_t i = 0; i < height && length > 0.0; i++)
        rows[i * width + to] -= product / length * rows[i * width + from];
}

static double length_of(const double *rows, size_t height, size_t width, size_t column)
{
    double length = 0.0;
    for (size_t i = 0; i < height; i++)
        length += rows[i * width + column] * rows[i * width + column];
    return sqrt(length);
}

double trig_sample_rank_degrees(const struct trig_gathering *gathering)
{
    size_t width = gathering->frame->replicate_count;
    size_t height = gathering->rank.height;
    double *rows = gathering->rank.rows;
    double rank = 0.0;
    for (size_t column = 0; rows && column < width; column++) {
        double before = length_of(rows, height, width, column);
        for (size_t other = 0; other < column; other++)
            take_out(rows, height, width, other, column);
        bool own = length_of(rows, height, width, column) > SAME * before;
        rank += own ? 1.0 : 0.0;
        for (size_t i = 0; i < height && !own; i++)
            rows[i * width + column] = 0.0;
    }
    return rank - 1.0;
}

/* ---- reading -------------------------------------------------------------------------------- */

static enum trig_status prepare(struct trig_gathering *gathering, struct trig_error *error)
{
    size_t replicates = gathering->frame->replicate_count;
    if (!gathering->rank.rows) {
        gathering->rank.height = 2 * replicates + 16;
        gathering->rank.rows = trig_calloc(gathering->rank.height * replicates, sizeof(double));
        if (!gathering->rank.rows)
            return no_memory(gathering, error);
    }
    if (gathering->keeps_factors) {
        double *factors = trig_resize(gathering->factors, gathering->capacity * replicates, sizeof *factors);
        if (!factors)
            return no_memory(gathering, error);
        gathering->factors = factors;
    }
    return TRIG_OK;
}

/* Numbers of a cell while reading: those of each measure, then the weights of everybody. */
static size_t width_of(const struct trig_gathering *gathering)
{
    size_t kinds = 2 * gathering->frame->request->measures->count + gathering->given->keeps_weights;
    return kinds * gathering->frame->replicate_count;
}

/* Makes room for the sums of cells that are new. */
static enum trig_status reserve_sums(struct trig_gathering *gathering, struct trig_error *error)
{
    struct trig_sample_sums *given = gathering->given;
    size_t width = width_of(gathering);
    if (gathering->cell_count <= gathering->given_capacity)
        return TRIG_OK;
    size_t larger = gathering->cell_count + gathering->cell_count / 2;
    if ((uint64_t)larger * width > given->most_bytes / sizeof(double))
        return trig_error_set(
            error, TRIG_ERR_LIMIT,
            "%zu replicate weights of this breakdown need more than %.0f GB of memory; ask for "
            "fewer measures or variables in --by",
            gathering->frame->replicate_count, (double)given->most_bytes / 1e9);
    double *sums = trig_resize(given->sums, larger * width, sizeof *sums);
    if (!sums)
        return no_memory(gathering, error);
    memset(sums + gathering->given_capacity * width, 0,
           (larger - gathering->given_capacity) * width * sizeof *sums);
    given->sums = sums;
    gathering->given_capacity = larger;
    return TRIG_OK;
}

static enum trig_status read_weights(const struct trig_gathering *gathering,
                                     const struct trig_sample_rows *rows, size_t at, double *weights,
                                     struct trig_error *error)
{
    const trig_frame *frame = gathering->frame;
    bool combined = frame->request->design.replication.combined;
    for (size_t r = 0; r < frame->replicate_count; r++) {
        size_t column = frame->replicate_columns[r];
        double weight = rows->batch->columns[column].numbers[rows->rows[at]];
        if (isnan(weight))
            return trig_error_set(
                error, TRIG_ERR_DOMAIN,
                "a response has nothing in the replicate weight \"%.*s\"; complete the data, or "
                "name another design with --design",
                TRIG_VIEW_ARG(frame->specs[column].name));
        weights[r] = combined ? weight : weight * rows->weight[at];
    }
    return TRIG_OK;
}

static void add_sums(const struct trig_gathering *gathering, const struct trig_sample_rows *rows, size_t at,
                     const double *weights)
{
    const struct trig_sample_sums *given = gathering->given;
    size_t replicates = gathering->frame->replicate_count;
    size_t measures = gathering->frame->request->measures->count;
    size_t cell = gathering->cell[gathering->sample->count + at];
    double *sums = given->sums + cell * width_of(gathering);
    for (size_t r = 0; r < replicates && given->keeps_weights && rows->weight[at] > 0.0; r++)
        sums[2 * measures * replicates + r] += weights[r];
    for (size_t i = 0; i < measures && rows->weight[at] > 0.0; i++) {
        double y = rows->measures[i][at] - given->shifts[i];
        double *wy = sums + i * 2 * replicates;
        for (size_t r = 0; r < replicates && !isnan(y); r++) {
            wy[r] += weights[r] * y;
            wy[replicates + r] += weights[r];
        }
    }
}

enum trig_status trig_sample_take(struct trig_gathering *gathering, const struct trig_sample_rows *rows,
                                  struct trig_error *error)
{
    size_t replicates = gathering->frame->replicate_count;
    enum trig_status status = prepare(gathering, error);
    if (status == TRIG_OK && gathering->given)
        status = reserve_sums(gathering, error);
    double *weights = trig_calloc(replicates, sizeof *weights);
    if (!weights)
        return no_memory(gathering, error);
    for (size_t i = 0; i < rows->count && status == TRIG_OK; i++) {
        status = read_weights(gathering, rows, i, weights, error);
        if (status)
            break;
        size_t respondent = gathering->sample->count + i;
        add_to_rank(gathering, respondent, weights);
        if (gathering->given)
            add_sums(gathering, rows, i, weights);
        if (gathering->keeps_factors)
            memcpy(gathering->factors + respondent * replicates, weights, replicates * sizeof *weights);
    }
    trig_free(weights);
    return status;
}

enum trig_status trig_sample_order_sums(struct trig_gathering *gathering, const uint32_t *order,
                                        struct trig_error *error)
{
    struct trig_sample_sums *given = gathering->given;
    size_t replicates = gathering->frame->replicate_count;
    size_t width = gathering->frame->request->measures->count * 2 * replicates;
    double *sorted = trig_calloc(gathering->cell_count * width, sizeof *sorted);
    double *weights =
        given->keeps_weights ? trig_calloc(gathering->cell_count * replicates, sizeof *weights) : NULL;
    if (!sorted || (given->keeps_weights && !weights)) {
        trig_free(sorted);
        trig_free(weights);
        return no_memory(gathering, error);
    }
    for (size_t i = 0; i < gathering->cell_count; i++) {
        const double *sums = given->sums + order[i] * width_of(gathering);
        memcpy(sorted + i * width, sums, width * sizeof *sorted);
        if (weights)
            memcpy(weights + i * replicates, sums + width, replicates * sizeof *weights);
    }
    trig_free(given->sums);
    given->sums = sorted;
    given->weights = weights;
    given->count = replicates;
    return TRIG_OK;
}

/* ---- the sample's replicates -------------------------------------------------------------------- */

/* Rows of factors by unit: those of the first stage. */
static enum trig_status fill_factors(const trig_sample *sample, const struct trig_replicate_plan *plan,
                                     double *factors, uint32_t *row, struct trig_error *error)
{
    const struct trig_stage *stage = &sample->stages[0];
    size_t *next = trig_calloc(stage->stratum_count + 1, sizeof *next);
    enum trig_status status = next ? TRIG_OK : TRIG_ERR_MEMORY;
    for (size_t i = 0; i < stage->stratum_count && status == TRIG_OK; i++)
        next[i + 1] = next[i] + stage->sampled[i];
    for (size_t i = 0; i < stage->stratum_count && status == TRIG_OK; i++)
        trig_replicate_factors(plan, i, 0, plan->count, factors + next[i] * plan->count);
    /* Units are numbered in the order of cells, respondents in that of reading: as the factors. */
    for (size_t i = 0; i < sample->count && status == TRIG_OK; i++)
        row[stage->unit[i]] = stage->stratum[i];
    for (size_t unit = 0; unit < stage->unit_count && status == TRIG_OK; unit++)
        row[unit] = (uint32_t)next[row[unit]]++;
    trig_free(next);
    return status ? trig_error_set(error, status, "out of memory for %zu replicates", plan->count) : TRIG_OK;
}

static enum trig_status make_plan(trig_sample *sample, struct trig_replicate_plan *plan,
                                  struct trig_error *error)
{
    const struct trig_stage *stage = &sample->stages[0];
    struct trig_replicate_stratum *strata =
        trig_arena_calloc(&sample->arena, stage->stratum_count, sizeof *strata);
    if (!strata)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu strata", stage->stratum_count);
    for (size_t i = 0; i < stage->stratum_count; i++) {
        double units = (double)stage->sampled[i];
        strata[i] = (struct trig_replicate_stratum){
            .units = stage->sampled[i],
            .uncovered =
                isinf(stage->population[i]) ? 1.0 : (stage->population[i] - units) / stage->population[i],
            .text = stage->text[i]};
    }
    return trig_replicate_plan(&sample->design->replication, strata, stage->stratum_count,
                               sample->design->lonely, &sample->arena, plan, error);
}

/* By respondent, which row of factors: [rows] is by unit, and becomes that. */
static enum trig_status spread_rows(trig_sample *sample, const uint32_t *by_unit, struct trig_replicates *out,
                                    struct trig_error *error)
{
    uint32_t *row = trig_arena_calloc(&sample->arena, sample->count, sizeof *row);
    if (!row)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu respondents", sample->count);
    for (size_t i = 0; i < sample->count; i++)
        row[i] = by_unit ? by_unit[sample->stages[0].unit[i]] : (uint32_t)i;
    out->row = row;
    return TRIG_OK;
}

static enum trig_status attach_made(trig_sample *sample, struct trig_replicate_plan *plan,
                                    struct trig_replicates *out, struct trig_error *error)
{
    size_t units = sample->stages[0].unit_count;
    enum trig_status status = make_plan(sample, plan, error);
    if (status)
        return status;
    double *factors = trig_arena_calloc(&sample->arena, units * plan->count, sizeof *factors);
    uint32_t *row = trig_arena_calloc(&sample->arena, units, sizeof *row);
    if (!factors || !row)
        return trig_error_set(
            error, TRIG_ERR_MEMORY,
            "out of memory for %zu replicates of %zu units; use --replicates bootstrap:R with a "
            "smaller R",
            plan->count, units);
    status = fill_factors(sample, plan, factors, row, error);
    out->rows = units;
    out->factors = factors;
    return status ? status : spread_rows(sample, row, out, error);
}

static enum trig_status attach_given(struct trig_gathering *gathering, struct trig_replicate_plan *plan,
                                     struct trig_replicates *out, struct trig_error *error)
{
    trig_sample *sample = gathering->sample;
    size_t numbers = sample->count * gathering->frame->replicate_count;
    double *factors = trig_arena_calloc(&sample->arena, numbers, sizeof *factors);
    if (!factors)
        return no_memory(gathering, error);
    memcpy(factors, gathering->factors, numbers * sizeof *factors);
    out->rows = sample->count;
    out->factors = factors;
    out->combined = true; /* the weight is in them already */
    enum trig_status status =
        trig_replicate_plan_given(&sample->design->replication, gathering->frame->replicate_count,
                                  trig_sample_rank_degrees(gathering), &sample->arena, plan, error);
    return status ? status : spread_rows(sample, NULL, out, error);
}

enum trig_status trig_sample_replicates_make(struct trig_gathering *gathering, struct trig_error *error)
{
    trig_sample *sample = gathering->sample;
    struct trig_replicate_plan plan = {.count = 0};
    struct trig_replicates *out = trig_arena_calloc(&sample->arena, 1, sizeof *out);
    if (!out)
        return no_memory(gathering, error);
    enum trig_status status = gathering->frame->replicate_count ? attach_given(gathering, &plan, out, error)
                                                                : attach_made(sample, &plan, out, error);
    if (status)
        return status;
    out->count = plan.count;
    out->scale = plan.scale;
    out->rscales = plan.rscales;
    out->mse = plan.replication.mse;
    out->df = plan.df;
    sample->replicates = out;
    return sample->calibration ? trig_sample_calibrate_replicates(sample, out, error) : TRIG_OK;
}
