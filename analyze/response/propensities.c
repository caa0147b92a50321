#include "analyze/response/propensities.h"

#include "surveys/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Sums over the cells of a group. */
struct group {
    double people;
    double respondents;
    double weighted; /* of N_c v_c */
    double squared;  /* of v_c^2 (1 - 2 N_c / N_l) */
};

static double rate_of(const struct trig_propensity_cell *cell)
{
    return cell->respondents / cell->people;
}

/* An unbiased estimate of rho (1 - rho); of one person nothing is known. */
static double spread_of(const struct trig_propensity_cell *cell)
{
    double rate = rate_of(cell);
    return cell->people > 1.0 ? rate * (1.0 - rate) * cell->people / (cell->people - 1.0) : 0.0;
}

static void add_cells(const struct trig_propensity_cell *cells, size_t count, struct group *groups)
{
    for (size_t i = 0; i < count; i++) {
        groups[cells[i].group].people += cells[i].people;
        groups[cells[i].group].respondents += cells[i].respondents;
    }
    for (size_t i = 0; i < count; i++) {
        struct group *group = &groups[cells[i].group];
        double v = spread_of(&cells[i]);
        group->weighted += cells[i].people * v;
        group->squared += v * v * (1.0 - 2.0 * cells[i].people / group->people);
    }
}

enum trig_status trig_propensities_measure(const struct trig_propensity_cell *cells, size_t count,
                                           size_t groups, struct trig_propensities *out,
                                           struct trig_error *error)
{
    struct group *sums = trig_calloc(groups, sizeof *sums);
    double people = 0.0;
    double respondents = 0.0;
    double total = 0.0;
    double bias = 0.0;
    double linear = 0.0;
    double quadratic = 0.0;
    if (!sums)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu cells", groups);
    add_cells(cells, count, sums);
    for (size_t i = 0; i < count; i++) {
        const struct group *group = &sums[cells[i].group];
        double apart = rate_of(&cells[i]) - group->respondents / group->people;
        double v = spread_of(&cells[i]);
        people += cells[i].people;
        respondents += cells[i].respondents;
        total += cells[i].people * apart * apart;
        linear += cells[i].people * apart * apart * v;
        bias += (1.0 - cells[i].people / group->people) * v;
    }
    for (size_t i = 0; i < groups; i++) {
        double mean = sums[i].people > 0.0 ? sums[i].weighted / sums[i].people : 0.0;
        quadratic += sums[i].squared + mean * mean;
    }
    double others = people > 1.0 ? people - 1.0 : NAN;
    *out = (struct trig_propensities){.people = people,
                                      .rate = respondents / people,
                                      .variance = (total - bias) / others,
                                      .chance = (total > 0.0 ? linear / total : 0.0) / others,
                                      .noise = 2.0 * fmax(0.0, quadratic) / (others * others)};
    trig_free(sums);
    return TRIG_OK;
}

static double normal_quantile(double level)
{
    return gsl_cdf_ugaussian_Pinv(0.5 + level / 2.0);
}

static double root_of(double variance)
{
    return variance > 0.0 ? sqrt(variance) : variance - variance; /* NAN stays NAN */
}

struct trig_propensity_estimate trig_propensities_spread(const struct trig_propensities *measured,
                                                         double level)
{
    double z = normal_quantile(level);
    double middle = measured->variance + 2.0 * z * z * measured->chance;
    double reach =
        sqrt(fmax(0.0, middle * middle - measured->variance * measured->variance + z * z * measured->noise));
    double low = root_of(middle - reach);
    double spread = root_of(measured->variance);
    double error = sqrt(4.0 * measured->chance * fmax(0.0, measured->variance) + measured->noise);
    return (struct trig_propensity_estimate){.estimate = spread,
                                             .se = low > 0.0 ? error / (2.0 * spread) : NAN,
                                             .low = low,
                                             .high = root_of(middle + reach)};
}

/* S is at most 1/2, but an estimate of it may be larger. */
static double indicator_of(double spread)
{
    double indicator = 1.0 - 2.0 * spread;
    return indicator < 0.0 ? 0.0 : indicator;
}

struct trig_propensity_estimate trig_propensities_indicator(const struct trig_propensities *measured,
                                                            double level)
{
    struct trig_propensity_estimate spread = trig_propensities_spread(measured, level);
    return (struct trig_propensity_estimate){.estimate = indicator_of(spread.estimate),
                                             .se = 2.0 * spread.se,
                                             .low = indicator_of(spread.high),
                                             .high = indicator_of(spread.low)};
}

struct trig_propensity_estimate trig_propensities_of_cell(const struct trig_propensity_cell *cells,
                                                          size_t count, size_t cell, double level)
{
    double people = 0.0;
    double respondents = 0.0;
    for (size_t i = 0; i < count; i++) {
        people += cells[i].people;
        respondents += cells[i].respondents;
    }
    double variance = 0.0;
    for (size_t i = 0; i < count; i++) {
        double weight = (i == cell ? 1.0 : 0.0) - cells[i].people / people;
        variance += weight * weight * spread_of(&cells[i]) / cells[i].people;
    }
    double scale = sqrt(cells[cell].people / people);
    double estimate = scale * (rate_of(&cells[cell]) - respondents / people);
    double se = scale * sqrt(variance);
    double reach = normal_quantile(level) * se;
    return (struct trig_propensity_estimate){estimate, se, estimate - reach, estimate + reach};
}
