/* What people write into a free-text box, invented, with everything that makes
 * free text hard to read back: quotes, separators, line breaks, formulas,
 * letters outside ASCII, blanks at the ends. */
#ifndef TRIG_TESTS_SYNTH_COMMENTS_H
#define TRIG_TESTS_SYNTH_COMMENTS_H

#include "surveys/base/view.h"

#define TRIG_SYNTH_COMMENTS 14u

/** The comment with index 0 .. TRIG_SYNTH_COMMENTS - 1. */
struct trig_view trig_synth_comment(size_t index);

#endif
