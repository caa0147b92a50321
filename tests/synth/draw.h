/* One person's answers, drawn from the model. */
#ifndef TRIG_TESTS_SYNTH_DRAW_H
#define TRIG_TESTS_SYNTH_DRAW_H

#include "tests/synth/model.h"

struct trig_synth_answer {
    bool given;
    size_t code;    /* categorical: index into the scale; comment: which sentence */
    uint64_t flags; /* multiple: bit i is code i of the scale */
    double number;
};

struct trig_synth_response {
    size_t institution;                /* index in the model */
    uint64_t number;                   /* within institution and wave, from 0 */
    uint64_t person;                   /* within the institution, the same in every wave */
    struct trig_synth_answer *answers; /* one a variable of the definition; owned */
};

typedef struct trig_synth_drawer trig_synth_drawer;

/** Draws from [model] (borrowed, must outlive it).
 *  @param counts  how many people of each institution will answer, the
 *                 model's institution_count of them; copied. */
trig_synth_drawer *trig_synth_drawer_create(const struct trig_synth_model *model, const uint64_t *counts,
                                            struct trig_error *error);
void trig_synth_drawer_destroy(trig_synth_drawer *drawer);

/** The next response of [institution]: a function of the seed, the wave, the
 *  institution and its count alone. The answers belong to the drawer and
 *  change with the next call. */
const struct trig_synth_response *trig_synth_draw(trig_synth_drawer *drawer, size_t institution);

/** A response of somebody who is not counted, for rows that are no answers
 *  (previews, tests): drawn from [stream]. */
const struct trig_synth_response *trig_synth_draw_stray(trig_synth_drawer *drawer, size_t institution,
                                                        gsl_rng *stream);

#endif
