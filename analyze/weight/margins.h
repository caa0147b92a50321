/* Which row of a margin each unit is in. */
#ifndef TRIG_ANALYZE_WEIGHT_MARGINS_H
#define TRIG_ANALYZE_WEIGHT_MARGINS_H

#include "analyze/weight/recipe.h"
#include "analyze/weight/units.h"

/** Finds the row of each unit of [wave].
 *  @param rows  by unit: gets the index into the margin's targets, TRIG_MARGIN_NONE where it
 *               is in none, or of another wave.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_margin_rows(const struct trig_targets *targets, const struct trig_recipe_margin *margin,
                                  size_t wave, const struct trig_weigh_unit *units, size_t unit_count,
                                  uint32_t *rows, struct trig_error *error);

#endif
