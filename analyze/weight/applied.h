/* A recipe applied anew to data that it made weights of: in which rows of its margins
 * everybody is, and what it did to their weights. Members are respondents, or units of
 * them where only people were counted, in which all respondents fare the same.
 *
 *      member -> unit -> row of each margin -> u = sum of x lambda -> g = F(u)
 *
 * Where propensities were fitted to the rows of a table, the margins are its main effects in place of the
 * table, with x = p, the propensity (weight/propensity.h).
 */
#ifndef TRIG_ANALYZE_WEIGHT_APPLIED_H
#define TRIG_ANALYZE_WEIGHT_APPLIED_H

#include "analyze/weight/recipe.h"
#include "analyze/weight/units.h"

struct trig_weighed_members {
    const struct trig_weigh_unit *units;
    size_t unit_count;
    const uint32_t *unit;               /* by member: its unit; NULL: units are the members */
    const bool *weighs;                 /* by member: whether it is in scope and has a weight */
    const struct trig_numbers *numbers; /* by member; needed where totals of numbers were reproduced */
    size_t number_count;
    size_t count;
};

struct trig_applied {
    struct trig_margin *margins; /* by member */
    size_t margin_count;
    double *g; /* by member: F(u); of propensities p / (1 - p), as the least squares of residuals have it */
    double *scale; /* by member: times g, what a base weight was multiplied by; 0: was not calibrated */
};

/** @param arena  gets what [out] holds.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_recipe_apply(const struct trig_recipe *recipe,
                                   const struct trig_weighed_members *members, struct trig_arena *arena,
                                   struct trig_applied *out, struct trig_error *error);

#endif
