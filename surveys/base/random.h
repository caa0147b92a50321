/* An order that nobody can foresee or repeat, for lists whose own order would tell
 * something. Not for statistics, which have seeds. */
#ifndef TRIG_SURVEYS_BASE_RANDOM_H
#define TRIG_SURVEYS_BASE_RANDOM_H

#include "surveys/base/error.h"

#include <stddef.h>

/** Shuffles [count] indices, each order as likely as any other, with random numbers of
 *  the system.
 *  @return TRIG_OK or TRIG_ERR_IO (the system gives none). */
enum trig_status trig_random_shuffle(size_t *indices, size_t count, struct trig_error *error);

#endif
