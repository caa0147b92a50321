#include "analyze/estimate/telling.h"

#include "analyze/estimate/sums.h"

#include <math.h>

/* Of a range: what counts as its end where answers have no smallest step. */
#define NEARLY_NOTHING 1e-6

struct trig_moments trig_domain_moments(const struct trig_cells *cells, size_t measure,
                                        const struct trig_domain *domain)
{
    struct trig_moments sum = {0};
    for (size_t i = 0; i < domain->cell_count; i++) {
        const struct trig_moments *cell = &cells->moments[domain->cells[i] * cells->measures + measure];
        sum.n += cell->n;
        sum.y += cell->y;
        sum.w += cell->w;
        sum.wy += cell->wy;
        sum.wyy += cell->wyy;
    }
    return sum;
}

double trig_moments_spread(const struct trig_moments *sum)
{
    double mean = sum->wy / sum->w;
    double square = sum->wyy / sum->w;
    double spread = square - mean * mean;
    return spread > 1e-14 * square ? spread : 0.0;
}

bool trig_telling_is_numeric(const struct trig_cells *cells, size_t measure)
{
    const struct trig_measure *asked = &cells->request->measures->items[measure];
    return cells->extremes && asked->kind == TRIG_MEASURE_MEAN &&
           cells->definition->variables[asked->variable].type == TRIG_TYPE_NUMERIC;
}

double trig_telling_steps(double value, double low, double count, double step)
{
    return round(count * (value - low) / step * 1e3) / 1e3;
}

/* The smallest difference of two answers; NAN when the range is not known. */
static double smallest_step(const struct trig_measure *measure)
{
    const struct trig_source *source = measure->sources;
    double step = NAN;
    if (measure->statistic == TRIG_STATISTIC_PROPORTION)
        return 1.0;
    if (isnan(measure->low))
        return NAN;
    if (measure->source_count != 1 || !source->values)
        return NEARLY_NOTHING * (measure->high - measure->low);
    for (size_t i = 0; i < source->value_count; i++)
        for (size_t j = 0; j < source->value_count; j++)
            if (source->values[j] > source->values[i])
                step = fmin(step, source->values[j] - source->values[i]); /* fmin passes over NAN */
    return step;
}

struct trig_telling trig_telling_of(const struct trig_cells *cells, size_t measure,
                                    const struct trig_domain *domain)
{
    const struct trig_measure *asked = &cells->request->measures->items[measure];
    struct trig_moments sum = trig_domain_moments(cells, measure, domain);
    struct trig_telling telling = {.n = sum.n, .above = NAN, .below = NAN, .extremes = {NAN, NAN, NAN}};
    bool counts = asked->kind == TRIG_MEASURE_RESPONDENTS;
    double step = counts ? NAN : smallest_step(asked);
    double mean = sum.n > 0.0 ? sum.y / sum.n + cells->shifts[measure] : asked->low;
    telling.above = trig_telling_steps(mean, asked->low, sum.n, step);
    telling.below = trig_telling_steps(asked->high, mean, sum.n, step);
    telling.uniform = !counts && sum.n > 0.0 && trig_moments_spread(&sum) == 0.0;
    if (!trig_telling_is_numeric(cells, measure))
        return telling;
    telling.extremes = (struct trig_extremes){0};
    for (size_t i = 0; i < domain->cell_count; i++)
        trig_extremes_merge(&telling.extremes,
                            &cells->extremes[domain->cells[i] * cells->measures + measure]);
    return telling;
}
