/* Replicates of computed weights: each is calibrated anew to the totals that the weights reproduce.
 *
 *      sum of w x factor, by member and replicate --calibrate--> how much more the calibrated ones weigh
 *
 * Members are cells of respondents who agree in all that was counted: a calibration changes all of
 * them by one factor. As R survey calibrates a design of replicates.
 */
#ifndef TRIG_ANALYZE_WEIGHT_REPLICATED_H
#define TRIG_ANALYZE_WEIGHT_REPLICATED_H

#include "analyze/weight/applied.h"

struct trig_recipe_replicates {
    const struct trig_recipe *recipe; /* without totals of numbers, without trimming */
    const struct trig_applied *applied;
    size_t members;
    size_t count; /* R */
    bool whole; /* sums are of weights in the data, which nothing was calibrated of; else of the final ones */
};

/** @param sums  [member * R + r]: what the members' weights add up to before; gets the factor by which
 *               the calibration changes them, 1 for members that were not calibrated.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN naming the replicate that cannot be calibrated; TRIG_ERR_MEMORY. */
enum trig_status trig_recipe_replicate(const struct trig_recipe_replicates *replicates, double *sums,
                                       struct trig_error *error);

#endif
