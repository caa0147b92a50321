/* Findings as a tidy table: a sentence a row, with the numbers it rests on.
 *
 *      wave, institution, measure, against, strength, rule, difference, difference_low,
 *      difference_high, p, p_adjusted, effect_size, n, suppressed, finding
 */
#ifndef TRIG_ANALYZE_FINDINGS_TABLE_H
#define TRIG_ANALYZE_FINDINGS_TABLE_H

#include "analyze/findings/findings.h"

/** The findings of a finished table, strongest first, with the notes that say by which
 *  rules, and the table's provenance.
 *  @param level    of the table's intervals.
 *  @param against  what it compares with: "the sector".
 *  @param out      to destroy with trig_table_destroy.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_findings_table(const trig_table *table, const trig_definition *definition, double level,
                                     trig_finder *find, struct trig_view against, trig_table **out,
                                     struct trig_error *error);

#endif
