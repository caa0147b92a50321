/* Text that is made before the table it stands beside, and printed after it. */
#ifndef TRIG_ANALYZE_SHOW_R_ASIDE_H
#define TRIG_ANALYZE_SHOW_R_ASIDE_H

#include "surveys/base/error.h"

#include <stdbool.h>
#include <stdio.h>

struct trig_aside {
    FILE *out; /* to write to; NULL when nothing is wanted */
    char *text;
    size_t size;
};

/** @param wanted  false: [out] stays NULL, and the rest does nothing.
 *  @return TRIG_OK and an aside to close; TRIG_ERR_MEMORY. */
enum trig_status trig_aside_open(struct trig_aside *aside, bool wanted, struct trig_error *error);

/** Writes to [out] what was put aside so far.
 *  @return TRIG_OK; TRIG_ERR_MEMORY (it did not fit); TRIG_ERR_IO. */
enum trig_status trig_aside_write(const struct trig_aside *aside, FILE *out, struct trig_error *error);
void trig_aside_close(struct trig_aside *aside);

#endif
