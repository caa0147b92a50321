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
    struct trig_answer_weight *sorted; /* owned; a row is the number of an answer */
    struct trig_answer_weight *other;  /* owned; scratch: those who weigh anything, with other weights */
    bool few;
    bool beyond;
};

static void guard(size_t count, struct quantile *quantile, struct trig_estimate *out)
{
    const struct trig_answer_weight *sorted = quantile->sorted;
    size_t least = quantile->asked->least;
    double p = quantile->asked->p;
    quantile->few =
        (double)count * fmin(p, 1.0 - p) < (double)least || !has_sides(sorted, count, out->estimate, least);
    quantile->beyond = (!isnan(out->low) && !has_sides(sorted, count, out->low, least)) ||
                       (!isnan(out->high) && !has_sides(sorted, count, out->high, least));
    if (quantile->beyond)
        out->low = out->high = out->se = NAN;
}

/* The share at or below *[context]. */
static double share_with(const struct trig_answers *answers, const double *w, const void *context)
{
    double limit = *(const double *)context;
    double below = 0.0;
    double weight = 0.0;
    for (size_t i = 0; i < answers->count; i++) {
        below += answers->x[i] <= limit ? w[i] : 0.0;
        weight += w[i];
    }
    return below / weight;
}

/* With weights of a replicate; NAN when nobody weighs anything. */
static double quantile_with(const struct trig_answers *answers, const double *w, const void *context)
{
    const struct quantile *quantile = context;
    size_t count = 0;
    for (size_t i = 0; i < answers->count; i++) {
        double weight = w[quantile->sorted[i].row];
        if (!(weight > 0.0))
            continue;
        quantile->other[count] = quantile->sorted[i];
        quantile->other[count++].w = weight;
    }
    return count ? trig_quantile(quantile->asked->rule, quantile->other, count, quantile->asked->p) : NAN;
}

static enum trig_status bound_by_replicates(struct trig_answers *answers, const struct quantile *quantile,
                                            struct trig_estimate *out, struct trig_error *error)
{
    enum trig_status status = trig_answers_linearise(answers, quantile_with, quantile, out, error);
    if (status == TRIG_OK)
        trig_estimate_bound(out, trig_answers_level(answers));
    return status;
}

/* Woodruff's interval. */
static enum trig_status bound_by_share(struct trig_answers *answers, const struct quantile *quantile,
                                       struct trig_estimate *out, struct trig_error *error)
{
    const struct trig_answer_weight *sorted = quantile->sorted;
    double value = out->estimate;
    double share = share_with(answers, answers->w, &value);
    bool all = sorted[answers->count - 1].y <= value;
    double low;
    double high;
    for (size_t i = 0; i < answers->count; i++)
        answers->z[i] =
            all ? 0.0 : answers->w[i] * ((answers->x[i] <= value ? 1.0 : 0.0) - share) / answers->weight;
    out->estimate = share; /* whose error is wanted */
    enum trig_status status = trig_answers_linearise(answers, share_with, &value, out, error);
    out->estimate = value;
    if (status == TRIG_OK)
        status = bound_share(answers, quantile->asked, all ? 1.0 : share, out, &low, &high, error);
    if (status)
        return status;
    if (!all && out->variance == 0.0 && out->df >= 1.0) { /* everybody was asked: nothing is uncertain */
        out->low = out->high = value;
        return TRIG_OK;
    }
    out->low = quantile_at(sorted, answers->count, quantile->asked, low);
    out->high = quantile_at(sorted, answers->count, quantile->asked, high);
    out->se = (out->high - out->low) / (2.0 * trig_t_quantile(trig_answers_level(answers), out->df));
    out->variance = out->se * out->se;
    return TRIG_OK;
}

static enum trig_status estimate(struct trig_answers *answers, struct quantile *quantile,
                                 struct trig_estimate *out, struct trig_error *error)
{
    const struct trig_quantile_asked *asked = quantile->asked;
    out->estimate = trig_quantile(asked->rule, quantile->sorted, answers->count, asked->p);
    enum trig_status status = asked->interval == TRIG_QUANTILE_BY_REPLICATES
                                  ? bound_by_replicates(answers, quantile, out, error)
                                  : bound_by_share(answers, quantile, out, error);
    if (status == TRIG_OK)
        guard(answers->count, quantile, out);
    return status;
}

/* Rows ascend, so that an answer's number orders ties as its row does, and says whose it is. */
static void sort(const struct trig_answers *answers, struct trig_answer_weight *sorted)
{
    for (size_t i = 0; i < answers->count; i++)
        sorted[i] = (struct trig_answer_weight){answers->x[i], answers->w[i], (uint32_t)i};
    trig_quantile_sort(sorted, answers->count);
}

static enum trig_status quantile_of(struct trig_answers *answers, void *context, struct trig_estimate *out,
                                    struct trig_error *error)
{
    struct quantile *quantile = context;
    if (answers->count == 0)
        return TRIG_OK;
    quantile->sorted = trig_calloc(answers->count, sizeof *quantile->sorted);
    quantile->other = trig_calloc(answers->count, sizeof *quantile->other);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (quantile->sorted && quantile->other) {
        sort(answers, quantile->sorted);
        status = estimate(answers, quantile, out, error);
    } else {
        trig_error_set(error, status, "out of memory for a quantile");
    }
    trig_free(quantile->sorted);
    trig_free(quantile->other);
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
