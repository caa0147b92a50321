/* A tally laid open, for tally*.c and cells.c.
 *
 *      batch 1 --> lane 1: part --+
 *      batch 2 --> lane 2: part --+--> whole    parts are delivered in the order of batches
 *      batch 3 --> lane 1: part --+
 *
 * A lane adds up one batch at a time without touching the tally, so that lanes
 * can work side by side; the same parts come together in the same order however
 * many lanes there are, so the result is the same to its last bit.
 */
#ifndef TRIG_ANALYZE_ESTIMATE_TALLY_H
#define TRIG_ANALYZE_ESTIMATE_TALLY_H

#include "analyze/estimate/bins.h"
#include "analyze/estimate/scorer.h"
#include "analyze/estimate/sums.h"
#include "analyze/frame/frame_internal.h"

struct trig_block;

struct trig_lane {
    struct trig_block *block; /* owned; scratch */
    struct trig_sums part;    /* of the batch added last */
    struct trig_frame_counts counts;
};

struct trig_tally {
    const trig_frame *frame; /* borrowed */
    trig_scorer **scorers;   /* owned; [store * measures + measure] */
    bool *numeric;           /* by measure: keeps extremes */
    trig_bins *bins;         /* owned */
    struct trig_lane lane;   /* of trig_tally_add */
    struct trig_sums whole;  /* compensated */
    struct trig_frame_counts counts;
};

/** A lane for batches of [tally]; clear it also after an error. */
enum trig_status trig_lane_init(struct trig_lane *lane, const trig_tally *tally, struct trig_error *error);
void trig_lane_clear(struct trig_lane *lane);

/** Adds up a batch, as trig_tally_add does, in the lane alone. */
enum trig_status trig_lane_add(struct trig_lane *lane, const trig_tally *tally, size_t store,
                               const struct trig_batch *batch, struct trig_error *error);

/** Adds what the lane has to the tally; not from two threads at once. */
enum trig_status trig_lane_deliver(struct trig_lane *lane, trig_tally *tally, struct trig_error *error);

/** Adds every batch of every store, [threads] at a time. */
enum trig_status trig_tally_scan(trig_tally *tally, size_t threads, struct trig_error *error);

#endif
