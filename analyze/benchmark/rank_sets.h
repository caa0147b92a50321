/* Which ranks an institution may have, given how unsure its estimate is.
 *
 *      rank set of j = [1 + how many are better beyond doubt,
 *                       count - how many are worse beyond doubt]
 *
 * k is better than j beyond doubt when y_k - y_j is larger than c times its
 * standard error, c such that with probability [level] no difference among those
 * looked at is judged wrongly: all differences with j (marginal: for the reader
 * of one row) or all differences of all pairs (simultaneous: for the reader of
 * the whole table). c is the quantile of the largest standardised difference in
 * draws of independent errors, and is found again among the pairs that are not
 * yet told apart until no more are (step-down).
 *
 * Errors are drawn from t distributions with the estimates' own degrees of
 * freedom, so that a difference of two is distributed as Behrens and Fisher had
 * it: with normal ones, which are the published method and what infinite degrees
 * of freedom give, standard errors from ten respondents would tell apart too much.
 *
 * Ranks count from the highest estimate. The sets hold for independent estimates;
 * they cover true ranks whatever the ties among them.
 * Sources: Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies
 * 91, 476-518, doi 10.1093/restud/rdad006; Romano and Wolf (2005), JASA 100, 94-108.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_RANK_SETS_H
#define TRIG_ANALYZE_BENCHMARK_RANK_SETS_H

#include "analyze/benchmark/entry.h"
#include "surveys/base/error.h"

#include <stddef.h>

enum trig_rank_kind { TRIG_RANK_MARGINAL, TRIG_RANK_SIMULTANEOUS };

struct trig_rank_set {
    size_t rank; /* of the estimate, 1 for the highest; equal estimates share the better one */
    size_t low;  /* best rank that cannot be excluded */
    size_t high; /* worst */
};

/* Standard normal errors, the same for every ranking that one command makes. */
typedef struct trig_rank_draws trig_rank_draws;

/** @param count  institutions at most.
 *  @param draws  how often their errors are drawn, at least 100.
 *  @param seed   the same seed gives the same draws on every machine.
 *  @return NULL when memory is out. */
trig_rank_draws *trig_rank_draws_create(size_t count, size_t draws, unsigned long seed,
                                        struct trig_error *error);
void trig_rank_draws_destroy(trig_rank_draws *draws);

/** Finds the rank set of each institution.
 *  @param entries  [count], count at most that of [draws]; a df below 3 is taken for 3.
 *  @param level  of confidence, 0 to 1.
 *  @param out    [count].
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_rank_sets(const trig_rank_draws *draws, const struct trig_entry *entries, size_t count,
                                enum trig_rank_kind kind, double level, struct trig_rank_set *out,
                                struct trig_error *error);

#endif
