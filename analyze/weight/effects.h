/* The columns that the rows of a table of totals fill, as factors of a regression on their main effects.
 *
 *      row 0   aston, tech       institution  0 0 1 1        level by row, numbered as
 *      row 1   aston, manager    role         0 1 0 1        they are met
 *      row 2   bath, tech
 *      row 3   bath, manager
 */
#ifndef TRIG_ANALYZE_WEIGHT_EFFECTS_H
#define TRIG_ANALYZE_WEIGHT_EFFECTS_H

#include "analyze/weight/recipe.h"

struct trig_effect {
    size_t column;   /* 0: the institution; 1 + i: attribute i of the totals */
    uint32_t *level; /* by row of the margin, below [levels] */
    size_t levels;
};

struct trig_effects {
    struct trig_effect items[1 + TRIG_TARGETS_MOST_ATTRIBUTES];
    size_t count; /* at least 1: a row that fills no column is the one level of one */
};

/** The factors of a margin whose rows all fill the same columns.
 *  @param arena  gets what [out] holds.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_effects_make(const struct trig_targets *targets,
                                   const struct trig_recipe_margin *margin, struct trig_arena *arena,
                                   struct trig_effects *out, struct trig_error *error);

#endif
