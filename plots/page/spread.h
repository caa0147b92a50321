/* Labels beside points that do not overlap one another. */
#ifndef TRIG_PLOTS_PAGE_SPREAD_H
#define TRIG_PLOTS_PAGE_SPREAD_H

#include "surveys/base/error.h"

struct trig_spread {
    double wanted; /* where the middle of the label would be best */
    double size;   /* of the label along the axis */
    double placed; /* filled */
};

/** Places labels near to where they are wanted,
 *  in the same order, without overlap, between [low] and [high]. When they do
 *  not fit at all they are spaced evenly over the whole stretch.
 *  @param labels  sorted by wanted.
 *  @return TRIG_OK or TRIG_ERR_MEMORY.
 *  Method: pooling of adjacent violators on the shifted positions. */
enum trig_status trig_spread_place(struct trig_spread *labels, size_t count, double low, double high,
                                   struct trig_error *error);

#endif
