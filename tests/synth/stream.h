/* Random numbers that depend on what they are for, never on who asked before.
 *
 * Each number that the model draws belongs to a stream named by the seed and a
 * few indices or a name: the difficulty of item "vis_known" is the same
 * whichever institutions, wave or platform an export is written for. That makes
 * exports of parts fit together, and every platform hold the same answers.
 */
#ifndef TRIG_TESTS_SYNTH_STREAM_H
#define TRIG_TESTS_SYNTH_STREAM_H

#include "surveys/base/view.h"

#include <gsl/gsl_rng.h>

#include <stdint.h>

/* What a stream is for; keeps streams with the same indices apart. */
enum trig_synth_purpose {
    TRIG_SYNTH_OF_ITEM = 1,
    TRIG_SYNTH_OF_ITEM_BREAK,
    TRIG_SYNTH_OF_ATTRIBUTE,
    TRIG_SYNTH_OF_WAVE_STEP,
    TRIG_SYNTH_OF_INSTITUTION,
    TRIG_SYNTH_OF_INSTITUTION_MIX,
    TRIG_SYNTH_OF_INSTITUTION_WAVE,
    TRIG_SYNTH_OF_RESPONDING,
    TRIG_SYNTH_OF_LEAVING,
    TRIG_SYNTH_OF_PERSON,
    TRIG_SYNTH_OF_ANSWERS,
    TRIG_SYNTH_OF_ORDER,
    TRIG_SYNTH_OF_SPOILING
};

/** A generator of small state (taus113: 16 bytes, so that thousands fit), not
 *  yet at any stream. NULL when memory is out; free with gsl_rng_free. */
gsl_rng *trig_synth_stream_create(void);

/** Moves [stream] to the start of the stream of [purpose], [a] and [b]. */
void trig_synth_stream_start(gsl_rng *stream, uint64_t seed, enum trig_synth_purpose purpose, uint64_t a,
                             uint64_t b);

/** A number for a name, to be used as an index of a stream. */
uint64_t trig_synth_stream_name(struct trig_view name);

/** A draw from the index set 0..count-1 with the given cumulative
 *  probabilities, the last of which is 1. */
size_t trig_synth_choose(gsl_rng *stream, const double *cumulative, size_t count);

#endif
