/* Weights computed from what a store holds, kept beside the answers.
 *
 *      weighting   name, time, definition, state, recipe, software, checksum
 *       \-- segment "#weight:NAME"   one a batch, numbers: a response without a
 *                                    weight (another wave, replaced) is skipped
 *
 * A scan reads "#weight:NAME" as it reads any column. The state is a checksum of
 * which responses there are and of the definition's version: when an import, an
 * undo, an erasure or a redefinition has changed it, the weights no longer fit
 * and are stale; undoing that import makes them fit again. The recipe is the
 * caller's text, which this module does not read.
 */
#ifndef TRIG_SURVEYS_STORE_STORE_WEIGHTING_H
#define TRIG_SURVEYS_STORE_STORE_WEIGHTING_H

#include "surveys/store/store.h"

struct trig_weighting {
    struct trig_view name;
    struct trig_view time; /* UTC, given by the store */
    struct trig_view recipe;
    struct trig_view software;
    bool stale;
};

/** What weights are computed for; see above. */
enum trig_status trig_store_state(trig_store *store, uint64_t *state, struct trig_error *error);

/** All weightings in order of name; texts and array live in the arena. */
enum trig_status trig_store_weightings(trig_store *store, struct trig_arena *arena,
                                       const struct trig_weighting **out, size_t *count,
                                       struct trig_error *error);

/** Stores weights in one transaction, in place of those of the same name.
 *  @param weighting  name, recipe and software; the rest is given by the store.
 *  @param state      of the store before the responses were read.
 *  @param weights    in the order of a scan; NAN: no weight.
 *  @param count      as many as a scan delivers responses.
 *  @return TRIG_OK; TRIG_ERR_BUSY (somebody changed what is stored meanwhile: do it
 *          again); TRIG_ERR_USAGE (opened for reading). On any error nothing changed. */
enum trig_status trig_store_put_weights(trig_store *store, const struct trig_weighting *weighting,
                                        uint64_t state, const double *weights, size_t count,
                                        struct trig_error *error);

#endif
