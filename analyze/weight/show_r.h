/* The R calls that compute the same weights. */
#ifndef TRIG_ANALYZE_WEIGHT_SHOW_R_H
#define TRIG_ANALYZE_WEIGHT_SHOW_R_H

#include "analyze/estimate/cells.h"
#include "analyze/weight/recipe.h"

#include <stdio.h>

/** Writes R that gives the survey design called design, whose weights are those the recipe
 *  starts from, the recipe's; after trig_show_r_design. Rows of d that are not weighed leave
 *  d, scope and measures. */
void trig_recipe_show_r(const struct trig_recipe *recipe, const struct trig_cells *cells, FILE *out);

#endif
