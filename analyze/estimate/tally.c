#include "analyze/estimate/tally.h"

#include <math.h>

/* Room between the measures of a block, so that rows of different measures do
 * not fall on the same lines of the cache. */
#define BLOCK_STRIDE (TRIG_BLOCK + 8)

/* One block of rows on its way into the sums. */
struct trig_block {
    size_t store;
    const struct trig_batch *batch;
    size_t start;
    size_t count;
    uint64_t keys[TRIG_BLOCK];
    uint8_t fails[TRIG_BLOCK];
    uint32_t slots[TRIG_BLOCK];
    double y[]; /* BLOCK_STRIDE a measure */
};

static bool keeps_extremes(const struct trig_measure *measure, const trig_definition *definition)
{
    return measure->kind == TRIG_MEASURE_MEAN &&
           definition->variables[measure->variable].type == TRIG_TYPE_NUMERIC;
}

/* ---- making ------------------------------------------------------------------- */

static enum trig_status make_scorers(trig_tally *tally, struct trig_error *error)
{
    const trig_frame *frame = tally->frame;
    size_t measures = frame->request->measures->count;
    tally->scorers = trig_calloc(frame->store_count * measures, sizeof(trig_scorer *));
    tally->numeric = trig_calloc(measures, sizeof *tally->numeric);
    if (!tally->scorers || !tally->numeric)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a tally of %zu measures", measures);
    for (size_t i = 0; i < frame->store_count * measures; i++) {
        tally->scorers[i] = trig_scorer_create(frame, i / measures, i % measures, error);
        if (!tally->scorers[i])
            return TRIG_ERR_MEMORY;
    }
    for (size_t i = 0; i < measures; i++)
        tally->numeric[i] = keeps_extremes(&frame->request->measures->items[i], frame->definition);
    return TRIG_OK;
}

static struct trig_sums_shape shape_of(const trig_tally *tally)
{
    const trig_frame *frame = tally->frame;
    struct trig_sums_shape shape = {.key_count = frame->keys,
                                    .measures = frame->request->measures->count,
                                    .bins = trig_bins_count(frame->definition, frame->request),
                                    .weighted = frame->weight_column != TRIG_NO_COLUMN};
    for (size_t i = 0; i < shape.measures; i++)
        shape.extremes = shape.extremes || tally->numeric[i];
    return shape;
}

enum trig_status trig_lane_init(struct trig_lane *lane, const trig_tally *tally, struct trig_error *error)
{
    memset(lane, 0, sizeof *lane);
    struct trig_sums_shape shape = shape_of(tally);
    lane->block = trig_calloc(1, sizeof *lane->block + shape.measures * BLOCK_STRIDE * sizeof(double));
    if (!lane->block)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a tally of %zu measures",
                              shape.measures);
    return trig_sums_init(&lane->part, &shape, error);
}

void trig_lane_clear(struct trig_lane *lane)
{
    trig_free(lane->block);
    trig_sums_clear(&lane->part);
}

static enum trig_status make_whole(trig_tally *tally, struct trig_error *error)
{
    struct trig_sums_shape shape = shape_of(tally);
    shape.compensated = true;
    return trig_sums_init(&tally->whole, &shape, error);
}

trig_tally *trig_tally_create(const trig_frame *frame, struct trig_error *error)
{
    trig_tally *tally = trig_calloc(1, sizeof *tally);
    if (!tally) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a tally");
        return NULL;
    }
    tally->frame = frame;
    tally->bins = trig_bins_create(frame, error);
    if (!tally->bins || make_scorers(tally, error) || make_whole(tally, error) ||
        trig_lane_init(&tally->lane, tally, error)) {
        trig_tally_destroy(tally);
        return NULL;
    }
    return tally;
}

void trig_tally_destroy(trig_tally *tally)
{
    if (!tally)
        return;
    size_t scorers = tally->frame->store_count * tally->frame->request->measures->count;
    for (size_t i = 0; tally->scorers && i < scorers; i++)
        trig_scorer_destroy(tally->scorers[i]);
    trig_bins_destroy(tally->bins);
    trig_free(tally->scorers);
    trig_free(tally->numeric);
    trig_lane_clear(&tally->lane);
    trig_sums_clear(&tally->whole);
    trig_free(tally);
}

/* ---- where a block's rows go --------------------------------------------------- */

static void count_rows(const struct trig_block *block, struct trig_frame_counts *counts)
{
    uint64_t other_wave = 0;
    uint64_t out_of_scope = 0;
    for (size_t i = 0; i < block->count; i++) {
        uint64_t other = block->keys[i] / TRIG_KEY_OTHER_WAVE & 1;
        other_wave += other;
        out_of_scope += block->fails[i] & (other ^ 1);
    }
    counts->rows += block->count;
    counts->other_wave += other_wave;
    counts->out_of_scope += out_of_scope;
    counts->counted += block->count - other_wave - out_of_scope;
}

/* The slot of a key that has none yet; rows outside the frame go to the bin. */
static enum trig_status new_slot(struct trig_sums *part, uint64_t key, size_t *slot, struct trig_error *error)
{
    if (key < TRIG_KEY_LACKING || (key & TRIG_KEY_OTHER_WAVE))
        return trig_sums_slot(part, key, slot, error);
    return trig_error_set(
        error, TRIG_ERR_DOMAIN,
        "a response has no stratum or no PSU, which the design needs; complete the data, or "
        "name another design with --design (none: institutions and waves as strata)");
}

/* Finds each row's slot; neighbours often share one. */
static enum trig_status find_slots(struct trig_sums *part, struct trig_block *block, bool *inside,
                                   struct trig_error *error)
{
    uint64_t last = TRIG_KEY_OUTSIDE;
    size_t slot = TRIG_BIN;
    *inside = false;
    for (size_t i = 0; i < block->count; i++) {
        if (block->keys[i] != last) {
            last = block->keys[i];
            slot = trig_sums_known(part, last);
            enum trig_status status = slot == TRIG_BIN ? new_slot(part, last, &slot, error) : TRIG_OK;
            if (status)
                return status;
        }
        block->slots[i] = (uint32_t)slot;
        *inside = *inside || slot != TRIG_BIN;
    }
    return TRIG_OK;
}

/* ---- adding ---------------------------------------------------------------------- */

static enum trig_status check_weights(const trig_frame *frame, const struct trig_block *block,
                                      const double *weights, struct trig_error *error)
{
    for (size_t i = 0; i < block->count; i++)
        if (block->slots[i] != TRIG_BIN && !(weights[i] >= 0.0))
            return trig_error_set(error, TRIG_ERR_DOMAIN,
                                  frame->request->design.weighting
                                      ? "a response has %s weight in \"%.*s\"; compute weights for its wave "
                                        "too (trig-analyze weight --wave), or ask for --weights none"
                                      : "a response has %s weight in \"%.*s\"; complete the data, or ask for "
                                        "--weights none",
                                  isnan(weights[i]) ? "no" : "a negative",
                                  TRIG_VIEW_ARG(frame->specs[frame->weight_column].name));
    return TRIG_OK;
}

/* Notes the smallest and largest fpc of each slot, of the stage [stage]. */
static enum trig_status check_fpc(const trig_frame *frame, const struct trig_block *block, size_t stage,
                                  struct trig_sums *part, struct trig_error *error)
{
    size_t column = stage ? frame->fpc2_column : frame->fpc_column;
    if (column == TRIG_NO_COLUMN)
        return TRIG_OK;
    const double *fpc = block->batch->columns[column].numbers + block->start;
    for (size_t i = 0; i < block->count; i++) {
        size_t slot = block->slots[i];
        if (slot != TRIG_BIN && !(fpc[i] > 0.0))
            return trig_error_set(error, TRIG_ERR_DOMAIN,
                                  "a response has %s in \"%.*s\", the fpc; it has to be a population size or "
                                  "a sampling fraction",
                                  isnan(fpc[i]) ? "nothing" : "zero or less",
                                  TRIG_VIEW_ARG(frame->specs[column].name));
        double *range = &part->fpc[TRIG_SUMS_FPC * slot + 2 * stage];
        range[0] = fmin(range[0], fpc[i]);
        range[1] = fmax(range[1], fpc[i]);
    }
    return TRIG_OK;
}

static void add_respondents(const struct trig_block *block, const double *weights, struct trig_sums *part)
{
    for (size_t i = 0; i < block->count; i++) {
        part->respondents[block->slots[i]]++;
        part->values[block->slots[i] * part->width] += weights ? weights[i] : 1.0;
    }
    for (size_t i = 0; weights && i < block->count; i++)
        part->values[block->slots[i] * part->width + 1] += weights[i] * weights[i];
}

/* The sums of one measure, every respondent weighing 1; who did not answer goes to the bin. */
static void add_unit(const struct trig_block *block, const double *y, size_t place, struct trig_sums *part)
{
    for (size_t i = 0; i < block->count; i++) {
        size_t slot = isnan(y[i]) ? TRIG_BIN : block->slots[i];
        double *sums = part->values + slot * part->width + place;
        sums[0] += 1.0;
        sums[1] += y[i];
        sums[2] += y[i] * y[i];
    }
}

/* With weights; who weighs nothing stands behind no number, and goes to the bin too. */
static void add_weighted(const struct trig_block *block, const double *y, const double *weights, size_t place,
                         struct trig_sums *part)
{
    for (size_t i = 0; i < block->count; i++) {
        double w = weights[i];
        size_t slot = isnan(y[i]) || !(w > 0.0) ? TRIG_BIN : block->slots[i];
        double *sums = part->values + slot * part->width + place;
        double wy = w * y[i];
        sums[0] += 1.0;
        sums[1] += y[i];
        sums[2] += w;
        sums[3] += wy;
        sums[4] += wy * y[i];
        sums[5] += w * w;
        sums[6] += w * wy;
        sums[7] += wy * wy;
    }
}

static void add_extremes(const struct trig_block *block, const double *y, const double *weights, double shift,
                         size_t measure, struct trig_sums *part)
{
    for (size_t i = 0; i < block->count; i++)
        if (!isnan(y[i]))
            trig_extremes_add(&part->extremes[block->slots[i] * part->measures + measure],
                              fabs((weights ? weights[i] : 1.0) * (y[i] + shift)));
}

static void add_measures(const trig_tally *tally, struct trig_lane *lane, const double *weights)
{
    struct trig_sums *part = &lane->part;
    struct trig_block *block = lane->block;
    for (size_t i = 0; i < part->measures; i++) {
        double *y = block->y + i * BLOCK_STRIDE;
        trig_scorer_run(tally->scorers[block->store * part->measures + i], block->batch, block->start,
                        block->count, y);
        if (weights)
            add_weighted(block, y, weights, trig_sums_place(part, i), part);
        else
            add_unit(block, y, trig_sums_place(part, i), part);
        if (tally->numeric[i])
            add_extremes(block, y, weights, tally->frame->shifts[i], i, part);
    }
}

static enum trig_status add_block(const trig_tally *tally, struct trig_lane *lane, struct trig_error *error)
{
    const trig_frame *frame = tally->frame;
    struct trig_block *block = lane->block;
    struct trig_sums *part = &lane->part;
    const struct trig_column *columns = block->batch->columns;
    bool inside;
    trig_frame_locate(frame, block->store, block->batch, block->start, block->count, block->keys,
                      block->fails);
    count_rows(block, &lane->counts);
    enum trig_status status = find_slots(part, block, &inside, error);
    if (status || !inside)
        return status;
    const double *weights = NULL;
    if (frame->weight_column != TRIG_NO_COLUMN) {
        weights = columns[frame->weight_column].numbers + block->start;
        status = check_weights(frame, block, weights, error);
    }
    for (size_t stage = 0; stage < 2 && status == TRIG_OK; stage++)
        status = check_fpc(frame, block, stage, part, error);
    if (status)
        return status;
    add_respondents(block, weights, part);
    add_measures(tally, lane, weights);
    struct trig_bins_rows rows = {block->store, block->batch, block->start,
                                  block->count, block->slots, weights};
    trig_bins_add(tally->bins, &rows, part);
    return TRIG_OK;
}

enum trig_status trig_lane_add(struct trig_lane *lane, const trig_tally *tally, size_t store,
                               const struct trig_batch *batch, struct trig_error *error)
{
    struct trig_block *block = lane->block;
    lane->counts = (struct trig_frame_counts){0};
    enum trig_status status = trig_sums_reset(&lane->part, error);
    for (size_t start = 0; start < batch->rows && status == TRIG_OK; start += TRIG_BLOCK) {
        size_t left = batch->rows - start;
        block->store = store;
        block->batch = batch;
        block->start = start;
        block->count = left < TRIG_BLOCK ? left : TRIG_BLOCK;
        status = add_block(tally, lane, error);
    }
    return status;
}

/* ---- merging ---------------------------------------------------------------------- */

static void add_counts(struct trig_frame_counts *to, const struct trig_frame_counts *counts)
{
    to->rows += counts->rows;
    to->counted += counts->counted;
    to->other_wave += counts->other_wave;
    to->out_of_scope += counts->out_of_scope;
}

enum trig_status trig_lane_deliver(struct trig_lane *lane, trig_tally *tally, struct trig_error *error)
{
    add_counts(&tally->counts, &lane->counts);
    return trig_sums_merge(&tally->whole, &lane->part, error);
}

enum trig_status trig_tally_add(trig_tally *tally, size_t store, const struct trig_batch *batch,
                                struct trig_error *error)
{
    enum trig_status status = trig_lane_add(&tally->lane, tally, store, batch, error);
    return status ? status : trig_lane_deliver(&tally->lane, tally, error);
}

enum trig_status trig_tally_merge(trig_tally *tally, const trig_tally *other, struct trig_error *error)
{
    add_counts(&tally->counts, &other->counts);
    return trig_sums_merge(&tally->whole, &other->whole, error);
}
