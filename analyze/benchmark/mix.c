#include "analyze/benchmark/mix.h"

#include "analyze/estimate/contrast.h"

#include <math.h>

struct trig_mix_cell trig_mix_cell_of(double n, double mean, double variance)
{
    return (struct trig_mix_cell){n, mean, variance, n, n, 0.0, n * variance};
}

const struct trig_mix_cell *trig_mix_cell_at(const struct trig_mix *mix, size_t institution, size_t cell)
{
    return &mix->cells[institution * mix->cell_count + cell];
}

/* ---- the variance of the difference ------------------------------------------------------- */

/* The sum of w^2 (y - centre)^2 over one institution's answers in a cell. */
static double own_squares(const struct trig_mix_cell *cell, double centre)
{
    double away = cell->mean - centre;
    return cell->squares_yy + 2.0 * away * cell->squares_y + away * away * cell->squares;
}

/* What one institution's answers in a cell bring to the variance. */
static double cell_variance(const struct trig_mix *mix, const struct trig_mix_options *options,
                            const struct trig_mix_standard *standard, size_t institution, size_t cell,
                            double pull)
{
    const struct trig_mix_cell *one = trig_mix_cell_at(mix, institution, cell);
    double squares = one->squares * standard->variance[cell];
    if (options->variance == TRIG_MIX_PLUGIN)
        squares = own_squares(one, options->factors ? standard->expected[cell] : one->mean);
    return pull * pull * squares;
}

static double variance_of(const struct trig_mix *mix, const struct trig_mix_options *options,
                          const struct trig_mix_standard *standard, size_t which, double n)
{
    double sum = 0.0;
    for (size_t k = 0; k < mix->institutions; k++)
        for (size_t j = 0; j < mix->cell_count; j++) {
            double pull = k == which && options->leave_out ? 0.0 : -standard->pull[j];
            if (k == which)
                pull += 1.0 / n;
            if (trig_mix_cell_at(mix, k, j)->n > 0.0)
                sum += cell_variance(mix, options, standard, k, j, pull);
        }
    return sum;
}

/* ---- who pulls ------------------------------------------------------------------------------ */

/* How much the answers of one institution make of a benchmark, and whether any do. */
static double pull_of(const struct trig_mix *mix, const struct trig_mix_standard *standard,
                      size_t institution, bool *is_part)
{
    double sum = 0.0;
    for (size_t j = 0; j < mix->cell_count; j++) {
        double n = trig_mix_cell_at(mix, institution, j)->n;
        if (!(n > 0.0) || standard->pull[j] == 0.0)
            continue;
        *is_part = true;
        sum += fabs(standard->pull[j]) * n;
    }
    return sum;
}

static void describe_others(const struct trig_mix *mix, const struct trig_mix_options *options,
                            const struct trig_mix_standard *standard, size_t which,
                            struct trig_mix_result *out)
{
    bool own = false;
    double mine = options->leave_out ? 0.0 : pull_of(mix, standard, which, &own);
    double all = 0.0;
    for (size_t k = 0; k < mix->institutions; k++) {
        bool is_part = false;
        double pull = k == which ? 0.0 : pull_of(mix, standard, k, &is_part);
        out->others += is_part;
        all += pull;
        if (pull > out->largest) {
            out->second = out->largest;
            out->largest = pull;
        } else if (pull > out->second) {
            out->second = pull;
        }
    }
    out->own_share = mine > 0.0 ? mine / (mine + all) : 0.0;
    out->largest = all > 0.0 ? out->largest / all : 0.0;
    out->second = all > 0.0 ? out->second / all : 0.0;
}

void trig_mix_result(const struct trig_mix *mix, const struct trig_mix_options *options,
                     const struct trig_mix_standard *standard, size_t which, struct trig_mix_result *out)
{
    *out = (struct trig_mix_result){.n = 0.0};
    for (size_t j = 0; j < mix->cell_count; j++)
        out->n += trig_mix_cell_at(mix, which, j)->n;
    for (size_t j = 0; j < mix->cell_count; j++) {
        const struct trig_mix_cell *own = trig_mix_cell_at(mix, which, j);
        if (!(own->n > 0.0))
            continue;
        out->observed += own->n / out->n * own->mean;
        out->benchmark += own->n / out->n * standard->expected[j];
    }
    if (!(out->n > 0.0))
        out->observed = out->benchmark = NAN;
    describe_others(mix, options, standard, which, out);
    out->difference = out->observed - out->benchmark;
    out->se = isnan(out->difference) ? NAN : sqrt(variance_of(mix, options, standard, which, out->n));
    out->z = out->se > 0.0 ? out->difference / out->se : NAN;
}

/* ---- graded evidence -------------------------------------------------------------------------- */

struct trig_mix_evidence trig_mix_evidence(double difference, double se, double df, double material)
{
    if (!(se > 0.0) || !(df >= 1.0))
        return (struct trig_mix_evidence){NAN, NAN, NAN};
    double above = trig_t_tail((material - difference) / se, df);
    double under = trig_t_tail((material + difference) / se, df);
    return (struct trig_mix_evidence){above, 1.0 - above - under, under};
}

struct trig_view trig_mix_grade(struct trig_mix_evidence evidence)
{
    static const struct {
        double least;
        const char *above;
        const char *below;
        const char *within;
    } grades[] = {{0.99, "above 99%", "below 99%", "within 99%"},
                  {0.95, "above 95%", "below 95%", "within 95%"},
                  {0.90, "above 90%", "below 90%", "within 90%"}};
    for (size_t i = 0; i < sizeof grades / sizeof *grades; i++) {
        if (evidence.above >= grades[i].least)
            return trig_view(grades[i].above);
        if (evidence.below >= grades[i].least)
            return trig_view(grades[i].below);
        if (evidence.within >= grades[i].least)
            return trig_view(grades[i].within);
    }
    return trig_view(NULL);
}
