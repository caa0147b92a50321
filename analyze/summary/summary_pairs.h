/* Disclosure control of what two measures make together: ratios, correlations. */
#ifndef TRIG_ANALYZE_SUMMARY_SUMMARY_PAIRS_H
#define TRIG_ANALYZE_SUMMARY_SUMMARY_PAIRS_H

#include "analyze/summary/summary_rows.h"

/** Finds where a ratio or correlation may be shown. Those who answered both
 *  measures have to be enough, also by subtraction; a ratio of which one respondent makes
 *  up most of a total is hidden, and so is a correlation of 1, which gives everybody's
 *  answer for their other one.
 *  @param reasons  by domain of the lattice: holds why a measure of the two is hidden;
 *                  gets why the row is. */
enum trig_status trig_summary_pairs_protect(struct trig_summary_rows *rows,
                                            const struct trig_planned *planned,
                                            enum trig_suppression *reasons, struct trig_error *error);

#endif
