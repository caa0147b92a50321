/* Replicate sums: what every base cell adds up to in every replicate, so that the
 * replicates of any mean, total or contrast of any domain follow from sums.
 *
 *      PSUs drawn           factor of a PSU x the cell's own sums      R numbers a PSU
 *      respondents drawn    sums of a cell, over its respondents       2 R numbers a cell and measure
 *        (or groups of them)
 *      weights in the data  the same, with the weights as they are     2 R numbers a cell and measure
 *
 * Cost: respondents x R once, or groups x R where respondents are dealt into groups, whatever
 * the number of domains.
 */
#ifndef TRIG_ANALYZE_ESTIMATE_REPLICATE_SUMS_H
#define TRIG_ANALYZE_ESTIMATE_REPLICATE_SUMS_H

#include "analyze/design/replication.h"
#include "analyze/estimate/contrast.h"

struct trig_replicate_sums {
    struct trig_arena arena; /* owns the plan's lists */
    struct trig_replicate_plan plan;
    double *factors; /* owned; [psu * R + r]; NULL unless PSUs were drawn */
    double *changes; /* owned; [cell * R + r]; what its calibration changes a replicate by; NULL unless
                        weights were computed */
    double *sums;    /* owned; [((cell * measures + measure) * 2 + s) * R + r], s 0: w y (y shifted), 1: w; or
                        NULL */
};

/** Makes the replicates that the request's design asks for, reading the stores
 *  again where respondents are the units or weights are in the data.
 *  @param cells  filled; gets the sums, which trig_cells_clear frees.
 *  @return TRIG_OK; TRIG_ERR_LIMIT (too much memory, with what would do); what
 *          trig_replicate_plan and trig_sample_gather return. */
enum trig_status trig_replicate_sums_build(trig_store *const *stores, size_t store_count,
                                           const struct trig_request *request, struct trig_cells *cells,
                                           struct trig_error *error);
void trig_replicate_sums_destroy(struct trig_replicate_sums *sums);

/** What weights in the data add up to in a replicate, on average, over what the weights themselves do:
 *  about 1, unless factors were taken for whole weights or the other way round. NAN where nobody answered. */
double trig_replicate_share(const struct trig_cells *cells);

struct trig_sample;

/** Fills the sums (and changes, where there is room for them) of [sums], whose plan is made and
 *  whose arrays are zero, from the respondents: units of the strata, or dealt into as many groups
 *  as the plan draws.
 *  @param threads  how many draw, with the same result for any number; 0: one a processor.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_replicate_draw_respondents(const struct trig_sample *sample,
                                                 const struct trig_cells *cells, size_t threads,
                                                 struct trig_replicate_sums *sums, struct trig_error *error);

/* Scratch of an estimator: one number a replicate. */
struct trig_replicate_scratch {
    double *theta; /* the statistic under way */
    double *wy;
    double *w;
};

bool trig_replicate_scratch_allocate(trig_estimator *scratch);
void trig_replicate_scratch_free(struct trig_replicate_scratch *scratch);

/** Adds coefficient x mean (or the total) of [domain] to the statistic under way, in each replicate as
 *  what it is away from that of the whole sample, whose moments are [whole]: far from 0 the digits of the
 *  difference are what counts. */
void trig_replicate_add_mean(trig_estimator *scratch, const struct trig_domain *domain,
                             const struct trig_moments *whole, double coefficient);
void trig_replicate_add_total(trig_estimator *scratch, const struct trig_domain *domain,
                              const struct trig_moments *whole);

/** The mean of [measure] over [domain] in every replicate; NAN where nobody who answered is left.
 *  @param weights  scratch, one number a replicate.
 *  @param out      [replicates of the plan]. */
void trig_replicate_means(const struct trig_cells *cells, size_t measure, const struct trig_domain *domain,
                          double *weights, double *out);

/** The variance of any statistic whose replicates are [theta], around [estimate] where
 *  they say mse, else around their mean. NAN when no replicate is defined. */
double trig_replicate_spread(const struct trig_replicate_plan *plan, const double *theta, double estimate);

/** The statistic's variance over the replicates, around the estimate of the whole sample where the
 *  replicates say mse; forgets the statistic. NAN when no replicate is defined.
 *  Agrees with R survey::svrVar.
 *  @param undefined  replicates that leave the statistic undefined, and are left out. */
double trig_replicate_variance(trig_estimator *scratch, size_t *undefined);

/** Degrees of freedom: rank of the replicate weights - 1, of the whole design or,
 *  by the rule r, of the units that answered, as R survey's degf. */
double trig_replicate_degrees(const trig_estimator *scratch);

#endif
