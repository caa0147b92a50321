/* Why answers are missing, as the table that `export` writes has it in a column of its own:
 *
 *     "vis_1=not_shown|days=unreadable|support=none"
 */
#ifndef TRIG_COLLECT_KINDS_H
#define TRIG_COLLECT_KINDS_H

#include "surveys/batch_builder.h"

#include "collect/plan.h"

/** Sets what [list] says in the row being filled; what it does not know is passed over.
 *  @return whether somebody did answer, though it could not be read. */
bool trig_kinds_apply(const struct trig_plan *plan, struct trig_view list, trig_batch_builder *builder);

#endif
