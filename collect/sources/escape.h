/* Characters that a platform cannot write and writes words for: "{newline}". */
#ifndef TRIG_COLLECT_SOURCES_ESCAPE_H
#define TRIG_COLLECT_SOURCES_ESCAPE_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"
#include "surveys/csv/csv_reader.h"

#include "collect/formats/format.h"

/** Puts the characters in, in one pass from left to right: what comes out is not
 *  looked at again.
 *  @param escapes  end with a NULL text.
 *  @param out      [text] itself where nothing is escaped, else a copy in [arena].
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_escape_decode(const struct trig_escape *escapes, struct trig_view text,
                                    struct trig_arena *arena, struct trig_view *out,
                                    struct trig_error *error);

#endif
