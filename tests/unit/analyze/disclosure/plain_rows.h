/* Rows without arena, of which disclosure control looks at the base only, and what the rules leave of them.
 */
#ifndef TRIG_TESTS_UNIT_ANALYZE_DISCLOSURE_PLAIN_ROWS_H
#define TRIG_TESTS_UNIT_ANALYZE_DISCLOSURE_PLAIN_ROWS_H

#include "analyze/disclosure/granularity.h"
#include "analyze/result/result.h"

/** A row of [denominator] respondents, [numerator] of whom count; NAN: a number, not a share. */
struct trig_result plain_row_of(uint64_t denominator, double numerator);

/** A threshold of 10 respondents and of 3 institutions. */
struct trig_disclosure_rules plain_rules(void);

/** Hides what the rules hide of [count] rows (64 at most), and what would follow by [families], in which
 * shares are those who count and those who do not, anything else a number. Fails the test that calls it. */
void plain_rows_protect(struct trig_result *rows, size_t count, const struct trig_family *families,
                        size_t family_count);

#endif
