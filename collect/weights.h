/* Words for weights that trig-analyze has computed and stored. */
#ifndef TRIG_COLLECT_WEIGHTS_H
#define TRIG_COLLECT_WEIGHTS_H

#include "surveys/store_weighting.h"

/** "nr: rake to margins.csv", and whether they no longer fit; in the arena. data is NULL when
 *  memory is out. */
struct trig_view trig_collect_weighting(const struct trig_weighting *weighting, struct trig_arena *arena);

#endif
