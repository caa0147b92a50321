#include "analyze/design/sample_internal.h"

#include <string.h>

void trig_sample_clear(trig_sample *sample)
{
    trig_sample_calibration_destroy(sample->calibration);
    trig_arena_clear(&sample->arena);
    memset(sample, 0, sizeof *sample);
}
