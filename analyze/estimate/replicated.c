/* Variances of estimates by their replicates. */
#include "analyze/estimate/linear.h"

#include <math.h>

bool trig_replicate_scratch_allocate(trig_estimator *scratch)
{
    const struct trig_replicate_sums *sums = scratch->cells->replicates;
    struct trig_replicate_scratch *replicate = &scratch->replicate;
    if (!sums)
        return true;
    replicate->theta = trig_calloc(sums->plan.count, sizeof *replicate->theta);
    replicate->wy = trig_calloc(sums->plan.count, sizeof *replicate->wy);
    replicate->w = trig_calloc(sums->plan.count, sizeof *replicate->w);
    return replicate->theta && replicate->wy && replicate->w;
}

void trig_replicate_scratch_free(struct trig_replicate_scratch *scratch)
{
    trig_free(scratch->theta);
    trig_free(scratch->wy);
    trig_free(scratch->w);
}

/* ---- sums of a domain ---------------------------------------------------------------------- */

/* Sums under way: one number a replicate each. */
struct under_way {
    const struct trig_cells *cells;
    size_t measure;
    double *wy;
    double *w;
};

static const struct trig_moments *moments_of(const struct under_way *sums, size_t cell)
{
    return &sums->cells->moments[cell * sums->cells->measures + sums->measure];
}

static void add_stored(const struct under_way *to, size_t cell)
{
    const struct trig_replicate_sums *sums = to->cells->replicates;
    size_t count = sums->plan.count;
    const double *wy = sums->sums + (cell * to->cells->measures + to->measure) * 2 * count;
    for (size_t r = 0; r < count; r++) {
        to->wy[r] += wy[r];
        to->w[r] += wy[count + r];
    }
}

static void add_weighed(const struct under_way *to, size_t cell)
{
    const struct trig_replicate_sums *sums = to->cells->replicates;
    const struct trig_moments *moments = moments_of(to, cell);
    const double *factors = sums->factors + to->cells->items[cell].psu * sums->plan.count;
    const double *changes = sums->changes ? sums->changes + cell * sums->plan.count : NULL;
    for (size_t r = 0; r < sums->plan.count; r++) {
        double factor = changes ? factors[r] * changes[r] : factors[r];
        to->wy[r] += factor * moments->wy;
        to->w[r] += factor * moments->w;
    }
}

static void sum_domain(const struct under_way *to, const struct trig_domain *domain)
{
    const struct trig_replicate_sums *sums = to->cells->replicates;
    memset(to->wy, 0, sums->plan.count * sizeof(double));
    memset(to->w, 0, sums->plan.count * sizeof(double));
    for (size_t i = 0; i < domain->cell_count; i++) {
        if (moments_of(to, domain->cells[i])->n == 0.0)
            continue;
        if (sums->sums)
            add_stored(to, domain->cells[i]);
        else
            add_weighed(to, domain->cells[i]);
    }
}

static struct under_way begin(const trig_estimator *scratch)
{
    return (struct under_way){scratch->cells, scratch->measure, scratch->replicate.wy, scratch->replicate.w};
}

void trig_replicate_add_mean(trig_estimator *scratch, const struct trig_domain *domain,
                             const struct trig_moments *whole, double coefficient)
{
    const struct trig_replicate_scratch *replicate = &scratch->replicate;
    const struct under_way sums = begin(scratch);
    if (!scratch->cells->replicates)
        return;
    sum_domain(&sums, domain);
    double mean = whole->wy / whole->w;
    for (size_t r = 0; r < scratch->cells->replicates->plan.count; r++)
        replicate->theta[r] +=
            replicate->w[r] > 0.0 ? coefficient * (replicate->wy[r] / replicate->w[r] - mean) : NAN;
}

void trig_replicate_add_total(trig_estimator *scratch, const struct trig_domain *domain,
                              const struct trig_moments *whole)
{
    const struct trig_replicate_scratch *replicate = &scratch->replicate;
    const struct under_way sums = begin(scratch);
    if (!scratch->cells->replicates)
        return;
    sum_domain(&sums, domain);
    double shift = scratch->cells->shifts[scratch->measure];
    for (size_t r = 0; r < scratch->cells->replicates->plan.count; r++)
        replicate->theta[r] += replicate->wy[r] - whole->wy + shift * (replicate->w[r] - whole->w);
}

void trig_replicate_means(const struct trig_cells *cells, size_t measure, const struct trig_domain *domain,
                          double *weights, double *out)
{
    const struct under_way sums = {cells, measure, out, weights};
    sum_domain(&sums, domain);
    for (size_t r = 0; r < cells->replicates->plan.count; r++)
        out[r] = weights[r] > 0.0 ? out[r] / weights[r] + cells->shifts[measure] : NAN;
}

double trig_replicate_share(const struct trig_cells *cells)
{
    const struct trig_replicate_sums *sums = cells->replicates;
    size_t count = sums->plan.count;
    double replicated = 0.0;
    double whole = 0.0;
    for (size_t i = 0; i < cells->count * cells->measures; i++) {
        whole += cells->moments[i].w;
        for (size_t r = 0; r < count; r++)
            replicated += sums->sums[(2 * i + 1) * count + r];
    }
    return whole > 0.0 ? replicated / ((double)count * whole) : NAN;
}

/* ---- variance --------------------------------------------------------------------------------- */

/* The mean of the defined replicates that count. */
static double centre(const struct trig_replicate_plan *plan, const double *theta)
{
    double sum = 0.0;
    size_t count = 0;
    for (size_t r = 0; r < plan->count; r++) {
        if (isnan(theta[r]) || !(plan->rscales[r] > 0.0))
            continue;
        sum += theta[r];
        count++;
    }
    return count ? sum / (double)count : NAN;
}

double trig_replicate_spread(const struct trig_replicate_plan *plan, const double *theta, double estimate)
{
    double around = plan->replication.mse ? estimate : centre(plan, theta);
    double sum = isnan(around) ? NAN : 0.0;
    for (size_t r = 0; r < plan->count; r++) {
        double distance = theta[r] - around;
        sum += isnan(theta[r]) ? 0.0 : plan->rscales[r] * distance * distance;
    }
    return plan->scale * sum;
}

double trig_replicate_variance(trig_estimator *scratch, size_t *undefined)
{
    const struct trig_replicate_plan *plan = &scratch->cells->replicates->plan;
    double variance = trig_replicate_spread(plan, scratch->replicate.theta, 0.0);
    *undefined = 0;
    for (size_t r = 0; r < plan->count; r++)
        *undefined += isnan(scratch->replicate.theta[r]) ? 1 : 0;
    memset(scratch->replicate.theta, 0, plan->count * sizeof(double));
    return variance;
}

/* ---- degrees of freedom -------------------------------------------------------------------------- */

double trig_replicate_degrees(const trig_estimator *scratch)
{
    const struct trig_replicate_plan *plan = &scratch->cells->replicates->plan;
    struct trig_replicate_rank rank = {.type = plan->replication.type, .lonely = scratch->design->lonely};
    if (scratch->design->df != TRIG_DF_R)
        return plan->df;
    for (size_t i = 0; i < scratch->stratum_count; i++) {
        size_t at = scratch->stratum_list[i];
        trig_replicate_rank_add(&rank, &plan->strata[at], scratch->strata[at].units);
    }
    return trig_replicate_rank_degrees(&rank, plan->df);
}
