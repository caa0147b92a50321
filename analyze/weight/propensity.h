/* How likely those of each row of a table of totals were to respond.
 *
 *      row        people N   answered r   p = 1 / (1 + exp(-x b))
 *      tech, g1      40          12         .31
 *      tech, g2      25          10         .38      r of N ~ binomial(p), x the main
 *      manager, g1   10           0         .07      effects of the columns filled
 *
 * A respondent's weight is 1 / p. Unlike the share of its own row, p is found from all rows that
 * share a category with it, so that small rows, and rows in which nobody answered, do no harm.
 *
 * Errors of estimates with these weights know that p was estimated: with b from its score equations, a
 * weighted total of y has the residuals y - p x c, c = (sum of (1 - p) x x')^-1 sum of (1 - p) x y / p over
 * respondents. That is least squares of y on p x with weights (1 - p) / p^2, which calibrated.h does.
 * Source: Kim and Kim (2007), Canadian Journal of Statistics 35, 501-514; the fit agrees with R glm.
 */
#ifndef TRIG_ANALYZE_WEIGHT_PROPENSITY_H
#define TRIG_ANALYZE_WEIGHT_PROPENSITY_H

#include "analyze/weight/recipe.h"

struct trig_propensity_fit {
    double *p; /* by row: between 0 and 1 */
    size_t steps;
};

/** @param margin    one table; its rows count people, above 0.
 *  @param answered  by row: how many answered.
 *  @param arena     gets what [out] holds.
 *  @return TRIG_OK; TRIG_ERR_USAGE (rows that fill different columns); TRIG_ERR_DOMAIN (more answered
 *          than there are; some p would be 0 or 1; everybody answered); TRIG_ERR_LIMIT (too many
 *          categories); TRIG_ERR_MEMORY. */
enum trig_status trig_propensity_find(const trig_definition *definition, const struct trig_targets *targets,
                                      const struct trig_recipe_margin *margin, const double *answered,
                                      struct trig_arena *arena, struct trig_propensity_fit *out,
                                      struct trig_error *error);

#endif
