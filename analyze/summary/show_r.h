/* --show-r of what ties a summary's rows: the R code of contrasts and covariances, and of imputed sets.
 *
 *      show_r.h's code (data, design, rows) -> rows -> covariances, contrast, contrast, ... -> end
 *      sets -> show_r.h's code -> combined
 *
 * Rows are named by their places in the result, from 1.
 */
#ifndef TRIG_ANALYZE_SUMMARY_SHOW_R_H
#define TRIG_ANALYZE_SUMMARY_SHOW_R_H

#include "analyze/summary/summary_contrasts.h"

#include <stdio.h>

/** Functions, the rows' places and what is estimated there. */
void trig_summary_show_rows(const struct trig_summary_rows *rows, FILE *out);

/** A row of the result that is a contrast of [count] parts. */
void trig_summary_show_contrast(const struct trig_summary_rows *rows, size_t row,
                                const struct trig_contrast_part *parts, size_t count, FILE *out);

/** The contrasts, if there are any, join the data frame result, which is printed again. */
void trig_summary_show_end(const struct trig_summary_rows *rows, FILE *out);

/** Before the code of a set, of several imputed ones that are in a list called sets. */
void trig_summary_show_sets(FILE *out);

/** After it: their results, combined. */
void trig_summary_show_combined(FILE *out);

#endif
