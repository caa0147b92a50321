/* What the two halves of a funnel share: the series of its figure, and who lies outside the limits. */
#ifndef TRIG_PLOTS_KINDS_FUNNEL_H
#define TRIG_PLOTS_KINDS_FUNNEL_H

#include "plots/figure/figure.h"

/* The institutions, and their limits at 95% and 99.8%. */
enum trig_funnel_series {
    TRIG_FUNNEL_INSTITUTIONS,
    TRIG_FUNNEL_INNER,
    TRIG_FUNNEL_OUTER,
    TRIG_FUNNEL_SERIES
};

/** Whether a result lies outside limits; false where there are none. */
bool trig_funnel_is_beyond(const struct trig_mark *mark, const struct trig_mark *limits);

#endif
