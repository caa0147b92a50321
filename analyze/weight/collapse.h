/* A table of totals summed to fewer columns, when the finest cells hold too few.
 *
 *      institution x role   --by institution-->   institution
 *                           --by role         -->   role, over the institutions that took part
 */
#ifndef TRIG_ANALYZE_WEIGHT_COLLAPSE_H
#define TRIG_ANALYZE_WEIGHT_COLLAPSE_H

#include "analyze/weight/respondents.h"

/** Writes a new table with one part a term, for each wave that is selected and has
 *  responses; rows of total_of stay.
 *  @param terms  each `column` or `column*column`; "all" is everybody.
 *  @param drop   institutions that are not counted by some term leave the table; else that is
 *                TRIG_ERR_USAGE where nothing else would tell.
 *  @param arena  gets the table.
 *  @return TRIG_OK; TRIG_ERR_USAGE (no such column; an institution that took part is not
 *          counted by it); TRIG_ERR_MEMORY. */
enum trig_status trig_targets_collapse(const trig_definition *definition, const struct trig_targets *targets,
                                       const struct trig_respondents *respondents,
                                       const struct trig_views *terms, bool drop, struct trig_arena *arena,
                                       struct trig_view *out, struct trig_error *error);

#endif
