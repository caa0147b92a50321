/* What computed weights do: each row of the totals before and after, and what the
 * weights of each wave are like.
 *
 * How many answered in a row is shown where `summary --by` the row's columns
 * --measure respondents shows it, by the same rules. Where a row of a wave is
 * hidden, weights would tell how many are in it: then neither how much they
 * differ is told, nor fitted or trimmed ones of the other rows.
 */
#ifndef TRIG_ANALYZE_WEIGHT_TABLE_H
#define TRIG_ANALYZE_WEIGHT_TABLE_H

#include "analyze/context/context.h"
#include "analyze/weight/weigh.h"

/** @param out  to destroy with trig_table_destroy.
 *  @return TRIG_OK; TRIG_ERR_MEMORY; what scanning the store returns. */
enum trig_status trig_weigh_table(const struct trig_context *context, const struct trig_recipe *recipe,
                                  const struct trig_respondents *respondents,
                                  const struct trig_weighed *weighed, trig_table **out,
                                  struct trig_error *error);

#endif
