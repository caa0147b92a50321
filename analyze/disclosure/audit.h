/* What follows from everything that is printed or can be asked for, taken
 * together.
 *
 *      family:   sum of its parts = its total
 *                hidden ones are unknowns, shown ones are numbers
 *
 *      A (equations x unknowns) --reduced row echelon form--> what each equation
 *                                                              comes down to
 *
 * A row of the reduced form with one unknown gives that unknown away, whatever
 * families it came from: institutions of overlapping groups, cells of a table
 * whose margins are printed. A row that is a plain sum of unknowns gives their
 * sum away, which has to be one that may be shown.
 */
#ifndef TRIG_ANALYZE_DISCLOSURE_AUDIT_H
#define TRIG_ANALYZE_DISCLOSURE_AUDIT_H

#include "analyze/result.h"

/* Whether a sum of hidden rows may be known; [parts] of them have anybody behind them. */
typedef bool trig_audit_rule(const struct trig_disclosure_rules *rules, size_t parts, uint64_t denominator,
                             double numerator);

/** Finds sums of hidden rows that follow from the families and that [may_be_known]
 *  does not allow.
 *  @param exposed  gets, for each, the indices of its rows one after another, each
 *                  list ended by TRIG_NONE, and one more TRIG_NONE at the end; free
 *                  with trig_free. NULL when there is none.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_disclosure_audit(const struct trig_disclosure_rules *rules,
                                       const struct trig_results *results, const struct trig_family *families,
                                       size_t family_count, trig_audit_rule *may_be_known, size_t **exposed,
                                       struct trig_error *error);

/** How many rows the first of [lists] has. */
size_t trig_audit_length(const size_t *lists);

/** The list behind the first one. */
const size_t *trig_audit_next(const size_t *lists);

/** Whether [lists] (NULL: none) has one of the same rows as the first of [rows]. */
bool trig_audit_has(const size_t *lists, const size_t *rows);

/** The rule: at least two rows of at least the threshold together, and no share of
 *  nearly nobody or nearly everybody. */
bool trig_disclosure_may_be_known(const struct trig_disclosure_rules *rules, size_t parts,
                                  uint64_t denominator, double numerator);

/** Whether a row's own numbers are hidden (a hidden comparison is not enough). */
bool trig_disclosure_is_hidden(const struct trig_result *row);

#endif
