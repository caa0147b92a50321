/* Which groups of institutions may be shown.
 *
 *      shown members + hidden members = group
 *
 * The members of a group large enough to be compared with are hidden so that the
 * group may be shown (analyze/families.h). Any other group gives way: when hidden
 * members could be worked out from it, from the sector or from the groups before
 * it (in the order of groups.csv), it is hidden itself.
 */
#ifndef TRIG_ANALYZE_GROUP_TOTALS_H
#define TRIG_ANALYZE_GROUP_TOTALS_H

#include "analyze/result.h"

/** Hides the rows of groups that would give a hidden institution away.
 *  @param bys      the breakdown of [domains]; without group, or with institution
 *                  beside it, nothing is done.
 *  @param rows     by domain x measures of the cells: its row in [results].
 *  @param results  after trig_disclosure_apply.
 *  @return TRIG_OK; what the estimates return. */
enum trig_status trig_group_totals_hide(const struct trig_cells *cells, trig_estimator *estimator,
                                        const struct trig_disclosure_rules *rules, const struct trig_bys *bys,
                                        const struct trig_domains *domains, const size_t *rows,
                                        struct trig_results *results, struct trig_error *error);

#endif
