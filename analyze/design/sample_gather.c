#include "analyze/design/sample_internal.h"

#include "analyze/estimate/scorer.h"

#include <math.h>

/* The rows of a block on their way into the columns. */
struct block {
    size_t store;
    const struct trig_batch *batch;
    size_t start;
    size_t count;
    size_t kept; /* rows in the frame */
    uint64_t keys[TRIG_BLOCK];
    uint8_t fails[TRIG_BLOCK];
    uint16_t rows[TRIG_BLOCK]; /* of those kept: their place in the block */
    double y[TRIG_BLOCK];
};

/* One reading of all stores. */
struct reading {
    struct trig_gathering *gathering;
    trig_scorer **scorers; /* owned; [store * measures + measure] */
    double **columns;      /* owned, as each of its columns is; weight, measures, reproduced numbers */
    size_t measures;
    size_t column_count;
    struct block *block; /* owned */
    struct trig_sample_people people;
    struct trig_sample_answers answers;
};

static enum trig_status no_memory(const struct reading *reading, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the columns of %zu respondents",
                   reading->gathering->sample->count);
    return TRIG_ERR_MEMORY;
}

/* ---- making ------------------------------------------------------------------------- */

static enum trig_status make_scorers(struct reading *reading, struct trig_error *error)
{
    trig_frame *frame = reading->gathering->frame;
    size_t measures = frame->request->measures->count;
    /* A sample holds y as it is; only sums of powers need it shifted. */
    for (size_t i = 0; i < measures; i++)
        frame->shifts[i] = 0.0;
    reading->scorers = trig_calloc(frame->store_count * measures, sizeof(trig_scorer *));
    if (!reading->scorers)
        return no_memory(reading, error);
    for (size_t i = 0; i < frame->store_count * measures; i++) {
        reading->scorers[i] = trig_scorer_create(frame, i / measures, i % measures, error);
        if (!reading->scorers[i])
            return TRIG_ERR_MEMORY;
    }
    return TRIG_OK;
}

static enum trig_status make_reading(struct reading *reading, struct trig_error *error)
{
    const trig_frame *frame = reading->gathering->frame;
    enum trig_status status = trig_sample_list_numbers(reading->gathering, error);
    if (status)
        return status;
    reading->measures = frame->request->measures->count;
    reading->column_count = 1 + reading->measures + reading->gathering->number_count;
    reading->columns = trig_calloc(reading->column_count, sizeof(double *));
    reading->block = trig_calloc(1, sizeof *reading->block);
    if (!reading->columns || !reading->block)
        return no_memory(reading, error);
    status = trig_sample_cells_begin(reading->gathering, error);
    if (status == TRIG_OK)
        status = trig_sample_people_begin(frame, &reading->people, error);
    if (status == TRIG_OK)
        status = trig_sample_answers_begin(frame, &reading->answers, error);
    return status ? status : make_scorers(reading, error);
}

static void clear_reading(struct reading *reading)
{
    const trig_frame *frame = reading->gathering->frame;
    for (size_t i = 0; reading->scorers && i < frame->store_count * frame->request->measures->count; i++)
        trig_scorer_destroy(reading->scorers[i]);
    for (size_t i = 0; reading->columns && i < reading->column_count; i++)
        trig_free(reading->columns[i]);
    trig_free(reading->scorers);
    trig_free(reading->columns);
    trig_sample_cells_end(reading->gathering);
    trig_sample_people_clear(&reading->people);
    trig_sample_answers_clear(&reading->answers);
    trig_free(reading->block);
}

/* ---- blocks ---------------------------------------------------------------------------- */

static void count_rows(struct block *block, struct trig_frame_counts *counts)
{
    block->kept = 0;
    for (size_t i = 0; i < block->count; i++) {
        bool other = block->keys[i] & TRIG_KEY_OTHER_WAVE;
        counts->other_wave += other;
        counts->out_of_scope += !other && block->fails[i];
        counts->counted += !other && !block->fails[i];
        /* Lacking a stratum is refused where the key becomes a cell. */
        bool outside = other || (block->keys[i] & TRIG_KEY_OUT_OF_SCOPE);
        block->rows[block->kept] = (uint16_t)i;
        block->kept += !outside;
    }
    counts->rows += block->count;
}

static enum trig_status reserve(struct reading *reading, size_t needed, struct trig_error *error)
{
    struct trig_gathering *gathering = reading->gathering;
    if (needed >= TRIG_SAMPLE_MISSING)
        return trig_error_set(error, TRIG_ERR_LIMIT,
                              "more than 4,294,967,294 respondents; ask for fewer waves or stores at once");
    if (needed <= gathering->capacity)
        return TRIG_OK;
    size_t larger = gathering->capacity ? needed + needed / 2 : needed;
    uint32_t *cell = trig_resize(gathering->cell, larger, sizeof *cell);
    if (!cell)
        return no_memory(reading, error);
    gathering->cell = cell;
    for (size_t i = 0; i < reading->column_count; i++) {
        double *column = trig_resize(reading->columns[i], larger, sizeof *column);
        if (!column)
            return no_memory(reading, error);
        reading->columns[i] = column;
    }
    enum trig_status status = trig_sample_people_reserve(&reading->people, larger, error);
    if (status == TRIG_OK)
        status = trig_sample_answers_reserve(&reading->answers, larger, error);
    if (status)
        return status;
    gathering->capacity = larger;
    return TRIG_OK;
}

static enum trig_status keep_cells(struct reading *reading, struct trig_error *error)
{
    const struct block *block = reading->block;
    struct trig_gathering *gathering = reading->gathering;
    uint64_t last = UINT64_MAX;
    size_t cell = 0;
    for (size_t i = 0; i < block->kept; i++) {
        uint64_t key = block->keys[block->rows[i]];
        enum trig_status status =
            key == last ? TRIG_OK : trig_sample_cells_find(gathering, key, &cell, error);
        if (status)
            return status;
        last = key;
        gathering->cell[gathering->sample->count + i] = (uint32_t)cell;
        gathering->cells[cell].respondents++;
    }
    return TRIG_OK;
}

static enum trig_status keep_weights(struct reading *reading, struct trig_error *error)
{
    const struct block *block = reading->block;
    const trig_frame *frame = reading->gathering->frame;
    double *weight = reading->columns[0] + reading->gathering->sample->count;
    const double *numbers = frame->weight_column == TRIG_NO_COLUMN
                                ? NULL
                                : block->batch->columns[frame->weight_column].numbers + block->start;
    for (size_t i = 0; i < block->kept; i++) {
        weight[i] = numbers ? numbers[block->rows[i]] : 1.0;
        if (!(weight[i] >= 0.0))
            return trig_error_set(error, TRIG_ERR_DOMAIN,
                                  "a response has %s weight in \"%.*s\"; complete the data, or ask for "
                                  "--weights none",
                                  isnan(weight[i]) ? "no" : "a negative",
                                  TRIG_VIEW_ARG(frame->specs[frame->weight_column].name));
    }
    return TRIG_OK;
}

static enum trig_status keep_fpc(struct reading *reading, size_t stage, size_t column,
                                 struct trig_error *error)
{
    const struct block *block = reading->block;
    struct trig_gathering *gathering = reading->gathering;
    if (column == TRIG_NO_COLUMN)
        return TRIG_OK;
    const double *numbers = block->batch->columns[column].numbers + block->start;
    for (size_t i = 0; i < block->kept; i++) {
        double fpc = numbers[block->rows[i]];
        struct trig_sample_cell *cell = &gathering->cells[gathering->cell[gathering->sample->count + i]];
        if (!(fpc > 0.0))
            return trig_error_set(error, TRIG_ERR_DOMAIN,
                                  "a response has %s in \"%.*s\", the fpc; it has to be a population size or "
                                  "a sampling fraction",
                                  isnan(fpc) ? "nothing" : "zero or less",
                                  TRIG_VIEW_ARG(gathering->frame->specs[column].name));
        cell->fpc_low[stage] = fmin(cell->fpc_low[stage], fpc);
        cell->fpc_high[stage] = fmax(cell->fpc_high[stage], fpc);
    }
    return TRIG_OK;
}

static enum trig_status keep_people(struct reading *reading, struct trig_error *error)
{
    const struct block *block = reading->block;
    const size_t column = reading->gathering->frame->person_column;
    return column == TRIG_NO_COLUMN
               ? TRIG_OK
               : trig_sample_people_keep(&reading->people, reading->gathering->sample->count,
                                         &block->batch->columns[column], block->start, block->rows,
                                         block->kept, error);
}

static void keep_measures(struct reading *reading)
{
    struct block *block = reading->block;
    for (size_t i = 0; i < reading->measures; i++) {
        double *y = reading->columns[1 + i] + reading->gathering->sample->count;
        trig_scorer_run(reading->scorers[block->store * reading->measures + i], block->batch, block->start,
                        block->count, block->y);
        for (size_t row = 0; row < block->kept; row++)
            y[row] = block->y[block->rows[row]];
    }
}

/* Numbers whose totals the weights reproduce. */
static void keep_numbers(struct reading *reading)
{
    const struct block *block = reading->block;
    const struct trig_gathering *gathering = reading->gathering;
    for (size_t i = 0; i < gathering->number_count; i++) {
        size_t column = gathering->frame->variable_columns[gathering->numbers[i].variable];
        const double *numbers = block->batch->columns[column].numbers + block->start;
        double *x = reading->columns[1 + reading->measures + i] + gathering->sample->count;
        for (size_t row = 0; row < block->kept; row++)
            x[row] = numbers[block->rows[row]];
    }
}

/* Replicate weights that are in the data. */
static enum trig_status keep_replicates(struct reading *reading, struct trig_error *error)
{
    struct trig_gathering *gathering = reading->gathering;
    const struct block *block = reading->block;
    size_t at = gathering->sample->count;
    size_t rows[TRIG_BLOCK];
    double **y = trig_calloc(reading->measures, sizeof(double *));
    if (!y)
        return no_memory(reading, error);
    for (size_t i = 0; i < block->kept; i++)
        rows[i] = block->start + block->rows[i];
    for (size_t i = 0; i < reading->measures; i++)
        y[i] = reading->columns[i + 1] + at;
    const struct trig_sample_rows kept = {block->batch, rows, block->kept, reading->columns[0] + at, y};
    enum trig_status status = trig_sample_take(gathering, &kept, error);
    trig_free(y);
    return status;
}

static enum trig_status add_block(struct reading *reading, struct trig_error *error)
{
    struct trig_gathering *gathering = reading->gathering;
    const trig_frame *frame = gathering->frame;
    struct block *block = reading->block;
    trig_frame_locate(frame, block->store, block->batch, block->start, block->count, block->keys,
                      block->fails);
    count_rows(block, &gathering->sample->counts);
    enum trig_status status = reserve(reading, gathering->sample->count + block->kept, error);
    if (status == TRIG_OK)
        status = keep_cells(reading, error);
    if (status == TRIG_OK)
        status = keep_weights(reading, error);
    if (status == TRIG_OK)
        status = keep_fpc(reading, 0, frame->fpc_column, error);
    if (status == TRIG_OK)
        status = keep_fpc(reading, 1, frame->fpc2_column, error);
    if (status == TRIG_OK)
        status = keep_people(reading, error);
    if (status)
        return status;
    keep_measures(reading);
    keep_numbers(reading);
    trig_sample_answers_keep(&reading->answers, gathering->sample->count, block->batch, block->start,
                             block->rows, block->kept);
    if (frame->replicate_count && (gathering->given || gathering->keeps_factors))
        status = keep_replicates(reading, error);
    gathering->sample->count += block->kept;
    return status;
}

static enum trig_status add_batch(struct reading *reading, size_t store, const struct trig_batch *batch,
                                  struct trig_error *error)
{
    struct block *block = reading->block;
    enum trig_status status = TRIG_OK;
    block->store = store;
    block->batch = batch;
    for (size_t start = 0; start < batch->rows && status == TRIG_OK; start += TRIG_BLOCK) {
        block->start = start;
        block->count = batch->rows - start < TRIG_BLOCK ? batch->rows - start : TRIG_BLOCK;
        status = add_block(reading, error);
    }
    return status;
}

/* Room for every row of the stores: what turns out to be outside the frame is never touched. */
static enum trig_status reserve_rows(struct reading *reading, struct trig_error *error)
{
    const trig_frame *frame = reading->gathering->frame;
    uint64_t rows = 0;
    for (size_t i = 0; i < frame->store_count; i++)
        rows += trig_scan_rows(frame->stores[i].scan);
    return rows < TRIG_SAMPLE_MISSING ? reserve(reading, (size_t)rows, error) : TRIG_OK;
}

static enum trig_status read_stores(struct reading *reading, struct trig_error *error)
{
    const trig_frame *frame = reading->gathering->frame;
    enum trig_status status = reserve_rows(reading, error);
    for (size_t i = 0; i < frame->store_count && status == TRIG_OK; i++) {
        struct trig_batch batch;
        do {
            status = trig_scan_next(frame->stores[i].scan, &batch, error);
            if (status == TRIG_OK && batch.rows)
                status = add_batch(reading, i, &batch, error);
        } while (status == TRIG_OK && batch.rows);
    }
    return status ? status : trig_frame_check_counts(&reading->gathering->sample->counts, error);
}

/* ---- the sample's columns ---------------------------------------------------------------- */

/* Gives a column that grew to the sample; the system has not given what it did not fill. */
static double *settle_column(struct reading *reading, size_t column)
{
    double *settled = trig_arena_adopt(&reading->gathering->sample->arena, reading->columns[column]);
    reading->columns[column] = NULL;
    return settled;
}

static enum trig_status settle_columns(struct reading *reading, struct trig_error *error)
{
    trig_sample *sample = reading->gathering->sample;
    sample->measure_count = reading->measures;
    sample->measures = trig_arena_calloc(&sample->arena, sample->measure_count, sizeof *sample->measures);
    sample->weight = settle_column(reading, 0);
    if (!sample->measures || !sample->weight)
        return no_memory(reading, error);
    for (size_t i = 0; i < sample->measure_count; i++) {
        sample->measures[i].y = settle_column(reading, i + 1);
        if (!sample->measures[i].y)
            return no_memory(reading, error);
    }
    for (size_t i = 0; i < reading->gathering->number_count; i++) {
        reading->gathering->numbers[i].x = settle_column(reading, 1 + reading->measures + i);
        if (!reading->gathering->numbers[i].x)
            return no_memory(reading, error);
    }
    enum trig_status status = trig_sample_people_settle(&reading->people, sample, error);
    return status ? status : trig_sample_answers_settle(&reading->answers, sample, error);
}

enum trig_status trig_sample_read_rows(struct trig_gathering *gathering, struct trig_error *error)
{
    struct reading reading = {.gathering = gathering};
    enum trig_status status = make_reading(&reading, error);
    if (status == TRIG_OK)
        status = read_stores(&reading, error);
    if (status == TRIG_OK)
        status = settle_columns(&reading, error);
    clear_reading(&reading);
    return status;
}
