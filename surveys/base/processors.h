/* How many processors this process may use. */
#ifndef TRIG_SURVEYS_BASE_PROCESSORS_H
#define TRIG_SURVEYS_BASE_PROCESSORS_H

#include <stddef.h>

/** At least 1; fewer than the machine has where the process is held to some of them. */
size_t trig_processors(void);

#endif
