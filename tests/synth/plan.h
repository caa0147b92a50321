/* How many people of each institution answer, and whose response comes next. */
#ifndef TRIG_TESTS_SYNTH_PLAN_H
#define TRIG_TESTS_SYNTH_PLAN_H

#include "tests/synth/model.h"

struct trig_synth_plan {
    uint64_t *counts; /* by institution of the model; owned */
    uint64_t *tree;   /* Fenwick tree of what is left of them; owned */
    size_t institutions;
    uint64_t total; /* of counts */
    uint64_t left;
};

/** Fills [plan]; free with trig_synth_plan_clear.
 *  @param chosen     by institution: whether it takes part; NULL: all do.
 *  @param responses  how many in all, shared out by staff and response rate;
 *                    0: as many as the institutions' staff and response rates
 *                    give (binomial), each institution by itself. */
enum trig_status trig_synth_plan_make(const struct trig_synth_model *model, const bool *chosen,
                                      uint64_t responses, struct trig_synth_plan *plan,
                                      struct trig_error *error);
void trig_synth_plan_clear(struct trig_synth_plan *plan);

/** Draws the institution of the next response among those that have some left;
 *  plan->left must not be 0. */
size_t trig_synth_plan_next(struct trig_synth_plan *plan, gsl_rng *stream);

#endif
