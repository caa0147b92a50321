/* One scan of the stores: for every scale, sums and counts of answers by the
 * smallest groups that a breakdown needs, from which each domain's are merged.
 *
 *      row --> slot: wave | institution | by.. --> gather of every scale
 *      domain = the slots whose people it holds --merge--> gather
 */
#ifndef TRIG_ANALYZE_RELIABILITY_SCAN_H
#define TRIG_ANALYZE_RELIABILITY_SCAN_H

#include "analyze/estimate/cells.h"
#include "analyze/estimate/domain.h"
#include "analyze/reliability/gather.h"
#include "analyze/reliability/pillars.h"

typedef struct trig_scale_scan trig_scale_scan;

/** Scans the stores once.
 *  @param pillars  borrowed, as is [request], whose measures are the pillars'.
 *  @param out      to destroy with trig_scale_scan_destroy. */
enum trig_status trig_scale_scan_run(const struct trig_scale_pillars *pillars, trig_store *const *stores,
                                     size_t store_count, const struct trig_request *request,
                                     const struct trig_gather_options *options, trig_scale_scan **out,
                                     struct trig_error *error);
void trig_scale_scan_destroy(trig_scale_scan *scan);

/** Counts and strata, for domains, protection and notes. Borrowed. */
const struct trig_cells *trig_scale_scan_cells(const trig_scale_scan *scan);

/** Merges what was gathered of scale [index] in [domain] of the scan's cells.
 *  @param out  to clear with trig_gather_clear. */
enum trig_status trig_scale_scan_gather(const trig_scale_scan *scan, const struct trig_domain *domain,
                                        size_t index, struct trig_gather *out, struct trig_error *error);

#endif
