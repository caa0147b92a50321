/* Why answers are missing, as the table that `export` writes has it in a column of its own:
 *
 *     "vis_1=not_shown|days=unreadable|support=none"
 */
#ifndef TRIG_COLLECT_ANSWERS_KINDS_H
#define TRIG_COLLECT_ANSWERS_KINDS_H

#include "surveys/batch/batch_builder.h"

#include "collect/match/plan.h"

/* What a value is called that a file of SPSS or Stata has in an answer's place, by enum
 * trig_answer; the brackets keep it from any answer's own words. */
#define TRIG_KIND_NOT_SHOWN  "(not shown)"
#define TRIG_KIND_DECLARED   "(declared missing)"
#define TRIG_KIND_UNREADABLE "(unreadable)"

/** What became of the question when a value that is no answer is called [label]:
 *  TRIG_NOT_SHOWN, TRIG_SKIPPED, TRIG_DECLARED_MISSING where nothing more is known;
 *  TRIG_ANSWERED when the label does not say. */
enum trig_answer trig_kind_of_label(struct trig_view label);

/** Sets what [list] says in the row being filled; what it does not know is passed over.
 *  @return whether somebody did answer, though it could not be read. */
bool trig_kinds_apply(const struct trig_plan *plan, struct trig_view list, trig_batch_builder *builder);

#endif
