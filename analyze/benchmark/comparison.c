#include "analyze/benchmark/comparison.h"

#include "analyze/estimate/telling.h"

#include <math.h>

/* The historic TEF's two steps: standard errors, and points. */
#define ONE_STEP_Z       1.96
#define ONE_STEP_POINTS  2.0
#define TWO_STEPS_Z      3.0
#define TWO_STEPS_POINTS 3.0

/* A variance this small beside the answers' own size is rounding, not spread. */
#define NO_SPREAD 1e-24

/* ---- distributions ---------------------------------------------------------------------- */

double trig_welch_df(double a, double df_a, double b, double df_b)
{
    double below = 0.0;
    if (a > 0.0)
        below += df_a >= 1.0 ? a * a / df_a : NAN;
    if (b > 0.0)
        below += df_b >= 1.0 ? b * b / df_b : NAN;
    return below > 0.0 ? (a + b) * (a + b) / below : NAN;
}

double trig_two_sided_p(double z, double df)
{
    return isnan(z) ? NAN : 2.0 * trig_t_tail(fabs(z), df);
}

/* ---- effect sizes ------------------------------------------------------------------------ */

struct spread {
    double n;
    double variance; /* of the answers, weighted */
};

static struct spread spread_of(const struct trig_cells *cells, size_t measure,
                               const struct trig_domain *domain)
{
    struct trig_moments sum = {0};
    for (size_t i = 0; i < domain->cell_count; i++) {
        const struct trig_moments *cell = &cells->moments[domain->cells[i] * cells->measures + measure];
        sum.n += cell->n;
        sum.w += cell->w;
        sum.wy += cell->wy;
        sum.wyy += cell->wyy;
    }
    double mean = sum.wy / sum.w;
    return (struct spread){sum.n, fmax(0.0, sum.wyy / sum.w - mean * mean) * sum.n / (sum.n - 1.0)};
}

static double hedges_g(double difference, struct spread own, struct spread rest)
{
    double df = own.n + rest.n - 2.0;
    if (own.n < 2.0 || rest.n < 2.0)
        return NAN;
    double pooled = sqrt(((own.n - 1.0) * own.variance + (rest.n - 1.0) * rest.variance) / df);
    return pooled > 0.0 ? (1.0 - 3.0 / (4.0 * df - 1.0)) * difference / pooled : NAN;
}

static double cohens_h(double p, double benchmark)
{
    return 2.0 * asin(sqrt(fmin(fmax(p, 0.0), 1.0))) - 2.0 * asin(sqrt(fmin(fmax(benchmark, 0.0), 1.0)));
}

double trig_comparison_effect(const struct trig_cells *cells, size_t measure, const struct trig_domain *own,
                              const struct trig_domain *rest, const struct trig_comparison *comparison)
{
    if (isnan(comparison->difference))
        return NAN;
    if (cells->request->measures->items[measure].statistic == TRIG_STATISTIC_PROPORTION)
        return cohens_h(comparison->own.estimate, comparison->benchmark);
    return hedges_g(comparison->difference, spread_of(cells, measure, own), spread_of(cells, measure, rest));
}

/* ---- the difference ------------------------------------------------------------------------ */

/* The benchmark, and own minus benchmark as one contrast. */
static enum trig_status estimate_difference(trig_estimator *estimator, size_t measure,
                                            const struct trig_domain *own,
                                            const struct trig_comparator *comparator,
                                            struct trig_estimate *benchmark, struct trig_estimate *difference,
                                            struct trig_error *error)
{
    struct trig_term *terms = trig_calloc(comparator->count + 1, sizeof *terms);
    if (!terms)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a comparison");
    terms[0] = (struct trig_term){1.0, own};
    for (size_t i = 0; i < comparator->count; i++)
        terms[i + 1] = (struct trig_term){-comparator->terms[i].coefficient, comparator->terms[i].domain};
    enum trig_status status =
        trig_estimate_contrast(estimator, measure, comparator->terms, comparator->count, benchmark, error);
    if (status == TRIG_OK)
        status = trig_estimate_contrast(estimator, measure, terms, comparator->count + 1, difference, error);
    trig_free(terms);
    return status;
}

static double share_of_own(const struct trig_comparator *comparator, const struct trig_comparison *comparison,
                           double weight)
{
    if (!isnan(comparator->own_share))
        return comparator->own_share;
    return fmax(0.0, (weight - comparison->rest.weight) / weight);
}

static double degrees(const struct trig_cells *cells, const struct trig_comparison *comparison,
                      const struct trig_estimate *difference)
{
    if (cells->request->design.declared)
        return difference->df;
    double part = 1.0 - comparison->own_share;
    double own = part * part * comparison->own.variance;
    double rest = fmax(0.0, difference->variance - own);
    return trig_welch_df(own, comparison->own.df, rest, comparison->rest.df);
}

static bool is_uniform(const struct trig_estimate *side)
{
    double scale = side->estimate * side->estimate;
    return side->n > 0 && side->variance <= NO_SPREAD * (scale > 1.0 ? scale : 1.0);
}

static void set_test(double level, struct trig_comparison *comparison)
{
    double t = trig_t_quantile(level, comparison->df);
    comparison->low = comparison->difference - t * comparison->se;
    comparison->high = comparison->difference + t * comparison->se;
    if (comparison->se > 0.0 && comparison->df >= 1.0)
        comparison->z = comparison->difference / comparison->se;
    comparison->p = trig_two_sided_p(comparison->z, comparison->df);
}

void trig_comparison_revise(double level, double variance, double df, struct trig_comparison *comparison)
{
    if (comparison->uniform)
        return;
    comparison->se = sqrt(variance);
    comparison->df = df;
    set_test(level, comparison);
}

/* The variance of one answer of anybody on either side. */
static struct spread pooled_spread(const struct trig_cells *cells, size_t measure,
                                   const struct trig_domain *own, const struct trig_domain *rest)
{
    struct trig_moments all = trig_domain_moments(cells, measure, own);
    struct trig_moments other = trig_domain_moments(cells, measure, rest);
    all.n += other.n;
    all.w += other.w;
    all.wy += other.wy;
    all.wyy += other.wyy;
    return (struct spread){all.n, all.n > 1.0 ? trig_moments_spread(&all) * all.n / (all.n - 1.0) : NAN};
}

/* Puts the test under the hypothesis that all are alike in place of the plug-in one. */
static void set_pooled_test(struct spread spread, double unit_variance, struct trig_comparison *comparison)
{
    double variance = spread.variance * unit_variance;
    comparison->z = variance > 0.0 ? comparison->difference / sqrt(variance) : NAN;
    comparison->p = trig_two_sided_p(comparison->z, spread.n - 1.0);
}

enum trig_status trig_comparison_make(trig_estimator *estimator, const struct trig_cells *cells,
                                      size_t measure, const struct trig_domain *own,
                                      const struct trig_comparator *comparator, struct trig_comparison *out,
                                      struct trig_error *error)
{
    struct trig_comparison made = {.own_share = NAN, .df = NAN, .low = NAN, .high = NAN, .z = NAN, .p = NAN};
    struct trig_estimate benchmark = {.estimate = NAN, .weight = NAN};
    struct trig_estimate difference = {.estimate = NAN, .se = NAN, .unit_variance = NAN};
    enum trig_status status = trig_estimate_mean(estimator, measure, own, &made.own, error);
    if (status == TRIG_OK)
        status = trig_estimate_mean(estimator, measure, comparator->rest, &made.rest, error);
    if (status == TRIG_OK)
        status = estimate_difference(estimator, measure, own, comparator, &benchmark, &difference, error);
    if (status)
        return status;
    if (comparator->count == 0)
        benchmark.estimate = difference.estimate = difference.se = NAN;
    made.benchmark = benchmark.estimate;
    made.difference = difference.estimate;
    made.se = difference.se;
    made.own_share = share_of_own(comparator, &made, benchmark.weight);
    made.uniform = is_uniform(&made.own) || is_uniform(&made.rest);
    if (!made.uniform) {
        made.df = degrees(cells, &made, &difference);
        set_test(cells->request->design.level, &made);
    }
    if (comparator->variance == TRIG_TEST_POOLED && !cells->request->design.declared)
        set_pooled_test(pooled_spread(cells, measure, own, comparator->rest), difference.unit_variance,
                        &made);
    made.effect_size = trig_comparison_effect(cells, measure, own, comparator->rest, &made);
    *out = made;
    return TRIG_OK;
}

/* ---- rows --------------------------------------------------------------------------------- */

struct trig_view trig_comparison_flag(double difference, double z, enum trig_unit unit)
{
    double points = unit == TRIG_UNIT_SHARE ? 100.0 * fabs(difference) : fabs(difference);
    if (isnan(z) || isnan(difference) || (unit != TRIG_UNIT_SHARE && unit != TRIG_UNIT_SCORE))
        return trig_view(NULL);
    if (fabs(z) >= TWO_STEPS_Z && points >= TWO_STEPS_POINTS)
        return trig_view(difference > 0.0 ? "++" : "--");
    if (fabs(z) >= ONE_STEP_Z && points >= ONE_STEP_POINTS)
        return trig_view(difference > 0.0 ? "+" : "-");
    return trig_view(NULL);
}

void trig_comparison_fill(const struct trig_comparison *comparison, struct trig_result *row)
{
    row->benchmark = comparison->benchmark;
    row->difference = comparison->difference;
    row->difference_se = comparison->se;
    row->difference_low = comparison->low;
    row->difference_high = comparison->high;
    row->difference_df = comparison->df;
    row->z = comparison->z;
    row->p = comparison->p;
    row->effect_size = comparison->effect_size;
    row->own_share = isnan(comparison->difference) ? NAN : comparison->own_share;
    row->flag = trig_comparison_flag(comparison->difference, comparison->z, row->unit);
    row->comparator = (struct trig_base){.denominator = comparison->rest.n,
                                         .numerator = comparison->rest.numerator,
                                         .institutions = comparison->rest.institutions,
                                         .largest_institution = comparison->rest.largest_institution,
                                         .second_institution = comparison->rest.second_institution,
                                         .extremes = comparison->rest.extremes};
}
