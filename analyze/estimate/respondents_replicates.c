/* Estimates of respondents in every replicate of their sample. */
#include "analyze/estimate/answered.h"

/* Weights of so many replicates are made in one reading of the factors, whose
 * rows hold them side by side. */
#define AT_ONCE 16

static enum trig_status no_memory(size_t respondents, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the replicates of %zu respondents",
                   respondents);
    return TRIG_ERR_MEMORY;
}

/* Weights of [count] replicates from [first] on, one after another. */
static void fill_weights(const struct trig_answers *answers, size_t first, size_t count, double *weights)
{
    const trig_sample *sample = trig_parts_sample(answers->part->parts);
    const struct trig_replicates *replicates = sample->replicates;
    for (size_t i = 0; i < answers->count; i++) {
        uint32_t row = answers->rows[i];
        const double *factors = replicates->factors + replicates->row[row] * replicates->count + first;
        const double *changes =
            replicates->changes ? replicates->changes + sample->cell[row] * replicates->count + first : NULL;
        double weight = replicates->combined ? 1.0 : answers->w[i];
        for (size_t r = 0; r < count; r++)
            weights[r * answers->count + i] = weight * factors[r] * (changes ? changes[r] : 1.0);
    }
}

enum trig_status trig_answers_replicate(const struct trig_answers *answers, trig_answers_statistic *statistic,
                                        const void *context, double *theta, struct trig_error *error)
{
    size_t replicates = trig_parts_sample(answers->part->parts)->replicates->count;
    double *weights = trig_calloc(answers->count, AT_ONCE * sizeof *weights);
    if (!weights)
        return no_memory(answers->count, error);
    for (size_t first = 0; first < replicates; first += AT_ONCE) {
        size_t count = replicates - first < AT_ONCE ? replicates - first : AT_ONCE;
        fill_weights(answers, first, count, weights);
        for (size_t r = 0; r < count; r++)
            theta[first + r] = statistic(answers, weights + r * answers->count, context);
    }
    trig_free(weights);
    return TRIG_OK;
}

enum trig_status trig_linearised_degrees(const trig_sample *sample, const uint32_t *rows, size_t count,
                                         double *df, struct trig_error *error)
{
    bool *touched = trig_calloc(sample->count, sizeof *touched);
    if (!touched)
        return no_memory(count, error);
    for (size_t i = 0; i < count; i++)
        touched[rows[i]] = true;
    enum trig_status status = trig_sample_replicate_degrees(sample, touched, df, error);
    trig_free(touched);
    return status;
}
