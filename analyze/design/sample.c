#include "analyze/design/sample.h"

#include <string.h>

void trig_sample_clear(trig_sample *sample)
{
    trig_arena_clear(&sample->arena);
    memset(sample, 0, sizeof *sample);
}
