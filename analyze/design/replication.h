/* Replicate weights: which kind, and the factors of those made from the design.
 *
 *      kind        replicates                  factor of unit k of stratum h          scale, rscale
 *      jk1         a unit                      n/(n - 1), deleted: 0                  (1 - f)(n - 1)/n, 1
 *      jkn         a unit                      in h: n_h/(n_h - 1), deleted: 0        1, (1 - f_h)(n_h -
 * 1)/n_h brr         a Hadamard column           0 or 2                                 1/R, 1 fay         a
 * Hadamard column           rho or 2 - rho                         1/{R (1 - rho)^2}, 1 bootstrap   R 1 - l +
 * l n_h/(n_h - 1) (times drawn)  1/(R - 1), 1
 *
 * The bootstrap is Rao and Wu's: n_h - 1 units drawn with replacement, l =
 * sqrt(1 - f_h), so that a finite population counts (Rao, Wu and Yue 1992,
 * Survey Methodology 18, 209-217); without fpc it is R survey's "subbootstrap".
 * Draws are numbered, not streamed: (seed, stratum, replicate, draw) -> unit, the
 * same for any number of threads, and short enough to be repeated in R.
 */
#ifndef TRIG_ANALYZE_DESIGN_REPLICATION_H
#define TRIG_ANALYZE_DESIGN_REPLICATION_H

#include "surveys/definition/definition.h"

enum trig_replicate_type {
    TRIG_REPLICATES_NONE,
    TRIG_REPLICATES_JK1,
    TRIG_REPLICATES_JKN,
    TRIG_REPLICATES_BRR,
    TRIG_REPLICATES_FAY,
    TRIG_REPLICATES_BOOTSTRAP,
    TRIG_REPLICATES_SDR,  /* successive difference; given only */
    TRIG_REPLICATES_OTHER /* given only */
};

struct trig_replication {
    enum trig_replicate_type type;
    bool given;    /* the weights are in the data; else they are made from the design */
    bool combined; /* given: they are whole weights, not factors of the weight */
    bool mse;      /* squares are of distances from the estimate; else from the replicates' mean */
    size_t count;  /* bootstrap: how many are made */
    size_t groups; /* bootstrap of respondents: a stratum of more is dealt into so many groups, which are
                      drawn in their place; 0: respondents are */
    double rho;    /* Fay's */
    double scale;  /* given; NAN: by the type */
    struct trig_view
        rscales; /* given: numbers between bars, one for all or one a replicate; empty: by the type */
    uint32_t seed;
};

/** "jk1", "jkn", "brr", "fay", "bootstrap", "sdr" or "other". */
const char *trig_replicate_name(enum trig_replicate_type type);

/** What the survey declares: the weights of role replicate_weight and the keys
 *  replicate_type, replicate_scale, replicate_rscales, fay_rho, replicate_mse (0),
 *  replicate_combined (1) of survey.csv.
 *  @param out  type NONE when the survey has no such weights.
 *  @return TRIG_OK; TRIG_ERR_USAGE naming the key that is wrong or missing. */
enum trig_status trig_replication_declared(const trig_definition *definition, struct trig_replication *out,
                                           struct trig_error *error);

/** Reads `jk1 | jkn | brr | fay[:rho] | bootstrap[:R] | none`.
 *  @return TRIG_OK or TRIG_ERR_USAGE. */
enum trig_status trig_replication_parse(const char *text, struct trig_replication *out,
                                        struct trig_error *error);

/* A stratum whose units are reweighted. */
struct trig_replicate_stratum {
    uint64_t units;
    double uncovered; /* 1 - n_h/N_h; 1 without fpc */
    struct trig_view text;
};

/* The replicates of a design. Lists belong to the arena they were made in. */
struct trig_replicate_plan {
    struct trig_replication replication;
    const struct trig_replicate_stratum *strata;
    size_t stratum_count;
    size_t *first; /* by stratum: jackknives, its first replicate; brr, its first row of the matrix;
                      SIZE_MAX: a jackknife leaves it alone */
    bool *whole;   /* by replicate: a jackknife's, that deletes a lonely stratum; NULL for other kinds */
    size_t count;  /* R */
    double scale;
    double *rscales;
    double df; /* rank of the replicate weights - 1 */
};

/** Plans the replicates of a design.
 *  @param strata  borrowed.
 *  @param lonely  what a jackknife makes of a stratum of one unit.
 *  @return TRIG_OK; TRIG_ERR_USAGE (jk1 of several strata; brr of strata whose
 *          units are no pairs); TRIG_ERR_DOMAIN (a lonely stratum, a census);
 *          TRIG_ERR_MEMORY. Agrees with R survey::as.svrepdesign for jk1 and jkn. */
enum trig_status trig_replicate_plan(const struct trig_replication *replication,
                                     const struct trig_replicate_stratum *strata, size_t stratum_count,
                                     enum trig_lonely_psu lonely, struct trig_arena *arena,
                                     struct trig_replicate_plan *out, struct trig_error *error);

/** The plan of given weights.
 *  @param count  how many replicate weights there are.
 *  @param df     rank of the weights - 1. */
enum trig_status trig_replicate_plan_given(const struct trig_replication *replication, size_t count,
                                           double df, struct trig_arena *arena,
                                           struct trig_replicate_plan *out, struct trig_error *error);

/* How many of a group's replicate weights can differ freely: those of its answering
 * units, but one in all for strata that no replicate touches, and minus one for each
 * stratum wholly among them but the first, since their weights add up to the same.
 * Half-samples: pairs, and one more where both of a pair answered. */
struct trig_replicate_rank {
    enum trig_replicate_type type;
    enum trig_lonely_psu lonely;
    double units;
    double whole;
    double pairs;
    bool both;
};

/** Adds a stratum, of whose units [answering] hold an answering member. */
void trig_replicate_rank_add(struct trig_replicate_rank *rank, const struct trig_replicate_stratum *stratum,
                             uint64_t answering);

/** Degrees of freedom of a group by the rule r: its rank - 1, at most the design's.
 *  Agrees with R survey::degf of a part of a design with replicate weights. */
double trig_replicate_rank_degrees(const struct trig_replicate_rank *rank, double design);

/** The factors of all units of stratum [at] in [count] replicates from [first]:
 *  out[unit * count + i]. May be called by several threads. */
void trig_replicate_factors(const struct trig_replicate_plan *plan, size_t at, size_t first, size_t count,
                            double *out);

#endif
