/* The rows of a summary: estimated, and hidden where they may not be shown.
 *
 *      domains x plan --> results        row = domain x planned rows + place in the plan
 *
 * Means and totals come from the cells' sums; the rest from the respondents, who are
 * read a second time, when something asks for them.
 */
#ifndef TRIG_ANALYZE_SUMMARY_SUMMARY_ROWS_H
#define TRIG_ANALYZE_SUMMARY_SUMMARY_ROWS_H

#include "analyze/context/context.h"
#include "analyze/estimate/respondents.h"

struct trig_sites;

struct trig_summary_rows {
    const struct trig_context *context; /* borrowed, as is what follows */
    trig_store *const *stores;          /* of them */
    size_t store_count;
    const struct trig_request *request;
    const struct trig_cells *cells;
    const struct trig_protection *protection;
    struct trig_results *results;
    FILE *show_r;              /* gets the R code of what ties rows; NULL: not wanted */
    struct trig_planned *plan; /* in the arena of protection's lists */
    size_t plan_count;
    trig_estimator *estimator;      /* owned */
    trig_sample sample;             /* owned */
    trig_parts *parts;              /* owned; NULL: no row needs respondents */
    const struct trig_sites *sites; /* NULL: no row is a rate, or nothing is hidden */
    trig_table *covariances;        /* the caller's to destroy; NULL: not asked for */
};

/** Adds all rows to rows->results and hides what may not be shown.
 *  @param rows   its borrowed fields are set, the others 0; to clear in any case.
 *  @param arena  gets the plan and lists. */
enum trig_status trig_summary_rows_add(struct trig_summary_rows *rows, struct trig_arena *arena,
                                       struct trig_error *error);
/** The influence values of a row that has some (trig_planned_is_linear).
 *  @param place  of the rows' places, in the order of the result.
 *  @param out    to clear with trig_linearised_clear, also on failure. */
enum trig_status trig_summary_linearised(struct trig_summary_rows *rows, size_t place,
                                         const struct trig_planned *planned, struct trig_linearised *out,
                                         struct trig_error *error);
void trig_summary_rows_clear(struct trig_summary_rows *rows);

#endif
