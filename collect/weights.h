/* Words for weights that trig-analyze has computed and stored. */
#ifndef TRIG_COLLECT_WEIGHTS_H
#define TRIG_COLLECT_WEIGHTS_H

#include "surveys/store/store_weighting.h"

/** Gets each computed weight in turn, with its column's name in an export and what is to be said of it ("nr:
 * rake to margins.csv", and whether it no longer fits); both last as long as the call. */
typedef enum trig_status trig_weight_sink(void *context, const struct trig_weighting *weighting,
                                          struct trig_view column, struct trig_view note,
                                          struct trig_error *error);

/** Reads the weights of [store] through a sink.
 *  @return TRIG_OK, TRIG_ERR_MEMORY, the store's or the sink's. */
enum trig_status trig_collect_weightings(trig_store *store, trig_weight_sink *sink, void *context,
                                         struct trig_error *error);

#endif
