/* A tally laid open, for tally.c and cells.c. */
#ifndef TRIG_ANALYZE_ESTIMATE_TALLY_H
#define TRIG_ANALYZE_ESTIMATE_TALLY_H

#include "analyze/estimate/bins.h"
#include "analyze/estimate/scorer.h"
#include "analyze/estimate/sums.h"
#include "analyze/frame_internal.h"

struct trig_block;

struct trig_tally {
    const trig_frame *frame;  /* borrowed */
    trig_scorer **scorers;    /* owned; [store * measures + measure] */
    bool *numeric;            /* by measure: keeps extremes */
    trig_bins *bins;          /* owned */
    struct trig_block *block; /* owned; scratch */
    struct trig_sums part;    /* of the batch being added */
    struct trig_sums whole;   /* compensated */
    struct trig_frame_counts counts;
};

#endif
