#include "analyze/benchmark/mix.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const struct trig_mix_cell *cell_of(const struct trig_mix *mix, size_t institution, size_t cell)
{
    return &mix->cells[institution * mix->cell_count + cell];
}

/* All institutions together, or all but one. */
static struct trig_mix_cell pool(const struct trig_mix *mix, size_t cell, size_t without)
{
    struct trig_mix_cell all = {0.0, 0.0, 0.0};
    double squares = 0.0;
    for (size_t k = 0; k < mix->institutions; k++) {
        const struct trig_mix_cell *one = cell_of(mix, k, cell);
        if (k == without || !(one->n > 0.0))
            continue;
        /* West's update: no difference of large sums. */
        double n = all.n + one->n;
        double step = one->mean - all.mean;
        squares += one->n * one->variance + step * step * all.n * one->n / n;
        all.mean += step * one->n / n;
        all.n = n;
    }
    all.variance = all.n > 0.0 ? squares / all.n : 0.0;
    return all;
}

/* Variance of D that one cell brings: sum over institutions of l^2 s2 / n. */
static double cell_variance(const struct trig_mix *mix, const struct trig_mix_options *options, size_t which,
                            size_t cell, double share)
{
    const struct trig_mix_cell everybody = pool(mix, cell, SIZE_MAX);
    const struct trig_mix_cell *own = cell_of(mix, which, cell);
    double behind = options->leave_out ? everybody.n - own->n : everybody.n;
    double sum = 0.0;
    for (size_t k = 0; k < mix->institutions; k++) {
        const struct trig_mix_cell *one = cell_of(mix, k, cell);
        if (!(one->n > 0.0))
            continue;
        double lambda = -share * one->n / behind;
        if (k == which)
            lambda = options->leave_out ? share : share * (1.0 - one->n / behind);
        double variance = options->variance == TRIG_MIX_POOLED ? everybody.variance : one->variance;
        sum += lambda * lambda * variance / one->n;
    }
    return sum;
}

/* Other institutions with answers in the cells of this one. */
static size_t count_others(const struct trig_mix *mix, size_t which)
{
    size_t count = 0;
    for (size_t k = 0; k < mix->institutions; k++) {
        bool is_part = false;
        for (size_t j = 0; j < mix->cell_count && k != which; j++)
            is_part |= cell_of(mix, which, j)->n > 0.0 && cell_of(mix, k, j)->n > 0.0;
        count += is_part;
    }
    return count;
}

void trig_mix_result(const struct trig_mix *mix, const struct trig_mix_options *options, size_t which,
                     struct trig_mix_result *out)
{
    double variance = 0.0;
    *out = (struct trig_mix_result){.others = count_others(mix, which)};
    for (size_t j = 0; j < mix->cell_count; j++)
        out->n += cell_of(mix, which, j)->n;
    for (size_t j = 0; j < mix->cell_count; j++) {
        const struct trig_mix_cell *own = cell_of(mix, which, j);
        if (!(own->n > 0.0))
            continue;
        double share = own->n / out->n;
        struct trig_mix_cell behind = pool(mix, j, options->leave_out ? which : SIZE_MAX);
        out->observed += share * own->mean;
        out->benchmark += behind.n > 0.0 ? share * behind.mean : NAN;
        out->own_share += options->leave_out ? 0.0 : share * own->n / behind.n;
        variance += cell_variance(mix, options, which, j, share);
    }
    if (!(out->n > 0.0))
        out->observed = out->benchmark = NAN;
    out->difference = out->observed - out->benchmark;
    out->se = isnan(out->difference) ? NAN : sqrt(variance);
    out->z = out->se > 0.0 ? out->difference / out->se : NAN;
}

struct trig_mix_evidence trig_mix_evidence(double difference, double se, double material)
{
    if (!(se > 0.0))
        return (struct trig_mix_evidence){NAN, NAN, NAN};
    double above = gsl_cdf_ugaussian_Q((material - difference) / se);
    double below = gsl_cdf_ugaussian_P((-material - difference) / se);
    return (struct trig_mix_evidence){above, 1.0 - above - below, below};
}
