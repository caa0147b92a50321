/* How consistently the items of each pillar rank respondents: Cronbach's alpha
 * and what each item adds to it. */
#ifndef TRIG_ANALYZE_RELIABILITY_RELIABILITY_H
#define TRIG_ANALYZE_RELIABILITY_RELIABILITY_H

#include "analyze/context.h"

struct trig_reliability_options {
    struct trig_waves waves; /* several listed ones are kept apart, `all` are pooled */
    const char *pillars;     /* ids between commas; NULL or blank: every pillar of two items or more */
    FILE *show_r;            /* R code that gives the same numbers goes here; NULL: not wanted */
};

/** The finished table: after disclosure control, with notes and provenance.
 *  Columns: wave, measure, pillar, statistic, estimate, ci_low, ci_high, n, n_eff,
 *  basis, suppressed, note. For each pillar a row of statistic `alpha` (raw, with
 *  Feldt's interval) and one of `inter_item` (mean correlation of two items); for
 *  each of its items one of `item_rest` (correlation with the sum of the others)
 *  and one of `alpha_if_dropped` (empty for a pillar of two).
 *
 *  Items are on 0-100, reversed ones mirrored, as in the pillar's score; only
 *  respondents who answered all items of the pillar count. With a weight in the
 *  design covariances are weighted, and n_eff (Kish) stands behind the interval.
 *  @param out  to destroy with trig_table_destroy.
 *  @return TRIG_OK; TRIG_ERR_USAGE (unknown pillar); TRIG_ERR_DOMAIN (a pillar
 *          that was named has fewer than two items; no pillar has two). */
enum trig_status trig_reliability_table(const struct trig_context *context,
                                        const struct trig_reliability_options *options, trig_table **out,
                                        struct trig_error *error);

#endif
