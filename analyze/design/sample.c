#include "analyze/design/sample_internal.h"

#include <string.h>

void trig_sample_clear(trig_sample *sample)
{
    trig_sample_calibration_destroy(sample->calibration);
    trig_arena_clear(&sample->arena);
    memset(sample, 0, sizeof *sample);
}

static enum trig_status gather(struct trig_gathering *gathering, struct trig_error *error)
{
    enum trig_status status = trig_sample_read_rows(gathering, error);
    if (status == TRIG_OK)
        status = trig_sample_settle_cells(gathering, error);
    if (status == TRIG_OK)
        status = trig_sample_place(gathering, error);
    if (status == TRIG_OK && gathering->sample->design->recipe)
        status = trig_sample_calibrate(gathering, error);
    return status == TRIG_OK && gathering->keeps_factors ? trig_sample_replicates_make(gathering, error)
                                                         : status;
}

static enum trig_status read_sample(trig_store *const *stores, size_t store_count,
                                    const struct trig_request *request, struct trig_sample_sums *given,
                                    bool keeps_factors, trig_sample *out, struct trig_error *error)
{
    trig_sample sample = {.design = &request->design};
    struct trig_gathering gathering = {.sample = &sample, .given = given, .keeps_factors = keeps_factors};
    enum trig_status status = trig_frame_open(stores, store_count, request, &gathering.frame, error);
    if (status)
        return status;
    trig_arena_init(&sample.arena);
    sample.definition = gathering.frame->definition;
    status = gather(&gathering, error);
    if (status == TRIG_OK && given)
        given->df = trig_sample_rank_degrees(&gathering);
    trig_frame_destroy(gathering.frame);
    trig_free(gathering.cell);
    trig_free(gathering.cells);
    trig_free(gathering.factors);
    trig_free(gathering.rank.rows);
    if (status)
        trig_sample_clear(&sample);
    else
        *out = sample;
    return status;
}

enum trig_status trig_sample_read(trig_store *const *stores, size_t store_count,
                                  const struct trig_request *request, struct trig_sample_sums *given,
                                  trig_sample *out, struct trig_error *error)
{
    enum trig_status status = read_sample(stores, store_count, request, given, false, out, error);
    if (status && given) {
        trig_free(given->sums);
        trig_free(given->weights);
        given->sums = given->weights = NULL;
    }
    return status;
}

enum trig_status trig_sample_gather(trig_store *const *stores, size_t store_count,
                                    const struct trig_request *request, trig_sample *out,
                                    struct trig_error *error)
{
    bool replicates = request->design.replication.type != TRIG_REPLICATES_NONE;
    return read_sample(stores, store_count, request, NULL, replicates, out, error);
}
