/* Which rows of a table of totals may tell how many people answered there. */
#ifndef TRIG_ANALYZE_WEIGHT_SHOWN_H
#define TRIG_ANALYZE_WEIGHT_SHOWN_H

#include "analyze/context/context.h"
#include "analyze/weight/margins.h"

/** Asks the rules of disclosure control as for a count of respondents by the columns that
 *  the rows fill, in [wave].
 *  @param hidden  by row: gets why its respondents may not be counted.
 *  @return TRIG_OK; what scanning the store returns. */
enum trig_status trig_weigh_hidden(const struct trig_context *context, const struct trig_targets *targets,
                                   const struct trig_recipe_margin *margin, size_t wave,
                                   enum trig_suppression *hidden, struct trig_error *error);

#endif
