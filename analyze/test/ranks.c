#include "analyze/test/ranks.h"

#include "surveys/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for ranks");
    return TRIG_ERR_MEMORY;
}

static const struct trig_answered_entry *entry_at(const struct trig_answered *answered, size_t rank)
{
    return &answered->entries[answered->sorted[rank]];
}

/* The end of the tie that begins at [from]. */
static size_t tie_end(const struct trig_answered *answered, size_t from)
{
    size_t to = from + 1;
    while (to < answered->count && entry_at(answered, to)->y == entry_at(answered, from)->y)
        to++;
    return to;
}

static double score_of(enum trig_rank_score score, double share)
{
    if (score == TRIG_RANK_VAN_DER_WAERDEN)
        return gsl_cdf_ugaussian_Pinv(share);
    return score == TRIG_RANK_MEDIAN ? (share > 0.5 ? 1.0 : 0.0) : share;
}

void trig_rank_scores(const struct trig_answered *answered, enum trig_rank_score score, double *scores)
{
    double below = 0.0;
    size_t to;
    for (size_t from = 0; from < answered->count; from = to) {
        double sum = 0.0;
        double n = 0.0;
        to = tie_end(answered, from);
        for (size_t i = from; i < to; i++) {
            const struct trig_answered_entry *entry = entry_at(answered, i);
            sum += entry->n * (below + entry->w / 2.0);
            n += entry->n;
            below += entry->w;
        }
        double value = score_of(score, sum / n / answered->weight);
        for (size_t i = from; i < to; i++)
            scores[answered->sorted[i]] = value;
    }
}

/* ---- Cliff's delta --------------------------------------------------------------------------- */

/* Scores of both groups' entries: how much of the other group is below, less what is above. */
static void score_against(const struct trig_answered *answered, size_t first, size_t second,
                          const double weights[2], double *scores)
{
    double below[2] = {0.0, 0.0};
    size_t to;
    for (size_t from = 0; from < answered->count; from = to) {
        double at[2] = {0.0, 0.0};
        to = tie_end(answered, from);
        for (size_t i = from; i < to; i++) {
            const struct trig_answered_entry *entry = entry_at(answered, i);
            if (entry->group == first || entry->group == second)
                at[entry->group == second] += entry->w / weights[entry->group == second];
        }
        for (size_t i = from; i < to; i++) {
            const struct trig_answered_entry *entry = entry_at(answered, i);
            if (entry->group == second)
                scores[answered->sorted[i]] = below[0] - (1.0 - below[0] - at[0]);
            else if (entry->group == first)
                scores[answered->sorted[i]] = (1.0 - below[1] - at[1]) - below[1];
        }
        below[0] += at[0];
        below[1] += at[1];
    }
}

enum trig_status trig_cliff_delta(const struct trig_answered *answered, size_t first, size_t second,
                                  struct trig_cliff *out, struct trig_error *error)
{
    double weights[2] = {0.0, 0.0};
    double *scores = trig_calloc(answered->count, sizeof *scores);
    *out = (struct trig_cliff){NAN, NAN};
    if (!scores)
        return no_memory(error);
    for (size_t i = 0; i < answered->count; i++) {
        const struct trig_answered_entry *entry = &answered->entries[i];
        if (entry->group == first || entry->group == second)
            weights[entry->group == second] += entry->w;
    }
    struct trig_means means;
    enum trig_status status = TRIG_OK;
    if (weights[0] > 0.0 && weights[1] > 0.0) {
        score_against(answered, first, second, weights, scores);
        status = trig_answered_means(answered, scores, &means, error);
        if (status == TRIG_OK) {
            size_t a = 0;
            size_t b = 0;
            for (size_t i = 0; i < means.groups; i++) {
                a = means.group_of[i] == first ? i : a;
                b = means.group_of[i] == second ? i : b;
            }
            out->delta = means.items[b].mean;
            out->se =
                sqrt(fmax(0.0, trig_blocks_at(&means.blocks, a, a) + trig_blocks_at(&means.blocks, b, b) +
                                   2.0 * trig_blocks_at(&means.blocks, a, b)));
            trig_means_clear(&means);
        }
    }
    trig_free(scores);
    return status;
}
