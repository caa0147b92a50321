#include "analyze/design/sample_internal.h"

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the answers of respondents");
    return TRIG_ERR_MEMORY;
}

enum trig_status trig_sample_answers_begin(const trig_frame *frame, struct trig_sample_answers *out,
                                           struct trig_error *error)
{
    if (!frame->request->answers)
        return TRIG_OK;
    out->count = frame->request->counted_count;
    out->columns = trig_calloc(out->count, sizeof(uint32_t *));
    if (!out->columns)
        return no_memory(error);
    out->bins = trig_bins_create(frame, error);
    return out->bins ? TRIG_OK : TRIG_ERR_MEMORY;
}

enum trig_status trig_sample_answers_reserve(struct trig_sample_answers *answers, size_t count,
                                             struct trig_error *error)
{
    for (size_t i = 0; i < answers->count; i++) {
        uint32_t *column = trig_resize(answers->columns[i], count, sizeof *column);
        if (!column)
            return no_memory(error);
        answers->columns[i] = column;
    }
    return TRIG_OK;
}

void trig_sample_answers_keep(struct trig_sample_answers *answers, size_t at, const struct trig_batch *batch,
                              size_t start, const uint16_t *rows, size_t count)
{
    for (size_t i = 0; i < answers->count; i++)
        trig_bins_find(answers->bins, i, batch, start, rows, count, answers->columns[i] + at);
}

enum trig_status trig_sample_answers_settle(const struct trig_sample_answers *answers, trig_sample *sample,
                                            struct trig_error *error)
{
    if (!answers->bins)
        return TRIG_OK;
    sample->bins = trig_arena_calloc(&sample->arena, answers->count, sizeof(uint32_t *));
    for (size_t i = 0; sample->bins && i < answers->count; i++) {
        sample->bins[i] = trig_arena_calloc(&sample->arena, sample->count, sizeof *sample->bins[i]);
        if (!sample->bins[i])
            return no_memory(error);
        memcpy(sample->bins[i], answers->columns[i], sample->count * sizeof *sample->bins[i]);
    }
    return sample->bins ? TRIG_OK : no_memory(error);
}

void trig_sample_answers_clear(struct trig_sample_answers *answers)
{
    for (size_t i = 0; answers->columns && i < answers->count; i++)
        trig_free(answers->columns[i]);
    trig_free(answers->columns);
    trig_bins_destroy(answers->bins);
}
