/* Estimates in any breakdown: a row a domain and measure. */
#ifndef TRIG_ANALYZE_SUMMARY_SUMMARY_H
#define TRIG_ANALYZE_SUMMARY_SUMMARY_H

#include "analyze/context/context.h"

/** The finished table: after disclosure control, with notes and provenance.
 *  Columns: wave, institution, group, the by-variables, measure, pillar,
 *  statistic, estimate, se, ci_low, ci_high, n, n_eff, deff, df, basis,
 *  population, response_rate, suppressed, note.
 *  @param request  what is measured, of whom, broken down how; waves that are
 *                  neither broken down by nor single are pooled. What disclosure
 *                  control has to count besides is added to it.
 *  @param cells    filled by one scan of the context's stores; the caller clears
 *                  it in any case.
 *  @param show_r   gets R code that gives the same numbers; NULL: not wanted.
 *  @param out      to destroy with trig_table_destroy. */
enum trig_status trig_summary_table(const struct trig_context *context, struct trig_request *request,
                                    struct trig_cells *cells, FILE *show_r, trig_table **out,
                                    struct trig_error *error);

#endif
