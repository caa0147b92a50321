#include "surveys/base/processors.h"

#include <sched.h>

size_t trig_processors(void)
{
    cpu_set_t processors;
    return sched_getaffinity(0, sizeof processors, &processors) == 0 ? (size_t)CPU_COUNT(&processors) : 1;
}
