#include "analyze/estimate/contrast.h"

#include "analyze/estimate/interval.h"
#include "analyze/estimate/linear.h"
#include "analyze/estimate/sums.h"
#include "analyze/estimate/telling.h"

#include <math.h>

const struct trig_estimate trig_estimate_of_nobody = {.estimate = NAN,
                                                      .variance = NAN,
                                                      .se = NAN,
                                                      .low = NAN,
                                                      .high = NAN,
                                                      .numerator = NAN,
                                                      .deff = NAN,
                                                      .n_eff = NAN,
                                                      .df = NAN,
                                                      .unit_variance = NAN,
                                                      .uncovered = NAN,
                                                      .extremes = {NAN, NAN, NAN}};

/* ---- who stands behind an estimate --------------------------------------------------- */

static void describe_institutions(trig_estimator *scratch, struct trig_estimate *out)
{
    size_t none = scratch->cells->definition->institution_count;
    struct trig_extremes largest = {0};
    for (size_t i = 0; i < scratch->cell_count; i++) {
        size_t at = scratch->cells->items[scratch->cell_list[i]].institution;
        scratch->institutions[at == TRIG_NONE ? none : at] +=
            trig_linear_moments(scratch, scratch->cell_list[i])->n;
    }
    for (size_t i = 0; i < scratch->cell_count; i++) {
        size_t at = scratch->cells->items[scratch->cell_list[i]].institution;
        double *answers = &scratch->institutions[at == TRIG_NONE ? none : at];
        if (*answers == 0.0)
            continue;
        out->institutions += at != TRIG_NONE;
        if (at != TRIG_NONE)
            trig_extremes_add(&largest, *answers);
        *answers = 0.0;
    }
    out->largest_institution = (uint64_t)largest.largest;
    out->second_institution = (uint64_t)largest.second;
}

static void describe_respondents(const trig_estimator *scratch, struct trig_estimate *out)
{
    const struct trig_cells *cells = scratch->cells;
    struct trig_extremes extremes = {0};
    double n = 0.0;
    out->weight = 0.0;
    for (size_t i = 0; i < scratch->cell_count; i++) {
        size_t cell = scratch->cell_list[i];
        n += trig_linear_moments(scratch, cell)->n;
        out->weight += trig_linear_moments(scratch, cell)->w;
        if (cells->extremes)
            trig_extremes_merge(&extremes, &cells->extremes[cell * cells->measures + scratch->measure]);
    }
    out->n = (uint64_t)n;
    if (trig_telling_is_numeric(cells, scratch->measure))
        out->extremes = extremes;
}

/* ---- one estimate -------------------------------------------------------------------- */

static void set_variance(trig_estimator *scratch, double variance, struct trig_estimate *out)
{
    if (out->df != scratch->quantile_df) {
        scratch->quantile_df = out->df;
        scratch->quantile = trig_t_quantile(scratch->design->level, out->df);
    }
    out->variance = variance;
    out->se = sqrt(variance);
    trig_estimate_reach(out, scratch->quantile);
}

/* Fills everything that follows from z; the lines have been added. */
static enum trig_status finish(trig_estimator *scratch, struct trig_estimate *out, struct trig_error *error)
{
    enum trig_status status = trig_linear_variance(scratch, out, error);
    if (status)
        return status;
    describe_respondents(scratch, out);
    describe_institutions(scratch, out);
    set_variance(scratch, out->variance, out);
    return TRIG_OK;
}

/* n_eff compares with a sample drawn with replacement, whatever deff does: what the weights add up
 * to says nothing of how much the answers tell, and near n it would make (w - n) / w anything. */
static void set_efficiency(const trig_estimator *scratch, const struct trig_moments *sum, double scale,
                           struct trig_estimate *out)
{
    double left = scratch->cells->mean_weight > TRIG_UNSCALED_WEIGHT ? (sum->w - sum->n) / sum->w : 1.0;
    double simple = trig_moments_spread(sum) * scale * scale / (sum->n - 1.0);
    out->deff = left > 0.0 && simple > 0.0 ? out->variance / (simple * left) : NAN;
    out->n_eff = out->variance > 0.0 && simple > 0.0 ? sum->n * simple / out->variance : NAN;
}

static enum trig_status set_proportion(const trig_estimator *scratch, const struct trig_moments *sum,
                                       struct trig_estimate *out, struct trig_error *error)
{
    double p = out->estimate;
    out->numerator = round(sum->y + scratch->cells->shifts[scratch->measure] * sum->n);
    out->n_eff = out->variance > 0.0 ? p * (1.0 - p) / out->variance : sum->n / out->uncovered;
    if (isnan(out->variance))
        return TRIG_OK;
    struct trig_proportion proportion = {
        .p = p, .variance = out->variance, .n = sum->n, .df = out->df, .uncovered = out->uncovered};
    out->refused = !trig_interval_holds(scratch->design->interval, &proportion);
    if (!out->refused)
        return trig_interval_proportion(scratch->design->interval, &proportion, scratch->design->level,
                                        &out->low, &out->high, error);
    out->low = out->high = NAN;
    return TRIG_OK;
}

/* A share or score cannot lie beyond its scale, neither by rounding nor in an
 * interval. */
static double within_range(const struct trig_measure *measure, double value)
{
    if (measure->unit == TRIG_UNIT_OWN || isnan(value))
        return value;
    return fmin(fmax(value, measure->low), measure->high);
}

/* A mean tells answers when all are equal, or when it is so close to an end of
 * the scale that only a few can be elsewhere: so many at most. The mean of an item
 * with two answers is a share in other words: those who gave the higher one. */
static double tell_answers(const trig_estimator *scratch, const struct trig_domain *domain)
{
    struct trig_telling telling = trig_telling_of(scratch->cells, scratch->measure, domain);
    if (telling.above + telling.below == telling.n)
        return telling.above;
    if (telling.uniform)
        return 0.0;
    double away = fmin(telling.above, telling.below);
    return away < telling.n / 2.0 ? away : NAN;
}

static enum trig_status estimate_mean(trig_estimator *scratch, const struct trig_domain *domain,
                                      struct trig_estimate *out, struct trig_error *error)
{
    const struct trig_measure *measure = &scratch->cells->request->measures->items[scratch->measure];
    struct trig_moments sum = trig_domain_moments(scratch->cells, scratch->measure, domain);
    if (sum.n == 0.0)
        return TRIG_OK;
    double mean = sum.wy / sum.w;
    out->estimate = within_range(measure, mean + scratch->cells->shifts[scratch->measure]);
    trig_linear_add(scratch, domain, 1.0 / sum.w, mean / sum.w);
    trig_replicate_add_mean(scratch, domain, &sum, 1.0);
    enum trig_status status = finish(scratch, out, error);
    if (status)
        return status;
    if (trig_moments_spread(&sum) == 0.0 && !isnan(out->variance))
        set_variance(scratch, 0.0, out);
    set_efficiency(scratch, &sum, 1.0, out);
    if (measure->statistic == TRIG_STATISTIC_PROPORTION)
        return set_proportion(scratch, &sum, out, error);
    out->numerator = tell_answers(scratch, domain);
    out->low = within_range(measure, out->low);
    out->high = within_range(measure, out->high);
    return TRIG_OK;
}

/* A count of who is there has no sampling error of its own. */
static void estimate_count(trig_estimator *scratch, const struct trig_domain *domain,
                           struct trig_estimate *out)
{
    trig_linear_add(scratch, domain, 0.0, 0.0);
    describe_respondents(scratch, out);
    describe_institutions(scratch, out);
    out->n = domain->respondents;
    out->estimate = (double)domain->respondents;
}

enum trig_status trig_estimate_mean(trig_estimator *estimator, size_t measure,
                                    const struct trig_domain *domain, struct trig_estimate *out,
                                    struct trig_error *error)
{
    struct trig_estimate estimate = trig_estimate_of_nobody;
    enum trig_status status = TRIG_OK;
    estimator->measure = measure;
    if (estimator->cells->request->measures->items[measure].kind == TRIG_MEASURE_RESPONDENTS)
        estimate_count(estimator, domain, &estimate);
    else
        status = estimate_mean(estimator, domain, &estimate, error);
    trig_linear_forget(estimator);
    if (status == TRIG_OK)
        *out = estimate;
    return status;
}

static enum trig_status estimate_total(trig_estimator *scratch, const struct trig_domain *domain,
                                       struct trig_estimate *out, struct trig_error *error)
{
    struct trig_moments sum = trig_domain_moments(scratch->cells, scratch->measure, domain);
    if (sum.n == 0.0)
        return TRIG_OK;
    double shift = scratch->cells->shifts[scratch->measure];
    out->estimate = sum.wy + shift * sum.w;
    trig_linear_add(scratch, domain, 1.0, -shift);
    trig_replicate_add_total(scratch, domain, &sum);
    enum trig_status status = finish(scratch, out, error);
    if (status == TRIG_OK)
        set_efficiency(scratch, &sum, sum.w, out);
    return status;
}

enum trig_status trig_estimate_total(trig_estimator *estimator, size_t measure,
                                     const struct trig_domain *domain, struct trig_estimate *out,
                                     struct trig_error *error)
{
    struct trig_estimate estimate = trig_estimate_of_nobody;
    estimator->measure = measure;
    enum trig_status status = estimate_total(estimator, domain, &estimate, error);
    trig_linear_forget(estimator);
    if (status == TRIG_OK)
        *out = estimate;
    return status;
}

struct trig_influence trig_influence_of(const struct trig_cells *cells, size_t measure,
                                        const struct trig_term *term)
{
    struct trig_moments sum = trig_domain_moments(cells, measure, term->domain);
    if (sum.n == 0.0)
        return (struct trig_influence){term->domain, 0.0, 0.0};
    double a = term->coefficient / sum.w;
    return (struct trig_influence){term->domain, a, a * sum.wy / sum.w};
}

/* Adds a term's line; an empty domain leaves the contrast undefined. */
static void add_term(trig_estimator *scratch, const struct trig_term *term, struct trig_estimate *out)
{
    struct trig_moments sum = trig_domain_moments(scratch->cells, scratch->measure, term->domain);
    struct trig_influence influence = trig_influence_of(scratch->cells, scratch->measure, term);
    double mean = sum.n > 0.0 ? sum.wy / sum.w : NAN;
    out->estimate += term->coefficient * (mean + scratch->cells->shifts[scratch->measure]);
    if (sum.n == 0.0)
        return;
    trig_linear_add(scratch, term->domain, influence.a, influence.b);
    trig_replicate_add_mean(scratch, term->domain, &sum, term->coefficient);
}

enum trig_status trig_estimate_linearised(trig_estimator *estimator, size_t measure, double value,
                                          const struct trig_influence *influences, size_t count,
                                          struct trig_estimate *out, struct trig_error *error)
{
    struct trig_estimate estimate = trig_estimate_of_nobody;
    estimator->measure = measure;
    estimate.estimate = value;
    for (size_t i = 0; i < count; i++)
        trig_linear_add(estimator, influences[i].domain, influences[i].a, influences[i].b);
    enum trig_status status = finish(estimator, &estimate, error);
    if (estimator->cells->replicates)
        set_variance(estimator, NAN, &estimate);
    trig_linear_forget(estimator);
    if (status == TRIG_OK)
        *out = estimate;
    return status;
}

enum trig_status trig_estimate_contrast(trig_estimator *estimator, size_t measure,
                                        const struct trig_term *terms, size_t count,
                                        struct trig_estimate *out, struct trig_error *error)
{
    struct trig_estimate estimate = trig_estimate_of_nobody;
    enum trig_status status = TRIG_OK;
    estimator->measure = measure;
    estimate.estimate = 0.0;
    for (size_t i = 0; i < count; i++)
        add_term(estimator, &terms[i], &estimate);
    if (!isnan(estimate.estimate))
        status = finish(estimator, &estimate, error);
    if (!isnan(estimate.estimate))
        estimate.unit_variance = trig_linear_unit_variance(estimator);
    trig_linear_forget(estimator);
    if (status == TRIG_OK)
        *out = estimate;
    return status;
}
