/* The variance of a linearised estimate, z = w (A y - B): scratch arrays over
 * everything, with lists of what a call has touched, so that a call costs its
 * own cells only; with computed weights it costs all cells, since the calibration
 * ties them together.
 *
 *      add (domain, A, B) ... -> variance -> describe -> forget
 */
#ifndef TRIG_ANALYZE_ESTIMATE_LINEAR_H
#define TRIG_ANALYZE_ESTIMATE_LINEAR_H

#include "analyze/estimate/calibration.h"
#include "analyze/estimate/contrast.h"
#include "analyze/estimate/replicate_sums.h"

/* What the touched cells leave in a stratum. */
struct trig_stratum_sums {
    double s;        /* sum of z */
    double q;        /* sum of z^2 over units */
    double answered; /* respondents with y */
    uint64_t units;  /* units that hold one of them */
    bool reached;    /* holds a z that is not 0 */
    bool touched;    /* by respondents of the estimate */
};

/* A stratum whose variance is wanted. */
struct trig_stratum_case {
    struct trig_stratum_sums sums;
    double units;     /* n_h, of the whole stratum */
    double uncovered; /* 1 - n_h/N_h */
    struct trig_view text;
};

/* What the second stage adds to a PSU. */
struct trig_second_psu {
    double variance; /* of its strata whose variance is known */
    size_t touched;  /* strata */
    size_t unknown;  /* lonely ones that the others stand for */
};

/* Scratch of the second stage, laid out as that of the first; NULL when there is one stage. */
struct trig_second_scratch {
    struct trig_stratum_sums *strata;
    size_t *stratum_list;
    size_t stratum_count;
    double *units; /* by unit of the second stage: its total of z */
    bool *unit_touched;
    size_t *unit_list;
    size_t unit_count;
    size_t *unit_stratum;         /* by unit; fixed */
    struct trig_second_psu *psus; /* by PSU */
};

struct trig_estimator {
    const struct trig_cells *cells;
    const struct trig_design *design;
    size_t measure; /* of the estimate under way */
    double *a;      /* by cell */
    double *b;
    bool *cell_touched;
    size_t *cell_list;
    size_t cell_count;
    struct trig_stratum_sums *strata;
    size_t *stratum_list; /* those that are reached */
    size_t stratum_count;
    double *psus; /* by PSU: its total of z */
    bool *psu_reached;
    bool *psu_touched;
    size_t *psu_list;
    size_t psu_count;
    size_t *psu_stratum; /* by PSU; fixed */
    struct trig_second_scratch second;
    struct trig_replicate_scratch replicate;
    double *r; /* by cell, where weights were computed: see design/calibrated.h; else NULL */
    double *wr;
    double *c;            /* by cell: what the calibration explains */
    double *institutions; /* scratch: answers by institution */
    double units;         /* of the whole design */
    double quantile_df;   /* degrees of freedom of the estimate before, NAN at first, */
    double quantile;      /* and Student's quantile for them: neighbours often share it */
};

static inline const struct trig_moments *trig_linear_moments(const trig_estimator *scratch, size_t cell)
{
    return &scratch->cells->moments[cell * scratch->cells->measures + scratch->measure];
}

/** Adds [a] and [b] to z of every cell of [domain] that has answers. */
void trig_linear_add(trig_estimator *scratch, const struct trig_domain *domain, double a, double b);

/** Sets variance, lonely, strata, unknown, uncovered and df of [out].
 *  @return TRIG_OK; TRIG_ERR_DOMAIN for a lonely stratum where the design says fail. */
enum trig_status trig_linear_variance(trig_estimator *scratch, struct trig_estimate *out,
                                      struct trig_error *error);

/* linear_respondents.c */
/** The variance by the respondents one by one, for cells that have them: sets variance and lonely. */
enum trig_status trig_linear_respondents(const trig_estimator *scratch, struct trig_estimate *out,
                                         struct trig_error *error);

/** The variance of the estimate, were every answer independent of all others with
 *  variance 1: sum of f_h w^2 A^2 over the respondents. */
double trig_linear_unit_variance(const trig_estimator *scratch);

/* The cells whose z may differ from 0: those that were added, and with computed weights all
 * that were calibrated. */
static inline size_t trig_linear_count(const trig_estimator *scratch)
{
    return scratch->cells->calibration ? scratch->cells->count : scratch->cell_count;
}

static inline size_t trig_linear_cell(const trig_estimator *scratch, size_t index)
{
    return scratch->cells->calibration ? index : scratch->cell_list[index];
}

static inline bool trig_linear_reaches(const trig_estimator *scratch, size_t cell)
{
    const struct trig_cells_calibration *calibration = scratch->cells->calibration;
    return scratch->cell_touched[cell] || (calibration && calibration->n[cell] > 0.0);
}

/* z of cell [at], summed over its respondents, and its squares. */
double trig_linear_sum(const trig_estimator *scratch, size_t at);
double trig_linear_squares(const trig_estimator *scratch, size_t at);

/** The variance that one stratum adds; [known] false: to be replaced by the
 *  others' mean. Counts lonely ones in [out]. */
enum trig_status trig_linear_stratum(const trig_estimator *scratch, const struct trig_stratum_case *stratum,
                                     struct trig_estimate *out, double *variance, bool *known,
                                     struct trig_error *error);

/* linear_second.c */
bool trig_second_allocate(trig_estimator *scratch);
void trig_second_free(struct trig_second_scratch *second);
void trig_second_forget(struct trig_second_scratch *second);
/** Adds to [out] the variance of the second stage, once the first is done. */
enum trig_status trig_second_variance(trig_estimator *scratch, struct trig_estimate *out,
                                      struct trig_error *error);
/* 1 - n_h/N_h of a stratum of the first stage. */
double trig_linear_uncovered(const trig_estimator *scratch, size_t stratum);

/** Makes the scratch ready for the next estimate. */
void trig_linear_forget(trig_estimator *scratch);

#endif
