#include "analyze/estimate/answered.h"

#include <math.h>

/* The interval of the share at or below the quantile. */
static enum trig_status bound_share(const struct trig_answers *answers,
                                    const struct trig_quantile_asked *asked, double share,
                                    const struct trig_estimate *of, double *low, double *high,
                                    struct trig_error *error)
{
    double half = trig_t_quantile(trig_answers_level(answers), of->df) * of->se;
    struct trig_proportion proportion = {
        .p = share, .variance = of->variance, .n = (double)answers->count, .df = of->df, .uncovered = 1.0};
    *low = share - half;
    *high = share + half;
    if (asked->interval == TRIG_QUANTILE_BY_MEAN || isnan(half))
        return TRIG_OK;
    if (!(of->variance > 0.0)) {
        *low = *high = NAN; /* everybody is at or below: only the first way has an interval of 1 to 1 */
        return TRIG_OK;
    }
    if (asked->interval == TRIG_QUANTILE_BY_LOGIT) {
        trig_interval_by_logit(share, half, low, high);
        return TRIG_OK;
    }
    enum trig_interval method =
        asked->interval == TRIG_QUANTILE_BY_BETA ? TRIG_INTERVAL_KORN_GRAUBARD : TRIG_INTERVAL_ASIN;
    return trig_interval_proportion(method, &proportion, trig_answers_level(answers), low, high, error);
}

static double quantile_at(const struct trig_answer_weight *sorted, size_t count,
                          const struct trig_quantile_asked *asked, double p)
{
    return p >= 0.0 && p <= 1.0 ? trig_quantile(asked->rule, sorted, count, p) : NAN;
}

/* Whether at least so many answers are at or below [value], and at or above. */
static bool has_sides(const struct trig_answer_weight *sorted, size_t count, double value, size_t least)
{
    size_t below = 0;
    size_t above = 0;
    for (size_t i = 0; i < count; i++) {
        below += sorted[i].y <= value;
        above += sorted[i].y >= value;
    }
    return below >= least && above >= least;
}

/* A quantile that is asked for, and what may be shown of it. */
struct quantile {
    const struct trig_quantile_asked *asked;
    bool few;
    bool beyond;
};

static void guard(const struct trig_answer_weight *sorted, size_t count, struct quantile *quantile,
                  struct trig_estimate *out)
{
    size_t least = quantile->asked->least;
    double p = quantile->asked->p;
    quantile->few =
        (double)count * fmin(p, 1.0 - p) < (double)least || !has_sides(sorted, count, out->estimate, least);
    quantile->beyond = (!isnan(out->low) && !has_sides(sorted, count, out->low, least)) ||
                       (!isnan(out->high) && !has_sides(sorted, count, out->high, least));
    if (quantile->beyond)
        out->low = out->high = out->se = NAN;
}

static enum trig_status estimate(struct trig_answers *answers, const struct trig_answer_weight *sorted,
                                 const struct trig_quantile_asked *asked, struct trig_estimate *out,
                                 struct trig_error *error)
{
    double below = 0.0;
    double low;
    double high;
    out->estimate = trig_quantile(asked->rule, sorted, answers->count, asked->p);
    for (size_t i = 0; i < answers->count; i++)
        below += answers->x[i] <= out->estimate ? answers->w[i] : 0.0;
    double share = below / answers->weight;
    bool all = sorted[answers->count - 1].y <= out->estimate;
    for (size_t i = 0; i < answers->count; i++)
        answers->z[i] =
            all ? 0.0
                : answers->w[i] * ((answers->x[i] <= out->estimate ? 1.0 : 0.0) - share) / answers->weight;
    enum trig_status status = trig_answers_linearise(answers, out, error);
    if (status == TRIG_OK)
        status = bound_share(answers, asked, all ? 1.0 : share, out, &low, &high, error);
    if (status)
        return status;
    out->low = quantile_at(sorted, answers->count, asked, low);
    out->high = quantile_at(sorted, answers->count, asked, high);
    out->se = (out->high - out->low) / (2.0 * trig_t_quantile(trig_answers_level(answers), out->df));
    out->variance = out->se * out->se;
    return TRIG_OK;
}

static enum trig_status quantile_of(struct trig_answers *answers, void *context, struct trig_estimate *out,
                                    struct trig_error *error)
{
    struct quantile *quantile = context;
    if (answers->count == 0)
        return TRIG_OK;
    struct trig_answer_weight *sorted = trig_calloc(answers->count, sizeof *sorted);
    if (!sorted)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a quantile");
    for (size_t i = 0; i < answers->count; i++)
        sorted[i] = (struct trig_answer_weight){answers->x[i], answers->w[i], answers->rows[i]};
    trig_quantile_sort(sorted, answers->count);
    enum trig_status status = estimate(answers, sorted, quantile->asked, out, error);
    if (status == TRIG_OK)
        guard(sorted, answers->count, quantile, out);
    trig_free(sorted);
    return status;
}

enum trig_status trig_estimate_quantile(const struct trig_asked_part *part, size_t measure,
                                        const struct trig_quantile_asked *asked, struct trig_estimate *out,
                                        bool *few, bool *beyond, struct trig_error *error)
{
    struct quantile quantile = {.asked = asked};
    enum trig_status status =
        trig_answers_estimate(part, measure, TRIG_NONE, quantile_of, &quantile, out, error);
    *few = quantile.few;
    *beyond = quantile.beyond;
    return status;
}
