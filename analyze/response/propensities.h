/* How unlike the response rates of a population's cells are.
 *
 *      cell c:  N_c people, n_c respondents, rho_c = n_c / N_c
 *      group l: cells that are compared with one another: rho_l = sum n_c / sum N_c
 *
 *      S2 = sum_l sum_c in l N_c (rho_c - rho_l)^2 / (N - 1), less what chance adds to it
 *
 * One group of all cells gives the variance of the propensities behind the R-indicator,
 * R = 1 - 2 S; cells of one variable in one group its unconditional partial indicator;
 * cells in groups alike in all other variables its conditional one.
 *
 * Who answers is random here, each of a cell by itself with its propensity, and everybody
 * was asked. Then the observed rates differ even where propensities do not: the sum holds
 * sum_c (1 - N_c / N_l) v_c too much, v_c = rho_c (1 - rho_c) N_c / (N_c - 1), which is
 * taken off. The variance of what is left, X, about X0 = (N - 1) S2 is 4 v X0 + 2 Q, with
 *      v = sum_c N_c (rho_c - rho_l)^2 v_c / sum_c N_c (rho_c - rho_l)^2
 *      Q = sum_l {sum_c v_c^2 (1 - 2 N_c / N_l) + (sum_c N_c v_c / N_l)^2}.
 * An interval holds every X0 >= 0 that X is not too far from by the variance that X0
 * itself would give, (X - X0)^2 <= z^2 (4 v X0 + 2 Q): one that takes X's is wrong near 0,
 * where S mostly is.
 * Source: Schouten, Cobben and Bethlehem (2009), Survey Methodology 35, 101-113; partial
 * indicators: Schouten, Shlomo and Skinner (2011), Journal of Official Statistics 27,
 * 231-253. The bias and the variance are those of a quadratic form of independent
 * binomial shares.
 */
#ifndef TRIG_ANALYZE_RESPONSE_PROPENSITIES_H
#define TRIG_ANALYZE_RESPONSE_PROPENSITIES_H

#include "surveys/base/error.h"

#include <stddef.h>

struct trig_propensity_cell {
    double people; /* above 0 */
    double respondents;
    size_t group; /* below the count of groups */
};

struct trig_propensities {
    double people;
    double rate;     /* respondents over people */
    double variance; /* S2 less what chance adds; below 0 where rates differ less than by chance */
    double chance;   /* v / (N - 1) */
    double noise;    /* 2 Q / (N - 1)^2: the variance of `variance` where propensities are equal */
};

/** @return TRIG_OK; TRIG_ERR_MEMORY. Everything is NAN with fewer than 2 people. */
enum trig_status trig_propensities_measure(const struct trig_propensity_cell *cells, size_t count,
                                           size_t groups, struct trig_propensities *out,
                                           struct trig_error *error);

/* A number on the scale of S, or of R = 1 - 2 S. */
struct trig_propensity_estimate {
    double estimate; /* a variance below 0 counts as 0 */
    double se;       /* NAN where it may be 0: it has no error of that kind then */
    double low;
    double high;
};

/** S with its interval. */
struct trig_propensity_estimate trig_propensities_spread(const struct trig_propensities *measured,
                                                         double level);
/** R, from 0 to 1. */
struct trig_propensity_estimate trig_propensities_indicator(const struct trig_propensities *measured,
                                                            double level);

/** How much one cell is answered above (or below) all together: sqrt(N_c / N) (rho_c - rho), with its
 *  standard error; all cells taken as one group.
 *  @param cell  index of it. */
struct trig_propensity_estimate trig_propensities_of_cell(const struct trig_propensity_cell *cells,
                                                          size_t count, size_t cell, double level);

#endif
