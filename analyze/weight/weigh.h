/* Computes the weights of a store's responses by a recipe.
 *
 *      responses, totals --plan--> margins of each wave --calibrate, trim--> weights
 */
#ifndef TRIG_ANALYZE_WEIGHT_WEIGH_H
#define TRIG_ANALYZE_WEIGHT_WEIGH_H

#include "analyze/weight/plan.h"

/* What the weights of one wave are like; of those that were weighed. */
struct trig_weigh_outcome {
    size_t wave;
    uint64_t count;   /* responses */
    uint64_t dropped; /* responses that weigh nothing */
    size_t iterations;
    size_t trimmed;
    double sum;
    double deff; /* Kish: 1 + the squared coefficient of variation */
    double least;
    double largest;
    struct trig_weigh_aside aside;
};

struct trig_weighed {
    double *weights; /* by response; NAN: no weight */
    size_t count;
    struct trig_weigh_outcome *outcomes; /* by wave of the recipe */
    size_t outcome_count;
};

/** Plans every selected wave and computes the weights.
 *  @param recipe    has form, trimming, totals; gets waves and lambda.
 *  @param arena     gets what [out] holds.
 *  @param problems  gets the mistakes of the totals.
 *  @return TRIG_OK; TRIG_ERR_FORMAT (mistakes, all in [problems]); TRIG_ERR_DOMAIN (the
 *          totals cannot be reproduced: which, and how far off; negative weights);
 *          TRIG_ERR_USAGE; TRIG_ERR_MEMORY. */
enum trig_status trig_weigh(const trig_definition *definition, struct trig_recipe *recipe,
                            const struct trig_respondents *respondents,
                            const struct trig_weigh_options *options, struct trig_arena *arena,
                            struct trig_weighed *out, struct trig_problems *problems,
                            struct trig_error *error);

#endif
