/* Polychoric correlation: of two normal quantities that are seen only as ordered
 * answers, cut at thresholds.
 *
 *      answers to b   5 |        . : *        thresholds: normal quantiles of the
 *                     4 |      . : * .        cumulated shares of each item
 *                     ..|    . : * .          rho: what makes this table likeliest
 *                     1 +------------- a
 *
 * In two steps (thresholds first) as R psych::polychoric(global = FALSE), and as
 * (global = TRUE) where nobody skipped an item.
 */
#ifndef TRIG_ANALYZE_RELIABILITY_POLYCHORIC_H
#define TRIG_ANALYZE_RELIABILITY_POLYCHORIC_H

#include "surveys/base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* A correlation beyond this is taken for one that the table does not bound. */
#define TRIG_POLYCHORIC_BOUND 0.9999

/** The correlation behind a table of (weighted) counts; answers that nobody gave
 *  are left out.
 *  @param counts   rows x columns.
 *  @param correct  what an empty cell counts as; 0: nothing. psych: 0.5.
 *  @param rho      filled on TRIG_OK: from -1 to 1; NAN when an item has one answer
 *                  only; plus or minus TRIG_POLYCHORIC_BOUND when it wants beyond.
 *  @return TRIG_OK or TRIG_ERR_MEMORY.
 *  Source: Olsson (1979), Psychometrika 44, 443-460. */
enum trig_status trig_polychoric(const double *counts, size_t rows, size_t columns, double correct,
                                 double *rho, struct trig_error *error);

/** Alpha of items with these correlations as if they were standardised:
 *  k / (k - 1) (1 - k / sum of all). NAN when one is NAN.
 *  Source: Zumbo, Gadermann and Zeisser (2007), Journal of Modern Applied Statistical
 *  Methods 6, 21-29. */
double trig_polychoric_alpha(const double *correlation, size_t items);

#endif
