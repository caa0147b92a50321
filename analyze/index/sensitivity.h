/* How far an index depends on its author's choices.
 *
 *      normalisation   as specified, min-max, z, rank (those that differ), of all indicators at once
 *      weights         Dirichlet, with the specified weights for means: of equal weights the
 *                      uniform distribution over all weights that there are
 *      aggregation     arithmetic, geometric (of z: of the points of min-max, which z becomes when it
 *                      is rescaled to 1-100)
 *      sampling        which of the bootstrap's replicates the respondents are; only with a bootstrap
 *
 * The range of ranks takes every normalisation with every aggregation, with the
 * specified weights and with each of the drawn ones. Shares are of the variance of
 * the mean over institutions of |rank - rank as specified|. Sources: OECD and JRC
 * (2008), step 7; Saisana, Saltelli and Tarantola (2005), Journal of the Royal
 * Statistical Society A 168, 307-323.
 */
#ifndef TRIG_ANALYZE_INDEX_SENSITIVITY_H
#define TRIG_ANALYZE_INDEX_SENSITIVITY_H

#include "analyze/index/composite.h"
#include "analyze/index/sobol.h"

enum trig_choice {
    TRIG_CHOICE_NORMALISATION,
    TRIG_CHOICE_WEIGHTS,
    TRIG_CHOICE_AGGREGATION,
    TRIG_CHOICE_SAMPLING,
    TRIG_CHOICES
};

/** "normalisation", ... */
const char *trig_choice_name(enum trig_choice choice);

struct trig_rank_range {
    size_t best;
    size_t median;
    size_t worst;
};

struct trig_sensitivity {
    struct trig_rank_range *ranges;  /* by member; of the arena */
    size_t combinations;             /* behind the ranges */
    size_t evaluations;              /* behind the shares */
    bool sampling;                   /* it is among the choices */
    struct trig_sobol_shares shares; /* by enum trig_choice; mean: places that ranks shift on average */
};

/** Analyses the ranks of the members.
 *  @param plan   of the replicates.
 *  @param arena  gets the ranges.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_sensitivity_analyse(const struct trig_index_parts *parts,
                                          const struct trig_index_options *options,
                                          const struct trig_replicate_plan *plan, struct trig_arena *arena,
                                          struct trig_sensitivity *out, struct trig_error *error);

#endif
