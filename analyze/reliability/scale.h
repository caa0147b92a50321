/* One pillar in one group: what its rows are made of, and the rows of each method. */
#ifndef TRIG_ANALYZE_RELIABILITY_SCALE_H
#define TRIG_ANALYZE_RELIABILITY_SCALE_H

#include "analyze/reliability/reliability.h"
#include "analyze/reliability/scan.h"
#include "analyze/result/result.h"

#include <math.h>

struct trig_scale_group {
    const struct trig_context *context;
    const struct trig_reliability_options *options;
    const struct trig_cells *cells;
    const struct trig_domain *domain;
    const struct trig_scale_pillar *pillar;
    const struct trig_measure *measure; /* pillar:ID */
    const struct trig_measure *items;
    const struct trig_gather *gather;
    double *covariance;  /* items x items */
    double *correlation; /* items x items; NAN where an item does not vary */
    size_t n;            /* who answered all items */
    double n_eff;
    enum trig_suppression reason; /* why nothing of it may be shown */
    const bool *telling;          /* by item: all but very few gave the same answer */
};

#define TRIG_ALL_OF_SCALE ((size_t)-1)

/** Adds a row of item [item], or TRIG_ALL_OF_SCALE, with its numbers hidden where
 *  they may not be shown; of an [estimate] that is NAN nothing is shown either.
 *  @param estimate  shown only when every item of the scale may be.
 *  @param row       gets the row; numbers may be added to it unless it is hidden. */
enum trig_status trig_scale_add(const struct trig_scale_group *scale, struct trig_results *results,
                                size_t item, enum trig_statistic statistic, double estimate,
                                struct trig_result **row, struct trig_error *error);

/** The same, resting on items that [telling] is false for. */
enum trig_status trig_scale_add_of(const struct trig_scale_group *scale, struct trig_results *results,
                                   size_t item, enum trig_statistic statistic, double estimate, bool telling,
                                   struct trig_result **row, struct trig_error *error);

/** Whether the numbers of a row are hidden. */
bool trig_scale_is_hidden(const struct trig_result *row);

/** Appends a sentence to the last row's note. */
enum trig_status trig_scale_note(struct trig_results *results, const char *sentence,
                                 struct trig_error *error);

/* The rows of each method. */
enum trig_status trig_scale_alpha(const struct trig_scale_group *scale, struct trig_results *results,
                                  struct trig_error *error);
enum trig_status trig_scale_omega(const struct trig_scale_group *scale, struct trig_results *results,
                                  struct trig_error *error);
enum trig_status trig_scale_correlations(const struct trig_scale_group *scale, struct trig_results *results,
                                         struct trig_error *error);
enum trig_status trig_scale_polychoric(const struct trig_scale_group *scale, struct trig_results *results,
                                       struct trig_error *error);
enum trig_status trig_scale_adequacy(const struct trig_scale_group *scale, struct trig_results *results,
                                     struct trig_error *error);
enum trig_status trig_scale_parallel(const struct trig_scale_group *scale, struct trig_results *results,
                                     struct trig_error *error);

#endif
