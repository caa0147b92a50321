/* Figures that are hard to draw, one and more of each layout. All synthetic. */
#ifndef TRIG_TESTS_CHART_SAMPLES_H
#define TRIG_TESTS_CHART_SAMPLES_H

#include "plots/figure/figure.h"

struct chart_sample {
    const char *name; /* of the chart's files */
    trig_figure *(*make)(void);
};

extern const struct chart_sample chart_samples[];
extern const size_t chart_sample_count;

/** A name with all that scripts, data files and markup could take for their own. */
extern const char chart_hostile_name[];

trig_figure *chart_sample_likert(void);

/** [shown] institutions and [hidden] suppressed ones; [own] is the reader's row. */
trig_figure *chart_sample_places(size_t shown, size_t hidden, size_t own, enum trig_figure_unit unit);

#endif
