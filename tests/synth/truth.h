/* The true parameters behind a synthetic export, as tidy CSV. */
#ifndef TRIG_TESTS_SYNTH_TRUTH_H
#define TRIG_TESTS_SYNTH_TRUTH_H

#include "tests/synth/plan.h"

#include <stdio.h>

/** The expected 0-100 score of pillar [pillar] for somebody of [institution] in
 *  the model's wave: the mean over the pillar's items of the expected answer,
 *  rescaled by the scale's ends and mirrored for reversed items, over the
 *  institution's mix of attributes. Exact: a leaning is normal with variance 1
 *  around loading * shift, and skipping does not depend on the trait. NAN for
 *  a pillar without graded items. */
double trig_synth_true_score(const struct trig_synth_model *model, size_t institution, size_t pillar);

/** Writes parameter, wave, institution, pillar, variable, code, value. The
 *  parameters: seed, between, in_scope, wave_effect, attribute_effect, loading
 *  (negative: reversed), threshold (the code above it), staff, response_rate,
 *  respondents, institution_effect, mean_score (without institution: over all
 *  respondents of the plan). */
enum trig_status trig_synth_truth_write(const struct trig_synth_model *model,
                                        const struct trig_synth_plan *plan, FILE *out,
                                        struct trig_error *error);

#endif
